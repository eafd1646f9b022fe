"""The federal budget as it is published: every layout, every year, each amount to the cent."""

import csv
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl
import pytest

from indicators import build_funding, catalog, settings
from indicators.catalog import Catalog, Programme
from indicators.errors import InputError
from indicators.importers.funding import FundingRead, budget_tables, bundeshaushalt

HEADER = (
    "einzelplan;einzelplan-text;einnahmen-ausgaben;einnahmen-ausgaben-art;kapitel;kapitel-text;titel;"
    "funktion;titel-text;flex;seite;soll;titelgruppe;tgr-text"
)
COURSES = (
    "06;Inneres;A;Zuweisungen;0603;Integration;68412;219;"
    "Durchführung von Integrationskursen nach der Integrationskursverordnung;nein;57;244077;;"
)
TEXT_ONLY = (
    "einzelplan;einzelplan-text;einnahmen-ausgaben;einnahmen-ausgaben-art;kapitel;kapitel-text;titel;"
    "funktion;titel-text;flex;seite;soll;seite;bisher;titelgruppe;tgr-text\r\n"
    ";;;;;;;219;Durchführung von Integrationskursen nach der Integrationskursverordnung;"
    ";;269077;;244077;;\r\n"
)


@pytest.fixture(scope="module")
def compiled(sources: Path, declared: Catalog) -> pl.DataFrame:
    return pl.concat(
        build_funding.read(declared.funding_sources[name], sources, declared).records
        for name in ("bund_soll", "bund_ist")
    )


def amounts(frame: pl.DataFrame, programme: str, value_type: str, budget: str = "") -> dict[int, float]:
    rows = frame.filter(programme=programme, value_type=value_type, budget=budget)
    return dict(rows.group_by("year").agg(pl.col("amount_eur").sum()).iter_rows())


def million(amount: float) -> float:
    return round(amount / 1e6, 1)


def test_check_values(compiled):
    spent = amounts(compiled, "bund_integrationskurse", "Ist")
    planned = amounts(compiled, "bund_integrationskurse", "Soll")
    assert (spent[2019], spent[2022], spent[2023]) == (647_978_946.04, 604_532_022.62, 967_597_188.13)
    assert [million(spent[year]) for year in (2019, 2022, 2023)] == [648.0, 604.5, 967.6]
    assert planned[2023] == 757_798_000
    assert million(amounts(compiled, "bund_mbe", "Ist")[2023]) == 81.3
    assert million(amounts(compiled, "bund_deufoev", "Soll")[2017]) == 410.0
    assert million(amounts(compiled, "bund_deufoev", "Ist")[2017]) == 59.6


def test_every_amount_of_the_extract_is_met_to_the_cent(compiled, sources, declared):
    text = (sources / "bund" / "auszug_integration_soll_ist.csv").read_text(encoding="utf-8")
    checked = 0
    for row in csv.DictReader(text.splitlines()):
        year = int(row["jahr"])
        # The whole chapter of the Antidiskriminierungsstelle is two programmes: projects, and all the rest.
        wanted = {row["titel"]} if row["titel"] != "*" else {"*", "68401"}
        programmes = [
            programme.id
            for programme in declared.programmes.values()
            for title in programme.titles
            if title.chapter == row["kapitel"]
            and title.title in wanted
            and title.from_year <= year <= title.to_year
        ]
        for column, value_type in (("soll_eur_stammhaushalt", "Soll"), ("ist_eur", "Ist")):
            found = [amounts(compiled, programme, value_type).get(year) for programme in programmes]
            present = [amount for amount in found if amount is not None]
            expected = float(row[column]) if row[column] else None
            assert (round(sum(present), 2) if present else None) == expected, (row, value_type)
            checked += 1
    assert checked == 2 * 15 * 11


def test_supplementary_budgets_stand_apart(compiled):
    assert amounts(compiled, "bund_integrationskurse", "Soll", "1. Nachtrag") == {2015: 269_077_000}
    assert amounts(compiled, "bund_integrationskurse", "Soll")[2015] == 244_077_000
    assert amounts(compiled, "bund_jugendhilfe", "Soll", "1. Nachtrag") == {
        2015: 160_803_000,
        2021: 234_533_000,
    }
    # This one has lost its leading zeros.
    assert amounts(compiled, "bund_integrationsforschung", "Soll", "2. Nachtrag") == {2020: 8_969_000}


def test_money_of_the_eu_is_planned_with_zero_and_counted_as_the_eu(compiled):
    fund = compiled.filter(programme="eu_amif")
    assert set(fund["funder"]) == {"EU"}
    assert set(amounts(fund, "eu_amif", "Soll").values()) == {0}
    assert amounts(fund, "eu_amif", "Ist")[2020] == 110_332_698.20


def test_programme_is_followed_through_chapters_and_a_reused_number_is_not(compiled):
    advice = compiled.filter(programme="bund_fluechtlingsberatung", value_type="Ist").sort("year")
    assert advice["year"].to_list() == list(range(2012, 2024))
    assert advice["page"][1].startswith("Kapitel 17 02, Titel 684 05 (Seite ")
    assert advice["page"][2].startswith("Kapitel 17 10, Titel 684 05 (Seite ")
    # From 2014 on 1702/68405 pays the youth organisations of the parties, 1.28 million.
    assert amounts(compiled, "bund_fluechtlingsberatung", "Ist")[2014] == 2_206_900


def test_texts_are_those_of_the_year_and_legible(compiled):
    texts = compiled["position"].unique().to_list()
    assert not [text for text in texts if budget_tables.LOST in text or "  " in text]
    assert [text for text in texts if any("\x80" <= sign < "\xa0" for sign in text)] == []
    racism = compiled.filter(programme="bund_rassismus", value_type="Soll").sort("year")
    assert racism["position"].to_list()[:2] == [
        "Umsetzung Kabinettausschuss gegen Rassismus",
        "Maßnahmen zur Bekämpfung von Rassismus",
    ]


def test_every_declared_title_is_found(compiled, declared):
    places = {(row["programme"], row["page"].split(" (")[0]) for row in compiled.rows(named=True)}
    for programme in declared.programmes.values():
        for title in programme.titles:
            name = "übrige Titel" if title.title == "*" else f"Titel {title.title[:3]} {title.title[3:]}"
            place = f"Kapitel {title.chapter[:2]} {title.chapter[2:]}, {name}"
            assert (programme.id, place) in places


def test_no_title_counts_twice(declared):
    for year in range(2012, 2026):
        assert bundeshaushalt.titles(declared.programmes, year)


@pytest.mark.parametrize("year", range(2014, 2025))
def test_plans_are_read_whole(sources, year):
    table = budget_tables.read(sources / "bund" / "soll" / f"hh_{year}.csv", f"hh_{year}.csv")
    # The plan of 2023 also holds the plans of the special funds, in chapters of their own.
    lines = [line for line in table.lines if year != 2023 or line.chapter[2] != "9"]
    total = {
        2014: 296.5,
        2015: 299.1,
        2016: 316.9,
        2017: 329.1,
        2018: 343.6,
        2019: 356.4,
        2020: 362.0,
        2021: 498.62,
        2022: 495.791475,
        2023: 476.290763,
        2024: 476.807656,
    }
    out = sum(line.amount for line in lines if line.is_expenditure)
    assert out == sum(line.amount for line in lines if not line.is_expenditure)
    assert out == pytest.approx(total[year] * 1e9, abs=500_000)


@pytest.mark.parametrize("year", range(2012, 2024))
def test_accounts_balance(sources, year):
    table = budget_tables.read(sources / "bund" / "ist" / f"HR{year}.xlsx", f"HR{year}.xlsx")
    out = sum(line.amount for line in table.lines if line.is_expenditure)
    into = sum(line.amount for line in table.lines if not line.is_expenditure)
    assert out == pytest.approx(into, abs=0.01)


@pytest.mark.parametrize(("name", "last"), [("bund_soll", 2024), ("bund_ist", 2023)])
def test_a_further_year_is_one_further_file(sources, declared, name, last):
    whole = declared.funding_sources[name]
    fewer = whole.model_copy(
        update={"inputs": tuple(entry for entry in whole.inputs if str(last) not in entry.path)}
    )
    assert len(fewer.inputs) == len(whole.inputs) - 1
    before = build_funding.read(fewer, sources, declared).records
    after = build_funding.read(whole, sources, declared).records
    assert after.filter(pl.col("year") == last).height > 25
    assert after.filter(pl.col("year") != last).equals(before)


def test_a_further_programme_is_one_toml_file(sources, declared, compiled, tmp_path):
    folder = tmp_path / "catalog"
    shutil.copytree(settings.data_dir() / "catalog", folder)
    template = (folder / "programmes" / "bund" / "bund_mbe.toml").read_text(encoding="utf-8")
    # The title that pays for voluntary return; the shipped catalogue leaves it out.
    text = template[: template.index("[[titles]]")] + '[[titles]]\nchapter = "0603"\ntitle = "68519"\n'
    (folder / "programmes" / "probe.toml").write_text(text, encoding="utf-8")
    more = catalog.load(folder)
    after = pl.concat(
        build_funding.read(more.funding_sources[name], sources, more).records
        for name in ("bund_soll", "bund_ist")
    )
    assert set(after.filter(programme="probe")["position"]) == {
        "Zuschuss für Programme zur Förderung der freiwilligen Ausreise"
    }
    assert amounts(after, "probe", "Soll").keys() == set(range(2014, 2025))
    assert amounts(after, "probe", "Ist").keys() == set(range(2014, 2024))
    assert after.filter(pl.col("programme") != "probe").equals(compiled)


def test_layout_is_known_by_its_content(sources, declared, tmp_path):
    copy = tmp_path / "Einzelplaene 2017.txt"
    copy.write_bytes((sources / "bund" / "soll" / "hh_2017.csv").read_bytes())
    assert budget_tables.read(copy, copy.name).lines == (
        budget_tables.read(sources / "bund" / "soll" / "hh_2017.csv", "hh_2017.csv").lines
    )
    accounts = tmp_path / "tabelle.xlsx"
    accounts.write_bytes((sources / "bund" / "ist" / "HR2019.xlsx").read_bytes())
    assert budget_tables.read(accounts, "tabelle.xlsx").year == 2019


@pytest.fixture
def read_text(tmp_path: Path, declared: Catalog) -> Callable[..., FundingRead]:
    """Read files of these names and texts as one source."""

    def read(
        files: Mapping[str, str], programmes: Mapping[str, Programme] = declared.programmes
    ) -> FundingRead:
        paths = {name: tmp_path / name for name in files}
        for name, text in files.items():
            paths[name].write_text(text, encoding="utf-8")
        return bundeshaushalt.read(paths, declared.funding_sources["bund_soll"], programmes)

    return read


def test_supplement_without_numbers_finds_them_in_the_plan_of_the_year(read_text):
    plan = f"{HEADER}\r\n{COURSES}\r\n"
    made = read_text({"hh_2015.csv": plan, "nhh_2015_1.csv": TEXT_ONLY})
    assert made.records["budget"].to_list() == ["", "1. Nachtrag"]
    other = TEXT_ONLY.replace(";244077;", ";244000;")
    assert dict(read_text({"hh_2015.csv": plan, "nhh_2015_1.csv": other}).dropped) == {
        "Nachtrag ohne Titelnummer, im Haushaltsplan nicht eindeutig zu finden": 1
    }
    with pytest.raises(InputError, match=r"nhh_2015_1\.csv.*fehlt der Haushaltsplan 2015"):
        read_text({"nhh_2015_1.csv": TEXT_ONLY})


def test_what_changed_is_noted(read_text):
    later = COURSES.replace("Durchführung von Integrationskursen", "Sprachkurse")
    notes = read_text({"hh_2015.csv": f"{HEADER}\n{COURSES}\n", "hh_2016.csv": f"{HEADER}\n{later}\n"}).notes
    assert any("68412 heißt ab 2016 „Sprachkurse" in note for note in notes)
    gone = COURSES.replace("68412", "68499")
    notes = read_text({"hh_2015.csv": f"{HEADER}\n{COURSES}\n", "hh_2016.csv": f"{HEADER}\n{gone}\n"}).notes
    assert any("68412 gibt es ab 2016 nicht mehr" in note for note in notes)
    assert any("Einnahmen (0,0 Mio. €) und Ausgaben (244,1 Mio. €) sind nicht gleich" in n for n in notes)


def test_lost_letters_come_from_another_year(read_text):
    lost = COURSES.replace("ü", budget_tables.LOST)
    made = read_text({"hh_2015.csv": f"{HEADER}\n{COURSES}\n", "hh_2016.csv": f"{HEADER}\n{lost}\n"})
    assert set(made.records["position"]) == {COURSES.split(";")[8]}
    assert not any("heißt ab" in note for note in made.notes)


def test_marks_of_typesetting_and_windows_letters_are_read(tmp_path):
    path = tmp_path / "hh_2024.csv"
    path.write_bytes(f"{HEADER}\n{COURSES}\n".encode("cp1252"))
    assert budget_tables.read(path, path.name).lines[0].text == COURSES.split(";")[8]
    marked = COURSES.replace("Durch", "\x83Durch").replace("nach der", "nach\u00a0 der\ufeff")
    path.write_text(f"{HEADER}\n{marked}\n", encoding="utf-8")
    assert budget_tables.read(path, path.name).lines[0].text == COURSES.split(";")[8]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (COURSES.replace("244077", "viel"), r"hh_2024\.csv.*Zeile 2, Spalte 12.*kein Betrag.*„viel“"),
        (COURSES.replace("244077", ""), r"Zeile 2, Spalte 12.*kein Betrag"),
        (COURSES.replace("0603", "0903"), r"Zeile 2, Spalte 5.*passen nicht.*„06; 0903“"),
        (COURSES.replace("68412", "684"), r"Zeile 2, Spalte 7.*keine Titelnummer.*„684“"),
        (
            COURSES.replace("von Integration", "von; Integration"),
            r"Zeile 2: Die Zeile hat 15 statt 14 Felder",
        ),
        (f"{COURSES}\n{COURSES}", r"Zeile 3.*Kapitel 0603, Titel 68412 steht doppelt"),
        ("", "keine Titel"),
    ],
)
def test_what_cannot_be_read_is_named(read_text, row, words):
    with pytest.raises(InputError, match=words):
        read_text({"hh_2024.csv": f"{HEADER}\n{row}\n"})


def test_a_file_that_is_no_budget_is_refused(read_text):
    with pytest.raises(InputError, match="weder ein Haushaltsplan noch eine Haushaltsrechnung"):
        read_text({"hh_2024.csv": "ags;jahr;wert\n08111;2024;3\n"})
    with pytest.raises(InputError, match="Haushaltsjahr steht weder"):
        read_text({"haushalt.csv": f"{HEADER}\n{COURSES}\n"})
    with pytest.raises(InputError, match=r"Für 2024 steht dieselbe Tabelle schon in hh_2024\.csv"):
        read_text(dict.fromkeys(("hh_2024.csv", "plan_2024.csv"), f"{HEADER}\n{COURSES}\n"))


def test_two_programmes_cannot_have_one_title(read_text, declared):
    one = declared.programmes["bund_integrationskurse"]
    both = {"a": one.model_copy(update={"id": "a"}), "b": one.model_copy(update={"id": "b"})}
    with pytest.raises(InputError, match="68412 gehört 2024 zu zwei Programmen: a und b"):
        read_text({"hh_2024.csv": f"{HEADER}\n{COURSES}\n"}, both)


def test_supplement_to_a_part_of_a_whole_chapter_is_left_out_and_said(read_text, declared):
    rest = COURSES.replace("68412", "54201").replace(";06;", ";17;").replace("06;I", "17;I")
    text = rest.replace("0603", "1715")
    changed = text.replace("244077;;", "250000;4;244077;;")
    supplement = f"{TEXT_ONLY.splitlines()[0]}\n{changed}\n"
    made = read_text({"hh_2024.csv": f"{HEADER}\n{text}\n", "nhh_2024_1.csv": supplement})
    assert made.records["programme"].to_list() == ["bund_ads"]
    assert [count for _, count in made.dropped] == [1]
