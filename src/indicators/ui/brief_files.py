"""The files of the brief: built only when asked for; the draft as a file that can be loaded again."""

from collections.abc import Callable
from typing import Final

import streamlit as st

from indicators import exports
from indicators.briefs import Choice, drafts, links
from indicators.errors import InputError
from indicators.exports import pictures
from indicators.report import Report
from indicators.ui import brief_state, downloads, furniture, markup
from indicators.ui.gap_facts import facts

_LARGEST_MB: Final = 1
_UPLOAD: Final = "brief_upload"
_FIRST: Final = "docx"
"""What a town hall works with."""


def show(choice: Choice, report: Report) -> None:
    """The files, each built when somebody asks for it, and what should be looked at before."""
    kept = brief_state.store()  # a file is made outside the run, where no session is at hand
    address = (st.context.url or "").partition("?")[0]  # the paper names the link to this view

    def file(label: str, suffix: str, render: Callable[[Report], bytes]) -> str:
        return downloads.link(
            label,
            f"haushaltsargument_{choice.region}.{suffix}",
            lambda: made(lambda: render(brief_state.shared_report(choice, address)), kept, label),
            is_first=suffix == _FIRST,
        )

    formats = sorted(exports.FORMATS.values(), key=lambda kind: kind.suffix != _FIRST)
    links = [file(kind.label, kind.suffix, kind.render) for kind in formats]
    links.append(file("Abbildungen (SVG und PNG)", "zip", pictures.render))
    st.html(markup.section("Das fertige Papier") + markup.files(*links))
    if kept.failed:
        st.error(furniture.as_markdown(kept.failed))
    for warning in report.warnings:
        st.warning(furniture.as_markdown(warning))


def made(make: Callable[[], bytes], kept: brief_state.Store, label: str) -> bytes:
    """The file; why it could not be made is kept, because the browser only says that it failed."""
    kept.failed = ""
    try:
        return make()
    except InputError as error:
        kept.failed = f"{label}: Die Datei wurde nicht erstellt. {error}"
        raise
    except Exception:
        kept.failed = (
            f"{label}: Die Datei konnte nicht erstellt werden. Bitte noch einmal versuchen oder eine andere "
            "Art von Datei wählen; der Entwurf lässt sich unten speichern und später wieder laden."
        )
        raise


def show_drafts(choice: Choice) -> None:
    """Keep the choice: as a link, as a file; load a file again."""
    kept = brief_state.store()
    is_whole = links.is_whole(choice)
    said = "Der Link in der Adresszeile enthält alles: Auswahl, Annahmen und Ihre Texte."
    draft = downloads.link(
        "Entwurf speichern",
        f"entwurf_{choice.region}.json",
        lambda: drafts.to_json(choice).encode("utf-8", "replace"),
    )
    st.html(
        markup.section("Aufheben und weitergeben")
        + (markup.note(said) if is_whole else "")
        + markup.files(draft)
    )
    if not is_whole:
        st.warning(
            "Ihre Texte sind für einen Link zu lang; er enthält nur die Auswahl. "
            "Bitte speichern Sie den Entwurf als Datei."
        )
    st.file_uploader(
        "Entwurf laden",
        type="json",
        key=_UPLOAD,
        max_upload_size=_LARGEST_MB,
        on_change=_load,
        args=(choice,),
    )
    if kept.error:
        st.error(furniture.as_markdown(kept.error))
    if kept.before is not None:
        furniture.note("Der Entwurf ist geladen.")
        st.button("Zurück zum vorigen Stand", on_click=_undo)


def _load(choice: Choice) -> None:
    """Take up a file that was just chosen; before the run, so that the run shows it."""
    kept, uploaded = brief_state.store(), st.session_state.get(_UPLOAD)
    if uploaded is None or uploaded.file_id in kept.loaded:
        return
    kept.loaded.add(uploaded.file_id)
    kept.error = ""
    try:
        found = drafts.from_json(uploaded.getvalue().decode("utf-8-sig", errors="replace"), facts())
    except InputError as error:
        kept.error = f"Der Entwurf wurde nicht geladen, Ihre Auswahl ist unverändert. {error}"
        return
    kept.before = brief_state.now(choice)
    brief_state.take(found)


def _undo() -> None:
    kept = brief_state.store()
    if kept.before is not None:
        brief_state.take(kept.before)
        kept.before = None
