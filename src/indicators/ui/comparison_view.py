"""The comparison page's parts: its controls, the finding, cards, charts, table, what likeness rests on."""

from dataclasses import dataclass

import polars as pl
import streamlit as st

from indicators import choropleths, comparisons, peers, series, tables, uncertainty
from indicators.catalog import Indicator
from indicators.choropleths import GAP, Area
from indicators.comparisons import Comparison
from indicators.figures import comparison as figures
from indicators.figures import comparison_screen as screen
from indicators.formats import number
from indicators.peers import PeerSet
from indicators.regions import Region
from indicators.texts import comparison as sentences
from indicators.texts.comparison import Subject
from indicators.ui import controls, data, furniture

_COLUMNS = 3
_PLOT = {"displayModeBar": False, "locale": "de"}
_PARTS = {"own": "eigener Wert", "peer": "Vergleichsgruppe", "land": "Land", "bund": "Bund"}


@dataclass(frozen=True)
class Chosen:
    """What the controls say, and what follows from it."""

    region: Region
    subject: Subject
    peers: PeerSet
    rows: pl.DataFrame
    compared: Comparison


def compared_region(chosen: Region) -> Region | None:
    """The Kreis that is compared; None for Länder and Deutschland."""
    return peers.compared_region(chosen, data.registry())


def offered(indicator: Indicator) -> pl.DataFrame:
    """The values of all Kreise; empty where the indicator does not exist for them."""
    return choropleths.in_area(data.values(indicator), Area("kreis"), data.registry())


def select_view(indicator: Indicator, values: pl.DataFrame) -> str:
    """A group, or the gap between two."""
    return controls.select_view(indicator, choropleths.views(values, indicator, data.catalog()))


def select_year(indicator: Indicator, values: pl.DataFrame, view: str, region: Region) -> int:
    """A year in which any Kreis has a value; by default the latest in which this one has."""
    rows = choropleths.rows_of(values, indicator, view)
    years = [str(year) for year in reversed(series.years(rows))]
    own = series.years(rows.filter(pl.col("ags") == region.ags))
    return int(controls.select("jahr", "Jahr", years, str, str(own[-1]) if own else years[0]))


def select_peer_set() -> str:
    """With whom to compare."""
    return controls.select(
        "vergleich", "Vergleich", list(peers.PEER_SETS), peers.PEER_SETS.__getitem__, peers.NEAREST
    )


def find_peers(region: Region, set_id: str) -> PeerSet:
    """The peers of the chosen set; for an own selection after asking for it."""
    own = _select_own(region) if set_id == peers.OWN else ()
    if set_id != peers.OWN:
        st.query_params.pop("auswahl", None)
    return peers.peer_set(
        region,
        set_id,
        data.registry(),
        found=data.context(),
        rule=data.catalog().neighbours,
        selection=own,
    )


def _select_own(region: Region) -> tuple[str, ...]:
    registry = data.registry()
    options = [k.ags for k in registry.of_level("kreis") if k.ags != region.ags]
    return controls.select_several(
        "auswahl", "Eigene Auswahl", options, lambda ags: registry.get(ags).display_name
    )


def choose(region: Region, indicator: Indicator, view: str, year: int, found: PeerSet) -> Chosen:
    """The comparison that the controls ask for."""
    rows = _rows(indicator, view, year)
    compared = comparisons.compare(rows, region, found, year, data.registry())
    return Chosen(region, Subject(indicator, data.catalog(), view, view == GAP), found, rows, compared)


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


def say_if_kreis(chosen: Region, region: Region) -> None:
    """A kreisangehörige Gemeinde is compared as its Kreis, under the Kreis's name: say so."""
    if chosen.name != region.name:
        furniture.note(
            f"Verglichen werden Kreise und kreisfreie Städte. {chosen.display_name} steht hier mit: "
            f"{region.display_name}."
        )


def show_finding(chosen: Chosen) -> None:
    """The own value and its difference from the median of the peers."""
    compared, subject = chosen.compared, chosen.subject
    furniture.finding(
        sentences.comparison_headline(compared, chosen.peers.of, subject),
        f"{subject.unit} · {compared.year} · {chosen.peers.title}",
    )
    if within := sentences.median_within(compared):
        furniture.note(within)
    if subject.counts:
        furniture.note(
            "Anzahlen hängen von der Größe der Kommune ab; Anteile und Quoten lassen sich besser vergleichen."
        )


def show_cards(chosen: Chosen) -> None:
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
    for column, card in zip(st.columns(4, gap="small"), cards, strict=False):
        with column:
            furniture.card(*card)


def show_charts(chosen: Chosen) -> None:
    """The set on the left, all Kreise on the right."""
    left, right = st.columns([3, 2], gap="large")
    with left:
        if chosen.peers.codes:
            _show_dots(chosen)
        else:
            explain_empty_set(chosen)
    with right:
        _show_distribution(chosen)


def explain_empty_set(chosen: Chosen) -> None:
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
    chart = figures.dot_plot(chosen.compared, chosen.peers, chosen.subject)
    furniture.section(chosen.peers.title)
    st.plotly_chart(
        screen.draw_dots(chart, furniture.palette()), theme=None, key="dots", config=_PLOT, alt=chart.alt
    )
    remarks = [chosen.peers.reason]
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
    compared, subject = chosen.compared, chosen.subject
    chart = figures.distribution(compared, subject)
    furniture.section("Alle Kreise und kreisfreien Städte")
    if chart.bars:
        st.plotly_chart(
            screen.draw_distribution(chart, furniture.palette()),
            theme=None,
            key="distribution",
            config=_PLOT,
            alt=chart.alt,
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
    found = comparisons.since(chosen.rows, chosen.region, chosen.peers.codes)
    registry = data.registry()
    chart = figures.multiples(chosen.rows, chosen.compared, chosen.peers, chosen.subject, registry)
    furniture.section(sentences.since_sentence(found, chosen.peers.of))
    furniture.note(
        f"{chosen.region.display_name}: durchgezogen, Punkte. Vergleich: gestrichelt, Quadrate. "
        f"{sentences.compared_years(found)}"
    )
    if chart is None:
        furniture.note("Es liegen keine zwei Jahre vor; ein Verlauf lässt sich nicht zeigen.")
        return
    for number_, column in enumerate(st.columns(_COLUMNS, gap="medium")):
        panels = chart.panels[number_::_COLUMNS]
        if panels:
            column.plotly_chart(
                screen.draw_panels(chart, panels, furniture.palette()),
                theme=None,
                key=f"panels_{number_}",
                config=_PLOT,
                alt=sentences.alt_multiples(
                    chosen.subject.what, chosen.region.display_name, [panel.title for panel in panels]
                ),
            )


def show_table(chosen: Chosen) -> None:
    """The values behind the charts and their download."""
    compared, subject = chosen.compared, chosen.subject
    title = f"{subject.what}, {compared.region.display_name} und {chosen.peers.title}, {compared.year}"
    difference = f"Unterschied zu {compared.region.display_name}"
    rows = compared.rows.sort("value", descending=True, nulls_last=True)
    frame = pl.DataFrame(
        {
            "Region": rows["name"],
            "Art": [_PARTS[part] for part in rows["part"]],
            f"Wert {compared.year}": rows["value"],
            difference: rows["difference"],
            "95-%-Intervall": [
                sentences.interval(low, high, subject) for low, high in rows.select("low", "high").iter_rows()
            ],
            "Distanz": rows["distance"],
            "Hinweis": [sentences.row_note(row) for row in rows.iter_rows(named=True)],
        }
    )
    empty = [
        *(["95-%-Intervall"] if rows["low"].null_count() == rows.height else []),
        *(["Distanz"] if rows["distance"].null_count() == rows.height else []),
    ]
    frame = frame.drop(empty)
    furniture.section("Werte")
    styled = tables.styled(frame, subject.indicator.decimals, subject.symbol).format(
        subject.write_difference, subset=[difference], na_rep=""
    )
    if "Distanz" in frame.columns:
        styled = styled.format(lambda v: number(v, 2), subset=["Distanz"], na_rep="")
    st.dataframe(styled, hide_index=True, width="stretch", alt=f"Tabelle: {title}")
    export = compared.rows.select(
        AGS="ags",
        Region="name",
        Art=pl.col("part").cast(pl.String).replace(_PARTS),
        Jahr=pl.lit(compared.year),
        Wert="value",
        Status="status",
        Intervall_unten="low",
        Intervall_oben="high",
        Unterschied="difference",
        Distanz="distance",
    )
    name = tables.file_name("vergleich", subject.indicator.id, compared.region.ags, compared.year)
    furniture.download(export, title, subject.indicator, name)


def show_context(chosen: Chosen) -> None:
    """What the likeness of nearest neighbours rests on: the features as they are and standardised."""
    if chosen.peers.id != peers.NEAREST:
        return
    found, registry = data.context(), data.registry()
    codes = [chosen.region.ags, *chosen.peers.codes]
    names = [registry.get(ags).display_name for ags in codes]
    order = pl.DataFrame({"ags": codes, "Region": names})
    with st.expander("Worauf die Ähnlichkeit beruht", expanded=False):
        furniture.note(
            "Jedes Merkmal wird standardisiert (Abstand vom Mittel aller Kreise in Standardabweichungen; "
            "Bevölkerung, Dichte und Steuerkraft logarithmiert). Die Distanz ist der geometrische Abstand "
            "über alle Merkmale, jedes mit gleichem Gewicht. Kreisfreie Städte werden nur mit kreisfreien "
            "Städten verglichen, Landkreise nur mit Landkreisen."
        )
        for title, source, decimals in (
            ("Merkmale", found.raw, None),
            ("Standardisierte Merkmale", found.scores, 2),
        ):
            frame = order.join(source, on="ags", how="left", maintain_order="left").drop("ags")
            headings = {f.id: f"{f.title} {found.years[f.id]}" for f in found.features}
            frame = frame.rename(headings)
            styled = tables.styled(frame, 2)
            for feature in found.features:
                places = feature.decimals if decimals is None else decimals
                styled = styled.format(
                    lambda v, n=places: number(v, n), subset=[headings[feature.id]], na_rep="keine Angabe"
                )
            st.markdown(f"**{title}**")
            st.dataframe(styled, hide_index=True, width="stretch", alt=f"Tabelle: {title}")
        if found.left_out:
            gone = ", ".join(registry.get(ags).display_name for ags in found.left_out)
            furniture.note(f"Ohne vollständige Merkmale und deshalb nicht berücksichtigt: {gone}.")
