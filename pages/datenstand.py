"""Was vorliegt, woher es kommt und was fehlt."""

from indicators.ui import controls, data_view, furniture


@furniture.fragment
def explore() -> None:
    """The control and all that it changes."""
    with furniture.controls([5, 3]) as (what, _), what:
        indicator = controls.select_indicator(every=True)
    data_view.show_indicator(indicator)


furniture.head(
    "Was liegt vor, woher kommt es, und was fehlt?",
    "Jeder Indikator mit Definition, Quelle, Lizenz, Jahren und Grenzen.",
)
explore()
data_view.show_indicators()
data_view.show_missing()
data_view.show_conflicts()
data_view.show_members()
data_view.show_imports()
