"""Pictures by their address: made once when somebody asks, unknown ones are refused."""

import asyncio

import pytest
from starlette.requests import Request
from starlette.responses import Response
from tests.test_bench import run

from indicators.ui import pictures


def ask(*names: str) -> list[Response]:
    """The answers to browsers that ask for these pictures at the same time."""

    async def all_at_once() -> list[Response]:
        scopes = ({"type": "http", "path_params": {"name": name}, "headers": []} for name in names)
        return await asyncio.gather(*(pictures.answer(Request(scope)) for scope in scopes))

    return run(all_at_once())


def test_a_picture_is_made_once_and_only_when_somebody_asks() -> None:
    drawn: list[str] = []

    def draw() -> bytes:
        drawn.append("drawn")
        return b"picture"

    pictures.offer({"once.png": draw})
    pictures.offer({"once.png": draw})
    assert drawn == []
    answers = ask("once.png", "once.png", "once.png")
    assert [a.body for a in answers] == [b"picture"] * 3
    assert {a.media_type for a in answers} == {"image/png"}
    assert drawn == ["drawn"]


def test_a_picture_that_no_page_names_is_refused_in_german() -> None:
    (found,) = ask("unbekannt.png")
    assert found.status_code == 404
    assert found.headers["cache-control"] == "no-store"
    assert "neu laden" in bytes(found.body).decode()


def test_pictures_named_last_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "_NAMED", 2)
    pictures.offer({"a.png": lambda: b"a"})
    pictures.offer({"b.png": lambda: b"b"})
    pictures.offer({"a.png": lambda: b"a"})
    pictures.offer({"c.png": lambda: b"c"})
    assert [a.status_code for a in ask("a.png", "b.png", "c.png")] == [200, 404, 200]
