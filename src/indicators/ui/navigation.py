"""The pages, in the order in which people find them."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class PageInfo:
    """A page: `path` in links, `title` in the navigation, `script` in `pages/`."""

    path: str
    title: str
    script: str
    is_start: bool = False


PAGES: Final = (
    PageInfo("karte", "Karte", "pages/karte.py", is_start=True),
    PageInfo("zeitverlauf", "Zeitverlauf", "pages/zeitverlauf.py"),
    PageInfo("datenstand", "Datenstand und Methodik", "pages/datenstand.py"),
)

DATA_PATH: Final = "datenstand"
"""The page that says where figures come from; every source line links to it."""
