"""A municipality's Teilergebnisplan (one product group, all years side by side) and its grants to others."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from pydantic import Field

from indicators import formats
from indicators.catalog import FundingSource, Programme
from indicators.catalog.entries import Entry
from indicators.importers.funding import small_tables
from indicators.importers.funding.contract import FundingRead, of_programme, records
from indicators.importers.funding.small_tables import TableRow

_LINE: Final = "zeile"
_TITLE: Final = "bezeichnung"
_NUMBER: Final = "lfdnr"
_GRANT_COLUMNS: Final = (_NUMBER, "empfaenger", "zweck", "verpflichtend_freiwillig", "befristung")
_YEARLY: Final = "jährlich"
_SUM_OF_LINES: Final = "Summe oder Saldo anderer Zeilen, nur zur Prüfung"
_TOLERANCE: Final = 1.0
"""Euro by which a printed sum may differ from its rounded lines."""

_VALUE_COLUMN: Final = re.compile(r"([a-zäöü]+)_(\d{4})")
_GRANT_COLUMN: Final = re.compile(r"zuschuss_(\d{4})")
_DAY: Final = re.compile(r"(\d{2})\.(\d{2})\.(\d{4})")
_FTE: Final = re.compile(r"(\d+(?:,\d+)?) VZÄ")


class Sum(Entry):
    """Lines that a sum adds and subtracts."""

    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()


class Layout(Entry):
    """How plan and grants are laid out.

    Attributes:
        plan, grants: Paths of the two inputs; `plan_page`, `grants_page` where they stand in the document.
        value_types: First word of a column of the plan ("ansatz" of "ansatz_2026") -> value type.
        income, expenditure: Line of the plan -> programme; the grants' number -> programme.
        sums: Line with a sum -> what it is the sum of.
        dropped: Line -> why it is no amount.
    """

    plan: str
    plan_page: str
    grants: str
    grants_page: str
    value_types: dict[str, str] = Field(min_length=1)
    income: dict[str, str]
    expenditure: dict[str, str]
    sums: dict[str, Sum]
    dropped: dict[str, str] = Field(default_factory=dict)
    grant_programmes: dict[str, str]


def read(paths: dict[str, Path], source: FundingSource, programmes: Mapping[str, Programme]) -> FundingRead:
    """Income and expenditure line by line without the sums, and the grants with their terms.

    Raises:
        InputError: A line or grant that the layout does not know, a sum that its lines do not make, a term
            that is no day.
    """
    declared = small_tables.layout(Layout, source)
    known = {
        name: small_tables.programme(programmes, name, source)
        for name in {
            *declared.income.values(),
            *declared.expenditure.values(),
            *declared.grant_programmes.values(),
        }
    }
    plan = small_tables.read(paths[declared.plan], ",", (_LINE, _TITLE))
    grants = small_tables.read(paths[declared.grants], ",", _GRANT_COLUMNS)
    made = [record for row in plan for record in _of_line(row, declared, known)]
    _check_sums(plan, declared)
    made += [record for row in grants for record in _of_grant(row, declared, known)]
    dropped = Counter({_SUM_OF_LINES: sum(row[_LINE] in declared.sums for row in plan)})
    dropped.update(declared.dropped[row[_LINE]] for row in plan if row[_LINE] in declared.dropped)
    return FundingRead(records(made, source), dropped=tuple(sorted(dropped.items())))


def _of_line(row: TableRow, declared: Layout, known: Mapping[str, Programme]) -> Iterator[dict[str, Any]]:
    """The records of one line of the plan, a year each; none for a sum."""
    line = row[_LINE]
    if line in declared.sums or line in declared.dropped:
        return
    flow = "ertrag" if line in declared.income else "aufwand"
    name = declared.income.get(line) or declared.expenditure.get(line)
    if name is None:
        raise row.error(
            "Diese Zeile des Teilergebnisplans ist nicht beschrieben.",
            column=_LINE,
            advice="Bitte in data/catalog/funding_sources festlegen, was sie ist.",
        )
    for column, value_type, year in _columns(row, declared):
        yield {
            **of_programme(known[name]),
            "year": year,
            "position": f"{line} {row[_TITLE]}",
            "flow": flow,
            "amount_eur": row.amount(column),
            "value_type": value_type,
            "page": f"{declared.plan_page}, Zeile {line}",
        }


def _columns(row: TableRow, declared: Layout) -> Iterator[tuple[str, str, int]]:
    """Title, value type and year of every column of figures."""
    for column in row.fields:
        found = _VALUE_COLUMN.fullmatch(column)
        if found is None and column not in (_LINE, _TITLE):
            raise row.error(f"Die Spalte „{column}“ nennt kein Jahr.")
        if found is not None:
            kind, year = found.groups()
            if kind not in declared.value_types:
                raise row.error(f"Die Spalte „{column}“ nennt keine bekannte Art von Betrag.")
            yield column, declared.value_types[kind], int(year)


def _check_sums(plan: Sequence[TableRow], declared: Layout) -> None:
    """Raise where a printed sum is not the sum of its lines."""
    lines = {row[_LINE]: row for row in plan}
    for name, parts in declared.sums.items():
        if name not in lines:
            continue
        row = lines[name]
        for column, _, _ in _columns(row, declared):
            added = sum(lines[part].amount(column) for part in parts.plus if part in lines)
            taken = sum(lines[part].amount(column) for part in parts.minus if part in lines)
            if abs(row.amount(column) - (added - taken)) > _TOLERANCE:
                raise row.error(
                    f"Die Summe stimmt nicht: Die Zeilen ergeben {formats.number(added - taken, 2)}.",
                    column=column,
                )


def _of_grant(row: TableRow, declared: Layout, known: Mapping[str, Programme]) -> Iterator[dict[str, Any]]:
    """The records of one grant, a year each."""
    number = row[_NUMBER]
    if number not in declared.grant_programmes:
        raise row.error(
            "Diesem Zuschuss ist kein Programm zugeordnet.",
            column=_NUMBER,
            advice="Bitte in data/catalog/funding_sources festlegen, wohin er gehört.",
        )
    target = known[declared.grant_programmes[number]]
    fte = _FTE.search(row["zweck"])
    for column in row.fields:
        found = _GRANT_COLUMN.fullmatch(column)
        if found is None:
            continue
        year, amount = int(found[1]), row.amount(column)
        staff = row.amount(f"personal_{year}")
        notes = [
            f"davon Personal {formats.number(staff, 0)} €" if staff else "",
            "Befristung „jährlich“: gilt als 31.12. des Haushaltsjahres" if _is_yearly(row) else "",
        ]
        yield {
            **of_programme(target),
            "year": year,
            "position": _grant_title(row),
            "amount_eur": amount,
            "value_type": "Ansatz",
            "fte": float(fte[1].replace(",", ".")) if fte and amount else None,
            "legal_character": _legal_character(row),
            "term_end": date(year, 12, 31) if _is_yearly(row) else _day(row),
            "page": f"{declared.grants_page}, laufende Nummer {number}",
            "note": "; ".join(note for note in notes if note),
        }


def _grant_title(row: TableRow) -> str:
    """Purpose and recipient; the recipient first where the purpose only adds a remark in brackets."""
    purpose, recipient = row["zweck"], row["empfaenger"]
    return f"{recipient} {purpose}" if purpose.startswith("(") else f"{purpose} ({recipient})"


def _is_yearly(row: TableRow) -> bool:
    return row["befristung"] == _YEARLY


def _day(row: TableRow) -> date | None:
    if not row["befristung"]:
        return None
    found = _DAY.fullmatch(row["befristung"])
    if found is None:
        raise row.error("Hier wird ein Tag (31.12.2027) oder „jährlich“ erwartet.", column="befristung")
    day, month, year = (int(part) for part in found.groups())
    return date(year, month, day)


def _legal_character(row: TableRow) -> str:
    text = row["verpflichtend_freiwillig"]
    known = {"freiwillig": "freiwillig", "verpflichtend": "pflichtig"}
    if text not in known:
        raise row.error(
            "Hier wird „verpflichtend“ oder „freiwillig“ erwartet.", column="verpflichtend_freiwillig"
        )
    return known[text]
