"""Charts on a page: encoded once for everybody, sent often."""

from typing import Any, Final

import orjson
import plotly.graph_objects as go
import streamlit as st

from indicators.figures.drawing import Drawing

CONFIG: Final = {"displayModeBar": False, "locale": "de"}


class ScreenChart(go.Figure):  # type: ignore[misc]
    """A drawing as `st.plotly_chart` takes it, with its alternative text; shared, so never changed.

    Streamlit asks a `go.Figure` for nothing but `to_dict`, and what it gets is encoded by orjson, which
    takes over what was encoded here. It has no traces to read or to change.
    """

    def __init__(self, drawing: Drawing, alt: str) -> None:
        # Not go.Figure's own start: it would check everything again (figures/drawing.py).
        self._sent = {
            "data": [_encoded(trace) for trace in drawing.data],
            "layout": _encoded(drawing.layout),
        }
        self._alt = alt

    @property
    def alt(self) -> str:
        """What the chart shows, for those who do not see it."""
        return self._alt

    def __repr__(self) -> str:
        """Its alternative text."""
        return f"{type(self).__name__}({self._alt!r})"

    def to_dict(self) -> dict[str, Any]:
        """The figure as Streamlit sends it."""
        return self._sent


def _encoded(settings: dict[str, Any]) -> dict[str, Any]:
    """The settings with everything that is long as JSON; Streamlit reads the height of a layout."""
    return {
        name: value if isinstance(value, int | float) else orjson.Fragment(_dumped(value))
        for name, value in settings.items()
    }


def _dumped(value: Any) -> bytes:
    """The value as JSON, copied: what orjson returns holds on to 4 KB and more, a hundred times a chart."""
    return bytes(memoryview(orjson.dumps(value)))


def show(chart: ScreenChart, key: str) -> None:
    """The chart, over the whole width."""
    st.plotly_chart(chart, theme=None, key=key, config=CONFIG, alt=chart.alt)
