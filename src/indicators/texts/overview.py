"""Sentences of the start page: members and their key figures."""

from indicators.catalog import Catalog, Indicator
from indicators.observations import TOTAL
from indicators.texts.values import value


def figure_title(indicator: Indicator, group: str, catalog: Catalog) -> str:
    """What a key figure measures, with its group ("Arbeitslosenquote, Ausländerinnen und Ausländer")."""
    return indicator.title if group == TOTAL else f"{indicator.title}, {catalog.groups[group].title}"


def figure_value(amount: float | None, year: int | None, indicator: Indicator, catalog: Catalog) -> str:
    """The value and its year ("17,3 % (2023)"), or that there is none."""
    shown = value(amount, indicator, catalog, "unbekannt")
    return shown if year is None else f"{shown} ({year})"


def membership(grade: str) -> str:
    """What the public evidence for a membership is worth, as a sentence."""
    return f"Beleg der Mitgliedschaft: {grade}."
