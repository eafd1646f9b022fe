"""The series over time: named values, missing years, breaks, members within a Kreis, the download."""

from itertools import pairwise

import pytest
from playwright.sync_api import Browser
from tests.browser.harness import visit

pytestmark = pytest.mark.browser


def test_stuttgart_shows_latest_values_breaks_and_missing_years(browser: Browser, base: str) -> None:
    with visit(browser, base, "/zeitverlauf?region=08111&indikator=arbeitslosenquote") as opened:
        text = opened.page.locator("[data-testid=stMain]").inner_text()
        assert "12,8\u00a0%" in text
        assert "6,2\u00a0Prozentpunkte höher als insgesamt" in text
        assert "2021–2022, 2024 – liegt nicht vor" in text
        assert "Bruch 2005" in text
        assert "13211-02-05-4" in text


@pytest.mark.parametrize(("size", "beside"), [("wall", True), ("phone", False)])
def test_cards_stand_beside_the_chart_and_below_it_on_a_phone(
    browser: Browser, base: str, size: str, beside: bool
) -> None:
    with visit(browser, base, "/zeitverlauf?region=08111&indikator=arbeitslosenquote", size) as opened:
        chart = opened.page.locator(".js-plotly-plot").bounding_box()
        cards = opened.page.locator(".im-stack").bounding_box()
        assert chart is not None
        assert cards is not None
        assert (cards["x"] > chart["x"] + chart["width"]) is beside
        assert (cards["y"] > chart["y"] + chart["height"]) is not beside


def test_years_below_the_chart_do_not_touch_on_a_phone(browser: Browser, base: str) -> None:
    path = "/zeitverlauf?region=03241&indikator=beschaeftigungsquote"
    with visit(browser, base, path, "phone") as opened:
        years = opened.page.locator(".xtick text").evaluate_all(
            "texts => texts.map(t => [t.getBoundingClientRect().left, t.getBoundingClientRect().right])"
        )
        assert len(years) >= 4
        assert all(right + 4 < left for (_, right), (left, _) in pairwise(years))


def test_lines_leave_missing_years_open(browser: Browser, base: str) -> None:
    with visit(browser, base, "/zeitverlauf?region=08111&indikator=arbeitslosenquote") as opened:
        drawn = opened.page.evaluate("""() => {
            const plot = document.querySelector('.js-plotly-plot');
            const line = plot._fullData.find(t => t.name === 'Insgesamt');
            const at = year => line.y[[...line.x].indexOf(year)];
            return [at(2020), at(2021), at(2023), line.connectgaps];
        }""")
        assert drawn == [5.3, None, 5.1, False]


def test_kreisangehoerige_member_shows_the_kreis_under_its_own_name(browser: Browser, base: str) -> None:
    with visit(browser, base, "/zeitverlauf?region=03241001&indikator=beschaeftigungsquote") as opened:
        assert opened.page.locator("h2.im-finding").inner_text().startswith("Region Hannover")
        assert opened.page.get_by_text("selbst liegt kein Wert vor").count() == 1


def test_csv_carries_source_and_german_numbers(browser: Browser, base: str) -> None:
    with visit(browser, base, "/zeitverlauf?region=08111&indikator=arbeitslosenquote") as opened:
        with opened.page.expect_download() as download:
            opened.page.get_by_role("link", name="Daten als CSV").click()
        content = download.value.path().read_text("utf-8-sig")
        assert "13211-02-05-4" in content
        assert "dl-de/by-2-0" in content
        assert "2023;5,1;10,3" in content


def test_source_line_leads_to_the_definition(browser: Browser, base: str) -> None:
    with visit(browser, base, "/zeitverlauf?region=08111&indikator=beschaeftigungsquote") as opened:
        opened.page.get_by_role("link", name="Definition, Grenzen und Lizenz").click()
        opened.page.wait_for_url("**/datenstand?**")
        opened.wait()
        assert opened.page.locator("h2.im-finding").inner_text() == "Beschäftigungsquote"
        assert opened.page.get_by_text("INKAR 2025").count() > 0
