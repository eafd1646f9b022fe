"""What every page has: the row of controls, the finding, the legend, the cards, the source, the download."""

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from html import escape
from pathlib import Path
from typing import Literal

import polars as pl
import streamlit as st
from streamlit.navigation.page import StreamlitPage

from indicators import tables
from indicators.catalog import Indicator
from indicators.errors import InputError
from indicators.figures.theme import PALETTES, Palette
from indicators.formats import MISSING
from indicators.ui import data, downloads, markup, navigation

_LOG = logging.getLogger(__name__)
_SAID = "_said_by_controls"
_STYLE = Path(__file__).with_name("style.css")


def style() -> None:
    """The product's few rules of style, once per run."""
    st.html(_STYLE)


def palette() -> Palette:
    """The colours of the scheme that this visitor's browser shows."""
    return PALETTES["dark" if st.context.theme.type == "dark" else "light"]


def head(question: str, lead: str) -> None:
    """The page's question as its title, and one sentence on how to use it."""
    st.title(question, anchor=False)
    st.html(f'<p class="im-lead">{escape(lead)}</p>')


@contextmanager
def row() -> Iterator[None]:
    """The row of controls, made from left to right; how wide each is stands in style.css.

    Below it stands what the controls have to say.
    """
    st.session_state[_SAID] = []
    with st.container(key="controls", horizontal=True, gap="small", vertical_alignment="bottom"):
        yield
    show_remarks()


def show_remarks() -> None:
    """What the controls have said since the last time, here."""
    for text in st.session_state[_SAID]:
        st.warning(text)
    st.session_state[_SAID] = []


def say_below_controls(text: str) -> None:
    """Keep a remark of a control for the place below the row, where it moves no control."""
    st.session_state[_SAID].append(text)


def finding(title: str, subtitle: str) -> None:
    """What the picture says, and below it unit, year and region."""
    st.html(markup.finding(title, subtitle))


def note(text: str) -> None:
    """A short remark next to what it is about."""
    st.html(markup.note(text))


def section(title: str) -> None:
    """A heading within a page."""
    st.html(markup.section(title))


def source_note(indicator: Indicator, *, map_notice: str = "", files: str = "") -> None:
    """The source line, with a link to everything else about the indicator, and the files (`markup.files`).

    For maps with the BKG notice.
    """
    st.html(data.shared(_source_note, indicator, map_notice) + files)


def _source_note(indicator: Indicator, map_notice: str) -> str:
    return markup.source_note(indicator, data.catalog(), map_notice=map_notice)


def table(
    frame: pl.DataFrame, decimals: int, unit: str, *, alt: str, height: int | Literal["auto"] = "auto"
) -> None:
    """A data table with German numbers that still sorts by value."""
    st.dataframe(
        tables.styled(frame, decimals, unit),
        hide_index=True,
        width="stretch",
        height=height,
        alt=alt,
        placeholder=MISSING,  # or Streamlit writes "None"
    )


def table_on_demand(
    build: Callable[[], pl.DataFrame],
    decimals: int,
    unit: str,
    *,
    alt: str,
    height: int | Literal["auto"] = "auto",
) -> None:
    """A data table behind a line that opens it; it is built and sent only while it is open."""
    box = st.expander("Werte als Tabelle", key="table", on_change="rerun")
    if box.open:
        with box:
            table(build(), decimals, unit, alt=alt, height=height)


def csv_file(build: Callable[[], pl.DataFrame], title: str, indicator: Indicator, name: str) -> str:
    """The data of a page as a CSV, as HTML: the link with which a visitor gets it."""

    def content() -> bytes:
        return tables.csv_bytes(build(), title, indicator, data.catalog())

    return markup.files(downloads.link("Daten als CSV", name, content))


def empty(what: str, why: str, advice: str) -> None:
    """Instead of a chart: what is missing, why, and what to do."""
    st.html(markup.empty(what, why, advice))


def run(page: StreamlitPage) -> None:
    """Run a page; what goes wrong becomes a German sentence here and a trace in the log."""
    with _said_in_german(page.url_path):
        page.run()


def fragment(part: Callable[[], None]) -> Callable[[], None]:
    """The part of a page that holds controls and all they change: only it runs again when one of them moves.

    Like `st.fragment`, and what goes wrong in it becomes a German sentence.
    """

    @st.fragment
    @wraps(part)
    def guarded() -> None:
        with _said_in_german(part.__qualname__):
            part()

    return guarded


@contextmanager
def _said_in_german(place: str) -> Iterator[None]:
    try:
        yield
    except InputError as error:
        st.error(as_markdown(str(error)))
    except Exception:
        _LOG.exception("Seite %s", place)
        st.error(
            "Diese Seite konnte nicht aufgebaut werden. Bitte laden Sie sie neu. Bleibt der Fehler, nennen "
            "Sie der Stelle, die den Integrationsmonitor betreibt, bitte die Uhrzeit."
        )


def as_markdown(text: str) -> str:
    """The text as it has to stand in Markdown to be shown as it is."""
    return re.sub(r"([\\`*_{}\[\]<>#|~$:])", r"\\\1", text)


def footer() -> None:
    """The last line of every page."""
    links = " · ".join(
        f'<a href="{path}" target="_self">{escape(navigation.page(path).title)}</a>'
        for path in navigation.FOOTER
    )
    st.html(
        '<footer class="im-footer">Integrationsmonitor Kommunal · Arbeitskreis Kommunaler Qualitätszirkel '
        f"zur Integrationspolitik · Quelle unter jeder Abbildung · {links}</footer>"
    )
