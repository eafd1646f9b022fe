"""Members by series: words, signs, years and numbers of values; Kreise under their own name."""

import pytest

from indicators import pandemic_matrix, regions, series, trends

FIELD = "arbeit"


@pytest.fixture(scope="module")
def matrix(declared):
    shown = pandemic_matrix.regions(regions.load())
    indicators = [i for i in declared.indicators.values() if i.role == "main" and i.handlungsfeld == FIELD]
    codes = [region.ags for region, _ in shown]
    found = {i.id: trends.pandemic_by_series(series.values(i), codes, declared.breaks(i)) for i in indicators}
    levels = {i.id: pandemic_matrix.published_levels(series.values(i)) for i in indicators}
    return pandemic_matrix.describe(indicators, found, shown, levels, declared)


def cell(matrix, ags, indicator_id, group):
    column = [(c.indicator, c.group) for c in matrix.columns].index((indicator_id, group))
    return next(row for row in matrix.rows if row.ags == ags).cells[column]


def test_kreis_of_a_member_stands_under_its_own_name_after_the_member(matrix):
    names = [(row.ags, row.name, row.of) for row in matrix.rows]
    place = names.index(("03241001", "Hannover", ""))
    assert names[place + 1] == ("03241", "Region Hannover", "Hannover")


def test_every_member_has_a_row_and_every_series_a_cell(matrix):
    members = {member.region_ags for member in regions.load().members()}
    assert members <= {row.ags for row in matrix.rows}
    assert all(len(row.cells) == len(matrix.columns) for row in matrix.rows)


def test_stuttgart_lies_outside_with_the_values_used(matrix):
    found = cell(matrix, "08111", "arbeitslosenquote", "auslaender")
    assert (found.lies, found.detail) == ("above", "2025, n = 8")
    column = [(c.indicator, c.group) for c in matrix.columns].index(("arbeitslosenquote", "auslaender"))
    assert matrix.columns[column].group_title == "Ausländerinnen und Ausländer"


def test_too_few_values_say_how_many(matrix):
    found = cell(matrix, "03241001", "arbeitslosenquote", "insgesamt")
    assert (found.lies, found.detail) == ("not_computable", "n = 1")
    assert "mindestens fünf Werte" in found.reason


def test_what_is_not_published_for_a_level_says_so(matrix):
    found = cell(matrix, "03241001", "beschaeftigungsquote", "insgesamt")
    assert (found.lies, found.detail) == ("not_computable", "auf dieser Ebene nicht veröffentlicht")
    assert "Städte und Gemeinden" in found.reason
    assert cell(matrix, "03241", "beschaeftigungsquote", "insgesamt").lies != "not_computable"


def test_value_after_a_break_is_not_compared(matrix):
    found = cell(matrix, "08111", "beschaeftigungsquote", "insgesamt")
    assert (found.lies, found.detail) == ("not_comparable", "2023, n = 8")


def test_counts_of_a_column_are_those_of_its_cells(matrix):
    for i, _ in enumerate(matrix.columns):
        words = [pandemic_matrix.WORDS[row.cells[i].lies] for row in matrix.rows]
        outside = words.count("darüber") + words.count("darunter")
        assert matrix.outside(i) == (outside, outside + words.count("innerhalb"))


def test_only_series_that_go_on_after_2019_are_named(declared, matrix):
    shown = {column.title for column in matrix.columns} | set(matrix.left_out)
    assert declared.indicator("beschaeftigte_wohnort").title not in shown
    assert declared.indicator("sgb2_quote_kinder").title in matrix.left_out
