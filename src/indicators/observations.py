"""The observation: what a source reports for one region, group and year, and with which mark."""

from pathlib import Path
from typing import Final

import dataframely as dy
import polars as pl

from indicators import settings
from indicators.errors import InputError

STATUSES: Final[dict[str, str]] = {
    "wert": "veröffentlichter Wert",
    "berechnet": "eigene Berechnung",
    "eingeschraenkt": "Aussagewert eingeschränkt",
    "nichts_vorhanden": "nichts vorhanden (0)",
    "unter_halber_einheit": "mehr als nichts, aber weniger als die Hälfte der kleinsten Einheit (gerundet 0)",
    "geheim": "geheim oder unbekannt",
    "unsicher": "nicht veröffentlicht, weil nicht sicher genug",
    "folgt": "Angabe folgt später",
    "gesperrt": "gesperrt, weil nicht sinnvoll",
    "nicht_erhoben": "nicht erhoben",
    "keine_region": "Region bestand in diesem Jahr nicht",
    "unbekannt": "keine Angabe",
    "nicht_berechenbar": "nicht berechenbar",
}
"""Every mark that a value can carry, in words for people. A stored row carries one of these."""

PUBLISHED: Final = ("wert", "berechnet", "eingeschraenkt", "nichts_vorhanden", "unter_halber_einheit")
"""The marks with which there is a value."""

ABSENT: Final = "fehlt"
"""Not stored: what a view shows where a source has no row at all (a year that was never loaded)."""

TOTAL: Final = "insgesamt"
"""The group of everybody, and the group of an indicator without groups."""


def status_text(status: str) -> str:
    """The German words for a mark, also for a year without any row."""
    return STATUSES.get(status, "liegt nicht vor")


class Observations(dy.Schema):
    """The table that every importer produces and every computation consumes.

    `ags` is text: DG (Deutschland) or 2, 5, 8 digits (Land, Kreis, Gemeinde). `value` is in the unit of the
    measure (dataset entry of the catalogue). Sorted by the primary key.
    """

    ags = dy.String(primary_key=True, regex=r"^(DG|\d{2}|\d{5}|\d{8})$")
    measure = dy.String(primary_key=True)
    group = dy.String(primary_key=True)
    year = dy.Int16(primary_key=True, min=1990, max=2100)
    value = dy.Float64(nullable=True)
    status = dy.Enum(list(STATUSES))

    @dy.rule()
    def value_exists_iff_published(cls) -> pl.Expr:  # noqa: N805
        """A suppressed cell has no value; a published one has a finite one."""
        return pl.col("value").is_not_null() & pl.col("value").is_finite() == pl.col("status").is_in(
            PUBLISHED
        )


KEY: Final = ("ags", "measure", "group", "year")


def published() -> pl.Expr:
    """True where a row carries a value."""
    return pl.col("status").cast(pl.String).is_in(PUBLISHED)


def shipped_path(dataset: str) -> Path:
    """Where the compiled figures of a dataset lie."""
    return settings.data_dir() / "observations" / f"{dataset}.parquet"


def overlay_path(dataset: str) -> Path:
    """Where figures of a dataset that a user imported lie."""
    return settings.home() / "observations" / f"{dataset}.parquet"


def read(dataset: str) -> pl.DataFrame:
    """The observations of one dataset: what is shipped, overlaid with what the user imported.

    Returns:
        A frame of `Observations`; empty if the dataset has no figures yet. An imported row replaces the
        shipped row with the same key.

    Raises:
        InputError: A file is damaged.
    """
    frames = [read_imported(dataset)]
    path = shipped_path(dataset)
    if path.exists():
        try:
            frames.append(pl.read_parquet(path))
        except (pl.exceptions.PolarsError, OSError):
            raise InputError(
                "Die mitgelieferten Zahlen sind beschädigt.", "Bitte das Programm neu einrichten.", path
            ) from None
    return pl.concat(frames).unique(KEY, keep="first", maintain_order=True).sort(KEY)


def read_imported(dataset: str) -> pl.DataFrame:
    """What the user imported of one dataset; empty where that is nothing.

    Raises:
        InputError: The file is damaged, not one of ours, or must not be read.
    """
    path = overlay_path(dataset)
    try:
        if not path.exists():
            return Observations.create_empty()
        return Observations.validate(pl.read_parquet(path), cast=True)
    except PermissionError:
        raise InputError(
            "Die eingelesenen Zahlen dieses Datensatzes lassen sich nicht lesen (keine Berechtigung).",
            f"Bitte dem Konto des Programms Leserechte für „{path.parent}“ geben.",
            path,
        ) from None
    except (pl.exceptions.PolarsError, dy.exc.ValidationError, dy.exc.SchemaError, OSError):
        raise InputError(
            "Die eingelesenen Zahlen dieses Datensatzes sind beschädigt.",
            f"Bitte {path.name} aus dem Ordner „{path.parent}“ entfernen und die Downloads neu einlesen.",
            path,
        ) from None
