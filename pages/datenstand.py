"""Was vorliegt, woher es kommt und was fehlt."""

from indicators.ui import furniture

furniture.head(
    "Was liegt vor, woher kommt es, und was fehlt?",
    "Jeder Indikator mit Definition, Quelle, Lizenz, Jahren und Grenzen.",
)
