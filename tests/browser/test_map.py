"""The map: drawn with every shape, coloured by class, a click leads to the series over time."""

import io
from contextlib import suppress
from itertools import pairwise

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from tests.browser.harness import visit

from indicators import catalog, choropleths, regions, series
from indicators.choropleths import Area
from indicators.figures.theme import PALETTES

pytestmark = pytest.mark.browser

STUTTGART = {"lng": 9.18, "lat": 48.78}
LINK = "/karte?ebene=kreise&indikator=arbeitslosenquote&gruppe=auslaender&jahr=2023&mitglieder=false"

_DRAWN = """() => {
    const plot = document.querySelector('[class*=st-key-map_] .js-plotly-plot');
    const map = plot?._fullLayout?.map?._subplot?.map;
    const hears = plot?._fullLayout?.clickmode?.includes('select');
    const fits = plot?.fitted?.height === plot?.closest('[class*=st-key-map_]').clientHeight;
    return hears && fits && map?.getStyle()?.layers?.length && map.areTilesLoaded() && !map.isMoving();
}"""
_SHAPES = """() => {
    const map = document.querySelector('[class*=st-key-map_] .js-plotly-plot')._fullLayout.map._subplot.map;
    const counts = Object.values(map.getStyle().sources).map(s => s.data?.features?.length ?? 0);
    return Math.max(...counts);
}"""
# How much room the country has in its frame, and where the frame ends in the window.
_FIT = """() => {
    const plot = document.querySelector('[class*=st-key-map_] .js-plotly-plot');
    const map = plot._fullLayout.map._subplot.map;
    const frame = map.getCanvas().getBoundingClientRect();
    const [west, south, east, north] = plot._fullLayout.meta.bounds;
    const [upper, lower] = [map.project([west, north]), map.project([east, south])];
    return {
        left: upper.x, top: upper.y, right: frame.width - lower.x, bottom: frame.height - lower.y,
        end: frame.y + frame.height,
    };
}"""
_PLACE = """(place) => {
    const plot = document.querySelector('[class*=st-key-map_] .js-plotly-plot');
    const map = plot._fullLayout.map._subplot.map;
    const frame = map.getCanvas().getBoundingClientRect();
    const at = map.project(place);
    return [frame.x + at.x, frame.y + at.y];
}"""


def wait_for_map(page: Page) -> None:
    page.wait_for_function(_DRAWN, timeout=30_000)


def fit_in(page: Page, width: int, height: int) -> dict[str, float]:
    """How the country lies in the map once the window has this size and the map has followed."""
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_function(_DRAWN)
    fit: dict[str, float] = page.evaluate(_FIT)
    return fit


def point_at(page: Page, place: dict[str, float]) -> tuple[float, float]:
    """Moves the pointer to a place until the map names what is there: only then does it hear a click."""
    label = page.locator("[class*=st-key-map_] .hoverlayer .hovertext")
    for nudge in range(40):
        x, y = page.evaluate(_PLACE, place)
        page.mouse.move(x + nudge % 2, y)  # the map listens to movements only
        with suppress(PlaywrightTimeout):
            label.wait_for(timeout=500)
            return x + nudge % 2, y
    raise AssertionError("The map never named what the pointer is on")


def wait_for_colour(page: Page, place: dict[str, float], expected: tuple[int, ...]) -> None:
    """Waits until a place is painted in its colour: a busy machine shows the ground or half a frame first."""
    found: tuple[int, ...] = ()
    for _ in range(60):
        x, y = page.evaluate(_PLACE, place)
        picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        there = picture.getpixel((round(x), round(y)))
        assert isinstance(there, tuple)
        found = tuple(int(part) for part in there)
        if found == pytest.approx(expected, abs=3):
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"{place} is drawn in {found}, not in {expected}")


def expected_colour(year: int) -> tuple[int, ...]:
    declared, registry = catalog.load(), regions.load()
    indicator = declared.indicator("arbeitslosenquote")
    chart = choropleths.describe(
        series.values(indicator),
        indicator,
        "auslaender",
        year,
        area=Area("kreis"),
        catalog=declared,
        registry=registry,
    )
    number = chart.classes.of(chart.rows.filter(ags="08111")["value"]).item()
    colour = chart.classes.colours(PALETTES["light"])[number]
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))


def test_every_kreis_is_drawn_and_stuttgart_has_the_colour_of_its_class(browser: Browser, base: str) -> None:
    with visit(browser, base, LINK) as opened:
        wait_for_map(opened.page)
        assert opened.page.evaluate(_SHAPES) == 400
        wait_for_colour(opened.page, STUTTGART, expected_colour(2023))
        assert "Günzburg" in opened.page.locator("h2.im-finding").inner_text()
        assert opened.foreign_requests() == []


def test_whole_country_is_in_sight_on_wall_laptop_and_phone(browser: Browser, base: str) -> None:
    with visit(browser, base, LINK) as opened:
        wait_for_map(opened.page)
        for width, height in ((1920, 1080), (1366, 768), (390, 844), (1920, 1080)):
            fit = fit_in(opened.page, width, height)
            sides = [fit["left"], fit["top"], fit["right"], fit["bottom"]]
            assert 0 <= min(sides) < 30
            if width > 640:  # on a phone the controls take the first screen
                assert fit["end"] <= height


def test_switch_legend_and_table_follow_each_other_beside_the_map(browser: Browser, base: str) -> None:
    with visit(browser, base, f"{LINK}&jahr=1800") as opened:  # with a remark of a control above
        wait_for_map(opened.page)
        chart = opened.box("[class*=st-key-map_]")
        parts = [opened.box(part) for part in (".st-key-mitglieder", ".im-legend", ".st-key-table")]
        assert abs(parts[0]["y"] - chart["y"]) < 1
        for upper, lower in pairwise(parts):
            assert upper["x"] >= chart["x"] + chart["width"]
            assert 0 <= lower["y"] - upper["end"] < 40
        assert opened.box(".im-source")["y"] >= chart["end"]


def test_click_on_a_kreis_leads_to_its_series_over_time(browser: Browser, base: str) -> None:
    with visit(browser, base, LINK) as opened:
        wait_for_map(opened.page)
        x, y = point_at(opened.page, STUTTGART)
        opened.page.mouse.click(x, y)
        opened.page.wait_for_url("**/zeitverlauf?**", timeout=20_000)
        opened.wait()
        assert "region=08111" in opened.page.url
        assert "indikator=arbeitslosenquote" in opened.page.url
        assert opened.page.locator("h2.im-finding").inner_text().startswith("Stuttgart")
        # Coming back shows the map again and does not repeat the click.
        opened.page.get_by_role("link", name="Karte", exact=True).click()
        opened.page.locator("[class*=st-key-map_]").wait_for()
        opened.wait()
        assert "/zeitverlauf" not in opened.page.url


def test_control_changes_map_finding_and_link(browser: Browser, base: str) -> None:
    with visit(browser, base, LINK) as opened:
        wait_for_map(opened.page)
        with opened.answered():
            opened.page.get_by_role("combobox", name="Gruppe").click()
            opened.page.get_by_role("option", name="Abstand").click()
        opened.page.locator("h2.im-finding", has_text="Abstand").wait_for()
        assert "gruppe=abstand" in opened.page.url
        assert opened.page.get_by_text("PP").count() > 0


@pytest.mark.parametrize(
    ("link", "shapes", "word"),
    [
        ("/karte?ebene=laender&indikator=arbeitslosenquote", 16, "Länder"),
        ("/karte?ebene=gemeinden-10&indikator=einwanderungsgeschichte", 52, "Saarland"),
    ],
)
def test_other_levels(browser: Browser, base: str, link: str, shapes: int, word: str) -> None:
    with visit(browser, base, link) as opened:
        wait_for_map(opened.page)
        assert opened.page.evaluate(_SHAPES) == shapes
        assert word in opened.page.locator(".im-subtitle").inner_text()


def test_level_without_values_says_where_there_are_some(browser: Browser, base: str) -> None:
    with visit(browser, base, "/karte?indikator=ads_anfragen") as opened:
        assert (
            "liegt für Kreise und kreisfreie Städte nicht vor"
            in opened.page.locator(".im-empty").inner_text()
        )


def test_unknown_ids_in_the_link_are_named_and_nothing_else_happens(browser: Browser, base: str) -> None:
    with visit(browser, base, "/karte?indikator=%3Cb%3Ex&jahr=1800") as opened:
        assert opened.page.get_by_text("ist hier aber nicht wählbar").count() == 2
        assert opened.page.locator("h2.im-finding").count() == 1
        assert opened.page.locator("b", has_text="x").count() == 0
