"""The parts of the page on need and money: its controls, finding, figures, tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, Final

import polars as pl
import streamlit as st
from pandas.io.formats.style import Styler

from indicators import choropleths, comparisons, needs, peers, series, tables
from indicators.catalog import Indicator
from indicators.choropleths import GAP
from indicators.figures import scatter as figures
from indicators.figures import scatter_screen as screen
from indicators.figures.money_model import Paired, ScatterPoint
from indicators.figures.theme import Palette
from indicators.formats import MISSING
from indicators.needs import Course, Fit, Pairing
from indicators.observations import TOTAL, status_text
from indicators.regions import Region
from indicators.series import ByRegion
from indicators.texts import needs as sentences
from indicators.texts.comparison import Subject
from indicators.texts.needs import Topic
from indicators.ui import charts, comparison_view, controls, data, downloads, furniture, markup
from indicators.ui.charts import ScreenChart

_FIRST_NEED: Final = "sgb2_quote"
_FIRST_MONEY: Final = "arbeitsmarktmittel"
_COMMON: Final = "gemeinsam"
"""Instead of a year: the latest that both have, else the latest of each."""

_ROW: Final = 35
_MOST_ROWS: Final = 14


@dataclass(frozen=True, eq=False)
class Values:
    """One view of an indicator for all Kreise: how it is written, rows (ags, year, value, status), years.

    Equal only to itself: what is made of it is made anew when a file behind it changes.
    """

    subject: Subject
    rows: pl.DataFrame
    years: tuple[int, ...]

    def course(self, ags: str) -> Course:
        """The values of a Kreis over the years, beside the medians of all."""
        return Course(self._by_region.by_year(ags), self._medians)

    @cached_property
    def _by_region(self) -> ByRegion:
        return ByRegion(self.rows)

    @cached_property
    def _medians(self) -> dict[int, float]:
        spreads = comparisons.spread_over_time(self.rows, _codes())
        return {year: among.median for year, among in spreads.items()}


def _codes() -> list[str]:
    return [kreis.ags for kreis in data.registry().of_level("kreis")]


@dataclass(frozen=True)
class Question:
    """What the controls ask for: Kreis, year of the indicator, year of the money, regression or not."""

    ags: str
    need_year: int
    money_year: int
    with_fit: bool


@dataclass(frozen=True)
class Answer:
    """The answer in words and drawn; shared, so never mutated."""

    region: Region
    topic: Topic
    found: Pairing
    critical_title: str
    finding: str
    note: str
    below: str
    sources: str
    scatter: ScreenChart | None
    paired: ScreenChart | None


def select_need() -> Indicator:
    """The indicator: every main one with values for Kreise that is no money."""
    offered = data.needs_and_money()[0]
    chosen = controls.select("indikator", "Bedarf", tuple(offered), offered.__getitem__, _FIRST_NEED)
    return data.catalog().indicator(chosen)


def select_money() -> Indicator:
    """The money: every amount per head that Kreise have."""
    offered = data.needs_and_money()[1]
    chosen = controls.select("mittel", "Mittel", tuple(offered), offered.__getitem__, _FIRST_MONEY)
    return data.catalog().indicator(chosen)


def money_to_come() -> Indicator:
    """What `select_money` will stand at: the year of the need, which comes before it, depends on it."""
    chosen = controls.to_come("mittel", data.needs_and_money()[1], _FIRST_MONEY)
    return data.catalog().indicator(chosen)


def select_view(indicator: Indicator) -> str:
    """Group or gap of the indicator; everybody first where there is no comparison."""
    return controls.select_view(indicator, comparison_view.views(indicator))


def warm_up(ags: str) -> None:
    """Make what the page opens with before the first visitor asks."""
    offered = data.catalog()
    need, money = (values_of(offered.indicator(i)) for i in (_FIRST_NEED, _FIRST_MONEY))
    years = default_years(need, money, data.registry().get(ags))
    data.shared(_field, need.subject.indicator, need, money, *years)


def values_of(indicator: Indicator, view: str = TOTAL) -> Values:
    """One view of an indicator for all Kreise."""
    return data.shared(_values_of, indicator, view)


def _values_of(indicator: Indicator, view: str) -> Values:
    rows = choropleths.rows_of(data.values(indicator), indicator, view).filter(pl.col("ags").is_in(_codes()))
    subject = Subject(indicator, data.catalog(), view, view == GAP)
    return Values(subject, rows.sort("ags", "year"), series.years(rows))


def default_years(need: Values, money: Values, region: Region) -> tuple[int, int]:
    """The year of the indicator and of the money that stand first."""
    ags = region.ags if (kreis := compared_region(region)) is None else kreis.ags
    return data.shared(_default_years, need.subject.indicator, need, money, ags)


def _default_years(_: Indicator, need: Values, money: Values, ags: str) -> tuple[int, int]:
    own = (need.course(ags).years, money.course(ags).years)
    return needs.default_years(own, (need.years, money.years))


def select_year(key: str, label: str, own: Values, default: int) -> int:
    """The year of one side; by default the latest that the region has for both."""
    titles = {_COMMON: f"neuestes ({default})"} | {str(year): str(year) for year in reversed(own.years)}
    _tell_browser(key, titles[_COMMON])
    chosen = controls.select(key, label, tuple(titles), titles.__getitem__, _COMMON)
    return default if chosen == _COMMON else int(chosen)


def _tell_browser(key: str, title: str) -> None:
    """Set the choice anew where it is called otherwise now: a browser keeps the words that were chosen."""
    state, name = st.session_state, f"_{key}_title"
    if key in state and state.get(name) != title:
        state[key] = state[key]
    state[name] = title


def switch_fit() -> bool:
    """Whether the scatter shows the regression with its band; in the link as `gerade`."""
    return controls.switch("gerade", "Regression zeigen")


def compared_region(chosen: Region) -> Region | None:
    """The Kreis that is shown; None for Länder and Deutschland."""
    return peers.compared_region(chosen, data.registry())


def explain_level(chosen: Region) -> None:
    """Why Länder and Deutschland have no place here."""
    furniture.empty(
        f"{chosen.display_name}: Hier stehen Kreise und kreisfreie Städte.",
        "Bedarf und Mittel werden über alle Kreise hinweg nebeneinandergestellt.",
        "Bitte wählen Sie oben eine Kommune.",
    )


def answer(need: Values, money: Values, asked: Question) -> Answer:
    """What the controls ask for, made once for everybody."""
    return data.shared(_answer, need.subject.indicator, need, money, asked, furniture.palette())


@dataclass(frozen=True)
class _Field:
    """What is the same whichever Kreis is chosen: all Kreise by need and money, and their dots."""

    found: Pairing
    dots: tuple[ScatterPoint, ...]

    @cached_property
    def fit(self) -> Fit | None:
        """The regression; made when somebody wants it."""
        return needs.fit(self.found)


def _field(_: Indicator, need: Values, money: Values, need_year: int, money_year: int) -> _Field:
    registry = data.registry()
    topic = Topic(need.subject, money.subject, need_year, money_year)
    years = (need_year, money_year)
    found = needs.pair(need.rows, money.rows, years, _codes(), need_is_low=topic.need_is_low)
    members = frozenset(m.kreis_ags for m in registry.members())
    return _Field(found, figures.dots(found, topic, members=members, registry=registry))


def _answer(indicator: Indicator, need: Values, money: Values, asked: Question, palette: Palette) -> Answer:
    region = data.registry().get(asked.ags)
    topic = Topic(need.subject, money.subject, asked.need_year, asked.money_year)
    field = data.shared(_field, indicator, need, money, asked.need_year, asked.money_year)
    found, fit = field.found, field.fit if asked.with_fit else None
    row = found.of(region.ags)
    chart = figures.scatter(field.dots, found, fit, topic, region)
    over_time = figures.paired(need.course(region.ags), money.course(region.ags), topic, region)
    critical = topic.critical
    both = set(need.years) & set(money.years)
    return Answer(
        region=region,
        topic=topic,
        found=found,
        critical_title=f"{critical[:1].upper()}{critical[1:]}: die Kreise ({found.critical_count})",
        finding=markup.finding(
            sentences.headline(region.display_name, row, topic), sentences.subtitle(found, topic)
        ),
        note=_note(row, found, topic, max(both) if both else None),
        below=_below(
            region,
            [
                sentences.corners_note(found, topic),
                sentences.fit_note(fit, topic) if asked.with_fit else "",
                sentences.money_note(topic),
            ],
            over_time,
        ),
        sources="".join(
            markup.source_note(subject.indicator, data.catalog(), about=subject.indicator.title)
            for subject in (topic.need, topic.money)
        ),
        scatter=ScreenChart(screen.draw_scatter(chart, palette), chart.alt) if chart.points else None,
        paired=ScreenChart(screen.draw_paired(over_time, palette), over_time.alt) if over_time else None,
    )


def _note(row: dict[str, Any], found: Pairing, topic: Topic, common: int | None) -> str:
    """What a reader has to know before the picture."""
    notes = [sentences.reading(row, found, topic), sentences.years_note(topic, common)]
    return " ".join(note for note in notes if note)


def _below(region: Region, notes: Sequence[str], over_time: Paired | None) -> str:
    """What stands between the scatter and the region over time."""
    name = region.display_name
    reading = (
        f"{name}: durchgezogen, Punkte. Median aller Kreise: gestrichelt, Quadrate. "
        "Jede Abbildung hat ihre eigene Achse; ähnliche Verläufe sagen nichts über Ursachen."
        if over_time
        else "Für einen Verlauf fehlen Werte des Indikators oder der Mittel."
    )
    return "".join(
        [
            *(markup.note(n) for n in notes if n),
            markup.section(f"{name} über die Jahre"),
            markup.note(reading),
        ]
    )


def show(found: Answer, chosen: Region) -> None:
    """Finding, scatter, the region over time, sources, tables."""
    within = (
        f" Die Werte gelten für den ganzen Kreis: {chosen.display_name} steht hier mit "
        f"{found.region.display_name}."
        if chosen.ags != found.region.ags
        else ""
    )
    st.html(found.finding + markup.note(found.note + within))
    if found.scatter is None:
        furniture.empty(
            "Kein Kreis hat in diesen Jahren beide Werte.",
            "Die Quellen veröffentlichen sie für verschiedene Regionen oder Jahre.",
            "Bitte wählen Sie oben ein anderes Jahr oder andere Mittel.",
        )
    else:
        charts.show(found.scatter, "scatter")
    st.html(found.below)
    if found.paired is not None:
        charts.show(found.paired, "paired")
    st.html(found.sources)
    _show_tables(found)


def _show_tables(found: Answer) -> None:
    """The critical corner and all Kreise, each on demand; the files carry both sources."""
    for key, label in (("critical", found.critical_title), ("table", "Werte als Tabelle")):
        box = st.expander(label, key=key, on_change="rerun")
        if box.open:
            with box:
                _show_table(found, key, found.found.critical if key == "critical" else found.found.rows)


def _show_table(found: Answer, key: str, rows: pl.DataFrame) -> None:
    topic = found.topic
    what = f"{topic.need.what}, {topic.need_year}; {topic.money.what}, {topic.money_year}"
    title = f"{topic.critical}: {what}" if key == "critical" else what
    frame = table(rows, topic)
    st.dataframe(
        styled(frame, topic),
        hide_index=True,
        width="stretch",
        height=_ROW * (min(frame.height, _MOST_ROWS) + 1) + 3,
        alt=f"Tabelle: {title}",
        placeholder=MISSING,
    )
    name = tables.file_name(
        "bedarf_und_mittel", key, topic.need.indicator.id, topic.money.indicator.id, topic.need_year
    )
    file = downloads.link("Daten als CSV", name, partial(csv_bytes, rows, title, topic), key=f"{key}-csv")
    st.html(markup.files(file))


def table(rows: pl.DataFrame, topic: Topic) -> pl.DataFrame:
    """One row per Kreis: name, membership, both values, the corner, and why a value is missing."""
    registry = data.registry()
    memberships = _memberships()
    return pl.DataFrame(
        {
            "Kreis": [registry.get(ags).display_name for ags in rows["ags"]],
            "Arbeitskreis": [memberships.get(ags, "") for ags in rows["ags"]],
            f"{topic.need.what}, {topic.need_year}": rows["need"],
            f"{topic.money.what}, {topic.money_year}": rows["money"],
            "Feld": [topic.corner(*sides) for sides in rows.select("need_side", "money_side").iter_rows()],
            "Hinweis": [
                "; ".join(
                    f"{name}: {status_text(row[f'{side}_status'])}"
                    for name, side in (("Bedarf", "need"), ("Mittel", "money"))
                    if row[side] is None
                )
                for row in rows.iter_rows(named=True)
            ],
        }
    )


def _memberships() -> dict[str, str]:
    """By Kreis, that it is a member, or which of its towns are."""
    found: dict[str, list[str]] = {}
    for member in data.registry().members():
        found.setdefault(member.kreis_ags, []).append(
            f"darin: {member.name}" if member.is_kreisangehoerig else "Mitglied"
        )
    return {ags: "; ".join(parts) for ags, parts in found.items()}


def styled(frame: pl.DataFrame, topic: Topic) -> Styler:
    """The table with each value as its own subject writes it."""
    need, money = (name for name, kind in frame.schema.items() if kind.is_float())
    return (
        tables.styled(frame, topic.need.indicator.decimals)
        .format(topic.need.write, subset=[need], na_rep=MISSING)
        .format(topic.money.write, subset=[money], na_rep=MISSING)
    )


def csv_bytes(rows: pl.DataFrame, title: str, topic: Topic) -> bytes:
    """The rows with their codes as a file that names both indicators and their sources."""
    lines = [("Hinweis", sentences.NO_CAUSE)]
    for subject in (topic.need, topic.money):
        lines += tables.metadata(title, subject.indicator, data.catalog())[1:]
    return tables.csv_of(
        table(rows, topic).insert_column(0, rows["ags"].alias("AGS")), [("Titel", title), *lines]
    )
