"""What a build has to say: what was read, what was dropped and why, where sources contradict each other."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any

from indicators.build_funding import FundingBuild, FundingConflict, FundingReport
from indicators.formats import number
from indicators.importers.mapping import Dropped


@dataclass(frozen=True)
class Conflict:
    """Two inputs of a dataset with different figures for the same keys: which was kept, how far apart."""

    kept: str
    other: str
    count: int
    largest: float
    example: str


@dataclass(frozen=True)
class InputReport:
    """One source file: what was read, made and dropped; `changed` if its sha256 is not the declared one."""

    path: str
    changed: bool
    cells: int
    observations: int
    dropped: tuple[Dropped, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class DatasetReport:
    """One dataset: rows stored, rows with a value, regions, years with a value, rules that found nothing."""

    id: str
    inputs: tuple[InputReport, ...]
    observations: int
    published: int
    regions: int
    years: tuple[int, ...]
    conflicts: tuple[Conflict, ...]
    unmatched: tuple[str, ...]


@dataclass(frozen=True)
class Overlap:
    """An indicator with two sources: where both have a value, how many differ, how far at most."""

    indicator: str
    first: str
    other: str
    both: int
    different: int
    largest: float | None
    example: str


@dataclass(frozen=True)
class Unused:
    """A source file that no dataset reads, and why; no reason is a finding."""

    path: str
    reason: str


@dataclass(frozen=True)
class BuildReport:
    """Everything that a build has to say, for machines (`as_json`) and for people (`text`)."""

    regions: tuple[str, ...]
    datasets: tuple[DatasetReport, ...]
    overlaps: tuple[Overlap, ...]
    funding: FundingBuild
    unused: tuple[Unused, ...]

    def as_json(self) -> dict[str, Any]:
        """The report as plain values; the same for the same sources."""
        return asdict(self)

    def text(self) -> str:
        """The report in German, for the terminal."""
        total = number(sum(report.published for report in self.datasets))
        lines = ["Regionen", *(f"  {line}" for line in self.regions), "", "Datensätze"]
        for report in self.datasets:
            lines += _dataset(report)
        lines += ["", "Zwei Quellen für einen Indikator (die erste gilt)", *map(_overlap, self.overlaps)]
        lines += ["", "Fördermittel"]
        for source in self.funding.sources:
            lines += _funding(source)
        lines += map(_funding_conflict, self.funding.conflicts)
        lines += ["", "Nicht verwendete Dateien", *_unused(self.unused)]
        records = number(sum(source.records for source in self.funding.sources))
        lines += ["", f"{len(self.datasets)} Datensätze mit {total} Werten geschrieben."]
        lines += [f"{len(self.funding.sources)} Quellen zu Fördermitteln mit {records} Angaben geschrieben."]
        return "\n".join(lines)


def _dataset(report: DatasetReport) -> list[str]:
    years = _spans(report.years)
    lines = [
        f"  {report.id}: {number(report.published)} Werte, {number(report.observations)} Angaben, "
        f"{number(report.regions)} Regionen, {years}"
    ]
    for entry in report.inputs:
        lines.append(f"    {entry.path}: {number(entry.observations)} Angaben")
        if entry.changed:
            lines.append("      Achtung: Die Datei ist eine andere als im Katalog verzeichnet (sha256).")
        lines += [f"      {note}" for note in entry.notes if note.startswith("Nur ein Halbjahr")]
        lines += [
            f"      weggelassen: {number(drop.count)} × {drop.reason}, z. B. {drop.example}"
            for drop in entry.dropped
        ]
    lines += [
        f"    Widerspruch: {number(conflict.count)} Angaben in {conflict.other} weichen von {conflict.kept} "
        f"ab, höchstens um {number(conflict.largest, 2)}: {conflict.example}"
        for conflict in report.conflicts
    ]
    return lines + [f"    Achtung: keine Spalte gefunden für {rule}" for rule in report.unmatched]


def _funding(report: FundingReport) -> list[str]:
    lines = [
        f"  {report.id}: {number(report.records)} Angaben, {number(report.programmes)} Programme, "
        f"{_spans(report.years)}"
    ]
    lines += [
        f"    Achtung: {entry.path} ist eine andere Datei als im Katalog verzeichnet (sha256)."
        for entry in report.inputs
        if entry.changed
    ]
    lines += [f"    weggelassen: {number(count)} × {reason}" for reason, count in report.dropped]
    return lines + [f"    {note}" for note in report.notes]


def _funding_conflict(conflict: FundingConflict) -> str:
    return (
        f"  Widerspruch: {number(conflict.count)} Angaben in {conflict.other} weichen von {conflict.first} "
        f"ab, höchstens um {number(conflict.largest, 2)} €: {conflict.example}"
    )


def _overlap(overlap: Overlap) -> str:
    text = (
        f"  {overlap.indicator}: {overlap.first} vor {overlap.other}, "
        f"{number(overlap.both)} gemeinsame Werte, {number(overlap.different)} verschieden"
    )
    return (
        text
        if overlap.largest is None
        else f"{text}, höchstens um {number(overlap.largest, 2)}: {overlap.example}"
    )


def _unused(files: Iterable[Unused]) -> list[str]:
    lines = []
    for reason, group in groupby(sorted(files, key=lambda f: (f.reason, f.path)), key=lambda f: f.reason):
        lines.append(f"  {reason or 'Achtung: ohne Begründung (data/catalog/unused_sources.toml)'}")
        lines += [f"    {file.path}" for file in group]
    return lines


def _spans(years: tuple[int, ...]) -> str:
    """Years in words: consecutive ones as a span."""
    spans: list[list[int]] = []
    for year in years:
        if spans and year == spans[-1][1] + 1:
            spans[-1][1] = year
        else:
            spans.append([year, year])
    return ", ".join(f"{a}" if a == b else f"{a}–{b}" for a, b in spans) or "kein Jahr"
