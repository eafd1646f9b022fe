"""Eine Kommune unter anderen."""

from indicators.ui import comparison_view, controls, furniture

furniture.head(
    "Wie stehen wir da, verglichen mit wem, und seit wann?",
    "Eine Kommune neben Land, Bund und einer Vergleichsgruppe: den ähnlichsten, dem Land, den Mitgliedern.",
)
with furniture.controls([3, 4.5, 3, 1.4, 3]) as (where, what, who, when, whom):
    with where:
        chosen = controls.select_region()
    with what:
        indicator = controls.select_indicator()
    region, values = comparison_view.compared_region(chosen), comparison_view.offered(indicator)
    if region is not None and not values.is_empty():
        with who:
            view = comparison_view.select_view(indicator, values)
        with when:
            year = comparison_view.select_year(indicator, values, view, region)
        with whom:
            set_id = comparison_view.select_peer_set()

if region is None:
    comparison_view.explain_level(chosen)
elif values.is_empty():
    comparison_view.explain_missing(indicator)
else:
    peers = comparison_view.find_peers(region, set_id)
    found = comparison_view.choose(region, indicator, view, year, peers)
    comparison_view.show_finding(found)
    comparison_view.say_if_kreis(chosen, region)
    comparison_view.show_cards(found)
    comparison_view.show_charts(found)
    furniture.source_note(indicator)
    comparison_view.show_over_time(found)
    comparison_view.show_table(found)
    comparison_view.show_context(found)
