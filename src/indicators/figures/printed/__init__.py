"""Figures for paper: a description becomes an SVG or PNG with matplotlib, in its final size.

Roles differ by dash, marker and shade too, so a grey copy stays readable. Text stays text in the SVG and
needs Source Sans (`canvas.FONT_DIR`) where it is shown.
"""

from collections.abc import Callable
from io import BytesIO
from threading import Lock
from typing import Any, Final

from PIL import Image

from indicators.figures.comparison_model import Distribution, DotPlot, Multiples
from indicators.figures.kinds import Chart
from indicators.figures.model import TimeChart
from indicators.figures.money_model import Curve, Paired, Scatter, StackedBars, Terms, Tornado
from indicators.figures.printed.canvas import FONT_DIR, Sheet
from indicators.figures.printed.comparison import draw_distribution, draw_dots
from indicators.figures.printed.glyphs import readable, readable_parts
from indicators.figures.printed.lines import draw_multiples, draw_paired, draw_time
from indicators.figures.printed.money import draw_curve, draw_stacks, draw_terms, draw_tornado
from indicators.figures.printed.scatter import draw_scatter

__all__ = ["FONT_DIR", "height_mm", "png", "readable", "small_png", "svg"]

_DRAW: Final[dict[type, Callable[[Any, Sheet], None]]] = {
    TimeChart: draw_time,
    DotPlot: draw_dots,
    Distribution: draw_distribution,
    Multiples: draw_multiples,
    Paired: draw_paired,
    Scatter: draw_scatter,
    StackedBars: draw_stacks,
    Terms: draw_terms,
    Tornado: draw_tornado,
    Curve: draw_curve,
}
_COLOURS: Final = 48
"""Flat figures need few."""

_LOCK: Final = Lock()
"""matplotlib shares its font cache between figures: one is drawn at a time."""


def svg(chart: Chart, width_mm: float, height: float | None = None) -> bytes:
    """The figure as SVG of this width; its height in mm suits the figure where none is given."""
    with _LOCK:
        return _drawn(chart, width_mm, height).bytes("svg")


def png(chart: Chart, width_mm: float, height: float | None = None, *, dpi: int = 200) -> bytes:
    """The figure as PNG on white of this width in mm."""
    with _LOCK:
        return _drawn(chart, width_mm, height).bytes("png", dpi)


def small_png(chart: Chart, width_mm: float, *, dpi: int) -> bytes:
    """The figure as PNG in few colours, a fourth of the size: enough for a screen."""
    with _LOCK:
        pixels = _drawn(chart, width_mm, None).pixels(dpi)
    found = BytesIO()
    pixels.quantize(_COLOURS, dither=Image.Dither.NONE).save(found, "PNG", optimize=True)
    return found.getvalue()


def _drawn(chart: Chart, width_mm: float, height: float | None) -> Sheet:
    sheet = Sheet(width_mm, height or height_mm(chart))
    _DRAW[type(chart)](readable_parts(chart), sheet)
    return sheet


def height_mm(chart: Chart) -> float:
    """A height that suits the figure on A4: rows need room, everything else has a calm shape."""
    if isinstance(chart, DotPlot):
        return 14 + 5.4 * len(chart.dots)
    if isinstance(chart, StackedBars):
        return 20 + 8.5 * len(chart.bars)
    if isinstance(chart, Terms):
        return 15 + 8.0 * len(chart.terms)
    if isinstance(chart, Tornado):
        return 22 + 9.0 * len(chart.bars)
    if isinstance(chart, Multiples):
        return 6.0 + 44.0 * -(-len(chart.panels) // 3)
    return {Scatter: 96.0, Paired: 104.0, Distribution: 62.0}.get(type(chart), 68.0)
