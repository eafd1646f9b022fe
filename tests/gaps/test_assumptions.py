"""Sets of assumptions: presets, own values, links, files, comparison."""

import base64
import json
import zlib

import pytest
from tests.gaps.given import given

from indicators.catalog import Standard
from indicators.errors import InputError
from indicators.gaps.assumption_files import from_json, from_link, to_json, to_link
from indicators.gaps.assumptions import (
    Assumption,
    AssumptionSet,
    declared,
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


def test_a_standard_of_the_catalogue_becomes_an_assumption():
    standard = Standard(
        id="schluessel",
        kind="caseload_ratio",
        title="Schlüssel",
        unit="Personen je VZÄ",
        decimals=0,
        value=100,
        low=80,
        high=150,
        year=2025,
        binding="norm",
        source="KomIntAVO",
        page="§ 4",
        evidence_level="erfasst",
    )
    made = declared(standard, key="ratio", unit="persons_per_fte", cautious="high")
    assert (made.preset("vorsichtig"), made.preset("ambitioniert")) == (150, 80)
    assert (made.source, made.link) == ("KomIntAVO, § 4", "standard:schluessel")
    several = standard.model_copy(update={"value": None, "values": {"2024": 1.0}})
    with pytest.raises(InputError, match="mehrere Werte"):
        declared(several, key="ratio", unit="persons_per_fte", cautious="high")
