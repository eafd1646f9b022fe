"""To which dataset of the catalogue a file belongs."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from indicators import observations
from indicators.catalog import Catalog, Dataset
from indicators.errors import InputError
from indicators.importers import READERS, ffcsv, inkar_export, regionalstatistik
from indicators.importers.mapping import Mapped, rule_matches, to_observations
from indicators.importers.raw import RawTable
from indicators.observations import KEY, PUBLISHED
from indicators.regions import Registry

_TABLES: Final = (regionalstatistik.FORMAT, ffcsv.FORMAT)
"""Formats in which one portal delivers the same table."""

_TITLED: Final = (inkar_export.FORMAT,)
"""Formats whose columns carry the full title of an indicator."""

_AGREEMENT: Final = 0.5
"""Share of the figures known already that a file without a table code must repeat to be the same table."""

_SILENT: Final = ("unbekannt", "keine_region", "nicht_berechenbar")


@dataclass(frozen=True)
class Match:
    """A dataset, the table as its layout reads it, and the observations that its rules make of it."""

    dataset: Dataset
    table: RawTable
    mapped: Mapped


@dataclass(frozen=True)
class Difference:
    """A table against what is stored: new rows, rows with another value or mark (with both), equal rows."""

    new: pl.DataFrame
    revised: pl.DataFrame
    unchanged: int


def find(table: RawTable, catalog: Catalog, registry: Registry) -> Match | None:
    """The dataset whose table this is; None where there is none.

    Where the format names the table, its code decides, and one rule must find its column. Where it does not,
    all rules must find theirs and the file must repeat the figures that are known already: many files have a
    column called "Insgesamt". Where columns carry the title of an indicator, fewer will do if all are known.

    Raises:
        InputError: The rules of the dataset cannot be applied, or several datasets fit alike.
    """
    candidates = [d for d in catalog.datasets.values() if _is_candidate(d, table)]
    if not candidates and table.format in _TITLED:
        candidates = [d for d in knowing(table, catalog) if _names_all(d, table)]
    candidates.sort(key=lambda d: (-len(rule_matches(table, d)), d.format != table.format, d.id))
    if table.code and candidates:
        # A flat file may name only its statistic, which several tables share.
        most = len(rule_matches(table, candidates[0]))
        candidates = [d for d in candidates if len(rule_matches(table, d)) == most]
        if len(candidates) == 1:
            return _match(candidates[0], table, catalog, registry)
    rated, refused = [], []
    for dataset in candidates:
        try:
            match = _match(dataset, table, catalog, registry)
        except InputError as error:
            refused.append(error)
        else:
            rated.append((_agreement(match), match))
    if refused and not rated and table.format in _TITLED:
        raise refused[0]
    best = max((share for share, _ in rated), default=0.0)
    fitting = [match for share, match in rated if share == best]
    if best < _AGREEMENT:
        return None
    if len(fitting) > 1:
        raise InputError(
            "Die Datei nennt ihre Tabelle nicht, und die Zuordnung ist nicht eindeutig: "
            f"{' oder '.join(match.dataset.id for match in fitting)}.",
            "Bitte die Tabelle beim Portal neu abrufen, mit der Tabellennummer in der Datei.",
            table.path,
        )
    return fitting[0]


def knowing(table: RawTable, catalog: Catalog) -> tuple[Dataset, ...]:
    """Datasets that know some column of a table whose format gives columns the title of an indicator."""
    return tuple(
        dataset
        for dataset in catalog.datasets.values()
        if table.format in _TITLED and dataset.format == table.format and rule_matches(table, dataset)
    )


def looks_like(table: RawTable, catalog: Catalog) -> tuple[Dataset, ...]:
    """Datasets that a table may be by its columns alone: too little to merge it."""
    return tuple(d for d in catalog.datasets.values() if _is_candidate(d, table))


def same_code(table: RawTable, catalog: Catalog) -> tuple[Dataset, ...]:
    """Datasets that name the table's code, whether or not their columns fit."""
    return tuple(d for d in catalog.datasets.values() if table.code and _has_code(d, table))


def difference(match: Match) -> Difference:
    """What the file says against what is stored, shipped or imported earlier.

    A mark that says nothing against a published figure (`_SILENT`) does not replace it: the rows of a region
    may be missing in this download only.
    """
    stored = observations.read(match.dataset.id).rename({"value": "old_value", "status": "old_status"})
    both = match.mapped.observations.join(stored, on=list(KEY), how="left", maintain_order="left")
    is_new = pl.col("old_status").is_null()
    equal = pl.col("value").eq_missing(pl.col("old_value")) & (pl.col("status") == pl.col("old_status"))
    status, old_status = (pl.col(name).cast(pl.String) for name in ("status", "old_status"))
    same = equal | (status.is_in(_SILENT) & old_status.is_in(PUBLISHED))
    return Difference(
        new=both.filter(is_new).drop("old_value", "old_status").sort(KEY),
        revised=both.filter(~is_new & ~same).sort(KEY),
        unchanged=both.filter(~is_new & same).height,
    )


def has_open_sums(dataset: Dataset) -> bool:
    """True where a rule adds up whatever its source lists (`*`): a partial download shows in no row."""
    return any("*" in column.split(" | ") for rule in dataset.measures for column in rule.columns)


def share_of_stored_sums(match: Match) -> float | None:
    """The file's open sums as a share of the stored ones of the same regions, this year's or the last before.

    None for a dataset without such sums, and where nothing is stored to compare with.
    """
    if not has_open_sums(match.dataset):
        return None
    published = pl.col("status").cast(pl.String).is_in(PUBLISHED)
    stored = observations.read(match.dataset.id).filter(published).rename({"value": "stored"})
    both = (
        match.mapped.observations.filter(published)
        .sort("year")
        .join_asof(
            stored.select(*KEY, "stored").sort("year"),
            on="year",
            by=["ags", "measure", "group"],
            check_sortedness=False,  # both are sorted; polars cannot see it within groups
        )
        .drop_nulls("stored")
    )
    found, known = float(both["value"].sum()), float(both["stored"].sum())
    return found / known if known else None


def _is_candidate(dataset: Dataset, table: RawTable) -> bool:
    if table.code:
        return _has_code(dataset, table) and bool(rule_matches(table, dataset))
    return dataset.format == table.format and len(rule_matches(table, dataset)) == len(dataset.measures)


def _names_all(dataset: Dataset, table: RawTable) -> bool:
    """True where the dataset's rules name every column of the table."""
    named = {column for rule in dataset.measures for column in rule.columns}
    return named.issuperset(table.cells["column"].unique())


def _has_code(dataset: Dataset, table: RawTable) -> bool:
    """True for the same table; a flat file may name only its statistic, the first part of the code."""
    if dataset.format not in _TABLES or table.format not in _TABLES:
        return False
    is_statistic = table.format == ffcsv.FORMAT and "-" not in table.code
    return dataset.table == table.code or (is_statistic and dataset.table.startswith(f"{table.code}-"))


def _match(dataset: Dataset, table: RawTable, catalog: Catalog, registry: Registry) -> Match:
    if dataset.layout:
        table = READERS[table.format](table.path, dataset)
    return Match(dataset, table, to_observations(table, dataset, registry, catalog.units))


def _agreement(match: Match) -> float:
    """Share of the figures known already that the file repeats.

    Without any in common only a format whose titles name the indicator counts as fitting. Tables of one
    portal share their columns (Arbeitsort, Wohnort), and the labels of Open-SDG say too little.
    """
    found = difference(match)
    common = found.unchanged + found.revised.height
    if not common:
        return _AGREEMENT if match.table.format in _TITLED else 0.0
    return found.unchanged / common
