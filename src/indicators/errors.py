"""Errors that a person reads: in German, with the place and with what to do."""

import errno
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_SHOWN_VALUE = 60
_REASONS: Final = {
    errno.EACCES: "keine Berechtigung",
    errno.EPERM: "keine Berechtigung",
    errno.EROFS: "schreibgeschützt",
    errno.ENOSPC: "kein Platz mehr",
    errno.EDQUOT: "kein Platz mehr",
    errno.ENAMETOOLONG: "der Name ist zu lang",
    errno.ENOTDIR: "ein Teil des Pfads ist kein Ordner",
    errno.EISDIR: "es ist ein Ordner",
    errno.EEXIST: "dort liegt schon etwas anderes",
    errno.ENOENT: "nicht gefunden",
}


def reason(error: OSError) -> str:
    """Why the operating system refused, in German words."""
    return _REASONS.get(error.errno or 0, f"Fehler {error.errno} des Betriebssystems")


def printable(text: str) -> str:
    """A text on one line as a terminal may show it: without what steers it."""
    shown = (sign for sign in text if unicodedata.category(sign) != "Cf")
    return "".join(sign if sign.isprintable() else " " if sign.isspace() else "\ufffd" for sign in shown)


@dataclass
class InputError(Exception):
    """Something that a person gave us cannot be used.

    Attributes:
        message: What is wrong, one German sentence.
        advice: What to do about it, one German sentence.
        file: The file, if there is one; only its name is shown.
        line: Line in the file, counted from 1.
        column: Column (field) in the line, counted from 1, or its title.
        value: The text that cannot be used, as it stands in the file.
    """

    message: str
    advice: str = ""
    file: str | Path | None = None
    line: int | None = None
    column: int | str | None = None
    value: str | None = None

    def __str__(self) -> str:
        """The whole German text, on one line."""
        place = []
        if self.file is not None:
            place.append(f"Datei „{printable(Path(self.file).name)}“")
        if self.line is not None:
            place.append(f"Zeile {self.line}")
        if self.column is not None:
            place.append(f"Spalte {self.column}")
        head = ", ".join(place) + ": " if place else ""
        text = head + self.message
        if self.value is not None:
            shown = self.value if len(self.value) <= _SHOWN_VALUE else self.value[:_SHOWN_VALUE] + "…"
            text += f" Gelesen: „{shown}“."
        return printable(f"{text} {self.advice}".strip())
