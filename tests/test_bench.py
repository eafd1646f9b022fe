"""The load generator speaks Streamlit's protocol with the real app; how fast that is, `make bench` says."""

import asyncio
import random
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest
from bench import protocol
from bench.report import Line, Report
from bench.servers import PRODUCT, running

pytestmark = pytest.mark.browser
_T = TypeVar("_T")


def run(work: Coroutine[Any, Any, _T]) -> _T:
    """The result of a coroutine; in a thread, as the browser's own loop may run in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def test_a_visitor_opens_the_map_reruns_it_and_moves_a_control_in_its_fragment(tmp_path: Path) -> None:
    async def visit(base: str) -> None:
        async with protocol.session(base, "/karte", "indikator=arbeitslosenquote&jahr=2020") as visitor:
            first = await visitor.open_page()
            assert not first.in_fragment
            assert first.size > 10_000
            assert visitor.controls["Jahr"].initial == "2020"
            again = await visitor.rerun()
            assert not again.in_fragment
            assert 1_000 < again.size < first.size / 2  # what the visitor kept comes as a reference
            moved = await visitor.move("Jahr", protocol.another(visitor, random.Random(0)))
            assert moved.in_fragment
            assert moved.messages < first.messages
            assert "indikator=arbeitslosenquote" in visitor.query
            assert visitor.errors == []

    with running(PRODUCT, tmp_path) as server:
        assert server.memory_mb() > 50
        run(visit(server.base))


def test_a_missing_control_is_named(tmp_path: Path) -> None:
    with pytest.raises(LookupError, match="Gibt es nicht"):
        run(protocol.Session(None, "/").move("Gibt es nicht", lambda control: control.initial))  # type: ignore[arg-type]


def test_goals_hold_for_ratios_before_values(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = Report()
    report.add(
        "Kapitel", Line("gut", 90.0, "ms", 0.4, "leere App", 0.5), Line("schlecht", 25.0, "KB", goal=24)
    )
    report.write(tmp_path / "build" / "bench.json")
    assert "0.40 × leere App" in capsys.readouterr().out
    assert "1 von 2" in report.closing()
    assert "schlecht" in report.closing()
    assert '"is_met": false' in (tmp_path / "build" / "bench.json").read_text("utf-8")
