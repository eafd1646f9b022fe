"""The parts of the page before and after the pandemic: finding, chart, table, matrix of the members."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from indicators import figures, series, tables, texts, trends
from indicators.catalog import Indicator
from indicators.figures import TimeChart
from indicators.figures.theme import PALETTES, Palette
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
    return data.shared(_region_and_groups, indicator, chosen)


def _region_and_groups(indicator: Indicator, chosen: Region) -> tuple[Region, tuple[str, ...]]:
    found = time_view.course(chosen, indicator)
    return found.region, series.groups_of(found.rows, data.catalog())


@dataclass(frozen=True)
class Answer:
    """The mark of the pandemic on one series, said and drawn; shared, so never mutated.

    Attributes:
        indicator: What is measured.
        region: Whose values they are: the chosen region or its Kreis.
        group: Of whom.
        trend: The trend.
        rows: The series, every calendar year from its first to its last value.
        finding: The latest comparable value and how it lies, as HTML.
        chart: Values since 2010, trend, expected range.
        below: What the signs mean, breaks, the source, as HTML.
    """

    indicator: Indicator
    region: Region
    group: str
    trend: Trend
    rows: tuple[series.Row, ...]
    finding: str
    chart: ScreenChart
    below: str


def answer(indicator: Indicator, region: Region, group: str) -> Answer | NoTrend:
    """What the page shows of a series, or why there is no trend; made once for everybody."""
    return data.shared(_answer, indicator, region, group, furniture.palette())


def _answer(indicator: Indicator, region: Region, group: str, palette: Palette) -> Answer | NoTrend:
    rows = [row for row in time_view.course(region, indicator).rows if row.group == group]
    breaks = trends.break_years(data.catalog().breaks(indicator), region.ags)
    trend = trends.pandemic({row.year: row.value for row in rows}, breaks)
    if isinstance(trend, NoTrend):
        return trend
    chart = _described(indicator, region, group, trend, rows)
    return Answer(
        indicator=indicator,
        region=region,
        group=group,
        trend=trend,
        rows=series.with_missing_years(rows),
        finding=_finding(indicator, region, group, trend),
        chart=ScreenChart(figures.draw(chart, palette), chart.alt),
        below=_signs(chart, trend) + markup.source_note(indicator, data.catalog()),
    )


def explain_no_trend(indicator: Indicator, region: Region, found: NoTrend) -> None:
    """Why there is nothing to expect, with the number of values."""
    furniture.empty(
        f"Für „{indicator.title}“ in der Auswahl {region.display_name} lässt sich kein Trend berechnen.",
        texts.no_trend(found),
        "Die Tabelle unten zeigt, wofür es einen Trend gibt; alle Werte zeigt die Seite „Zeitverlauf“.",
    )


def show(found: Answer, chosen: Region) -> None:
    """Finding and chart, what its signs mean, source and file; a Gemeinde may stand with its Kreis."""
    st.html(found.finding + time_view.instead_of(chosen, found.region))
    charts.show(found.chart, "expectation")
    name = tables.file_name("vor_und_nach_corona", found.indicator.id, found.group, found.region.ags)
    file = furniture.csv_file(partial(_values, found), _table_title(found), found.indicator, name)
    st.html(found.below + file)


def _finding(indicator: Indicator, region: Region, group: str, trend: Trend) -> str:
    """The latest comparable value and how it lies, then unit and how many values made the trend."""
    catalog = data.catalog()
    return f'<div id="{_CHART}"></div>' + markup.finding(
        texts.expectation_headline(region.display_name, indicator, group, catalog, trend),
        f"{catalog.units[indicator.unit].title} · {texts.trend_basis(trend)}",
    )


def _described(
    indicator: Indicator, region: Region, group: str, trend: Trend, rows: Sequence[series.Row]
) -> TimeChart:
    """The chart of a series that has a trend, from the first year of the trend on."""
    catalog = data.catalog()
    calendar = series.with_missing_years([row for row in rows if row.year >= trends.FIRST_YEAR])
    whole = figures.over_time(region.display_name, region.ags, indicator, catalog, calendar)
    return figures.with_expectations(
        figures.of_one_group(whole, group, catalog), {group: trend}, indicator, catalog
    )


def _signs(chart: TimeChart, trend: Trend) -> str:
    """What the signs mean, and the breaks within the years that are drawn."""
    breaks = [f"Bruch {year}: {reason}" for year, reason in chart.breaks if year > trends.FIRST_YEAR]
    said = markup.expectation_key([trend]) + "".join(markup.note(text) for text in breaks)
    return f'<div class="im-above">{said}</div>'


def show_table(found: Answer) -> None:
    """The values, the trend and its range."""
    furniture.table_on_demand(
        partial(_values, found),
        found.indicator.decimals,
        data.catalog().units[found.indicator.unit].symbol,
        alt=f"Tabelle: {_table_title(found)}",
    )


def _values(found: Answer) -> pl.DataFrame:
    return tables.expectation(found.rows, found.trend)


def _table_title(found: Answer) -> str:
    group = texts.group_label(found.group, data.catalog())
    return f"{found.indicator.title}, {group}, {found.region.display_name}"


@furniture.fragment
def show_matrix() -> None:
    """The members by the series of one Handlungsfeld, chosen above it; at first that of the indicator."""
    catalog = data.catalog()
    indicator = catalog.indicator(st.session_state["indikator"])
    furniture.section("Wie ist es bei den Mitgliedern?")
    with st.container(key="matrix_field"):
        chosen = controls.select(
            "handlungsfeld",
            "Handlungsfeld",
            tuple(catalog.handlungsfelder),
            lambda field: catalog.handlungsfelder[field].title,
            indicator.handlungsfeld,
        )
    st.html(data.shared_matrix(_matrix, chosen, furniture.palette().ground))


def warm_up() -> None:
    """The matrices of all Handlungsfelder, a tenth of a second each, before the first visitor comes."""
    for handlungsfeld in data.catalog().handlungsfelder:
        data.shared_matrix(_matrix, handlungsfeld, PALETTES["light"].ground)


def _matrix(matrix: Matrix, handlungsfeld: str, ground: str) -> str:
    """The matrix and how to read it, or that there is none; then what could not be computed."""
    if matrix.columns:
        said = markup.note(
            "Jeweils der neueste vergleichbare Wert; n ist die Zahl der Werte von 2010 bis 2019. "
            "Ein Klick zeigt die Reihe oben. Darüber und darunter sind keine Bewertungen."
        )
        shown = f'<div class="im-above">{said}</div>{_table(matrix, handlungsfeld, ground)}'
    else:
        shown = markup.note("In diesem Handlungsfeld lässt sich für kein Mitglied ein Trend berechnen.")
    if not matrix.left_out:
        return shown
    return f'<div class="im-above">{shown}</div>' + markup.note(
        "Für kein Mitglied berechenbar (weniger als fünf vergleichbare Werte von 2010 bis 2019): "
        + ", ".join(matrix.left_out)
        + "."
    )


def _table(matrix: Matrix, handlungsfeld: str, ground: str) -> str:
    """The matrix as HTML: words and signs in every cell, a link where there is a series to show.

    `ground` is the colour behind the names, which stay in view while the cells scroll.
    """
    heads = "".join(
        f'<th scope="col">{escape(c.title)}'
        + (f'<span class="im-matrix-detail">{escape(c.group_title)}</span>' if c.group_title else "")
        + "</th>"
        for c in matrix.columns
    )
    counts = [matrix.outside(i) for i in range(len(matrix.columns))]
    sums = "".join(f"<td>{outside} von {judged} außerhalb</td>" for outside, judged in counts)
    body = "".join(_row(row, matrix, handlungsfeld) for row in matrix.rows)
    label = "Lage der neuesten Werte zum erwarteten Bereich, Mitglieder und Indikatoren"
    return (
        f'<div class="im-matrix" role="region" tabindex="0" aria-label="{label}" style="--ground:{ground}">'
        f'<table><caption class="im-hidden">{label}</caption>'
        f'<thead><tr><th scope="col">Region</th>{heads}</tr></thead><tbody>'
        f'<tr><th scope="row">alle Regionen der Tabelle</th>{sums}</tr>{body}'
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
