"""What a map shows: the chosen cut through an indicator, in words, classes and rows; `maps` draws it."""

from dataclasses import dataclass

import polars as pl

from indicators import gaps, series, texts
from indicators.catalog import Catalog, Indicator
from indicators.figures.map_model import MapChart
from indicators.formats import number
from indicators.maps import Classes, classify
from indicators.observations import TOTAL, published, status_text
from indicators.regions import LEVELS, Level, Registry

GAP = "abstand"
"""Instead of a group: the gap of the indicator's comparison."""


@dataclass(frozen=True)
class Area:
    """Which regions a map shows: a level, and for Gemeinden the Land."""

    level: Level
    land: str | None = None

    def codes(self, registry: Registry) -> list[str]:
        """The AGS of its regions, ascending."""
        regions = registry.of_level(self.level)
        return [r.ags for r in regions if self.land is None or r.ags.startswith(self.land)]

    def title(self, registry: Registry) -> str:
        """Its name for subtitles ("Städte und Gemeinden in Bayern")."""
        return LEVELS[self.level] + (f", {registry.get(self.land).display_name}" if self.land else "")


def in_area(values: pl.DataFrame, area: Area, registry: Registry) -> pl.DataFrame:
    """The rows of an area's regions that carry a value."""
    return values.filter(published() & pl.col("ags").is_in(area.codes(registry)))


def views(values: pl.DataFrame, indicator: Indicator, catalog: Catalog) -> tuple[str, ...]:
    """What a map of these values can show: groups, and `GAP` where both sides of the comparison are there."""
    groups = series.groups(values, catalog)
    compared = indicator.comparison
    both = compared is not None and {compared.group, compared.reference_group} <= set(groups)
    return (*groups, GAP) if both else groups


def rows_of(values: pl.DataFrame, indicator: Indicator, view: str) -> pl.DataFrame:
    """Columns ags, year, value, status for a group or for the gap."""
    if view == GAP and indicator.comparison is not None:
        return gaps.group_gap(values, indicator.comparison).select(
            "ags", "year", value="gap", status="status"
        )
    return values.filter(pl.col("group") == view).select("ags", "year", "value", "status")


def view_title(view: str, indicator: Indicator, catalog: Catalog) -> str:
    """What the view is, for titles and controls."""
    if view == GAP and indicator.comparison is not None:
        group, reference = (
            catalog.groups[g].title
            for g in (indicator.comparison.group, indicator.comparison.reference_group)
        )
        return f"Abstand: {group} – {reference}"
    return texts.group_label(view, catalog)


def describe(
    values: pl.DataFrame,
    indicator: Indicator,
    view: str,
    year: int,
    *,
    area: Area,
    catalog: Catalog,
    registry: Registry,
) -> MapChart:
    """The map of one view of an indicator in one year.

    Args:
        values: Frame of `series.IndicatorValues`.
        indicator: The indicator.
        view: A group or `GAP`.
        year: The year.
        area: The regions.
        catalog: The catalogue.
        registry: The registry.
    """
    is_gap = view == GAP
    write = texts.gap if is_gap else texts.value
    known = values.filter(pl.col("year") == year) if is_gap else values  # no gap of years that are not shown
    cut = series.cross_section(rows_of(known, indicator, view), area.codes(registry), year)
    # Many regions share a value, and to write one takes time.
    written = {v: write(v, indicator, catalog) for v in cut["value"].drop_nulls().unique()}
    labels = [
        written[v] if v is not None else status_text(s) for v, s in cut.select("value", "status").iter_rows()
    ]
    rows = cut.with_columns(
        name=pl.Series([registry.get(ags).display_name for ags in cut["ags"]]), label=pl.Series(labels)
    )
    classes = classify(rows["value"].drop_nulls().to_list(), diverging=is_gap)
    what = _what(view, indicator, catalog)
    place = area.title(registry)
    unit = catalog.units[indicator.unit]
    symbol = (unit.gap_symbol or unit.symbol) if is_gap else unit.symbol
    return MapChart(
        title=_finding(rows, what, year, indicator, catalog, is_gap=is_gap),
        subtitle=f"{unit.gap if is_gap else unit.title} · {year} · {place}",
        rows=rows,
        classes=classes,
        class_labels=_class_labels(classes, symbol, signed=is_gap),
        alt=texts.alt_map(f"{what}, {place}, {year}", indicator, catalog, rows, is_gap=is_gap),
        value_title=f"Abstand {year}" if is_gap else f"Wert {year}",
        unit=symbol,
    )


def _what(view: str, indicator: Indicator, catalog: Catalog) -> str:
    if view == GAP and indicator.comparison is not None:
        group, reference = (
            catalog.groups[g].of for g in (indicator.comparison.group, indicator.comparison.reference_group)
        )
        return f"{indicator.title}: Abstand {group} gegenüber {reference}"
    return indicator.title if view == TOTAL else f"{indicator.title} {catalog.groups[view].of}"


def _finding(
    rows: pl.DataFrame, what: str, year: int, indicator: Indicator, catalog: Catalog, *, is_gap: bool
) -> str:
    """The range as a sentence: "... 2023: 2,0 % (A) bis 13,1 % (B)"."""
    known = rows.filter(pl.col("value").is_not_null()).sort("value")
    if known.height < 2:
        return f"{what} {year}"
    low, high = known.row(0, named=True), known.row(-1, named=True)
    write = texts.short_gap if is_gap else texts.value
    return (
        f"{what} {year}: {write(low['value'], indicator, catalog)} ({texts.in_brackets(low['name'])}) "
        f"bis {write(high['value'], indicator, catalog)} ({texts.in_brackets(high['name'])})"
    )


def _class_labels(classes: Classes, unit: str, *, signed: bool) -> tuple[str, ...]:
    """One label per class, "5 bis unter 10 %"; the last class holds its upper bound."""
    decimals = max((texts.decimals_of(b) for b in classes.bounds), default=0)
    edges = [number(bound, decimals, signed=signed) for bound in classes.bounds]
    last = len(classes) - 1
    return tuple(
        texts.class_label(edges[i], edges[i + 1], unit, is_last=i == last) for i in range(len(classes))
    )
