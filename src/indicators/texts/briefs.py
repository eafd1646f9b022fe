"""Sentences of a brief about indicators: value, gap, change, place among peers. METHODS 5.

Computed on unrounded values, said with rounded ones. A place stands in its case ("im Landkreis Osnabrück"),
units follow number and case ("1 Person", "um 0,9 Prozentpunkte", "von 0,9 Prozentpunkten").
"""

from typing import Final

from indicators.comparisons import Place
from indicators.formats import number, round_half_up, with_unit
from indicators.observations import status_text
from indicators.regions import Region
from indicators.texts import funding as money
from indicators.texts.comparison import Subject
from indicators.texts.profile import PLACES, PLAIN

MAY_BE_CHANCE: Final = "der Unterschied liegt innerhalb der statistischen Unsicherheit und kann Zufall sein"
NOTHING_NEWER: Final = "Ein neuerer Wert liegt nicht vor."
_SINGULAR: Final = {"Prozentpunkte": "Prozentpunkt", "Personen": "Person", "Fälle": "Fall", "Punkte": "Punkt"}
_DATIVE: Final = {"Prozentpunkte": "Prozentpunkten", "Fälle": "Fällen", "Punkte": "Punkten"}
_SHORT: Final = {
    "Euro je Einwohnerin und Einwohner": "€ je Einwohnerin und Einwohner",
    "Vollzeitäquivalente je 10.000 Einwohnerinnen und Einwohner": "Vollzeitäquivalente je 10.000",
}
_EACH: Final = "je 1.000"
_DECLINED: Final = (("er Kreis", "en Kreis"), ("er Landkreis", "en Landkreis"))


def within(region: Region) -> str:
    """Where: "in Stuttgart", "im Landkreis Osnabrück", "in der Region Hannover", "im Saarland"."""
    name = _full_name(region)
    if name.startswith(("Region ", "Städteregion ", "StädteRegion ")):
        return f"in der {name}"
    if _is_masculine(region, name):
        for nominative, dative in _DECLINED:
            name = name.replace(nominative, dative)
        return f"im {name}"
    return f"im {name}" if name == "Saarland" else f"in {name}"


def subject(region: Region) -> str:
    """Who, within a sentence: "Stuttgart", "der Landkreis Osnabrück", "die Region Hannover"."""
    name = _full_name(region)
    if name.startswith(("Region ", "Städteregion ", "StädteRegion ")):
        return f"die {name}"
    if _is_masculine(region, name):
        return f"der {name.replace('er Kreis', 'e Kreis') if name.endswith('er Kreis') else name}"
    return f"das {name}" if name == "Saarland" else name


def _full_name(region: Region) -> str:
    """The name with what the region is, where it does not say so itself."""
    name = region.display_name.split(" (", maxsplit=1)[0]
    is_kreis = region.level == "kreis" and region.kind in ("Landkreis", "Kreis", "Regionalverband")
    says_so = any(word in name.lower() for word in ("kreis", "region"))
    return f"{region.kind} {name}" if is_kreis and not says_so else name


def _is_masculine(region: Region, name: str) -> bool:
    return region.level == "kreis" and ("kreis" in name.lower() or name.startswith("Regionalverband"))


def amount(value: float, of: Subject) -> str:
    """A value with a unit that can be read without its table: "12,8 %", "1 Person", "2,5 Mio. €"."""
    indicator = of.indicator
    if indicator.unit == "eur":
        return money.amount(value)
    if of.counts or indicator.unit == "eur_per_inhabitant":
        return _with_word(value, indicator.decimals, of.catalog.units[indicator.unit].gap)
    return with_unit(number(value, indicator.decimals), of.symbol)


def difference(value: float, of: Subject, *, dative: bool = False) -> str:
    """The size of a difference with its unit; `dative` after "von" and "bei"."""
    if of.indicator.unit == "eur":
        return money.amount(abs(value))
    unit = of.catalog.units[of.indicator.unit].gap
    return _with_word(abs(value), of.indicator.decimals, unit, dative=dative)


def _with_word(value: float, decimals: int, unit: str, *, dative: bool = False) -> str:
    if round_half_up(value, decimals) == 1:
        unit = _SINGULAR.get(unit, unit)
    elif dative:
        unit = _DATIVE.get(unit, unit)
    short = _EACH if unit.startswith(_EACH) else _SHORT.get(unit, unit)
    return with_unit(number(value, decimals), short)


def latest(of: Subject, region: Region, year: int, value: float, status: str) -> str:
    """The value: "Arbeitslosenquote bei Ausländerinnen und Ausländern in Stuttgart 2025: 12,8 %"."""
    mark = "" if status in PLAIN else f" ({status_text(status)})"
    return f"{of.what} {within(region)} {year}: {amount(value, of)}{mark}"


def missing(title: str, region: Region, why: str) -> str:
    """Said instead of a value that does not exist: what, where, why."""
    return f"{title} {within(region)}: kein Wert. {why}"


def gap(value: float, of: Subject, reference: str, *, is_uncertain: bool | None) -> str:
    """How far the group is from the reference group: "Das sind 6,2 Prozentpunkte mehr als insgesamt."."""
    rounded = round_half_up(abs(value), of.indicator.decimals)
    if rounded == 0:
        return f"Das ist praktisch gleich hoch wie {reference}."
    verb = "Das ist" if rounded == 1 else "Das sind"
    chance = f"; {MAY_BE_CHANCE}" if is_uncertain else ""
    return f"{verb} {difference(value, of)} {'mehr' if value > 0 else 'weniger'} als {reference}{chance}."


def gap_line(of: Subject, region: Region, year: int, value: float, reference: str) -> str:
    """The gap in one sentence: "Arbeitslosenquote bei … in Stuttgart 2025: 6,2 Prozentpunkte mehr als …."."""
    head = f"{of.what} {within(region)} {year}"
    if round_half_up(value, of.indicator.decimals) == 0:
        return f"{head}: praktisch gleich hoch wie {reference}."
    return f"{head}: {difference(value, of)} {'mehr' if value > 0 else 'weniger'} als {reference}."


def change(before: float, since: int, now: float, of: Subject) -> str:
    """The change since an earlier year, on unrounded values."""
    moved = now - before
    if amount(before, of) == amount(now, of):
        return f"{since} war der Wert praktisch gleich hoch ({amount(before, of)})."
    verb = "gestiegen" if moved > 0 else "gesunken"
    return f"{since} betrug der Wert {amount(before, of)}; seither ist er um {difference(moved, of)} {verb}."


def gap_change(before: float, since: int, now: float, of: Subject) -> str:
    """How the gap between the groups (both signed) was in an earlier year."""
    decimals = of.indicator.decimals
    same_side = before * now >= 0
    if round_half_up(before, decimals) == 0:
        return f"{since} gab es praktisch keinen Abstand der Gruppen."
    if round_half_up(now - before, decimals) == 0:
        return f"{since} war der Abstand der Gruppen praktisch gleich groß."
    side = "" if same_side else " mit umgekehrtem Vorzeichen"
    return f"{since} betrug der Abstand der Gruppen {difference(before, of)}{side}."


def among(value: float, of: Subject, median: float, peers: str, *, who: str, place: Place | None) -> str:
    """The value beside the median of the peers.

    Args:
        value: The own value.
        of: What it is about.
        median: The median of the peers.
        peers: The peers in the genitive ("der 10 ähnlichsten Landkreise").
        who: Whose value it is (`subject`).
        place: In which quarter it lies, where that can be said.
    """
    said, own = f"Der Median {peers} beträgt {amount(median, of)}", amount(value, of)
    where = f" ({PLACES[place]} der Verteilung)" if place and place != "middle" else ""
    if own == amount(median, of):
        return f"{said}; {who} liegt mit {own} praktisch gleichauf."
    side = "darüber" if value > median else "darunter"
    return f"{said}; {who} liegt mit {own} um {difference(value - median, of)} {side}{where}."
