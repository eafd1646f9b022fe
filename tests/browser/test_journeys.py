"""The two doors of the start page, walked to their end: a view and a paper, each brought back by its link."""

from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.harness import SCHEMES, SIZES, Scheme, Visit, running_server, visit

pytestmark = pytest.mark.browser

SETTINGS = list(zip(SIZES, SCHEMES, strict=True))


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A second server that has never seen a visitor."""
    with running_server(tmp_path_factory.mktemp("fresh")) as address:
        yield address


def through_door(opened: Visit, door: str, name: str, path: str) -> None:
    opened.page.locator(f".st-key-door_{door}").get_by_role("link", name=name).click()
    opened.page.wait_for_url(f"**/{path}**")
    opened.wait()


def choose_region(opened: Visit, name: str, ags: str) -> None:
    box = opened.page.get_by_role("combobox", name="Region")
    box.click()
    box.press_sequentially("Leipzig")
    opened.page.get_by_role("option").filter(has_text=name).first.click()
    opened.page.wait_for_url(f"**region={ags}**")
    opened.wait()


def finding(page: Page) -> str:
    return page.locator("h2.im-finding").first.inner_text()


def paper(page: Page) -> str:
    return page.locator(".st-key-paper").inner_text()


@pytest.mark.parametrize(("size", "scheme"), SETTINGS)
def test_how_is_it_with_us(browser: Browser, base: str, fresh: str, size: str, scheme: Scheme) -> None:
    with visit(browser, base, "/", size, scheme) as opened:
        through_door(opened, "sitzung", "Vergleich", "vergleich")
        choose_region(opened, "Leipzig (Stadt)", "14713")
        expect(opened.page.locator("h2.im-finding").first).to_contain_text("Leipzig")
        answer, link = finding(opened.page), opened.page.url.removeprefix(base)
        assert opened.complaints == []
        assert opened.foreign_requests() == []
    with visit(browser, fresh, link, size, scheme) as opened:
        assert finding(opened.page) == answer


@pytest.mark.parametrize(("size", "scheme"), SETTINGS)
def test_argument_for_the_own_municipality(
    browser: Browser, base: str, fresh: str, size: str, scheme: Scheme
) -> None:
    with visit(browser, base, "/", size, scheme) as opened:
        page = opened.page
        through_door(opened, "haushalt", "Haushaltsargument", "haushaltsargument")
        choose_region(opened, "Leipzig (Stadt)", "14713")
        expect(page.locator(".st-key-paper")).to_contain_text("Leipzig (Stadt)")
        # What is proposed follows the region: a programme of Baden-Württemberg is none for Leipzig.
        proposed = page.get_by_role("combobox", name="Programm")
        expect(proposed).to_have_value("Vorschlag: Bund · Integrationskurse")
        written, link = paper(page), page.url.removeprefix(base)
        with page.expect_download() as started:
            page.get_by_role("link", name="Word").click()
        assert started.value.suggested_filename == "haushaltsargument_14713.docx"
        with ZipFile(Path(started.value.path())) as word:
            text = word.read("word/document.xml").decode()
        assert "Leipzig (Stadt)" in text
        assert "Beschlussvorschlag" in text
        assert opened.complaints == []
        assert opened.foreign_requests() == []
    with visit(browser, fresh, link, size, scheme) as opened:
        assert paper(opened.page) == written
