"""What looks odd in a file although its figures are possible: notes for a person, and when it is too much."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import polars as pl

from indicators import formats, observations
from indicators.catalog import Catalog, Dataset, RatioSource
from indicators.errors import InputError
from indicators.importers import ffcsv, regionalstatistik
from indicators.importers.matching import Difference, Match
from indicators.importers.raw import RawTable
from indicators.observations import KEY, PUBLISHED, TOTAL
from indicators.regions import Registry

_TIMES: Final = 10
"""A value of more than so many times the stored one, or of less than this part of it, is odd."""
_MARGIN: Final = 0.1
"""So is a value that lies beyond all stored ones of its measure by more than this part of their span."""
_MEDIAN: Final = 5
"""A column whose median changes by more is in another unit: the largest change of a shipped year is 2.7."""
_FEW: Final = 6
"""Fewer values tell nothing about a whole column."""
_NEAR: Final = 10
"""Years so far apart are still compared."""
_AFTER: Final = 1
"""So many years after a reform a table may still be on the territory before."""

_SERIES: Final = ("ags", "measure", "group")


@dataclass(frozen=True)
class Verdict:
    """Notes on a file, and why its figures must not be merged, if they must not."""

    notes: tuple[str, ...]
    obstacle: InputError | None


def later_years(table: RawTable) -> tuple[str, ...]:
    """A note where the table has years that have not begun."""
    this_year = datetime.now(UTC).year
    later = sorted(year for year in table.cells["year"].unique() if year > this_year)
    if not later:
        return ()
    return (
        f"Die Datei nennt Jahre nach {this_year}: {', '.join(map(str, later))}. Bitte prüfen, ob es "
        "Vorausberechnungen sind oder das Jahr falsch gelesen wurde.",
    )


def judge(match: Match, difference: Difference, catalog: Catalog, registry: Registry) -> Verdict:
    """What is odd about the figures of a file against the stored ones and against each other.

    Args:
        match: The file's dataset and observations.
        difference: What is new and what differs.
        catalog: For units, and which count is a part of which.
        registry: For names of regions, and until when they existed.
    """
    stored = observations.read(match.dataset.id)
    compared = _nearest(match.mapped.observations, stored)
    spans = stored.group_by("measure").agg(
        pl.col("value").min().alias("least"), pl.col("value").max().alias("most")
    )
    odd = compared.join(spans, on="measure", how="left").filter(_is_odd()).sort(KEY)
    changed = odd.join(difference.revised.select(KEY), on=list(KEY), how="semi", maintain_order="left")
    new = odd.join(difference.new.select(KEY), on=list(KEY), how="semi", maintain_order="left")
    fresh = pl.concat([difference.new.select(KEY), difference.revised.select(KEY)])
    notes = (
        *_odd_note(changed, "geänderter Wert", "geänderte Werte", registry),
        *_odd_note(new, "neuer Wert", "neue Werte", registry),
        *_parts(match, fresh, catalog, registry),
        *_dissolved(match, fresh, registry),
    )
    return Verdict(notes, _other_unit(compared, match))


def _nearest(rows: pl.DataFrame, stored: pl.DataFrame) -> pl.DataFrame:
    """The published figures, each with the stored one of its series in the same or the nearest year."""
    published = pl.col("status").cast(pl.String).is_in(PUBLISHED)
    old = stored.filter(published).select(
        *KEY, pl.col("value").alias("old_value"), pl.col("year").alias("old_year")
    )
    joined = (
        rows.filter(published)
        .sort("year")
        .join_asof(
            old.sort("year"),
            on="year",
            by=list(_SERIES),
            strategy="nearest",
            check_sortedness=False,  # both are sorted; polars cannot see it within groups
        )
    )
    return joined.filter((pl.col("year") - pl.col("old_year")).abs() <= _NEAR)


def _is_odd() -> pl.Expr:
    old, new = pl.col("old_value").abs(), pl.col("value").abs()
    margin = _MARGIN * (pl.col("most") - pl.col("least"))
    is_other_size = (old > 0) & ((new > _TIMES * old) | (_TIMES * new < old))
    is_beyond = (pl.col("value") > pl.col("most") + margin) | (pl.col("value") < pl.col("least") - margin)
    return is_other_size | is_beyond


def _odd_note(odd: pl.DataFrame, one: str, several: str, registry: Registry) -> tuple[str, ...]:
    """A note where values are out of proportion: how many, and the first of them."""
    if odd.is_empty():
        return ()
    row = odd.row(0, named=True)
    many = f"Ein {one} ist" if odd.height == 1 else f"{formats.number(odd.height)} {several} sind"
    before = "" if row["old_year"] == row["year"] else f" ({row['old_year']})"
    return (
        f"{many} außer Verhältnis: mehr als das Zehnfache oder weniger als ein Zehntel des gespeicherten "
        "Wertes, oder weit jenseits aller gespeicherten Werte dieser Größe. Zum Beispiel "
        f"{_where(row, registry)}: {formats.exact(row['old_value'])}{before} → "
        f"{formats.exact(row['value'])}. "
        "Bitte Einheit und Dezimalzeichen der Datei prüfen.",
    )


def _other_unit(compared: pl.DataFrame, match: Match) -> InputError | None:
    """Why a column that is another size as a whole must not be merged."""
    ratio = pl.col("value").abs() / pl.col("old_value").abs()
    medians = (
        compared.filter((pl.col("value") != 0) & (pl.col("old_value") != 0))
        .group_by("measure", "group")
        .agg(ratio.median().alias("ratio"), pl.len())
        .filter((pl.col("len") >= _FEW) & ((pl.col("ratio") > _MEDIAN) | (pl.col("ratio") * _MEDIAN < 1)))
        .sort("measure", "group")
    )
    if medians.is_empty():
        return None
    row = medians.row(0, named=True)
    title = next(r.title for r in match.dataset.measures if r.measure == row["measure"])
    return InputError(
        f"Die Werte von „{title}“ ({row['group']}) sind außer Verhältnis: im Mittel das "
        f"{formats.exact(round(row['ratio'], 3))}-Fache der gespeicherten.",
        "Bitte Einheit, Dezimalzeichen und Tabelle prüfen; --dry-run zeigt die Werte.",
        match.table.path,
    )


def _parts(match: Match, fresh: pl.DataFrame, catalog: Catalog, registry: Registry) -> tuple[str, ...]:
    """A note where a count is larger than the one of which it is a part."""
    counts = {r.measure for r in match.dataset.measures if catalog.units[r.unit].kind == "count"}
    rows = match.mapped.observations.drop_nulls("value").select(*KEY, "value")
    totals = rows.filter(pl.col("group") == TOTAL).drop("group").rename({"value": "whole"})
    groups = rows.filter((pl.col("group") != TOTAL) & pl.col("measure").is_in(sorted(counts)))
    found = [groups.join(totals, on=["ags", "measure", "year"]).select(*KEY, "value", "whole")]
    found += [_larger(rows, ratio) for ratio in _shares(match.dataset, catalog)]
    larger = pl.concat(found).filter(pl.col("value") > pl.col("whole")).unique(KEY).sort(KEY)
    larger = larger.join(fresh, on=list(KEY), how="semi", maintain_order="left")
    if larger.is_empty():
        return ()
    row = larger.row(0, named=True)
    many = "Ein Teil ist" if larger.height == 1 else f"{formats.number(larger.height)} Teile sind"
    return (
        f"{many} größer als das Ganze, zum Beispiel {_where(row, registry)}: "
        f"{formats.exact(row['value'])} von {formats.exact(row['whole'])}. "
        "Bitte prüfen, ob Spalten verrutscht sind.",
    )


def _shares(dataset: Dataset, catalog: Catalog) -> list[RatioSource]:
    """The shares of the catalogue whose part and whole are both of this dataset."""
    sources = (indicator.source for indicator in catalog.indicators.values())
    return [
        source
        for source in sources
        if isinstance(source, RatioSource)
        and source.is_share
        and source.numerator.dataset == source.denominator.dataset == dataset.id
    ]


def _larger(rows: pl.DataFrame, share: RatioSource) -> pl.DataFrame:
    """The parts of a share, each with its whole."""
    part, whole = share.numerator, share.denominator
    ours = rows.filter(pl.col("measure") == part.measure)
    all_of_them = rows.filter(pl.col("measure") == whole.measure).rename({"value": "whole"}).drop("measure")
    keys = ["ags", "year", "group"]
    if part.group is not None:
        ours = ours.filter(pl.col("group") == part.group)
        all_of_them = all_of_them.filter(pl.col("group") == whole.group).drop("group")
        keys = ["ags", "year"]
    return ours.join(all_of_them, on=keys).select(*KEY, "value", "whole")


def _dissolved(match: Match, fresh: pl.DataFrame, registry: Registry) -> tuple[str, ...]:
    """A note on figures of Kreise long after their end; exports of INKAR are on a territory of their own."""
    if match.table.format not in (regionalstatistik.FORMAT, ffcsv.FORMAT):
        return ()
    ends = registry.frame.select("ags", "valid_to")
    late = (
        match.mapped.observations.join(fresh, on=list(KEY), how="semi")
        .join(ends, on="ags")
        .filter((pl.col("value") > 0) & (pl.col("year") > pl.col("valid_to") + _AFTER))
        .sort(KEY)
    )
    if late.is_empty():
        return ()
    row = late.row(0, named=True)
    many = "Ein Wert gilt" if late.height == 1 else f"{formats.number(late.height)} Werte gelten"
    return (
        f"{many} einem Kreis, den es in dem Jahr nicht mehr gab, zum Beispiel {_where(row, registry)}. "
        "Bitte Schlüssel und Jahr prüfen.",
    )


def _where(row: dict[str, Any], registry: Registry) -> str:
    name = registry.get(row["ags"]).display_name
    return f"{name}, {row['year']}, {row['measure']} ({row['group']})"
