"""The parts of the page over time: cards, chart, remarks, table."""

import polars as pl
import streamlit as st

from indicators import figures, series, tables, texts, trends
from indicators.catalog import Indicator
from indicators.figures import TimeChart
from indicators.figures.theme import Palette
from indicators.gaps import group_gap
from indicators.observations import TOTAL
from indicators.regions import Region
from indicators.trends import NoTrend, Trend
from indicators.ui import charts, controls, data, furniture, markup
from indicators.ui.charts import ScreenChart
from indicators.uncertainty import with_intervals


def region_with_values(region: Region, indicator: Indicator) -> tuple[Region, pl.DataFrame]:
    """The region and its rows with intervals; for a Gemeinde without own values its Kreis and that name."""
    return data.shared(_region_with_values, indicator, region)


def shown_region(chosen: Region, indicator: Indicator) -> Region:
    """The region whose values are shown: the chosen one, or the Kreis of a Gemeinde without own values."""
    return region_with_values(chosen, indicator)[0]


def _region_with_values(indicator: Indicator, region: Region) -> tuple[Region, pl.DataFrame]:
    values = data.values(indicator)
    own = series.of_region(values, region.ags)
    if len(region.ags) == 8 and not series.years(own):
        kreis = data.registry().kreis_of(region.ags)
        if kreis is not None:
            region, own = kreis, series.of_region(values, kreis.ags)
    return region, with_intervals(own, indicator, data.catalog().units[indicator.unit])


def years(region: Region, indicator: Indicator) -> tuple[int, ...]:
    """The years with a value."""
    return data.shared(_years, indicator, region)


def _years(indicator: Indicator, region: Region) -> tuple[int, ...]:
    return series.years(_rows(indicator, region))


def _rows(indicator: Indicator, region: Region) -> pl.DataFrame:
    return region_with_values(region, indicator)[1]


def show_finding(region: Region, indicator: Indicator) -> None:
    """The latest value as the headline, then unit and years."""
    st.html(data.shared(_finding, indicator, region))


def _finding(indicator: Indicator, region: Region) -> str:
    catalog, rows = data.catalog(), _rows(indicator, region)
    known = series.years(rows)
    if indicator.comparison and not (gap_rows := data.shared(_gaps, indicator, region)).is_empty():
        latest = gap_rows.row(-1, named=True)
        title = texts.headline(region.display_name, latest["year"], indicator, catalog, latest)
    else:
        title = texts.single_headline(region.display_name, indicator, catalog, _latest(rows))
    unit = catalog.units[indicator.unit]
    period = str(known[0]) if len(known) == 1 else f"{known[0]} bis {known[-1]}"
    return markup.finding(title, f"{unit.title} · {period} · {region.display_name}")


def _gaps(indicator: Indicator, region: Region) -> pl.DataFrame:
    assert indicator.comparison is not None  # noqa: S101 - asked for before
    return group_gap(_rows(indicator, region), indicator.comparison).filter(pl.col("gap").is_not_null())


def _latest(rows: pl.DataFrame) -> dict[str, float | str | None]:
    """The latest value, of everybody if there is one, else of the first group of the catalogue."""
    order = [TOTAL, *data.catalog().groups]
    known = rows.filter(pl.col("value").is_not_null(), pl.col("year") == series.years(rows)[-1])
    return min(known.iter_rows(named=True), key=lambda row: order.index(row["group"]))


def _cards(indicator: Indicator, region: Region) -> str:
    """The latest value of each compared group and their distance, with the first ones for comparison.

    Empty where there is no year with a value on both sides of a comparison.
    """
    catalog, compared = data.catalog(), indicator.comparison
    if compared is None or (gap_rows := data.shared(_gaps, indicator, region)).is_empty():
        return ""
    last, first = gap_rows.row(-1, named=True), gap_rows.row(0, named=True)
    sides = ((compared.group, "value"), (compared.reference_group, "reference"))
    values = [
        markup.card(
            f"{texts.group_label(group, catalog)} {last['year']}",
            texts.value(last[key], indicator, catalog),
            f"{first['year']}: {texts.value(first[key], indicator, catalog)}",
        )
        for group, key in sides
    ]
    gap = markup.card(
        f"Abstand {last['year']}",
        texts.short_gap(last["gap"], indicator, catalog),
        f"{first['year']}: {texts.gap(first['gap'], indicator, catalog)}",
    )
    return f'<div class="im-stack">{"".join(values)}{gap}</div>'


def show_single_year(region: Region, indicator: Indicator) -> None:
    """Instead of a chart where only one year is there: the value of each group, and the source."""
    st.html(data.shared(_single_year, indicator, region))


def _single_year(indicator: Indicator, region: Region) -> str:
    catalog, rows = data.catalog(), _rows(indicator, region)
    shown = [(g, rows.filter(pl.col("group") == g).row(0, named=True)) for g in series.groups(rows, catalog)]
    cards = [
        (texts.group_label(group, catalog), texts.value(row["value"], indicator, catalog), str(row["year"]))
        for group, row in shown
    ]
    if indicator.comparison and not (gap_rows := data.shared(_gaps, indicator, region)).is_empty():
        last = gap_rows.row(-1, named=True)
        cards.append(("Abstand", texts.short_gap(last["gap"], indicator, catalog), str(last["year"])))
    return (
        markup.cards(cards, columns=max(3, len(cards)))
        + markup.note("Es liegt nur ein Jahr vor; ein Verlauf lässt sich nicht zeigen.")
        + markup.source_note(indicator, catalog)
    )


def switch_expectation() -> bool:
    """Whether the chart shows what 2010 to 2019 let expect; in the link as `corona`."""
    return controls.switch("corona", "Erwartung aus 2010 bis 2019 zeigen")


def describe(region: Region, indicator: Indicator, *, expected: bool) -> TimeChart:
    """The chart of all calendar years from the first to the last value, with the expectation if wanted."""
    return data.shared(_described, indicator, region, expected)


def _described(indicator: Indicator, region: Region, expected: bool) -> TimeChart:
    calendar = data.shared(_calendar, indicator, region)
    chart = figures.over_time(region.display_name, region.ags, indicator, data.catalog(), calendar)
    if not expected:
        return chart
    by_group = data.shared(_trends, indicator, region)
    found = {group: found for group, found in by_group if isinstance(found, Trend)}
    return figures.with_expectations(chart, found, indicator, data.catalog())


def _drawn(indicator: Indicator, region: Region, expected: bool, palette: Palette) -> ScreenChart:
    chart = describe(region, indicator, expected=expected)
    return ScreenChart(figures.draw(chart, palette), chart.alt)


def _calendar(indicator: Indicator, region: Region) -> pl.DataFrame:
    return series.with_missing_years(_rows(indicator, region))


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
    catalog = data.catalog()
    rows = _rows(indicator, region)
    breaks = catalog.breaks(indicator)
    found = trends.pandemic_by_series(rows, [region.ags], breaks)
    first = indicator.comparison.group if indicator.comparison else TOTAL
    groups = sorted(series.groups(rows, catalog), key=lambda group: group != first)
    return [(group, found[region.ags, group]) for group in groups]


def show_chart_and_cards(region: Region, indicator: Indicator, *, expected: bool) -> None:
    """The chart, beside it the cards where there is a comparison."""
    cards = data.shared(_cards, indicator, region)
    if not cards:
        show_chart(region, indicator, expected=expected)
        return
    left, right = st.columns([4, 1], gap="medium")
    with left:
        show_chart(region, indicator, expected=expected)
    right.html(cards)


def show_chart(region: Region, indicator: Indicator, *, expected: bool) -> None:
    """The chart, drawn for the visitor's colour scheme."""
    charts.show(data.shared(_drawn, indicator, region, expected, furniture.palette()), "over_time")


def show_remarks(region: Region, indicator: Indicator) -> None:
    """Breaks and missing years in words, then the source."""
    st.html(data.shared(_remarks, indicator, region))


def _remarks(indicator: Indicator, region: Region) -> str:
    breaks = describe(region, indicator, expected=False).breaks
    said = "".join(markup.note(f"Bruch {year}: {reason}") for year, reason in breaks)
    if gone := texts.missing_years(data.shared(_calendar, indicator, region), data.catalog()):
        said += markup.note("Jahre ohne Wert:") + markup.bullets(gone)
    return said + markup.source_note(indicator, data.catalog())


def show_table(region: Region, indicator: Indicator) -> None:
    """The values behind the chart and their download."""
    title = f"{indicator.title}, {region.display_name}"

    def build() -> pl.DataFrame:
        return tables.values_over_time(data.shared(_calendar, indicator, region), data.catalog())

    furniture.table_on_demand(
        build, indicator.decimals, data.catalog().units[indicator.unit].symbol, alt=f"Tabelle: {title}"
    )
    furniture.download(build, title, indicator, tables.file_name("zeitverlauf", indicator.id, region.ags))


def explain_missing(region: Region, indicator: Indicator) -> None:
    """Why there is no chart, and for which levels there is one."""
    furniture.empty(
        f"„{indicator.title}“ liegt für {region.display_name} nicht vor.",
        "Die Quelle veröffentlicht den Indikator für diese Region nicht.",
        "Welche Ebenen und Jahre vorliegen, steht unter „Datenstand und Methodik“.",
    )


def say_if_kreis(chosen: Region, shown: Region) -> None:
    """A kreisangehörige Gemeinde shows Kreis values only under the name of the Kreis: say so."""
    if shown != chosen:
        furniture.note(
            f"Für {chosen.display_name} selbst liegt kein Wert vor. Gezeigt wird: {shown.display_name}."
        )
