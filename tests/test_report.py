"""A report cannot be inconsistent: every fault is refused with a sentence that says what is wrong."""

from dataclasses import replace
from datetime import date

import pytest
from tests.exports.samples import stuttgart

from indicators.errors import InputError
from indicators.formats import MISSING
from indicators.report import (
    Assumption,
    Bullets,
    Column,
    Figure,
    FigureRef,
    KeyFigures,
    Paragraph,
    Report,
    Section,
    Sentence,
    Source,
    SourceList,
    sources,
    styles,
)
from indicators.texts.wording import causal_words


@pytest.fixture(scope="module")
def report(declared, registry):
    return stuttgart(declared, registry)


def with_block(report: Report, role, block) -> Report:
    """The report with one more block in a section."""
    sections = [replace(s, blocks=(*s.blocks, block)) if s.role == role else s for s in report.sections]
    return replace(report, sections=tuple(sections))


def without(report: Report, role) -> tuple[Section, ...]:
    return tuple(section for section in report.sections if section.role != role)


def first(things, **changes):
    return (replace(things[0], **changes), *things[1:])


FAULTS = {
    "figure that is not there": (
        lambda r: with_block(r, "bedarf", FigureRef("fehlt")),
        "Abbildung „fehlt“",
    ),
    "figure twice": (lambda r: with_block(r, "bedarf", FigureRef("zeit")), "steht zweimal"),
    "figure that no section shows": (
        lambda r: replace(r, figures=(*r.figures, replace(r.figures[0], id="zusatz"))),
        "„zusatz“ kommt in keinem Abschnitt vor",
    ),
    "missing alternative text": (
        lambda r: replace(r, figures=first(r.figures, alt=" ")),
        "fehlt die Textalternative",
    ),
    "figure without source": (
        lambda r: replace(r, figures=first(r.figures, sources=())),
        "nennt keine Quelle",
    ),
    "unknown source": (
        lambda r: replace(r, figures=first(r.figures, sources=("dataset:fehlt",))),
        "„dataset:fehlt“, die im Bericht fehlt",
    ),
    "unused source": (
        lambda r: replace(r, sources=(*r.sources, Source("eigene:haushalt", "Haushaltsplan 2026"))),
        "„eigene:haushalt“ wird nirgends verwendet",
    ),
    "source twice": (lambda r: replace(r, sources=(*r.sources, r.sources[0])), "steht zweimal"),
    "source list left out": (
        lambda r: replace(r, sections=without(r, "quellen")),
        "Die Quellen stehen in keinem",
    ),
    "licence without notice of changes": (
        lambda r: replace(r, sources=first(r.sources, citation="Destatis, dl-de/by-2-0")),
        "Hinweis auf Veränderungen",
    ),
    "licence without link": (
        lambda r: replace(r, sources=first(r.sources, licence_url="")),
        "Lizenz mit Link",
    ),
    "empty section": (
        lambda r: replace(r, sections=first(r.sections, blocks=())),
        "Abschnitt „Beschlussvorschlag“ ist leer",
    ),
    "empty paragraph": (lambda r: with_block(r, "bedarf", Paragraph(())), "ohne Inhalt"),
    "empty list": (lambda r: with_block(r, "bedarf", Bullets(())), "ohne Inhalt"),
    "no key figures": (lambda r: with_block(r, "bedarf", KeyFigures(())), "ohne Inhalt"),
    "no section": (lambda r: replace(r, sections=()), "keinen Abschnitt"),
    "no title": (lambda r: replace(r, title=""), "fehlt der Titel"),
    "no data state": (lambda r: replace(r, data_state=""), "fehlt der Datenstand"),
    "claim of a cause": (
        lambda r: with_block(r, "bedarf", Paragraph((Sentence("Die Quote steigt, weil Mittel fehlen."),))),
        "„weil“",
    ),
    "number without source": (
        lambda r: with_block(r, "bedarf", Paragraph((Sentence("Es sind 12,8 %.", "amtlich"),))),
        "nennt keine Quelle",
    ),
    "own assumption without reason": (
        lambda r: replace(r, assumptions=(*r.assumptions, Assumption("x", "Fallzahl", "80", (), True))),
        "fehlt die Begründung",
    ),
    "assumption without source": (
        lambda r: replace(r, assumptions=(*r.assumptions, Assumption("x", "Fallzahl", "80"))),
        "hat keine Quelle",
    ),
    "calculation with an input without source": (
        lambda r: replace(r, calculations=first(r.calculations, sources=())),
        "hat keine Quelle",
    ),
    "calculation with an input that is not there": (
        lambda r: replace(r, calculations=first(r.calculations, sources=(("fehlt", ()),))),
        "keine Eingabe „fehlt“",
    ),
    "table of unequal rows": (
        lambda r: replace(r, tables=first(r.tables, rows=((2020,),))),
        "ungleich lange Zeilen",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_refuses(report, fault):
    spoil, said = FAULTS[fault]
    with pytest.raises(InputError) as caught:
        spoil(report)
    assert said in str(caught.value)
    assert caught.value.advice


def test_own_text_may_claim_a_cause_but_is_warned_of(report):
    claim = Sentence("Die Quote ist hoch.", "amtlich", ("x",)).edited("Sie steigt, weil Mittel fehlen.")
    assert claim.own
    assert claim.certainty == "eigene_angabe"
    told = with_block(report, "bedarf", Paragraph((replace(claim, sources=()),)))
    assert any("„weil“" in warning for warning in told.warnings)
    assert report.warnings == ()


def test_unchanged_text_is_not_marked_as_own():
    sentence = Sentence("Die Quote ist hoch.", "amtlich", ("x",))
    assert sentence.edited(" Die Quote ist hoch. ") is sentence


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Das führt zu Mehrbedarf, weil Stellen fehlen.", ("führt zu", "weil")),
        ("Mehr Mittel führen direkt zu mehr Teilhabe.", ("führen direkt zu",)),
        ("Ein hochsignifikanter Unterschied bewirkt viel.", ("hochsignifikanter", "bewirkt")),
        ("Der Landkreis führt die Liste zum zweiten Mal; eine Weile ist vergangen.", ()),
        ("Die Zuführung zum Haushalt wird angeführt.", ()),
    ],
)
def test_causal_words(text, words):
    assert causal_words(text) == words


def test_sources_are_numbered_in_their_order(report):
    ids = tuple(source.id for source in report.sources)
    assert [report.source_number(key) for key in ids] == [1, 2, 3]
    assert report.reference((ids[2], ids[0])) == "[1, 3]"
    assert report.reference((ids[2], ids[0], ids[1])) == "[1–3]"
    assert report.reference(()) == ""


def test_source_text_names_what_the_licence_asks_for(declared):
    """Provider, licence with link, dataset, notice of changes; and the figures of the BA unaltered."""
    text = sources.text(sources.of_dataset(declared.dataset("regionalstatistik_13211_02_05_4")))
    for part in ("Statistische Ämter des Bundes und der Länder", "www.govdata.de/dl-de/by-2-0",
                 "13211-02-05-4", "Daten verändert", "Bundesagentur für Arbeit",
                 "abgerufen am 09.07.2026"):  # fmt: skip
        assert part in text
    computed = sources.of_dataset(declared.dataset("regionalstatistik_13211_02_05_4"), computed=True)
    assert sources.text(computed).endswith("eigene Berechnung")


def test_every_dataset_and_standard_makes_a_source_that_a_report_accepts(declared, registry):
    report = stuttgart(declared, registry)
    found = [sources.of_dataset(entry) for entry in declared.datasets.values()]
    found += [sources.of_funding(entry) for entry in declared.funding_sources.values()]
    found += [sources.of_standard(entry) for entry in declared.standards.values()]
    for source in found:
        if source.id not in {s.id for s in report.sources}:
            figures = first(report.figures, sources=(*report.figures[0].sources, source.id))
            assert replace(report, figures=figures, sources=(*report.sources, source))


def test_cells_are_german_and_missing_stays_missing():
    share = Column("Anteil", "Prozent", 1, "right")
    assert share.head == "Anteil in Prozent"
    assert [share.text(c) for c in (12.25, 0.0, None, "geheim")] == ["12,3", "0,0", MISSING, "geheim"]
    assert Column("Abstand", "PP", 1, signed=True).text(-4.915) == "−4,9"
    assert Column("Jahr").text(2025) == "2025"
    assert Column("Betrag", "Euro", 0).text(1234567) == "1.234.567"
    assert Column("Ende").text(date(2026, 12, 31)) == "31.12.2026"


def test_styles_know_every_role_and_keep_their_order(report):
    known = styles.load()
    assert next(iter(known)) == "neutral"
    assert {"stuttgart", "leipzig", "aachen"} <= set(known)
    for style in known.values():
        sections = style.arranged({s.role: s.blocks for s in report.sections})
        assert {s.role for s in sections} == {s.role for s in report.sections}
        assert replace(report, style=style, sections=sections)
    assert known["stuttgart"].section("beschluss", SourceList()).heading == "Beschlussantrag"
    with pytest.raises(InputError, match="neutral"):
        styles.get("fehlt", known)


def test_figure_is_found_by_its_id(report):
    assert isinstance(report.figure("zeit"), Figure)
    assert report.assumption_number("betrag") == 2
