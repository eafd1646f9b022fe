"""Codes and names of territories as sources write them: which text is a region, and which region it is."""

import re
from typing import Final

import polars as pl

GERMANY: Final = "DG"

TOTALS: Final = ("insgesamt", "total")
"""How tables of all Länder call Deutschland."""

_CODE: Final = re.compile(r"DG|\d{2,3}|\d{5}|\d{7,12}")
_LONG_KEY: Final = r"^(\d{5})\d{2,4}(\d{3})$"
_LAENDER: Final = {
    "schleswig-holstein": "01",
    "hamburg": "02",
    "niedersachsen": "03",
    "lower saxony": "03",
    "bremen": "04",
    "nordrhein-westfalen": "05",
    "north rhine-westphalia": "05",
    "hessen": "06",
    "hesse": "06",
    "rheinland-pfalz": "07",
    "rhineland-palatinate": "07",
    "rhineland palatinate": "07",
    "baden-württemberg": "08",
    "baden-wuerttemberg": "08",
    "bayern": "09",
    "bavaria": "09",
    "saarland": "10",
    "berlin": "11",
    "brandenburg": "12",
    "mecklenburg-vorpommern": "13",
    "mecklenburg western pomerania": "13",
    "mecklenburg-western pomerania": "13",
    "sachsen": "14",
    "saxony": "14",
    "sachsen-anhalt": "15",
    "saxony-anhalt": "15",
    "thüringen": "16",
    "thuringia": "16",
    "deutschland": GERMANY,
    "germany": GERMANY,
}
_VARIABLE: Final = re.compile(r"(DINSG|DLAND|KREIS|GEMEIN|FGEMEIN|FKREIS|REGBEZ|RBEZ|STLAND|GEO[A-Z]+)\w*")


def is_code(text: str) -> bool:
    """True where a text has the form of a region code (DG or digits, Land to Gemeinde)."""
    return bool(_CODE.fullmatch(text))


def code_of_name(name: str) -> str | None:
    """The code of a Land or of Deutschland, from its German or English name."""
    return _LAENDER.get(" ".join(name.split()).casefold())


def is_territorial(variable: str) -> bool:
    """True for the code of a GENESIS variable whose values are regions (`KREISE`, `DLAND`, `GEOGM4`)."""
    return bool(_VARIABLE.fullmatch(variable))


def known_prefix(code: str) -> str:
    """The region that must exist for a code to be possible: itself, its Kreis, or the Land of a Bezirk.

    Gemeinden and their Verbände come and go, and Bezirke are no level of ours: such codes are not in the
    registry without being wrong. Those of Berlin (11001 to 11012) are published like Kreise.
    """
    if code.startswith("110") and len(code) >= 5:
        return "11"
    if len(code) == 3:
        return code[:2]
    return code[:5] if len(code) >= 7 else code


def normalised(code: str, name: str) -> str:
    """A region code; an empty one or `0` becomes DG where the name says Deutschland or a total."""
    if code in ("", "0", "00", "D", "DE", "DG", "DINSG") and (
        code_of_name(name) == GERMANY or name.casefold() in ("", *TOTALS)
    ):
        return GERMANY
    return code


def with_short_keys(cells: pl.DataFrame) -> pl.DataFrame:
    """The cells with the eight-digit key of Gemeinden that are published with 10 to 12 digits.

    Those keys carry the Gemeindeverband in their middle: Kreis (5) | Verband (2 to 4) | Gemeinde (3). A
    Gemeinde that changed its Verband stands twice, once with `-` only; that one keeps its long key.
    """
    key = pl.struct("short", "year", "column")
    long = pl.col("short") != pl.col("region")
    dash = pl.col("status").cast(pl.String).is_in(["nichts_vorhanden", "nicht_erhoben"])
    cells = cells.with_columns(short=pl.col("region").str.replace(_LONG_KEY, "${1}${2}"))
    for gives_way in (dash, pl.lit(True)):
        clash = key.is_duplicated() & long & gives_way
        cells = cells.with_columns(short=pl.when(clash).then("region").otherwise("short"))
    return cells.with_columns(region="short").drop("short")
