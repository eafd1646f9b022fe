"""From what is declared and compiled to the inputs of a gap, each with its source, evidence and link."""

from typing import Final, get_args

import polars as pl

from indicators.catalog import Evidence, Indicator, Standard
from indicators.gap_cases.facts import RECORD_KEYS, Facts
from indicators.gaps.model import GapInput
from indicators.gaps.quantities import GapUnit
from indicators.observations import TOTAL

EVIDENCE_ORDER: Final = get_args(Evidence)
"""Evidence levels from the strongest to the weakest."""


def of_standard(standard: Standard, unit: GapUnit, title: str = "", key: str = "value") -> GapInput:
    """The single value of a standard with its range."""
    return GapInput(
        key,
        title or standard.title,
        standard.value,
        unit,
        standard.decimals,
        low=standard.low,
        high=standard.high,
        source=source_of(standard),
        evidence_level=standard.evidence_level,
        origin="amtlich" if standard.evidence_level == "amtlich" else "katalog",
        link=f"standard:{standard.id}",
        year=standard.year,
    )


def of_standard_at(standard: Standard, at: str, unit: GapUnit, title: str = "") -> GapInput:
    """One of several values of a standard (a year of an index, a pay grade); missing where it has none."""
    return GapInput(
        "value",
        title or f"{standard.title} {at}",
        standard.values.get(at),
        unit,
        standard.decimals,
        source=source_of(standard),
        evidence_level=standard.evidence_level,
        origin="amtlich" if standard.evidence_level == "amtlich" else "katalog",
        link=f"standard:{standard.id}",
        year=int(at) if at.isdigit() else standard.year,
    )


def source_of(standard: Standard) -> str:
    """The document of a standard and the place in it."""
    return f"{standard.source}, {standard.page}" if standard.page else standard.source


def of_index(facts: Facts, standard_id: str) -> dict[int, GapInput]:
    """A price index by year."""
    standard = facts.catalog.standard(standard_id)
    return {
        year: of_standard_at(standard, str(year), "index", f"Preisindex {year}") for year in standard.by_year
    }


def of_records(facts: Facts, rows: pl.DataFrame, title: str) -> GapInput:
    """The sum of rows of `funding.annual` of one year and value type, with the weakest of their evidence."""
    evidence = max(rows["evidence_level"], key=EVIDENCE_ORDER.index)
    year = int(rows["year"][0])
    return GapInput(
        "amount",
        title,
        float(rows["amount_eur"].sum()),
        "eur",
        source=source_of_records(facts, rows),
        evidence_level=evidence,
        origin="amtlich" if evidence == "amtlich" else "katalog",
        link=f"programme:{rows['programme'][0]}",
        year=year,
        value_type=str(rows["value_type"][0]),
    )


def source_of_records(facts: Facts, rows: pl.DataFrame) -> str:
    """The sources of records with the pages where they stand."""
    named = []
    for source in dict.fromkeys(rows["source"]):
        declared = facts.catalog.funding_sources.get(source)
        text = declared.title if declared else source
        pages = list(dict.fromkeys(pages_of(facts, rows, source)))
        named.append(f"{text} ({'; '.join(pages[:2])})" if pages else text)
    return "; ".join(named)


def pages_of(facts: Facts, rows: pl.DataFrame, source: str) -> list[str]:
    """Where in a source the records behind these rows stand."""
    keys = dict.fromkeys(rows.select(RECORD_KEYS).iter_rows())
    return [page for key in keys for page in facts.pages.get((source, *key), ()) if page]


def of_indicator(
    facts: Facts,
    indicator: Indicator,
    ags: str,
    year: int,
    *,
    group: str = TOTAL,
    unit: GapUnit = "percent",
) -> GapInput:
    """The value of an indicator; missing where there is none."""
    row = next((known for known in facts.known(indicator, ags, group) if known.year == year), None)
    dataset = facts.catalog.dataset(row.dataset if row else indicator.datasets[0])
    named = "" if group == TOTAL else f", {facts.catalog.groups[group].title}"
    return GapInput(
        "value",
        f"{indicator.title}{named} {year}",
        row.value if row else None,
        unit,
        indicator.decimals,
        source=source_of_dataset(facts, dataset.id),
        evidence_level=dataset.evidence_level,
        origin="berechnet" if indicator.is_computed else "amtlich",
        link=f"indicator:{indicator.id}",
        year=year,
    )


def source_of_dataset(facts: Facts, dataset_id: str) -> str:
    """Producer, table and edition of a dataset."""
    dataset = facts.catalog.dataset(dataset_id)
    table = f", {dataset.table}" if dataset.table else ""
    return f"{dataset.producer}{table} (Stand {dataset.edition})"


def missing(key: str, title: str, unit: GapUnit, why: str = "", decimals: int = 0) -> GapInput:
    """An input that nobody published; `why` says so behind its name."""
    return GapInput(key, title, None, unit, decimals, reason=why)
