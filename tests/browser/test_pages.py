"""What holds for every page, whatever it shows."""

from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.browser.harness import SCHEMES, SIZES, Scheme, running_server, visit

from indicators.ui.navigation import PAGES

pytestmark = pytest.mark.browser

PATHS = ["/", *(f"/{page.path}" for page in PAGES if not page.is_start)]


# Streamlit's page scrolls within this element; that of the document is never wider than the window.
_STICKS_OUT = """() => {
    const page = document.querySelector('[data-testid=stMain]');
    return page.scrollWidth - page.clientWidth;
}"""


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", PATHS)
def test_page_opens_cold(browser: Browser, base: str, path: str, size: str, scheme: Scheme) -> None:
    with visit(browser, base, path, size, scheme) as opened:
        page = opened.page
        assert page.locator("h1").count() == 1
        assert page.locator("[data-testid=stException], [data-testid=stAlertContentError]").count() == 0
        assert page.locator("html").get_attribute("lang") == "de"
        assert opened.foreign_requests() == []
        assert opened.complaints == []
        assert opened.english() == []
        assert opened.barriers() == []
        # Nothing sticks out to the side: a phone scrolls in one direction only.
        assert page.evaluate(_STICKS_OUT) == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path)
def test_link_and_title_name_the_page(browser: Browser, base: str, page) -> None:
    with visit(browser, base, f"/{page.path}") as opened:
        assert opened.page.get_by_text("Seite nicht gefunden").count() == 0
        assert page.title in opened.page.title() or page.is_start
        current = opened.page.locator("[data-testid=stTopNavLink][aria-current=page]")
        assert current.count() == 0 or page.title in current.first.inner_text()


@pytest.mark.parametrize("path", ["/frame", "/app", "/gibt-es-nicht"])
def test_file_name_is_not_a_page(browser: Browser, base: str, path: str) -> None:
    with visit(browser, base, path) as opened:
        opened.page.get_by_text("Seite nicht gefunden").first.wait_for()
        assert opened.page.locator("[data-testid=stTopNavLink]").count() >= len(PAGES) - 1
        assert opened.english() == []


def test_path_below_a_page_leads_to_the_page(browser: Browser, base: str) -> None:
    with visit(browser, base, "/karte/irgendwas") as opened:
        assert "Karte" in opened.page.title()
        assert "/karte?" in opened.page.url


def test_navigation_that_does_not_fit_is_german(browser: Browser, base: str) -> None:
    with visit(browser, base, "/") as opened:
        opened.page.set_viewport_size({"width": 1100, "height": 720})
        opened.page.get_by_text("weitere").click()
        opened.page.get_by_role("link", name="Impressum und Datenschutz").first.wait_for()
        assert opened.english() == []


@pytest.mark.parametrize("path", ["/profil", "/foerdermittel", "/haushaltsargument"])
def test_a_page_enlarged_to_400_percent_scrolls_in_one_direction(
    browser: Browser, base: str, path: str
) -> None:
    with visit(browser, base, path, "phone") as opened:
        opened.page.set_viewport_size({"width": 320, "height": 640})
        assert opened.page.evaluate(_STICKS_OUT) == 0


@pytest.mark.parametrize("path", ["/vergleich", "/bedarf", "/foerdermittel"])
@pytest.mark.parametrize("width", [960, 1366])
def test_no_year_of_a_control_is_cut(browser: Browser, base: str, path: str, width: int) -> None:
    """On a laptop, and on a wide screen enlarged to 200 %."""
    with visit(browser, base, path) as opened:
        opened.page.set_viewport_size({"width": width, "height": 700})
        cut = opened.page.evaluate(
            """() => [...document.querySelectorAll('[data-testid=stSelectbox] input')]
                .filter(e => /\\d{4}/.test(e.value) && e.scrollWidth > e.clientWidth + 1).map(e => e.value)"""
        )
        assert cut == []


def test_lost_connection_is_told_in_german(browser: Browser, tmp_path: Path) -> None:
    with ExitStack() as server:
        base = server.enter_context(running_server(tmp_path))
        with visit(browser, base, "/") as opened:
            server.close()
            opened.page.get_by_text("Verbindung unterbrochen").wait_for()
            assert opened.english() == []
