"""Cases of funding gaps: the inputs of a region and a programme, collected from what is shipped.

`facts.load()` and a `Question` are all that a caller needs:

| function | what it gives |
|---|---|
| `headline_gaps` | the tuple of the five measures, one `FundingGap` each, in the order of `MEASURES` |
| `of_measure`, `explained` | all calculations of one measure with what a picture of it needs |
| `narrowed` | the part of a question on which the case of a measure depends |
| `participation.in_persons` | the gaps of all indicators in persons |
| `assume.declared` | the assumptions that a set may change |

Every input carries its source, evidence level and link. METHODS 4; the measures are in `gaps`.
"""

from dataclasses import dataclass, replace

from indicators.errors import InputError
from indicators.gap_cases import assume, budget, compared, participation, real, staff
from indicators.gap_cases.compared import Compared
from indicators.gap_cases.facts import PARITY, Facts, Question, load
from indicators.gaps.model import MEASURES, FundingGap, Measure, not_computable
from indicators.regions import GERMANY

__all__ = [
    "MEASURES",
    "Case",
    "Facts",
    "Question",
    "explained",
    "headline_gaps",
    "load",
    "narrowed",
    "of_measure",
    "settled",
]


@dataclass(frozen=True, eq=False)
class Case:
    """One measure for a region: its calculations, the most telling first.

    Attributes:
        measure: The measure.
        gaps: Its calculations; they are never added up.
        notes: What has to stand beside them (why these peers).
        compared: The fit behind the need-adjusted comparison.
    """

    measure: Measure
    gaps: tuple[FundingGap, ...]
    notes: tuple[str, ...] = ()
    compared: Compared | None = None

    @property
    def main(self) -> FundingGap:
        """The calculation that stands on the card."""
        return self.gaps[0]


def settled(facts: Facts, asked: Question) -> Question:
    """The question with an indicator, a programme and its value type, where it names none that fits."""
    asked = replace(asked, indicator=asked.indicator or PARITY)
    offered = real.programmes(facts, asked.region)
    if asked.programme in {p.id for p in offered}:
        return asked
    return replace(
        asked, programme=offered[0].id if offered else "", base_year=None, year=None, value_type=""
    )


def narrowed(asked: Question, measure: Measure) -> Question:
    """The question without what the case of a measure does not depend on: those who keep cases need fewer."""
    of_all = Question(asked.region, ratio=asked.ratio, lump_sum=asked.lump_sum, assumptions=asked.assumptions)
    match measure:
        case "realwert":
            # A programme's amounts are those of its own region; the asked one only bounds own values.
            return replace(
                of_all if asked.assumptions.own else Question(GERMANY, assumptions=asked.assumptions),
                programme=asked.programme,
                value_type=asked.value_type,
                base_year=asked.base_year,
                year=asked.year,
                per_head=asked.per_head,
            )
        case "vergleich":
            return replace(
                of_all,
                peer_set=asked.peer_set,
                selection=asked.selection,
                funding=asked.funding,
                needs=asked.needs,
            )
        case "paritaet":
            return replace(of_all, indicator=asked.indicator)
        case "standard":
            return replace(of_all, grade=asked.grade)
        case "struktur":
            return of_all


def of_measure(facts: Facts, asked: Question, measure: Measure) -> Case:
    """All calculations of a measure.

    Raises:
        InputError: An input cannot be used; German, says what to change.
    """
    given = assume.given(facts, asked)
    match measure:
        case "realwert":
            return Case(measure, (real.gap(facts, asked, given),))
        case "vergleich":
            found = compared.compare(facts, asked)
            return Case(measure, (found.gap,), (found.peers,) if found.peers else (), found)
        case "paritaet":
            return Case(measure, participation.gaps(facts, asked, given))
        case "standard":
            return Case(measure, staff.gaps(facts, asked, given))
        case "struktur":
            return Case(measure, budget.gaps(facts, asked))


def explained(facts: Facts, asked: Question, measure: Measure) -> Case:
    """The calculations of a measure; an input that cannot be used becomes a gap with its reason."""
    try:
        return of_measure(facts, asked, measure)
    except InputError as error:
        return Case(measure, (not_computable(measure, MEASURES[measure], "eur", str(error)),))


def headline_gaps(facts: Facts, asked: Question) -> tuple[FundingGap, ...]:
    """The five measures, one gap each, in the order of `MEASURES`; they are never added up."""
    question = settled(facts, asked)
    return tuple(explained(facts, question, measure).main for measure in MEASURES)
