"""The shipped maps, and their build from the published boundaries."""

import json
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from indicators import build_maps, build_regions, regions, settings
from indicators.errors import InputError

_METRES = "EPSG:25832"
_LAENDER = [f"{number:02}" for number in range(1, 17)]
_MAPS = [("kreis", None), ("land", None), *(("gemeinde", land) for land in _LAENDER)]


def _frame(level: regions.Level, land: str | None = None) -> gpd.GeoDataFrame:
    collection = json.loads(regions.geometry_path(level, land).read_text(encoding="utf-8"))
    return gpd.GeoDataFrame.from_features(collection["features"], crs="EPSG:4326")


@pytest.mark.parametrize(("level", "limit"), [("kreis", 600_000), ("land", 150_000)])
def test_maps_are_small_enough_for_the_web(level, limit):
    assert regions.geometry_path(level).stat().st_size <= limit


@pytest.mark.parametrize(("level", "land"), _MAPS)
def test_map_shows_each_region_once_with_its_label(registry, level, land):
    frame = _frame(level, land)
    expected = {
        region.ags: region.display_name
        for region in registry.of_level(level)
        if region.ags.startswith(land or "") and not region.ags.endswith("999")
    }
    assert frame["ags"].is_unique
    assert dict(zip(frame["ags"], frame["name"], strict=True)) == expected


@pytest.mark.parametrize(("level", "land"), _MAPS)
def test_shapes_are_sound_and_neighbours_share_their_border(level, land):
    frame = _frame(level, land)
    assert frame.geometry.is_valid.all()
    assert not frame.geometry.is_empty.any()
    assert shapely.coverage_is_valid(frame.geometry.array)
    assert not any(polygon.exterior.is_ccw for polygon in shapely.get_parts(frame.geometry.array))


@pytest.mark.parametrize(("level", "land"), _MAPS)
def test_coordinates_have_four_decimals(level, land):
    coordinates = shapely.get_coordinates(_frame(level, land).geometry.array)
    assert (coordinates == coordinates.round(4)).all()


@pytest.mark.parametrize(("level", "land"), _MAPS)
def test_notice_of_the_bkg_is_in_the_file(level, land):
    collection = json.loads(regions.geometry_path(level, land).read_text(encoding="utf-8"))
    year = "2021" if level == "gemeinde" else "2022"
    assert collection["attribution"] == f"© GeoBasis-DE / BKG {year} (Daten verändert)"


def test_laender_follow_the_lines_of_their_kreise():
    kreise = _frame("kreis")
    dissolved = kreise.dissolve(by=kreise["ags"].str[:2], method="coverage").geometry
    laender = _frame("land").set_index("ags").geometry
    assert laender.geom_equals(dissolved.loc[laender.index]).all()


def test_areas_agree_with_the_municipal_directory(registry):
    frame = _frame("kreis").to_crs(_METRES).set_index("ags")
    # The boundaries of Bremerhaven end at the shore, its official area reaches into the Weser.
    ratio = {
        ags: area / 1e6 / registry.get(ags).area_km2 for ags, area in frame.area.items() if ags != "04012"
    }
    assert sum(frame.area) / 1e6 == pytest.approx(registry.get("DG").area_km2, rel=0.01)
    assert min(ratio.values()) > 0.9
    assert max(ratio.values()) < 1.16


def test_merged_gemeinden_have_the_area_that_the_directory_says(registry):
    for target in set(build_maps.MERGED_SINCE_2021.values()):
        frame = _frame("gemeinde", target[:2]).to_crs(_METRES).set_index("ags")
        area = frame.geometry.loc[target].area / 1e6
        assert area == pytest.approx(registry.get(target).area_km2, rel=0.08), target


@pytest.mark.parametrize(("level", "land"), [*_MAPS, ("kreis", "08")])
def test_view_is_the_box_around_the_shapes(level, land):
    frame = _frame(level, land)
    inside = frame[frame["ags"].str.startswith(land or "")]
    view = regions.view(level, land)
    box = (view.west, view.south, view.east, view.north)
    # Gemeinden come from another layer than the Länder of which the boxes are taken.
    assert box == pytest.approx(inside.total_bounds, abs=0.03 if level == "gemeinde" else 1e-9)
    assert view.west < view.lon < view.east
    assert view.south < view.lat < view.north


@pytest.mark.parametrize(("level", "land"), [("gemeinde", None), ("gemeinde", "17"), ("bund", None)])
def test_a_map_that_does_not_exist_is_refused(level, land):
    with pytest.raises(InputError, match="keine Karte"):
        regions.geometry_path(level, land)


def test_a_view_of_an_unknown_land_is_refused():
    with pytest.raises(InputError, match="„17“ gibt es nicht"):
        regions.view("kreis", "17")


@pytest.fixture(scope="module")
def built(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    out = tmp_path_factory.mktemp("data")
    return out, build_regions.run(sources, out)


def test_build_repeats_the_shipped_files(built):
    out, _ = built
    shipped = settings.data_dir() / "regions"
    files = {path.relative_to(shipped) for path in shipped.rglob("*") if path.is_file()}
    assert {path.relative_to(out / "regions") for path in out.rglob("*") if path.is_file()} == files
    assert len(files) == 21
    for file in files:
        assert (out / "regions" / file).read_bytes() == (shipped / file).read_bytes(), file


def test_build_reports_what_is_missing(built):
    _, report = built
    text = "\n".join(report)
    assert "400 Kreise" in text
    assert "Gemeinden ohne Fläche in der Karte: 3 (07000999" in text
    assert "ohne heutige Gemeinde: 4 (09374451, 16064014, 16064072, 16064073)" in text


def test_simplified_kreise_cover_the_published_ones(sources):
    published = gpd.read_file(sources / "geo" / "kreise_vg2500_20221231.gpkg", layer="kreise").to_crs(_METRES)
    simplified = _frame("kreis").to_crs(_METRES)
    assert sorted(published["AGS"]) == sorted(simplified["ags"])
    assert simplified.union_all().area == pytest.approx(published.union_all().area, rel=0.01)
    before = published.set_index("AGS").area
    after = simplified.set_index("ags").area
    assert (after / before.loc[after.index]).between(0.97, 1.03).all()
