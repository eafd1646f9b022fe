"""What every session shares: the catalogue, the registry, the frames, kept by `ui.kept`.

What one view alone needs of them it may keep itself, as small tables of titles.
"""

import time
from collections.abc import Callable, Hashable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, TypeVarTuple, cast

import polars as pl

from indicators import catalog as catalog_module
from indicators import funding_records as funding_records_module
from indicators import inventory, needs, overviews, peers, profile_sheets, profiles, search, series, trends
from indicators import pandemic_matrix as pandemic_matrix_module
from indicators import regions as regions_module
from indicators.catalog import Catalog, Indicator
from indicators.funding_facts import Facts
from indicators.observations import overlay_path, shipped_path
from indicators.overviews import FieldState, MemberOverview
from indicators.pandemic_matrix import Matrix
from indicators.peers import Context, PeerSet
from indicators.profile_pool import Pool
from indicators.profile_sheets import Sheet
from indicators.profiles import Profile
from indicators.regions import Region, Registry
from indicators.series import ByRegion
from indicators.ui import navigation
from indicators.ui.kept import kept

_Made = TypeVar("_Made")
_Given = TypeVarTuple("_Given")


# Streamlit's `cache_resource` takes 0.2 ms to look something up, and a run asks dozens of times.
@kept(1)
def catalog() -> Catalog:
    """The catalogue, read once."""
    return catalog_module.load()


@kept(1)
def registry() -> Registry:
    """The registry of regions, read once."""
    return regions_module.load()


@kept(1)
def search_index() -> search.Index:
    """Everything that can be found by name."""
    return search.index(catalog(), registry(), [(page.path, page.title) for page in navigation.PAGES])


@kept(1)
def region_titles() -> dict[str, str]:
    """The regions to choose from: Deutschland, Länder, Kreise, members within a Kreis; never changed."""
    found = [r for level in ("bund", "land", "kreis") for r in registry().of_level(level)]
    members = [registry().get(m.region_ags) for m in registry().members() if m.is_kreisangehoerig]
    return {region.ags: region.display_name for region in (*found, *members)}


@kept(1)
def area_titles() -> dict[str, str]:
    """The areas of a map by id: Kreise, Länder, the Gemeinden of each Land; shared, never changed."""
    gemeinden = {f"gemeinden-{r.ags}": f"Gemeinden: {r.display_name}" for r in registry().of_level("land")}
    return {"kreise": "Kreise", "laender": "Länder", **gemeinden}


@kept(1)
def indicator_titles() -> dict[str, str]:
    """Handlungsfeld and title of every indicator; shared, never changed."""
    fields = catalog().handlungsfelder
    return {i.id: f"{fields[i.handlungsfeld].title} · {i.title}" for i in catalog().indicators.values()}


@lru_cache(maxsize=2)
def offered_indicators(*, every: bool = False) -> tuple[str, ...]:
    """The ids of the indicators that are offered; second sources only among `every` one."""
    return tuple(i.id for i in catalog().indicators.values() if every or i.role == "main")


def members() -> tuple[MemberOverview, ...]:
    """The members with their key figures."""
    return _members(_state_of_all_files())


def state() -> tuple[FieldState, ...]:
    """How much there is of each Handlungsfeld."""
    return _state(_state_of_all_files())


def indicator_table() -> pl.DataFrame:
    """All indicators with what there is of them; shared, so never mutated."""
    return _indicator_table(_state_of_all_files())


def values(indicator: Indicator) -> pl.DataFrame:
    """The values of an indicator, read again when a file behind them changes; shared, so never mutated."""
    return _values(indicator.id, _state_of_files(indicator))


def by_region(indicator: Indicator) -> ByRegion:
    """The values of an indicator region by region; shared, so never mutated."""
    return _by_region(indicator.id, _state_of_files(indicator))


def shared_matrix(
    make: Callable[[Matrix, str, *_Given], _Made], handlungsfeld: str, *given: *_Given
) -> _Made:
    """What `make(matrix, handlungsfeld, *given)` returns, made once for everybody; like `shared`.

    The matrix says how the members' values since 2020 lie to what was expected, in one Handlungsfeld.
    """
    states = tuple(_state_of_files(i) for i in _of_field(handlungsfeld))
    return cast("_Made", _shared_matrix(make, handlungsfeld, states, *given))


@kept(64)
def _shared_matrix(
    make: Callable[..., Any], handlungsfeld: str, states: tuple[tuple[int, ...], ...], *given: Hashable
) -> Any:
    return make(_pandemic_matrix(handlungsfeld, states), handlungsfeld, *given)


def _of_field(handlungsfeld: str) -> list[Indicator]:
    return [i for i in _offered() if i.handlungsfeld == handlungsfeld]


def needs_and_money() -> tuple[dict[str, str], dict[str, str]]:
    """Titles by id: indicators with values for Kreise that stand for need, and those that are money."""
    return _needs_and_money(_state_of_all_files())


def profile(region: Region) -> tuple[Profile, Sheet]:
    """The profile of a region and its page in words; shared, so never mutated."""
    return _profile(region.ags, _state_of_all_files())


def shared_profile(
    make: Callable[[Profile, Sheet, *_Given], _Made], region: Region, *given: *_Given
) -> _Made:
    """What `make(profile, sheet, *given)` returns for a region, made once for everybody; like `shared`."""
    return cast("_Made", _shared_profile(make, region.ags, _state_of_all_files(), *given))


@kept(512)  # three texts, 15 KB on average, for each of 35 people's regions and more
def _shared_profile(make: Callable[..., Any], ags: str, state: tuple[int, ...], *given: Hashable) -> Any:
    return make(*_profile(ags, state), *given)


def _state_of_all_files() -> tuple[int, ...]:
    """When anything in the folders of figures was changed last."""
    return _folders_at(int(time.monotonic()))


def _offered() -> list[Indicator]:
    return [i for i in catalog().indicators.values() if i.role == "main"]


@kept(2)
def _needs_and_money(state: tuple[int, ...]) -> tuple[dict[str, str], dict[str, str]]:  # noqa: ARG001 - part of the key
    known = [i.id for i in _offered() if "kreis" in series.levels(values(i))]
    need, money = needs.offered(catalog(), known)
    fields, entries = catalog().handlungsfelder, catalog().indicators
    return (
        {i: f"{fields[entries[i].handlungsfeld].title} · {entries[i].title}" for i in need},
        {i: entries[i].title for i in money},
    )


@kept(128)
def _profile(ags: str, state: tuple[int, ...]) -> tuple[Profile, Sheet]:
    found = profiles.profile(registry().get(ags), _pool(state), catalog(), registry())
    return found, profile_sheets.describe(found, catalog(), registry())


@kept(1)
def _pool(state: tuple[int, ...]) -> Pool:  # noqa: ARG001 - part of the key
    return Pool({indicator.id: values(indicator) for indicator in _offered()}, registry())


def context() -> Context:
    """What nearest neighbours rest on, for all Kreise; shared, so never mutated."""
    return _context(_state_of_features())


def peer_set(region: Region, set_id: str, selection: tuple[str, ...] = ()) -> PeerSet:
    """The peers of a Kreis (`peers.peer_set`), found once for everybody; shared, so never mutated."""
    return _peer_set(region.ags, set_id, selection, _state_of_features())


def _state_of_features() -> tuple[tuple[int, ...], ...]:
    used = [catalog().indicator(f.indicator) for f in catalog().neighbours.features if f.indicator]
    return tuple(_state_of_files(i) for i in used)


@kept(1024)
def _peer_set(
    ags: str, set_id: str, selection: tuple[str, ...], state: tuple[tuple[int, ...], ...]
) -> PeerSet:
    rule, found = catalog().neighbours, _context(state)
    return peers.peer_set(
        registry().get(ags), set_id, registry(), found=found, rule=rule, selection=selection
    )


@kept(1)
def _context(state: tuple[tuple[int, ...], ...]) -> Context:  # noqa: ARG001 - part of the key
    return peers.context(catalog(), registry(), values)


def shared(make: Callable[[Indicator, *_Given], _Made], indicator: Indicator, *given: *_Given) -> _Made:
    """What `make(indicator, *given)` returns, made once for everybody; shared, so never mutated.

    For what costs more than it takes to look it up: descriptions and figures of charts. Made again when
    a file behind the indicator changes (docs/performance.md).

    Args:
        make: A function on module level; it has to depend on what it is given and on the values of the
            indicator alone.
        indicator: The indicator.
        given: What else `make` needs; hashable.
    """
    return cast("_Made", _shared(make, indicator.id, _state_of_files(indicator), *given))


@kept(2048)  # about 60 KB for a map, less for everything else
def _shared(
    make: Callable[..., Any],
    indicator_id: str,
    state: tuple[int, ...],  # noqa: ARG001 - part of the key
    *given: Hashable,
) -> Any:
    return make(catalog().indicator(indicator_id), *given)


@kept(1)
def funding_facts() -> Facts:
    """What the sheets on funding are made from: the shipped records, the catalogue, the registry."""
    return Facts(funding_records_module.read(), catalog(), registry(), values)


def shared_of_all(make: Callable[[*_Given], _Made], *given: *_Given) -> _Made:
    """What `make(*given)` returns, made once for everybody; shared, so never mutated.

    Like `shared`, for what rests on more than one indicator: on the records of funding, on all figures, on
    the whole catalogue.
    """
    return cast("_Made", _shared_of_all(make, _state_of_all_files(), *given))


@kept(1024)
def _shared_of_all(
    make: Callable[..., Any],
    state: tuple[int, ...],  # noqa: ARG001 - part of the key
    *given: Hashable,
) -> Any:
    return make(*given)


def shared_brief(make: Callable[[*_Given], _Made], *given: *_Given) -> _Made:
    """What `make(*given)` returns, made once for everybody; shared, so never mutated.

    Like `shared_of_all`, for what is large: a brief and its pages.
    """
    return cast("_Made", _shared_brief(make, _state_of_all_files(), *given))


@kept(128)  # up to 250 KB each
def _shared_brief(
    make: Callable[..., Any],
    state: tuple[int, ...],  # noqa: ARG001 - part of the key
    *given: Hashable,
) -> Any:
    return make(*given)


def _state_of_files(indicator: Indicator) -> tuple[int, ...]:
    """When the files behind an indicator were changed last."""
    return _state_at(indicator.id, _state_of_all_files())


@lru_cache(maxsize=512)
def _state_at(indicator_id: str, folders: tuple[int, ...]) -> tuple[int, ...]:  # noqa: ARG001 - part of the key
    datasets = catalog().indicator(indicator_id).datasets
    return tuple(_changed(path(d)) for d in datasets for path in (shipped_path, overlay_path))


@lru_cache(maxsize=1)
def _folders_at(second: int) -> tuple[int, ...]:  # noqa: ARG001 - a new second, a new look
    # A file of figures is never written in its place but put there, which the folder's own time shows:
    # two looks a second instead of one for each of hundreds of files.
    return tuple(_changed(path("any").parent) for path in (shipped_path, overlay_path))


def _changed(path: Path) -> int:
    """When a file or folder was changed last; 0 where there is none."""
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return 0


@kept(256)
def _values(indicator_id: str, state: tuple[int, ...]) -> pl.DataFrame:  # noqa: ARG001 - part of the key
    return series.values(catalog().indicator(indicator_id))


@kept(256)
def _by_region(indicator_id: str, state: tuple[int, ...]) -> ByRegion:
    return ByRegion(_values(indicator_id, state))


@kept(2)
def _members(state: tuple[int, ...]) -> tuple[MemberOverview, ...]:  # noqa: ARG001 - part of the key
    frames = {i: values(catalog().indicator(i)) for i, _ in overviews.KEY_FIGURES}
    return overviews.members(registry(), catalog(), frames)


@kept(2)
def _state(state: tuple[int, ...]) -> tuple[FieldState, ...]:  # noqa: ARG001 - part of the key
    return overviews.state(catalog(), {i.id: values(i) for i in catalog().indicators.values()})


@kept(2)
def _indicator_table(state: tuple[int, ...]) -> pl.DataFrame:  # noqa: ARG001 - part of the key
    return inventory.indicator_table(catalog(), {i.id: values(i) for i in catalog().indicators.values()})


@kept(16)
def _pandemic_matrix(handlungsfeld: str, states: tuple[tuple[int, ...], ...]) -> Matrix:  # noqa: ARG001 - part of the key
    indicators, shown = _of_field(handlungsfeld), pandemic_matrix_module.regions(registry())
    codes = [region.ags for region, _ in shown]
    outcomes = {i.id: trends.pandemic_by_series(values(i), codes, catalog().breaks(i)) for i in indicators}
    levels = {i.id: pandemic_matrix_module.published_levels(values(i)) for i in indicators}
    return pandemic_matrix_module.describe(indicators, outcomes, shown, levels, catalog())
