"""Source files that no dataset reads: each needs a written reason, so that nothing is dropped silently."""

import tomllib
from fnmatch import fnmatch
from pathlib import Path

from indicators import settings
from indicators.errors import InputError


def unused(sources: Path, used: set[str]) -> list[tuple[str, str]]:
    """Path (relative to the sources) and reason of every file that is not in `used`, sorted by path.

    The reasons are those of `data/catalog/unused_sources.toml`; a file without one gets an empty text.
    """
    reasons = _reasons(settings.data_dir() / "catalog" / "unused_sources.toml")
    files = sorted(p.relative_to(sources).as_posix() for p in sources.rglob("*") if p.is_file())
    return [
        (name, next((reason for pattern, reason in reasons if fnmatch(name, pattern)), ""))
        for name in files
        if name not in used
    ]


def _reasons(path: Path) -> list[tuple[str, str]]:
    """Pattern and reason, in the order of the file: the first that fits counts."""
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))["files"]
        return [(pattern, entry["reason"]) for entry in entries for pattern in entry["patterns"]]
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise InputError(
            f"Die Liste der nicht verwendeten Quellen ist nicht lesbar ({error!r}).",
            "Bitte mit der Fassung im Projektarchiv vergleichen.",
            path,
        ) from None
