"""The parts of the start page: the two doors, the members' map and table, the state of the data."""

import importlib
from collections.abc import Sequence
from html import escape
from typing import Final
from urllib.parse import urlencode

import folium
import streamlit as st

from indicators import members_map, overviews, regions, texts
from indicators.figures.theme import PALETTES, Palette
from indicators.overviews import SHAPES, KeyFigure, MemberOverview
from indicators.texts import funding as words
from indicators.ui import addresses, data, furniture, markup, navigation, server

_MAP_HEIGHT: Final = 640


def show_doors() -> None:
    """The two ways to begin, each with the pages that are there."""
    _door(
        "sitzung",
        "In der Sitzung erkunden",
        "„Und wie ist es bei uns?“ Ein Indikator, alle Kommunen, die eigene darin. Jede Ansicht lässt sich "
        "als Link verschicken.",
        ("karte", "vergleich", "zeitverlauf", "corona"),
    )
    _door(
        "haushalt",
        "Haushaltsargument vorbereiten",
        "Die eigene Kommune, ihre Zahlen und die Lücke in Euro als fertiges Papier: prüfen, ändern, als "
        "Word, PDF, Excel oder PowerPoint herunterladen.",
        ("haushaltsargument", "foerderluecke", "foerdermittel", "profil"),
    )


def _door(key: str, title: str, text: str, paths: Sequence[str]) -> None:
    pages = [page for path in paths for page in navigation.PAGES if page.path == path]
    with st.container(border=True, key=f"door_{key}", gap="xsmall"):
        st.html(f'<h2 class="im-door">{escape(title)}</h2><p class="im-note">{escape(text)}</p>')
        with st.container(horizontal=True, gap="small"):
            for page in pages:
                st.page_link(page.file, label=page.title, icon=None)


def show_map() -> None:
    """The map of the members; a click leads to the chosen one."""
    members = data.members()
    furniture.finding(
        f"{len(members)} Mitglieder des Arbeitskreises sind öffentlich belegt",
        "Ein Klick auf eine Marke nennt Kennzahlen und Beleg und führt weiter.",
    )
    # Imported within a visit: its component is registered only there.
    from streamlit_folium import st_folium  # noqa: PLC0415

    with st.container(key="members_map"):
        clicked = st_folium(
            _map(furniture.palette()),
            key="members",
            height=_MAP_HEIGHT,
            use_container_width=True,
            returned_objects=[],
        )
    _show_legend()
    if clicked and clicked.get("member") in {m.region.ags for m in members}:
        navigation.go(navigation.of_region().path, region=clicked["member"])


def _map(palette: Palette) -> folium.Map:
    """A map of this visit's own: it is numbered and changed while it is shown."""
    target = navigation.of_region()
    return members_map.draw(
        data.members(),
        data.catalog(),
        regions.view("land"),
        leaflet=addresses.url("vendor/leaflet"),
        script=addresses.url("assets/members_map.js"),
        outline=server.geometry_url("land"),
        link=(addresses.url(f"{target.path}?region="), target.title),
        palette=palette,
    )


def _show_legend() -> None:
    colour = furniture.palette().focus
    rows = "".join(
        f'<li><span class="im-mark im-{shape}" style="background:{colour}"></span>{escape(words)}</li>'
        for shape, words in SHAPES.items()
    )
    st.html(
        f'<ul class="im-marks" aria-label="Legende der Karte">{rows}</ul>'
        f'<p class="im-source">Karte: <a href="{regions.MAP_NOTICE_URL}" rel="noreferrer" target="_blank">'
        f"{escape(regions.MAP_NOTICE)}</a></p>"
    )


def show_table() -> None:
    """One row per member with a link and its key figures: the map for keyboard and screen reader."""
    st.html(data.shared_of_all(_table))


def _table() -> str:
    members, catalog = data.members(), data.catalog()
    titles = [texts.figure_title(f.indicator, f.group, catalog) for f in members[0].figures]
    head = "".join(f'<th scope="col">{escape(title)}</th>' for title in ("Mitglied", "Ebene", *titles))
    body = "".join(_row(member, titles) for member in members)
    sources = dict.fromkeys(texts.short_source(f.indicator, catalog) for f in members[0].figures)
    return (
        f"{markup.section('Die Mitglieder mit Kennzahlen')}"
        '<table class="im-members"><caption class="im-hidden">Mitglieder des Arbeitskreises mit Kennzahlen'
        f"</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        f'<p class="im-source">{escape(". ".join(sources))}.</p>'
    )


def _row(overview: MemberOverview, titles: Sequence[str]) -> str:
    catalog = data.catalog()
    link = f"{navigation.of_region().path}?{urlencode({'region': overview.region.ags})}"
    level = escape(SHAPES[overview.shape])
    cells = "".join(
        f'<td data-label="{escape(title)}"><span>'
        f"{_of(overview, f)}{escape(texts.figure_value(f.value, f.year, f.indicator, catalog))}</span></td>"
        for title, f in zip(titles, overview.figures, strict=True)
    )
    return (
        f'<tr><th scope="row"><a href="{escape(link)}" target="_self">{escape(overview.member.name)}</a></th>'
        f'<td data-label="Ebene"><span>{level}</span></td>{cells}</tr>'
    )


def _of(overview: MemberOverview, figure: KeyFigure) -> str:
    """Whose value it is, where it is not the member's own."""
    kreis = overview.kreis_of(figure)
    return f"<small>{escape(kreis.display_name)}</small> " if kreis else ""


def show_state() -> None:
    """How much there is of each Handlungsfeld, and what is missing."""
    st.html(data.shared_of_all(_state))


def _state() -> str:
    catalog = data.catalog()
    rows = "".join(
        f'<tr><th scope="row">{escape(s.field.title)}</th><td data-label="Indikatoren">{s.indicators}</td>'
        f'<td data-label="Datensätze">{s.datasets}</td>'
        f'<td data-label="Neuestes Jahr">{s.latest or "–"}</td></tr>'
        for s in data.state()
    )
    heads = "".join(
        f'<th scope="col">{h}</th>' for h in ("Handlungsfeld", "Indikatoren", "Datensätze", "Neuestes Jahr")
    )
    return (
        f"{markup.section('Stand der Daten')}"
        f'<p class="im-note">{len(catalog.indicators)} Indikatoren aus {len(catalog.datasets)} '
        'Datensätzen.</p><table class="im-members im-state">'
        '<caption class="im-hidden">Stand der Daten je Handlungsfeld</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
        f'<p class="im-note">{_money()}</p>'
        f'<p class="im-note">Was fehlt: {escape(catalog.known_gaps[0])} '
        f'<a href="{navigation.DATA_PATH}" target="_self">Alles zu Datenstand und Methodik</a></p>'
    )


def warm_up() -> None:
    """Loads the libraries of the map and compiles its templates; makes the texts."""
    importlib.import_module("folium.plugins")  # what streamlit-folium loads
    _map(PALETTES["light"]).get_root().render()
    data.shared_of_all(_table)
    data.shared_of_all(_state)


def _money() -> str:
    """What there is about money, with the ways to it."""
    said = words.state(overviews.money(data.catalog(), data.funding_facts().records))
    links = (("foerdermittel", "Fördermittel"), (navigation.DATA_PATH, "Quellen und Fundstellen"))
    return f"{escape(said)} " + " · ".join(
        f'<a href="{path}" target="_self">{escape(text)}</a>' for path, text in links
    )
