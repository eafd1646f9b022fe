"""What goes into the brief: its findings in one control, its measures in another.

The browser sends the whole of what is chosen, so a second change includes the first, however soon it follows.
The server writes into a control only where it shows something else than what is kept: a link, a draft,
another place.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape
from typing import Final

import streamlit as st

from indicators.briefs import Choice, links
from indicators.gaps.model import MEASURES
from indicators.ui import brief_state, data, markup
from indicators.ui.brief_state import Offer

_HEAD: Final = markup.section("Was ins Papier kommt")
_NOTHING: Final = _HEAD + markup.note(
    "Für diese Auswahl liegen keine Zahlen vor. Bitte ein anderes Handlungsfeld wählen."
)


def show(choice: Choice) -> None:
    """The heading, findings and measures."""
    menu = data.shared_brief(_menu, choice.region, choice.handlungsfeld)
    st.html(_HEAD if menu.titles else _NOTHING)
    if menu.titles:
        _findings(choice, menu)
    _measures(choice)


@dataclass(frozen=True, eq=False)
class Menu:
    """The findings that a place has in a Handlungsfeld; shared, so never mutated.

    Attributes:
        titles: Indicator, value and year by id, the proposed findings first: what the control lists.
        offered: Ids in the order of the paper.
        proposed: Those of them that stand in the paper where nothing else was chosen.
    """

    titles: dict[str, str]
    offered: tuple[str, ...]
    proposed: tuple[str, ...]


def _menu(region: str, field: str) -> Menu:
    found = brief_state.shared_offered(region, field)
    world = brief_state.world()
    listed = sorted(found.items(), key=lambda item: not item[1].is_proposed)
    return Menu(
        {key: f"{one.title}: {one.amount(world)} ({one.entry.year})" for key, one in listed},
        tuple(found),
        tuple(key for key, one in found.items() if one.is_proposed),
    )


def _findings(choice: Choice, menu: Menu) -> None:
    field = choice.handlungsfeld
    chosen = menu.proposed if choice.findings is None else choice.findings
    key = f"brief_findings_{choice.region}_{field}"
    _let_show(key, (one for one in chosen if one in menu.titles))
    st.multiselect(
        "Befunde im Papier",
        tuple(menu.titles),
        format_func=menu.titles.__getitem__,
        key=key,
        on_change=lambda: brief_state.keep_findings(field, st.session_state[key], menu.offered),
        placeholder="Name eintippen oder wählen",
        select_all=False,
    )


def _measures(choice: Choice) -> None:
    """The verdict of each measure, then which of them go into the paper: those that can be computed."""
    plain = brief_state.unworded(choice)
    offers = brief_state.shared_measures(choice)
    st.html(data.shared_brief(_measures_text, plain, offers))
    possible = tuple(offer.measure for offer in offers if offer.is_possible)
    if not possible:
        return
    proposed = tuple(offer.measure for offer in offers if offer.is_proposed)
    chosen = proposed if choice.measures is None else choice.measures
    key = f"brief_measures_{choice.region}"
    _let_show(key, (one for one in chosen if one in possible))
    st.pills(
        "Maße im Papier",
        possible,
        selection_mode="multi",
        format_func=MEASURES.__getitem__,
        key=key,
        on_change=lambda: brief_state.keep_measures(st.session_state[key], possible, proposed),
    )


def _let_show(key: str, shown: Iterable[str]) -> None:
    """A control that shows it already, in whatever order, is left alone.

    Written anew it would take back what the browser has changed since.
    """
    ids = list(shown)
    if {*st.session_state.get(key, ())} != {*ids}:
        st.session_state[key] = ids


def _measures_text(choice: Choice, offers: tuple[Offer, ...]) -> str:
    lines = "".join(
        f"<li><strong>{escape(MEASURES[offer.measure])}</strong> <b>{escape(offer.value)}</b> "
        f"<span>{escape(offer.detail)}</span></li>"
        for offer in offers
    )
    return (
        '<h3 class="im-brief-head">Förderlücke: fünf Maße</h3>'
        f'<ul class="im-brief-measures">{lines}</ul>{_to_gaps(choice)}'
    )


def _to_gaps(choice: Choice) -> str:
    """The way to where the measures are explained and their assumptions are set, with the same question."""
    said = links.to_link(replace(choice, findings=None))
    query = {key: value for key, value in said.items() if key not in brief_state.OWN_KEYS}
    own = len(choice.asked.assumptions.own)
    said_own = f"Dabei gilt {own} eigene Annahme. " if own == 1 else f"Dabei gelten {own} eigene Annahmen. "
    link = markup.link("foerderluecke", query, "Rechnung, Annahmen und fehlende Angaben: Förderlücke")
    return f'<p class="im-note">{said_own if own else ""}{link}</p>'
