"""The load generator speaks Streamlit's protocol with the real app; how fast that is, `make bench` says."""

import asyncio
import random
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import parse_qs

import pytest
from bench import protocol
from bench.report import Line, Report
from bench.servers import PRODUCT, running
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.MultiSelect_pb2 import MultiSelect

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


def said(visitor: protocol.Session, key: str) -> list[str]:
    """What the link says of a control of which several options can be chosen."""
    return parse_qs(visitor.query).get(key, [""])[0].split(",")


def test_a_visitor_takes_options_in_and_out_and_presses_buttons(tmp_path: Path) -> None:
    async def visit(base: str) -> None:
        async with protocol.session(base, "/haushaltsargument", "region=08111") as visitor:
            await visitor.open_page()
            for label, key in (("Befunde im Papier", "befunde"), ("Maße im Papier", "masse")):
                control = visitor.controls[label]
                assert isinstance(control.initial, tuple)
                assert 1 < len(control.initial) <= len(control.options) == len(control.states)
                await visitor.move(label, lambda control: control.options[:1])
                before = said(visitor, key)
                assert (await visitor.move(label, protocol.another(visitor, random.Random(0)))).in_fragment
                assert len({*said(visitor, key)} ^ {*before}) == 1
            await visitor.move("Befunde im Papier", lambda _control: ())
            assert said(visitor, "befunde") == ["keine"]
            assert visitor.errors == []
        async with protocol.session(base, "/foerderluecke", "region=08111") as visitor:
            await visitor.open_page()
            measures = visitor.controls["Im Einzelnen"]
            assert measures.kind == "buttons"
            assert measures.initial == measures.options[0] == "Realwertlücke"
            await visitor.move("Im Einzelnen", lambda control: control.options[1])
            assert said(visitor, "mass") == ["vergleich"]
            assert visitor.errors == []

    with running(PRODUCT, tmp_path) as server:
        run(visit(server.base))


def test_what_the_server_sets_is_what_the_visitor_sends_back() -> None:
    visitor = protocol.Session(None, "/")  # type: ignore[arg-type]
    for chosen, is_set, initial in (([0], False, ("a",)), ([], True, ("b",)), ([], False, ("b",))):
        sent = MultiSelect(id="id", label="L", options=["a", "b"], default=chosen, set_value=is_set)
        sent.raw_values.extend(["b"] if is_set else [])
        visitor._take_element(Element(multiselect=sent), "")
        assert visitor.controls["L"].initial == initial
    visitor._moved["id"] = "several", ("a", "b")
    visitor._take_element(Element(multiselect=sent), "")
    assert visitor.state(visitor.controls["L"]) == ("a", "b")
    sent.set_value, sent.raw_values[:] = True, []
    visitor._take_element(Element(multiselect=sent), "")
    assert visitor.state(visitor.controls["L"]) == ()
    assert visitor._request("").rerun_script.widget_states.widgets[0].HasField("string_array_value")


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
