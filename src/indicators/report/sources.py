"""Sources of a report from what the catalogue declares, and their text with the wording of their licence."""

from typing import Final

from indicators import texts
from indicators.catalog import Dataset, FundingSource, Standard
from indicators.catalog.money import EVIDENCE
from indicators.report.model import Source

DL_DE_BY: Final = "dl-de/by-2-0"
_DL_DE_BY_URL: Final = "https://www.govdata.de/dl-de/by-2-0"


def of_dataset(entry: Dataset, *, computed: bool = False) -> Source:
    """The source "dataset:<id>"; `computed` where the report's figures are calculated from it."""
    return _declared(f"dataset:{entry.id}", entry, computed=computed)


def of_funding(entry: FundingSource, *, computed: bool = False) -> Source:
    """The source "funding:<id>"."""
    return _declared(f"funding:{entry.id}", entry, computed=computed)


def _declared(key: str, entry: Dataset | FundingSource, *, computed: bool) -> Source:
    return Source(
        id=key,
        citation=entry.attribution,
        licence=entry.licence,
        licence_url=entry.licence_url,
        url=entry.url,
        table=entry.table,
        edition=entry.edition,
        retrieved=entry.retrieved,
        evidence_level=entry.evidence_level,
        own_calculation=computed,
    )


def of_standard(entry: Standard) -> Source:
    """The source "standard:<id>"; its citation names the document and the place in it."""
    place = f", {entry.page}" if entry.page else ""
    title = "" if entry.title in entry.source else f"{entry.title}: "
    is_open = entry.licence == DL_DE_BY
    notice = f", {DL_DE_BY} ({_DL_DE_BY_URL}); Daten verändert: ausgewählt" if is_open else ""
    return Source(
        id=f"standard:{entry.id}",
        citation=f"{title}{entry.source}{place}{notice}",
        licence=entry.licence,
        licence_url=_DL_DE_BY_URL if is_open else "",
        url=entry.url,
        edition=str(entry.year or ""),
        evidence_level=entry.evidence_level,
    )


def text(source: Source) -> str:
    """The entry of the source list: citation, edition, day of retrieval, evidence, own calculation."""
    known = source.citation.lower()
    parts = [source.citation]
    if source.table and source.table.lower() not in known:
        parts.append(f"Tabelle {source.table}")
    if source.licence and source.licence.lower() not in known and "nutzung mit" not in known:
        parts.append(source.licence + (f" ({source.licence_url})" if source.licence_url else ""))
    if source.edition:
        parts.append(f"Stand: {source.edition}")
    if source.retrieved:
        parts.append(f"abgerufen am {source.retrieved:%d.%m.%Y}")
    if source.evidence_level != "amtlich":
        parts.append(f"Beleg: {EVIDENCE[source.evidence_level]}")
    if source.own_calculation:
        parts.append("eigene Berechnung")
    return "; ".join(parts)


def span(numbers: list[int]) -> str:
    """Numbers of sources as a reference: "[1–3, 5]"; empty without any."""
    return f"[{texts.span(numbers)}]" if numbers else ""
