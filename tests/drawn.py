"""What was drawn for the browser, checked by plotly: each test of a drawing reads it through this."""

import plotly.graph_objects as go

from indicators.figures.drawing import Drawing


def checked(drawing: Drawing) -> go.Figure:
    """The drawing as plotly's own object; `ValueError` for a name or value that plotly does not know."""
    return go.Figure(list(drawing.data), drawing.layout)
