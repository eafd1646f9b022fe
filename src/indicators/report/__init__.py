"""The report: one consistent value that every format (PDF, DOCX, XLSX, PPTX) is made of.

Build sections with `styles.Style.arranged`, sources with `sources`, then `Report(...)`: it refuses an
unresolved or unused reference, a missing alternative text, an unknown or unused source, an empty section and
words that claim a cause.
"""

from dataclasses import dataclass, field
from datetime import date

from indicators import __version__
from indicators.report import checks
from indicators.report.model import (
    CERTAINTIES,
    Align,
    Assumption,
    AssumptionList,
    Block,
    Bullets,
    Calculation,
    CalculationRef,
    Cell,
    Certainty,
    Column,
    Figure,
    FigureRef,
    Finding,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Role,
    Section,
    Sentence,
    Source,
    SourceList,
    Table,
    TableRef,
)
from indicators.report.sources import span
from indicators.report.styles import Style

__all__ = [
    "CERTAINTIES",
    "Align",
    "Assumption",
    "AssumptionList",
    "Block",
    "Bullets",
    "Calculation",
    "CalculationRef",
    "Cell",
    "Certainty",
    "Column",
    "Figure",
    "FigureRef",
    "Finding",
    "KeyFigure",
    "KeyFigures",
    "Paragraph",
    "Report",
    "Role",
    "Section",
    "Sentence",
    "Source",
    "SourceList",
    "Style",
    "Table",
    "TableRef",
]


@dataclass(frozen=True)
class Report:
    """A brief for one region.

    Attributes:
        title: What it argues for, one line.
        subtitle: For whom, about what.
        region: Display name of the region, `ags` its code.
        created: The day that the files carry; the same report gives the same bytes.
        data_state: Which state of the figures it rests on, a German phrase.
        style: Headings and their order.
        sections: In the order of the style.
        figures, tables, assumptions, calculations, sources: What the sections refer to.
        author: Who submits it; may be empty.
        link: Address that restores the whole choice; may be empty.
        version: Version of the program.
    """

    title: str
    subtitle: str
    region: str
    ags: str
    created: date
    data_state: str
    style: Style
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    calculations: tuple[Calculation, ...] = ()
    author: str = ""
    link: str = ""
    version: str = field(default=__version__)

    def __post_init__(self) -> None:
        """Refuse what does not fit together.

        Raises:
            InputError: The first fault, in German: what is wrong, where, and what to do.
        """
        checks.check(self)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the user's own text should be looked at for: words that claim a cause."""
        return checks.warnings(self)

    @property
    def has_own_text(self) -> bool:
        """True where at least one sentence was written by the user."""
        return any(sentence.own for sentence in checks.sentences(self))

    def source_number(self, source_id: str) -> int:
        """The number of a source in the source list, from 1."""
        return [source.id for source in self.sources].index(source_id) + 1

    def reference(self, source_ids: tuple[str, ...]) -> str:
        """How text refers to sources: "[1, 3]"; empty without any."""
        return span(sorted({self.source_number(s) for s in source_ids}))

    def figure(self, figure_id: str) -> Figure:
        """The figure of this id."""
        return {figure.id: figure for figure in self.figures}[figure_id]

    def table(self, table_id: str) -> Table:
        """The table of this id."""
        return {table.id: table for table in self.tables}[table_id]

    def calculation(self, calculation_id: str) -> Calculation:
        """The calculation of this id."""
        return {c.id: c for c in self.calculations}[calculation_id]

    def assumption_number(self, assumption_id: str) -> int:
        """The number of an assumption, from 1."""
        return [a.id for a in self.assumptions].index(assumption_id) + 1
