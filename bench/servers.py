"""The apps that are measured, each a server of its own on a free port."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PROJECT: Final = Path(__file__).parents[1]
_APPS: Final = Path(__file__).with_name("apps")
_START_SECONDS: Final = 60
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
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    starter = ["-c", _WITHOUT_UVLOOP] if app.is_stock else ["-m", "streamlit"]
    options = {"server.port": port, "server.address": "127.0.0.1", "server.headless": "true"}
    options |= {"browser.gatherUsageStats": "false", "server.fileWatcherType": "none"}
    arguments = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    log = home / f"{app.name}.log"
    start = time.perf_counter()
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, *starter, "run", str(app.script), *arguments],
            cwd=app.folder,
            env=os.environ | {"INDICATORS_HOME": str(home)},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            base = f"http://127.0.0.1:{port}"
            _wait_for(base, process, log)
            yield Server(base, process, time.perf_counter() - start)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_for(base: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{base}/_stcore/health", timeout=2):  # noqa: S310 - our own server
                return
        except (OSError, urllib.error.URLError):
            time.sleep(0.05)
    raise RuntimeError(f"The server did not start: {log.read_text(errors='replace')[-2000:]}")


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
