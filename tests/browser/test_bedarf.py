"""Need and money as a visitor meets them: by link, at the wall and on a phone, with tables and sources."""

import pytest
from playwright.sync_api import Browser, expect
from tests.browser.harness import visit

pytestmark = pytest.mark.browser

FINDING = "Stuttgart 2021: SGB-II-Quote 7,24\u00a0% (über dem Median)"
NO_CAUSE = "Ein Zusammenhang ist keine Ursache."


def test_stuttgart_stands_in_the_scatter_and_the_warning_beside_the_finding(
    browser: Browser, base: str
) -> None:
    with visit(browser, base, "/bedarf") as opened:
        page = opened.page
        finding = page.locator("h2.im-finding").inner_text()
        assert finding.startswith(FINDING)
        assert "3.311,94\u00a0Euro je Einwohnerin und Einwohner in 5 Jahren" in finding
        assert page.locator(".im-note").first.inner_text().startswith(NO_CAUSE)
        assert page.locator(".st-key-scatter .scatterlayer path.point").count() == 400
        assert page.locator(".st-key-scatter .textpoint:visible").count() >= 10
        sources = page.get_by_role("link", name="Definition, Grenzen und Lizenz")
        links = [str(sources.nth(i).get_attribute("href")) for i in range(sources.count())]
        assert links == ["datenstand?indikator=sgb2_quote", "datenstand?indikator=arbeitsmarktmittel"]


def test_phone_names_the_chosen_kreis_only(browser: Browser, base: str) -> None:
    with visit(browser, base, "/bedarf?region=14713", "phone", "dark") as opened:
        assert opened.page.locator(".st-key-scatter .textpoint:visible").all_text_contents() == [
            "Leipzig (Stadt)"
        ]


def test_regression_on_request_stands_in_the_link(browser: Browser, base: str) -> None:
    with visit(browser, base, "/bedarf") as opened:
        assert opened.page.get_by_text("95-%-Vertrauensbereich").count() == 0
        opened.page.get_by_text("Regression zeigen").click()
        opened.page.get_by_text("95-%-Vertrauensbereich").wait_for()
        opened.page.wait_for_url("**gerade=1**")
        link = opened.page.url.removeprefix(base)
    with visit(browser, base, link) as opened:
        assert opened.page.get_by_text("95-%-Vertrauensbereich").count() == 1


def test_year_of_the_need_follows_the_money_chosen_right_of_it(browser: Browser, base: str) -> None:
    with visit(browser, base, "/bedarf") as opened:
        page = opened.page
        box = page.locator(".st-key-mittel input")
        box.click()
        box.fill("Schlüsselzuweisungen")
        page.get_by_role("option", name="Schlüsselzuweisungen", exact=True).click()
        page.get_by_role("heading", name="Stuttgart 2019: SGB-II-Quote").wait_for()
        opened.wait()
        for key in ("bedarfsjahr", "mitteljahr"):
            expect(page.locator(f".st-key-{key} input")).to_have_value("neuestes (2019)")


def test_tables_on_demand_mark_the_members_and_the_file_names_both_sources(
    browser: Browser, base: str
) -> None:
    with visit(browser, base, "/bedarf") as opened:
        page = opened.page
        page.get_by_text("Hoher Bedarf, geringe Mittel: die Kreise").click()
        page.locator("[data-testid=stDataFrame]").first.wait_for()
        opened.wait()
        assert opened.english() == []
        assert opened.barriers() == []
        with page.expect_download() as download:
            page.get_by_role("link", name="Daten als CSV").click()
        content = download.value.path().read_text("utf-8-sig")
        assert NO_CAUSE in content
        assert "SGB-II-Quote (sgb2_quote)" in content
        assert "Arbeitsmarktmittel der Bundesagentur für Arbeit (arbeitsmarktmittel)" in content
        assert "05562;Recklinghausen (Kreis);darin: Herten;13,86;1780,41;" in content


@pytest.mark.parametrize(
    ("query", "said"),
    [("region=DG", "Hier stehen Kreise und kreisfreie Städte"),
     ("indikator=auslaenderanteil", "Ein hoher Wert ist hier kein Bedarf"),
     ("indikator=arbeitslose", "arbeitslose"),
     ("region=05334002", "Aachen steht hier mit Städteregion Aachen"),
     ("mittel=schluesselzuweisungen&bedarfsjahr=2021", "Die Jahre unterscheiden sich: Indikator 2021"),
     ("region=02000&mittel=schluesselzuweisungen", "Für einen Verlauf fehlen Werte")],
)  # fmt: skip
def test_what_is_special_is_said(browser: Browser, base: str, query: str, said: str) -> None:
    with visit(browser, base, f"/bedarf?{query}") as opened:
        opened.page.get_by_text(said).first.wait_for()
        assert opened.complaints == []
