"""Ein Indikator vor und nach der Pandemie, und die Mitglieder im Überblick."""

from indicators.trends import NoTrend
from indicators.ui import controls, corona_view, furniture, time_view


@furniture.fragment
def explore() -> None:
    """The controls and all that they change."""
    with furniture.row():
        chosen = controls.select_region()
        indicator = controls.select_indicator()
        region, groups = corona_view.region_and_groups(chosen, indicator)
        if groups:
            group = controls.select_view(indicator, groups)
    if not groups:
        time_view.explain_missing(chosen, indicator)
    elif isinstance(found := corona_view.answer(indicator, region, group), NoTrend):
        corona_view.explain_no_trend(indicator, region, found)
    else:
        corona_view.show(found, chosen)
        corona_view.show_table(found)


furniture.head(
    "Liegen die Werte seit der Pandemie im erwarteten Bereich?",
    "Die Werte seit 2020 im Vergleich mit dem, was der Trend der Jahre 2010 bis 2019 erwarten ließ.",
)
explore()
corona_view.show_matrix()
