"""Words that every format prints alike: marks, source lines, rows of assumptions and inputs."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from indicators.gaps.model import GapInput
from indicators.report import CERTAINTIES, Assumption, Calculation, Certainty, Report, Section, Sentence
from indicators.texts import gaps as gap_words

INPUT_HEADS: Final = ("Eingabe", "Wert", "Spanne", "Grundlage")
STEP_HEADS: Final = ("Schritt", "Rechnung", "Ergebnis")
ASSUMPTION_HEADS: Final = ("Nr.", "Annahme", "Wert", "Spanne", "Grundlage")
NOT_SAID: Final = "Was die Rechnung nicht sagt."

_AMOUNT: Final = re.compile(r"(\S+(?:\s[%€])?)\s([^\W\d].*)")
"""A number with its sign, and the unit in words behind it ("5.936", "Personen")."""


def headed(sections: Iterable[Section]) -> Iterator[tuple[str, int, Section | None]]:
    """Headings in two levels with their sections: neighbours with the same parent stand under one heading."""
    for parent, parts in groupby(sections, key=lambda section: section.parent):
        if parent:
            yield parent, 1, None
        for section in parts:
            yield section.heading, 2 if parent else 1, section


def kind(certainty: Certainty | None, *, own: bool = False) -> str:
    """What a sentence is, unless it is an official figure or claims nothing."""
    if own:
        return "eigener Text"
    return CERTAINTIES[certainty] if certainty not in (None, "amtlich") else ""


def mark(sentence: Sentence, report: Report) -> str:
    """What stands behind a sentence: numbers of its sources, and what it is unless an official figure."""
    numbers = report.reference(sentence.sources).strip("[]")
    parts = (numbers, kind(sentence.certainty, own=sentence.own))
    return ", ".join(part for part in parts if part)


def split_unit(value: str) -> tuple[str, str]:
    """A value as the number that is set large and its unit in words: "5.936", "Personen"; "12,8 %", ""."""
    found = _AMOUNT.fullmatch(value)
    return (found[1], found[2]) if found and found[1][-1] in "0123456789%€" else (value, "")


def source_line(source_ids: tuple[str, ...], report: Report) -> str:
    """What stands below a figure or table: "Quelle: [1, 2]; eigene Berechnung"."""
    own = any(s.own_calculation for s in report.sources if s.id in source_ids)
    word = "Quellen" if len(source_ids) > 1 else "Quelle"
    return f"{word}: {report.reference(source_ids)}" + ("; eigene Berechnung" if own else "")


def assumption_row(assumption: Assumption, report: Report) -> list[str]:
    """Number, title, value, range, ground (`ASSUMPTION_HEADS`)."""
    ground = "eigene Annahme" if assumption.own else ""
    parts = [ground, report.reference(assumption.sources), assumption.reason]
    return [
        str(report.assumption_number(assumption.id)),
        assumption.title,
        assumption.value,
        assumption.span or "–",
        " · ".join(part for part in parts if part),
    ]


def input_row(given: GapInput, calculation: Calculation, report: Report) -> list[str]:
    """Title, value, range, ground of one input (`INPUT_HEADS`)."""
    span = gap_words.input_range(given) or "–"
    return [given.title, given.text, span, input_ground(given, calculation, report)]


def input_ground(given: GapInput, calculation: Calculation, report: Report) -> str:
    """On what an input rests: the numbers of its sources, or the reason of an own assumption."""
    if given.origin == "eigene_annahme":
        return f"eigene Annahme: {given.reason}"
    return report.reference(calculation.sources_of(given.key))
