"""What Word, Excel and PowerPoint files share: legal text, a face that all have, fixed dates."""

import re
from datetime import date
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from indicators.figures.theme import PALETTES

FONT: Final = "Arial"
"""On every Windows and macOS; Liberation Sans has its measures elsewhere, so pages break alike."""
LANGUAGE: Final = "de-DE"
GERMAN: Final = "[$-407]"
"""Before a number format: German separators in LibreOffice; Microsoft takes those of the computer."""
PROGRAM: Final = "Integrationsmonitor Kommunal"
COLOURS: Final = PALETTES["light"]

_ILLEGAL: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_BREAKS: Final = re.compile("[\t\n\r\x85\u2028\u2029]+")
_MADE: Final = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def plain(text: str) -> str:
    """The text in one line without what XML forbids; emoji and other scripts stay."""
    return _ILLEGAL.sub("", _BREAKS.sub(" ", text))


def rgb(colour: str) -> str:
    """A colour as office files write it ("0B4F8A")."""
    return colour.removeprefix("#").upper()


def is_address(url: str) -> bool:
    """True for what may become a link: an address of the web, nothing that runs."""
    return re.fullmatch(r"https?://[^\s\"<>]{1,2000}", url) is not None


def dated(file: bytes, created: date) -> bytes:
    """The same package with fixed times, so that the same report gives the same bytes."""
    stamp = f"{created.isoformat()}T00:00:00Z".encode()
    made = BytesIO()
    with ZipFile(BytesIO(file)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name.endswith((".xlsx", ".docx")):
                part = dated(part, created)
            elif name == "docProps/core.xml":
                part = _MADE.sub(rb"\g<1>" + stamp, part)
            entry = ZipInfo(name, (created.year, created.month, created.day, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            new.writestr(entry, part)
    return made.getvalue()
