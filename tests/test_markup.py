"""The furniture as HTML: texts are escaped, links carry their ids."""

import pytest

from indicators.catalog import Catalog
from indicators.ui import data, markup

SIGNS = '<b>1 & 2</b> "drei"'


@pytest.mark.parametrize(
    "made",
    [
        markup.finding(SIGNS, SIGNS),
        markup.note(SIGNS),
        markup.section(SIGNS),
        markup.bullets([SIGNS]),
        markup.facts([(SIGNS, SIGNS)], {SIGNS: "javascript:alert(1)"}),
        markup.card(SIGNS, SIGNS, SIGNS),
        markup.cards([(SIGNS, SIGNS, SIGNS)], columns=3),
        markup.link("karte", {"indikator": SIGNS}, SIGNS),
        markup.empty(SIGNS, SIGNS, SIGNS),
    ],
)
def test_texts_are_shown_as_they_are(made: str) -> None:
    assert "<b>" not in made
    assert "&lt;b&gt;1 &amp; 2" in made
    assert "javascript" not in made


def test_link_carries_its_ids() -> None:
    assert markup.link("karte", {"indikator": "a b", "jahr": "2023"}, "Karte") == (
        '<a href="karte?indikator=a+b&amp;jahr=2023" target="_self">Karte</a>'
    )


def test_source_line_leads_to_the_definition(declared: Catalog) -> None:
    said = markup.source_note(declared.indicator("arbeitslosenquote"), declared)
    assert "13211-02-05-4" in said
    assert 'href="datenstand?indikator=arbeitslosenquote"' in said


def test_titles_of_what_can_be_chosen_are_those_of_registry_and_catalogue(declared: Catalog) -> None:
    titles = data.region_titles()
    registry = data.registry()
    assert titles["08111"] == "Stuttgart"
    assert set(titles) >= {"DG", *(r.ags for level in ("land", "kreis") for r in registry.of_level(level))}
    assert {m.region_ags for m in registry.members() if m.is_kreisangehoerig} <= set(titles)
    offered = data.offered_indicators()
    assert {i.id for i in declared.indicators.values() if i.role == "main"} == set(offered)
    assert set(data.offered_indicators(every=True)) == set(data.indicator_titles())


def test_what_is_missing_leads_to_where_the_levels_of_the_indicator_are_listed(declared):
    said = markup.missing_levels("Fehlt <hier>.", "Grund.", declared.indicator("arbeitslosenquote"))
    assert "<h2>Fehlt &lt;hier&gt;.</h2>" in said
    assert (
        '<a href="datenstand?indikator=arbeitslosenquote" target="_self">Datenstand und Methodik</a>.' in said
    )
