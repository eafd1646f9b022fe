"""Wie groß ist die Förderlücke?"""

from indicators.ui import furniture, gap_controls, gap_sets, gap_view


@furniture.fragment
def explore() -> None:
    """The controls and all that they change."""
    with furniture.row():
        asked = gap_controls.ask()
    measure = gap_controls.pick_measure()
    asked = gap_controls.refine(asked, measure)
    furniture.show_remarks()
    gap_view.show(asked, measure)
    gap_sets.edit(asked, measure)


furniture.head(
    "Wie groß ist die Förderlücke, und woran hängt sie?",
    "Fünf Maße für eine Kommune, jedes mit Rechnung, Belegen, Spanne und Grenzen.",
)
explore()
