"""From the cells of a published table to observations, as the dataset's rules say (docs/figures.md)."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from indicators.catalog import Dataset, MeasureRule, Unit, Wrong
from indicators.errors import InputError
from indicators.importers import regional
from indicators.importers.raw import RawTable
from indicators.observations import KEY, PUBLISHED, Observations
from indicators.regions import Registry

_DASH: Final = ("nichts_vorhanden", "nicht_erhoben")
"""What a reader makes of the mark `-`; which of the two it is, the measure's unit decides."""

_MOST_PEOPLE: Final = 1e10
_PERCENT: Final = "percent"
_WHOLE: Final = 100.05
"""A share is at most 100 percent, and a little by rounding."""
_NOISE: Final = 1e-9
"""What a whole number may lose on its way through binary formats."""

_WORKING: Final = ("region_name", "rule", "column", "line")


@dataclass(frozen=True)
class Dropped:
    """Figures that were read and left out: why, how many, and one of them."""

    reason: str
    count: int
    example: str


@dataclass(frozen=True)
class Mapped:
    """What became of a table.

    Attributes:
        observations: Frame of `Observations`, sorted by its key.
        dropped: What was left out, by reason.
    """

    observations: pl.DataFrame
    dropped: tuple[Dropped, ...]


def to_observations(table: RawTable, dataset: Dataset, registry: Registry, units: dict[str, Unit]) -> Mapped:
    """The observations that the dataset's rules make of a table.

    Columns that no rule names are not read. A year in which a level has no figure at all in a column that
    publishes no mark either is not a year of the series and is left out.

    Args:
        table: What a reader returned.
        dataset: Rules, recodes and own calculations.
        registry: Which regions there are, and when.
        units: Kinds of the units: `-` is 0 only in a count.

    Raises:
        InputError: Two figures of the table claim the same region, measure, group and year, or a rule cannot
            be applied.
    """
    counts = [rule.measure for rule in dataset.measures if _unit(rule, dataset, units).kind == "count"]
    never_zero = [rule.measure for rule in dataset.measures if rule.never_zero]
    chosen, outside = _valid(_select(table, dataset), dataset)
    _check_range(chosen, dataset, [_unit(rule, dataset, units) for rule in dataset.measures], table)
    cells = _with_marks(chosen, set(counts) - set(never_zero))
    told = regional.told_elsewhere(table.cells, registry)
    rows = regional.with_validity(_recoded(_covered(cells), dataset), registry, told)
    rows = _without_wrong(rows, dataset, registry)
    rows = _one_per_key(_summed(rows, dataset), table)
    if dataset.weighted_mean is not None:
        rows = regional.weighted(rows, dataset.weighted_mean, registry)
    rows, dropped = _known(rows, registry)
    rows = regional.with_city_states(rows, registry)
    if dataset.sum_territories:
        rows = regional.summed_up(rows, counts, registry)
    if dataset.sum_kreise:
        rows = regional.of_kreise(rows, counts, registry)
    if dataset.layout.get("zero_level"):
        rows = regional.with_zeros(rows, dataset.layout["zero_level"], registry)
    observations = Observations.validate(rows.select(Observations.column_names()), cast=True)
    return Mapped(observations.sort(KEY), (*outside, *dropped))


def rule_matches(table: RawTable, dataset: Dataset) -> tuple[MeasureRule, ...]:
    """The rules of the dataset that find at least one column in the table."""
    labels = table.cells["column"].unique().to_list()
    return tuple(rule for rule in dataset.measures if any(_matches(rule, label) for label in labels))


def _unit(rule: MeasureRule, dataset: Dataset, units: dict[str, Unit]) -> Unit:
    try:
        return units[rule.unit]
    except KeyError:
        raise InputError(
            f"Die Einheit „{rule.unit}“ der Messgröße {rule.measure} gibt es nicht.",
            "Bitte in data/catalog/units.toml anlegen oder den Namen berichtigen.",
            f"{dataset.id}.toml",
        ) from None


def _matches(rule: MeasureRule, label: str) -> bool:
    """True where one of the rule's columns names this label; `*` stands for one whole level."""
    if label in rule.columns:
        return True
    if rule.aggregate is None:
        return False
    levels = label.split(" | ")
    return any(
        len(pattern) == len(levels)
        and all(want in ("*", level) for want, level in zip(pattern, levels, strict=True))
        for pattern in (column.split(" | ") for column in rule.columns)
    )


def _select(table: RawTable, dataset: Dataset) -> pl.DataFrame:
    """The cells that rules name, with measure and group, multiplied by the rule's factor."""
    labels = table.cells["column"].unique().sort().to_list()
    pairs: list[tuple[str, int, str, str, float]] = []
    for number, rule in enumerate(dataset.measures):
        if rule.aggregate is None and any("*" in column.split(" | ") for column in rule.columns):
            raise InputError(
                f"Die Regel für {rule.measure} ({rule.group}) verwendet „*“ ohne „aggregate“.",
                'Bitte aggregate = "sum" ergänzen oder die Spalte ausschreiben.',
                f"{dataset.id}.toml",
            )
        pairs += [
            (label, number, rule.measure, rule.group, rule.factor)
            for label in labels
            if _matches(rule, label)
        ]
    names = ["column", "rule", "measure", "group", "factor"]
    types = [pl.String, pl.Int32, pl.String, pl.String, pl.Float64]
    chosen = pl.DataFrame(pairs, schema=dict(zip(names, types, strict=True)), orient="row")
    return (
        table.cells.join(chosen, on="column")
        .with_columns(pl.col("value") * pl.col("factor"), pl.col("status").cast(pl.String))
        .select(pl.col("region").alias("ags"), "measure", "group", "year", "value", "status", *_WORKING)
        .sort("line", "rule", "column")
    )


def _valid(cells: pl.DataFrame, dataset: Dataset) -> tuple[pl.DataFrame, tuple[Dropped, ...]]:
    """The cells of the years for which the dataset holds, and how many are of others."""
    if dataset.validity is None:
        return cells, ()
    validity = dataset.validity
    held = pl.col("year").is_between(validity.first_year, validity.last_year)
    others = cells.filter(~held)
    if others.is_empty():
        return cells, ()
    first = others.row(0, named=True)
    example = f"{first['ags']} {first['region_name']}".strip() + f", {first['year']}"
    reason = f"Jahr, für das der Datensatz nicht gilt: {validity.reason}"
    return cells.filter(held), (Dropped(reason, others.height, example),)


def _check_range(cells: pl.DataFrame, dataset: Dataset, units: list[Unit], table: RawTable) -> None:
    """Refuses figures that cannot be: below 0, parts of a person, more than all people or 100 %.

    Amounts may be negative: trade tax is paid back. A count that its rule multiplies may have parts.
    """
    number = pl.col("rule")
    whole = [n for n, unit in enumerate(units) if unit.kind == "count" and dataset.measures[n].factor == 1]
    shares = [
        n
        for n, rule in enumerate(dataset.measures)
        if rule.unit == _PERCENT and units[n].kind == "rate" and not rule.beyond_100
    ]
    is_part = (pl.col("value") - pl.col("value").round()).abs() > _NOISE
    counts = [n for n, unit in enumerate(units) if unit.kind == "count"]
    never_negative = [n for n, unit in enumerate(units) if unit.kind in ("count", "rate")]
    impossible = cells.filter(
        (number.is_in(never_negative) & (pl.col("value") < 0))
        | (number.is_in(counts) & (pl.col("value") > _MOST_PEOPLE))
        | (number.is_in(whole) & is_part)
        | (number.is_in(shares) & (pl.col("value") > _WHOLE))
    ).sort("line")
    if impossible.is_empty():
        return
    row = impossible.row(0, named=True)
    why = ""
    if row["rule"] in whole and row["value"] % 1:
        why = ", ist eine Anzahl, hat aber Stellen nach dem Komma"
    elif row["rule"] in shares and row["value"] > _WHOLE:
        why = ", ist ein Anteil von mehr als 100 %"
    raise InputError(
        f"Dieser Wert ist nicht möglich: {row['measure']} ({row['group']}) "
        f"für Region {row['ags']}, Jahr {row['year']}{why}.",
        "Bitte die Tabelle beim Portal auf Deutsch neu herunterladen und unverändert einlesen.",
        table.path,
        row["line"],
        row["column"],
        f"{row['value']:.15g}".replace(".", ","),
    )


def _with_marks(cells: pl.DataFrame, counts: set[str]) -> pl.DataFrame:
    """The mark `-` is 0 in a count; in everything else it says that there is no figure."""
    dash = pl.col("status").is_in(_DASH)
    is_count = pl.col("measure").is_in(sorted(counts))
    return cells.with_columns(
        dash=dash,
        value=pl.when(dash & is_count).then(0.0).when(dash).then(None).otherwise(pl.col("value")),
        status=pl.when(dash & is_count)
        .then(pl.lit("nichts_vorhanden"))
        .when(dash)
        .then(pl.lit("nicht_erhoben"))
        .otherwise(pl.col("status")),
    )


def _covered(cells: pl.DataFrame) -> pl.DataFrame:
    """The cells without years in which a level has only empty cells: the series does not cover them."""
    level = pl.col("ags").str.len_chars() + (pl.col("ags") == "DG").cast(pl.UInt32) * 100
    empty = (pl.col("status") == "unbekannt").all().over("measure", "group", "year", level)
    return cells.filter(~empty)


def _recoded(cells: pl.DataFrame, dataset: Dataset) -> pl.DataFrame:
    """Codes that mean another region in a year are replaced; a `-` under the right code gives way."""
    for recode in dataset.recodes:
        in_years = pl.col("year").is_in(recode.years)
        here = in_years & ~pl.col("dash")
        moved = cells.filter(here & (pl.col("ags") == recode.from_ags))
        if moved.is_empty():
            continue
        gives_way = in_years & pl.col("dash") & (pl.col("ags") == recode.to_ags)
        cells = cells.filter(~gives_way).with_columns(
            ags=pl.when(here & (pl.col("ags") == recode.from_ags))
            .then(pl.lit(recode.to_ags))
            .otherwise(pl.col("ags"))
        )
    return cells


def _without_wrong(rows: pl.DataFrame, dataset: Dataset, registry: Registry) -> pl.DataFrame:
    """The rows; a figure that the dataset declares to be wrong is `unbekannt`, a mark stays."""
    for wrong in dataset.wrong:
        here = pl.col("measure").is_in(wrong.measures) & pl.col("year").is_in(wrong.years)
        here &= pl.col("value").is_not_null()
        if wrong.regions or wrong.laender:
            meant = _kreise_of(wrong, registry)
            here &= pl.col("ags").is_in([*wrong.regions, *meant])
        rows = rows.with_columns(
            value=pl.when(here).then(None).otherwise(pl.col("value")),
            status=pl.when(here).then(pl.lit("unbekannt")).otherwise(pl.col("status")),
            dash=pl.col("dash") & ~here,
        )
    return rows


def _kreise_of(wrong: Wrong, registry: Registry) -> list[str]:
    """The Kreise, existing or dissolved, of the rule's Länder and kinds."""
    code, of_kind = pl.col("ags"), pl.col("kind").is_in(wrong.kinds) | (not wrong.kinds)
    kreise = (code.str.len_chars() == 5) & code.str.head(2).is_in(wrong.laender)
    return registry.frame.filter(kreise & of_kind)["ags"].to_list()


def _summed(rows: pl.DataFrame, dataset: Dataset) -> pl.DataFrame:
    """Rules with `aggregate = "sum"` carried out per region and year.

    The sum exists only where every part is published (METHODS 1: nothing is filled with 0): one secret part
    makes it `nicht_berechenbar`, unless all parts carry the same mark, which then stays. A column that the
    table has in that year, but not for this region, is a missing part too, except under `*`, where sources
    list only what occurs.
    """
    adding = [n for n, rule in enumerate(dataset.measures) if rule.aggregate == "sum"]
    parts = rows.filter(pl.col("rule").is_in(adding))
    if parts.is_empty():
        return rows
    open_rules = [
        n for n in adding if any("*" in column.split(" | ") for column in dataset.measures[n].columns)
    ]
    complete = (pl.col("column").n_unique() == pl.col("__expected").max()) | pl.col("rule").first().is_in(
        open_rules
    )
    published = pl.col("status").is_in(PUBLISHED)
    one_mark = pl.col("status").n_unique() == 1
    nothing = (pl.col("status") == "nichts_vorhanden").all()
    sums = (
        parts.with_columns(__expected=pl.col("column").n_unique().over("rule", "year"))
        .group_by("ags", "rule", "measure", "group", "year", maintain_order=True)
        .agg(
            pl.when(published.all() & complete).then(pl.col("value").sum()).alias("value"),
            pl.when(nothing & complete)
            .then(pl.lit("nichts_vorhanden"))
            .when(published.all() & complete)
            .then(pl.lit("berechnet"))
            .when(one_mark & ~published.all())
            .then(pl.col("status").first())
            .otherwise(pl.lit("nicht_berechenbar"))
            .alias("status"),
            pl.col("region_name", "column", "line", "dash").first(),
        )
    )
    return pl.concat([rows.filter(~pl.col("rule").is_in(adding)), sums.select(rows.columns)])


def _one_per_key(rows: pl.DataFrame, table: RawTable) -> pl.DataFrame:
    """The rows, each key once; else an error that names both lines."""
    twice = rows.filter(pl.struct(KEY).is_duplicated()).sort(*KEY, "line")
    if twice.is_empty():
        return rows
    first, second = twice.row(0, named=True), twice.row(1, named=True)
    raise InputError(
        f"Zwei Angaben für Region {first['ags']}, Jahr {first['year']}, "
        f"{first['measure']} ({first['group']}): "
        f"Zeile {first['line']} („{first['column']}“) und Zeile {second['line']} („{second['column']}“).",
        "Bitte die doppelte Zeile entfernen oder die Regeln des Datensatzes berichtigen.",
        table.path,
        line=int(second["line"]),
    )


def _known(rows: pl.DataFrame, registry: Registry) -> tuple[pl.DataFrame, tuple[Dropped, ...]]:
    """The rows of regions that are ours, and what was left out, by reason."""
    code = pl.col("ags")
    copies = rows.filter((code.str.len_chars() == 5) & (pl.col("rule") >= 0)).select(
        (code + "000").alias("ags"), "measure", "group", "year", pl.lit(True).alias("copy")
    )
    marked = rows.join(copies, on=list(KEY), how="left", maintain_order="left")
    known = code.is_in(registry.frame["ags"].to_list())
    reason = (
        pl.when(pl.col("copy"))
        .then(pl.lit("achtstelliger Schlüssel, der einen Kreis derselben Tabelle wiederholt"))
        .when(known)
        .then(None)
        .when(code.str.contains(r"^K?(\d|\d{3})$"))
        .then(pl.lit("Regierungsbezirk oder statistische Region, keine unserer Ebenen"))
        .when(~code.str.contains(r"^\d+$"))
        .then(pl.lit("kein Regionsschlüssel (Ortsname oder leer)"))
        .when(code.str.len_chars() == 8)
        .then(pl.lit("Gemeinde, die das Verzeichnis (Stand 31.12.2023) nicht kennt"))
        .otherwise(pl.lit("Schlüssel, den das Verzeichnis der Regionen nicht kennt"))
    )
    judged = marked.with_columns(reason=reason)
    dropped = (
        judged.filter(pl.col("reason").is_not_null())
        .sort("ags", "year", "measure", "group")
        .group_by("reason", maintain_order=True)
        .agg(pl.len(), pl.col("ags", "region_name", "year").first())
        .sort("reason")
    )
    examples = tuple(
        Dropped(row["reason"], row["len"], f"{row['ags']} {row['region_name']}".strip() + f", {row['year']}")
        for row in dropped.iter_rows(named=True)
    )
    return judged.filter(pl.col("reason").is_null()).select(rows.columns), examples
