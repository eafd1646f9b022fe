"""What every page has: the row of controls, the finding, the legend, the cards, the source, the download."""

import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import wraps
from html import escape
from pathlib import Path
from typing import Literal
from urllib.parse import urlencode

import polars as pl
import streamlit as st
from streamlit.navigation.page import StreamlitPage

from indicators import tables, texts
from indicators.catalog import Indicator
from indicators.errors import InputError
from indicators.figures.theme import PALETTES, Palette
from indicators.formats import MISSING, NBSP
from indicators.maps import Classes
from indicators.regions import MAP_NOTICE_URL
from indicators.trends import Trend
from indicators.ui import data, navigation

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
def controls(widths: Sequence[float]) -> Iterator[Sequence[st.delta_generator.DeltaGenerator]]:
    """The row of controls above what they change; one column per control. Below it, what they have to say."""
    st.session_state[_SAID] = []
    with st.container(key="controls"):
        yield st.columns(widths, gap="small", vertical_alignment="bottom")
    for text in st.session_state[_SAID]:
        st.warning(text)


def say_below_controls(text: str) -> None:
    """Keep a remark of a control for the place below the row, where it moves no control."""
    st.session_state[_SAID].append(text)


def finding(title: str, subtitle: str) -> None:
    """What the picture says, and below it unit, year and region."""
    st.html(f'<h2 class="im-finding">{escape(title)}</h2><p class="im-subtitle">{escape(subtitle)}</p>')


def note(text: str) -> None:
    """A short remark next to what it is about."""
    st.html(f'<p class="im-note">{escape(text)}</p>')


def section(title: str) -> None:
    """A heading within a page."""
    st.html(f'<h2 class="im-section">{escape(title)}</h2>')


def small_table(frame: pl.DataFrame, label: str) -> None:
    """A table of few rows of text, whole on the page; where it is too wide, it scrolls by keyboard too."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in frame.columns)
    rows = "".join(
        f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in row)}</tr>" for row in frame.iter_rows()
    )
    st.html(
        f'<div class="im-small-table" role="region" tabindex="0" aria-label="{escape(label)}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def bullets(items: Sequence[str]) -> None:
    """A list of sentences."""
    st.html(f'<ul class="im-bullets">{"".join(f"<li>{escape(item)}</li>" for item in items)}</ul>')


def facts(pairs: Sequence[tuple[str, str]], links: Mapping[str, str] | None = None) -> None:
    """Names and texts, one per line; `links` gives the address behind a text, by name."""
    rows = []
    for i, (name, text) in enumerate(pairs):
        shown = "" if i and pairs[i - 1][0] == name else escape(name)
        rows.append(f"<dt>{shown}</dt><dd>{_linked(text, (links or {}).get(name, ''))}</dd>")
    st.html(f'<dl class="im-facts">{"".join(rows)}</dl>')


def _linked(text: str, address: str) -> str:
    if not address.startswith("https://"):
        return escape(text)
    return f'<a href="{escape(address)}" rel="noreferrer" target="_blank">{escape(text)}</a>'


def legend(classes: Classes, labels: Sequence[str], missing: int, *, members: bool) -> None:
    """The classes of a map with their colours, the highest first; then "keine Angabe" and the outline."""
    colours = palette()
    fills = [*reversed(classes.colours(colours)), colours.missing]
    names = [*reversed(labels), f"keine Angabe ({missing})" if missing else "keine Angabe"]
    rows = [_swatch(f"background:{fill}", name) for fill, name in zip(fills, names, strict=True)]
    if members:
        rows.append(_swatch(f"border:3px solid {colours.outline}", "Mitglied des Arbeitskreises"))
    st.html(f'<ul class="im-legend" aria-label="Legende der Karte">{"".join(rows)}</ul>')


def expectation_key(shown: Sequence[Trend]) -> None:
    """What the dashed line, the band and the signs of a chart with expectations mean; only what it shows."""
    verdicts = {outcome.verdict for trend in shown for outcome in trend.outcomes}
    signs = [
        '<span class="im-dash"></span>Trend bis 2019',
        f'<span class="im-swatch im-faint"></span>erwarteter Bereich (95{NBSP}%)',
        *(
            f"<span>{symbol}</span>{escape(texts.VERDICTS[verdict])}"
            for verdict, symbol in texts.VERDICT_SYMBOLS.items()
            if verdict in verdicts
        ),
    ]
    items = "".join(f"<li>{sign}</li>" for sign in signs)
    st.html(f'<ul class="im-key" aria-label="Zeichen der Abbildung">{items}</ul>')


def _swatch(style: str, label: str) -> str:
    return f'<li><span class="im-swatch" style="{style}"></span>{escape(label)}</li>'


def card(label: str, value: str, detail: str) -> None:
    """A key figure: what it is, the value, and what it is compared with."""
    st.html(
        f'<div class="im-card"><div class="im-card-label">{escape(label)}</div>'
        f'<div class="im-card-value">{escape(value)}</div>'
        f'<div class="im-card-detail">{escape(detail)}</div></div>'
    )


def source_note(indicator: Indicator, *, map_notice: str = "") -> None:
    """The source line, with a link to everything else about the indicator; for maps with the BKG notice."""
    link = f"{navigation.DATA_PATH}?{urlencode({'indikator': indicator.id})}"
    shapes = ""
    if map_notice:
        shapes = (
            f' Karte: <a href="{MAP_NOTICE_URL}" rel="noreferrer" target="_blank">{escape(map_notice)}</a>.'
        )
    st.html(
        f'<p class="im-source">{escape(texts.short_source(indicator, data.catalog()))}.{shapes} '
        f'<a href="{escape(link)}" target="_self">Definition, Grenzen und Lizenz</a></p>'
    )


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


@st.fragment
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


def download(
    frame: pl.DataFrame | Callable[[], pl.DataFrame], title: str, indicator: Indicator, file_name: str
) -> None:
    """A button that builds the CSV when it is pressed; a frame that costs something comes as a function."""
    st.download_button(
        "Daten als CSV",
        data=lambda: tables.csv_bytes(
            frame() if callable(frame) else frame, title, indicator, data.catalog()
        ),
        file_name=file_name,
        mime="text/csv",
        on_click="ignore",
        icon=None,
    )


def empty(what: str, why: str, advice: str) -> None:
    """Instead of a chart: what is missing, why, and what to do."""
    st.html(f'<div class="im-empty"><h2>{escape(what)}</h2><p>{escape(why)}</p><p>{escape(advice)}</p></div>')


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
