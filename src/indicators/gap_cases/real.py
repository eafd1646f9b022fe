"""M1 for a programme: what its amounts of two years are worth. METHODS 4 M1."""

from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from indicators import funding, funding_heads
from indicators.catalog import Programme
from indicators.errors import InputError
from indicators.funding_records import ORIGINAL, VALUE_TYPES
from indicators.gap_cases import inputs
from indicators.gap_cases.assume import Given
from indicators.gap_cases.facts import Facts, Question
from indicators.gaps.model import FundingGap, GapInput, not_computable
from indicators.gaps.real_value import real_value

BEFORE_PANDEMIC: Final = 2019
"""The last year before the pandemic."""

USUAL: Final = "bund_integrationskurse"
"""The federal programme that stands first."""

_TITLE: Final = "Realwertlücke"
_TWO: Final = 2


@dataclass(frozen=True)
class Series:
    """Amounts of one programme and value type by year."""

    programme: str
    value_type: str
    years: tuple[int, ...]


@dataclass(frozen=True)
class Period:
    """The two years that are compared, and the years that can be chosen for each."""

    base_year: int
    year: int
    base_years: tuple[int, ...]
    years: tuple[int, ...]


def series_of(facts: Facts, programme_id: str) -> tuple[Series, ...]:
    """The yearly series of a programme, the one with the most years first, of original budgets only."""
    found = [
        Series(programme_id, value_type, facts.years[programme_id, value_type])
        for value_type in VALUE_TYPES
        if (programme_id, value_type) in facts.years
    ]
    return tuple(sorted(found, key=lambda s: (s.value_type != "Ist", -len(s.years))))


def usable(facts: Facts, programme_id: str) -> tuple[Series, ...]:
    """The series of a programme in which two years can be compared."""
    return tuple(s for s in series_of(facts, programme_id) if period(facts, s, None, None))


def programmes(facts: Facts, ags: str) -> tuple[Programme, ...]:
    """The programmes that hold for a region and have two comparable years: its own first, the Bund's last."""
    codes = funding.reach(ags, facts.registry)
    declared = [p for p in facts.catalog.programmes.values() if p.region in codes]
    fit = [p for p in declared if p.id in facts.comparable]
    return tuple(sorted(fit, key=lambda p: (codes.index(p.region), p.id != USUAL, p.title)))


def period(facts: Facts, series: Series, base_year: int | None, year: int | None) -> Period | None:
    """The years of a question, or the usual ones (`_usual_base`); None without two comparable years."""
    index = facts.price_index
    known = tuple(y for y in series.years if y in index)
    if len(known) < _TWO:
        return None
    years = known[1:]
    chosen = year if year in years else years[-1]
    base_years = tuple(y for y in known if y < chosen)
    usual = _usual_base(base_years, min(index))
    return Period(base_year if base_year in base_years else usual, chosen, base_years, years)


def _usual_base(years: tuple[int, ...], first_index: int) -> int:
    """The first year of a series that begins after the price index, else 2019, else the first year."""
    begins_later = years[0] > first_index
    return BEFORE_PANDEMIC if BEFORE_PANDEMIC in years and not begins_later else years[0]


def gap(facts: Facts, asked: Question, given: Given) -> FundingGap:
    """The real-terms gap of the programme that the question names."""
    programme = facts.catalog.programmes.get(asked.programme)
    if programme is None:
        return _nothing(
            "Für diese Region liegt kein Programm mit Beträgen zweier Jahre derselben Wertart vor. Bitte ein "
            "Programm wählen; eigene Beträge nimmt bisher nur die Befehlszeile an (gap realwert --amount)."
        )
    offered = usable(facts, programme.id)
    if not offered:
        return _nothing(
            f"Für „{programme.title}“ gibt es keine zwei Jahre derselben Wertart, für die ein "
            "Preisindex vorliegt. Bitte ein anderes Programm wählen."
        )
    series = next((s for s in offered if s.value_type == asked.value_type), offered[0])
    if asked.value_type and series.value_type != asked.value_type:
        raise InputError(
            f"Für „{programme.title}“ gibt es keine zwei Jahre der Wertart „{asked.value_type}“.",
            f"Vorhanden: {', '.join(s.value_type for s in offered)}.",
        )
    usual = period(facts, series, asked.base_year, asked.year)
    assert usual is not None  # noqa: S101 - `usable` says so
    base_year, year = asked.base_year or usual.base_year, asked.year or usual.year
    persons = persons_by_year(facts, programme) if asked.per_head else None
    found = real_value(
        _amounts(facts, series),
        _indices(facts, given, base_year, year),
        base_year=base_year,
        year=year,
        persons=persons,
    )
    return replace(found, limits=(*found.limits, *_of_other_sources(facts, series)))


def _of_other_sources(facts: Facts, series: Series) -> tuple[str, ...]:
    """Years of the value type that only another source reports, which are not compared."""
    known = facts.annual.filter(
        pl.col("programme") == series.programme,
        pl.col("value_type") == series.value_type,
        pl.col("region") == facts.catalog.programmes[series.programme].region,
        pl.col("budget") == ORIGINAL,
    )
    years = sorted(set(known["year"]) - set(series.years))
    if not years:
        return ()
    return (
        f"{series.value_type} {', '.join(map(str, years))} stammt aus einer anderen Quelle und wird nicht "
        "verglichen.",
    )


def _amounts(facts: Facts, series: Series) -> dict[int, GapInput]:
    rows = facts.judged.filter(
        pl.col("programme") == series.programme, pl.col("value_type") == series.value_type
    )
    title = facts.catalog.programmes[series.programme].title
    return {
        year: inputs.of_records(facts, rows.filter(pl.col("year") == year), f"{title} {year}")
        for year in series.years
    }


def _indices(facts: Facts, given: Given, base_year: int, year: int) -> dict[int, GapInput]:
    """The price index by year; where a person entered an index of two years, these two."""
    own = [given.of(key) for key in ("base_wage_index", "wage_index")]
    if all(i.value is not None for i in own):
        return {
            at: replace(i, title=f"Eigener Index {at}", year=at)
            for at, i in zip((base_year, year), own, strict=True)
        }
    return (
        inputs.of_index(facts, funding.PRICE_INDEX) if funding.PRICE_INDEX in facts.catalog.standards else {}
    )


def persons_by_year(facts: Facts, programme: Programme) -> dict[int, GapInput]:
    """Persons of the programme's target group by year.

    Raises:
        InputError: The programme has no target group with counted persons.
    """
    target = programme.target_group
    heads = (
        funding_heads.heads(
            "zielgruppe", programme.region, facts.catalog, facts.registry, facts.values, target=target
        )
        if target
        else {}
    )
    if target is None or not heads:
        raise InputError(
            f"Für „{programme.title}“ liegt keine Zahl der Personen der Zielgruppe vor.",
            "Bitte ohne „je Person“ rechnen.",
        )
    indicator = facts.catalog.indicator(target.indicator)
    return {
        year: GapInput(
            "persons",
            f"{target.title} {year}",
            head.count,
            "persons",
            source=head.population,
            link=f"indicator:{indicator.id}",
            year=year,
        )
        for year, head in heads.items()
    }


def _nothing(reason: str) -> FundingGap:
    return not_computable("realwert", _TITLE, "eur", reason)
