"""The comparison as a visitor walks it: Leipzig among similar cities, by hand and by its link."""

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.harness import running_server, visit

pytestmark = pytest.mark.browser

FINDING = "Leipzig (Stadt) 2023: Beschäftigungsquote bei Ausländerinnen und Ausländern 41,75\u00a0%"
SINCE = "Seit 1999, dem ersten vergleichbaren Jahr, in jedem Jahr mit Werten unter dem Median"
LINK = "/vergleich?region=14713&indikator=beschaeftigungsquote"


def says_where_leipzig_stands(page: Page) -> None:
    page.get_by_text(FINDING).wait_for()
    assert "niedriger als der Median der 10 ähnlichsten kreisfreien Städte" in (
        page.locator("h2.im-finding").inner_text()
    )
    page.get_by_text(SINCE).wait_for()
    expect(page.locator(".js-plotly-plot")).to_have_count(5)


def test_leipzig_among_similar_cities_in_three_interactions_and_by_link(
    browser: Browser, base: str, tmp_path
) -> None:
    with visit(browser, base, "/") as opened:
        opened.page.get_by_role("link", name="Vergleich", exact=True).first.click()
        opened.page.wait_for_url("**/vergleich**")
        opened.wait()
        opened.choose("Region", "Leipzig", "Leipzig (Stadt)")
        opened.choose(
            "Indikator", "Beschäftigungsquote", "Arbeit und Existenzsicherung · Beschäftigungsquote"
        )
        says_where_leipzig_stands(opened.page)
        link = opened.page.url.removeprefix(base)
        dots = opened.page.locator(".stPlotlyChart").first.get_attribute("aria-label")
    with running_server(tmp_path) as fresh, visit(browser, fresh, link) as opened:
        says_where_leipzig_stands(opened.page)
        assert opened.page.locator(".stPlotlyChart").first.get_attribute("aria-label") == dots


@pytest.mark.parametrize("size", ["wall", "phone"])
def test_small_charts_share_a_row_and_stand_below_each_other_on_a_phone(
    browser: Browser, base: str, size: str
) -> None:
    with visit(browser, base, LINK, size) as opened:
        boxes = [
            opened.page.locator(f".st-key-panels_{number} .js-plotly-plot").bounding_box()
            for number in range(3)
        ]
        tops = [box["y"] for box in boxes if box]
        widths = [box["width"] for box in boxes if box]
        assert len(tops) == 3
        assert max(widths) - min(widths) < 1
        if size == "wall":
            assert max(tops) - min(tops) < 1
        else:
            assert tops == sorted(tops)
            assert tops[1] - tops[0] > 200


def test_bund_and_land_without_a_value_are_told_and_not_averaged(browser: Browser, base: str) -> None:
    with visit(browser, base, LINK) as opened:
        cards = opened.page.locator(".im-card").all_inner_texts()
        assert len(cards) == 4
        for name, card in (("Sachsen 2023", cards[2]), ("Deutschland 2023", cards[3])):
            assert name in card
            assert "liegt nicht vor" in card


def test_own_selection_is_restored_by_its_link(browser: Browser, base: str) -> None:
    path = "/vergleich?region=08111&vergleich=auswahl&auswahl=05315,09162,09564"
    with visit(browser, base, path, "phone", "dark") as opened:
        for name in ("Köln", "München (Stadt)", "Nürnberg"):
            assert opened.page.locator("[data-tag]").get_by_text(name, exact=True).count() == 1
        assert "auswahl=05315%2C09162%2C09564" in opened.page.url or (
            "auswahl=05315,09162,09564" in opened.page.url
        )
        assert opened.page.locator("h2.im-finding").inner_text().endswith("Median der eigenen Auswahl")
        assert opened.barriers() == []


def test_kreisangehoerige_member_is_compared_as_its_kreis(browser: Browser, base: str) -> None:
    with visit(browser, base, "/vergleich?region=05334002&indikator=gymnasialanteil") as opened:
        assert opened.page.locator("h2.im-finding").inner_text().startswith("Städteregion Aachen 2023")
        assert opened.page.get_by_text("Aachen steht hier mit: Städteregion Aachen").count() == 1
        assert opened.page.get_by_text("95-%-Intervall: 16,6").count() == 1


def test_rank_only_on_demand_and_never_for_neutral_indicators(browser: Browser, base: str) -> None:
    with visit(browser, base, LINK) as opened:
        assert opened.page.get_by_text("Rangplatz 10 von 11").count() == 0
        opened.page.get_by_text("Rangplatz zeigen").click()
        opened.page.get_by_text("Rangplatz 10 von 11").wait_for()
    with visit(browser, base, "/vergleich?region=14713&indikator=auslaenderanteil") as opened:
        assert opened.page.get_by_text("Rangplatz zeigen").count() == 0
        assert opened.page.get_by_text("wird nicht bewertet").count() == 1


def test_tables_open_on_demand_and_the_download_carries_the_source(browser: Browser, base: str) -> None:
    with visit(browser, base, LINK) as opened:
        opened.page.get_by_text("Worauf die Ähnlichkeit beruht").click()
        opened.page.get_by_text("Standardisierte Merkmale").wait_for()
        opened.page.get_by_text("Werte als Tabelle").click()
        opened.page.locator("[data-testid=stDataFrame]").nth(2).wait_for()
        opened.wait()
        assert opened.english() == []
        assert opened.barriers() == []
        with opened.page.expect_download() as download:
            opened.page.get_by_role("link", name="Daten als CSV").click()
        content = download.value.path().read_text("utf-8-sig")
        assert "# Quelle: " in content
        assert "dl-de/by-2-0" in content
        assert "14612;Dresden;Vergleichsgruppe;2023;46,82;" in content


@pytest.mark.parametrize(
    ("query", "said"),
    [("region=DG", "Hier werden Kreise und kreisfreie Städte verglichen"),
     ("indikator=ads_anfragen", "liegt für Kreise und kreisfreie Städte nicht vor"),
     ("region=02000&vergleich=land", "Diese Vergleichsgruppe ist leer"),
     ("vergleich=auswahl", "Noch niemand ausgewählt")],
)  # fmt: skip
def test_what_cannot_be_compared_is_explained(browser: Browser, base: str, query: str, said: str) -> None:
    with visit(browser, base, f"/vergleich?{query}") as opened:
        opened.page.get_by_text(said).first.wait_for()
        assert opened.complaints == []
