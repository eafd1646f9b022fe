"""What a visitor chose stays, also where the browser has not yet heard of the link of the run before."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from bench import protocol
from bench.servers import PRODUCT, running
from tests.test_bench import run

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(PRODUCT, Path(tmp_path_factory.mktemp("home"))) as server:
        yield server.base


def said(visitor: protocol.Session) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(visitor.query).items()}


def test_two_quick_choices_both_count(base: str) -> None:
    async def visit() -> dict[str, str]:
        async with protocol.session(base, "/karte", "indikator=arbeitslosenquote&jahr=2023") as visitor:
            await visitor.open_page()
            slow = visitor.query
            await visitor.move("Jahr", lambda _: "2019")
            assert said(visitor)["jahr"] == "2019"
            visitor.query = slow  # the answer is still under way when the next choice is made
            await visitor.move("Gruppe", lambda control: control.options[-1])
            assert visitor.errors == []
            return said(visitor)

    link = run(visit())
    assert link["jahr"] == "2019"
    assert link["gruppe"] == "abstand"


def test_going_back_shows_what_the_link_says(base: str) -> None:
    async def visit() -> dict[str, str]:
        async with protocol.session(base, "/karte", "indikator=arbeitslosenquote&jahr=2023") as visitor:
            await visitor.open_page()
            before = visitor.query
            await visitor.move("Jahr", lambda _: "2019")
            visitor.query = before
            await visitor.rerun()  # as the browser's button does
            return said(visitor)

    assert run(visit())["jahr"] == "2023"
