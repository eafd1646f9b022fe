"""The measured costs as a table for people and as JSON."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Line:
    """One measurement.

    Attributes:
        name: What was measured.
        value: The value in `unit`.
        unit: "ms", "KB", "MB", "s", or empty for a number.
        ratio: The value divided by that of the app named in `of`; None where there is no such.
        of: What the ratio refers to.
        goal: The most that ratio (or value, where there is no ratio) may be; None where there is no goal.
    """

    name: str
    value: float
    unit: str
    ratio: float | None = None
    of: str = ""
    goal: float | None = None

    @property
    def is_met(self) -> bool | None:
        """Whether the goal is met; None without a goal."""
        if self.goal is None:
            return None
        return (self.value if self.ratio is None else self.ratio) <= self.goal


@dataclass
class Report:
    """All measurements, by chapter, in the order in which they were made."""

    chapters: dict[str, list[Line]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    memory: list[tuple[float, float]] = field(default_factory=list)

    def add(self, chapter: str, *lines: Line) -> None:
        """Adds lines to a chapter and prints them."""
        known = self.chapters.setdefault(chapter, [])
        if not known:
            print(f"\n{chapter}", flush=True)
        known.extend(lines)
        for line in lines:
            print(_row(line), flush=True)

    def write(self, path: Path) -> None:
        """Writes everything as JSON."""
        path.parent.mkdir(parents=True, exist_ok=True)
        chapters = {
            name: [{**asdict(line), "is_met": line.is_met} for line in lines]
            for name, lines in self.chapters.items()
        }
        content = {"chapters": chapters, "errors": self.errors, "memory_mb_by_second": self.memory}
        path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

    def closing(self) -> str:
        """One sentence on the goals."""
        lines = [line for chapter in self.chapters.values() for line in chapter]
        missed = [line.name for line in lines if line.is_met is False]
        goals = sum(line.is_met is not None for line in lines)
        said = f"Ziele / goals: {goals - len(missed)} von {goals} erreicht"
        return said + (f"; verfehlt / missed: {', '.join(missed)}" if missed else "")


def _row(line: Line) -> str:
    absolute = f"{line.value:,.1f} {line.unit}".rstrip()
    shown = absolute if line.ratio is None else f"{line.ratio:.2f} × {line.of}  ({absolute})"
    mark = {True: "  ✓", False: "  ✗", None: ""}[line.is_met]
    goal = "" if line.goal is None else f"  Ziel/goal ≤ {line.goal:g}{mark}"
    return f"  {line.name:<58} {shown:<44}{goal}"
