"""The command line: the same figures as on the screen, for people and for programs (`--json`)."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from indicators.cli import brief, figures, funding, gap
from indicators.cli.parser import Parser
from indicators.errors import InputError

_FAILED = 1


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
    parser = Parser(
        prog="python -m indicators",
        description="Integrationsmonitor Kommunal: Indikatoren der Integration und ihrer Finanzierung.",
    )
    commands = parser.add_subparsers(title="Befehle", required=True, metavar="BEFEHL", parser_class=Parser)
    figures.add(commands)
    funding.add(commands)
    brief.add(commands)
    gap.add(commands)
    return parser
