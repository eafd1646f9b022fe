"""What an input may be, and what every gap promises."""

import math
from dataclasses import replace

import pytest
from tests.gaps.given import given

from indicators.errors import InputError
from indicators.gaps.model import MEASURES, GapInput, verdict_of
from indicators.gaps.quantities import quantity


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, "80", True, [1]])
def test_only_numbers_go_in(value):
    with pytest.raises(InputError, match="ist keine Zahl") as error:
        given(value)
    assert "1.234,5" in str(error.value)


def test_an_own_assumption_needs_its_reason():
    with pytest.raises(InputError, match="fehlt die Begründung"):
        replace(given(90, "persons_per_fte"), origin="eigene_annahme", reason="  ")
    replace(given(90, "persons_per_fte"), origin="eigene_annahme", reason="Beschluss des Gemeinderats")


def test_a_range_holds_its_value():
    with pytest.raises(InputError, match="außerhalb der angegebenen Spanne von 60 bis 80"):
        given(100, "persons_per_fte", ends=(60, 80))
    assert given(100, "persons_per_fte", ends=(60, 300)).ends == (60, 300)
    assert given(100, "persons_per_fte", ends=(100, 100)).ends is None


def test_keys_and_units_are_known_ones():
    with pytest.raises(InputError, match="kein Name"):
        GapInput("P 0", "x", 1, "eur")
    with pytest.raises(InputError, match="unbekannt"):
        GapInput("p", "x", 1, "euro")  # type: ignore[arg-type]


def test_texts_are_german():
    assert quantity(-529_100.4, "eur") == "\u2212529.100\u00a0€"
    assert given(None).text == "keine Angabe"
    assert given(12.0, "percent").text == "12\u00a0%"


def test_a_residue_of_arithmetic_is_no_gap():
    assert verdict_of(0.1 + 0.2 - 0.3) == "keine_luecke"
    assert verdict_of(0.01) == "luecke"
    assert verdict_of(-1.0) == "keine_luecke"


def test_five_measures_in_their_order():
    assert list(MEASURES) == ["realwert", "vergleich", "paritaet", "standard", "struktur"]
