"""Sentences about one region over the years."""

from collections.abc import Iterable, Sequence

from indicators.catalog import Catalog, Indicator
from indicators.gaps.groups import YearGap
from indicators.observations import TOTAL, status_text
from indicators.series import Row
from indicators.texts.values import distance, group_label, span, value


def headline(region: str, indicator: Indicator, catalog: Catalog, found: YearGap) -> str:
    """The finding of one region and year with a comparison of groups.

    Args:
        region: Display name of the region.
        indicator: An indicator with a comparison.
        catalog: The catalogue.
        found: Both values and their gap.
    """
    compared = indicator.comparison
    assert compared is not None  # noqa: S101 - only called where there is one
    group, reference = catalog.groups[compared.group], catalog.groups[compared.reference_group]
    return (
        f"{region} {found.year}: {indicator.title} {group.of} {value(found.value, indicator, catalog)}, "
        f"{distance(found.gap, indicator, catalog, reference.of)}"
    )


def single_headline(region: str, indicator: Indicator, catalog: Catalog, row: Row) -> str:
    """The finding of one region, year and group without a comparison."""
    of = "" if row.group == TOTAL else f" {catalog.groups[row.group].of}"
    shown = value(row.value, indicator, catalog, row.status)
    return f"{region} {row.year}: {indicator.title}{of} {shown}"


def missing_years(rows: Iterable[Row], catalog: Catalog) -> tuple[str, ...]:
    """One sentence per group and mark on the years without a value, from `series.with_missing_years`."""
    gone: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        if row.value is None:
            gone.setdefault((row.group, row.status), []).append(row.year)
    return tuple(
        f"{group_label(group, catalog)}: {span(years)} – {status_text(status)}."
        for (group, status), years in gone.items()
    )


def alt_over_time(region: str, indicator: Indicator, catalog: Catalog, rows: Sequence[Row]) -> str:
    """Alternative text of a chart over time: each group's first, last and highest value, the gaps."""
    sentences = [f"Liniendiagramm: {indicator.title}, {region}."]
    by_group: dict[str, list[tuple[int, float]]] = {}
    for row in rows:
        if row.value is not None:
            by_group.setdefault(row.group, []).append((row.year, row.value))
    for group, known in by_group.items():
        (first, starts), (last, ends) = known[0], known[-1]
        top, highest = max(known, key=lambda year_and_value: year_and_value[1])
        sentences.append(
            f"{group_label(group, catalog)}: "
            f"{value(starts, indicator, catalog)} im Jahr {first}, "
            f"{value(ends, indicator, catalog)} im Jahr {last}, "
            f"am höchsten {value(highest, indicator, catalog)} im Jahr {top}."
        )
    if gone := {row.year for row in rows if row.value is None}:
        sentences.append(f"Jahre, in denen mindestens eine Gruppe ohne Angabe ist: {span(sorted(gone))}.")
    return " ".join(sentences)
