"""The cases of METHODS 4 on what is shipped: region, programme, assumptions in, gaps with sources out."""

import math
from dataclasses import replace

import polars as pl
import pytest

from indicators import gap_cases, series
from indicators.errors import InputError
from indicators.funding_heads import heads
from indicators.funding_records import read
from indicators.gap_cases import Facts, Question, assume, compared, participation, real
from indicators.gap_cases.facts import PEER_SETS, STANDING, Known
from indicators.gap_cases.typed import number_of
from indicators.gaps import assumptions
from indicators.gaps.assumptions import AssumptionSet, Own
from indicators.gaps.calculation import Plan
from indicators.gaps.model import MEASURES, FundingGap, GapInput, Step
from indicators.observations import TOTAL, published
from indicators.texts import funding as funding_words
from indicators.texts import gaps as words

STUTTGART, MUENSTER, OSNABRUECK, LEIPZIG = "08111", "05515", "03404", "14713"
MANAGEMENT, COURSES = "integrationsmanagement_bw", "bund_integrationskurse"


@pytest.fixture(scope="module")
def facts(declared, registry) -> Facts:
    known: dict[str, object] = {}

    def values(indicator):
        if indicator.id not in known:
            known[indicator.id] = series.values(indicator)
        return known[indicator.id]

    return Facts(declared, registry, read(), values)


def gaps(facts, measure, region, **given):
    asked = gap_cases.settled(facts, Question(region, **given))
    return gap_cases.of_measure(facts, asked, measure).gaps


def entered(**values: float) -> AssumptionSet:
    own = tuple(Own(key, value, "Auszählung der Fachstelle zum Jahresende") for key, value in values.items())
    return AssumptionSet("Eigene Zahlen", "mittel", own)


def test_integration_courses_did_not_lose_purchasing_power(facts):
    (gap,) = gaps(facts, "realwert", LEIPZIG, programme=COURSES, base_year=2019, year=2023, value_type="Ist")
    assert gap.verdict == "keine_luecke"
    assert gap.result("real_change").value == pytest.approx(27.3, abs=0.05)
    assert gap.input("amount").value == pytest.approx(967.6e6, abs=0.05e6)
    assert gap.input("base_amount").value == pytest.approx(648.0e6, abs=0.05e6)


def test_integration_management_lost_15_million(facts):
    (gap,) = gaps(facts, "realwert", STUTTGART, programme=MANAGEMENT, base_year=2017, year=2025)
    assert gap.verdict == "luecke"
    assert gap.amount == pytest.approx(15.34e6, abs=0.005e6)
    assert gap.result("real_change").value == pytest.approx(-20.9, abs=0.05)
    assert {i.value_type for i in gap.inputs if i.unit == "eur"} == {"Bewilligung"}


def test_programmes_stand_in_the_order_own_land_bund(facts):
    offered = [p.id for p in real.programmes(facts, STUTTGART)]
    assert offered[:2] == [MANAGEMENT, COURSES]
    assert not any(facts.catalog.programmes[i].region.startswith("05") for i in offered)


def test_a_value_type_without_two_years_is_a_german_error(facts):
    with pytest.raises(InputError, match="Vorhanden: Bewilligung"):
        gaps(facts, "realwert", STUTTGART, programme=MANAGEMENT, value_type="Soll")


@pytest.mark.parametrize(("base_year", "year"), [(2025, 2017), (1999, 2025), (2017, 2026)])
def test_years_that_cannot_be_compared_say_why(facts, base_year, year):
    (gap,) = gaps(facts, "realwert", STUTTGART, programme=MANAGEMENT, base_year=base_year, year=year)
    assert gap.verdict == "nicht_berechenbar"
    assert "Bitte" in gap.reason


def test_an_own_wage_index_replaces_the_price_index(facts):
    chosen = entered(base_wage_index=100.0, wage_index=130.0)
    (gap,) = gaps(
        facts, "realwert", STUTTGART, programme=MANAGEMENT, base_year=2017, year=2025, assumptions=chosen
    )
    assert gap.amount == pytest.approx(58e6 * 0.3)
    assert {i.key for i in gap.own_assumptions} == {"index", "base_index"}


def test_labour_market_funds_of_stuttgart_lie_above_the_expected_range(facts):
    (gap,) = gaps(facts, "vergleich", STUTTGART)
    steps = {s.key: s.value for s in gap.steps}
    assert gap.verdict == "keine_luecke"
    assert steps["expected"] == pytest.approx(2552.98, abs=0.005)
    assert steps["lower"] == pytest.approx(2055.71, abs=0.005)
    assert steps["upper"] == pytest.approx(3050.25, abs=0.005)
    assert gap.input("actual").value == pytest.approx(3311.94, abs=0.005)
    assert gap.result("n").value == 399


def test_in_euro_it_is_times_the_inhabitants_of_the_year_of_the_figure(facts):
    (gap,) = gaps(facts, "vergleich", STUTTGART)
    people = gap.input("inhabitants")
    assert (people.value, people.year) == (626_275, 2021)
    assert people.link == "indicator:bevoelkerung_zensus2011"
    assert people.source.startswith(
        "Bevölkerungsfortschreibung (Zensus 2011), 31.12.2021: Statistisches Bundesamt"
    )
    steps = {s.key: s.value for s in gap.steps}
    assert steps["per_head_gap"] == pytest.approx(-758.96, abs=0.005)
    assert gap.amount == pytest.approx(626_275 * steps["per_head_gap"])
    assert gap.unit == "eur"
    assert gap.result("sum_years").value == 5
    assert any("keine Jahresbeträge" in limit for limit in gap.limits)
    assert words.headline(gap, "Stuttgart").endswith("keine Lücke (−475,3\N{NBSP}Mio.\N{NBSP}€ in 5 Jahren)")
    _, value, detail = words.card(gap)
    assert (value, detail) == (
        "keine Lücke",
        "Rechnerisch −475,3\N{NBSP}Mio.\N{NBSP}€ in 5 Jahren (−758,96\N{NBSP}€ je Kopf)",
    )


def test_every_kreis_has_inhabitants_for_the_default_comparison(facts):
    found = [
        heads("einwohner", k.ags, facts.catalog, facts.registry, facts.values)
        for k in facts.registry.of_level("kreis")
    ]
    assert len(found) == 400
    assert all(2021 in head for head in found)


def test_formula_shows_numbers_as_people_write_them(facts):
    (gap,) = gaps(facts, "vergleich", STUTTGART)
    lower = next(s for s in gap.steps if s.key == "lower")
    assert words.formula(lower, gap) == "2.552,98 − 1,2837 × 387,38"


def test_every_formula_reads_as_it_computes():
    """Negative numbers in brackets, functions in words, numbers as people write them."""
    inputs = (
        GapInput("persons", "Personen", -34.0, "persons", source="x"),
        GapInput("effect", "Wirkung", 0.15, "number", 2, source="x"),
        GapInput("cost", "Kosten", 4_000.0, "eur", source="x"),
    )
    gap = FundingGap("paritaet", "Szenario", 0.0, "eur", "keine_luecke", "", inputs)

    def said(formula: str) -> str:
        return words.formula(Step("x", "Schritt", formula, 0.0, "eur"), gap)

    assert said("MAX(persons, 0) / effect") == "größter Wert von ((−34); 0) / 0,15"
    assert said("cost - persons") == "4.000 − (−34)"
    assert said("persons / 1000 * (cost + 0.5)") == "(−34) / 1.000 × (4.000 + 0,5)"


@pytest.mark.parametrize(
    ("euro", "said"),
    [
        (15_338_589.2, "15,34 Mio. €"),  # METHODS 4 M1
        (967_597_188.13, "967,6 Mio. €"),  # METHODS 3
        (58e6, "58,00 Mio. €"),
        (-475_320_000.0, "−475,3 Mio. €"),
        (1_587_300.0, "1.587.300 €"),  # METHODS 4 M4 says 1.59 Mio; below two millions in full
        (None, "keine Angabe"),
    ],
)
def test_an_amount_reads_alike_on_every_page(euro, said):
    expected = said.replace(" ", "\u00a0") if euro is not None else said
    assert words.amount(euro, "eur") == funding_words.amount(euro) == expected


@pytest.mark.parametrize("peer_set", [s for s in PEER_SETS if s != "auswahl"])
def test_every_peer_set_says_why_these_and_small_ones_fall_back(facts, peer_set):
    asked = Question(MUENSTER, peer_set=peer_set)
    case = gap_cases.of_measure(facts, asked, "vergleich")
    assert case.notes
    assert len(case.notes[0]) > 20
    gap = case.main
    if gap.verdict == "nicht_berechenbar":
        assert "mindestens 20" in gap.reason
        assert gap.result("median").value is not None
    else:
        assert (gap.result("n").value or 0) >= 20


def test_an_own_selection_is_used_and_an_empty_one_is_explained(facts):
    (gap,) = gaps(facts, "vergleich", STUTTGART, peer_set="auswahl", selection=("05315", "09162"))
    assert gap.result("n").value == 2
    (gap,) = gaps(facts, "vergleich", STUTTGART, peer_set="auswahl")
    assert gap.verdict == "nicht_berechenbar"


def test_other_indicators_of_money_and_need(facts):
    (gap,) = gaps(facts, "vergleich", LEIPZIG, funding="schluesselzuweisungen", needs=("auslaenderanteil",))
    assert gap.verdict in ("luecke", "keine_luecke")
    assert gap.input("actual").year == 2019


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"funding": "arbeitslosenquote"}, "Arbeitslosenquote"),  # per cent, would read "5,30 € je Kopf"
        ({"funding": "kassenkredite"}, "Kassenkredite"),  # what is owed is no funding
        ({"needs": ("sgb2_quote", "steuerkraft")}, "Steuerkraft"),
        ({"needs": ("bevoelkerung",)}, "Bevölkerung"),
    ],
)
def test_only_money_is_compared_and_only_with_need(facts, given, named):
    with pytest.raises(InputError, match=named):
        gaps(facts, "vergleich", STUTTGART, **given)


def test_no_money_that_is_offered_is_owed(facts):
    offered = compared.fundings(facts)
    assert len(offered) > 10
    assert {(i.unit, i.debt) for i in offered} == {("eur_per_inhabitant", False)}


def test_many_needs_cost_no_more_than_their_number(facts, monkeypatch):
    """Corners of 18 ranges are 262,144; whatever is offered can be asked for by a link."""
    needs = (
        "auslaenderanteil", "auslaendische_schueler", "betreuungsquote_u3", "schulabgaenge_ohne_abschluss",
        "arbeitslosenquote", "jugendarbeitslosenquote", "mindestsicherung", "sgb2_quote",
    )  # fmt: skip
    calls: list[int] = []
    counted = Plan.amount

    def count(plan, values):
        calls.append(1)
        return counted(plan, values)

    monkeypatch.setattr(Plan, "amount", count)
    (gap,) = gaps(facts, "vergleich", STUTTGART, needs=needs)
    assert gap.range_words == "80-%-Vorhersagebereich"
    assert len(calls) == 2 * (len(needs) + 1)  # each slope and the mean alone, from end to end


def test_land_has_no_peers(facts):
    (gap,) = gaps(facts, "vergleich", "08")
    assert gap.verdict == "nicht_berechenbar"
    assert "Kommune" in gap.reason


def test_persons_to_parity_from_counted_unemployed(facts):
    (gap,) = gaps(facts, "paritaet", STUTTGART)
    assert gap.input("persons").value == pytest.approx(100 * 12255 / 12.8)
    assert gap.amount == pytest.approx((12.8 - 6.6) * 12255 / 12.8)
    assert gap.low is not None
    assert gap.low < gap.amount < gap.high
    assert "Lücke (Arbeitslosenquote, Ausländerinnen und Ausländer 2025). " in words.card(gap)[2]
    assert "(Arbeitslosenquote, Ausländerinnen und Ausländer 2025): 5.936" in words.headline(gap, "Stuttgart")


def test_without_counted_persons_it_says_which_figure_is_missing(facts):
    indicator = "schulabgaenge_ohne_abschluss_niedersachsen"
    (gap,) = gaps(facts, "paritaet", OSNABRUECK, indicator=indicator)
    assert gap.verdict == "nicht_berechenbar"
    assert [i.key for i in gap.missing] == ["persons"]
    (gap,) = gaps(facts, "paritaet", OSNABRUECK, indicator=indicator, assumptions=entered(group_persons=200))
    assert gap.amount == pytest.approx((28.4 - 3.92268334280841) / 100 * 200)
    assert gap.own_assumptions[0].reason


def test_a_counted_share_brings_its_interval(facts):
    (gap,) = gaps(facts, "paritaet", STUTTGART, indicator="gymnasialanteil")
    row = {r.indicator.id: r for r in participation.in_persons(facts, STUTTGART)}["gymnasialanteil"]
    assert (gap.amount, gap.low, gap.high) == pytest.approx((row.persons, row.low, row.high))
    assert any("enthält auch die Gruppe selbst" in limit for limit in gap.limits)


def test_a_scenario_in_euro_names_what_it_lacks(facts):
    persons, euros = gaps(facts, "paritaet", STUTTGART, assumptions=entered(effect=0.15))
    assert persons.unit == "persons"
    assert [i.key for i in euros.missing] == ["unit_cost"]
    chosen = entered(effect=0.15, effect_low=0.10, effect_high=0.20, unit_cost=4000)
    _, euros = gaps(facts, "paritaet", STUTTGART, assumptions=chosen)
    assert euros.amount == pytest.approx(persons.amount / 0.15 * 4000)
    assert euros.low == pytest.approx(persons.amount / 0.20 * 4000)


def test_lump_sum_of_stuttgart_runs_on_shipped_figures(facts):
    lump_sum, staffing = gaps(facts, "standard", STUTTGART)
    assert lump_sum.amount == pytest.approx(882_850.53, abs=0.005)
    assert lump_sum.result("full_cost").value == pytest.approx(77_276.92, abs=0.005)
    assert lump_sum.input("base_index").value == pytest.approx(98.8)
    assert [i.key for i in staffing.missing] == ["persons", "staff"]
    assert "unter „Annahmen ändern“" in staffing.reason


def test_staffing_gap_with_own_caseload(facts):
    chosen = entered(caseload=4000, staff=25, ratio=100)
    found = gaps(facts, "standard", LEIPZIG, assumptions=chosen)
    staffing = next(gap for gap in found if gap.variant == "personal")
    assert staffing.amount == pytest.approx((4000 / 100 - 25) * 105_820)
    assert staffing.ranges[0].break_even == pytest.approx(160)


def test_a_cautious_set_gives_the_smaller_staffing_gap(facts):
    own = (Own("caseload", 4000, "Statistik"), Own("staff", 10, "Stellenplan"))
    amounts = []
    for preset in ("vorsichtig", "mittel", "ambitioniert"):
        found = gaps(facts, "standard", LEIPZIG, assumptions=AssumptionSet("Satz", preset, own))
        amounts.append(next(gap.amount for gap in found if gap.variant == "personal"))
    assert amounts == sorted(amounts)
    assert len(set(amounts)) == 3


def test_muenster_plans_with_59_percent_less(facts):
    decline, ending, shares = gaps(facts, "struktur", MUENSTER)
    assert decline.result("change").value == pytest.approx(-59.2, abs=0.05)
    assert decline.amount == pytest.approx(1_469_090.04 - 599_800)
    assert ending.result("fixed_term_share").value == pytest.approx(100 * 121_908 / 287_940, rel=0.01)
    assert shares.result("third_party_share").value == pytest.approx(72.6, abs=0.05)
    assert shares.result("hhi").value == pytest.approx(0.6, abs=0.01)


def test_where_nothing_is_recorded_it_says_where_to_enter_it(facts):
    (gap,) = gaps(facts, "struktur", LEIPZIG)
    assert gap.verdict == "nicht_berechenbar"
    assert "gap struktur --positions" in gap.reason


@pytest.mark.parametrize("region", [STUTTGART, MUENSTER, OSNABRUECK, LEIPZIG, "05334002", "03", "DG"])
def test_five_measures_for_every_kind_of_region(facts, region):
    found = gap_cases.headline_gaps(facts, Question(region))
    assert [gap.measure for gap in found] == list(MEASURES)
    for gap in found:
        numbers = [gap.amount, gap.low, gap.high, *(s.value for s in gap.steps)]
        assert all(math.isfinite(n) for n in numbers if n is not None)
        assert gap.reason
        assert gap.amount is not None or gap.verdict == "nicht_berechenbar"
        for given in gap.inputs:
            assert given.value is None or given.source, given
            assert given.value is None or given.link or given.origin == "berechnet", given


@pytest.mark.parametrize("measure", MEASURES)
def test_each_measure_computes_for_some_municipality(facts, measure):
    regions = [STUTTGART, MUENSTER]
    found = [gap_cases.headline_gaps(facts, Question(r))[list(MEASURES).index(measure)] for r in regions]
    assert any(gap.amount is not None for gap in found)


def test_gaps_of_all_indicators_in_persons(facts):
    rows = {r.indicator.id: r for r in participation.in_persons(facts, STUTTGART)}
    school = rows["gymnasialanteil"]
    ends = [end for end in (school.low, school.persons, school.high) if end is not None]
    assert len(ends) == 3
    assert ends == sorted(ends)
    assert rows["beschaeftigungsquote"].persons is None
    assert rows["beschaeftigungsquote"].reason
    assert rows["arbeitslosenquote"].persons == pytest.approx(5936.0, abs=0.05)


def test_every_declared_assumption_has_a_source_or_is_an_entry(facts):
    known = assume.declared(facts, Question(STUTTGART))
    assert assume.RATIO in known
    for assumption in known.values():
        assert assumption.source or assume.is_entry(assumption)
        assert assumption.title


def test_an_impossible_own_value_and_one_without_a_reason_are_refused(facts):
    known = assume.declared(facts, Question(STUTTGART))
    with pytest.raises(InputError, match="größer als 0"):
        assumptions.override(assumptions.preset("mittel"), known, "ratio", 0, "Annahme")
    with pytest.raises(InputError, match="außerhalb"):
        assumptions.override(assumptions.preset("mittel"), known, "staff", -1, "Annahme")
    with pytest.raises(InputError, match="Begründung"):
        assumptions.override(assumptions.preset("mittel"), known, "ratio", 100, " ")


def test_an_unusable_input_becomes_a_reason(facts):
    asked = Question(STUTTGART, grade="E 99")
    case = gap_cases.explained(facts, asked, "standard")
    assert case.main.verdict == "nicht_berechenbar"
    assert "E 9b" in case.main.reason


def test_the_unit_of_the_own_assumptions_travels_with_its_reason(facts):
    asked = replace(Question(STUTTGART), assumptions=entered(caseload=900, staff=3))
    found = gap_cases.of_measure(facts, asked, "standard").gaps
    reasons = {i.reason for gap in found for i in gap.own_assumptions}
    assert reasons == {"Auszählung der Fachstelle zum Jahresende"}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12.345,6", 12345.6),
        ("12345.6", 12345.6),
        ("1.500", 1500.0),
        ("0,15", 0.15),
        ("0.15", 0.15),
        ("0.125", 0.125),
        ("58e6", 58e6),
        ("1.5e6", 1.5e6),
        ("1.234.567,8", 1234567.8),
        ("0", 0.0),
        (" 4 000 € ", 4000.0),
        ("−3,5", -3.5),
        ("", None),
    ],
)
def test_numbers_as_people_type_them(text, number):
    assert number_of(text, "Wert") == number


@pytest.mark.parametrize(
    "text",
    [
        "viel", "1,2,3", "--5", "<b>1</b>", "nan", "inf", "12,345.6", "1,234.50", "1.23,4", "1.234.5",
        "1.2e3,4", "x", ".", "-", "/", "...", "(5)", "1e999",
    ],
)  # fmt: skip
def test_text_instead_of_a_number_is_named(text):
    with pytest.raises(InputError, match="„Wert“ ist keine Zahl"):
        number_of(text, "Wert")


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("region", [STUTTGART, OSNABRUECK, "08"])
def test_a_narrowed_question_has_the_same_case(facts, measure, region):
    own = entered(caseload=1_000, staff=3, wage_index=115, base_wage_index=100, effect=0.2, unit_cost=500)
    for assumed in (STANDING, own):
        wanted = Question(
            region,
            peer_set="aehnlichste",
            needs=("sgb2_quote",),
            indicator="beschaeftigungsquote",
            grade="E 10",
            assumptions=assumed,
        )
        asked = gap_cases.settled(facts, wanted)
        whole = gap_cases.explained(facts, asked, measure)
        narrow = gap_cases.explained(facts, gap_cases.narrowed(asked, measure), measure)
        assert narrow.gaps == whole.gaps
        assert narrow.notes == whole.notes


def test_an_impossible_own_value_is_named_by_a_narrowed_question_too(facts):
    asked = gap_cases.settled(facts, Question(STUTTGART, assumptions=entered(effect=-1)))
    for measure in MEASURES:
        narrow = gap_cases.explained(facts, gap_cases.narrowed(asked, measure), measure)
        assert narrow.gaps == gap_cases.explained(facts, asked, measure).gaps


def test_other_measures_do_not_ask_for_what_one_of_them_asks():
    plain = Question(STUTTGART, programme=MANAGEMENT, indicator="beschaeftigungsquote")
    other = replace(plain, programme=COURSES, year=2023)
    same = [m for m in MEASURES if gap_cases.narrowed(plain, m) == gap_cases.narrowed(other, m)]
    assert same == [m for m in MEASURES if m != "realwert"]


@pytest.mark.parametrize("indicator", ["arbeitslosenquote", "auslaenderanteil", "bevoelkerung"])
def test_known_values_of_a_region_are_the_published_rows(facts, declared, indicator):
    indicator = declared.indicator(indicator)
    frame = facts.values(indicator)
    for ags in ("DG", "08", MUENSTER, "03404", "99999"):
        rows = frame.filter(pl.col("ags") == ags, published())
        assert facts.known(indicator, ags) == rows.select(Known._fields).rows()
        total = rows.filter(group=TOTAL)
        assert facts.known(indicator, ags, TOTAL) == total.select(Known._fields).rows()
    year = max(frame.filter(published(), group=TOTAL)["year"])
    cut = frame.filter(published(), group=TOTAL, year=year)
    assert facts.section(indicator, year) == dict(cut.select("ags", "value").iter_rows())


def test_known_values_are_read_again_when_the_frame_is_another(declared, registry):
    indicator = declared.indicator("arbeitslosenquote")
    frames = [series.values(indicator)]
    changing = Facts(declared, registry, read(), lambda _indicator: frames[-1])
    before = changing.known(indicator, MUENSTER, TOTAL)
    frames.append(frames[0].with_columns(value=pl.col("value") + 1))
    assert [row.value for row in changing.known(indicator, MUENSTER, TOTAL)] == [
        pytest.approx(row.value + 1) for row in before
    ]


@pytest.mark.parametrize("region", [STUTTGART, OSNABRUECK, "03241001", "08", "DG"])
def test_indicators_offered_for_parity_are_those_with_a_figure_in_persons(facts, region):
    rows = participation.in_persons(facts, region)
    expected = [row.indicator.id for row in rows if row.indicator.direction != "neutral"]
    assert [indicator.id for indicator in participation.judged(facts, region)] == expected
    assert expected


def test_programmes_that_are_offered_have_a_series_of_two_comparable_years(facts):
    assert facts.comparable == {key for key in facts.catalog.programmes if real.usable(facts, key)}
    assert COURSES in facts.comparable


def test_the_lump_sum_that_is_paid_is_the_one_whose_year_prices_are_carried_to(facts):
    """A standard without a value is never the chosen one, neither as amount nor for its year."""
    offered = assume.lump_sums(facts, STUTTGART)
    empty = offered[0].model_copy(update={"id": "ohne_wert", "value": None, "year": 2019})
    standards = {empty.id: empty, **facts.catalog.standards}
    known = replace(facts, catalog=replace(facts.catalog, standards=standards))
    asked = Question(STUTTGART, lump_sum=empty.id)
    (wanted,) = [
        g
        for g in gap_cases.of_measure(facts, Question(STUTTGART), "standard").gaps
        if g.variant == "pauschale"
    ]
    (found,) = [g for g in gap_cases.of_measure(known, asked, "standard").gaps if g.variant == "pauschale"]
    assert found.amount == pytest.approx(wanted.amount)
