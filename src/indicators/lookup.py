"""Single answers with all that belongs to them: one value, one indicator; for every door but the screen."""

from typing import Any

from indicators import series, texts
from indicators.catalog import Catalog, Indicator
from indicators.errors import InputError
from indicators.observations import ABSENT, status_text


def value_of(
    indicator: Indicator, declared: Catalog, ags: str, group: str, year: int | None
) -> dict[str, Any]:
    """One value with all that belongs to it.

    Returns:
        indicator, title, region, year, group, value (None where there is none), text, unit, status,
        status_text, computed, source, table, dataset, licence, evidence_level, years (those with a value for
        this region and group), levels (those with a value for any region).

    Raises:
        InputError: The indicator has no such group; names the groups.
    """
    frame = series.values(indicator)
    groups = series.groups(frame, declared)
    if group not in groups:
        raise InputError(
            f"Den Indikator „{indicator.id}“ gibt es nicht für die Gruppe „{group}“.",
            f"Vorhanden: {', '.join(groups)}.",
        )
    rows = series.of_region(frame, ags).filter(group=group)
    known = series.years(rows)
    if year is None:
        year = known[-1] if known else None
    found = [] if year is None else rows.filter(year=year).to_dicts()
    row: dict[str, Any] = (
        found[0] if found else {"value": None, "status": ABSENT, "dataset": indicator.datasets[0]}
    )
    dataset = declared.dataset(row["dataset"])
    unit = declared.units[indicator.unit]
    return {
        "indicator": indicator.id,
        "title": indicator.title,
        "region": ags,
        "year": year,
        "group": group,
        "value": _clean(row["value"]),
        "text": texts.value(row["value"], indicator, declared, row["status"]),
        "unit": indicator.unit,
        "unit_title": unit.title,
        "status": row["status"],
        "status_text": status_text(row["status"]),
        "computed": row["status"] == "berechnet",
        "source": dataset.attribution,
        "table": dataset.table,
        "dataset": dataset.id,
        "licence": dataset.licence,
        "evidence_level": dataset.evidence_level,
        "years": list(known),
        "levels": list(series.levels(frame)),
    }


def _clean(amount: float | None) -> float | int | None:
    """Whole numbers without a decimal point."""
    return int(amount) if amount is not None and amount.is_integer() else amount


def description(indicator: Indicator, declared: Catalog) -> dict[str, Any]:
    """All that is known about an indicator: definition, unit, groups, levels, years, breaks, sources."""
    frame = series.values(indicator)
    entries = [declared.dataset(d) for d in indicator.datasets]
    return {
        "id": indicator.id,
        "title": indicator.title,
        "handlungsfeld": indicator.handlungsfeld,
        "definition": indicator.definition,
        "unit": indicator.unit,
        "unit_title": declared.units[indicator.unit].title,
        "decimals": indicator.decimals,
        "direction": indicator.direction,
        "role": indicator.role,
        "groups": list(series.groups(frame, declared)),
        "levels": list(series.levels(frame)),
        "years": list(series.years(frame)),
        "computed": indicator.is_computed,
        "breaks": [{"year": b.year, "reason": b.reason} for b in declared.breaks(indicator)],
        "pitfalls": list(indicator.pitfalls),
        "sources": [
            {
                "dataset": e.id,
                "producer": e.producer,
                "table": e.table,
                "title": e.title,
                "licence": e.licence,
                "attribution": e.attribution,
                "url": e.url,
                "edition": e.edition,
                "retrieved": e.retrieved.isoformat(),
                "evidence_level": e.evidence_level,
            }
            for e in entries
        ],
    }
