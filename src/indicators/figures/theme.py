"""Colours by role and the template of every chart (DESIGN: Look)."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

from indicators.figures.model import Role
from indicators.trends import Verdict

Scheme = Literal["light", "dark"]
FONT: Final = '"Source Sans", "Source Sans Pro", sans-serif'
DASH: Final[dict[Role, str]] = {"focus": "solid", "reference": "dash", "context": "dot"}
MARKER: Final[dict[Role, str]] = {"focus": "circle", "reference": "square", "context": "diamond"}
VERDICT_MARKER: Final[dict[Verdict, str]] = {
    "above": "triangle-up",
    "below": "triangle-down",
    "not_comparable": "circle-open",
}
"""Values inside the expected range keep the marker of their line's role."""


@dataclass(frozen=True)
class Palette:
    """The colours of one scheme; contrast on its ground is checked by a test."""

    ground: str
    text: str
    secondary: str
    grid: str
    focus: str
    reference: str
    context: str
    shade: str
    missing: str
    border: str
    outline: str
    sequential: tuple[str, ...]
    below: tuple[str, ...]
    above: tuple[str, ...]

    def role(self, role: Role) -> str:
        """The colour of a role."""
        return {"focus": self.focus, "reference": self.reference, "context": self.context}[role]


PALETTES: Final[dict[Scheme, Palette]] = {
    "light": Palette(
        ground="#ffffff",
        text="#1b2a3a",
        secondary="#5f6b78",
        grid="#dfe4ea",
        focus="#0b4f8a",
        reference="#b3541e",
        context="#8a94a0",
        shade="rgba(11, 79, 138, 0.10)",
        missing="#d2d2d0",
        border="#ffffff",
        outline="#1b2a3a",
        sequential=("#dfebf7", "#bdd6ec", "#8db8dd", "#5694c6", "#2a6fa8", "#0b4f8a", "#06325a"),
        below=("#e3ddf0", "#c3b7de", "#9b86c2", "#7a5fae", "#5e3c99"),
        above=("#fbe6d3", "#f3c79e", "#e59f5f", "#cb763a", "#a34a17"),
    ),
    "dark": Palette(
        ground="#101a24",
        text="#e8edf2",
        secondary="#a9b4c0",
        grid="#2b3846",
        focus="#7fb2e5",
        reference="#f0a35e",
        context="#9aa7b5",
        shade="rgba(127, 178, 229, 0.16)",
        missing="#6b6b68",
        border="#101a24",
        outline="#ffffff",
        sequential=("#173450", "#1f4d78", "#2b6aa3", "#4589c6", "#6fa9dc", "#a0c8ea", "#d6e8f7"),
        below=("#41395a", "#5f4f85", "#8069b0", "#a288d3", "#c9b4f2"),
        above=("#503a28", "#7a5230", "#a86c38", "#d48c4b", "#f8c08b"),
    ),
}


@cache
def template(palette: Palette) -> dict[str, Any]:
    """The layout that every chart starts from: no frame, few lines, large type, German separators.

    Shared by all charts, so never changed.
    """
    axis = {
        "gridcolor": palette.grid,
        "linecolor": palette.grid,
        "zeroline": False,
        "ticks": "",
        "tickfont": {"size": 16, "color": palette.secondary},
        "fixedrange": True,
    }
    return {
        "layout": {
            "font": {"family": FONT, "size": 16, "color": palette.text},
            "paper_bgcolor": palette.ground,
            "plot_bgcolor": palette.ground,
            "separators": ",.",
            "showlegend": False,
            "margin": {"l": 8, "r": 8, "t": 16, "b": 8},
            "xaxis": {
                **axis,
                "showgrid": False,
                "ticks": "outside",
                "ticklen": 8,
                "tickcolor": palette.ground,
            },
            "yaxis": {**axis, "automargin": True},
            "hoverlabel": {"font": {"family": FONT, "size": 16}},
            "dragmode": False,
        }
    }
