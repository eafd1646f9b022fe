"""The parts of the page over time: cards, chart, remarks, table."""

from collections.abc import Sequence

import plotly.graph_objects as go
import polars as pl
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from indicators import figures, series, tables, texts, trends
from indicators.catalog import Indicator
from indicators.figures import TimeChart
from indicators.figures.theme import Palette
from indicators.gaps import group_gap
from indicators.observations import TOTAL
from indicators.regions import Region
from indicators.trends import NoTrend, Trend
from indicators.ui import controls, data, furniture
from indicators.uncertainty import with_intervals


def region_with_values(region: Region, indicator: Indicator) -> tuple[Region, pl.DataFrame]:
    """The region and its rows with intervals; for a Gemeinde without own values its Kreis and that name."""
    return data.shared(_region_with_values, indicator, region)


def _region_with_values(indicator: Indicator, region: Region) -> tuple[Region, pl.DataFrame]:
    values = data.values(indicator)
    own = series.of_region(values, region.ags)
    if len(region.ags) == 8 and not series.years(own):
        kreis = data.registry().kreis_of(region.ags)
        if kreis is not None:
            region, own = kreis, series.of_region(values, kreis.ags)
    return region, with_intervals(own, indicator, data.catalog().units[indicator.unit])


def _rows(indicator: Indicator, region: Region) -> pl.DataFrame:
    return region_with_values(region, indicator)[1]


def show_finding(region: Region, indicator: Indicator, rows: pl.DataFrame) -> None:
    """The latest value as the headline, then unit and years."""
    catalog = data.catalog()
    known = series.years(rows)
    if indicator.comparison and not (gap_rows := data.shared(_gaps, indicator, region)).is_empty():
        latest = gap_rows.row(-1, named=True)
        title = texts.headline(region.display_name, latest["year"], indicator, catalog, latest)
    else:
        title = texts.single_headline(region.display_name, indicator, catalog, _latest(rows))
    unit = catalog.units[indicator.unit]
    period = str(known[0]) if len(known) == 1 else f"{known[0]} bis {known[-1]}"
    furniture.finding(title, f"{unit.title} · {period} · {region.display_name}")


def _gaps(indicator: Indicator, region: Region) -> pl.DataFrame:
    assert indicator.comparison is not None  # noqa: S101 - asked for before
    return group_gap(_rows(indicator, region), indicator.comparison).filter(pl.col("gap").is_not_null())


def _latest(rows: pl.DataFrame) -> dict[str, float | str | None]:
    """The latest value, of everybody if there is one, else of the first group of the catalogue."""
    order = [TOTAL, *data.catalog().groups]
    known = rows.filter(pl.col("value").is_not_null(), pl.col("year") == series.years(rows)[-1])
    return min(known.iter_rows(named=True), key=lambda row: order.index(row["group"]))


def show_cards(indicator: Indicator, region: Region) -> None:
    """The latest value of each compared group and their distance, with the first ones for comparison."""
    catalog = data.catalog()
    if not indicator.comparison:
        return
    gap_rows = data.shared(_gaps, indicator, region)
    last, first = gap_rows.row(-1, named=True), gap_rows.row(0, named=True)
    compared = indicator.comparison
    for group, key in ((compared.group, "value"), (compared.reference_group, "reference")):
        furniture.card(
            f"{texts.group_label(group, catalog)} {last['year']}",
            texts.value(last[key], indicator, catalog),
            f"{first['year']}: {texts.value(first[key], indicator, catalog)}",
        )
    furniture.card(
        f"Abstand {last['year']}",
        texts.short_gap(last["gap"], indicator, catalog),
        f"{first['year']}: {texts.gap(first['gap'], indicator, catalog)}",
    )


def has_cards(indicator: Indicator, region: Region) -> bool:
    """True where both sides of a comparison have a value in some year."""
    return indicator.comparison is not None and not data.shared(_gaps, indicator, region).is_empty()


def show_single_year(region: Region, indicator: Indicator, rows: pl.DataFrame) -> None:
    """Instead of a chart where only one year is there: the value of each group."""
    catalog = data.catalog()
    shown = [(g, rows.filter(pl.col("group") == g).row(0, named=True)) for g in series.groups(rows, catalog)]
    cards = [
        (texts.group_label(group, catalog), texts.value(row["value"], indicator, catalog), str(row["year"]))
        for group, row in shown
    ]
    if indicator.comparison and not (gap_rows := data.shared(_gaps, indicator, region)).is_empty():
        last = gap_rows.row(-1, named=True)
        cards.append(("Abstand", texts.short_gap(last["gap"], indicator, catalog), str(last["year"])))
    for column, content in zip(st.columns(max(3, len(cards)), gap="small"), cards, strict=False):
        with column:
            furniture.card(*content)
    furniture.note("Es liegt nur ein Jahr vor; ein Verlauf lässt sich nicht zeigen.")


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


def _drawn(indicator: Indicator, region: Region, expected: bool, palette: Palette) -> go.Figure:
    return data.SharedFigure(figures.draw(describe(region, indicator, expected=expected), palette))


def _calendar(indicator: Indicator, region: Region) -> pl.DataFrame:
    return series.with_missing_years(_rows(indicator, region))


def show_expectation(region: Region, indicator: Indicator) -> None:
    """How the latest values lie to what was expected, or why there is no trend, group by group."""
    catalog = data.catalog()
    by_group = data.shared(_trends, indicator, region)
    furniture.expectation_key([found for _, found in by_group if isinstance(found, Trend)])
    for group, found in by_group:
        label = texts.group_label(group, catalog)
        if isinstance(found, Trend):
            said = texts.expectation_headline(region.display_name, indicator, group, catalog, found)
            furniture.note(f"{said}. {texts.trend_basis(found)}")
        else:
            furniture.note(f"{label}: {texts.no_trend(found)}")


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
    left: DeltaGenerator
    if has_cards(indicator, region):
        left, right = st.columns([4, 1], gap="medium")
        with right:
            show_cards(indicator, region)
    else:
        left = st.container()
    with left:
        show_chart(region, indicator, expected=expected)


def show_chart(region: Region, indicator: Indicator, *, expected: bool) -> None:
    """The chart, drawn for the visitor's colour scheme."""
    st.plotly_chart(
        data.shared(_drawn, indicator, region, expected, furniture.palette()),
        theme=None,
        key="over_time",
        config={"displayModeBar": False, "locale": "de"},
        alt=describe(region, indicator, expected=expected).alt,
    )


def show_remarks(region: Region, indicator: Indicator) -> None:
    """Breaks and missing years in words."""
    for year, reason in describe(region, indicator, expected=False).breaks:
        furniture.note(f"Bruch {year}: {reason}")
    gone = data.shared(_missing_years, indicator, region)
    if gone:
        furniture.note("Jahre ohne Wert:")
        furniture.bullets(gone)


def _missing_years(indicator: Indicator, region: Region) -> Sequence[str]:
    return texts.missing_years(data.shared(_calendar, indicator, region), data.catalog())


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
