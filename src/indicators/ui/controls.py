"""Controls whose choice stands in the link, as ids: Region, Indikator, Gruppe, Jahr, Vergleich."""

from collections.abc import Callable, Collection, Sequence

import streamlit as st

from indicators import choropleths
from indicators.catalog import Indicator
from indicators.choropleths import Area
from indicators.observations import TOTAL
from indicators.regions import Region
from indicators.ui import data, furniture, link


def select(key: str, label: str, options: Sequence[str], title: Callable[[str], str], default: str) -> str:
    """A select box bound to the query parameter `key` by ids.

    Streamlit's own binding writes labels, so the binding is done here: a valid id in the link wins over
    what was chosen before; an id that does not exist is named and the default is shown instead.
    """
    _follow_link(key, label, options, default)
    chosen: str = st.selectbox(
        label,
        options,
        format_func=title,
        key=key,
        persist_state="session",
        placeholder="Bitte wählen",
    )
    link.write(key, chosen)
    return chosen


def pick(key: str, label: str, options: Sequence[str], title: Callable[[str], str], default: str) -> str:
    """Like `select`, for few options that all stand side by side."""
    _follow_link(key, label, options, default)
    chosen = st.segmented_control(
        label, options, format_func=title, key=key, required=True, persist_state="session", width="stretch"
    )
    link.write(key, chosen or default)
    return chosen or default


def select_several(
    key: str, label: str, options: Sequence[str], title: Callable[[str], str]
) -> tuple[str, ...]:
    """Several ids, bound to the query parameter `key` as `one,other`; unknown ids of a link are left out."""
    wanted = link.news(key)
    named = st.session_state.get(key, ()) if wanted is None else wanted.split(",")
    st.session_state[key] = [part for part in dict.fromkeys(named) if part in options]
    chosen: list[str] = st.multiselect(
        label,
        options,
        format_func=title,
        key=key,
        persist_state="session",
        placeholder="Bitte wählen (Name eintippen)",
    )
    link.write(key, ",".join(chosen))
    return tuple(chosen)


def to_come(key: str, options: Collection[str], default: str) -> str:
    """What `select` will return for this key: for a control that depends on one further right."""
    wanted = link.peek(key)
    if wanted is not None and wanted in options:
        return wanted
    chosen: str = st.session_state.get(key, default)
    return chosen if chosen in options else default


def _follow_link(key: str, label: str, options: Sequence[str], default: str) -> None:
    wanted = link.news(key)
    if wanted in options:
        st.session_state[key] = wanted
    elif wanted is not None:
        furniture.say_below_controls(
            f"„{_plain(wanted)}“ steht im Link unter „{label}“, ist hier aber nicht wählbar. "
            "Gezeigt wird eine andere Auswahl."
        )
    if st.session_state.get(key) not in options:
        st.session_state[key] = default


def _plain(text: str) -> str:
    """Text from a link, short and without signs that Markdown would read."""
    return "".join(c for c in text[:40] if c.isalnum() or c in " -_.") or "…"


def switch(key: str, label: str) -> bool:
    """A switch that stands in the link as `key=1` while it is on."""
    wanted = link.news(key)
    if wanted is not None:
        st.session_state[key] = wanted == "1"
    chosen = st.toggle(label, key=key, persist_state="session")
    link.write(key, "1" if chosen else "")
    return chosen


def select_indicator(*, default: str = "arbeitslosenquote", every: bool = False) -> Indicator:
    """The indicator, listed by Handlungsfeld; second sources only where `every` indicator is offered."""
    catalog, titles = data.catalog(), data.indicator_titles()
    options = data.offered_indicators(every=every)
    wanted = st.query_params.get("indikator", "")
    if wanted in catalog.indicators and wanted not in options:  # a link may show a second source too
        options = (*options, wanted)
    return catalog.indicators[select("indikator", "Indikator", options, titles.__getitem__, default)]


def select_region(*, default: str = "08111") -> Region:
    """The region: Deutschland, Länder, Kreise, members within a Kreis, and any Gemeinde that a link names."""
    registry, titles = data.registry(), data.region_titles()
    options = tuple(titles)
    for code in (st.query_params.get("region", ""), st.session_state.get("region", "")):
        if len(code) == 8 and code not in titles and code in registry:
            titles = titles | {code: registry.get(code).display_name}
            options = (*options, code)
    return registry.get(select("region", "Region", options, titles.__getitem__, default))


def select_own_peers(ags: str) -> tuple[str, ...]:
    """Codes of the Kreise that a visitor compares a region with."""
    titles = data.region_titles()
    options = [kreis.ags for kreis in data.registry().of_level("kreis") if kreis.ags != ags]
    return select_several("auswahl", "Eigene Auswahl", options, titles.__getitem__)


def select_year(years: Sequence[int]) -> int:
    """The year, the latest first."""
    options = [str(year) for year in sorted(years, reverse=True)]
    return int(select("jahr", "Jahr", options, str, options[0]))


def select_view(indicator: Indicator, views: Sequence[str]) -> str:
    """What is shown of an indicator: one of its groups, or the gap of its comparison."""
    catalog = data.catalog()
    return select(
        "gruppe",
        "Gruppe",
        views,
        lambda view: choropleths.view_title(view, indicator, catalog),
        first_view(indicator, views),
    )


def first_view(indicator: Indicator, views: Sequence[str]) -> str:
    """What is shown of an indicator before somebody chooses: the compared group, else everybody."""
    wanted = indicator.comparison.group if indicator.comparison else TOTAL
    return wanted if wanted in views else views[0]


def select_area() -> Area:
    """The level of a map; Gemeinden are shown for one Land at a time."""
    titles = data.area_titles()
    chosen = select("ebene", "Region", tuple(titles), titles.__getitem__, "kreise")
    if chosen.startswith("gemeinden-"):
        return Area("gemeinde", chosen[-2:])
    return Area("land" if chosen == "laender" else "kreis")
