"""Sentences about one region over the years."""

from collections.abc import Mapping

import polars as pl

from indicators.catalog import Catalog, Indicator
from indicators.observations import TOTAL, status_text
from indicators.texts.values import distance, group_label, span, value


def headline(
    region: str, year: int, indicator: Indicator, catalog: Catalog, row: Mapping[str, object]
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


def single_headline(region: str, indicator: Indicator, catalog: Catalog, row: Mapping[str, object]) -> str:
    """The finding of one region, year and group without a comparison; `row` of `series.IndicatorValues`."""
    group, amount = str(row["group"]), row["value"]
    of = "" if group == TOTAL else f" {catalog.groups[group].of}"
    shown = value(amount if isinstance(amount, float) else None, indicator, catalog, str(row["status"]))
    return f"{region} {row['year']}: {indicator.title}{of} {shown}"


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
