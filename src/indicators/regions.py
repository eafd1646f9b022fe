"""The places: registry of regions, territorial changes, members of the working group, and where the maps lie.

Compiled by `build_regions` from the Gemeindeverzeichnis (Destatis), the Kreis types and the table of territorial
changes (BBSR) and the boundaries (BKG). This module only reads what was compiled.
"""

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Literal

import dataframely as dy
import polars as pl

from indicators import settings
from indicators.errors import InputError

Level = Literal["bund", "land", "kreis", "gemeinde"]

LEVELS: Final[dict[str, str]] = {
    "bund": "Deutschland",
    "land": "Länder",
    "kreis": "Kreise und kreisfreie Städte",
    "gemeinde": "Städte und Gemeinden",
}
"""The levels from the largest to the smallest, with their German names."""

GERMANY: Final = "DG"
GEBIETSSTAND: Final = "31.12.2023"
"""Date of the municipal directory on which registry, areas and populations rest."""

POPULATION_NOTE: Final = (
    "Bevölkerung am 31.12.2023, Fortschreibung auf Grundlage des Zensus 2011 "
    "(Statistisches Bundesamt, Gemeindeverzeichnis)"
)
MAP_NOTICE_URL: Final = "https://www.bkg.bund.de"
MAP_NOTICE: Final = "© GeoBasis-DE / BKG 2022 (Daten verändert)"
"""Notice that stands beside every map of Kreise or Länder, linked to `MAP_NOTICE_URL`."""

MAP_NOTICE_GEMEINDEN: Final = "© GeoBasis-DE / BKG 2021 (Daten verändert)"
"""Notice for maps of Gemeinden: their boundaries are those of 01.01.2021."""

GRADES: Final[dict[str, str]] = {
    "A": "durch eine eigene oder die koordinierende Stelle benannt",
    "B": "durch eine ältere Seite einer beteiligten Stelle benannt, nicht aus jüngerer Zeit bestätigt",
    "C": "auf einer eigenen Seite unter den Netzwerken geführt, die Mitgliedschaft ist nicht ausgesprochen",
    "D": "nur als Ort einer Sitzung genannt: gilt nicht als Mitglied",
}
"""What the public evidence for a membership is worth. Grade D stays in the roster's file as a lead to follow up."""

_MEMBER_GRADES: Final = ("A", "B", "C")


class Regions(dy.Schema):
    """The registry: one row per region that exists or, for Kreise, existed since 1990.

    Columns:
        ags: DG, or 2, 5, 8 digits for Land, Kreis, Gemeinde. Sorted by it within a level.
        name: Official name without titles such as ", Stadt".
        display_name: German name that is unambiguous within its level, for labels.
        level: `bund`, `land`, `kreis`, `gemeinde`.
        parent: `ags` of the region above; null only for DG.
        kind: Official kind ("Kreisfreie Stadt", "Landkreis", "Große Kreisstadt", "Markt", ...).
        kreistyp: Settlement type of the BBSR (2020), Kreise only.
        groessenklasse: Class of population, Kreise and Gemeinden.
        area_km2: Area in square kilometres; Land and Bund are sums of their Kreise.
        population: Inhabitants on 31.12.2023 on the base of the Zensus 2011; Land and Bund are sums.
        valid_from: First year in which official statistics use the code; null where that was before 1991.
            Statistics on a fixed territory (INKAR) have values of a later code for earlier years too.
        valid_to: Last such year; null for every region that exists.
        lon, lat: A point inside the region, in degrees (WGS 84); null for dissolved Kreise and for areas at sea.
    """

    ags = dy.String(primary_key=True, regex=r"^(DG|\d{2}|\d{5}|\d{8})$")
    name = dy.String(min_length=1)
    display_name = dy.String(min_length=1)
    level = dy.Enum(list(LEVELS))
    parent = dy.String(nullable=True)
    kind = dy.String()
    kreistyp = dy.String(nullable=True)
    groessenklasse = dy.String(nullable=True)
    area_km2 = dy.Float64(nullable=True, min=0)
    population = dy.Int64(nullable=True, min=0)
    valid_from = dy.Int16(nullable=True, min=1990)
    valid_to = dy.Int16(nullable=True, min=1990)
    lon = dy.Float64(nullable=True, min=5, max=16)
    lat = dy.Float64(nullable=True, min=47, max=56)

    @dy.rule()
    def parent_unless_germany(cls) -> pl.Expr:  # noqa: N805
        """Only Deutschland stands alone."""
        return pl.col("parent").is_null() == (pl.col("ags") == GERMANY)

    @dy.rule()
    def display_name_is_unambiguous(cls) -> pl.Expr:  # noqa: N805
        """No two regions of a level look alike in a list."""
        return pl.struct("level", "display_name").is_unique()


class TerritorialChanges(dy.Schema):
    """Which Kreis took over which, on the territory of 2021 (unchanged since): one row per pair.

    Columns:
        ags_from: Code before; a dissolved Kreis, or one that gave a part away.
        ags_to: Today's Kreis to which the territory belongs.
        year: First year in which the territory is counted under `ags_to` or a Kreis between the two.
        share: Part of the population of `ags_from` that lived there in the last year before (0 to 1).
        kind: `Voll` where the whole Kreis went into one, else `Teilfläche`.
    """

    ags_from = dy.String(primary_key=True, regex=r"^\d{5}$")
    ags_to = dy.String(primary_key=True, regex=r"^\d{5}$")
    year = dy.Int16(min=1991)
    share = dy.Float64(min=0, max=1)
    kind = dy.Enum(["Voll", "Teilfläche"])


@dataclass(frozen=True, slots=True)
class Region:
    """One region; the attributes are the columns of `Regions`."""

    ags: str
    name: str
    display_name: str
    level: Level
    parent: str | None
    kind: str
    kreistyp: str | None
    groessenklasse: str | None
    area_km2: float | None
    population: int | None
    valid_from: int | None
    valid_to: int | None
    lon: float | None
    lat: float | None

    def existed_in(self, year: int) -> bool:
        """True where official statistics of that year use the code."""
        return (self.valid_from or year) <= year <= (self.valid_to or year)


@dataclass(frozen=True, slots=True)
class Change:
    """One territorial change; the attributes are the columns of `TerritorialChanges`."""

    ags_from: str
    ags_to: str
    year: int
    share: float
    kind: str

    @property
    def is_full(self) -> bool:
        """True where the whole Kreis went into one other."""
        return self.kind == "Voll"


@dataclass(frozen=True, slots=True)
class Member:
    """A municipality for whose membership in the working group there is public evidence.

    Attributes:
        name: Name as the municipality calls itself ("Landkreis Osnabrück").
        ags: Its code: 8 digits for a town, 5 for a Landkreis.
        kreis_ags: The Kreis that it is or lies in.
        grade: What the evidence is worth, see `GRADES`.
        period: To which time the evidence refers.
        url: Where it was found.
        evidence: The words found there, a short quotation.
        as_of: When the entry was last checked, ISO date.
    """

    name: str
    ags: str
    kreis_ags: str
    grade: str
    period: str
    url: str
    evidence: str
    as_of: str

    @property
    def is_kreisangehoerig(self) -> bool:
        """True for a town within a Kreis: values of the Kreis cover more than the town."""
        return len(self.ags) == 8 and not self.ags.endswith("000")

    @property
    def region_ags(self) -> str:
        """The code under which its own figures stand: a kreisfreie Stadt under its Kreis code."""
        return self.ags if self.is_kreisangehoerig else self.kreis_ags


@dataclass(frozen=True, slots=True)
class View:
    """Where a map has to look: centre and bounding box in degrees (WGS 84)."""

    lon: float
    lat: float
    west: float
    south: float
    east: float
    north: float


class Registry:
    """All regions, with their relations. Regions are made when they are asked for: loading stays fast."""

    def __init__(self, frame: pl.DataFrame, changes: pl.DataFrame, members_file: Path) -> None:
        self.frame = frame
        self.changes = changes
        self._members_file = members_file
        self._row = {ags: row for row, ags in enumerate(frame["ags"].to_list())}

    def __contains__(self, ags: str) -> bool:
        """True where the code belongs to a region, existing or dissolved."""
        return ags in self._row

    def get(self, ags: str) -> Region:
        """The region of a code, existing or dissolved; a German `InputError` if there is none."""
        try:
            return self._region(self.frame.row(self._row[ags], named=True))
        except KeyError:
            raise InputError(
                f"Eine Region mit dem Schlüssel „{ags}“ gibt es nicht.",
                "Schlüssel haben 2, 5 oder 8 Ziffern mit führender Null (Land, Kreis, Gemeinde) oder heißen DG. "
                "Alle zeigt: python -m indicators regions",
            ) from None

    def of_level(self, level: Level) -> tuple[Region, ...]:
        """Today's regions of a level, sorted by code."""
        return self._select((pl.col("level") == level) & pl.col("valid_to").is_null())

    def former(self) -> tuple[Region, ...]:
        """Kreise dissolved since 1990, sorted by code."""
        return self._select(pl.col("valid_to").is_not_null())

    def children(self, ags: str) -> tuple[Region, ...]:
        """Today's regions directly below, sorted by code."""
        return self._select((pl.col("parent") == self.get(ags).ags) & pl.col("valid_to").is_null())

    def kreis_of(self, ags: str) -> Region | None:
        """The Kreis of a Gemeinde, a Kreis itself; None for Land, Bund and areas outside every Kreis."""
        return self.get(ags[:5]) if self.get(ags).ags != GERMANY and ags[:5] in self._kreise else None

    def land_of(self, ags: str) -> Region | None:
        """The Land of a region; None for Deutschland."""
        return None if self.get(ags).ags == GERMANY else self.get(ags[:2])

    def successors(self, ags: str, year: int | None = None) -> tuple[Change, ...]:
        """Today's Kreise that took over territory of this one after `year` (default: ever), largest first."""
        found = [c for c in self._changes if c.ags_from == ags and (year is None or c.year > year)]
        return tuple(sorted(found, key=lambda c: (-c.share, c.ags_to)))

    def predecessors(self, ags: str, year: int | None = None) -> tuple[Change, ...]:
        """Kreise whose territory (or a part) came to today's Kreis after `year` (default: ever), by code."""
        return tuple(c for c in self._changes if c.ags_to == ags and (year is None or c.year > year))

    def composed_of(self, ags: str, year: int) -> tuple[str, ...]:
        """Codes of the Kreise that together were exactly today's Kreis in a year, sorted.

        The Kreis itself where nothing changed since. Empty where counts cannot be added up exactly, because
        only a part of a Kreis belongs to it today. Year means the territory at its end.
        """
        parts = {c.ags_from for c in self.predecessors(ags, year) if self.get(c.ags_from).existed_in(year)}
        if self.get(ags).existed_in(year):
            parts.add(ags)
        exact = all(
            self.successors(part, year) == ()
            if part == ags
            else all(c.is_full for c in self.successors(part, year))
            for part in parts
        )
        return tuple(sorted(parts)) if exact else ()

    def members(self) -> tuple[Member, ...]:
        """The members with evidence of grade A to C, by name."""
        return tuple(member for member in self._roster if member.grade in _MEMBER_GRADES)

    @cached_property
    def _kreise(self) -> frozenset[str]:
        return frozenset(self.frame.filter(pl.col("level") == "kreis")["ags"].to_list())

    @cached_property
    def _changes(self) -> tuple[Change, ...]:
        return tuple(Change(**row) for row in self.changes.iter_rows(named=True))

    @cached_property
    def _roster(self) -> tuple[Member, ...]:
        return read_roster(self._members_file, self)

    def _select(self, condition: pl.Expr) -> tuple[Region, ...]:
        return tuple(self._region(row) for row in self.frame.filter(condition).iter_rows(named=True))

    @staticmethod
    def _region(row: Mapping[str, Any]) -> Region:
        return Region(**row)


def load(root: Path | None = None) -> Registry:
    """The compiled registry.

    Args:
        root: Folder of the data (with `regions/` and `members.csv`); by default the shipped one.

    Raises:
        InputError: It was not compiled yet.
    """
    root = root or settings.data_dir()
    folder = root / "regions"
    try:
        frame = pl.read_parquet(folder / "registry.parquet")
    except FileNotFoundError:
        raise InputError(
            "Das Verzeichnis der Regionen fehlt.",
            "Bitte erstellen: python -m indicators build --sources ORDNER",
            folder / "registry.parquet",
        ) from None
    return Registry(frame, _read_changes(folder / "territorial_changes.csv"), root / "members.csv")


def read_roster(path: Path, registry: Registry) -> tuple[Member, ...]:
    """All rows of the roster, by name, checked against the registry.

    Raises:
        InputError: A column is missing, a code is unknown, a grade is none of `GRADES`; names line and column.
    """
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        missing = set(Member.__dataclass_fields__) - set(reader.fieldnames or ())
        if missing:
            raise InputError(
                f"Es fehlen die Spalten {', '.join(sorted(missing))}.",
                "Bitte die Kopfzeile ergänzen.",
                path,
                line=1,
            )
        members = [_member(row, registry, path, reader.line_num) for row in reader]
    return tuple(sorted(members, key=lambda m: m.name))


def geometry_path(level: Level, land: str | None = None) -> Path:
    """The web GeoJSON of a level; Gemeinden lie in one file per Land.

    Raises:
        InputError: There is no such map.
    """
    folder = settings.data_dir() / "regions"
    if level in ("land", "kreis"):
        return folder / {"land": "laender.geojson", "kreis": "kreise.geojson"}[level]
    path = folder / "gemeinden" / f"{land}.geojson"
    if level != "gemeinde" or land is None or not path.exists():
        raise InputError(
            f"Für diese Auswahl gibt es keine Karte (Ebene „{level}“, Land „{land}“).",
            "Karten gibt es für Länder, Kreise und die Gemeinden eines Landes.",
        )
    return path


def view(level: Level, land: str | None = None) -> View:
    """Where the map of a level, or of one Land in it, has to look."""
    geometry_path(level, land)
    views = json.loads((settings.data_dir() / "regions" / "views.json").read_text(encoding="utf-8"))
    return View(**views[land or GERMANY])


def _member(row: dict[str, str], registry: Registry, path: Path, line: int) -> Member:
    """One row of the roster, checked."""
    member = Member(**{name: (row[name] or "").strip() for name in Member.__dataclass_fields__})
    for column, known in (
        ("ags", member.ags in registry),
        ("kreis_ags", member.kreis_ags in registry and member.ags.startswith(member.kreis_ags)),
        ("grade", member.grade in GRADES),
    ):
        if not known:
            raise InputError(
                "Die Angabe passt nicht zum Verzeichnis der Regionen oder zu den Stufen A bis D.",
                "Bitte in der Liste der Mitglieder berichtigen.",
                path,
                line,
                column,
                getattr(member, column),
            )
    return member


def _read_changes(path: Path) -> pl.DataFrame:
    return TerritorialChanges.validate(pl.read_csv(path, infer_schema=False), cast=True)


def level_of(ags: str) -> Level:
    """The level that the length of a code says."""
    by_length: dict[int, Level] = {2: "land", 5: "kreis", 8: "gemeinde"}
    return "bund" if ags == GERMANY else by_length[len(ags)]
