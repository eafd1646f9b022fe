"""From the bytes of a download to rows of text, whatever the encoding and packing, within hard limits.

Everything that can be wrong with a file before its format matters ends here, in a German `InputError`.
"""

import csv
import gzip
import hashlib
import io
import lzma
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from indicators.errors import InputError, reason

MAX_BYTES: Final = 100 * 2**20
"""Largest file that is read, packed or unpacked. The largest official download seen has 60 MB."""

MAX_FIELDS: Final = 8_000_000
"""Most fields of a table. That download has half as many; separators alone would fill the memory."""

MAX_COLUMNS: Final = 20_000
"""Most fields of one row: all indicators of INKAR over all years would be fewer."""

_DOCUMENT: Final = {"[Content_Types].xml", "mimetype"}
"""Parts of documents that are zip archives: of the Office formats and of OpenDocument."""

_BAD_ARCHIVE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    OSError,  # of bzip2
    ValueError,
    EOFError,
    NotImplementedError,  # packed in a way that Python does not know
    RuntimeError,  # encrypted
)
_GZIP: Final = b"\x1f\x8b"
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_OLE: Final = b"\xd0\xcf\x11\xe0"
_OTHER_KINDS: Final = {
    b"%PDF": "ein PDF-Dokument",
    b"\x89PNG": "ein Bild",
    b"\xff\xd8\xff": "ein Bild",
    b"PAR1": "eine Parquet-Datei",
    b"SQLite": "eine Datenbank",
    b"7z\xbc\xaf": "ein 7z-Archiv",
    b"Rar!": "ein RAR-Archiv",
    _ZIP[0]: "ein zip-Archiv in einem zip-Archiv",
}
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_MOJIBAKE: Final = re.compile("Ã[¤¶¼Ÿ„–œ©]|Â[©§²³]|\ufffd")
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f]")
_FIGURES: Final = re.compile(r'"?(\d|DG)')
_STEERING: Final = re.compile("[\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SEPARATOR_LINE: Final = re.compile(r"\Asep=.?(?=\n)", re.IGNORECASE)
"""What a spreadsheet writes before a CSV; the line stays as an empty one, so that lines keep their number."""
_FOOTER: Final = re.compile(r"^_{3,}", re.MULTILINE)
DOWNLOAD_AGAIN: Final = "Bitte die Datei beim Portal neu herunterladen und unverändert einlesen."


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: the line where it starts, from 1, and its fields."""

    line: int
    fields: list[str]

    def __getitem__(self, field: int) -> str:
        """The field at a position from 0, without white space around it; empty beyond the end of the row."""
        return self.fields[field].strip() if field < len(self.fields) else ""

    @property
    def is_blank(self) -> bool:
        """True where no field says anything."""
        return not any(field.strip() for field in self.fields)


@dataclass(frozen=True)
class Content:
    """What a file holds once it is unpacked: the bytes, and the name of the packed file inside, if any."""

    path: Path
    data: bytes
    name: str

    @property
    def is_xlsx(self) -> bool:
        """True for XLSX."""
        return _is_xlsx(self.data)

    @property
    def is_spreadsheet(self) -> bool:
        """True for XLSX and XLS."""
        return self.data.startswith(_OLE) or self.is_xlsx


def unpack(path: Path) -> Content:
    """The content of a file, of the gzip stream or of the one file in the zip archive that it is.

    Raises:
        InputError: There is no such file, it is empty, too large (also unpacked), damaged or ambiguous.
    """
    data = _bytes(path)
    name = path.name
    if data.startswith(_GZIP):
        data = _gunzip(data, path)
        name = name.removesuffix(".gz")
    elif data.startswith(_ZIP) and not _is_xlsx(data):
        name, data = _unzip(data, path)
    if _is_xlsx(data):
        _check_workbook(data, path)
    if not data:
        raise InputError("Die Datei ist leer.", DOWNLOAD_AGAIN, path)
    return Content(path, data, name)


def _bytes(path: Path) -> bytes:
    """What stands in a file."""
    try:
        if path.is_dir():
            raise InputError("Das ist ein Ordner, keine Datei.", "Bitte die Datei darin nennen.", path)
        if path.exists() and not path.is_file():
            raise InputError(
                "Das ist keine gewöhnliche Datei.", "Bitte die heruntergeladene Datei nennen.", path
            )
        if not path.is_file():
            raise InputError("Die Datei gibt es nicht.", "Bitte den Pfad prüfen.", path)
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise InputError(
                f"Die Datei ist zu groß: {size / 2**20:.0f} MB, "
                f"gelesen werden bis zu {MAX_BYTES // 2**20} MB.",
                "Bitte beim Portal weniger Jahre oder Regionen auswählen.",
                path,
            )
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            f"Die Datei lässt sich nicht öffnen ({reason(error)}).",
            "Bitte Pfad und Leserechte prüfen.",
            path,
        ) from None


def sha256(path: Path) -> str:
    """The sha256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def decode(content: Content, *, lost_letters: bool = False) -> str:
    """The text of a file, with line feeds at the end of lines and without byte order marks.

    UTF-16 and UTF-8 are known by their mark or by being valid; everything else is read as Windows-1252.

    Args:
        content: The file.
        lost_letters: The publisher itself lost letters (U+FFFD); the reader knows how to do without them.

    Raises:
        InputError: It is no text, or its encoding is damaged (names line and column).
    """
    data, path = content.data, content.path
    for magic, kind in _OTHER_KINDS.items():
        if data.startswith(magic):
            raise InputError(f"Das ist {kind}, keine Tabelle.", "Gelesen werden CSV, XLS und XLSX.", path)
    try:
        text = _decode(data)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(error.encoding, "replace")
        raise _damaged(path, before, "Ein Zeichen lässt sich nicht entschlüsseln") from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = cleaned(_SEPARATOR_LINE.sub("", text.lstrip("\ufeff")))
    if not text.strip():
        raise InputError("Die Datei ist leer.", DOWNLOAD_AGAIN, path)
    if binary := _CONTROL.search(text):
        line = text.count("\n", 0, binary.start()) + 1
        raise InputError("Das ist keine Textdatei.", "Gelesen werden CSV, XLS und XLSX.", path, line)
    # Footnotes may hold signs that the publisher itself lost; names and labels above them must be sound.
    footer = _FOOTER.search(text)
    checked = text.replace("\ufffd", " ") if lost_letters else text
    if broken := _MOJIBAKE.search(checked, 0, footer.start() if footer else len(text)):
        raise _damaged(path, text[: broken.start()], "Umlaute sind durch falsche Zeichenkodierung zerstört")
    return text


def cleaned(text: str) -> str:
    """A text in composed letters (an umlaut is one sign) and without signs that only steer a terminal."""
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", _STEERING.sub("", text))


def rows(text: str, delimiter: str, path: Path) -> Iterator[Row]:
    """The rows of a CSV text, each with the line where it starts.

    Raises:
        InputError: A quotation mark is not closed, also where the file breaks off within one; or there are
            more columns or fields than any official table has.
    """
    reader = csv.reader(_lines(text, delimiter, path), delimiter=delimiter, strict=True)
    line = 1
    left = MAX_FIELDS
    while True:
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            endless = "field limit" in str(error)
            raise InputError(
                f"Ein Feld mit mehr als {csv.field_size_limit()} Zeichen: Das ist keine amtliche Tabelle."
                if endless
                else "Ein Anführungszeichen ist nicht geschlossen oder die Datei bricht ab.",
                DOWNLOAD_AGAIN,
                path,
                line,
            ) from None
        left -= len(fields)
        if left < 0:
            raise InputError(
                f"Die Tabelle hat mehr als {MAX_FIELDS // 10**6} Millionen Felder.",
                "Bitte beim Portal weniger Jahre oder Regionen auswählen.",
                path,
                line,
            )
        yield Row(line, fields)
        line = reader.line_num + 1


def separator(text: str) -> str:
    """The sign between the fields: the semicolon, unless most lines of figures have only tabs or commas."""
    lines = [line for line in text.split("\n") if _FIGURES.match(line)]
    for sign in (";", "\t", ","):
        if sum(line.count(sign) > 1 for line in lines) * 2 > len(lines):
            return sign
    return ";"


def distinct_titles(row: Row, path: Path) -> None:
    """Refuses titles of columns of which one stands twice: which of the two is meant is not ours to guess.

    Raises:
        InputError: Names the second one.
    """
    seen: set[str] = set()
    for i in range(len(row.fields)):
        if row[i] in seen:
            raise InputError(
                "Diese Spalte steht zweimal in der Kopfzeile.", DOWNLOAD_AGAIN, path, row.line, i + 1, row[i]
            )
        seen.add(row[i])


def _lines(text: str, delimiter: str, path: Path) -> Iterator[str]:
    """The lines of a text; an endless one is refused before it is taken apart."""
    for number, line in enumerate(io.StringIO(text), start=1):
        if line.count(delimiter) >= MAX_COLUMNS:
            raise InputError(
                f"Die Zeile hat mehr als {MAX_COLUMNS} Spalten.",
                "Bitte beim Portal weniger Merkmale oder Jahre auswählen.",
                path,
                number,
            )
        yield line


def _decode(data: bytes) -> str:
    if data.startswith(_UTF16):
        return data.decode("utf-16")
    if data.startswith(b"\xef\xbb\xbf"):
        return data.decode("utf-8-sig")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def _damaged(path: Path, before: str, what: str) -> InputError:
    line_start = before.rfind("\n") + 1
    return InputError(
        f"{what} (Zeichen {len(before) - line_start + 1} der Zeile).",
        DOWNLOAD_AGAIN,
        path,
        line=before.count("\n") + 1,
        column=before.count(";", line_start) + 1,
    )


def _read_limited(stream: IO[bytes] | gzip.GzipFile, path: Path) -> bytes:
    """What a packed stream holds; refused before it grows past the limit."""
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise InputError(
            f"Der entpackte Inhalt ist größer als {MAX_BYTES // 2**20} MB.",
            "Bitte beim Portal weniger Jahre oder Regionen auswählen.",
            path,
        )
    return data


def _gunzip(data: bytes, path: Path) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            return _read_limited(stream, path)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise InputError("Die gz-Datei ist beschädigt oder bricht ab.", DOWNLOAD_AGAIN, path) from None


def _unzip(data: bytes, path: Path) -> tuple[str, bytes]:
    """Name and content of the one file in an archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if not _DOCUMENT.isdisjoint(archive.namelist()):
                raise InputError(
                    "Das ist ein Dokument eines Büroprogramms (etwa Word oder OpenDocument), keine Tabelle.",
                    "Gelesen werden CSV, XLS und XLSX; eine Tabelle bitte in einem davon speichern.",
                    path,
                )
            members = [
                m for m in archive.infolist() if not m.is_dir() and not m.filename.startswith("__MACOSX")
            ]
            if len(members) != 1:
                raise InputError(
                    f"Das zip-Archiv enthält {len(members)} Dateien statt einer.",
                    "Bitte entpacken und die Dateien einzeln einlesen.",
                    path,
                )
            with archive.open(members[0]) as stream:
                return members[0].filename, _read_limited(stream, path)
    except _BAD_ARCHIVE:
        raise InputError(
            "Das zip-Archiv ist beschädigt, verschlüsselt oder bricht ab.", DOWNLOAD_AGAIN, path
        ) from None


def _is_xlsx(data: bytes) -> bool:
    if not data.startswith(_ZIP[0]):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except zipfile.BadZipFile:
        return False


def _check_workbook(data: bytes, path: Path) -> None:
    """Refuses a workbook that would grow past the limits: its reader has none of its own."""
    left = MAX_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                with archive.open(member) as stream:
                    part = stream.read(left + 1)
                left -= len(part)
                if left < 0:
                    raise InputError(
                        f"Der entpackte Inhalt ist größer als {MAX_BYTES // 2**20} MB.",
                        "Bitte beim Portal weniger Jahre oder Regionen auswählen.",
                        path,
                    )
    except _BAD_ARCHIVE:
        raise InputError("Die Excel-Datei ist beschädigt.", DOWNLOAD_AGAIN, path) from None
