"""The brief as an official makes it: through the door to a Word file; link and draft bring it back."""

import json
from hashlib import sha256
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.browser.harness import Visit, running_server, visit

from indicators import exports

pytestmark = pytest.mark.browser

PATH = "/haushaltsargument?region=08111"
LITERAL = "=HYPERLINK(1) <b onclick=alert(1)>fett</b> **stern** $x$ [a](http://b.de) #let {{ 7*7 }} :red[rot]"


def paper(page: Page) -> Locator:
    return page.locator(".st-key-paper")


def chosen(page: Page) -> Locator:
    """The findings in the paper, as the control names them."""
    return page.locator(".stMultiSelect [data-tag]")


def leave_out(page: Page, finding: str) -> Locator:
    """What takes a finding out of the paper."""
    return chosen(page).filter(has_text=finding).get_by_role("button", name="entfernen")


def measure(page: Page, name: str) -> Locator:
    return page.get_by_role("toolbar", name="Maße im Papier").get_by_role("button", name=name)


def unfold(opened: Visit, name: str) -> None:
    with opened.answered():
        opened.page.locator("summary", has_text=name).click()


def write(opened: Visit, label: str, text: str, *, exact: bool = True) -> None:
    """Fill a field and leave it."""
    field = opened.page.get_by_label(label, exact=exact)
    field.fill(text)
    with opened.answered():
        field.blur()


def download(page: Page, label: str) -> Path:
    with page.expect_download() as started:
        page.get_by_role("link", name=label).click()
    return Path(started.value.path())


def test_official_until_noon(browser: Browser, base: str) -> None:
    with visit(browser, base, "/") as opened:
        page = opened.page
        page.locator(".st-key-door_haushalt").get_by_role("link", name="Haushaltsargument").click()
        page.wait_for_url("**/haushaltsargument**")
        opened.wait()
        shown = paper(page).inner_text()
        assert "Arbeitslosenquote bei Ausländerinnen und Ausländern in Stuttgart 2025: 12,8\u00a0%" in shown
        assert "15,34\u00a0Mio.\u00a0€" in page.locator(".im-brief-measures").inner_text()
        with ZipFile(download(page, "Word")) as word:
            text = word.read("word/document.xml").decode()
        assert "Beschlussvorschlag" in text
        assert "12,8\u00a0%" in text
        assert download(page, "PDF").read_bytes().startswith(b"%PDF-")
        assert opened.complaints == []


@pytest.mark.parametrize("suffix", exports.FORMATS)
def test_every_format_is_named_after_the_region(browser: Browser, base: str, suffix: str) -> None:
    with visit(browser, base, PATH) as opened, opened.page.expect_download() as started:
        opened.page.get_by_role("link", name=exports.FORMATS[suffix].label).click()
    assert started.value.suggested_filename == f"haushaltsargument_08111.{suffix}"


def test_figures_as_files(browser: Browser, base: str) -> None:
    with visit(browser, base, PATH) as opened, ZipFile(download(opened.page, "Abbildungen")) as file:
        names = file.namelist()
        assert len([n for n in names if n.endswith(".svg")]) == len([n for n in names if n.endswith(".png")])
        assert "Quelle: " in file.read("abbildungen.txt").decode("utf-8-sig")


def test_own_words_are_marked_and_the_link_restores_all_on_a_fresh_server(
    browser: Browser, base: str, tmp_path: Path
) -> None:
    with visit(browser, base, PATH) as opened:
        page = opened.page
        unfold(opened, "Sätze bearbeiten")
        first = page.get_by_label("Satz 1", exact=True).input_value()
        write(opened, "Satz 1", "Das ist unser eigener Satz.")
        own = paper(page).locator(".im-own")
        assert own.all_inner_texts() == ["Das ist unser eigener Satz."]
        assert "eigener Text]" in paper(page).inner_text()
        unfold(opened, "Titel, Anlass")
        write(opened, "Titel", "Mehr Mittel für 2027")
        with opened.answered():
            leave_out(page, "Beschäftigungsquote").click()
        with opened.answered():
            measure(page, "Realwertlücke").click()
        page.wait_for_url("**befunde=**masse=**")
        assert "Beschäftigungsquote in Stuttgart" not in paper(page).inner_text()
        link = page.url.removeprefix(base)
    with running_server(tmp_path) as fresh, visit(browser, fresh, link) as opened:
        page = opened.page
        page.get_by_role("heading", name="Mehr Mittel für 2027").wait_for()
        assert paper(page).locator(".im-own").all_inner_texts() == ["Das ist unser eigener Satz."]
        expect(measure(page, "Realwertlücke")).to_have_attribute("aria-pressed", "false")
        expect(measure(page, "Standardlücke")).to_have_attribute("aria-pressed", "true")
        assert leave_out(page, "Beschäftigungsquote").count() == 0
        unfold(opened, "Sätze bearbeiten")
        with opened.answered():
            page.get_by_role("button", name="Vorschlag wiederherstellen").click()
        assert paper(page).locator(".im-own").count() == 0
        assert first in paper(page).inner_text()
        expect(page.get_by_label("Satz 1", exact=True)).to_have_value(first)


def test_an_own_sentence_without_its_place_is_named_and_comes_back(browser: Browser, base: str) -> None:
    with visit(browser, base, PATH) as opened:
        page = opened.page
        unfold(opened, "Sätze bearbeiten")
        opened.choose("Abschnitt", "Ausgangslage", "Ausgangslage")
        write(opened, "Satz 1", "Unser Satz zur Lage.")
        finding = chosen(page).first.inner_text()
        named = page.locator(".st-key-brief_side").get_by_text("Nicht im Papier")
        with opened.answered():
            leave_out(page, finding).click()
        assert "Unser Satz zur Lage." not in paper(page).inner_text()
        assert named.count() == 1
        opened.choose("Befunde im Papier", finding[:12], finding)
        assert "Unser Satz zur Lage." in paper(page).inner_text()
        assert named.count() == 0
        assert opened.complaints == []


def test_quick_changes_do_not_undo_each_other(browser: Browser, base: str) -> None:
    """Nobody waits for the paper before the next click."""
    with visit(browser, base, PATH) as opened:
        page = opened.page
        expect(chosen(page)).to_have_count(4)
        for name in ("Gymnasialanteil", "Arbeitslosenquote"):
            leave_out(page, name).click()
        for name in ("Realwertlücke", "Standardlücke", "Realwertlücke"):
            measure(page, name).click()
        page.get_by_role("combobox", name="Befunde im Papier").fill("Ausländeranteil: ")
        page.get_by_role("option", name="Ausländeranteil: ").click()
        page.get_by_role("button", name="Schließen").first.wait_for(state="attached")  # heard, not seen
        page.keyboard.press("Escape")
        kept = "auslaenderanteil,schulabgaenge_ohne_abschluss,beschaeftigungsquote"
        page.wait_for_url(lambda url: parse_qs(urlsplit(url).query).get("befunde") == [kept])
        opened.wait()
        assert parse_qs(urlsplit(page.url).query)["masse"] == ["realwert,vergleich,paritaet,struktur"]
        expect(chosen(page)).to_have_count(3)
        expect(measure(page, "Standardlücke")).to_have_attribute("aria-pressed", "false")
        expect(measure(page, "Realwertlücke")).to_have_attribute("aria-pressed", "true")
        shown = paper(page).inner_text()
        assert "Ausländeranteil in Stuttgart" in shown
        assert "Arbeitslosenquote in Stuttgart" not in shown
        assert opened.complaints == []


def test_an_earlier_link_shows_its_findings_and_measures_and_keeps_them(browser: Browser, base: str) -> None:
    link = f"{PATH}&befunde=arbeitslosenquote,gymnasialanteil&masse=paritaet,struktur"
    with visit(browser, base, link) as opened:
        page = opened.page
        assert [text.partition(":")[0] for text in chosen(page).all_inner_texts()] == [
            "Arbeitslosenquote",
            "Gymnasialanteil",
        ]
        pressed = page.get_by_role("toolbar", name="Maße im Papier").locator("[aria-pressed=true]")
        assert pressed.all_inner_texts() == ["Teilhabe-Parität"]
        query = parse_qs(urlsplit(page.url).query)
        assert query["befunde"] == ["arbeitslosenquote,gymnasialanteil"]
        assert query["masse"] == ["paritaet,struktur"]
        assert measure(page, "Struktur und Förderabbruch").count() == 0  # it lacks figures, and that is said
        lines = page.locator(".im-brief-measures li").filter(has_text="Struktur und Förderabbruch")
        assert "nicht berechenbar" in lines.inner_text()


def test_nothing_chosen_is_a_choice_too(browser: Browser, base: str) -> None:
    with visit(browser, base, PATH) as opened:
        with opened.answered():
            opened.page.get_by_role("button", name="Alle entfernen").click()
        opened.page.wait_for_url("**befunde=keine**")
        link = opened.page.url.removeprefix(base)
    with visit(browser, base, link) as opened:
        expect(chosen(opened.page)).to_have_count(0)
        assert opened.page.get_by_placeholder("Name eintippen oder wählen").is_visible()


def test_texts_belong_to_a_region_and_come_back(browser: Browser, base: str) -> None:
    with visit(browser, base, PATH) as opened:
        page = opened.page
        unfold(opened, "Titel, Anlass")
        write(opened, "Titel", "Nur für Stuttgart")
        for name, expected in (("Jena", 0), ("Stuttgart", 1)):
            opened.choose("Region", name, name)
            expect(page.get_by_role("heading", name="Nur für Stuttgart")).to_have_count(expected)
        assert "texte" in parse_qs(urlsplit(page.url).query)


def test_draft_round_trip_and_a_wrong_file_loses_nothing(browser: Browser, base: str, tmp_path: Path) -> None:
    with visit(browser, base, f"{PATH}&gliederung=stuttgart") as opened:
        page = opened.page
        unfold(opened, "Titel, Anlass")
        write(opened, "Titel", "Entwurf eins")
        draft = download(page, "Entwurf speichern").read_text("utf-8")
        assert json.loads(draft)["titel"] == "Entwurf eins"
        kept, wrong = tmp_path / "entwurf.json", tmp_path / "falsch.json"
        kept.write_text(draft, "utf-8")
        wrong.write_text('{"format": "etwas anderes"}', "utf-8")
        assert page.get_by_text("1\u00a0MB je Datei").is_visible()
        page.locator("input[type=file]").set_input_files(wrong)
        page.get_by_text("Die Datei enthält keinen Entwurf").wait_for()
        assert page.get_by_role("heading", name="Entwurf eins").is_visible()
        write(opened, "Titel", "Entwurf zwei")
        page.locator("input[type=file]").set_input_files(kept)
        page.get_by_role("heading", name="Entwurf eins").wait_for()
        assert page.get_by_text("Die Datei enthält keinen Entwurf").count() == 0
        page.get_by_role("button", name="Zurück zum vorigen Stand").click()
        page.get_by_role("heading", name="Entwurf zwei").wait_for()
        assert opened.english() == []


def test_what_a_person_writes_stays_literal(browser: Browser, base: str) -> None:
    with visit(browser, base, PATH) as opened:
        page = opened.page
        unfold(opened, "Titel, Anlass")
        write(opened, "Titel", LITERAL)
        write(opened, "Anlass", f"{LITERAL} weil <script>alert(1)</script>", exact=False)
        assert page.get_by_role("heading", name=LITERAL).is_visible()
        assert paper(page).locator("b, script").count() == 0
        assert f"{LITERAL} weil <script>alert(1)</script>" in paper(page).inner_text()
        warning = page.get_by_role("alert").filter(has_text="behauptet eine Ursache")
        assert LITERAL in warning.inner_text()
        assert download(page, "PDF").read_bytes().startswith(b"%PDF-")
        with ZipFile(download(page, "Word")) as word:
            assert "&lt;script&gt;" in word.read("word/document.xml").decode()


@pytest.mark.parametrize(
    ("query", "said"),
    [("befunde=arbeitslosenquote,gibtsnicht", "gibtsnicht"),
     ("masse=realwert,erfunden", "Ein Maß „erfunden“ gibt es nicht."),
     ("texte=kaputt", "Die Texte im Link sind beschädigt."),
     ("gliederung=klingonisch", "steht im Link unter „Gliederung“"),
     ("basisjahr=neulich", "„neulich“ ist kein Jahr.")],
)  # fmt: skip
def test_what_a_link_says_wrongly_is_named(browser: Browser, base: str, query: str, said: str) -> None:
    with visit(browser, base, f"{PATH}&{query}") as opened:
        opened.page.get_by_role("alert").filter(has_text=said).wait_for()
        assert paper(opened.page).locator("h4").count() > 5


@pytest.mark.parametrize("size", ["wall", "phone"])
def test_opened_parts_are_german_and_accessible(browser: Browser, base: str, size: str) -> None:
    with visit(browser, base, f"{PATH}&gliederung=stuttgart", size) as opened:
        unfold(opened, "Titel, Anlass")
        unfold(opened, "Sätze bearbeiten")
        write(opened, "Satz 1", "Ein Satz.")
        assert opened.english() == []
        assert opened.barriers() == []
        pictures = paper(opened.page).locator("img").all()
        assert len(pictures) > 3
        for picture in pictures:  # a browser asks for one when it comes into sight
            picture.scroll_into_view_if_needed()
            expect(picture).to_have_js_property("complete", value=True)
            assert picture.get_attribute("alt")
            assert picture.evaluate("shown => shown.naturalWidth") > 500


def test_no_picture_is_sent_before_it_comes_into_sight(browser: Browser, base: str) -> None:
    """Wherever the page is opened, the room for the pictures is there before they are."""
    with visit(browser, base, PATH, "phone") as opened:
        last = paper(opened.page).locator("img").last
        assert last.evaluate("shown => shown.naturalWidth") == 0
        before = last.evaluate("shown => shown.getBoundingClientRect().height")
        last.scroll_into_view_if_needed()
        expect(last).to_have_js_property("complete", value=True)
        assert last.evaluate("shown => shown.naturalWidth") > 500
        assert last.evaluate("shown => shown.getBoundingClientRect().height") == pytest.approx(before, abs=2)


def test_texts_too_long_for_a_link_are_kept_and_said(browser: Browser, base: str) -> None:
    digests = (sha256(bytes([number])).hexdigest() for number in range(248))
    words = " ".join(digests)  # 16 kB that no packing makes shorter than a link may be
    with visit(browser, base, PATH) as opened:
        page = opened.page
        unfold(opened, "Sätze bearbeiten")
        for number in (1, 2, 3, 4):
            write(opened, f"Satz {number}", words[(number - 1) * 3990 : number * 3990])
        page.get_by_text("für einen Link zu lang").wait_for()
        assert "texte" not in parse_qs(urlsplit(page.url).query)
        expect(paper(page).locator(".im-own")).to_have_count(4)


def test_profile_as_pdf(browser: Browser, base: str) -> None:
    with visit(browser, base, "/profil?region=08111") as opened:
        assert download(opened.page, "Als PDF").read_bytes().startswith(b"%PDF-")
