"""A choice as the query of a link: stable ids as they are, texts packed. It comes back from outside."""

import base64
import binascii
import json
import zlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, cast

from indicators.briefs.choice import STYLE, Choice
from indicators.errors import InputError
from indicators.gap_cases import Facts, Question, assume
from indicators.gap_cases.facts import EVERYBODY, FUNDING, NEEDS
from indicators.gaps import assumption_files, assumptions
from indicators.gaps.assumptions import MIDDLE, PRESETS, AssumptionSet
from indicators.gaps.model import Measure
from indicators.peers import NEAREST

LONGEST: Final = 6_000
"""Packed texts beyond this are left out of a link; a draft file holds them."""

NOTHING: Final = "keine"
"""The value of a key whose list was emptied on purpose."""

_LARGEST: Final = 600_000
_AGAIN: Final = "Bitte den Link erneut erzeugen oder den Entwurf als Datei laden."


def to_link(choice: Choice) -> dict[str, str]:
    """The query of the choice; what is as proposed is left out. Keys as the page Förderlücke has them.

    Texts that are too long for a link are left out (`is_whole`).
    """
    asked = choice.asked
    said = {
        "region": asked.region,
        "handlungsfeld": choice.handlungsfeld,
        "befunde": _listed(choice.findings),
        "masse": _listed(choice.measures),
        "gruppe": _unless(choice.peer_set, NEAREST),
        "auswahl": ",".join(asked.selection),
        "gliederung": _unless(choice.style, STYLE),
        "programm": asked.programme,
        "wertart": asked.value_type,
        "basisjahr": str(asked.base_year or ""),
        "jahr": str(asked.year or ""),
        "je_person": "1" if asked.per_head else "",
        "vergleich": _unless(asked.peer_set, EVERYBODY),
        "mittel": _unless(asked.funding, FUNDING),
        "bedarf": "" if asked.needs == NEEDS else ",".join(asked.needs),
        "indikator": asked.indicator,
        "schluessel": asked.ratio,
        "entgeltgruppe": asked.grade,
        "pauschale": asked.lump_sum,
        "annahmen": _unless(asked.assumptions.preset, MIDDLE),
        "eigene": assumption_files.to_link(asked.assumptions) if asked.assumptions.own else "",
    }
    packed = _packed(choice)
    if len(packed) <= LONGEST:
        said["texte"] = packed
    return {key: value for key, value in said.items() if value}


def is_whole(choice: Choice) -> bool:
    """True where the link holds every text of the choice."""
    return len(_packed(choice)) <= LONGEST


def from_link(query: Mapping[str, str], facts: Facts) -> Choice:
    """The choice of a link.

    Args:
        query: From `to_link`; other keys are ignored.
        facts: Catalogue and registry, for what is declared.

    Raises:
        InputError: The region does not exist, or the link is damaged.
    """
    region = facts.registry.get(query.get("region", ""))
    asked = Question(
        region.ags,
        programme=query.get("programm", ""),
        value_type=query.get("wertart", ""),
        base_year=_year(query.get("basisjahr", "")),
        year=_year(query.get("jahr", "")),
        per_head=query.get("je_person") == "1",
        peer_set=query.get("vergleich") or EVERYBODY,
        selection=_parts(query.get("auswahl", "")),
        funding=query.get("mittel") or FUNDING,
        needs=_parts(query.get("bedarf", "")) or NEEDS,
        indicator=query.get("indikator", ""),
        ratio=query.get("schluessel", ""),
        grade=query.get("entgeltgruppe", ""),
        lump_sum=query.get("pauschale", ""),
        assumptions=_preset(query.get("annahmen") or MIDDLE),
    )
    return Choice(
        asked=_with_own(asked, query.get("eigene", ""), facts),
        handlungsfeld=query.get("handlungsfeld", ""),
        findings=_list(query.get("befunde")),
        measures=cast("tuple[Measure, ...] | None", _list(query.get("masse"))),
        peer_set=query.get("gruppe") or NEAREST,
        style=query.get("gliederung") or STYLE,
        **_unpacked(query.get("texte", "")),
    )


def _with_own(asked: Question, packed: str, facts: Facts) -> Question:
    if not packed:
        return asked
    return replace(asked, assumptions=assumption_files.from_link(packed, assume.declared(facts, asked)))


def _preset(name: str) -> AssumptionSet:
    if name not in PRESETS:
        raise InputError(
            f"Die Vorgabe „{name}“ gibt es nicht.", f"Bitte eine dieser wählen: {', '.join(PRESETS)}."
        )
    return assumptions.preset(name)


def _listed(ids: tuple[str, ...] | None) -> str:
    """A list as `one,other`; empty where it is as proposed."""
    return "" if ids is None else ",".join(ids) or NOTHING


def _list(text: str | None) -> tuple[str, ...] | None:
    if not text:
        return None
    return () if text == NOTHING else _parts(text)


def _parts(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for part in text.split(",") if part))


def _unless(value: str, usual: str) -> str:
    return "" if value == usual else value


def _year(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) == len("2024")):
        raise InputError(f"„{text[:20]}“ ist kein Jahr.", _AGAIN)
    return int(text)


def _packed(choice: Choice) -> str:
    """Title, occasion, decisions, author and edits as letters, digits, "-" and "_"; empty without any."""
    content = {
        "t": choice.title,
        "a": choice.occasion,
        "b": list(choice.decisions),
        "v": choice.author,
        "s": [list(edit) for edit in choice.edits],
    }
    if not any(content.values()):
        return ""
    raw = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return base64.urlsafe_b64encode(zlib.compress(raw, 9)).decode().rstrip("=")


def _unpacked(text: str) -> dict[str, Any]:
    if not text:
        return {}
    if len(text) > LONGEST:
        raise InputError("Die Texte im Link sind zu lang.", _AGAIN)
    try:
        packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        # A few bytes can unpack to gigabytes; nothing of ours comes near the limit.
        unpacking = zlib.decompressobj()
        content = json.loads(unpacking.decompress(packed, _LARGEST))
        if not unpacking.eof:
            raise ValueError
        return texts_of(content["t"], content["a"], content["b"], content["v"], content["s"])
    except (binascii.Error, zlib.error, ValueError, KeyError, TypeError, RecursionError):
        raise InputError("Die Texte im Link sind beschädigt.", _AGAIN) from None


def texts_of(
    title: object, occasion: object, decisions: object, author: object, edits: object
) -> dict[str, Any]:
    """The texts of a choice from what came from outside.

    Raises:
        TypeError: One of them is not what it should be.
    """
    if not isinstance(decisions, list) or not isinstance(edits, list):
        raise TypeError
    pairs = []
    for edit in edits:
        if not isinstance(edit, list) or len(edit) != 2:
            raise TypeError
        pairs.append((_text(edit[0]), _text(edit[1])))
    return {
        "title": _text(title),
        "occasion": _text(occasion),
        "decisions": tuple(_text(point) for point in decisions),
        "author": _text(author),
        "edits": tuple(pairs),
    }


def _text(given: object) -> str:
    if not isinstance(given, str):
        raise TypeError
    return given
