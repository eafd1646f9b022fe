"""Write the sha256 of every input into the catalogue's datasets and funding sources: nobody types a hash.

Usage: python scripts/stamp_inputs.py SOURCES [DATASET ...]
"""

import argparse
import re
from pathlib import Path

from indicators import settings
from indicators.importers.text import sha256

_INPUT = re.compile(r'(path\s*=\s*"(?P<path>[^"]+)"\s*,?\s*sha256\s*=\s*")(?P<sha>[0-9a-f]{64})(?=")')


def stamp(text: str, sources: Path) -> str:
    """The text of a dataset file with the sha256 of the files as they lie in the folder of sources."""
    return _INPUT.sub(lambda found: found[1] + sha256(sources / found["path"]), text)


def main() -> None:
    """Stamp the named datasets, or all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", type=Path)
    parser.add_argument("datasets", nargs="*")
    arguments = parser.parse_args()
    catalog = settings.data_dir() / "catalog"
    for path in sorted([*catalog.glob("datasets/*.toml"), *catalog.glob("funding_sources/*.toml")]):
        if arguments.datasets and path.stem not in arguments.datasets:
            continue
        before = path.read_text(encoding="utf-8")
        after = stamp(before, arguments.sources)
        if after != before:
            path.write_text(after, encoding="utf-8")
            print(f"{path.name}: sha256 geschrieben")


if __name__ == "__main__":
    main()
