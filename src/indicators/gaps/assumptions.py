"""Named sets of assumptions: where their values come from, what a person has changed, and why.

`Assumption` is what is declared: a value with its plausible range and source (`declared` makes one from a
standard of the catalogue). An `AssumptionSet` is a preset and the own values on top of it, each with a
reason. `inputs` turns both into the `GapInput`s that the measures take; `side_by_side` compares several sets.
`assumption_files` writes a set into a link and into a JSON file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, get_args

from indicators.catalog import Evidence, Standard
from indicators.errors import InputError
from indicators.formats import number
from indicators.gaps.model import GapInput
from indicators.gaps.quantities import GapUnit, finite, quantity

Preset = Literal["vorsichtig", "mittel", "ambitioniert"]
End = Literal["low", "high"]

PRESETS: Final[dict[Preset, str]] = {
    "vorsichtig": "Vorsichtig",
    "mittel": "Mittel",
    "ambitioniert": "Ambitioniert",
}
"""The presets: every assumption at the end that gives the smaller gap, at its value, at the other end."""

MIDDLE: Final[Preset] = "mittel"
_LONGEST_NAME: Final = 80
_LONGEST_REASON: Final = 500


@dataclass(frozen=True)
class Assumption:
    """One declared assumption.

    Attributes:
        key: Its key, also in links.
        title: German label.
        unit: Its unit.
        decimals: How many decimals are shown.
        value: The declared value.
        low: Low end of the range that presets and sensitivity use; None where there is none.
        high: High end of it.
        cautious: The end that gives the smaller gap (`high` for a caseload ratio, `low` for a cost).
        source: Source line for people.
        evidence_level: How well it is established.
        link: "standard:<id>" or another place of the value (`GapInput.link`).
        year: The year for which it holds.
        least: The least plausible own value, where one is declared.
        most: The most plausible own value, where one is declared.
    """

    key: str
    title: str
    unit: GapUnit
    decimals: int
    value: float
    low: float | None
    high: float | None
    cautious: End
    source: str
    evidence_level: Evidence = "amtlich"
    link: str = ""
    year: int | None = None
    least: float | None = None
    most: float | None = None

    def preset(self, preset: Preset) -> float:
        """The value in a preset; without a range all presets have the declared value."""
        if preset == MIDDLE:
            return self.value
        at_low = (preset == "vorsichtig") == (self.cautious == "low")
        end = self.low if at_low else self.high
        return self.value if end is None else end


@dataclass(frozen=True)
class Own:
    """An own value of one assumption, and its reason."""

    key: str
    value: float
    reason: str


@dataclass(frozen=True)
class AssumptionSet:
    """A named set: a preset, and own values on top of it."""

    name: str
    preset: Preset = MIDDLE
    own: tuple[Own, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a set without a name, with too long a one, or with an unknown preset.

        Raises:
            InputError: As said.
        """
        if not self.name.strip() or len(self.name) > _LONGEST_NAME:
            raise InputError(
                f"Ein Satz von Annahmen braucht einen Namen von 1 bis {_LONGEST_NAME} Zeichen.",
                "Bitte einen kurzen Namen eingeben.",
            )
        if self.preset not in get_args(Preset):
            raise InputError(
                f"Die Vorgabe „{self.preset}“ gibt es nicht.",
                f"Bitte eine dieser wählen: {', '.join(PRESETS)}.",
            )


Declared = Mapping[str, Assumption]


def declared(
    standard: Standard,
    *,
    key: str,
    unit: GapUnit,
    cautious: End,
    entry: str = "",
    span: Sequence[str] = (),
    others: Sequence[Standard] = (),
) -> Assumption:
    """A standard of the catalogue as an assumption.

    Its range is what the standard declares, widened to the values of `span` and `others`; the source line
    then names them. Only the standard's own range limits what may be entered.

    Args:
        standard: The standard that gives the value.
        key: Key of the assumption.
        unit: Its unit.
        cautious: The end of the range that gives the smaller gap.
        entry: For a standard with several values: which of them ("E 9b").
        span: Further entries of the same standard ("E 9a", "E 10").
        others: Further standards of the same kind with a single value (other ratios, other lump sums).

    Raises:
        InputError: The standard has several values and no such entry.
    """
    value = _entry(standard, entry)
    around = [(f"{standard.title} {e}", _entry(standard, e)) for e in span]
    around += [(other.title, _entry(other, "")) for other in others]
    known = [v for v in (standard.low, value, standard.high, *(v for _, v in around)) if v is not None]
    has_range = min(known) < max(known)
    named = "; ".join(f"{title} ({number(v, standard.decimals)})" for title, v in around)
    place = ", ".join(part for part in (standard.source, standard.page) if part)
    return Assumption(
        key=key,
        title=f"{standard.title}, {entry}" if entry else standard.title,
        unit=unit,
        decimals=standard.decimals,
        value=value,
        low=min(known) if has_range else None,
        high=max(known) if has_range else None,
        cautious=cautious,
        source=f"{place}; Spanne: {named}" if named else place,
        evidence_level=standard.evidence_level,
        link=f"standard:{standard.id}",
        year=standard.year,
        least=standard.low,
        most=standard.high,
    )


def _entry(standard: Standard, entry: str) -> float:
    """The value of a standard, or one of its values."""
    found = standard.values.get(entry) if standard.values else standard.value
    if found is None or (entry and not standard.values):
        raise InputError(
            f"Der Standard „{standard.title}“ hat keinen Wert „{entry}“.",
            f"Bitte einen dieser Werte wählen: {', '.join(standard.values) or 'ohne Auswahl'}.",
        )
    return found


def preset(chosen: Preset) -> AssumptionSet:
    """The set of a preset, without own values."""
    return AssumptionSet(PRESETS.get(chosen, chosen), chosen)


def override(chosen: AssumptionSet, given: Declared, key: str, value: float, reason: str) -> AssumptionSet:
    """The set with an own value of one assumption; an earlier own value of it is replaced.

    Raises:
        InputError: The assumption is unknown, the value is no number or lies outside the plausible range, or
            the reason is missing or too long.
    """
    own = Own(key, checked(given, key, value), _reason(given[key].title, reason))
    return replace(chosen, own=(*(o for o in chosen.own if o.key != key), own))


def without(chosen: AssumptionSet, key: str) -> AssumptionSet:
    """The set with the declared value of one assumption again."""
    return replace(chosen, own=tuple(o for o in chosen.own if o.key != key))


def checked(given: Declared, key: str, value: object) -> float:
    """The value, if it is one that the assumption can have.

    Raises:
        InputError: The assumption is unknown, or the value is no number or outside the plausible range.
    """
    assumption = given.get(key)
    if assumption is None:
        raise InputError(
            f"Die Annahme „{key}“ gibt es nicht.", f"Es gibt: {', '.join(given) or 'keine Annahmen'}."
        )
    found = finite(value, assumption.title)
    if found is None or (assumption.least is None and found <= 0):
        raise InputError(f"„{assumption.title}“ muss größer als 0 sein.", "Bitte den Wert berichtigen.")
    too_low = assumption.least is not None and found < assumption.least
    if too_low or (assumption.most is not None and found > assumption.most):
        raise InputError(
            f"„{assumption.title}“ liegt mit {_text(assumption, found)} außerhalb der plausiblen Spanne "
            f"({_span(assumption)}).",
            "Bitte einen Wert innerhalb der Spanne wählen.",
        )
    return found


def inputs(chosen: AssumptionSet, given: Declared) -> dict[str, GapInput]:
    """What the measures take: every declared assumption with its value in this set.

    An own value is marked `eigene_annahme` and carries its reason; its range stays the declared one, widened
    to the value. A value of a preset stays that of the catalogue.

    Raises:
        InputError: An own value is not one that its assumption can have.
    """
    own = {o.key: o for o in chosen.own}
    for key, mine in own.items():
        checked(given, key, mine.value)
    return {key: _input(assumption, chosen.preset, own.get(key)) for key, assumption in given.items()}


@dataclass(frozen=True)
class Compared:
    """One assumption in several sets, in their order; `differs` where not all have the same value."""

    key: str
    title: str
    values: tuple[GapInput, ...]

    @property
    def differs(self) -> bool:
        """True where the sets do not agree."""
        return len({v.value for v in self.values}) > 1


def side_by_side(sets: Sequence[AssumptionSet], given: Declared) -> tuple[Compared, ...]:
    """Every assumption in each of the sets, in the order of the declarations."""
    columns = [inputs(chosen, given) for chosen in sets]
    return tuple(
        Compared(key, assumption.title, tuple(column[key] for column in columns))
        for key, assumption in given.items()
    )


def _input(assumption: Assumption, chosen: Preset, own: Own | None) -> GapInput:
    value = assumption.preset(chosen) if own is None else own.value
    standing = GapInput(
        key=assumption.key,
        title=assumption.title,
        value=value,
        unit=assumption.unit,
        decimals=assumption.decimals,
        low=None if assumption.low is None else min(assumption.low, value),
        high=None if assumption.high is None else max(assumption.high, value),
        source=assumption.source,
        evidence_level=assumption.evidence_level,
        origin="katalog",
        link=assumption.link,
        year=assumption.year,
    )
    if own is None:
        return standing
    note = f"eigene Annahme; im Katalog {_text(assumption, assumption.value)} ({assumption.source})"
    return replace(
        standing, origin="eigene_annahme", reason=own.reason, evidence_level="geschaetzt", source=note
    )


def _reason(title: str, reason: str) -> str:
    text = " ".join(reason.split())
    if not text or len(text) > _LONGEST_REASON:
        raise InputError(
            f"Zur eigenen Annahme „{title}“ fehlt eine Begründung von 1 bis {_LONGEST_REASON} Zeichen.",
            "Bitte in einem Satz angeben, worauf der Wert beruht.",
        )
    return text


def _text(assumption: Assumption, value: float) -> str:
    return quantity(value, assumption.unit, assumption.decimals)


def _span(assumption: Assumption) -> str:
    ends = []
    if assumption.least is not None:
        ends.append(f"ab {_text(assumption, assumption.least)}")
    if assumption.most is not None:
        ends.append(f"bis {_text(assumption, assumption.most)}")
    return " ".join(ends)
