"""The parts of the page on sources and methods."""

from collections.abc import Callable, Mapping
from typing import Any, Final, Literal

import polars as pl
import pyarrow as pa
import streamlit as st

from indicators import funding_tables, inventory, texts
from indicators.catalog import Dataset, Indicator
from indicators.roster import GRADES
from indicators.ui import controls, data, furniture, link, markup

_TABLE_HEIGHT = 420
_MONEY_HEIGHT = 320
_COLUMNS: Final = {"Jahre": st.column_config.Column(width=130), "Ebenen": st.column_config.Column(width=215)}
"""Pixels of columns in which later rows say more than the first ones, by which Streamlit measures."""

NO_SOURCE: Final = "keine"


def show_indicator(indicator: Indicator) -> None:
    """Everything about one indicator: definition, reading, coverage, breaks, pitfalls, sources."""
    st.html(data.shared(_indicator, indicator))


def _indicator(indicator: Indicator) -> str:
    catalog = data.catalog()
    said = markup.finding(indicator.title, catalog.handlungsfelder[indicator.handlungsfeld].title)
    said += markup.facts(
        [
            ("Definition", indicator.definition),
            ("Einheit", catalog.units[indicator.unit].title),
            ("Lesart", inventory.DIRECTIONS[indicator.direction]),
            *(
                [("Berechnung", "eigene Berechnung aus Zählern und Nennern der Quelle")]
                if indicator.is_computed
                else []
            ),
            *(("Zu beachten", pitfall) for pitfall in indicator.pitfalls),
            *((f"Bruch {b.year}", b.reason) for b in catalog.breaks(indicator)),
            ("Kennung", indicator.id),
        ]
    )
    entries = inventory.coverage(data.values(indicator), data.registry())
    said += markup.small_table(inventory.coverage_table(entries), "Ebenen und Jahre mit Werten")
    return said + "".join(_dataset(catalog.dataset(dataset_id)) for dataset_id in indicator.datasets)


def _dataset(dataset: Dataset) -> str:
    table = f", Tabelle {dataset.table}" if dataset.table else ""
    return markup.facts(
        [
            ("Quelle", f"{dataset.title}{table}"),
            ("Herausgeber", dataset.producer),
            ("Stand", f"{dataset.edition}; übernommen am {dataset.retrieved:%d.%m.%Y}"),
            ("Beleg", inventory.EVIDENCE_EXPLAINED[dataset.evidence_level]),
            ("Lizenz", dataset.licence),
            ("Quellenvermerk", dataset.attribution),
            *(("Anmerkung", note) for note in dataset.notes),
            *(("Nicht übernommen", wrong.reason) for wrong in dataset.wrong),
        ],
        links={"Quelle": dataset.url, "Lizenz": dataset.licence_url},
    )


def select_source() -> str:
    """The source of funding figures to be shown before the indicator; `keine` for none and without a link."""
    if link.is_unread("quelle") and "quelle" not in st.query_params:
        st.session_state["quelle"] = NO_SOURCE
    titles = data.shared_of_all(_source_titles)
    return controls.select("quelle", "Quelle von Fördermitteln", tuple(titles), titles.__getitem__, NO_SOURCE)


def _source_titles() -> dict[str, str]:
    named = {source.id: source.title for source in data.catalog().funding_sources.values()}
    return {NO_SOURCE: "keine gewählt", **named}


def show_source(source_id: str) -> None:
    """Everything about one source of funding figures; nothing for `keine`."""
    if source_id != NO_SOURCE:
        st.html(data.shared_of_all(_source, source_id))


def _source(source_id: str) -> str:
    source = data.catalog().funding_sources[source_id]
    used = data.funding_facts().records.filter(source=source_id)
    years = texts.span(used["year"].unique().to_list())
    said = markup.finding(source.title, f"Quelle von Fördermitteln · {used.height} Angaben · {years}")
    links = {"Adresse": source.url, "Lizenz": source.licence_url}
    return said + markup.facts(inventory.source_facts(source), links)


def show_indicators() -> None:
    """All indicators in one table."""
    _show_table(_indicators_said, _indicators, "Tabelle aller Indikatoren", _TABLE_HEIGHT, _COLUMNS)


def _indicators_said() -> str:
    indicators, datasets = len(data.catalog().indicators), len(data.catalog().datasets)
    return markup.section("Alle Indikatoren") + markup.note(
        f"{indicators} Indikatoren aus {datasets} Datensätzen. Gibt es zu einem Sachverhalt mehrere Quellen, "
        "hat jede eine eigene Kennung; sie werden nicht vermischt."
    )


def _indicators() -> pl.DataFrame:
    return data.indicator_table()


def show_money() -> None:
    """Sources of funding figures, programmes and standards, each with its source."""
    _show_table(_sources_said, _sources, "Tabelle: Quellen der Fördermittel", "auto")
    _show_table(_programmes_said, _programmes, "Tabelle: Förderprogramme", _MONEY_HEIGHT)
    _show_table(_standards_said, _standards, "Tabelle: Richtwerte", _MONEY_HEIGHT)


def _sources_said() -> str:
    return markup.section("Quellen der Fördermittel") + markup.note(
        "Dokumente, aus denen Beträge übernommen sind."
    )


def _sources() -> pl.DataFrame:
    return funding_tables.source_table(tuple(data.catalog().funding_sources.values()))


def _programmes_said() -> str:
    return markup.section("Förderprogramme") + markup.note(
        "Was im Katalog zu den Programmen steht, mit Beleg."
    )


def _programmes() -> pl.DataFrame:
    return inventory.programme_table(data.catalog(), data.registry())


def _standards_said() -> str:
    return markup.section("Richtwerte") + markup.note(
        "Preisindex, Schlüssel, Kosten und Pauschalen, auf denen Berechnungen beruhen; Beträge in Euro."
    )


def _standards() -> pl.DataFrame:
    return inventory.standard_table(data.catalog())


def show_limits() -> None:
    """What the figures do not have, and where sources disagree."""
    st.html(data.shared_of_all(_limits))


def _limits() -> str:
    return (
        markup.section("Was fehlt")
        + markup.bullets(data.catalog().known_gaps)
        + markup.section("Widersprüche zwischen Quellen")
        + markup.note(
            "Berichten zwei Quellen dasselbe, zählt die im Katalog zuerst genannte, bei mehreren Abrufen der "
            "neuere. Die andere bleibt hier sichtbar."
        )
        + markup.small_table(inventory.conflicts(data.catalog()), "Widersprüche zwischen Quellen")
    )


def show_members() -> None:
    """The roster with its evidence."""
    _show_table(_members_said, _members, "Tabelle der Mitglieder mit Beleg", "auto")


def _members_said() -> str:
    grades = [f"Stufe {grade}: {text}." for grade, text in GRADES.items() if grade != "D"]
    return (
        markup.section("Mitglieder des Arbeitskreises")
        + markup.note(
            f"{len(data.registry().members())} von etwa 35 Mitgliedern sind öffentlich belegt. Eine "
            "vollständige Liste ist nicht veröffentlicht; die koordinierende Stelle ergänzt die Datei "
            "data/members.csv."
        )
        + markup.bullets(grades)
    )


def _members() -> pl.DataFrame:
    return inventory.member_table(data.registry())


def _show_table(
    said: Callable[[], str],
    build: Callable[[], pl.DataFrame],
    alt: str,
    height: int | Literal["auto"],
    columns: Mapping[str, Any] | None = None,
) -> None:
    """What is said about a table, and the table; both are made once for everybody."""
    st.html(data.shared_of_all(said))
    st.dataframe(
        data.shared_of_all(_as_arrow, build),
        hide_index=True,
        width="stretch",
        height=height,
        column_config=columns,
        alt=alt,
    )


def _as_arrow(build: Callable[[], pl.DataFrame]) -> pa.Table:
    """The table as Streamlit sends it: anything else it would convert in every run."""
    return build().to_arrow()


def show_imports() -> None:
    """What was imported on this installation, and which values that changed."""
    st.html(data.shared_of_all(_imports_said))
    if data.shared_of_all(_imported).is_empty():
        return
    revised = inventory.revisions()
    if not revised.is_empty():
        furniture.note(f"{revised.height} Werte wurden durch Importe ersetzt:")
        st.dataframe(revised.to_arrow(), hide_index=True, width="stretch", alt="Tabelle der ersetzten Werte")


def _imports_said() -> str:
    frame = data.shared_of_all(_imported)
    shown = (
        markup.note(
            "Auf dieser Installation wurden keine Dateien eingelesen: Alle Zahlen sind die mitgelieferten. "
            "Neue Jahre liest der Befehl „python -m indicators import DATEI“ ein."
        )
        if frame.is_empty()
        else markup.small_table(frame, "Eingelesene Datensätze")
    )
    return markup.section("Eigene Importe") + shown


def _imported() -> pl.DataFrame:
    return inventory.imported(data.catalog())


def warm_up() -> None:
    """Makes the tables of the whole stock and what is said about them before somebody asks."""
    for said in (_indicators_said, _sources_said, _programmes_said, _standards_said, _limits, _members_said):
        data.shared_of_all(said)
    for build in (_indicators, _sources, _programmes, _standards, _members):
        data.shared_of_all(_as_arrow, build)
