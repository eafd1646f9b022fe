"""Ein Indikator auf der Karte."""

from indicators.ui import controls, furniture, map_view


@furniture.fragment
def explore() -> None:
    """The controls and all that they change."""
    with furniture.row():
        area = controls.select_area()
        indicator = controls.select_indicator()
        views = map_view.views(indicator, area)
        if views:
            group = controls.select_view(indicator, views)
            year = controls.select_year(map_view.years(indicator, area, group))
    if views:
        map_view.show(indicator, area, group, year)
    else:
        map_view.explain_missing(indicator, area)


furniture.head(
    "Wie steht es in den Kommunen?",
    "Wählen Sie einen Indikator. Ein Klick auf eine Fläche zeigt deren Zeitverlauf.",
)
map_view.prepare()
explore()
