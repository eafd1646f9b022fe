"""The section on need and funding gap: every chosen measure with its calculation, verdict and picture."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from indicators import gap_cases
from indicators.briefs import sources
from indicators.briefs.choice import Choice
from indicators.briefs.findings import Candidate, by_weight, chosen
from indicators.briefs.parts import Part, Text
from indicators.briefs.world import World
from indicators.figures import gap as pictures
from indicators.figures.comparison_model import Multiples
from indicators.figures.kinds import Chart
from indicators.figures.money_model import StackedBars, Tornado
from indicators.funding import PRICE_INDEX
from indicators.gap_cases import Case, Question, participation, real
from indicators.gap_cases.facts import FUNDING
from indicators.gaps.model import MEASURES, NOT_SUMMED, VERDICTS, FundingGap, Measure
from indicators.regions import GERMANY, Region
from indicators.report import (
    Assumption,
    Block,
    Calculation,
    CalculationRef,
    Cell,
    Certainty,
    Column,
    Figure,
    FigureRef,
    Sentence,
    Table,
    TableRef,
)
from indicators.texts import gaps as gap_words

_SEVERAL: Final[tuple[Measure, ...]] = ("paritaet", "standard")
"""Measures of which a second calculation stands beside the first where it can be computed."""


_PAIR: Final = 2
_LABOUR: Final = ("", "arbeit", "finanzkraft")
"""Handlungsfelder to which the usual funds of the comparison belong, those of the labour market."""

_INDEX: Final = f"standard:{PRICE_INDEX}"
"""A statistic, not an assumption."""


@dataclass(frozen=True)
class Shortfall:
    """One calculation of a measure, where it holds, and of which programme or indicator.

    Attributes:
        gap: The calculation.
        place: Where it holds.
        programme: Title of the programme or indicator, empty where there is none.
        asked_of: Its id, likewise.
        is_main: The first of its measure.
    """

    gap: FundingGap
    place: Region
    programme: str
    asked_of: str
    is_main: bool

    @property
    def id(self) -> str:
        """Its id in the report."""
        return f"{self.gap.measure}-{self.gap.variant}" if self.gap.variant else self.gap.measure

    @property
    def subject(self) -> str:
        """Measure and what it was asked of; with another programme or indicator it is another statement."""
        return f"{self.id}-{self.asked_of}" if self.asked_of else self.id

    @property
    def is_computed(self) -> bool:
        """True where there is an amount."""
        return self.gap.amount is not None


def shortfalls(choice: Choice, world: World) -> tuple[Shortfall, ...]:
    """The calculations of the chosen measures, the main one of each first; also those without a result."""
    asked = fitting(choice, world)
    found: list[Shortfall] = []
    for measure in MEASURES:
        if _is_wanted(measure, choice, asked, world):
            found += _of_case(world.case_of(asked, measure), asked, world)
    return tuple(found)


def fitting(choice: Choice, world: World) -> Question:
    """The question with programme and indicator of the Handlungsfeld, where nothing else was chosen."""
    asked, field = choice.asked, choice.handlungsfeld
    if field and not asked.indicator:
        of_field = [c.id for c in by_weight(chosen(choice, world)) if _has_parity(c)]
        asked = replace(asked, indicator=next(iter(of_field), asked.indicator))
    if field and not asked.programme:
        offered = real.programmes(world.facts, asked.region)
        asked = replace(asked, programme=next((p.id for p in offered if p.handlungsfeld == field), ""))
    return gap_cases.settled(world.facts, asked)


def _has_parity(candidate: Candidate) -> bool:
    return candidate.entry.compared is not None and candidate.entry.indicator.direction != "neutral"


def _is_wanted(measure: Measure, choice: Choice, asked: Question, world: World) -> bool:
    """What was chosen; else the measures whose figures belong to the Handlungsfeld."""
    if choice.measures is not None:
        return measure in choice.measures
    field = choice.handlungsfeld
    if measure == "paritaet":
        return field in ("", world.catalog.indicator(asked.indicator).handlungsfeld)
    return measure != "vergleich" or asked.funding != FUNDING or field in _LABOUR


def _of_case(case: Case, asked: Question, world: World) -> list[Shortfall]:
    place, programme = _place(case, asked, world)
    more = case.gaps[1:2] if case.measure in _SEVERAL else ()
    shown = [case.main, *(gap for gap in more if gap.amount is not None)]
    asked_of = {"realwert": asked.programme, "paritaet": asked.indicator}.get(case.measure, "")
    return [Shortfall(gap, place, programme, asked_of, gap is case.main) for gap in shown]


def _place(case: Case, asked: Question, world: World) -> tuple[Region, str]:
    """Where a measure holds: the Land or Bund of the programme, the Kreis that is compared, the region."""
    registry, own = world.registry, world.registry.get(asked.region)
    programme = world.catalog.programmes.get(asked.programme)
    if case.measure == "realwert" and programme is not None:
        return registry.get(programme.region), programme.title
    if case.measure == "vergleich" and case.compared is not None and case.compared.region is not None:
        return case.compared.region, ""
    if case.measure == "paritaet":
        indicator = world.catalog.indicator(asked.indicator)
        return participation.place(world.facts, indicator, asked.region), indicator.title
    return own, ""


def needs(found: Sequence[Shortfall], choice: Choice, world: World) -> Part:
    """Bedarf und Förderlücke: the overview, then the calculations (`_detailed`)."""
    table = _overview(found, world)
    blocks: list[Block | Text] = [Text("masse", _introduction(found))]
    if table is not None:
        blocks.append(TableRef(table.id))
    figures: list[Figure] = []
    calculations: list[Calculation] = []
    shown = _detailed(found, choice)
    for one in shown:
        calculation = Calculation(one.id, one.gap, sources.of_gap(one.gap, one.place.ags, world))
        calculations.append(calculation)
        if one.is_main or one.gap.measure not in {s.gap.measure for s in shown if s.is_main}:
            blocks.append(Text(one.subject, said(one)))
        blocks.append(CalculationRef(one.id))
        picture = _picture(one, calculation)
        if picture is not None:
            figures.append(picture)
            blocks.append(FigureRef(picture.id))
    return Part(
        "bedarf",
        tuple(blocks),
        tuple(figures),
        (table,) if table else (),
        tuple(calculations),
        assumptions(shown),
    )


def _detailed(found: Sequence[Shortfall], choice: Choice) -> list[Shortfall]:
    """The chosen measures; where nothing was chosen those with a gap, without one the first."""
    computed = [one for one in found if one.is_computed]
    if choice.measures is not None:
        return computed
    return [one for one in computed if one.gap.verdict == "luecke"] or computed[:1]


def _introduction(found: Sequence[Shortfall]) -> tuple[Sentence, ...]:
    main = [one for one in found if one.is_main]
    missing = [MEASURES[one.gap.measure] for one in main if not one.is_computed]
    if not main:
        return (Sentence("Eine Förderlücke wurde für dieses Papier nicht berechnet.", about="keine"),)
    sentences = [Sentence(NOT_SUMMED, about="nicht-addiert")] if len(main) > 1 else []
    if missing:
        sentences.append(
            Sentence(
                f"Nicht berechenbar: {'; '.join(missing)}; was fehlt, steht unter den Grenzen.",
                about="nicht-berechenbar",
            )
        )
    return tuple(sentences) or (Sentence("Berechnet wurde ein Maß der Förderlücke.", about="eines"),)


def said(one: Shortfall) -> tuple[Sentence, ...]:
    """What the calculation answers and for what; the result stands in it."""
    question = f"{MEASURES[one.gap.measure]}: {gap_words.QUESTIONS[one.gap.measure]}"
    sentences = [Sentence(question, about="frage")]
    where = "" if one.place.name in one.programme else f" ({one.place.display_name})"
    programme = f"das Programm „{one.programme}“{where}"
    if one.gap.measure == "realwert":
        sentences.append(Sentence(f"Betrachtet wird {programme}.", about="gegenstand"))
    elif one.gap.measure == "paritaet":
        text = f"Indikator: {one.programme}, {one.place.display_name}."
        sentences.append(Sentence(text, about="gegenstand"))
    else:
        sentences.append(Sentence(f"Die Rechnung gilt für {one.place.display_name}.", about="gegenstand"))
    if one.gap.measure == "realwert" and one.place.level in ("bund", "land"):
        whole = "das Bundesgebiet" if one.place.ags == GERMANY else one.place.display_name
        text = f"Der Betrag gilt für {whole} insgesamt; er wird nicht auf Kommunen umgelegt."
        sentences.append(Sentence(text, about="reichweite"))
    return tuple(sentences)


def name_of(one: Shortfall) -> str:
    """The calculation in a line: title, programme or indicator, place."""
    about = f", {one.programme}" if one.programme and one.gap.measure != "realwert" else ""
    about = f" „{one.programme}“" if one.gap.measure == "realwert" and one.programme else about
    where = "" if one.place.name in one.gap.title else f", {one.place.display_name}"
    return f"{one.gap.title}{about}{where}"


def certainty_of(gap: FundingGap) -> Certainty:
    """A scenario where own assumptions or estimates went in, else our own calculation."""
    is_scenario = gap.own_assumptions or any(i.evidence_level == "geschaetzt" for i in gap.inputs)
    return "szenario" if is_scenario else "berechnet"


def gap_sources(one: Shortfall, world: World) -> tuple[str, ...]:
    """Ids of all sources of a calculation."""
    found = sources.of_gap(one.gap, one.place.ags, world)
    return tuple(dict.fromkeys(key for _, keys in found for key in keys))


def _overview(found: Sequence[Shortfall], world: World) -> Table | None:
    """The measures in one table; None where nothing could be computed."""
    computed = [one for one in found if one.is_computed]
    if len(computed) < 2:
        return None
    rows: list[tuple[Cell, ...]] = [
        (
            MEASURES[one.gap.measure],
            one.place.display_name,
            gap_words.of_gap(one.gap, one.gap.amount),
            gap_words.span(one.gap) or "–",
            VERDICTS[one.gap.verdict],
        )
        for one in computed
    ]
    ids = dict.fromkeys(key for one in computed for key in gap_sources(one, world))
    return Table(
        "masse",
        "Die berechneten Maße im Überblick",
        (
            Column("Maß"),
            Column("Gilt für"),
            Column("Ergebnis", align="right"),
            Column("Spanne", align="right"),
            Column("Urteil"),
        ),
        tuple(rows),
        tuple(ids),
        note="Negative Ergebnisse bedeuten: keine Lücke. Die Zeilen werden nicht addiert.",
    )


def _picture(one: Shortfall, calculation: Calculation) -> Figure | None:
    """The tornado for a gap in euro with several uncertain inputs, else the picture of the measure."""
    gap = one.gap
    chart = _telling(pictures.main_figure(gap)) or pictures.tornado(gap)
    ids = tuple(dict.fromkeys(key for _, keys in calculation.sources for key in keys))
    is_bare = isinstance(chart, Tornado) and len(chart.bars) < _PAIR
    if chart is None or not ids or is_bare or isinstance(chart, Multiples):
        return None
    about = f" „{one.programme}“" if one.programme else ""
    return Figure(
        id=f"bild-{one.id}",
        title=f"{gap.title}{about}: {gap_words.of_gap(gap, gap.amount)}",
        subtitle=f"{MEASURES[gap.measure]} · {one.place.display_name}",
        chart=chart,
        alt=chart.alt,
        sources=ids,
    )


def _telling(chart: Chart | None) -> Chart | None:
    """No picture where it would only be the two bars whose numbers stand beside it."""
    return None if isinstance(chart, StackedBars) and len(chart.bars) <= _PAIR else chart


def assumptions(computed: Sequence[Shortfall]) -> tuple[Assumption, ...]:
    """What the calculations take as given: standards of the catalogue and own values, each once."""
    found: dict[str, Assumption] = {}
    for one in computed:
        for given in one.gap.inputs:
            is_own = given.origin == "eigene_annahme"
            is_standard = given.link.startswith("standard:") and given.link != _INDEX
            if given.value is None or not (is_own or is_standard):
                continue
            found.setdefault(
                f"{given.link}-{given.title}",
                Assumption(
                    id=f"{one.id}-{given.key}",
                    title=given.title,
                    value=gap_words.input_text(given),
                    sources=() if is_own else (given.link,),
                    own=is_own,
                    reason=given.reason if is_own else "",
                    span=gap_words.input_range(given),
                ),
            )
    return tuple(found.values())


def own_place(one: Shortfall, choice: Choice) -> bool:
    """True where the calculation holds for the region itself, not for its Kreis, Land or the Bund."""
    return one.place.ags == choice.region
