"""An indicator over the years, as a figure."""

from collections.abc import Sequence

from indicators import series, texts
from indicators.catalog import Catalog, Indicator
from indicators.figures.model import Line, Point, Role, TimeChart
from indicators.series import Row


def over_time(
    region: str, ags: str, indicator: Indicator, catalog: Catalog, rows: Sequence[Row]
) -> TimeChart:
    """The chart of one region: a line per group, the compared group and its reference first.

    Args:
        region: Display name of the region.
        ags: Its code; breaks may hold for some regions only.
        indicator: The indicator.
        catalog: The catalogue.
        rows: The region's rows from `series.with_missing_years`.
    """
    unit = catalog.units[indicator.unit]
    order = _order(indicator, rows, catalog)
    return TimeChart(
        lines=tuple(_line(group, role, indicator, catalog, rows) for group, role in order),
        breaks=tuple((b.year, b.reason) for b in catalog.breaks(indicator) if b.holds_for(ags)),
        shade_gap=indicator.comparison is not None and len(order) > 1,
        unit=unit.symbol,
        decimals=indicator.decimals,
        alt=texts.alt_over_time(region, indicator, catalog, rows),
    )


def _order(indicator: Indicator, rows: Sequence[Row], catalog: Catalog) -> list[tuple[str, Role]]:
    present = series.groups_of(rows, catalog)
    compared = indicator.comparison
    first = [compared.group, compared.reference_group] if compared else []
    groups = [g for g in dict.fromkeys([*first, *present]) if g in present]
    roles: list[Role] = ["focus", "reference", "context", "context"]
    if compared and groups[:1] == [compared.reference_group]:
        roles = ["reference", "context", "context"]
    return list(zip(groups, roles, strict=False))


def _line(group: str, role: Role, indicator: Indicator, catalog: Catalog, rows: Sequence[Row]) -> Line:
    return Line(
        name=texts.group_label(group, catalog),
        role=role,
        points=tuple(
            Point(r.year, r.value, texts.value(r.value, indicator, catalog, r.status), r.low, r.high)
            for r in rows
            if r.group == group
        ),
    )
