"""Classes of maps by their properties, and what a described map holds."""

import numpy as np
import polars as pl
import pytest
from tests.drawn import checked

from indicators import choropleths, maps, regions, series
from indicators.choropleths import GAP, Area
from indicators.figures.theme import PALETTES


def describe(declared, registry, indicator_id, view, year, area):
    indicator = declared.indicator(indicator_id)
    return choropleths.describe(
        series.values(indicator), indicator, view, year, area=area, catalog=declared, registry=registry
    )


SAMPLES = {
    "even": np.linspace(0, 100, 400),
    "skewed": np.random.default_rng(1).lognormal(3, 1, 400),
    "two values": np.array([1.0, 2.0]),
    "one value": np.array([3.3] * 10),
    "mostly zero": np.array([0.0] * 300 + [0.5, 1.0, 2.0, 3.0, 5.0, 8.0, 13.0] * 10),
    "three values": np.array([1.0] * 50 + [2.0] * 3 + [7.0]),
    "tiny": np.random.default_rng(2).normal(0.002, 0.0005, 300),
    "around zero": np.random.default_rng(3).normal(0, 5, 400),
    "millions": np.random.default_rng(4).lognormal(12, 1, 400),
}


@pytest.mark.parametrize("diverging", [False, True])
@pytest.mark.parametrize("name", SAMPLES)
def test_every_value_lies_in_exactly_the_class_it_is_given(name, diverging):
    values = SAMPLES[name]
    classes = maps.classify(values.tolist(), diverging=diverging)
    assert 1 <= len(classes) <= 7
    assert list(classes.bounds) == sorted(classes.bounds)
    numbers = classes.of(pl.Series(values.tolist()))
    for value, number in zip(values, numbers, strict=True):
        assert classes.bounds[number] <= value <= classes.bounds[number + 1]
    assert len(classes.colours(PALETTES["light"])) == len(classes)


def test_differences_around_zero_never_share_a_class_with_the_other_sign():
    classes = maps.classify(SAMPLES["around zero"].tolist(), diverging=True)
    assert 0.0 in classes.bounds


def test_a_value_that_most_regions_share_leaves_the_others_their_classes():
    assert len(maps.classify(SAMPLES["mostly zero"].tolist())) == 5
    assert len(maps.classify(SAMPLES["three values"].tolist())) == 3


def test_no_values_no_classes():
    assert len(maps.classify([])) == 0


def test_map_of_kreise_has_a_row_for_each_and_names_the_range(declared, registry):
    chart = describe(declared, registry, "arbeitslosenquote", "auslaender", 2023, Area("kreis"))
    assert chart.rows.height == 400
    stuttgart = chart.rows.filter(ags="08111").row(0, named=True)
    assert (stuttgart["value"], stuttgart["label"], stuttgart["name"]) == (10.3, "10,3\u00a0%", "Stuttgart")
    low = chart.rows.sort("value", nulls_last=True).row(0, named=True)
    assert low["label"] in chart.title
    assert len(chart.class_labels) == len(chart.classes)


def test_city_states_have_the_value_of_their_land(declared, registry):
    chart = describe(declared, registry, "arbeitslosenquote", "insgesamt", 2023, Area("kreis"))
    values = dict(chart.rows.select("ags", "value").iter_rows())
    assert values["02000"] == 7.4
    assert chart.missing == 0


def test_gap_map_shows_the_difference_with_its_sign(declared, registry):
    chart = describe(declared, registry, "arbeitslosenquote", GAP, 2023, Area("kreis"))
    row = chart.rows.filter(ags="08111").row(0, named=True)
    assert row["value"] == pytest.approx(5.2)
    assert row["label"] == "+5,2\u00a0Prozentpunkte"
    assert chart.classes.diverging


def test_gemeinden_are_shown_for_one_land(declared, registry):
    chart = describe(declared, registry, "einwanderungsgeschichte", "insgesamt", 2022, Area("gemeinde", "08"))
    assert set(chart.rows["ags"].str.slice(0, 2)) == {"08"}
    assert chart.rows.filter(ags="08111000")["value"].item() == 35.6


def test_figure_asks_for_shapes_by_address_and_stays_small(declared, registry):
    chart = describe(declared, registry, "arbeitslosenquote", "auslaender", 2023, Area("kreis"))
    figure = checked(
        maps.choropleth(
            chart.rows,
            chart.classes,
            regions.view("kreis"),
            url="/geo/kreise.geojson",
            members=["08111"],
            palette=PALETTES["light"],
        )
    )
    assert figure.data[0].geojson == "/geo/kreise.geojson"
    assert len(figure.data[0].locations) == 400
    assert len(figure.to_json()) < 24_000
