"""What the web server does beside Streamlit: own routes, middleware, and the three mends of its running cost.

Mend 1, no delay on the socket. Streamlit hands uvicorn a listening socket made without `IPPROTO_TCP`; asyncio
then leaves Nagle's algorithm on for every connection, and each answer may wait 40 ms for an acknowledgement.
uvloop sets TCP_NODELAY on every TCP connection, and uvicorn takes uvloop when it is installed. So
the mend is the line `uvloop` in requirements.txt; `lifespan` warns if it is not in use, and
tests/test_server.py reads the option off a connection of the running server.

Mend 2, no garbage collection on the request path. Streamlit collects all generations after every script run;
`runner.postScriptGC = false` in .streamlit/config.toml switches that off. In return `lifespan` freezes what
was loaded at the start and collects once a minute.

Mend 3, a shorter pause between messages. After each batch of messages Streamlit sends nothing for 5 ms. An
empty run fits into one batch, a page of ours into two and waits longer than it computes. `lifespan` sets the
pause to 1 ms; it is a constant of Streamlit without a setting: tests/test_server.py fails when it is gone.

Beside these, `lifespan` loads libraries and figures in a thread, so that no visitor has to wait for them.
"""

import asyncio
import gc
import importlib
import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import Final

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from streamlit.runtime import runtime
from xstatic.pkg import leaflet

from indicators import regions, settings
from indicators.regions import Level
from indicators.ui import downloads, navigation, pictures
from indicators.ui.addresses import base, url
from indicators.ui.framework import FrameworkFiles
from indicators.ui.headers import SecurityHeaders
from indicators.ui.packed import Packed, pack, respond

_LOG: Final = logging.getLogger(__name__)
_COLLECT_EVERY: Final = 60.0
"""Seconds between two garbage collections; one is short, as what is frozen is not looked at."""
PAUSE_NAME: Final = "MESSAGE_FLUSH_INTERVAL_SECS"
"""What Streamlit calls its pause between two batches of messages to a browser."""
_PAUSE: Final = 0.001
"""Seconds."""
_IMMUTABLE: Final = "public, immutable, max-age=31536000"


def geometry_url(level: Level, land: str | None = None) -> str:
    """Where the browser finds the shapes of a level (and Land); a new content has a new address."""
    name = regions.geometry_path(level, land).name
    return url(f"/geo/{name}?v={_geometry(name).tag}")


def picture_url(name: str) -> str:
    """Where the browser finds a picture of `pictures`."""
    return url(f"{pictures.PATH}/{name}")


def routes() -> list[BaseRoute]:
    """Our own routes; Streamlit's come after them."""
    return [
        Route(url("/health"), _health),
        Route(url("/geo/{name}"), _geo),
        Route(url(f"{pictures.PATH}/{{name}}"), pictures.answer),
        Route(url(f"{downloads.PATH}/{{token}}/{{key}}"), downloads.answer),
        Route(url("/favicon.png"), _favicon),
        Route(url("/favicon.ico"), _favicon),
        Mount(url("/vendor/leaflet"), StaticFiles(directory=leaflet.BASE_DIR)),
        *(Route(url(f"/{page.path}"), _to_start) for page in navigation.PAGES if page.is_start),
        Mount(url("/assets"), StaticFiles(directory=Path(__file__).with_name("assets"))),
    ]


def middleware() -> list[Middleware]:
    """Security headers around everything, then Streamlit's own files in German."""
    return [Middleware(SecurityHeaders, base=base()), Middleware(FrameworkFiles, base=base())]


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """Runs while the server runs: freezes what is loaded at the start, collects garbage now and then."""
    if not type(asyncio.get_running_loop()).__module__.startswith("uvloop"):
        _LOG.warning("uvloop fehlt: Jede Antwort kann bis zu 40 ms länger dauern (docs/architecture.md).")
    vars(runtime)[PAUSE_NAME] = _PAUSE
    _freeze()
    threading.Thread(target=_warm_up, name="warm-up", daemon=True).start()
    collector = asyncio.create_task(_collect_garbage())
    try:
        yield
    finally:
        collector.cancel()
        with suppress(asyncio.CancelledError):
            await collector


def _warm_up() -> None:
    """Loads what the first visitor would wait for, while the server already answers."""
    # Streamlit warns of a thread without a visitor; here there is none on purpose.
    logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").setLevel(logging.ERROR)
    try:
        # Imported here: the views themselves use this module.
        importlib.import_module("indicators.ui.warm").load()
    except Exception:  # a page will say in German what is wrong
        _LOG.exception("Vorbereitung beim Start")
    _freeze()


def _freeze() -> None:
    """What is loaded now is not looked at by later collections."""
    gc.collect()
    gc.freeze()


async def _collect_garbage() -> None:
    while True:
        await asyncio.sleep(_COLLECT_EVERY)
        await asyncio.to_thread(gc.collect)


def _health(_request: Request) -> Response:
    return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})


def _favicon(_request: Request) -> Response:
    return FileResponse(
        settings.data_dir() / "favicon.png", headers={"Cache-Control": "public, max-age=86400"}
    )


def _to_start(request: Request) -> Response:
    """Streamlit knows the start page only as `/`; a link to it by its name has to work all the same."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(url("/") + query)


def _geo(request: Request) -> Response:
    try:
        packed = _geometry(request.path_params["name"])
    except FileNotFoundError:
        return Response("Diese Karte gibt es nicht.", status_code=404, media_type="text/plain; charset=utf-8")
    known = request.query_params.get("v") == packed.tag
    return respond(packed, request.headers, _IMMUTABLE if known else "no-cache")


@lru_cache(maxsize=32)
def _geometry(name: str) -> Packed:
    """The compressed GeoJSON of that file name; `FileNotFoundError` if there is none."""
    folder: Path = settings.data_dir() / "regions"
    # Only names that are there, so that no path can be asked for.
    for path in folder.rglob("*.geojson"):
        if path.name == name:
            return pack(path.read_bytes(), "application/geo+json")
    raise FileNotFoundError(name)
