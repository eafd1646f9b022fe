"""The sections on the situation: values and gaps with their history, and the place among peers."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from indicators import comparisons, figures, peers, series, texts
from indicators.briefs.choice import Choice
from indicators.briefs.findings import Candidate, breaks_of, by_weight, sources_of, subject
from indicators.briefs.parts import Part, Text
from indicators.briefs.world import World
from indicators.comparisons import Comparison
from indicators.figures.comparison import dot_plot
from indicators.formats import number
from indicators.peers import PeerSet
from indicators.regions import Region
from indicators.report import Block, Cell, Column, Figure, FigureRef, Sentence, Table, TableRef
from indicators.series import Row
from indicators.texts import briefs as words
from indicators.texts import comparison as compared_words
from indicators.texts import profile as profile_words
from indicators.uncertainty import with_intervals

MOST_CHARTS: Final = 2
_LEAST_YEARS: Final = 4
_PERCENT: Final = "percent"
Placed = Sequence[tuple[Candidate, Comparison]]
"""Findings with the comparison of their region."""


def situation(found: Sequence[Candidate], choice: Choice, world: World) -> Part:
    """Ausgangslage: a paragraph per finding, by Handlungsfeld, and the two longest histories as figures."""
    blocks: list[Block | Text] = []
    charts: list[Figure] = []
    for candidate in found:
        blocks.append(Text(candidate.id, (*candidate.finding.sentences, *_whose(candidate, choice, world))))
        if len(charts) < MOST_CHARTS and _years(candidate) >= _LEAST_YEARS and candidate.entry.compared:
            charts.append(_over_time(candidate, world))
            blocks.append(FigureRef(charts[-1].id))
    gone = _missing(choice, world)
    if gone:
        blocks.append(Text("ohne-wert", gone))
    if not blocks:
        nothing = Sentence(_NOTHING.format(where=_where(choice, world)), about="nichts")
        blocks.append(Text("ausgangslage", (nothing,)))
    return Part("ausgangslage", tuple(blocks), figures=tuple(charts))


_NOTHING: Final = "Für diese Auswahl liegen {where} keine Zahlen zu Integration vor."


def _missing(choice: Choice, world: World) -> tuple[Sentence, ...]:
    """Chosen indicators that the region has no value of, each with the reason."""
    region = world.registry.get(choice.region)
    wanted = set(choice.findings or ())
    return tuple(
        Sentence(
            words.missing(m.indicator.title, region, profile_words.missing(m, region, world.registry)),
            about=m.indicator.id,
        )
        for m in world.profile_of(region).missing
        if m.indicator.id in wanted
    )


def _where(choice: Choice, world: World) -> str:
    return words.within(world.registry.get(choice.region))


def _whose(candidate: Candidate, choice: Choice, world: World) -> tuple[Sentence, ...]:
    """Said where a Gemeinde has no value of its own and that of its Kreis stands there."""
    if candidate.region.ags == choice.region or len(choice.region) == len(candidate.region.ags):
        return ()
    own = world.registry.get(choice.region)
    return (Sentence(f"Für {own.display_name} selbst liegt diese Zahl nicht vor.", about="kreis"),)


def _years(candidate: Candidate) -> int:
    return sum(value is not None for _, value in candidate.entry.history)


def _over_time(candidate: Candidate, world: World) -> Figure:
    indicator, region, catalog = candidate.entry.indicator, candidate.region, world.catalog
    own = series.of_region(world.facts.values(indicator), region.ags)
    compared = indicator.comparison
    if compared is not None:
        own = own.filter(pl.col("group").is_in([compared.group, compared.reference_group]))
    rows = series.with_missing_years(
        series.rows_of(with_intervals(own, indicator, catalog.units[indicator.unit]))
    )
    years = series.years(own)
    chart = figures.over_time(region.display_name, region.ags, indicator, catalog, rows)
    return Figure(
        id=f"verlauf-{indicator.id}",
        title=f"{indicator.title} {words.within(region)} {years[0]} bis {years[-1]}",
        subtitle=catalog.units[indicator.unit].title,
        chart=chart,
        alt=chart.alt,
        sources=sources_of(candidate.entry, world),
        caption=" ".join(_remarks(rows, candidate, world)),
    )


def _remarks(rows: Sequence[Row], candidate: Candidate, world: World) -> list[str]:
    """Below a chart: years without a value, and where a break is explained."""
    gone = [text.rstrip(".") for text in texts.missing_years(rows, world.catalog)]
    cuts = [str(b.year) for b in breaks_of(candidate, world)]
    said = [f"Ohne Angabe: {'; '.join(gone)}."] if gone else []
    if cuts:
        said.append(f"Brüche der Reihe: {', '.join(cuts)} (erläutert unter den Grenzen).")
    return said


def comparison(found: Sequence[Candidate], choice: Choice, world: World) -> Part:
    """Vergleich: the set of peers, the place of each finding in it, the first as a figure, all as a table."""
    region = peers.compared_region(world.registry.get(choice.region), world.registry)
    if region is None:
        return Part("vergleich", ())
    among = world.peers_of(region, choice.peer_set, choice.asked.selection)
    rated = [c for c in found if not subject(c.entry, world).follows_size]
    known = [(c, _compared(c, region, among, world)) for c in rated]
    usable = [pair for pair in known if _is_placed(pair[1])]
    blocks: list[Block | Text] = [
        Text("vergleich", (*_why_these(region, among, choice, world), *_left_out(known, usable, world)))
    ]
    if not usable:
        return Part("vergleich", tuple(blocks) if known else ())
    first = by_weight([candidate for candidate, _ in usable])[0]
    figure = _dots(first, {c.id: one for c, one in usable}[first.id], among, world)
    said = tuple(_place(candidate, one, among, world) for candidate, one in usable)
    # Another set of peers is another statement.
    blocks += [Text(f"lage-{choice.peer_set}", said, form="bullets"), FigureRef(figure.id)]
    table = _table([pair for pair in usable if pair[0].entry.indicator.unit == _PERCENT], among, world)
    if table is not None:
        blocks.append(TableRef(table.id))
    return Part("vergleich", tuple(blocks), (figure,), (table,) if table else ())


def _is_placed(one: Comparison) -> bool:
    """True where there is an own value and enough others for quartiles."""
    return one.own_value is not None and one.peers is not None and one.peers.has_quarters


def _left_out(known: Placed, usable: Placed, world: World) -> tuple[Sentence, ...]:
    """Named where too few of the peers, or the own Kreis, have a value."""
    placed = {candidate.id for candidate, _ in usable}
    gone = [subject(c.entry, world).what for c, _ in known if c.id not in placed]
    if not gone:
        return ()
    text = f"Ohne Einordnung, da zu wenige Werte vorliegen: {'; '.join(gone)}."
    return (Sentence(text, about="ohne-einordnung"),)


def _why_these(region: Region, among: PeerSet, choice: Choice, world: World) -> tuple[Sentence, ...]:
    """Which set it is, why, and who belongs to it."""
    first = f"Vergleichsgruppe: {among.title}. {among.reason}"
    sentences = [Sentence(first, about=f"gruppe-{choice.peer_set}")]
    if region.ags != choice.region:
        own = world.registry.get(choice.region).display_name
        sentences.append(
            Sentence(
                f"Verglichen werden Kreise und kreisfreie Städte; {own} steht hier mit: "
                f"{region.display_name}.",
                about="kreis",
            )
        )
    if among.distances:
        names = "; ".join(world.registry.get(code).display_name for code in among.codes)
        sentences.append(Sentence(f"Dazu gehören: {names}.", about=f"mitglieder-{choice.peer_set}"))
    return tuple(sentences)


def _compared(candidate: Candidate, region: Region, among: PeerSet, world: World) -> Comparison:
    entry = candidate.entry
    cut = world.cut_of(entry.indicator.id, entry.group, entry.year)
    return comparisons.compare(cut, region, among, world.registry)


def _place(candidate: Candidate, one: Comparison, among: PeerSet, world: World) -> Sentence:
    of = subject(candidate.entry, world)
    assert one.own_value is not None and one.peers is not None  # noqa: S101, PT018 - only such are asked for
    where = comparisons.place(one.own_value, one.peers)
    who = words.subject(one.region)
    said = words.among(one.own_value, of, one.peers.median, among.of, who=who, place=where)
    ids = sources_of(candidate.entry, world)
    return Sentence(f"{of.what} {one.year}: {said}", "berechnet", ids, about=candidate.id)


def _dots(candidate: Candidate, one: Comparison, among: PeerSet, world: World) -> Figure:
    of = subject(candidate.entry, world)
    chart = dot_plot(one, among, of)
    unit = world.catalog.units[candidate.entry.indicator.unit].title
    return Figure(
        id=f"vergleich-{candidate.id}",
        title=compared_words.comparison_headline(one, among.of, of),
        subtitle=f"{unit} · {one.year} · {among.title}",
        chart=chart,
        alt=chart.alt,
        sources=sources_of(candidate.entry, world),
        caption="Grau hinterlegt: mittlere Hälfte der Vergleichsgruppe." if chart.band else "",
    )


def _table(usable: Placed, among: PeerSet, world: World) -> Table | None:
    """Shares and quotas with quartiles, Land and Bund; None without any."""
    if not usable:
        return None
    rows: list[tuple[Cell, ...]] = []
    for candidate, one in usable:
        assert one.peers is not None  # noqa: S101 - only such are asked for
        others = {row.part: row.value for row in one.rows if row.part != "peer"}
        shown = f"{number(one.peers.lower, 1)} bis {number(one.peers.upper, 1)}"
        what = subject(candidate.entry, world).what
        benchmarks = [others.get(part) if others.get(part) is not None else "–" for part in ("land", "bund")]
        rows.append((what, one.year, one.own_value, one.peers.median, shown, *benchmarks))
    ids = dict.fromkeys(source for candidate, _ in usable for source in sources_of(candidate.entry, world))
    columns = [Column("Indikator"), Column("Jahr", align="right")]
    columns += [
        Column(name, decimals=1, align="right") for name in (usable[0][1].region.display_name, "Median")
    ]
    columns.append(Column("Mittlere Hälfte", align="right"))
    columns += [Column(name, decimals=1, align="right") for name in ("Land", "Bund")]
    return Table(
        "vergleich",
        f"Einordnung in Prozent: {among.title}",
        tuple(columns),
        tuple(rows),
        tuple(ids),
        note="Median und mittlere Hälfte (unteres bis oberes Quartil) der Vergleichsgruppe. –: Die Quelle "
        "nennt keinen Wert; Quoten werden nicht gemittelt.",
    )
