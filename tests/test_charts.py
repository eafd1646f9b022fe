"""Charts as they are kept for everybody: in about as much memory as they have letters."""

import tracemalloc

from indicators.figures.drawing import Drawing, scatter
from indicators.ui.charts import ScreenChart

KEPT = 50


def drawing() -> Drawing:
    line = scatter(x=[1, 2], y=[3.5, None], name="Ist", mode="lines", line={"width": 2}, text=["a", "b"])
    return Drawing([line, line], {"height": 400, "xaxis": {"range": [0, 3]}, "margin": {"t": 8}})


def test_a_kept_chart_takes_little_more_than_its_text() -> None:
    """A thousand charts are kept; a buffer of 4 KB around each of their settings would be a gigabyte."""
    drawn = drawing()
    tracemalloc.start()
    charts = [ScreenChart(drawn, "x") for _ in range(KEPT)]
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    settings = sum(len(part) for part in (*drawn.data, drawn.layout))
    assert taken / len(charts) < 300 * settings
