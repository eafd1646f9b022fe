"""The command line: the same figures as on the screen, for people and for programs (`--json`).

A command is a module of this package with `add_to(parser)`: its options and what runs. It is loaded when the
command is called, so that nobody waits for the libraries of another one.
"""

import argparse
import logging
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final

from indicators.cli.parser import CommandParser, Parser
from indicators.errors import InputError, reason

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
        if sys.stdout is not None:  # closed by whoever called
            sys.stdout.flush()
    except InputError as error:
        print(f"Fehler: {error}", file=sys.stderr)
        _flush_or_give_up()
        return _FAILED
    except BrokenPipeError:
        # Whoever reads has seen enough (`| head`).
        _give_up_output()
        return _FAILED
    except OSError as error:
        print(f"Fehler: Das Betriebssystem hat abgelehnt ({reason(error)}).", file=sys.stderr)
        _give_up_output()
        return _FAILED
    except KeyboardInterrupt:
        print("Abgebrochen.", file=sys.stderr)
        return _FAILED
    return 0


def _flush_or_give_up() -> None:
    """Write what is buffered, unless the output cannot take it."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        _give_up_output()


def _give_up_output() -> None:
    """What is still buffered must not fail a second time when Python ends."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


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
