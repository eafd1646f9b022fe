"""The page on funding: named amounts, evidence, the way to the source, files, the ids in its link."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page
from tests.browser.harness import SCHEMES, SIZES, Scheme, visit
from tests.browser.test_search_field import type_and_wait

pytestmark = pytest.mark.browser

COURSES = "/foerdermittel?region=DG&programm=bund_integrationskurse"
MUENSTER = "/foerdermittel?region=05515"


def text_of(page: Page) -> str:
    return page.locator("[data-testid=stMain]").inner_text().replace("\u00a0", " ")


@pytest.mark.parametrize("path", [COURSES, MUENSTER])
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("size", SIZES)
def test_page_is_german_without_barriers_and_asks_nobody(
    browser: Browser, base: str, path: str, size: str, scheme: Scheme
) -> None:
    with visit(browser, base, path, size, scheme) as opened:
        assert opened.foreign_requests() == []
        assert opened.complaints == []
        assert opened.english() == []
        assert opened.barriers() == []
        assert opened.page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")


def test_soll_and_ist_are_two_lines(browser: Browser, base: str) -> None:
    with visit(browser, base, COURSES) as opened:
        assert "Ist 2023 967,6 Mio. €, Soll 2023 757,8 Mio. €" in text_of(opened.page)
        drawn = opened.page.evaluate("""() => {
            const plot = document.querySelector('.js-plotly-plot');
            const at = (name, year) => {
                const line = plot._fullData.find(t => t.name === name);
                return line.y[[...line.x].indexOf(year)];
            };
            return [at('Ist', 2023), at('Soll', 2023), at('Ist', 2024)];
        }""")
        assert drawn[0] == pytest.approx(967.597, abs=0.001)
        assert drawn[1] == pytest.approx(757.798, abs=0.001)
        assert drawn[2] is None


def test_source_leads_to_all_that_is_known_about_it(browser: Browser, base: str) -> None:
    with visit(browser, base, COURSES) as opened:
        opened.page.get_by_role("link", name="Haushaltsrechnung des Bundes").click()
        opened.page.wait_for_url("**/datenstand?*")
        opened.wait()
        assert parse_qs(urlsplit(opened.page.url).query)["quelle"] == ["bund_ist"]
        assert "Bundesministerium der Finanzen" in text_of(opened.page)
        assert "Amtliches Werk" in text_of(opened.page)


def test_muenster_shows_own_positions_their_ends_and_the_weak_evidence_of_others(
    browser: Browser, base: str
) -> None:
    with visit(browser, base, MUENSTER) as opened:
        text = text_of(opened.page)
        assert "1.469.090 €\nErtrag 2024" in text
        assert opened.page.locator(".im-badge", has_text="sekundär").count() > 0
        ends = opened.page.locator(".js-plotly-plot").last.inner_text().replace("\u00a0", " ")
        assert "bis 31.12.2027 (31.001 €), Nachfolge offen" in ends
        opened.page.get_by_role("link", name="Zuwendungen an die Produktgruppe 0116").click()
        opened.page.wait_for_url("**programm=muenster_pg0116_zuwendungen**")
        opened.wait()
        assert "Ist 2024 1.469.090 €, Ansatz 2027 599.800 €" in text_of(opened.page)


def test_city_without_own_figures_is_told_and_sees_funds_of_its_kreis(browser: Browser, base: str) -> None:
    with visit(browser, base, "/foerdermittel?region=05315") as opened:
        text = text_of(opened.page)
        assert "Für Köln selbst liegen keine Angaben vor" in text
        assert "Arbeitsmarktmittel der Bundesagentur für Arbeit" in text


def test_prices_and_basis_stand_in_the_link_and_missing_values_say_why(browser: Browser, base: str) -> None:
    with visit(browser, base, f"{COURSES}&preise=2025&bezug=zielgruppe") as opened:
        text = text_of(opened.page)
        assert "Hierzu gibt es keine Reihe über die Jahre." in text
        assert "Nicht berechenbar" in text
        query = parse_qs(urlsplit(opened.page.url).query)
        assert (query["preise"], query["bezug"]) == (["2025"], ["zielgruppe"])


def test_files_carry_figures_and_sources(browser: Browser, base: str) -> None:
    with visit(browser, base, COURSES) as opened:
        with opened.page.expect_download() as download:
            opened.page.get_by_role("link", name="Daten als CSV").click()
        content = download.value.path().read_text("utf-8-sig")
        assert "967597188,13" in content
        assert "Haushaltsrechnung" in content
        with opened.page.expect_download() as download:
            opened.page.get_by_role("link", name="Daten als Excel-Datei").click()
        assert download.value.suggested_filename.endswith(".xlsx")
        assert download.value.path().read_bytes()[:2] == b"PK"


def test_a_programme_is_found_by_name(browser: Browser, base: str) -> None:
    with visit(browser, base, "/datenstand") as opened:
        opened.page.get_by_placeholder("Ort, Indikator oder Programm suchen").focus()
        type_and_wait(opened, "integrationskurs")
        opened.page.get_by_role("link", name="Integrationskurse").click()
        opened.page.wait_for_url("**/foerdermittel?*")
        opened.wait()
        assert "Ist 2023 967,6 Mio. €" in text_of(opened.page)
