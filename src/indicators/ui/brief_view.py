"""The page on the brief: controls, what goes in, texts, files, and the sheet as it will be."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from html import escape
from typing import Final, cast

import streamlit as st

from indicators.briefs import Choice, links
from indicators.briefs.findings import Offered
from indicators.errors import InputError
from indicators.gaps.assumptions import MIDDLE, PRESETS, Preset
from indicators.gaps.model import Measure
from indicators.peers import NEAREST, OWN, PEER_SETS
from indicators.report import Report
from indicators.ui import (
    brief_files,
    brief_state,
    brief_texts,
    controls,
    data,
    furniture,
    gap_sets,
    markup,
    pictures,
)
from indicators.ui.brief_state import Offer

Titles = dict[str, str]
_PROPOSED: Final = "_proposed_programme"


def show() -> None:
    """Everything below the title."""
    with furniture.row():
        choice = _ask()
    choice = _own_peers(choice)
    furniture.show_remarks()
    left, right = st.columns([5, 7], gap="large")
    with left:
        side = st.container(key="brief_side")
    with side:
        _what_goes_in(choice)
    brief_state.write_link(choice)
    report = _report(choice)
    with side:
        brief_texts.show(choice, report)
        brief_files.show_drafts(choice)
    with right:
        if report is not None:
            brief_files.show(choice, report)
            _preview(choice)


def _ask() -> Choice:
    """What the row of controls and the link say."""
    region = controls.select_region()
    fields, titles = _fields(), _styles()
    field = controls.select("handlungsfeld", "Handlungsfeld", tuple(fields), fields.__getitem__, "")
    style = controls.select("gliederung", "Gliederung", tuple(titles), titles.__getitem__, "neutral")
    programmes = brief_state.shared_programmes(region.ags, field)
    _renew_proposal(programmes[""])
    before = st.query_params.get("programm", "")
    programme = controls.select("programm", "Programm", tuple(programmes), programmes.__getitem__, "")
    peer_set = controls.select("gruppe", "Vergleichsgruppe", tuple(PEER_SETS), PEER_SETS.__getitem__, NEAREST)
    brief_state.follow_link(region.ags, field)
    asked = brief_state.asked_by_link(region.ags, programme, changed=before not in ("", programme))
    gap_sets.follow_link(asked)
    sets: Titles = dict(PRESETS.items())
    preset = controls.select("annahmen", "Annahmen", tuple(sets), sets.__getitem__, MIDDLE)
    asked = replace(asked, assumptions=gap_sets.current(cast("Preset", preset)))
    choice = brief_state.choice_of(asked, field, peer_set, style)
    _name_unknown(choice)
    return choice


def _renew_proposal(title: str) -> None:
    """A browser keeps the title that it was sent: where the proposal is another one, it is sent anew."""
    if st.session_state.get(_PROPOSED, title) != title and st.session_state.get("programm") == "":
        st.session_state["programm"] = ""
    st.session_state[_PROPOSED] = title


@lru_cache(maxsize=1)
def _fields() -> Titles:
    entries = data.catalog().handlungsfelder.items()
    return {"": "Alle Handlungsfelder", **{key: f.title for key, f in entries if f.indicators}}


@lru_cache(maxsize=1)
def _styles() -> Titles:
    return {style.id: style.title for style in brief_state.shared_styles().values()}


def _own_peers(choice: Choice) -> Choice:
    """The own selection of peers, where it is the chosen set."""
    if choice.peer_set != OWN:
        return choice
    return replace(choice, asked=replace(choice.asked, selection=controls.select_own_peers(choice.region)))


def _name_unknown(choice: Choice) -> None:
    """Findings of a link that the region does not have are named below the controls."""
    if not choice.findings:
        return
    known = brief_state.shared_offered(choice.region, "")
    unknown = [key for key in choice.findings if key not in known]
    if unknown:
        names = ", ".join(f"„{_title_of(key)}“" for key in unknown[:5])
        furniture.say_below_controls(
            furniture.as_markdown(f"Diese Befunde gibt es für die gewählte Kommune nicht: {names}.")
        )


def _title_of(indicator_id: str) -> str:
    found = data.catalog().indicators.get(indicator_id)
    return found.title if found else indicator_id[:60]


def _what_goes_in(choice: Choice) -> None:
    """Findings and measures, each with a box."""
    offered = brief_state.shared_offered(choice.region, choice.handlungsfeld)
    ids = tuple(offered)
    proposed = tuple(key for key, one in offered.items() if one.is_proposed)
    chosen = proposed if choice.findings is None else choice.findings
    furniture.section("Was ins Papier kommt")
    if not offered:
        furniture.note("Für diese Auswahl liegen keine Zahlen vor. Bitte ein anderes Handlungsfeld wählen.")
    seen = brief_state.store().seen
    seen |= {*chosen, *proposed}
    labels = data.shared_brief(_labels, choice.region)
    with st.container(key="brief_findings", gap="xsmall"):
        before = ""
        for key, one in offered.items():
            if key not in seen:
                continue
            field = one.entry.indicator.handlungsfeld
            if field != before:
                st.html(data.shared_brief(_field_head, field))
                before = field
            _box_of_finding(key, labels[key], choice, proposed, ids)
    _add_finding(offered, choice.handlungsfeld, proposed)
    _measures(choice)


def _field_head(field: str) -> str:
    return f'<h3 class="im-brief-head">{escape(data.catalog().handlungsfelder[field].title)}</h3>'


def _box_of_finding(
    finding: str, label: str, choice: Choice, proposed: tuple[str, ...], offered: tuple[str, ...]
) -> None:
    field = choice.handlungsfeld
    chosen = proposed if choice.findings is None else choice.findings
    key = _seeded(f"brief_finding_{choice.region}_{field}_{finding}", shown=finding in chosen)

    def keep() -> None:
        wanted = bool(st.session_state[key])
        brief_state.keep_finding(field, finding, wanted=wanted, proposed=proposed, offered=offered)

    st.checkbox(label, key=key, on_change=keep)


def _seeded(key: str, *, shown: bool) -> str:
    """The key of a box that shows what is kept; a box that shows it already is left alone."""
    if st.session_state.get(key) != shown:
        st.session_state[key] = shown
    return key


def _labels(ags: str) -> Titles:
    """Indicator, value, year of every finding of a region, by id."""
    world = brief_state.world()
    return {
        key: furniture.as_markdown(f"{one.title}: {one.amount(world)} ({one.entry.year})")
        for key, one in brief_state.shared_offered(ags, "").items()
    }


def _add_finding(offered: Mapping[str, Offered], field: str, proposed: tuple[str, ...]) -> None:
    """The other findings, to be found by name."""
    seen = brief_state.store().seen
    titles = {key: one.title for key, one in offered.items() if key not in seen}
    if not titles:
        return
    key = f"brief_add_{field}"

    def add() -> None:
        wanted = st.session_state[key]
        if wanted:
            brief_state.keep_finding(field, wanted, wanted=True, proposed=proposed, offered=tuple(offered))
        st.session_state[key] = None

    st.selectbox(
        f"Weiteren Befund aufnehmen ({len(titles)})",
        tuple(titles),
        index=None,
        format_func=titles.__getitem__,
        key=key,
        on_change=add,
        placeholder="Name eintippen oder wählen",
    )


def _measures(choice: Choice) -> None:
    """The five measures with their verdict; what cannot be computed cannot be taken in."""
    offered = brief_state.shared_measures(choice)
    proposed = tuple(offer.measure for offer in offered if offer.is_proposed)
    st.html(_MEASURES_HEAD)
    with st.container(key="brief_measures", gap="xsmall"):
        for offer in offered:
            _box_of_measure(offer, choice, proposed)
    st.html(data.shared_brief(_to_gaps, choice))


def _to_gaps(choice: Choice) -> str:
    """The way to where the measures are explained and their assumptions are set, with the same question."""
    said = links.to_link(replace(choice, title="", occasion="", decisions=(), author="", edits=()))
    query = {key: value for key, value in said.items() if key not in brief_state.OWN_KEYS}
    own = len(choice.asked.assumptions.own)
    said_own = f"Dabei gilt {own} eigene Annahme. " if own == 1 else f"Dabei gelten {own} eigene Annahmen. "
    link = markup.link("foerderluecke", query, "Rechnung, Annahmen und fehlende Angaben: Förderlücke")
    return f'<p class="im-note">{said_own if own else ""}{link}</p>'


def _box_of_measure(offer: Offer, choice: Choice, proposed: tuple[Measure, ...]) -> None:
    measure = offer.measure
    chosen = proposed if choice.measures is None else choice.measures
    key = _seeded(f"brief_measure_{choice.region}_{measure}", shown=offer.is_possible and measure in chosen)

    def keep() -> None:
        brief_state.keep_measure(measure, wanted=bool(st.session_state[key]), proposed=proposed)

    st.checkbox(offer.label, key=key, disabled=not offer.is_possible, on_change=keep)


_MEASURES_HEAD: Final = '<h3 class="im-brief-head">Förderlücke: fünf Maße</h3>'


def _report(choice: Choice) -> Report | None:
    """The report; what it lacks is said in its place."""
    try:
        return brief_state.shared_report(choice)
    except InputError as error:
        st.error(furniture.as_markdown(str(error)))
        return None


def _preview(choice: Choice) -> None:
    """The sheet in a few elements, so that what did not change is not sent again."""
    paper = brief_state.shared_paper(choice)
    pictures.offer(paper.pictures)
    with st.container(key="paper", gap=None):
        for html in paper.sheet:
            st.html(html)


def warm_up(region: str) -> None:
    """Make what the first visitor sees."""
    choice = Choice.of(region)
    brief_state.shared_measures(choice)
    brief_state.shared_programmes(region, "")
    brief_state.shared_paper(choice)
