"""The assumptions of a case: which are declared, from which standard, and what a person may enter.

A *declared* assumption has a value with a source (a caseload ratio). An *entry* is a number that nobody
published and only the municipality knows (its cases, its positions): it has no value before a person enters
one with a reason. Both stand in one `AssumptionSet`, travel in one link and one file.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from indicators.catalog import Standard
from indicators.errors import InputError
from indicators.gap_cases import inputs
from indicators.gap_cases.facts import Facts, Question
from indicators.gaps import assumptions
from indicators.gaps.assumptions import Assumption, Declared, End
from indicators.gaps.costs import BuiltCost
from indicators.gaps.model import GapInput, Measure
from indicators.gaps.quantities import GapUnit
from indicators.regions import GERMANY

DEFAULT_GRADE: Final = "E 9b"
PERSONNEL: Final = "kgst_personalkosten_2025"
WORKPLACE: Final = "kgst_sachkosten"
OVERHEAD: Final = "kgst_gemeinkosten"
"""The standards that make up the cost of a position."""

_PER_POSITION: Final = ("Euro je Vollzeitstelle", "Euro je Stelle")
_BINDINGS: Final = ("norm", "beschluss", "empfehlung", "praxis", "statistik")


@dataclass(frozen=True)
class Entry:
    """A number that only the municipality knows, or that nobody has published."""

    key: str
    measure: Measure
    title: str
    unit: GapUnit
    decimals: int = 0
    why: str = ""


ENTRIES: Final = (
    Entry("base_wage_index", "realwert", "Eigener Index im Basisjahr, zum Beispiel Löhne", "index", 1),
    Entry("wage_index", "realwert", "Eigener Index im betrachteten Jahr", "index", 1),
    Entry("group_persons", "paritaet", "Personen der Gruppe, auf die sich die Quote bezieht", "persons"),
    Entry(
        "effect", "paritaet", "Nettowirkung je Platz (Anteil, 0,15: von 100 Plätzen 15 Personen)", "number", 2
    ),
    Entry("effect_low", "paritaet", "Nettowirkung je Platz, niedrig", "number", 2),
    Entry("effect_high", "paritaet", "Nettowirkung je Platz, hoch", "number", 2),
    Entry("unit_cost", "paritaet", "Kosten je Platz", "eur_per_place"),
    Entry("funds", "paritaet", "Vorhandene Mittel für dieses Ziel", "eur"),
    Entry("caseload", "standard", "Personen, die zu betreuen sind", "persons"),
    Entry("staff", "standard", "Vorhandene Stellen", "fte", 1),
    Entry("full_cost", "standard", "Vollkosten einer Stelle", "eur_per_fte"),
    Entry("paid", "standard", "Gezahlte Pauschale", "eur_per_fte"),
)
_BY_KEY: Final = {e.key: e for e in ENTRIES}
RATIO: Final = "ratio"


def ratios(facts: Facts, ags: str) -> tuple[Standard, ...]:
    """The declared caseload ratios: those that hold for the region first, norms before other figures."""
    codes = _codes(ags)
    found = [s for s in facts.catalog.standards.values() if s.kind == "caseload_ratio" and s.value]
    return tuple(
        sorted(found, key=lambda s: (_place(s, codes), _BINDINGS.index(s.binding), -(s.year or 0), s.title))
    )


def lump_sums(facts: Facts, ags: str) -> tuple[Standard, ...]:
    """The lump sums per full-time position that hold for a region, its own first, then the latest."""
    codes = _codes(ags)
    fit = [
        s
        for s in facts.catalog.standards.values()
        if s.kind == "lump_sum" and s.region in codes and s.unit.startswith(_PER_POSITION)
    ]
    return tuple(sorted(fit, key=lambda s: (_place(s, codes), -(s.year or 0), -(s.value or 0), s.title)))


def lump_sum(facts: Facts, asked: Question) -> Standard | None:
    """The lump sum that is compared with the cost: the chosen one with a value, else the first."""
    return _chosen(lump_sums(facts, asked.region), asked.lump_sum)


def grades(facts: Facts) -> tuple[str, ...]:
    """The pay grades for which the cost of a workplace is declared."""
    costs = facts.catalog.standards.get(PERSONNEL)
    return tuple(costs.values) if costs else ()


def _codes(ags: str) -> tuple[str, ...]:
    """Where a standard may hold for a region: itself, its Kreis, its Land, Deutschland."""
    return tuple(dict.fromkeys((ags, ags[:5], ags[:2], GERMANY))) if ags != GERMANY else (GERMANY,)


def _place(standard: Standard, codes: Sequence[str]) -> int:
    return codes.index(standard.region) if standard.region in codes else len(codes)


def declared(facts: Facts, asked: Question) -> Declared:
    """Every assumption that a set may change, by key: those of standards and the entries."""
    found: dict[str, Assumption] = {}
    offered = ratios(facts, asked.region)
    if ratio := _chosen(offered, asked.ratio):
        others = [s for s in offered if s.id != ratio.id]
        found[RATIO] = assumptions.declared(
            ratio, key=RATIO, unit="persons_per_fte", cautious="high", others=others
        )
    costs = [s for s in facts.catalog.standards.values() if s.kind == "unit_cost" and s.value]
    if costs:
        found["unit_cost"] = _of_standard(costs[0], "unit_cost", "eur_per_place", "low")
    if paid := lump_sum(facts, asked):
        found["paid"] = _of_standard(paid, "paid", "eur_per_fte", "high")
    for entry in ENTRIES:
        found.setdefault(entry.key, _unknown(entry))
    return found


def _chosen(offered: Sequence[Standard], wanted: str) -> Standard | None:
    """The standard of that id; without one the first."""
    with_value = [s for s in offered if s.value]
    return next((s for s in with_value if s.id == wanted), with_value[0] if with_value else None)


def _of_standard(standard: Standard, key: str, unit: GapUnit, cautious: End) -> Assumption:
    return assumptions.declared(standard, key=key, unit=unit, cautious=cautious)


def _unknown(entry: Entry) -> Assumption:
    """An entry in the form of an assumption, so that links and files carry it; 0 stands for no value."""
    return Assumption(
        entry.key,
        entry.title,
        entry.unit,
        entry.decimals,
        value=0.0,
        low=None,
        high=None,
        least=0.0,
        cautious="low",
        source="",
    )


@dataclass(frozen=True, eq=False)
class Given:
    """The assumptions of a case as inputs of the measures."""

    declared: Declared
    by_key: dict[str, GapInput]
    own: frozenset[str]

    def of(self, key: str, title: str = "") -> GapInput:
        """The input of an assumption; missing where nobody entered it."""
        found = self.by_key[key]
        return replace(found, title=title) if title else found

    def is_known(self, key: str) -> bool:
        """True where there is a value."""
        return self.by_key[key].value is not None


def given(facts: Facts, asked: Question) -> Given:
    """The assumptions of the question's set as inputs.

    Raises:
        InputError: An own value is not one that its assumption can have.
    """
    known = declared(facts, asked)
    made = assumptions.inputs(asked.assumptions, known)
    own = frozenset(o.key for o in asked.assumptions.own)
    return Given(known, {key: _settled(i, own, known) for key, i in made.items()}, own)


def _settled(found: GapInput, own: frozenset[str], known: Declared) -> GapInput:
    """An entry without a value is missing; with one it has neither a range nor a place in the catalogue."""
    if known[found.key].source:
        return found
    entry = _BY_KEY[found.key]
    if found.key not in own:
        return inputs.missing(entry.key, entry.title, entry.unit, entry.why, entry.decimals)
    return replace(found, low=None, high=None, source="", link="")


def of_measure(known: Declared, measure: Measure) -> tuple[Assumption, ...]:
    """The assumptions that a measure uses, those with a source first."""
    keys = [e.key for e in ENTRIES if e.measure == measure]
    if measure == "standard":
        keys.insert(0, RATIO)
    found = [known[key] for key in keys if key in known]
    return tuple(sorted(found, key=lambda a: not a.source))


def is_entry(assumption: Assumption) -> bool:
    """True where nobody has published a value."""
    return not assumption.source


def cost_of_grade(facts: Facts, asked: Question) -> BuiltCost | None:
    """The cost of a workplace of the chosen pay grade in its parts; None where one is not declared."""
    standards = facts.catalog.standards
    if any(name not in standards for name in (PERSONNEL, WORKPLACE, OVERHEAD)):
        return None
    costs = standards[PERSONNEL]
    grade = asked.grade or DEFAULT_GRADE
    if grade not in costs.values:
        raise InputError(
            f"Für die Entgeltgruppe „{grade}“ sind keine Kosten hinterlegt.",
            f"Bitte eine dieser wählen: {', '.join(costs.values)}.",
        )
    return BuiltCost(
        inputs.of_standard_at(costs, grade, "eur_per_fte", f"Personalkosten einer Stelle ({grade})"),
        inputs.of_standard(standards[WORKPLACE], "eur_per_fte", "Sachkosten eines Büroarbeitsplatzes"),
        inputs.of_standard(standards[OVERHEAD], "percent", "Gemeinkosten, Anteil an den Personalkosten"),
    )
