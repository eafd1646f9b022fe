"""The mark of the pandemic for many regions at once: how the latest values of each series lie (METHODS 2)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import polars as pl

from indicators import texts
from indicators.catalog import Catalog, Indicator
from indicators.observations import published
from indicators.regions import LEVELS, Level, Region, Registry
from indicators.trends import NoTrend, Trend, Verdict

Outcomes = Mapping[tuple[str, str], Trend | NoTrend]
"""By region and group, from `trends.pandemic_by_series`."""

Lies = Verdict | Literal["not_computable"]
_GAP: Final[Lies] = "not_computable"
_LEVEL_BY_LENGTH: Final[dict[int, Level]] = {2: "land", 5: "kreis", 8: "gemeinde"}
"""What a code of so many digits is; that of Deutschland counts with the Länder."""
SYMBOLS: Final = texts.VERDICT_SYMBOLS | {_GAP: "–"}
WORDS: Final = texts.VERDICTS | {_GAP: "nicht berechenbar"}


@dataclass(frozen=True)
class Column:
    """One series: an indicator and a group, with the titles that head the column."""

    indicator: str
    group: str
    title: str
    group_title: str


@dataclass(frozen=True)
class Cell:
    """How the latest comparable value lies; `detail` says its year and how many values made the trend."""

    lies: Lies
    detail: str
    reason: str


@dataclass(frozen=True)
class Row:
    """One region; `of` names the member for which a Kreis is shown."""

    ags: str
    name: str
    of: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Matrix:
    """Regions by series; `left_out` names indicators for which nothing can be computed, with the reason."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    left_out: tuple[str, ...]

    def outside(self, column: int) -> tuple[int, int]:
        """How many regions lie outside, and how many can be compared, in one column."""
        found = [row.cells[column].lies for row in self.rows]
        judged = [lies for lies in found if lies in ("above", "below", "inside")]
        return sum(lies != "inside" for lies in judged), len(judged)


def regions(registry: Registry) -> tuple[tuple[Region, str], ...]:
    """The members' regions; after a member within a Kreis its Kreis, under its own name, with the member's.

    A Kreis's figures are not the member's, so they never stand in the member's row.
    """
    shown: list[tuple[Region, str]] = []
    for member in registry.members():
        own = registry.get(member.region_ags)
        shown.append((own, ""))
        if member.is_kreisangehoerig:
            shown.append((registry.get(member.kreis_ags), own.display_name))
    return tuple(shown)


def describe(
    indicators: Sequence[Indicator],
    outcomes: Mapping[str, Outcomes],
    shown: Sequence[tuple[Region, str]],
    levels: Mapping[str, Collection[Level]],
    catalog: Catalog,
) -> Matrix:
    """The matrix of some indicators; a series that can be computed for no region is named and left out.

    Args:
        indicators: The indicators, in the order of the columns.
        outcomes: By indicator id.
        shown: The regions (`regions`).
        levels: By indicator id, for which levels it is published at all (`published_levels`).
        catalog: The catalogue, for the titles of groups.
    """
    series = [
        (indicator, group)
        for indicator in indicators
        for group in catalog.groups
        if any(g == group and isinstance(t, Trend) for (_, g), t in outcomes[indicator.id].items())
    ]
    groups_of = {i.id: {group for _, group in outcomes[i.id]} for i in indicators}
    with_column = {indicator.id for indicator, _ in series}
    return Matrix(
        columns=tuple(
            Column(i.id, g, i.title, texts.group_label(g, catalog) if len(groups_of[i.id]) > 1 else "")
            for i, g in series
        ),
        rows=tuple(
            Row(
                region.ags,
                region.display_name,
                of,
                tuple(_cell(outcomes[i.id].get((region.ags, g)), region, levels[i.id]) for i, g in series),
            )
            for region, of in shown
        ),
        left_out=tuple(i.title for i in indicators if i.id not in with_column and has_later(outcomes[i.id])),
    )


def has_later(outcomes: Outcomes) -> bool:
    """True where some series goes on after 2019."""
    return any(isinstance(t, Trend) or t.reason != "no_later_value" for t in outcomes.values())


def published_levels(values: pl.DataFrame) -> frozenset[Level]:
    """The levels, among Länder, Kreise and Gemeinden, that have a value of the indicator anywhere."""
    lengths = values.filter(published())["ags"].str.len_chars().unique()
    return frozenset(_LEVEL_BY_LENGTH[length] for length in lengths)


def _cell(found: Trend | NoTrend | None, region: Region, levels: Collection[Level]) -> Cell:
    if region.level not in levels:
        return Cell(
            _GAP,
            "auf dieser Ebene nicht veröffentlicht",
            f"Die Quelle veröffentlicht den Indikator nicht für: {LEVELS[region.level]}.",
        )
    if found is None:
        return Cell(_GAP, "n = 0", f"Für {region.display_name} liegt kein Wert vor.")
    if isinstance(found, NoTrend):
        later = ", nach 2019 kein Wert" if found.reason == "no_later_value" else ""
        return Cell(_GAP, f"n = {found.n}{later}", texts.no_trend(found))
    outcome = found.outcome() or found.outcomes[-1]
    return Cell(outcome.verdict, f"{outcome.year}, n = {found.n}", "")
