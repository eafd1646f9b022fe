"""What the catalogue declares about money: sources of funding figures, programmes, standards."""

from datetime import date
from functools import cached_property
from typing import Final, Literal, Self

from pydantic import Field, model_validator

from indicators.catalog.entries import Entry, Evidence, Publication

Funder = Literal["EU", "Bund", "Land", "Kommune", "Stiftung", "Dritte"]
LegalCharacter = Literal["pflichtig", "freiwillig", "dem_grunde_nach"]
Indexation = Literal["keine", "tariflich", "vpi"]
Recipient = Literal[
    "bund", "land", "kommune", "sprachkurstraeger", "ki", "wohlfahrtspflege", "zivilgesellschaft"
]

EVIDENCE: Final[dict[Evidence, str]] = {
    "amtlich": "amtlich",
    "erfasst": "erfasst",
    "sekundaer": "sekundär",
    "geschaetzt": "geschätzt",
}
LEGAL_CHARACTERS: Final[dict[LegalCharacter, str]] = {
    "pflichtig": "pflichtig",
    "freiwillig": "freiwillig",
    "dem_grunde_nach": "dem Grunde nach pflichtig",
}
INDEXATIONS: Final[dict[Indexation, str]] = {
    "keine": "keine Dynamisierung",
    "tariflich": "tariflich dynamisiert",
    "vpi": "an den Verbraucherpreisindex gebunden",
}
RECIPIENTS: Final[dict[Recipient, str]] = {
    "bund": "Bund",
    "land": "Land",
    "kommune": "Kommune",
    "sprachkurstraeger": "Träger der Deutsch- und Integrationskurse",
    "ki": "Kommunale Integrationszentren",
    "wohlfahrtspflege": "Wohlfahrtspflege",
    "zivilgesellschaft": "Zivilgesellschaftliche Initiativen",
}


class FundingSource(Publication):
    """One published source of funding figures; its level of evidence is always stated."""

    evidence_level: Evidence


class BudgetTitle(Entry):
    """A title of the federal budget in the years in which it carries the programme.

    `title` is the five-digit number, or "*" for all expenditure of the chapter that no programme names by its
    title.
    """

    chapter: str = Field(pattern=r"^\d{4}$")
    title: str = Field(pattern=r"^(\d{5}|\*)$")
    from_year: int = 1990
    to_year: int = 2100


class TargetGroup(Entry):
    """Whom a programme is for: an indicator that counts these persons, and the group of it."""

    title: str
    indicator: str
    group: str


class Programme(Entry):
    """A funding programme: who pays, on which ground, until when, for what, to whom.

    Attributes:
        region: Where it holds: DG, a Land or a municipality.
        name_is_official: False where the name is in use, but is not the designation in the budget.
        term_end: The day on which the decided funding ends; absent where none is decided.
        successor: Decided successor (id of a programme), "offen" where none is decided, empty where the term
            does not end.
        part_of: Id of the programme in whose amount this one is contained; empty where it stands alone. Parts
            of a `total` name nothing: it is the total that is never added.
        partly: Only an unknown part of the amount concerns integration.
        total: A sum that contains other programmes.
        source, page: Where these facts stand; `evidence_level` how well.
    """

    id: str
    funder: Funder
    region: str = Field(pattern=r"^(DG|\d{2}|\d{5}|\d{8})$")
    title: str
    handlungsfeld: str
    purpose: str
    recipients: tuple[Recipient, ...] = Field(min_length=1)
    legal_basis: str = ""
    legal_character: LegalCharacter | None = None
    indexation: Indexation | None = None
    term_start: date | None = None
    term_end: date | None = None
    successor: str = ""
    part_of: str = ""
    partly: bool = False
    total: bool = False
    name_is_official: bool = True
    target_group: TargetGroup | None = None
    titles: tuple[BudgetTitle, ...] = ()
    source: str
    page: str = ""
    evidence_level: Evidence
    notes: tuple[str, ...] = ()


class Standard(Entry):
    """A declared number that calculations rest on: a price index, a ratio, a cost, a lump sum.

    Attributes:
        kind: What sort of number; `price_index` and `workplace_cost` have `values` by year or pay grade.
        unit: In words for people ("Personen je Vollzeitstelle").
        value: The number, where it is a single one; `low` and `high` its plausible range.
        values: The numbers by key ("2024", "E 9b"), where there are several.
        year: Year for which it holds.
        region: Where it holds: DG, a Land or a municipality; empty where it is not bound to a place.
        binding: Whether it is a norm, a recommendation, a decision of a council or a figure from practice.
        source, page: The document and the place in it.
    """

    id: str
    kind: Literal["price_index", "caseload_ratio", "workplace_cost", "lump_sum", "unit_cost"]
    title: str
    unit: str
    decimals: int = Field(ge=0, le=3)
    value: float | None = Field(default=None, gt=0)
    low: float | None = Field(default=None, gt=0)
    high: float | None = Field(default=None, gt=0)
    values: dict[str, float] = Field(default_factory=dict)
    year: int | None = None
    region: str = ""
    binding: Literal["norm", "empfehlung", "beschluss", "praxis", "statistik"]
    source: str
    url: str = ""
    page: str = ""
    licence: str = ""
    evidence_level: Evidence
    notes: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        if (self.value is None) == (not self.values):
            msg = "value oder values angeben, nicht beides"
            raise ValueError(msg)
        if (self.low is not None and self.low > (self.value or self.low)) or (
            self.high is not None and self.high < (self.value or self.high)
        ):
            msg = "low und high müssen value einschließen"
            raise ValueError(msg)
        return self

    @cached_property
    def by_year(self) -> dict[int, float]:
        """The values of a price index by year."""
        return {int(year): value for year, value in self.values.items()}
