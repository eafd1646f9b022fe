"""Streamlit's own page and scripts, served in German and compressed once.

Streamlit has no setting for its language: `<html lang="en">` and texts such as "Close fullscreen" are fixed
in the files it serves. `FrameworkFiles` serves those files itself, from memory, with the texts of
framework_texts.toml put in.
"""

import re
import tomllib
from functools import cache
from importlib import resources
from mimetypes import guess_type
from pathlib import Path
from typing import Final
from urllib.parse import quote

from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import file_util

from indicators.ui.kept import kept
from indicators.ui.packed import Packed, pack, respond

_TITLE: Final = "Integrationsmonitor Kommunal"
_NOSCRIPT: Final = (
    "<noscript><p>Der Integrationsmonitor braucht JavaScript. Bitte schalten Sie es für diese Seite ein. "
    "Alle Zahlen gibt es auch ohne Browser: <code>python -m indicators show --help</code>.</p></noscript>"
)
_COMPRESSIBLE: Final = (".js", ".css", ".json", ".svg", ".wasm")
# Streamlit's names carry a hash of their content. Where we change the content, the browser asks for our own
# tag once a day.
_UNCHANGED: Final = "public, immutable, max-age=31536000"
_TRANSLATED: Final = "public, max-age=86400"


class FrameworkFiles:
    """ASGI middleware: answers Streamlit's `/static` from memory and makes every served page German."""

    def __init__(self, app: ASGIApp, base: str = "") -> None:
        self.app = app
        self.base = base
        self.prefix = f"{base}/static/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers what is Streamlit's own file; passes everything else on."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        path: str = scope["path"]
        if path.startswith(self.prefix) and "range" not in headers:
            packed = await to_thread.run_sync(static_file, path.removeprefix(self.prefix))
            if packed is not None:
                name = path.rsplit("/", 1)[-1]
                response = respond(packed, headers, _TRANSLATED if _texts_of(name) else _UNCHANGED)
                await response(scope, receive, send)
                return
        if "text/html" in headers.get("accept", "") or "." not in path.rsplit("/", 1)[-1]:
            # May be a page. It is rewritten below, so it must arrive uncompressed and whole.
            scope = {**scope, "headers": _without(scope["headers"], b"accept-encoding", b"if-none-match")}
            send = _GermanPages(send, headers, self._page_above(path))
        await self.app(scope, receive, send)

    def _page_above(self, path: str) -> str | None:
        """Where a path below a page leads instead: `/karte/x` to `/karte`; None for every other path.

        Streamlit answers such a path with its page too, but the page looks for its scripts beside itself and
        stays blank. A component's frame is a page of its own.
        """
        first, _, rest = path.removeprefix(self.base).strip("/").partition("/")
        return f"{self.base}/{quote(first)}" if rest and first != "component" else None


@kept(512)  # also when a meeting opens its first page at once
def static_file(relative: str) -> Packed | None:
    """A file of Streamlit's `/static` in German, or None where there is none or it would not shrink."""
    root = Path(file_util.get_static_dir()) / "static"
    path = (root / relative).resolve()
    if path.suffix not in _COMPRESSIBLE or not path.is_relative_to(root.resolve()) or not path.is_file():
        return None
    content = path.read_bytes()
    texts = _texts_of(path.name)
    if texts:
        content = translate(content.decode(), texts).encode()
    media_type = guess_type(path.name)[0] or "application/octet-stream"
    return pack(content, "text/javascript" if path.suffix == ".js" else media_type)


def translate(source: str, texts: dict[str, str]) -> str:
    """The script with each text constant replaced; see framework_texts.toml for what a key means."""
    for english, german in texts.items():
        source = source.replace(as_source(english), as_source(german))
    return source


def as_source(text: str) -> str:
    """A text as it stands in the script: a constant gets its backticks, a piece of source has them."""
    return text if "`" in text else f"`{text}`"


@cache
def texts() -> dict[str, dict[str, str]]:
    """Script -> English text -> German text."""
    return tomllib.loads(resources.files("indicators.ui").joinpath("framework_texts.toml").read_text("utf-8"))


def _texts_of(name: str) -> dict[str, str]:
    return texts().get(name.split(".", 1)[0], {}) if name.endswith(".js") else {}


def german_page(html: str) -> str:
    """A page of Streamlit or of a component with German `lang`, title and text for browsers without scripts.

    Without its inline script, which only serves a crawler and would need a wider security policy.
    """
    html = html.replace('<html lang="en"', '<html lang="de"', 1)
    html = html.replace("<title>Streamlit</title>", f"<title>{_TITLE}</title>", 1)
    html = html.replace("<title>Streamlit Folium Component</title>", "<title>Karte</title>", 1)
    html = re.sub(r"<script>\s*window\.prerenderReady = false\s*</script>", "", html, count=1)
    # A comment on and a pointer to an interface that is switched off here.
    html = re.sub(r"<!--\s*Machine-readable.*?-->", "", html, count=1, flags=re.DOTALL)
    html = re.sub(r'<link rel="service-desc"[^>]*>', "", html, count=1)
    return re.sub(r"<noscript>.*?</noscript>", _NOSCRIPT, html, count=1, flags=re.DOTALL)


class _GermanPages:
    """An ASGI `send` that holds an HTML answer back until it is whole, and then sends it in German.

    With `elsewhere` it sends the browser there instead.
    """

    def __init__(self, send: Send, request: Headers, elsewhere: str | None) -> None:
        self.send = send
        self.request = request
        self.elsewhere = elsewhere
        self.start: Message | None = None
        self.body = bytearray()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            media_type = Headers(raw=message["headers"]).get("content-type", "")
            if message["status"] == 200 and media_type.startswith("text/html"):
                self.start = message
                return
        elif self.start is not None:
            self.body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish(self.start)
            return
        await self.send(message)

    async def _finish(self, start: Message) -> None:
        if self.elsewhere is not None:
            moved = RedirectResponse(self.elsewhere)
            await self.send({**start, "status": moved.status_code, "headers": moved.raw_headers})
            await self.send({"type": "http.response.body", "body": b""})
            return
        packed = _packed_page(bytes(self.body))
        response = respond(packed, self.request, "no-cache")
        headers = MutableHeaders(raw=list(start["headers"]))
        for name in ("etag", "last-modified", "accept-ranges", "content-length"):
            del headers[name]
        headers.update(response.headers)
        await self.send({**start, "status": response.status_code, "headers": headers.raw})
        await self.send({"type": "http.response.body", "body": response.body})


@kept(16)
def _packed_page(body: bytes) -> Packed:
    return pack(german_page(body.decode()).encode(), "text/html; charset=utf-8")


def _without(headers: list[tuple[bytes, bytes]], *names: bytes) -> list[tuple[bytes, bytes]]:
    return [(name, value) for name, value in headers if name not in names]
