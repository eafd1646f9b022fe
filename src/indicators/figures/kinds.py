"""Every kind of figure that is described once and drawn twice: on the screen and in print.

Maps are drawn on the screen only (`figures.map_model`, `maps`).
"""

from indicators.figures.comparison_model import Distribution, DotPlot, Multiples
from indicators.figures.model import TimeChart
from indicators.figures.money_model import Curve, Paired, Scatter, StackedBars, Terms, Tornado

Chart = (
    TimeChart | DotPlot | Distribution | Multiples | Scatter | StackedBars | Terms | Tornado | Curve | Paired
)
