"""The slides: a title with the finding on each, legible type, native charts with alternative texts, notes."""

import re
import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from lxml import etree
from pptx import Presentation
from pptx.oxml.ns import qn
from tests.exports.office_samples import INJECTIONS, with_gaps, with_own_text

from indicators.exports import FORMATS, pptx, render
from indicators.exports.office import plain
from indicators.exports.pptx_charts import name
from indicators.figures.money_model import Term, Terms
from indicators.report import Bullets, Sentence, sources


@pytest.fixture(scope="module")
def report(declared, registry):
    return with_gaps(declared, registry)


@pytest.fixture(scope="module")
def content(report):
    return pptx.render(report)


@pytest.fixture(scope="module")
def deck(content):
    return Presentation(BytesIO(content))


def charts(deck):
    return [shape for slide in deck.slides for shape in slide.shapes if shape.has_chart]


def test_wide_slides_with_titles_of_their_own(report, deck):
    assert round(deck.slide_width / deck.slide_height, 2) == 1.78
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert all(titles)
    assert titles[0] == report.title
    assert titles[-1] == next(s.heading for s in report.sections if s.role == "quellen")
    for figure in report.figures:
        assert figure.title in titles


def test_nothing_is_smaller_than_what_the_last_row_reads(deck):
    elements = [s.element for s in deck.slides] + [c.chart._chartSpace for c in charts(deck)]
    sizes = [int(size) for e in elements for size in e.xpath(".//@sz") if str(size).isdigit()]
    assert sizes
    assert min(sizes) >= 1800
    for run in (r for s in deck.slides for sh in s.shapes if sh.has_text_frame
                for p in sh.text_frame.paragraphs for r in p.runs):  # fmt: skip
        assert run.font.size is None or run.font.size.pt >= 18


def test_charts_are_native_where_the_description_fits(report, deck):
    kinds = {str(shape.chart.chart_type).split()[0] for shape in charts(deck)}
    assert {"LINE_MARKERS", "BAR_CLUSTERED", "XY_SCATTER"} <= kinds
    pictures = [
        sh for s in deck.slides for sh in s.shapes if sh.shape_type is not None and int(sh.shape_type) == 13
    ]
    assert len(charts(deck)) + len(pictures) == len(report.figures)
    alts = {next(sh._element.iter(qn("p:cNvPr"))).get("descr") for sh in (*charts(deck), *pictures)}
    assert alts == {plain(f.alt) for f in report.figures}


def test_a_chart_has_the_numbers_of_the_figure(report, deck):
    line = next(s.chart for s in charts(deck) if "LINE" in str(s.chart.chart_type))
    chart = report.figures[0].chart
    known = {p.year: p.value for p in chart.lines[0].points}
    years = range(min(known), max(known) + 1)
    for year, value in zip(years, line.plots[0].series[0].values, strict=True):
        assert value == (pytest.approx(known[year]) if known.get(year) is not None else None)


def test_results_are_those_of_the_calculations(report, deck):
    texts = [sh.text_frame.text for s in deck.slides for sh in s.shapes if sh.has_text_frame]
    for calculation in report.calculations:
        if calculation.gap.amount is not None:
            assert calculation.gap.text in texts


def test_notes_give_the_sources_in_full(report, deck):
    for slide in deck.slides:
        title = slide.shapes.title.text_frame.text
        figure = next((f for f in report.figures if f.title == title), None)
        if figure is None or not any(sh.has_chart for sh in slide.shapes):
            continue
        notes = slide.notes_slide.notes_text_frame.text
        cited = [s for s in report.sources if s.id in figure.sources]
        assert all(sources.text(s) in notes for s in cited)


def test_every_source_stands_on_the_last_slides(report, deck):
    texts = "\n".join(sh.text_frame.text for s in deck.slides for sh in s.shapes if sh.has_text_frame)
    assert all(sources.text(source) in texts for source in report.sources)


def test_german_throughout(content):
    with zipfile.ZipFile(BytesIO(content)) as archive:
        names = archive.namelist()
        slides = [n for n in names if re.match(r"ppt/(slides|notesSlides|charts)/[^/]+\.xml", n)]
        for part in slides:
            root = etree.fromstring(archive.read(part))
            for run in root.iter(qn("a:r")):
                assert run.find(qn("a:rPr")).get("lang") == "de-DE"
            assert b'lang="en-US"' not in archive.read(part)
        assert b"<dc:language>de-DE" in archive.read("docProps/core.xml")


def test_shapes_of_a_slide_have_ids_of_their_own(deck):
    for slide in deck.slides:
        ids = [shape.shape_id for shape in slide.shapes]
        assert len(ids) == len(set(ids))


def test_text_of_people_stays_text_also_in_the_workbooks_of_charts(report):
    for text in INJECTIONS:
        written = pptx.render(with_own_text(report, text))
        found = Presentation(BytesIO(written))
        assert plain(text).strip() in found.slides[0].shapes.title.text_frame.text
        with zipfile.ZipFile(BytesIO(written)) as archive:
            for book in (n for n in archive.namelist() if n.endswith(".xlsx")):
                with zipfile.ZipFile(BytesIO(archive.read(book))) as inner:
                    assert b"<f>" not in inner.read("xl/worksheets/sheet1.xml")


def test_names_of_data_are_neither_formula_nor_link():
    for text in ('=HYPERLINK("x")', "+1", "-1", "@A1", "{=1}", "http://example.org/", "internal:Sheet1!A1"):
        assert name(text)[0] == "\u2060"
    assert name("Stuttgart") == "Stuttgart"


def test_lists_share_their_points_evenly_and_few_stand_alone(report):
    """Seven long points need two slides: four and three, not six and one."""
    points = tuple(Sentence(f"Punkt {n}: " + "Wort für Wort steht hier ein Satz. " * 7) for n in range(7))
    sections = tuple(
        replace(s, blocks=(Bullets(points),)) if s.role == "beschluss" else s for s in report.sections
    )
    deck = Presentation(BytesIO(pptx.render(replace(report, sections=sections))))
    found = [
        [p.text for p in shape.text_frame.paragraphs]
        for slide in deck.slides for shape in slide.placeholders if shape.placeholder_format.idx == 1
    ]  # fmt: skip
    counts = [len(lines) for lines in found if any(line.startswith("Punkt ") for line in lines)]
    assert sum(counts) == 7
    assert max(counts) - min(counts) <= 1


def test_assumptions_stand_with_their_limits(report, deck):
    heading = next(s.heading for s in report.sections if s.role == "annahmen")
    shown = "\n".join(
        sh.text_frame.text for s in deck.slides if s.shapes.title.text_frame.text == heading
        for sh in s.shapes if sh.has_text_frame
    )  # fmt: skip
    limits = {limit for c in report.calculations for limit in c.gap.limits}
    assert limits
    assert all(limit in shown for limit in limits if len(limit) <= 150)


def test_same_report_gives_the_same_bytes(report, content):
    assert pptx.render(report) == content


def test_formats_lead_to_their_renderers(report, content):
    assert list(FORMATS) == ["pdf", "docx", "xlsx", "pptx"]
    assert render(report, "pptx") == content


def test_ends_of_programmes_stand_in_a_table_with_an_alternative_text(report):
    terms = tuple(
        Term(f"=Programm {n}", None, date(2027, 12, 31), "bis 31.12.2027", "focus") for n in range(3)
    )
    chart = Terms(terms, date(2024, 1, 1), date(2031, 1, 1), date(2026, 11, 22), "Drei Programme enden.")
    first = replace(report.figures[0], chart=chart, alt=chart.alt)
    deck = Presentation(BytesIO(pptx.render(replace(report, figures=(first, *report.figures[1:])))))
    (table,) = [shape for slide in deck.slides for shape in slide.shapes if shape.has_table]
    assert next(table._element.iter(qn("p:cNvPr"))).get("descr") == chart.alt
    assert [cell.text for cell in table.table.rows[1].cells] == ["=Programm 0", "bis 31.12.2027"]
