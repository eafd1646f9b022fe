"""The apps that are measured, each a server of its own on a free port."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.serving import STREAMLIT, serving

PROJECT: Final = Path(__file__).parents[1]
_APPS: Final = Path(__file__).with_name("apps")
# uvloop is installed with the product; a stock app has none.
_WITHOUT_UVLOOP: Final = (
    "import sys; sys.modules['uvloop'] = None; from streamlit.web.cli import main; main()"
)


@dataclass(frozen=True)
class App:
    """What is started: the folder with its settings, the script, and whether uvloop is left out."""

    name: str
    folder: Path
    script: Path
    is_stock: bool = False


STOCK: Final = App("stock", _APPS / "stock", _APPS / "empty.py", is_stock=True)
MENDED: Final = App("mended", _APPS / "mended", _APPS / "empty.py")
PRODUCT: Final = App("product", PROJECT, PROJECT / "app.py")


@dataclass(frozen=True)
class Server:
    """A running app: its address, its process, and the seconds from its start to its first answer."""

    base: str
    process: subprocess.Popen[bytes]
    start_seconds: float

    def memory_mb(self) -> float:
        """The memory of the process and its children (proportional set size), in MB."""
        return sum(_pss_kb(pid) for pid in _tree(self.process.pid)) / 1024


@contextmanager
def running(app: App, home: Path) -> Iterator[Server]:
    """Starts an app on a free port; what it writes goes to `home`."""
    home.mkdir(parents=True, exist_ok=True)
    options = ("--server.headless", "true", "--browser.gatherUsageStats", "false")
    starter = ("-c", _WITHOUT_UVLOOP) if app.is_stock else STREAMLIT
    start = time.perf_counter()
    with serving(
        app.script,
        *options,
        *("--server.fileWatcherType", "none"),
        folder=app.folder,
        home=home,
        log=home / f"{app.name}.log",
        starter=starter,
    ) as (base, process):
        yield Server(base, process, time.perf_counter() - start)


def _pss_kb(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return int(next(line for line in lines if line.startswith("Pss:")).split()[1])
    except (OSError, StopIteration):
        return _rss_kb(pid)


def _rss_kb(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024
    except OSError:
        return 0


def _tree(pid: int) -> list[int]:
    """The process and its descendants."""
    found = [pid]
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [
                descendant for child in children.read_text().split() for descendant in _tree(int(child))
            ]
        except OSError:
            continue
    return found
