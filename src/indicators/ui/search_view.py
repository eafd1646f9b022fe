"""The field that finds places, indicators and pages, in the frame of every page."""

from html import escape
from typing import Final

import streamlit as st

from indicators.search import Entry
from indicators.ui import addresses, data, furniture, navigation
from indicators.ui.navigation import PageInfo

_KEY: Final = "suche"
_PLACE: Final = "_place_of_search"
_ARRIVED: Final = "gefunden"
"""In a link that leads to where one is already, so that the server notices; never stays in the address."""
_FUNDING: Final = "foerdermittel"
_LABEL: Final = "Ort, Indikator oder Programm suchen"


def show(here: PageInfo) -> None:
    """The field with what it finds; empty again once a person has arrived somewhere."""
    arrived = _ARRIVED in st.query_params
    if arrived:
        del st.query_params[_ARRIVED]
    place = (here.path, st.query_params.get("region"), st.query_params.get("indikator"))
    before = st.session_state.get(_PLACE)
    if arrived or before != place:
        st.session_state[_PLACE] = place
        st.session_state[_KEY] = ""
        if before and before[0] == here.path:
            # A link from a page to itself reaches the server, but Streamlit leaves the browser's address.
            st.query_params.from_dict(st.query_params.to_dict())
    with st.container(key="search"):
        st.html(
            f'<script type="module" src="{addresses.url("assets/search.js")}"></script>',
            unsafe_allow_javascript=True,
        )
        _field(here)


@st.fragment
def _field(here: PageInfo) -> None:
    typed = st.text_input(
        _LABEL,
        key=_KEY,
        type="search",
        live=True,
        placeholder=_LABEL,
        label_visibility="collapsed",
    )
    if not typed:
        return
    found = data.search_index().find(typed)
    with st.container(key="search_found", gap=None):
        # assets/search.js reads from data-for whether the hits belong to what stands in the field.
        count = escape(_count(len(found)))
        st.html(f'<p class="im-search-count" role="status" data-for="{escape(typed)}">{count}</p>')
        for entry in found:
            now = st.query_params.to_dict()
            page, query = target(entry, here, now)
            if (page, query) == (here, now):
                query = query | {_ARRIVED: ""}
            st.page_link(
                page.file,
                label=f"**{furniture.as_markdown(entry.title)}** · {furniture.as_markdown(entry.note)}",
                query_params=query,
            )


def _count(hits: int) -> str:
    if hits == 0:
        return "Nichts gefunden. Bitte prüfen Sie die Schreibweise oder geben Sie weniger ein."
    return "Ein Treffer" if hits == 1 else f"{hits} Treffer"


def target(entry: Entry, here: PageInfo, query: dict[str, str]) -> tuple[PageInfo, dict[str, str]]:
    """Where a hit leads: the page and what its link says.

    A place or an indicator stays on the page that shows such a thing, and what was chosen there stays chosen.

    Args:
        entry: The hit.
        here: The page on which it was found.
        query: What the link of that page says.
    """
    kept: dict[str, str] = {key: query[key] for key in ("region", "indikator") if key in query}
    if entry.kind == "page":
        page = navigation.page(entry.id)
        wanted = {"region": page.has_region, "indikator": page.has_indicator}
        return page, {key: value for key, value in kept.items() if wanted[key]}
    if entry.kind == "region":
        if here.has_region:
            return here, query | {"region": entry.id}
        return navigation.of_region(), kept | {"region": entry.id}
    if entry.kind == "programme":
        # The region in the link may be one for which the programme does not hold.
        region = data.catalog().programmes[entry.id].region
        return navigation.page(_FUNDING), {"region": region, "programm": entry.id}
    if here.has_indicator:  # group and year of the indicator before may not exist for this one
        rest = {key: value for key, value in query.items() if key not in ("gruppe", "jahr", "quelle")}
        return here, rest | {"indikator": entry.id}
    return navigation.page("karte"), {"indikator": entry.id}
