"""The catalogue as one value: everything that is declared, by id."""

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeVar

from indicators.catalog.entries import Break, Dataset, Group, Handlungsfeld, Indicator, Neighbours, Unit
from indicators.catalog.money import FundingSource, Programme, Standard
from indicators.errors import InputError

_T = TypeVar("_T")


@dataclass(frozen=True)
class Catalog:
    """Everything that is declared, by id; indicators in the order in which pages list them."""

    units: dict[str, Unit]
    groups: dict[str, Group]
    handlungsfelder: dict[str, Handlungsfeld]
    datasets: dict[str, Dataset]
    indicators: dict[str, Indicator]
    known_gaps: tuple[str, ...]
    neighbours: Neighbours
    funding_fields: dict[str, Handlungsfeld]
    funding_sources: dict[str, FundingSource]
    programmes: dict[str, Programme]
    standards: dict[str, Standard]

    def indicator(self, indicator_id: str) -> Indicator:
        """One indicator; a German error names the nearest ids if there is none."""
        return _get(self.indicators, indicator_id, "Einen Indikator", "python -m indicators catalog")

    def dataset(self, dataset_id: str) -> Dataset:
        """One dataset."""
        return _get(self.datasets, dataset_id, "Einen Datensatz", "python -m indicators catalog")

    def programme(self, programme_id: str) -> Programme:
        """One funding programme."""
        return _get(
            self.programmes, programme_id, "Ein Programm", "python -m indicators catalog --programmes"
        )

    def standard(self, standard_id: str) -> Standard:
        """One standard."""
        return _get(self.standards, standard_id, "Einen Richtwert", "data/catalog/standards")

    def breaks(self, indicator: Indicator) -> tuple[Break, ...]:
        """Breaks of the indicator's series: its own and those of its datasets, by year."""
        own = [*indicator.breaks, *(b for d in indicator.datasets for b in self.dataset(d).breaks)]
        return tuple(sorted(set(own), key=lambda b: b.year))


def _get(things: dict[str, _T], key: str, what: str, where: str) -> _T:
    try:
        return things[key]
    except KeyError:
        near = _nearest(key, list(things))
        meant = f"Gemeint vielleicht: {', '.join(near)}. " if near else ""
        raise InputError(
            f"{what} mit der Kennung „{key}“ gibt es nicht.", f"{meant}Die Kennungen zeigt: {where}"
        ) from None


def _nearest(key: str, ids: list[str]) -> list[str]:
    """Up to three ids that contain what was asked for, or are written nearly so."""
    containing = [known for known in ids if key and key.lower() in known]
    return (containing + [k for k in get_close_matches(key.lower(), ids) if k not in containing])[:3]
