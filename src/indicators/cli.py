"""The command line: the same figures as on the screen, for people and for programs (`--json`)."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from indicators import build, catalog, lookup, regions
from indicators.errors import InputError
from indicators.importers import overlay
from indicators.observations import TOTAL

_FAILED = 1
_GERMAN_HEADINGS = {"positional arguments": "Angaben", "options": "Optionen", "subcommands": "Befehle"}


class _Parser(argparse.ArgumentParser):
    """argparse with German words."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs, add_help=False)
        self.add_argument("-h", "--help", action="help", help="diese Hilfe zeigen")
        for group in self._action_groups:
            group.title = _GERMAN_HEADINGS.get(group.title or "", group.title)

    def format_help(self) -> str:
        return super().format_help().replace("usage: ", "Aufruf: ", 1)

    def format_usage(self) -> str:
        return super().format_usage().replace("usage: ", "Aufruf: ", 1)

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(2, f"Fehler: {_german(message)} Hilfe: {self.prog} --help\n")


def _german(message: str) -> str:
    for english, german in (
        ("the following arguments are required:", "Es fehlt:"),
        ("unrecognized arguments:", "Unbekannte Angabe:"),
        ("invalid choice:", "unbekannt:"),
        ("choose from", "möglich:"),
        ("expected one argument", "eine Angabe fehlt"),
        ("invalid int value:", "keine ganze Zahl:"),
        ("ambiguous option:", "mehrdeutig:"),
        ("could match", "passt zu"),
        ("argument ", "Angabe "),
    ):
        message = message.replace(english, german)
    return message.rstrip(".") + "."


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit status, which is not 0 on an error."""
    arguments = _parser().parse_args(argv)
    run: Callable[[argparse.Namespace], None] = arguments.run
    try:
        run(arguments)
        sys.stdout.flush()
    except InputError as error:
        print(f"Fehler: {error}", file=sys.stderr)
        return _FAILED
    except BrokenPipeError:
        # Whoever reads has seen enough (`| head`); what is still buffered must not fail a second time.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _FAILED
    except KeyboardInterrupt:
        print("Abgebrochen.", file=sys.stderr)
        return _FAILED
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="python -m indicators",
        description="Integrationsmonitor Kommunal: Indikatoren der Integration und ihrer Finanzierung.",
    )
    commands = parser.add_subparsers(title="Befehle", required=True, metavar="BEFEHL", parser_class=_Parser)
    _add_show(commands)
    _add_lists(commands)
    _add_intake(commands)
    return parser


def _command(commands: Any, name: str, run: Callable[[argparse.Namespace], None], text: str) -> _Parser:
    command: _Parser = commands.add_parser(name, help=text, description=text)
    command.set_defaults(run=run)
    return command


def _add_show(commands: Any) -> None:
    show = _command(commands, "show", _show, "Den Wert eines Indikators für eine Region zeigen.")
    show.add_argument("--indicator", required=True, metavar="ID", help="Kennung des Indikators")
    show.add_argument(
        "--region", required=True, metavar="AGS", help="DG, Land (2), Kreis (5) oder Gemeinde (8 Stellen)"
    )
    show.add_argument("--year", type=int, metavar="JAHR", help="Jahr; ohne Angabe das letzte mit Wert")
    show.add_argument("--group", default=TOTAL, metavar="GRUPPE", help=f"Gruppe; ohne Angabe „{TOTAL}“")
    _json_option(show)


def _add_lists(commands: Any) -> None:
    _json_option(
        _command(commands, "catalog", _catalog, "Alle Indikatoren mit Definition und Quelle auflisten.")
    )
    _json_option(_command(commands, "regions", _regions, "Alle Regionen auflisten."))


def _add_intake(commands: Any) -> None:
    built = _command(commands, "build", _build, "Die Zahlen aus den amtlichen Dateien neu zusammenstellen.")
    built.add_argument(
        "--sources", required=True, type=Path, metavar="ORDNER", help="Ordner der Quelldateien"
    )
    built.add_argument("--out", type=Path, metavar="ORDNER", help="Zielordner; ohne Angabe data/")
    taken = _command(commands, "import", _import, "Eine heruntergeladene amtliche Datei einlesen.")
    taken.add_argument("file", type=Path, metavar="DATEI", help="die Datei, wie sie vom Portal kommt")
    taken.add_argument("--dry-run", action="store_true", help="nur zeigen, was geschähe")
    _json_option(taken)


def _json_option(command: _Parser) -> None:
    command.add_argument("--json", action="store_true", help="Ausgabe als JSON")


def _print_json(thing: object) -> None:
    print(json.dumps(thing, ensure_ascii=False, indent=2))


def _show(arguments: argparse.Namespace) -> None:
    declared = catalog.load()
    indicator = declared.indicator(arguments.indicator)
    region = regions.load().get(arguments.region)
    shown = lookup.value_of(indicator, declared, region.ags, group=arguments.group, year=arguments.year)
    if arguments.json:
        _print_json({**shown, "region_name": region.display_name})
        return
    group = declared.groups[shown["group"]].title
    place = f"{region.display_name}, {shown['year'] or 'kein Jahr'}, {group}"
    print(f"{indicator.title}, {place}: {shown['text']}")
    print(f"Status: {shown['status_text']}")
    print(f"Quelle: {shown['source']}")


def _catalog(arguments: argparse.Namespace) -> None:
    declared = catalog.load()
    entries = [lookup.description(indicator, declared) for indicator in declared.indicators.values()]
    if arguments.json:
        _print_json(entries)
        return
    for entry in entries:
        years = f"{entry['years'][0]}–{entry['years'][-1]}" if entry["years"] else "ohne Werte"
        print(f"{entry['id']}: {entry['title']} ({entry['unit_title']}; {years})")


def _regions(arguments: argparse.Namespace) -> None:
    registry = regions.load()
    members = {m.region_ags for m in registry.members()}
    listed = [r for level in regions.LEVELS for r in registry.of_level(level)]
    if arguments.json:
        _print_json(
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


def _build(arguments: argparse.Namespace) -> None:
    print(build.run(arguments.sources, arguments.out).text())


def _import(arguments: argparse.Namespace) -> None:
    plan = overlay.plan(arguments.file, catalog.load(), regions.load())
    if not arguments.dry_run:
        overlay.apply(plan)
    if arguments.json:
        _print_json({**plan.as_json(), "dry_run": arguments.dry_run})
        return
    print(plan.text())
    if plan.match is not None:
        print("Probelauf: Es wurde nichts übernommen." if arguments.dry_run else "Die Werte sind übernommen.")
