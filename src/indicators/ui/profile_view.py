"""The parts of the profile page: strengths and distances, cards, what is missing, sources."""

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from indicators import briefs, exports, profile_sheets, tables
from indicators.catalog import Indicator
from indicators.figures import sparkline
from indicators.figures.theme import PALETTES, Palette
from indicators.profile_sheets import Card, Field, Finding, Part, Sheet
from indicators.profiles import Profile
from indicators.regions import Region
from indicators.ui import brief_state, data, downloads, furniture, markup, navigation

_TIME, _COMPARISON = "zeitverlauf", "vergleich"


def show(region: Region) -> None:
    """The region's part or parts of the page."""
    st.html(data.shared_profile(_parts, region, furniture.palette()))


def _parts(_profile: Profile, sheet: Sheet, palette: Palette) -> str:
    return "".join(_part(part, palette) for part in sheet.parts)


def _part(part: Part, colours: Palette) -> str:
    """One region: name, what stands out, then a grid of cards per Handlungsfeld.

    The small lines of all cards are one image: `--lines` is its address, `--n` the place of a card's line in
    it (style.css). As forty images they were half of what a visitor with a poor connection waits for.
    """
    lines = [card.line for field in part.fields for card in field.cards if card.line is not None]
    places = {id(line): n for n, line in enumerate(lines)}
    fields = "".join(
        f'<h3 class="im-field">{escape(field.title)}</h3>{_cards(field, part.region, places)}'
        for field in part.fields
    )
    dark = " im-dark" if colours is PALETTES["dark"] else ""
    image = f"--lines:url(&quot;{sparkline.address(lines, colours)}&quot;)" if lines else ""
    return (
        f'<section class="im-profile{dark}" style="{image}"><h2 class="im-finding">{escape(part.title)}</h2>'
        f'<p class="im-subtitle">{escape(part.summary)}</p>{_findings(part)}{fields}</section>'
    )


def _cards(field: Field, region: Region, places: Mapping[int, int]) -> str:
    """The cards of a field, and where the indicators without one are found."""
    cards = "".join(_card(card, region, places) for card in field.cards)
    shown = f'<ul class="im-cards">{cards}</ul>' if cards else ""
    if not field.more:
        return shown
    first = field.more[0]
    query = {"region": region.ags, "indikator": first.id}
    places_of_more = [
        (_TIME, query, "Zeitverlauf"),
        (navigation.DATA_PATH, {"indikator": first.id}, "Datenstand"),
    ]
    if region.level == "kreis":
        places_of_more.insert(1, (_COMPARISON, query, "Vergleich"))
    links = ", ".join(_link(path, asked, text, first) for path, asked, text in places_of_more)
    return f'{shown}<p class="im-note">{escape(field.more_text)}, zu wählen unter {links}.</p>'


def _findings(part: Part) -> str:
    """Two columns of sentences; nothing where no valued indicator has peers."""
    if not part.is_valued:
        return ""
    better, worse = (
        f"Im Vergleich mit dem Median der {part.peers} liegt kein bewerteter Indikator merklich {how}."
        for how in ("günstiger", "ungünstiger")
    )
    return (
        '<div class="im-findings">'
        f"{_list('Stärken: günstiger als der Median', part.strengths, part.region, better)}"
        f"{_list('Abstände: ungünstiger als der Median', part.distances, part.region, worse)}</div>"
    )


def _list(title: str, findings: Sequence[Finding], region: Region, otherwise: str) -> str:
    items = "".join(
        f"<li><strong>{escape(f.sentence)}</strong>"
        + (f"<span>Zu beachten: {escape(f.limit)}</span>" if f.limit else "")
        + f'<span class="im-links">{_links(f, region)}</span></li>'
        for f in findings
    )
    shown = f"<ol>{items}</ol>" if items else f"<p>{escape(otherwise)}</p>"
    return f'<div><h3 class="im-field">{escape(title)}</h3>{shown}</div>'


def _links(finding: Finding, region: Region) -> str:
    query = {"region": region.ags, "indikator": finding.indicator.id}
    compared = {**query, "gruppe": finding.group, "jahr": str(finding.year), "vergleich": "kreistyp"}
    links = [_link(_TIME, query, "Zeitverlauf", finding.indicator)]
    if region.level == "kreis" and any(page.path == _COMPARISON for page in navigation.PAGES):
        links.append(_link(_COMPARISON, compared, "Vergleich", finding.indicator))
    on_screen = f'<span class="im-screen">{" · ".join(links)} · </span>'
    return on_screen + _source(finding.sources, finding.indicator)


def _source(numbers: Sequence[int], indicator: Indicator) -> str:
    label = "Quelle" if len(numbers) == 1 else "Quellen"
    text = f"{label}\u00a0{', '.join(str(number) for number in numbers)}"
    return _link(navigation.DATA_PATH, {"indikator": indicator.id}, text, indicator)


def _link(path: str, query: Mapping[str, str], text: str, indicator: Indicator) -> str:
    name = escape(f"{text}: {indicator.title}")
    return f'<a href="{_address(path, query)}" aria-label="{name}">{escape(text)}</a>'


def _address(path: str, query: Mapping[str, str]) -> str:
    """A link by ids, which need no quoting."""
    return f"{path}?{'&amp;'.join(f'{key}={value}' for key, value in query.items())}"


def _card(card: Card, region: Region, places: Mapping[int, int]) -> str:
    address = _address(_TIME, {"region": region.ags, "indikator": card.indicator.id})
    line = ""
    if card.line is not None:
        place = places[id(card.line)]
        line = f'<i role="img" title="{escape(card.line.alt)}" style="--n:{place}">{escape(card.years)}</i>'
    details = "".join(
        f"<p>{escape(text)}</p>" for text in (card.what, card.gap, card.place, card.status) if text
    )
    return (
        f'<li><h4><a href="{address}">{escape(card.title)}</a></h4>'
        f"<div><b>{escape(card.value)}</b>{line}</div>{details}"
        f"<small>{_source(card.sources, card.indicator)}</small></li>"
    )


def explain_empty(region: Region) -> None:
    """Instead of cards, for a region without a single value."""
    furniture.empty(
        f"Für {region.display_name} liegt kein Wert vor.",
        "Keine der Quellen veröffentlicht Werte für diese Region.",
        "Was fehlt und warum, steht in der Tabelle darunter.",
    )


def show_rest(region: Region) -> None:
    """What the region does not have, with the reason of each, and the numbered sources.

    Two messages: both are the same for many regions, and a browser that has kept one is not sent it again.
    """
    st.html(data.shared_profile(_missing, region))
    st.html(data.shared_profile(_sources, region))


def _missing(_profile: Profile, sheet: Sheet) -> str:
    shown = (
        markup.note("Alle Indikatoren liegen vor.")
        if sheet.missing.is_empty()
        else f'<table class="im-missing">{markup.rows(sheet.missing)}</table>'
    )
    return f"{markup.section('Was fehlt und warum')}{shown}"


def _sources(_profile: Profile, sheet: Sheet) -> str:
    """On paper the numbered sources stand for the links of the cards."""
    sources = "".join(f"<li>{escape(text)}</li>" for text in sheet.sources)
    explained = markup.note(
        "Median, Viertel und Abstände: eigene Berechnung aus ungerundeten Werten; gerundet können Summen und "
        "Differenzen abweichen. Verglichen wird mit den Werten desselben Jahres "
        "und derselben Gruppe. Stärken und Abstände sind nach ihrem Abstand zum Median in Quartilsabständen "
        "geordnet, höchstens einer je Datensatz; Indikatoren ohne Bewertung und Anzahlen sind nicht dabei."
    )
    return f'{markup.section("Quellen")}<ol class="im-sources">{sources}</ol>{explained}'


def show_files(profile: Profile) -> None:
    """One page as PDF, everything as CSV, and how to print."""
    catalog, registry = data.catalog(), data.registry()
    region = profile.own.region
    files = markup.files(
        downloads.link(
            "Als PDF",
            f"profil_{region.ags}.pdf",
            lambda: exports.render(briefs.profile_report(region, brief_state.world()), "pdf"),
        ),
        downloads.link(
            "Profil als CSV",
            tables.file_name("profil", region.ags),
            lambda: profile_sheets.csv_bytes(profile, catalog, registry),
        ),
        downloads.link(
            "Alle Jahre als CSV",
            tables.file_name("profil_jahre", region.ags),
            lambda: profile_sheets.series_csv_bytes(profile, catalog),
            key="years-csv",
        ),
        markup.note("Drucken mit Strg+P: Fassung für Papier (A4)"),
    )
    st.html(files, width="content")


def show_table(profile: Profile, sheet: Sheet) -> None:
    """The cards as a table."""
    furniture.table_on_demand(
        lambda: profile_sheets.cards_table(sheet),
        0,
        "",
        alt=f"Tabelle: Profil {profile.own.region.display_name}",
    )


def warm_up() -> None:
    """Makes the profiles of all members: in their meeting everybody asks for the own one first."""
    for member in data.registry().members():
        region = data.registry().get(member.region_ags)
        for palette in PALETTES.values():
            data.shared_profile(_parts, region, palette)
        data.shared_profile(_missing, region)
        data.shared_profile(_sources, region)
