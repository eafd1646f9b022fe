"""The committed figures against what people read in the published files (tests/cases/check_values.toml)."""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from indicators import catalog, observations
from indicators.formats import round_half_up

SOURCES = tomllib.loads((Path(__file__).parent / "cases" / "check_values.toml").read_text(encoding="utf-8"))[
    "source"
]
CASES = [pytest.param(v, id=f"{s['file']}: {n}") for s in SOURCES for n, v in enumerate(s["values"])]


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


def test_every_indicator_named_here_shows_the_measure():
    declared = catalog.load()
    for source in SOURCES:
        for value in source["values"]:
            if "indicator" in value:
                shown = declared.indicator(value["indicator"]).source
                assert isinstance(shown, catalog.MeasureSource)
                assert value["dataset"] in shown.datasets
                assert value["measure"] == shown.measure


def test_incidents_of_stuttgart_add_up_to_the_published_total():
    rows = observations.read("arvig").filter(pl.col("ags") == "08111")
    assert rows["value"].sum() == 25
