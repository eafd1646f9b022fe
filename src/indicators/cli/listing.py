"""The command that lists the indicators, or the programmes."""

import argparse

from indicators import catalog, lookup, regions, texts
from indicators.cli.parser import Parser, json_option, print_json


def add_to(parser: Parser) -> None:
    """Add the options of this command."""
    parser.set_defaults(run=_catalog)
    parser.add_argument(
        "--programmes", action="store_true", help="statt der Indikatoren die Förderprogramme auflisten"
    )
    json_option(parser)


def _catalog(arguments: argparse.Namespace) -> None:
    if arguments.programmes:
        _list_programmes(as_json=arguments.json)
        return
    declared = catalog.load()
    entries = [lookup.description(indicator, declared) for indicator in declared.indicators.values()]
    if arguments.json:
        print_json(entries)
        return
    for entry in entries:
        years = texts.span(entry["years"]) or "ohne Werte"
        print(f"{entry['id']}: {entry['title']} ({entry['unit_title']}; {years})")


def _list_programmes(*, as_json: bool) -> None:
    """Print all programmes of the catalogue."""
    declared, registry = catalog.load(), regions.load()
    if as_json:
        print_json([p.model_dump(mode="json") for p in declared.programmes.values()])
        return
    for programme in declared.programmes.values():
        place = registry.get(programme.region).display_name
        print(f"{programme.id}: {programme.title} ({programme.funder}, {place})")
