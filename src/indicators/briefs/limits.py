"""The section on assumptions and limits: what is assumed, what the figures do not say, what is missing."""

from collections.abc import Sequence
from typing import Final

from indicators.briefs.choice import Choice
from indicators.briefs.findings import Candidate, breaks_of
from indicators.briefs.money import has_own_records
from indicators.briefs.parts import Part, Text
from indicators.briefs.shortfall import Shortfall
from indicators.briefs.world import World
from indicators.report import AssumptionList, Block, Sentence
from indicators.texts import briefs as words
from indicators.texts import gaps as gap_words

ROUNDED: Final = (
    "Unterschiede sind aus ungerundeten Werten berechnet und können von der Differenz der gerundeten Werte "
    "abweichen."
)
NO_CAUSE: Final = "Die Zahlen beschreiben Unterschiede der Lage; sie sagen nicht, woran diese liegen."
_MOST_MISSING: Final = 8


def limits(
    candidates: Sequence[Candidate],
    found: Sequence[Shortfall],
    choice: Choice,
    world: World,
    *,
    has_assumptions: bool,
) -> Part:
    """Annahmen und Grenzen; the list of assumptions only where there are some."""
    blocks: list[Block | Text] = [AssumptionList()] if has_assumptions else []
    always = (Sentence(ROUNDED, about="rundung"), Sentence(NO_CAUSE, about="ursache"))
    blocks.append(Text("grenzen", (*always, *_of_indicators(candidates, world)), "bullets"))
    blocks.append(Text("fehlend", tuple(_missing(found, choice, world)), "bullets"))
    return Part("annahmen", tuple(blocks))


def _of_indicators(candidates: Sequence[Candidate], world: World) -> list[Sentence]:
    """Pitfalls and breaks of the indicators that stand in the brief, one item each."""
    said = []
    for candidate in candidates:
        indicator = candidate.entry.indicator
        cuts = [f"Bruch {b.year}: {b.reason.rstrip('.')}." for b in breaks_of(candidate, world)]
        remarks = [f"{pitfall.rstrip('.')}." for pitfall in indicator.pitfalls] + cuts
        if remarks:
            said.append(Sentence(f"{indicator.title}: {' '.join(remarks)}", about=indicator.id))
    return said


def _missing(found: Sequence[Shortfall], choice: Choice, world: World) -> list[Sentence]:
    """What is not there: own funding data, inputs of measures, indicators of the Handlungsfeld."""
    region = world.registry.get(choice.region)
    said = []
    if not has_own_records(choice, world):
        text = (
            f"Es fehlen Haushaltsdaten {words.within(region)}: Positionen mit Betrag, Mittelgeber und "
            "Laufzeit."
        )
        said.append(Sentence(text, about="haushaltsdaten"))
    said += [
        Sentence(f"{one.gap.title}: {gap_words.why_not(one.gap)}".rstrip(".") + ".", about=one.subject)
        for one in found
        if not one.is_computed
    ]
    profile = world.profile_of(region)
    gone = [
        m.indicator.title for m in profile.missing if choice.handlungsfeld in ("", m.indicator.handlungsfeld)
    ]
    if gone and choice.handlungsfeld:
        more = f" und {len(gone) - _MOST_MISSING} weitere" if len(gone) > _MOST_MISSING else ""
        text = f"Nicht veröffentlicht {words.within(region)}: {'; '.join(gone[:_MOST_MISSING])}{more}."
        said.append(Sentence(text, about=f"indikatoren-{choice.handlungsfeld}"))
    elif gone:
        text = (
            f"{len(gone)} Indikatoren sind {words.within(region)} nicht veröffentlicht; das Profil nennt sie."
        )
        said.append(Sentence(text, about="indikatoren"))
    return said
