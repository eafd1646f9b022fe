"""PDF from a Typst template beside this module and data: accessible (PDF/UA-1), archivable (PDF/A-2a)."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.resources import files
from typing import Any, Final

import typst

from indicators.figures.printed import FONT_DIR, readable

_VERBATIM: Final = "svg"
"""Key of drawings: their text is clean already, and a line break in them may stand."""
_ENDLESS: Final = re.compile(r"[^\s/]{41,}")
_PIECE: Final = re.compile(r".{10}(?=.)")
_BREAK: Final = "\u200b"


def pdf(template: str, data: Mapping[str, Any], created: date) -> bytes:
    """The PDF of a template ("brief.typ") and its data; the same input gives the same bytes.

    Data reach the template as JSON and are set as strings, so markup in them stays literal. What the font
    lacks becomes a visible placeholder, because a missing glyph would end the compilation.
    """
    source = files("indicators.exports").joinpath(template).read_bytes()
    made: bytes = typst.compile(
        source,
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(clean(data), ensure_ascii=False)},
        pdf_standards=["ua-1", "a-2a"],
        timestamp=int(datetime.combine(created, time(), UTC).timestamp()),
    )
    return made


def clean(value: Any, key: str = "") -> Any:
    """The data with every text readable (`figures.printed.readable`) and breakable, drawings as they are."""
    if isinstance(value, str):
        return value if key == _VERBATIM else breakable(readable(value))
    if isinstance(value, Mapping):
        return {k: clean(v, k) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [clean(v) for v in value]
    return value


def breakable(text: str) -> str:
    """The text with places to break in words that no line holds; addresses break by themselves."""
    return _ENDLESS.sub(lambda word: _PIECE.sub(rf"\g<0>{_BREAK}", word[0]), text)


@cache
def _fonts() -> typst.Fonts:
    """Source Sans as installed with us; what the machine has stays out, so every machine prints alike."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONT_DIR)])
