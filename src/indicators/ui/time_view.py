"""The parts of the page over time: cards, chart, remarks, table."""

from dataclasses import dataclass

import polars as pl
import streamlit as st

from indicators import figures, series, tables, texts, trends
from indicators.catalog import Indicator
from indicators.figures import TimeChart
from indicators.figures.theme import Palette
from indicators.gaps import YearGap, gaps_over_time
from indicators.observations import TOTAL
from indicators.regions import Region
from indicators.series import Row
from indicators.trends import NoTrend, Trend
from indicators.ui import charts, controls, data, furniture, markup
from indicators.ui.charts import ScreenChart
from indicators.uncertainty import with_intervals


@dataclass(frozen=True)
class Course:
    """What there is of an indicator in a region; shared, so never mutated.

    Attributes:
        region: The region, or the Kreis of a Gemeinde without own values.
        rows: Its rows with intervals, by group and year.
        calendar: The same with every calendar year from the first to the last value.
        years: The years with a value.
        gaps: The gaps of the indicator's comparison, in the years that have one.
    """

    region: Region
    rows: tuple[Row, ...]
    calendar: tuple[Row, ...]
    years: tuple[int, ...]
    gaps: tuple[YearGap, ...]


def course(region: Region, indicator: Indicator) -> Course:
    """What there is of an indicator in a region; of a Gemeinde without own values, in its Kreis."""
    return data.shared(_course, indicator, region)


def shown_region(chosen: Region, indicator: Indicator) -> Region:
    """The region whose values are shown: the chosen one, or the Kreis of a Gemeinde without own values."""
    return course(chosen, indicator).region


def _course(indicator: Indicator, region: Region) -> Course:
    own = data.by_region(indicator).of_region(region.ags)
    if region.level == "gemeinde" and own["value"].null_count() == own.height:
        kreis = data.registry().kreis_of(region.ags)
        if kreis is not None:
            return course(kreis, indicator)
    rows = series.rows_of(with_intervals(own, indicator, data.catalog().units[indicator.unit]))
    compared = indicator.comparison
    return Course(
        region=region,
        rows=rows,
        calendar=series.with_missing_years(rows),
        years=series.years_of(rows),
        gaps=gaps_over_time(rows, compared) if compared else (),
    )


def years(region: Region, indicator: Indicator) -> tuple[int, ...]:
    """The years with a value."""
    return course(region, indicator).years


def show_finding(region: Region, indicator: Indicator, chosen: Region) -> None:
    """The latest value as the headline, unit and years, and whose they are if not of the chosen region."""
    st.html(data.shared(_finding, indicator, region) + instead_of(chosen, region))


def _finding(indicator: Indicator, region: Region) -> str:
    catalog, found = data.catalog(), course(region, indicator)
    if found.gaps:
        title = texts.headline(region.display_name, indicator, catalog, found.gaps[-1])
    else:
        title = texts.single_headline(region.display_name, indicator, catalog, _latest(found))
    unit, known = catalog.units[indicator.unit], found.years
    period = str(known[0]) if len(known) == 1 else f"{known[0]} bis {known[-1]}"
    return markup.finding(title, f"{unit.title} · {period} · {region.display_name}")


def _latest(found: Course) -> Row:
    """The latest value, of everybody if there is one, else of the first group of the catalogue."""
    order = [TOTAL, *data.catalog().groups]
    latest = [row for row in found.rows if row.value is not None and row.year == found.years[-1]]
    return min(latest, key=lambda row: order.index(row.group))


def _cards(indicator: Indicator, region: Region) -> str:
    """The latest value of each compared group and their distance, with the first ones for comparison.

    Empty where there is no year with a value on both sides of a comparison.
    """
    catalog, compared, gaps = data.catalog(), indicator.comparison, course(region, indicator).gaps
    if compared is None or not gaps:
        return ""
    last, first = gaps[-1], gaps[0]
    sides = (
        (compared.group, last.value, first.value),
        (compared.reference_group, last.reference, first.reference),
    )
    values = [
        markup.card(
            f"{texts.group_label(group, catalog)} {last.year}",
            texts.value(latest, indicator, catalog),
            f"{first.year}: {texts.value(earliest, indicator, catalog)}",
        )
        for group, latest, earliest in sides
    ]
    gap = markup.card(
        f"Abstand {last.year}",
        texts.short_gap(last.gap, indicator, catalog),
        f"{first.year}: {texts.gap(first.gap, indicator, catalog)}",
    )
    return f'<div class="im-stack">{"".join(values)}{gap}</div>'


def show_single_year(region: Region, indicator: Indicator) -> None:
    """Instead of a chart where only one year is there: the value of each group, the source, the file."""
    st.html(data.shared(_single_year, indicator, region) + _file(region, indicator))


def _single_year(indicator: Indicator, region: Region) -> str:
    catalog, found = data.catalog(), course(region, indicator)
    known = {row.group: row for row in found.rows if row.value is not None}
    cards = [
        (texts.group_label(g, catalog), texts.value(known[g].value, indicator, catalog), str(known[g].year))
        for g in series.groups_of(found.rows, catalog)
    ]
    if found.gaps:
        last = found.gaps[-1]
        cards.append(("Abstand", texts.short_gap(last.gap, indicator, catalog), str(last.year)))
    return (
        markup.cards(cards, columns=max(3, len(cards)))
        + markup.note("Es liegt nur ein Jahr vor; ein Verlauf lässt sich nicht zeigen.")
        + markup.source_note(indicator, catalog)
    )


def switch_expectation() -> bool:
    """Whether the chart shows what 2010 to 2019 let expect; in the link as `corona`."""
    return controls.switch("corona", "Erwartung aus 2010 bis 2019 zeigen")


def _described(indicator: Indicator, region: Region, expected: bool) -> TimeChart:
    """The chart of all calendar years from the first to the last value, with the expectation if wanted."""
    calendar = course(region, indicator).calendar
    chart = figures.over_time(region.display_name, region.ags, indicator, data.catalog(), calendar)
    if not expected:
        return chart
    by_group = data.shared(_trends, indicator, region)
    found = {group: found for group, found in by_group if isinstance(found, Trend)}
    return figures.with_expectations(chart, found, indicator, data.catalog())


def _drawn(indicator: Indicator, region: Region, expected: bool, palette: Palette) -> ScreenChart:
    chart = _described(indicator, region, expected)
    return ScreenChart(figures.draw(chart, palette), chart.alt)


def show_expectation(region: Region, indicator: Indicator) -> None:
    """How the latest values lie to what was expected, or why there is no trend, group by group."""
    st.html(data.shared(_expectation, indicator, region))


def _expectation(indicator: Indicator, region: Region) -> str:
    catalog = data.catalog()
    by_group = data.shared(_trends, indicator, region)
    said = []
    for group, found in by_group:
        if isinstance(found, Trend):
            headline = texts.expectation_headline(region.display_name, indicator, group, catalog, found)
            said.append(f"{headline}. {texts.trend_basis(found)}")
        else:
            said.append(f"{texts.group_label(group, catalog)}: {texts.no_trend(found)}")
    key = markup.expectation_key([found for _, found in by_group if isinstance(found, Trend)])
    return key + "".join(markup.note(text) for text in said)


def _trends(indicator: Indicator, region: Region) -> list[tuple[str, Trend | NoTrend]]:
    catalog, rows = data.catalog(), course(region, indicator).rows
    breaks = trends.break_years(catalog.breaks(indicator), region.ags)
    first = indicator.comparison.group if indicator.comparison else TOTAL
    groups = sorted(series.groups_of(rows, catalog), key=lambda group: group != first)
    return [
        (group, trends.pandemic({row.year: row.value for row in rows if row.group == group}, breaks))
        for group in groups
    ]


def show_chart_and_cards(region: Region, indicator: Indicator, *, expected: bool) -> None:
    """The chart, drawn for the visitor's colour scheme; beside it the cards where there is a comparison."""
    with st.container(key="course", horizontal=True, gap="medium"):
        charts.show(data.shared(_drawn, indicator, region, expected, furniture.palette()), "over_time")
        if cards := data.shared(_cards, indicator, region):
            st.html(cards)


def show_remarks(region: Region, indicator: Indicator) -> None:
    """Breaks and missing years in words, then the source and the file."""
    st.html(data.shared(_remarks, indicator, region) + _file(region, indicator))


def _remarks(indicator: Indicator, region: Region) -> str:
    breaks = [b for b in data.catalog().breaks(indicator) if b.holds_for(region.ags)]
    said = "".join(markup.note(f"Bruch {b.year}: {b.reason}") for b in breaks)
    if gone := texts.missing_years(course(region, indicator).calendar, data.catalog()):
        said += markup.note("Jahre ohne Wert:") + markup.bullets(gone)
    return said + markup.source_note(indicator, data.catalog())


def show_table(region: Region, indicator: Indicator) -> None:
    """The values behind the chart."""
    furniture.table_on_demand(
        lambda: _values(region, indicator),
        indicator.decimals,
        data.catalog().units[indicator.unit].symbol,
        alt=f"Tabelle: {_table_title(region, indicator)}",
    )


def _file(region: Region, indicator: Indicator) -> str:
    return furniture.csv_file(
        lambda: _values(region, indicator),
        _table_title(region, indicator),
        indicator,
        tables.file_name("zeitverlauf", indicator.id, region.ags),
    )


def _values(region: Region, indicator: Indicator) -> pl.DataFrame:
    return tables.values_over_time(course(region, indicator).calendar, data.catalog())


def _table_title(region: Region, indicator: Indicator) -> str:
    return f"{indicator.title}, {region.display_name}"


def explain_missing(region: Region, indicator: Indicator) -> None:
    """Why there is no chart, and for which levels there is one."""
    st.html(
        markup.missing_levels(
            f"„{indicator.title}“ liegt für {region.display_name} nicht vor.",
            "Die Quelle veröffentlicht den Indikator für diese Region nicht.",
            indicator,
        )
    )


def instead_of(chosen: Region, shown: Region) -> str:
    """HTML: a kreisangehörige Gemeinde shows Kreis values only under the name of the Kreis, and says so."""
    if shown == chosen:
        return ""
    return markup.note(
        f"Für {chosen.display_name} selbst liegt kein Wert vor. Gezeigt wird: {shown.display_name}."
    )
