"""Sentences about one region among others."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from babel.lists import format_list

from indicators.catalog import Catalog, Indicator, Neighbours
from indicators.comparisons import ComparedRow, Comparison, Part, Place, Since, Spread, place
from indicators.formats import with_unit
from indicators.observations import ABSENT, TOTAL, status_text
from indicators.texts.values import distance, in_brackets, short_gap, span, value

WITHIN_UNCERTAINTY: Final = "Unterschied innerhalb der statistischen Unsicherheit"
"""What is said where two 95 % intervals overlap."""

_PLACES: Final[dict[Place, str]] = {
    "lowest": "im unteren Viertel",
    "below": "im zweiten Viertel, unter dem Median",
    "middle": "genau am Median",
    "above": "im dritten Viertel, über dem Median",
    "highest": "im oberen Viertel",
}


@dataclass(frozen=True)
class Subject:
    """What is compared, a group of an indicator or the gap between two, and how its values are written.

    Attributes:
        indicator: The indicator.
        catalog: The catalogue.
        view: The group.
        is_gap: The values are differences between the groups of the indicator's comparison.
    """

    indicator: Indicator
    catalog: Catalog
    view: str
    is_gap: bool

    @property
    def what(self) -> str:
        """Indicator and group, or indicator and both groups of the gap."""
        compared, groups = self.indicator.comparison, self.catalog.groups
        if self.is_gap and compared is not None:
            group, reference = (groups[g].of for g in (compared.group, compared.reference_group))
            return f"{self.indicator.title}, Abstand {group} gegenüber {reference}"
        return (
            self.indicator.title if self.view == TOTAL else f"{self.indicator.title} {groups[self.view].of}"
        )

    @property
    def symbol(self) -> str:
        """The unit in short."""
        unit = self.catalog.units[self.indicator.unit]
        return (unit.gap_symbol or unit.symbol) if self.is_gap else unit.symbol

    @property
    def unit(self) -> str:
        """The unit in full."""
        unit = self.catalog.units[self.indicator.unit]
        return unit.gap if self.is_gap else unit.title

    @property
    def counts(self) -> bool:
        """True for numbers of persons or cases."""
        return self.catalog.units[self.indicator.unit].kind == "count"

    @property
    def follows_size(self) -> bool:
        """True for counts and sums of money, which grow with the region."""
        return self.catalog.units[self.indicator.unit].follows_size

    def write(self, amount: float | None, status: str = ABSENT) -> str:
        """A value with its short unit, or why there is none."""
        if amount is None:
            return status_text(status)
        return (short_gap if self.is_gap else value)(amount, self._fine(amount), self.catalog)

    def write_difference(self, amount: float) -> str:
        """A signed difference of two such values."""
        return short_gap(amount, self._fine(amount), self.catalog)

    def write_in_full(self, amount: float) -> str:
        """A value with its unit, for counts with what was counted."""
        unit = self.catalog.units[self.indicator.unit].gap
        return with_unit(self.write(amount), unit) if self.counts else self.write(amount)

    def write_distance(self, amount: float, reference: str) -> str:
        """A difference in words; counts are more or fewer, not higher or lower."""
        words = distance(amount, self._fine(amount), self.catalog, reference)
        if self.counts:
            words = words.replace(" höher als ", " mehr als ").replace(" niedriger als ", " weniger als ")
        return words

    def _fine(self, amount: float) -> Indicator:
        """The indicator, with one decimal where the median of whole numbers lies between two of them."""
        is_half = self.indicator.decimals == 0 and self.counts and not amount.is_integer()
        return self.indicator.model_copy(update={"decimals": 1}) if is_half else self.indicator


def comparison_headline(compared: Comparison, of: str, subject: Subject) -> str:
    """The finding: the own value and its difference from the median of the peers.

    For a gap both values are named, as "lower" would be ambiguous.

    Args:
        compared: The comparison.
        of: The peers in the genitive ("der 10 ähnlichsten Landkreise").
        subject: What is compared.
    """
    colon = ":" if subject.counts else ""  # or the title's last year would run into the number
    head = f"{compared.region.display_name} {compared.year}: {subject.what}{colon}"
    own = compared.own_value
    if own is None:
        return f"{head.removesuffix(':')}: {status_text(compared.own.status)}"
    if compared.peers is None:
        return f"{head} {subject.write_in_full(own)}"
    median = compared.peers.median
    if subject.is_gap:
        return f"{head} {subject.write(own)}, Median {of} {subject.write(median)}"
    words = subject.write_distance(own - median, f"der Median {of}")
    return f"{head} {subject.write_in_full(own)}, {words}"


def place_sentence(found: Place | None, among: Spread | None, whose: str) -> str:
    """Where a value lies in a distribution; `whose` stands in front ("Alle Kreise")."""
    if among is None or found is None:
        return f"{whose}: zu wenige Werte für eine Einordnung."
    return f"{whose}: {_PLACES[found]} von {among.count} Werten."


def own_detail(compared: Comparison, subject: Subject) -> str:
    """In short below the own value: its 95 % interval, or its place among all Kreise."""
    own = compared.own
    if found := interval(own.low, own.high, subject):
        return f"95-%-Intervall: {found}"
    found_place = place(compared.own_value, compared.cut.everyone)
    return f"Unter allen Kreisen {_PLACES[found_place]}" if found_place else ""


def rank_sentence(found: tuple[int, int] | None, whose: str) -> str:
    """The rank among the peers, or why there is none."""
    if found is None:
        return "Kein Rangplatz: Es liegt kein Wert vor."
    position, of = found
    return f"Rangplatz {position} von {of}, vom höchsten Wert an gezählt ({whose} und der eigene Wert)."


def benchmark_detail(
    amount: float | None, part: Part, own: float | None, subject: Subject, *, overlaps: bool | None = None
) -> str:
    """Below the value of Bund, Land or median: the own value's difference from it.

    Counts and sums of Bund and Land hold the own one: there is no difference to speak of.

    Args:
        amount: The value.
        part: Whose it is; "peer" for the median.
        own: The own value.
        subject: What is compared.
        overlaps: The 95 % intervals of both share a point.
    """
    is_sum = subject.follows_size
    if amount is None:
        return "Quelle ohne Wert" if is_sum else "Quelle ohne Wert; Quoten nicht gemittelt"
    if own is None:
        return ""
    if is_sum and part != "peer":
        return "Summe, in der der eigene Wert enthalten ist"
    text = f"Eigener Wert: {subject.write_difference(own - amount)}"
    return f"{text}. {WITHIN_UNCERTAINTY}." if overlaps else text


def median_within(compared: Comparison) -> str:
    """Said where the own 95 % interval holds the median of the peers; else nothing."""
    own, among = compared.own, compared.peers
    if among is None or own.low is None or own.high is None:
        return ""
    if not own.low <= among.median <= own.high:
        return ""
    return "Der Median liegt im 95-%-Intervall des eigenen Werts: " + WITHIN_UNCERTAINTY + "."


def since_sentence(found: Since | None, of: str) -> str:
    """Since when the region has been on its side of the median."""
    if found is None:
        return f"Über die Jahre lässt sich kein Median {of} vergleichen."
    side = {1: "über", -1: "unter", 0: "am"}[found.side]
    if len(found.years) == 1:
        return f"{found.years[0]} {side} dem Median {of}; andere Jahre sind nicht vergleichbar."
    if found.since == found.years[0]:
        return (
            f"Seit {found.since}, dem ersten vergleichbaren Jahr, in jedem Jahr mit Werten "
            f"{side} dem Median {of}"
        )
    before = found.years[found.years.index(found.since) - 1]
    return f"Seit {found.since} in jedem Jahr mit Werten {side} dem Median {of}; {before} war es anders"


def compared_years(found: Since | None) -> str:
    """Which years the sentence on "since when" rests on."""
    if found is None:
        return "Verglichen wird nur, wo mindestens die Hälfte der Gruppe einen Wert hat."
    return (
        f"Verglichen: {span(found.years)}; Jahre, in denen der eigene Wert oder mehr als die Hälfte der "
        "Gruppe fehlt, zählen nicht."
    )


def alt_distribution(compared: Comparison, subject: Subject) -> str:
    """Alternative text of the distribution of all Kreise."""
    among = compared.cut.everyone
    head = f"Histogramm: {subject.what}, alle Kreise und kreisfreien Städte, {compared.year}."
    if among is None:
        return f"{head} Zu wenige Werte."
    return (
        f"{head} {among.count} Werte, Median {subject.write(among.median)}, mittlere Hälfte von "
        f"{subject.write(among.lower)} bis {subject.write(among.upper)}. {_own(compared, subject)}"
    )


def alt_dots(title: str, compared: Comparison, subject: Subject) -> str:
    """Alternative text of the dot plot: the own value, the ends of the set with names, its median."""
    text = f"Punktdiagramm: {subject.what}, {title}, {compared.year}. {_own(compared, subject)}"
    known = [(row.value, row.name) for row in compared.of("peer") if row.value is not None]
    if not known:
        return f"{text} Für die Gruppe liegt kein Wert vor."
    known.sort(key=lambda value_and_name: value_and_name[0])
    (low, lowest), (high, highest) = known[0], known[-1]
    text += (
        f" Niedrigster Wert der Gruppe {subject.write(low)} ({in_brackets(lowest)}), "
        f"höchster {subject.write(high)} ({in_brackets(highest)})"
    )
    if compared.peers is not None:
        text += f", Median {subject.write(compared.peers.median)}"
    return f"{text}."


def _own(compared: Comparison, subject: Subject) -> str:
    shown = subject.write(compared.own_value, compared.own.status)
    return f"{compared.region.display_name}: {shown}."


def alt_multiples(what: str, region: str, names: Sequence[str]) -> str:
    """Alternative text of a column of small charts over time."""
    return (
        f"Kleine Liniendiagramme: {what}, {region} im Verlauf, jeweils verglichen mit: {', '.join(names)}. "
        "Alle Werte stehen in der Tabelle darunter."
    )


def interval(low: float | None, high: float | None, subject: Subject) -> str:
    """A 95 % interval in short ("9,8 % bis 10,4 %"), empty where there is none."""
    if low is None or high is None:
        return ""
    return f"{subject.write(low)} bis {subject.write(high)}"


def row_note(row: ComparedRow) -> str:
    """The remark on a row of the table: why there is no value, or that the difference is uncertain."""
    if row.value is None:
        return status_text(row.status)
    return WITHIN_UNCERTAINTY if row.overlaps else ""


def likeness(rule: Neighbours) -> str:
    """How the distance of nearest neighbours is computed, as the catalogue declares it."""
    logarithmic = [f.name for f in rule.features if f.log]
    said = "Jedes Merkmal wird standardisiert: Abstand vom Mittel aller Kreise in Standardabweichungen"
    if logarithmic:
        said += f"; {format_list(logarithmic, locale='de')} logarithmiert"
    said += ". Die Distanz ist der geometrische Abstand über alle Merkmale, jedes mit gleichem Gewicht."
    if rule.same_kind:
        said += (
            " Kreisfreie Städte werden nur mit kreisfreien Städten verglichen, Landkreise mit Landkreisen."
        )
    return said
