"""Sentences about need and money side by side. They never say that one moves the other (METHODS 5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from indicators.catalog import Indicator
from indicators.formats import NBSP, number, with_unit
from indicators.needs import Fit, Pairing
from indicators.observations import status_text
from indicators.texts.comparison import Subject

NO_CAUSE: Final = "Ein Zusammenhang ist keine Ursache."
BAND: Final = "95-%-Vertrauensbereich der mittleren Mittel (nicht der Bereich einzelner Kreise)"

_MONEY: Final = {"low": "geringe Mittel", "high": "hohe Mittel"}
_SIDES: Final = {"low": "unter dem Median", "middle": "genau am Median", "high": "über dem Median"}


@dataclass(frozen=True)
class Topic:
    """What is set against what: need and money as they are written, and the year of each."""

    need: Subject
    money: Subject
    need_year: int
    money_year: int

    @property
    def is_valued(self) -> bool:
        """True where the catalogue says which values of the indicator are need."""
        return self.need.indicator.direction != "neutral"

    @property
    def need_is_low(self) -> bool:
        """True where a low value is high need."""
        return self.need.indicator.direction == "higher_is_better"

    @property
    def years(self) -> str:
        """The year, or both."""
        if self.need_year == self.money_year:
            return str(self.need_year)
        return f"{self.need_year} und {self.money_year}"

    def need_words(self, side: str) -> str:
        """What a value on that side of the median is called; without a valuation it is no need."""
        if not self.is_valued:
            return {"low": "niedriger Wert", "high": "hoher Wert"}[side]
        is_need = (side == "low") == self.need_is_low
        return "hoher Bedarf" if is_need else "geringer Bedarf"

    def corner(self, need_side: str | None, money_side: str | None) -> str:
        """The name of a corner ("hoher Bedarf, geringe Mittel"); empty at a median or without a value."""
        if need_side not in _MONEY or money_side not in _MONEY:
            return ""
        return f"{self.need_words(need_side)}, {_MONEY[money_side]}"

    @property
    def corners(self) -> tuple[str, str, str, str]:
        """Top left, top right, bottom left, bottom right."""
        places = (("low", "high"), ("high", "high"), ("low", "low"), ("high", "low"))
        return tuple(self.corner(*place) for place in places)  # type: ignore[return-value]

    @property
    def critical(self) -> str:
        """The name of the critical corner."""
        return self.corner("low" if self.need_is_low else "high", "low")


def period(topic: Topic) -> str:
    """The years that the money sums up ("Summe der Jahre 2017 bis 2021"), or its only year."""
    return years_of(topic.money.indicator, topic.money_year)


def years_of(indicator: Indicator, year: int) -> str:
    """The years that a value sums up ("Summe der Jahre 2017 bis 2021"), or its only year."""
    if indicator.sum_years == 1:
        return str(year)
    return f"Summe der Jahre {year - indicator.sum_years + 1} bis {year}"


def need_title(topic: Topic) -> str:
    """The axis of need: indicator, group, year, unit."""
    return f"{topic.need.what} ({topic.need.symbol or topic.need.unit}, {topic.need_year})"


def money_title(topic: Topic) -> str:
    """The axis of money: indicator, unit, year or the years summed up."""
    return f"{topic.money.what} ({topic.money.unit}, {period(topic)})"


def headline(name: str, row: Mapping[str, Any], topic: Topic) -> str:
    """The finding: both values of a Kreis, each with its side of the median."""
    is_one_year = topic.need_year == topic.money_year
    head = f"{name} {topic.need_year}" if is_one_year else name
    colon = ":" if topic.need.counts else ""
    need = _placed(
        topic.need.write_in_full(row["need"]) if row["need"] is not None else status_text(row["need_status"]),
        row["need_side"],
        None if is_one_year else topic.need_year,
    )
    money = _placed(_amount(row, topic), row["money_side"], None if is_one_year else topic.money_year)
    return f"{head}: {topic.need.what}{colon} {need}, {topic.money.what} {money}"


def _amount(row: Mapping[str, Any], topic: Topic) -> str:
    if row["money"] is None:
        return status_text(row["money_status"])
    amount = with_unit(number(row["money"], topic.money.indicator.decimals), topic.money.unit)
    count = topic.money.indicator.sum_years
    return f"{amount} in {count} Jahren" if count > 1 else amount


def _placed(text: str, side: str | None, year: int | None) -> str:
    remarks = [str(year)] if year is not None else []
    remarks += [_SIDES[side]] if side else []
    return f"{text} ({', '.join(remarks)})" if remarks else text


def subtitle(found: Pairing, topic: Topic) -> str:
    """How many Kreise have both values, and what the money sums up."""
    return (
        f"{found.count} von {len(found.kreise)} Kreisen und kreisfreien Städten mit beiden Werten · "
        f"Mittel: {topic.money.unit}, {period(topic)}"
    )


def reading(row: Mapping[str, Any], found: Pairing, topic: Topic) -> str:
    """Where a Kreis lies, and how many in the critical corner; begins with the warning against causes."""
    if found.need_median is None or found.money_median is None:
        return f"{NO_CAUSE} Für Mediane liegen zu wenige Werte vor."
    parts = [NO_CAUSE]
    corner = topic.corner(row["need_side"], row["money_side"])
    if corner:
        parts.append(f"Lage: {corner}.")
    count = found.critical_count
    kreise = "1 Kreis liegt" if count == 1 else f"{number(count)} Kreise liegen"
    parts.append(f"{kreise} im Feld „{topic.critical}“.")
    if not topic.is_valued:
        parts.append("Dieser Indikator wird nicht bewertet: Ein hoher Wert ist hier kein Bedarf.")
    return " ".join(parts)


def corners_note(found: Pairing, topic: Topic) -> str:
    """What a corner is worth; empty where there is none."""
    if found.need_median is None or found.money_median is None:
        return ""
    medians = f"({topic.need.write(found.need_median)}; {topic.money.write(found.money_median)})"
    said = f"Die Grenze ist jeweils der Median aller Kreise mit beiden Werten {medians}, mehr nicht."
    if not topic.is_valued:
        return said
    side = "niedriger" if topic.need_is_low else "hoher"
    return f"{said} Als hoher Bedarf gilt hier ein {side} Wert dieses einen Indikators."


def years_note(topic: Topic, common: int | None) -> str:
    """What to know where the years differ; empty where they do not."""
    if topic.need_year == topic.money_year:
        return ""
    known = (
        f"Das neueste Jahr mit beiden Werten ist {common}."
        if common
        else "Ein Jahr mit beiden Werten gibt es nicht."
    )
    return f"Die Jahre unterscheiden sich: Indikator {topic.need_year}, Mittel {topic.money_year}. {known}"


def money_note(topic: Topic) -> str:
    """What the money is and what it is not, from the catalogue."""
    indicator = topic.money.indicator
    return f"Mittel: {' '.join([indicator.definition, *indicator.pitfalls])}"


def fit_note(found: Fit | None, topic: Topic) -> str:
    """The regression in words, with what its band is; no causal reading."""
    if found is None:
        return "Für eine Regression liegen zu wenige Kreise mit beiden Werten vor."
    slope, low, high = (topic.money.write_difference(v) for v in (found.slope, *found.slope_range))
    step = "1 Prozentpunkt" if topic.need.symbol in ("%", "PP") else "1"
    return (
        f"Gerade: Regression nach der Methode der kleinsten Quadrate über {number(found.count)} Kreise. "
        f"Ein um {step} höherer Indikatorwert geht im Mittel einher mit {slope} "
        f"(95-%-Intervall {low} bis {high}); R²{NBSP}={NBSP}{number(found.r_squared, 2)}. "
        f"Band: {BAND}. {NO_CAUSE}"
    )


def alt_scatter(name: str, row: Mapping[str, Any], found: Pairing, topic: Topic) -> str:
    """What the scatter shows, in words."""
    corner = topic.corner(row["need_side"], row["money_side"])
    place = f" {name} liegt im Feld „{corner}“." if corner else ""
    return (
        f"Punktwolke mit {found.count} Kreisen: waagerecht {need_title(topic)}, senkrecht "
        f"{money_title(topic)}. {headline(name, row, topic)}.{place} Im Feld „{topic.critical}“ liegen "
        f"{found.critical_count} Kreise. Alle Werte stehen in der Tabelle."
    )


def alt_paired(name: str, topic: Topic, first: int, last: int) -> str:
    """What the two charts over time show."""
    return (
        f"Zwei Verläufe untereinander, {first} bis {last}, {name} und Median aller Kreise: oben "
        f"{topic.need.what}, unten {topic.money.what}. Die Werte stehen auf der Seite „Zeitverlauf“."
    )
