"""`python -m indicators`."""

import io
import sys

from indicators.cli import main

if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        # German texts and JSON are UTF-8, also where the locale of a server says nothing or something else.
        if isinstance(stream, io.TextIOWrapper):
            # A name of a file may hold bytes that are no text.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(main())
