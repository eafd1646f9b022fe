"""What a visitor chose for the brief and wrote in it: taken from a link or a draft, kept between runs.

Ids of controls stand in the link by `controls`; here is the rest: findings, measures, texts. Texts belong to
a region, a selection of findings to a Handlungsfeld: whoever comes back finds them again.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, partial
from hashlib import sha256
from typing import Any, Final, cast

import streamlit as st

from indicators import briefs
from indicators.briefs import Choice, Edits, World, links, shortfall
from indicators.briefs.building import Parts
from indicators.briefs.choice import STYLE
from indicators.briefs.findings import Offered, offered
from indicators.briefs.parts import Editable
from indicators.briefs.world import cut
from indicators.catalog import Indicator
from indicators.comparisons import Cut
from indicators.errors import InputError
from indicators.figures.kinds import Chart
from indicators.gap_cases import Question, real
from indicators.gaps.model import MEASURES, Measure
from indicators.profiles import Profile
from indicators.regions import Region
from indicators.report import Report, styles
from indicators.report.styles import Style
from indicators.texts import funding as words
from indicators.texts import gaps as gap_words
from indicators.ui import brief_preview, data, furniture, link, pictures, server
from indicators.ui.gap_facts import case, facts

_STORE: Final = "brief"
_HELD: Final = ("befunde", "masse", "texte")
"""Keys of the link that are kept here."""

OWN_KEYS: Final = (*_HELD, "handlungsfeld", "gliederung", "gruppe")
"""Keys of the link that only this page has."""

_OF_PROGRAMME: Final = ("wertart", "basisjahr", "jahr")
_PASSED: Final = (
    *_OF_PROGRAMME, "je_person", "vergleich", "mittel", "bedarf", "indikator", "schluessel", "entgeltgruppe",
    "pauschale", "auswahl",
)  # fmt: skip
"""What the page on funding gaps asks; a link from there brings it along."""


Chosen = tuple[str, ...]
Measures = tuple[Measure, ...]


@dataclass(frozen=True)
class Texts:
    """What a person wrote for one region; see `Choice`."""

    title: str = ""
    occasion: str = ""
    decisions: tuple[str, ...] = ()
    author: str = ""
    edits: Edits = ()

    @classmethod
    def of(cls, choice: Choice) -> "Texts":
        """The texts of a choice."""
        return cls(choice.title, choice.occasion, choice.decisions, choice.author, choice.edits)

    def into(self, choice: Choice) -> Choice:
        """The choice with these texts."""
        return replace(
            choice,
            title=self.title,
            occasion=self.occasion,
            decisions=self.decisions,
            author=self.author,
            edits=self.edits,
        )


class Store:
    """What the session keeps for this page."""

    def __init__(self) -> None:
        self.texts: dict[str, Texts] = {}
        self.findings: dict[str, Chosen | None] = {}
        self.measures: Measures | None = None
        self.round = 0  # fields get new keys where their texts come from elsewhere
        self.before: Choice | None = None  # what a loaded draft took the place of
        self.loaded: set[str] = set()  # files that were read; a browser may name an earlier one again
        self.error = ""  # why the last draft was not taken up
        self.refused: dict[str, str] = {}  # by region, why the last own sentence was not
        self.failed = ""  # why the last file could not be made


def store() -> Store:
    """The store of this session."""
    return cast("Store", st.session_state.setdefault(_STORE, Store()))


def follow_link(region: str, field: str) -> None:
    """Take up findings, measures and texts of a link that has not been read yet."""
    for key in _HELD:
        wanted = link.news(key)
        if not wanted:
            continue
        try:
            found = links.from_link({"region": region, key: wanted}, facts())
        except InputError as error:
            _refuse(key, error)
            continue
        _keep(key, found, region, field)


def _keep(key: str, found: Choice, region: str, field: str) -> None:
    kept = store()
    if key == "befunde":
        kept.findings[field] = found.findings
    elif key == "masse":
        kept.measures = found.measures
    else:
        kept.texts[region] = Texts.of(found)
        kept.round += 1


def _refuse(key: str, error: InputError) -> None:
    st.query_params.pop(key, None)
    furniture.say_below_controls(furniture.as_markdown(str(error)))


def asked_by_link(region: str, programme: str, *, changed: bool) -> Question:
    """The question behind the funding gaps: what the link says beside the controls.

    Years and sort of amount belong to a programme and go with it where it was `changed`.
    """
    query = st.query_params.to_dict()  # read once: every look at it costs as much as an element
    if changed:
        for key in _OF_PROGRAMME:
            if query.pop(key, None) is not None:
                del st.query_params[key]
    said = {key: value for key in _PASSED if (value := query.get(key))}
    for key, value in said.copy().items():
        try:
            links.from_link({"region": region, key: value}, facts())
        except InputError as error:
            del said[key]
            _refuse(key, error)
    return links.from_link({**said, "region": region, "programm": programme}, facts()).asked


def choice_of(asked: Question, field: str, peer_set: str, style: str) -> Choice:
    """The choice of controls, link and store."""
    return now(Choice(asked, handlungsfeld=field, peer_set=peer_set, style=style))


def now(choice: Choice) -> Choice:
    """The choice with the findings, measures and texts that are kept by now.

    Callbacks ask for it: two quick clicks may both have the callbacks of one run, and what the first of them
    kept is not in the choice of that run.
    """
    kept = store()
    found = replace(choice, findings=kept.findings.get(choice.handlungsfeld), measures=kept.measures)
    return kept.texts.get(choice.region, Texts()).into(found)


def write_link(choice: Choice) -> None:
    """The link says what the choice says; texts that are too long are left out."""
    said = links.to_link(choice)
    for key in _HELD:
        link.write(key, said.get(key, ""))


def take(choice: Choice) -> None:
    """A choice from elsewhere: the next run shows it."""
    kept = store()
    kept.texts[choice.region] = Texts.of(choice)
    kept.refused.pop(choice.region, None)
    kept.findings[choice.handlungsfeld] = choice.findings
    kept.measures = choice.measures
    kept.round += 1
    said = {**_usual(choice), **links.to_link(choice)}
    link.bring({key: value for key, value in said.items() if key not in _HELD})
    st.query_params.from_dict(said)


def _usual(choice: Choice) -> Mapping[str, str]:
    """What a link leaves out; a control would keep what it shows."""
    return {
        "handlungsfeld": choice.handlungsfeld,
        "gliederung": choice.style,
        "gruppe": choice.peer_set,
        "annahmen": choice.asked.assumptions.preset,
    }


def keep_findings(field: str, chosen: Collection[str], offered: Chosen) -> None:
    """Keep the findings that the control shows; the order is that of the offer."""
    store().findings[field] = tuple(key for key in offered if key in chosen)


def keep_measures(chosen: Collection[str], possible: Measures, proposed: Measures) -> None:
    """Keep the measures that the control shows.

    It shows the `possible` ones; of the others those stay that were kept, or `proposed` where nothing was:
    the brief says what they lack.
    """
    kept = store().measures
    stays = {*(proposed if kept is None else kept)} - {*possible}
    store().measures = tuple(key for key in MEASURES if key in chosen or key in stays)


def write_texts(region: str, **texts: Any) -> None:
    """Keep what was written; where it was emptied, the fields show the proposals again."""
    kept = store()
    kept.refused.pop(region, None)
    kept.texts[region] = replace(kept.texts.get(region, Texts()), **texts)
    if any(texts.get(name) in ("", ()) for name in ("title", "occasion", "decisions")):
        kept.round += 1


def restore(choice: Choice, sentence: str) -> None:
    """The proposal of a sentence again, in its field too."""
    write_texts(choice.region, edits=now(choice).restored(sentence).edits)
    store().round += 1


def shared_report(choice: Choice, address: str = "") -> Report:
    """The report of a choice, made once for everybody; with the address of the page it names its link.

    Raises:
        InputError: Nothing can be made of the choice; German.
    """
    return data.shared_brief(_report, choice, address, date.today())


def _report(choice: Choice, address: str, today: date) -> Report:
    return briefs.build(choice, world(today), address=address, made=_shared_parts(choice, today))


def _shared_parts(choice: Choice, today: date) -> Parts:
    """The sections before edits; typing and another style do not change them."""
    return data.shared_brief(_parts, briefs.said(choice), today)


def _parts(choice: Choice, today: date) -> Parts:
    return briefs.parts(choice, world(today))


@dataclass(frozen=True, eq=False)
class Paper:
    """The report as HTML (`brief_preview.sheet`) and the pictures that it names; shared, so never mutated."""

    sheet: tuple[str, ...]
    pictures: Mapping[str, pictures.Make]


def shared_paper(choice: Choice) -> Paper:
    """The report as it stands on the page."""
    return data.shared_brief(_paper, choice, date.today())


def _paper(choice: Choice, today: date) -> Paper:
    report = data.shared_brief(_report, choice, "", today)
    named = {figure.id: _name_of(figure.chart, report.version) for figure in report.figures}
    return Paper(
        brief_preview.sheet(report, lambda figure: server.picture_url(named[figure.id])),
        {named[figure.id]: partial(brief_preview.drawn, figure.chart) for figure in report.figures},
    )


def _name_of(chart: Chart, version: str) -> str:
    """A name that changes with what the picture shows and with the program that draws it."""
    return f"{sha256(f'{version} {chart!r}'.encode()).hexdigest()[:32]}.png"


@dataclass(frozen=True)
class Offer:
    """A measure as it is offered: amount or verdict, detail, whether it can be computed and is proposed."""

    measure: Measure
    value: str
    detail: str
    is_possible: bool
    is_proposed: bool


def shared_measures(choice: Choice) -> tuple[Offer, ...]:
    """The five measures."""
    return data.shared_brief(_measures, unworded(choice), date.today())


def unworded(choice: Choice) -> Choice:
    """The choice without what changes no measure: texts, style, which measures are chosen."""
    return replace(Texts().into(choice), measures=None, style=STYLE)


def _measures(choice: Choice, today: date) -> tuple[Offer, ...]:
    known = world(today)
    proposed = {one.gap.measure for one in shortfall.shortfalls(choice, known)}
    asked = shortfall.fitting(choice, known)
    gaps = (case(asked, measure).main for measure in MEASURES)
    return tuple(
        Offer(gap.measure, *gap_words.card(gap)[1:], gap.amount is not None, gap.measure in proposed)
        for gap in gaps
    )


def shared_programmes(region: str, field: str) -> dict[str, str]:
    """Programmes of a region by id, the first of them the proposal of the Handlungsfeld, with an empty id."""
    return data.shared_brief(_programmes, Choice(Question(region), handlungsfeld=field), date.today())


def _programmes(choice: Choice, today: date) -> dict[str, str]:
    known = world(today)
    found = {p.id: words.programme_label(p) for p in real.programmes(known.facts, choice.region)}
    proposed = found.get(shortfall.fitting(choice, known).programme)
    nothing = "kein Programm mit zwei vergleichbaren Jahren"
    return {"": f"Vorschlag: {proposed}" if proposed else nothing, **found}


def shared_sentences(choice: Choice) -> tuple[Editable, ...]:
    """The sentences of the brief, each with what is proposed."""
    return data.shared_brief(_sentences, choice, date.today())


def _sentences(choice: Choice, today: date) -> tuple[Editable, ...]:
    return briefs.sentences(choice, world(today), made=_shared_parts(choice, today))


def shared_unplaced(choice: Choice) -> tuple[str, ...]:
    """Own texts of sentences that the brief does not have with this choice."""
    return data.shared_brief(_unplaced, choice, date.today()) if choice.edits else ()


def _unplaced(choice: Choice, today: date) -> tuple[str, ...]:
    return briefs.unplaced(choice, world(today), made=_shared_parts(choice, today))


def proposed_title(choice: Choice) -> str:
    """The title of a choice without own texts."""
    return shared_report(Texts().into(choice)).title


def shared_offered(region: str, field: str) -> Mapping[str, Offered]:
    """The findings that can be chosen, by id."""
    return data.shared_brief(_offered, Choice(Question(region), handlungsfeld=field), date.today())


def _offered(choice: Choice, today: date) -> Mapping[str, Offered]:
    return offered(choice, world(today))


def world(today: date | None = None) -> World:
    """What briefs are made from, out of the shared caches; dated today where no day is given."""
    return World(facts(), _profile_of, case, _cut_of, data.peer_set, shared_styles(), today or date.today())


def _profile_of(region: Region) -> Profile:
    return data.profile(region)[0]


def _cut_of(indicator_id: str, group: str, year: int) -> Cut:
    return data.shared(_cut, data.catalog().indicator(indicator_id), group, year)


def _cut(indicator: Indicator, group: str, year: int) -> Cut:
    return cut(facts(), indicator, group, year)


@lru_cache(maxsize=1)
def shared_styles() -> dict[str, Style]:
    """The styles of headings by id, read once; shared, so never mutated."""
    return styles.load()
