"""Own assumptions: the form keeps every decimal, files and names are taken up before the run."""

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from indicators.formats import exact
from indicators.gap_cases import Question
from indicators.gap_cases.typed import number_of
from indicators.gaps import assumption_files
from indicators.gaps.assumptions import AssumptionSet, Declared, Own
from indicators.ui import gap_sets

EFFECT = Own("effect", 0.125, "Studie der Fachstelle")


def form() -> None:
    """The form of the measure in persons, as the page draws it."""
    from indicators.gap_cases import Question  # noqa: PLC0415 - the test runs the text of this function
    from indicators.ui import gap_sets  # noqa: PLC0415

    asked = Question("14713", assumptions=gap_sets.current("mittel"))
    gap_sets._form(asked, gap_sets._declared(asked), "paritaet")


@pytest.fixture
def page() -> AppTest:
    found = AppTest.from_function(form, default_timeout=60)
    found.session_state["gap_own"] = (EFFECT,)
    return found.run()


def test_taking_over_what_is_shown_changes_nothing(page: AppTest):
    assert not page.exception
    assert "0,125" in [field.value for field in page.text_input]
    page.button[0].click().run()
    assert page.session_state["gap_own"] == (EFFECT,)


def test_what_cannot_be_read_is_named_and_nothing_changes(page: AppTest):
    next(field for field in page.text_input if field.value == "0,125").input("1,234.5")
    page.button[0].click().run()
    assert "keine Zahl" in page.error[0].value
    assert page.session_state["gap_own"] == (EFFECT,)
    assert not page.run().error


@pytest.mark.parametrize("value", [0.125, 1500.0, 1234.5678, 0.000000001, -3.5, 0.0, 12_345_678.9, 1.234])
def test_an_exact_number_reads_as_itself(value: float):
    assert number_of(exact(value), "Wert") == value


class Uploaded:
    """A file as the browser gives it."""

    def __init__(self, file_id: str, text: str) -> None:
        self.file_id = file_id
        self.text = text

    def getvalue(self) -> bytes:
        return self.text.encode("utf-8")


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Declared:
    monkeypatch.setattr(st, "session_state", {})
    return gap_sets._declared(Question("14713"))


def test_a_set_from_a_file_is_taken_up_once_and_before_the_run(given: Declared):
    text = assumption_files.to_json(AssumptionSet("Satz der Fachstelle", "vorsichtig", (EFFECT,)), given)
    st.session_state["gap_upload"] = Uploaded("1", text)
    gap_sets._load(given)
    assert st.session_state["gap_own"] == (EFFECT,)
    assert st.session_state["gap_name"] == "Satz der Fachstelle"
    st.session_state["gap_own"] = ()
    gap_sets._load(given)  # the browser names the file again
    assert st.session_state["gap_own"] == ()


def test_a_damaged_file_is_named_and_changes_nothing(given: Declared):
    st.session_state.update({"gap_own": (EFFECT,), "gap_upload": Uploaded("2", "{")})
    gap_sets._load(given)
    assert st.session_state["gap_own"] == (EFFECT,)
    assert st.session_state["gap_refused"][0] == "file"


def test_a_name_counts_for_a_set_with_own_values(given: Declared):
    st.session_state["field"] = " Satz der Fachstelle "
    gap_sets._rename("field")
    assert "gap_name" not in st.session_state
    st.session_state["gap_own"] = (EFFECT,)
    gap_sets._rename("field")
    assert st.session_state["gap_name"] == "Satz der Fachstelle"
