"""The catalogue: what every dataset, indicator, group and unit is, as declared in `data/catalog`.

One file is one thing and its path is its place; domain people write `load` reads and checks them.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from indicators import settings
from indicators.errors import InputError
from indicators.observations import TOTAL

_T = TypeVar("_T")
_M = TypeVar("_M", bound="_Entry")
Evidence = Literal["amtlich", "erfasst", "sekundaer", "geschaetzt"]
Direction = Literal["higher_is_better", "lower_is_better", "neutral"]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Unit(_Entry):
    """A unit of measurement.

    Attributes:
        title: In words ("Prozent").
        symbol: What stands behind a number ("%"), may be empty.
        kind: `count` (persons, cases: `-` means 0), `rate`, `amount` (money) or `index`.
        gap: The unit of a difference of two such values ("Prozentpunkte").
        gap_symbol: Its short form for charts ("PP").
    """

    title: str
    symbol: str
    kind: Literal["count", "rate", "amount", "index"]
    gap: str
    gap_symbol: str = ""


class Group(_Entry):
    """A group of persons: `title` for labels, `of` for sentences ("bei Ausländerinnen und Ausländern")."""

    title: str
    of: str


class Handlungsfeld(_Entry):
    """A field of action, in the order in which pages list them."""

    title: str
    order: int
    description: str


class Break(_Entry):
    """A break in a series: values of `year` and later must not be joined with earlier ones.

    `regions` names prefixes of AGS to which it applies; empty means all.
    """

    year: int
    reason: str
    regions: tuple[str, ...] = ()

    def holds_for(self, ags: str) -> bool:
        """True where the break concerns the region."""
        return not self.regions or ags.startswith(self.regions)


class Input(_Entry):
    """A source file of a dataset, relative to the folder of sources, and the sha256 it had."""

    path: str
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class MeasureRule(_Entry):
    """How cells of the source become one measure and group.

    Attributes:
        measure: ASCII id of the measure.
        title: German title of the measure.
        unit: Unit id; its kind decides what the mark `-` means.
        group: Group id.
        columns: Column labels of the source, levels joined by " | "; several where files differ over the
            years. `*` stands for one whole level and is only allowed with `aggregate`.
        aggregate: Add up all matching cells of a region and year.
        factor: What the source's number is multiplied by (1000 for "in 1 000").
        never_zero: A count that cannot be 0 in any region (unemployed, recipients of any benefit): a `-` then
            says that the source has no figure.
    """

    measure: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    unit: str
    group: str = TOTAL
    columns: tuple[str, ...]
    aggregate: Literal["sum"] | None = None
    factor: float = 1.0
    never_zero: bool = False


class Recode(_Entry):
    """A published region code that means another region in that year, with the reason."""

    year: int
    from_ags: str
    to_ags: str
    reason: str


class WeightedMean(_Entry):
    """Values of Gemeinden carried up to Kreis, Land and Bund as a weighted mean, an own calculation.

    A region gets a value where the Gemeinden with a value hold at least `min_coverage` of its weight.
    """

    measures: tuple[str, ...]
    weight: str
    min_coverage: float = 0.95


class Dataset(_Entry):
    """One published table (or series of tables) and how it is read."""

    id: str
    title: str
    producer: str
    table: str
    licence: str
    licence_url: str = ""
    attribution: str
    url: str
    edition: str
    retrieved: date
    evidence_level: Evidence = "amtlich"
    format: str
    inputs: tuple[Input, ...]
    layout: dict[str, Any] = Field(default_factory=dict)
    measures: tuple[MeasureRule, ...]
    breaks: tuple[Break, ...] = ()
    recodes: tuple[Recode, ...] = ()
    weighted_mean: WeightedMean | None = None
    sum_territories: bool = False
    notes: tuple[str, ...] = ()


class MeasureSource(_Entry):
    """An indicator that a source reports as it is.

    `datasets` in order of precedence: where several have a value for a region, group and year, the first one
    counts (docs/figures.md states the rule). `groups` maps indicator group -> group of the measure.
    """

    datasets: tuple[str, ...]
    measure: str
    groups: dict[str, str] | None = None

    @model_validator(mode="before")
    @classmethod
    def _one_dataset(cls, data: Any) -> Any:
        if isinstance(data, dict) and "dataset" in data:
            data = {**data, "datasets": [data["dataset"]]}
            del data["dataset"]
        return data


class Part(_Entry):
    """Numerator or denominator of a ratio. Without `group` the ratio is formed group by group."""

    dataset: str
    measure: str
    group: str | None = None


class RatioSource(_Entry):
    """An indicator computed from two counts: `factor * numerator / denominator`."""

    numerator: Part
    denominator: Part
    factor: float = 100.0

    @model_validator(mode="after")
    def _groups_agree(self) -> Self:
        if (self.numerator.group is None) != (self.denominator.group is None):
            msg = "numerator und denominator brauchen beide eine Gruppe oder beide keine"
            raise ValueError(msg)
        return self


class Comparison(_Entry):
    """The gap that the indicator is about: `group` minus `reference_group`."""

    group: str
    reference_group: str = TOTAL


class Indicator(_Entry):
    """What we show: a measure, or a ratio of measures, with all that a reader must know about it.

    Attributes:
        role: `main` is offered in the app; `second_source` repeats a main indicator from another source
            and is only listed (`docs/figures.md`, rule "one series").
    """

    id: str
    handlungsfeld: str
    title: str
    definition: str
    unit: str
    decimals: int = Field(ge=0, le=3)
    direction: Direction
    source: MeasureSource | RatioSource
    comparison: Comparison | None = None
    role: Literal["main", "second_source"] = "main"
    context: bool = False
    pitfalls: tuple[str, ...] = ()
    breaks: tuple[Break, ...] = ()

    @cached_property
    def datasets(self) -> tuple[str, ...]:
        """Ids of the datasets it rests on, the most important first."""
        if isinstance(self.source, MeasureSource):
            return self.source.datasets
        return tuple(dict.fromkeys((self.source.numerator.dataset, self.source.denominator.dataset)))

    @property
    def is_computed(self) -> bool:
        """True where we compute the value ourselves."""
        return isinstance(self.source, RatioSource)


class Feature(_Entry):
    """One feature by which Kreise are alike: of the registry, or an indicator; `log` uses its logarithm."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    registry: Literal["population", "density"] | None = None
    indicator: str | None = None
    log: bool = False
    decimals: int = Field(ge=0, le=3)

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.registry is None) == (self.indicator is None):
            msg = "registry oder indicator angeben, nicht beides"
            raise ValueError(msg)
        return self


class Neighbours(_Entry):
    """How nearest neighbours are found: how many, among which kind, by which features."""

    count: int = Field(ge=1)
    same_kind: bool
    features: tuple[Feature, ...] = Field(min_length=1)


@dataclass(frozen=True)
class Catalog:
    """Everything that is declared, by id; indicators in the order in which pages list them."""

    units: dict[str, Unit]
    groups: dict[str, Group]
    handlungsfelder: dict[str, Handlungsfeld]
    datasets: dict[str, Dataset]
    indicators: dict[str, Indicator]
    known_gaps: tuple[str, ...]
    neighbours: Neighbours

    def indicator(self, indicator_id: str) -> Indicator:
        """One indicator; a German error names the nearest ids if there is none."""
        return _get(self.indicators, indicator_id, "Einen Indikator", "python -m indicators catalog")

    def dataset(self, dataset_id: str) -> Dataset:
        """One dataset."""
        return _get(self.datasets, dataset_id, "Einen Datensatz", "python -m indicators catalog")

    def breaks(self, indicator: Indicator) -> tuple[Break, ...]:
        """Breaks of the indicator's series: its own and those of its datasets, by year."""
        own = [*indicator.breaks, *(b for d in indicator.datasets for b in self.dataset(d).breaks)]
        return tuple(sorted(set(own), key=lambda b: b.year))


def _get(things: dict[str, _T], key: str, what: str, where: str) -> _T:
    try:
        return things[key]
    except KeyError:
        raise InputError(
            f"{what} mit der Kennung „{key}“ gibt es nicht.", f"Die Kennungen zeigt: {where}"
        ) from None


def load(root: Path | None = None) -> Catalog:
    """Read and check the whole catalogue.

    Args:
        root: Folder of the catalogue; by default the shipped one.

    Raises:
        InputError: A file is not TOML, lacks something or says something unknown; names the file.
    """
    root = root or settings.data_dir() / "catalog"
    felder = {
        k: _entry(Handlungsfeld, v, root / "handlungsfelder.toml")
        for k, v in _toml(root / "handlungsfelder.toml").items()
    }
    catalog = Catalog(
        units={k: _entry(Unit, v, root / "units.toml") for k, v in _toml(root / "units.toml").items()},
        groups={k: _entry(Group, v, root / "groups.toml") for k, v in _toml(root / "groups.toml").items()},
        handlungsfelder=dict(sorted(felder.items(), key=lambda item: item[1].order)),
        datasets={path.stem: read_dataset(path) for path in sorted((root / "datasets").glob("*.toml"))},
        indicators={},
        known_gaps=tuple(_toml(root / "known_gaps.toml")["sentences"]),
        neighbours=_entry(Neighbours, _toml(root / "neighbours.toml"), root / "neighbours.toml"),
    )
    read = [read_indicator(path) for path in (root / "indicators").glob("*/*.toml")]
    for indicator in read:
        _check_references(indicator, catalog, root)
    order = list(catalog.handlungsfelder)
    read.sort(key=lambda i: (order.index(i.handlungsfeld), i.context, i.title))
    return Catalog(**{**catalog.__dict__, "indicators": {i.id: i for i in read}})


def read_dataset(path: Path) -> Dataset:
    """One dataset file; its id is the file's name."""
    return _entry(Dataset, {**_toml(path), "id": path.stem}, path)


def read_indicator(path: Path) -> Indicator:
    """One indicator file; its id is the file's name, its Handlungsfeld the folder's."""
    return _entry(Indicator, {**_toml(path), "id": path.stem, "handlungsfeld": path.parent.name}, path)


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(
            "Die Datei fehlt im Katalog.", "Bitte den Ordner data/catalog prüfen.", path
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(
            f"Die Datei ist kein gültiges TOML ({error}).", "Bitte die Stelle berichtigen.", path
        ) from None


def _entry(model: type[_M], data: dict[str, Any], path: Path) -> _M:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise InputError(
            f"Der Eintrag „{place}“ passt nicht: {first['msg']}.",
            "Bitte mit den anderen Dateien des Ordners vergleichen.",
            path,
        ) from None


def _check_references(indicator: Indicator, catalog: Catalog, root: Path) -> None:
    """Every id that an indicator names must exist."""
    path = root / "indicators" / indicator.handlungsfeld / f"{indicator.id}.toml"
    source = indicator.source
    used = (
        [(d, source.measure) for d in source.datasets]
        if isinstance(source, MeasureSource)
        else [(p.dataset, p.measure) for p in (source.numerator, source.denominator)]
    )
    compared = indicator.comparison
    groups = [compared.group, compared.reference_group] if compared else []
    unknown = [
        *(f"Datensatz {d}" for d, _ in used if d not in catalog.datasets),
        *(
            f"Messgröße {m} in {d}"
            for d, m in used
            if d in catalog.datasets and m not in {rule.measure for rule in catalog.datasets[d].measures}
        ),
        *(f"Einheit {u}" for u in [indicator.unit] if u not in catalog.units),
        *(f"Handlungsfeld {h}" for h in [indicator.handlungsfeld] if h not in catalog.handlungsfelder),
        *(f"Gruppe {g}" for g in groups if g not in catalog.groups),
    ]
    if unknown:
        raise InputError(
            f"Nicht im Katalog: {', '.join(unknown)}.", "Bitte anlegen oder den Namen berichtigen.", path
        )
