"""Reading one file of the catalogue, with a German error that names it."""

import tomllib
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from indicators.catalog.entries import Entry
from indicators.errors import InputError

_M = TypeVar("_M", bound=Entry)


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of a file."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(
            "Die Datei fehlt im Katalog.", "Bitte den Ordner data/catalog prüfen.", path
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(
            f"Die Datei ist kein gültiges TOML ({error}).", "Bitte die Stelle berichtigen.", path
        ) from None


def entry(model: type[_M], data: dict[str, Any], path: Path) -> _M:
    """A checked declaration of what was read from the file."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise InputError(
            f"Der Eintrag „{place}“ passt nicht: {first['msg']}.",
            "Bitte mit den anderen Dateien des Ordners vergleichen.",
            path,
        ) from None
