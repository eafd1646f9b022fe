"""Sentences of a comparison, on a table of cases and on Leipzig."""

import polars as pl
import pytest

from indicators import comparisons, regions
from indicators.comparisons import Comparison, Since, Spread
from indicators.peers import OWN, PeerSet
from indicators.texts import comparison as sentences
from indicators.texts.comparison import Subject


@pytest.fixture(scope="module")
def rate(declared):
    return Subject(declared.indicator("arbeitslosenquote"), declared, "auslaender", False)


@pytest.fixture(scope="module")
def gap(declared):
    return Subject(declared.indicator("arbeitslosenquote"), declared, "abstand", True)


@pytest.fixture(scope="module")
def compare():
    registry = regions.load()

    def of(own, others, *, own_range=(None, None), status="wert") -> Comparison:
        values = {"08111": own, "DG": None, "08": 9.0}
        values |= dict(zip(["05315", "09162", "09564"], others, strict=True))
        rows = pl.DataFrame(
            [
                (ags, 2023, value, status if value is None else "wert",
                 *(own_range if ags == "08111" else (None, None)))
                for ags, value in values.items()
            ],
            schema={"ags": pl.String, "year": pl.Int16, "value": pl.Float64, "status": pl.String,
                    "low": pl.Float64, "high": pl.Float64},
            orient="row",
        )  # fmt: skip
        peers = PeerSet(OWN, "Eigene Auswahl", "der eigenen Auswahl", "", ("05315", "09162", "09564"))
        return comparisons.compare(
            comparisons.cut(rows, 2023, registry), registry.get("08111"), peers, registry
        )

    return of


HEAD = "Stuttgart 2023: Arbeitslosenquote bei Ausländerinnen und Ausländern"


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        (12.0, f"{HEAD} 12,0\u00a0%, 2,0\u00a0Prozentpunkte höher als der Median der eigenen Auswahl"),
        (9.0, f"{HEAD} 9,0\u00a0%, 1,0\u00a0Prozentpunkt niedriger als der Median der eigenen Auswahl"),
        (10.04, f"{HEAD} 10,0\u00a0%, praktisch gleich hoch wie der Median der eigenen Auswahl"),
        (None, f"{HEAD}: geheim oder unbekannt"),
    ],
)
def test_headline(compare, rate, own, expected):
    found = compare(own, [8.0, 10.0, 11.0], status="geheim")
    assert sentences.comparison_headline(found, "der eigenen Auswahl", rate) == expected


def test_headline_of_a_gap_names_both_values(compare, gap):
    text = sentences.comparison_headline(compare(5.0, [3.0, 4.0, 6.0]), "der eigenen Auswahl", gap)
    assert text.endswith("gegenüber insgesamt +5,0\u00a0PP, Median der eigenen Auswahl +4,0\u00a0PP")


def test_headline_without_a_median_gives_the_value_alone(compare, rate):
    text = sentences.comparison_headline(compare(5.0, [3.0, 4.0, None]), "der eigenen Auswahl", rate)
    assert text == f"{HEAD} 5,0\u00a0%"


@pytest.mark.parametrize(
    ("place", "words"),
    [("lowest", "im unteren Viertel"), ("below", "unter dem Median"), ("middle", "genau am Median"),
     ("above", "über dem Median"), ("highest", "im oberen Viertel")],
)  # fmt: skip
def test_place_in_words(place, words):
    text = sentences.place_sentence(place, Spread(400, 1.0, 2.0, 3.0), "Alle Kreise")
    assert text.startswith("Alle Kreise: ")
    assert words in text
    assert text.endswith("von 400 Werten.")


def test_few_values_have_no_place():
    assert "zu wenige Werte" in sentences.place_sentence(None, None, "Eigene Auswahl")


@pytest.mark.parametrize(
    ("found", "start"),
    [
        (Since(-1, 1999, (1999, 2000)), "Seit 1999, dem ersten vergleichbaren Jahr, in jedem Jahr"),
        (Since(1, 2010, (2001, 2008, 2010, 2011)), "Seit 2010 in jedem Jahr mit Werten über dem Median"),
        (Since(1, 2023, (2023,)), "2023 über dem Median"),
        (None, "Über die Jahre lässt sich kein Median"),
    ],
)  # fmt: skip
def test_since(found, start):
    assert sentences.since_sentence(found, "der Mitglieder").startswith(start)


def test_since_names_the_last_year_that_was_different():
    text = sentences.since_sentence(Since(1, 2010, (2001, 2008, 2010)), "der Mitglieder")
    assert text.endswith("; 2008 war es anders")


def test_missing_benchmark_is_told_and_not_averaged(compare, rate):
    found = compare(10.0, [8.0, 9.0, 11.0], status="fehlt")
    text = sentences.benchmark_detail(found.of("bund")[0].value, "bund", found.own_value, rate)
    assert text == "Quelle ohne Wert; Quoten nicht gemittelt"


def test_benchmark_with_overlapping_interval_is_worded_so(rate):
    assert sentences.benchmark_detail(9.0, "land", 9.5, rate, overlaps=True) == (
        "Eigener Wert: +0,5\u00a0PP. Unterschied innerhalb der statistischen Unsicherheit."
    )
    assert "Unsicherheit" not in sentences.benchmark_detail(9.0, "land", 9.5, rate, overlaps=False)


def test_sum_that_holds_the_own_count_has_no_difference(declared):
    counts = Subject(declared.indicator("arbeitslose"), declared, "insgesamt", False)
    assert "enthalten" in sentences.benchmark_detail(900.0, "land", 90.0, counts)


def test_counts_add_up_and_are_more_or_fewer(compare, declared):
    counts = Subject(declared.indicator("arbeitslose"), declared, "insgesamt", False)
    found = compare(9.0, [2.0, 3.0, 4.0])
    text = sentences.comparison_headline(found, "der eigenen Auswahl", counts)
    assert text.endswith(": 9\u00a0Personen, 6\u00a0Personen mehr als der Median der eigenen Auswahl")
    assert (counts.write(2.5), counts.write_difference(6.5)) == ("2,5", "+6,5\u00a0Personen")


def test_median_within_the_own_interval_is_said(compare):
    assert "95-%-Intervall" in sentences.median_within(compare(9.5, [8.0, 10.0, 11.0], own_range=(9.0, 10.5)))
    assert sentences.median_within(compare(9.5, [8.0, 10.0, 11.0], own_range=(9.0, 9.9))) == ""
    assert sentences.median_within(compare(9.5, [8.0, 10.0, 11.0])) == ""


def test_rank_says_how_it_is_counted():
    assert sentences.rank_sentence((3, 11), "Eigene Auswahl").startswith("Rangplatz 3 von 11, vom höchsten")
    assert "kein Wert" in sentences.rank_sentence(None, "Eigene Auswahl")


def test_notes_of_rows(compare):
    own = compare(10.0, [8.0, 9.0, None], status="geheim").rows
    assert [sentences.row_note(row) for row in own if row.value is None] == ["geheim oder unbekannt"] * 2
    assert sentences.row_note(own[0]) == ""
    assert sentences.row_note(own[0]._replace(overlaps=True)) == sentences.WITHIN_UNCERTAINTY


def test_alternative_texts_name_values_and_ends(compare, rate):
    found = compare(12.0, [8.0, 10.0, 11.0])
    dots = sentences.alt_dots("Eigene Auswahl", found, rate)
    assert "Stuttgart: 12,0\u00a0%." in dots
    assert "8,0\u00a0% (Köln)" in dots
    assert "Median 10,0\u00a0%" in dots
    everyone = sentences.alt_distribution(found, rate)
    assert "4 Werte" in everyone


def test_likeness_is_told_as_the_catalogue_declares_it(declared):
    rule = declared.neighbours
    said = sentences.likeness(rule)
    assert "Bevölkerung, Bevölkerung je km² und Steuerkraft logarithmiert" in said
    assert "Landkreise mit Landkreisen" in said
    plain = rule.model_copy(
        update={
            "same_kind": False,
            "features": tuple(f.model_copy(update={"log": False}) for f in rule.features),
        }
    )
    assert "logarithmiert" not in sentences.likeness(plain)
    assert "Landkreise" not in sentences.likeness(plain)
