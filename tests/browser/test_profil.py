"""The profile page: named values, names of Kreis and Gemeinde, the way to source and series, paper."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page
from tests.browser.harness import visit

pytestmark = pytest.mark.browser

STUTTGART = "/profil?region=08111"

SIZE_OF_LINES = """async (line) => {
    const image = new Image();
    image.src = getComputedStyle(line, "::before").backgroundImage.slice(5, -2).replaceAll('\\\\"', '"');
    await image.decode();
    return [image.naturalWidth, image.naturalHeight];
}"""
"""Width and height of the image that a small line is cut from, once the browser has read it."""


def card(page: Page, title: str):
    return page.locator(".im-cards > li", has=page.get_by_role("heading", name=title, exact=True))


def test_stuttgart_with_value_gap_place_history_and_source(browser: Browser, base: str) -> None:
    with visit(browser, base, STUTTGART) as opened:
        found = card(opened.page, "Arbeitslosenquote")
        text = found.inner_text().replace("\u00a0", " ")
        assert "12,8 %" in text
        assert "Ausländerinnen und Ausländer · 2025" in text
        assert "+6,2 Prozentpunkte gegenüber insgesamt (6,6 %)" in text
        assert "im unteren Viertel der anderen kreisfreien Großstädte" in text
        history = found.get_by_role("img", name="Verlauf: Arbeitslosenquote. 2009: ")
        assert "Ohne Angabe: 2017–2018, 2021–2022, 2024." in (history.get_attribute("title") or "")
        assert history.inner_text() == "2009–2025"
        lines = opened.page.locator(".im-cards i").count()
        assert history.evaluate(SIZE_OF_LINES) == [150, 46 * lines]
        assert opened.page.get_by_text("Stärken: günstiger als der Median").is_visible()
        missing = opened.page.get_by_role("row", name="Kurzarbeit (Bayern)")
        assert "nur ein Land: Bayern" in missing.inner_text()


def test_card_leads_to_series_and_source(browser: Browser, base: str) -> None:
    with visit(browser, base, STUTTGART) as opened:
        card(opened.page, "Arbeitslosenquote").get_by_role(
            "link", name="Arbeitslosenquote", exact=True
        ).click()
        opened.page.wait_for_url("**/zeitverlauf?*")
        opened.wait()
        query = parse_qs(urlsplit(opened.page.url).query)
        assert (query["region"], query["indikator"]) == (["08111"], ["arbeitslosenquote"])
        assert "Stuttgart 2025" in opened.page.locator(".im-finding").first.inner_text()
    with visit(browser, base, STUTTGART) as opened:
        card(opened.page, "Arbeitslosenquote").get_by_role("link", name="Quelle").click()
        opened.page.wait_for_url("**/datenstand?*")
        opened.wait()
        assert opened.page.get_by_text("13211-02-05-4").first.is_visible()


def test_choosing_a_region_changes_link_and_page(browser: Browser, base: str) -> None:
    with visit(browser, base, "/profil") as opened:
        page = opened.page
        opened.choose("Region", "Jena", "Jena")
        page.get_by_role("heading", name="Jena", exact=True).wait_for()
        assert parse_qs(urlsplit(page.url).query)["region"] == ["16053"]


def test_values_of_the_kreis_stand_under_its_name(browser: Browser, base: str) -> None:
    with visit(browser, base, "/profil?region=03241001") as opened:
        own, kreis = opened.page.locator(".im-profile").all()
        assert own.get_by_role("heading", name="Hannover", exact=True).is_visible()
        assert kreis.get_by_role("heading", name="Werte des Kreises: Region Hannover").is_visible()
        employment = opened.page.get_by_role("heading", name="Beschäftigungsquote", exact=True)
        assert kreis.locator(employment).count() == 1
        assert own.locator(employment).count() == 0
        assert own.get_by_role("heading", name="Arbeitslosenquote", exact=True).count() == 1


def test_everything_as_csv(browser: Browser, base: str) -> None:
    with visit(browser, base, STUTTGART) as opened:
        with opened.page.expect_download() as started:
            opened.page.get_by_role("link", name="Profil als CSV").click()
        assert started.value.suggested_filename == "profil_08111.csv"
        text = started.value.path().read_text("utf-8-sig")
        assert "Stuttgart;Arbeit und Existenzsicherung;arbeitslosenquote" in text


def test_paper_has_cards_and_sources_but_no_controls(browser: Browser, base: str) -> None:
    with visit(browser, base, STUTTGART, scheme="dark") as opened:
        page = opened.page
        page.emulate_media(media="print")
        for gone in ("[data-testid=stHeader]", ".st-key-controls", ".im-files"):
            assert not page.locator(gone).first.is_visible()
        assert not page.get_by_text("Drucken mit Strg+P").is_visible()
        assert page.locator(".im-sources li").first.is_visible()
        first = page.locator(".im-cards > li").first
        assert first.evaluate("e => getComputedStyle(e).breakInside") == "avoid"
        # Browsers leave backgrounds out on paper; the small lines are one.
        line = page.locator(".im-cards i").first
        assert line.evaluate("e => getComputedStyle(e, '::before').printColorAdjust") == "exact"
        assert (
            page.locator(".stApp").evaluate("e => getComputedStyle(e).backgroundColor")
            == "rgb(255, 255, 255)"
        )
        # All of it is on paper, not only what the window shows.
        assert page.evaluate("document.documentElement.scrollHeight") > 3000
        pdf = page.pdf(prefer_css_page_size=True)
        assert pdf.count(b"/Type /Page\n") > 3
