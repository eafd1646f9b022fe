"""Sets of assumptions: presets, own values, links, files, comparison."""

import base64
import json
import zlib

import pytest
from tests.gaps.given import given

from indicators.errors import InputError
from indicators.gaps import assumptions
from indicators.gaps.assumption_files import from_json, from_link, to_json, to_link
from indicators.gaps.assumptions import (
    Assumption,
    AssumptionSet,
    inputs,
    override,
    preset,
    side_by_side,
    without,
)
from indicators.gaps.costs import GivenCost
from indicators.gaps.staffing import staffing

GIVEN = {
    "ratio": Assumption(
        "ratio",
        "Betreuungsschlüssel",
        "persons_per_fte",
        0,
        100,
        60,
        300,
        "high",
        "KomIntAVO",
        link="standard:x",
        least=60,
        most=300,
    ),
    "cost": Assumption("cost", "Kosten je VZÄ", "eur_per_fte", 0, 105_820, 90_000, 120_000, "low", "KGSt"),
    "index": Assumption("index", "Preisindex", "index", 1, 121.9, None, None, "low", "Destatis"),
}
OWN = override(preset("mittel"), GIVEN, "ratio", 80, "Beschluss des  Rats;\n„80“ & mehr: 100 %")


def test_presets_are_ordered_by_the_gap_they_give():
    amounts = []
    for name in ("vorsichtig", "mittel", "ambitioniert"):
        taken = inputs(preset(name), GIVEN)
        gap = staffing(given(4000, "persons"), taken["ratio"], given(25, "fte"), GivenCost(taken["cost"]))
        assert gap.amount is not None
        amounts.append(gap.amount)
        assert {i.origin for i in taken.values()} == {"katalog"}
        assert taken["index"].value == 121.9
    assert amounts == sorted(amounts)
    assert amounts[1] == pytest.approx(1_587_300)


def test_an_own_value_carries_its_reason_and_keeps_the_range():
    own = inputs(OWN, GIVEN)["ratio"]
    assert (own.value, own.origin, own.ends) == (80, "eigene_annahme", (60, 300))
    assert own.reason == "Beschluss des Rats; „80“ & mehr: 100 %"
    assert "im Katalog 100" in own.source
    assert inputs(without(OWN, "ratio"), GIVEN)["ratio"].origin == "katalog"
    again = override(OWN, GIVEN, "ratio", 90, "anders")
    assert [o.value for o in again.own] == [90]


@pytest.mark.parametrize(
    ("key", "value", "reason", "message"),
    [
        ("ratio", 50, "weniger", "außerhalb der plausiblen Spanne"),
        ("ratio", 301, "mehr", "außerhalb der plausiblen Spanne"),
        ("ratio", float("nan"), "nichts", "ist keine Zahl"),
        ("ratio", "achtzig", "Text", "ist keine Zahl"),
        ("ratio", None, "leer", "größer als 0"),
        ("index", 0, "null", "größer als 0"),
        ("ratio", 80, " \n", "fehlt eine Begründung"),
        ("ratio", 80, "x" * 501, "1 bis 500 Zeichen"),
        ("unbekannt", 80, "so", "gibt es nicht"),
    ],
)
def test_what_is_not_plausible_is_refused(key, value, reason, message):
    with pytest.raises(InputError, match=message):
        override(preset("mittel"), GIVEN, key, value, reason)


def test_a_set_comes_back_from_its_link_and_its_file():
    named = AssumptionSet("Entwurf für den Ausschuss", "vorsichtig", OWN.own)
    link = to_link(named)
    assert len(link) < 250
    assert set(link) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    assert from_link(link, GIVEN) == named
    assert from_json(to_json(named, GIVEN), GIVEN) == named


def _link(content: object) -> str:
    return base64.urlsafe_b64encode(zlib.compress(json.dumps(content).encode())).decode().rstrip("=")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "!!!",
        "ä",
        "QUJD",
        "A" * 5000,
        to_link(OWN)[:-6],
        _link([]),
        _link({"n": 1, "p": "mittel", "o": []}),
        _link({"n": "x", "p": "mittel", "o": [["ratio", 80]]}),
        _link({"n": "x", "p": "mittel", "o": [[["ratio"], 80, "so"]]}),
        _link({"n": "x", "p": "gewagt", "o": []}),
        _link({"n": "", "p": "mittel", "o": []}),
        _link({"n": "x", "p": "mittel", "o": [["ratio", 5, "so"]]}),
        _link({"n": "x" * 200_000, "p": "mittel", "o": []}),
    ],
)
def test_a_damaged_link_ends_in_a_german_sentence(text):
    with pytest.raises(InputError, match="Bitte"):
        from_link(text, GIVEN)


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", '{"format": "anderes"}', "[" * 50_000, " " * 200_000, '{"format": NaN}'],
)
def test_a_file_of_something_else_ends_in_a_german_sentence(text):
    with pytest.raises(InputError, match="Bitte"):
        from_json(text, GIVEN)


def test_a_file_of_another_version_says_so():
    text = to_json(OWN, GIVEN).replace('"version": 1', '"version": 2')
    with pytest.raises(InputError, match="anderen Version"):
        from_json(text, GIVEN)


def test_sets_stand_side_by_side():
    rows = {r.key: r for r in side_by_side([preset("vorsichtig"), preset("mittel"), OWN], GIVEN)}
    assert [v.value for v in rows["ratio"].values] == [300, 100, 80]
    assert rows["ratio"].differs
    assert not rows["index"].differs


def test_a_ratio_of_the_catalogue_spans_to_the_others(declared):
    norm, *others = (
        declared.standards[name]
        for name in ("betreuungsschluessel_sachsen", "beratungsschluessel_bmi", "faelle_je_stelle_mbe_2019")
    )
    made = assumptions.declared(norm, key="ratio", unit="persons_per_fte", cautious="high", others=others)
    assert [made.preset(p) for p in ("vorsichtig", "mittel", "ambitioniert")] == [300, 100, 60]
    assert made.link == "standard:betreuungsschluessel_sachsen"
    assert "Beratungsschlüssel des Bundesinnenministeriums (MBE) (60)" in made.source
    # What other places do is no limit to what a council may have decided.
    own = override(preset("mittel"), {"ratio": made}, "ratio", 50, "Beschluss")
    assert inputs(own, {"ratio": made})["ratio"].ends == (50, 300)


def test_a_cost_of_the_catalogue_by_pay_grade(declared):
    standard = declared.standards["kgst_vollkosten_2025"]
    made = assumptions.declared(
        standard, key="cost", unit="eur_per_fte", cautious="low", entry="E 9b", span=("E 9a", "E 10")
    )
    assert (made.value, made.low, made.high) == (105_820, 98_374, 114_702)
    assert made.title.endswith(", E 9b")
    assert made.evidence_level == "sekundaer"
    for wrong in ("E 99", ""):
        with pytest.raises(InputError, match="hat keinen Wert"):
            assumptions.declared(standard, key="cost", unit="eur_per_fte", cautious="low", entry=wrong)


def test_a_declared_range_limits_what_may_be_entered(declared):
    norm = declared.standards["betreuungsschluessel_sachsen"].model_copy(update={"low": 80.0, "high": 150.0})
    made = assumptions.declared(norm, key="ratio", unit="persons_per_fte", cautious="high")
    with pytest.raises(InputError, match=r"ab 80.Personen je VZÄ bis 150"):
        override(preset("mittel"), {"ratio": made}, "ratio", 79, "zu fein")
