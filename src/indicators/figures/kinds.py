"""Every kind of figure that is described once and drawn twice: on the screen and in print."""

from indicators.figures.comparison_model import Distribution, DotPlot, Multiples
from indicators.figures.map_model import MapChart
from indicators.figures.model import TimeChart
from indicators.figures.money_model import Curve, Paired, Scatter, StackedBars, Terms, Tornado

Chart = (
    TimeChart
    | DotPlot
    | Distribution
    | Multiples
    | Scatter
    | MapChart
    | StackedBars
    | Terms
    | Tornado
    | Curve
    | Paired
)
