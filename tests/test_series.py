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
    rows = series.with_missing_years(series.rows_of(of(declared, "arbeitslosenquote", "08111")))
    total = [row for row in rows if row.group == "insgesamt"]
    assert [row.year for row in total] == list(range(2001, 2026))
    missing = [(row.year, row.status) for row in total if row.value is None]
    assert missing == [(2021, "fehlt"), (2022, "fehlt"), (2024, "fehlt")]


def test_without_a_value_no_year_is_added():
    rows = (series.Row("insgesamt", 2020, None, "geheim"), series.Row("auslaender", 2023, None, "geheim"))
    assert series.with_missing_years(rows) == rows[::-1]
    assert series.years_of(rows) == ()


def test_groups_and_years_of_a_region_are_those_of_its_frame(declared):
    for indicator_id in ("arbeitslosenquote", "gymnasialanteil", "auslaenderanteil"):
        frame = of(declared, indicator_id, "08111")
        rows = series.rows_of(frame)
        assert series.groups_of(rows, declared) == series.groups(frame, declared)
        assert series.years_of(rows) == series.years(frame)


def test_foreign_rate_of_kreise_is_absent_in_2017_and_2018(declared):
    rows = series.with_missing_years(series.rows_of(of(declared, "arbeitslosenquote", "08111")))
    marks = {row.year: row.status for row in rows if row.group == "auslaender" and row.year in (2017, 2018)}
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


def test_a_part_larger_than_its_whole_makes_no_share(declared):
    # Rhein-Lahn-Kreis 2009: the source has 38,551 long-term unemployed among 3,250 unemployed.
    rows = of(declared, "anteil_langzeitarbeitslose_13211", "07141").filter(
        pl.col("year").is_in([2008, 2009])
    )
    assert rows.select("value", "status").rows() == [
        (pytest.approx(100 * 739 / 3016), "berechnet"),
        (None, "nicht_berechenbar"),
    ]


def test_no_share_exceeds_the_whole(declared):
    shares = [i for i in declared.indicators.values() if getattr(i.source, "is_share", False)]
    assert len(shares) > 10
    for indicator in shares:
        assert series.values(indicator).filter(pl.col("value") > 100).is_empty(), indicator.id


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
