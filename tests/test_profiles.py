"""A profile: latest values, place among the peers, strengths and distances, what is missing and why."""

import polars as pl
import pytest

from indicators import profile_sheets, profiles, series
from indicators.comparisons import MIN_FOR_QUARTERS, Spread
from indicators.figures.sparkline import address, runs, sparkline, svg
from indicators.figures.theme import PALETTES
from indicators.observations import STATUSES
from indicators.profile_pool import Pool, Standing
from indicators.texts import profile as words

CAUSAL = ("weil", "führt zu", "bewirkt", "signifikant", "aufgrund")


@pytest.fixture(scope="module")
def everything(declared, registry):
    main = (i for i in declared.indicators.values() if i.role == "main")
    return Pool({i.id: series.values(i) for i in main}, registry)


@pytest.fixture(scope="module")
def of(everything, declared, registry):
    return lambda ags: profiles.profile(registry.get(ags), everything, declared, registry)


def entry(block, indicator):
    return next(e for e in block.entries if e.indicator.id == indicator)


def small_pool(rows, registry, indicator="sgb2_quote"):
    """A pool of one indicator; rows are (ags, year, value)."""
    frame = pl.DataFrame(
        [(ags, "insgesamt", year, float(value), "wert", "inkar_2024_sozialleistungen", None, None)
         for ags, year, value in rows],
        schema={"ags": pl.String, "group": pl.String, "year": pl.Int16, "value": pl.Float64,
                "status": pl.Enum(list(STATUSES)), "dataset": pl.String,
                "numerator": pl.Float64, "denominator": pl.Float64},
        orient="row",
    )  # fmt: skip
    return Pool({indicator: frame}, registry)


def cities(registry, count):
    same = small_pool([], registry).peers_of(registry.get("08111")).codes
    return ["08111", *[ags for ags in same if ags != "08111"][: count - 1]]


def test_latest_values_and_gap_of_stuttgart(of):
    found = entry(of("08111").own, "arbeitslosenquote")
    assert (found.group, found.year, found.value) == ("auslaender", 2025, 12.8)
    assert (found.compared.group, found.compared.value) == ("insgesamt", 6.6)
    assert found.compared.gap == pytest.approx(6.2)
    years = dict(found.history)
    assert list(years) == list(range(2009, 2026))
    assert [year for year, value in years.items() if value is None] == [2017, 2018, 2021, 2022, 2024]


def test_quartiles_are_those_of_the_others_in_the_same_year(declared, registry):
    codes = cities(registry, 10)
    rows = [(ags, 2020, value) for value, ags in enumerate(codes)]  # the city itself 0, the others 1 to 9
    pool = small_pool([*rows, (codes[3], 2019, 99), ("08115", 2020, 99)], registry)
    found = entry(profiles.block(registry.get("08111"), pool, declared), "sgb2_quote")
    assert found.standing == Standing(Spread(9, 3.0, 5.0, 7.0), None)
    assert found.from_median == -5.0
    assert found.advantage == 1.25  # lower is better: 5 points by a quartile range of 4


def test_few_peers_have_no_quartiles(declared, registry):
    rows = [(ags, 2020, 1) for ags in cities(registry, MIN_FOR_QUARTERS)]
    block = profiles.block(registry.get("08111"), small_pool(rows, registry), declared)
    assert block.entries[0].standing is None
    assert block.strengths() == block.distances() == ()


def test_peers_without_spread_order_nothing(declared, registry):
    rows = [(ags, 2020, 5) for ags in cities(registry, 9)]
    block = profiles.block(
        registry.get("08111"), small_pool([("08111", 2020, 4), *rows[1:]], registry), declared
    )
    assert block.entries[0].advantage is None


def test_only_valued_indicators_are_strengths_or_distances(of):
    for ags in ("08111", "16053", "03459", "14713", "08"):
        block = of(ags).own
        for found, sign in ((block.strengths(), 1), (block.distances(), -1)):
            assert len(found) <= 3
            assert len({e.dataset for e in found}) == len(found)
            for e in found:
                assert e.indicator.direction != "neutral"
                better = e.from_median if e.indicator.direction == "higher_is_better" else -e.from_median
                assert better * sign > 0
            sizes = [abs(e.advantage) for e in found]
            assert sizes == sorted(sizes, reverse=True)


def test_value_whose_interval_holds_the_median_is_no_finding(of):
    found = entry(of("08111").own, "gymnasialanteil")
    low, high = found.interval
    assert low < found.value < high
    near = profiles.Entry(
        **{
            **found.__dict__,
            "standing": Standing(Spread(66, low - 1, (low + found.value) / 2, high), None),
        }
    )
    assert found.advantage is not None
    assert near.advantage is None


def test_region_without_a_row_has_an_empty_block(declared, registry):
    block = profiles.block(registry.get("16053"), small_pool([("08111", 2020, 1)], registry), declared)
    assert block.entries == ()
    assert block.rows.is_empty()


def test_value_of_the_latest_year_counts_and_years_between_stay_open(declared, registry):
    pool = small_pool([("08111", 2020, 3), ("08111", 2017, 1), ("08111", 2018, 2)], registry)
    found = entry(profiles.block(registry.get("08111"), pool, declared), "sgb2_quote")
    assert (found.year, found.value, found.compared, found.interval) == (2020, 3.0, None, None)
    assert found.history == ((2017, 1.0), (2018, 2.0), (2019, None), (2020, 3.0))


def test_counts_have_no_place(of, declared):
    for e in of("08111").own.entries:
        if declared.units[e.indicator.unit].kind == "count":
            assert e.standing is None


def test_member_within_a_kreis_has_both_names(of):
    found = of("03241001")
    assert found.own.region.display_name == "Hannover"
    assert found.kreis.region.display_name == "Region Hannover"
    own, kreis = ({e.indicator.id for e in b.entries} for b in (found.own, found.kreis))
    assert "arbeitslosenquote" in own
    assert "beschaeftigungsquote" in kreis
    assert not own & kreis
    assert set(found.own.rows["ags"]) == {"03241001"}


def test_city_is_a_peer_of_towns_once_under_its_kreis_code(of):
    found = of("03241001").own
    assert "08111000" in found.peers.codes
    assert entry(found, "arbeitslosenquote").standing.spread.count == len(found.peers.codes)
    assert entry(found, "auslaenderanteil_zensus").standing.spread.count == len(found.peers.codes)


def test_kreisfreie_stadt_has_one_profile(of):
    found = of("08111000")
    assert found.own.region.ags == "08111"
    assert found.kreis is None


def test_every_main_indicator_is_shown_or_missing_with_a_reason(of, declared, registry):
    for ags in ("08111", "03241001", "03459", "05", "DG", "08416041"):
        found = of(ags)
        shown = [e.indicator.id for b in found.blocks for e in b.entries]
        gone = [m.indicator.id for m in found.missing]
        assert sorted([*shown, *gone]) == sorted(
            i.id for i in declared.indicators.values() if i.role == "main"
        )
        for m in found.missing:
            assert words.missing(m, registry.get(ags), registry).endswith(".")


@pytest.mark.parametrize(
    ("indicator", "text"),
    [
        ("kurzarbeit", "Die Quelle umfasst nur ein Land: Bayern."),
        ("hasskriminalitaet_bw", "Nur für das Land insgesamt veröffentlicht: Baden-Württemberg."),
        ("pmk_rechts", "Nicht für diese Ebene veröffentlicht; vorhanden für: Deutschland."),
    ],
)
def test_reason_of_what_is_missing_in_stuttgart(of, registry, indicator, text):
    found = next(m for m in of("08111").missing if m.indicator.id == indicator)
    assert words.missing(found, registry.get("08111"), registry) == text


def test_sentences_name_region_year_group_benchmark_and_no_cause(of, declared, registry):
    sheet = profile_sheets.describe(of("08111"), declared, registry)
    part = sheet.parts[0]
    sentences = [f.sentence for f in (*part.strengths, *part.distances)]
    assert len(sentences) == 6
    assert any(
        s == "Stuttgart 2023: Beschäftigungsquote bei Ausländerinnen und Ausländern 56,42\u00a0%, "
        "5,28\u00a0Prozentpunkte höher als der Median der anderen kreisfreien Großstädte (51,14\u00a0%)."
        for s in sentences
    )
    for sentence in sentences:
        assert sentence.startswith("Stuttgart 20")
        assert not [word for word in CAUSAL if word in sentence.lower()]


def test_card_says_value_unit_year_gap_place_and_source(of, declared, registry):
    sheet = profile_sheets.describe(of("08111"), declared, registry)
    cards = {c.indicator.id: c for p in sheet.parts for field in p.fields for c in field.cards}
    card = cards["arbeitslosenquote"]
    assert card.value == "12,8\u00a0%"
    assert card.what == "Ausländerinnen und Ausländer · 2025"
    assert card.gap == "+6,2\u00a0Prozentpunkte gegenüber insgesamt (6,6\u00a0%)"
    assert card.place == "im unteren Viertel der anderen kreisfreien Großstädte (Median von 66: 17,2\u00a0%)"
    assert "13211-02-05-4" in sheet.sources[card.sources[0] - 1]
    assert cards["gymnasialanteil"].status == "eigene Berechnung"
    assert len(set(sheet.sources)) == len(sheet.sources)


@pytest.mark.parametrize("ags", ["08111", "09162", "08416041", "03241001"])
def test_finance_has_few_cards_and_says_how_many_more_there_are(of, declared, registry, ags):
    found = of(ags)
    fields = [
        field for part in profile_sheets.describe(found, declared, registry).parts for field in part.fields
    ]
    shown = {c.indicator.id for f in fields for c in f.cards}
    counted = {i.id for f in fields for i in f.more}
    assert {e.indicator.id for b in found.blocks for e in b.entries} == shown | counted
    assert not shown & counted
    assert all(len(f.cards) <= 7 for f in fields if f.title == "Finanzkraft")
    assert all(
        f.more_text == (f"{len(f.more)} weitere Indikatoren haben Werte" if f.more else "") for f in fields
    )
    text = profile_sheets.csv_bytes(found, declared, registry).decode("utf-8-sig")
    assert all(f";{name};" in text for name in counted)


def test_what_has_no_card_is_finance_and_no_rate_of_integration(declared):
    left = [i for i in declared.indicators.values() if not i.profile]
    assert {i.handlungsfeld for i in left} == {"finanzkraft"}
    sums = [i for i in declared.indicators.values() if declared.units[i.unit].total and i.role == "main"]
    assert not [i.id for i in sums if i.profile]


def test_csv_holds_cards_gaps_intervals_and_reasons(of, declared, registry):
    text = profile_sheets.csv_bytes(of("03241001"), declared, registry).decode("utf-8-sig")
    table = [line.split(";") for line in text.splitlines() if not line.startswith(("#", '"#'))]
    head = table[0]
    rows = {(row[head.index("Gebiet")], row[head.index("Kennung")]): row for row in table[1:]}
    assert rows["Hannover", "arbeitslosenquote"][head.index("Wert")] == "21,4"
    assert rows["Region Hannover", "beschaeftigungsquote"][head.index("Wert")] == "52,83"
    low = rows["Hannover", "gymnasialanteil"][head.index("Untere Grenze (95 %)")]
    assert 17 < float(low.replace(",", ".")) < 18.1
    assert rows["Hannover", "pmk_rechts"][head.index("Wert")] == ""
    years = profile_sheets.series_csv_bytes(of("08111"), declared).decode("utf-8-sig")
    assert "08111;Stuttgart;arbeitslosenquote;Arbeitslosenquote;Prozent;insgesamt;2023;5,1;" in years


def test_small_line_leaves_missing_years_and_breaks_open():
    points = ((2010, 1.0), (2011, 2.0), (2012, None), (2013, 4.0), (2014, 5.0), (2015, 6.0))
    line = sparkline(points, [2015], "Verlauf")
    assert line is not None
    assert [[year for year, _ in run] for run in runs(line)] == [[2010, 2011], [2013, 2014], [2015]]
    drawn = svg([line], PALETTES["dark"])
    assert drawn.count("<svg") == drawn.count("</svg>") == 1
    assert f'stroke="{PALETTES["dark"].focus}"' in drawn
    # From 1 at the foot to 6 at the top, five years over the whole width, in tenths of a pixel.
    assert '<path d="M50 410l280-72M890 194l280-72" stroke-width="22"/>' in drawn
    assert '<path d="M1450 50h0" stroke-width="40"/>' in drawn  # stands alone
    assert '<path d="M1450 50h0" stroke-width="70"/>' in drawn  # the end


def test_lines_of_a_page_lie_below_each_other_in_one_image():
    made = (sparkline(((2020, low), (2021, low + 1)), [], "") for low in (1.0, 2.0, 3.0))
    lines = [line for line in made if line is not None]
    drawn = svg(lines, PALETTES["light"])
    assert 'width="150" height="138" viewBox="0 0 1500 1380"' in drawn
    assert "M50 410l1400-360M50 870l1400-360M50 1330l1400-360" in drawn
    found = address(lines, PALETTES["light"])
    assert found.startswith("data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'")
    assert not set('"#') & set(found)  # it stands between quotes, and # would end it


def test_no_line_for_a_single_value():
    assert sparkline(((2020, 1.0),), [], "Verlauf") is None


def test_a_flat_history_stays_flat():
    line = sparkline(((2020, 100.0), (2021, 101.0)), [], "")
    assert line is not None
    rise = int(svg([line], PALETTES["light"]).split("l1400-")[1].split('"')[0])
    assert 0 < rise < 50  # tenths of a pixel


def test_town_without_comparable_valued_figures_gets_no_strengths(of, declared, registry):
    own, kreis = profile_sheets.describe(of("08416041"), declared, registry).parts
    assert (own.title, own.is_valued) == ("Tübingen", False)
    assert (kreis.title, kreis.is_valued) == ("Werte des Kreises: Tübingen (Landkreis)", True)
    assert kreis.strengths


def test_sums_of_money_have_no_place_among_others(declared):
    totals = [i for i in declared.indicators.values() if i.unit == "eur"]
    assert totals
    assert all(declared.units[i.unit].follows_size for i in totals)
    assert not declared.units["eur_per_inhabitant"].follows_size
