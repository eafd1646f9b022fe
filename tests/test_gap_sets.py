"""The form of own assumptions keeps a value as it was typed, with every decimal."""

import pytest
from streamlit.testing.v1 import AppTest

from indicators.formats import exact
from indicators.gap_cases.typed import number_of
from indicators.gaps.assumptions import Own

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
