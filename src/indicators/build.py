"""Compile the shipped figures: sources in, observations, funding, regions and a report out."""

import json
import shutil
import tempfile
from pathlib import Path
from typing import Final

import polars as pl

from indicators import build_funding, build_regions, catalog, regions, settings
from indicators.build_report import (
    BuildReport,
    Conflict,
    DatasetReport,
    InputReport,
    Overlap,
    Unused,
)
from indicators.catalog import Catalog, Dataset, Indicator, MeasureSource
from indicators.errors import InputError, reason
from indicators.importers import READERS, mapping
from indicators.importers.raw import RawTable
from indicators.importers.text import sha256
from indicators.observations import KEY, PUBLISHED
from indicators.regions import Registry
from indicators.unused_sources import unused

_SAME: Final = 1e-9
"""Two figures that differ by less are the same figure read from different decimals."""

_PRODUCTS: Final = ("regions", "observations", build_funding.FOLDER)
REPORT_NAME: Final = "build_report.json"


def run(sources: Path, out: Path | None = None) -> BuildReport:
    """Compile regions, every dataset and funding source, and say what was read, dropped and why.

    All products are written beside their place first and put there together at the end: an error leaves what
    was there before. The same sources and catalogue give the same bytes.

    Args:
        sources: Folder of the published files, laid out as the datasets' `inputs` say.
        out: Folder of the data; by default the shipped one. Gets `regions/`, `observations/`,
            `funding/` and `build_report.json`.

    Raises:
        InputError: An input is missing or cannot be read, or a rule does not fit.
    """
    out = out or settings.data_dir()
    if not sources.is_dir():
        raise InputError(
            "Den Ordner der Quellen gibt es nicht.", "Bitte den Pfad prüfen.", value=str(sources)
        )
    declared = catalog.load()
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".build-") as folder:
        stage = Path(folder)
        shutil.copyfile(settings.data_dir() / "members.csv", stage / "members.csv")
        places = tuple(build_regions.run(sources, stage))
        report = _compile(sources, stage, declared, places)
        _replace(stage, out)
    return report


def read_input(dataset: Dataset, path: Path) -> RawTable:
    """The table of one input of a dataset, read by the reader that its `format` names."""
    try:
        reader = READERS[dataset.format]
    except KeyError:
        raise InputError(
            f"Das Format „{dataset.format}“ gibt es nicht.",
            f"Bekannt sind: {', '.join(sorted(READERS))}.",
            f"{dataset.id}.toml",
        ) from None
    return reader(path, dataset)


def merge(tables: list[tuple[str, pl.DataFrame]]) -> tuple[pl.DataFrame, tuple[Conflict, ...]]:
    """One frame from the observations of several inputs, and where they differ.

    The first input that has a row for a key wins; an empty cell (`unbekannt`) gives way to a later input that
    says more. Two published figures that differ are a conflict.

    Args:
        tables: Name of the input and its observations, the newest first.
    """
    stacked = pl.concat(
        [frame.with_columns(rank=pl.lit(rank, pl.Int32)) for rank, (_, frame) in enumerate(tables)]
    )
    ordered = stacked.sort(*KEY, pl.col("status").cast(pl.String) == "unbekannt", "rank")
    merged = ordered.unique(KEY, keep="first", maintain_order=True)
    lost = (
        ordered.join(merged, on=list(KEY), suffix="_kept")
        .filter((pl.col("rank") != pl.col("rank_kept")) & _differ("value", "value_kept"))
        .with_columns(difference=(pl.col("value") - pl.col("value_kept")).abs())
        .sort(*KEY, "rank")
    )
    names = [name for name, _ in tables]
    conflicts = tuple(
        Conflict(
            kept=names[pair["rank_kept"][0]],
            other=names[pair["rank"][0]],
            count=pair.height,
            largest=pair["difference"].max(),  # type: ignore[arg-type]  # a column of floats
            example=_example(pair, "value_kept", "value"),
        )
        for _, pair in lost.group_by("rank_kept", "rank", maintain_order=True)
    )
    return merged.drop("rank").sort(KEY), conflicts


def _compile(sources: Path, stage: Path, declared: Catalog, places: tuple[str, ...]) -> BuildReport:
    """Write every dataset and the report below `stage`."""
    registry = regions.load(stage)
    (stage / "observations").mkdir()
    datasets = []
    for dataset in declared.datasets.values():
        frame, made = _dataset(dataset, sources, registry, declared)
        frame.write_parquet(
            stage / "observations" / f"{dataset.id}.parquet", compression="zstd", statistics=False
        )
        datasets.append(made)
    funding = build_funding.run(sources, stage, declared)
    inputs = [d.inputs for d in declared.datasets.values()] + [
        s.inputs for s in declared.funding_sources.values()
    ]
    used = {entry.path for group in inputs for entry in group}
    report = BuildReport(
        regions=places,
        datasets=tuple(datasets),
        overlaps=tuple(
            overlap for i in declared.indicators.values() for overlap in _overlaps(i, stage / "observations")
        ),
        funding=funding,
        unused=tuple(Unused(path, reason) for path, reason in unused(sources, used)),
    )
    text = json.dumps(report.as_json(), ensure_ascii=False, indent=1, sort_keys=True)
    (stage / REPORT_NAME).write_text(text + "\n", encoding="utf-8")
    return report


def _dataset(
    dataset: Dataset, sources: Path, registry: Registry, declared: Catalog
) -> tuple[pl.DataFrame, DatasetReport]:
    """The observations of one dataset from all its inputs, and what is to be said about them."""
    tables, inputs, matched = [], [], set()
    for entry in dataset.inputs:
        path = sources / entry.path
        if not path.is_file():
            raise InputError(
                f"Die Datei fehlt; der Datensatz {dataset.id} wird daraus gelesen ({entry.path}).",
                "Bitte den Ordner der Quellen vervollständigen.",
                path,
            )
        table = read_input(dataset, path)
        mapped = mapping.to_observations(table, dataset, registry, declared.units)
        matched |= {(rule.measure, rule.group) for rule in mapping.rule_matches(table, dataset)}
        tables.append((entry.path, mapped.observations))
        inputs.append(
            InputReport(
                path=entry.path,
                changed=sha256(path) != entry.sha256,
                cells=table.cells.height,
                observations=mapped.observations.height,
                dropped=mapped.dropped,
                notes=table.notes,
            )
        )
    frame, conflicts = merge(tables)
    published = frame.filter(pl.col("status").is_in(PUBLISHED))
    return frame, DatasetReport(
        id=dataset.id,
        inputs=tuple(inputs),
        observations=frame.height,
        published=published.height,
        regions=frame["ags"].n_unique(),
        years=tuple(published["year"].unique().sort().to_list()),
        conflicts=conflicts,
        unmatched=tuple(
            f"{rule.measure} ({rule.group})"
            for rule in dataset.measures
            if (rule.measure, rule.group) not in matched
        ),
    )


def _overlaps(indicator: Indicator, folder: Path) -> list[Overlap]:
    """Where a later source of an indicator has a figure for the same region, group and year as the first."""
    source = indicator.source
    if not isinstance(source, MeasureSource):
        return []
    frames = [
        pl.read_parquet(folder / f"{dataset}.parquet").filter(
            (pl.col("measure") == source.measure) & pl.col("status").is_in(PUBLISHED)
        )
        for dataset in source.datasets
    ]
    found = []
    for other, frame in zip(source.datasets[1:], frames[1:], strict=True):
        both = frames[0].join(frame, on=list(KEY), suffix="_other").sort(KEY)
        different = both.filter(_differ("value", "value_other")).with_columns(
            difference=(pl.col("value") - pl.col("value_other")).abs()
        )
        found.append(
            Overlap(
                indicator=indicator.id,
                first=source.datasets[0],
                other=other,
                both=both.height,
                different=different.height,
                largest=different["difference"].max(),  # type: ignore[arg-type]  # a column of floats
                example=_example(different, "value", "value_other"),
            )
        )
    return found


def _differ(one: str, other: str) -> pl.Expr:
    return ((pl.col(one) - pl.col(other)).abs() > _SAME).fill_null(False)


def _example(frame: pl.DataFrame, kept: str, other: str) -> str:
    """The row with the largest difference, in words."""
    if frame.is_empty():
        return ""
    row = frame.sort("difference", *KEY, descending=[True, *[False] * len(KEY)]).row(0, named=True)
    return (
        f"{row['ags']}, {row['year']}, {row['measure']} ({row['group']}): {row[kept]:g} statt {row[other]:g}"
    )


def _replace(stage: Path, out: Path) -> None:
    """Put the products in their place; folders are exchanged whole, so nothing old stays between.

    Where one cannot be put there, all that were exchanged go back: the stage with the old ones is deleted.
    """
    moved: list[tuple[Path, Path]] = []

    def move(source: Path, target: Path) -> None:
        source.rename(target)
        moved.append((source, target))

    try:
        for name in _PRODUCTS:
            if (out / name).exists():
                move(out / name, stage / f"{name}.old")
            move(stage / name, out / name)
        (stage / REPORT_NAME).replace(out / REPORT_NAME)
    except OSError as error:
        for source, target in reversed(moved):
            target.rename(source)
        raise InputError(
            f"Die Zahlen ließen sich nicht austauschen ({reason(error)}); es gelten die bisherigen.",
            "Bitte Schreibrechte und freien Platz des Ordners prüfen.",
            out,
        ) from None
