"""Bedarf und Mittel nebeneinander."""

from indicators.ui import controls, furniture, needs_view


@furniture.fragment
def explore() -> None:
    """The controls and all that they change."""
    with furniture.controls([2.6, 3.6, 2, 1.8, 3, 1.8]) as (where, what, who, when, which, paid):
        with where:
            chosen = controls.select_region()
        with what:
            indicator = needs_view.select_need()
        with who:
            need = needs_view.values_of(indicator, needs_view.select_view(indicator))
        with which:
            money = needs_view.values_of(needs_view.select_money())
        default = needs_view.default_years(need, money, chosen)
        with when:
            need_year = needs_view.select_year("bedarfsjahr", "Jahr Bedarf", need, default[0])
        with paid:
            money_year = needs_view.select_year("mitteljahr", "Jahr Mittel", money, default[1])
    region = needs_view.compared_region(chosen)
    if region is None:
        needs_view.explain_level(chosen)
        return
    with_fit = needs_view.switch_fit()
    asked = needs_view.Question(region.ags, need_year, money_year, with_fit)
    needs_view.show(needs_view.answer(need, money, asked), chosen)


furniture.head(
    "Wo trifft hoher Bedarf auf geringe Mittel?",
    "Ein Indikator gegen Mittel je Kopf für alle Kreise und kreisfreien Städte; die Mitglieder sind benannt.",
)
explore()
