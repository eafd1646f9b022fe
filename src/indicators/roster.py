"""The roster of the working group: which municipalities are known to be members, and on what evidence.

No public list of all members exists: `data/members.csv` is a file that the coordinating office completes. It
is kept by hand, `build` checks it but never writes it.
"""

import csv
from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final

from indicators.errors import InputError

GRADES: Final[dict[str, str]] = {
    "A": "durch eine eigene oder die koordinierende Stelle benannt",
    "B": "durch eine ältere Seite einer beteiligten Stelle benannt, nicht aus jüngerer Zeit bestätigt",
    "C": "auf einer eigenen Seite unter den Netzwerken geführt, die Mitgliedschaft ist nicht ausgesprochen",
    "D": "nur als Ort einer Sitzung genannt: gilt nicht als Mitglied",
}
"""What the public evidence for a membership is worth, in words for people."""

_MEMBER_GRADES: Final = ("A", "B", "C")


@dataclass(frozen=True, slots=True)
class Member:
    """One row of the roster.

    Attributes:
        name: Name as the municipality calls itself ("Landkreis Osnabrück").
        ags: Its code: 8 digits for a town, 5 for a Landkreis.
        kreis_ags: The Kreis that it is or lies in.
        grade: What the evidence is worth, see `GRADES`.
        period: To which time the evidence refers.
        url: Where it was found; "..." stands for parts of the address that were not kept.
        evidence: The words found there, a short quotation, or what was found in our words.
        as_of: When the entry was made or last confirmed, ISO date.
    """

    name: str
    ags: str
    kreis_ags: str
    grade: str
    period: str
    url: str
    evidence: str
    as_of: str

    @property
    def is_kreisangehoerig(self) -> bool:
        """True for a town within a Kreis: values of the Kreis cover more than the town."""
        return len(self.ags) == 8 and not self.ags.endswith("000")

    @property
    def region_ags(self) -> str:
        """The code under which its own figures stand: a kreisfreie Stadt under its Kreis code."""
        return self.ags if self.is_kreisangehoerig else self.kreis_ags

    @property
    def link(self) -> str | None:
        """The address where it can be opened; None where only a shortened address is known."""
        return None if "..." in self.url else self.url


def members(rows: Iterable[Member]) -> tuple[Member, ...]:
    """The rows that count as members. Grade D stays in the file, as a lead to follow up."""
    return tuple(row for row in rows if row.grade in _MEMBER_GRADES)


def read(path: Path, known: Collection[str]) -> tuple[Member, ...]:
    """All rows of the roster, by name.

    Args:
        path: The CSV file (UTF-8, commas), its columns are the attributes of `Member`.
        known: Codes of all regions.

    Raises:
        InputError: A column is missing, a code or grade is unknown; names line and column.
    """
    columns = [field.name for field in fields(Member)]
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        missing = [column for column in columns if column not in (reader.fieldnames or ())]
        if missing:
            raise InputError(
                f"In der Liste der Mitglieder fehlen die Spalten {', '.join(missing)}.",
                "Bitte die Kopfzeile ergänzen.",
                path,
                line=1,
            )
        rows = []
        for row in reader:
            member = Member(**{column: (row[column] or "").strip() for column in columns})
            _check(member, known, path, reader.line_num)
            rows.append(member)
    return tuple(sorted(rows, key=lambda member: member.name))


def _check(member: Member, known: Collection[str], path: Path, line: int) -> None:
    """Raise an `InputError` for a code or grade that does not exist."""
    for column, fits in (
        ("ags", member.ags in known),
        ("kreis_ags", member.kreis_ags in known and member.ags.startswith(member.kreis_ags)),
        ("grade", member.grade in GRADES),
    ):
        if not fits:
            raise InputError(
                "Die Angabe passt nicht zum Verzeichnis der Regionen oder zu den Stufen A bis D.",
                "Bitte in der Liste der Mitglieder berichtigen.",
                path,
                line,
                column,
                getattr(member, column),
            )
