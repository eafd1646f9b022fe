"""`funding` on the command line: the shipped records with sources, real terms, and German errors."""

import json

import pytest

from indicators.cli import main

COURSES = "bund_integrationskurse"


def call(capsys, *arguments):
    status = main(list(arguments))
    out = capsys.readouterr()
    return status, out.out, out.err


def funding(capsys, *arguments):
    status, out, _ = call(capsys, "funding", *arguments, "--json")
    assert status == 0
    return json.loads(out)


def amounts(entries, value_type, budget=None):
    return {
        e["year"]: e["amount_eur"]
        for e in entries
        if e["value_type"] == value_type and e["budget"] == budget and e["evidence_level"] == "amtlich"
    }


def test_integration_courses_soll_and_ist_to_the_euro(capsys):
    entries = funding(capsys, "--region", "DG", "--programme", COURSES)
    spent, planned = amounts(entries, "Ist"), amounts(entries, "Soll")
    assert (spent[2019], spent[2022], spent[2023]) == (647_978_946.04, 604_532_022.62, 967_597_188.13)
    assert planned[2023] == 757_798_000.0
    assert amounts(entries, "Soll", "1. Nachtrag") == {2015: 269_077_000.0}


def test_every_record_names_its_source(capsys):
    entries = funding(capsys, "--region", "05515")
    assert {e["region"] for e in entries} == {"05515", "05", "DG"}
    for entry in entries:
        for key in ("source", "source_id", "page", "evidence_level", "programme", "value_type"):
            assert entry[key], (entry, key)


def test_real_terms_of_58_million_and_years_without_an_index(capsys):
    entries = funding(capsys, "--region", "08", "--programme", "integrationsmanagement_bw", "--real", "2025")
    by_year = {e["year"]: e for e in entries}
    assert by_year[2017]["amount_real_eur"] == pytest.approx(73_342_323.65, abs=0.01)
    assert by_year[2017]["base_year"] == 2025
    assert by_year[2026]["amount_real_eur"] is None
    assert by_year[2026]["real_reason"] == "nicht berechenbar: kein Preisindex für 2026"


def test_what_must_not_be_added_is_said_in_text_and_json(capsys):
    (first, *_) = funding(capsys, "--region", "DG", "--programme", "bund_respekt_land")
    assert first["not_added"].startswith("Teil von „Maßnahmen")
    assert funding(capsys, "--region", "DG", "--programme", COURSES)[0]["not_added"] is None
    _, out, _ = call(capsys, "funding", "--region", "DG", "--programme", "bund_unterstuetzung_flucht")
    assert "Summe, in der andere Programme enthalten sind: nicht mit ihnen addieren." in out


def test_text_is_german_and_names_sources(capsys):
    status, out, _ = call(capsys, "funding", "--region", "DG", "--programme", COURSES, "--real", "2025")
    assert status == 0
    assert "967.597.188 €" in out
    assert "1.010.712.059 €" in out
    assert "Haushaltsrechnung" in out
    assert "nicht berechenbar: kein Preisindex für 2012" in out


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--region", "99999"], "99999"),
        (["--region", "DG", "--programme", "gibtsnicht"], "catalog --programmes"),
        (["--region", "DG", "--real", "1999"], "1999"),
    ],
)
def test_unknown_things_are_german_errors(capsys, arguments, word):
    status, out, err = call(capsys, "funding", *arguments)
    assert (status, out) == (1, "")
    assert err.startswith("Fehler: ")
    assert word in err


def test_a_region_without_own_figures_shows_land_and_bund(capsys):
    entries = funding(capsys, "--region", "09162")
    assert {e["region"] for e in entries} <= {"09", "DG"}
    assert "DG" in {e["region"] for e in entries}


def test_catalog_lists_programmes(capsys):
    status, out, _ = call(capsys, "catalog", "--programmes", "--json")
    programmes = {p["id"]: p for p in json.loads(out)}
    assert status == 0
    assert programmes[COURSES]["funder"] == "Bund"
    assert COURSES in call(capsys, "catalog", "--programmes")[1]
