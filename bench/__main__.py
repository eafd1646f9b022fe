"""`python -m bench`: what the app costs, as ratios to an empty app, stock and mended."""

import argparse
import asyncio
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench import browser, load, protocol
from bench.load import Costs, Sample
from bench.report import Line, Report
from bench.servers import MENDED, PRODUCT, PROJECT, STOCK, Server, running
from indicators.ui.navigation import PAGES

_VISITORS: Final = 35
_EVERY: Final = 2.0
_NAME: Final = 30
"""So many letters of a control's label are printed."""
_TURNS: Final = 3
"""So many times the empty app and the product take turns, as other work on the machine comes and goes."""
_BUSY_PAGE: Final = "karte"
_BUSY_CONTROL: Final = "Indikator"
_OWN_PLACE: Final = (("vergleich", "Region"), ("profil", "Region"))
"""Pages and controls on which everybody in a meeting chooses another place, one that nobody has seen."""
_EMPTY: Final = "leere App"
_STOCK: Final = f"{_EMPTY}, unverändert/stock"
_MENDED: Final = f"{_EMPTY}, behoben/mended"
# Options of the map's control that a browser is made to choose, one after the other.
_DRAWN_INDICATORS: Final = [
    "Beschäftigungsquote",
    "Arbeitslosenquote",
    "Einbürgerungsquote",
    "Bevölkerungsdichte",
]


@dataclass(frozen=True)
class Apps:
    """The three running apps."""

    stock: Server
    mended: Server
    product: Server


def main() -> None:
    """Measures, prints, writes build/bench.json; the exit code says nothing about the goals."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--soak", type=float, default=0.0, help="so many seconds of steady load at the end")
    parser.add_argument("--rounds", type=int, default=8, help="runs of each kind with one visitor")
    parser.add_argument("--seconds", type=float, default=15.0, help="how long the paced load lasts")
    parser.add_argument("--pages", nargs="*", default=[page.path for page in PAGES], help="only these pages")
    parser.add_argument("--without-browser", action="store_true", help="leave out what needs chromium")
    parser.add_argument("--out", type=Path, default=PROJECT / "build" / "bench.json")
    chosen = parser.parse_args()
    report = Report()
    print("Verhältnisse zählen, Millisekunden hängen vom Rechner ab / ratios hold, milliseconds drift.")
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        apps = Apps(*(stack.enter_context(running(app, Path(folder))) for app in (STOCK, MENDED, PRODUCT)))
        asyncio.run(_one_visitor(apps, report, chosen.pages, chosen.rounds))
        asyncio.run(_many_visitors(apps, report, chosen.seconds))
        if not chosen.without_browser:
            _in_the_browser(apps, report)
        if chosen.soak:
            asyncio.run(_soak(apps.product, report, chosen.soak))
    report.write(chosen.out)
    print(f"\n{report.closing()}")
    if report.errors:
        print(f"Fehler / errors: {report.errors[:5]}", file=sys.stderr)
        sys.exit(1)


async def _one_visitor(apps: Apps, report: Report, pages: list[str], rounds: int) -> None:
    """Start, memory and first visit; then every page and control, beside runs of the empty apps."""
    before = {server.base: server.memory_mb() for server in (apps.stock, apps.mended, apps.product)}
    async with protocol.session(apps.stock.base) as stock, protocol.session(apps.mended.base) as floor:
        first_stock, first_floor = await stock.open_page(), await floor.open_page()
        async with protocol.session(apps.product.base, _address(pages[0])) as visitor:
            first = await visitor.open_page()
        report.add(
            "Start / cold start",
            _ratio("bis zur ersten Antwort / until it answers", apps.product.start_seconds, "s",
                   apps.mended.start_seconds, _MENDED),
            _ratio("erster Besuch / first visit", first.ms, "ms", first_floor.ms, _MENDED),
            Line("erster Besuch, leer/stock", first_stock.ms, "ms"),
            _ratio("Speicher nach dem Start / memory", before[apps.product.base], "MB",
                   before[apps.mended.base], _MENDED),
        )  # fmt: skip
        both = [await load.page_costs(apps.stock.base, "/", floor, rounds)]
        stock_ms = both[0].page.ms()
        report.add(
            "Ein Besuch / one visitor",
            _ratio(_STOCK, stock_ms, "ms", both[0].floor.ms(), _MENDED),
            Line(f"{_MENDED}, nach einer Pause / after a rest", both[0].floor_apart.ms(), "ms"),
        )
        for path in pages:
            costs = await load.page_costs(apps.product.base, _address(path), floor, rounds)
            report.errors += costs.page.errors
            report.add(f"Seite / page: {path}", *_page_lines(costs, stock_ms))


def _page_lines(costs: Costs, stock_ms: float) -> list[Line]:
    floor, floor_apart = costs.floor.ms(), costs.floor_apart.ms()
    lines = [
        _ratio("ganze Seite / full page", costs.page.ms(), "ms", stock_ms, _STOCK, goal=0.5),
        Line("ganze Seite / full page, Bytes", costs.page.size() / 1000, "KB"),
    ]
    for label, moves in costs.controls.items():
        kind = "Fragment" if moves.in_fragment else "Seite/page"
        goal = 1.5 if moves.in_fragment else None
        name = label if len(label) < _NAME else f"{label[:_NAME]}…"
        lines += [
            _ratio(f"„{name}“ ({kind})", moves.known.ms(), "ms", floor, _MENDED, goal=goal),
            _ratio(
                f"„{name}“, nach einer Pause / after a rest", moves.apart.ms(), "ms", floor_apart, _MENDED
            ),
            _ratio(f"„{name}“, zuerst / not seen before", moves.fresh.ms(), "ms", floor, _MENDED),
            Line(f"„{name}“, Bytes (Median)", moves.known.size() / 1000, "KB"),
        ]
    return lines


async def _many_visitors(apps: Apps, report: Report, seconds: float) -> None:
    """35 people at a pace and at once, on the empty mended app and on pages of the product, in turns."""
    memory = apps.product.memory_mb()
    floor, steady = await _at_a_pace(apps, report, _BUSY_PAGE, _BUSY_CONTROL, seconds)
    floor_burst = await load.at_once(apps.mended.base, "/", visitors=_VISITORS, rounds=4)
    burst = await load.at_once(
        apps.product.base, _address(_BUSY_PAGE), visitors=_VISITORS, rounds=4, label=_BUSY_CONTROL
    )
    grown = apps.product.memory_mb() - memory
    report.errors += burst.errors
    chapter = f"{_VISITORS} Personen, je {_EVERY:g} s eine Eingabe / paced; gleichzeitig / at once"
    report.add(
        chapter,
        *_pace_lines("im Takt / paced", floor, steady, goal=2),
        _ratio("gleichzeitig, Median / at once, median", burst.ms(), "ms", floor_burst.ms(), _MENDED),
        _ratio("gleichzeitig, 95 % / at once, p95", burst.ms(0.95), "ms", floor_burst.ms(0.95), _MENDED),
        Line("Fehler / errors", len(steady.errors) + len(burst.errors), "", goal=0),
        Line("Bytes je Änderung der Karte (Median) / per map change", steady.size() / 1000, "KB", goal=24),
        Line("Bytes je Änderung der Karte, meiste / most", steady.largest() / 1000, "KB"),
        Line("Speicher je Sitzung / memory per session", grown * 1000 / _VISITORS, "KB"),
    )
    for page, control in _OWN_PLACE:
        floor, steady = await _at_a_pace(apps, report, page, control, seconds)
        report.add(chapter, *_pace_lines(f"{page}, jede Person ein anderer Ort", floor, steady))


async def _at_a_pace(
    apps: Apps, report: Report, page: str, control: str, seconds: float
) -> tuple[Sample, Sample]:
    """The empty mended app and a page under the same pace, in turns."""
    floor, steady = Sample(), Sample()
    for turn in range(_TURNS):
        for server, path, label, sample in (
            (apps.mended, "/", None, floor),
            (apps.product, _address(page), control, steady),
        ):
            sample.add(
                await load.paced(
                    server.base, path, visitors=_VISITORS, every=_EVERY, warm_up=_EVERY if turn else 6,
                    seconds=seconds / _TURNS, label=label,
                )
            )  # fmt: skip
    report.errors += floor.errors + steady.errors
    return floor, steady


def _pace_lines(name: str, floor: Sample, steady: Sample, *, goal: float | None = None) -> list[Line]:
    return [
        _ratio(f"{name}, Median", steady.ms(), "ms", floor.ms(), _MENDED, goal=goal),
        _ratio(f"{name}, 95 % / p95", steady.ms(0.95), "ms", floor.ms(0.95), _MENDED, goal=goal),
    ]


def _in_the_browser(apps: Apps, report: Report) -> None:
    with browser.browser() as opened:
        for name, server, path in (
            (_EMPTY, apps.mended, "/"),
            (_BUSY_PAGE, apps.product, _address(_BUSY_PAGE)),
        ):
            size = browser.first_load(opened, f"{server.base}{path}")
            report.add(
                "Im Browser / in the browser",
                Line(f"erster Besuch, HTTP: {name}", size.http / 1000, "KB"),
                Line(f"erster Besuch, Websocket: {name}", size.websocket / 1000, "KB"),
            )
        floor = browser.change_to_drawn(opened, apps.mended.base, "Auswahl", ["Wert 7", "Wert 3", "Wert 12"])
        drawn = browser.change_to_drawn(
            opened, f"{apps.product.base}{_address(_BUSY_PAGE)}", _BUSY_CONTROL, _DRAWN_INDICATORS
        )
        report.add(
            "Im Browser / in the browser",
            _ratio(
                "von der Wahl bis zur gezeichneten Karte / change to drawn map", drawn, "ms", floor, _MENDED
            ),
        )


async def _soak(product: Server, report: Report, seconds: float) -> None:
    """Steady load for a long time; memory has to stay flat."""

    def watch(second: float) -> None:
        report.memory.append((round(second, 1), round(product.memory_mb(), 1)))

    sample = await load.paced(
        product.base, _address(_BUSY_PAGE), visitors=_VISITORS, every=_EVERY, warm_up=seconds / 5,
        seconds=seconds * 4 / 5, label=_BUSY_CONTROL, watch=watch,
    )  # fmt: skip
    report.errors += sample.errors
    after_warm_up = [mb for second, mb in report.memory if second >= seconds / 5]
    early, late = after_warm_up[: len(after_warm_up) // 4], after_warm_up[-len(after_warm_up) // 4 :]
    grown = sum(late) / len(late) - sum(early) / len(early)
    report.add(
        f"Dauerlauf / soak, {seconds:g} s",
        Line("Läufe / reruns", len(sample.runs), ""),
        Line("Fehler / errors", len(sample.errors), "", goal=0),
        Line("95 % / p95", sample.ms(0.95), "ms"),
        Line("Speicher am Ende / memory at the end", report.memory[-1][1], "MB"),
        _ratio("Speicher, letztes durch erstes Viertel / last by first quarter",
               grown + sum(early) / len(early), "MB", sum(early) / len(early), "erstes Viertel", goal=1.05),
    )  # fmt: skip


def _address(path: str) -> str:
    """Where a page is found; Streamlit knows the start page only as `/`."""
    return "/" if next(page for page in PAGES if page.path == path).is_start else f"/{path}"


def _ratio(
    name: str, value: float, unit: str, reference: float, of: str, *, goal: float | None = None
) -> Line:
    return Line(name, value, unit, value / reference, of, goal)


if __name__ == "__main__":
    main()
