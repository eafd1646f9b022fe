"""The parts of the page on sources and methods."""

from typing import Final

import streamlit as st

from indicators import funding_tables, inventory, texts
from indicators.catalog import Dataset, Indicator
from indicators.roster import GRADES
from indicators.ui import controls, data, furniture, markup

_TABLE_HEIGHT = 420
_MONEY_HEIGHT = 320
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
            ("Beleg", inventory.EVIDENCE[dataset.evidence_level]),
            ("Lizenz", dataset.licence),
            ("Quellenvermerk", dataset.attribution),
            *(("Anmerkung", note) for note in dataset.notes),
        ],
        links={"Quelle": dataset.url, "Lizenz": dataset.licence_url},
    )


def select_source() -> str:
    """The source of funding figures to be shown before the indicator; `keine` for none and without a link."""
    if "quelle" not in st.query_params:
        st.session_state["quelle"] = NO_SOURCE
    titles = data.shared_money(_source_titles)
    return controls.select("quelle", "Quelle von Fördermitteln", tuple(titles), titles.__getitem__, NO_SOURCE)


def _source_titles() -> dict[str, str]:
    named = {source.id: source.title for source in data.catalog().funding_sources.values()}
    return {NO_SOURCE: "keine gewählt", **named}


def show_source(source_id: str) -> None:
    """Everything about one source of funding figures; nothing for `keine`."""
    if source_id != NO_SOURCE:
        st.html(data.shared_money(_source, source_id))


def _source(source_id: str) -> str:
    source = data.catalog().funding_sources[source_id]
    used = data.funding_facts().records.filter(source=source_id)
    years = texts.span(used["year"].unique().to_list())
    said = markup.finding(source.title, f"Quelle von Fördermitteln · {used.height} Angaben · {years}")
    links = {"Adresse": source.url, "Lizenz": source.licence_url}
    return said + markup.facts(inventory.source_facts(source), links)


def show_money() -> None:
    """Sources of funding figures, programmes and standards, each with its source."""
    for title, note, build in (
        ("Quellen der Fördermittel", "Dokumente, aus denen Beträge übernommen sind.", _source_table),
        ("Förderprogramme", "Was im Katalog zu den Programmen steht, mit Beleg.", _programme_table),
        (
            "Richtwerte",
            "Preisindex, Schlüssel, Kosten und Pauschalen, auf denen Berechnungen beruhen; Beträge in Euro.",
            _standard_table,
        ),
    ):
        furniture.section(title)
        furniture.note(note)
        st.dataframe(
            data.shared_money(build),
            hide_index=True,
            width="stretch",
            height=_MONEY_HEIGHT,
            alt=f"Tabelle: {title}",
        )


def _source_table() -> object:
    return funding_tables.source_table(tuple(data.catalog().funding_sources.values())).to_pandas()


def _programme_table() -> object:
    return inventory.programme_table(data.catalog(), data.registry()).to_pandas()


def _standard_table() -> object:
    return inventory.standard_table(data.catalog()).to_pandas()


def show_indicators() -> None:
    """All indicators in one table."""
    catalog = data.catalog()
    frame = data.indicator_table()
    furniture.section("Alle Indikatoren")
    furniture.note(
        f"{frame.height} Indikatoren aus {len(catalog.datasets)} Datensätzen. Gibt es zu einem Sachverhalt "
        "mehrere Quellen, hat jede eine eigene Kennung; sie werden nicht vermischt."
    )
    st.dataframe(
        frame.to_pandas(),
        hide_index=True,
        width="stretch",
        height=_TABLE_HEIGHT,
        alt="Tabelle aller Indikatoren",
    )


def show_missing() -> None:
    """What the figures do not have, and why."""
    furniture.section("Was fehlt")
    furniture.bullets(data.catalog().known_gaps)


def show_conflicts() -> None:
    """Where sources disagree, and which one counts."""
    furniture.section("Widersprüche zwischen Quellen")
    frame = inventory.conflicts(data.catalog())
    furniture.note(
        "Berichten zwei Quellen dasselbe, zählt die im Katalog zuerst genannte, bei mehreren Abrufen der "
        "neuere. Die andere bleibt hier sichtbar."
    )
    furniture.small_table(frame, "Widersprüche zwischen Quellen")


def show_members() -> None:
    """The roster with its evidence."""
    registry = data.registry()
    frame = inventory.member_table(registry)
    furniture.section("Mitglieder des Arbeitskreises")
    furniture.note(
        f"{frame.height} von etwa 35 Mitgliedern sind öffentlich belegt. Eine vollständige Liste ist nicht "
        "veröffentlicht; die koordinierende Stelle ergänzt die Datei data/members.csv."
    )
    furniture.bullets([f"Stufe {grade}: {text}." for grade, text in GRADES.items() if grade != "D"])
    st.dataframe(frame.to_pandas(), hide_index=True, width="stretch", alt="Tabelle der Mitglieder mit Beleg")


def show_imports() -> None:
    """What was imported on this installation, and which values that changed."""
    furniture.section("Eigene Importe")
    frame = inventory.imported(data.catalog())
    if frame.is_empty():
        furniture.note(
            "Auf dieser Installation wurden keine Dateien eingelesen: Alle Zahlen sind die mitgelieferten. "
            "Neue Jahre liest der Befehl „python -m indicators import DATEI“ ein."
        )
        return
    furniture.small_table(frame, "Eingelesene Datensätze")
    revised = inventory.revisions()
    if not revised.is_empty():
        furniture.note(f"{revised.height} Werte wurden durch Importe ersetzt:")
        st.dataframe(revised.to_pandas(), hide_index=True, width="stretch", alt="Tabelle der ersetzten Werte")
