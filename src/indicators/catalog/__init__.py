"""The catalogue: what every dataset, indicator, programme and standard is, as declared in `data/catalog`.

One file is one thing and its path is its place; domain people write them, `load` reads and checks them.
"""

from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from indicators import settings
from indicators.catalog.entries import (
    Break,
    Comparison,
    Dataset,
    Direction,
    Entry,
    Evidence,
    Feature,
    Group,
    Handlungsfeld,
    Indicator,
    Input,
    MeasureRule,
    MeasureSource,
    Neighbours,
    Part,
    RatioSource,
    Recode,
    Unit,
    WeightedMean,
    Wrong,
)
from indicators.catalog.files import entry, read_toml
from indicators.catalog.model import Catalog
from indicators.catalog.money import BudgetTitle, FundingSource, Programme, Standard, TargetGroup
from indicators.catalog.references import check_indicator, check_money

__all__ = [
    "Break",
    "BudgetTitle",
    "Catalog",
    "Comparison",
    "Dataset",
    "Direction",
    "Evidence",
    "Feature",
    "FundingSource",
    "Group",
    "Handlungsfeld",
    "Indicator",
    "Input",
    "MeasureRule",
    "MeasureSource",
    "Neighbours",
    "Part",
    "Programme",
    "RatioSource",
    "Recode",
    "Standard",
    "TargetGroup",
    "Unit",
    "WeightedMean",
    "Wrong",
    "load",
    "read_dataset",
    "read_indicator",
]

_M = TypeVar("_M", bound=Entry)


def load(root: Path | None = None) -> Catalog:
    """Read and check the whole catalogue.

    Args:
        root: Folder of the catalogue; by default the shipped one.

    Raises:
        InputError: A file is not TOML, lacks something or says something unknown; names the file.
    """
    root = root or settings.data_dir() / "catalog"
    fields = _named(Handlungsfeld, root / "handlungsfelder.toml")
    fields = dict(sorted(fields.items(), key=lambda item: item[1].order))
    catalog = Catalog(
        units=_named(Unit, root / "units.toml"),
        groups=_named(Group, root / "groups.toml"),
        handlungsfelder={k: field for k, field in fields.items() if field.indicators},
        datasets={path.stem: read_dataset(path) for path in sorted((root / "datasets").glob("*.toml"))},
        indicators={},
        known_gaps=tuple(read_toml(root / "known_gaps.toml")["sentences"]),
        neighbours=entry(Neighbours, read_toml(root / "neighbours.toml"), root / "neighbours.toml"),
        funding_fields={k: field for k, field in fields.items() if field.funding},
        funding_sources=_files(FundingSource, root / "funding_sources"),
        programmes=_files(Programme, root / "programmes"),
        standards=_files(Standard, root / "standards"),
    )
    read = [read_indicator(path) for path in (root / "indicators").glob("*/*.toml")]
    for indicator in read:
        check_indicator(indicator, catalog, root)
    order = list(catalog.handlungsfelder)
    read.sort(key=lambda i: (order.index(i.handlungsfeld), i.context, i.title))
    catalog = replace(catalog, indicators={i.id: i for i in read})
    check_money(catalog, root)
    return catalog


def read_dataset(path: Path) -> Dataset:
    """One dataset file; its id is the file's name."""
    return entry(Dataset, {**read_toml(path), "id": path.stem}, path)


def read_indicator(path: Path) -> Indicator:
    """One indicator file; its id is the file's name, its Handlungsfeld the folder's."""
    return entry(Indicator, {**read_toml(path), "id": path.stem, "handlungsfeld": path.parent.name}, path)


def _named(model: type[_M], path: Path) -> dict[str, _M]:
    """The entries of a file with one table each."""
    return {key: entry(model, table, path) for key, table in read_toml(path).items()}


def _files(model: type[_M], folder: Path) -> dict[str, _M]:
    """The entries of a folder, also in folders below it, one file each; the id is the file's name."""
    paths = sorted(folder.rglob("*.toml"), key=lambda path: path.stem)
    return {path.stem: entry(model, {**read_toml(path), "id": path.stem}, path) for path in paths}
