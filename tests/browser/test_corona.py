"""Before and after the pandemic: the finding, the marks, the matrix and its links, the switch over time."""

import pytest
from playwright.sync_api import Browser, expect
from tests.browser.harness import visit

pytestmark = pytest.mark.browser

STUTTGART = "/corona?region=08111&indikator=arbeitslosenquote&gruppe=auslaender"


def test_finding_says_outside_with_range_and_number_of_values(browser: Browser, base: str) -> None:
    with visit(browser, base, STUTTGART) as opened:
        text = opened.page.locator("[data-testid=stMain]").inner_text()
        assert "12,8\u00a0%, außerhalb des erwarteten Bereichs von 3,4 bis 9,9\u00a0% (darüber)" in text
        assert "Trend aus 8 Werten (2010–2016, 2019)" in text


def test_values_outside_have_their_own_sign_and_the_key_names_it(browser: Browser, base: str) -> None:
    with visit(browser, base, STUTTGART) as opened:
        symbols = opened.page.evaluate("""() => {
            const named = document.querySelector('.js-plotly-plot')._fullData
                .find(t => t.name === 'Ausländerinnen und Ausländer');
            return [2020, 2023, 2025].map(year => named.marker.symbol[[...named.x].indexOf(year)]);
        }""")
        assert symbols == ["circle", "triangle-up", "triangle-up"]
        key = opened.page.locator(".im-key").inner_text()
        assert "darüber" in key
        assert "innerhalb" in key
        assert "nicht vergleichbar" not in key


def test_link_restores_region_indicator_group_and_field(browser: Browser, base: str) -> None:
    path = "/corona?region=14713&indikator=arbeitslosenquote&gruppe=insgesamt&handlungsfeld=bildung"
    with visit(browser, base, path) as opened:
        assert opened.page.locator("h2.im-finding").inner_text().startswith("Leipzig (Stadt) 2025")
        assert "bei Ausländerinnen" not in opened.page.locator("h2.im-finding").inner_text()
        assert "Betreuungsquote" in opened.page.locator(".im-matrix thead").inner_text()


def test_cell_of_the_matrix_leads_to_its_series(browser: Browser, base: str) -> None:
    with visit(browser, base, STUTTGART) as opened:
        row = opened.page.locator(".im-matrix tr", has=opened.page.get_by_role("rowheader", name="Jena"))
        row.get_by_role("link", name="Jena, Arbeitslosenquote Insgesamt").click()
        opened.page.wait_for_url("**/corona?region=16053&**")
        opened.wait()
        expect(opened.page.locator("h2.im-finding")).to_contain_text("Jena 2025: Arbeitslosenquote")


def test_too_few_values_are_explained_and_the_matrix_stays(browser: Browser, base: str) -> None:
    with visit(browser, base, "/corona?region=08111&indikator=gymnasialanteil") as opened:
        text = opened.page.locator("[data-testid=stMain]").inner_text()
        assert "lässt sich kein Trend berechnen" in text
        assert "ein Trend braucht mindestens fünf Werte" in text
        assert opened.page.locator(".im-matrix").count() == 1


def test_switch_over_time_stands_in_the_link(browser: Browser, base: str) -> None:
    with visit(browser, base, "/zeitverlauf?region=08111&indikator=arbeitslosenquote") as opened:
        assert opened.page.get_by_text("außerhalb des erwarteten Bereichs").count() == 0
        opened.page.get_by_text("Erwartung aus 2010 bis 2019 zeigen").click()
        opened.page.wait_for_url("**corona=1**")
        opened.page.get_by_text("außerhalb des erwarteten Bereichs").first.wait_for()
        opened.page.get_by_text("Erwartung aus 2010 bis 2019 zeigen").click()
        opened.page.wait_for_url(lambda url: "corona=1" not in url)
    with visit(browser, base, "/zeitverlauf?region=08111&indikator=arbeitslosenquote&corona=1") as opened:
        assert opened.page.get_by_text("außerhalb des erwarteten Bereichs").count() > 0


def test_intervals_go_out_with_the_values(browser: Browser, base: str) -> None:
    path = "/zeitverlauf?region=14&indikator=rechte_angriffe_sachsen"
    with visit(browser, base, path) as opened:
        with opened.page.expect_download() as download:
            opened.page.get_by_role("link", name="Daten als CSV").click()
        content = download.value.path().read_text("utf-8-sig")
        assert "Insgesamt, untere Grenze (95\u00a0%);Insgesamt, obere Grenze (95\u00a0%)" in content
        assert "2024;328,0;293," in content
