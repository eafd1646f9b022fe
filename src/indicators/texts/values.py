"""Values, differences, groups and years in German words."""

from collections.abc import Sequence

from indicators.catalog import Catalog, Indicator
from indicators.formats import number, round_half_up, with_unit
from indicators.observations import status_text

YEAR_DASH = "–"


def value(amount: float | None, indicator: Indicator, catalog: Catalog, status: str = "wert") -> str:
    """A value with its unit ("10,3 %"), or in words why there is none."""
    if amount is None:
        return status_text(status)
    return with_unit(number(amount, indicator.decimals), catalog.units[indicator.unit].symbol)


def gap(amount: float | None, indicator: Indicator, catalog: Catalog) -> str:
    """A signed difference with its unit in full ("+5,2 Prozentpunkte")."""
    return with_unit(number(amount, indicator.decimals, signed=True), catalog.units[indicator.unit].gap)


def short_gap(amount: float | None, indicator: Indicator, catalog: Catalog) -> str:
    """A signed difference with the short form of its unit ("+5,2 PP"), for titles and charts."""
    unit = catalog.units[indicator.unit]
    return with_unit(number(amount, indicator.decimals, signed=True), unit.gap_symbol or unit.gap)


def distance(amount: float, indicator: Indicator, catalog: Catalog, reference: str) -> str:
    """A difference in words: "5,2 Prozentpunkte höher als insgesamt", or practically equal after rounding."""
    rounded = round_half_up(amount, indicator.decimals)
    if rounded == 0:
        return f"praktisch gleich hoch wie {reference}"
    unit = catalog.units[indicator.unit].gap
    if abs(rounded) == 1 and unit == "Prozentpunkte":
        unit = "Prozentpunkt"
    size = with_unit(number(abs(amount), indicator.decimals), unit)
    return f"{size} {'höher' if amount > 0 else 'niedriger'} als {reference}"


def group_label(group: str, catalog: Catalog) -> str:
    """The title of a group, with a capital letter for legends and tables."""
    title = catalog.groups[group].title if group in catalog.groups else group
    return title[:1].upper() + title[1:]


def in_brackets(name: str) -> str:
    """A display name as it stands within brackets: "Osnabrück (Landkreis)" becomes "Osnabrück, Landkreis"."""
    return name.replace(" (", ", ").replace(")", "")


def span(years: Sequence[int]) -> str:
    """Years as people write them: runs joined by a dash, "2009–2016, 2019"."""
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(str(r[0]) if len(r) == 1 else f"{r[0]}{YEAR_DASH}{r[-1]}" for r in runs)


def decimals_of(bound: float) -> int:
    """How many decimals a round bound needs."""
    return len(repr(bound).rstrip("0").partition(".")[2])


def class_label(low: str, high: str, symbol: str, *, is_last: bool) -> str:
    """The words for a class of a map: "5 bis unter 10 %"; the last class holds its upper bound."""
    return with_unit(f"{low} bis {'' if is_last else 'unter '}{high}", symbol)
