"""The pages, in the order in which people find them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import streamlit as st

_PROJECT: Final = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class PageInfo:
    """A page: `path` in links, `title` in the navigation, `script` in `pages/`."""

    path: str
    title: str
    script: str
    is_start: bool = False

    @property
    def file(self) -> Path:
        """The script; absolute, as Streamlit looks for relative ones beside the router."""
        return _PROJECT / self.script


PAGES: Final = (
    PageInfo("karte", "Karte", "pages/karte.py", is_start=True),
    PageInfo("zeitverlauf", "Zeitverlauf", "pages/zeitverlauf.py"),
    PageInfo("datenstand", "Datenstand und Methodik", "pages/datenstand.py"),
)

DATA_PATH: Final = "datenstand"
"""The page that says where figures come from; every source line links to it."""


def go(path: str, **query: str) -> None:
    """Leave for another page with these ids in its link; ends the script run."""
    page = next(p for p in PAGES if p.path == path)
    st.switch_page(page.file, query_params=query)
