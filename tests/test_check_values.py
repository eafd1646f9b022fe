"""The committed figures against what people read in the published files (tests/cases/check_values.toml)."""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from indicators import catalog, lookup, observations
from indicators.formats import round_half_up

SOURCES = tomllib.loads((Path(__file__).parent / "cases" / "check_values.toml").read_text(encoding="utf-8"))[
    "source"
]
NAMED = [(f"{s['file']}: {n}", value) for s in SOURCES for n, value in enumerate(s.get("values", ()))]
CASES = [pytest.param(value, id=name) for name, value in NAMED]
MISSING = [
    pytest.param(case, id=f"{s['file']}: {case['region']} {case['year']} {case['measure']} {case['group']}")
    for s in SOURCES
    for case in s.get("missing", ())
]
SHOWN = [pytest.param(value, id=name) for name, value in NAMED if "indicator" in value]


@pytest.fixture(autouse=True)
def only_shipped(tmp_path, monkeypatch):
    """No imported figures of the person who runs the tests."""
    monkeypatch.setenv("INDICATORS_HOME", str(tmp_path))


@pytest.mark.parametrize("case", CASES)
def test_figure_is_the_published_one(case: dict[str, Any]):
    key = {"ags": case["region"], **{name: case[name] for name in ("measure", "group", "year")}}
    rows = observations.read(case["dataset"]).filter(**key)
    assert rows.height == 1
    decimals = max(0, -int(Decimal(str(case["value"])).as_tuple().exponent))
    assert round_half_up(rows["value"][0], decimals) == Decimal(str(case["value"]))


@pytest.mark.parametrize("case", SHOWN)
def test_show_gives_the_published_figure(case: dict[str, Any]):
    """`show` and every page take the value from here."""
    declared = catalog.load()
    indicator = declared.indicator(case["indicator"])
    assert isinstance(indicator.source, catalog.MeasureSource)
    names = {theirs: ours for ours, theirs in (indicator.source.groups or {}).items()}
    group = names.get(case["group"], case["group"])
    shown = lookup.value_of(indicator, declared, case["region"], group=group, year=case["year"])
    decimals = max(0, -int(Decimal(str(case["value"])).as_tuple().exponent))
    assert round_half_up(shown["value"], decimals) == Decimal(str(case["value"]))
    assert shown["status"] in observations.PUBLISHED
    assert shown["source"]


@pytest.mark.parametrize("case", MISSING)
def test_figure_that_cannot_be_right_is_left_out(case: dict[str, Any]):
    key = {"ags": case["region"], **{name: case[name] for name in ("measure", "group", "year")}}
    rows = observations.read(case["dataset"]).filter(**key)
    assert rows.select("value", "status").rows() == [(None, "unbekannt")]


@pytest.mark.parametrize(
    ("dataset", "wrong"),
    [
        pytest.param(dataset.id, wrong, id=f"{dataset.id} {number}")
        for dataset in catalog.load().datasets.values()
        for number, wrong in enumerate(dataset.wrong)
    ],
)
def test_every_rule_about_wrong_figures_leaves_some_out(dataset: str, wrong: catalog.Wrong):
    """A rule without effect has a code or a year that the source does not have."""
    left_out = observations.read(dataset).filter(
        pl.col("measure").is_in(wrong.measures)
        & pl.col("year").is_in(wrong.years)
        & (pl.col("status") == "unbekannt")
    )
    regions, years = set(left_out["ags"]), set(left_out["year"])
    assert set(wrong.regions) <= regions
    assert set(wrong.laender) <= {ags[:2] for ags in regions}
    assert set(wrong.years) <= years


def test_former_goettingen_is_not_joined_to_the_new_one():
    """Two Kreise until 2015; a rate of both together is nowhere published."""
    rows = observations.read("lsn_6_2_1").filter((pl.col("ags") == "03159") & pl.col("value").is_not_null())
    assert rows["year"].min() == 2018


def test_incidents_of_stuttgart_add_up_to_the_published_total():
    rows = observations.read("arvig").filter(pl.col("ags") == "08111")
    assert rows["value"].sum() == 25
