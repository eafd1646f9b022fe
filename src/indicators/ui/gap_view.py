"""The parts of the page on funding gaps: five cards, then the opened measure with figures, inputs, limits."""

from dataclasses import dataclass
from typing import Final

import streamlit as st

from indicators import gap_cases
from indicators.briefs import Choice, links
from indicators.figures import gap as figures
from indicators.figures.gap_screen import draw_curve, draw_tornado
from indicators.figures.kinds import Chart
from indicators.figures.money_model import Curve, Scatter, StackedBars, Tornado
from indicators.figures.money_screen import draw_stacked
from indicators.figures.scatter_screen import draw_scatter
from indicators.figures.theme import Palette
from indicators.gap_cases import Question, participation
from indicators.gaps.model import MEASURES, FundingGap, Measure
from indicators.texts import gaps as sentences
from indicators.ui import charts, controls, data, furniture, gap_html, markup
from indicators.ui.charts import ScreenChart
from indicators.ui.gap_facts import case, facts

_SHOWN_FIRST: Final = "gap_shown_first"


@dataclass(frozen=True, eq=False)
class Opened:
    """One calculation as it stands on the page: texts as HTML, and drawings between them.

    Shared, so never mutated.
    """

    head: str
    main: ScreenChart | None
    beside: str
    tornado: ScreenChart | None
    below: str


def warm_up(ags: str) -> None:
    """Read what the cases of every region rest on."""
    asked = gap_cases.settled(facts(), Question(ags))
    for measure in MEASURES:
        case(asked, measure)


def _cards(asked: Question, opened: Measure) -> str:
    cases = [case(asked, measure) for measure in MEASURES]
    return markup.part("top", gap_html.cards(cases, opened, asked.assumptions))


def show(asked: Question, measure: Measure) -> None:
    """The five measures side by side; of the opened one finding, figure, steps, sensitivity, inputs, limits.

    The cards are sent here, with the finding, because they depend on every control; style.css shows them
    right below the first row, above the controls of a single measure, which move what is on them.
    """
    found = data.shared_of_all(_opened, asked, measure, _pick(asked, measure), furniture.palette())
    st.html(data.shared_of_all(_cards, asked, measure) + found.head)
    if found.main is not None:
        charts.show(found.main, "gap_main")
        st.html(found.beside)
    if found.tornado is not None:
        charts.show(found.tornado, "gap_tornado")
        st.html(found.below)
    if measure == "paritaet":
        _show_persons(asked.region)


def _pick(asked: Question, measure: Measure) -> str:
    """Which of the calculations of a measure is shown; the most telling one until another is chosen."""
    titles = data.shared_of_all(_calculations, asked, measure)
    default = next(iter(titles))
    if len(titles) == 1:
        return default
    # What can be computed first changes with the assumptions: a choice that nobody made must not stay.
    if st.session_state.get(_SHOWN_FIRST, default) != default:
        st.session_state["rechnung"] = default
    st.session_state[_SHOWN_FIRST] = default
    return controls.select("rechnung", "Rechnung", tuple(titles), titles.__getitem__, default)


def _calculations(asked: Question, measure: Measure) -> dict[str, str]:
    """The titles of the calculations by id."""
    titles: dict[str, str] = {}
    for gap in case(asked, measure).gaps:
        name = gap.variant or "haupt"
        titles[name if name not in titles else f"{name}{len(titles) + 1}"] = gap.title
    return titles


def _opened(asked: Question, measure: Measure, calculation: str, palette: Palette) -> Opened:
    found = case(asked, measure)
    gap = found.gaps[list(_calculations(asked, measure)).index(calculation)]
    catalog = data.catalog()
    titles = data.region_titles()
    main = figures.figure_of(found, gap, lambda ags: titles.get(ags, ags))
    tornado = None if _says_the_same(main, gap) else figures.tornado(gap)
    head = gap_html.head(gap, _place(asked, measure), found.notes)
    note = markup.note(sentences.RESIDUALS) if isinstance(main, Scatter) else ""
    beside = note + gap_html.calculation(gap) + gap_html.results(gap) + _to_brief(asked)
    below = gap_html.inputs(gap, catalog, asked.region) + gap_html.limits(gap)
    if tornado is None:
        between = below
    else:
        between = markup.section("Welche Eingabe bewegt das Ergebnis am meisten?")
        below = markup.note(sentences.TORNADO) + below
    if main is None:  # then nothing stands between the finding and the steps
        head += beside + between
    return Opened(
        head=markup.part("whole", head),
        main=_drawn(main, palette) if main else None,
        beside=markup.part("right", beside) + markup.part("whole", between),
        tornado=_drawn(tornado, palette) if tornado else None,
        below=below,
    )


def _to_brief(asked: Question) -> str:
    """The way to the paper with the same question."""
    link = markup.link("haushaltsargument", links.to_link(Choice(asked)), "Haushaltsargument daraus machen")
    return f'<p class="im-note">{link}</p>'


def _says_the_same(main: Chart | None, gap: FundingGap) -> bool:
    """True where the only input that moves is that of the curve."""
    return isinstance(main, Curve) and len(gap.swings) == 1 and gap.swings[0].key == gap.ranges[0].key


def _place(asked: Question, measure: Measure) -> str:
    """What the finding is about: the programme, else the region."""
    programme = data.catalog().programmes.get(asked.programme)
    if measure == "realwert" and programme is not None:
        return programme.title
    return data.registry().get(asked.region).display_name


def _drawn(chart: Chart, palette: Palette) -> ScreenChart:
    match chart:
        case Curve():
            drawing = draw_curve(chart, palette)
        case Tornado():
            drawing = draw_tornado(chart, palette)
        case StackedBars():
            drawing = draw_stacked(chart, palette)
        case Scatter():
            drawing = draw_scatter(chart, palette)
        case _:
            msg = f"no drawing for {type(chart).__name__}"
            raise TypeError(msg)
    return ScreenChart(drawing, chart.alt)


def _show_persons(ags: str) -> None:
    """The gaps of all indicators in persons, behind a line that opens them."""
    box = st.expander("Abstände aller Indikatoren in Personen", key="persons", on_change="rerun")
    if box.open:
        with box:
            st.html(data.shared_of_all(_persons, ags))


def _persons(ags: str) -> str:
    return gap_html.persons(participation.in_persons(facts(), ags), data.catalog())
