"""Numbers as German readers expect them."""

import pytest

from indicators.formats import exact, number, with_unit


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (12345.65, 1, "12.345,7"),
        (0.5, 0, "1"),
        (2.5, 0, "3"),
        (-3.15, 1, "−3,2"),
        (-0.04, 1, "0,0"),
        (41.75 - 46.665, 2, "−4,92"),
        (1040908, 0, "1.040.908"),
        (None, 1, "keine Angabe"),
    ],
)
def test_number(value, decimals, expected):
    assert number(value, decimals) == expected


def test_signed_number_shows_plus_but_never_at_zero():
    assert number(5.2, 1, signed=True) == "+5,2"
    assert number(0.04, 1, signed=True) == "0,0"


def test_unit_is_joined_by_a_no_break_space():
    assert with_unit(number(10.3, 1), "%") == "10,3\u00a0%"
    assert with_unit(number(None), "%") == "keine Angabe"


@pytest.mark.parametrize(
    ("value", "text"),
    [(2948092.0, "2.948.092"), (6.6, "6,6"), (-0.1 - 0.2, "−0,3"), (1500.0, "1.500"), (0.0, "0")],
)
def test_exact_shows_every_decimal_and_no_noise(value, text):
    assert exact(value) == text
