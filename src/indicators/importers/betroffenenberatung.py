"""Reader of the yearly figures of the Betroffenenberatung Niedersachsen (JSON of its own chart page)."""

import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any, Final

import polars as pl
from pydantic import Field

from indicators.catalog import Dataset
from indicators.errors import InputError
from indicators.importers import tabular
from indicators.importers.raw import RawTable

ATTACKS: Final = "Angriffe"
VICTIMS: Final = "Betroffene"
_MOTIVES: Final = ("Tatmotive", "Motive")
_PERIOD: Final = re.compile(r"^(\d{4})(?:/([12]))?$")
_Figures = dict[tuple[str, str], float]


class BetroffenenberatungLayout(tabular.Layout):
    """Layout: the code of the Land, and which place name means which Kreis.

    Attributes:
        land: Code of the Land that the totals are about.
        places: Name in the file -> code of the Kreis. A name that is not listed here stays as it is and is
            dropped (and reported) by the mapping: places are never guessed.
    """

    land: str
    places: dict[str, str] = Field(default_factory=dict)


def read(path: Path, dataset: Dataset | None) -> RawTable:
    """Attacks, their motives ("Angriffe | Rassismus") and victims of the Land, and attacks by place.

    Only full years become cells: a year of which one half is published is named in the notes. A place that
    several counselling regions name is added up. Figures by place carry `eingeschraenkt`: the file does not
    always tell a city from the Landkreis of the same name.

    Raises:
        InputError: The file is not JSON or not built as expected.
    """
    layout = tabular.layout(BetroffenenberatungLayout, dataset, path)
    assert dataset is not None  # noqa: S101  # `layout` refuses a missing dataset
    periods = _periods(path)
    full = {year: halves for year, halves in periods.items() if set(halves) in ({""}, {"1", "2"})}
    cells = [cell for year, halves in full.items() for cell in _cells(year, list(halves.values()), layout)]
    schema = ("region", "region_name", "year", "column", "unit", "value", "status", "line", "position")
    frame = pl.DataFrame(cells, schema=list(schema), orient="row").sort("region", "year", "column")
    table = tabular.table("betroffenenberatung", path, dataset, frame, layout)
    halves = tuple(f"Nur ein Halbjahr veröffentlicht: {year}" for year in sorted(set(periods) - set(full)))
    return RawTable(**{**table.__dict__, "notes": halves})


def _periods(path: Path) -> dict[int, dict[str, _Figures]]:
    """Figures by year and half ("" for a whole year), keyed by (place or "", label)."""
    periods: dict[int, dict[str, _Figures]] = defaultdict(dict)
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
        for entry in entries:
            match = _PERIOD.match(str(entry["year"]))
            if match is None:
                raise InputError("Der Zeitraum ist nicht lesbar.", "", path, value=str(entry["year"]))
            periods[int(match[1])][match[2] or ""] = _figures(entry)
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"Die Datei ist nicht aufgebaut wie die der Betroffenenberatung ({error!r}).",
            "Bitte die Datei der Seite unverändert speichern.",
            path,
        ) from None
    return periods


def _figures(entry: dict[str, Any]) -> _Figures:
    figures: _Figures = defaultdict(float)
    for grouping in entry["attacks"]["groupings"]:
        for group in grouping["groups"]:
            label, value = str(group["label"]), float(group["value"])
            if grouping["label"] == "Gesamt":
                figures["", ATTACKS] += value
            elif grouping["label"] in _MOTIVES:
                figures["", f"{ATTACKS} | {label}"] += value
            elif grouping["label"].startswith("Region "):
                figures[label, ATTACKS] += value
    for grouping in entry["victims"]["groupings"]:
        for group in grouping["groups"]:
            figures["", VICTIMS] += float(group["value"])
    return figures


def _cells(
    year: int, parts: list[_Figures], layout: BetroffenenberatungLayout
) -> list[tuple[str, str, int, str, str, float, str, int, int]]:
    total: dict[tuple[str, str, str], float] = defaultdict(float)
    for part in parts:
        for (place, label), value in part.items():
            region = layout.places.get(place, place) if place else layout.land
            name = place if region == place else ""
            total[region, name, label] += value
    return [
        (
            region,
            name,
            year,
            label,
            "Anzahl",
            value,
            "wert" if region == layout.land else "eingeschraenkt",
            1,
            1,
        )
        for (region, name, label), value in total.items()
    ]
