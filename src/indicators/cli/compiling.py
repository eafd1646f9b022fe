"""The command that compiles the shipped figures from the official files."""

import argparse
from pathlib import Path

from indicators import build
from indicators.cli.parser import Parser


def add_to(parser: Parser) -> None:
    """Add the options of this command."""
    parser.set_defaults(run=_build)
    parser.add_argument(
        "--sources", required=True, type=Path, metavar="ORDNER", help="Ordner der Quelldateien"
    )
    parser.add_argument("--out", type=Path, metavar="ORDNER", help="Zielordner; ohne Angabe data/")


def _build(arguments: argparse.Namespace) -> None:
    print(build.run(arguments.sources, arguments.out).text())
