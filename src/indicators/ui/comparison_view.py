"""The comparison page's parts: its controls, the finding, cards and charts."""

from dataclasses import dataclass

import polars as pl
import streamlit as st

from indicators import choropleths, comparisons, peers, texts, uncertainty
from indicators.catalog import Indicator
from indicators.choropleths import GAP, Area
from indicators.comparisons import Comparison, Cut, Since
from indicators.figures import comparison as figures
from indicators.figures import comparison_screen as screen
from indicators.figures.comparison import panel_codes
from indicators.figures.comparison_model import DotPlot, Multiples
from indicators.figures.theme import Palette
from indicators.observations import published
from indicators.peers import PeerSet
from indicators.regions import Region
from indicators.series import ByRegion
from indicators.texts import comparison as sentences
from indicators.texts.comparison import Subject
from indicators.ui import charts, controls, data, furniture, markup
from indicators.ui.charts import ScreenChart

_COLUMNS = 3
_HIGH = 10
"""So many dots below each other reach as far down as the other chart with its switch and texts."""

_KREIS = 5
"""So many digits has the code of a Kreis; those of Länder and Bund are shorter."""


@dataclass(frozen=True)
class Question:
    """What the controls ask for: Kreis, group or gap, year, peer set and own selection."""

    ags: str
    view: str
    year: int
    set_id: str
    own: tuple[str, ...]


@dataclass(frozen=True)
class Said:
    """The page's texts as HTML, in their order.

    Attributes:
        finding: The own value and its difference from the median.
        cards: Key figures, and the heading of the set's chart.
        between: Remarks on the set's chart, and the heading of that of all Kreise.
        place: Where the own value lies, in words.
        rank: Which rank it has; empty for indicators without a valuation.
        source: The source and ways on.
        since: Since when, and how to read the small charts.
    """

    finding: str
    cards: str
    between: str
    place: str
    rank: str
    source: str
    since: str


@dataclass(frozen=True)
class Chosen:
    """The answer, computed, described and drawn; shared, so never mutated."""

    region: Region
    subject: Subject
    peers: PeerSet
    compared: Comparison
    said: Said
    dots: ScreenChart
    distribution: ScreenChart | None
    columns: tuple[ScreenChart, ...]
    is_high: bool
    """Whether the set's chart reaches as far down as all that stands right of it."""


def compared_region(chosen: Region) -> Region | None:
    """The Kreis that is compared; None for Länder and Deutschland."""
    return peers.compared_region(chosen, data.registry())


def views(indicator: Indicator) -> tuple[str, ...]:
    """Groups and gap that Kreise have values for; empty where the indicator does not exist for them."""
    return data.shared(_views, indicator)


def _views(indicator: Indicator) -> tuple[str, ...]:
    of_kreise = choropleths.in_area(data.values(indicator), Area("kreis"), data.registry())
    return choropleths.views(of_kreise, indicator, data.catalog())


def select_year(indicator: Indicator, view: str, region: Region) -> int:
    """A year in which any Kreis has a value; by default the latest in which this one has."""
    years, latest = data.shared(_years, indicator, view)
    return int(controls.select("jahr", "Jahr", years, str, latest.get(region.ags, years[0])))


def _years(indicator: Indicator, view: str) -> tuple[tuple[str, ...], dict[str, str]]:
    """The years, the latest first, and the latest of each Kreis."""
    kreise = [kreis.ags for kreis in data.registry().of_level("kreis")]
    rows = data.shared(_values, indicator, view).frame.filter(published(), pl.col("ags").is_in(kreise))
    latest = rows.group_by("ags").agg(pl.col("year").max().cast(pl.String))
    return tuple(map(str, rows["year"].unique().sort(descending=True))), dict(latest.iter_rows())


def _values(indicator: Indicator, view: str) -> ByRegion:
    """Columns ags, year, value, status of the chosen view, for Bund, Länder and Kreise."""
    above_gemeinden = pl.col("ags").str.len_bytes() <= _KREIS
    return ByRegion(choropleths.rows_of(data.values(indicator).filter(above_gemeinden), indicator, view))


def select_peer_set() -> str:
    """With whom to compare."""
    return controls.select(
        "vergleich", "Vergleich", list(peers.PEER_SETS), peers.PEER_SETS.__getitem__, peers.NEAREST
    )


def ask(region: Region, view: str, year: int, set_id: str) -> Question:
    """The question in full; for an own selection after asking for it."""
    return Question(region.ags, view, year, set_id, _select_own(set_id, region))


def _select_own(set_id: str, region: Region) -> tuple[str, ...]:
    """The own selection, asked for where it is the chosen set; it stands in the link."""
    if set_id != peers.OWN:
        st.query_params.pop("auswahl", None)
        return ()
    return controls.select_own_peers(region.ags)


def compare(indicator: Indicator, question: Question) -> Chosen:
    """The comparison that the controls ask for, made once for everybody."""
    # Who the peers are rests on other indicators too.
    return data.shared_of_all(_compare, indicator.id, question, furniture.palette())


def _compare(indicator_id: str, asked: Question, palette: Palette) -> Chosen:
    catalog, registry = data.catalog(), data.registry()
    indicator = catalog.indicator(indicator_id)
    region = registry.get(asked.ags)
    found = data.peer_set(region, asked.set_id, asked.own)
    values = data.shared(_values, indicator, asked.view)
    compared = comparisons.compare(
        data.shared(_cut, indicator, asked.view, asked.year), region, found, registry
    )
    subject = Subject(indicator, catalog, asked.view, asked.view == GAP)
    dots = figures.dot_plot(compared, found, subject)
    all_kreise = figures.distribution(compared, subject)
    spreads = comparisons.spread_over_time(values.frame, found.codes)
    over_time = figures.multiples(values, spreads, compared, found, subject)
    since = comparisons.since(values.by_year(region.ags), spreads)
    return Chosen(
        region=region,
        subject=subject,
        peers=found,
        compared=compared,
        said=Said(
            finding=_finding(compared, found, subject),
            cards=markup.cards(_cards(compared, found, subject), columns=4),
            between=_between(found, dots),
            place=_places(compared, found, indicator),
            rank=_rank(compared, found, indicator),
            source=_source_and_links(indicator, region),
            since=_since(since, found, subject, compared, is_shown=over_time is not None),
        ),
        dots=ScreenChart(screen.draw_dots(dots, palette), dots.alt),
        distribution=ScreenChart(screen.draw_distribution(all_kreise, palette), all_kreise.alt)
        if all_kreise.bars
        else None,
        columns=_columns(over_time, subject, region, palette) if over_time else (),
        is_high=len(dots.dots) >= _HIGH,
    )


def _columns(chart: Multiples, subject: Subject, region: Region, palette: Palette) -> tuple[ScreenChart, ...]:
    """The small charts in up to three columns, read down and then across.

    A phone shows the columns below each other (style.css), so their order is then that of the charts.
    """
    height = -(-len(chart.panels) // _COLUMNS)
    parts = [chart.panels[i : i + height] for i in range(0, len(chart.panels), height)]
    return tuple(
        ScreenChart(
            screen.draw_panels(chart, part, palette),
            sentences.alt_multiples(subject.what, region.display_name, [panel.title for panel in part]),
        )
        for part in parts
    )


def _cut(indicator: Indicator, view: str, year: int) -> Cut:
    """The chosen view in one year, with the intervals of the values."""
    now = data.values(indicator).filter(pl.col("group") == view, pl.col("year") == year)
    limits = uncertainty.with_intervals(now, indicator, data.catalog().units[indicator.unit])
    rows = data.shared(_values, indicator, view).frame.filter(pl.col("year") == year)
    with_limits = rows.join(limits.select("ags", "low", "high"), on="ags", how="left")
    return comparisons.cut(with_limits, year, data.registry())


def explain_level(chosen: Region) -> None:
    """Why Länder and Deutschland are not compared here."""
    furniture.empty(
        f"{chosen.display_name}: Hier werden Kreise und kreisfreie Städte verglichen.",
        "Vergleichsgruppen gibt es nur für Kreise und kreisfreie Städte; Gemeinden stehen mit ihrem Kreis.",
        "Bitte wählen Sie oben eine Kommune. Bund und Land erscheinen im Vergleich als Bezugswerte.",
    )


def explain_missing(indicator: Indicator) -> None:
    """Why there is nothing to compare."""
    st.html(
        markup.missing_levels(
            f"„{indicator.title}“ liegt für Kreise und kreisfreie Städte nicht vor.",
            "Die Quelle veröffentlicht den Indikator auf dieser Ebene nicht.",
            indicator,
        )
    )


def show(found: Chosen, wanted: Region, file: str) -> None:
    """The finding, the set on the left, all Kreise on the right, the source, since when (style.css).

    Args:
        found: What is shown.
        wanted: The chosen region; a Gemeinde stands with its Kreis.
        file: The link to the data, as HTML.
    """
    said = found.said
    head = markup.section(found.peers.title) if found.peers.codes else _explain_empty_set(found)
    st.html(
        markup.part("whole", said.finding + _instead(found.region, wanted) + said.cards)
        + markup.part("left", head)
    )
    if found.peers.codes:
        charts.show(found.dots, "dots" if found.is_high else "dots_low")
    st.html(said.between)
    if found.distribution is not None:
        charts.show(found.distribution, "distribution")
    is_ranked = bool(said.rank) and controls.switch("rang", "Rangplatz zeigen")
    st.html(
        markup.part("right", said.place + (said.rank if is_ranked else ""))
        + markup.part("whole", said.source + file + said.since)
    )
    for number, chart in enumerate(found.columns):
        charts.show(chart, f"panels_{number}")


def _instead(shown: Region, wanted: Region) -> str:
    if wanted.name == shown.name:
        return ""
    return markup.note(
        f"Verglichen werden Kreise und kreisfreie Städte. {wanted.display_name} steht hier mit: "
        f"{shown.display_name}."
    )


def _finding(compared: Comparison, among: PeerSet, subject: Subject) -> str:
    remarks = [sentences.median_within(compared)]
    if subject.follows_size:
        remarks.append(
            "Anzahlen und Summen hängen von der Größe der Kommune ab; Anteile und Quoten lassen sich besser "
            "vergleichen."
        )
    return markup.finding(
        sentences.comparison_headline(compared, among.of, subject),
        f"{subject.unit} · {compared.year} · {among.title}",
    ) + "".join(markup.note(text) for text in remarks if text)


def _cards(compared: Comparison, found: PeerSet, subject: Subject) -> list[markup.Card]:
    """The own value, and what it is compared with: median of the peers, Land, Bund."""
    own, among = compared.own_value, compared.peers
    cards = [
        (
            f"{row.name} {compared.year}",
            subject.write(row.value, row.status),
            sentences.own_detail(compared, subject)
            if row.part == "own"
            else sentences.benchmark_detail(row.value, row.part, own, subject, overlaps=row.overlaps),
        )
        for row in compared.rows
        if row.part != "peer"
    ]
    cards.insert(
        1,
        (
            f"Median {found.of}",
            subject.write(among.median) if among else "zu wenige Werte",
            sentences.benchmark_detail(among.median, "peer", own, subject) if among else "",
        ),
    )
    return cards


def _explain_empty_set(chosen: Chosen) -> str:
    """Why a set has nobody in it, and what to do."""
    if chosen.peers.id == peers.OWN:
        return markup.empty(
            "Noch niemand ausgewählt.",
            "Die eigene Auswahl ist leer.",
            "Bitte wählen Sie oben Kreise und kreisfreie Städte aus.",
        )
    return markup.empty(
        "Diese Vergleichsgruppe ist leer.",
        f"{chosen.peers.title}: Außer {chosen.region.display_name} gehört niemand dazu.",
        "Bitte wählen Sie oben einen anderen Vergleich.",
    )


def _between(among: PeerSet, chart: DotPlot) -> str:
    """What there is to say about the set's chart, and the heading of that of all Kreise."""
    about = markup.part("left", _remarks(among, chart)) if among.codes else ""
    return about + markup.part("right", markup.section("Alle Kreise und kreisfreien Städte"))


def _remarks(among: PeerSet, chart: DotPlot) -> str:
    remarks = [among.reason, "Unterschiede sind aus ungerundeten Werten berechnet."]
    if chart.band is not None:
        remarks.append("Grau hinterlegt: mittlere Hälfte der Gruppe (zwischen unterem und oberem Viertel).")
    if chart.hidden:
        remarks.append(
            f"{chart.hidden} weitere stehen nur in der Tabelle; Median und Viertel gelten für die ganze "
            "Gruppe."
        )
    return markup.note(" ".join(remarks))


def _places(compared: Comparison, found: PeerSet, indicator: Indicator) -> str:
    said = [
        sentences.place_sentence(comparisons.place(compared.own_value, among), among, whose)
        for whose, among in (("Alle Kreise", compared.cut.everyone), (found.title, compared.peers))
    ]
    if indicator.direction == "neutral":
        said.append("Dieser Indikator wird nicht bewertet, deshalb gibt es keinen Rangplatz.")
    return "".join(map(markup.note, said))


def _rank(compared: Comparison, found: PeerSet, indicator: Indicator) -> str:
    """The rank, in words; empty where there is none to show."""
    if indicator.direction == "neutral":
        return ""
    return markup.note(sentences.rank_sentence(comparisons.rank(compared, indicator), found.title))


def _since(
    found: Since | None, among: PeerSet, subject: Subject, compared: Comparison, *, is_shown: bool
) -> str:
    """The heading of the small charts and how to read them."""
    region = compared.region
    said = markup.section(sentences.since_sentence(found, among.of))
    if not is_shown:
        return said + markup.note("Es liegen keine zwei Jahre vor; ein Verlauf lässt sich nicht zeigen.")
    said += markup.note(
        f"{region.display_name}: durchgezogen, Punkte. Vergleich: gestrichelt, Quadrate. "
        f"{sentences.compared_years(found)}"
    )
    drawn = (region.ags, *panel_codes(compared, among))
    breaks = [b.year for b in data.catalog().breaks(subject.indicator) if any(map(b.holds_for, drawn))]
    if breaks:
        years = texts.span(sorted(set(breaks)))
        said += markup.note(
            f"Unterbrochene Linien: Jahre ohne Wert oder Brüche der Statistik ({years}); "
            "die Gründe stehen unter „Datenstand und Methodik“."
        )
    return said


def _source_and_links(indicator: Indicator, region: Region) -> str:
    """The source, links to the region's other pages."""
    place = {"region": region.ags}
    profile = markup.link("profil", place, f"Profil: {region.display_name}")
    course = markup.link("zeitverlauf", place | {"indikator": indicator.id}, "Zeitverlauf dieses Indikators")
    return (
        markup.source_note(indicator, data.catalog())
        + f'<p class="im-source">Weiter: {profile} · {course}</p>'
    )
