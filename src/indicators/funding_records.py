"""The funding record: who pays how much for what, in which year, and where that stands."""

from pathlib import Path
from typing import Final, get_args

import dataframely as dy
import polars as pl

from indicators import settings
from indicators.catalog.entries import Evidence
from indicators.catalog.money import Funder, Indexation, LegalCharacter
from indicators.errors import InputError

FUNDERS: Final[tuple[str, ...]] = get_args(Funder)
"""Who pays, from the largest territory to the smallest, others last."""

VALUE_TYPES: Final = ("Ist", "Soll", "Ansatz", "Planung", "Bewilligung")
"""What sort of amount it is, in the order of lists; different sorts are never joined in one series."""

FLOWS: Final[dict[str, str]] = {
    "foerderung": "Förderung",
    "ertrag": "Ertrag der Kommune",
    "aufwand": "Aufwand der Kommune",
}
"""What the amount is: money of a funder for a purpose, or income or expenditure of a municipal product."""

ORIGINAL: Final = ""
"""`budget` of an original budget; others name the supplementary budget ("1. Nachtrag")."""


class FundingRecords(dy.Schema):
    """One row is one position: an amount in euro with its source.

    `region` is where the money goes or is budgeted (DG for the federal budget: never broken down). `year_end`
    is set where one amount covers several years (`year` to `year_end`). `budget` tells an original budget
    (empty) from a supplementary one. `position` is the source's own wording of the position. `source` is the
    id of a funding source, `page` the page, table, cell or document in it. Amounts of income and expenditure
    are positive, `flow` says which it is.
    """

    region = dy.String(primary_key=True, regex=r"^(DG|\d{2}|\d{5}|\d{8})$")
    year = dy.Int16(primary_key=True, min=1990, max=2100)
    year_end = dy.Int16(nullable=True, min=1990, max=2100)
    handlungsfeld = dy.String()
    funder = dy.Enum(list(FUNDERS))
    programme = dy.String(primary_key=True)
    position = dy.String(primary_key=True)
    flow = dy.Enum(list(FLOWS), primary_key=True)
    amount_eur = dy.Float64()
    value_type = dy.Enum(list(VALUE_TYPES), primary_key=True)
    budget = dy.String(primary_key=True)
    fte = dy.Float64(nullable=True, min=0)
    legal_character = dy.Enum(list(get_args(LegalCharacter)), nullable=True)
    term_end = dy.Date(nullable=True)
    indexation = dy.Enum(list(get_args(Indexation)), nullable=True)
    source = dy.String(primary_key=True)
    page = dy.String()
    evidence_level = dy.Enum(list(get_args(Evidence)))
    note = dy.String()

    @dy.rule()
    def amount_is_finite(cls) -> pl.Expr:  # noqa: N805
        """An amount is a number."""
        return pl.col("amount_eur").is_finite()

    @dy.rule()
    def period_runs_forward(cls) -> pl.Expr:  # noqa: N805
        """The last year of a period is not before its first."""
        return pl.col("year_end").is_null() | (pl.col("year_end") >= pl.col("year"))


KEY: Final = ("region", "programme", "flow", "value_type", "budget", "year", "position", "source")
"""The order of the rows in a file and in every frame of records."""


def read() -> pl.DataFrame:
    """All shipped records: a frame of `FundingRecords`, sorted by `KEY`.

    Raises:
        InputError: A file is damaged.
    """
    files = sorted((settings.data_dir() / "funding").glob("*.csv"))
    return pl.concat([FundingRecords.create_empty(), *(_read(path) for path in files)]).sort(KEY)


def _read(path: Path) -> pl.DataFrame:
    try:
        texts = pl.read_csv(path, infer_schema=False)
        filled = [name for name, column in FundingRecords.columns().items() if not column.nullable]
        typed = texts.with_columns(pl.col(filled).fill_null(""))
        return FundingRecords.validate(typed.with_columns(pl.col("term_end").str.to_date()), cast=True)
    except (pl.exceptions.PolarsError, dy.exc.ValidationError, dy.exc.SchemaError, OSError):
        raise InputError(
            "Die mitgelieferten Angaben zu Fördermitteln sind beschädigt.",
            "Bitte das Programm neu einrichten.",
            path,
        ) from None
