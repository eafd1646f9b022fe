"""Regions over the years: who existed when, sums of merged Kreise, Gemeinden carried up, complete counts."""

from typing import Final, Literal

import polars as pl

from indicators.catalog import WeightedMean
from indicators.observations import KEY, PUBLISHED, TOTAL
from indicators.regions import Registry

_OWN: Final = {"region_name": "", "rule": -1, "column": "", "line": 0, "dash": False}
"""What working columns say in a row that is our own calculation."""


def told_elsewhere(cells: pl.DataFrame, registry: Registry) -> pl.DataFrame:
    """Cells with a `-` that is no 0, because the source counts the region elsewhere: ags, year, column, told.

    A `-` is a true 0 in a count, also when it fills a whole row (a Landkreis without a vocational school). It
    is none where the same column has a figure of that year for a Kreis on the other side of a territorial
    reform that did not exist in that year (`keine_region`): reference dates lie before a reform of the same
    year, and some columns were recalculated beyond it and others not. A neighbour that did exist says
    nothing, whatever part of the Kreis it gave or took. A Gemeinde without any figure in a table of Kreise
    was not reported separately (`nicht_erhoben`).

    Args:
        cells: Frame of `Cells`: all columns of the table, not only those that rules name.
        registry: Which Kreise took over which.
    """
    dash = pl.col("status").cast(pl.String).is_in(["nichts_vorhanden", "nicht_erhoben"])
    place = ["region", "year", "column"]
    figures = cells.filter(~dash & pl.col("value").is_not_null()).select(place)
    dashes = cells.filter(dash).select(place).unique()
    across = [(r, other) for r in dashes["region"].unique() for other in _across_a_reform(r, registry)]
    pairs = pl.DataFrame(across, schema={"region": pl.String, "other": pl.String}, orient="row")
    years = registry.frame.select(pl.col("ags").alias("region"), "valid_from", "valid_to")
    of_others = figures.join(years, on="region").filter(_outside())
    moved = dashes.join(pairs, on="region").join(
        of_others.rename({"region": "other"}), on=["other", "year", "column"], how="semi"
    )
    lengths = cells["region"].unique().str.len_chars()
    of_kreise = bool((lengths == 5).sum() > (lengths == 8).sum())
    unreported = dashes.filter((pl.col("region").str.len_chars() == 8) & of_kreise).join(
        figures, on=["region", "year"], how="anti"
    )
    return pl.concat(
        [
            moved.select(place).unique().with_columns(told=pl.lit("keine_region")),
            unreported.with_columns(told=pl.lit("nicht_erhoben")),
        ]
    ).rename({"region": "ags"})


def _across_a_reform(ags: str, registry: Registry) -> set[str]:
    """Kreise before and after this one, if it was founded or dissolved since 1990."""
    if ags not in registry or len(ags) != 5:
        return set()
    region = registry.get(ags)
    if region.valid_from is None and region.valid_to is None:
        return set()
    changes = [*registry.predecessors(ags), *registry.successors(ags)]
    return {code for change in changes for code in (change.ags_from, change.ags_to)} - {ags}


def _outside() -> pl.Expr:
    """True for a year in which the region did not exist, by its `valid_from` and `valid_to`."""
    year = pl.col("year")
    before, after = year < pl.col("valid_from"), year > pl.col("valid_to")
    return before.fill_null(False) | after.fill_null(False)


def with_validity(rows: pl.DataFrame, registry: Registry, told: pl.DataFrame) -> pl.DataFrame:
    """The rows; a mark of a region that did not exist in that year is `keine_region`.

    A published number stays: sources on a fixed territory (INKAR) have figures of a later Kreis for earlier
    years too.

    Args:
        rows: Rows of the mapping.
        registry: First and last year of every code.
        told: What `told_elsewhere` found.
    """
    years = registry.frame.select("ags", "valid_from", "valid_to")
    joined = rows.join(years, on="ags", how="left", maintain_order="left").join(
        told, on=["ags", "year", "column"], how="left", maintain_order="left"
    )
    outside = _outside() & (pl.col("dash") | ~pl.col("status").is_in(PUBLISHED))
    elsewhere = pl.col("dash") & pl.col("told").is_not_null()
    return joined.with_columns(
        value=pl.when(outside | elsewhere).then(None).otherwise(pl.col("value")),
        status=pl.when(outside)
        .then(pl.lit("keine_region"))
        .when(elsewhere)
        .then(pl.col("told"))
        .otherwise(pl.col("status")),
    ).select(rows.columns)


def summed_up(rows: pl.DataFrame, measures: list[str], registry: Registry) -> pl.DataFrame:
    """The rows, and counts of a merged Kreis for the years before the reform (`berechnet`).

    Only where the former Kreise went into it as a whole and all of them are published; rates of the merged
    Kreis stay `keine_region`, because rates cannot be added.
    """
    parts = [
        {"to": kreis.ags, "ags": part, "year": year, "expected": len(codes)}
        for kreis in registry.of_level("kreis")
        if kreis.valid_from is not None
        for year in sorted(rows["year"].unique().to_list())
        if not kreis.existed_in(year)
        for codes in [registry.composed_of(kreis.ags, year)]
        for part in codes
    ]
    schema = {"to": pl.String, "ags": pl.String, "year": pl.Int16, "expected": pl.UInt32}
    sums = (
        rows.filter(pl.col("measure").is_in(measures) & pl.col("status").is_in(PUBLISHED))
        .join(pl.DataFrame(parts, schema=schema), on=["ags", "year"])
        .group_by("to", "measure", "group", "year", "expected")
        .agg(pl.col("value").sum(), pl.len().alias("parts"))
        .filter(pl.col("parts") == pl.col("expected"))
        .select(pl.col("to").alias("ags"), "measure", "group", "year", "value")
    )
    published = rows.filter(pl.col("status").is_in(PUBLISHED)).select(KEY)
    new = _own(sums.join(published, on=list(KEY), how="anti"), "berechnet", rows)
    return pl.concat([rows.join(new, on=list(KEY), how="anti", maintain_order="left"), new])


def of_kreise(rows: pl.DataFrame, measures: list[str], registry: Registry) -> pl.DataFrame:
    """The rows, and counts of Länder and Deutschland as sums of today's Kreise (`berechnet`).

    One missing Kreis makes the sum `nicht_berechenbar`, as does one that did not exist yet. A Land of exactly
    one Kreis takes its row unchanged; a row that the source has itself stays.
    """
    kreise = [kreis.ags for kreis in registry.of_level("kreis")]
    codes = pl.DataFrame({"ags": kreise}).with_columns(
        above=pl.concat_list(pl.col("ags").str.head(2), pl.lit("DG"))
    )
    expected = codes.explode("above").with_columns(expected=pl.len().over("above"))
    value, complete = pl.col("value").sum(), pl.len() == pl.col("expected").first()
    complete &= pl.col("status").is_in(PUBLISHED).all()
    only = pl.col("expected").first() == 1
    sums = (
        rows.filter(pl.col("measure").is_in(measures))
        .join(expected, on="ags")
        .group_by(pl.col("above").alias("ags"), "measure", "group", "year")
        .agg(
            value=pl.when(complete).then(value),
            status=pl.when(only)
            .then(pl.col("status").first())
            .when(complete)
            .then(pl.lit("berechnet"))
            .otherwise(pl.lit("nicht_berechenbar")),
        )
        .join(rows.select(KEY), on=list(KEY), how="anti")
    )
    return pl.concat([rows, _own(sums, pl.col("status"), rows)])


def weighted(rows: pl.DataFrame, rule: WeightedMean, registry: Registry) -> pl.DataFrame:
    """The rows, and what the Gemeinden's values give for Kreis, Land and Deutschland.

    `sum(weight * value) / sum(weight)` over the Gemeinden with a value, `berechnet`, where these hold at
    least `min_coverage` of the region's weight; else `nicht_berechenbar`. The weight itself is added up where
    every Gemeinde has one. A region of exactly one Gemeinde takes its row unchanged.
    """
    kreise = [kreis.ags for kreis in registry.of_level("kreis")]
    in_a_kreis = (pl.col("ags").str.len_chars() == 8) & pl.col("ags").str.head(5).is_in(kreise)
    gemeinden = rows.filter(in_a_kreis & pl.col("measure").is_in([*rule.measures, rule.weight]))
    weights = gemeinden.filter(
        (pl.col("measure") == rule.weight) & (pl.col("group") == TOTAL) & pl.col("value").is_not_null()
    ).select("ags", "year", pl.col("value").alias("weight"))
    code = pl.col("ags")
    regions_above = pl.concat_list(code.str.head(5), code.str.head(2), pl.lit("DG"))
    weight, value = pl.col("weight"), pl.col("value")
    used = weight.filter(value.is_not_null()).sum()
    is_weight = pl.col("measure").first() == rule.weight
    carried = (
        gemeinden.join(weights, on=["ags", "year"], how="left")
        .with_columns(ags=regions_above)
        .explode("ags")
        .group_by("ags", "measure", "group", "year")
        .agg(
            value=pl.when(pl.len() == 1)
            .then(value.first())
            .when(is_weight & value.is_not_null().all())
            .then(value.sum())
            .when(~is_weight & (used > 0) & (used >= rule.min_coverage * weight.sum()))
            .then((weight * value).sum() / used),
            only=pl.when(pl.len() == 1).then(pl.col("status").first()),
        )
        .with_columns(
            status=pl.when(pl.col("only").is_not_null())
            .then(pl.col("only"))
            .when(pl.col("value").is_not_null())
            .then(pl.lit("berechnet"))
            .otherwise(pl.lit("nicht_berechenbar"))
        )
    )
    new = carried.join(rows.select(KEY), on=list(KEY), how="anti")
    return pl.concat([rows, _own(new, pl.col("status"), rows)])


def with_zeros(rows: pl.DataFrame, level: Literal["kreis", "land"], registry: Registry) -> pl.DataFrame:
    """The rows of a complete count, and a 0 (`nichts_vorhanden`) for regions in which nothing was counted.

    The source's territory is that of its last year: regions that existed then are the ones it can name.
    """
    last = rows["year"].max()
    levels = ["land", "kreis"] if level == "kreis" else ["land"]
    existing = registry.frame.filter(
        pl.col("level").cast(pl.String).is_in(levels)
        & (pl.col("valid_from").is_null() | (pl.col("valid_from") <= last))
        & (pl.col("valid_to").is_null() | (pl.col("valid_to") >= last))
    ).select("ags")
    every = rows.select("measure", "group", "year").unique().join(existing, how="cross")
    missing = every.join(rows.select(KEY), on=list(KEY), how="anti").with_columns(value=0.0)
    return pl.concat([rows, _own(missing, "nichts_vorhanden", rows)])


def with_city_states(rows: pl.DataFrame, registry: Registry) -> pl.DataFrame:
    """The rows, and those of a Land that is one single Kreis also under the code of that Kreis.

    Tables of Kreise list Berlin and Hamburg under the code of the Land only. The figure is the same, so its
    mark stays. Nothing is added where a table has no Kreise at all.
    """
    alone = {
        kreise[0].ags: land.ags
        for land in registry.of_level("land")
        if len(kreise := registry.children(land.ags)) == 1
    }
    cells = ["measure", "group", "year"]
    of_kreise = rows.filter(pl.col("ags").str.len_chars() == 5).select(cells).unique()
    codes = pl.DataFrame(
        {"ags": list(alone.values()), "kreis": list(alone)}, dict.fromkeys(("ags", "kreis"), pl.String)
    )
    copied = (
        rows.join(of_kreise, on=cells, how="semi")
        .join(codes, on="ags", maintain_order="left")
        .with_columns(ags=pl.col("kreis"))
        .join(rows.select(KEY), on=list(KEY), how="anti", maintain_order="left")
    )
    return pl.concat([rows, copied.select(rows.columns)])


def _own(new: pl.DataFrame, status: str | pl.Expr, like: pl.DataFrame) -> pl.DataFrame:
    """Our own rows in the shape of the others."""
    filled = new.with_columns(
        status=pl.lit(status) if isinstance(status, str) else status,
        **{name: pl.lit(value) for name, value in _OWN.items()},
    )
    return filled.select(like.columns).cast(like.schema).sort(KEY)
