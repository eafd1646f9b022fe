"""The command that takes a downloaded file into the user's own folder."""

import argparse
import sys
from pathlib import Path

from indicators import catalog, regions
from indicators.cli.parser import Parser, json_option, print_json
from indicators.errors import InputError, reason
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
    try:
        _show(plan, arguments)
    except BrokenPipeError:
        raise
    except OSError as error:
        merged = plan.changes_anything and not arguments.dry_run
        raise InputError(
            f"Die Ausgabe ließ sich nicht schreiben ({reason(error)}). "
            + ("Die Werte sind übernommen." if merged else "Es wurde nichts übernommen."),
            "Bitte den Ort der Ausgabe prüfen; ein zweiter Aufruf zeigt sie.",
        ) from None


def _show(plan: overlay.ImportPlan, arguments: argparse.Namespace) -> None:
    """Print the plan, down to whoever reads it."""
    if arguments.json:
        print_json({**plan.as_json(), "dry_run": arguments.dry_run})
    else:
        print(plan.text())
        if plan.match is not None:
            print(_outcome(plan, dry_run=arguments.dry_run))
    if sys.stdout is not None:  # closed by whoever called
        sys.stdout.flush()


def _outcome(plan: overlay.ImportPlan, *, dry_run: bool) -> str:
    if not plan.changes_anything:
        return "Alle Werte sind schon gespeichert: Es war nichts zu übernehmen."
    return "Probelauf: Es wurde nichts übernommen." if dry_run else "Die Werte sind übernommen."
