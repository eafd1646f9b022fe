"""What every session shares: the catalogue, the registry, the frames. The only place with caches."""

import polars as pl
import streamlit as st

from indicators import catalog as catalog_module
from indicators import regions as regions_module
from indicators import search, series
from indicators.catalog import Catalog, Indicator
from indicators.gaps import group_gap
from indicators.observations import overlay_path, shipped_path
from indicators.regions import Registry
from indicators.ui import navigation


@st.cache_resource(show_spinner=False)
def catalog() -> Catalog:
    """The catalogue, read once."""
    return catalog_module.load()


@st.cache_resource(show_spinner=False)
def registry() -> Registry:
    """The registry of regions, read once."""
    return regions_module.load()


@st.cache_resource(show_spinner=False)
def search_index() -> search.Index:
    """Everything that can be found by name."""
    return search.index(catalog(), registry(), [(page.path, page.title) for page in navigation.PAGES])


def values(indicator: Indicator) -> pl.DataFrame:
    """The values of an indicator, read again when a file behind them changes; shared, so never mutated."""
    return _values(indicator.id, _state_of_files(indicator))


def gaps(indicator: Indicator) -> pl.DataFrame:
    """The gaps of an indicator with a comparison, for all regions; shared, so never mutated."""
    return _gaps(indicator.id, _state_of_files(indicator))


def _state_of_files(indicator: Indicator) -> tuple[int, ...]:
    paths = [path(d) for d in indicator.datasets for path in (shipped_path, overlay_path)]
    return tuple(path.stat().st_mtime_ns if path.exists() else 0 for path in paths)


@st.cache_resource(show_spinner=False, max_entries=128)
def _values(indicator_id: str, state: tuple[int, ...]) -> pl.DataFrame:  # noqa: ARG001 - part of the key
    return series.values(catalog().indicator(indicator_id))


@st.cache_resource(show_spinner=False, max_entries=128)
def _gaps(indicator_id: str, state: tuple[int, ...]) -> pl.DataFrame:  # noqa: ARG001 - part of the key
    indicator = catalog().indicator(indicator_id)
    return group_gap(values(indicator), indicator.comparison) if indicator.comparison else pl.DataFrame()
