"""Charts as they are kept for everybody: what was drawn, in about as much memory as it has letters."""

import tracemalloc

import orjson

from indicators.figures.drawing import Drawing, scatter
from indicators.ui.charts import ScreenChart

KEPT = 50


def drawing() -> Drawing:
    line = scatter(x=[1, 2], y=[3.5, None], name="Ist", mode="lines", line={"width": 2}, text=["a", "b"])
    return Drawing([line, line], {"height": 400, "xaxis": {"range": [0, 3]}, "margin": {"t": 8}})


def test_what_is_sent_is_what_was_drawn() -> None:
    drawn = drawing()
    sent = orjson.loads(orjson.dumps(ScreenChart(drawn, "x").to_dict()))
    assert sent == {"data": list(drawn.data), "layout": drawn.layout}


def test_a_kept_chart_takes_little_more_than_its_text() -> None:
    """A thousand charts are kept; a buffer of 4 KB around each of their settings would be a gigabyte."""
    drawn = drawing()
    tracemalloc.start()
    charts = [ScreenChart(drawn, "x") for _ in range(KEPT)]
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    settings = sum(len(part) for part in (*drawn.data, drawn.layout))
    assert taken / len(charts) < 300 * settings
