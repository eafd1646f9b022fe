"""Pictures that a page shows by their address: made when a browser first asks for one, then kept.

A run only says which pictures its page names. Whoever does not scroll to one never has it made, and everybody
who sees the same page shares it. They are made one after the other in a thread of their own, so that no
answer of the server waits for one.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

PATH: Final = "/bilder"
"""Below it stand the pictures, each by its name."""

_NAMED: Final = 1024
"""How many of the pictures that were last named can be asked for; each has about 25 KB."""

_CACHE: Final = "private, max-age=86400"
_PAINTER: Final = ThreadPoolExecutor(1, "pictures")

Make = Callable[[], bytes]


@dataclass
class _Picture:
    """A picture and, once it was asked for, its content."""

    make: Make
    content: bytes = b""

    def drawn(self) -> bytes:
        """Its content; several who ask at once find it made."""
        self.content = self.content or self.make()
        return self.content


_named: Final[OrderedDict[str, _Picture]] = OrderedDict()
_guard: Final = Lock()


def offer(found: Mapping[str, Make]) -> None:
    """Let browsers ask for these pictures (PNG) by name; a name always stands for the same picture."""
    with _guard:
        for name, make in found.items():
            _named.setdefault(name, _Picture(make))
            _named.move_to_end(name)
        while len(_named) > _NAMED:
            _named.popitem(last=False)


async def answer(request: Request) -> Response:
    """The picture of that name; 404 where no page has named it."""
    picture = _named.get(request.path_params["name"])
    if picture is None:
        text = "Dieses Bild gibt es nicht mehr. Bitte die Seite neu laden."
        headers = {"Cache-Control": "no-store"}  # after a restart of the server a page may name it again
        return Response(text, 404, headers, "text/plain; charset=utf-8")
    content = picture.content or await asyncio.get_running_loop().run_in_executor(_PAINTER, picture.drawn)
    return Response(content, media_type="image/png", headers={"Cache-Control": _CACHE})
