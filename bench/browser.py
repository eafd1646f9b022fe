"""What only a browser can tell: the bytes of a first visit, and the time until a change is drawn."""

import os
import shutil
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from playwright.sync_api import Browser, Page, sync_playwright

_ARGUMENTS: Final = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
_TIMEOUT: Final = 60_000
_IDLE: Final = "[data-testid=stApp][data-test-script-state=notRunning]"

# Notes the moment of a click on an option, and tells when the page shows what came of it.
_WATCH: Final = """() => {
    document.addEventListener('click', event => {
        if (event.target.closest('[role=option]')) window.movedAt = performance.now();
    }, true);
}"""
_SIGN: Final = """() => {
    const plot = document.querySelector('.js-plotly-plot');
    const markdown = document.querySelector('[data-testid=stMarkdown]');
    return plot ? JSON.stringify(plot.data.map(t => [t.text, t.y])) : markdown?.innerText;
}"""
_DRAWN: Final = """(before) => {
    const plot = document.querySelector('.js-plotly-plot');
    const markdown = document.querySelector('[data-testid=stMarkdown]');
    const sign = plot ? JSON.stringify(plot.data?.map(t => [t.text, t.y])) : markdown?.innerText;
    if (sign === undefined || sign === before || !window.movedAt) return false;
    if (plot) {
        const frame = plot._fullLayout?.map;
        const map = frame?._subplot?.map;
        if (frame && !(map && map.loaded() && map.areTilesLoaded() && !map.isMoving())) return false;
    }
    window.drawnAfter ??= performance.now() - window.movedAt;
    return true;
}"""


@dataclass(frozen=True)
class FirstLoad:
    """Bytes of a first visit as they went over the network: over HTTP, and over the websocket."""

    http: int
    websocket: int


@contextmanager
def browser() -> Iterator[Browser]:
    """Debian's chromium."""
    chromium = shutil.which(os.environ.get("CHROMIUM", "chromium"))
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=_ARGUMENTS)
        yield opened
        opened.close()


def first_load(opened: Browser, address: str) -> FirstLoad:
    """The bytes that a browser with nothing kept loads until the page has come to rest."""
    context = opened.new_context(locale="de-DE", viewport={"width": 1920, "height": 1080})
    page = context.new_page()
    sizes = {"http": 0.0, "websocket": 0.0}

    def loaded(event: dict[str, Any]) -> None:
        sizes["http"] += event["encodedDataLength"]

    def received(event: dict[str, Any]) -> None:
        frame = event["response"]
        # Binary frames arrive here as base64.
        sizes["websocket"] += len(frame["payloadData"]) * (0.75 if frame["opcode"] == 2 else 1)

    devtools = context.new_cdp_session(page)
    devtools.on("Network.loadingFinished", loaded)
    devtools.on("Network.webSocketFrameReceived", received)
    devtools.send("Network.enable")
    _open(page, address)
    context.close()
    return FirstLoad(round(sizes["http"]), round(sizes["websocket"]))


def change_to_drawn(opened: Browser, address: str, label: str, options: list[str]) -> float:
    """The median of milliseconds from the choice of an option to the frame in which the chart is drawn."""
    context = opened.new_context(locale="de-DE", viewport={"width": 1920, "height": 1080})
    page = context.new_page()
    page.set_default_timeout(_TIMEOUT)
    _open(page, address)
    page.evaluate(_WATCH)
    times = []
    for option in options:
        before = page.evaluate(_SIGN)
        page.evaluate("() => { window.movedAt = undefined; window.drawnAfter = undefined; }")
        box = page.get_by_role("combobox", name=label)
        box.click()
        box.fill(option)
        page.get_by_role("option", name=option).first.click()
        page.wait_for_function(_DRAWN, arg=before, polling="raf", timeout=_TIMEOUT)
        times.append(float(page.evaluate("() => window.drawnAfter")))
        page.wait_for_selector(_IDLE)
    context.close()
    return statistics.median(times)


def _open(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector(_IDLE, timeout=_TIMEOUT)
    page.wait_for_selector("[data-testid=stSelectbox]", timeout=_TIMEOUT)
    page.wait_for_load_state("networkidle", timeout=_TIMEOUT)
    page.wait_for_timeout(1500)
