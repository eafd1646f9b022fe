"""Eine Kommune auf einer Seite."""

from indicators.ui import controls, data, furniture, profile_view


@furniture.fragment
def explore() -> None:
    """The control and all that it changes."""
    with furniture.row():
        region = controls.select_region()
        profile, sheet = data.profile(region)
        profile_view.show_files(profile)
    if sheet.parts:
        profile_view.show(region)
        profile_view.show_table(profile, sheet)
    else:
        profile_view.explain_empty(region)
    profile_view.show_rest(region)


furniture.head(
    "Wie steht es in dieser Kommune?",
    "Alle Indikatoren einer Kommune auf einer Seite: Wert, Verlauf und Lage unter Regionen gleicher Art.",
)
explore()
