"""The sections in front: proposed decision, summary, occasion. Neutral; every sentence can be edited."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from indicators.briefs.choice import Choice
from indicators.briefs.findings import Candidate, by_weight, sources_of, subject
from indicators.briefs.money import ending_summary
from indicators.briefs.parts import Part, Text
from indicators.briefs.shortfall import Shortfall, certainty_of, gap_sources, name_of, own_place
from indicators.briefs.world import World
from indicators.gaps.model import MEASURES, NOT_SUMMED, Measure
from indicators.report import Block, Certainty, KeyFigure, KeyFigures, Sentence
from indicators.texts import briefs as words
from indicators.texts import gaps as gap_words

_EURO: Final = "eur"
_OF_THE_BUDGET: Final[tuple[Measure, ...]] = ("realwert", "standard", "struktur")
_MOST_KEY_FIGURES: Final = 4
_MOST_FINDINGS: Final = 2
_MOST_GAPS: Final = 2
_NOTED: Final = "Die Ausgangslage und die Berechnungen zur Förderlücke werden zur Kenntnis genommen."
_NOT_ADDED: Final = "Die Beträge überschneiden sich und werden nicht addiert."
_MANDATE: Final = (
    "Die Verwaltung wird beauftragt, für die Haushaltsberatungen darzustellen, ob und wie {what} gedeckt "
    "werden können."
)
_MANDATE_LIST: Final = (
    "Die Verwaltung wird beauftragt, für die Haushaltsberatungen darzustellen, ob und wie die "
    "folgenden Beträge gedeckt werden können, jeweils rechnerisch: {what}."
)
_TO_FUNDER: Final = (
    "Die Verwaltung wird beauftragt, den Mittelgeber des Programms „{programme}“ auf den rechnerischen "
    "Kaufkraftverlust hinzuweisen."
)
_NO_AMOUNT: Final = "Ein Betrag wird nicht vorgeschlagen: {reason}."


def decision(found: Sequence[Shortfall], choice: Choice, world: World) -> Part:
    """Beschlussvorschlag: the person's points, else what follows from the verdicts."""
    if choice.decisions:
        own = tuple(Sentence(text.strip(), own=True) for text in choice.decisions if text.strip())
        return Part("beschluss", (Text("beschluss", own, "numbered"),))
    return Part("beschluss", (Text("beschluss", _points(found, choice, world), "numbered"),))


def _points(found: Sequence[Shortfall], choice: Choice, world: World) -> tuple[Sentence, ...]:
    """Taking note, a mandate to examine the own gaps in euro, or that no amount is proposed."""
    gaps = [one for one in found if one.gap.verdict == "luecke"]
    own = [one for one in gaps if _is_own_budget(one, choice)]
    points = [Sentence(_NOTED, about="kenntnisnahme")]
    if own:
        points.append(_mandate(own, world))
    points += [
        Sentence(_TO_FUNDER.format(programme=one.programme), about=f"mittelgeber-{one.asked_of}")
        for one in gaps
        if one.gap.measure == "realwert" and not own_place(one, choice)
    ]
    if not own:
        points.append(Sentence(_NO_AMOUNT.format(reason=_why_none(found, gaps)), about="kein-betrag"))
    return tuple(points)


def _is_own_budget(one: Shortfall, choice: Choice) -> bool:
    """True for a gap in euro in the means of the region itself: no scenario, no funds of the Bund in it."""
    is_own = own_place(one, choice) and one.gap.measure in _OF_THE_BUDGET
    return is_own and one.gap.unit == _EURO


def _is_scenario(one: Shortfall) -> bool:
    """True for the costs of parity: persons are the result, euros only a scenario (METHODS 4 M3)."""
    return one.gap.measure == "paritaet"


def _mandate(own: Sequence[Shortfall], world: World) -> Sentence:
    """To show how the own gaps could be covered; several are listed, never added."""
    named = [
        f"{gap_words.of_gap(one.gap, one.gap.amount)} ({one.gap.title.replace(' (', ', ').replace(')', '')})"
        for one in own
    ]
    ids = tuple(dict.fromkeys(key for one in own for key in gap_sources(one, world)))
    certainty: Certainty = "szenario" if "szenario" in {certainty_of(one.gap) for one in own} else "berechnet"
    if len(named) == 1:
        text = _MANDATE.format(what=f"rechnerisch {named[0]}")
    else:
        text = f"{_MANDATE_LIST.format(what='; '.join(named))} {_NOT_ADDED}"
    return Sentence(text, certainty, ids, about="auftrag")


def _why_none(found: Sequence[Shortfall], gaps: Sequence[Shortfall]) -> str:
    computed = [one for one in found if one.is_computed]
    if not found:
        return "Eine Förderlücke wurde nicht berechnet"
    if not computed:
        return "Für die gewählten Maße fehlen Angaben"
    if not gaps:
        return "Keines der berechneten Maße weist eine Lücke aus"
    if all(one.gap.unit != _EURO for one in gaps):
        return "Die berechnete Lücke ist in Personen ausgedrückt; Kosten je Platz und Wirkung fehlen"
    if all(_is_scenario(one) for one in gaps):
        return "Die Kosten bis zur Parität sind ein Szenario, kein Bedarf in Euro"
    return "Keine der berechneten Lücken betrifft allein die eigenen Mittel"


def summary(
    candidates: Sequence[Candidate], found: Sequence[Shortfall], choice: Choice, world: World
) -> Part:
    """Kurzfassung: key figures, then three to five sentences, one per section."""
    figures = _key_figures(candidates, found, choice, world)
    sentences = [_short(candidate, world) for candidate in by_weight(candidates)[:_MOST_FINDINGS]]
    for one in _by_weight(found, choice)[:_MOST_GAPS]:
        verdict = "" if one.gap.verdict == "luecke" else "keine Lücke. "
        text = f"{name_of(one)}: {verdict}{one.gap.reason}"
        ids = gap_sources(one, world)
        sentences.append(Sentence(text, certainty_of(one.gap), ids, about=one.subject))
    if sum(one.is_computed for one in found) > 1:
        sentences.append(Sentence(NOT_SUMMED, about="nicht-addiert"))
    if not any(one.gap.verdict == "luecke" for one in found) and any(one.is_computed for one in found):
        text = "Keines der berechneten Maße weist eine Lücke aus."
        sentences.append(Sentence(text, about="keine-luecke"))
    sentences += ending_summary(choice, world)
    blocks: list[Block | Text] = [KeyFigures(tuple(figures))] if len(figures) > 1 else []
    if sentences:
        blocks.append(Text("kurzfassung", tuple(sentences), "bullets"))
    return Part("kurzfassung", tuple(blocks))


def _short(candidate: Candidate, world: World) -> Sentence:
    """The gap of a finding in one sentence, without one its value."""
    entry, of = candidate.entry, subject(candidate.entry, world)
    if entry.compared is None:
        return replace(candidate.finding.sentences[0], about=candidate.id)
    against = world.catalog.groups[entry.compared.group].of
    text = words.gap_line(of, candidate.region, entry.year, entry.compared.gap, against)
    return Sentence(text, "berechnet", sources_of(entry, world), about=candidate.id)


def _by_weight(found: Sequence[Shortfall], choice: Choice) -> list[Shortfall]:
    """Own gaps in euro first, then other gaps, then computed ones without a gap."""
    computed = [one for one in found if one.is_computed]
    return sorted(
        computed,
        key=lambda one: (
            one.gap.verdict != "luecke",
            _is_scenario(one) and one.gap.unit == _EURO,
            not _is_own_budget(one, choice),
            not own_place(one, choice),
        ),
    )


def _key_figures(
    candidates: Sequence[Candidate], found: Sequence[Shortfall], choice: Choice, world: World
) -> list[KeyFigure]:
    """The first finding, its gap, and the weightiest gaps."""
    figures = []
    for candidate in by_weight(candidates)[:_MOST_FINDINGS]:
        entry, of = candidate.entry, subject(candidate.entry, world)
        note = f"{candidate.region.display_name} {entry.year}"
        if entry.compared is not None:
            against = world.catalog.groups[entry.compared.group].of
            note += f"; {against} {words.amount(entry.compared.value, of)}"
        certainty = "berechnet" if entry.status == "berechnet" else "amtlich"
        figures.append(
            KeyFigure(of.what, words.amount(entry.value, of), note, certainty, sources_of(entry, world))  # type: ignore[arg-type]
        )
    gaps = [one for one in _by_weight(found, choice) if one.gap.verdict == "luecke"]
    for one in gaps[: _MOST_KEY_FIGURES - len(figures)]:
        figures.append(
            KeyFigure(
                one.gap.title,
                gap_words.of_gap(one.gap, one.gap.amount),
                f"{MEASURES[one.gap.measure]}, {one.place.display_name}",
                certainty_of(one.gap),
                gap_sources(one, world),
            )
        )
    return figures


def occasion(choice: Choice, world: World) -> Part:
    """Anlass: the person's text, else what the paper is about, which cites nothing."""
    if choice.occasion.strip():
        paragraphs = [" ".join(p.split()) for p in choice.occasion.split("\n\n") if p.strip()]
        texts = tuple(
            Text(f"anlass-{n}" if n > 1 else "anlass", (Sentence(p, own=True),))
            for n, p in enumerate(paragraphs, start=1)
        )
        return Part("anlass", texts)
    field = world.catalog.handlungsfelder.get(choice.handlungsfeld)
    about = f" im Handlungsfeld „{field.title}“" if field else ""
    where = words.within(world.registry.get(choice.region))
    sentences = (
        Sentence(
            f"Das Papier stellt für die Haushaltsberatungen zusammen, was veröffentlichte Zahlen{about} "
            f"{where} zeigen und wie sich die Mittel für die Integrationsarbeit dazu verhalten.",
            about="gegenstand",
        ),
        Sentence(
            "Jede Zahl ist belegt; eigene Berechnungen und Szenarien sind gekennzeichnet.", about="belege"
        ),
    )
    return Part("anlass", (Text("anlass", sentences),))
