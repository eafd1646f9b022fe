"""Whether the names of regions in a file fit their codes: a code column that slipped by a row shows here."""

import re
from typing import Final

import polars as pl

from indicators import formats
from indicators.errors import InputError
from indicators.importers import places
from indicators.importers.raw import RawTable
from indicators.regions import Region, Registry

_MOST_WRONG: Final = 0.05
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_TITLES: Final = frozenset(
    [
        *("stadt", "stadtkreis", "kreisfreie", "krfr", "krsfr", "hansestadt", "landeshauptstadt", "freie"),
        *("land", "kreis", "landkreis", "region", "regionalverband"),
        *("und", "der", "die", "das", "von", "bei"),
    ]
)
"""Words that say what a region is, not which one."""


def check(table: RawTable, registry: Registry) -> tuple[str, ...]:
    """A note where few names belong to another code.

    Raises:
        InputError: More than one in twenty does: codes or names have slipped.
    """
    pairs = (
        table.cells.filter(pl.col("region").str.contains(r"^(\d{2}|\d{5})$") & (pl.col("region_name") != ""))
        .sort("line", "position")
        .unique(["region", "region_name"], keep="first", maintain_order=True)
        .select("region", "region_name", "line")
    )
    known = [row for row in pairs.iter_rows(named=True) if row["region"] in registry]
    wrong = [row for row in known if not fits(row["region_name"], registry.get(row["region"]))]
    if not wrong:
        return ()
    row = wrong[0]
    official = registry.get(row["region"]).display_name
    if len(wrong) > _MOST_WRONG * len(known):
        raise InputError(
            f"Schlüssel und Name passen nicht zusammen: {row['region']} ist {official} "
            f"({formats.number(len(wrong))} von {formats.number(len(known))} Regionen).",
            "Bitte die Datei unverändert einlesen: Zeilen sind verrutscht oder Umlaute zerstört.",
            table.path,
            row["line"],
            "Region",
            row["region_name"],
        )
    many = "Ein Name passt" if len(wrong) == 1 else f"{len(wrong)} Namen passen"
    return (
        f"{many} nicht zum Schlüssel, zum Beispiel in Zeile {row['line']}: {row['region']} ist {official}, "
        f"nicht {row['region_name']}. Übernommen wird nach dem Schlüssel.",
    )


def fits(name: str, region: Region) -> bool:
    """True where a published name may be that of the region: one word in common that is no title."""
    if code := places.code_of_name(name):
        return code == region.ags
    said, known = _words(name), _words(f"{region.name} {region.display_name}")
    if not said or said & known:
        return True
    one, other = _plain(name), _plain(region.name)
    return one.startswith(other) or other.startswith(one)


def _words(name: str) -> set[str]:
    found = re.findall(r"[a-z]{3,}", name.casefold().translate(_UMLAUTS))
    return set(found) - _TITLES


def _plain(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.casefold().translate(_UMLAUTS))
