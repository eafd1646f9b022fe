"""Findings about indicators that can stand in a brief: sentences with the numbers that they quote."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from indicators.briefs.choice import Choice
from indicators.briefs.sources import canonical
from indicators.briefs.world import World
from indicators.catalog import Break
from indicators.formats import round_half_up
from indicators.profiles import Entry, Profile
from indicators.regions import Region
from indicators.report import Certainty, Finding, Sentence
from indicators.texts import briefs as words
from indicators.texts.comparison import Subject

MOST_PROPOSED: Final = 5
OLD: Final = 4
"""From so many years on it is said that there is no newer value."""

VALUE: Final = "wert"
"""The sentence of a finding that names its value."""

_BACK: Final = 10
_PER_MILLE: Final = 10
_OF_FIELD: Final = {"arbeit": 2, "bildung": 2, "diskriminierung": 1}
"""How many findings of a Handlungsfeld are proposed where all are wanted."""


@dataclass(frozen=True)
class Quoted:
    """A number that a sentence quotes: what `lookup.value_of` gives for it, and how it is written."""

    indicator: str
    ags: str
    group: str
    year: int
    value: float
    text: str


@dataclass(frozen=True)
class Candidate:
    """A finding that can be chosen.

    Attributes:
        finding: Its id (the indicator's) and its sentences.
        entry: Value, gap, history and place of the indicator.
        region: The region under whose name it stands: the chosen one or its Kreis.
        is_proposed: It stands in the brief where nothing else was chosen.
        quoted: The numbers of its sentences that are published ones.
    """

    finding: Finding
    entry: Entry
    region: Region
    is_proposed: bool
    quoted: tuple[Quoted, ...]

    @property
    def id(self) -> str:
        """Id of the finding."""
        return self.finding.id

    @property
    def title(self) -> str:
        """Label for the choice: the indicator."""
        return self.entry.indicator.title


@dataclass(frozen=True)
class Offered:
    """A finding before its sentences are made; see `Candidate`."""

    region: Region
    entry: Entry
    is_proposed: bool

    @property
    def title(self) -> str:
        """Label for the choice."""
        return self.entry.indicator.title

    def amount(self, world: World) -> str:
        """The value that the finding names first."""
        return words.amount(self.entry.value, subject(self.entry, world))

    def candidate(self, world: World) -> Candidate:
        """The finding with its sentences."""
        sentences, quoted = _sentences(self.region, self.entry, world)
        finding = Finding(self.entry.indicator.id, tuple(sentences))
        return Candidate(finding, self.entry, self.region, self.is_proposed, tuple(quoted))


def offered(choice: Choice, world: World) -> dict[str, Offered]:
    """What can be chosen for the region and Handlungsfeld by id, by Handlungsfeld."""
    profile = world.profile_of(world.registry.get(choice.region))
    found = [(block.region, entry) for block in profile.blocks for entry in block.entries]
    proposed = _proposed(profile, choice.handlungsfeld)
    return {
        entry.indicator.id: Offered(region, entry, entry.indicator.id in proposed)
        for region, entry in found
        if choice.handlungsfeld in ("", entry.indicator.handlungsfeld)
    }


def candidates(choice: Choice, world: World) -> tuple[Candidate, ...]:
    """What can be chosen for the region and Handlungsfeld, by Handlungsfeld; see `Candidate.is_proposed`."""
    return tuple(one.candidate(world) for one in offered(choice, world).values())


def chosen(choice: Choice, world: World) -> tuple[Candidate, ...]:
    """The candidates that the brief holds: the chosen ones in their order, or the proposed ones."""
    known = offered(choice, world)
    proposed = (key for key, one in known.items() if one.is_proposed)
    wanted = proposed if choice.findings is None else choice.findings
    return tuple(known[key].candidate(world) for key in wanted if key in known)


def unknown(choice: Choice, world: World) -> tuple[str, ...]:
    """Ids of chosen findings that the region does not have."""
    known = offered(choice, world)
    return tuple(key for key in choice.findings or () if key not in known)


def by_weight(found: Sequence[Candidate]) -> list[Candidate]:
    """Findings with the largest gap to the disadvantage of the compared group first."""
    return sorted(found, key=lambda candidate: _weight(candidate.entry))


def breaks_of(candidate: Candidate, world: World) -> tuple[Break, ...]:
    """The breaks within the years that the region has of the groups that are compared."""
    indicator = candidate.entry.indicator
    breaks = [b for b in world.catalog.breaks(indicator) if b.holds_for(candidate.region.ags)]
    years = [row.year for row in world.facts.known(indicator, candidate.region.ags)] if breaks else []
    return tuple(b for b in breaks if years and min(years) < b.year <= max(years))


def _proposed(profile: Profile, field: str) -> set[str]:
    """Ids: the largest gaps to the disadvantage of the compared group, then the distances to the peers."""
    entries = [e for block in profile.blocks for e in block.entries]
    ranked = [e for e in sorted(entries, key=_weight) if _weight(e) < 0]
    ranked += [e for block in profile.blocks for e in block.distances()]
    room = {field: MOST_PROPOSED} if field else dict(_OF_FIELD)
    found: list[str] = []
    sources: set[str] = set()
    for entry in ranked:
        key = entry.indicator.handlungsfeld
        if room.get(key, 0) > 0 and entry.indicator.id not in found and entry.dataset not in sources:
            found.append(entry.indicator.id)
            sources.add(entry.dataset)
            room[key] -= 1
    shown = [e.indicator.id for e in entries if e.indicator.handlungsfeld == field]
    return set(found or shown[:MOST_PROPOSED])


def _weight(entry: Entry) -> float:
    """Negative where the group is worse off: the gap in percentage points; 0 where nothing may be said."""
    compared, direction = entry.compared, entry.indicator.direction
    is_rate = entry.indicator.unit.startswith(("percent", "per_1000"))
    if compared is None or direction == "neutral" or compared.is_uncertain or not is_rate:
        return 0.0
    if round_half_up(compared.gap, entry.indicator.decimals) == 0:
        return 0.0
    size = compared.gap / (_PER_MILLE if entry.indicator.unit.startswith("per_1000") else 1.0)
    return size if direction == "higher_is_better" else -size


def _sentences(region: Region, entry: Entry, world: World) -> tuple[list[Sentence], list[Quoted]]:
    """Value with its reference, gap, change; each marked as published or computed."""
    of, source = subject(entry, world), sources_of(entry, world)
    published: Certainty = "berechnet" if entry.status == "berechnet" else "amtlich"
    quoted = [_quoted(of, region, entry.year, entry.value)]
    head = words.latest(of, region, entry.year, entry.value, entry.status)
    compared = entry.compared
    if compared is None:
        found = [Sentence(f"{head}.", published, source, about=VALUE)]
    else:
        other = replace(of, view=compared.group)
        quoted.append(_quoted(other, region, entry.year, compared.value))
        reference = world.catalog.groups[compared.group].of
        said = words.gap(compared.gap, of, reference, is_uncertain=compared.is_uncertain)
        found = [
            Sentence(f"{head}, {reference} {quoted[-1].text}.", published, source, about=VALUE),
            Sentence(said, "berechnet", source, about="abstand"),
        ]
    earlier = base_year(entry, region, world)
    if earlier is not None:
        year, value = earlier
        quoted.append(_quoted(of, region, year, value))
        said = words.change(value, year, entry.value, of)
        found.append(Sentence(said, "berechnet", source, about="entwicklung"))
        found += _earlier_gap(of, region, entry, earlier, world)
    if world.today.year - entry.year >= OLD:
        found.append(Sentence(words.NOTHING_NEWER, about="stand"))
    return found, quoted


def _earlier_gap(
    of: Subject, region: Region, entry: Entry, earlier: tuple[int, float], world: World
) -> list[Sentence]:
    """The gap between the groups in the earlier year, where both have a value."""
    compared, (year, value) = entry.compared, earlier
    if compared is None:
        return []
    rows = world.facts.known(entry.indicator, region.ags, compared.group)
    then = next((row.value for row in rows if row.year == year), None)
    if then is None:
        return []
    said = words.gap_change(value - then, year, compared.gap, of)
    return [Sentence(said, "berechnet", sources_of(entry, world), about="abstand-frueher")]


def _quoted(of: Subject, region: Region, year: int, value: float) -> Quoted:
    return Quoted(of.indicator.id, region.ags, of.view, year, value, words.amount(value, of))


def subject(entry: Entry, world: World) -> Subject:
    """What an entry is about, for sentences."""
    return Subject(entry.indicator, world.catalog, entry.group, is_gap=False)


def sources_of(entry: Entry, world: World) -> tuple[str, ...]:
    """Ids of the sources of an entry."""
    used = entry.indicator.datasets if entry.indicator.is_computed else (entry.dataset,)
    return canonical((f"dataset:{d}" for d in used), world)


def base_year(entry: Entry, region: Region, world: World) -> tuple[int, float] | None:
    """The earliest year of the ten before whose value may be compared, and that value; None without one."""
    breaks = [b.year for b in world.catalog.breaks(entry.indicator) if b.holds_for(region.ags)]
    last = max((year for year in breaks if year <= entry.year), default=0)
    first = max(last, entry.year - _BACK)
    return next(((y, v) for y, v in entry.history if v is not None and first <= y < entry.year), None)
