"""What the catalogue declares about figures: units, groups, datasets and how they are read, indicators."""

from datetime import date
from functools import cached_property
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from indicators.observations import TOTAL

Evidence = Literal["amtlich", "erfasst", "sekundaer", "geschaetzt"]
Direction = Literal["higher_is_better", "lower_is_better", "neutral"]


class Entry(BaseModel):
    """A declaration: unknown keys are refused, nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Unit(Entry):
    """A unit of measurement.

    Attributes:
        title: In words ("Prozent").
        symbol: What stands behind a number ("%"), may be empty.
        kind: `count` (persons, cases: `-` means 0), `rate`, `amount` (money) or `index`.
        gap: The unit of a difference of two such values ("Prozentpunkte").
        gap_symbol: Its short form for charts ("PP").
        total: A sum of money, not per head.
    """

    title: str
    symbol: str
    kind: Literal["count", "rate", "amount", "index"]
    gap: str
    gap_symbol: str = ""
    total: bool = False

    @property
    def follows_size(self) -> bool:
        """True for counts and sums: they grow with the region, so a place among others says nothing."""
        return self.kind == "count" or self.total


class Group(Entry):
    """A group of persons: `title` for labels, `of` for sentences ("bei Ausländerinnen und Ausländern")."""

    title: str
    of: str


class Handlungsfeld(Entry):
    """A field of action, in the order in which pages list them.

    `indicators`: it has indicators; `funding`: funding positions are assigned to it.
    """

    title: str
    order: int
    description: str
    indicators: bool = True
    funding: bool = False


class Break(Entry):
    """A break in a series: values of `year` and later must not be joined with earlier ones.

    `regions` names prefixes of AGS to which it applies; empty means all.
    """

    year: int
    reason: str
    regions: tuple[str, ...] = ()

    def holds_for(self, ags: str) -> bool:
        """True where the break concerns the region."""
        return not self.regions or ags.startswith(self.regions)


class Input(Entry):
    """A source file of a dataset, relative to the folder of sources, and the sha256 it had."""

    path: str
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class MeasureRule(Entry):
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
        beyond_100: In percent, but no share of a whole: it can exceed 100 (tax rates).
    """

    measure: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    unit: str
    group: str = TOTAL
    columns: tuple[str, ...]
    aggregate: Literal["sum"] | None = None
    factor: float = 1.0
    never_zero: bool = False
    beyond_100: bool = False


class Recode(Entry):
    """A published region code that means another region in those years, with the reason.

    Attributes:
        from_ags: The region as the reader hands it on: the published code, with the name where a code stands
            for several places ("K03241999 dav. Hannover, Lhst.").
    """

    years: tuple[int, ...] = Field(min_length=1)
    from_ags: str
    to_ags: str
    reason: str


class Wrong(Entry):
    """Published figures that cannot be right: they are left out as `unbekannt`, and a reader is told why.

    Attributes:
        measures: Their measures, in all groups.
        years: Their years.
        regions: Their regions; without `regions` and `laender` all that the source has.
        laender: Länder all of whose Kreise are meant.
        kinds: Of these only the Kreise of these official kinds ("Landkreis", "Kreis").
        reason: German sentence that names regions, years and the evidence.
    """

    measures: tuple[str, ...] = Field(min_length=1)
    years: tuple[int, ...] = Field(min_length=1)
    regions: tuple[str, ...] = ()
    laender: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    reason: str = Field(min_length=1)


class Validity(Entry):
    """The years for which a dataset holds, and why the table has others that are no part of it."""

    first_year: int = 1990
    last_year: int = 2100
    reason: str


class WeightedMean(Entry):
    """Values of Gemeinden carried up to Kreis, Land and Bund as a weighted mean, an own calculation.

    A region gets a value where the Gemeinden with a value hold at least `min_coverage` of its weight.
    """

    measures: tuple[str, ...]
    weight: str
    min_coverage: float = 0.95


class Publication(Entry):
    """Something published: who, what, under which licence, and how its files are read.

    Attributes:
        table: Code of the table, or the document's own designation ("Haushaltsrechnung des Bundes").
        attribution: The source line that the licence asks for.
        format: The reader that knows the files.
        layout: What this reader must be told.
    """

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
    notes: tuple[str, ...] = ()


class Dataset(Publication):
    """One published table (or series of tables) of indicators.

    `sum_territories` adds counts of former Kreise up to today's, `sum_kreise` of Kreise up to Land and Bund.
    `periods` names the days (`30.06.`) for which figures hold where that is not the year or its end.
    """

    measures: tuple[MeasureRule, ...]
    breaks: tuple[Break, ...] = ()
    recodes: tuple[Recode, ...] = ()
    wrong: tuple[Wrong, ...] = ()
    weighted_mean: WeightedMean | None = None
    sum_territories: bool = False
    sum_kreise: bool = False
    validity: Validity | None = None
    periods: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _wrong_measures_exist(self) -> Self:
        unknown = {m for w in self.wrong for m in w.measures} - {rule.measure for rule in self.measures}
        if unknown:
            msg = f"wrong nennt Messgrößen, die der Datensatz nicht hat: {', '.join(sorted(unknown))}"
            raise ValueError(msg)
        return self


class MeasureSource(Entry):
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


class Part(Entry):
    """Numerator or denominator of a ratio. Without `group` the ratio is formed group by group."""

    dataset: str
    measure: str
    group: str | None = None


class RatioSource(Entry):
    """An indicator computed from two counts: `factor * numerator / denominator`.

    Times 100 it is a share: the numerator is a part of the denominator.
    """

    numerator: Part
    denominator: Part
    factor: float = 100.0

    @property
    def is_share(self) -> bool:
        """True where the numerator is a part of the denominator."""
        return self.factor == 100

    @model_validator(mode="after")
    def _groups_agree(self) -> Self:
        if (self.numerator.group is None) != (self.denominator.group is None):
            msg = "numerator und denominator brauchen beide eine Gruppe oder beide keine"
            raise ValueError(msg)
        return self


class Comparison(Entry):
    """The gap that the indicator is about: `group` minus `reference_group`."""

    group: str
    reference_group: str = TOTAL


class Indicator(Entry):
    """What we show: a measure, or a ratio of measures, with all that a reader must know about it.

    Attributes:
        role: `main` is offered in the app; `second_source` repeats a main indicator from another source
            and is only listed (`docs/figures.md`, rule "one series").
        sum_years: How many years are summed up in one value; 1 for an annual figure.
        debt: An amount that is owed: never offered as means.
        profile: Has a card in the profile of a region; without one the profile counts it (docs/figures.md).
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
    sum_years: int = Field(default=1, ge=1)
    debt: bool = False
    profile: bool = True
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


class Feature(Entry):
    """One feature by which Kreise are alike: of the registry, or an indicator; `log` uses its logarithm."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    registry: Literal["population", "density"] | None = None
    indicator: str | None = None
    log: bool = False
    decimals: int = Field(ge=0, le=3)

    @property
    def name(self) -> str:
        """The title without its unit."""
        return self.title.split(" (", maxsplit=1)[0]

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.registry is None) == (self.indicator is None):
            msg = "registry oder indicator angeben, nicht beides"
            raise ValueError(msg)
        return self


class Neighbours(Entry):
    """How nearest neighbours are found: how many, among which kind, by which features."""

    count: int = Field(ge=1)
    same_kind: bool
    features: tuple[Feature, ...] = Field(min_length=1)
