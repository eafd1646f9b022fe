"""M5 Struktur und Förderabbruch: who pays, what ends, and what is decided to follow. METHODS 4 M5.

`structure` takes the funded positions of one year. Third-party share = third-party funds / expenditure;
fixed-term share = funds whose term ends by t+1 / all; cliff(t+1) = expiring less decided successor funding;
concentration HHI = sum of squared shares of the funders. "Nachfolge offen" is a state of its own: the cliff
counts it as not decided, the result `open` names it, and the range reaches down to where all of it goes on.
`planned_change` compares two planned values of one position.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from indicators.catalog.money import Funder
from indicators.errors import InputError
from indicators.formats import number, with_unit
from indicators.gaps import calculation
from indicators.gaps.calculation import Line, Plan
from indicators.gaps.model import FundingGap, GapInput, Result, Swing, not_computable
from indicators.gaps.quantities import quantity
from indicators.gaps.sensitivity import values_of

OWN_FUNDER: Final[Funder] = "Kommune"
CHANGE: Final = "planung"
OPEN_SUCCESSOR: Final = "Nachfolge offen"
ENTER_POSITIONS: Final = (
    "Gebraucht werden die Positionen mit Betrag, Mittelgeber und Laufzeit; eigene nimmt bisher nur die "
    "Befehlszeile an (gap struktur --positions)."
)
"""What is needed where a municipality's own positions are missing, and where they can be given."""
_TITLE: Final = "Auslaufende Mittel ohne beschlossene Nachfolge"
_CHANGE_TITLE: Final = "Rückgang der geplanten Mittel"

_ONLY_RECORDED: Final = "Gerechnet wird mit den erfassten Positionen; was nicht erfasst ist, fehlt auch hier."
_OWN_SUM: Final = "Als Aufwand gilt die Summe der erfassten Mittel aller Mittelgebenden."
_PARTLY_UNKNOWN: Final = "Ein Teil der Mittel ist ohne Angabe zur Laufzeit."
_OPEN_NOTE: Final = (
    f"Mittel mit „{OPEN_SUCCESSOR}“ zählen als nicht beschlossen; die Spanne reicht bis zu dem Fall, dass "
    "sie in gleicher Höhe weiterlaufen."
)


@dataclass(frozen=True)
class Position:
    """One funded position of the year.

    Attributes:
        amount: The funds in euro; its title names the position.
        funder: Who pays.
        term_end: Last day of the decided funding; None where none is known.
        permanent: The source says that the funding has no end; without it and without `term_end` the term is
            unknown.
        successor: Decided funding of the following term (0: it is decided that there is none); None where
            nothing is decided ("Nachfolge offen").
    """

    amount: GapInput
    funder: Funder
    term_end: date | None = None
    permanent: bool = False
    successor: GapInput | None = None

    def ends_by(self, year: int) -> bool:
        """True where the decided funding ends in that year or before."""
        return self.term_end is not None and self.term_end.year <= year

    @property
    def term_unknown(self) -> bool:
        """True where nothing is known about an end."""
        return self.term_end is None and not self.permanent


def structure(positions: Sequence[Position], year: int, expenditure: GapInput | None = None) -> FundingGap:
    """Who pays in a year, and what ends by the next.

    Args:
        positions: The positions of `year`, all of one value type.
        year: The year t.
        expenditure: Total expenditure, where it is known; otherwise the sum of the positions stands for it.

    Returns:
        The cliff of `year + 1` in euro. Results (those that can be computed): `third_party_share` and
        `fixed_term_share` (percent), `hhi` (0 to 1), `total`, `fixed_term`, `decided`, `open`,
        `term_unknown`. `nicht_berechenbar` without positions, with mixed value types, and (with shares)
        without any known term.

    Raises:
        InputError: An amount is negative, or the positions are of another year.
    """
    title = f"{_TITLE} bis {year + 1}"
    inputs = _inputs(positions, year, expenditure)
    lacking = [i for i in inputs if i.value is None]
    obstacle = calculation.missing_sentence(lacking) if lacking else _obstacle(positions, year)
    if obstacle:
        return not_computable("struktur", title, "eur", obstacle, inputs=inputs, limits=(_ONLY_RECORDED,))
    plan = Plan(
        "struktur",
        title,
        _lines(positions, year, with_expenditure=expenditure is not None),
        _limits(expenditure),
    )
    gap = calculation.compute(plan, inputs)
    if all(p.term_unknown for p in positions):
        return _without_terms(gap)
    return _with_open(gap, positions, year)


def planned_change(before: GapInput, after: GapInput) -> FundingGap:
    """What a planned value falls below an earlier one.

    Args:
        before: The earlier value in euro (result of a year, or a budget), with year and value type.
        after: The later value.

    Returns:
        The decline in euro, variant `planung`; result `change` (percent, signed).

    Raises:
        InputError: The earlier value is 0 or negative, the later one negative.
    """
    inputs = before.named("before"), after.named("after")
    calculation.require_positive(inputs[0])
    calculation.require_not_negative(inputs[1])
    limits = ["Verglichen werden Beträge in jeweiligen Preisen, nicht um die Preisentwicklung bereinigt."]
    if before.value_type != after.value_type:
        limits.append(
            f"Verglichen werden verschiedene Wertarten ({before.value_type or 'ohne Angabe'} und "
            f"{after.value_type or 'ohne Angabe'}); Ansätze und Ergebnisse weichen erfahrungsgemäß "
            "voneinander ab."
        )
    lines = (
        Line(
            "change",
            "Veränderung gegenüber dem früheren Wert",
            "(after / before - 1) * 100",
            "percent",
            1,
            title="Veränderung",
        ),
        Line("decline", "Früherer abzüglich späterer Wert", "before - after", "eur"),
    )
    gap = calculation.compute(Plan("struktur", _CHANGE_TITLE, lines, tuple(limits), variant=CHANGE), inputs)
    if gap.amount is None:
        return gap
    moved = with_unit(number(gap.result("change").value, 1, signed=True), "%")
    return replace(gap, reason=f"Von {_named(before)} auf {_named(after)}: {moved}.")


def _named(value: GapInput) -> str:
    """An amount with its value type and year: "1.469.090 € (Ist 2024)"."""
    of = " ".join(part for part in (value.value_type, str(value.year or "")) if part)
    return f"{value.text} ({of})" if of else value.text


def _inputs(positions: Sequence[Position], year: int, expenditure: GapInput | None) -> tuple[GapInput, ...]:
    amounts = [p.amount.named(_key(n)) for n, p in enumerate(positions)]
    successors = [
        p.successor.named(_successor_key(n), f"Beschlossene Nachfolge: {p.amount.title}")
        for n, p in enumerate(positions)
        if p.successor is not None and p.ends_by(year + 1)
    ]
    calculation.require_not_negative(*amounts, *successors)
    if expenditure is None:
        return (*amounts, *successors)
    calculation.require_positive(expenditure)
    return (*amounts, *successors, expenditure.named("expenditure"))


def _key(n: int) -> str:
    return f"position_{n + 1}"


def _successor_key(n: int) -> str:
    return f"successor_{n + 1}"


def _obstacle(positions: Sequence[Position], year: int) -> str:
    if not positions:
        return f"Für {year} sind keine Mittel erfasst. {ENTER_POSITIONS}"
    other = next((p.amount for p in positions if p.amount.year not in (None, year)), None)
    if other is not None:
        raise InputError(
            f"„{other.title}“ gehört zum Jahr {other.year}, nicht zu {year}.",
            "Bitte nur Positionen eines Jahres zusammenstellen.",
        )
    types = sorted({p.amount.value_type or "ohne Angabe" for p in positions})
    if len(types) > 1:
        return (
            f"Die Positionen haben verschiedene Wertarten ({', '.join(types)}) und werden nicht "
            "zusammengezählt. Bitte eine Wertart wählen."
        )
    if not sum(p.amount.value or 0 for p in positions):
        return f"Die erfassten Mittel {year} ergeben 0 €. Bitte die Beträge prüfen."
    return ""


def _lines(positions: Sequence[Position], year: int, *, with_expenditure: bool) -> tuple[Line, ...]:
    """The formulas: sums over the positions that the words name."""

    def total(chosen: Sequence[int]) -> str:
        return " + ".join(_key(n) for n in chosen) or "0"

    everything = range(len(positions))
    ending = [n for n in everything if positions[n].ends_by(year + 1)]
    funders = dict.fromkeys(p.funder for p in positions)
    shares = [f"({total([n for n in everything if positions[n].funder == f])}) / total" for f in funders]
    decided = [_successor_key(n) for n in ending if positions[n].successor is not None]
    basis, of = ("expenditure", "Aufwand") if with_expenditure else ("total", "Summe der Mittel")
    third = [n for n in everything if positions[n].funder != OWN_FUNDER]
    return (
        Line("total", "Summe aller Positionen", total(everything), "eur", title="Erfasste Mittel"),
        Line(
            "third_party_share",
            f"Mittel anderer Mittelgebender geteilt durch {of}",
            f"({total(third)}) / {basis} * 100",
            "percent",
            1,
            title="Drittmittelanteil",
        ),
        Line(
            "hhi",
            f"Summe der quadrierten Anteile von {len(funders)} Mittelgebenden",
            " + ".join(f"{share} * ({share})" for share in shares),
            "number",
            2,
            title="Konzentration der Mittelgebenden (HHI)",
        ),
        Line(
            "term_unknown",
            "Summe der Positionen ohne Angabe zur Laufzeit",
            total([n for n in everything if positions[n].term_unknown]),
            "eur",
            title="Mittel ohne Angabe zur Laufzeit",
        ),
        Line(
            "fixed_term",
            f"Summe der Positionen, deren Laufzeit spätestens {year + 1} endet",
            total(ending),
            "eur",
            title=f"Bis Ende {year + 1} auslaufend",
        ),
        Line(
            "fixed_term_share",
            "Auslaufende Mittel geteilt durch Summe der Mittel",
            "fixed_term / total * 100",
            "percent",
            1,
            title="Anteil befristeter Mittel",
        ),
        Line(
            "open",
            f"Summe der auslaufenden Positionen mit „{OPEN_SUCCESSOR}“",
            total([n for n in ending if positions[n].successor is None]),
            "eur",
            title=OPEN_SUCCESSOR,
        ),
        Line(
            "decided",
            "Summe der beschlossenen Nachfolge",
            " + ".join(decided) or "0",
            "eur",
            title="Beschlossene Nachfolge",
        ),
        Line("cliff", "Auslaufende Mittel abzüglich beschlossener Nachfolge", "fixed_term - decided", "eur"),
    )


def _limits(expenditure: GapInput | None) -> tuple[str, ...]:
    return (_ONLY_RECORDED, *(() if expenditure is not None else (_OWN_SUM,)))


def _without_terms(gap: FundingGap) -> FundingGap:
    """Shares without a cliff: nothing is known about any term."""
    known = ("total", "third_party_share", "hhi", "term_unknown")
    return replace(
        gap,
        amount=None,
        amount_key="",
        low=None,
        high=None,
        range_words="",
        swings=(),
        verdict="nicht_berechenbar",
        reason=(
            "Zu keiner Position ist das Ende der Laufzeit erfasst; Drittmittelanteil und Konzentration sind "
            f"berechnet. {ENTER_POSITIONS}"
        ),
        steps=tuple(s for s in gap.steps if s.key in known),
        results=tuple(r for r in gap.results if r.key in known),
    )


def _with_open(gap: FundingGap, positions: Sequence[Position], year: int) -> FundingGap:
    """The cliff with its range by what is open, and the fixed-term share with what is unknown."""
    amount, still_open = gap.amount or 0.0, gap.result("open").value or 0.0
    values = values_of(gap.inputs)
    swings = [
        Swing(_key(n), f"{OPEN_SUCCESSOR}: {p.amount.title}", 0.0, given, amount, amount - given)
        for n, p in enumerate(positions)
        if p.ends_by(year + 1) and p.successor is None and (given := values[_key(n)]) > 0
    ]
    known = {step.key: step.value for step in gap.steps}
    at_most = (known["fixed_term"] + known["term_unknown"]) / known["total"] * 100
    has_unknown = known["term_unknown"] > 0
    notes = [*([_OPEN_NOTE] if still_open else []), *([_unknown_note(known)] if has_unknown else [])]

    def ranged(result: Result) -> Result:
        if result.key != "fixed_term_share" or not has_unknown:
            return result
        return replace(result, low=result.value, high=at_most, reason=_PARTLY_UNKNOWN)

    return replace(
        gap,
        low=amount - still_open if still_open else gap.low,
        high=amount if still_open else gap.high,
        range_words="alle offenen Nachfolgen in gleicher Höhe bis keine" if still_open else gap.range_words,
        swings=tuple(sorted((*gap.swings, *swings), key=lambda swing: -swing.size)),
        limits=(*gap.limits, *notes),
        reason=_reason(gap, year, still_open),
        results=tuple(ranged(r) for r in gap.results),
    )


def _unknown_note(known: dict[str, float]) -> str:
    return (
        f"Für {quantity(known['term_unknown'], 'eur')} ist keine Laufzeit erfasst; der Anteil befristeter "
        "Mittel kann höher sein."
    )


def _reason(gap: FundingGap, year: int, still_open: float) -> str:
    ending, decided = gap.result("fixed_term"), gap.result("decided")
    if not ending.value:
        return f"Bis Ende {year + 1} läuft keine der Positionen mit bekannter Laufzeit aus."
    text = f"Bis Ende {year + 1} laufen {ending.text} aus; beschlossen sind danach {decided.text}"
    return f"{text}. {OPEN_SUCCESSOR}: {quantity(still_open, 'eur')}." if still_open else f"{text}."
