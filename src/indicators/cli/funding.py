"""The command on money: who pays how much for what, in which year, and where that stands."""

import argparse
from typing import Any

from indicators import catalog, funding, funding_records, funding_tables, regions
from indicators.catalog.money import EVIDENCE
from indicators.cli.parser import Parser, json_option, print_json
from indicators.errors import InputError
from indicators.formats import number
from indicators.texts import funding as words


def add_to(parser: Parser) -> None:
    """Add the options of this command."""
    parser.set_defaults(run=_funding)
    parser.add_argument(
        "--region", required=True, metavar="AGS", help="DG, Land (2), Kreis (5) oder Gemeinde (8 Stellen)"
    )
    parser.add_argument("--programme", metavar="ID", help="Kennung des Programms; ohne Angabe alle")
    parser.add_argument(
        "--real", type=int, metavar="BASISJAHR", help="Beträge auch in Preisen dieses Jahres zeigen"
    )
    json_option(parser)


def _funding(arguments: argparse.Namespace) -> None:
    declared, registry = catalog.load(), regions.load()
    region = registry.get(arguments.region)
    rows = funding.of_region(funding_records.read(), funding.reach(region.ags, registry))
    if arguments.programme is not None:
        rows = rows.filter(programme=declared.programme(arguments.programme).id)
    index = funding.price_index(declared)
    if arguments.real is not None and arguments.real not in index:
        raise InputError(
            f"Für das Basisjahr {arguments.real} gibt es keinen Preisindex.",
            f"Vorhanden: {min(index)} bis {max(index)}." if index else "",
        )
    entries = funding_tables.as_json(rows, declared, registry, arguments.real)
    if arguments.json:
        print_json(entries)
        return
    if not entries:
        print(f"{region.display_name}: keine Angaben zu Fördermitteln.")
        return
    _print(entries, arguments.real)


def _print(entries: list[dict[str, Any]], base_year: int | None) -> None:
    """A table per region and programme: year, value type, amount, evidence, source."""
    heading = None
    for entry in entries:
        if heading != (heading := (entry["region_name"], entry["funder"], entry["programme_title"])):
            print(f"\n{heading[2]} ({heading[1]}, {heading[0]})")
            if entry["not_added"]:
                print(f"  {entry['not_added']}.")
        kind = words.value_type(entry["value_type"], entry["budget"] or "")
        years = words.period(entry["year"], entry["year_end"])
        line = f"  {years:<9}  {kind:<18}{number(entry['amount_eur']):>18} €"
        if base_year is not None:
            real = entry["amount_real_eur"]
            line += f"  {number(real):>18} €" if real is not None else f"  {entry['real_reason']}"
        print(f"{line}  {EVIDENCE[entry['evidence_level']]}  {entry['position']}  [{entry['page']}]")
    if base_year is not None:
        print(f"\nZweiter Betrag: in Preisen von {base_year} (Verbraucherpreisindex), eigene Berechnung.")
    print(f"\n{words.SOLL_IST}\n{words.NOT_BROKEN_DOWN}\nQuellen:")
    for source in dict.fromkeys(f"{e['source']} ({e['licence']})" for e in entries):
        print(f"  {source}")
