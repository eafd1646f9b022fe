"""Eine Kommune unter anderen."""

from indicators.ui import comparison_tables, comparison_view, controls, furniture


@furniture.fragment
def explore() -> None:
    """The controls and all that they change."""
    with furniture.row():
        chosen = controls.select_region()
        indicator = controls.select_indicator()
        region, views = comparison_view.compared_region(chosen), comparison_view.views(indicator)
        if region is not None and views:
            view = controls.select_view(indicator, views)
            year = comparison_view.select_year(indicator, view, region)
            set_id = comparison_view.select_peer_set()
            question = comparison_view.ask(region, view, year, set_id)
    if region is None:
        comparison_view.explain_level(chosen)
    elif not views:
        comparison_view.explain_missing(indicator)
    else:
        found = comparison_view.compare(indicator, question)
        comparison_view.show(found, chosen, comparison_tables.file(found))
        comparison_tables.show(found)


furniture.head(
    "Wie stehen wir da, verglichen mit wem, und seit wann?",
    "Eine Kommune neben Land, Bund und einer Vergleichsgruppe: den ähnlichsten, dem Land, den Mitgliedern.",
)
explore()
