"""Compile the maps for the web from the boundaries of the BKG (VG2500, VG5000).

Lines are simplified as a coverage, so that neighbours keep one common border, and rounded point by point,
which moves a shared corner to one place in both. Länder are dissolved from the simplified Kreise.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import shapely

from indicators import regions

_KREISE: Final = "kreise_vg2500_20221231.gpkg"
_GEMEINDEN: Final = "gemeinden_vg5000_20210101.gpkg"
_METRES: Final = "EPSG:25832"
_KREIS_TOLERANCE: Final = 500.0
_GEMEINDE_TOLERANCE: Final = 250.0
_GRID: Final = 0.0001

MERGED_SINCE_2021: Final[dict[str, str]] = {
    "01059101": "01059126",  # Tastrup -> Hürup
    "01059141": "01059126",  # Maasbüll -> Hürup
    "03153006": "03153019",  # Hahausen -> Langelsheim
    "03153007": "03153019",  # Langelsheim, new code
    "03153009": "03153019",  # Lutter am Barenberge -> Langelsheim
    "03153014": "03153019",  # Wallmoden -> Langelsheim
    "06635005": "06635001",  # Bromskirchen -> Allendorf (Eder)
    "09273454": "09273137",  # Hienheimer Forst -> Kelheim
    "12073032": "12073532",  # Berkholz-Meyenburg -> Schwedt/Oder
    "12073386": "12073532",  # Mark Landin -> Schwedt/Oder
    "12073603": "12073532",  # Passow -> Schwedt/Oder
    "14522450": "14522275",  # Ostrau -> Jahnatal
    "14522620": "14522275",  # Zschaitz-Ottewig -> Jahnatal
    "16056000": "16063105",  # Eisenach, new code
    "16068043": "16068064",  # Riethgen -> Kindelbrück
    "16071077": "16071004",  # Rannstedt -> Bad Sulza
    "16076026": "16076003",  # Hartmannsdorf -> Bad Köstritz
    "16076038": "16076039",  # Kühdorf -> Langenwetzendorf
}
"""Gemeinden of the map of 01.01.2021 that lie wholly in another Gemeinde of the registry (31.12.2023).

The directory names no successors; each pair was found among the neighbours by its area, see the test.
"""

GEMEINDEN_NOTE: Final = (
    "Flächen vom 01.01.2021, Linien vereinfacht. Gemeinden, die seitdem bis 31.12.2023 zusammengelegt "
    "wurden, sind verbunden. Nicht dargestellt sind vier seitdem aufgeteilte Gebiete: Anrode, Dünwald, "
    "Menteroda und der Heinersreuther Forst."
)


@dataclass(frozen=True)
class Layers:
    """Simplified boundaries in WGS 84 with a column `ags`, sorted by it."""

    kreise: gpd.GeoDataFrame
    laender: gpd.GeoDataFrame
    gemeinden: gpd.GeoDataFrame

    @property
    def points(self) -> dict[str, tuple[float, float]]:
        """A point inside each Land and inside Deutschland: longitude and latitude."""
        shapes = {
            **dict(zip(self.laender["ags"], self.laender.geometry, strict=True)),
            regions.GERMANY: self.laender.union_all(method="coverage"),
        }
        points = {ags: shape.representative_point() for ags, shape in shapes.items()}
        return {ags: (round(point.x, 5), round(point.y, 5)) for ags, point in points.items()}


def read(geo: Path) -> Layers:
    """The simplified layers, computed from the published ones."""
    kreise = _for_web(_read(geo / _KREISE, "kreise"), _KREIS_TOLERANCE)
    gemeinden = _read(geo / _GEMEINDEN, "gemeinden")
    gemeinden["ags"] = gemeinden["ags"].replace(MERGED_SINCE_2021)
    return Layers(
        kreise=kreise,
        laender=_dissolved(kreise.assign(ags=kreise["ags"].str[:2])),
        gemeinden=_for_web(_dissolved(gemeinden), _GEMEINDE_TOLERANCE),
    )


def write(layers: Layers, labels: dict[str, str], folder: Path) -> list[str]:
    """Write the web maps; returns German lines for the report.

    Args:
        layers: What `read` returned.
        labels: Label of every region of the registry.
        folder: Where the maps go: `kreise.geojson`, `laender.geojson`, `gemeinden/<Land>.geojson` and
            `views.json`.
    """
    known = layers.gemeinden[layers.gemeinden["ags"].isin(labels)]
    gone = layers.gemeinden[~layers.gemeinden["ags"].isin(labels)]["ags"].tolist()
    drawn = set(known["ags"])
    bare = [ags for ags in labels if len(ags) == 8 and ags not in drawn]
    note = "Gebietsstand 31.12.2022, Linien vereinfacht."
    sizes = [
        _write(folder / "kreise.geojson", layers.kreise, labels, regions.MAP_NOTICE, note),
        _write(folder / "laender.geojson", layers.laender, labels, regions.MAP_NOTICE, note),
    ]
    (folder / "gemeinden").mkdir(exist_ok=True)
    for land, part in known.groupby(known["ags"].str[:2]):
        path = folder / "gemeinden" / f"{land}.geojson"
        sizes.append(_write(path, part, labels, regions.MAP_NOTICE_GEMEINDEN, GEMEINDEN_NOTE))
    _write_views(layers.laender, folder / "views.json")
    return [
        f"Karten: Kreise {sizes[0]} KB, Länder {sizes[1]} KB, Gemeinden je Land bis {max(sizes[2:])} KB.",
        f"Gemeinden ohne Fläche in der Karte: {len(bare)} ({_listed(bare, labels)}).",
        f"Flächen vom 01.01.2021 ohne heutige Gemeinde: {len(gone)} ({', '.join(gone)}).",
    ]


def _read(path: Path, layer: str) -> gpd.GeoDataFrame:
    frame = gpd.read_file(path, layer=layer, columns=["AGS"]).rename(columns={"AGS": "ags"}).to_crs(_METRES)
    return frame.sort_values("ags", ignore_index=True)


def _for_web(frame: gpd.GeoDataFrame, tolerance: float) -> gpd.GeoDataFrame:
    """The layer simplified (tolerance in metres), in degrees with four decimals, outer rings clockwise."""
    frame = frame.set_geometry(shapely.coverage_simplify(frame.geometry.array, tolerance), crs=_METRES)
    frame = frame.to_crs("EPSG:4326")
    rounded = shapely.set_precision(frame.geometry.array, _GRID, mode="pointwise")
    return frame.set_geometry(_oriented(shapely.remove_repeated_points(rounded)), crs="EPSG:4326")


def _dissolved(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """One shape per `ags`, without inner borders."""
    joined = frame.dissolve(by="ags", method="coverage", as_index=False).sort_values("ags", ignore_index=True)
    return joined.set_geometry(_oriented(joined.geometry.array), crs=frame.crs)


def _oriented(shapes: Any) -> Any:
    return shapely.orient_polygons(shapes, exterior_cw=True)


def _write(path: Path, frame: gpd.GeoDataFrame, labels: dict[str, str], notice: str, note: str) -> int:
    """Write one map and return its size in KB (1000 bytes)."""
    collection = {
        "type": "FeatureCollection",
        "attribution": notice,
        "note": note,
        "features": [
            {
                "type": "Feature",
                "properties": {"ags": ags, "name": labels[ags]},
                "geometry": _geometry(shape),
            }
            for ags, shape in zip(frame["ags"], frame.geometry, strict=True)
        ],
    }
    text = json.dumps(collection, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text + "\n", encoding="utf-8")
    return round(path.stat().st_size / 1000)


def _geometry(shape: shapely.Polygon | shapely.MultiPolygon) -> dict[str, Any]:
    """The shape as GeoJSON with four decimals."""
    polygons = [
        [
            [[round(x, 4), round(y, 4)] for x, y in shapely.get_coordinates(ring).tolist()]
            for ring in (polygon.exterior, *polygon.interiors)
        ]
        for polygon in shapely.get_parts(shape)
    ]
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def _write_views(laender: gpd.GeoDataFrame, path: Path) -> None:
    """Centre and bounding box of Deutschland and of each Land."""
    boxes = {
        regions.GERMANY: laender.total_bounds,
        **dict(zip(laender["ags"], laender.bounds.values, strict=True)),
    }
    views = {
        ags: {
            "lon": round((west + east) / 2, 4),
            "lat": round((south + north) / 2, 4),
            **{
                "west": round(west, 4),
                "south": round(south, 4),
                "east": round(east, 4),
                "north": round(north, 4),
            },
        }
        for ags, (west, south, east, north) in ((k, v.tolist()) for k, v in boxes.items())
    }
    path.write_text(json.dumps(views, indent=1) + "\n", encoding="utf-8")


def _listed(codes: list[str], labels: dict[str, str]) -> str:
    return "; ".join(f"{ags} {labels[ags]}" for ags in codes)
