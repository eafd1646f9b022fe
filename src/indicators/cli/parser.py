"""argparse with German words, and what every command shares."""

import argparse
import json
import sys
from importlib import import_module
from typing import Any, NoReturn

_GERMAN_HEADINGS = {"positional arguments": "Angaben", "options": "Optionen", "subcommands": "Befehle"}


class Parser(argparse.ArgumentParser):
    """argparse with German words."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs, add_help=False)
        self.add_argument("-h", "--help", action="help", help="diese Hilfe zeigen")
        for group in self._action_groups:
            group.title = _GERMAN_HEADINGS.get(group.title or "", group.title)

    def format_help(self) -> str:
        """The whole help."""
        return super().format_help().replace("usage: ", "Aufruf: ", 1)

    def format_usage(self) -> str:
        """How the command is called."""
        return super().format_usage().replace("usage: ", "Aufruf: ", 1)

    def error(self, message: str) -> NoReturn:
        """End with the message and exit status 2."""
        self.print_usage(sys.stderr)
        self.exit(2, f"Fehler: {_german(message)} Hilfe: {self.prog} --help\n")


class CommandParser(Parser):
    """The parser of a command: its module is loaded, and adds the options, when the command is called."""

    def __init__(self, *, module: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._module = module

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Read the arguments of the command."""
        import_module(self._module).add_to(self)
        return super().parse_known_args(args, namespace)


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


def json_option(command: Parser) -> None:
    """Add `--json` to a command."""
    command.add_argument("--json", action="store_true", help="Ausgabe als JSON")


def print_json(thing: object) -> None:
    """Print as JSON, umlauts as they are."""
    print(json.dumps(thing, ensure_ascii=False, indent=2))
