"""Files by their address: built when asked for, only for the visit that offers them, refused in German."""

import asyncio
import gc

import pytest
from starlette.requests import Request
from starlette.responses import Response
from tests.test_bench import run

from indicators import exports
from indicators.errors import InputError
from indicators.ui import downloads


def ask(*paths: str) -> list[Response]:
    """The answers to browsers that ask for these addresses at the same time."""

    async def all_at_once() -> list[Response]:
        named = (dict(zip(("token", "key"), path.split("/")[-2:], strict=True)) for path in paths)
        scopes = ({"type": "http", "path_params": names, "headers": []} for names in named)
        return await asyncio.gather(*(downloads.answer(Request(scope)) for scope in scopes))

    return run(all_at_once())


def test_a_file_is_built_only_when_somebody_asks_and_carries_its_name() -> None:
    built: list[str] = []

    def build() -> bytes:
        built.append("built")
        return b"a;b\n1;2\n"

    desk = downloads.open_desk()
    path = desk.offer("csv", "werte.csv", build)
    assert built == []
    (found,) = ask(path)
    assert (found.status_code, found.body) == (200, b"a;b\n1;2\n")
    assert found.headers["content-type"] == "text/csv; charset=utf-8"
    assert found.headers["content-disposition"] == 'attachment; filename="werte.csv"'
    assert found.headers["cache-control"] == "no-store"


def test_an_address_gives_what_the_page_shows_now() -> None:
    desk = downloads.open_desk()
    first = desk.offer("csv", "2022.csv", lambda: b"2022")
    assert desk.offer("csv", "2023.csv", lambda: b"2023") == first
    (found,) = ask(first)
    assert found.body == b"2023"
    assert "2023.csv" in found.headers["content-disposition"]


def test_visits_do_not_see_each_others_files_and_these_end_with_the_visit() -> None:
    mine, other = downloads.open_desk(), downloads.open_desk()
    path = mine.offer("pdf", "papier.pdf", lambda: b"%PDF")
    other.offer("csv", "werte.csv", lambda: b"x")
    assert [a.status_code for a in ask(path, path.replace(mine.token, other.token))] == [200, 404]
    del mine
    gc.collect()
    (gone,) = ask(path)
    assert gone.status_code == 404
    assert "neu laden" in bytes(gone.body).decode()


def test_what_keeps_a_file_from_being_made_is_said_in_german(caplog: pytest.LogCaptureFixture) -> None:
    def refuse() -> bytes:
        raise InputError("Der Titel ist leer.")

    def fail() -> bytes:
        raise ZeroDivisionError("secret detail")

    desk = downloads.open_desk()
    refused, failed = ask(desk.offer("a", "a.pdf", refuse), desk.offer("b", "b.pdf", fail))
    assert (refused.status_code, bytes(refused.body).decode()) == (422, "Der Titel ist leer.")
    assert failed.status_code == 500
    assert "secret" not in bytes(failed.body).decode()
    assert "secret detail" in caplog.text


@pytest.mark.parametrize("suffix", [*exports.FORMATS, "csv", "json", "zip"])
def test_every_kind_of_file_has_its_media_type(suffix: str) -> None:
    desk = downloads.open_desk()
    (found,) = ask(desk.offer(suffix, f"datei.{suffix}", lambda: b""))
    assert found.media_type == downloads.MEDIA_TYPES[suffix]
