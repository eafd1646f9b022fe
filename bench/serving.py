"""A Streamlit server of our own for a while, on a free port, for the bench and the browser tests."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

STREAMLIT: Final = ("-m", "streamlit")
_START_SECONDS: Final = 60


@contextmanager
def serving(
    script: Path, *options: str, folder: Path, home: Path, log: Path, starter: Sequence[str] = STREAMLIT
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Starts a script and yields the address and the process once it answers; stops it at the end.

    Args:
        script: What Streamlit runs.
        options: Streamlit's, beside address and port.
        folder: Where it runs: its settings lie there in `.streamlit`.
        home: Where it writes to (`INDICATORS_HOME`).
        log: File for what it prints.
        starter: What Python is given to start Streamlit.

    Raises:
        RuntimeError: It did not answer within a minute; with the end of what it printed.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    where = ("--server.port", str(port), "--server.address", "127.0.0.1")
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, *starter, "run", str(script), *where, *options],
            cwd=folder,
            env=os.environ | {"INDICATORS_HOME": str(home)},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            base = f"http://127.0.0.1:{port}"
            _wait_for(base, process, log)
            yield base, process
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
        except urllib.error.HTTPError:
            return  # it answers; below a base path its own page of health lies elsewhere
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"The server did not start: {log.read_text(errors='replace')[-2000:]}")
