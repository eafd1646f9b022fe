"""The real app in a real browser: a server of our own, pages opened cold, and what a visitor would notice."""

import re
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from bench.serving import serving
from playwright.sync_api import Browser, ConsoleMessage, Page, WebSocket
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

PROJECT = Path(__file__).parents[2]
SIZES = {"wall": (1920, 1080), "phone": (390, 844)}
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_IDLE_MS = 60_000
_QUIET_MS = 15_000
_STEP_MS = 25

# Streamlit's fixed English texts that could appear on a page, beside those we replace in its scripts.
ENGLISH_TEXTS = {
    "About", "Cancel", "Clear cache", "Close", "Deploy", "Download as PNG", "Fullscreen", "Help", "Open",
    "Print", "Rerun", "Running...", "Search", "Settings", "Stop", "Submit", "Upload", "Empty", "Loading...",
}  # fmt: skip
_ENGLISH_WORDS = re.compile(
    r"\b(the|and|with|your|please|click|loading|failed|show|select|choose|more)\b", re.IGNORECASE
)

# Each text that a person sees or hears: text nodes, names and hints of what is visible.
_TEXTS_SCRIPT = """() => {
    const seen = new Set();
    const visible = e => e.checkVisibility({opacityProperty: true, visibilityProperty: true});
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const parent = node.parentElement;
        if (!node.data.trim() || ['SCRIPT', 'STYLE', 'NOSCRIPT'].includes(parent.tagName)) continue;
        if (parent.closest('[data-testid=stIconMaterial], [translate=no], [lang=en]')) continue;
        if (visible(parent)) seen.add(node.data.trim());
    }
    for (const element of document.body.querySelectorAll('[aria-label], [title], [placeholder], [alt]')) {
        if (!visible(element) || element.closest('[lang=en]')) continue;
        for (const name of ['aria-label', 'title', 'placeholder', 'alt']) {
            const text = element.getAttribute(name);
            if (text && text.trim()) seen.add(text.trim());
        }
    }
    seen.add(document.title);
    return [...seen];
}"""


@dataclass
class Visit:
    """A page in the browser, with all it asked for and complained about."""

    page: Page
    base: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    asked: int = 0
    is_answered: bool = False

    def listen(self, socket: WebSocket) -> None:
        """Notes what the browser asks of the server and when the answer is complete."""
        self.requests.append(socket.url)
        socket.on("framesent", self._sent)
        socket.on("framereceived", self._received)

    def _sent(self, frame: str | bytes) -> None:
        if isinstance(frame, bytes) and BackMsg.FromString(frame).WhichOneof("type") == "rerun_script":
            self.asked += 1
            self.is_answered = False

    def _received(self, frame: str | bytes) -> None:
        if not isinstance(frame, bytes):
            return
        message = ForwardMsg.FromString(frame)
        if message.WhichOneof("type") == "script_finished":
            # A run that a newer question has ended is no answer yet.
            self.is_answered = message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN

    @contextmanager
    def answered(self) -> Iterator[None]:
        """Around what makes the browser ask: waits until it has asked, and has drawn the answer."""
        before = self.asked
        yield
        self._wait_until(lambda: self.asked > before)
        self.wait()

    def choose(self, label: str, typed: str, option: str) -> None:
        """Opens a select box, types, takes the option of this name, and waits for what comes of it."""
        box = self.page.get_by_role("combobox", name=label)
        box.click()
        box.fill(typed)
        with self.answered():
            self.page.get_by_role("option", name=option, exact=True).click()

    def _wait_until(self, is_so: Callable[[], bool]) -> None:
        for _ in range(_IDLE_MS // _STEP_MS):
            if is_so():
                return
            self.page.wait_for_timeout(_STEP_MS)  # what the socket says is heard meanwhile
        raise AssertionError("The browser did not ask, or was not answered")

    def wait(self) -> None:
        """Waits until what the browser has asked is answered and drawn.

        Just after an action it may not have asked yet: `answered` knows.
        """
        self._wait_until(lambda: self.is_answered)
        app = "[data-testid=stApp][data-test-connection-state=CONNECTED][data-test-script-state=notRunning]"
        self.page.wait_for_selector(app, timeout=_IDLE_MS)
        self.page.wait_for_selector("h1, .im-empty", timeout=_IDLE_MS)
        self.page.wait_for_function(
            "() => !document.querySelector('[data-stale=true], [data-testid=stSkeleton]')", timeout=_IDLE_MS
        )
        # The browser draws charts after the script's end; a quiet network and two frames say that it has. Now
        # and then it never calls the network quiet (frames of components): after a while all is drawn anyway.
        with suppress(PlaywrightTimeout):
            self.page.wait_for_load_state("networkidle", timeout=_QUIET_MS)
        self.page.evaluate("() => new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)))")

    def foreign_requests(self) -> list[str]:
        """What was asked of any other host."""
        own = urlsplit(self.base).netloc
        return [
            u for u in self.requests if urlsplit(u).scheme in ("http", "https", "ws", "wss")
            and urlsplit(u).netloc != own
        ]  # fmt: skip

    def texts(self) -> list[str]:
        """Every text that a person sees or hears, frames of components included."""
        return [text for frame in self.page.frames for text in frame.evaluate(_TEXTS_SCRIPT)]

    def english(self) -> list[str]:
        """Texts that are English: Streamlit's own, or with plain English words."""
        fixed = ENGLISH_TEXTS | framework_texts()
        return sorted(t for t in self.texts() if t in fixed or _ENGLISH_WORDS.search(t))

    def box(self, selector: str) -> dict[str, float]:
        """Where the first such element lies in the window."""
        found = self.page.locator(selector).first.bounding_box()
        assert found is not None, selector
        x, y, width, height = found["x"], found["y"], found["width"], found["height"]
        return {"x": x, "y": y, "width": width, "height": height, "end": y + height}

    def barriers(self) -> list[str]:
        """Serious and critical findings of axe-core, with the place of each."""
        violations: list[dict[str, Any]] = Axe().run(self.page).response["violations"]
        return [
            f"{v['id']} ({v['impact']}): {v['help']}: {node['html'][:200]} {node['failureSummary'][:300]}"
            for v in violations
            if v["impact"] in ("serious", "critical")
            for node in v["nodes"]
        ]


def framework_texts() -> set[str]:
    """Streamlit's English texts that our server replaces."""
    path = PROJECT / "src" / "indicators" / "ui" / "framework_texts.toml"
    table: dict[str, dict[str, str]] = tomllib.loads(path.read_text("utf-8"))
    return {text for section in table.values() for text in section if "`" not in text}


@contextmanager
def running_server(home: Path, *options: str, app: Path = PROJECT / "app.py") -> Iterator[str]:
    """Starts the app on a free port and yields its address; what it writes goes to `home`/server.log."""
    with serving(app, *options, folder=PROJECT, home=home, log=home / "server.log") as (base, _):
        yield base


_EXPECTED = (
    "GL Driver Message",  # a map without a GPU is slow
    "Unrecognized feature:",  # the frame that Streamlit makes for a component names what this browser lacks
    "An iframe which has both allow-scripts and allow-same-origin",  # the same frame; it shows our own page
)


def _is_expected(message: ConsoleMessage) -> bool:
    """Streamlit looks for its server below the page's own path first; for the rest see `_EXPECTED`."""
    # The driver's message comes with and without the name of its context in front.
    return "/_stcore/" in message.location["url"] or any(part in message.text for part in _EXPECTED)


@contextmanager
def visit(
    browser: Browser, base: str, path: str, size: str = "wall", scheme: Scheme = "light"
) -> Iterator[Visit]:
    """Opens a page cold: a browser context without anything kept, straight by its link."""
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        locale="de-DE",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.set_default_timeout(_IDLE_MS)
    visit = Visit(page, base)

    def complain(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not _is_expected(message):
            visit.complaints.append(f"{message.text} {message.location['url']}")

    page.on("request", lambda request: visit.requests.append(request.url))
    page.on("websocket", visit.listen)
    page.on("console", complain)
    page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    try:
        page.goto(f"{base}{path}")
        visit.wait()
        yield visit
    finally:
        context.close()
