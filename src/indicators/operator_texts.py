"""Texts that the operator of an installation writes: accessibility statement, imprint, privacy."""

from indicators import settings
from indicators.errors import InputError


def read(name: str) -> str:
    """The Markdown text of that name: the operator's own, and until there is one the shipped draft.

    The operator's lies in `texte/` of `INDICATORS_HOME`, where no new version of the product replaces it.

    Raises:
        InputError: The file is there and not UTF-8.
    """
    own = settings.home() / "texte" / f"{name}.md"
    path = own if own.exists() else settings.data_dir() / "texte" / f"{name}.md"
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("Die Datei ist nicht lesbar.", "Bitte als UTF-8 speichern.", path) from None
