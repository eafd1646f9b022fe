"""The parts of the page before and after the pandemic: finding, chart, table, matrix of the members."""

from html import escape
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from indicators import figures, series, tables, texts, trends
from indicators.catalog import Indicator
from indicators.figures import TimeChart
from indicators.figures.theme import Palette
from indicators.pandemic_matrix import SYMBOLS, WORDS, Cell, Matrix, Row
from indicators.regions import Region
from indicators.trends import NoTrend, Trend
from indicators.ui import charts, controls, data, furniture, markup, time_view
from indicators.ui.charts import ScreenChart

_PATH = "corona"
_CHART = "verlauf"
"""The anchor of the chart, so that a cell of the matrix leads to it."""


def region_and_groups(chosen: Region, indicator: Indicator) -> tuple[Region, tuple[str, ...]]:
    """The region whose values are shown (for some Gemeinden their Kreis) and the groups that have any."""
    region, _ = data.shared(_region, indicator, chosen.ags)
    return region, data.shared(_groups, indicator, chosen.ags)


def _groups(indicator: Indicator, ags: str) -> tuple[str, ...]:
    return series.groups(data.shared(_region, indicator, ags)[1], data.catalog())


def find(indicator: Indicator, region: Region, group: str) -> Trend | NoTrend:
    """The trend of one region and group."""
    return data.shared(_found, indicator, region.ags, group)


def _region(indicator: Indicator, ags: str) -> tuple[Region, pl.DataFrame]:
    return time_view.region_with_values(data.registry().get(ags), indicator)


def _rows(indicator: Indicator, ags: str, group: str) -> pl.DataFrame:
    return data.shared(_region, indicator, ags)[1].filter(group=group)


def _found(indicator: Indicator, ags: str, group: str) -> Trend | NoTrend:
    breaks = data.catalog().breaks(indicator)
    return trends.pandemic(_rows(indicator, ags, group), trends.break_years(breaks, ags))


def explain_no_trend(indicator: Indicator, region: Region, found: NoTrend) -> None:
    """Why there is nothing to expect, with the number of values."""
    furniture.empty(
        f"Für „{indicator.title}“ in der Auswahl {region.display_name} lässt sich kein Trend berechnen.",
        texts.no_trend(found),
        "Die Tabelle unten zeigt, wofür es einen Trend gibt; alle Werte zeigt die Seite „Zeitverlauf“.",
    )


def show_finding(indicator: Indicator, region: Region, group: str, trend: Trend) -> None:
    """The latest comparable value and how it lies, then unit and how many values made the trend."""
    st.html(data.shared(_finding, indicator, region.ags, group, trend))


def _finding(indicator: Indicator, ags: str, group: str, trend: Trend) -> str:
    catalog, name = data.catalog(), data.registry().get(ags).display_name
    return f'<div id="{_CHART}"></div>' + markup.finding(
        texts.expectation_headline(name, indicator, group, catalog, trend),
        f"{catalog.units[indicator.unit].title} · {texts.trend_basis(trend)}",
    )


def show_chart(indicator: Indicator, region: Region, group: str, trend: Trend) -> None:
    """Values since 2010, trend, expected range, and what the signs mean."""
    chart = data.shared(_described, indicator, region.ags, group)
    charts.show(data.shared(_drawn, indicator, region.ags, group, furniture.palette()), "expectation")
    breaks = [f"Bruch {year}: {reason}" for year, reason in chart.breaks if year > trends.FIRST_YEAR]
    st.html(markup.expectation_key([trend]) + "".join(markup.note(text) for text in breaks))


def _described(indicator: Indicator, ags: str, group: str) -> TimeChart:
    """The chart of a series that has a trend."""
    catalog, found = data.catalog(), data.shared(_found, indicator, ags, group)
    assert isinstance(found, Trend)  # noqa: S101 - only shown where there is one
    rows = _rows(indicator, ags, group).filter(pl.col("year") >= trends.FIRST_YEAR)
    name = data.registry().get(ags).display_name
    whole = figures.over_time(name, ags, indicator, catalog, series.with_missing_years(rows))
    return figures.with_expectations(
        figures.of_one_group(whole, group, catalog), {group: found}, indicator, catalog
    )


def _drawn(indicator: Indicator, ags: str, group: str, palette: Palette) -> ScreenChart:
    chart = data.shared(_described, indicator, ags, group)
    return ScreenChart(figures.draw(chart, palette), chart.alt)


def show_table(indicator: Indicator, region: Region, group: str, trend: Trend) -> None:
    """The values, the trend and its range, and their download."""

    def frame() -> pl.DataFrame:
        rows = _rows(indicator, region.ags, group)
        return tables.expectation(series.with_missing_years(rows), trend)

    title = f"{indicator.title}, {texts.group_label(group, data.catalog())}, {region.display_name}"
    unit = data.catalog().units[indicator.unit].symbol
    furniture.table_on_demand(frame, indicator.decimals, unit, alt=f"Tabelle: {title}")
    furniture.download(
        frame, title, indicator, tables.file_name("vor_und_nach_corona", indicator.id, group, region.ags)
    )


@furniture.fragment
def show_matrix() -> None:
    """The members by the series of one Handlungsfeld, chosen above it; at first that of the indicator."""
    catalog = data.catalog()
    indicator = catalog.indicator(st.session_state["indikator"])
    furniture.section("Wie ist es bei den Mitgliedern?")
    with st.columns([3, 7])[0]:
        chosen = controls.select(
            "handlungsfeld",
            "Handlungsfeld",
            list(catalog.handlungsfelder),
            lambda field: catalog.handlungsfelder[field].title,
            indicator.handlungsfeld,
        )
    matrix = data.pandemic_matrix(chosen)
    if matrix.columns:
        furniture.note(
            "Jeweils der neueste vergleichbare Wert; n ist die Zahl der Werte von 2010 bis 2019. "
            "Ein Klick zeigt die Reihe oben. Darüber und darunter sind keine Bewertungen."
        )
        st.html(_table(matrix, chosen))
    else:
        furniture.note("In diesem Handlungsfeld lässt sich für kein Mitglied ein Trend berechnen.")
    if matrix.left_out:
        furniture.note(
            "Für kein Mitglied berechenbar (weniger als fünf vergleichbare Werte von 2010 bis 2019): "
            + ", ".join(matrix.left_out)
            + "."
        )


def _table(matrix: Matrix, handlungsfeld: str) -> str:
    """The matrix as HTML: words and signs in every cell, a link where there is a series to show."""
    heads = "".join(
        f'<th scope="col">{escape(c.title)}'
        + (f'<span class="im-matrix-detail">{escape(c.group_title)}</span>' if c.group_title else "")
        + "</th>"
        for c in matrix.columns
    )
    counts = [matrix.outside(i) for i in range(len(matrix.columns))]
    sums = "".join(f"<td>{outside} von {judged} außerhalb</td>" for outside, judged in counts)
    body = "".join(_row(row, matrix, handlungsfeld) for row in matrix.rows)
    ground = furniture.palette().ground  # behind the names, which stay in view while the cells scroll
    label = "Lage der neuesten Werte zum erwarteten Bereich, Mitglieder und Indikatoren"
    return (
        f'<div class="im-matrix" role="region" tabindex="0" aria-label="{label}" style="--ground:{ground}">'
        f'<table><caption class="im-hidden">{label}</caption>'
        f'<thead><tr><th scope="col">Region</th>{heads}</tr></thead><tbody>'
        f'<tr class="im-matrix-sum"><th scope="row">alle Regionen der Tabelle</th>{sums}</tr>{body}'
        "</tbody></table></div>"
    )


def _row(row: Row, matrix: Matrix, handlungsfeld: str) -> str:
    of = f'<span class="im-matrix-detail">Kreis von {escape(row.of)}</span>' if row.of else ""
    cells = "".join(
        _cell(
            cell,
            {"region": row.ags, "indikator": c.indicator, "gruppe": c.group, "handlungsfeld": handlungsfeld},
            f"{row.name}, {c.title} {c.group_title}",
        )
        for cell, c in zip(row.cells, matrix.columns, strict=True)
    )
    return f'<tr><th scope="row">{escape(row.name)}{of}</th>{cells}</tr>'


def _cell(cell: Cell, query: dict[str, str], spoken: str) -> str:
    word = f"{SYMBOLS[cell.lies]} {WORDS[cell.lies]}"
    detail = f'<span class="im-matrix-detail">{escape(cell.detail)}</span>'
    if cell.lies == "not_computable":
        return f'<td class="im-matrix-none" title="{escape(cell.reason)}">{word}{detail}</td>'
    outside = ' class="im-matrix-out"' if cell.lies in ("above", "below") else ""
    address = escape(f"{_PATH}?{urlencode(query)}#{_CHART}")
    said = escape(f"{spoken}: {WORDS[cell.lies]}, {cell.detail}")
    link = f'<a href="{address}" target="_self" aria-label="{said}">{word}</a>'
    return f"<td{outside}>{link}{detail}</td>"
