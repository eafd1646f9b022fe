"""A sheet of a given size in millimetres, with the type, colours and axes that all printed figures share.

Roles differ by dash, marker and shade, so that a grey copy keeps them apart; text stays text in SVG.
"""

import math
import re
from collections.abc import Sequence
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, Literal

import font_source_sans_pro
import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.ticker import MaxNLocator
from PIL import Image

from indicators.figures.model import Role
from indicators.figures.scales import scaled
from indicators.figures.theme import PALETTES
from indicators.formats import number, with_unit

FONT: Final = "Source Sans Pro"
FONT_DIR: Final = Path(font_source_sans_pro.font_directory)
COLOURS: Final = PALETTES["light"]
SMALL: Final = 8.5
NORMAL: Final = 9.5
"""Type sizes in points; a figure is set at its own size, so they are what a reader gets."""

DASH: Final[dict[Role, Any]] = {"focus": "solid", "reference": (0, (4, 2)), "context": (0, (1, 1.6))}
MARKER: Final[dict[Role, str]] = {"focus": "o", "reference": "s", "context": "D"}
BAND: Final = "#e6e9ed"
_MM: Final = 72 / 25.4
_OUTLINE: Final = re.compile(rb' d="[^"]*"')
_DIGITS: Final = re.compile(rb"(\.\d\d)\d+")
Weight = Literal["normal", "semibold"]

for _face in ("Regular", "Semibold", "Bold"):
    fontManager.addfont(str(FONT_DIR / f"SourceSansPro-{_face}.ttf"))
# Set once for the process: `rc_context` would change them under a second thread.
mpl.rcParams.update(
    {
        "font.family": [FONT],
        "svg.fonttype": "none",
        "svg.hashsalt": "indicators",
        "text.parse_math": False,
        "hatch.linewidth": 0.6,
        "axes.unicode_minus": True,
    }
)


@cache
def _font(weight: Weight, size: float) -> FontProperties:
    return FontProperties(family=FONT, weight=weight, size=size)


class Sheet:
    """A figure that is laid out in points from its left upper corner, and whose texts can be measured."""

    def __init__(self, width_mm: float, height_mm: float) -> None:
        self.width, self.height = width_mm * _MM, height_mm * _MM
        self.figure = Figure(figsize=(self.width / 72, self.height / 72), dpi=72)
        FigureCanvasAgg(self.figure)
        self._renderer = RendererAgg(self.width, self.height, 72)  # type: ignore[no-untyped-call]

    def axes(self, left: float, right: float, top: float, bottom: float) -> Axes:
        """Axes with these margins in points, without frame and ticks."""
        box = (
            left / self.width,
            bottom / self.height,
            (self.width - left - right) / self.width,
            (self.height - top - bottom) / self.height,
        )
        axes = self.figure.add_axes(box)
        for side in axes.spines.values():
            side.set_visible(False)
        axes.tick_params(length=0, labelsize=SMALL, labelcolor=COLOURS.secondary, pad=4)
        axes.set_axisbelow(True)
        axes.patch.set_alpha(0)
        return axes

    def width_of(self, text: str, size: float = SMALL, weight: Weight = "normal") -> float:
        """How wide a text is, in points; of several lines the widest."""
        return max(
            (self._measure(line, _font(weight, size)) for line in text.split("\n")),
            default=0.0,
        )

    def _measure(self, text: str, font: FontProperties) -> float:
        size = self._renderer.get_text_width_height_descent(text, font, ismath=False)  # type: ignore[no-untyped-call]
        return float(size[0])

    def widest(self, texts: Sequence[str], size: float = SMALL, weight: Weight = "normal") -> float:
        """How wide the widest of these texts is."""
        return max((self.width_of(text, size, weight) for text in texts), default=0.0)

    def wrapped(self, text: str, width: float, size: float = SMALL, weight: Weight = "normal") -> str:
        """The text in lines that are not wider than this, broken at spaces."""
        lines: list[str] = []
        for word in text.split(" "):
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self.width_of(longer, size, weight) <= width:
                lines[-1] = longer
            else:
                lines.append(word)
        return "\n".join(lines)

    def pixels(self, dpi: int) -> Image.Image:
        """The sheet on white as pixels."""
        self.figure.set_dpi(dpi)
        self.figure.set_facecolor("white")
        canvas = FigureCanvasAgg(self.figure)
        canvas.draw()  # type: ignore[no-untyped-call]
        return Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")  # type: ignore[no-untyped-call]

    def bytes(self, kind: Literal["svg", "png"], dpi: int = 200) -> bytes:
        """The sheet as a file, the same bytes for the same figure."""
        stream = BytesIO()
        if kind == "png":
            self.figure.savefig(stream, format="png", dpi=dpi, facecolor="white", metadata={"Software": None})
            return stream.getvalue()
        self.figure.savefig(stream, format="svg", transparent=True, metadata={"Date": None})
        # A hundredth of a point is finer than any printer; maps are half as large.
        return _OUTLINE.sub(lambda d: _DIGITS.sub(rb"\1", d.group(0)), stream.getvalue())


def colour(role: Role) -> str:
    """The colour of a role's marks."""
    return COLOURS.role(role)


def text_colour(role: Role) -> str:
    """The colour of a role's texts: the context's grey is too light for type."""
    return COLOURS.secondary if role == "context" else COLOURS.role(role)


def ticks(low: float, high: float, count: int = 5) -> list[float]:
    """Round places for at most so many steps that cover the range."""
    if low == high:
        high = low + 1
    places = MaxNLocator(nbins=count, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    return [float(round(place, 10)) for place in places]


def tick_texts(places: Sequence[float], unit: str) -> list[str]:
    """German numbers with as many decimals as the steps need; large sums of money in Mio. or Mrd. €."""
    scale, unit = scaled(places, unit)
    step = min((b - a for a, b in pairwise(places)), default=1.0) / scale
    decimals = next(
        (d for d in range(4) if math.isclose(round(step, d), step, abs_tol=1e-9 * max(1, abs(step)))), 3
    )
    return [with_unit(number(place / scale, decimals), unit) for place in places]


def value_axis(axes: Axes, which: Literal["x", "y"], places: Sequence[float], texts: Sequence[str]) -> None:
    """Ticks at these places with thin lines across."""
    axis = axes.xaxis if which == "x" else axes.yaxis
    axis.set_ticks(list(places), labels=list(texts))
    axes.grid(visible=True, axis=which, color=COLOURS.grid, linewidth=0.6)


def fitting(places: Sequence[float], unit: str, room: float, sheet: Sheet) -> tuple[list[float], list[str]]:
    """Places and their texts, as many of them as stand side by side in this room (points)."""
    shown = list(places)
    texts = tick_texts(shown, unit)
    while len(shown) > 2 and (sheet.widest(texts) + 10) * len(shown) > room:
        # Every second one, and those that keep the zero.
        start = next((i for i, place in enumerate(shown) if place == 0), 0) % 2
        shown = shown[start::2]
        texts = tick_texts(shown, unit)
    return shown, texts


def spread(wanted: Sequence[float], distance: float, low: float, high: float) -> list[float]:
    """Heights near the wanted ones (descending) that keep this distance and stay within the bounds."""
    heights: list[float] = []
    for want in wanted:
        height = min(want, high)
        heights.append(min(height, heights[-1] - distance) if heights else height)
    if heights and heights[-1] < low:
        heights[-1] = low
        for i in range(len(heights) - 2, -1, -1):
            heights[i] = max(heights[i], heights[i + 1] + distance)
    return heights
