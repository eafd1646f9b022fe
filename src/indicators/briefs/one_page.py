"""A region on one page: key figures by Handlungsfeld, strengths and distances, what is missing, sources."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from indicators import series
from indicators.briefs.building import data_state, used_sources
from indicators.briefs.findings import sources_of, subject
from indicators.briefs.parts import Part, Text
from indicators.briefs.parts import with_edits as as_blocks
from indicators.briefs.sources import resolved
from indicators.briefs.world import World
from indicators.figures.comparison_model import Multiples, Panel
from indicators.figures.over_time import over_time
from indicators.profiles import Block, Entry, Profile
from indicators.regions import Region
from indicators.report import (
    Cell,
    Column,
    Figure,
    FigureRef,
    Report,
    Role,
    Sentence,
    SourceList,
    Style,
    Table,
    TableRef,
)
from indicators.report.styles import Heading
from indicators.series import Row
from indicators.texts import briefs as words
from indicators.texts import profile as profile_words

_ROOM: Final = {"demografie": 2, "bildung": 3, "arbeit": 3, "diskriminierung": 1, "finanzkraft": 1}
"""How many key figures of a Handlungsfeld fit on the page."""

_EACH: Final = 2
_MOST_PANELS: Final = 3
_LEAST_YEARS: Final = 3
_MOST_MISSING: Final = 4
_RECENT: Final = 8
_DRAWN_YEARS: Final = 15
_HEADINGS: Final[dict[Role, str]] = {
    "kurzfassung": "Stärken und Abstände",
    "ausgangslage": "Kennzahlen",
    "annahmen": "Was fehlt",
    "quellen": "Quellen",
}
_OTHER_ROLES: Final[tuple[Role, ...]] = ("beschluss", "anlass", "vergleich", "bedarf", "finanzen")
STYLE: Final = Style(
    id="profil",
    title="Profil",
    document="Profil",
    headings=tuple(
        Heading(role=role, heading=heading)
        for role, heading in (*_HEADINGS.items(), *((role, role) for role in _OTHER_ROLES))
    ),
)
"""The headings of a profile."""

Shown = tuple[Block, Entry]


def profile_report(region: Region, world: World) -> Report:
    """The profile of a region as a report of one page."""
    profile = world.profile_of(region)
    shown = _chosen(profile, world)
    parts = [_standing(profile, world), _figures(shown, profile, world), _missing(profile)]
    blocks = {part.role: as_blocks(part, {}) for part in parts if part.blocks}
    used, computed = used_sources(parts, blocks)
    found = resolved(used, computed, world)
    return Report(
        title=f"Profil: {profile.own.region.display_name}",
        subtitle=profile_words.summary(
            profile.own.region, profile.own.peers, world.registry.land_of(profile.own.region.ags)
        ),
        region=profile.own.region.display_name,
        ags=profile.own.region.ags,
        created=world.today,
        data_state=data_state(found),
        style=STYLE,
        sections=STYLE.arranged({**blocks, "quellen": (SourceList(),)} if found else blocks),
        sources=found,
        figures=tuple(figure for part in parts for figure in part.figures),
        tables=tuple(table for part in parts for table in part.tables),
    )


def _chosen(profile: Profile, world: World) -> list[Shown]:
    """The key figures: with a comparison of groups first, then with a valuation, then the latest."""
    found: list[Shown] = []
    for field, room in _ROOM.items():
        of_field = [(b, e) for b in profile.blocks for e in b.entries if e.indicator.handlungsfeld == field]
        recent = [pair for pair in of_field if pair[1].year >= world.today.year - _RECENT]
        alike: dict[str, Shown] = {}
        for pair in sorted(recent, key=lambda pair: _rank(pair[1])):
            alike.setdefault(pair[1].indicator.title.split(" (", maxsplit=1)[0], pair)
        found += list(alike.values())[:room]
    return found


def _rank(entry: Entry) -> tuple[bool, bool, bool, int]:
    return (
        entry.compared is None,
        entry.indicator.direction == "neutral",
        entry.standing is None,
        -entry.year,
    )


def _standing(profile: Profile, world: World) -> Part:
    """The strengths, then the distances, one line each."""
    found: list[Sentence] = []
    for word, pick in (("Günstiger", Block.strengths), ("Ungünstiger", Block.distances)):
        for block in profile.blocks:
            found += [_line(word, block, entry, profile, world) for entry in pick(block, _EACH)]
    return Part("kurzfassung", (Text("lage", tuple(found), "bullets"),) if found else ())


def _line(word: str, block: Block, entry: Entry, profile: Profile, world: World) -> Sentence:
    assert entry.standing is not None  # noqa: S101 - strengths and distances have one
    of = subject(entry, world)
    where = "" if block is profile.own else f", {block.region.display_name}"
    text = (
        f"{word} als der Median: {of.what} {entry.year}{where}: {words.amount(entry.value, of)} "
        f"(Median {words.amount(entry.standing.spread.median, of)})."
    )
    return Sentence(text, "berechnet", sources_of(entry, world))


def _named(what: str, block: Block, profile: Profile) -> str:
    """A title; values of a Kreis stand only under its name (METHODS 1)."""
    return what if block is profile.own else f"{what} ({block.region.display_name})"


def _figures(shown: Sequence[Shown], profile: Profile, world: World) -> Part:
    table, figure = _table(shown, profile, world), _small_lines(shown, profile, world)
    blocks = [FigureRef(figure.id)] if figure else []
    if table is None:
        return Part("ausgangslage", ())
    return Part("ausgangslage", (TableRef(table.id), *blocks), (figure,) if figure else (), (table,))


def _table(shown: Sequence[Shown], profile: Profile, world: World) -> Table | None:
    rows: list[tuple[Cell, ...]] = []
    for block, entry in shown:
        of = subject(entry, world)
        name = _named(of.what, block, profile)
        median = of.write(entry.standing.spread.median) if entry.standing else "–"
        rows.append((name, entry.year, of.write(entry.value), _reference(entry, world), median))
    if not rows:
        return None
    ids = dict.fromkeys(key for _, entry in shown for key in sources_of(entry, world))
    columns = (
        Column("Indikator"),
        Column("Jahr", align="right"),
        Column("Wert", align="right"),
        Column("Vergleichsgruppe", align="right"),
        Column("Median", align="right"),
    )
    return Table("kennzahlen", "Kennzahlen nach Handlungsfeld", columns, tuple(rows), tuple(ids))


def _reference(entry: Entry, world: World) -> str:
    """The value of the reference group: "insgesamt 6,6 %"."""
    if entry.compared is None:
        return "–"
    against = world.catalog.groups[entry.compared.group].of
    return f"{against} {subject(entry, world).write(entry.compared.value)}"


def _small_lines(shown: Sequence[Shown], profile: Profile, world: World) -> Figure | None:
    """The shares with a comparison of groups over the years, side by side on one scale.

    One line above them says who circles and squares are, so all panels compare the same two groups: those
    that most of the key figures compare.
    """
    drawable = [
        (block, entry)
        for block, entry in shown
        if entry.compared and entry.indicator.unit == "percent" and _years(entry) >= _LEAST_YEARS
    ]
    if not drawable:
        return None
    pair = Counter(_groups(entry) for _, entry in drawable).most_common(1)[0][0]
    wanted = [(block, entry) for block, entry in drawable if _groups(entry) == pair][:_MOST_PANELS]
    panels, years, values, alts = [], [], [], []
    for block, entry in wanted:
        chart = over_time(
            block.region.display_name,
            block.region.ags,
            entry.indicator,
            world.catalog,
            _rows(block, entry, world),
        )
        first = max(year for year, _ in entry.history) - _DRAWN_YEARS
        lines = tuple(replace(x, points=tuple(p for p in x.points if p.year >= first)) for x in chart.lines)
        title = _named(entry.indicator.title, block, profile)
        panels.append(Panel(title, lines, cuts=tuple(year for year, _ in chart.breaks)))
        alts.append(chart.alt)
        known = [p for line in lines for p in line.points if p.value is not None]
        years += [p.year for p in known]
        values += [p.value for p in known if p.value is not None]
    groups = [world.catalog.groups[g].title for g in pair]
    return Figure(
        id="verlauf",
        title="Im Zeitverlauf",
        subtitle=f"Prozent · {groups[0]} (Kreise), {groups[1]} (Quadrate)",
        chart=Multiples(tuple(panels), (min(years), max(years)), (0.0, max(values) * 1.08), "%"),
        alt=" ".join(alts),
        sources=tuple(dict.fromkeys(key for _, entry in wanted for key in sources_of(entry, world))),
    )


def _years(entry: Entry) -> int:
    return sum(value is not None for _, value in entry.history)


def _groups(entry: Entry) -> tuple[str, str]:
    """The group and the one that it is compared with."""
    assert entry.compared is not None  # noqa: S101 - only such are drawn
    return entry.group, entry.compared.group


def _rows(block: Block, entry: Entry, world: World) -> tuple[Row, ...]:
    own = series.of_region(world.facts.values(entry.indicator), block.region.ags)
    groups = _groups(entry)
    return series.with_missing_years([row for row in series.rows_of(own) if row.group in groups])


def _missing(profile: Profile) -> Part:
    """How many indicators there are no values of, and which."""
    gone = [m.indicator.title for m in profile.missing]
    if not gone:
        return Part("annahmen", ())
    more = f" und {len(gone) - _MOST_MISSING} weitere" if len(gone) > _MOST_MISSING else ""
    where = words.within(profile.own.region)
    text = f"Nicht veröffentlicht {where}: {'; '.join(gone[:_MOST_MISSING])}{more}."
    return Part("annahmen", (Text("fehlend", (Sentence(text),)),))
