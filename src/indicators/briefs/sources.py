"""From what a number rests on to the source list: ids of sources, and the sources that they name."""

from collections.abc import Iterable
from typing import Final

from indicators import funding_heads
from indicators.briefs.world import World
from indicators.errors import InputError
from indicators.gaps.model import FundingGap, GapInput
from indicators.report import Source
from indicators.report import sources as made

REGISTRY: Final = "dataset:gemeindeverzeichnis_kreise"


def canonical(ids: Iterable[str], world: World) -> tuple[str, ...]:
    """The ids, each once; datasets of one publication that read the same are one source."""
    return tuple(dict.fromkeys(_first_alike(key, world) for key in ids))


def _first_alike(key: str, world: World) -> str:
    kind, _, name = key.partition(":")
    if kind != "dataset":
        return key
    return f"dataset:{world.facts.publications[name]}"


def resolved(ids: Iterable[str], computed: Iterable[str], world: World) -> tuple[Source, ...]:
    """The sources of these ids, data first, in the order in which they are named.

    Args:
        ids: "kind:id", each once.
        computed: Those of which the brief computes numbers.
        world: The catalogue.

    Raises:
        InputError: An id names nothing that is declared.
    """
    used = set(computed)
    return tuple(_source(key, world, computed=key in used) for key in dict.fromkeys(ids))


def _source(key: str, world: World, *, computed: bool) -> Source:
    kind, _, name = key.partition(":")
    catalog = world.catalog
    if kind == "dataset" and name in catalog.datasets:
        return made.of_dataset(catalog.datasets[name], computed=computed)
    if kind == "funding" and name in catalog.funding_sources:
        return made.of_funding(catalog.funding_sources[name], computed=computed)
    if kind == "standard" and name in catalog.standards:
        return made.of_standard(catalog.standards[name])
    raise InputError(f"Die Quelle „{key}“ ist nicht im Katalog.", "Bitte den Katalog ergänzen.")


def of_gap(gap: FundingGap, ags: str, world: World) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """For each input of a gap the ids of its sources; what we computed rests on those of all the others."""
    known = {given.key: of_input(given, ags, world) for given in gap.inputs}
    everything = tuple(dict.fromkeys(source for found in known.values() for source in found))
    return tuple(
        (given.key, known[given.key] or everything)
        for given in gap.inputs
        if given.value is not None and given.origin != "eigene_annahme"
    )


def of_input(given: GapInput, ags: str, world: World) -> tuple[str, ...]:
    """Ids of the sources of one input; empty where it names no place of its own."""
    kind, _, name = given.link.partition(":")
    if kind == "indicator":
        return canonical(_of_indicator(name, ags, given.year, world), world)
    if kind == "programme":
        return of_programme(name, given.year, given.value_type, world)
    if kind == "region":
        return canonical(_of_population(name, given.year, world), world)
    return (given.link,) if kind in ("dataset", "standard", "funding") else ()


def _of_indicator(name: str, ags: str, year: int | None, world: World) -> tuple[str, ...]:
    """The datasets behind a value: of the row, or both of a ratio."""
    indicator = world.catalog.indicator(name)
    rows = [row for code in sorted({ags, ags[:5]}) for row in world.facts.known(indicator, code)]
    of_year = (row.dataset for row in rows if year in (None, row.year))
    first = None if indicator.is_computed else next(of_year, None)
    used = indicator.datasets if first is None else (first,)
    return tuple(f"dataset:{d}" for d in dict.fromkeys(used))


def of_programme(name: str, year: int | None, value_type: str, world: World) -> tuple[str, ...]:
    """The sources of the records of a programme in a year."""
    rows = world.facts.of_programmes.get(name, [])
    of_year = [row for row in rows if year in (None, row["year"])]
    of_type = [row for row in of_year if row["value_type"] == value_type]
    return tuple(dict.fromkeys(f"funding:{row['source']}" for row in of_type or of_year or rows))


def _of_population(ags: str, year: int | None, world: World) -> tuple[str, ...]:
    """The dataset that counts the inhabitants of a year; that of the registry where no other does."""
    facts = world.facts
    found = funding_heads.heads("einwohner", ags, world.catalog, facts.registry, facts.values)
    head = found.get(year) if year is not None else None
    return (f"dataset:{head.dataset}",) if head is not None and head.dataset else (REGISTRY,)
