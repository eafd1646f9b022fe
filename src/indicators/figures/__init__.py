"""Figures: described once (`model`), drawn for the screen (`screen`)."""

from indicators.figures.corona import of_one_group, with_expectations
from indicators.figures.model import Expectation, Line, Point, TimeChart
from indicators.figures.over_time import over_time
from indicators.figures.screen import draw

__all__ = [
    "Expectation",
    "Line",
    "Point",
    "TimeChart",
    "draw",
    "of_one_group",
    "over_time",
    "with_expectations",
]
