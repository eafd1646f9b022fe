"""The person's own words in the brief: title, occasion, decision, and every sentence.

What is typed counts as soon as the field is left, so that nothing waits for a button and nothing is lost.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final
from zlib import crc32

import streamlit as st

from indicators.briefs import Choice, Edits
from indicators.briefs.choice import LONGEST_LINE, LONGEST_TEXT, MOST_ITEMS
from indicators.briefs.parts import Editable
from indicators.errors import InputError
from indicators.report import Report, Role, styles
from indicators.ui import brief_state, furniture

_ELSEWHERE: Final[tuple[Role, ...]] = ("anlass", "beschluss")
"""Their sentences have a field of their own."""

_SECTION: Final = "brief_section"


def show(choice: Choice, report: Report | None) -> None:
    """Own texts, then the sentences of a section; nothing to edit where there is no report."""
    furniture.section("Ihre Worte")
    box = st.expander("Titel, Anlass und Beschlussvorschlag", key="brief_own", on_change="rerun")
    if box.open:
        with box:
            _own_texts(choice, _of_report(choice, report))
    box = st.expander("Sätze bearbeiten", key="brief_sentences", on_change="rerun")
    if box.open:
        with box:
            _sentences(choice, [s for s in _of_report(choice, report) if s.role not in _ELSEWHERE])
    if report is not None:
        _name_unplaced(brief_state.shared_unplaced(choice))


def _of_report(choice: Choice, report: Report | None) -> tuple[Editable, ...]:
    return brief_state.shared_sentences(choice) if report is not None else ()


def _name_unplaced(texts: Sequence[str]) -> None:
    """Own texts whose sentences this choice does not have; they come back with them."""
    if texts:
        said = "; ".join(f"„{text}“" if text else "ein weggelassener Satz" for text in texts)
        furniture.note(
            "Nicht im Papier, da der Satz in dieser Auswahl nicht vorkommt; im Entwurf bleibt der Text "
            f"erhalten: {said}"
        )


def _own_texts(choice: Choice, sentences: Sequence[Editable]) -> None:
    """Title, author, occasion, points of the decision, filled with what is proposed."""
    furniture.note(
        "Was Sie ändern, gilt, sobald Sie das Feld verlassen. Leer bedeutet: wieder der Vorschlag."
    )
    title = brief_state.proposed_title(choice)
    key = _key("title", choice, title)
    _line("Titel", key, choice, choice.title or title, lambda text: {"title": _unless(text, title)})
    key = _key("author", choice, "")
    _line("Vorgelegt von", key, choice, choice.author, lambda text: {"author": text})
    occasion, points = ([s for s in sentences if s.role == role] for role in _ELSEWHERE)
    _area(
        "Anlass (eine Leerzeile beginnt einen neuen Absatz)",
        _key("occasion", choice, _joined(occasion, original=True)),
        choice,
        choice.occasion or _joined(occasion),
        lambda text: {"occasion": text, "edits": _without(choice, "anlass")},
        height=150,
    )
    _area(
        "Beschlussvorschlag (je Zeile ein Punkt)",
        _key("decisions", choice, _joined(points, original=True)),
        choice,
        _joined(points, "\n"),
        lambda text: {"decisions": _lines(text), "edits": _without(choice, "beschluss")},
        height=220,
    )


def _joined(sentences: Sequence[Editable], between: str = " ", *, original: bool = False) -> str:
    texts = ((s.original if original else s.text).strip() for s in sentences)
    return between.join(text for text in texts if text)


def _unless(text: str, proposed: str) -> str:
    return "" if text == proposed else text


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())[:MOST_ITEMS]


def _without(choice: Choice, text: str) -> Edits:
    """The edits but those of a text that is now written as a whole."""
    return tuple(edit for edit in brief_state.now(choice).edits if not edit[0].startswith(f"{text}."))


def _sentences(choice: Choice, sentences: Sequence[Editable]) -> None:
    """The sentences of one section, each in a field of its own."""
    headings = {h.role: h.heading for h in styles.get(choice.style, brief_state.shared_styles()).headings}
    roles = [role for role in headings if any(s.role == role for s in sentences)]
    if not roles:
        furniture.note("Es gibt keinen Satz zu bearbeiten.")
        return
    if st.session_state.get(_SECTION) not in roles:
        st.session_state[_SECTION] = roles[0]
    role = st.selectbox("Abschnitt", roles, format_func=headings.__getitem__, key=_SECTION)
    furniture.note("Geänderte Sätze tragen im Papier „eigener Text“. Ein leeres Feld lässt den Satz weg.")
    if refused := brief_state.store().refused.get(choice.region):
        st.error(furniture.as_markdown(refused))
    for number, sentence in enumerate((s for s in sentences if s.role == role), start=1):
        _sentence(choice, sentence, number)


def _sentence(choice: Choice, sentence: Editable, number: int) -> None:
    def edits(text: str) -> dict[str, Any]:
        kept = brief_state.now(choice)
        if text == sentence.original.strip():
            return {"edits": kept.restored(sentence.id).edits}
        if len(kept.edits) >= MOST_ITEMS and sentence.id not in kept.own_texts:
            raise InputError(
                f"Ein Entwurf hat höchstens {MOST_ITEMS} eigene Sätze; der letzte wurde nicht übernommen.",
                "Bitte zuerst bei einem anderen Satz den Vorschlag wiederherstellen.",
            )
        return {"edits": kept.edited(sentence.id, text).edits}

    mark = " · eigener Text" if sentence.is_own else ""
    key = _key(sentence.id, choice, sentence.original)
    _area(f"Satz {number}{mark}", key, choice, sentence.text, edits, height="content")
    if sentence.is_own:
        furniture.note(f"Vorschlag: {sentence.original}")
        st.button(
            "Vorschlag wiederherstellen",
            key=f"brief_back_{sentence.id}",
            on_click=brief_state.restore,
            args=(choice, sentence.id),
        )


Written = Callable[[str], dict[str, Any]]
"""From what was typed to what is kept, when its field is left.

Raises:
    InputError: It cannot be kept; German.
"""


def _line(label: str, key: str, choice: Choice, shown: str, written: Written) -> None:
    st.session_state.setdefault(key, shown)
    st.text_input(
        label,
        key=key,
        max_chars=LONGEST_LINE,
        placeholder="kann leer bleiben",
        on_change=_take,
        args=(choice, key, written),
    )


def _area(label: str, key: str, choice: Choice, shown: str, written: Written, *, height: Any) -> None:
    st.session_state.setdefault(key, shown)
    st.text_area(
        label,
        key=key,
        max_chars=LONGEST_TEXT,
        height=height,
        placeholder="entfällt",
        on_change=_take,
        args=(choice, key, written),
    )


def _key(name: str, choice: Choice, proposed: str) -> str:
    """The key of a field: another one where the proposal is another or a text comes from elsewhere.

    So the server never writes into a field that is on the page: a browser that has not heard of it would
    send back the old text, which would then count as the person's own.
    """
    return f"brief_text_{name}_{choice.region}_{brief_state.store().round}_{crc32(proposed.encode())}"


def _take(choice: Choice, key: str, written: Written) -> None:
    try:
        texts = written((st.session_state[key] or "").strip())
    except InputError as error:
        brief_state.store().refused[choice.region] = str(error)
        return
    brief_state.write_texts(choice.region, **texts)
