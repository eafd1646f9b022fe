"""What a reader of funding figures is given, and what it hands back."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from indicators.catalog import FundingSource, Programme
from indicators.funding_records import KEY, FundingRecords

_OPTIONAL = {"note": "", "page": "", "budget": "", "flow": "foerderung"}


@dataclass(frozen=True)
class FundingRead:
    """What became of the files of one funding source.

    Attributes:
        records: A frame of `FundingRecords`, sorted by its `KEY`.
        notes: What a person must know about the reading, in German.
        dropped: Reason and count of what was read and left out on purpose.
    """

    records: pl.DataFrame
    notes: tuple[str, ...] = ()
    dropped: tuple[tuple[str, int], ...] = ()


FundingReader = Callable[[dict[str, Path], FundingSource, Mapping[str, Programme]], FundingRead]
"""Files by their path in the declaration (`Input.path`), the source, all programmes -> what was read.

Raises `InputError` (German, with file, line, column and value) for anything that it does not understand.
"""


def records(rows: Iterable[Mapping[str, Any]], source: FundingSource) -> pl.DataFrame:
    """A frame of `FundingRecords` from rows with its columns as keys, sorted by `KEY`.

    Columns that may be empty need no key; `flow` is funding and `budget` the original one unless a row says
    otherwise. `source` and `evidence_level` are those of the source unless a row says otherwise.

    Raises:
        dataframely.exc.ValidationError: A row breaks a rule of `FundingRecords`; `build_funding` says so in
            German.
    """
    given = {"source": source.id, "evidence_level": source.evidence_level}
    columns = FundingRecords.columns()
    filled = [{**_OPTIONAL, **given, **row} for row in rows]
    frame = pl.DataFrame(
        {name: [row.get(name) for row in filled] for name in columns},
        schema={
            name: pl.String if isinstance(column.dtype, pl.Enum) else column.dtype
            for name, column in columns.items()
        },
    )
    return FundingRecords.validate(frame, cast=True).sort(KEY)


def of_programme(programme: Programme) -> dict[str, Any]:
    """The columns of a record that its programme decides, as a start for a row."""
    return {
        "programme": programme.id,
        "region": programme.region,
        "handlungsfeld": programme.handlungsfeld,
        "funder": programme.funder,
        "legal_character": programme.legal_character,
        "term_end": programme.term_end,
        "indexation": programme.indexation,
    }
