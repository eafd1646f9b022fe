"""The parts of the page on funding: controls, all programmes of a region, one programme, table, files."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Final

import polars as pl
import streamlit as st

from indicators import funding, funding_facts, funding_overview, funding_sheets, funding_tables, tables, texts
from indicators.catalog import FundingSource, Indicator
from indicators.figures.money_screen import draw_over_years, draw_stacked, draw_terms
from indicators.figures.theme import PALETTES, Palette
from indicators.funding_facts import ALL, Question
from indicators.funding_heads import BASES
from indicators.funding_overview import Entry
from indicators.funding_tables import View
from indicators.texts import funding as words
from indicators.texts.needs import years_of
from indicators.ui import charts, controls, data, downloads, furniture, markup, navigation
from indicators.ui.charts import ScreenChart

PATH: Final = "foerdermittel"
_NOMINAL: Final = "nominal"


def ask() -> Question:
    """The controls, from left to right; what a choice makes senseless is not offered."""
    region = controls.select_region(default="DG")
    ids, titles = data.shared_of_all(_programmes, region.ags)
    programme = controls.select("programm", "Programm", ids, titles.__getitem__, ALL)
    part, stand = ALL, ""
    if programme == ALL:
        fields, names = data.shared_of_all(_fields)
        part = controls.select("feld", "Handlungsfeld", fields, names.__getitem__, ALL)
        stands, labels = data.shared_of_all(_stands, region.ags)
        if stands:
            stand = controls.select("stand", "Stand", stands, labels.__getitem__, stands[0])
    else:
        offered = data.shared_of_all(_parts, region.ags, programme)
        part = next(iter(offered), "")
        if len(offered) > 1:
            part = controls.select("position", "Position", tuple(offered), offered.__getitem__, part)
    bases, years = data.shared_of_all(_prices)
    base = controls.select("preise", "Preise", bases, years.__getitem__, _NOMINAL)
    per = controls.select("bezug", "Bezug", tuple(BASES), _BASES.__getitem__, "absolut")
    view = View(None if base == _NOMINAL else int(base), funding_facts.basis_of(per))
    return Question(region.ags, programme, part, stand, view)


_BASES: Final[dict[str, str]] = dict(BASES.items())


def _programmes(ags: str) -> tuple[tuple[str, ...], dict[str, str]]:
    declared = data.catalog().programmes
    ids = funding_facts.programmes(ags, data.funding_facts())
    return (ALL, *ids), {
        ALL: "Alle Programme",
        **{i: words.programme_label(declared[i]) for i in ids},
    }


def _fields() -> tuple[tuple[str, ...], dict[str, str]]:
    titles = {ALL: "Alle", **{i: f.title for i, f in data.catalog().funding_fields.items()}}
    return tuple(titles), titles


def _stands(ags: str) -> tuple[tuple[str, ...], dict[str, str]]:
    _, ids = funding_overview.stands(ags, data.funding_facts())
    return ids, {i: i.replace("-", " ") for i in ids}


def _parts(ags: str, programme: str) -> dict[str, str]:
    return funding_sheets.parts(ags, programme, data.funding_facts())


def _prices() -> tuple[tuple[str, ...], dict[str, str]]:
    years = [str(year) for year in reversed(funding.price_index(data.catalog()))]
    return (_NOMINAL, *years), {_NOMINAL: _NOMINAL, **{y: f"Preise von {y}" for y in years}}


def warm_up() -> None:
    """Index the records before the first visitor asks."""
    ags = "DG"
    stands = data.shared_of_all(_stands, ags)[0]
    data.shared_of_all(_programmes, ags)
    question = Question(ags, ALL, ALL, stands[0], View())
    data.shared_of_all(_overview_page, question, date.today(), PALETTES["light"])


@dataclass(frozen=True)
class _Page:
    """What is shown between the controls and the table, as HTML and drawn; shared, so never mutated.

    Attributes:
        head: The finding and what has to be said at once.
        chart: What is drawn, or `None`; then `without` says why.
        without: Instead of a chart.
        notes: What has to be said beside the figures.
        list: The programmes, or what is known about the one.
        terms_head: The heading above `terms`, or with it what is said instead; empty for one programme.
        terms: What ends when.
        sources: The source line.
    """

    head: str
    chart: ScreenChart | None
    without: str
    notes: str
    list: str
    sources: str
    terms_head: str = ""
    terms: ScreenChart | None = None


def show(question: Question) -> None:
    """All programmes, or the chosen one; then the sources, the table and the files."""
    palette = furniture.palette()
    is_overview = question.programme == ALL
    page = (
        data.shared_of_all(_overview_page, question, date.today(), palette)
        if is_overview
        else data.shared_of_all(_programme_page, question, palette)
    )
    st.html(page.head)
    with st.container(key="who_pays_beside" if is_overview else "years_beside"):
        if page.chart is None:
            st.html(page.without)
        else:
            charts.show(page.chart, "who_pays" if is_overview else "years")
        st.html(page.list)
        st.html(page.notes)
    if page.terms_head:
        st.html(page.terms_head)
    if page.terms is not None:
        charts.show(page.terms, "what_ends")
    st.html(page.sources + _files(question))
    _show_table(question)


def _overview_page(question: Question, today: date, palette: Palette) -> _Page:
    facts = data.funding_facts()
    found = funding_overview.overview(question, facts)
    bars = found.bars
    terms = data.shared_of_all(_drawn_terms, question.ags, question.part, today, palette)
    section = markup.section("Was endet wann")
    if terms is None:
        section += markup.note("Zu keinem dieser Programme nennt eine Quelle ein beschlossenes Ende.")
    return _Page(
        head=markup.finding(found.headline, found.subtitle)
        + (markup.note(found.own) if found.own else "")
        + data.shared_of_all(_funds_html, question.ags),
        chart=None if bars is None else ScreenChart(draw_stacked(bars, palette), bars.alt),
        without=markup.empty(
            "Hierzu gibt es keine Abbildung.",
            _sentence(found.reason) or "Für diese Auswahl liegen keine Beträge eines einzelnen Jahres vor.",
            "Bitte ein anderes Handlungsfeld, einen anderen Stand oder einen anderen Bezug wählen.",
        ),
        notes=_notes_html(found.notes),
        list=data.shared_of_all(_entries_html, question.ags, question.part),
        sources=_source_line(question),
        terms_head=section,
        terms=terms,
    )


def _sentence(text: str) -> str:
    """The text as a sentence of its own; empty stays empty."""
    return f"{text[0].upper()}{text[1:].rstrip('.')}." if text else ""


def _drawn_terms(ags: str, part: str, today: date, palette: Palette) -> ScreenChart | None:
    terms = funding_overview.terms(ags, part, today, data.funding_facts())
    return None if terms is None else ScreenChart(draw_terms(terms, palette), terms.alt)


def _funds_html(ags: str) -> str:
    """Cards of the funds that reach the Kreis itself, each a link to its series; empty for Land and Bund."""
    kreis = data.registry().kreis_of(ags)
    if kreis is None:
        return ""
    cards = []
    for indicator_id in funding_overview.KREIS_FUNDS:
        indicator = data.catalog().indicator(indicator_id)
        latest = data.shared(_latest_of_regions, indicator).get(kreis.ags)
        if latest is None:
            continue
        year, amount = latest
        link = markup.link("zeitverlauf", {"region": kreis.ags, "indikator": indicator_id}, indicator.title)
        value = texts.value(amount, indicator, data.catalog())
        cards.append(
            f'<li class="im-profile-card"><h3 class="im-fund">{link}</h3>'
            f'<div class="im-profile-value">{escape(value)}</div>'
            f"<p>je Einwohnerin und Einwohner, {years_of(indicator, year)}</p></li>"
        )
    title = f"Mittel, die {kreis.display_name} erreichen (nominal, nicht nur Integration)"
    return (
        f'<h2 class="im-field">{escape(title)}</h2><ul class="im-cards">{"".join(cards)}</ul>'
        if cards
        else ""
    )


def _latest_of_regions(indicator: Indicator) -> dict[str, tuple[int, float]]:
    """The latest year with a value, and the value, by region."""
    rows = data.values(indicator).filter(pl.col("value").is_not_null()).sort("year")
    return {ags: (year, value) for ags, year, value in rows.select("ags", "year", "value").iter_rows()}


def _entries(code: str, part: str) -> tuple[Entry, ...]:
    return funding_overview.entries(code, part, data.funding_facts())


def _entries_html(ags: str, part: str) -> str:
    """The programmes of each place that holds for the region, its own first."""
    codes = funding.reach(ags, data.registry())
    entries = [entry for code in codes for entry in data.shared_of_all(_entries, code, part)]
    if not entries:
        return ""
    head = "".join(
        f'<th scope="col">{name}</th>'
        for name in (f"Programm ({len(entries)})", "Zuletzt Ist", "Zuletzt geplant", "Ende", "Beleg")
    )
    rows = "".join(_entry_html(entry, ags) for entry in entries)
    return (
        '<div class="im-small-table im-programmes" role="region" tabindex="0" aria-label="Programme">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _entry_html(entry: Entry, ags: str) -> str:
    link = markup.link(PATH, {"region": ags, "programm": entry.id}, entry.title)
    badge = escape(entry.evidence)
    if entry.is_weak:
        badge = f'<span class="im-badge">{badge}</span>'
    payer = escape(f"{entry.funder}, {entry.place}")
    amounts = "".join(f"<td>{_amount_html(*cell)}</td>" for cell in (entry.spent, entry.planned))
    ends = f"<td>{escape(entry.ends)}</td>"
    return f"<tr><td>{link}<small>{payer}</small></td>{amounts}{ends}<td>{badge}</td></tr>"


def _amount_html(amount: str, stand: str) -> str:
    """An amount, and below it for when it holds."""
    return f"<span>{escape(amount)}</span><small>{escape(stand)}</small>" if amount else ""


def _programme_page(question: Question, palette: Palette) -> _Page:
    sheet = funding_sheets.programme_sheet(question, data.funding_facts())
    chart = sheet.chart
    return _Page(
        head=markup.finding(sheet.headline, sheet.subtitle),
        chart=None if chart is None else ScreenChart(draw_over_years(chart, palette), chart.alt),
        without=markup.empty(
            "Hierzu gibt es keine Reihe über die Jahre.",
            _sentence(sheet.reason),
            "Andere Preise, ein anderer Bezug oder die Tabelle zeigen, was vorliegt.",
        ),
        notes=_notes_html(sheet.notes),
        list=markup.facts(sheet.facts),
        sources=_source_line(question),
    )


def _notes_html(notes: Sequence[str]) -> str:
    return "".join(markup.note(note) for note in notes)


def _sources(ags: str, programme: str, part: str) -> tuple[FundingSource, ...]:
    return funding_facts.sources(ags, programme, part, data.funding_facts())


def _source_line(question: Question) -> str:
    part = question.part if question.programme == ALL else ""
    return data.shared_of_all(_sources_html, question.ags, question.programme, part, question.view.is_plain)


def _sources_html(ags: str, programme: str, part: str, is_plain: bool) -> str:
    """Every source with a link to all that is known about it; second-hand ones are marked."""
    linked = []
    for source in _sources(ags, programme, part):
        link = markup.link(navigation.DATA_PATH, {"quelle": source.id}, source.title)
        badge = words.evidence_badge(source.evidence_level)
        mark = f' <span class="im-badge">{escape(badge)}</span>' if badge else ""
        linked.append(f"{link} ({escape(source.licence)}){mark}")
    own = "" if is_plain else " Eigene Berechnung."
    return f'<p class="im-source">Quelle: {"; ".join(linked)}.{own}</p>' if linked else ""


def _show_table(question: Question) -> None:
    """The records on demand."""
    furniture.table_on_demand(
        lambda: data.shared_of_all(_table, question), 2, "", alt=f"Tabelle: {_table_title(question)}"
    )


def _files(question: Question) -> str:
    """The records as CSV and as workbook."""
    name = tables.file_name("foerdermittel", question.ags, question.programme)

    def file(label: str, name: str, write: Callable[..., bytes]) -> str:
        def build() -> bytes:
            sources = _sources(question.ags, question.programme, question.part)
            return write(data.shared_of_all(_table, question), _table_title(question), question.view, sources)

        return downloads.link(label, name, build)

    return markup.files(
        file("Daten als CSV", name, funding_tables.csv_bytes),
        file("Daten als Excel-Datei", name.replace(".csv", ".xlsx"), funding_tables.xlsx_bytes),
    )


def _table_title(question: Question) -> str:
    title = f"Fördermittel, {data.registry().get(question.ags).display_name}"
    if question.programme != ALL:
        title = f"{data.catalog().programme(question.programme).title}, {title}"
    return title


def _table(question: Question) -> pl.DataFrame:
    facts = data.funding_facts()
    rows = funding_facts.records_of(question, facts)
    return funding_tables.table(rows, question.view, facts.catalog, facts.registry)
