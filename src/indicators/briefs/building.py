"""A choice becomes a report: parts by role, edits, sources, headings of the style."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlencode

from indicators.briefs import limits, links, money, proposal, shortfall, situation, sources
from indicators.briefs.choice import STYLE, Choice
from indicators.briefs.findings import Candidate, chosen
from indicators.briefs.parts import Editable, Part, editable, with_edits
from indicators.briefs.world import World
from indicators.report import (
    Block,
    Bullets,
    KeyFigures,
    Paragraph,
    Report,
    Role,
    Source,
    SourceList,
)
from indicators.report import styles as headings

Parts = tuple[Part, ...]
"""The sections of a brief before the person's edits; whoever keeps them gives them back as `made`."""


def said(choice: Choice) -> Choice:
    """What the parts of a choice depend on: not its style, title, author and edited sentences."""
    return replace(choice, style=STYLE, title="", author="", edits=())


def parts(choice: Choice, world: World) -> Parts:
    """The sections of a choice before the person's edits; the same for all choices with the same `said`."""
    candidates: Sequence[Candidate] = chosen(choice, world)
    gaps = shortfall.shortfalls(choice, world)
    need = shortfall.needs(gaps, choice, world)
    return (
        proposal.decision(gaps, choice, world),
        proposal.summary(candidates, gaps, choice, world),
        proposal.occasion(choice, world),
        situation.situation(candidates, choice, world),
        situation.comparison(candidates, choice, world),
        need,
        money.effects(choice, world),
        limits.limits(candidates, gaps, choice, world, has_assumptions=bool(need.assumptions)),
    )


def build(choice: Choice, world: World, *, address: str = "", made: Parts | None = None) -> Report:
    """The report of a choice.

    Args:
        choice: What a person chose; what is left open is proposed.
        world: What it is made from.
        address: Address of the page that restores the choice; the link is left out without one.
        made: Its `parts`, where they are kept.

    Raises:
        InputError: The region or the style does not exist, an input cannot be used; German.
    """
    region = world.registry.get(choice.region)
    style = headings.get(choice.style, world.styles)
    made = made or parts(choice, world)
    own = choice.own_texts
    blocks = {part.role: edited for part in made if (edited := with_edits(part, own))}
    used, computed = used_sources(made, blocks)
    found = sources.resolved(used, computed, world)
    return Report(
        title=choice.title.strip() or title(choice, world),
        subtitle=_subtitle(choice, world),
        region=region.display_name,
        ags=region.ags,
        created=world.today,
        data_state=data_state(found),
        style=style,
        sections=style.arranged({**blocks, "quellen": (SourceList(),)} if found else blocks),
        sources=found,
        figures=tuple(f for part in made for f in part.figures),
        tables=tuple(t for part in made for t in part.tables),
        assumptions=tuple(a for part in made for a in part.assumptions),
        calculations=tuple(c for part in made for c in part.calculations),
        author=choice.author.strip(),
        link=f"{address}?{urlencode(links.to_link(choice))}" if address else "",
    )


def sentences(choice: Choice, world: World, *, made: Parts | None = None) -> tuple[Editable, ...]:
    """The sentences that a person can edit, in the order of the roles."""
    return editable(made or parts(choice, world), choice.own_texts)


def unplaced(choice: Choice, world: World, *, made: Parts | None = None) -> tuple[str, ...]:
    """Own texts of sentences that this brief does not have; the choice keeps them."""
    known = {sentence.id for sentence in sentences(choice, world, made=made)}
    return tuple(text for key, text in choice.edits if key not in known)


def title(choice: Choice, world: World) -> str:
    """The proposed title."""
    field = world.catalog.handlungsfelder.get(choice.handlungsfeld)
    return f"{field.title if field else 'Integration'}: Ausgangslage und Förderlücke"


def _subtitle(choice: Choice, world: World) -> str:
    region = world.registry.get(choice.region)
    land = world.registry.land_of(choice.region)
    above = f", {land.display_name}" if land is not None and land.ags != region.ags else ""
    return f"{region.display_name}{above} · für die Haushaltsberatungen"


def data_state(found: Sequence[Source]) -> str:
    """Which state of the figures: the span of days on which the sources were read."""
    days = sorted(source.retrieved for source in found if source.retrieved is not None)
    if not days:
        return "Zahlen des Katalogs"
    first, last = (f"{day:%d.%m.%Y}" for day in (days[0], days[-1]))
    return f"Quellen abgerufen am {first}" if first == last else f"Quellen abgerufen vom {first} bis {last}"


def used_sources(
    parts: Iterable[Part], blocks: Mapping[Role, tuple[Block, ...]]
) -> tuple[tuple[str, ...], set[str]]:
    """Ids of the sources in the order in which a reader meets them, and those from which is computed."""
    found: list[str] = []
    computed: set[str] = set()
    for section in blocks.values():
        for ids, certainty in _sentence_sources(section):
            found += ids
            computed |= set(ids) if certainty in ("berechnet", "szenario") else set()
    for part in parts:
        found += [key for figure in part.figures for key in figure.sources]
        found += [key for table in part.tables for key in table.sources]
        found += [key for a in part.assumptions for key in a.sources]
        of_calculations = [key for c in part.calculations for _, keys in c.sources for key in keys]
        found += of_calculations
        computed |= set(of_calculations)
    return tuple(dict.fromkeys(found)), computed


def _sentence_sources(blocks: Iterable[Block]) -> Iterator[tuple[tuple[str, ...], str | None]]:
    for block in blocks:
        if isinstance(block, Paragraph | Bullets):
            items = block.sentences if isinstance(block, Paragraph) else block.items
            yield from ((item.sources, item.certainty) for item in items)
        elif isinstance(block, KeyFigures):
            yield from ((item.sources, item.certainty) for item in block.items)
