"""The workbook: live formulas that equal our own calculation, text that stays text, protected cells."""

import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import formulas
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from tests.exports.office_samples import INJECTIONS, with_gaps, with_own_text

from indicators.exports import xlsx
from indicators.exports.xlsx_model import at, corners, shared_inputs, steps_at
from indicators.gaps.costs import CarriedCost
from indicators.gaps.parity import parity
from indicators.gaps.real_value import real_value
from indicators.gaps.staffing import lump_sum

SHEETS = ["Übersicht", "Annahmen", "Berechnung", "Daten", "Quellen"]


@pytest.fixture(scope="module")
def report(declared, registry):
    return with_gaps(declared, registry)


@pytest.fixture(scope="module")
def content(report):
    return xlsx.render(report)


@pytest.fixture(scope="module")
def book(content):
    return openpyxl.load_workbook(BytesIO(content))


def rows_of(sheet: Worksheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def recalculated(content: bytes, folder: Path, changes: dict[str, float]):
    """The workbook after these cells of the assumptions were changed, all formulas computed anew."""
    changed = openpyxl.load_workbook(BytesIO(content))
    for cell, value in changes.items():
        changed["Annahmen"][cell] = value
    for sheet in changed.worksheets:
        sheet._charts = []
    path = folder / "mappe.xlsx"
    changed.save(path)
    model = formulas.ExcelModel().loads(str(path)).finish()
    solution = model.calculate()

    def computed(sheet: str, place: str):
        return solution[f"'[mappe.xlsx]{sheet.upper()}'!{place}"].value[0, 0]

    return computed


def place_of(book, name):
    return book.defined_names[name].attr_text.split("!")[1].replace("$", "")


def test_sheets_protection_and_frozen_heads(book):
    assert book.sheetnames == SHEETS
    for sheet in book.worksheets:
        assert sheet.protection.sheet
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.fitToHeight == 0
    assert book["Annahmen"].freeze_panes == "A6"
    assert book["Berechnung"].freeze_panes == "A4"


def test_only_assumptions_can_be_changed_and_each_is_validated(report, book):
    free = {c.coordinate for row in book["Annahmen"].iter_rows() for c in row if not c.protection.locked}
    named = {place_of(book, one.name) for one in shared_inputs(report)}
    assert free == named
    checked = {str(v.sqref): v for v in book["Annahmen"].data_validations.dataValidation}
    assert set(checked) == named
    assert {v.type for v in checked.values()} == {"decimal"}
    for name in SHEETS[:1] + SHEETS[2:]:
        assert all(c.protection.locked for row in book[name].iter_rows() for c in row)


def test_names_are_valid_and_lead_to_cells(report, book):
    for one in shared_inputs(report):
        cell = book["Annahmen"][place_of(book, one.name)]
        assert (
            cell.value == pytest.approx(one.given.value, rel=1e-14) if one.given.value else cell.value is None
        )
    assert "Rechnung1_needed" in book.defined_names


def test_as_shipped_every_formula_shows_the_value_of_python(report, content):
    cached = openpyxl.load_workbook(BytesIO(content), data_only=True)
    for number, one in enumerate(report.calculations, 1):
        for step in one.gap.steps if one.gap.amount is not None else ():
            name = cached.defined_names[f"Rechnung{number}_{step.key}"].attr_text.split("!")[1]
            assert cached["Berechnung"][name.replace("$", "")].value == pytest.approx(step.value, rel=1e-14)


def test_recalculation_without_a_change_equals_python(report, content, book, tmp_path):
    cell = recalculated(content, tmp_path, {})
    for number, one in enumerate(report.calculations, 1):
        gap = one.gap
        if gap.amount is None:
            continue
        for step in gap.steps:
            found = cell("Berechnung", place_of(book, f"Rechnung{number}_{step.key}"))
            assert found == pytest.approx(step.value, rel=1e-9)
        row = place_of(book, f"Rechnung{number}_{gap.amount_key}")[1:]
        for column, end in (("F", gap.low), ("G", gap.high)):
            if end is not None:
                assert cell("Berechnung", f"{column}{row}") == pytest.approx(end, rel=1e-9)


def test_three_changed_assumptions_equal_our_own_recomputation(report, content, book, tmp_path):
    """M1 with another base amount, M3 with other persons, M4 with another lump sum."""
    shared = {(n, key): one for one in shared_inputs(report) for n, key in one.uses}
    gaps = {c.gap.measure + c.gap.variant: (n, c.gap) for n, c in enumerate(report.calculations)}
    (real_n, real), (parity_n, par), (lump_n, lump) = (
        gaps["realwert"], gaps["paritaet"], gaps["standardpauschale"],
    )  # fmt: skip
    persons = par.input("persons")
    low, high = persons.ends or (0.0, 0.0)
    values = {(real_n, "base_amount"): 61_234_567.0, (parity_n, "persons"): low + 0.7 * (high - low),
              (lump_n, "paid"): 63_210.5}  # fmt: skip
    cell = recalculated(content, tmp_path, {place_of(book, shared[use].name): v for use, v in values.items()})

    def amount(number, gap, column="E"):
        row = place_of(book, f"Rechnung{number + 1}_{gap.amount_key}")[1:]
        return cell("Berechnung", f"{column}{row}")

    inputs = {i.key: i for i in real.inputs}
    again = real_value(
        {2017: replace(inputs["base_amount"], value=61_234_567.0), 2025: inputs["amount"]},
        {2017: inputs["base_index"], 2025: inputs["index"]},
        base_year=2017,
        year=2025,
    )
    assert amount(real_n, real) == pytest.approx(again.amount, rel=1e-9)
    assert amount(real_n, real, "F") == "im Programm neu berechnen"
    moved = replace(persons, value=values[parity_n, "persons"])
    other = parity(par.input("group"), par.input("reference"), moved, direction="lower_is_better")
    assert amount(parity_n, par) == pytest.approx(other.amount, rel=1e-9)
    assert amount(parity_n, par, "F") == pytest.approx(other.low, rel=1e-9)
    assert amount(parity_n, par, "G") == pytest.approx(other.high, rel=1e-9)
    cost = CarriedCost(*(lump.input(k) for k in ("base_cost", "base_index", "index")))
    third = lump_sum(lump.input("staff"), cost, replace(lump.input("paid"), value=63_210.5))
    assert amount(lump_n, lump) == pytest.approx(third.amount, rel=1e-9)
    assert cell("Annahmen", "B3") == 3


def test_corners_of_a_joint_range_are_found(report):
    for one in report.calculations:
        found = corners(one.gap)
        if found is None:
            continue
        ends = [steps_at(one.gap, corner)[one.gap.amount_key] for corner in found]
        assert ends == pytest.approx([one.gap.low, one.gap.high], rel=1e-9)
    assert any(corners(one.gap) for one in report.calculations)
    assert at(report.calculations[0].gap.inputs[0], "high") == report.calculations[0].gap.inputs[0].value


def test_missing_years_are_empty_cells_with_a_word(report, book):
    chart = report.figures[0].chart
    rows = {row[0]: row for row in reversed(rows_of(book["Daten"])) if isinstance(row[0], int)}
    assert rows[2021][1] is None
    assert "keine Angabe" in rows[2021][3]
    known = {p.year: p.value for p in chart.lines[0].points}
    assert rows[2023][1] == known[2023]


def test_native_charts_have_alternative_texts(report, content):
    with zipfile.ZipFile(BytesIO(content)) as archive:
        names = archive.namelist()
        drawings = "".join(archive.read(n).decode() for n in names if n.startswith("xl/drawings/drawing"))
        charts = "".join(archive.read(n).decode() for n in names if n.startswith("xl/charts/chart"))
    for kind in ("lineChart", "barChart", "scatterChart"):
        assert f"<c:{kind}>" in charts
    assert drawings.count("<xdr:graphicFrame") == drawings.count(' descr="')
    assert report.figures[0].alt[:40] in drawings


def test_text_of_people_is_never_a_formula_or_a_link(report):
    for text in INJECTIONS:
        written = with_own_text(report, text)
        content = xlsx.render(written)
        book = openpyxl.load_workbook(BytesIO(content))
        shown = [c for sheet in book.worksheets for row in sheet.iter_rows() for c in row]
        assert not [c for c in shown if c.data_type == "f" and text.strip() in str(c.value)]
        title = book["Übersicht"]["A1"]
        assert title.data_type == "s"
        with zipfile.ZipFile(BytesIO(content)) as archive:
            links = [n for n in archive.namelist() if n.startswith("xl/worksheets/_rels")]
            assert b"http://example.org" not in b"".join(archive.read(n) for n in links)


def test_same_report_gives_the_same_bytes(report, content):
    assert xlsx.render(report) == content


def test_sources_stand_with_licence_and_cover_with_state_and_version(report, book):
    words = [str(v) for row in rows_of(book["Quellen"]) for v in row if v]
    for source in report.sources:
        assert any(source.citation in w for w in words)
        assert source.licence in words or not source.licence
    cover = [str(v) for row in rows_of(book["Übersicht"]) for v in row if v]
    assert any(report.data_state in w for w in cover)
    assert any(f"Version {report.version}" in w for w in cover)
    assert any("nicht addiert" in w for w in cover)


def test_a_report_without_calculation_has_all_sheets(declared, registry):
    made = with_gaps(declared, registry)
    sections = tuple(replace(s, blocks=s.blocks[:1]) if s.role == "bedarf" else s for s in made.sections)
    used = {key for f in made.figures[:2] for key in f.sources}
    used |= {
        key for s in made.sections for b in s.blocks for x in getattr(b, "items", ()) for key in x.sources
    }
    sentences = [x for s in sections for b in s.blocks for x in getattr(b, "sentences", ())]
    used |= {key for x in (*sentences, *made.assumptions, *made.tables) for key in x.sources}
    empty = replace(
        made, sections=sections, calculations=(), figures=made.figures[:2],
        sources=tuple(s for s in made.sources if s.id in used),
    )  # fmt: skip
    assert openpyxl.load_workbook(BytesIO(xlsx.render(empty))).sheetnames == SHEETS
