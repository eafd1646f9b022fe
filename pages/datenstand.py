"""Was vorliegt, woher es kommt und was fehlt."""

from indicators.ui import controls, data_view, furniture


@furniture.fragment
def explore() -> None:
    """The controls and all that they change."""
    with furniture.row():
        indicator = controls.select_indicator(every=True)
        source = data_view.select_source()
    data_view.show_source(source)
    data_view.show_indicator(indicator)


furniture.head(
    "Was liegt vor, woher kommt es, und was fehlt?",
    "Jeder Indikator und jede Quelle von Fördermitteln mit Definition, Lizenz, Jahren und Grenzen.",
)
explore()
data_view.show_indicators()
data_view.show_money()
data_view.show_limits()
data_view.show_members()
data_view.show_imports()
