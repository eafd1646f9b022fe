"""Workbooks cell by cell: text stays text, places are true, and nothing in them fills the memory."""

import io
import zipfile
from xml.sax.saxutils import escape

import pytest

from indicators.errors import InputError
from indicators.importers import recognise, text

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TABLE: list[list[str | float]] = [
    ["Tabelle: 99999-01-01-4"],
    ["Erfunden"],
    ["", "", "", "Fälle", "Quote"],
    ["", "", "", "Anzahl", "Prozent"],
    ["2024", "08111", "Stuttgart", 23366, 6.6],
    ["2024", "08115", "Böblingen", 9633, 4.1],
]


def cell(place, value):
    if isinstance(value, str) and value.startswith("<"):
        return value.replace("<c", f'<c r="{place}"', 1)
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>' if value else ""
    return f'<c r="{place}"><v>{value}</v></c>'


def sheet(rows, down=0, right=0):
    body = "".join(
        f'<row r="{r + down}">'
        + "".join(cell(f"{chr(65 + c + right)}{r + down}", value) for c, value in enumerate(row))
        + "</row>"
        for r, row in enumerate(rows, start=1)
    )
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData></worksheet>'


def book(sheets, **parts):
    """The bytes of a workbook of these sheets (name -> XML) and further parts."""
    names = list(sheets)
    listed = "".join(
        f'<sheet name="{escape(n)}" sheetId="{i}" r:id="r{i}"/>' for i, n in enumerate(names, start=1)
    )
    relations = "".join(
        f'<Relationship Id="r{i}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i in range(1, len(names) + 1)
    )
    files = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f"<Relationships>{relations}</Relationships>",
        **{f"xl/worksheets/sheet{i}.xml": sheets[n] for i, n in enumerate(names, start=1)},
        **{f"xl/{name}.xml": part for name, part in parts.items()},
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def changed(row, column, value):
    """The rows of the table with one other cell."""
    rows = [list(r) for r in _TABLE]
    rows[row][column] = value
    return rows


def refused(path):
    with pytest.raises(InputError) as caught:
        recognise.read(path)
    return caught.value


def figures(table):
    return dict(table.cells.select("region", "value").filter(table.cells["column"] == "Fälle").iter_rows())


def test_text_is_read_as_text_and_numbers_as_numbers(saved):
    expected = {"08111": 23366, "08115": 9633}
    assert figures(recognise.read(saved(book({"T": sheet(_TABLE)})))) == expected
    assert figures(recognise.read(saved(book({"T": sheet(changed(4, 3, "23.366"))})))) == expected
    # A number with three decimals is no 23366: it is refused as part of a case.
    assert refused(saved(book({"T": sheet(changed(4, 3, 23.366))}))).value == "23,366"


def test_shared_texts_and_scientific_numbers_are_read(saved):
    rows = changed(4, 2, '<c t="s"><v>1</v></c>')
    rows[5][3] = "<c><v>9.633E3</v></c>"
    strings = (
        f'<sst xmlns="{_MAIN}"><si><t>a</t></si>'
        "<si><r><t>Stutt</t></r><r><t>gart</t></r><rPh sb='0' eb='1'><t>x</t></rPh></si></sst>"
    )
    table = recognise.read(saved(book({"T": sheet(rows)}, sharedStrings=strings)))
    assert figures(table)["08115"] == 9633
    assert table.cells.filter(region="08111")["region_name"][0] == "Stuttgart"
    rows[4][2] = '<c t="s"><v>2</v></c>'
    assert "beschädigt" in str(refused(saved(book({"T": sheet(rows)}, sharedStrings=strings))))


def test_a_date_is_one_by_the_format_of_its_cell(saved):
    styles = (
        f'<styleSheet xmlns="{_MAIN}"><numFmts><numFmt numFmtId="170" formatCode="dd/mm/yyyy"/>'
        '<numFmt numFmtId="171" formatCode="0.0&quot;d&quot;"/></numFmts>'
        '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/>'
        "</cellXfs></styleSheet>"
    )
    for style, year in ((1, 2024), (2, 2024)):
        rows = [list(r) for r in _TABLE]
        for row in rows[4:]:
            row[0] = f'<c s="{style}"><v>45657</v></c>'  # 31.12.2024
        assert set(recognise.read(saved(book({"T": sheet(rows)}, styles=styles))).cells["year"]) == {year}
    rows = changed(4, 3, '<c s="3"><v>45657</v></c>')
    assert figures(recognise.read(saved(book({"T": sheet(rows)}, styles=styles))))["08111"] == 45657


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ('<c t="e"><v>#DIV/0!</v></c>', "Fehlerwert"),
        ("<c><f>A1+1</f></c>", "Formel"),
        ("<c><f>A1+1</f><v></v></c>", "Formel"),
        ('<c t="b"><v>1</v></c>', "Text"),
        ("viele", "Text"),
    ],
)
@pytest.mark.parametrize(("down", "right"), [(0, 0), (3, 0), (0, 2), (7, 1)])
def test_what_is_no_figure_is_refused_at_its_true_place(saved, value, says, down, right):
    error = refused(saved(book({"T": sheet(changed(4, 4, value), down, right)})))
    assert says in error.message
    assert (error.line, error.column) == (5 + down, 5 + right)


def test_a_calculated_formula_is_its_result(saved):
    path = saved(book({"T": sheet(changed(4, 3, "<c><f>A1+1</f><v>23366</v></c>"))}))
    assert figures(recognise.read(path))["08111"] == 23366


def test_the_first_sheet_that_is_a_table_is_read_and_others_are_named(saved, planned):
    title = sheet([["Statistische Ämter des Bundes und der Länder"]])
    path = saved(book({"Titel": title, "2024": sheet(_TABLE), "2023": sheet(_TABLE)}))
    table = recognise.read(path)
    assert figures(table)["08111"] == 23366
    assert table.remarks == ("Gelesen ist das Blatt „2024“. Nicht gelesen: 2023.",)
    assert table.remarks[0] in planned(path).text()
    assert not recognise.read(saved(book({"Titel": title, "2024": sheet(_TABLE)}))).remarks


def test_signs_that_steer_a_terminal_are_left_out(saved):
    rows = [list(r) for r in _TABLE]
    rows[1][0] = "Er_x001B_fun\u202eden\u009b"
    assert recognise.read(saved(book({"T": sheet(rows)}))).title == "Er funden"
    rows[2][3] = "Fa\u0308lle"
    assert figures(recognise.read(saved(book({"T": sheet(rows)}))))["08111"] == 23366


@pytest.mark.parametrize(
    ("far", "says"),
    [
        ("<c r='XFD1048576'><v>1</v></c>", "Zeile 1048576 und Spalte 16384"),
        ('<c r = "XFD1048576"><v>1</v></c>', "Zeile 1048576 und Spalte 16384"),
        ('<c r="xfd1048576"><v>1</v></c>', "Zeile 1048576 und Spalte 16384"),
        ('<c r="A99999999"><v>1</v></c>', "Zeile 99999999"),
    ],
)
def test_a_far_cell_is_refused_however_it_is_written(saved, far, says):
    body = f'<worksheet xmlns="{_MAIN}"><sheetData><row>{far}</row></sheetData></worksheet>'
    assert says in str(refused(saved(book({"T": body}))))


def test_texts_that_grow_by_repetition_are_refused(saved, monkeypatch):
    monkeypatch.setattr("indicators.importers.workbook.MAX_BYTES", 200_000)
    strings = f'<sst xmlns="{_MAIN}"><si><t>{"x" * 30_000}</t></si><si><t>{"y" * 40_000}</t></si></sst>'
    many = [['<c t="s"><v>0</v></c>'] * 5] * 5
    error = refused(saved(book({"T": sheet(many)}, sharedStrings=strings)))
    assert "länger als in jeder amtlichen Tabelle" in error.message
    assert (error.line, error.column) == (2, 2)
    one = [['<c t="s"><v>1</v></c>']]
    assert "länger" in str(refused(saved(book({"T": sheet(one)}, sharedStrings=strings))))


def test_entities_of_its_own_make_a_workbook_damaged(saved):
    body = '<!DOCTYPE a [<!ENTITY b "c">]>' + sheet(_TABLE)
    assert "beschädigt" in str(refused(saved(book({"T": body}))))


def test_a_reader_that_panics_ends_in_german(saved, monkeypatch):
    class PanicException(BaseException):
        pass

    def panic(*_args, **_options):
        raise PanicException

    monkeypatch.setattr("fastexcel.read_excel", panic)
    assert "beschädigt" in str(refused(saved(b"\xd0\xcf\x11\xe0 no workbook")))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_damaged_archives_of_every_packing_end_in_german(saved, method):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        archive.writestr("a.csv", b"Tabelle: 1\n" * 999)
    data = bytearray(stream.getvalue())
    for at in range(45, 70):
        data[at] ^= 0xFF
    assert "zip-Archiv ist beschädigt" in str(refused(saved(bytes(data))))
    assert text.unpack(saved(stream.getvalue())).data.startswith(b"Tabelle")
