"""A municipal budget by product: one row per year, office, product and sort (income or expenditure)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from pydantic import Field

from indicators.catalog import FundingSource, Programme
from indicators.catalog.entries import Entry
from indicators.importers.funding import small_tables
from indicators.importers.funding.contract import FundingRead, of_programme, records
from indicators.importers.funding.small_tables import TableRow

_YEAR: Final = "Jahr"
_PRODUCT: Final = "Produkt"
_NAME: Final = "Produktbezeichnung"
_SORT: Final = "Art"
_AMOUNT: Final = "Betrag"
_FLOWS: Final = {"Erträge": ("ertrag", 1.0), "Aufwendungen": ("aufwand", -1.0)}
_ELSEWHERE: Final = "Nur Nullen: das Produkt lag in diesem Jahr bei keiner oder einer anderen Dienststelle"


class Layout(Entry):
    """How the budget is laid out.

    Attributes:
        office: Title of the column with the office.
        document: What stands before the product number as the place in the source.
        value_types: Year -> value type, as the publication describes it.
        products: Product number -> programme; `dropped`: product number -> why it is left out.
    """

    delimiter: str = ","
    office: str
    document: str
    value_types: dict[str, str] = Field(min_length=1)
    products: dict[str, str] = Field(min_length=1)
    dropped: dict[str, str] = Field(default_factory=dict)


def read(paths: dict[str, Path], source: FundingSource, programmes: Mapping[str, Programme]) -> FundingRead:
    """Income and expenditure of the declared products; expenditure is negative in the file, positive here.

    Raises:
        InputError: A product, year or sort that the layout does not know, or an amount with the wrong sign.
    """
    declared = small_tables.layout(Layout, source)
    known = {
        number: small_tables.programme(programmes, name, source) for number, name in declared.products.items()
    }
    columns = (_YEAR, _PRODUCT, _NAME, _SORT, _AMOUNT, declared.office)
    rows = [row for path in paths.values() for row in small_tables.read(path, declared.delimiter, columns)]
    dropped: Counter[str] = Counter()
    made = []
    empty = _without_figures(rows, declared)
    for row in rows:
        number = row[_PRODUCT]
        if number in declared.dropped:
            dropped[f"{declared.dropped[number]} (Produkt {number})"] += 1
        elif number not in known:
            raise row.error(
                "Dieses Produkt ist nicht beschrieben.",
                column=_PRODUCT,
                advice="Bitte in data/catalog/funding_sources festlegen, was es ist.",
            )
        elif _key(row, declared) in empty:
            dropped[_ELSEWHERE] += 1
        else:
            made.append(_record(row, declared, of_programme(known[number])))
    return FundingRead(records(made, source), dropped=tuple(sorted(dropped.items())))


def _key(row: TableRow, declared: Layout) -> tuple[str, ...]:
    return row[_YEAR], row[declared.office], row[_PRODUCT], row[_NAME]


def _without_figures(rows: Sequence[TableRow], declared: Layout) -> set[tuple[str, ...]]:
    """Year, office and product where neither income nor expenditure is a figure other than 0."""
    filled = {_key(row, declared) for row in rows if row.amount(_AMOUNT) != 0}
    return {_key(row, declared) for row in rows} - filled


def _record(row: TableRow, declared: Layout, base: dict[str, Any]) -> dict[str, Any]:
    if row[_SORT] not in _FLOWS:
        raise row.error("Hier wird „Erträge“ oder „Aufwendungen“ erwartet.", column=_SORT)
    flow, sign = _FLOWS[row[_SORT]]
    amount = row.amount(_AMOUNT) * sign
    if amount < 0:
        raise row.error(
            "Aufwendungen stehen negativ, Erträge positiv: Das Vorzeichen passt nicht.", column=_AMOUNT
        )
    if row[_YEAR] not in declared.value_types:
        raise row.error(
            "Für dieses Jahr ist nicht beschrieben, ob es Ergebnis oder Ansatz ist.", column=_YEAR
        )
    return {
        **base,
        "year": row.year(_YEAR),
        "position": f"{row[_PRODUCT]} {row[_NAME]}",
        "flow": flow,
        "amount_eur": amount + 0.0,
        "value_type": declared.value_types[row[_YEAR]],
        "page": f"{declared.document}, Produkt {row[_PRODUCT]}, {row[declared.office]}",
    }
