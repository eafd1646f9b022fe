"""What there is: indicators with their coverage, the roster, and what was imported."""

import csv
import json
from dataclasses import dataclass
from pathlib import PurePosixPath

import polars as pl

from indicators import observations, series, settings, texts
from indicators.catalog import Catalog, FundingSource, Indicator, Standard
from indicators.catalog.money import EVIDENCE
from indicators.errors import InputError
from indicators.formats import number
from indicators.observations import published
from indicators.regions import LEVELS, Level, Registry
from indicators.texts import funding as words

DIRECTIONS = {
    "higher_is_better": "ein höherer Wert gilt als günstiger",
    "lower_is_better": "ein niedrigerer Wert gilt als günstiger",
    "neutral": "ohne Bewertung",
}
EVIDENCE_EXPLAINED = {
    **EVIDENCE,
    "erfasst": f"{EVIDENCE['erfasst']} (Angabe der Stelle selbst)",
    "sekundaer": f"{EVIDENCE['sekundaer']} (aus zweiter Hand)",
}
BINDINGS = {
    "norm": "Norm",
    "empfehlung": "Empfehlung",
    "beschluss": "Beschluss",
    "praxis": "aus der Praxis",
    "statistik": "Statistik",
}


@dataclass(frozen=True)
class Coverage:
    """How much of a level an indicator covers.

    Attributes:
        level: The level.
        years: Years in which at least half as many regions have a value as in the fullest year.
        thin_years: The other years with any value.
        regions: Regions with a value in the last of `years`.
        of: Regions of the level.
    """

    level: Level
    years: tuple[int, ...]
    thin_years: tuple[int, ...]
    regions: int
    of: int


def coverage(values: pl.DataFrame, registry: Registry) -> tuple[Coverage, ...]:
    """The coverage of each level that has a value, from Bund to Gemeinde."""
    today = registry.frame.filter(pl.col("valid_to").is_null()).select("ags", pl.col("level").cast(pl.String))
    known = values.filter(published()).select("ags", "year").unique().join(today, on="ags")
    counts = known.group_by("level", "year").len().sort("year").rows()
    of = dict(today["level"].value_counts().iter_rows())
    return tuple(
        _coverage_of_level(level, here, of[level])
        for level in LEVELS
        if (here := {year: count for its_level, year, count in counts if its_level == level})
    )


def _coverage_of_level(level: Level, counts: dict[int, int], of: int) -> Coverage:
    enough = max(counts.values()) / 2
    years = tuple(year for year, count in counts.items() if count >= enough)
    thin = tuple(year for year, count in counts.items() if count < enough)
    return Coverage(level, years, thin, counts[years[-1]], of)


def coverage_table(entries: tuple[Coverage, ...]) -> pl.DataFrame:
    """One row per level, in German."""
    return pl.DataFrame(
        {
            "Ebene": [LEVELS[e.level] for e in entries],
            "Jahre mit Werten": [texts.span(e.years) for e in entries],
            "Regionen im letzten Jahr": [f"{number(e.regions)} von {number(e.of)}" for e in entries],
            "Jahre mit weniger als halb so vielen Regionen": [texts.span(e.thin_years) for e in entries],
        }
    )


def indicator_table(catalog: Catalog, values: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """One row per indicator: where it belongs, years, levels, groups, source; in the catalogue's order.

    Args:
        catalog: The catalogue.
        values: Frame of `series.IndicatorValues` by indicator id.
    """
    return pl.DataFrame([_row(i, catalog, values[i.id]) for i in catalog.indicators.values()])


_LEVEL_WORDS = {"bund": "Bund", "land": "Länder", "kreis": "Kreise", "gemeinde": "Gemeinden"}


def _row(indicator: Indicator, catalog: Catalog, values: pl.DataFrame) -> dict[str, str]:
    entries = [catalog.dataset(d) for d in indicator.datasets]
    return {
        "Handlungsfeld": catalog.handlungsfelder[indicator.handlungsfeld].title,
        "Indikator": indicator.title,
        "Jahre": texts.span(series.years(values)),
        "Ebenen": ", ".join(_LEVEL_WORDS[level] for level in series.levels(values)),
        "Gruppen": ", ".join(catalog.groups[g].title for g in series.groups(values, catalog)),
        "Quelle": "; ".join(dict.fromkeys(f"{e.producer} {e.table}".strip() for e in entries)),
        "Beleg": ", ".join(dict.fromkeys(EVIDENCE[e.evidence_level] for e in entries)),
        "Lizenz": ", ".join(dict.fromkeys(e.licence for e in entries)),
        "Kennung": indicator.id,
    }


def programme_table(catalog: Catalog, registry: Registry) -> pl.DataFrame:
    """All funding programmes with what is declared about them, by id."""
    return pl.DataFrame(
        [
            {
                "Programm": p.title,
                "Mittelgeber": p.funder,
                "Region": registry.get(p.region).display_name,
                "Handlungsfeld": catalog.funding_fields[p.handlungsfeld].title,
                "Zweck": p.purpose,
                "Laufzeit": words.term(p, catalog),
                "Rechtsgrundlage": p.legal_basis,
                "Quelle": ", ".join(part for part in (p.source, p.page) if part),
                "Beleg": EVIDENCE[p.evidence_level],
                "Anmerkung": " ".join(p.notes),
                "Kennung": p.id,
            }
            for p in catalog.programmes.values()
        ]
    )


def standard_table(catalog: Catalog) -> pl.DataFrame:
    """All standards (price index, caseload ratios, costs, lump sums) with their values, by id."""
    return pl.DataFrame(
        [
            {
                "Richtwert": s.title,
                "Wert": _standard_value(s),
                "Einheit": s.unit,
                "Jahr": "" if s.year is None else str(s.year),
                "Verbindlichkeit": BINDINGS[s.binding],
                "Quelle": ", ".join(part for part in (s.source, s.page) if part),
                "Lizenz": s.licence,
                "Beleg": EVIDENCE[s.evidence_level],
                "Anmerkung": " ".join(s.notes),
                "Kennung": s.id,
            }
            for s in catalog.standards.values()
        ]
    )


def _standard_value(standard: Standard) -> str:
    if standard.values:
        return "; ".join(
            f"{key}: {number(value, standard.decimals)}" for key, value in standard.values.items()
        )
    low, high = (number(v, standard.decimals) if v is not None else "" for v in (standard.low, standard.high))
    value = number(standard.value, standard.decimals)
    return f"{value} ({low or value} bis {high or value})" if low or high else value


def source_facts(source: FundingSource) -> list[tuple[str, str]]:
    """All that is known about a source of funding figures, as names and texts."""
    return [
        ("Herausgeber", source.producer),
        ("Dokument", source.table),
        ("Stand", f"{source.edition}; übernommen am {source.retrieved:%d.%m.%Y}"),
        ("Beleg", EVIDENCE_EXPLAINED[source.evidence_level]),
        ("Lizenz", source.licence),
        ("Quellenvermerk", source.attribution),
        ("Adresse", source.url),
        *(("Anmerkung", note) for note in source.notes),
        *(("Datei", f"{i.path} (sha256 {i.sha256[:12]}…)") for i in source.inputs),
    ]


def member_table(registry: Registry) -> pl.DataFrame:
    """The roster with its evidence, by name."""
    members = registry.members()
    return pl.DataFrame(
        {
            "Mitglied": [m.name for m in members],
            "Schlüssel": [m.ags for m in members],
            "Werte des Kreises unter": [
                registry.get(m.kreis_ags).display_name if m.is_kreisangehoerig else "" for m in members
            ],
            "Stufe": [m.grade for m in members],
            "Zeitbezug des Belegs": [m.period for m in members],
            "Beleg": [m.evidence for m in members],
            "Fundstelle": [m.url for m in members],
            "Eintrag vom": [m.as_of for m in members],
        }
    )


def conflicts(catalog: Catalog) -> pl.DataFrame:
    """Where two sources or two downloads report the same thing differently: one row each, as the build found.

    Returns:
        Columns Sachverhalt, Verwendet, Daneben, Abweichend, Größte Abweichung.
    """
    report = json.loads((settings.data_dir() / "build_report.json").read_text(encoding="utf-8"))
    rows = [
        {
            "Sachverhalt": catalog.indicator(o["indicator"]).title,
            "Verwendet": catalog.dataset(o["first"]).title,
            "Daneben": catalog.dataset(o["other"]).title,
            "Abweichend": f"{number(o['different'])} von {number(o['both'])}",
            "Größte Abweichung": number(o["largest"], catalog.indicator(o["indicator"]).decimals),
        }
        for o in report["overlaps"]
        if o["different"]
    ]
    rows += [
        {
            "Sachverhalt": catalog.dataset(d["id"]).title,
            "Verwendet": f"Abruf {PurePosixPath(c['kept']).stem}",
            "Daneben": f"Abruf {PurePosixPath(c['other']).stem}",
            "Abweichend": number(c["count"]),
            "Größte Abweichung": number(c["largest"]),
        }
        for d in report["datasets"]
        for c in d["conflicts"]
    ]
    return pl.DataFrame(rows)


def imported(catalog: Catalog) -> pl.DataFrame:
    """Datasets with figures that were imported here: title, rows, years; empty where there are none."""
    rows = []
    for dataset in catalog.datasets.values():
        if not observations.overlay_path(dataset.id).exists():
            continue
        frame = observations.read_imported(dataset.id)
        if not frame.is_empty():
            years = tuple(frame["year"].unique())
            rows.append({"Datensatz": dataset.title, "Werte": frame.height, "Jahre": texts.span(years)})
    return pl.DataFrame(rows)


def revisions() -> pl.DataFrame:
    """What imports changed: the rows of `revisions.csv` in the user's folder as text; empty without one."""
    path = settings.home() / "revisions.csv"
    try:
        if not path.exists():
            return pl.DataFrame()
        with path.open(encoding="utf-8", newline="") as stream:
            head, *rows = csv.reader(stream, strict=True)
        return pl.DataFrame(rows, schema=dict.fromkeys(head, pl.String), orient="row")
    except (OSError, ValueError, csv.Error, pl.exceptions.PolarsError):
        raise InputError(
            "Die Liste der geänderten Werte ist beschädigt.",
            "Bitte die Datei berichtigen oder aus dem Ordner nehmen; die Zahlen selbst sind nicht betroffen.",
            path,
        ) from None
