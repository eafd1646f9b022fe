"""The page on the brief: what goes in and own texts on the left, files and the sheet on the right."""

from dataclasses import replace
from functools import lru_cache
from typing import Final, cast

import streamlit as st

from indicators.briefs import Choice
from indicators.errors import InputError
from indicators.gaps.assumptions import MIDDLE, PRESETS, Preset
from indicators.peers import NEAREST, OWN, PEER_SETS
from indicators.report import Report
from indicators.ui import (
    brief_content,
    brief_files,
    brief_state,
    brief_texts,
    controls,
    data,
    furniture,
    gap_sets,
    pictures,
)

Titles = dict[str, str]
_PROPOSED: Final = "_proposed_programme"


def show() -> None:
    """Everything below the title."""
    with furniture.row():
        choice = _ask()
    choice = _own_peers(choice)
    furniture.show_remarks()
    with st.container(key="brief_desk"):
        side, paper = st.container(key="brief_side"), st.container(key="brief_paper")
    with side:
        brief_content.show(choice)
    brief_state.write_link(choice)
    with paper:
        report = _report(choice)
    with side:
        brief_texts.show(choice, report)
        brief_files.show_drafts(choice)
    with paper:
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
