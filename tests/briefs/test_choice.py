"""A choice outside: links and draft files come back as they went, and are read with care."""

import json
from dataclasses import replace
from hashlib import sha256

import pytest

from indicators.briefs import Choice, drafts, links
from indicators.errors import InputError
from indicators.gap_cases import Question, assume
from indicators.gaps import assumptions


@pytest.fixture(scope="module")
def full(world):
    """A choice in which nothing is as proposed."""
    asked = Question(
        "03241001",
        programme="bund_integrationskurse",
        value_type="Ist",
        base_year=2012,
        year=2022,
        per_head=True,
        peer_set="auswahl",
        selection=("03101", "03404"),
        needs=("sgb2_quote",),
        indicator="beschaeftigungsquote",
        grade="E 10",
    )
    given = assume.declared(world.facts, asked)
    own = assumptions.override(assumptions.preset("vorsichtig"), given, "staff", 4.5, "Stellenplan 2026")
    return Choice(
        asked=replace(asked, assumptions=own),
        handlungsfeld="arbeit",
        findings=("arbeitslosenquote", "beschaeftigungsquote"),
        measures=("realwert", "standard"),
        peer_set="land",
        style="leipzig",
        title="Mehr Mittel? – 50 % & „mehr“ <b>",
        occasion="Erster Absatz.\n\nZweiter Absatz mit 🙂 und 中文.",
        decisions=("Erstens.", "Zweitens: =SUMME(A1)"),
        author="Abteilung Integration",
        edits=(("arbeitslosenquote.wert", "Eigener Satz."), ("grenzen.ursache", "")),
    )


def test_a_link_restores_the_whole_choice(full, world):
    assert links.from_link(links.to_link(full), world.facts) == full
    assert links.is_whole(full)


def test_a_link_says_only_what_is_not_proposed(world):
    plain = Choice.of("08111")
    assert links.to_link(plain) == {"region": "08111"}
    assert links.from_link({"region": "08111", "fremd": "x"}, world.facts) == plain


def test_a_list_that_was_emptied_stays_empty(world):
    emptied = replace(Choice.of("08111"), findings=(), measures=())
    assert links.from_link(links.to_link(emptied), world.facts) == emptied


def test_texts_too_long_for_a_link_are_left_out_and_kept_in_the_file(world):
    long = replace(
        Choice.of("08111"),
        edits=tuple(
            (f"satz.{n}", "".join(sha256(f"{n}{k}".encode()).hexdigest() for k in range(3)))
            for n in range(90)
        ),
    )
    assert not links.is_whole(long)
    assert "texte" not in links.to_link(long)
    assert drafts.from_json(drafts.to_json(long), world.facts) == long


def test_a_draft_file_restores_the_whole_choice(full, world):
    assert drafts.from_json(drafts.to_json(full), world.facts) == full


@pytest.mark.parametrize(
    "change",
    [
        {"region": "99999"},
        {"texte": "abc"},
        {"texte": "!!!"},
        {"texte": "A" * 7000},
        {"annahmen": "wild"},
        {"masse": "realwert,unfug"},
        {"gruppe": "unfug"},
        {"basisjahr": "20x7"},
        {"eigene": "abc"},
    ],
)
def test_a_damaged_link_is_refused_in_german(change, world):
    with pytest.raises(InputError) as caught:
        links.from_link({"region": "08111", **change}, world.facts)
    assert caught.value.advice


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{}",
        "[" * 100_000,
        json.dumps({"format": "integrationsmonitor-entwurf", "version": 2}),
        json.dumps({"format": "integrationsmonitor-entwurf", "version": 1, "auswahl": {"region": 8111}}),
        json.dumps({"format": "integrationsmonitor-entwurf", "version": 1, "auswahl": {"region": "08111"}}),
    ],
)
def test_a_file_that_is_no_draft_is_refused_in_german(text, world):
    with pytest.raises(InputError) as caught:
        drafts.from_json(text, world.facts)
    assert "Entwurf" in str(caught.value)


def test_a_text_that_is_too_long_is_refused():
    with pytest.raises(InputError, match="zu lang"):
        replace(Choice.of("08111"), title="x" * 201)


def test_edits_replace_each_other_and_can_be_undone():
    choice = Choice.of("08111").edited("a.1", "eins").edited("a.1", "zwei")
    assert choice.own_texts == {"a.1": "zwei"}
    assert choice.restored("a.1") == Choice.of("08111")
