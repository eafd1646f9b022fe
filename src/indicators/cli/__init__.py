"""The command line: the same figures as on the screen, for people and for programs (`--json`).

A command is a module of this package with `add_to(parser)`: its options and what runs. It is loaded when the
command is called, so that nobody waits for the libraries of another one.
"""

import argparse
import logging
import os
import sys
from collections.abc import Callable, Sequence
from typing import Final

from indicators.cli.parser import CommandParser, Parser
from indicators.errors import InputError

_FAILED: Final = 1

_COMMANDS: Final = (
    ("show", "value", "Den Wert eines Indikators für eine Region zeigen."),
    ("catalog", "listing", "Alle Indikatoren mit Definition und Quelle auflisten."),
    ("regions", "places", "Alle Regionen auflisten."),
    ("build", "compiling", "Die Zahlen aus den amtlichen Dateien neu zusammenstellen."),
    ("import", "intake", "Eine heruntergeladene amtliche Datei einlesen."),
    (
        "funding",
        "funding",
        "Fördermittel einer Region mit Quelle zeigen: die eigenen, dazu die von Land und Bund.",
    ),
    (
        "brief",
        "brief",
        "Ein Haushaltsargument als PDF, DOCX, XLSX oder PPTX schreiben, oder die Profile aller Mitglieder.",
    ),
    ("gap", "gap", "Eine Förderlücke berechnen: fünf Maße, die nicht addiert werden."),
)
"""Name, module and purpose of the commands, in the order in which the help lists them."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit status, which is not 0 on an error."""
    # Where the home cannot be written, matplotlib takes a temporary folder and says so in English.
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
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
    parser = Parser(
        prog="python -m indicators",
        description="Integrationsmonitor Kommunal: Indikatoren der Integration und ihrer Finanzierung.",
    )
    commands = parser.add_subparsers(
        title="Befehle", required=True, metavar="BEFEHL", parser_class=CommandParser
    )
    for name, module, text in _COMMANDS:
        commands.add_parser(name, help=text, description=text, module=f"{__name__}.{module}")
    return parser
