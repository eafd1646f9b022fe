"""Sentences of briefs: every case of number, case and difference, worked out by hand."""

import tomllib
from pathlib import Path

import pytest

from indicators.catalog import Catalog
from indicators.formats import NBSP
from indicators.regions import Registry
from indicators.texts import briefs as words
from indicators.texts.comparison import Subject
from indicators.texts.wording import causal_words

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "briefs.toml").read_text(encoding="utf-8"))


def of(declared: Catalog, indicator: str = "arbeitslosenquote") -> Subject:
    """The subject of a sentence, for everybody."""
    return Subject(declared.indicator(indicator), declared, "insgesamt", is_gap=False)


def plain(text: str) -> str:
    """With ordinary blanks, as cases are written."""
    return text.replace(NBSP, " ")


@pytest.mark.parametrize("case", CASES["difference"], ids=lambda case: case["name"])
def test_a_difference_follows_number_and_case(case, declared):
    subject = of(declared, case["indicator"])
    assert plain(words.difference(case["value"], subject)) == case["plain"]
    assert plain(words.difference(case["value"], subject, dative=True)) == case["dative"]


@pytest.mark.parametrize("case", CASES["gap"], ids=lambda case: case["name"])
def test_a_gap_is_said_as_it_is(case, declared):
    said = words.gap(case["value"], of(declared), "insgesamt", is_uncertain=case.get("uncertain"))
    assert plain(said) == case["expected"]
    assert not causal_words(said)


@pytest.mark.parametrize("case", CASES["change"], ids=lambda case: case["name"])
def test_a_change_is_said_as_it_is(case, declared):
    assert plain(words.change(case["before"], 2015, case["now"], of(declared))) == case["expected"]


@pytest.mark.parametrize("case", CASES["among"], ids=lambda case: case["name"])
def test_a_place_among_peers_is_said_as_it_is(case, declared):
    who, place = "die Stadt", case.get("place")
    said = words.among(case["value"], of(declared), case["median"], "der Städte", who=who, place=place)
    assert plain(said) == case["expected"]


@pytest.mark.parametrize("case", CASES["where"], ids=lambda case: case["ags"])
def test_a_place_stands_in_its_case(case, registry):
    region = registry.get(case["ags"])
    assert words.within(region) == case["within"]
    assert words.subject(region) == case["subject"]


def test_every_kreis_has_a_grammatical_place(registry: Registry):
    for region in registry.of_level("kreis"):
        said = words.within(region)
        assert said.startswith(("in ", "im ")), said
        assert "(" not in said
        if region.kind in ("Landkreis", "Kreis"):
            assert said.startswith(("im ", "in der ")), said


def test_a_missing_value_says_why_and_has_no_number(registry):
    said = words.missing("Arbeitslosenquote", registry.get("08111"), "Die Quelle nennt keinen Wert.")
    assert said == "Arbeitslosenquote in Stuttgart: kein Wert. Die Quelle nennt keinen Wert."


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (5.0, 6.2, "2015 betrug der Abstand der Gruppen 5,0 Prozentpunkte."),
        (-5.0, 6.2, "2015 betrug der Abstand der Gruppen 5,0 Prozentpunkte mit umgekehrtem Vorzeichen."),
        (6.2, 6.22, "2015 war der Abstand der Gruppen praktisch gleich groß."),
        (0.04, 6.2, "2015 gab es praktisch keinen Abstand der Gruppen."),
    ],
)
def test_an_earlier_gap_is_said_as_it_was(before, now, expected, declared):
    assert plain(words.gap_change(before, 2015, now, of(declared))) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1.0, "1 Person"),
        (2.0, "2 Personen"),
        (12345.0, "12.345 Personen"),
    ],
)
def test_counts_carry_what_was_counted(value, expected, declared):
    assert plain(words.amount(value, of(declared, "arbeitslose"))) == expected
