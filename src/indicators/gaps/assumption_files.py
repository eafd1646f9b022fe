"""A set of assumptions as the text of a link and as a JSON file.

Both come back from outside and are read with care.
"""

import base64
import binascii
import json
import zlib
from typing import Any, Final

from indicators.errors import InputError
from indicators.gaps.assumptions import MIDDLE, AssumptionSet, Declared, override

FORMAT: Final = "integrationsmonitor-annahmen"
VERSION: Final = 1
_LONGEST_LINK: Final = 4_000
_LARGEST: Final = 100_000
_AGAIN: Final = "Bitte den Link oder die Datei erneut erzeugen."


def to_link(chosen: AssumptionSet) -> str:
    """The set as a short text of letters, digits, "-" and "_", for the query of a link."""
    content = {"n": chosen.name, "p": chosen.preset, "o": [[o.key, o.value, o.reason] for o in chosen.own]}
    packed = zlib.compress(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(), 9)
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def from_link(text: str, given: Declared) -> AssumptionSet:
    """The set that `to_link` wrote, checked against what is declared.

    Raises:
        InputError: The text is no such set, or a value in it is not allowed.
    """
    if len(text) > _LONGEST_LINK:
        raise _damaged("Der Link mit den Annahmen ist zu lang.")
    try:
        packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        # A few bytes can unpack to gigabytes; nothing of ours comes near the limit.
        unpacking = zlib.decompressobj()
        content = json.loads(unpacking.decompress(packed, _LARGEST))
        if not unpacking.eof:  # cut off, or too large
            raise ValueError
        name, preset, own = content["n"], content["p"], [tuple(o) for o in content["o"]]
        return _set(name, preset, own, given)
    except (binascii.Error, zlib.error, ValueError, KeyError, TypeError, RecursionError):
        raise _damaged("Der Link mit den Annahmen ist beschädigt.") from None


def to_json(chosen: AssumptionSet, given: Declared) -> str:
    """The set as a JSON text for a file, with titles and units for whoever opens it."""
    own = [
        {"annahme": o.key, "titel": given[o.key].title, "wert": o.value, "begruendung": o.reason}
        for o in chosen.own
    ]
    content = {
        "format": FORMAT,
        "version": VERSION,
        "name": chosen.name,
        "vorgabe": chosen.preset,
        "eigene_annahmen": own,
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def from_json(text: str, given: Declared) -> AssumptionSet:
    """The set of a JSON file, checked against what is declared.

    Raises:
        InputError: The file is no such set, of a later version, or a value in it is not allowed.
    """
    if len(text) > _LARGEST:
        raise _damaged("Die Datei mit den Annahmen ist zu groß.")
    try:
        content: Any = json.loads(text)
        if content["format"] != FORMAT:
            raise ValueError
        if content["version"] != VERSION:
            raise _damaged("Die Datei mit den Annahmen stammt aus einer anderen Version des Programms.")
        own = [(o["annahme"], o["wert"], o["begruendung"]) for o in content["eigene_annahmen"]]
        return _set(content["name"], content["vorgabe"], own, given)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise _damaged("Die Datei enthält keine Annahmen dieses Programms.") from None


def _set(name: object, preset: object, own: list[tuple[Any, ...]], given: Declared) -> AssumptionSet:
    if not isinstance(name, str) or not isinstance(preset, str):
        raise TypeError
    found = AssumptionSet(name, preset or MIDDLE)  # type: ignore[arg-type]  # checked by AssumptionSet
    for key, value, reason in own:
        if not isinstance(key, str) or not isinstance(reason, str):
            raise TypeError
        found = override(found, given, key, value, reason)
    return found


def _damaged(message: str) -> InputError:
    return InputError(message, _AGAIN)
