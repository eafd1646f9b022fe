"""The command that shows the value of an indicator for a region."""

import argparse
from typing import Any

from indicators import catalog, lookup, regions, texts
from indicators.cli.parser import Parser, json_option, print_json
from indicators.observations import TOTAL


def add_to(parser: Parser) -> None:
    """Add the options of this command."""
    parser.set_defaults(run=_show)
    parser.add_argument("--indicator", required=True, metavar="ID", help="Kennung des Indikators")
    parser.add_argument(
        "--region", required=True, metavar="AGS", help="DG, Land (2), Kreis (5) oder Gemeinde (8 Stellen)"
    )
    parser.add_argument("--year", type=int, metavar="JAHR", help="Jahr; ohne Angabe das letzte mit Wert")
    parser.add_argument("--group", default=TOTAL, metavar="GRUPPE", help=f"Gruppe; ohne Angabe „{TOTAL}“")
    json_option(parser)


def _show(arguments: argparse.Namespace) -> None:
    declared = catalog.load()
    indicator = declared.indicator(arguments.indicator)
    region = regions.load().get(arguments.region)
    shown = lookup.value_of(indicator, declared, region.ags, group=arguments.group, year=arguments.year)
    if arguments.json:
        print_json({**shown, "region_name": region.display_name})
        return
    group = declared.groups[shown["group"]].title
    place = f"{region.display_name}, {shown['year'] or 'kein Jahr'}, {group}"
    print(f"{indicator.title}, {place}: {shown['text']}")
    print(f"Status: {shown['status_text']}")
    if shown["value"] is None:
        print(_where_values_are(shown))
    print(f"Quelle: {shown['source']}")


def _where_values_are(shown: dict[str, Any]) -> str:
    """What there is instead of the value that was asked for."""
    if shown["years"]:
        return f"Jahre mit Wert für diese Region und Gruppe: {texts.span(shown['years'])}"
    levels = ", ".join(regions.LEVELS[level] for level in shown["levels"])
    return f"Für diese Region und Gruppe liegt in keinem Jahr ein Wert vor; Ebenen mit Werten: {levels}"
