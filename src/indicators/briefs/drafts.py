"""A choice as a JSON file that people keep and load again; it comes back from outside."""

import json
from dataclasses import replace
from typing import Any, Final

from indicators.briefs import links
from indicators.briefs.choice import Choice
from indicators.errors import InputError
from indicators.gap_cases import Facts

FORMAT: Final = "integrationsmonitor-entwurf"
VERSION: Final = 1
_LARGEST: Final = 1_000_000
_TEXTS: Final = ("titel", "anlass", "beschlusspunkte", "verfasst_von", "eigene_saetze")


def to_json(choice: Choice) -> str:
    """The choice as a JSON text for a file."""
    content = {
        "format": FORMAT,
        "version": VERSION,
        "auswahl": {key: value for key, value in links.to_link(choice).items() if key != "texte"},
        "titel": choice.title,
        "anlass": choice.occasion,
        "beschlusspunkte": list(choice.decisions),
        "verfasst_von": choice.author,
        "eigene_saetze": [list(edit) for edit in choice.edits],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def from_json(text: str, facts: Facts) -> Choice:
    """The choice of a draft file.

    Raises:
        InputError: The file is no draft, of another version, or names what does not exist.
    """
    if len(text) > _LARGEST:
        raise _refused("Die Datei mit dem Entwurf ist zu groß.")
    try:
        content: Any = json.loads(text)
        if content["format"] != FORMAT:
            raise ValueError
        if content["version"] != VERSION:
            raise _refused("Der Entwurf stammt aus einer anderen Version des Programms.")
        query = content["auswahl"]
        if not isinstance(query, dict) or not all(isinstance(part, str) for part in query.values()):
            raise TypeError
        texts = links.texts_of(*(content[key] for key in _TEXTS))
    except (ValueError, KeyError, TypeError, RecursionError):
        raise _refused("Die Datei enthält keinen Entwurf dieses Programms.") from None
    found = links.from_link({key: value for key, value in query.items() if key != "texte"}, facts)
    return replace(found, **texts)


def _refused(message: str) -> InputError:
    return InputError(message, "Bitte eine Datei wählen, die hier als Entwurf gespeichert wurde.")
