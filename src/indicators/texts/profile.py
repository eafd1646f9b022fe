"""Sentences about one region among those of its kind: place, strengths and distances, what is missing."""

from collections.abc import Sequence
from typing import Final

from indicators.catalog import Catalog, Indicator
from indicators.comparisons import Place
from indicators.comparisons import place as place_among
from indicators.formats import NBSP, number, round_half_up
from indicators.observations import ABSENT, TOTAL, status_text
from indicators.profile_pool import Peers, Standing
from indicators.profiles import Entry, Missing
from indicators.regions import GEBIETSSTAND, Level, Region, Registry
from indicators.texts.values import distance, gap, group_label, span, value

_KINDS = {
    "Kreisfreie Großstadt": "kreisfreien Großstädte",
    "Städtischer Kreis": "städtischen Kreise",
    "Ländlicher Kreis mit Verdichtungsansätzen": "ländlichen Kreise mit Verdichtungsansätzen",
    "Dünn besiedelter ländlicher Kreis": "dünn besiedelten ländlichen Kreise",
    "Land": "Länder",
}
PLACES: Final[dict[Place, str]] = {
    "lowest": "im unteren Viertel",
    "below": "in der unteren Hälfte",
    "middle": "am Median",
    "above": "in der oberen Hälfte",
    "highest": "im oberen Viertel",
}
"""Where a value lies among others, in short."""
_LEVELS: dict[Level, str] = {
    "bund": "Deutschland",
    "land": "Länder",
    "kreis": "Kreise",
    "gemeinde": "Städte und Gemeinden",
}
PLAIN = ("wert", "berechnet")
"""Marks that need no remark on a card; what we computed is said with the source."""


def kind(peers: Peers) -> str:
    """The peers in the genitive plural, without article: "anderen kreisfreien Großstädte"."""
    if peers.kind in _KINDS:
        return f"anderen {_KINDS[peers.kind]}"
    return f"anderen Gemeinden der Größenklasse {peers.kind.replace(' ', NBSP)}"


def _whose(peers: Peers, standing: Standing, registry: Registry) -> str:
    land = f" ({registry.get(standing.land).display_name})" if standing.land else ""
    return f"der {kind(peers)}{land}"


def place(entry: Entry, peers: Peers, registry: Registry, catalog: Catalog) -> str:
    """Where the value lies: "im unteren Viertel der anderen kreisfreien Großstädte (Median von 66: 17,1 %)".

    Without peers the reason: counts and sums follow size, and a few regions have no quartiles.
    """
    standing = entry.standing
    if standing is None:
        if not peers.codes:
            return ""
        unit = catalog.units[entry.indicator.unit]
        return "" if unit.follows_size else f"zu wenige Werte anderer für einen Vergleich ({entry.year})"
    found = place_among(entry.value, standing.spread)
    assert found is not None  # noqa: S101 - a standing has quarters
    median = value(standing.spread.median, entry.indicator, catalog)
    return (
        f"{PLACES[found]} {_whose(peers, standing, registry)} (Median von {standing.spread.count}: {median})"
    )


def compared(entry: Entry, catalog: Catalog) -> str:
    """The gap between the groups: "+6,2 Prozentpunkte gegenüber insgesamt (6,6 %)"."""
    other = entry.compared
    if other is None:
        return ""
    against = catalog.groups[other.group]
    shown = value(other.value, entry.indicator, catalog)
    if round_half_up(other.gap, entry.indicator.decimals) == 0:
        return f"praktisch gleich hoch wie {against.of} ({shown})"
    text = f"{gap(other.gap, entry.indicator, catalog)} gegenüber {against.title} ({shown})"
    return f"{text}; Unterschied innerhalb der statistischen Unsicherheit" if other.is_uncertain else text


def status(entry: Entry, catalog: Catalog) -> str:
    """What a reader must know about the value itself, empty where it is plain."""
    marks = [] if entry.status in PLAIN else [status_text(entry.status)]
    if entry.status == "berechnet":
        marks.append("eigene Berechnung")
    if catalog.dataset(entry.dataset).evidence_level == "sekundaer":
        marks.append("Beleg: sekundär")
    if entry.indicator.comparison and entry.compared is None:
        marks.append("ohne Vergleichswert der anderen Gruppe")
    return "; ".join(marks)


def whom(entry: Entry, catalog: Catalog) -> str:
    """Of whom the value is, for sentences: "bei Ausländerinnen und Ausländern"; empty for everybody."""
    return "" if entry.group == TOTAL else catalog.groups[entry.group].of


def what(entry: Entry, catalog: Catalog) -> str:
    """Unit where the sign does not say it, group unless everybody, year."""
    unit = [] if entry.indicator.unit == "percent" else [catalog.units[entry.indicator.unit].title]
    group = [] if entry.group == TOTAL else [group_label(entry.group, catalog)]
    return " · ".join([*unit, *group, str(entry.year)])


def from_median(entry: Entry, region: Region, peers: Peers, registry: Registry, catalog: Catalog) -> str:
    """The distance to the peers as a sentence.

    "Stuttgart 2025: Arbeitslosenquote bei ... 12,8 %, 4,2 Prozentpunkte niedriger als der Median der ...
    (17,0 %)."
    """
    assert entry.standing is not None  # noqa: S101 - strengths and distances have one
    of = f" {whom(entry, catalog)}" if whom(entry, catalog) else ""
    median = f"der Median {_whose(peers, entry.standing, registry)}"
    away = distance(entry.value - entry.standing.spread.median, entry.indicator, catalog, median)
    return (
        f"{region.display_name} {entry.year}: {entry.indicator.title}{of} "
        f"{value(entry.value, entry.indicator, catalog)}, {away} "
        f"({value(entry.standing.spread.median, entry.indicator, catalog)})."
    )


def missing(entry: Missing, region: Region, registry: Registry) -> str:
    """Why there is no value, in words."""
    if entry.reason == "land":
        return f"Die Quelle umfasst nur ein Land: {registry.get(entry.laender[0]).display_name}."
    if entry.reason == "level":
        if entry.levels == ("land",) and len(entry.laender) == 1:
            return (
                f"Nur für das Land insgesamt veröffentlicht: {registry.get(entry.laender[0]).display_name}."
            )
        return f"Nicht für diese Ebene veröffentlicht; vorhanden für: {_join(entry.levels)}."
    if entry.reason == "mark" and entry.status not in ("unbekannt", ABSENT):
        return f"Die Quelle führt {region.display_name} ohne Wert: {status_text(entry.status)}."
    return f"Die Quelle nennt für {region.display_name} keinen Wert, für andere dieser Ebene schon."


def _join(levels: Sequence[Level]) -> str:
    return ", ".join(_LEVELS[level] for level in levels)


def history(entry: Entry, catalog: Catalog) -> str:
    """A small line of years in words: first, last and highest value, years without one."""
    known = [(year, amount) for year, amount in entry.history if amount is not None]
    (first, start), (last, end) = known[0], known[-1]
    top, most = max(known, key=lambda point: point[1])
    indicator: Indicator = entry.indicator
    text = (
        f"{first}: {value(start, indicator, catalog)}, {last}: {value(end, indicator, catalog)}, "
        f"am höchsten {top}: {value(most, indicator, catalog)}."
    )
    gone = [year for year, amount in entry.history if amount is None]
    return f"{text} Ohne Angabe: {span(gone)}." if gone else text


def more(count: int) -> str:
    """How many indicators of a field have a value but no card; empty for none."""
    if not count:
        return ""
    return (
        "Ein weiterer Indikator hat Werte"
        if count == 1
        else f"{number(count)} weitere Indikatoren haben Werte"
    )


def summary(region: Region, peers: Peers, land: Region | None) -> str:
    """Under a region's name: what it is, where, how many live there, with whom it is compared."""
    people = f"{number(region.population)} Einwohnerinnen und Einwohner ({GEBIETSSTAND}, Basis Zensus 2011)"
    parts = [region.kind, land.display_name if land and land.ags != region.ags else "", people]
    if peers.codes:
        parts.append(f"verglichen mit dem Median der {kind(peers)}")
    return " · ".join(part for part in parts if part)
