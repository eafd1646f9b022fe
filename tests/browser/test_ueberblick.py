"""The start page: the members on the map and as a table, a click leads on, the doors are open."""

import re

import pytest
from playwright.sync_api import Browser, FrameLocator, Page
from tests.browser.harness import visit

from indicators import regions
from indicators.ui import navigation

pytestmark = pytest.mark.browser

TARGET = navigation.of_region().path


def members_map(page: Page) -> FrameLocator:
    frame = page.frame_locator("iframe[title='Karte der Mitglieder']")
    frame.locator(".member").first.wait_for()
    return frame


def test_every_member_is_on_the_map_and_in_the_table(browser: Browser, base: str) -> None:
    members = regions.load().members()
    with visit(browser, base, "/") as opened:
        frame = members_map(opened.page)
        assert frame.locator(".member").count() == len(members)
        titles = frame.locator(".member").evaluate_all("marks => marks.map(m => m.title)")
        assert "Stuttgart, Kreisfreie Stadt" in titles
        assert "Landkreis Osnabrück, Landkreis" in titles
        assert frame.locator("path.leaflet-interactive").count() == 0
        frame.locator(".leaflet-overlay-pane path").first.wait_for(state="attached")
        assert frame.locator(".leaflet-overlay-pane path").count() == 16
        rows = opened.page.locator(".im-members tbody tr", has=opened.page.locator("a"))
        assert rows.count() == len(members)
        assert opened.foreign_requests() == []


def test_no_name_covers_a_mark_or_another_name(browser: Browser, base: str) -> None:
    with visit(browser, base, "/") as opened:
        frame = members_map(opened.page)
        frame.locator(".leaflet-overlay-pane path").first.wait_for(state="attached")
        frame.locator(".member span.right").first.wait_for()  # by then every name has its side
        covered = frame.locator(".leaflet-container").evaluate("""map => {
            const boxes = [...map.querySelectorAll('.member span:not([hidden]), .member svg')]
                .map(e => [e, e.getBoundingClientRect()]);
            const over = (a, b) =>
                a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
            return boxes.flatMap(([e, a], i) => boxes.slice(i + 1)
                .filter(([f, b]) => over(a, b) && (e.tagName === 'SPAN' || f.tagName === 'SPAN'))
                .map(([f]) => `${e.textContent} ${f.textContent}`));
        }""")
        assert covered == []


def test_click_on_a_mark_names_figures_and_leads_on(browser: Browser, base: str) -> None:
    with visit(browser, base, "/") as opened:
        frame = members_map(opened.page)
        frame.get_by_title("Stuttgart, Kreisfreie Stadt").click()
        popup = frame.locator(".leaflet-popup-content")
        text = popup.inner_text()
        assert "Stuttgart" in text
        assert "Beleg der Mitgliedschaft: durch eine eigene oder die koordinierende Stelle benannt." in text
        assert re.search(r"Arbeitslosenquote, Ausländerinnen und Ausländer\s+12,8\u00a0% \(2025\)", text)
        assert frame.get_by_role("button", name="Schließen").count() == 1
        assert opened.english() == []
        popup.get_by_role("link").click()
        opened.page.wait_for_url(f"**/{TARGET}?**region=08111**")
        opened.wait()
        # Coming back does not lead away again.
        opened.page.get_by_role("link", name="Überblick").first.click()
        members_map(opened.page)
        opened.wait()
        opened.page.wait_for_timeout(1000)
        assert opened.page.locator("h1").inner_text().startswith("Wie steht es um die Integration")


def test_mark_by_keyboard(browser: Browser, base: str) -> None:
    with visit(browser, base, "/") as opened:
        frame = members_map(opened.page)
        frame.get_by_title("Hannover, Kreisangehörige Stadt").focus()
        opened.page.keyboard.press("Enter")
        text = frame.locator(".leaflet-popup-content").inner_text()
        # The city has a rate of its own; the other figures are the Region's and say so.
        assert re.search(r"Arbeitslosenquote, Ausländerinnen und Ausländer\s+21,4", text)
        assert re.search(r"Ausländeranteil \(Region Hannover\)\s", text)


def test_table_leads_to_the_member(browser: Browser, base: str) -> None:
    with visit(browser, base, "/") as opened:
        opened.page.locator(".im-members").get_by_role("link", name="Jena", exact=True).click()
        opened.page.wait_for_url(f"**/{TARGET}?**region=16053**")
        opened.wait()
        assert "Jena" in opened.page.locator("[data-testid=stMain]").inner_text()


def test_doors_lead_to_pages_that_exist(browser: Browser, base: str) -> None:
    with visit(browser, base, "/") as opened:
        doors = opened.page.locator("[class*=st-key-door_]")
        assert doors.count() == 2
        assert "als fertiges Papier" in doors.nth(1).inner_text()
        links = doors.locator("a").evaluate_all("links => links.map(a => new URL(a.href).pathname)")
        assert set(links) <= {f"/{page.path}" for page in navigation.PAGES}
        doors.first.get_by_role("link", name="Karte").click()
        opened.page.wait_for_url("**/karte**")


def test_map_fits_a_phone(browser: Browser, base: str) -> None:
    with visit(browser, base, "/", "phone", "dark") as opened:
        frame = members_map(opened.page)
        frame.locator(".leaflet-container.narrow").wait_for()
        size = frame.locator(".leaflet-container").bounding_box()
        assert size is not None
        assert size["width"] <= 390
        assert size["height"] <= 390 * 1.3
        frame.get_by_title("Hannover, Kreisangehörige Stadt").click()
        frame.locator(".leaflet-popup-content").wait_for()
