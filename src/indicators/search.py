"""Places, indicators, programmes and pages found by name: however a person writes it, in one field.

Names are compared in a folded form without case, accents, umlauts and ß, so that Muenchen, Munchen and
MÜNCHEN are one. Whole names come first, then beginnings of names, beginnings of words, parts of words, and
where too little was found names that are spelt nearly so.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from heapq import nlargest, nsmallest
from typing import Final, Literal

import polars as pl

from indicators.catalog import Catalog
from indicators.regions import Registry

Kind = Literal["page", "indicator", "programme", "region"]

LIMIT: Final = 8
_SHORTEST: Final = 2
_LONGEST: Final = 60
_SHORTEST_FUZZY: Final = 4
_ENOUGH: Final = 3
"""From so many hits on, nobody needs names that are only spelt nearly so."""
_CANDIDATES: Final = 80
"""How many names that share the most pairs of letters are compared letter by letter."""
_ALIKE: Final = 0.72
"""From this similarity (difflib, 0 to 1) on, a name counts as a misspelling."""
_BEFORE_ALL: Final = 10**9
_LIKE_A_CITY: Final = 10**5
"""Where names fit equally well: pages first, then large places, then indicators, then small places."""
_UMLAUTS: Final = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "æ": "ae", "ø": "o"})


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be found.

    Attributes:
        kind: What it is.
        id: Path of a page, id of an indicator or programme, AGS of a region.
        title: Its name as a person reads it.
        note: What it is, in words ("Landkreis in Niedersachsen").
        size: What comes first among names that fit equally well: inhabitants for regions.
        names: Other words by which it is found.
    """

    kind: Kind
    id: str
    title: str
    note: str
    size: int = 0
    names: str = ""


def fold(text: str) -> str:
    """The text as names are compared: lower case words of letters and digits, umlauts as plain letters.

    ae, oe and ue fall together with ä, ö and ü on both sides, so that either way of typing finds the name.
    """
    plain = text.casefold().translate(_UMLAUTS)
    plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[a-z0-9]+", re.sub(r"([aou])e", r"\1", plain)))


class Index:
    """All entries, ready to be searched; shared by all visitors and never changed."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        self._names = [fold(e.title) for e in self.entries]
        self._words = [f" {name} {fold(e.names)}" for name, e in zip(self._names, self.entries, strict=True)]

    @cached_property
    def _pairs(self) -> list[tuple[int, int]]:
        """The pairs of letters of each name, and how many they are."""
        return [(pairs, pairs.bit_count()) for pairs in map(_pairs, self._names)]

    def find(self, text: str, limit: int = LIMIT) -> tuple[Entry, ...]:
        """The entries that fit best, the best first; none for fewer than two letters or digits."""
        query = fold(text[:_LONGEST])
        if len(query) < _SHORTEST:
            return ()
        found = self._by_words(query)
        best = nsmallest(limit, found, key=lambda i: (found[i], -self.entries[i].size, self._names[i]))
        if len(best) < _ENOUGH and len(query) >= _SHORTEST_FUZZY:
            best += [i for i in self._alike(query, limit) if i not in found]
        return tuple(self.entries[i] for i in best[:limit])

    def _by_words(self, query: str) -> dict[int, int]:
        """Number of each entry that holds every word of the query -> how well (0 is best)."""
        parts = query.split()
        beginnings = [f" {part}" for part in parts]
        holding: Iterable[int] = range(len(self._words))
        for part in parts:
            holding = [i for i in holding if part in self._words[i]]
        found: dict[int, int] = {}
        for i in holding:
            words, name = self._words[i], self._names[i]
            if name.startswith(query):
                found[i] = 0 if name == query else 1
            elif all(beginning in words for beginning in beginnings):
                found[i] = 2 if all(beginning in f" {name}" for beginning in beginnings) else 3
            else:
                found[i] = 4
        return found

    def _alike(self, query: str, limit: int) -> list[int]:
        """Numbers of the entries that begin nearly like the query, the most alike first."""
        asked = _pairs(query)
        size = asked.bit_count()
        shared = [(pairs & asked).bit_count() * 2 / (count + size) for pairs, count in self._pairs]
        near = nlargest(_CANDIDATES, range(len(shared)), key=shared.__getitem__)
        matcher = SequenceMatcher(None, b=query)
        rated = []
        for i in near:
            name = self._names[i]
            matcher.set_seq1(name[: len(query) + 1] if len(name) > len(query) else name)
            likeness = matcher.ratio()
            if likeness >= _ALIKE:
                rated.append((likeness, self.entries[i].size, i))
        return [i for _, _, i in sorted(rated, reverse=True)[:limit]]


def _pairs(text: str) -> int:
    """The pairs of neighbouring letters of a text, as the bits of one number."""
    bits = 0
    for first, second in zip(f" {text}", text, strict=False):
        bits |= 1 << ((ord(first) & 31) * 32 + (ord(second) & 31))
    return bits


def index(catalog: Catalog, registry: Registry, pages: Sequence[tuple[str, str]]) -> Index:
    """The index of everything that has a page of its own.

    Args:
        catalog: The catalogue; indicators of the role `main`.
        registry: The registry; today's regions, a kreisfreie Stadt only once, as a Kreis.
        pages: Path and title of each page.
    """
    return Index(
        [
            *(Entry("page", path, title, "Seite", _BEFORE_ALL) for path, title in pages),
            *(
                Entry(
                    "indicator",
                    i.id,
                    i.title,
                    f"Indikator, {catalog.handlungsfelder[i.handlungsfeld].title}",
                    _LIKE_A_CITY,
                    f"{i.id} {i.definition}",
                )
                for i in catalog.indicators.values()
                if i.role == "main"
            ),
            *(
                Entry(
                    "programme",
                    p.id,
                    p.title,
                    f"Förderprogramm, {p.funder}",
                    _LIKE_A_CITY - 1,
                    f"{p.id} {p.purpose}",
                )
                for p in catalog.programmes.values()
            ),
            *_regions(registry),
        ]
    )


def _regions(registry: Registry) -> list[Entry]:
    laender = {land.ags: land.name for land in registry.of_level("land")}
    members = {m.region_ags: m.name for m in registry.members()}
    rows = registry.frame.filter(pl.col("valid_to").is_null()).select(
        "ags", "display_name", "level", "kind", "population"
    )
    return [
        Entry(
            "region",
            ags,
            name,
            _place(ags, kind, laender) + (", Mitglied des Arbeitskreises" if ags in members else ""),
            population or 0,
            f"{kind} {ags} {ags}000" if level == "kreis" else f"{kind} {ags} {members.get(ags, '')}",
        )
        for ags, name, level, kind, population in rows.iter_rows()
        if not (level == "gemeinde" and ags.endswith("000") and ags[:5] in registry)
    ]


def _place(ags: str, kind: str, laender: dict[str, str]) -> str:
    """What a region is and in which Land ("Landkreis in Niedersachsen")."""
    if len(ags) == 2:
        return "Bund" if ags == "DG" else "Land"
    land = laender[ags[:2]]
    return f"{kind} im {land}" if land == "Saarland" else f"{kind} in {land}"
