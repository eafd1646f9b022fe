"""Helpers of the importers' tests: excerpts of official files, and texts saved as if they were downloaded."""

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest

from indicators import catalog, regions
from indicators.importers import overlay, recognise
from indicators.importers.raw import RawTable

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"

Cell = Callable[..., tuple[float | None, str]]

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
_REL = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@pytest.fixture
def excerpt() -> Callable[[str], Path]:
    """Path of an excerpt by its name."""
    return lambda name: FIXTURES / name


@pytest.fixture
def read(excerpt) -> Callable[[str], RawTable]:
    """Recognise and read an excerpt."""
    return lambda name: recognise.read(excerpt(name))


@pytest.fixture
def saved(tmp_path: Path) -> Callable[..., Path]:
    """Save a text or bytes as a file under a name that says nothing."""

    def save(content: str | bytes, name: str = "download") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return save


@pytest.fixture
def cell() -> Cell:
    """Value and status of the one cell with these properties."""

    def find(table: RawTable, **wanted: Any) -> tuple[float | None, str]:
        rows = table.cells.filter(**wanted)
        assert rows.height == 1, f"{rows.height} cells for {wanted}"
        value, status = rows.select("value", "status").row(0)
        return value, status

    return find


@pytest.fixture(scope="session")
def declared():
    return catalog.load()


@pytest.fixture(scope="session")
def registry():
    return regions.load()


@pytest.fixture
def home(tmp_path, monkeypatch):
    """An empty folder for what a user imports."""
    folder = tmp_path / "home"
    monkeypatch.setenv("INDICATORS_HOME", str(folder))
    return folder


@pytest.fixture
def planned(declared, registry, home):
    return lambda path: overlay.plan(path, declared, registry)


@pytest.fixture
def xlsx() -> Callable[[Sequence[Sequence[str | float]], str], bytes]:
    """Write rows as a minimal XLSX, so that spreadsheets in tests can be made of the same rows as the CSV."""
    return _xlsx


def _xlsx(rows: Sequence[Sequence[str | float]], sheet: str) -> bytes:
    """The bytes of a workbook with one sheet; empty texts become empty cells, numbers stay numbers."""
    body = "".join(
        f'<row r="{r}">'
        + "".join(_cell(r, c, value) for c, value in enumerate(row) if value != "")
        + "</row>"
        for r, row in enumerate(rows, start=1)
    )
    files = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": f'{_REL}<Relationship Id="r1" Type="{_OFFICE}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<?xml version="1.0"?><workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name="{escape(sheet)}" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{_REL}<Relationship Id="r1" Type="{_OFFICE}/worksheet" '
        'Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<?xml version="1.0"?><worksheet xmlns="{_MAIN}"><sheetData>{body}'
        "</sheetData></worksheet>",
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return stream.getvalue()


def _cell(row: int, column: int, value: str | float) -> str:
    letters = ""
    while column >= 0:
        letters = chr(65 + column % 26) + letters
        column = column // 26 - 1
    place = f"{letters}{row}"
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{place}"><v>{value}</v></c>'
