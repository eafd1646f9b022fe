"""The Word file: structure that a screen reader and an editor rely on, sources in footnotes, text as text."""

import re
import zipfile
from io import BytesIO
from itertools import pairwise

import docx as python_docx
import pytest
from docx.oxml.ns import qn
from lxml import etree
from tests.exports.office_samples import INJECTIONS, with_gaps, with_own_text

from indicators.exports import docx
from indicators.exports.office import plain
from indicators.formats import NBSP

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def report(declared, registry):
    return with_gaps(declared, registry)


@pytest.fixture(scope="module")
def content(report):
    return docx.render(report)


@pytest.fixture(scope="module")
def document(content):
    return python_docx.Document(BytesIO(content))


@pytest.fixture(scope="module")
def parts(content):
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def text_of(element):
    return "".join(t.text or "" for t in element.iter(f"{W}t"))


def test_every_part_is_well_formed_and_known_to_the_package(parts):
    for name, part in parts.items():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(part)
    assert b"/word/footnotes.xml" in parts["[Content_Types].xml"]
    assert b'Target="footnotes.xml"' in parts["word/_rels/document.xml.rels"]


def test_headings_are_headings_and_no_level_is_skipped(report, document):
    styled = [p for p in document.paragraphs if p.style.name.startswith("Heading")]
    levels = [int(p.style.name[-1]) for p in styled]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    shown = [p.text for p in styled]
    assert all(section.heading in shown for section in report.sections)
    assert all(c.gap.title in shown for c in report.calculations)
    assert [p.text for p in document.paragraphs if p.style.name == "Title"] == [report.title]
    assert all(p.style.paragraph_format.keep_with_next for p in styled)


def test_pictures_have_alternative_texts_and_print_resolution(report, document, parts):
    alts = [e.get("descr") for e in document.element.iter(qn("wp:docPr"))]
    ordered = [
        report.figure(b.id) for s in report.sections for b in s.blocks if type(b).__name__ == "FigureRef"
    ]
    assert alts == [plain(f.alt) for f in ordered]
    for shape in document.inline_shapes:
        key = shape._inline.graphic.graphicData.pic.blipFill.blip.embed
        image = document.part.related_parts[key].image
        assert image.px_width / shape.width.inches >= 200


def test_captions_count_with_fields_and_are_referred_to(document, parts):
    body = document.element.body
    codes = [e.text.strip() for e in body.iter(f"{W}instrText")]
    for kind in ("Abbildung", "Tabelle"):
        captions = [p for p in document.paragraphs if p.style.name == "Caption" and p.text.startswith(kind)]
        assert codes.count(f"SEQ {kind} \\* ARABIC") == len(captions)
        for number, caption in enumerate(captions, 1):
            assert caption.text.startswith(f"{kind} {number}: ")
    marks = {e.get(f"{W}name") for e in body.iter(f"{W}bookmarkStart")}
    ids = [e.get(f"{W}id") for e in body.iter(f"{W}bookmarkStart")]
    assert len(ids) == len(set(ids))
    assert sorted(ids) == sorted(e.get(f"{W}id") for e in body.iter(f"{W}bookmarkEnd"))
    named = [code.split()[1] for code in codes if code.startswith(("REF", "NOTEREF"))]
    assert named
    assert set(named) <= marks


def test_a_reference_names_the_caption_that_follows(document):
    start = next(i for i, p in enumerate(document.paragraphs) if "So hat sich die Quote" in p.text)
    assert document.paragraphs[start].text.endswith("(Abbildung 1, Tabelle 1)")
    assert document.paragraphs[start + 1].text.startswith("Abbildung 1: ")


def test_footnotes_are_real_and_name_each_source_once(report, document, parts):
    notes = etree.fromstring(parts["word/footnotes.xml"])
    found = {int(n.get(f"{W}id")): text_of(n) for n in notes}
    kinds = [n.get(f"{W}type") for n in notes if int(n.get(f"{W}id")) < 1]
    assert kinds == ["separator", "continuationSeparator"]
    used = [int(e.get(f"{W}id")) for e in document.element.body.iter(f"{W}footnoteReference")]
    assert used == sorted(used) == [n for n in found if n > 0]
    rates = report.sources[0]
    name = rates.citation.split(", dl-de/")[0]
    assert sum(name in text for text in found.values()) == 1
    assert not any("dl-de/" in text for text in found.values())  # the licence stands in the list of sources
    settings = etree.fromstring(parts["word/settings.xml"])
    named = [e.get(f"{W}id") for e in settings.iter(f"{W}footnote")]
    assert named == ["-1", "0"]


def test_tables_repeat_their_heads_keep_rows_whole_and_are_described(document):
    for table in document.tables:
        assert all(row._tr.trPr.find(f"{W}cantSplit") is not None for row in table.rows)
        assert table._tbl.tblPr.find(f"{W}tblDescription") is not None
        if table.style.name == "Berichtstabelle":
            assert table.rows[0]._tr.trPr.find(f"{W}tblHeader") is not None
    numbers = next(t for t in document.tables if t.cell(0, 0).text == "Jahr")
    assert numbers.cell(1, 1).paragraphs[0].alignment == 2


def test_language_page_properties_and_page_numbers(report, document, parts):
    languages = re.findall(rb'w:lang w:val="([^"]+)"', parts["word/styles.xml"])
    assert set(languages) == {b"de-DE"}
    about = document.core_properties
    assert (about.title, about.language, about.author) == (report.title, "de-DE", report.author)
    assert about.created.date() == report.created
    page = document.sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    footer = page.footer._element
    assert [e.text.strip() for e in footer.iter(f"{W}instrText")] == ["PAGE", "NUMPAGES"]
    assert text_of(footer).endswith("Seite 1 von 1")


def test_own_text_and_certainty_are_marked(document):
    texts = [p.text for p in document.paragraphs]
    assert any(t.endswith("[eigener Text]") for t in texts)
    assert any("[eigene Berechnung]" in t for t in texts)
    legend = next(t for t in texts if "Kennzeichnung" in t)
    assert "Eigener Text" in legend


def test_numbers_are_those_of_the_methods(document):
    """METHODS 4 M1: needed 73.34 Mio €, gap 15.34 Mio €, real change -20.9 %."""
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    assert f"15.342.324{NBSP}€" in cells
    assert "58.000.000 × 121,9 / 96,4" in cells
    assert f"−20,9{NBSP}%" in cells


def test_sources_carry_their_licence_and_links_go_to_the_web(report, document, parts):
    texts = "\n".join(p.text for p in document.paragraphs if p.style.name == "Quelle")
    for source in report.sources:
        assert source.citation in texts
    links = re.findall(rb'relationships/hyperlink" Target="([^"]+)"', parts["word/_rels/document.xml.rels"])
    assert links
    assert all(link.startswith((b"https://", b"http://")) for link in links)


def test_text_of_people_stays_text(report):
    for text in INJECTIONS:
        written = docx.render(with_own_text(report, text))
        found = python_docx.Document(BytesIO(written))
        assert plain(text).strip() in found.paragraphs[1].text
        codes = {e.text.split()[0] for e in found.element.body.iter(f"{W}instrText")}
        assert codes <= {"SEQ", "REF", "NOTEREF"}


def test_same_report_gives_the_same_bytes(report, content):
    assert docx.render(report) == content
