"""What a brief is made of: sentences, sources, figures, tables, assumptions, calculations, sections.

Values without behaviour; `report.Report` holds them together and refuses what does not fit. Ids of sources
have the form of `GapInput.link`: "dataset:…", "standard:…", "funding:…", "eigene:…".
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from indicators.catalog import Evidence
from indicators.figures.kinds import Chart
from indicators.formats import MISSING, number
from indicators.gaps.model import FundingGap

Certainty = Literal["amtlich", "berechnet", "szenario", "eigene_angabe"]
CERTAINTIES: Final[dict[Certainty, str]] = {
    "amtlich": "amtliche Zahl",
    "berechnet": "eigene Berechnung",
    "szenario": "Szenario",
    "eigene_angabe": "eigene Angabe",
}
"""How sure a sentence is, in words."""

Role = Literal[
    "beschluss",
    "kurzfassung",
    "anlass",
    "ausgangslage",
    "vergleich",
    "bedarf",
    "finanzen",
    "annahmen",
    "quellen",
]
Align = Literal["left", "right"]


@dataclass(frozen=True)
class Sentence:
    """One sentence with what it rests on.

    Attributes:
        text: German, plain text.
        certainty: What kind of statement it is; None for a connecting sentence that claims nothing.
        sources: Ids of sources; a statement of ours (not `eigene_angabe`) has at least one.
        own: Written or edited by the user: it is marked as own text and checked less strictly.
        about: Which statement of its text it is, whatever stands beside it ("abstand"); empty where nobody
            edits it.
    """

    text: str
    certainty: Certainty | None = None
    sources: tuple[str, ...] = ()
    own: bool = False
    about: str = ""

    def edited(self, text: str) -> "Sentence":
        """The sentence as the user wrote it, marked as own text; unchanged where the text is the same."""
        if text.strip() == self.text.strip():
            return self
        return replace(self, text=text.strip(), certainty="eigene_angabe", own=True)


@dataclass(frozen=True)
class Finding:
    """A finding that can be chosen and edited: an id that stays, and its sentences."""

    id: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class Source:
    """Where figures come from, with the wording that their licence asks for.

    Attributes:
        id: "kind:id", see above.
        citation: The full attribution of the catalogue: provider, dataset, licence, notice of changes.
        licence: Name of the licence ("dl-de/by-2-0"), empty for own data.
        licence_url: Its address; required for dl-de/by-2-0.
        url: Where the source is found.
        table: Code or designation of the table.
        edition: Which state of the source.
        retrieved: When it was read; None where nobody retrieved anything.
        evidence_level: `amtlich`, `erfasst`, `sekundaer` or `geschaetzt`.
        own_calculation: True where the report's figures are computed from it, not only quoted.
    """

    id: str
    citation: str
    licence: str = ""
    licence_url: str = ""
    url: str = ""
    table: str = ""
    edition: str = ""
    retrieved: date | None = None
    evidence_level: Evidence = "amtlich"
    own_calculation: bool = False


@dataclass(frozen=True)
class Figure:
    """A described chart in a report.

    Attributes:
        id: Its name in `FigureRef`.
        title: The finding, one sentence.
        subtitle: Unit, year, region.
        chart: What is drawn (`figures.printed.svg`).
        alt: Alternative text, never empty.
        sources: Ids of sources, at least one.
        caption: What a reader must know beside it (missing years, breaks); may be empty.
    """

    id: str
    title: str
    subtitle: str
    chart: Chart
    alt: str
    sources: tuple[str, ...]
    caption: str = ""


Cell = str | float | int | date | None


@dataclass(frozen=True)
class Column:
    """A column of a table: `decimals` is None for text and for what is printed ungrouped (years)."""

    name: str
    unit: str = ""
    decimals: int | None = None
    align: Align = "left"
    signed: bool = False

    def text(self, cell: Cell) -> str:
        """A cell for people, without the unit (it stands in the head); text in a column of numbers stays."""
        if cell is None:
            return MISSING
        if isinstance(cell, date):
            return f"{cell:%d.%m.%Y}"
        if isinstance(cell, str) or self.decimals is None:
            return str(cell)
        return number(float(cell), self.decimals, signed=self.signed)

    @property
    def head(self) -> str:
        """Name and unit as they stand above the column."""
        return f"{self.name} in {self.unit}" if self.unit else self.name


@dataclass(frozen=True)
class Table:
    """A table; numbers stay numbers (unrounded), a missing one is None or a word that says why.

    `strong` are the numbers of the rows that stand out (totals, the own region), counted from 0.
    """

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    sources: tuple[str, ...]
    note: str = ""
    strong: tuple[int, ...] = ()


@dataclass(frozen=True)
class Assumption:
    """Something that a calculation takes as given.

    Attributes:
        id: Unique in the report.
        title: What is assumed.
        value: The value with its unit, as text for people.
        sources: Ids of sources; empty only where it is own.
        own: Set by the user instead of the catalogue's value.
        reason: Why this value; required where it is own.
        span: The range in which it may lie, as text; empty where none is known.
    """

    id: str
    title: str
    value: str
    sources: tuple[str, ...] = ()
    own: bool = False
    reason: str = ""
    span: str = ""


@dataclass(frozen=True)
class Calculation:
    """A funding gap in a report, and for each of its inputs (by key) the ids of its sources.

    Inputs without a value and own assumptions need none.
    """

    id: str
    gap: FundingGap
    sources: tuple[tuple[str, tuple[str, ...]], ...]

    def sources_of(self, key: str) -> tuple[str, ...]:
        """Ids of the sources of one input."""
        return dict(self.sources).get(key, ())


@dataclass(frozen=True)
class KeyFigure:
    """One number that is shown large: value with unit, what it is, and a line below it."""

    title: str
    value: str
    note: str
    certainty: Certainty
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Paragraph:
    """Sentences that run on."""

    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class Bullets:
    """A list, one sentence each; `numbered` for the points of a proposed decision."""

    items: tuple[Sentence, ...]
    numbered: bool = False


@dataclass(frozen=True)
class KeyFigures:
    """Two to four large numbers side by side."""

    items: tuple[KeyFigure, ...]


@dataclass(frozen=True)
class FigureRef:
    """Here stands the figure of this id."""

    id: str


@dataclass(frozen=True)
class TableRef:
    """Here stands the table of this id."""

    id: str


@dataclass(frozen=True)
class CalculationRef:
    """Here stands the calculation of this id: inputs, steps, result, range, limits."""

    id: str


@dataclass(frozen=True)
class AssumptionList:
    """Here stand all assumptions of the report as a table."""


@dataclass(frozen=True)
class SourceList:
    """Here stand all sources of the report, numbered."""


Block = Paragraph | Bullets | KeyFigures | FigureRef | TableRef | CalculationRef | AssumptionList | SourceList


@dataclass(frozen=True)
class Section:
    """A part of the report: its role stays, its heading follows the style of the municipality.

    `parent` is the heading above it ("Begründung"); neighbours with the same parent stand under one.
    """

    role: Role
    heading: str
    blocks: tuple[Block, ...]
    parent: str = ""
