"""The pages, in the order in which people find them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import streamlit as st

_PROJECT: Final = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class PageInfo:
    """A page.

    Attributes:
        path: Its name in links.
        title: Its name in the navigation.
        script: Where it stands, below the project.
        is_start: The page that opens first, at `/`.
        has_region: Its link may say `region`: a place found by the search is shown here.
        has_indicator: Its link may say `indikator`, likewise.
    """

    path: str
    title: str
    script: str
    is_start: bool = False
    has_region: bool = False
    has_indicator: bool = False

    @property
    def file(self) -> Path:
        """The script; absolute, as Streamlit looks for relative ones beside the router."""
        return _PROJECT / self.script


PAGES: Final = (
    PageInfo("ueberblick", "Überblick", "pages/ueberblick.py", is_start=True),
    PageInfo("karte", "Karte", "pages/karte.py", has_indicator=True),
    PageInfo("vergleich", "Vergleich", "pages/vergleich.py", has_region=True, has_indicator=True),
    PageInfo("zeitverlauf", "Zeitverlauf", "pages/zeitverlauf.py", has_region=True, has_indicator=True),
    PageInfo("corona", "Vor und nach Corona", "pages/corona.py", has_region=True, has_indicator=True),
    PageInfo("profil", "Profil", "pages/profil.py", has_region=True),
    PageInfo("foerdermittel", "Fördermittel", "pages/foerdermittel.py", has_region=True),
    PageInfo("bedarf", "Bedarf und Mittel", "pages/bedarf.py", has_region=True, has_indicator=True),
    PageInfo("foerderluecke", "Förderlücke", "pages/foerderluecke.py", has_region=True),
    PageInfo("haushaltsargument", "Haushaltsargument", "pages/haushaltsargument.py", has_region=True),
    PageInfo("datenstand", "Datenstand und Methodik", "pages/datenstand.py", has_indicator=True),
    PageInfo("barrierefreiheit", "Barrierefreiheit", "pages/barrierefreiheit.py"),
    PageInfo("impressum", "Impressum und Datenschutz", "pages/impressum.py"),
)

FOOTER: Final = ("datenstand", "barrierefreiheit", "impressum")
"""Pages to which the last line of every page leads."""

DATA_PATH: Final = "datenstand"
"""The page that says where figures come from; every source line links to it."""


def page(path: str) -> PageInfo:
    """The page of that name; Streamlit calls the start page by an empty one."""
    return next(p for p in PAGES if p.path == path or (p.is_start and not path))


def of_region() -> PageInfo:
    """The page that shows one place: the profile, and until there is one the series over time."""
    return next(p for path in ("profil", "zeitverlauf") for p in PAGES if p.path == path)


def go(path: str, **query: str) -> None:
    """Leave for another page with these ids in its link; ends the script run."""
    st.switch_page(page(path).file, query_params=query)
