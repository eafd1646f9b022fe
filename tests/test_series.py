"""Values of indicators from the shipped figures: marks, missing years, ratios, precedence."""

import shutil

import polars as pl
import pytest

from indicators import catalog, series, settings
from indicators.observations import PUBLISHED


def of(declared, indicator_id, ags):
    return series.of_region(series.values(declared.indicator(indicator_id)), ags)


def test_every_indicator_has_values_that_fit_the_schema(declared):
    for indicator in declared.indicators.values():
        frame = series.values(indicator)
        series.IndicatorValues.validate(frame)
        assert series.years(frame), indicator.id


def test_years_that_were_never_loaded_are_missing_and_not_filled(declared):
    rows = series.with_missing_years(of(declared, "arbeitslosenquote", "08111"))
    total = rows.filter(group="insgesamt")
    assert total["year"].to_list() == list(range(2001, 2026))
    assert total.filter(pl.col("value").is_null())["year"].to_list() == [2021, 2022, 2024]
    assert set(total.filter(pl.col("value").is_null())["status"]) == {"fehlt"}


def test_foreign_rate_of_kreise_is_absent_in_2017_and_2018(declared):
    rows = series.with_missing_years(of(declared, "arbeitslosenquote", "08111")).filter(group="auslaender")
    marks = dict(rows.filter(pl.col("year").is_in([2017, 2018])).select("year", "status").iter_rows())
    assert marks.keys() == {2017, 2018}
    assert not set(marks.values()) & {*PUBLISHED, "nichts_vorhanden"}


def test_ratio_is_numerator_by_denominator_and_marked_as_ours(declared):
    rows = of(declared, "auslaenderanteil_arbeitslose", "08111").filter(year=2023)
    row = rows.row(0, named=True)
    counts = of(declared, "arbeitslose", "08111").filter(year=2023)
    foreign, total = (counts.filter(group=g)["value"].item() for g in ("auslaender", "insgesamt"))
    assert (row["numerator"], row["denominator"]) == (foreign, total)
    assert row["value"] == pytest.approx(100 * foreign / total)
    assert row["status"] == "berechnet"


def test_share_of_gymnasium_from_the_published_counts(declared):
    row = of(declared, "gymnasialanteil", "08111").filter(group="insgesamt", year=2023).row(0, named=True)
    assert (row["numerator"], row["denominator"]) == (20686, 59221)
    foreign = of(declared, "gymnasialanteil", "08111").filter(group="auslaender").row(0, named=True)
    assert (foreign["numerator"], foreign["denominator"]) == (2061, 11589)


def test_first_dataset_of_the_list_counts(declared):
    indicator = declared.indicator("beschaeftigungsquote")
    frame = series.values(indicator)
    assert frame.filter(ags="08111", year=2023)["dataset"].unique().to_list() == ["inkar_2025_kreise"]
    assert frame.filter(ags="08111", year=2017)["dataset"].unique().to_list() == ["inkar_2020_beschaeftigung"]


def test_cross_section_keeps_the_order_and_names_what_is_missing(declared):
    rows = of(declared, "arbeitslosenquote", "08111").filter(group="insgesamt")
    cut = series.cross_section(rows, ["99999", "08111"], 2023)
    assert cut.rows() == [("99999", None, "fehlt"), ("08111", 5.1, "wert")]


def test_adding_an_indicator_touches_one_file(tmp_path):
    root, dataset = tmp_path / "catalog", "regionalstatistik_13211_02_05_4"
    shutil.copytree(settings.data_dir() / "catalog", root)
    (root / "indicators" / "arbeit" / "anteil_probe.toml").write_text(
        f"""
title = "Ausländische je 100 Arbeitslose"
definition = "Probe."
unit = "percent"
decimals = 2
direction = "neutral"
[source]
numerator = {{ dataset = "{dataset}", measure = "arbeitslose", group = "auslaender" }}
denominator = {{ dataset = "{dataset}", measure = "arbeitslose", group = "insgesamt" }}
""",
        encoding="utf-8",
    )
    added = catalog.load(root).indicator("anteil_probe")
    assert added.handlungsfeld == "arbeit"
    frame = series.values(added).filter(ags="DG", year=2025)
    assert frame["value"].item() == pytest.approx(100 * 1081475 / 2948092)


def test_a_region_is_a_slice_of_what_is_sorted_by_region(declared):
    frame = series.values(declared.indicator("arbeitslosenquote"))
    found = series.ByRegion(frame)
    for ags in ("01", "08111", "DG", "99999"):
        assert found.of_region(ags).equals(frame.filter(ags=ags))


def test_values_and_statuses_by_year(declared):
    rows = series.values(declared.indicator("arbeitslosenquote")).filter(group="auslaender")
    by_year = series.ByRegion(rows).by_year("08111")
    assert by_year[2023] == (10.3, "wert")
    assert by_year.keys() == set(rows.filter(ags="08111")["year"])
