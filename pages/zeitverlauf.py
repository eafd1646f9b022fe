"""Ein Indikator im Zeitverlauf."""

from indicators.ui import controls, furniture, time_view


@furniture.fragment
def explore() -> None:
    """The controls and all that they change."""
    with furniture.row():
        chosen = controls.select_region()
        indicator = controls.select_indicator()
        expected = time_view.switch_expectation()
    region = time_view.shown_region(chosen, indicator)
    known = time_view.years(region, indicator)
    if not known:
        time_view.explain_missing(chosen, indicator)
        return
    time_view.show_finding(region, indicator, chosen)
    if len(known) == 1:
        time_view.show_single_year(region, indicator)
    else:
        time_view.show_chart_and_cards(region, indicator, expected=expected)
        if expected:
            time_view.show_expectation(region, indicator)
        time_view.show_remarks(region, indicator)
    time_view.show_table(region, indicator)


furniture.head(
    "Wie hat es sich entwickelt?",
    "Gruppen über die Jahre, der Abstand zwischen ihnen, Brüche der Statistik und fehlende Jahre.",
)
explore()
