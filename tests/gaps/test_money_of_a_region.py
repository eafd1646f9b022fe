"""M1 and M5 on shipped records: one source per series, nothing added twice, no share of a surplus."""

from dataclasses import replace

import polars as pl
import pytest

from indicators import gap_cases
from indicators.gap_cases import Facts, Question, real

COURSES, MUENSTER = "bund_integrationskurse", "05515"


@pytest.fixture(scope="module")
def facts() -> Facts:
    return gap_cases.load()


def structures(facts):
    return gap_cases.of_measure(facts, Question(MUENSTER), "struktur").gaps


def test_a_press_figure_is_never_compared_with_the_budget(facts):
    planned = {s.value_type: s.years for s in real.series_of(facts, COURSES)}["Soll"]
    assert planned == tuple(range(2014, 2025))  # 2025 stands only in the press
    asked = Question("14713", programme=COURSES, value_type="Soll", base_year=2019, year=2024)
    (gap,) = gap_cases.of_measure(facts, asked, "realwert").gaps
    assert "Soll 2025 stammt aus einer anderen Quelle und wird nicht verglichen." in gap.limits
    spent = replace(asked, value_type="Ist", year=2023)
    (gap,) = gap_cases.of_measure(facts, spent, "realwert").gaps
    assert not [limit for limit in gap.limits if "anderen Quelle" in limit]


def test_amounts_of_a_series_have_one_source(facts):
    sources = facts.judged.group_by("programme", "value_type").agg(pl.col("source").n_unique())
    assert sources["source"].max() == 1


def test_shares_of_muenster_add_up_to_what_is_spent(facts):
    (gap,) = [g for g in structures(facts) if g.variant == "anteile"]
    amounts = {i.title.split(" ")[0]: i.value for i in gap.inputs}
    assert amounts["Zuwendungen"] + amounts["Eigene"] == pytest.approx(amounts["Aufwand"])


def test_more_income_than_expenditure_has_no_shares(facts):
    tenth = pl.when(pl.col("flow").cast(pl.String) == "aufwand").then(pl.col("amount_eur") / 10)
    shrunk = facts.records.with_columns(amount_eur=tenth.otherwise("amount_eur"))
    (gap,) = [g for g in structures(replace(facts, records=shrunk)) if g.variant == "anteile"]
    assert gap.verdict == "nicht_berechenbar"
    assert "1.469.090\u00a0€" in gap.reason
    assert "übersteigen den erfassten Aufwand" in gap.reason


def test_what_is_part_of_another_amount_is_not_counted_and_named(facts):
    declared = facts.catalog.programmes
    part = declared["muenster_zuschuesse_diskriminierung"].model_copy(
        update={"part_of": "muenster_zuschuesse_integration"}
    )
    changed = replace(facts, catalog=replace(facts.catalog, programmes=declared | {part.id: part}))
    before, after = (
        next(g for g in structures(f) if g.title.startswith("Auslaufende")) for f in (facts, changed)
    )
    assert before.result("total").value - after.result("total").value == pytest.approx(130_800.0)
    assert any("Nicht mitgezählt" in limit and part.title in limit for limit in after.limits)
    assert not any("Nicht mitgezählt" in limit for limit in before.limits)


def test_what_ends_counts_no_amount_of_two_sources_twice(facts):
    """Nordrhein-Westfalen's expenditure for asylum seekers of 2023 stands in two sources."""
    (gap,) = gap_cases.of_measure(facts, Question("05"), "struktur").gaps
    assert gap.result("total").value == pytest.approx(835_493_000)


def test_a_decline_compares_one_source_with_one(facts):
    """The same result once more from the press: the decline of METHODS 4 M5 stays."""
    again = facts.records.filter(pl.col("region") == MUENSTER, pl.col("year") == 2024).with_columns(
        source=pl.lit("presse"),
        evidence_level=pl.lit("geschaetzt").cast(facts.records["evidence_level"].dtype),
    )
    doubled = replace(facts, records=pl.concat([facts.records, again]))
    decline, *_ = structures(doubled)
    assert decline.result("change").value == pytest.approx(-59.2, abs=0.05)
