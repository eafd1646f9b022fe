"""Import of a downloaded file: what it would change (`plan`), and the change itself (`apply`).

Imported figures lie as an overlay over the shipped ones, in the user's own folder. Nothing is written before
the whole file was read and compared, and every file is replaced in one step.
"""

import csv
import hashlib
import io
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import polars as pl

from indicators import formats, observations, settings
from indicators.catalog import Catalog, Dataset
from indicators.errors import InputError, printable, reason
from indicators.importers import (
    checks,
    draft,
    keys,
    matching,
    names,
    places,
    plausibility,
    recognise,
    regionalstatistik,
    storage,
)
from indicators.importers.mapping import Dropped, rule_matches
from indicators.importers.matching import Difference, Match
from indicators.importers.raw import RawTable
from indicators.observations import KEY, Observations
from indicators.regions import Registry

_REVISION: Final = (*KEY, "old_value", "old_status", "new_value", "new_status")
_LOG_HEAD: Final = ("imported_at", "file", "sha256", "dataset", *_REVISION)
_SHOWN: Final = 10
_COMPLETE: Final = 0.8
"""A sum of what a source lists, over all regions, does not fall by more from one year to the next."""


@dataclass(frozen=True)
class ImportPlan:
    """What the import of a file would do.

    Attributes:
        table: The table as read.
        sha256: Of the file as it was downloaded.
        match: The dataset to which it belongs with its observations; None for a table that is not known.
        difference: Its observations against the stored ones; None for a table that is not known.
        notes: German sentences on what a person should know.
        draft: Draft of the catalogue's entry for a table that is not known; else empty.
        obstacle: Why the figures must not be merged, if they must not.
    """

    table: RawTable
    sha256: str
    match: Match | None
    difference: Difference | None
    notes: tuple[str, ...] = ()
    draft: str = ""
    obstacle: InputError | None = None

    @property
    def dataset(self) -> Dataset | None:
        """The dataset to which the file belongs, if it is known."""
        return self.match.dataset if self.match else None

    @property
    def changes_anything(self) -> bool:
        """True where the file has a value that is new or differs from the stored one."""
        return self.difference is not None and not (
            self.difference.new.is_empty() and self.difference.revised.is_empty()
        )

    def as_json(self) -> dict[str, Any]:
        """The plan for programs."""
        cells = self.table.cells
        common = {
            "known": self.match is not None,
            "file": self.table.path.name,
            "sha256": self.sha256,
            "format": self.table.format,
            "table": self.table.code,
            "title": self.table.title,
            "edition": self.table.edition,
            "regions": _regions(cells["region"]),
            "years": sorted(cells["year"].unique().to_list()),
            "columns": cells["column"].unique().sort().to_list(),
            "notes": list(self.notes),
            "footnotes": list(self.table.notes),
        }
        if self.match is None or self.difference is None:
            shown = cells.select("region", "region_name", "year", "column", "unit", "value", "status")
            return {**common, "observations": shown.to_dicts(), "draft": self.draft}
        mapped = self.match.mapped
        return {
            **common,
            "dataset": self.match.dataset.id,
            "table": self.match.dataset.table,
            "title": self.match.dataset.title,
            "regions": _regions(mapped.observations["ags"]),
            "years": sorted(mapped.observations["year"].unique().to_list()),
            "new": self.difference.new.height,
            "revisions": _revisions(self.difference).to_dicts(),
            "unchanged": self.difference.unchanged,
            "dropped": [_dropped(each) for each in mapped.dropped],
            "observations": mapped.observations.to_dicts(),
        }

    def text(self) -> str:
        """The plan for people, in German."""
        cells = self.table.cells
        years = cells["year"].unique().sort().to_list()
        name = f"{self.table.code} {self.table.title}".strip() or self.table.path.name
        lines = [
            f"Datei: {self.table.path.name} (Format {self.table.format})",
            f"Tabelle: {name}",
            f"Jahre: {', '.join(map(str, years))}; Regionen: {cells['region'].n_unique()}",
        ]
        if self.match is None or self.difference is None:
            lines.append("Diese Tabelle kennt der Katalog noch nicht. Es wurde nichts übernommen.")
            lines += [*self.notes, "Entwurf für data/catalog/datasets:", "", self.draft]
            return "\n".join(printable(part) for line in lines for part in line.split("\n"))
        difference = self.difference
        lines.append(f"Datensatz: {self.match.dataset.id}")
        lines.append(
            f"Neue Werte: {difference.new.height}; geänderte: {difference.revised.height}; "
            f"unveränderte: {difference.unchanged}"
        )
        lines += [_revision_text(row) for row in _revisions(difference).head(_SHOWN).iter_rows(named=True)]
        if difference.revised.height > _SHOWN:
            lines.append(f"… und {difference.revised.height - _SHOWN} weitere Änderungen.")
        lines += [
            f"Weggelassen: {d.count} ({d.reason}), zum Beispiel {d.example}"
            for d in self.match.mapped.dropped
        ]
        return "\n".join(map(printable, [*lines, *self.notes]))


def plan(path: Path, catalog: Catalog, registry: Registry) -> ImportPlan:
    """What the import of a file would do; nothing is written.

    Raises:
        InputError: The file cannot be read, names a region that never existed or other names than those of
            its codes, does not fit the rules of its dataset, or nothing of it is left.
    """
    table = keys.of_kreise(recognise.read(path), registry)
    checks.regions(table, registry)
    checks.years(table)
    remarks = table.remarks + names.check(table, registry)
    with path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    match = matching.find(table, catalog, registry)
    later = plausibility.later_years(table)
    if match is None:
        notes = remarks + _unknown_notes(table, catalog) + later
        return ImportPlan(table, sha256, None, None, notes, draft.toml(table, sha256))
    checks.days(match.table, match.dataset)
    checks.anything_left(match)
    difference = matching.difference(match)
    verdict = plausibility.judge(match, difference, catalog, registry)
    obstacle = _missing_addends(match) or verdict.obstacle
    notes = remarks + _known_notes(match, difference) + verdict.notes + later
    notes += (f"Nicht zu übernehmen: {obstacle}",) if obstacle else ()
    return ImportPlan(match.table, sha256, match, difference, notes, obstacle=obstacle)


def apply(plan: ImportPlan) -> None:
    """Merge the figures of a known table into the user's overlay; a table that is not known changes nothing.

    Rows imported earlier stay unless the file has the same key. What changes a stored value is also appended
    to `revisions.csv`. Two imports at once wait for each other.

    Raises:
        InputError: The plan has an obstacle, or the folder cannot be written; what it held before stays.
    """
    if plan.match is None:
        return
    if plan.obstacle is not None:
        raise plan.obstacle
    try:
        _merge(plan, plan.match)
    except OSError as error:
        raise InputError(
            f"Die Werte ließen sich nicht speichern ({reason(error)}).",
            "Bitte Schreibrechte und freien Platz des Ordners prüfen.",
            settings.home(),
        ) from None


def _merge(plan: ImportPlan, match: Match) -> None:
    """Write the overlay and the log, compared once more with what is stored now."""
    with storage.lock():
        difference = matching.difference(match)
        changed = pl.concat([difference.new, difference.revised.select(difference.new.columns)])
        if changed.is_empty():
            return
        imported = observations.read_imported(match.dataset.id)
        merged = pl.concat([changed, imported]).unique(KEY, keep="first", maintain_order=True).sort(KEY)
        Observations.validate(merged)
        # The log first: should the power fail in between, a change is logged twice rather than not at all.
        if not difference.revised.is_empty():
            _log(plan, match.dataset, difference)
        # In memory first: on a full disk polars ends in an error of its own.
        data = io.BytesIO()
        merged.write_parquet(data)
        storage.replace(observations.overlay_path(match.dataset.id), data.getvalue())


def revisions_path() -> Path:
    """The log of stored values that imports changed."""
    return settings.home() / "revisions.csv"


def _missing_addends(match: Match) -> InputError | None:
    """Why a partial download must not replace a sum of what its source lists; None where it may."""
    share = matching.share_of_stored_sums(match)
    if share is None or share >= _COMPLETE:
        return None
    return InputError(
        "Der Datei fehlen Einzelangaben: Dieser Datensatz addiert sie, und ihre Summe erreicht nur "
        f"{formats.number(100 * share)} % der gespeicherten Werte.",
        "Bitte die Tabelle beim Portal mit allen Ausprägungen abrufen und vollständig herunterladen.",
        match.table.path,
    )


def _unknown_notes(table: RawTable, catalog: Catalog) -> tuple[str, ...]:
    """What a person should know about a table that is not known."""
    notes = [] if table.format == regionalstatistik.FORMAT else list(table.notes)
    if some := ", ".join(dataset.id for dataset in matching.knowing(table, catalog)):
        notes.append(
            f"Einen Teil der Spalten kennt {some}: Bitte bei INKAR nur die Indikatoren dieses Datensatzes "
            "exportieren, dann werden sie übernommen."
        )
    if like := " oder ".join(dataset.id for dataset in matching.looks_like(table, catalog)):
        notes.append(
            f"Die Datei nennt ihre Tabelle nicht eindeutig. Die Spalten passen zu {like}, aber die Werte "
            "wiederholen keine gespeicherten. Bitte wenn möglich mit der Tabellennummer neu abrufen."
        )
    elif same := ", ".join(dataset.id for dataset in matching.same_code(table, catalog)):
        notes.append(
            f"Die Tabelle {table.code} ist im Katalog ({same}), aber keine Spalte passt zu den Regeln."
        )
    return tuple(notes)


def _known_notes(match: Match, difference: Difference) -> tuple[str, ...]:
    """What a person should know before a known table changes stored values."""
    dataset, notes = match.dataset, []
    found = rule_matches(match.table, dataset)
    if missing := [f"{rule.title} ({rule.group})" for rule in dataset.measures if rule not in found]:
        notes.append(f"Ohne Werte in dieser Datei: {', '.join(missing)}.")
    if matching.has_open_sums(dataset):
        notes.append("Dieser Datensatz addiert Einzelangaben: Einem Teilabruf fehlen Summanden.")
    if not difference.revised.is_empty() and draft.retrieved(match.table) < dataset.retrieved:
        notes.append(
            f"Die Datei ist älter ({draft.retrieved(match.table):%d.%m.%Y}) als der gespeicherte Abruf "
            f"({dataset.retrieved:%d.%m.%Y}) und ändert gespeicherte Werte."
        )
    return tuple(notes)


def _regions(codes: pl.Series) -> dict[str, Any]:
    found = sorted(codes.unique().to_list(), key=lambda code: (code != places.GERMANY, len(code), code))
    return {"count": len(found), "codes": found}


def _revisions(difference: Difference) -> pl.DataFrame:
    renamed = difference.revised.rename({"value": "new_value", "status": "new_status"})
    return renamed.select(_REVISION).sort(KEY)


def _dropped(dropped: Dropped) -> dict[str, Any]:
    return {"reason": dropped.reason, "count": dropped.count, "example": dropped.example}


def _revision_text(row: dict[str, Any]) -> str:
    def shown(value: float | None, status: str) -> str:
        return observations.status_text(status) if value is None else formats.exact(value)

    old, new = shown(row["old_value"], row["old_status"]), shown(row["new_value"], row["new_status"])
    return f"Geändert: {row['ags']}, {row['year']}, {row['measure']} ({row['group']}): {old} → {new}"


def _log(plan: ImportPlan, dataset: Dataset, difference: Difference) -> None:
    """Append what the import changed."""
    path = revisions_path()
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    if not path.exists():
        writer.writerow(_LOG_HEAD)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    # A file name is free text: a sign that spreadsheets take for a formula is defused.
    file = printable(plan.table.path.name)
    file = f"'{file}" if file.startswith(("=", "+", "-", "@")) else file
    writer.writerows((now, file, plan.sha256, dataset.id, *row) for row in _revisions(difference).iter_rows())
    before = path.read_bytes() if path.exists() else b""
    storage.replace(path, before + text.getvalue().encode())
