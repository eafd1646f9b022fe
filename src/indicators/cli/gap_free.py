"""Funding gaps from free inputs: what is given on the command line, without shipped figures."""

import argparse
from datetime import date
from pathlib import Path
from typing import Any, Final

import polars as pl

from indicators import catalog, funding
from indicators.errors import InputError
from indicators.funding_records import FUNDERS
from indicators.gap_cases.typed import number_of
from indicators.gaps import parity, staffing, structure
from indicators.gaps.costs import BuiltCost, CarriedCost, Cost, GivenCost
from indicators.gaps.model import FundingGap, GapInput
from indicators.gaps.need_adjusted import need_adjusted
from indicators.gaps.quantities import GapUnit
from indicators.gaps.real_value import real_value
from indicators.gaps.regression import Column, NeedData
from indicators.gaps.structure import Position

Gaps = tuple[FundingGap, ...]
_GIVEN: Final = "beim Aufruf angegeben"


def number_option(arguments: argparse.Namespace, name: str) -> float | None:
    """The number of an option; None where it was not given.

    Raises:
        InputError: It is no number.
    """
    text: str | None = getattr(arguments, name, None)
    if text is None:
        return None
    title = f"--{name.replace('_', '-')}"
    value = number_of(text, title)
    if value is None:
        raise InputError(f"„{title}“ ist leer.", "Bitte eine Zahl angeben oder die Angabe weglassen.")
    return value


def reason_of(arguments: argparse.Namespace) -> str:
    """Why the own values: what was said, else where they come from."""
    return arguments.reason.strip() or _GIVEN


def _input(
    arguments: argparse.Namespace, name: str, title: str, unit: GapUnit, decimals: int = 0, **more: Any
) -> GapInput:
    """An option as an input; missing where it was not given."""
    value = number_option(arguments, name)
    if value is None:
        return GapInput(name, title, None, unit, decimals, reason=f"--{name.replace('_', '-')}", **more)
    return GapInput(
        name,
        title,
        value,
        unit,
        decimals,
        origin="eigene_annahme",
        evidence_level="geschaetzt",
        reason=reason_of(arguments),
        **more,
    )


def real(arguments: argparse.Namespace) -> Gaps:
    """M1 from two amounts and two index values."""
    base_year, year = _years(arguments)

    def both(name: str, title: str, unit: GapUnit, decimals: int = 0) -> dict[int, GapInput]:
        return {
            at: _input(arguments, option, f"{title} {at}", unit, decimals, year=at)
            for option, at in ((f"base_{name}", base_year), (name, year))
        }

    with_persons = arguments.persons is not None or arguments.base_persons is not None
    return (
        real_value(
            both("amount", "Mittel", "eur"),
            both("index", "Index", "index", 1),
            base_year=base_year,
            year=year,
            persons=both("persons", "Personen der Zielgruppe", "persons") if with_persons else None,
        ),
    )


def _years(arguments: argparse.Namespace) -> tuple[int, int]:
    """The years that were given, else those in which the consumer price index has the given values."""
    years = {value: year for year, value in funding.price_index(catalog.load()).items()}
    found = [
        given or years.get(number_option(arguments, index) or 0.0)
        for given, index in ((arguments.base_year, "base_index"), (arguments.year, "index"))
    ]
    if None in found:
        raise InputError(
            "Es ist nicht klar, welche Jahre verglichen werden.",
            "Bitte --base-year und --year angeben, oder --region für mitgelieferte Zahlen.",
        )
    return int(found[0] or 0), int(found[1] or 0)


def comparison(arguments: argparse.Namespace) -> Gaps:
    """M2 from an own table."""
    if arguments.table is None or not arguments.row:
        raise InputError(
            "Für den Vergleich fehlt die Kommune.",
            "Bitte --region AGS angeben, oder --table DATEI und --row SCHLÜSSEL.",
        )
    frame = _read(arguments.table)
    key, money, *needs = frame.columns
    numbers = frame.select(
        pl.col(key).alias("ags"),
        *(
            pl.Series(name, [number_of(text or "", name) for text in frame[name]], dtype=pl.Float64)
            for name in (money, *needs)
        ),
    )
    source = f"eigene Tabelle {arguments.table.name}"
    data = NeedData(
        numbers,
        Column(money, money, "eur_per_inhabitant", 2, source=source),
        tuple(Column(name, name, "number", 2, source=source) for name in needs),
    )
    inhabitants = _input(arguments, "inhabitants", "Einwohnerinnen und Einwohner", "persons")
    return (need_adjusted(data, arguments.row, inhabitants if inhabitants.value is not None else None),)


def _read(path: Path) -> pl.DataFrame:
    """An own CSV table as text, separated by semicolons or commas."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        separator = ";" if ";" in text.split("\n", 1)[0] else ","
        frame = pl.read_csv(text.encode(), separator=separator, infer_schema=False)
    except (OSError, UnicodeDecodeError, pl.exceptions.PolarsError):
        raise InputError(
            "Die Tabelle lässt sich nicht lesen.", "Bitte eine CSV-Datei in UTF-8 angeben.", path
        ) from None
    if frame.width < len(("key", "money", "need")):
        raise InputError(
            "Die Tabelle hat zu wenige Spalten.",
            "Nötig sind Schlüssel, Mittel und mindestens eine weitere Spalte.",
            path,
        )
    return frame


def parity_gaps(arguments: argparse.Namespace) -> Gaps:
    """M3 from two rates and a number of persons; with effect and cost also in euro."""
    unit: GapUnit = "percent" if arguments.per == 100 else "number"
    group, reference, persons = (
        _input(arguments, "rate", "Wert der Gruppe", unit, 1),
        _input(arguments, "reference", "Wert der Vergleichsgruppe", unit, 1),
        _input(arguments, "persons", "Personen der Gruppe", "persons"),
    )
    found = parity.parity(group, reference, persons, direction=arguments.direction, per=arguments.per)
    if arguments.effect is None and arguments.unit_cost is None:
        return (found,)
    low, high = (number_option(arguments, name) for name in ("effect_low", "effect_high"))
    euros = parity.scenario(
        group,
        reference,
        persons,
        effect=_input(arguments, "effect", "Nettowirkung je Platz", "number", 2, low=low, high=high),
        unit_cost=_input(arguments, "unit_cost", "Kosten je Platz", "eur_per_place"),
        funds=_input(arguments, "funds", "Vorhandene Mittel", "eur") if arguments.funds is not None else None,
        direction=arguments.direction,
        per=arguments.per,
    )
    return (found, euros)


def staffing_gaps(arguments: argparse.Namespace) -> Gaps:
    """M4: the lump-sum gap where a lump sum is given, else the staffing gap."""
    staff = _input(arguments, "staff", "Vorhandene Stellen", "fte", 1)
    cost = _cost(arguments)
    if arguments.lump_sum is not None:
        paid = _input(arguments, "lump_sum", "Gezahlte Pauschale", "eur_per_fte")
        return (staffing.lump_sum(staff, cost, paid),)
    low, high = (number_option(arguments, name) for name in ("ratio_low", "ratio_high"))
    ratio = _input(arguments, "ratio", "Betreuungsschlüssel", "persons_per_fte", low=low, high=high)
    persons = _input(arguments, "persons", "Personen, die zu betreuen sind", "persons")
    return (staffing.staffing(persons, ratio, staff, cost),)


def _cost(arguments: argparse.Namespace) -> Cost:
    if arguments.base_cost is not None:
        return CarriedCost(
            _input(arguments, "base_cost", "Kosten je VZÄ im früheren Jahr", "eur_per_fte", 2),
            _input(arguments, "base_index", "Index im früheren Jahr", "index", 1),
            _input(arguments, "index", "Index im betrachteten Jahr", "index", 1),
        )
    if arguments.personnel is not None:
        return BuiltCost(
            _input(arguments, "personnel", "Personalkosten je VZÄ", "eur_per_fte"),
            _input(arguments, "workplace", "Sachkosten je VZÄ", "eur_per_fte"),
            _input(arguments, "overhead", "Gemeinkosten, Anteil an den Personalkosten", "percent"),
        )
    return GivenCost(_input(arguments, "cost", "Vollkosten je VZÄ", "eur_per_fte"))


def structure_gaps(arguments: argparse.Namespace) -> Gaps:
    """M5: a table of positions, or two planned amounts."""
    if arguments.positions is not None:
        if arguments.year is None:
            raise InputError("Das Jahr der Positionen fehlt.", "Bitte --year angeben.")
        spent = _input(arguments, "expenditure", "Gesamter Aufwand", "eur")
        return (
            structure.structure(
                _positions(arguments), arguments.year, spent if spent.value is not None else None
            ),
        )
    before = _input(arguments, "before", "Früherer Betrag", "eur", year=arguments.before_year)
    after = _input(arguments, "after", "Späterer Betrag", "eur", year=arguments.year)
    if before.value is None or after.value is None:
        raise InputError(
            "Es fehlen die Beträge.",
            "Bitte --before und --after angeben, --positions DATEI oder --region für mitgelieferte Zahlen.",
        )
    return (structure.planned_change(before, after),)


def _positions(arguments: argparse.Namespace) -> list[Position]:
    """The rows of a CSV with titel, betrag, mittelgeber, ende, nachfolge."""
    frame = _read(arguments.positions)
    missing = [name for name in ("titel", "betrag", "mittelgeber") if name not in frame.columns]
    if missing:
        raise InputError(
            f"In der Tabelle fehlen die Spalten {', '.join(missing)}.", "Bitte ergänzen.", arguments.positions
        )
    return [_position(row, line, arguments) for line, row in enumerate(frame.iter_rows(named=True), start=2)]


def _position(row: dict[str, str | None], line: int, arguments: argparse.Namespace) -> Position:
    title, funder, end = row["titel"] or "ohne Titel", row["mittelgeber"], row.get("ende")
    if funder not in FUNDERS:
        raise InputError(
            f"Der Mittelgeber ist unbekannt. Möglich: {', '.join(FUNDERS)}.",
            "Bitte berichtigen.",
            arguments.positions,
            line,
            "mittelgeber",
            funder or "",
        )
    try:
        until = date.fromisoformat(end) if end else None
    except ValueError:
        raise InputError(
            "Das Ende ist kein Datum.",
            "Bitte als JJJJ-MM-TT angeben.",
            arguments.positions,
            line,
            "ende",
            end,
        ) from None

    def amount(column: str, name: str) -> GapInput | None:
        value = number_of(row.get(column) or "", f"{column}, Zeile {line}")
        if value is None:
            return None
        return GapInput(
            "amount",
            name,
            value,
            "eur",
            origin="eigene_annahme",
            reason=reason_of(arguments),
            year=arguments.year,
        )

    paid = amount("betrag", title)
    if paid is None:
        raise InputError("Der Betrag fehlt.", "Bitte ergänzen.", arguments.positions, line, "betrag")
    return Position(paid, funder, until, successor=amount("nachfolge", f"{title}, Nachfolge"))  # type: ignore[arg-type]
