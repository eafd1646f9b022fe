"""Text that Source Sans can print: what the font lacks becomes a visible placeholder.

A glyph that is missing ends the making of an accessible PDF, so every text from people passes here.
"""

import re
import unicodedata
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, Final, TypeVar

from matplotlib.ft2font import FT2Font

from indicators.figures.printed.canvas import FONT_DIR

PLACEHOLDER: Final = "◊"
_ALIKE: Final = {**dict.fromkeys("\t\n\r\v\f\u2028\u2029", " "), "\u2010": "-", "\u2011": "-"}
_TABLE: Final = str.maketrans("".join(_ALIKE), "".join(_ALIKE.values()))
_SOFT_HYPHEN: Final = "\u00ad"
_UNSEEN: Final = ("Cc", "Cf", "Cs", "Mn", "Me")
_T = TypeVar("_T")


def readable(text: str) -> str:
    """The text in one line with only what the font has; unknown signs are "◊", unseen ones vanish."""
    composed = unicodedata.normalize("NFC", text.translate(_TABLE))
    known = _glyphs()
    kept: list[str] = []
    for sign in composed:
        if sign == _SOFT_HYPHEN or (ord(sign) in known and unicodedata.category(sign) not in _UNSEEN):
            kept.append(sign)
        elif unicodedata.category(sign) not in _UNSEEN:
            kept.append(PLACEHOLDER)
    return re.sub(f"({PLACEHOLDER}| )\\1+", r"\1", "".join(kept))


def readable_parts(thing: _T) -> _T:
    """The same value with every text in it readable: dataclasses and tuples, at any depth."""
    return _readable(thing)  # type: ignore[no-any-return]


def _readable(thing: Any) -> Any:
    if isinstance(thing, str):
        return readable(thing)
    if isinstance(thing, tuple):
        return tuple(_readable(part) for part in thing)
    if is_dataclass(thing) and not isinstance(thing, type):
        return replace(thing, **{f.name: _readable(getattr(thing, f.name)) for f in fields(thing) if f.init})
    return thing


@cache
def _glyphs() -> frozenset[int]:
    """The code points that all faces in use have."""
    faces = [
        FT2Font(str(FONT_DIR / f"SourceSansPro-{face}.ttf")).get_charmap() for face in ("Regular", "Semibold")
    ]
    return frozenset(faces[0]).intersection(*faces[1:])
