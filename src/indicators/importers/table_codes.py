"""Codes of tables as the portals write them, and where a file says its own."""

import re
from collections.abc import Iterable
from typing import Final

_TABLE: Final = re.compile(r"(?<![\d-])(?:\d{5}-\d\d-\d\d-\d(?:-B)?|\d{5}-0\d{3}|\d{4}[A-Z]-\d{4})(?![\d-])")
"""Of Regionaldatenbank, GENESIS-Online and Zensus; `12411-2023` is a statistic and a year."""


def first(text: str) -> str:
    """The first table code in a text; empty where there is none."""
    found = _TABLE.search(text)
    return found[0] if found else ""


def only(texts: Iterable[str]) -> str:
    """The table code that texts name; empty where they name none or several."""
    found = {code for text in texts for code in _TABLE.findall(text)}
    return found.pop() if len(found) == 1 else ""


def is_code(text: str) -> bool:
    """True where a text is a table code and nothing else."""
    return bool(_TABLE.fullmatch(text.strip()))
