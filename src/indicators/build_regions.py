"""Compile the registry of regions, territorial changes and maps from the published files in `geo/`."""

from pathlib import Path
from typing import Final

import polars as pl

from indicators import build_maps, regions, settings
from indicators.region_names import former_labels, gemeinde_labels, kreis_labels, without_title

_KREISE: Final = "kreise_400.csv"
_GEMEINDEN: Final = "gemeinden_20231231.csv"
_CROSSWALK: Final = "kreise_crosswalk_bbsr_1990_2020_auf_2021.csv"
_RECENT: Final = "ags_aenderungen_kreise_ab_2015.csv"

_KINDS: Final = {
    "60": "Markt",
    "61": "Kreisfreie Stadt",
    "62": "Stadtkreis",
    "63": "Stadt",
    "64": "Gemeinde",
    "65": "Gemeindefreies Gebiet (bewohnt)",
    "66": "Gemeindefreies Gebiet (unbewohnt)",
    "67": "Große Kreisstadt",
}
"""Textkennzeichen of the Gemeindeverzeichnis in words."""

_SIZES: Final = {"< 20.000": "unter 20.000", ">= 1 Mio.": "1 Mio. und mehr"}

# Weißwasser in the Oberlausitz never belonged to Zwickau, 150 km away: the table mixed up two places.
_WRONG: Final = (("14053", "14524"),)

_FIRST_YEAR: Final = 1990


def run(sources: Path, out: Path | None = None) -> list[str]:
    """Compile everything; returns what was done and dropped, German lines for the report.

    Args:
        sources: Folder that holds `geo/`.
        out: Folder of the data; by default the shipped one. `regions/` in it is written; the roster
            `members.csv` is not: people keep it.
    """
    out = out or settings.data_dir()
    folder = out / "regions"
    folder.mkdir(parents=True, exist_ok=True)
    geo = sources / "geo"
    changes, former = territorial_changes(geo)
    layers = build_maps.read(geo)
    frame = registry(geo, former, layers.points)
    frame.write_parquet(folder / "registry.parquet", compression="zstd", statistics=False)
    changes.write_csv(folder / "territorial_changes.csv")
    labels = dict(zip(frame["ags"], frame["display_name"], strict=True))
    return [*_summary(frame, changes), *build_maps.write(layers, labels, folder), *_roster(out)]


def registry(geo: Path, former: pl.DataFrame, points: dict[str, tuple[float, float]]) -> pl.DataFrame:
    """The registry, a frame of `Regions`.

    Args:
        geo: Folder of the published files.
        former: Validity of codes, as `territorial_changes` returns it.
        points: A point inside each Land and inside Deutschland.
    """
    gemeinden = _gemeinden(geo)
    kreise = _kreise(geo, gemeinden, former)
    gemeinden = gemeinden.with_columns(
        display_name=_gemeinde_labels(gemeinden, kreise),
        parent=pl.when(pl.col("kreis").is_in(kreise["ags"].to_list()))
        .then("kreis")
        .otherwise(pl.col("ags").str.head(2)),
    )
    above = _laender_and_bund(kreise, points)
    dissolved = _dissolved(former.filter(~pl.col("ags").is_in(kreise["ags"].to_list())))
    columns = regions.Regions.column_names()
    frame = pl.concat(
        [
            part.select(pl.col(c) for c in columns if c in part.columns)
            for part in (above, kreise, dissolved, gemeinden)
        ],
        how="diagonal",
    ).select(columns)
    order = pl.col("level").cast(pl.Enum(list(regions.LEVELS)))
    return regions.Regions.validate(frame.sort(order, "ags"), cast=True)


def territorial_changes(geo: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Territorial changes (`TerritorialChanges`), and name, kind and validity of every Kreis code since 1990.

    Returns:
        The changes, and a frame with ags, name, kind, valid_from, valid_to (year or null).
    """
    table = (
        _read(geo / _CROSSWALK)
        .select(
            year=pl.col("jahr").cast(pl.Int16),
            ags_from="ags_alt",
            name=pl.col("name_alt").str.strip_chars(),
            ags_to="ags_2021",
            share=pl.col("bevschluessel").cast(pl.Float64),
        )
        # In 1990 the codes of Sachsen-Anhalt have no names and are used by no statistic.
        .filter(~((pl.col("year") == _FIRST_YEAR) & pl.col("ags_from").str.starts_with("15")))
    )
    wrong = pl.struct("ags_from", "ags_to").is_in([{"ags_from": a, "ags_to": b} for a, b in _WRONG])
    codes = _codes(table)
    ends = codes.select(ags_from="ags", last="valid_to")
    pairs = (
        table.filter((pl.col("ags_from") != pl.col("ags_to")) & ~wrong)
        .sort("year")
        .group_by("ags_from", "ags_to")
        .agg(pl.col("year", "share").last())
        .join(ends, on="ags_from")
        .with_columns(
            full=(pl.col("year") == pl.col("last")).fill_null(value=False) & (pl.col("share") == 1.0),
            year=pl.col("year") + 1,
        )
        .select(
            "ags_from",
            "ags_to",
            "year",
            "share",
            kind=pl.when("full").then(pl.lit("Voll")).otherwise(pl.lit("Teilfläche")),
        )
        .sort("ags_from", "ags_to")
    )
    changes = regions.TerritorialChanges.validate(pairs, cast=True)
    _check_recent(changes, _read(geo / _RECENT))
    return changes, codes


def _codes(table: pl.DataFrame) -> pl.DataFrame:
    """Name, kind and years of every Kreis code of the crosswalk."""
    today = table["ags_to"].unique().to_list()
    urban = pl.col("name").str.contains(r"^KS |Kreisfreie St|-Stadt$")
    cleaned = (
        pl.col("name")
        .str.replace(r"^KS ", "")
        .str.replace(r",.*$", "")
        .str.replace(r"-(Stadt|Land)$", "")
        .str.replace(r"^(\w+)/(\w+)$", "$1 ($2)")
    )
    return (
        table.with_columns(urban=urban, cleaned=cleaned)
        .sort("year")
        .group_by("ags_from")
        .agg(
            # The longest spelling: some years cut names off.
            name=pl.col("cleaned").sort_by(pl.col("cleaned").str.len_chars(), maintain_order=True).last(),
            kind=pl.when(pl.col("urban").any())
            .then(pl.lit("Kreisfreie Stadt"))
            .otherwise(pl.lit("Landkreis")),
            valid_from=pl.col("year").min(),
            valid_to=pl.col("year").max(),
        )
        .select(
            "name",
            "kind",
            ags="ags_from",
            valid_from=pl.when(pl.col("valid_from") > _FIRST_YEAR).then("valid_from"),
            valid_to=pl.when(~pl.col("ags_from").is_in(today)).then("valid_to"),
        )
        .sort("ags")
    )


def _check_recent(changes: pl.DataFrame, recent: pl.DataFrame) -> None:
    """The two published tables must agree on what changed since 2015."""
    expected = recent.select(
        ags_from="ags_alt",
        ags_to="ags_2021",
        year=pl.col("letztes_jahr_alt").cast(pl.Int16) + 1,
        share=pl.col("bevschluessel").cast(pl.Float64),
        kind="art",
    )
    found = changes.filter(pl.col("year") > 2015).with_columns(pl.col("kind").cast(pl.String))
    missing = expected.join(found, on=["ags_from", "ags_to", "year", "kind"], how="anti")
    if missing.height or expected.height != found.height:
        msg = f"{_CROSSWALK} und {_RECENT} widersprechen sich: {missing['ags_from'].to_list()}"
        raise ValueError(msg)


def _gemeinden(geo: Path) -> pl.DataFrame:
    """Gemeinden and areas without a Gemeinde, without label and parent."""
    published = _read(geo / _GEMEINDEN)
    return published.select(
        "ags",
        "plz",
        published="name",
        name=pl.Series([without_title(name) for name in published["name"]]),
        kreis=pl.col("ags").str.head(5),
        level=pl.lit("gemeinde"),
        kind=pl.col("tk").replace_strict(_KINDS),
        groessenklasse=pl.col("groessenklasse").replace(_SIZES),
        **_numbers(),
        # The table places one area on the border with Luxemburg at 0°, 0°.
        lon=pl.col("lon").cast(pl.Float64).replace(0.0, None),
        lat=pl.col("lat").cast(pl.Float64).replace(0.0, None),
    )


def _kreise(geo: Path, gemeinden: pl.DataFrame, codes: pl.DataFrame) -> pl.DataFrame:
    """Today's Kreise with label, Land and `land_name`."""
    kreise = _read(geo / _KREISE).select(
        "ags",
        name="gen_bkg",
        land_name="bundesland",
        level=pl.lit("kreis"),
        parent=pl.col("ags").str.head(2),
        kind="typ",
        kreistyp=pl.col("bbsr_kreistyp_2020_name").str.replace("^k", "K"),
        groessenklasse=pl.col("groessenklasse_kreis").replace(_SIZES),
        **_numbers(),
        lon=pl.col("lon_rep").cast(pl.Float64),
        lat=pl.col("lat_rep").cast(pl.Float64),
    )
    labels = kreis_labels(list(kreise.select("name", "kind").iter_rows()), gemeinden["name"].to_list())
    return kreise.with_columns(display_name=pl.Series(labels)).join(
        codes.select("ags", "valid_from"), on="ags", how="left", maintain_order="left"
    )


def _gemeinde_labels(gemeinden: pl.DataFrame, kreise: pl.DataFrame) -> pl.Series:
    kreis = dict(zip(kreise["ags"], kreise["display_name"], strict=True))
    town = dict(zip(kreise["ags"], kreise["name"], strict=True))
    rows = [
        # A kreisfreie Stadt is called as its Kreis entry: Cottbus, not Cottbus/Chóśebuz.
        (town[ags[:5]] if ags[5:] == "000" else name, published, kind, kreis.get(ags[:5], ""), postcode or "")
        for ags, name, published, kind, postcode in gemeinden.select(
            "ags", "name", "published", "kind", "plz"
        ).iter_rows()
    ]
    return pl.Series(gemeinde_labels(rows))


def _laender_and_bund(kreise: pl.DataFrame, points: dict[str, tuple[float, float]]) -> pl.DataFrame:
    """Länder and Deutschland: sums of their Kreise."""
    sums = pl.col("area_km2").sum().round(2), pl.col("population").sum()
    laender = kreise.group_by(ags="parent").agg(pl.col("land_name").first().alias("name"), *sums).sort("ags")
    bund = kreise.select(pl.lit(regions.GERMANY).alias("ags"), pl.lit("Deutschland").alias("name"), *sums)
    return pl.concat([bund, laender], how="diagonal").with_columns(
        # Land Bremen is more than the city of Bremen, which has the same name.
        display_name=pl.col("name").replace({"Bremen": "Bremen (Land)"}),
        level=pl.when(pl.col("ags") == regions.GERMANY).then(pl.lit("bund")).otherwise(pl.lit("land")),
        parent=pl.when(pl.col("ags") != regions.GERMANY).then(pl.lit(regions.GERMANY)),
        kind=pl.when(pl.col("ags") == regions.GERMANY).then(pl.lit("Bund")).otherwise(pl.lit("Land")),
        lon=pl.col("ags").replace_strict({ags: lon for ags, (lon, _) in points.items()}),
        lat=pl.col("ags").replace_strict({ags: lat for ags, (_, lat) in points.items()}),
    )


def _dissolved(former: pl.DataFrame) -> pl.DataFrame:
    labels = former_labels(list(former.select("name", "kind", "valid_to").iter_rows()))
    return former.with_columns(
        display_name=pl.Series(labels), level=pl.lit("kreis"), parent=pl.col("ags").str.head(2)
    )


def _summary(frame: pl.DataFrame, changes: pl.DataFrame) -> list[str]:
    now = frame.filter(pl.col("valid_to").is_null())
    counts = {level: now.filter(pl.col("level") == level).height for level in regions.LEVELS}
    former = frame.height - now.height
    full = changes.filter(pl.col("kind") == "Voll").height
    return [
        f"Regionen, Gebietsstand {regions.GEBIETSSTAND}: {counts['land']} Länder, {counts['kreis']} Kreise, "
        f"{counts['gemeinde']} Gemeinden und gemeindefreie Gebiete; dazu {former} seit 1990 "
        "aufgelöste Kreise.",
        f"Gebietsänderungen: {changes.height}, davon {full} vollständige Übergänge. Nicht übernommen: die "
        "Schlüssel von Sachsen-Anhalt für 1990 (ohne Namen) und der Eintrag Weißwasser nach Zwickau "
        "(ein Irrtum der Tabelle).",
    ]


def _roster(out: Path) -> list[str]:
    """Check the roster, where there is one, against the new registry."""
    if not (out / "members.csv").exists():
        return []
    members = regions.load(out).members()
    return [f"Mitglieder mit Beleg der Stufen A bis C: {len(members)}."]


def _numbers() -> dict[str, pl.Expr]:
    return {
        "area_km2": pl.col("flaeche_km2").cast(pl.Float64).round(2),
        "population": pl.col("bev_2023").cast(pl.Float64).cast(pl.Int64),
    }


def _read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)
