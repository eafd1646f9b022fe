"""Files that a page offers by a link: built when a visitor asks for one.

A button of Streamlit's costs each run as much as a chart. Here a run only says what stands behind the links
of its page; several stand in one element, and each gives the file of what is shown now. The address holds a
random name of the visit: nobody else can ask for its files, and they are gone with it.
"""

import asyncio
import logging
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from html import escape
from pathlib import PurePath
from typing import Final
from weakref import WeakValueDictionary

import streamlit as st
from starlette.requests import Request
from starlette.responses import Response

from indicators import exports
from indicators.errors import InputError
from indicators.ui.addresses import url

PATH: Final = "/dateien"
"""Below it stand the files, each by the name of a visit and its own key."""

MEDIA_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "zip": "application/zip",
    **{kind.suffix: kind.mime for kind in exports.FORMATS.values()},
}
"""What a browser is told about a file, by the end of its name."""

_LOG: Final = logging.getLogger(__name__)
_DESK: Final = "_downloads"
_GONE: Final = "Diese Datei gibt es nicht mehr. Bitte die Seite neu laden."
_FAILED: Final = (
    "Die Datei konnte nicht erstellt werden. Bitte die Seite neu laden und es noch einmal versuchen."
)
# A document takes up to a second: two at once leave the server time for everybody's clicks.
_BUILDERS: Final = ThreadPoolExecutor(2, "downloads")


@dataclass(frozen=True)
class _File:
    """A file that may be asked for."""

    name: str
    build: Callable[[], bytes]


@dataclass
class Desk:
    """What one visit may ask for, by key."""

    token: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    files: dict[str, _File] = field(default_factory=dict)

    def offer(self, key: str, name: str, build: Callable[[], bytes]) -> str:
        """Puts a file there, in place of the last one with this key, and returns its path."""
        self.files[key] = _File(name, build)
        return f"{PATH}/{self.token}/{key}"


_desks: Final[WeakValueDictionary[str, Desk]] = WeakValueDictionary()


def open_desk() -> Desk:
    """A desk for a visit; it is there as long as somebody holds it."""
    desk = Desk()
    _desks[desk.token] = desk
    return desk


def link(label: str, name: str, build: Callable[[], bytes], *, key: str = "", is_first: bool = False) -> str:
    """Offers a file to this visitor and returns the link to it as HTML, for `markup.files`.

    Args:
        label: What the link says.
        name: The name of the file; its end says what it is (`MEDIA_TYPES`).
        build: Makes the content. It runs outside the run of the page, in another thread.
        key: Distinguishes files of one kind on a page; by default the end of the name.
        is_first: Whether it is what most visitors will want.
    """
    desk: Desk | None = st.session_state.get(_DESK)
    if desk is None:
        desk = st.session_state[_DESK] = open_desk()
    address = url(desk.offer(key or _kind(name), name, build))
    look = "im-file im-first" if is_first else "im-file"
    return f'<a class="{look}" href="{escape(address)}" download="{escape(name)}">{escape(label)}</a>'


async def answer(request: Request) -> Response:
    """The file; what keeps it from being made in German, and 404 for what no page offers."""
    desk = _desks.get(request.path_params["token"])
    file = desk.files.get(request.path_params["key"]) if desk else None
    if file is None:
        return _refusal(_GONE, 404)
    try:
        content = await asyncio.get_running_loop().run_in_executor(_BUILDERS, file.build)
    except InputError as error:
        return _refusal(str(error), 422)
    except Exception:
        _LOG.exception("Datei %s", file.name)
        return _refusal(_FAILED, 500)
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"', "Cache-Control": "no-store"}
    return Response(content, headers=headers, media_type=MEDIA_TYPES[_kind(file.name)])


def _refusal(text: str, status: int) -> Response:
    return Response(text, status, {"Cache-Control": "no-store"}, "text/plain; charset=utf-8")


def _kind(name: str) -> str:
    return PurePath(name).suffix[1:]
