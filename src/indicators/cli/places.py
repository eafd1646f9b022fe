"""The command that lists the regions."""

import argparse

from indicators import regions
from indicators.cli.parser import Parser, json_option, print_json


def add_to(parser: Parser) -> None:
    """Add the options of this command."""
    parser.set_defaults(run=_regions)
    json_option(parser)


def _regions(arguments: argparse.Namespace) -> None:
    registry = regions.load()
    members = {m.region_ags for m in registry.members()}
    listed = [r for level in regions.LEVELS for r in registry.of_level(level)]
    if arguments.json:
        print_json(
            [
                {
                    "ags": r.ags,
                    "name": r.display_name,
                    "level": r.level,
                    "parent": r.parent,
                    "kreistyp": r.kreistyp,
                    "groessenklasse": r.groessenklasse,
                    "population": r.population,
                    "member": r.ags in members,
                }
                for r in listed
            ]
        )
        return
    for region in listed:
        print(f"{region.ags}\t{region.display_name}\t{region.level}")
