"""The search in the frame, by keyboard alone."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.harness import SIZES, Visit, running_server, visit

from indicators.ui import navigation

pytestmark = pytest.mark.browser

TARGET = navigation.of_region().path


def tab_to_search(page: Page) -> None:
    """Walks from the top of the page by Tab, as somebody without a mouse does."""
    field = page.get_by_role("searchbox")
    for _ in range(len(navigation.PAGES) + 8):
        page.keyboard.press("Tab")
        if field.evaluate("f => f === document.activeElement"):
            return
    raise AssertionError("Tab does not reach the search")


def type_and_wait(opened: Visit, text: str) -> None:
    opened.page.keyboard.type(text)
    opened.page.locator(f".im-search-count[data-for='{text}']").wait_for()
    opened.wait()  # the hits themselves are drawn after their number


@pytest.mark.parametrize("size", SIZES)
def test_place_by_keyboard_keeps_the_indicator(browser: Browser, base: str, size: str) -> None:
    with visit(browser, base, "/karte?indikator=beschaeftigungsquote", size) as opened:
        tab_to_search(opened.page)
        type_and_wait(opened, "landkreis osnabrueck")
        assert opened.english() == []
        assert opened.barriers() == []
        opened.page.keyboard.press("Enter")
        opened.page.wait_for_url(f"**/{TARGET}?**")
        opened.wait()
        assert "region=03459" in opened.page.url
        assert "indikator=beschaeftigungsquote" in opened.page.url
        expect(opened.page.get_by_role("searchbox")).to_have_value("")
        expect(opened.page.locator(".im-search-count")).to_have_count(0)


def test_page_with_a_place_stays(browser: Browser, base: str) -> None:
    with visit(browser, base, "/zeitverlauf?region=08111&indikator=arbeitslosenquote") as opened:
        opened.page.get_by_role("searchbox").focus()
        type_and_wait(opened, "leibzig")
        opened.page.keyboard.press("ArrowDown")
        opened.page.keyboard.press("ArrowDown")
        opened.page.keyboard.press("ArrowUp")
        opened.page.keyboard.press("Enter")
        opened.page.wait_for_url("**/zeitverlauf?**region=14713**")
        opened.page.locator("h2.im-finding", has_text="Leipzig").wait_for()
        assert "indikator=arbeitslosenquote" in opened.page.url


def test_indicator_leads_to_the_map(browser: Browser, base: str) -> None:
    with visit(browser, base, "/") as opened:
        opened.page.get_by_role("searchbox").focus()
        type_and_wait(opened, "sgb ii quote")
        opened.page.keyboard.press("Enter")
        opened.page.wait_for_url("**/karte?**indikator=sgb2_quote**")
        opened.wait()
        assert "SGB-II-Quote" in opened.page.locator("h2.im-finding").inner_text()


def test_page_by_name(browser: Browser, base: str) -> None:
    with visit(browser, base, "/") as opened:
        opened.page.get_by_role("searchbox").focus()
        type_and_wait(opened, "methodik")
        opened.page.keyboard.press("Enter")
        opened.page.wait_for_url("**/datenstand**")


def test_enter_before_the_hits_are_there(browser: Browser, base: str) -> None:
    with visit(browser, base, "/") as opened:
        opened.page.get_by_role("searchbox").focus()
        opened.page.keyboard.type("methodik")
        opened.page.keyboard.press("Enter")
        opened.page.wait_for_url("**/datenstand**")


def test_nothing_found_is_said_and_text_stays_text(browser: Browser, base: str) -> None:
    with visit(browser, base, "/") as opened:
        opened.page.get_by_role("searchbox").focus()
        opened.page.keyboard.type("<b>zzzz</b>")
        opened.page.get_by_text("Nichts gefunden.").wait_for()
        assert opened.page.locator("b", has_text="zzzz").count() == 0
        opened.page.keyboard.press("Escape")
        opened.page.get_by_text("Nichts gefunden.").wait_for(state="hidden")


def test_hit_that_leads_where_one_is_closes_the_list(browser: Browser, base: str) -> None:
    with visit(browser, base, "/zeitverlauf?region=08111&indikator=arbeitslosenquote") as opened:
        opened.page.get_by_role("searchbox").focus()
        type_and_wait(opened, "stuttgart")
        opened.page.keyboard.press("Enter")
        opened.page.locator(".im-search-count").wait_for(state="hidden")
        expect(opened.page.get_by_role("searchbox")).to_have_value("")
        assert "region=08111" in opened.page.url


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("way", [[], ["ArrowDown", "ArrowDown"], ["Tab"], ["Shift+Tab"]])
def test_escape_closes_the_hits_and_leads_back_to_the_field(
    browser: Browser, base: str, size: str, way: list[str]
) -> None:
    with visit(browser, base, "/zeitverlauf?region=08111&indikator=arbeitslosenquote", size) as opened:
        page = opened.page
        field = page.get_by_role("searchbox")
        field.focus()
        type_and_wait(opened, "leipzig")
        for key in way:
            page.keyboard.press(key)
        page.keyboard.press("Escape")
        page.locator(".st-key-search_found").wait_for(state="hidden")
        expect(field).to_be_focused()
        expect(field).to_have_value("")
        type_and_wait(opened, "dresden")
        page.keyboard.press("Enter")
        page.wait_for_url("**/zeitverlauf?**region=14612**")


@pytest.mark.parametrize(
    "lose", ["f => f.blur()", "f => document.querySelector('.st-key-controls input').focus()"]
)
def test_escape_closes_the_hits_when_the_focus_was_quicker_than_they(
    browser: Browser, base: str, lose: str
) -> None:
    with visit(browser, base, "/zeitverlauf?region=08111&indikator=arbeitslosenquote") as opened:
        page = opened.page
        field = page.get_by_role("searchbox")
        field.focus()
        type_and_wait(opened, "leipzig")
        field.evaluate(lose)
        page.keyboard.press("Escape")
        page.locator(".st-key-search_found").wait_for(state="hidden")
        expect(field).to_be_focused()


def test_escape_first_closes_an_open_list_of_a_control(browser: Browser, base: str) -> None:
    with visit(browser, base, "/zeitverlauf?region=08111&indikator=arbeitslosenquote", "phone") as opened:
        page = opened.page
        field = page.get_by_role("searchbox")
        field.focus()
        type_and_wait(opened, "leipzig")
        control = page.locator(".st-key-controls input").first
        control.focus()
        page.keyboard.press("ArrowDown")
        options = page.get_by_role("listbox")
        options.wait_for()
        page.keyboard.press("Escape")
        options.wait_for(state="hidden")
        assert page.locator(".st-key-search_found").count() == 1


FAILING = """
import streamlit as st
from indicators.ui import furniture, navigation, search_view

def fail():
    raise RuntimeError("broken before its title")

page = st.navigation([st.Page(fail, title="Karte", url_path="karte")], position="top")
st.set_page_config(layout="wide")
furniture.style()
search_view.show(navigation.page("karte"))
furniture.run(page)
"""


def test_message_of_a_page_that_failed_lies_beside_the_search(browser: Browser, tmp_path: Path) -> None:
    app = tmp_path / "failing.py"
    app.write_text(FAILING, encoding="utf-8")
    with running_server(tmp_path, app=app) as broken:
        for width, height in SIZES.values():
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto(broken)
            message = page.locator(".stAlert", has_text="Diese Seite konnte nicht aufgebaut werden.")
            field = page.locator(".st-key-search input")
            message.wait_for()
            field.wait_for()
            said, search = message.bounding_box(), field.bounding_box()
            assert said
            assert search
            assert said["y"] >= search["y"] + search["height"]
            assert said["y"] + said["height"] <= height
            page.close()
