"""Search by name: however a person writes it."""

import pytest

from indicators import catalog, regions, search

PAGES = [("karte", "Karte"), ("datenstand", "Datenstand und Methodik")]


@pytest.fixture(scope="module")
def index():
    return search.index(catalog.load(), regions.load(), PAGES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  MÜNCHEN ", "munchen"),
        ("Muenchen", "munchen"),
        ("Munchen", "munchen"),
        ("Groß-Gerau (Landkreis)", "gross gerau landkreis"),
        ("Neuenkirchen", "neunkirchen"),
        ("<b>&amp;", "b amp"),
        ("İstanbul, Besançon", "istanbul besancon"),
    ],
)
def test_fold(text, expected):
    assert search.fold(text) == expected


@pytest.mark.parametrize(
    ("typed", "kind", "expected"),
    [
        ("München", "region", "09162"),
        ("muenchen", "region", "09162"),
        ("munchen", "region", "09162"),
        ("mün", "region", "09162"),
        ("landkreis osnabrueck", "region", "03459"),
        ("osnabrück landkreis", "region", "03459"),
        ("Landkreis München", "region", "09184"),
        ("08111", "region", "08111"),
        ("08111000", "region", "08111"),
        ("08136065", "region", "08136065"),
        ("stuttgard", "region", "08111"),
        ("Leibzig", "region", "14713"),
        ("Wisbaden", "region", "06414"),
        ("schwaebisch gmuend", "region", "08136065"),
        ("gmünd schwäb", "region", "08136065"),
        ("region hannover", "region", "03241"),
        ("hannover", "region", "03241001"),
        ("deutschland", "region", "DG"),
        ("bremen land", "region", "04"),
        ("arbeitslosenquote", "indicator", "arbeitslosenquote"),
        ("Arbeitslosenqoute", "indicator", "arbeitslosenquote"),
        ("sgb ii quote", "indicator", "sgb2_quote"),
        ("karte", "page", "karte"),
        ("methodik", "page", "datenstand"),
        ("daten", "page", "datenstand"),
    ],
)
def test_first_hit(index, typed, kind, expected):
    first = index.find(typed)[0]
    assert (first.kind, first.id) == (kind, expected)


@pytest.mark.parametrize("typed", ["", " ", "a", "ü", "<>", "zzzzzzzz", "🙂🙂🙂", "%&'; --"])
def test_nothing_found(index, typed):
    assert index.find(typed) == ()


def test_a_place_is_found_once(index):
    assert [e.id for e in index.find("stuttgart") if e.title == "Stuttgart"] == ["08111"]
    found = [(e.kind, e.id) for e in index.entries]
    assert len(found) == len(set(found))


def test_every_region_of_today_is_found_by_its_code_first(index):
    registry = regions.load()
    for level in ("bund", "land", "kreis"):
        for region in registry.of_level(level)[::25]:
            hits = [e for e in index.find(region.display_name) if e.id == region.ags]
            assert hits, region.display_name
    for region in registry.of_level("gemeinde")[7::997]:
        code = region.ags.removesuffix("000")
        assert index.find(region.ags)[0].id in (region.ags, code)


@pytest.mark.parametrize("typed", ["xqjzv" * 2_000, "beschäftigungsquoten in schwäbisch gmünd"])
def test_a_long_text_that_names_nothing_finds_nothing(index, typed):
    assert index.find(typed) == ()


def test_misspelt_names_are_only_offered_behind_exact_ones(index):
    titles = [e.title for e in index.find("jena")]
    assert titles[0] == "Jena"
    assert all("jen" in search.fold(t) for t in titles[:2])
