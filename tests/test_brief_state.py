"""What is chosen for the brief is kept: two quick clicks both count, though both callbacks are of one run."""

from collections.abc import Callable, Sequence
from dataclasses import is_dataclass, replace
from datetime import date
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest
import streamlit as st

from indicators.briefs import Choice
from indicators.briefs.choice import MOST_ITEMS
from indicators.briefs.parts import Editable
from indicators.figures.kinds import Chart
from indicators.gaps.model import MEASURES, Measure
from indicators.ui import brief_content, brief_state, brief_texts
from indicators.ui.brief_content import Menu
from indicators.ui.brief_state import Offer

HERE = Choice.of("14713")
FIRST, SECOND = (Editable(f"lage.{n}", "kurzfassung", f"Satz {n}.", f"Satz {n}.") for n in "ab")


MENU = Menu({"eins": "Eins", "drei": "Drei", "zwei": "Zwei"}, ("eins", "zwei", "drei"), ("eins", "drei"))
FINDINGS, TAKEN = "Befunde im Papier", "Maße im Papier"


class Fields:
    """Fields as one run draws them; leaving one calls what this run registered for it."""

    def __init__(self) -> None:
        self.left: dict[str, tuple[str, Callable[[], None]]] = {}

        self.offered: dict[str, Sequence[str]] = {}

    def draw(
        self,
        label: str,
        options: Sequence[str] = (),
        *,
        key: str,
        on_change: Any,
        args: tuple[Any, ...] = (),
        **_: Any,
    ) -> None:
        self.left[label] = key, lambda: on_change(*args)
        self.offered[label] = options

    def shown(self, label: str) -> Any:
        return st.session_state[self.left[label][0]]

    def leave(self, label: str, value: Any) -> None:
        key, call = self.left[label]
        st.session_state[key] = value
        call()


@pytest.fixture
def fields(monkeypatch: pytest.MonkeyPatch) -> Fields:
    monkeypatch.setattr(st, "session_state", {})
    found = Fields()
    for kind in ("multiselect", "pills", "text_area", "text_input"):
        monkeypatch.setattr(st, kind, found.draw)
    return found


def test_two_findings_taken_out_one_after_the_other_are_both_out(fields: Fields):
    brief_content._findings(HERE, MENU)
    fields.leave(FINDINGS, ["eins", "zwei"])
    fields.leave(FINDINGS, ["eins"])  # still the callback of that run
    assert brief_state.now(HERE).findings == ("eins",)


def test_a_finding_taken_in_stands_where_the_paper_has_it(fields: Fields):
    brief_content._findings(HERE, MENU)
    assert list(MENU.titles) == ["eins", "drei", "zwei"]  # the proposed ones first
    assert fields.shown(FINDINGS) == ["eins", "drei"]
    fields.leave(FINDINGS, ["eins", "drei", "zwei"])
    assert brief_state.now(HERE).findings == MENU.offered
    fields.leave(FINDINGS, [])
    assert brief_state.now(HERE).findings == ()  # which is not "as proposed"


def test_the_server_does_not_write_into_what_the_browser_just_changed(fields: Fields):
    """A run that writes would take back a second change that is under way while it runs."""
    brief_content._findings(HERE, MENU)
    fields.leave(FINDINGS, chosen := ["drei", "zwei", "eins"])  # in the order of the clicks
    brief_content._findings(brief_state.now(HERE), MENU)
    assert fields.shown(FINDINGS) is chosen


def test_findings_of_a_link_are_shown_and_unknown_ones_are_not(fields: Fields):
    brief_content._findings(replace(HERE, findings=("zwei", "gibtsnicht")), MENU)
    assert fields.shown(FINDINGS) == ["zwei"]


@pytest.mark.parametrize("region", ["08111", "05515", "03241001", "16053", "08", "DG"])
def test_no_two_findings_have_the_same_title(region: str):
    """The browser names a choice by its title."""
    menu = brief_content._menu(region, "")
    assert len(set(menu.titles.values())) == len(menu.titles) == len(menu.offered)
    assert tuple(menu.titles)[: len(menu.proposed)] == menu.proposed


def measures_of(fields: Fields, choice: Choice, monkeypatch: pytest.MonkeyPatch, *impossible: Measure) -> str:
    """Draws the measures, all of them proposed; what is said of them."""
    said: list[str] = []
    monkeypatch.setattr(st, "html", said.append)
    offers = tuple(
        Offer(m, "<keine>" if m in impossible else "1 €", f"Grund {m}", m not in impossible, True)
        for m in MEASURES
    )
    monkeypatch.setattr(brief_state, "shared_measures", lambda _choice: offers)
    brief_content._measures(choice)
    return "".join(said)


def test_two_measures_taken_out_one_after_the_other_are_both_out(
    fields: Fields, monkeypatch: pytest.MonkeyPatch
):
    measures_of(fields, HERE, monkeypatch)
    fields.leave(TAKEN, ["realwert", "vergleich", "paritaet", "standard"])
    fields.leave(TAKEN, ["realwert", "vergleich", "paritaet"])
    assert brief_state.now(HERE).measures == ("realwert", "vergleich", "paritaet")


def test_a_measure_that_cannot_be_computed_is_named_cannot_be_chosen_and_stays(
    fields: Fields, monkeypatch: pytest.MonkeyPatch
):
    said = measures_of(fields, HERE, monkeypatch, "struktur")
    assert said.count("<li>") == len(MEASURES)
    assert "&lt;keine&gt;" in said  # texts of data are no markup
    assert "Grund struktur" in said
    possible = [m for m in MEASURES if m != "struktur"]
    assert fields.offered[TAKEN] == tuple(possible)
    assert fields.shown(TAKEN) == possible
    fields.leave(TAKEN, ["paritaet"])
    assert brief_state.now(HERE).measures == ("paritaet", "struktur")
    measures_of(fields, brief_state.now(HERE), monkeypatch, "struktur")
    assert fields.shown(TAKEN) == ["paritaet"]


def test_without_a_measure_that_can_be_computed_there_is_nothing_to_choose(
    fields: Fields, monkeypatch: pytest.MonkeyPatch
):
    assert "Grund realwert" in measures_of(fields, HERE, monkeypatch, *MEASURES)
    assert TAKEN not in fields.offered


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
