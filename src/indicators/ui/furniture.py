"""What every page has: the row of controls, the finding, the legend, the cards, the source, the download."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape
from pathlib import Path
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from indicators import tables, texts
from indicators.catalog import Indicator
from indicators.figures.theme import PALETTES, Palette
from indicators.maps import Classes
from indicators.regions import BKG_URL
from indicators.ui import data, navigation

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
    """The row of controls above what they change; one column per control."""
    with st.container(key="controls"):
        yield st.columns(widths, gap="small", vertical_alignment="bottom")


def finding(title: str, subtitle: str) -> None:
    """What the picture says, and below it unit, year and region."""
    st.html(f'<h2 class="im-finding">{escape(title)}</h2><p class="im-subtitle">{escape(subtitle)}</p>')


def note(text: str) -> None:
    """A short remark next to what it is about."""
    st.html(f'<p class="im-note">{escape(text)}</p>')


def legend(classes: Classes, labels: Sequence[str], missing: int, *, members: bool) -> None:
    """The classes of a map with their colours, then "keine Angabe" with its number, then the outline."""
    colours = palette()
    rows = [
        _swatch(f"background:{colour}", label)
        for colour, label in zip(_colours(classes), labels, strict=True)
    ]
    rows.append(_swatch("", f"keine Angabe ({missing})" if missing else "keine Angabe", css="im-missing"))
    if members:
        rows.append(
            _swatch(f"border:3px solid {colours.outline};background:none", "Mitglied des Arbeitskreises")
        )
    st.html(f'<ul class="im-legend" aria-label="Legende der Karte">{"".join(rows)}</ul>')


def _colours(classes: Classes) -> tuple[str, ...]:
    return tuple(reversed(classes.colours(palette())))


def _swatch(style: str, label: str, css: str = "") -> str:
    return f'<li><span class="im-swatch {css}" style="{style}"></span>{escape(label)}</li>'


def card(label: str, value: str, detail: str) -> None:
    """A key figure: what it is, the value, and what it is compared with."""
    st.html(
        f'<div class="im-card"><div class="im-card-label">{escape(label)}</div>'
        f'<div class="im-card-value">{escape(value)}</div>'
        f'<div class="im-card-detail">{escape(detail)}</div></div>'
    )


def source_note(indicator: Indicator, *, map_year: int | None = None) -> None:
    """The source line, with a link to everything else about the indicator; for maps with the BKG notice."""
    link = f"{navigation.DATA_PATH}?{urlencode({'indikator': indicator.id})}"
    shapes = ""
    if map_year is not None:
        notice = f"© GeoBasis-DE / BKG {map_year} (Daten verändert)"
        shapes = f' Karte: <a href="{BKG_URL}" rel="noreferrer" target="_blank">{escape(notice)}</a>.'
    st.html(
        f'<p class="im-source">{escape(texts.short_source(indicator, data.catalog()))}.{shapes} '
        f'<a href="{escape(link)}" target="_self">Definition, Grenzen und Lizenz</a></p>'
    )


def table(frame: pl.DataFrame, indicator: Indicator, *, alt: str, height: int | str = "auto") -> None:
    """A data table with German numbers that still sorts by value."""
    unit = data.catalog().units[indicator.unit].symbol
    st.dataframe(
        tables.styled(frame, indicator.decimals, unit),
        hide_index=True,
        width="stretch",
        height=height,
        alt=alt,
    )


def download(frame: pl.DataFrame, title: str, indicator: Indicator, file_name: str) -> None:
    """A button that builds the CSV when it is pressed."""
    st.download_button(
        "Daten als CSV",
        data=lambda: tables.csv_bytes(frame, title, indicator, data.catalog()),
        file_name=file_name,
        mime="text/csv",
        on_click="ignore",
        icon=None,
    )


def empty(what: str, why: str, advice: str) -> None:
    """Instead of a chart: what is missing, why, and what to do."""
    st.html(f'<div class="im-empty"><h2>{escape(what)}</h2><p>{escape(why)}</p><p>{escape(advice)}</p></div>')


def footer() -> None:
    """The last line of every page."""
    st.html(
        '<footer class="im-footer">Integrationsmonitor Kommunal · Arbeitskreis Kommunaler Qualitätszirkel '
        "zur Integrationspolitik · Quelle unter jeder Abbildung · "
        f'<a href="{navigation.DATA_PATH}" target="_self">Datenstand und Methodik</a></footer>'
    )
