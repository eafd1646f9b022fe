"""The map page's parts: what is offered, the map with its click, the legend, the table."""

from collections.abc import Sequence

import polars as pl
import streamlit as st

from indicators import choropleths, maps, series, tables
from indicators.catalog import Indicator
from indicators.choropleths import Area, MapChart
from indicators.regions import LEVELS, MAP_NOTICE, MAP_NOTICE_GEMEINDEN, view
from indicators.ui import data, furniture, navigation, server

_CLICKS = "_map_clicks"
_TABLE_HEIGHT = 380


def offered(indicator: Indicator, area: Area) -> pl.DataFrame:
    """The values that the map can show; empty where the indicator does not exist at this level."""
    return choropleths.in_area(data.values(indicator), area, data.registry())


def describe(indicator: Indicator, area: Area, group: str, year: int) -> MapChart:
    """The chosen cut."""
    return choropleths.describe(
        data.values(indicator),
        indicator,
        group,
        year,
        area=area,
        catalog=data.catalog(),
        registry=data.registry(),
    )


def years(values: pl.DataFrame, indicator: Indicator, group: str) -> Sequence[int]:
    """The years in which the view has a value somewhere in the area."""
    rows = choropleths.rows_of(values, indicator, group)
    return series.years(rows)


def show_map(chart: MapChart, area: Area, *, members: bool) -> str | None:
    """The map; returns the AGS of a region that was just clicked."""
    outlined = [ags for ags in member_codes(area) if ags in set(chart.rows["ags"])] if members else []
    figure = maps.choropleth(
        chart.rows,
        chart.classes,
        view(area.level, area.land),
        url=server.geometry_url(area.level, area.land),
        members=outlined,
        palette=furniture.palette(),
    )
    clicks = st.session_state.setdefault(_CLICKS, 0)
    st.html(
        f'<script type="module" src="{server.url("assets/fit_map.js")}"></script>',
        unsafe_allow_javascript=True,
    )
    with st.container(key="map"):
        event = st.plotly_chart(
            figure,
            theme=None,
            on_select="rerun",
            selection_mode="points",
            key=f"map_{clicks}",  # a new key after each click: coming back must not click again
            config={"displayModeBar": False, "scrollZoom": False, "locale": "de"},
            alt=chart.alt,
        )
    points = event["selection"]["points"]
    if not points:
        return None
    st.session_state[_CLICKS] += 1
    return str(points[0]["location"])


def member_codes(area: Area) -> tuple[str, ...]:
    """The members' regions on the level of the map."""
    members = data.registry().members()
    if area.level == "gemeinde":
        return tuple(m.ags for m in members if len(m.ags) == 8)
    return tuple(m.region_ags for m in members if not m.is_kreisangehoerig) if area.level == "kreis" else ()


def show_table(chart: MapChart, indicator: Indicator) -> None:
    """The values behind the map, highest first, and their download."""
    frame = chart.rows.sort("value", descending=True, nulls_last=True).select(
        pl.col("name").alias("Region"),
        pl.col("value").alias(chart.value_title),
        pl.when(pl.col("value").is_null()).then(pl.col("label")).otherwise(pl.lit("")).alias("Hinweis"),
    )
    furniture.table(
        frame, indicator.decimals, chart.unit, alt=f"Tabelle: {chart.title}", height=_TABLE_HEIGHT
    )
    export = chart.rows.select(AGS="ags", Region="name", Wert="value", Status="status")
    furniture.download(export, chart.title, indicator, tables.file_name("karte", indicator.id))


def go_to_region(ags: str, indicator: Indicator) -> None:
    """Leave for the region's series over time."""
    navigation.go("zeitverlauf", region=ags, indikator=indicator.id)


def explain_missing(indicator: Indicator, area: Area) -> None:
    """Why there is no map, and which levels have one."""
    registry = data.registry()
    values = data.values(indicator)
    found = [
        LEVELS[level] for level in LEVELS if not choropleths.in_area(values, Area(level), registry).is_empty()
    ]
    furniture.empty(
        f"„{indicator.title}“ liegt für {area.title(registry)} nicht vor.",
        "Die Quelle veröffentlicht den Indikator auf dieser Ebene nicht.",
        f"Vorhanden für: {', '.join(found)}."
        if found
        else "Er liegt nur für Deutschland insgesamt vor; siehe Zeitverlauf.",
    )


def map_notice(area: Area) -> str:
    """Where the boundaries come from and of which year they are."""
    return MAP_NOTICE_GEMEINDEN if area.level == "gemeinde" else MAP_NOTICE
