"""Compile the funding figures: the files of every funding source in, `funding/<source>.csv` out."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import dataframely as dy
import polars as pl

from indicators.catalog import Catalog, FundingSource, Programme
from indicators.errors import InputError
from indicators.funding_records import KEY, FundingRecords
from indicators.importers.funding import READERS, FundingRead
from indicators.importers.text import sha256

FOLDER: Final = "funding"

_SAME_KEY: Final = [column for column in KEY if column not in {"position", "source"}]
_HALF_EURO: Final = 0.5


@dataclass(frozen=True)
class FundingInput:
    """One file of a funding source; `changed` if its sha256 is not the declared one."""

    path: str
    changed: bool


@dataclass(frozen=True)
class FundingReport:
    """One funding source: what was read, from which files, what was left out and why."""

    id: str
    inputs: tuple[FundingInput, ...]
    records: int
    programmes: int
    years: tuple[int, ...]
    dropped: tuple[tuple[str, int], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class FundingConflict:
    """Two sources with different amounts for the same programme, region, year and sort of amount."""

    first: str
    other: str
    count: int
    largest: float
    example: str


@dataclass(frozen=True)
class FundingBuild:
    """All funding sources, and where two of them contradict each other."""

    sources: tuple[FundingReport, ...]
    conflicts: tuple[FundingConflict, ...]


def run(sources: Path, stage: Path, declared: Catalog) -> FundingBuild:
    """Write `funding/<source>.csv` below `stage` for every funding source, and say what was read.

    The rows are `FundingRecords`, sorted by `KEY`; the same sources and catalogue give the same bytes.

    Raises:
        InputError: A file is missing or cannot be read, or a record does not fit the catalogue.
    """
    folder = stage / FOLDER
    folder.mkdir()
    frames, reports = [], []
    for source in declared.funding_sources.values():
        made = read(source, sources, declared)
        frame = made.records
        frame.write_csv(folder / f"{source.id}.csv")
        frames.append(frame)
        reports.append(
            FundingReport(
                id=source.id,
                inputs=tuple(
                    FundingInput(entry.path, changed=sha256(sources / entry.path) != entry.sha256)
                    for entry in source.inputs
                ),
                records=frame.height,
                programmes=frame["programme"].n_unique(),
                years=tuple(frame["year"].unique().sort().to_list()),
                dropped=made.dropped,
                notes=made.notes,
            )
        )
    return FundingBuild(tuple(reports), _conflicts(frames))


def read(source: FundingSource, sources: Path, declared: Catalog) -> FundingRead:
    """The records of one funding source, checked against the catalogue.

    Raises:
        InputError: A file is missing or cannot be read, the format is unknown, or a record does not fit.
    """
    paths = {entry.path: sources / entry.path for entry in source.inputs}
    for name, path in paths.items():
        if not path.is_file():
            raise InputError(
                f"Die Datei fehlt; die Quelle {source.id} wird daraus gelesen ({name}).",
                "Bitte den Ordner der Quellen vervollständigen.",
                path,
            )
    if source.format not in READERS:
        raise InputError(
            f"Das Format „{source.format}“ gibt es nicht.",
            f"Bekannt sind: {', '.join(sorted(READERS))}.",
            f"{source.id}.toml",
        )
    try:
        made = READERS[source.format](paths, source, declared.programmes)
        FundingRecords.validate(made.records)
    except dy.exc.ValidationError as error:
        raise InputError(
            f"Die gelesenen Angaben verletzen Regeln der Fördertabelle ({_first_line(error)}).",
            "Bitte die Quelle und ihre Beschreibung im Katalog prüfen.",
            f"{source.id}.toml",
        ) from None
    _check(made.records, source, declared.programmes, tuple(declared.funding_fields))
    return FundingRead(made.records.sort(KEY), made.notes, made.dropped)


def _check(
    frame: pl.DataFrame,
    source: FundingSource,
    programmes: Mapping[str, Programme],
    fields: tuple[str, ...],
) -> None:
    """Raise where a record names a programme that does not exist or contradicts it."""
    named = (
        frame.select("programme", "handlungsfeld", pl.col("funder").cast(pl.String)).unique().sort(pl.all())
    )
    for programme, field, funder in named.iter_rows():
        declared = programmes.get(programme)
        if declared is None:
            raise _misfit(source, f"Das Programm „{programme}“ ist nicht im Katalog.")
        if field not in fields or field != declared.handlungsfeld:
            raise _misfit(
                source,
                f"Handlungsfeld „{field}“ von {programme} steht im Katalog als „{declared.handlungsfeld}“.",
            )
        if funder != declared.funder:
            raise _misfit(
                source, f"Mittelgeber „{funder}“ von {programme} steht im Katalog als „{declared.funder}“."
            )
    strangers = frame.filter(pl.col("source") != source.id)["source"].unique().sort().to_list()
    if strangers:
        raise _misfit(source, f"Angaben tragen eine andere Quelle: {', '.join(strangers)}.")


def _misfit(source: FundingSource, message: str) -> InputError:
    return InputError(message, "Bitte data/catalog/programmes prüfen.", f"{source.id}.toml")


def _first_line(error: Exception) -> str:
    return " ".join(str(error).split())


def _conflicts(frames: list[pl.DataFrame]) -> tuple[FundingConflict, ...]:
    """Where two sources have one amount each under the same key, and the amounts differ."""
    single = [frame.filter(~pl.struct(_SAME_KEY).is_duplicated()) for frame in frames]
    found = []
    for i, first in enumerate(single):
        for other in single[i + 1 :]:
            both = (
                first.join(other, on=_SAME_KEY, suffix="_other")
                .with_columns(difference=(pl.col("amount_eur_other") - pl.col("amount_eur")).abs())
                .filter(pl.col("difference") > _HALF_EURO)
                .sort("difference", *_SAME_KEY, descending=[True, *[False] * len(_SAME_KEY)])
            )
            if both.is_empty():
                continue
            row = both.row(0, named=True)
            found.append(
                FundingConflict(
                    first=row["source"],
                    other=row["source_other"],
                    count=both.height,
                    largest=row["difference"],
                    example=f"{row['programme']}, {row['region']}, {row['year']}, {row['value_type']}: "
                    f"{row['amount_eur']:.2f} gegen {row['amount_eur_other']:.2f}",
                )
            )
    return tuple(found)
