"""Wer zahlt was."""

from indicators.ui import funding_view, furniture


@furniture.fragment
def explore() -> None:
    """The controls and all that they change."""
    with furniture.row():
        question = funding_view.ask()
    funding_view.show(question)


furniture.head(
    "Wer zahlt was, seit wann, bis wann?",
    "Fördermittel von EU, Bund, Land und Kommune je Programm: veranschlagt, ausgegeben, nominal und real.",
)
explore()
