"""The set of assumptions of a visitor: from link or file, changed in a form, saved, compared with another."""

from dataclasses import replace
from typing import Final

import streamlit as st

from indicators import gap_cases
from indicators.errors import InputError
from indicators.formats import exact, number
from indicators.gap_cases import Question, assume
from indicators.gap_cases.typed import number_of
from indicators.gaps import assumption_files as files
from indicators.gaps import assumptions
from indicators.gaps.assumptions import PRESETS, Assumption, AssumptionSet, Declared, Own, Preset
from indicators.gaps.model import Measure
from indicators.ui import data, downloads, furniture, gap_html, link, markup
from indicators.ui.gap_facts import facts

_OWN: Final = "gap_own"
_NAME: Final = "gap_name"
_LINK: Final = "eigene"
_FILES: Final = "gap_files_read"
_UPLOAD: Final = "gap_upload"
_REFUSED: Final = "gap_refused"
_OTHER: Final = "gap_other"
_LONGEST: Final = 500


def follow_link(asked: Question) -> None:
    """Take up the own values of a link that has not been read yet; before the preset is drawn."""
    wanted = link.news(_LINK)
    if not wanted:
        return
    try:
        _take(files.from_link(wanted, _declared(asked)))
    except InputError as error:
        st.query_params.pop(_LINK, None)
        furniture.say_below_controls(furniture.as_markdown(str(error)))


def _take(found: AssumptionSet) -> None:
    st.session_state[_OWN] = found.own
    st.session_state[_NAME] = found.name
    st.session_state["annahmen"] = found.preset


def _declared(asked: Question) -> Declared:
    return assume.declared(facts(), asked)


def current(preset: Preset) -> AssumptionSet:
    """The preset with the own values, which then stand in the link."""
    own: tuple[Own, ...] = st.session_state.get(_OWN, ())
    if not own:
        link.write(_LINK, "")
        return assumptions.preset(preset)
    chosen = AssumptionSet(st.session_state.get(_NAME) or "Eigener Satz", preset, own)
    link.write(_LINK, files.to_link(chosen))
    return chosen


def edit(asked: Question, measure: Measure) -> None:
    """The assumptions behind a line that opens them: change, save, load, compare."""
    box = st.expander("Annahmen ändern, speichern, vergleichen", key="assumptions", on_change="rerun")
    if not box.open:
        return
    with box:
        given = _declared(asked)
        _form(asked, given, measure)
        _files(asked, given)
        _compare(asked)


def _form(asked: Question, given: Declared, measure: Measure) -> None:
    """One line per assumption of the opened measure: value and reason."""
    offered = assume.of_measure(given, measure)
    if not offered:
        furniture.note("Dieses Maß rechnet nur mit veröffentlichten Zahlen; es gibt nichts anzunehmen.")
        return
    own = {o.key: o for o in asked.assumptions.own}
    furniture.note(
        "Eigene Werte gelten als „eigene Annahme“ und brauchen eine Begründung; sie steht in jeder Ausgabe. "
        "Ein leeres Feld bedeutet: Wert aus dem Katalog."
    )
    with st.form("gap_form", border=False):
        fields = tuple((a, *_line(a, own.get(a.key))) for a in offered)
        st.form_submit_button("Übernehmen", on_click=_apply, args=(asked, given, fields))
    _say_refused("form")


Field = tuple[Assumption, str, str]
"""An assumption with the keys of the fields for its value and its reason."""


def _line(assumption: Assumption, own: Own | None) -> tuple[str, str]:
    """Draws the two fields; the keys under which what was typed stands in the session."""
    left, right = st.columns([1, 2], vertical_alignment="bottom")
    shown = "" if own is None else exact(own.value)
    hint = "fehlt" if assume.is_entry(assumption) else _range_text(assumption)
    value, reason = (f"{kind}_{assumption.key}_{shown}" for kind in ("own", "why"))
    with left:
        st.text_input(assumption.title, shown, key=value, placeholder=hint, max_chars=40)
    with right:
        st.text_input(
            f"Begründung: {assumption.title}",
            "" if own is None else own.reason,
            key=reason,
            placeholder="Worauf beruht der Wert?",
            max_chars=_LONGEST,
        )
    return value, reason


def _range_text(assumption: Assumption) -> str:
    value = number(assumption.value, assumption.decimals)
    if assumption.low is None or assumption.high is None:
        return f"Katalog: {value}"
    ends = [number(end, assumption.decimals) for end in (assumption.low, assumption.high)]
    return f"Katalog: {value} ({' bis '.join(ends)})"


def _apply(asked: Question, given: Declared, fields: tuple[Field, ...]) -> None:
    """Take over what was typed, before the run; what cannot be used is named and nothing changes."""
    chosen = replace(asked.assumptions, own=st.session_state.get(_OWN, ()))
    try:
        for assumption, value_key, reason_key in fields:
            value = number_of(st.session_state[value_key] or "", assumption.title)
            if value is None:
                chosen = assumptions.without(chosen, assumption.key)
            else:
                reason = st.session_state[reason_key] or ""
                chosen = assumptions.override(chosen, given, assumption.key, value, reason)
    except InputError as error:
        st.session_state[_REFUSED] = ("form", str(error))
        return
    st.session_state[_OWN] = chosen.own


def _say_refused(place: str) -> None:
    """Why the last entry or file was not taken up, once, where it was made."""
    where, why = st.session_state.get(_REFUSED, ("", ""))
    if where == place:
        del st.session_state[_REFUSED]
        st.error(furniture.as_markdown(why))


def _files(asked: Question, given: Declared) -> None:
    """Name, download and upload of the set."""
    named, saved, loaded = st.columns([2, 1, 2], vertical_alignment="bottom")
    with named:
        # Another name, of a file too, has another key: the server writes into no field that is on the page.
        key = f"gap_set_name_{asked.assumptions.name}"
        name = st.text_input(
            "Name des Satzes",
            asked.assumptions.name,
            max_chars=80,
            key=key,
            on_change=_rename,
            args=(key,),
        )
    kept = AssumptionSet(
        (name or "").strip() or asked.assumptions.name, asked.assumptions.preset, asked.assumptions.own
    )
    with saved:
        st.html(
            markup.files(
                downloads.link(
                    "Satz als Datei", "annahmen.json", lambda: files.to_json(kept, given).encode("utf-8")
                )
            )
        )
    with loaded:
        st.file_uploader("Satz aus Datei laden", type="json", key=_UPLOAD, on_change=_load, args=(given,))
        _say_refused("file")


def _rename(key: str) -> None:
    """A set with own values is called what was typed, wherever the page names it."""
    name = (st.session_state[key] or "").strip()
    if name and st.session_state.get(_OWN):
        st.session_state[_NAME] = name


def _load(given: Declared) -> None:
    """Take up a file that was just chosen; before the run, so that the run shows it."""
    uploaded = st.session_state.get(_UPLOAD)
    read: set[str] = st.session_state.setdefault(_FILES, set())  # a browser may name an earlier one again
    if uploaded is None or uploaded.file_id in read:
        return
    read.add(uploaded.file_id)
    try:
        text = uploaded.getvalue().decode("utf-8-sig", errors="replace")
        _take_file(files.from_json(text, given))
    except InputError as error:
        st.session_state[_REFUSED] = ("file", str(error))


def _take_file(found: AssumptionSet) -> None:
    """The set of a file; its control takes up the preset."""
    st.session_state[_OWN], st.session_state[_NAME] = found.own, found.name
    link.bring({"annahmen": found.preset})


def _compare(asked: Question) -> None:
    """The set beside a preset: the five measures and the assumptions that differ."""
    others = tuple(p for p in PRESETS if p != asked.assumptions.preset or asked.assumptions.own)
    titles: dict[str, str] = dict(PRESETS.items())
    other = st.selectbox("Vergleichen mit", others, format_func=titles.__getitem__, key=_OTHER)
    st.html(data.shared_of_all(_compared, asked, assumptions.preset(other)))


def _compared(asked: Question, other: AssumptionSet) -> str:
    known = facts()
    sets = (asked.assumptions, other)
    gaps = [gap_cases.headline_gaps(known, replace(asked, assumptions=s)) for s in sets]
    rows = assumptions.side_by_side(sets, assume.declared(known, asked))
    return gap_html.side_by_side([s.name for s in sets], gaps, rows)
