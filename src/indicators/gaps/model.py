"""What every funding gap is made of: its inputs, its steps, its result and its limits. METHODS 4.

A measure (`real_value`, `need_adjusted`, `parity`, `staffing`, `structure`) takes `GapInput`s and returns one
`FundingGap`. Whoever shows, exports or compares gaps needs only this module:

- `FundingGap.amount` is signed and unrounded: negative or 0 is "keine Lücke" and is printed with its figure.
- Every input is a number with its unit, source and `link`; a missing one has `value=None`.
- Every step has a `formula` over the keys of inputs and earlier steps (`formula.evaluate`), so a spreadsheet
  can hold it as a live cell. The amount and the named results are steps: `FundingGap.amount_key`,
  `Result.key`.
- Percentages are in percent (59.2, not 0.592), also in formulas, where `/ 100` stands for it.
- `verdict == "nicht_berechenbar"` has `amount=None` and a `reason` that says which figure is missing and
  where it can be entered. Nothing here is ever NaN or infinite.
"""

import re
from dataclasses import dataclass, replace
from typing import Final, Literal, get_args

from indicators.catalog import Evidence
from indicators.errors import InputError
from indicators.formats import number
from indicators.gaps.quantities import GapUnit, finite, quantity

Measure = Literal["realwert", "vergleich", "paritaet", "standard", "struktur"]
Verdict = Literal["luecke", "keine_luecke", "nicht_berechenbar"]
Origin = Literal["amtlich", "katalog", "berechnet", "eigene_annahme"]
MEASURES: Final[dict[Measure, str]] = {
    "realwert": "Realwertlücke",
    "vergleich": "Bedarfsadjustierter Vergleich",
    "paritaet": "Teilhabe-Parität",
    "standard": "Standardlücke",
    "struktur": "Struktur und Förderabbruch",
}
"""The five measures in the order in which pages list them. They are views of one gap and never added up."""

NOT_SUMMED: Final = (
    "Die fünf Maße sind fünf Sichten auf dieselbe Lücke. Sie überschneiden sich und werden nicht addiert."
)
"""The sentence that stands wherever more than one measure is shown."""

VERDICTS: Final[dict[Verdict, str]] = {
    "luecke": "Lücke",
    "keine_luecke": "keine Lücke",
    "nicht_berechenbar": "nicht berechenbar",
}
"""A verdict in words."""

ORIGINS: Final[dict[Origin, str]] = {
    "amtlich": "veröffentlichte Zahl",
    "katalog": "Wert aus dem Katalog",
    "berechnet": "eigene Berechnung",
    "eigene_annahme": "eigene Annahme",
}
"""Where an input comes from, in words."""

SUM_YEARS: Final = "sum_years"
"""Key of the result that says how many years one amount sums up; absent for annual amounts."""

KEY: Final = re.compile(r"[a-z][a-z0-9_]*")
"""What the key of an input or a step looks like; formulas name them."""

RESIDUE: Final = 6
"""A gap is one from the sixth decimal on: what is smaller is the residue of binary arithmetic."""


@dataclass(frozen=True)
class GapInput:
    """One number that went into a gap.

    Attributes:
        key: Name in formulas, `[a-z][a-z0-9_]*`; the measures set their own key for what they are given.
        title: German label ("Preisindex 2025").
        value: The number; None where it is missing.
        unit: Its unit (`UNITS`).
        decimals: How many decimals are shown.
        low: Low end of its declared range; None where it has none (it then moves no result).
        high: High end of its declared range.
        source: Source line for people (producer, table, edition), empty only for an own assumption.
        evidence_level: `amtlich`, `erfasst`, `sekundaer` or `geschaetzt`.
        origin: Published, from the catalogue, computed by us or an own assumption (`ORIGINS`).
        reason: Why this value: required for an own assumption.
        link: Where the value comes from, as "kind:id" (`dataset:…`, `indicator:…`, `programme:…`,
            `standard:…`, `funding:…`, `region:…`); empty where a person entered it.
        year: The year of the value, where it has one.
        value_type: `Ist`, `Soll`, `Ansatz`, `Planung` or `Bewilligung`, only for amounts of funding.
    """

    key: str
    title: str
    value: float | None
    unit: GapUnit
    decimals: int = 0
    low: float | None = None
    high: float | None = None
    source: str = ""
    evidence_level: Evidence = "amtlich"
    origin: Origin = "amtlich"
    reason: str = ""
    link: str = ""
    year: int | None = None
    value_type: str = ""

    def __post_init__(self) -> None:
        """Refuse what no calculation can use.

        Raises:
            InputError: The key is no name; a number is text, NaN or infinite; the range does not hold the
                value; an own assumption has no reason.
        """
        if not KEY.fullmatch(self.key):
            raise InputError(
                f"„{self.key}“ ist kein Name für eine Eingabe.",
                "Bitte Kleinbuchstaben, Ziffern und Unterstriche verwenden.",
            )
        if self.unit not in get_args(GapUnit):
            raise InputError(
                f"Die Einheit „{self.unit}“ von „{self.title}“ ist unbekannt.",
                f"Bitte eine dieser Einheiten verwenden: {', '.join(get_args(GapUnit))}.",
            )
        for name in ("value", "low", "high"):
            object.__setattr__(self, name, finite(getattr(self, name), self.title))
        self._check_range()
        if self.origin == "eigene_annahme" and not self.reason.strip():
            raise InputError(
                f"Zur eigenen Annahme „{self.title}“ fehlt die Begründung.",
                "Bitte in einem Satz angeben, worauf der Wert beruht.",
            )

    def _check_range(self) -> None:
        low = self.value if self.low is None else self.low
        high = self.value if self.high is None else self.high
        if self.value is None or low is None or high is None or low <= self.value <= high:
            return
        shown = " bis ".join(number(end, self.decimals) for end in (low, high))
        raise InputError(
            f"„{self.title}“ liegt mit {self.text} außerhalb der angegebenen Spanne von {shown}.",
            "Bitte den Wert oder die Spanne ändern.",
        )

    @property
    def text(self) -> str:
        """The value with its unit as German readers expect it; "keine Angabe" where it is missing."""
        return quantity(self.value, self.unit, self.decimals)

    @property
    def ends(self) -> tuple[float, float] | None:
        """Low and high end of the range; None where the value is missing or has no range."""
        if self.value is None or (self.low is None and self.high is None):
            return None
        low = self.value if self.low is None else self.low
        high = self.value if self.high is None else self.high
        return (low, high) if low < high else None

    def named(self, key: str, title: str | None = None) -> "GapInput":
        """The same number under the key by which a measure's formulas call it."""
        return replace(self, key=key, title=self.title if title is None else title)


@dataclass(frozen=True)
class Step:
    """One step of a calculation: in words, as a formula, and what comes out (unrounded).

    `formula` uses only + - * / ( ) MIN MAX, numbers, and keys of inputs and of earlier steps.
    """

    key: str
    words: str
    formula: str
    value: float
    unit: GapUnit
    decimals: int = 0

    @property
    def text(self) -> str:
        """The value with its unit."""
        return quantity(self.value, self.unit, self.decimals)


@dataclass(frozen=True)
class Result:
    """A named result beside the amount; `key` is that of its step. Without a value `reason` says why."""

    key: str
    title: str
    value: float | None
    unit: GapUnit
    decimals: int = 0
    low: float | None = None
    high: float | None = None
    reason: str = ""

    @property
    def text(self) -> str:
        """The value with its unit; "keine Angabe" where there is none."""
        return quantity(self.value, self.unit, self.decimals)


@dataclass(frozen=True)
class Swing:
    """What one input alone moves: the amounts at both ends of its range (a bar of the tornado)."""

    key: str
    title: str
    low_input: float
    high_input: float
    low_amount: float
    high_amount: float

    @property
    def size(self) -> float:
        """How far the amount moves, never negative."""
        return abs(self.high_amount - self.low_amount)


@dataclass(frozen=True)
class RangePoint:
    """The amount at one value of an input; None with a `reason` where it cannot be computed."""

    x: float
    amount: float | None
    reason: str = ""


@dataclass(frozen=True)
class InputRange:
    """The amount over the whole range of one input (all base years, all ratios).

    Attributes:
        key: The input that moves.
        title: Its German label, for the axis.
        unit: Its unit; `number` for years.
        points: Ascending by `x`.
        chosen: The input's value in this calculation.
        break_even: The value at which there is no gap any more; None where there is no such value.
        break_even_text: The same as a German sentence, also where there is none.
    """

    key: str
    title: str
    unit: GapUnit
    points: tuple[RangePoint, ...]
    chosen: float
    break_even: float | None = None
    break_even_text: str = ""


@dataclass(frozen=True)
class FundingGap:
    """One view of a funding gap.

    Attributes:
        measure: One of `MEASURES`.
        title: What `amount` is, in German ("Realwertlücke 2025 gegenüber 2017").
        amount: Signed and unrounded; None where it is not computable.
        unit: Unit of `amount`, `low`, `high`, of the swings' and points' amounts.
        low: Low end of the range of `amount`; None where no range is known.
        high: High end of it.
        range_words: What the range is ("80-%-Vorhersagebereich"); empty without a range.
        verdict: `luecke`, `keine_luecke` or `nicht_berechenbar`.
        reason: German sentence: what the verdict rests on, or what is missing and where to enter it.
        inputs: Everything that went in, also what is missing.
        steps: The calculation; empty where nothing could be computed.
        amount_key: Key of the step that is the amount; empty where there is none.
        limits: What the result does not say, German sentences.
        swings: Which input moves the amount how far, the widest first.
        results: Further named results (real change, places, HHI …).
        ranges: The amount over the whole range of an input.
        variant: Which of several calculations of a measure (`pauschale` beside the staffing gap).
        decimals: How many decimals of `amount` are shown.
    """

    measure: Measure
    title: str
    amount: float | None
    unit: GapUnit
    verdict: Verdict
    reason: str
    inputs: tuple[GapInput, ...] = ()
    steps: tuple[Step, ...] = ()
    amount_key: str = ""
    low: float | None = None
    high: float | None = None
    range_words: str = ""
    limits: tuple[str, ...] = ()
    swings: tuple[Swing, ...] = ()
    results: tuple[Result, ...] = ()
    ranges: tuple[InputRange, ...] = ()
    variant: str = ""
    decimals: int = 0

    @property
    def text(self) -> str:
        """The amount with its unit, signed as it is; "keine Angabe" where there is none."""
        return quantity(self.amount, self.unit, self.decimals)

    @property
    def own_assumptions(self) -> tuple[GapInput, ...]:
        """The inputs that are own assumptions; their reasons travel into every export."""
        return tuple(i for i in self.inputs if i.origin == "eigene_annahme")

    @property
    def missing(self) -> tuple[GapInput, ...]:
        """The inputs that have no value."""
        return tuple(i for i in self.inputs if i.value is None)

    def result(self, key: str) -> Result:
        """One of the named results; KeyError if there is none of this key."""
        return {r.key: r for r in self.results}[key]

    def input(self, key: str) -> GapInput:
        """One of the inputs; KeyError if there is none of this key."""
        return {i.key: i for i in self.inputs}[key]


def verdict_of(amount: float) -> Verdict:
    """`luecke` for a positive amount, `keine_luecke` for 0, less, and what is only arithmetic's residue."""
    return "luecke" if round(amount, RESIDUE) > 0 else "keine_luecke"


def not_computable(
    measure: Measure,
    title: str,
    unit: GapUnit,
    reason: str,
    *,
    inputs: tuple[GapInput, ...] = (),
    limits: tuple[str, ...] = (),
    variant: str = "",
) -> FundingGap:
    """A gap without an amount, with the German reason that says what is missing and what to do."""
    return FundingGap(
        measure=measure,
        title=title,
        amount=None,
        unit=unit,
        verdict="nicht_berechenbar",
        reason=reason,
        inputs=inputs,
        limits=limits,
        variant=variant,
    )
