"""Peers: with which Kreise one is compared, and why with these. METHODS 1, docs/peers.md."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from indicators import series
from indicators.catalog import Catalog, Feature, Indicator, Neighbours
from indicators.errors import InputError
from indicators.observations import TOTAL
from indicators.regions import GEBIETSSTAND, Region, Registry

NEAREST: Final = "aehnliche"
OWN: Final = "auswahl"

PEER_SETS: Final[dict[str, str]] = {
    NEAREST: "Ähnlichste Kommunen",
    "kreistyp": "Gleicher Kreistyp",
    "groessenklasse": "Gleiche Größenklasse",
    "land": "Gleiches Land",
    "mitglieder": "Mitglieder des Arbeitskreises",
    OWN: "Eigene Auswahl",
}
"""The peer sets by id, with their titles; the first is the default."""

_REGISTRY_YEAR: Final = int(GEBIETSSTAND[-4:])
_URBAN: Final = ("Kreisfreie Stadt", "Stadtkreis")


@dataclass(frozen=True)
class Context:
    """What nearest neighbours rest on.

    Attributes:
        features: The features, as declared in the catalogue.
        raw: Column ags and one column per feature id, in its own unit.
        scores: The same regions and columns, standardised: (x - mean) / standard deviation over all Kreise,
            x being the logarithm where the feature says so.
        years: Year of each feature.
        left_out: Codes of Kreise that lack a feature; they are nobody's neighbour and have none.
    """

    features: tuple[Feature, ...]
    raw: pl.DataFrame
    scores: pl.DataFrame
    years: dict[str, int]
    left_out: tuple[str, ...]

    @cached_property
    def points(self) -> tuple[list[str], npt.NDArray[np.float64]]:
        """The scores as codes and rows of numbers."""
        return self.scores["ags"].to_list(), self.scores.drop("ags").to_numpy()


@dataclass(frozen=True)
class PeerSet:
    """With whom a Kreis is compared.

    Attributes:
        id: One of `PEER_SETS`.
        title: For labels ("10 ähnlichste kreisfreie Städte").
        of: For sentences, after "Median" ("der 10 ähnlichsten kreisfreien Städte").
        reason: One German sentence: why these.
        codes: Their codes, without the own one; the nearest first, else ascending.
        distances: Distance of each, only for nearest neighbours.
        left_out: Kreise that could not be considered because a feature is missing.
    """

    id: str
    title: str
    of: str
    reason: str
    codes: tuple[str, ...]
    distances: dict[str, float] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()


def compared_region(region: Region, registry: Registry) -> Region | None:
    """The Kreis that stands for a region: itself, or the Kreis of a Gemeinde; None for Länder and Bund."""
    return registry.kreis_of(region.ags) if region.level in ("kreis", "gemeinde") else None


def is_urban(kreis: Region) -> bool:
    """True for a kreisfreie Stadt, which in Baden-Württemberg is called Stadtkreis."""
    return kreis.kind in _URBAN


def context(
    catalog: Catalog,
    registry: Registry,
    values_of: Callable[[Indicator], pl.DataFrame] = series.values,
) -> Context:
    """The features of all Kreise that have each of them, as they are and standardised.

    Args:
        catalog: Declares the features.
        registry: The Kreise, their population and area.
        values_of: Gives the values of an indicator (a cached one where there is a cache).
    """
    kreise = registry.of_level("kreis")
    columns: dict[str, dict[str, float]] = {}
    years: dict[str, int] = {}
    for feature in catalog.neighbours.features:
        if feature.indicator is None:
            columns[feature.id], years[feature.id] = _registered(feature, kreise), _REGISTRY_YEAR
        else:
            frame = values_of(catalog.indicator(feature.indicator))
            columns[feature.id], years[feature.id] = _latest(frame, feature, kreise)
    codes = [k.ags for k in kreise]
    frame = pl.DataFrame({"ags": codes}).with_columns(
        pl.Series(name, [found.get(code) for code in codes], dtype=pl.Float64)
        for name, found in columns.items()
    )
    complete = frame.drop_nulls()
    features = catalog.neighbours.features
    return Context(
        features=features,
        raw=complete,
        scores=complete.select("ags", *(_standardised(complete, feature) for feature in features)),
        years=years,
        left_out=tuple(frame.join(complete, on="ags", how="anti", maintain_order="left")["ags"]),
    )


def _registered(feature: Feature, kreise: Sequence[Region]) -> dict[str, float]:
    """Population, or population by area, of the Kreise that have both."""
    known = {k.ags: (k.population, k.area_km2) for k in kreise}
    return {
        ags: float(people) if feature.registry == "population" else people / area
        for ags, (people, area) in known.items()
        if people and area
    }


def _latest(values: pl.DataFrame, feature: Feature, kreise: Sequence[Region]) -> tuple[dict[str, float], int]:
    """The values of the latest year among those with the most Kreise."""
    known = values.filter(
        pl.col("ags").is_in([k.ags for k in kreise]),
        pl.col("group") == TOTAL,
        pl.col("value").is_not_null(),
    )
    if known.is_empty():
        raise InputError(
            f"Das Merkmal „{feature.title}“ der nächsten Nachbarn hat für keinen Kreis einen Wert.",
            "Bitte data/catalog/neighbours.toml prüfen.",
        )
    counts = known.group_by("year").len().sort("len", "year", descending=True)
    year = int(counts["year"][0])
    rows = known.filter(pl.col("year") == year).select("ags", "value")
    return dict(rows.iter_rows()), year


def _standardised(frame: pl.DataFrame, feature: Feature) -> pl.Expr:
    """Standard scores, (x - mean) / standard deviation (n in the denominator); 0 where all are equal."""
    x = pl.col(feature.id).log() if feature.log else pl.col(feature.id)
    spread = float(frame.select(x.std(ddof=0)).item() or 0)
    return ((x - x.mean()) / spread if spread else pl.lit(0.0)).alias(feature.id)


def distances(found: Context, ags: str) -> dict[str, float]:
    """Distance of all other Kreise by code, the nearest first; empty if the own one lacks a feature.

    Distance is Euclidean over the standardised features, each with equal weight.
    """
    codes, points = found.points
    if ags not in codes:
        return {}
    offsets = points - points[codes.index(ags)]
    away = zip(np.sqrt((offsets**2).sum(axis=1)).tolist(), codes, strict=True)
    return {code: distance for distance, code in sorted(away) if code != ags}


def peer_set(
    region: Region,
    set_id: str,
    registry: Registry,
    *,
    found: Context,
    rule: Neighbours,
    selection: Sequence[str] = (),
) -> PeerSet:
    """The peers of a Kreis.

    Args:
        region: The Kreis (`compared_region` finds the one of a Gemeinde).
        set_id: One of `PEER_SETS`.
        registry: The Kreise.
        found: The features, from `context`.
        rule: How many neighbours, among which kind; from the catalogue.
        selection: Codes of the own selection; other codes than those of Kreise are ignored.

    Raises:
        InputError: There is no such set.
    """
    if set_id not in PEER_SETS:
        raise InputError(
            f"Eine Vergleichsgruppe „{set_id}“ gibt es nicht.", f"Vorhanden: {', '.join(PEER_SETS)}."
        )
    if set_id == NEAREST:
        return _nearest(region, registry, found, rule)
    others = [k for k in registry.of_level("kreis") if k.ags != region.ags]
    if set_id == "kreistyp":
        same = [k for k in others if k.kreistyp == region.kreistyp]
        title, of = f"Kreistyp: {region.kreistyp}", f"des Kreistyps „{region.kreistyp}“"
        reason = "Gleicher siedlungsstruktureller Kreistyp nach dem BBSR (2020)."
    elif set_id == "groessenklasse":
        same = [k for k in others if k.groessenklasse == region.groessenklasse]
        title = f"Größenklasse: {region.groessenklasse}"
        of = f"der Größenklasse {region.groessenklasse}"
        reason = (
            f"Alle Kreise und kreisfreien Städte mit {region.groessenklasse} Einwohnerinnen und Einwohnern."
        )
    elif set_id == "land":
        land = registry.get(region.ags[:2]).display_name
        same = [k for k in others if k.ags[:2] == region.ags[:2]]
        title, of = f"Kreise in: {land}", f"der Kreise ({land})"
        reason = f"Alle Kreise und kreisfreien Städte: {land}."
    elif set_id == "mitglieder":
        kreise = {m.kreis_ags for m in registry.members()}
        same = [k for k in others if k.ags in kreise]
        title, of = PEER_SETS[set_id], "der Mitglieder"
        reason = "Belegte Mitglieder des Arbeitskreises; kreisangehörige stehen mit ihrem Kreis."
    else:
        same = [k for k in others if k.ags in set(selection)]
        title, of = PEER_SETS[set_id], "der eigenen Auswahl"
        reason = "Von Ihnen ausgewählt; die Auswahl steht im Link."
    return PeerSet(set_id, title, of, reason, tuple(k.ags for k in same))


def _nearest(region: Region, registry: Registry, found: Context, rule: Neighbours) -> PeerSet:
    """The nearest Kreise, of the same kind where the rule says so."""
    urban = is_urban(region)
    same_kind = {k.ags for k in registry.of_level("kreis") if not rule.same_kind or is_urban(k) == urban}
    candidates = (pair for pair in distances(found, region.ags).items() if pair[0] in same_kind)
    near = dict(islice(candidates, rule.count))
    what, whose = (
        ("Kommunen", "Kommunen")
        if not rule.same_kind
        else (("kreisfreie Städte", "kreisfreien Städte") if urban else ("Landkreise", "Landkreise"))
    )
    features = ", ".join(f.name for f in found.features)
    return PeerSet(
        NEAREST,
        f"{len(near)} ähnlichste {what}",
        f"der {len(near)} ähnlichsten {whose}",
        f"Geringster Abstand in {len(found.features)} standardisierten Merkmalen: {features}.",
        tuple(near),
        near,
        found.left_out,
    )
