"""The places: registry of regions, territorial changes, members of the working group, where the maps lie.

Compiled by `build_regions` from the Gemeindeverzeichnis (Destatis), the Kreis types and the table of
territorial changes (BBSR) and the boundaries (BKG). This module only reads what was compiled.
"""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, Literal

import dataframely as dy
import polars as pl

from indicators import roster, settings
from indicators.errors import InputError
from indicators.roster import Member

Level = Literal["bund", "land", "kreis", "gemeinde"]

_MOST_MEANT: Final = 3
LEVELS: Final[dict[Level, str]] = {
    "bund": "Deutschland",
    "land": "Länder",
    "kreis": "Kreise und kreisfreie Städte",
    "gemeinde": "Städte und Gemeinden",
}
"""The levels from the largest to the smallest, with their German names."""

GERMANY: Final = "DG"
GEBIETSSTAND: Final = "31.12.2023"
"""Date of the municipal directory on which registry, areas and populations rest."""

MAP_NOTICE_URL: Final = "https://www.bkg.bund.de"
MAP_NOTICE: Final = "© GeoBasis-DE / BKG 2022 (Daten verändert)"
"""Notice that stands beside every map of Kreise or Länder, linked to `MAP_NOTICE_URL`."""

MAP_NOTICE_GEMEINDEN: Final = "© GeoBasis-DE / BKG 2021 (Daten verändert)"
"""Notice for maps of Gemeinden: their boundaries are those of 01.01.2021."""


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
        lon, lat: A point inside the region, in degrees (WGS 84); null for dissolved Kreise and for three
            areas at sea or on a border.
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
        self._of_level: dict[Level, tuple[Region, ...]] = {}
        self._made: dict[str, Region] = {}
        self._row = {ags: row for row, ags in enumerate(frame["ags"].to_list())}

    def __contains__(self, ags: str) -> bool:
        """True where the code belongs to a region, existing or dissolved."""
        return ags in self._row

    def get(self, ags: str) -> Region:
        """The region of a code, existing or dissolved; a German `InputError` if there is none."""
        if ags in self._made:
            return self._made[ags]
        try:
            made = Region(**self.frame.row(self._row[ags], named=True))
        except KeyError:
            raise InputError(
                f"Eine Region mit dem Schlüssel „{ags}“ gibt es nicht.",
                self._meant(ags)
                + "Schlüssel haben 2, 5 oder 8 Ziffern mit führender Null (Land, Kreis, Gemeinde) oder "
                "heißen DG. Alle zeigt: python -m indicators regions",
            ) from None
        self._made[ags] = made
        return made

    def _meant(self, text: str) -> str:
        """Which regions somebody may have meant who wrote a name, or a code without its leading zero."""
        starts_so = pl.col("display_name").str.to_lowercase().str.starts_with(text.casefold())
        today = pl.col("valid_to").is_null()
        found = self.frame.filter(((pl.col("ags") == f"0{text}") | starts_so) & today)
        near = found.sort(pl.col("ags").str.len_chars(), "ags").head(_MOST_MEANT)
        if not text or near.is_empty():
            return ""
        listed = (f"{ags} ({name})" for ags, name in near.select("ags", "display_name").iter_rows())
        return f"Gemeint vielleicht: {', '.join(listed)}. "

    def of_level(self, level: Level) -> tuple[Region, ...]:
        """Today's regions of a level, sorted by code."""
        if level not in self._of_level:
            now = self._select((pl.col("level") == level) & pl.col("valid_to").is_null())
            self._of_level[level] = now
        return self._of_level[level]

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
        return tuple(c for c in self._changes_from.get(ags, ()) if year is None or c.year > year)

    def predecessors(self, ags: str, year: int | None = None) -> tuple[Change, ...]:
        """Kreise whose territory (or a part) came to today's Kreis after `year` (default: ever), by code."""
        return tuple(c for c in self._changes_to.get(ags, ()) if year is None or c.year > year)

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
        return roster.members(self._roster)

    @cached_property
    def _kreise(self) -> frozenset[str]:
        return frozenset(self.frame.filter(pl.col("level") == "kreis")["ags"].to_list())

    @cached_property
    def _changes_from(self) -> dict[str, list[Change]]:
        return _grouped(
            self.changes.sort("ags_from", "share", "ags_to", descending=[False, True, False]), "ags_from"
        )

    @cached_property
    def _changes_to(self) -> dict[str, list[Change]]:
        return _grouped(self.changes.sort("ags_to", "ags_from"), "ags_to")

    @cached_property
    def _roster(self) -> tuple[Member, ...]:
        return roster.read(self._members_file, self._row)

    def _select(self, condition: pl.Expr) -> tuple[Region, ...]:
        return tuple(Region(**row) for row in self.frame.filter(condition).iter_rows(named=True))


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
    """Where the map of a level, or of one Land in it, has to look.

    Raises:
        InputError: There is no such map.
    """
    folder = geometry_path(level, land).parent
    folder = folder.parent if level == "gemeinde" else folder
    views = json.loads((folder / "views.json").read_text(encoding="utf-8"))
    if (land or GERMANY) not in views:
        raise InputError(
            f"Ein Land mit dem Schlüssel „{land}“ gibt es nicht.", "Länder haben die Schlüssel 01 bis 16."
        )
    return View(**views[land or GERMANY])


def _grouped(changes: pl.DataFrame, column: str) -> dict[str, list[Change]]:
    """The changes by the code in a column, in the order of the frame."""
    grouped: dict[str, list[Change]] = {}
    for row in changes.iter_rows(named=True):
        grouped.setdefault(row[column], []).append(Change(**row))
    return grouped


def _read_changes(path: Path) -> pl.DataFrame:
    return TerritorialChanges.validate(pl.read_csv(path, infer_schema=False), cast=True)


def level_of(ags: str) -> Level:
    """The level that the length of a code says."""
    by_length: dict[int, Level] = {2: "land", 5: "kreis", 8: "gemeinde"}
    return "bund" if ags == GERMANY else by_length[len(ags)]
