"""Need against money: the published figures, medians, corners, years, regression, sentences."""

import numpy as np
import polars as pl
import pytest

from indicators import choropleths, needs, series
from indicators.observations import TOTAL
from indicators.texts import needs as sentences
from indicators.texts.comparison import Subject
from indicators.texts.needs import Topic


@pytest.fixture(scope="module")
def codes(registry):
    return [kreis.ags for kreis in registry.of_level("kreis")]


@pytest.fixture(scope="module")
def rows_of(declared, codes):
    def rows(indicator_id, view=TOTAL):
        indicator = declared.indicator(indicator_id)
        found = choropleths.rows_of(series.values(indicator), indicator, view)
        return found.filter(pl.col("ags").is_in(codes))

    return rows


@pytest.fixture(scope="module")
def topic_of(declared):
    def topic(need_id, money_id, need_year, money_year, view=TOTAL):
        need, money = declared.indicator(need_id), declared.indicator(money_id)
        return Topic(
            Subject(need, declared, view, view == choropleths.GAP),
            Subject(money, declared, TOTAL, is_gap=False),
            need_year,
            money_year,
        )

    return topic


@pytest.fixture(scope="module")
def stuttgart(rows_of, codes):
    need, money = rows_of("sgb2_quote"), rows_of("arbeitsmarktmittel")
    return needs.pair(need, money, (2021, 2021), codes, need_is_low=False)


def row_of(found, ags):
    return found.rows.row(by_predicate=pl.col("ags") == ags, named=True)


def made(values, year=2020):
    """Rows as a source would give them."""
    return pl.DataFrame(
        {
            "ags": [f"{n:05}" for n in range(len(values))],
            "year": [year] * len(values),
            "value": values,
            "status": ["unbekannt" if v is None else "wert" for v in values],
        },
        schema_overrides={"value": pl.Float64, "year": pl.Int16},
    )


def paired(need, money, **options):
    codes = [f"{n:05}" for n in range(len(need))]
    return needs.pair(made(need), made(money), (2020, 2020), codes, **{"need_is_low": False} | options)


def test_stuttgart_stands_among_400_kreise_with_its_published_figures(stuttgart):
    row = row_of(stuttgart, "08111")
    assert (stuttgart.count, row["need"], row["money"]) == (400, 7.24, 3311.94)
    assert (row["need_side"], row["money_side"], row["critical"]) == ("high", "high", False)
    needs.Pairs.validate(stuttgart.rows)


def test_stuttgart_in_words_says_that_five_years_are_summed_up_and_that_nothing_is_a_cause(
    stuttgart, topic_of
):
    topic = topic_of("sgb2_quote", "arbeitsmarktmittel", 2021, 2021)
    row = row_of(stuttgart, "08111")
    assert sentences.headline("Stuttgart", row, topic) == (
        "Stuttgart 2021: SGB-II-Quote 7,24\u00a0% (über dem Median), Arbeitsmarktmittel der Bundesagentur "
        "für Arbeit 3.311,94\u00a0Euro je Einwohnerin und Einwohner in 5 Jahren (über dem Median)"
    )
    assert "Summe der Jahre 2017 bis 2021" in sentences.subtitle(stuttgart, topic)
    assert sentences.reading(row, stuttgart, topic).startswith("Ein Zusammenhang ist keine Ursache.")
    assert "(5,85\u00a0%; 1.860,37\u00a0€)" in sentences.corners_note(stuttgart, topic)
    assert sentences.corners_note(stuttgart, topic).endswith(
        "gilt hier ein hoher Wert dieses einen Indikators."
    )
    assert sentences.NO_CAUSE in sentences.fit_note(needs.fit(stuttgart), topic)


def test_critical_kreise_are_those_beyond_both_medians_the_highest_need_first(stuttgart):
    rows = stuttgart.critical
    assert stuttgart.need_median == np.median(stuttgart.rows["need"])
    assert stuttgart.money_median == np.median(stuttgart.rows["money"])
    beyond = stuttgart.rows.filter(
        pl.col("need") > stuttgart.need_median, pl.col("money") < stuttgart.money_median
    )
    assert set(rows["ags"]) == set(beyond["ags"])
    assert rows["need"].is_sorted(descending=True)
    assert rows["ags"][0] == "05117"  # Mülheim an der Ruhr, 14.66 % and 1,616.26 €


def test_a_low_rate_is_high_need_where_more_is_better(rows_of, codes):
    need, money = rows_of("beschaeftigungsquote", "auslaender"), rows_of("schluesselzuweisungen")
    found = needs.pair(need, money, (2017, 2017), codes, need_is_low=True)
    assert (found.critical["need"] < found.need_median).all()
    assert (found.critical["money"] < found.money_median).all()
    assert found.critical["need"].is_sorted()


def test_values_at_the_median_lie_in_no_corner_and_missing_ones_nowhere():
    values = [float(n) for n in range(15)]
    found = paired([*values, None], [*reversed(values), 3.0])
    assert (found.count, found.need_median) == (15, 7.0)
    middle, missing = row_of(found, "00007"), row_of(found, "00015")
    assert (middle["need_side"], middle["money_side"], middle["critical"]) == ("middle", "middle", False)
    assert (missing["need_side"], missing["money_side"], missing["critical"]) == (None, None, False)
    assert missing["need_status"] == "unbekannt"
    assert found.critical["ags"].to_list() == [f"{n:05}" for n in range(14, 7, -1)]


def test_with_few_kreise_there_is_neither_median_nor_line():
    found = paired([1.0, 2.0, None], [3.0, 1.0, 2.0])
    assert (found.need_median, found.money_median, found.critical.height) == (None, None, 0)
    assert needs.fit(found) is None


def test_no_line_where_the_need_is_the_same_everywhere():
    assert needs.fit(paired([2.0] * 20, [float(n) for n in range(20)])) is None


def test_line_meets_the_textbook_formula_and_its_band_is_narrowest_at_the_mean(stuttgart):
    x, y = (stuttgart.rows[name].to_numpy() for name in ("need", "money"))
    slope = ((x - x.mean()) * (y - y.mean())).sum() / ((x - x.mean()) ** 2).sum()
    found = needs.fit(stuttgart)
    assert found is not None
    assert found.count == 400
    assert found.slope == pytest.approx(slope)
    assert found.r_squared == pytest.approx(np.corrcoef(x, y)[0, 1] ** 2)
    # The band of the mean: t * s * sqrt(1/n + (x - mean)² / Sxx), Fahrmeir et al., Regression, 3.1.
    residual = y - y.mean() - slope * (x - x.mean())
    s, sxx = np.sqrt((residual**2).sum() / 398), ((x - x.mean()) ** 2).sum()
    for at, expected, low, high in found.points:
        half = 1.96594 * s * np.sqrt(1 / 400 + (at - x.mean()) ** 2 / sxx)
        assert high - expected == pytest.approx(half, rel=1e-4)
        assert expected - low == pytest.approx(half, rel=1e-4)


def test_perfect_line_is_found():
    found = needs.fit(paired([float(n) for n in range(20)], [3.0 + 2 * n for n in range(20)]))
    assert found is not None
    assert found.slope == pytest.approx(2.0)
    assert found.r_squared == pytest.approx(1.0)
    assert all(y == pytest.approx(3 + 2 * x) for x, y, _, _ in found.points)


@pytest.mark.parametrize(
    ("need", "money", "ags", "years"),
    [
        ("sgb2_quote", "arbeitsmarktmittel", "08111", (2021, 2021)),
        ("sgb2_quote", "schluesselzuweisungen", "08111", (2019, 2019)),
        (
            "sgb2_quote",
            "schluesselzuweisungen",
            "02000",
            (2019, 2019),
        ),  # Hamburg has none: that of the others
        ("angriffe_auf_gefluechtete", "arbeitsmarktmittel", "14713", (2017, 2021)),  # no common year
    ],
)
def test_year_is_the_latest_common_one(rows_of, need, money, ags, years):
    first, second = rows_of(need), rows_of(money)
    own = [series.years(rows.filter(pl.col("ags") == ags)) for rows in (first, second)]
    every = (series.years(first), series.years(second))
    assert needs.default_years((own[0], own[1]), every) == years


def test_years_of_a_kreis_are_those_with_a_value():
    course = needs.Course(
        {2019: (None, "unbekannt"), 2020: (0.0, "nichts_vorhanden"), 2021: (7.2, "wert")}, {}
    )
    assert course.years == {2020, 2021}


def test_different_years_are_said(topic_of, rows_of, codes):
    topic = topic_of("angriffe_auf_gefluechtete", "arbeitsmarktmittel", 2017, 2021)
    found = needs.pair(
        rows_of("angriffe_auf_gefluechtete"), rows_of("arbeitsmarktmittel"), (2017, 2021), codes,
        need_is_low=False,
    )  # fmt: skip
    headline = sentences.headline("Leipzig (Stadt)", row_of(found, "14713"), topic)
    assert "(2017, über dem Median)" in headline
    assert "(2021, über dem Median)" in headline
    assert "Die Jahre unterscheiden sich: Indikator 2017, Mittel 2021." in sentences.years_note(topic, None)
    assert not sentences.years_note(topic_of("sgb2_quote", "arbeitsmarktmittel", 2021, 2021), 2021)


def test_counted_incidents_are_never_called_need(topic_of, stuttgart):
    topic = topic_of("angriffe_auf_gefluechtete", "arbeitsmarktmittel", 2017, 2021)
    assert topic.critical == "hoher Wert, geringe Mittel"
    row = row_of(stuttgart, "08111")
    words = " ".join(
        [*topic.corners, sentences.reading(row, stuttgart, topic), sentences.corners_note(stuttgart, topic)]
    )
    assert "hoher Bedarf" not in words
    assert "geringer Bedarf" not in words
    assert "kein Bedarf" in words


@pytest.mark.parametrize(
    ("indicator", "corners"),
    [
        ("sgb2_quote", ("geringer Bedarf, hohe Mittel", "hoher Bedarf, geringe Mittel")),
        ("beschaeftigungsquote", ("hoher Bedarf, hohe Mittel", "geringer Bedarf, geringe Mittel")),
        ("auslaenderanteil", ("niedriger Wert, hohe Mittel", "hoher Wert, geringe Mittel")),
    ],
)
def test_side_of_need_follows_the_direction(topic_of, indicator, corners):
    found = topic_of(indicator, "arbeitsmarktmittel", 2021, 2021).corners
    assert (found[0], found[3]) == corners
    assert len(set(found)) == 4


def test_money_comes_from_the_catalogue_by_its_rule(declared):
    known = [i for i in declared.indicators if "kreis" in series.levels(series.values(declared.indicator(i)))]
    need, money = needs.offered(declared, known)
    assert {
        "arbeitsmarktmittel", "projektfoerderung_bund", "staedtebaufoerderung", "schluesselzuweisungen",
    } <= set(money)  # fmt: skip
    assert not {"kassenkredite", "kommunale_schulden"} & set(money)  # owed
    assert "personal_kommunen" not in money  # no amount
    assert not set(need) & set(money)


def test_need_is_a_rate_outside_the_field_of_finance(declared):
    need, _ = needs.offered(declared, declared.indicators)
    assert {"sgb2_quote", "beschaeftigungsquote", "auslaenderanteil"} <= set(need)
    assert not {"hebesatz_gewerbesteuer", "kassenkredite", "personal_kommunen", "steuerkraft"} & set(need)
    assert not {"arbeitslose", "angriffe_auf_gefluechtete", "bruttoausgaben_kreise"} & set(need)
    for indicator in map(declared.indicator, need):
        assert indicator.handlungsfeld != "finanzkraft"
        assert declared.units[indicator.unit].kind in {"rate", "index"}


def test_sums_of_several_years_are_declared_as_such(declared):
    for indicator in declared.indicators.values():
        is_said = "Summe der letzten" in indicator.definition
        assert is_said == (indicator.sum_years > 1), indicator.id
