"""Reading one file of the catalogue, with a German error that names it."""

import re
import tomllib
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from indicators.catalog.entries import Entry
from indicators.errors import InputError

_M = TypeVar("_M", bound=Entry)

_PLACE: Final = re.compile(r"at line (\d+), column (\d+)")
_REASONS: Final = {
    "missing": "er fehlt",
    "extra_forbidden": "er ist nicht vorgesehen",
    "literal_error": "möglich ist {expected}",
    "string_pattern_mismatch": "er hat nicht die Form {pattern}",
    "greater_than_equal": "er muss mindestens {ge} sein",
    "less_than_equal": "er darf höchstens {le} sein",
    "too_short": "es sind weniger als {min_length} Angaben",
}
_KINDS: Final = {
    "int": "eine ganze Zahl",
    "float": "eine Zahl",
    "bool": "true oder false",
    "string": "ein Text in Anführungszeichen",
    "date": "ein Datum wie 2026-11-22",
    "tuple": "eine Liste in eckigen Klammern",
    "list": "eine Liste in eckigen Klammern",
    "dict": "eine Tabelle",
    "model": "eine Tabelle",
}


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of a file."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(
            "Die Datei fehlt im Katalog.", "Bitte den Ordner data/catalog prüfen.", path
        ) from None
    except UnicodeDecodeError:
        raise InputError("Die Datei ist nicht in UTF-8 gespeichert.", "Bitte so speichern.", path) from None
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        line, column = (int(place[1]), int(place[2])) if place else (None, None)
        raise InputError(
            "Die Datei ist kein gültiges TOML.", "Bitte die Stelle berichtigen.", path, line, column
        ) from None


def first_refused(error: ValidationError) -> tuple[str, str]:
    """Which entry pydantic refuses first (its keys joined by dots), and why in German words."""
    first = error.errors()[0]
    return ".".join(str(part) for part in first["loc"]), _reason(first)


def _reason(problem: ErrorDetails) -> str:
    kind = problem["type"]
    if kind in _REASONS:
        told = {"expected": "", **problem.get("ctx", {})}
        return _REASONS[kind].format_map(told | {"expected": str(told["expected"]).replace(" or ", " oder ")})
    if kind == "value_error":  # our own checks speak German
        return problem["msg"].removeprefix("Value error, ")
    wanted = _KINDS.get(kind.split("_", 1)[0])
    return f"erwartet wird {wanted}" if wanted else "er hat nicht die erwartete Form"


def entry(model: type[_M], data: dict[str, Any], path: Path) -> _M:
    """A checked declaration of what was read from the file."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        place, why = first_refused(error)
        raise InputError(
            f"Der Eintrag „{place}“ passt nicht: {why}.",
            "Bitte mit den anderen Dateien des Ordners vergleichen.",
            path,
        ) from None
