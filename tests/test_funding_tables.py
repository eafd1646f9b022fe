"""The sheets, tables and files of the page on funding, made from the shipped records."""

import io
from datetime import date

import fastexcel
import pytest

from indicators import (
    funding_facts,
    funding_overview,
    funding_records,
    funding_sheets,
    funding_structure,
    funding_tables,
    series,
)
from indicators.funding_facts import ALL, Facts, Question
from indicators.funding_tables import View

TODAY = date(2026, 11, 22)
COURSES = "bund_integrationskurse"
PLAIN = View()


@pytest.fixture(scope="module")
def facts(declared, registry):
    return Facts(funding_records.read(), declared, registry, series.values)


def overview(facts, ags, stand, view=PLAIN):
    return funding_overview.overview(Question(ags, ALL, ALL, stand, view), facts)


def sheet(facts, ags, programme, part="", view=PLAIN):
    return funding_sheets.programme_sheet(Question(ags, programme, part, "", view), facts)


def line(chart, name):
    return {p.year: p.value for p in next(found for found in chart.lines if found.name == name).points}


def test_soll_and_ist_are_lines_of_their_own(facts):
    chart = sheet(facts, "DG", COURSES).chart
    assert [found.name for found in chart.lines][:2] == ["Ist", "Soll"]
    assert line(chart, "Ist")[2023] == pytest.approx(967.597, abs=0.001)
    assert line(chart, "Soll")[2023] == pytest.approx(757.798, abs=0.001)
    assert 2024 not in line(chart, "Ist")


def test_finding_names_amount_year_and_value_type(facts):
    assert (
        sheet(facts, "DG", COURSES)
        .headline.replace("\u00a0", " ")
        .endswith(": Ist 2023 967,6 Mio. €, Soll 2023 757,8 Mio. €")
    )
    found = sheet(facts, "05515", "muenster_pg0116_zuwendungen", "ertrag")
    assert found.headline.replace("\u00a0", " ").endswith("Ist 2024 1.469.090 €, Ansatz 2027 599.800 €")


def test_real_terms_stand_beside_nominal_ones_and_missing_years_are_named(facts):
    found = sheet(facts, "DG", COURSES, view=View(2025))
    assert line(found.chart, "Ist")[2023] == pytest.approx(1_010.712, abs=0.001)
    assert line(found.chart, "Ist nominal")[2023] == pytest.approx(967.597, abs=0.001)
    assert any("kein Preisindex für 2012–2013" in note for note in found.notes)


def test_secondary_evidence_is_marked_in_the_chart(facts):
    chart = sheet(facts, "08", "integrationsmanagement_bw").chart
    points = chart.lines[0].points
    assert all(p.is_secondary for p in points)
    assert "Beleg: sekundär" in points[0].label


def test_no_target_group_no_value_but_a_reason(facts):
    found = sheet(facts, "DG", COURSES, view=View(None, "zielgruppe"))
    assert found.chart is None
    assert any("Zielgruppe" in note for note in found.notes)


def test_populations_are_named_and_cut_the_line(facts):
    found = sheet(facts, "DG", COURSES, view=View(None, "einwohner"))
    assert {year for year, _ in found.chart.breaks} == {2022, 2023}
    assert any("Zensus 2022, 15.05.2022" in note for note in found.notes)


def test_overview_adds_up_titles_of_the_budget_only(facts):
    found = overview(facts, "DG", "Ist-2023")
    assert [stack.name for stack in found.bars.stacks] == ["EU", "Bund"]
    assert any("Asylbewerberleistungsgesetz" in note for note in found.notes)
    asylblg = next(entry for entry in funding_overview.entries("DG", ALL, facts) if entry.id == "asylblg")
    assert asylblg.is_weak


def test_what_is_not_added_is_named_with_its_reason(facts):
    notes = " ".join(overview(facts, "DG", "Soll-2023").notes)
    assert "Nicht addiert (nur ein nicht bezifferter Teil gilt der Integration): " in notes
    assert "Qualifizierungsoffensive" in notes
    assert "Nicht addiert (in einem anderen Programm enthalten): Jugendmigrationsdienste (JMD) 68,85" in notes
    taken, _ = funding_structure.taken_and_beside(
        facts.place("DG").yearly, "Soll", 2023, facts.catalog.programmes
    )
    paid = {row["programme"] for row in taken}
    assert not {"bund_jmd", "bund_jugendhilfe", "bund_qualifizierungsoffensive"} & paid
    assert {"bund_integrationskurse", "bund_ads_projekte", "bund_mbe"} <= paid


def test_structures_are_offered_only_where_something_is_added(facts):
    _, stands = funding_overview.stands("DG", facts)
    assert not [s for s in stands if s in {"Bewilligung-2023", "Planung-2022", "Bewilligung-2020"}]


def test_the_press_figure_of_2025_does_not_follow_the_budgets_line(facts):
    found = sheet(facts, "DG", COURSES)
    assert {line.name: line.cuts for line in found.chart.lines}["Soll"] == (2025,)
    assert "Soll ab 2025: andere Quelle (Einzelzahlen" in " ".join(found.notes)


def test_a_part_says_so_in_its_facts(facts):
    assert dict(sheet(facts, "DG", "bund_jmd").facts)["Summen"].startswith("Teil von „")


def test_a_municipality_without_own_records_says_so_and_shows_what_is_above(facts):
    place, stands = funding_overview.stands("09162", facts)
    assert place in ("09", "DG")
    found = overview(facts, "09162", stands[0])
    assert "München" in found.own
    assert "Eigene Zahlen" in found.own


def test_own_records_come_first_and_terms_are_listed(facts):
    _, stands = funding_overview.stands("05515", facts)
    found = overview(facts, "05515", stands[0])
    assert found.own == ""
    assert funding_overview.entries("05515", ALL, facts)[0].place == "Münster"
    known = funding_overview.terms("05515", ALL, TODAY, facts)
    assert known is not None
    terms = known.terms
    ends = {term.end for term in terms}
    assert {date(2027, 12, 31), date(2030, 12, 31)} <= ends
    assert all("Nachfolge offen" in t.label for t in terms if t.end == date(2027, 12, 31))


def test_parts_of_a_municipal_budget_can_be_chosen(facts):
    parts = funding_sheets.parts("05515", "muenster_pg0116", facts)
    assert parts["aufwand"] == "Aufwand der Kommune"
    assert "aufwand_11_personalaufwendungen" in parts
    found = sheet(facts, "05515", "muenster_pg0116", "aufwand_11_personalaufwendungen")
    assert line(found.chart, "Ist")[2024] == pytest.approx(987_891.34)


def test_an_amount_in_the_list_stands_apart_from_what_it_is(facts):
    listed = {e.id: e for code in ("DG", "05515") for e in funding_overview.entries(code, ALL, facts)}
    courses, muenster = listed[COURSES], listed["muenster_pg0116_zuwendungen"]
    assert (courses.spent[0].replace("\u00a0", " "), courses.spent[1]) == ("967,6 Mio. €", "2023")
    assert courses.planned[1] == "Planung 2026"
    assert muenster.spent == ("1.469.090\u00a0€", "Ertrag 2024")
    assert listed["muenster_zuschuesse_integration"].spent == ("", "")


def test_what_is_shown_of_a_field_are_the_records_of_its_programmes(facts):
    every, some = (funding_overview.entries("DG", part, facts) for part in (ALL, "beratung"))
    fields = {p.id: p.handlungsfeld for p in facts.catalog.programmes.values()}
    assert [e for e in every if fields[e.id] == "beratung"] == list(some)
    question = Question("DG", ALL, "beratung", "", PLAIN)
    known = {row["source"] for row in funding_facts.records_of(question, facts).iter_rows(named=True)}
    assert {s.id for s in funding_facts.sources("DG", ALL, "beratung", facts)} == known


def rows_and_table(facts, question):
    rows = funding_facts.records_of(question, facts)
    return rows, funding_tables.table(rows, question.view, facts.catalog, facts.registry)


def test_workbook_has_data_and_sources_with_numbers_as_numbers(facts):
    question = Question("DG", COURSES, "", "", View(2025))
    rows, table = rows_and_table(facts, question)
    sources = funding_tables.sources_of(set(rows["source"]), facts.catalog)
    book = fastexcel.read_excel(funding_tables.xlsx_bytes(table, "=1+1", question.view, sources))
    assert book.sheet_names == ["Daten", "Quellen"]
    data = book.load_sheet("Daten").to_polars()
    assert data.height == table.height
    assert data[funding_tables.AMOUNT].dtype.is_float()
    spent = data.filter(Werteart="Ist", Jahr="2023")
    assert spent["Betrag in Preisen von 2025"].item() == pytest.approx(1_010_712_058.55, abs=1)
    text = str(book.load_sheet("Quellen", header_row=None).to_polars().rows())
    assert "Haushaltsrechnung" in text
    assert "=1+1" in text


def test_csv_names_sources_and_how_amounts_are_computed(facts):
    question = Question("DG", COURSES, "", "", View(2025))
    rows, table = rows_and_table(facts, question)
    sources = funding_tables.sources_of(set(rows["source"]), facts.catalog)
    text = (
        io.BytesIO(funding_tables.csv_bytes(table, "Titel", question.view, sources))
        .read()
        .decode("utf-8-sig")
    )
    assert "# Berechnung: Betrag × Verbraucherpreisindex 2025" in text
    assert "967597188,13" in text
    assert text.count("# Quelle:") == len(sources)


def test_amounts_for_several_years_only_are_said_and_not_drawn(facts):
    found = sheet(facts, "06434", "wir_vielfaltszentren_he")
    assert found.chart is None
    assert "2026–2030 600.000" in found.headline
    assert "nicht auf Jahre verteilt" in found.reason


def test_every_declared_programme_has_a_sheet(facts):
    for programme in facts.catalog.programmes.values():
        assert programme.id in funding_facts.programmes(programme.region, facts)
        assert sheet(facts, programme.region, programme.id).headline.startswith(programme.title)


def test_a_structure_of_second_hand_figures_says_so(facts):
    assert "Beleg: sekundär" in overview(facts, "05", "Ist-2022").subtitle
    assert "Beleg" not in overview(facts, "DG", "Ist-2023").subtitle
