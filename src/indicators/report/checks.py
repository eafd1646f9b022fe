"""What makes a report whole: every reference resolves, everything is used, nothing claims a cause."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from indicators.errors import InputError
from indicators.report.model import (
    AssumptionList,
    Block,
    Bullets,
    Calculation,
    CalculationRef,
    FigureRef,
    KeyFigures,
    Paragraph,
    Sentence,
    Source,
    SourceList,
    TableRef,
)
from indicators.texts.wording import causal_words

if TYPE_CHECKING:
    from indicators.report import Report

_ADVICE: Final = "Bitte den Bericht an dieser Stelle ergänzen."


def check(report: "Report") -> None:
    """Raise `InputError` for the first fault of the report."""
    _check_texts(report)
    _check_ids(report)
    _check_sections(report)
    _check_references(report)
    _check_sentences(report)
    _check_assumptions(report)
    for calculation in report.calculations:
        _check_calculation(calculation)
    _check_sources(report)


def warnings(report: "Report") -> tuple[str, ...]:
    """One German sentence per own text that claims a cause."""
    return tuple(
        f"Ihr Text „{sentence.text}“ behauptet eine Ursache oder einen Test („{word}“). "
        "Die Zahlen dieses Berichts belegen das nicht."
        for sentence in sentences(report)
        if sentence.own
        for word in causal_words(sentence.text)
    )


def sentences(report: "Report") -> Iterator[Sentence]:
    """All sentences of the report in their order."""
    for block in _blocks(report):
        if isinstance(block, Paragraph):
            yield from block.sentences
        elif isinstance(block, Bullets):
            yield from block.items


def _blocks(report: "Report") -> Iterator[Block]:
    for section in report.sections:
        yield from section.blocks


def _check_texts(report: "Report") -> None:
    for what, text in (("Titel", report.title), ("Name der Region", report.region)):
        _require(text, f"Dem Bericht fehlt der {what}.")
    _require(report.data_state, "Dem Bericht fehlt der Datenstand.")


def _check_ids(report: "Report") -> None:
    for what, ids in (
        ("Abbildung", [f.id for f in report.figures]),
        ("Tabelle", [t.id for t in report.tables]),
        ("Annahme", [a.id for a in report.assumptions]),
        ("Berechnung", [c.id for c in report.calculations]),
        ("Quelle", [s.id for s in report.sources]),
        ("Abschnittsrolle", [s.role for s in report.sections]),
    ):
        twice = [key for key, count in Counter(ids).items() if count > 1]
        if twice:
            raise InputError(f"Die Kennung „{twice[0]}“ ({what}) steht zweimal im Bericht.", _ADVICE)


def _check_sections(report: "Report") -> None:
    if not report.sections:
        raise InputError("Der Bericht hat keinen Abschnitt.", _ADVICE)
    for section in report.sections:
        _require(section.heading, f"Dem Abschnitt „{section.role}“ fehlt die Überschrift.")
        if not section.blocks:
            raise InputError(f"Der Abschnitt „{section.heading}“ ist leer.", "Bitte füllen oder weglassen.")
        for block in section.blocks:
            empty = (
                (isinstance(block, Paragraph) and not block.sentences)
                or (isinstance(block, Bullets | KeyFigures) and not block.items)
                or (isinstance(block, AssumptionList) and not report.assumptions)
                or (isinstance(block, SourceList) and not report.sources)
            )
            if empty:
                raise InputError(
                    f"Im Abschnitt „{section.heading}“ steht ein Teil ohne Inhalt.",
                    "Bitte füllen oder weglassen.",
                )


def _check_references(report: "Report") -> None:
    """Figures, tables, calculations: what is named exists, what exists is named once."""
    blocks = list(_blocks(report))
    for what, kind, ids in (
        ("Abbildung", FigureRef, [f.id for f in report.figures]),
        ("Tabelle", TableRef, [t.id for t in report.tables]),
        ("Berechnung", CalculationRef, [c.id for c in report.calculations]),
    ):
        named = [block.id for block in blocks if isinstance(block, kind)]
        for key in named:
            if key not in ids:
                raise InputError(f"Die {what} „{key}“, auf die der Text verweist, gibt es nicht.", _ADVICE)
            if named.count(key) > 1:
                raise InputError(f"Die {what} „{key}“ steht zweimal im Bericht.", "Bitte nur einmal zeigen.")
        for key in ids:
            if key not in named:
                raise InputError(f"Die {what} „{key}“ kommt in keinem Abschnitt vor.", _ADVICE)
    for wanted, kind_, things in (
        ("Die Annahmen", AssumptionList, report.assumptions),
        ("Die Quellen", SourceList, report.sources),
    ):
        if things and not any(isinstance(block, kind_) for block in blocks):
            raise InputError(f"{wanted} stehen in keinem Abschnitt.", _ADVICE)


def _check_sentences(report: "Report") -> None:
    for sentence in sentences(report):
        _require(sentence.text, "Der Bericht enthält einen leeren Satz.")
        if sentence.own:
            continue
        words = causal_words(sentence.text)
        if words:
            raise InputError(
                f"Ein Satz behauptet eine Ursache oder einen Test („{words[0]}“).",
                "Bitte als Feststellung formulieren.",
                value=sentence.text,
            )
        if sentence.certainty in ("amtlich", "berechnet", "szenario") and not sentence.sources:
            raise InputError("Ein Satz mit einer Zahl nennt keine Quelle.", _ADVICE, value=sentence.text)


def _check_assumptions(report: "Report") -> None:
    for assumption in report.assumptions:
        if assumption.own and not assumption.reason.strip():
            raise InputError(
                f"Zur eigenen Annahme „{assumption.title}“ fehlt die Begründung.",
                "Bitte in einem Satz angeben, worauf der Wert beruht.",
            )
        if not assumption.own and not assumption.sources:
            raise InputError(f"Die Annahme „{assumption.title}“ hat keine Quelle.", _ADVICE)


def _check_calculation(calculation: Calculation) -> None:
    keys = {i.key for i in calculation.gap.inputs}
    for key, _ in calculation.sources:
        if key not in keys:
            raise InputError(f"Die Berechnung „{calculation.id}“ hat keine Eingabe „{key}“.", _ADVICE)
    for given in calculation.gap.inputs:
        is_own = given.origin == "eigene_annahme"
        if given.value is not None and not is_own and not calculation.sources_of(given.key):
            raise InputError(
                f"Die Eingabe „{given.title}“ der Berechnung „{calculation.id}“ hat keine Quelle.", _ADVICE
            )


def _check_sources(report: "Report") -> None:
    known = {source.id for source in report.sources}
    used: set[str] = set()
    for where, ids in _named_sources(report):
        for key in ids:
            if key not in known:
                raise InputError(f"{where} nennt die Quelle „{key}“, die im Bericht fehlt.", _ADVICE)
            used.add(key)
    for source in report.sources:
        if source.id not in used:
            raise InputError(
                f"Die Quelle „{source.id}“ wird nirgends verwendet.", "Bitte aus dem Bericht entfernen."
            )
        _check_licence(source)


def _check_licence(source: Source) -> None:
    """dl-de/by-2-0 asks for provider, licence with link, dataset and notice of changes (PRODUCT)."""
    _require(source.citation, f"Der Quelle „{source.id}“ fehlt die Quellenangabe.")
    if source.licence == "dl-de/by-2-0" and not (
        source.licence_url and "dl-de/by-2-0" in source.citation and "verändert" in source.citation
    ):
        raise InputError(
            f"Der Quellenangabe „{source.id}“ fehlt die Lizenz mit Link oder der Hinweis auf Veränderungen.",
            "Bitte im Katalog ergänzen.",
        )


def _named_sources(report: "Report") -> Iterator[tuple[str, Iterable[str]]]:
    """Who names which sources."""
    for sentence in sentences(report):
        yield f"Der Satz „{sentence.text}“", sentence.sources
    for block in _blocks(report):
        if isinstance(block, KeyFigures):
            for item in block.items:
                yield f"Die Kennzahl „{item.title}“", item.sources
    for figure in report.figures:
        _require(figure.alt, f"Der Abbildung „{figure.id}“ fehlt die Textalternative.")
        _require(figure.title, f"Der Abbildung „{figure.id}“ fehlt der Titel.")
        if not figure.sources:
            raise InputError(f"Die Abbildung „{figure.id}“ nennt keine Quelle.", _ADVICE)
        yield f"Die Abbildung „{figure.id}“", figure.sources
    for table in report.tables:
        _require(table.title, f"Der Tabelle „{table.id}“ fehlt der Titel.")
        if not table.rows or any(len(row) != len(table.columns) for row in table.rows):
            raise InputError(f"Die Tabelle „{table.id}“ ist leer oder hat ungleich lange Zeilen.", _ADVICE)
        if not table.sources:
            raise InputError(f"Die Tabelle „{table.id}“ nennt keine Quelle.", _ADVICE)
        yield f"Die Tabelle „{table.id}“", table.sources
    for assumption in report.assumptions:
        yield f"Die Annahme „{assumption.title}“", assumption.sources
    for calculation in report.calculations:
        for _, ids in calculation.sources:
            yield f"Die Berechnung „{calculation.id}“", ids


def _require(text: str, message: str) -> None:
    if not text.strip():
        raise InputError(message, _ADVICE)
