"""Import into the user's folder: new values, revisions, nothing lost, nothing half done."""

import csv
import dataclasses
import hashlib
import json
import multiprocessing
import re
import time
import tomllib
from datetime import UTC, date, datetime

import polars as pl
import pytest

from indicators import catalog, inventory, observations, regions
from indicators.errors import InputError
from indicators.importers import overlay
from indicators.ui import data

_JOBLESS = "regionalstatistik_table/13211-02-05-4_2025.csv"
_REFUGEES = "ffcsv/12531-0043_flat.csv"
_DATASET = "regionalstatistik_13211_02_05_4"
_KEY = {"measure": "arbeitslosenquote", "group": "auslaender", "year": 2025}


@pytest.fixture
def described(declared, registry, home):
    """The plan for a file whose table no catalogue knows."""
    bare = dataclasses.replace(declared, datasets={}, indicators={})
    return lambda path: overlay.plan(path, bare, registry)


def table_of_year(path, year, **replaced):
    """The excerpt as a download of another year, with some texts replaced."""
    text = path.read_bytes().decode("cp1252").replace("\n2025;", f"\n{year};")
    for old, new in replaced.items():
        assert old.strip("_") in text
        text = text.replace(old.strip("_"), new)
    return text.encode("cp1252")


def test_a_table_that_is_stored_already_changes_nothing(planned, excerpt, home):
    plan = planned(excerpt(_JOBLESS))
    found = plan.as_json()
    assert (found["known"], found["dataset"], found["table"]) == (True, _DATASET, "13211-02-05-4")
    assert (found["new"], found["revisions"], found["years"]) == (0, [], [2025])
    assert found["unchanged"] == len(found["observations"]) > 50
    assert {"ags": "08111", **_KEY, "value": 12.8, "status": "wert"} in found["observations"]
    overlay.apply(plan)
    assert not list(home.rglob("*.parquet"))


def test_a_new_year_is_merged_and_read(planned, excerpt, saved):
    path = saved(table_of_year(excerpt(_JOBLESS), 2026))
    plan = planned(path)
    found = plan.as_json()
    assert (found["years"], found["revisions"], found["unchanged"]) == ([2026], [], 0)
    assert found["new"] == len(found["observations"])
    assert found["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    before = observations.read(_DATASET)
    overlay.apply(plan)
    after = observations.read(_DATASET)
    assert after.height == before.height + found["new"]
    value = after.filter(**{**_KEY, "year": 2026}, ags="08111").row(0, named=True)
    assert (value["value"], value["status"]) == (12.8, "wert")


def test_pages_that_run_see_an_import_without_a_restart(planned, excerpt, saved, home, declared):
    indicator = declared.indicator("arbeitslosenquote")
    of_stuttgart = pl.col("ags") == "08111"

    def seen():
        second = int(time.monotonic())
        while int(time.monotonic()) == second:  # pages look at most once a second
            time.sleep(0.05)
        return data.values(indicator).filter(of_stuttgart)["year"].max(), data.needs_and_money()

    assert seen()[0] == 2025
    overlay.apply(planned(saved(table_of_year(excerpt(_JOBLESS), 2026))))
    assert seen()[0] == 2026
    # Once more into the same file.
    lines = table_of_year(excerpt(_JOBLESS), 2026).replace(b";12,8;", b";13,1;")
    overlay.apply(planned(saved(lines, "=neu.csv")))
    seen()
    now = data.values(indicator).filter(of_stuttgart, year=2026, group="auslaender")
    assert now["value"].to_list() == [13.1]


def test_a_plan_writes_nothing(planned, excerpt, saved, home):
    planned(saved(table_of_year(excerpt(_JOBLESS), 2026)))
    assert not home.exists()


def test_a_revision_is_listed_stored_and_logged(planned, excerpt, saved, home):
    lines = excerpt(_JOBLESS).read_text(encoding="cp1252").split("\n")
    row = next(i for i, line in enumerate(lines) if line.startswith("2025;08111"))
    lines[row] = lines[row].replace(";12,8;", ";13,1;")
    path = saved("\n".join(lines).encode("cp1252"), "=neu.csv")
    plan = planned(path)
    revision = {
        "ags": "08111",
        **_KEY,
        "old_value": 12.8,
        "old_status": "wert",
        "new_value": 13.1,
        "new_status": "wert",
    }
    assert plan.as_json()["revisions"] == [revision]
    assert "12,8 → 13,1" in plan.text()
    overlay.apply(plan)
    assert observations.read(_DATASET).filter(**_KEY, ags="08111")["value"].to_list() == [13.1]
    with (home / "revisions.csv").open(encoding="utf-8", newline="") as stream:
        logged = list(csv.DictReader(stream))
    assert len(logged) == 1
    assert (logged[0]["old_value"], logged[0]["new_value"], logged[0]["dataset"]) == (
        "12.8",
        "13.1",
        _DATASET,
    )
    assert logged[0]["sha256"] == plan.sha256
    assert logged[0]["file"] == "'=neu.csv"
    assert planned(path).as_json()["revisions"] == []


def test_a_revision_of_a_large_number_shows_all_its_digits(planned, excerpt, saved):
    text = excerpt(_JOBLESS).read_bytes()
    assert b";2948092;" in text
    plan = planned(saved(text.replace(b";2948092;", b";2948093;")))
    assert "2.948.092 → 2.948.093" in plan.text()


def flat_file_of_refugees(head, year, share):
    """A flat file with one nationality that stands for this share of the stored figures of three Kreise."""
    status = {
        "schutz_anerkannt": "Anerkannter Schutzstatus",
        "schutz_offen": "Offener Schutzstatus",
        "schutz_ohne": "Ohne Schutzsstatus",
    }
    stored = observations.read("genesis_12531_0043").filter(
        pl.col("ags").is_in(["08111", "05515", "14713"]), pl.col("group").is_in(list(status))
    )
    rows = [
        f"12531;Statistik über Schutzsuchende;STAG;Stichtag;{year}-12-31;KREISE;Kreise;{row['ags']};;"
        f"SCHST2;Schutzstatuskategorie;X;{status[row['group']]};GES;Geschlecht;GESM;männlich;"
        f"STAAG5;Staatsangehörigkeit;ST438;Irak;{row['value'] * share:.0f};Anzahl;BEV030;Schutzsuchende"
        for row in stored.iter_rows(named=True)
    ]
    return "\n".join([head, *rows]) + "\n"


@pytest.mark.parametrize("year", [2024, 2025])
def test_a_partial_download_of_a_sum_is_not_merged(planned, excerpt, saved, home, year):
    head = excerpt(_REFUGEES).read_text(encoding="utf-8-sig").split("\n")[0]
    assert planned(saved(flat_file_of_refugees(head, year, 0.95))).obstacle is None
    plan = planned(saved(flat_file_of_refugees(head, year, 0.5)))
    assert plan.dataset.id == "genesis_12531_0043"
    assert "Nicht zu übernehmen" in plan.text()
    with pytest.raises(InputError, match="erreicht nur 50 %"):
        overlay.apply(plan)
    assert not home.exists()


def test_later_imports_keep_earlier_ones(planned, excerpt, saved, home):
    for year in (2026, 2027):
        overlay.apply(planned(saved(table_of_year(excerpt(_JOBLESS), year))))
    stored = pl.read_parquet(home / "observations" / f"{_DATASET}.parquet")
    assert set(stored["year"]) == {2026, 2027}
    assert sorted(p.name for p in (home / "observations").iterdir()) == [f"{_DATASET}.parquet"]


def test_a_mark_that_says_nothing_does_not_replace_a_figure(planned, excerpt, saved):
    # The excerpt lacks Osterode: today's Göttingen cannot be added up for the years before 2016.
    plan = planned(excerpt("regionalstatistik_table/13211-02-05-4_2001-2016.csv"))
    silent = {"keine_region", "unbekannt", "nicht_berechenbar"}
    assert not [
        r for r in plan.as_json()["revisions"] if r["new_status"] in silent and r["old_value"] is not None
    ]


def test_an_older_file_that_changes_figures_says_so(planned, excerpt):
    plan = planned(excerpt("regionalstatistik_table/13211-02-05-4_2001-2016.csv"))
    assert plan.as_json()["revisions"]
    assert "Die Datei ist älter (10.10.2017)" in plan.text()


def with_jobless_rate(path, code, rate):
    """The excerpt with another rate of the unemployed foreigners of a Kreis."""
    lines = path.read_text(encoding="cp1252").split("\n")
    row = next(i for i, line in enumerate(lines) if line.startswith(f"2025;{code}"))
    assert ";12,8;" in lines[row]
    lines[row] = lines[row].replace(";12,8;", f";{rate};")
    return "\n".join(lines).encode("cp1252")


@pytest.mark.parametrize(
    ("rate", "shown"),
    [
        ("1,2", "12,8 → 1,2"),  # less than a tenth
        ("99,9", "12,8 → 99,9"),  # beyond every rate ever stored
    ],
)
def test_a_revision_out_of_proportion_is_noted_and_taken(planned, excerpt, saved, rate, shown):
    plan = planned(saved(with_jobless_rate(excerpt(_JOBLESS), "08111", rate)))
    (note,) = (n for n in plan.as_json()["notes"] if "außer Verhältnis" in n)
    assert note.startswith("Ein geänderter Wert ist außer Verhältnis")
    assert f"Stuttgart, 2025, arbeitslosenquote (auslaender): {shown}." in note
    assert note in plan.text()
    overlay.apply(plan)
    stored = observations.read(_DATASET).filter(**_KEY, ags="08111")["value"].to_list()
    assert stored == [float(rate.replace(",", "."))]


def test_many_revisions_out_of_proportion_are_counted_and_not_merged(planned, excerpt, saved, home):
    # A file whose rates are parts of one instead of percent.
    def hundredth(found):
        return b";%.4f" % (float(found[1].replace(b",", b".")) / 100)

    text = re.sub(rb";(\d+,\d)(?=;|\r?\n)", hundredth, excerpt(_JOBLESS).read_bytes())
    plan = planned(saved(re.sub(rb";(\d)\.(\d{4})", rb";\1,\2", text)))
    changed = len(plan.as_json()["revisions"])
    assert changed > 20
    assert f"{changed} geänderte Werte sind außer Verhältnis" in plan.text()
    assert "Nicht zu übernehmen" in plan.text()
    with pytest.raises(InputError, match="im Mittel das 0,01-Fache der gespeicherten"):
        overlay.apply(plan)
    assert not home.exists()


def test_a_revision_in_proportion_needs_no_note(planned, excerpt, saved):
    plan = planned(saved(with_jobless_rate(excerpt(_JOBLESS), "08111", "13,1")))
    assert len(plan.as_json()["revisions"]) == 1
    assert "außer Verhältnis" not in plan.text()


def test_years_that_have_not_begun_are_noted_and_taken(planned, described, excerpt, saved):
    this_year = datetime.now(UTC).year
    note = f"Die Datei nennt Jahre nach {this_year}: {this_year + 1}."
    path = saved(table_of_year(excerpt(_JOBLESS), this_year + 1))
    plan = planned(path)
    assert [n.startswith(note) for n in plan.as_json()["notes"]] == [True]
    assert note in plan.text()
    assert note in described(path).text()
    overlay.apply(plan)
    assert observations.read(_DATASET)["year"].max() == this_year + 1
    now = planned(saved(table_of_year(excerpt(_JOBLESS), this_year), "now.csv"))
    assert now.as_json()["notes"] == []


def test_a_table_without_code_is_known_by_the_figures_it_repeats(planned, excerpt, saved):
    found = planned(excerpt("open_sdg/lsn_6-2-1.csv")).as_json()
    assert (found["known"], found["dataset"]) == (True, "lsn_6_2_1")
    text = excerpt("open_sdg/lsn_6-2-1.csv").read_text(encoding="utf-8-sig")
    lines = text.splitlines()
    others = [line.rsplit(",", 1)[0] + f",{i}.5" for i, line in enumerate(lines[1:])]
    assert planned(saved("\n".join([lines[0], *others]))).as_json()["known"] is False


def test_an_unknown_table_is_described_and_drafted(described, excerpt, home, tmp_path):
    plan = described(excerpt("regionalstatistik_table/71517-03-02-4.csv"))
    found = plan.as_json()
    assert (found["known"], found["table"], found["format"]) == (
        False,
        "71517-03-02-4",
        "regionalstatistik_table",
    )
    assert found["title"].startswith("Bruttoeinnahmen der Kreise")
    assert found["years"] == [2009, 2014]
    assert "08111" in found["regions"]["codes"]
    assert found["regions"]["count"] == len(found["regions"]["codes"])
    assert len(found["columns"]) == 7
    wanted = {"region": "08111", "year": 2014, "column": "Bruttoeinnahmen der Kreise", "unit": "EUR"}
    assert next(o for o in found["observations"] if wanted.items() <= o.items())["status"] == "gesperrt"
    assert json.loads(json.dumps(found)) == found
    draft = tmp_path / "kreise_einnahmen.toml"
    draft.write_text(plan.draft, encoding="utf-8")
    dataset = catalog.read_dataset(draft)
    assert (dataset.table, dataset.format, dataset.retrieved) == (
        "71517-03-02-4",
        "regionalstatistik_table",
        date(2017, 10, 10),
    )
    assert {rule.columns[0] for rule in dataset.measures} == set(found["columns"])
    assert len({rule.measure for rule in dataset.measures}) == 7
    overlay.apply(plan)
    assert not home.exists()


def test_a_drafted_table_is_known_after_it_was_added(described, declared, registry, excerpt, tmp_path):
    path = excerpt("regionalstatistik_table/71517-03-02-4.csv")
    draft = tmp_path / "neu.toml"
    draft.write_text(described(path).draft, encoding="utf-8")
    wider = dataclasses.replace(declared, datasets={"neu": catalog.read_dataset(draft)})
    found = overlay.plan(path, wider, registry).as_json()
    assert (found["known"], found["dataset"]) == (True, "neu")
    assert found["new"] == len(found["observations"]) > 0
    assert {rule.unit for rule in wider.datasets["neu"].measures} == {"eur"}


def test_a_draft_multiplies_thousands_of_euro_out(described, saved, tmp_path):
    text = (
        "Tabelle: 99999-01-01-4\nErfunden;;;\n;;;Schulden\n;;;Tsd. EUR\n2023;08111;Stuttgart;5\n____\n© Amt\n"
    )
    draft = tmp_path / "neu.toml"
    draft.write_text(described(saved(text)).draft, encoding="utf-8")
    (rule,) = catalog.read_dataset(draft).measures
    assert (rule.unit, rule.factor) == ("eur", 1000)


@pytest.mark.parametrize(
    "name",
    [
        "ffcsv/12411-01-01-4_2024_flat.csv",
        "inkar_export/indikatoren.csv",
        "ba_statistik/auslaender_arbeitslose.csv",
        "open_sdg/lsn_5-1-1.csv",
    ],
)
def test_every_format_can_be_drafted(described, excerpt, name):
    plan = described(excerpt(name))
    assert plan.as_json()["known"] is False
    assert tomllib.loads(plan.draft)["measures"]


def test_a_flat_file_belongs_to_the_dataset_of_its_table(described, declared, registry, excerpt, tmp_path):
    path = excerpt("ffcsv/12411-01-01-4_2024_flat.csv")
    draft = tmp_path / "neu.toml"
    draft.write_text(described(path).draft.replace('"ffcsv"', '"regionalstatistik_table"'), encoding="utf-8")
    dataset = catalog.read_dataset(draft)
    assert dataset.format == "regionalstatistik_table"
    known = dataclasses.replace(declared, datasets={"neu": dataset})
    assert overlay.plan(path, known, registry).as_json()["dataset"] == "neu"
    other = dataclasses.replace(
        declared, datasets={"neu": dataset.model_copy(update={"table": "12411-99-01-4"})}
    )
    assert overlay.plan(path, other, registry).as_json()["known"] is False


def test_a_known_code_with_other_columns_says_so(described, declared, registry, excerpt, tmp_path):
    path = excerpt("regionalstatistik_table/71517-03-02-4.csv")
    draft = tmp_path / "neu.toml"
    draft.write_text(described(path).draft.replace("Kreise", "Bezirke"), encoding="utf-8")
    known = dataclasses.replace(declared, datasets={"neu": catalog.read_dataset(draft)})
    plan = overlay.plan(path, known, registry)
    assert plan.as_json()["known"] is False
    assert "ist im Katalog (neu), aber keine Spalte passt" in plan.text()


def test_drafted_ids_are_ascii_and_distinct(described, saved):
    text = "Year,Straße,Value\n" + "".join(
        f"2020,{s},{i}\n" for i, s in enumerate(["Ä (öü)", "Ä öü", "18 – 25", "–"])
    )
    ids = [m["measure"] for m in tomllib.loads(described(saved(text)).draft)["measures"]]
    assert sorted(ids) == ["ae_oeue", "ae_oeue_2", "m", "m_18_25"]


@pytest.mark.parametrize("code", ["99999", "08999", "17", "04999000"])
def test_a_region_that_never_existed_is_refused(planned, excerpt, saved, home, code):
    path = saved(table_of_year(excerpt(_JOBLESS), 2026, **{"_08111_": code}))
    with pytest.raises(InputError) as caught:
        planned(path)
    error = caught.value
    assert f"Die Region {code}" in error.message
    assert error.line == 1 + path.read_bytes().split(f";{code};".encode())[0].count(b"\n")
    assert not home.exists()


def test_regions_that_are_no_level_of_ours_are_left_out(planned, excerpt):
    dropped = planned(excerpt(_JOBLESS)).as_json()["dropped"]
    assert {"Regierungsbezirk", "Gemeinde,"} <= {each["reason"].split()[0] for each in dropped}


@pytest.mark.parametrize(
    "damage", [lambda d: d[:3000], lambda d: d.replace(b";12,8;", b";viel;"), lambda _: b""]
)
def test_a_file_that_is_refused_leaves_the_folder_as_it_was(planned, excerpt, saved, home, damage):
    overlay.apply(planned(saved(table_of_year(excerpt(_JOBLESS), 2026))))
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    with pytest.raises(InputError):
        overlay.apply(planned(saved(damage(table_of_year(excerpt(_JOBLESS), 2027)))))
    assert before == {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}


def test_a_write_that_fails_leaves_the_stored_figures(planned, excerpt, saved, home, monkeypatch):
    overlay.apply(planned(saved(table_of_year(excerpt(_JOBLESS), 2026))))
    stored = home / "observations" / f"{_DATASET}.parquet"
    before = stored.read_bytes()

    def fail(*_args):
        raise OSError("disk full")

    plan = planned(saved(table_of_year(excerpt(_JOBLESS), 2027)))
    monkeypatch.setattr(pl.DataFrame, "write_parquet", fail)
    with pytest.raises(InputError, match="nicht speichern"):
        overlay.apply(plan)
    assert stored.read_bytes() == before
    assert [path.name for path in stored.parent.iterdir()] == [stored.name]


def _import(path):
    """One import in a process of its own; the folder comes with the environment."""
    overlay.apply(overlay.plan(path, catalog.load(), regions.load()))


def test_imports_at_once_lose_nothing(excerpt, tmp_path, home):
    context = multiprocessing.get_context("spawn")
    paths = []
    for year in (2026, 2027, 2028):
        paths.append(tmp_path / f"{year}.csv")
        paths[-1].write_bytes(table_of_year(excerpt(_JOBLESS), year))
    processes = [context.Process(target=_import, args=(path,)) for path in paths]
    for process in processes:
        process.start()
    for process in processes:
        process.join(120)
    assert [process.exitcode for process in processes] == [0, 0, 0]
    assert set(pl.read_parquet(home / "observations" / f"{_DATASET}.parquet")["year"]) == {2026, 2027, 2028}


@pytest.mark.parametrize("figure", ["-5", "9" * 30])
def test_figures_that_cannot_be_are_refused(planned, excerpt, saved, home, figure):
    lines = table_of_year(excerpt(_JOBLESS), 2026).split(b"\n")
    number = next(i for i, line in enumerate(lines) if line.startswith(b"2026;08111;"))
    fields = lines[number].split(b";")
    lines[number] = b";".join([*fields[:3], figure.encode(), *fields[4:]])
    with pytest.raises(InputError, match="nicht möglich") as caught:
        planned(saved(b"\n".join(lines)))
    assert (caught.value.line, caught.value.column) == (number + 1, "Arbeitslose")
    assert not home.exists()


def test_damaged_figures_of_a_user_end_in_german(planned, excerpt, saved, home):
    overlay.apply(planned(saved(table_of_year(excerpt(_JOBLESS), 2026))))
    path = observations.overlay_path(_DATASET)
    sound = path.read_bytes()
    foreign = pl.DataFrame({"a": [1]})
    for damage in (lambda: path.write_bytes(sound[:100]), lambda: foreign.write_parquet(path)):
        damage()
        with pytest.raises(InputError, match="beschädigt") as caught:
            observations.read(_DATASET)
        assert path.name in caught.value.advice


@pytest.mark.parametrize("damage", [b"\xff\xfe", b"a,b\n1,2,3\n", b'a,"b\n', b""])
def test_a_damaged_list_of_revisions_ends_in_german_and_stops_no_import(
    planned, excerpt, saved, home, damage
):
    home.mkdir()
    overlay.revisions_path().write_bytes(damage)
    with pytest.raises(InputError, match="Liste der geänderten Werte"):
        inventory.revisions()
    changed = excerpt(_JOBLESS).read_bytes().replace(b";6,6;", b";6,7;")
    overlay.apply(planned(saved(changed)))
    assert overlay.revisions_path().read_bytes().startswith(damage)
    assert observations.overlay_path(_DATASET).exists()
