"""The map page's parts: what is offered, the map with its click, the legend, the table."""

from typing import NamedTuple

import polars as pl
import streamlit as st

from indicators import choropleths, maps, series, tables
from indicators.catalog import Indicator
from indicators.choropleths import Area
from indicators.figures.map_model import MapChart
from indicators.figures.theme import PALETTES, Palette
from indicators.regions import LEVELS, MAP_NOTICE, MAP_NOTICE_GEMEINDEN, view
from indicators.ui import addresses, charts, controls, data, furniture, markup, navigation, server
from indicators.ui.charts import ScreenChart

_CLICKS = "_map_clicks"
_TABLE_HEIGHT = 380


class _Look(NamedTuple):
    """What of a map's drawing depends on the visitor."""

    members: bool
    palette: Palette


def views(indicator: Indicator, area: Area) -> tuple[str, ...]:
    """What the map can show of an indicator; empty where it does not exist at this level."""
    return data.shared(_views, indicator, area)


def _views(indicator: Indicator, area: Area) -> tuple[str, ...]:
    return choropleths.views(_values(indicator, area), indicator, data.catalog())


def years(indicator: Indicator, area: Area, group: str) -> tuple[int, ...]:
    """The years in which the view has a value somewhere in the area."""
    return data.shared(_years, indicator, area, group)


def _years(indicator: Indicator, area: Area, group: str) -> tuple[int, ...]:
    return series.years(choropleths.rows_of(_values(indicator, area), indicator, group))


def _values(indicator: Indicator, area: Area) -> pl.DataFrame:
    return choropleths.in_area(data.values(indicator), area, data.registry())


def describe(indicator: Indicator, area: Area, group: str, year: int) -> MapChart:
    """The chosen cut."""
    return data.shared(_described, indicator, area, group, year)


def warm_up() -> int:
    """Draws the map with which each indicator opens, as most visitors see it; returns how many there are."""
    area, look, drawn = Area("kreis"), _Look(members=True, palette=PALETTES["light"]), 0
    for indicator in map(data.catalog().indicator, data.offered_indicators()):
        if shown := views(indicator, area):
            group = controls.first_view(indicator, shown)
            year = years(indicator, area, group)[-1]
            data.shared(_legend, indicator, area, group, year, look)
            data.shared(_drawn, indicator, area, group, year, look)
            drawn += 1
    return drawn


def _described(indicator: Indicator, area: Area, group: str, year: int) -> MapChart:
    return choropleths.describe(
        data.values(indicator),
        indicator,
        group,
        year,
        area=area,
        catalog=data.catalog(),
        registry=data.registry(),
    )


def prepare() -> None:
    """Has the browser fit maps to its width; once per page, as the script then watches by itself."""
    st.html(
        f'<script type="module" src="{addresses.url("assets/fit_map.js")}"></script>',
        unsafe_allow_javascript=True,
    )


def show(indicator: Indicator, area: Area, group: str, year: int) -> None:
    """The finding, the map, beside it switch, legend and table (style.css), below it source and file."""
    chart = describe(indicator, area, group, year)
    furniture.finding(chart.title, chart.subtitle)
    members = st.toggle("Mitglieder hervorheben", value=True, key="mitglieder", bind="query-params")
    look = _Look(members, furniture.palette())
    _show_map(indicator, area, group, year, look)
    source = data.shared(_source, indicator, area) + _file(chart, indicator)
    st.html(data.shared(_legend, indicator, area, group, year, look) + markup.part("whole", source))
    _show_table(chart, indicator)


def _legend(indicator: Indicator, area: Area, group: str, year: int, look: _Look) -> str:
    chart = describe(indicator, area, group, year)
    drawn = markup.legend(
        chart.classes, chart.class_labels, chart.missing, members=look.members, palette=look.palette
    )
    return markup.part("right", drawn)


def _source(indicator: Indicator, area: Area) -> str:
    return markup.source_note(indicator, data.catalog(), map_notice=map_notice(area))


def _show_map(indicator: Indicator, area: Area, group: str, year: int, look: _Look) -> None:
    """The map; a click on a region leads to its series over time."""
    figure = data.shared(_drawn, indicator, area, group, year, look)
    clicks = st.session_state.setdefault(_CLICKS, 0)
    event = st.plotly_chart(
        figure,
        height="stretch",  # style.css says how high: as the window allows
        theme=None,
        on_select="rerun",
        selection_mode="points",
        key=f"map_{clicks}",  # a new key after each click: coming back must not click again
        config={**charts.CONFIG, "scrollZoom": False},
        alt=figure.alt,
    )
    points = event["selection"]["points"]
    if points:
        st.session_state[_CLICKS] += 1
        _go_to_region(str(points[0]["location"]), indicator)


def _drawn(indicator: Indicator, area: Area, group: str, year: int, look: _Look) -> ScreenChart:
    chart = describe(indicator, area, group, year)
    shown = set(chart.rows["ags"])
    drawn = maps.choropleth(
        chart.rows,
        chart.classes,
        view(area.level, area.land),
        url=server.geometry_url(area.level, area.land),
        members=[ags for ags in member_codes(area) if ags in shown] if look.members else [],
        palette=look.palette,
    )
    return ScreenChart(drawn, chart.alt)


def member_codes(area: Area) -> tuple[str, ...]:
    """The members' regions on the level of the map."""
    members = data.registry().members()
    if area.level == "gemeinde":
        return tuple(m.ags for m in members if len(m.ags) == 8)
    return tuple(m.region_ags for m in members if not m.is_kreisangehoerig) if area.level == "kreis" else ()


def _show_table(chart: MapChart, indicator: Indicator) -> None:
    """The values behind the map, highest first."""
    furniture.table_on_demand(
        lambda: _table(chart),
        indicator.decimals,
        chart.unit,
        alt=f"Tabelle: {chart.title}",
        height=_TABLE_HEIGHT,
    )


def _file(chart: MapChart, indicator: Indicator) -> str:
    return furniture.csv_file(
        lambda: chart.rows.select(AGS="ags", Region="name", Wert="value", Status="status"),
        chart.title,
        indicator,
        tables.file_name("karte", indicator.id),
    )


def _table(chart: MapChart) -> pl.DataFrame:
    return chart.rows.sort("value", descending=True, nulls_last=True).select(
        pl.col("name").alias("Region"),
        pl.col("value").alias(chart.value_title),
        pl.when(pl.col("value").is_null()).then(pl.col("label")).otherwise(pl.lit("")).alias("Hinweis"),
    )


def _go_to_region(ags: str, indicator: Indicator) -> None:
    """Leave for the region's series over time."""
    navigation.go("zeitverlauf", region=ags, indikator=indicator.id)


def explain_missing(indicator: Indicator, area: Area) -> None:
    """Why there is no map, and which levels have one."""
    st.html(data.shared(_missing, indicator, area))


def _missing(indicator: Indicator, area: Area) -> str:
    registry = data.registry()
    values = data.values(indicator)
    found = [
        LEVELS[level] for level in LEVELS if not choropleths.in_area(values, Area(level), registry).is_empty()
    ]
    return markup.empty(
        f"„{indicator.title}“ liegt für {area.title(registry)} nicht vor.",
        "Die Quelle veröffentlicht den Indikator auf dieser Ebene nicht.",
        f"Vorhanden für: {', '.join(found)}."
        if found
        else "Er liegt nur für Deutschland insgesamt vor; siehe Zeitverlauf.",
    )


def map_notice(area: Area) -> str:
    """Where the boundaries come from and of which year they are."""
    return MAP_NOTICE_GEMEINDEN if area.level == "gemeinde" else MAP_NOTICE
