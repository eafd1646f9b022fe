"""Funding gaps as HTML: cards, finding, steps, inputs, limits. Everything that a person wrote is escaped."""

from collections.abc import Sequence
from html import escape
from typing import Final
from urllib.parse import urlencode

from indicators.catalog import Catalog
from indicators.formats import number
from indicators.gap_cases import Case
from indicators.gap_cases.participation import PersonsRow
from indicators.gaps.assumptions import AssumptionSet, Compared
from indicators.gaps.model import MEASURES, NOT_SUMMED, FundingGap, GapInput, Measure
from indicators.texts import gaps as sentences
from indicators.ui import navigation

_PAIR: Final = 2
_MARKS: Final = {
    "luecke": "im-gap-open",
    "keine_luecke": "im-gap-none",
    "nicht_berechenbar": "im-gap-missing",
}


def cards(cases: Sequence[Case], opened: Measure, chosen: AssumptionSet) -> str:
    """The five measures as cards, why they are not added up, and how many own assumptions are in them."""
    items = []
    for case in cases:
        label, value, detail = sentences.card(case.main)
        now = ' aria-current="true"' if case.measure == opened else ""
        items.append(
            f'<li class="im-gap-card {_MARKS[case.main.verdict]}"{now}><h2>{escape(label)}</h2>'
            f'<p class="im-gap-question">{escape(sentences.QUESTIONS[case.measure])}</p>'
            f'<p class="im-gap-value">{escape(value)}</p><p>{escape(detail)}</p></li>'
        )
    own = len(chosen.own)
    said = f" Satz „{chosen.name}“ mit {own} eigenen Annahmen." if own > 1 else ""
    said = f" Satz „{chosen.name}“ mit einer eigenen Annahme." if own == 1 else said
    return f'<ul class="im-gap-cards">{"".join(items)}</ul><p class="im-note">{escape(NOT_SUMMED + said)}</p>'


def head(gap: FundingGap, place: str, notes: Sequence[str]) -> str:
    """The finding of one calculation: what, range, why."""
    said = "".join(f'<p class="im-note">{escape(text)}</p>' for text in (gap.reason, *notes) if text)
    return (
        f'<h2 class="im-finding">{escape(sentences.headline(gap, place))}</h2>'
        f'<p class="im-subtitle">{escape(sentences.subtitle(gap))}</p>{said}'
    )


def calculation(gap: FundingGap) -> str:
    """The steps in words and numbers, and the named results that have a range."""
    if not gap.steps:
        return ""
    rows = "".join(
        f"<tr><td>{escape(step.words)}<br>"
        f'<span class="im-formula">{escape(sentences.formula(step, gap))}</span></td>'
        f'<td class="im-number">{escape(step.text)}</td></tr>'
        for step in gap.steps
    )
    return _titled("Rechnung", _table(("Schritt", "Ergebnis"), rows, "Rechenschritte"))


def inputs(gap: FundingGap, catalog: Catalog, ags: str) -> str:
    """Every number that went in, with its range, its support and a link to its source."""
    rows = "".join(_input(given, catalog, ags) for given in gap.inputs)
    if not rows:
        return ""
    return _titled(
        "Eingaben und Belege", _table(("Eingabe", "Wert", "Spanne", "Beleg", "Quelle"), rows, "Eingaben")
    )


def _input(given: GapInput, catalog: Catalog, ags: str) -> str:
    badge = escape(sentences.support(given))
    if given.value is None or given.origin == "eigene_annahme":
        badge = f'<span class="im-badge">{badge}</span>'
    cells = (given.title, sentences.input_text(given), sentences.input_range(given))
    return (
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}<td>{badge}</td>"
        f"<td>{_source(given, catalog, ags)}</td></tr>"
    )


def _source(given: GapInput, catalog: Catalog, ags: str) -> str:
    """The source of an input, as a link to where it stands."""
    text = escape(given.source or "")
    kind, _, name = given.link.partition(":")
    if kind == "standard" and name in catalog.standards:
        url = catalog.standards[name].url
        if url.startswith("https://"):
            return f'<a href="{escape(url)}" rel="noreferrer" target="_blank">{text}</a>'
        return text
    paths = {
        "indicator": ("datenstand", {"indikator": name}),
        "programme": ("foerdermittel", {"region": ags, "programm": name}),
        "region": ("profil", {"region": name}),
    }
    path, query = paths.get(kind, ("", {}))
    if not text or all(page.path != path for page in navigation.PAGES):
        return text
    return f'<a href="{escape(f"{path}?{urlencode(query)}")}" target="_self">{text}</a>'


def results(gap: FundingGap) -> str:
    """The named results beside the amount, with the break-even."""
    rows = "".join(
        f'<tr><td>{escape(r.title)}</td><td class="im-number">{escape(r.text)}</td></tr>'
        for r in gap.results
        if r.value is not None
    )
    even = "".join(
        f'<p class="im-note">{escape(over.break_even_text)}</p>'
        for over in gap.ranges
        if over.break_even_text
    )
    return even + (_titled("Kennzahlen", _table(("Kennzahl", "Wert"), rows, "Kennzahlen")) if rows else "")


def limits(gap: FundingGap) -> str:
    """What the result does not say."""
    items = "".join(f"<li>{escape(text)}</li>" for text in gap.limits)
    return (
        f'<h3 class="im-section">Was das Ergebnis nicht sagt</h3><ul class="im-bullets">{items}</ul>'
        if items
        else ""
    )


def persons(rows: Sequence[PersonsRow], catalog: Catalog) -> str:
    """The gaps of all indicators in persons."""
    lines = []
    for row in rows:
        unit = catalog.units[row.indicator.unit].symbol
        values = [
            f"{number(v, row.indicator.decimals)} {unit}".strip() if v is not None else "keine Angabe"
            for v in (row.value, row.reference)
        ]
        ends = "" if row.low is None else f"{number(row.low)} bis {number(row.high)}"
        shown = row.reason if row.persons is None else number(row.persons)
        cells = (row.indicator.title, row.region.display_name, str(row.year), *values, shown, ends)
        lines.append(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>")
    names = (
        "Indikator",
        "Region",
        "Jahr",
        "Gruppe",
        "Vergleich",
        "Personen zwischen heute und Parität",
        "95-%-Intervall",
    )
    return _table(names, "".join(lines), "Abstände in Personen")


def side_by_side(
    names: Sequence[str], gaps: Sequence[Sequence[FundingGap]], assumptions: Sequence[Compared]
) -> str:
    """Two sets of assumptions beside each other: the five measures, then the assumptions that differ."""
    lines = []
    for place, title in enumerate(MEASURES.values()):
        shown = [" · ".join(sentences.card(of[place])[1:]) for of in gaps]
        lines.append((title, *shown))
    lines += [
        (
            c.title,
            *(sentences.input_text(v) if v.source or v.origin == "eigene_annahme" else "–" for v in c.values),
        )
        for c in assumptions
        if c.differs
    ]
    rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in line)}</tr>" for line in lines)
    return _table(("", *names), rows, "Vergleich der Annahmen")


def _titled(title: str, body: str) -> str:
    return f'<h3 class="im-section">{escape(title)}</h3>{body}'


def _table(names: Sequence[str], rows: str, label: str) -> str:
    """A table; where it has more than two columns, all of them are text."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    wide = " im-gap-wide" if len(names) > _PAIR else ""
    return (
        f'<div class="im-small-table im-gap-table{wide}" role="region" tabindex="0" '
        f'aria-label="{escape(label)}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
