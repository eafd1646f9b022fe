"""The page on the funding gap as a visitor walks it: cards, one measure opened, own assumptions, the link."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, expect
from tests.browser.harness import running_server, visit

pytestmark = pytest.mark.browser

NBSP = "\u00a0"
MANAGEMENT = "/foerderluecke?region=08111&programm=integrationsmanagement_bw&basisjahr=2017&jahr=2025"


def test_five_cards_of_stuttgart_and_why_they_are_not_added(browser: Browser, base: str) -> None:
    with visit(browser, base, MANAGEMENT) as opened:
        cards = opened.page.locator(".im-gap-card").all_inner_texts()
        assert len(cards) == 5
        for card, shown in zip(
            cards,
            (
                f"15,34{NBSP}Mio.{NBSP}€",
                "keine Lücke",
                f"5.936{NBSP}Personen",
                f"882.851{NBSP}€",
                "nicht berechenbar",
            ),
            strict=True,
        ):
            assert shown in card
        opened.page.get_by_text("nicht addiert").wait_for()
        expect(opened.page.locator("h2.im-finding")).to_contain_text(f"15,34{NBSP}Mio.{NBSP}€")
        assert opened.english() == []
        assert opened.foreign_requests() == []
        assert opened.barriers() == []
        assert opened.complaints == []


def test_controls_of_a_measure_are_equally_wide_and_cards_as_high_as_their_text(
    browser: Browser, base: str
) -> None:
    fields = ".st-key-wertart, .st-key-basisjahr, .st-key-jahr"
    sizes = "all => all.map(e => { const b = e.getBoundingClientRect(); return [b.width, b.height, b.top] })"
    for size, rows in (("wall", 1), ("phone", 3)):
        with visit(browser, base, MANAGEMENT, size) as opened:
            found = opened.page.locator(fields).evaluate_all(sizes)
            assert len({round(width) for width, _, _ in found}) == 1
            assert len({round(top) for _, _, top in found}) == rows
            cards = opened.page.locator(".im-gap-card").evaluate_all(sizes)
            assert (len({round(height) for _, height, _ in cards}) == 1) == (size == "wall")


@pytest.mark.parametrize("size", ["wall", "phone"])
def test_cards_stand_above_the_controls_of_a_measure_and_the_steps_beside_the_figure(
    browser: Browser, base: str, size: str
) -> None:
    with visit(browser, base, MANAGEMENT, size) as opened:
        order = (".st-key-controls", ".im-gap-cards", ".st-key-mass", ".st-key-wertart", "h2.im-finding")
        tops = [opened.box(part)["y"] for part in (*order, ".st-key-gap_main")]
        assert tops == sorted(tops)
        chart, steps = opened.box(".st-key-gap_main"), opened.box(".im-gap-table")
        if size == "wall":
            assert steps["x"] > chart["x"] + chart["width"]
            assert chart["y"] <= steps["y"] < chart["end"]
        else:
            assert chart["end"] < steps["y"]


@pytest.mark.parametrize(
    ("measure", "region", "said"),
    [
        ("vergleich", "08111", "2.552,98"),
        ("paritaet", "08111", "12,8"),
        ("standard", "08111", "77.276,92"),
        ("struktur", "05515", "59,2"),
    ],
)
def test_each_measure_opens_with_figure_inputs_and_limits(
    browser: Browser, base: str, measure: str, region: str, said: str
) -> None:
    with visit(browser, base, f"/foerderluecke?region={region}&mass={measure}", "phone", "dark") as opened:
        page = opened.page
        assert said in page.locator("[data-testid=stMainBlockContainer]").inner_text()
        for heading in ("Rechnung", "Eingaben und Belege", "Was das Ergebnis nicht sagt"):
            expect(page.get_by_role("heading", name=heading, exact=True)).to_have_count(1)
        assert page.locator(".stPlotlyChart").count() >= 1
        assert opened.barriers() == []


def test_the_question_goes_on_to_the_paper(browser: Browser, base: str) -> None:
    own = "programm=bund_integrationskurse&wertart=Ist&basisjahr=2016&jahr=2023&je_person=1&vergleich=land"
    with visit(browser, base, f"/foerderluecke?region=05515&annahmen=vorsichtig&{own}") as opened:
        page = opened.page
        asked = parse_qs(urlsplit(page.url).query)
        found = page.locator("h2.im-finding").inner_text()
        link = page.get_by_role("link", name="Haushaltsargument daraus machen")
        carried = parse_qs(urlsplit(link.get_attribute("href") or "").query)
        assert {key: asked[key] for key in carried} == carried
        assert carried.keys() >= {"programm", "basisjahr", "jahr", "annahmen"}
        link.click()
        page.wait_for_url("**/haushaltsargument**")
        opened.wait()
        amount = re.search(r"[\d.,]+\s(Mio\.\s)?€", found)
        assert amount is not None
        assert amount.group() in page.locator(".im-brief-measures").inner_text()
        assert opened.complaints == []


def test_own_assumptions_need_a_reason_and_travel_in_the_link(browser: Browser, base: str, tmp_path) -> None:
    with visit(browser, base, "/foerderluecke?region=14713&mass=standard") as opened:
        page = opened.page
        page.get_by_text("Annahmen ändern, speichern, vergleichen").click()
        page.get_by_label("Personen, die zu betreuen sind", exact=True).fill("4.000")
        page.get_by_label("Vorhandene Stellen", exact=True).fill("viele")
        page.get_by_label("Begründung: Personen, die zu betreuen sind").fill("Belegung <b>am</b> 31.12.")
        page.get_by_role("button", name="Übernehmen").click()
        page.get_by_text("„Vorhandene Stellen“ ist keine Zahl").wait_for()
        opened.wait()
        page.get_by_label("Vorhandene Stellen", exact=True).fill("25")
        page.get_by_role("button", name="Übernehmen").click()
        page.get_by_text("„Vorhandene Stellen“ fehlt eine Begründung").wait_for()
        opened.wait()
        page.get_by_label("Begründung: Vorhandene Stellen").fill("Stellenplan 2025")
        page.get_by_role("button", name="Übernehmen").click()
        page.locator("h2.im-finding").get_by_text(f"1.587.300{NBSP}€").wait_for()
        opened.wait()
        expect(page.get_by_text("keine Lücke ab 160,0").first).to_be_visible()
        page.get_by_text("Satz „Eigener Satz“ mit 2 eigenen Annahmen").wait_for()
        assert opened.english() == []
        link = page.url.removeprefix(base)
    with running_server(tmp_path) as fresh, visit(browser, fresh, link) as opened:
        expect(opened.page.locator("h2.im-finding")).to_contain_text(f"1.587.300{NBSP}€")
        opened.page.get_by_text("eigene Annahme: Belegung <b>am</b> 31.12.").wait_for()


def test_a_set_is_saved_and_loaded(browser: Browser, base: str, tmp_path) -> None:
    saved = tmp_path / "annahmen.json"
    with visit(browser, base, "/foerderluecke?region=14713&mass=standard") as opened:
        page = opened.page
        page.get_by_text("Annahmen ändern, speichern, vergleichen").click()
        for label, value in (("Personen, die zu betreuen sind", "300"), ("Vorhandene Stellen", "1")):
            page.get_by_label(label, exact=True).fill(value)
            page.get_by_label(f"Begründung: {label}").fill("Zählung")
        with opened.answered():
            page.get_by_role("button", name="Übernehmen").click()
        page.locator("h2.im-finding").get_by_text(re.compile("211.640")).wait_for()
        page.get_by_label("Name des Satzes").fill("Satz der Fachstelle")
        with opened.answered():
            page.get_by_label("Name des Satzes").press("Enter")
        page.get_by_text("Satz „Satz der Fachstelle“ mit 2 eigenen Annahmen").wait_for()
        with page.expect_download() as download:
            page.get_by_role("link", name="Satz als Datei").click()
        download.value.save_as(saved)
    with visit(browser, base, "/foerderluecke?region=14713&mass=standard") as opened:
        page = opened.page
        page.get_by_text("Annahmen ändern, speichern, vergleichen").click()
        damaged = tmp_path / "kaputt.json"
        damaged.write_text("{", encoding="utf-8")
        page.locator("input[type=file]").set_input_files(damaged)
        page.locator(".stAlert").get_by_text("Datei").wait_for()
        opened.wait()
        page.locator("input[type=file]").set_input_files(saved)
        page.locator("h2.im-finding").get_by_text(re.compile("211.640")).wait_for()
        page.get_by_text("Satz „Satz der Fachstelle“ mit 2 eigenen Annahmen").wait_for()
        opened.wait()
        expect(page.get_by_label("Name des Satzes")).to_have_value("Satz der Fachstelle")
        assert opened.complaints == []


def test_what_a_link_cannot_say_of_a_single_measure_is_named(browser: Browser, base: str) -> None:
    with visit(
        browser, base, "/foerderluecke?region=08111&mass=vergleich&mittel=arbeitslosenquote"
    ) as opened:
        expect(opened.page.locator(".stAlert")).to_contain_text(["„arbeitslosenquote“ steht im Link"])
        assert opened.complaints == []


def test_what_a_link_cannot_say_is_named(browser: Browser, base: str) -> None:
    path = "/foerderluecke?region=08111&programm=gibtsnicht&eigene=kaputt&mass=nichts"
    with visit(browser, base, path) as opened:
        alerts = " ".join(opened.page.locator(".stAlert").all_inner_texts())
        assert "gibtsnicht" in alerts
        assert "beschädigt" in alerts
        assert opened.page.locator(".im-gap-card").count() == 5
