"""What the browser's plotly draws, as plain data: traces and a layout.

plotly's own `go.Figure` looks up and checks every name and value it is given, which takes forty times as
long as to write the data down. Here that is the business of the tests: each of them reads what was drawn
through `go.Figure`, so a name or value that plotly does not know fails there (tests/drawn.py).
"""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

Trace = dict[str, Any]
"""One trace; names and values as in plotly's reference of figures."""


@dataclass(frozen=True)
class Drawing:
    """A figure for the browser; never changed once it is made.

    Attributes:
        data: The traces, the first at the back.
        layout: Axes, annotations, shapes and size.
    """

    data: Sequence[Trace]
    layout: dict[str, Any]


def scatter(**settings: Any) -> Trace:
    """Points, lines or areas."""
    return {"type": "scatter", **settings}


def bar(**settings: Any) -> Trace:
    """Bars."""
    return {"type": "bar", **settings}


def choroplethmap(**settings: Any) -> Trace:
    """Shapes on a map, coloured by a value."""
    return {"type": "choroplethmap", **settings}


def upright(x: float | str, line: dict[str, Any]) -> dict[str, Any]:
    """A line over the whole height of the plot."""
    return {"type": "line", "x0": x, "x1": x, "y0": 0, "y1": 1, "xref": "x", "yref": "y domain", "line": line}


def small_integers(values: pl.Series) -> dict[str, str]:
    """Integers from -128 to 127 as plotly's packed array: a third of the bytes of a list."""
    return {"dtype": "i1", "bdata": b64encode(values.cast(pl.Int8).to_numpy().tobytes()).decode("ascii")}
