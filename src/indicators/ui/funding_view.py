"""The parts of the page on funding: controls, all programmes of a region, one programme, table, files."""

from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Final

import polars as pl
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from indicators import funding, funding_facts, funding_sheets, funding_tables, tables, texts
from indicators.catalog import FundingSource
from indicators.figures import screen
from indicators.figures.money_screen import draw_stacked, draw_terms
from indicators.figures.theme import Palette
from indicators.funding_facts import ALL, Question
from indicators.funding_heads import BASES
from indicators.funding_sheets import Entry, Overview, Sheet
from indicators.funding_tables import View
from indicators.texts import funding as words
from indicators.ui import charts, controls, data, furniture, markup, navigation
from indicators.ui.charts import ScreenChart

PATH: Final = "foerdermittel"
_NOMINAL: Final = "nominal"


def ask(columns: Sequence[DeltaGenerator]) -> Question:
    """The controls, from left to right; what a choice makes senseless is not offered."""
    where, what, which, when, prices, basis = columns
    with where:
        region = controls.select_region(default="DG")
    ids, titles = data.shared_money(_programmes, region.ags)
    with what:
        programme = controls.select("programm", "Programm", ids, titles.__getitem__, ALL)
    part, stand = ALL, ""
    if programme == ALL:
        fields, names = data.shared_money(_fields)
        with which:
            part = controls.select("feld", "Handlungsfeld", fields, names.__getitem__, ALL)
        stands, labels = data.shared_money(_stands, region.ags)
        if stands:
            with when:
                stand = controls.select("stand", "Stand", stands, labels.__getitem__, stands[0])
    else:
        offered = data.shared_money(_parts, region.ags, programme)
        part = next(iter(offered), "")
        if len(offered) > 1:
            with which:
                part = controls.select("position", "Position", tuple(offered), offered.__getitem__, part)
    bases, years = data.shared_money(_prices)
    with prices:
        base = controls.select("preise", "Preise", bases, years.__getitem__, _NOMINAL)
    with basis:
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
    _, ids = funding_sheets.stands(ags, data.funding_facts())
    return ids, {i: i.replace("-", " ") for i in ids}


def _parts(ags: str, programme: str) -> dict[str, str]:
    return funding_sheets.parts(ags, programme, data.funding_facts())


def _prices() -> tuple[tuple[str, ...], dict[str, str]]:
    years = [str(year) for year in reversed(funding.price_index(data.catalog()))]
    return (_NOMINAL, *years), {_NOMINAL: _NOMINAL, **{y: f"Preise von {y}" for y in years}}


def show(question: Question) -> None:
    """All programmes, or the chosen one; then the sources, the table and the files."""
    if question.programme == ALL:
        _show_overview(question)
    else:
        _show_programme(question)
    st.html(data.shared_money(_sources_html, question))
    _show_table(question)


def _show_overview(question: Question) -> None:
    sheet = data.shared_money(_overview, question, date.today())
    st.html(data.shared_money(_overview_head, question, date.today()))
    left, right = st.columns([5, 6], gap="medium")
    with left:
        if sheet.bars is None:
            furniture.empty(
                "Hierzu gibt es keine Abbildung.",
                sheet.reason or "Für diese Auswahl liegen keine Beträge eines einzelnen Jahres vor.",
                "Bitte ein anderes Handlungsfeld, einen anderen Stand oder einen anderen Bezug wählen.",
            )
        else:
            charts.show(data.shared_money(_drawn_bars, question, furniture.palette()), "who_pays")
    with right:
        st.html(data.shared_money(_entries_html, question, date.today()))
    furniture.section("Was endet wann")
    if sheet.terms is None:
        furniture.note("Zu keinem dieser Programme nennt eine Quelle ein beschlossenes Ende.")
    else:
        drawn = data.shared_money(_drawn_terms, question, date.today(), furniture.palette())
        charts.show(drawn, "what_ends")


def _overview(question: Question, today: date) -> Overview:
    return funding_sheets.overview(question, today, data.funding_facts())


def _overview_head(question: Question, today: date) -> str:
    sheet = data.shared_money(_overview, question, today)
    notes = [sheet.own] if sheet.own else []
    return markup.finding(sheet.headline, sheet.subtitle) + _notes_html(notes) + _funds_html(question.ags)


def _funds_html(ags: str) -> str:
    """Cards of the funds that reach the Kreis itself, each a link to its series; empty for Land and Bund."""
    kreis = data.registry().kreis_of(ags)
    if kreis is None:
        return ""
    cards = []
    for indicator_id in funding_sheets.KREIS_FUNDS:
        indicator = data.catalog().indicator(indicator_id)
        rows = data.values(indicator).filter(pl.col("value").is_not_null(), ags=kreis.ags).sort("year")
        if rows.is_empty():
            continue
        last = rows.row(-1, named=True)
        link = markup.link("zeitverlauf", {"region": kreis.ags, "indikator": indicator_id}, indicator.title)
        value = texts.value(last["value"], indicator, data.catalog())
        cards.append(
            f'<li class="im-profile-card"><h3 class="im-fund">{link}</h3>'
            f'<div class="im-profile-value">{escape(value)}</div>'
            f"<p>je Einwohnerin und Einwohner, Summe {last['year'] - 4}–{last['year']}</p></li>"
        )
    title = f"Mittel, die {kreis.display_name} erreichen (nominal, nicht nur Integration)"
    return (
        f'<h2 class="im-field">{escape(title)}</h2><ul class="im-cards">{"".join(cards)}</ul>'
        if cards
        else ""
    )


def _entries_html(question: Question, today: date) -> str:
    sheet = data.shared_money(_overview, question, today)
    notes = _notes_html(sheet.notes)
    if not sheet.entries:
        return notes
    head = "".join(
        f'<th scope="col">{name}</th>'
        for name in ("Programm", "Zuletzt Ist", "Zuletzt geplant", "Ende", "Beleg")
    )
    rows = "".join(_entry_html(entry, question) for entry in sheet.entries)
    return (
        '<div class="im-small-table im-programmes" role="region" tabindex="0" aria-label="Programme">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>{notes}"
    )


def _entry_html(entry: Entry, question: Question) -> str:
    link = markup.link(PATH, {"region": question.ags, "programm": entry.id}, entry.title)
    badge = escape(entry.evidence)
    if entry.is_weak:
        badge = f'<span class="im-badge">{badge}</span>'
    payer = escape(f"{entry.funder}, {entry.place}")
    cells = (entry.spent, entry.planned, entry.ends)
    amounts = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
    return f"<tr><td>{link}<small>{payer}</small></td>{amounts}<td>{badge}</td></tr>"


def _show_programme(question: Question) -> None:
    sheet = data.shared_money(_sheet, question)
    st.html(data.shared_money(_programme_head, question))
    left, right = st.columns([3, 2], gap="medium")
    with left:
        if sheet.chart is None:
            furniture.empty(
                "Hierzu gibt es keine Reihe über die Jahre.",
                sheet.reason,
                "Andere Preise, ein anderer Bezug oder die Tabelle zeigen, was vorliegt.",
            )
        else:
            charts.show(data.shared_money(_drawn_lines, question, furniture.palette()), "years")
    with right:
        st.html(data.shared_money(_facts_html, question))


def _sheet(question: Question) -> Sheet:
    return funding_sheets.programme_sheet(question, data.funding_facts())


def _programme_head(question: Question) -> str:
    sheet = data.shared_money(_sheet, question)
    return markup.finding(sheet.headline, sheet.subtitle)


def _facts_html(question: Question) -> str:
    sheet = data.shared_money(_sheet, question)
    return markup.facts(sheet.facts) + _notes_html(sheet.notes)


def _drawn_lines(question: Question, palette: Palette) -> ScreenChart:
    chart = data.shared_money(_sheet, question).chart
    assert chart is not None  # noqa: S101 - asked for before
    return ScreenChart(screen.draw(chart, palette), chart.alt)


def _drawn_bars(question: Question, palette: Palette) -> ScreenChart:
    bars = data.shared_money(_overview, question, date.today()).bars
    assert bars is not None  # noqa: S101 - asked for before
    return ScreenChart(draw_stacked(bars, palette), bars.alt)


def _drawn_terms(question: Question, today: date, palette: Palette) -> ScreenChart:
    terms = data.shared_money(_overview, question, today).terms
    assert terms is not None  # noqa: S101 - asked for before
    return ScreenChart(draw_terms(terms, palette), terms.alt)


def _notes_html(notes: Sequence[str]) -> str:
    return "".join(markup.note(note) for note in notes)


def _sources(question: Question) -> tuple[FundingSource, ...]:
    return funding_facts.sources(question, data.funding_facts())


def _sources_html(question: Question) -> str:
    """Every source with a link to all that is known about it; second-hand ones are marked."""
    linked = []
    for source in data.shared_money(_sources, question):
        link = markup.link(navigation.DATA_PATH, {"quelle": source.id}, source.title)
        badge = words.evidence_badge(source.evidence_level)
        mark = f' <span class="im-badge">{escape(badge)}</span>' if badge else ""
        linked.append(f"{link} ({escape(source.licence)}){mark}")
    own = "" if question.view.is_plain else " Eigene Berechnung."
    return f'<p class="im-source">Quelle: {"; ".join(linked)}.{own}</p>' if linked else ""


def _show_table(question: Question) -> None:
    """The records on demand, and as CSV and workbook."""
    title = f"Fördermittel, {data.registry().get(question.ags).display_name}"
    if question.programme != ALL:
        title = f"{data.catalog().programme(question.programme).title}, {title}"

    def build() -> pl.DataFrame:
        return data.shared_money(_table, question)

    furniture.table_on_demand(build, 2, "", alt=f"Tabelle: {title}")
    name = tables.file_name("foerdermittel", question.ags, question.programme)
    with st.container(horizontal=True):
        st.download_button(
            "Daten als CSV",
            data=lambda: funding_tables.csv_bytes(
                build(), title, question.view, data.shared_money(_sources, question)
            ),
            file_name=name,
            mime="text/csv",
            on_click="ignore",
        )
        st.download_button(
            "Daten als Excel-Datei",
            data=lambda: funding_tables.xlsx_bytes(
                build(), title, question.view, data.shared_money(_sources, question)
            ),
            file_name=name.replace(".csv", ".xlsx"),
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            on_click="ignore",
        )


def _table(question: Question) -> pl.DataFrame:
    facts = data.funding_facts()
    rows = funding_facts.records_of(question, facts)
    return funding_tables.table(rows, question.view, facts.catalog, facts.registry)
