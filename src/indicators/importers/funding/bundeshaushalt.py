"""Bundeshaushalt and Haushaltsrechnung: the titles that a programme names, year by year.

A plan gives `Soll`, a supplementary plan `Soll` with its number as `budget` (the new amount of the titles
that it lists), the accounts give `Ist`. A further year is one further file of the source.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from indicators.catalog import BudgetTitle, FundingSource, Programme
from indicators.errors import InputError
from indicators.formats import number
from indicators.funding_records import ORIGINAL
from indicators.importers.funding import budget_tables
from indicators.importers.funding.budget_tables import BudgetTable, Line
from indicators.importers.funding.contract import FundingRead, of_programme, records

REST: Final = "*"
"""As a title: all expenditure of the chapter that no programme names by its title."""

_REST_POSITION: Final = "Ausgaben des Kapitels ohne die einzeln erfassten Titel"
_SAME: Final = 0.005


@dataclass(frozen=True)
class _Found:
    """A title of a programme in one table."""

    table: BudgetTable
    programme: Programme
    line: Line


def read(paths: dict[str, Path], source: FundingSource, programmes: Mapping[str, Programme]) -> FundingRead:
    """The records of all titles that programmes name, from all files of the source.

    Raises:
        InputError: A file is none of the known tables, stands twice, lacks the plan it changes, or two
            programmes name the same title.
    """
    tables = sorted(
        (budget_tables.read(path, name) for name, path in paths.items()),
        key=lambda table: (table.kind, table.year, table.number),
    )
    _refuse_double(tables)
    dropped: Counter[str] = Counter()
    tables = [_numbered(table, tables, dropped) for table in tables]
    for table in tables:
        dropped["Betrag ohne Titelnummer"] += table.untitled
    found = [one for table in tables for one in _of_table(table, titles(programmes, table.year), dropped)]
    found = [_legible(one, tables) for one in found]
    rows = [_row(one) for one in found]
    notes = [*_balance(tables), *_changes(tables, found)]
    counts = tuple((reason, count) for reason, count in sorted(dropped.items()) if count)
    return FundingRead(records(rows, source), tuple(notes), counts)


def _refuse_double(tables: Sequence[BudgetTable]) -> None:
    seen: dict[tuple[str, int, int], Path] = {}
    for table in tables:
        key = (table.kind, table.year, table.number)
        if key in seen:
            raise InputError(
                f"Für {table.year} steht dieselbe Tabelle schon in {seen[key].name}.",
                "Bitte nur eine der beiden Dateien angeben.",
                table.path,
            )
        seen[key] = table.path


def _numbered(table: BudgetTable, tables: Sequence[BudgetTable], dropped: Counter[str]) -> BudgetTable:
    """The table, with the numbers of the year's plan where it gives only texts (Nachträge 2015)."""
    if all(line.title for line in table.lines):
        return table
    plan = _plan(table, tables)
    known: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in plan.lines:
        known[line.text, line.function].append(line)
    raised: dict[tuple[str, str], set[float]] = defaultdict(set)
    for earlier in tables:
        if (earlier.kind, earlier.year) == (table.kind, table.year) and earlier.number < table.number:
            for line in earlier.lines:
                raised[line.text, line.function].add(line.amount)
    lines = []
    for line in table.lines:
        key = (line.text, line.function)
        same = [one for one in known[key] if line.previous in {one.amount, *raised[key]}]
        if len(same) == 1:
            lines.append(replace(line, chapter=same[0].chapter, title=same[0].title))
        else:
            dropped["Nachtrag ohne Titelnummer, im Haushaltsplan nicht eindeutig zu finden"] += 1
    return replace(table, lines=tuple(lines))


def _plan(table: BudgetTable, tables: Iterable[BudgetTable]) -> BudgetTable:
    """The original plan of the year of a supplementary one."""
    for plan in tables:
        if plan.kind == "plan" and plan.year == table.year:
            return plan
    raise InputError(
        f"Der Nachtrag nennt keine Titelnummern; dazu fehlt der Haushaltsplan {table.year}.",
        "Bitte den Haushaltsplan desselben Jahres dazulegen.",
        table.path,
    )


def titles(programmes: Mapping[str, Programme], year: int) -> dict[tuple[str, str], Programme]:
    """Which programme a title (chapter, number or `REST`) belongs to in a year.

    Raises:
        InputError: Two programmes name the same title.
    """
    found: dict[tuple[str, str], Programme] = {}
    for programme in programmes.values():
        for title in programme.titles:
            if not title.from_year <= year <= title.to_year:
                continue
            other = found.setdefault((title.chapter, title.title), programme)
            if other is not programme:
                raise InputError(
                    f"Kapitel {title.chapter}, Titel {title.title} gehört {year} zu zwei Programmen: "
                    f"{other.id} und {programme.id}.",
                    "Bitte die Jahre in einem der beiden begrenzen.",
                    f"{programme.id}.toml",
                )
    return found


def _of_table(
    table: BudgetTable, owners: Mapping[tuple[str, str], Programme], dropped: Counter[str]
) -> Iterator[_Found]:
    """The named titles of a table, and the rest of the chapters that are named as a whole."""
    rest: dict[str, list[Line]] = defaultdict(list)
    for line in table.lines:
        if not line.is_expenditure:
            continue
        if programme := owners.get((line.chapter, line.title)):
            yield _Found(table, programme, line)
        elif (line.chapter, REST) in owners:
            rest[line.chapter].append(line)
    for chapter, lines in rest.items():
        if table.kind == "supplement":
            # It lists the changed titles only; what the rest of the chapter comes to is not in it.
            dropped["Nachtrag zu einzelnen Titeln eines Kapitels, das als Ganzes erfasst ist"] += len(lines)
            continue
        total = round(sum(line.amount for line in lines), 2)
        whole = replace(lines[0], title=REST, text=_REST_POSITION, amount=total, previous=None)
        yield _Found(table, owners[chapter, REST], whole)


def _legible(found: _Found, tables: Iterable[BudgetTable]) -> _Found:
    """With the letters back that a file has lost, where another year has the same text."""
    line = found.line
    same = (
        other
        for table in tables
        for other in table.lines
        if (other.chapter, other.title) == (line.chapter, line.title)
    )
    return replace(found, line=replace(line, text=budget_tables.legible(line, same)))


def _row(found: _Found) -> dict[str, Any]:
    """A funding record."""
    table, line = found.table, found.line
    return {
        **of_programme(found.programme),
        "year": table.year,
        "position": line.text,
        "amount_eur": line.amount,
        "value_type": "Ist" if table.kind == "accounts" else "Soll",
        "budget": f"{table.number}. Nachtrag" if table.kind == "supplement" else ORIGINAL,
        "page": _place(table, line),
    }


def _place(table: BudgetTable, line: Line) -> str:
    """Where an amount stands: chapter, title and, where it is the document's own, the page."""
    title = "übrige Titel" if line.title == REST else f"Titel {line.title[:3]} {line.title[3:]}"
    place = f"Kapitel {line.chapter[:2]} {line.chapter[2:]}, {title}"
    if table.kind == "supplement" or line.title == REST or not line.page.isdigit():
        return place
    where = "Seite" if table.kind == "accounts" else f"Einzelplan {line.chapter[:2]}, Seite"
    return f"{place} ({where} {line.page})"


def _balance(tables: Iterable[BudgetTable]) -> Iterator[str]:
    """A budget balances: a file that does not holds more or less than the budget."""
    for table in tables:
        if table.kind == "supplement":
            continue
        out = sum(line.amount for line in table.lines if line.is_expenditure)
        into = sum(line.amount for line in table.lines if not line.is_expenditure)
        if abs(out - into) > _SAME:
            yield (
                f"{table.path.name}: Einnahmen ({number(into / 1e6, 1)} Mio. €) und Ausgaben "
                f"({number(out / 1e6, 1)} Mio. €) sind nicht gleich; die Datei enthält mehr oder weniger "
                "als den Haushalt."
            )


def _changes(tables: Sequence[BudgetTable], found: Iterable[_Found]) -> Iterator[str]:
    """What a person should look at: a title that got another text, or that is no longer there."""
    by_title: dict[tuple[str, str, str, str], list[_Found]] = defaultdict(list)
    for one in found:
        if one.table.kind != "supplement":
            key = (one.programme.id, one.line.chapter, one.line.title, one.table.kind)
            by_title[key].append(one)
    years = {(table.kind, table.year) for table in tables}
    for (programme, chapter, title, kind), lines in sorted(by_title.items()):
        for before, after in pairwise(lines):
            if before.line.text != after.line.text:
                yield (
                    f"{programme}: Kapitel {chapter}, Titel {title} heißt ab {after.table.year} "
                    f"„{after.line.text}“."
                )
        declared = _declared(lines[-1].programme, chapter, title, lines[-1].table.year)
        following = lines[-1].table.year + 1
        if (kind, following) in years and declared.to_year >= following:
            yield f"{programme}: Kapitel {chapter}, Titel {title} gibt es ab {following} nicht mehr."


def _declared(programme: Programme, chapter: str, title: str, year: int) -> BudgetTitle:
    return next(
        declared
        for declared in programme.titles
        if (declared.chapter, declared.title) == (chapter, title)
        and declared.from_year <= year <= declared.to_year
    )
