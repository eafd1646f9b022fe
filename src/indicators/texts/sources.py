"""Sentences about sources."""

from collections.abc import Iterable

from indicators.catalog import Catalog, Dataset, Indicator


def sources(datasets: Iterable[Dataset]) -> tuple[str, ...]:
    """One source sentence per dataset: attribution, edition, licence."""
    return tuple(
        f"{entry.attribution}; Stand: {entry.edition}; {entry.licence}"
        + (" (Zweitquelle)" if entry.evidence_level == "sekundaer" else "")
        for entry in datasets
    )


def short_source(indicator: Indicator, catalog: Catalog) -> str:
    """The source line under a chart: producers and tables, and whether we computed."""
    entries = [catalog.dataset(d) for d in indicator.datasets]
    named = dict.fromkeys(f"{e.producer}, {e.table}" if e.table else e.producer for e in entries)
    licences = ", ".join(dict.fromkeys(e.licence for e in entries))
    own = "; eigene Berechnung" if indicator.is_computed else ""
    secondary = "; Beleg: sekundär" if any(e.evidence_level == "sekundaer" for e in entries) else ""
    return f"Quelle: {'; '.join(named)} ({licences}){own}{secondary}"
