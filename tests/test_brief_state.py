"""Two quick clicks on the page of the brief: both callbacks are those of one run, and both count."""

from collections.abc import Callable
from dataclasses import is_dataclass
from datetime import date
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest
import streamlit as st

from indicators.briefs import Choice
from indicators.briefs.choice import MOST_ITEMS
from indicators.briefs.parts import Editable
from indicators.figures.kinds import Chart
from indicators.gaps.model import Measure
from indicators.ui import brief_state, brief_texts, brief_view
from indicators.ui.brief_state import Offer

HERE = Choice.of("14713")
FIRST, SECOND = (Editable(f"lage.{n}", "kurzfassung", f"Satz {n}.", f"Satz {n}.") for n in "ab")


class Fields:
    """Fields as one run draws them; leaving one calls what this run registered for it."""

    def __init__(self) -> None:
        self.left: dict[str, tuple[str, Callable[[], None]]] = {}

    def draw(self, label: str, *, key: str, on_change: Any, args: tuple[Any, ...] = (), **_: Any) -> None:
        self.left[label] = key, lambda: on_change(*args)

    def leave(self, label: str, value: Any) -> None:
        key, call = self.left[label]
        st.session_state[key] = value
        call()


@pytest.fixture
def fields(monkeypatch: pytest.MonkeyPatch) -> Fields:
    monkeypatch.setattr(st, "session_state", {})
    found = Fields()
    for kind in ("checkbox", "text_area", "text_input"):
        monkeypatch.setattr(st, kind, found.draw)
    return found


def test_two_findings_taken_out_at_once_are_both_out(fields: Fields):
    ids = ("eins", "zwei", "drei")
    for finding in ids:
        brief_view._box_of_finding(finding, finding, HERE, ids, ids)
    fields.leave("eins", False)
    fields.leave("zwei", False)
    assert brief_state.store().findings[""] == ("drei",)


def test_two_measures_taken_out_at_once_are_both_out(fields: Fields):
    proposed: tuple[Measure, ...] = ("realwert", "paritaet", "standard")
    for measure in proposed:
        offer = Offer(measure, measure, is_possible=True, is_proposed=True)
        brief_view._box_of_measure(offer, HERE, proposed)
    fields.leave("realwert", False)
    fields.leave("standard", False)
    assert brief_state.store().measures == ("paritaet",)


def test_two_sentences_changed_at_once_are_both_own(fields: Fields):
    for number, sentence in enumerate((FIRST, SECOND), start=1):
        brief_texts._sentence(HERE, sentence, number)
    fields.leave("Satz 1", "Mein Satz.")
    fields.leave("Satz 2", "Noch einer.")
    assert dict(brief_state.now(HERE).edits) == {FIRST.id: "Mein Satz.", SECOND.id: "Noch einer."}


def test_a_restored_proposal_does_not_undo_what_was_changed_since(fields: Fields):
    brief_state.write_texts(HERE.region, edits=((FIRST.id, "Mein Satz."),))
    drawn = brief_state.now(HERE)
    brief_texts._sentence(drawn, SECOND, 2)
    fields.leave("Satz 2", "Noch einer.")
    brief_state.restore(drawn, FIRST.id)
    assert brief_state.now(HERE).edits == ((SECOND.id, "Noch einer."),)


def test_an_own_sentence_too_many_is_named_until_something_is_kept(fields: Fields):
    full = tuple((f"x.{n}", "Eigener Satz.") for n in range(MOST_ITEMS))
    brief_state.write_texts(HERE.region, edits=full)
    for number, sentence in enumerate((FIRST, SECOND), start=1):
        brief_texts._sentence(HERE, sentence, number)
    fields.leave("Satz 1", "Einer zu viel.")
    kept = brief_state.store()
    assert f"höchstens {MOST_ITEMS} eigene Sätze" in kept.refused[HERE.region]
    assert kept.error == ""  # that of a draft, which stands elsewhere
    assert brief_state.now(HERE).edits == full
    brief_state.write_texts(HERE.region, edits=full[1:])
    assert kept.refused == {}


def leaves(kind: Any) -> set[Any]:
    """What values of a type are made of in the end, through dataclasses, tuples and unions."""
    if is_dataclass(kind):
        return set().union(*(leaves(hint) for hint in get_type_hints(kind).values()))
    if get_origin(kind) is Literal or kind is Ellipsis:
        return set()
    return set().union(*map(leaves, get_args(kind))) if get_args(kind) else {kind}


def test_the_repr_of_a_figure_says_all_of_it():
    """The name of a picture rests on it; the repr of a frame would leave out what lies in its middle."""
    assert leaves(Chart) <= {str, int, float, bool, date, type(None)}
