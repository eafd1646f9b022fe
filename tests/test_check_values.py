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
NAMED = [(f"{s['file']}: {n}", value) for s in SOURCES for n, value in enumerate(s["values"])]
CASES = [pytest.param(value, id=name) for name, value in NAMED]
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


def test_incidents_of_stuttgart_add_up_to_the_published_total():
    rows = observations.read("arvig").filter(pl.col("ags") == "08111")
    assert rows["value"].sum() == 25
