"""The furniture as HTML text, so that a page can join what it says and keep it (docs/performance.md).

Every text is escaped here. `furniture` sends single pieces; a page joins several into one `st.html`.
"""

from collections.abc import Mapping, Sequence
from html import escape
from urllib.parse import urlencode

import polars as pl

from indicators import texts
from indicators.catalog import Catalog, Indicator
from indicators.figures.theme import Palette
from indicators.formats import NBSP
from indicators.maps import Classes
from indicators.regions import MAP_NOTICE_URL
from indicators.trends import Trend
from indicators.ui import navigation

Card = tuple[str, str, str]
"""A key figure: what it is, the value, and what it is compared with."""


def finding(title: str, subtitle: str) -> str:
    """What the picture says, and below it unit, year and region."""
    return f'<h2 class="im-finding">{escape(title)}</h2><p class="im-subtitle">{escape(subtitle)}</p>'


def note(text: str) -> str:
    """A short remark next to what it is about."""
    return f'<p class="im-note">{escape(text)}</p>'


def section(title: str) -> str:
    """A heading within a page."""
    return f'<h2 class="im-section">{escape(title)}</h2>'


def small_table(frame: pl.DataFrame, label: str) -> str:
    """A table of few rows of text, whole on the page; where it is too wide, it scrolls by keyboard too."""
    return (
        f'<div class="im-small-table" role="region" tabindex="0" aria-label="{escape(label)}">'
        f"<table>{rows(frame)}</table></div>"
    )


def rows(frame: pl.DataFrame) -> str:
    """Head and body of a table."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in frame.columns)
    body = "".join(
        f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in row)}</tr>" for row in frame.iter_rows()
    )
    return f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"


def bullets(items: Sequence[str]) -> str:
    """A list of sentences."""
    return f'<ul class="im-bullets">{"".join(f"<li>{escape(item)}</li>" for item in items)}</ul>'


def facts(pairs: Sequence[tuple[str, str]], links: Mapping[str, str] | None = None) -> str:
    """Names and texts, one per line; `links` gives the address behind a text, by name."""
    lines = []
    for i, (name, text) in enumerate(pairs):
        shown = "" if i and pairs[i - 1][0] == name else escape(name)
        lines.append(f"<dt>{shown}</dt><dd>{_linked(text, (links or {}).get(name, ''))}</dd>")
    return f'<dl class="im-facts">{"".join(lines)}</dl>'


def _linked(text: str, address: str) -> str:
    if not address.startswith("https://"):
        return escape(text)
    return f'<a href="{escape(address)}" rel="noreferrer" target="_blank">{escape(text)}</a>'


def legend(classes: Classes, labels: Sequence[str], missing: int, *, members: bool, palette: Palette) -> str:
    """The classes of a map with their colours, the highest first; then "keine Angabe" and the outline."""
    fills = [*reversed(classes.colours(palette)), palette.missing]
    names = [*reversed(labels), f"keine Angabe ({missing})" if missing else "keine Angabe"]
    lines = [_swatch(f"background:{fill}", name) for fill, name in zip(fills, names, strict=True)]
    if members:
        lines.append(_swatch(f"border:3px solid {palette.outline}", "Mitglied des Arbeitskreises"))
    return f'<ul class="im-legend" aria-label="Legende der Karte">{"".join(lines)}</ul>'


def expectation_key(shown: Sequence[Trend]) -> str:
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
    return f'<ul class="im-key" aria-label="Zeichen der Abbildung">{items}</ul>'


def _swatch(style: str, label: str) -> str:
    return f'<li><span class="im-swatch" style="{style}"></span>{escape(label)}</li>'


def card(label: str, value: str, detail: str) -> str:
    """A key figure: what it is, the value, and what it is compared with."""
    return (
        f'<div class="im-card"><div class="im-card-label">{escape(label)}</div>'
        f'<div class="im-card-value">{escape(value)}</div>'
        f'<div class="im-card-detail">{escape(detail)}</div></div>'
    )


def cards(shown: Sequence[Card], *, columns: int) -> str:
    """Key figures beside each other; on a phone below each other."""
    return f'<div class="im-row" style="--columns:{columns}">{"".join(card(*c) for c in shown)}</div>'


def link(path: str, query: Mapping[str, str], text: str) -> str:
    """A link to a page with these ids."""
    return f'<a href="{escape(f"{path}?{urlencode(query)}")}" target="_self">{escape(text)}</a>'


def files(*links: str) -> str:
    """Files beside each other; each link is of `downloads.link`."""
    return f'<div class="im-files">{"".join(links)}</div>'


def source_note(indicator: Indicator, catalog: Catalog, *, about: str = "", map_notice: str = "") -> str:
    """The source line, with a link to everything else about the indicator; for maps with the BKG notice.

    `about` stands before it where a figure shows more than one indicator.
    """
    shapes = ""
    if map_notice:
        shapes = (
            f' Karte: <a href="{MAP_NOTICE_URL}" rel="noreferrer" target="_blank">{escape(map_notice)}</a>.'
        )
    more = link(navigation.DATA_PATH, {"indikator": indicator.id}, "Definition, Grenzen und Lizenz")
    line = ": ".join(part for part in (about, texts.short_source(indicator, catalog)) if part)
    return f'<p class="im-source">{escape(line)}.{shapes} {more}</p>'


def empty(what: str, why: str, advice: str, *, way_on: str = "") -> str:
    """Instead of a chart: what is missing, why, and what to do; `way_on` is HTML after it."""
    said = f"<h2>{escape(what)}</h2><p>{escape(why)}</p><p>{escape(advice)}{way_on}</p>"
    return f'<div class="im-empty">{said}</div>'


def missing_levels(what: str, why: str, indicator: Indicator) -> str:
    """Instead of a chart that an indicator has not: what is missing, why, and where its levels are listed."""
    place = link("datenstand", {"indikator": indicator.id}, "Datenstand und Methodik")
    return empty(what, why, "Welche Ebenen und Jahre vorliegen, steht unter", way_on=f" {place}.")
