"""The server as it runs: what it adds to Streamlit, and the three mends of its running cost."""

import gzip
import http.client
import json
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from email.message import Message
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from streamlit import file_util
from streamlit.runtime import runtime, runtime_util
from tests.browser.harness import PROJECT, running_server

from indicators import settings
from indicators.ui import addresses, framework, server

# Reads from inside the process what cannot be seen from outside: the option of the very connection that asks.
_PROBE = """
import gc, os, socket
import streamlit as st
from starlette.responses import JSONResponse
from starlette.routing import Route
from streamlit.runtime import runtime
from indicators.ui import addresses, server

def delay_is_off(port):
    for descriptor in map(int, os.listdir("/proc/self/fd")):
        try:
            with socket.socket(fileno=os.dup(descriptor)) as connection:
                if connection.getpeername()[1] == port:
                    return bool(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        except (OSError, IndexError):  # no socket, or one without a port
            continue

async def probe(request):
    return JSONResponse({
        "nodelay": delay_is_off(request.client.port),
        "frozen": gc.get_freeze_count(),
        "collects_after_runs": st.get_option("runner.postScriptGC"),
        "pause": vars(runtime)[server.PAUSE_NAME],
    })

app = st.App(
    "page.py", routes=[*server.routes(), Route(addresses.url("/probe"), probe)],
    middleware=server.middleware(), lifespan=server.lifespan,
)
"""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A running server with our routes, middleware and settings, below a base path, and with a probe."""
    folder = tmp_path_factory.mktemp("probe")
    (folder / "app.py").write_text(_PROBE)
    (folder / "page.py").write_text("import streamlit as st\nst.title('Titel')\n")
    with running_server(folder, "--server.baseUrlPath", "/amt/", app=folder / "app.py") as address:
        yield f"{address}/amt"


def get(url: str, **headers: str) -> tuple[int, Message, bytes]:
    request = urllib.request.Request(url, headers={k.replace("_", "-"): v for k, v in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


def test_mends_of_the_running_cost(base: str) -> None:
    found = json.loads(get(f"{base}/probe")[2])
    assert found["nodelay"] is True
    assert found["frozen"] > 10_000
    assert found["collects_after_runs"] is False
    assert found["pause"] < runtime_util.MESSAGE_FLUSH_INTERVAL_SECS


def test_streamlit_still_pauses_where_the_mend_shortens_it() -> None:
    assert server.PAUSE_NAME in runtime.Runtime._loop_coroutine.__code__.co_names


def test_page_is_german_and_keeps_to_its_host(base: str) -> None:
    for path in ("", "/", "/zeitverlauf"):
        status, headers, body = get(f"{base}{path}")
        page = body.decode()
        assert status == 200
        assert '<html lang="de">' in page
        assert "<title>Integrationsmonitor Kommunal</title>" in page
        assert "JavaScript" in page
        assert "enable JavaScript" not in page
        assert "default-src 'self'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
    status, headers, body = get(f"{base}/", Accept_Encoding="gzip")
    assert headers["Content-Encoding"] == "gzip"
    assert b'lang="de"' in gzip.decompress(body)
    assert get(f"{base}/", If_None_Match=headers["ETag"])[0] == 304


def test_scripts_are_compressed_once_and_german(base: str) -> None:
    scripts = Path(file_util.get_static_dir()) / "static" / "js"
    toolbar = next(scripts.glob("Toolbar.*.js")).name
    plotly = next(scripts.glob("PlotlyChart.*.js"))
    status, headers, body = get(f"{base}/static/js/{toolbar}", Accept_Encoding="gzip")
    assert status == 200
    assert "Vollbild schließen" in gzip.decompress(body).decode()
    assert "immutable" not in headers["Cache-Control"]
    status, headers, body = get(f"{base}/static/js/{toolbar}")
    assert "Content-Encoding" not in headers
    assert "Vollbild schließen" in body.decode()
    _, headers, body = get(f"{base}/static/js/{plotly.name}", Accept_Encoding="gzip")
    assert len(body) < plotly.stat().st_size / 3
    assert get(f"{base}/static/js/{plotly.name}", If_None_Match=headers["ETag"])[0] == 304
    assert framework.static_file("../index.html") is None
    assert framework.static_file("js/gibt-es-nicht.js") is None


@pytest.mark.parametrize("path", ["/karte/x", "/karte/static/css/x.css", "/gibt/es/nicht", "/ä/b"])
def test_a_path_below_a_page_leads_to_the_page(base: str, path: str) -> None:
    at = urlsplit(base)
    with closing(http.client.HTTPConnection(at.netloc)) as connection:
        connection.request("GET", at.path + quote(path), headers={"Accept": "text/html"})
        answer = connection.getresponse()
        answer.read()
    assert answer.status == 307
    assert answer.headers["Location"] == at.path + quote(path[: path.index("/", 1)])


@pytest.mark.parametrize("section", framework.texts())
def test_every_english_text_still_occurs(section: str) -> None:
    """A new version of Streamlit may have other texts; then the table has to follow."""
    folder = Path(file_util.get_static_dir()) / "static" / "js"
    source = "".join(p.read_text("utf-8") for p in folder.glob("*.js") if p.name.split(".")[0] == section)
    missing = [text for text in framework.texts()[section] if framework.as_source(text) not in source]
    assert missing == []


def test_shapes_are_served_by_name_and_content(base: str) -> None:
    status, headers, body = get(f"{base}/geo/kreise.geojson", Accept_Encoding="gzip")
    shapes = json.loads(gzip.decompress(body))
    assert status == 200
    assert len(shapes["features"]) == 400
    assert headers["Cache-Control"] == "no-cache"
    tag = headers["ETag"].strip('"')
    assert server.geometry_url("kreis").endswith(f"/geo/kreise.geojson?v={tag}")
    assert "immutable" in get(f"{base}/geo/kreise.geojson?v={tag}")[1]["Cache-Control"]
    for name in ("gibt-es-nicht.geojson", "..%2fregions%2fkreise.geojson", "views.json", "registry.parquet"):
        assert get(f"{base}/geo/{name}")[0] in (400, 404)


def test_own_routes_lie_below_the_base_path(base: str) -> None:
    assert json.loads(get(f"{base}/health")[2]) == {"status": "ok"}
    assert get(f"{base}/favicon.png")[2] == (settings.data_dir() / "favicon.png").read_bytes()
    assert b"Leaflet" in get(f"{base}/vendor/leaflet/leaflet.js")[2]
    # The start page answers to its own name too, with what the link says.
    request = urllib.request.Request(f"{base}/ueberblick?ebene=land")
    with urllib.request.urlopen(request, timeout=20) as answer:
        assert answer.url == f"{base}/?ebene=land"
    assert addresses.url("health") == addresses.url("/health") == "/health"


def test_settings_keep_the_app_silent() -> None:
    text = (PROJECT / ".streamlit" / "config.toml").read_text("utf-8")
    for line in ("gatherUsageStats = false", 'toolbarMode = "minimal"', "showErrorLinks = false"):
        assert line in text


def test_a_browser_keeps_what_it_names_until_the_answer_is_there():
    """Two runs that end in between must not make it forget: the page stops at a hash it does not have."""
    written = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text("utf-8"))
    overlapping_runs = 2
    assert written["global"]["maxCachedMessageAge"] > 2 + overlapping_runs
