"""Programmes, standards and sources of funding figures: cited, in German, nothing without use."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from indicators import catalog, funding_records
from indicators.catalog import FundingSource, Programme, Standard
from indicators.catalog.references import check_money
from indicators.errors import InputError
from indicators.importers.funding import READERS
from indicators.importers.text import sha256
from indicators.regions import GERMANY, Registry

SHIPPED = catalog.load()
NO_UMLAUT = re.compile(r"\b\w*(?:auslaend|ueber|fuer|gefluecht|foerder|zuschuess|traeger|laender)\w*", re.I)
STANDARD_ID = re.compile(r"Richtwerte? (\w+?)(?:_?…)?[),]")
WITHOUT_AMOUNT = {
    "komintavo_sn",
    "ki_nrw",
    "kim_nrw",
    "bir_by",
    "koordinierungsstellen_ni",
    "integrationsbeauftragte_bw",
}
"""Programmes of which the sources give a lump sum or a ratio, but no amount."""


def texts(entry: Programme | FundingSource | Standard) -> Iterator[str]:
    yield from (entry.title, *entry.notes)
    if isinstance(entry, Programme):
        yield from (entry.purpose, entry.legal_basis)


@pytest.mark.parametrize("name", sorted(SHIPPED.funding_sources))
def test_a_funding_source_can_be_cited(name: str) -> None:
    source = SHIPPED.funding_sources[name]

    assert source.attribution
    if source.licence == "dl-de/by-2-0":
        assert "www.govdata.de/dl-de/by-2-0" in source.attribution
        assert "Daten verändert" in source.attribution
    assert source.edition
    assert source.format in READERS
    assert all(note.endswith(".") for note in source.notes)
    assert source.url.startswith("https://") or source.licence == "Zitat einzelner Zahlen"


@pytest.mark.parametrize("name", sorted(SHIPPED.funding_sources))
def test_the_inputs_are_the_files_at_hand(name: str, sources: Path) -> None:
    for entry in SHIPPED.funding_sources[name].inputs:
        assert sha256(sources / entry.path) == entry.sha256


@pytest.mark.parametrize("name", sorted(SHIPPED.programmes))
def test_a_programme_says_where_it_holds_and_where_that_stands(name: str, registry: Registry) -> None:
    programme = SHIPPED.programmes[name]

    assert programme.region == GERMANY or programme.region in registry
    assert programme.source
    assert all(note.endswith(".") for note in programme.notes)
    assert programme.funder in {"Bund", "EU"} or programme.region != GERMANY or programme.id == "asylblg"


def test_every_programme_has_records_or_says_why_not() -> None:
    found = set(funding_records.read()["programme"].unique())

    assert set(SHIPPED.programmes) - found == WITHOUT_AMOUNT
    for name in WITHOUT_AMOUNT:
        assert any("Richtwert" in note for note in SHIPPED.programmes[name].notes)


def test_standards_named_in_notes_exist() -> None:
    named = {
        match
        for programme in SHIPPED.programmes.values()
        for note in programme.notes
        for match in STANDARD_ID.findall(note)
    }

    assert named
    assert [n for n in named if not any(s.startswith(n) for s in SHIPPED.standards)] == []


@pytest.mark.parametrize("kind", ["programmes", "funding_sources", "standards"])
def test_texts_are_german_with_umlauts(kind: str) -> None:
    entries = getattr(SHIPPED, kind).values()

    assert [text for entry in entries for text in texts(entry) if NO_UMLAUT.search(text)] == []


def test_titles_are_unique_so_that_a_choice_is_unambiguous() -> None:
    for entries in (SHIPPED.programmes, SHIPPED.funding_sources, SHIPPED.standards):
        titles = [entry.title for entry in entries.values()]
        assert len(titles) == len(set(titles))


def test_sums_parts_and_amounts_that_concern_integration_in_part_are_declared() -> None:
    programmes = SHIPPED.programmes.values()

    assert {p.id: p.part_of for p in programmes if p.part_of} == {
        "bund_jmd": "bund_jugendhilfe",
        "bund_respekt_land": "bund_ads_projekte",
        "muenster_zuschuesse_diskriminierung": "muenster_pg0116",
        "muenster_zuschuesse_integration": "muenster_pg0116",
    }
    assert {p.id for p in programmes if p.partly} == {"bund_jugendhilfe", "bund_qualifizierungsoffensive"}
    assert {p.id for p in programmes if p.total} == {
        "bund_flucht_ausgaben_weit",
        "bund_unterstuetzung_flucht",
    }


@pytest.mark.parametrize("note", ["nie mit ihnen addieren", "Summe, in der"])
def test_what_a_note_calls_a_sum_is_declared_as_one(note: str) -> None:
    assert all(p.total for p in SHIPPED.programmes.values() if note in " ".join(p.notes))


@pytest.mark.parametrize(
    ("whole", "words"),
    [
        ("gibtesnicht", "Programm gibtesnicht"),
        ("bund_unterstuetzung_flucht", "kann nicht Teil"),
        ("bund_jmd", "kann nicht Teil"),
        ("integrationsmanagement_bw", "kann nicht Teil"),
    ],
)
def test_a_part_belongs_to_a_programme_of_the_same_place_that_may_be_added(whole: str, words: str) -> None:
    part = SHIPPED.programmes["bund_mbe"].model_copy(update={"part_of": whole})
    faulty = replace(SHIPPED, programmes=SHIPPED.programmes | {"bund_mbe": part})

    with pytest.raises(InputError, match=words):
        check_money(faulty, Path("catalog"))
