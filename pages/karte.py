"""Ein Indikator auf der Karte."""

import streamlit as st

from indicators.ui import controls, furniture, map_view


@furniture.fragment
def explore() -> None:
    """The controls and all that they change."""
    with furniture.controls([2, 5, 4, 1.5]) as (where, what, who, when):
        with where:
            area = controls.select_area()
        with what:
            indicator = controls.select_indicator()
        views = map_view.views(indicator, area)
        if views:
            with who:
                group = controls.select_view(indicator, views)
            with when:
                year = controls.select_year(map_view.years(indicator, area, group))
    if not views:
        map_view.explain_missing(indicator, area)
        return
    chart = map_view.describe(indicator, area, group, year)
    furniture.finding(chart.title, chart.subtitle)
    left, right = st.columns([3, 2], gap="medium")
    with right:
        members = map_view.show_legend(chart)
        map_view.show_table(chart, indicator)
    with left:
        map_view.show_map(indicator, area, group, year, members=members)
    furniture.source_note(indicator, map_notice=map_view.map_notice(area))


furniture.head(
    "Wie steht es in den Kommunen?",
    "Wählen Sie einen Indikator. Ein Klick auf eine Fläche zeigt deren Zeitverlauf.",
)
explore()
