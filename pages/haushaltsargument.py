"""Ein Haushaltsargument aus den Zahlen einer Kommune."""

from indicators.ui import brief_view, furniture


@furniture.fragment
def explore() -> None:
    """The controls and all that they change."""
    brief_view.show()


furniture.head(
    "Was soll in Ihr Haushaltsargument?",
    "Alles ist vorgeschlagen: Kommune wählen, prüfen, herunterladen. Jede Zahl trägt ihre Quelle, jeder Satz "
    "lässt sich ändern.",
)
explore()
