"""Single figures, quoted one by one with a document each: every row has a declared place, or a reason."""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal, Self

from pydantic import Field, model_validator

from indicators.catalog import Evidence, FundingSource, Programme
from indicators.catalog.entries import Entry
from indicators.errors import InputError
from indicators.importers.funding import small_tables
from indicators.importers.funding.contract import FundingRead, of_programme, records
from indicators.importers.funding.small_tables import TableRow

_PERIOD: Final = re.compile(r"(\d{4})(?:[-/](\d{4}))?")
_PUBLIC_FILE: Final = "öffentliche Datei"
_QUOTED: Final[Evidence] = "sekundaer"
_OWN_PAGE: Final[Evidence] = "erfasst"


class RowRule(Entry):
    """What becomes of the rows whose fields are exactly `match`: a record, or left out with a reason.

    Attributes:
        dropped: Why the rows are no amount of money; the other keys are then not used.
        programme, value_type, budget, region, position, fte, term_end: Columns of the record; the region is
            the programme's and the position the row's wording unless given.
        each_year: A period stands for one equal amount in each of its years, not for a total.
        document: The document's full address where the row only says "as above".
        amount_in_words, amount: The row states the amount in words only: these words, and what they mean.
        note: What a reader must know; joined with the row's own remark.
    """

    match: dict[str, str] = Field(min_length=1)
    dropped: str = ""
    programme: str = ""
    value_type: Literal["", "Ist", "Soll", "Ansatz", "Planung", "Bewilligung"] = ""
    budget: str = ""
    region: str = ""
    position: str = ""
    fte: float | None = None
    term_end: date | None = None
    each_year: bool = False
    document: str = ""
    amount_in_words: str = ""
    amount: float | None = None
    note: str = ""

    @model_validator(mode="after")
    def _record_or_reason(self) -> Self:
        if bool(self.dropped) == bool(self.programme and self.value_type):
            msg = "programme und value_type oder dropped angeben"
            raise ValueError(msg)
        if bool(self.amount_in_words) != (self.amount is not None):
            msg = "amount_in_words und amount gehören zusammen"
            raise ValueError(msg)
        return self


class Layout(Entry):
    """How a table of single figures is laid out.

    Attributes:
        filter: Column -> accepted values; other rows are not about money and stay unread.
        year, amount, unit, document: Titles of columns; `wording`, `kind`, `remark` where there are such.
        units: Unit of a row -> factor to euro. A row in another unit must be left out by a rule.
        official: Parts of a document's name by which a public body's own page or paper is known.
    """

    delimiter: str = ";"
    filter: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    year: str = "jahr"
    amount: str = "wert"
    unit: str = "einheit"
    document: str = "quelle"
    wording: str = ""
    kind: str = ""
    remark: str = ""
    units: dict[str, float]
    official: tuple[str, ...] = ()
    rows: tuple[RowRule, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that is named."""
        matched = {column for rule in self.rows for column in rule.match}
        named = {self.year, self.amount, self.unit, self.document, self.wording, self.kind, self.remark}
        return tuple(sorted((matched | named | set(self.filter)) - {""}))


def read(paths: dict[str, Path], source: FundingSource, programmes: Mapping[str, Programme]) -> FundingRead:
    """The records of a table of single figures. Every row must fit one rule, and every rule a row.

    The evidence level follows docs/figures.md ("Geld"): a public body's own page or file is `erfasst`, what
    others report about it `sekundaer`; without a column that says what the document is, that of the source.

    Raises:
        InputError: A row that no rule or several rules describe, a rule without a row, an unknown unit.
    """
    declared = small_tables.layout(Layout, source)
    made: list[dict[str, Any]] = []
    dropped: Counter[str] = Counter()
    used: set[int] = set()
    for path in paths.values():
        for row in small_tables.read(path, declared.delimiter, declared.columns):
            if any(row[column] not in accepted for column, accepted in declared.filter.items()):
                continue
            number = _rule(row, declared)
            rule = declared.rows[number]
            used.add(number)
            if rule.dropped:
                dropped[rule.dropped] += 1
                continue
            target = small_tables.programme(programmes, rule.programme, source)
            made.extend(_records(row, rule, declared, of_programme(target)))
    for number, rule in enumerate(declared.rows):
        if number not in used:
            raise InputError(
                f"Keine Zeile passt zu der Regel {rule.match}.",
                "Bitte die Regel berichtigen oder streichen.",
                f"{source.id}.toml",
            )
    return FundingRead(records(made, source), dropped=tuple(sorted(dropped.items())))


def _rule(row: TableRow, declared: Layout) -> int:
    """Position of the one rule that describes the row."""
    fitting = [
        number
        for number, rule in enumerate(declared.rows)
        if all(row[column] == text for column, text in rule.match.items())
    ]
    if len(fitting) != 1:
        how_many = "mehrere Regeln" if fitting else "keine Regel"
        raise row.error(
            f"Zu dieser Zeile gibt es {how_many}.",
            advice="Bitte in data/catalog/funding_sources festlegen, was sie ist.",
        )
    return fitting[0]


def _records(row: TableRow, rule: RowRule, declared: Layout, base: dict[str, Any]) -> list[dict[str, Any]]:
    """The records of one row: one, or one for each year of a period."""
    unit = row[declared.unit]
    if unit not in declared.units:
        raise row.error("Die Einheit ist nicht als Betrag in Euro beschrieben.", column=declared.unit)
    first, last = _period(row, declared.year)
    years = range(first, last + 1) if rule.each_year else range(first, first + 1)
    record = {
        **base,
        "region": rule.region or base["region"],
        "year_end": None if rule.each_year or last == first else last,
        "position": rule.position or _wording(row, declared),
        "amount_eur": _amount(row, rule, declared) * declared.units[unit],
        "value_type": rule.value_type,
        "budget": rule.budget,
        "fte": rule.fte,
        "term_end": rule.term_end or base["term_end"],
        "page": rule.document or row[declared.document],
        "note": _note(row, rule, declared),
    }
    if declared.kind:
        record["evidence_level"] = evidence(row[declared.kind], row[declared.document], declared.official)
    return [{**record, "year": year} for year in years]


def evidence(kind: str, document: str, official: tuple[str, ...]) -> Evidence:
    """How well a figure is proved: `erfasst` only where every document named is a public body's own."""
    if kind == _PUBLIC_FILE:
        return _OWN_PAGE
    parts = [part for part in document.split(";") if part.strip()]
    return _OWN_PAGE if all(any(mark in part for mark in official) for part in parts) else _QUOTED


def _period(row: TableRow, column: str) -> tuple[int, int]:
    found = _PERIOD.fullmatch(row[column])
    if found is None:
        raise row.error("Hier wird ein Jahr oder ein Zeitraum erwartet.", column=column)
    first, last = found.groups()
    return int(first), int(last or first)


def _amount(row: TableRow, rule: RowRule, declared: Layout) -> float:
    if rule.amount is None:
        return row.amount(declared.amount)
    if not any(rule.amount_in_words in text for text in row.fields.values()):
        raise row.error(f"Die Zeile nennt „{rule.amount_in_words}“ nicht mehr.")
    return rule.amount


def _wording(row: TableRow, declared: Layout) -> str:
    return row[declared.wording] if declared.wording else ""


def _note(row: TableRow, rule: RowRule, declared: Layout) -> str:
    remark = row[declared.remark] if declared.remark else ""
    return "; ".join(part for part in (rule.note, remark) if part)
