"""The comparison page's parts: its controls, the finding, cards and charts."""

from dataclasses import dataclass

import plotly.graph_objects as go
import polars as pl
import streamlit as st

from indicators import choropleths, comparisons, peers, series, texts, uncertainty
from indicators.catalog import Indicator
from indicators.choropleths import GAP, Area
from indicators.comparisons import Comparison, Since
from indicators.figures import comparison as figures
from indicators.figures import comparison_screen as screen
from indicators.figures.comparison_model import Distribution, DotPlot, Multiples
from indicators.figures.theme import Palette
from indicators.peers import PeerSet
from indicators.regions import Region
from indicators.texts import comparison as sentences
from indicators.texts.comparison import Subject
from indicators.ui import controls, data, furniture

_COLUMNS = 3
_PLOT = {"displayModeBar": False, "locale": "de"}


@dataclass(frozen=True)
class Question:
    """What the controls ask for: Kreis, group or gap, year, peer set and own selection."""

    ags: str
    view: str
    year: int
    set_id: str
    own: tuple[str, ...]


@dataclass(frozen=True)
class Chosen:
    """The answer, computed, described and drawn; shared, so never mutated."""

    region: Region
    subject: Subject
    peers: PeerSet
    compared: Comparison
    since: Since | None
    dots: DotPlot
    dots_drawn: go.Figure
    distribution: Distribution
    distribution_drawn: go.Figure | None
    columns: tuple[tuple[tuple[str, ...], go.Figure], ...]


def compared_region(chosen: Region) -> Region | None:
    """The Kreis that is compared; None for Länder and Deutschland."""
    return peers.compared_region(chosen, data.registry())


def views(indicator: Indicator) -> tuple[str, ...]:
    """Groups and gap that Kreise have values for; empty where the indicator does not exist for them."""
    return data.shared(_views, indicator)


def _views(indicator: Indicator) -> tuple[str, ...]:
    return choropleths.views(_of_kreise(indicator), indicator, data.catalog())


def _of_kreise(indicator: Indicator) -> pl.DataFrame:
    return choropleths.in_area(data.values(indicator), Area("kreis"), data.registry())


def select_year(indicator: Indicator, view: str, region: Region) -> int:
    """A year in which any Kreis has a value; by default the latest in which this one has."""
    years, own = data.shared(_years, indicator, view, region.ags)
    return int(controls.select("jahr", "Jahr", years, str, own or years[0]))


def _years(indicator: Indicator, view: str, ags: str) -> tuple[tuple[str, ...], str | None]:
    """The years, the latest first, and the latest of one region."""
    rows = choropleths.rows_of(_of_kreise(indicator), indicator, view)
    own = series.years(rows.filter(pl.col("ags") == ags))
    return tuple(str(year) for year in reversed(series.years(rows))), str(own[-1]) if own else None


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
    registry = data.registry()
    options = [k.ags for k in registry.of_level("kreis") if k.ags != region.ags]
    return controls.select_several(
        "auswahl", "Eigene Auswahl", options, lambda ags: registry.get(ags).display_name
    )


def compare(indicator: Indicator, question: Question) -> Chosen:
    """The comparison that the controls ask for, made once for everybody."""
    return data.shared(_compare, indicator, question, furniture.palette())


def _compare(indicator: Indicator, asked: Question, palette: Palette) -> Chosen:
    catalog, registry = data.catalog(), data.registry()
    region = registry.get(asked.ags)
    found = peers.peer_set(
        region,
        asked.set_id,
        registry,
        found=data.context(),
        rule=catalog.neighbours,
        selection=asked.own,
    )
    rows = _rows(indicator, asked.view, asked.year)
    compared = comparisons.compare(rows, region, found, asked.year, registry)
    subject = Subject(indicator, catalog, asked.view, asked.view == GAP)
    dots = figures.dot_plot(compared, found, subject)
    all_kreise = figures.distribution(compared, subject)
    over_time = figures.multiples(rows, compared, found, subject, registry)
    return Chosen(
        region=region,
        subject=subject,
        peers=found,
        compared=compared,
        since=comparisons.since(rows, region, found.codes),
        dots=dots,
        dots_drawn=screen.draw_dots(dots, palette),
        distribution=all_kreise,
        distribution_drawn=screen.draw_distribution(all_kreise, palette) if all_kreise.bars else None,
        columns=_columns(over_time, palette) if over_time else (),
    )


def _columns(chart: Multiples, palette: Palette) -> tuple[tuple[tuple[str, ...], go.Figure], ...]:
    """The small charts in three columns, which a phone shows below each other: their titles, their figure."""
    parts = [chart.panels[i::_COLUMNS] for i in range(_COLUMNS)]
    return tuple(
        (tuple(panel.title for panel in part), screen.draw_panels(chart, part, palette))
        for part in parts
        if part
    )


def _rows(indicator: Indicator, view: str, year: int) -> pl.DataFrame:
    """Columns ags, year, value, status, low, high: the chosen view, with the intervals of the chosen year."""
    values = data.values(indicator)
    rows = choropleths.rows_of(values, indicator, view)
    now = values.filter(pl.col("group") == view, pl.col("year") == year)
    limits = uncertainty.with_intervals(now, indicator, data.catalog().units[indicator.unit])
    return rows.join(limits.select("ags", "year", "low", "high"), on=["ags", "year"], how="left")


def explain_level(chosen: Region) -> None:
    """Why Länder and Deutschland are not compared here."""
    furniture.empty(
        f"{chosen.display_name}: Hier werden Kreise und kreisfreie Städte verglichen.",
        "Vergleichsgruppen gibt es nur für Kreise und kreisfreie Städte; Gemeinden stehen mit ihrem Kreis.",
        "Bitte wählen Sie oben eine Kommune. Bund und Land erscheinen im Vergleich als Bezugswerte.",
    )


def explain_missing(indicator: Indicator) -> None:
    """Why there is nothing to compare."""
    furniture.empty(
        f"„{indicator.title}“ liegt für Kreise und kreisfreie Städte nicht vor.",
        "Die Quelle veröffentlicht den Indikator auf dieser Ebene nicht.",
        "Welche Ebenen vorliegen, steht unter „Datenstand und Methodik“.",
    )


def show_finding(found: Chosen, wanted: Region) -> None:
    """The own value and its difference from the median of the peers; a Gemeinde stands with its Kreis."""
    compared, subject = found.compared, found.subject
    furniture.finding(
        sentences.comparison_headline(compared, found.peers.of, subject),
        f"{subject.unit} · {compared.year} · {found.peers.title}",
    )
    if within := sentences.median_within(compared):
        furniture.note(within)
    if subject.counts:
        furniture.note(
            "Anzahlen hängen von der Größe der Kommune ab; Anteile und Quoten lassen sich besser vergleichen."
        )
    if wanted.name != found.region.name:
        furniture.note(
            f"Verglichen werden Kreise und kreisfreie Städte. {wanted.display_name} steht hier mit: "
            f"{found.region.display_name}."
        )


def show_cards_and_charts(chosen: Chosen) -> None:
    """Key figures, then the set beside all Kreise."""
    _show_cards(chosen)
    _show_charts(chosen)


def _show_cards(chosen: Chosen) -> None:
    """The own value, and what it is compared with: median of the peers, Land, Bund."""
    compared, subject, among = chosen.compared, chosen.subject, chosen.compared.peers
    cards = []
    for row in compared.rows.filter(pl.col("part") != "peer").iter_rows(named=True):
        shown = subject.write(row["value"], row["status"])
        detail = (
            sentences.own_detail(compared, subject)
            if row["part"] == "own"
            else sentences.benchmark_detail(row, compared.own_value, subject)
        )
        cards.append((f"{row['name']} {compared.year}", shown, detail))
    median = {"part": "peer", "value": among.median, "status": ""} if among else None
    cards.insert(
        1,
        (
            f"Median {chosen.peers.of}",
            subject.write(among.median) if among else "zu wenige Werte",
            sentences.benchmark_detail(median, compared.own_value, subject) if median else "",
        ),
    )
    with st.container(key="comparison_cards"):
        for column, card in zip(st.columns(4, gap="small"), cards, strict=False):
            with column:
                furniture.card(*card)


def _show_charts(chosen: Chosen) -> None:
    """The set on the left, all Kreise on the right."""
    left, right = st.columns([3, 2], gap="large")
    with left:
        if chosen.peers.codes:
            _show_dots(chosen)
        else:
            _explain_empty_set(chosen)
    with right:
        _show_distribution(chosen)


def _explain_empty_set(chosen: Chosen) -> None:
    """Why a set has nobody in it, and what to do."""
    if chosen.peers.id == peers.OWN:
        furniture.empty(
            "Noch niemand ausgewählt.",
            "Die eigene Auswahl ist leer.",
            "Bitte wählen Sie oben Kreise und kreisfreie Städte aus.",
        )
    else:
        furniture.empty(
            "Diese Vergleichsgruppe ist leer.",
            f"{chosen.peers.title}: Außer {chosen.region.display_name} gehört niemand dazu.",
            "Bitte wählen Sie oben einen anderen Vergleich.",
        )


def _show_dots(chosen: Chosen) -> None:
    """The set, sorted by value."""
    chart = chosen.dots
    furniture.section(chosen.peers.title)
    st.plotly_chart(chosen.dots_drawn, theme=None, key="dots", config=_PLOT, alt=chart.alt)
    remarks = [chosen.peers.reason, "Unterschiede sind aus ungerundeten Werten berechnet."]
    if chart.band is not None:
        remarks.append("Grau hinterlegt: mittlere Hälfte der Gruppe (zwischen unterem und oberem Viertel).")
    if chart.hidden:
        remarks.append(
            f"{chart.hidden} weitere stehen nur in der Tabelle; Median und Viertel gelten für die ganze "
            "Gruppe."
        )
    furniture.note(" ".join(remarks))


def _show_distribution(chosen: Chosen) -> None:
    """All Kreise with the own place, in words too; the rank only on demand."""
    compared = chosen.compared
    furniture.section("Alle Kreise und kreisfreien Städte")
    if chosen.distribution_drawn is not None:
        st.plotly_chart(
            chosen.distribution_drawn,
            theme=None,
            key="distribution",
            config=_PLOT,
            alt=chosen.distribution.alt,
        )
    for whose, among in (("Alle Kreise", compared.everyone), (chosen.peers.title, compared.peers)):
        furniture.note(sentences.place_sentence(comparisons.place(compared.own_value, among), among, whose))
    _show_rank(chosen)


def _show_rank(chosen: Chosen) -> None:
    indicator = chosen.subject.indicator
    if indicator.direction == "neutral":
        furniture.note("Dieser Indikator wird nicht bewertet, deshalb gibt es keinen Rangplatz.")
    elif controls.switch("rang", "Rangplatz zeigen"):
        found = comparisons.rank(chosen.compared, indicator)
        furniture.note(sentences.rank_sentence(found, chosen.peers.title))


def show_over_time(chosen: Chosen) -> None:
    """Since when, and the own series beside those of the peers."""
    furniture.section(sentences.since_sentence(chosen.since, chosen.peers.of))
    if not chosen.columns:
        furniture.note("Es liegen keine zwei Jahre vor; ein Verlauf lässt sich nicht zeigen.")
        return
    furniture.note(
        f"{chosen.region.display_name}: durchgezogen, Punkte. Vergleich: gestrichelt, Quadrate. "
        f"{sentences.compared_years(chosen.since)}"
    )
    breaks = sorted({b.year for b in data.catalog().breaks(chosen.subject.indicator)})
    if breaks:
        furniture.note(
            f"Unterbrochene Linien: Jahre ohne Wert oder Brüche der Statistik ({texts.span(breaks)}); "
            "die Gründe stehen unter „Datenstand und Methodik“."
        )
    for number, column in enumerate(st.columns(_COLUMNS, gap="medium")):
        if number < len(chosen.columns):
            titles, drawn = chosen.columns[number]
            alt = sentences.alt_multiples(chosen.subject.what, chosen.region.display_name, titles)
            column.plotly_chart(drawn, theme=None, key=f"panels_{number}", config=_PLOT, alt=alt)
