"""German sentences about figures: findings, alternative texts, sources. Rules of METHODS.md 5.

Sentences are computed on unrounded values and say rounded ones; they name value, unit, year, region and group
and never a cause. Region names stand before a colon, so that no preposition has to agree with them.
"""

from collections.abc import Iterable, Sequence

import polars as pl

from indicators.catalog import Catalog, Dataset, Indicator
from indicators.formats import number, round_half_up, with_unit
from indicators.observations import TOTAL, published, status_text

YEAR_DASH = "–"


def value(amount: float | None, indicator: Indicator, catalog: Catalog, status: str = "wert") -> str:
    """A value with its unit ("10,3 %"), or in words why there is none."""
    if amount is None:
        return status_text(status)
    return with_unit(number(amount, indicator.decimals), catalog.units[indicator.unit].symbol)


def gap(amount: float | None, indicator: Indicator, catalog: Catalog) -> str:
    """A signed difference with its unit in full ("+5,2 Prozentpunkte")."""
    return with_unit(number(amount, indicator.decimals, signed=True), catalog.units[indicator.unit].gap)


def short_gap(amount: float | None, indicator: Indicator, catalog: Catalog) -> str:
    """A signed difference with the short form of its unit ("+5,2 PP"), for titles and charts."""
    unit = catalog.units[indicator.unit]
    return with_unit(number(amount, indicator.decimals, signed=True), unit.gap_symbol or unit.gap)


def distance(amount: float, indicator: Indicator, catalog: Catalog, reference: str) -> str:
    """A difference in words: "5,2 Prozentpunkte höher als insgesamt", or practically equal after rounding."""
    rounded = round_half_up(amount, indicator.decimals)
    if rounded == 0:
        return f"praktisch gleich hoch wie {reference}"
    unit = catalog.units[indicator.unit].gap
    if abs(rounded) == 1 and unit == "Prozentpunkte":
        unit = "Prozentpunkt"
    size = with_unit(number(abs(amount), indicator.decimals), unit)
    return f"{size} {'höher' if amount > 0 else 'niedriger'} als {reference}"


def group_label(group: str, catalog: Catalog) -> str:
    """The title of a group, with a capital letter for legends and tables."""
    title = catalog.groups[group].title if group in catalog.groups else group
    return title[:1].upper() + title[1:]


def headline(
    region: str, year: int, indicator: Indicator, catalog: Catalog, row: dict[str, float | str | None]
) -> str:
    """The finding of one region and year with a comparison of groups.

    Args:
        region: Display name of the region.
        year: The year shown.
        indicator: An indicator with a comparison.
        catalog: The catalogue.
        row: One row of `gaps.GroupGap`.
    """
    compared = indicator.comparison
    assert compared is not None  # noqa: S101 - only called where there is one
    group, reference = catalog.groups[compared.group], catalog.groups[compared.reference_group]
    amount, difference = row["value"], row["gap"]
    if not isinstance(amount, float):
        return f"{region} {year}: {indicator.title} {group.of}: {status_text(str(row['status']))}"
    head = f"{region} {year}: {indicator.title} {group.of} {value(amount, indicator, catalog)}"
    if not isinstance(difference, float):
        return head
    return f"{head}, {distance(difference, indicator, catalog, reference.of)}"


def single_headline(
    region: str, indicator: Indicator, catalog: Catalog, row: dict[str, float | str | None]
) -> str:
    """The finding of one region, year and group without a comparison; `row` of `series.IndicatorValues`."""
    group, amount = str(row["group"]), row["value"]
    of = "" if group == TOTAL else f" {catalog.groups[group].of}"
    shown = value(amount if isinstance(amount, float) else None, indicator, catalog, str(row["status"]))
    return f"{region} {row['year']}: {indicator.title}{of} {shown}"


def span(years: Sequence[int]) -> str:
    """Years as people write them: runs joined by a dash, "2009–2016, 2019"."""
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(str(r[0]) if len(r) == 1 else f"{r[0]}{YEAR_DASH}{r[-1]}" for r in runs)


def missing_years(rows: pl.DataFrame, catalog: Catalog) -> tuple[str, ...]:
    """One sentence per group and mark on the years without a value, from `series.with_missing_years`."""
    gone = rows.filter(pl.col("value").is_null())
    parts = gone.group_by("group", "status", maintain_order=True).agg(pl.col("year"))
    return tuple(
        f"{group_label(row['group'], catalog)}: {span(row['year'])} – {status_text(row['status'])}."
        for row in parts.iter_rows(named=True)
    )


def alt_over_time(region: str, indicator: Indicator, catalog: Catalog, rows: pl.DataFrame) -> str:
    """Alternative text of a chart over time: each group's first, last and highest value, the gaps."""
    sentences = [f"Liniendiagramm: {indicator.title}, {region}."]
    for group in rows["group"].unique(maintain_order=True):
        known = rows.filter((pl.col("group") == group) & pl.col("value").is_not_null())
        if known.is_empty():
            continue
        first, last = known.row(0, named=True), known.row(-1, named=True)
        top = known.sort("value", descending=True).row(0, named=True)
        sentences.append(
            f"{group_label(group, catalog)}: "
            f"{value(first['value'], indicator, catalog)} im Jahr {first['year']}, "
            f"{value(last['value'], indicator, catalog)} im Jahr {last['year']}, "
            f"am höchsten {value(top['value'], indicator, catalog)} im Jahr {top['year']}."
        )
    gone = rows.filter(pl.col("value").is_null())["year"].unique().sort().to_list()
    if gone:
        sentences.append(f"Jahre, in denen mindestens eine Gruppe ohne Angabe ist: {span(gone)}.")
    return " ".join(sentences)


def in_brackets(name: str) -> str:
    """A display name as it stands within brackets: "Osnabrück (Landkreis)" becomes "Osnabrück, Landkreis"."""
    return name.replace(" (", ", ").replace(")", "")


def alt_map(title: str, indicator: Indicator, catalog: Catalog, rows: pl.DataFrame, *, is_gap: bool) -> str:
    """Alternative text of a map: range with names, median, and how many regions have no value.

    Args:
        title: What the map shows ("Arbeitslosenquote insgesamt, Kreise, 2023").
        indicator: The indicator, for unit and decimals.
        catalog: The catalogue.
        rows: Columns name, value.
        is_gap: The values are differences.
    """
    known = rows.filter(pl.col("value").is_not_null()).sort("value")
    if known.is_empty():
        return f"Karte: {title}. Für keine Region liegt ein Wert vor."
    write = gap if is_gap else value
    low, high = known.row(0, named=True), known.row(-1, named=True)
    middle = known["value"].median()
    text = (
        f"Karte: {title}. "
        f"Niedrigster Wert {write(low['value'], indicator, catalog)} ({in_brackets(low['name'])}), "
        f"höchster {write(high['value'], indicator, catalog)} ({in_brackets(high['name'])}), "
        f"Median {write(float(str(middle)), indicator, catalog)}, {known.height} Regionen mit Wert"
    )
    without = rows.height - known.height
    return f"{text}, {without} ohne Angabe." if without else f"{text}."


def decimals_of(bound: float) -> int:
    """How many decimals a round bound needs."""
    return len(repr(bound).rstrip("0").partition(".")[2])


def class_label(low: str, high: str, symbol: str, *, is_last: bool) -> str:
    """The words for a class of a map: "5 bis unter 10 %"; the last class holds its upper bound."""
    return with_unit(f"{low} bis {'' if is_last else 'unter '}{high}", symbol)


def sources(datasets: Iterable[Dataset]) -> tuple[str, ...]:
    """One source sentence per dataset: attribution, edition, licence."""
    return tuple(
        f"{entry.attribution}; Stand: {entry.edition}; {entry.licence}"
        + (" (Zweitquelle)" if entry.evidence_level == "sekundaer" else "")
        for entry in datasets
    )


def short_source(indicator: Indicator, catalog: Catalog) -> str:
    """The source line under a chart: producers and tables, and whether we computed."""
    entries = [catalog.dataset(d) for d in indicator.datasets]
    named = dict.fromkeys(f"{e.producer}, {e.table}" if e.table else e.producer for e in entries)
    licences = ", ".join(dict.fromkeys(e.licence for e in entries))
    own = "; eigene Berechnung" if indicator.is_computed else ""
    secondary = "; Beleg: sekundär" if any(e.evidence_level == "sekundaer" for e in entries) else ""
    return f"Quelle: {'; '.join(named)} ({licences}){own}{secondary}"


def coverage(values: pl.DataFrame, level_length: int) -> tuple[int, tuple[int, ...]]:
    """How many regions of a level have a value in its latest year, and which years have any.

    Args:
        values: Frame of `series.IndicatorValues`.
        level_length: Length of the AGS of the level (2, 5, 8).
    """
    here = values.filter(
        published() & (pl.col("ags").str.len_chars() == level_length) & (pl.col("ags") != "DG")
    )
    years = tuple(here["year"].unique().sort())
    return (here.filter(pl.col("year") == years[-1])["ags"].n_unique() if years else 0), years
