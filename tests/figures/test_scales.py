"""What large sums of money are divided by on an axis."""

import pytest

from indicators.figures.scales import scaled


@pytest.mark.parametrize(
    ("values", "unit", "expected"),
    [
        ((0.0, 999_999.0), "€", (1.0, "€")),
        ((-1_500_000.0, 200.0), "€", (1e6, "Mio. €")),
        ((1_999_999_999.0,), "€", (1e6, "Mio. €")),
        ((2.5e9,), "€", (1e9, "Mrd. €")),
        ((2.5e9,), "Personen", (1.0, "Personen")),
        ((), "€", (1.0, "€")),
    ],
)
def test_only_euro_are_divided_and_by_what_suits_the_largest(values, unit, expected):
    assert scaled(iter(values), unit) == expected
