"""Words that no sentence of ours may use: they claim a cause or a statistical test (METHODS 5)."""

import re
from typing import Final

_CAUSAL: Final = re.compile(
    r"\b(weil|aufgrund|infolge|dadurch|deshalb|deswegen|folglich|"
    r"f(?:ühr|ühren|ührt|ührte|ührten) (?:\w+ )?zu|"
    r"bewirk\w*|verursach\w*|\w*signifikan\w*)\b",
    re.IGNORECASE,
)


def causal_words(text: str) -> tuple[str, ...]:
    """The words of a text that claim a cause or a test, as they stand there; empty where there are none."""
    return tuple(dict.fromkeys(found.group(0) for found in _CAUSAL.finditer(text)))
