"""The controls of the page on funding gaps: everything that makes up a `Question`, bound to the link."""

from dataclasses import replace
from typing import Final, cast

import streamlit as st

from indicators import peers
from indicators.formats import number
from indicators.gap_cases import Question, assume, compared, participation, real
from indicators.gap_cases.facts import PARITY, PEER_SETS
from indicators.gaps.assumptions import MIDDLE, PRESETS, AssumptionSet, Preset
from indicators.gaps.model import MEASURES, Measure
from indicators.texts import funding as words
from indicators.ui import controls, data, gap_sets
from indicators.ui.gap_facts import facts

_NONE: Final = "keines"
Titles = dict[str, str]


def ask() -> Question:
    """Region, programme, peers and set of assumptions, from left to right."""
    region = controls.select_region()
    titles = data.shared_of_all(_programmes, region.ags)
    programme = controls.select("programm", "Programm", tuple(titles), titles.__getitem__, next(iter(titles)))
    peer_set = controls.select(
        "vergleich", "Vergleich", tuple(PEER_SETS), PEER_SETS.__getitem__, next(iter(PEER_SETS))
    )
    asked = Question(region.ags, programme="" if programme == _NONE else programme, peer_set=peer_set)
    return replace(asked, assumptions=_select_set(asked))


def _select_set(asked: Question) -> AssumptionSet:
    """The preset, with the own values on top of it that the link or the page gave."""
    gap_sets.follow_link(asked)
    chosen = controls.select("annahmen", "Annahmen", tuple(PRESETS), PRESETS_BY_ID.__getitem__, MIDDLE)
    return gap_sets.current(cast("Preset", chosen))


PRESETS_BY_ID: Final[Titles] = dict(PRESETS.items())


def _programmes(ags: str) -> Titles:
    found = {p.id: words.programme_label(p) for p in real.programmes(facts(), ags)}
    return found or {_NONE: "kein Programm mit zwei vergleichbaren Jahren"}


def pick_measure() -> Measure:
    """Which of the five measures is opened."""
    titles: Titles = dict(MEASURES.items())
    return cast(
        "Measure", controls.pick("mass", "Im Einzelnen", tuple(titles), titles.__getitem__, "realwert")
    )


def refine(asked: Question, measure: Measure) -> Question:
    """What only the opened measure asks for, side by side; how wide each control is stands in style.css."""
    asked = _select_own_peers(asked)
    match measure:
        case "realwert":
            return _refine_years(asked)
        case "vergleich":
            return _refine_comparison(asked)
        case "paritaet":
            return _refine_parity(asked)
        case "standard":
            return _refine_staffing(asked)
        case "struktur":
            return asked


def _select_own_peers(asked: Question) -> Question:
    """The own selection of peers, where it is the chosen set."""
    if asked.peer_set != peers.OWN:
        st.query_params.pop("auswahl", None)
        return asked
    return replace(asked, selection=controls.select_own_peers(asked.region))


def _refine_years(asked: Question) -> Question:
    offered = data.shared_of_all(_series, asked.programme)
    if not offered:
        return asked
    types = tuple(s.value_type for s in offered)
    kind = controls.select("wertart", "Wertart", types, str, types[0])
    series = next(s for s in offered if s.value_type == kind)
    whole = data.shared_of_all(_period, series, None)
    years = tuple(str(y) for y in reversed(whole.years))
    year = int(controls.to_come("jahr", years, str(whole.year)))  # the years before depend on it
    known = data.shared_of_all(_period, series, year)
    bases = tuple(str(y) for y in known.base_years)
    base = int(controls.select("basisjahr", "Basisjahr", bases, str, str(known.base_year)))
    controls.select("jahr", "Jahr", years, str, str(whole.year))
    counted = data.shared_of_all(_counted_years, asked.programme)
    per_head = {base, year} <= counted and controls.switch("je_person", "Je Person der Zielgruppe rechnen")
    return replace(asked, value_type=kind, base_year=base, year=year, per_head=per_head)


def _counted_years(programme: str) -> frozenset[int]:
    """The years in which the persons of the programme's target group are known."""
    known = facts()
    declared = known.catalog.programmes.get(programme)
    if declared is None or declared.target_group is None:
        return frozenset()
    return frozenset(real.persons_by_year(known, declared))


def _period(series: real.Series, year: int | None) -> real.Period:
    found = real.period(facts(), series, None, year)
    assert found is not None  # noqa: S101 - only usable series are offered
    return found


def _series(programme: str) -> tuple[real.Series, ...]:
    return real.usable(facts(), programme) if programme else ()


def _refine_comparison(asked: Question) -> Question:
    money, need = data.shared_of_all(_comparable)
    if "bedarf" not in st.query_params and not st.session_state.get("bedarf"):
        st.session_state["bedarf"] = list(asked.needs)
    funding = controls.select("mittel", "Mittel je Kopf", tuple(money), money.__getitem__, asked.funding)
    needs = controls.select_several("bedarf", "Merkmale des Bedarfs", tuple(need), need.__getitem__)
    return replace(asked, funding=funding, needs=needs or asked.needs)


def _comparable() -> tuple[Titles, Titles]:
    known = facts()
    money = {i.id: i.title for i in compared.fundings(known)}
    return money, {i.id: i.title for i in compared.needs(known)}


def _refine_parity(asked: Question) -> Question:
    titles = data.shared_of_all(_compared_indicators, asked.region)
    default = PARITY if PARITY in titles else next(iter(titles), "")
    if not titles:
        return asked
    return replace(
        asked,
        indicator=controls.select("indikator", "Indikator", tuple(titles), titles.__getitem__, default),
    )


def _compared_indicators(ags: str) -> Titles:
    """The indicators with a comparison that the region has values of."""
    return {i.id: i.title for i in participation.judged(facts(), ags)}


def _refine_staffing(asked: Question) -> Question:
    ratios, grades, sums = data.shared_of_all(_standards, asked.region)
    paid = ""
    ratio = controls.select(
        "schluessel", "Betreuungsschlüssel", tuple(ratios), ratios.__getitem__, next(iter(ratios))
    )
    grade = controls.select("entgeltgruppe", "Entgeltgruppe", grades, str, assume.DEFAULT_GRADE)
    if sums:
        paid = controls.select("pauschale", "Pauschale", tuple(sums), sums.__getitem__, next(iter(sums)))
    return replace(asked, ratio=ratio, grade=grade, lump_sum=paid)


def _standards(ags: str) -> tuple[Titles, tuple[str, ...], Titles]:
    known = facts()
    return (
        {s.id: f"{number(s.value)} · {s.title}" for s in assume.ratios(known, ags)},
        assume.grades(known),
        {s.id: f"{number(s.value)} € · {s.title}" for s in assume.lump_sums(known, ags)},
    )
