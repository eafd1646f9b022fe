"""M2: the regression on the published figures, its verdicts, and what it does with too few peers."""

import random
from dataclasses import replace

import polars as pl
import pytest
from tests.gaps.given import assert_formulas, cases, digits, given

from indicators import observations
from indicators.errors import InputError
from indicators.gaps.need_adjusted import need_adjusted
from indicators.gaps.regression import Column, NeedData, regress

CASE = cases("vergleich")


@pytest.fixture(scope="module")
def real(tmp_path_factory) -> NeedData:
    """The shipped figures of all Kreise, without what somebody imported."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INDICATORS_HOME", str(tmp_path_factory.mktemp("home")))
        funding, *needs = (_column(**place) for place in (CASE["funding"], *CASE["needs"]))
    frame = funding
    for need in needs:
        frame = frame.join(need, on="ags", how="full", coalesce=True)
    return NeedData(
        frame,
        Column(CASE["funding"]["measure"], "Arbeitsmarktmittel", "eur_per_inhabitant", 2, CASE["year"]),
        tuple(Column(n["measure"], n["measure"], "percent", 1, CASE["year"]) for n in CASE["needs"]),
    )


def _column(dataset: str, measure: str) -> pl.DataFrame:
    rows = observations.read(dataset).filter(measure=measure, year=CASE["year"], group="insgesamt")
    return rows.filter(pl.col("ags").str.len_chars() == 5).select("ags", pl.col("value").alias(measure))


def _made(n: int, *, actual: float | None = None, seed: int = 5, noise: float = 10.0) -> NeedData:
    """Municipalities whose funding is 100 + 5 * need, give or take; the first one has `actual`."""
    dice = random.Random(seed)
    need = [dice.uniform(2, 20) for _ in range(n)]
    funding = [100 + 5 * x + dice.gauss(0, noise) for x in need]
    if actual is not None:
        funding[0] = actual
    frame = pl.DataFrame({"ags": [f"{i:05d}" for i in range(n)], "money": funding, "need": need})
    return NeedData(
        frame, Column("money", "Mittel", "eur_per_inhabitant", 2), (Column("need", "Bedarf", "percent", 1),)
    )


def test_full_fit_on_all_kreise(real):
    fit = regress(real)
    assert fit is not None
    expected = CASE["full"]
    assert fit.n == expected["n"]
    assert digits(fit.intercept, expected["intercept"]) == expected["intercept"]
    assert [digits(b, e) for b, e in zip(fit.slopes, expected["slopes"], strict=True)] == expected["slopes"]
    assert digits(fit.r_squared, expected["r_squared"]) == expected["r_squared"]
    assert fit.residuals.height == expected["n"]
    assert fit.residuals["residual"].sum() == pytest.approx(0, abs=1e-6)
    # The leverages of a fit add up to the number of its coefficients.
    assert fit.residuals["leverage"].sum() == pytest.approx(3)


def test_stuttgart_against_the_fit_without_stuttgart(real):
    expected = CASE["stuttgart"]
    gap = need_adjusted(real, expected["ags"])
    results = {r.key: r.value for r in gap.results} | {"actual": gap.input("actual").value}
    for key in ("actual", "expected", "lower", "upper"):
        assert digits(results[key], expected[key]) == expected[key]
    assert results["n"] == expected["n"]
    assert gap.verdict == expected["verdict"]
    assert gap.unit == "eur_per_inhabitant"
    assert "über dem erwarteten Bereich" in gap.reason
    assert gap.low is not None
    assert gap.high is not None
    assert gap.amount is not None
    assert gap.low < gap.amount < gap.high


def test_every_formula_gives_the_value_of_its_step(real):
    for inhabitants in (None, given(626_275, "persons")):
        gap = need_adjusted(real, "08111", inhabitants)
        assert gap.steps
        assert_formulas(
            replace(gap, results=tuple(r for r in gap.results if r.key in {s.key for s in gap.steps}))
        )


def test_with_inhabitants_it_is_in_euro(real):
    per_head = need_adjusted(real, "08111")
    gap = need_adjusted(real, "08111", given(626_275, "persons"))
    assert gap.unit == "eur"
    assert gap.amount == pytest.approx(626_275 * (per_head.amount or 0))
    assert gap.result("per_head_gap").value == per_head.amount


def test_without_inhabitants_of_the_year_it_stays_per_head_and_says_so(real):
    gap = need_adjusted(real, "08111", given(None, "persons"))
    assert gap.unit == "eur_per_inhabitant"
    assert any("liegt nicht vor" in sentence for sentence in gap.limits)


def test_the_unit_of_money_changes_nothing_but_the_scale(real):
    column = real.funding.id
    thousandth = NeedData(real.frame.with_columns(pl.col(column) / 1000), real.funding, real.needs)
    for ags in ("08111", "05315", "03404"):
        one, other = need_adjusted(real, ags), need_adjusted(thousandth, ags)
        assert one.verdict == other.verdict
        for a, b in ((one.amount, other.amount), (one.low, other.low), (one.high, other.high)):
            assert a == pytest.approx(1000 * (b or 0))
        assert one.result("r_squared").value == pytest.approx(other.result("r_squared").value)


def test_only_below_the_interval_is_a_gap():
    expected = need_adjusted(_made(60), "00000").result("expected").value or 0
    lower = need_adjusted(_made(60), "00000").result("lower").value or 0
    inside = need_adjusted(_made(60, actual=(expected + lower) / 2), "00000")
    assert (inside.amount or 0) > 0
    assert inside.verdict == "keine_luecke"
    assert "innerhalb des erwarteten Bereichs" in inside.reason
    below = need_adjusted(_made(60, actual=lower - 1), "00000")
    assert below.verdict == "luecke"
    assert (below.low or 0) == pytest.approx(1)
    assert "unter dem erwarteten Bereich" in below.reason


def test_eight_of_ten_lie_within_the_interval():
    data = _made(400, seed=9)
    inside = 0
    for ags in data.frame["ags"]:
        gap = need_adjusted(data, ags)
        inside += (gap.low or 0) <= 0 <= (gap.high or 0)
    assert 0.75 < inside / 400 < 0.85


@pytest.mark.parametrize(("n", "has_regression"), [(15, False), (16, True)])
def test_fifteen_peers_are_needed_besides_oneself(n, has_regression):
    gap = need_adjusted(_made(n), "00000")
    assert (gap.verdict != "nicht_berechenbar") == has_regression
    if not has_regression:
        assert "mindestens 15 Vergleichskommunen nötig; es sind 14" in gap.reason
        assert [r.key for r in gap.results] == [
            "n",
            "median",
            "lower_quartile",
            "upper_quartile",
            "difference_to_median",
        ]


def test_ten_peers_per_indicator(real):
    data = NeedData(real.frame.sort("ags").head(20), real.funding, real.needs)
    gap = need_adjusted(data, data.frame["ags"][0])
    assert "mit 2 Merkmalen sind mindestens 20" in gap.reason
    assert gap.amount is None


def test_very_few_peers_have_no_quartiles_either():
    assert [r.key for r in need_adjusted(_made(5), "00000").results] == ["n"]


def test_a_constant_indicator_gives_no_regression():
    data = _made(60)
    flat = NeedData(data.frame.with_columns(need=pl.lit(3.0)), data.funding, data.needs)
    gap = need_adjusted(flat, "00000")
    assert gap.verdict == "nicht_berechenbar"
    assert "konstant" in gap.reason


def test_an_indicator_that_follows_from_another_gives_no_regression():
    data = _made(60)
    twice = NeedData(
        data.frame.with_columns(double=2 * pl.col("need") + 1),
        data.funding,
        (*data.needs, Column("double", "Doppelt", "percent", 1)),
    )
    assert regress(twice) is None


def test_an_own_value_that_is_missing_is_named(real):
    column = real.needs[0].id
    blank = real.frame.with_columns(pl.when(pl.col("ags") != "08111").then(column).alias(column))
    gap = need_adjusted(NeedData(blank, real.funding, real.needs), "08111")
    assert gap.verdict == "nicht_berechenbar"
    assert f"fehlt: {column} 2021" in gap.reason


def test_peers_without_values_are_left_out_and_counted():
    data = _made(60)
    few = data.frame.with_columns(need=pl.when(pl.col("ags") >= "00050").then("need"))
    gap = need_adjusted(NeedData(few, data.funding, data.needs), "00059")
    assert gap.verdict == "nicht_berechenbar"
    assert gap.result("n").value == 9
    some = data.frame.with_columns(need=pl.when(pl.col("ags") != "00007").then("need"))
    kept = need_adjusted(NeedData(some, data.funding, data.needs), "00059")
    assert (kept.result("n").value, kept.result("left_out").value) == (58, 1)


def test_unknown_municipality_and_missing_indicators_are_refused():
    data = _made(60)
    with pytest.raises(InputError, match="steht nicht in der Vergleichstabelle"):
        need_adjusted(data, "99999")
    with pytest.raises(InputError, match="mindestens ein Merkmal"):
        need_adjusted(NeedData(data.frame, data.funding, ()), "00000")
    with pytest.raises(InputError, match="größer als 0"):
        need_adjusted(data, "00000", given(0, "persons"))
