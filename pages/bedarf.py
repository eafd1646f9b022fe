"""Bedarf und Mittel nebeneinander."""

from indicators.ui import controls, furniture, needs_view


@furniture.fragment
def explore() -> None:
    """The controls and all that they change."""
    with furniture.row():
        chosen = controls.select_region()
        indicator = needs_view.select_need()
        need = needs_view.values_of(indicator, needs_view.select_view(indicator))
        default = needs_view.default_years(need, needs_view.values_of(needs_view.money_to_come()), chosen)
        need_year = needs_view.select_year("bedarfsjahr", "Jahr Bedarf", need, default[0])
        money = needs_view.values_of(needs_view.select_money())
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
