"""Ein Indikator auf der Karte."""

import streamlit as st

from indicators import choropleths
from indicators.ui import controls, data, furniture, map_view

furniture.head(
    "Wie steht es in den Kommunen?",
    "Wählen Sie einen Indikator. Ein Klick auf eine Fläche zeigt deren Zeitverlauf.",
)
with furniture.controls([2, 5, 4, 1.5]) as (where, what, who, when):
    with where:
        area = controls.select_area()
    with what:
        indicator = controls.select_indicator()
    offered = map_view.offered(indicator, area)
    if not offered.is_empty():
        with who:
            group = controls.select_view(indicator, choropleths.views(offered, indicator, data.catalog()))
        with when:
            year = controls.select_year(map_view.years(offered, indicator, group))

if offered.is_empty():
    map_view.explain_missing(indicator, area)
else:
    chart = map_view.describe(indicator, area, group, year)
    furniture.finding(chart.title, chart.subtitle)
    left, right = st.columns([3, 2], gap="medium")
    with right:
        members = st.toggle("Mitglieder hervorheben", value=True, key="mitglieder", bind="query-params")
        furniture.legend(chart.classes, chart.class_labels, chart.missing, members=members)
        map_view.show_table(chart, indicator)
    with left:
        clicked = map_view.show_map(chart, area, members=members)
    furniture.source_note(indicator, map_notice=map_view.map_notice(area))
    if clicked:
        map_view.go_to_region(clicked, indicator)
