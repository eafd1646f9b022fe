"""The command that takes a downloaded file into the user's own folder."""

import argparse
from pathlib import Path

from indicators import catalog, regions
from indicators.cli.parser import Parser, json_option, print_json
from indicators.importers import overlay


def add_to(parser: Parser) -> None:
    """Add the options of this command."""
    parser.set_defaults(run=_import)
    parser.add_argument("file", type=Path, metavar="DATEI", help="die Datei, wie sie vom Portal kommt")
    parser.add_argument("--dry-run", action="store_true", help="nur zeigen, was geschähe")
    json_option(parser)


def _import(arguments: argparse.Namespace) -> None:
    plan = overlay.plan(arguments.file, catalog.load(), regions.load())
    if not arguments.dry_run:
        overlay.apply(plan)
    if arguments.json:
        print_json({**plan.as_json(), "dry_run": arguments.dry_run})
        return
    print(plan.text())
    if plan.match is not None:
        print(_outcome(plan, dry_run=arguments.dry_run))


def _outcome(plan: overlay.ImportPlan, *, dry_run: bool) -> str:
    if not plan.changes_anything:
        return "Alle Werte sind schon gespeichert: Es war nichts zu übernehmen."
    return "Probelauf: Es wurde nichts übernommen." if dry_run else "Die Werte sind übernommen."
