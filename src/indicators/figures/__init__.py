"""Figures: described once (`model`), drawn for the screen (`screen`)."""

from indicators.figures.model import Line, Point, TimeChart
from indicators.figures.over_time import over_time
from indicators.figures.screen import draw

__all__ = ["Line", "Point", "TimeChart", "draw", "over_time"]
