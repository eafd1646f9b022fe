"""The command line, as a person calls it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from indicators.cli import main


def call(capsys, *arguments):
    status = main(list(arguments))
    out = capsys.readouterr()
    return status, out.out, out.err


def show(capsys, indicator, region, *more):
    status, out, _ = call(capsys, "show", "--indicator", indicator, "--region", region, "--json", *more)
    assert status == 0
    return json.loads(out)


def test_show_prints_the_value_with_unit_status_source_and_table(capsys):
    shown = show(capsys, "arbeitslosenquote", "08111", "--year", "2023", "--group", "auslaender")
    assert shown["value"] == 10.3
    assert shown["unit"] == "percent"
    assert shown["status"] == "wert"
    assert shown["table"] == "13211-02-05-4"
    assert "Statistische Ämter" in shown["source"]


def test_show_without_year_takes_the_latest_and_without_group_everybody(capsys):
    shown = show(capsys, "arbeitslosenquote", "08111")
    assert (shown["year"], shown["group"], shown["value"]) == (2025, "insgesamt", 6.6)


def test_missing_is_shown_as_missing(capsys):
    shown = show(capsys, "arbeitslosenquote", "08111", "--year", "2022")
    assert (shown["value"], shown["status"]) == (None, "fehlt")


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--indicator", "gibtsnicht", "--region", "08111"], "gibtsnicht"),
        (["--indicator", "arbeitslosenquote", "--region", "99999"], "99999"),
        (["--indicator", "arbeitslosenquote", "--region", "08111", "--group", "martians"], "martians"),
    ],
)
def test_unknown_things_are_german_errors(capsys, arguments, word):
    status, out, err = call(capsys, "show", *arguments)
    assert status == 1
    assert out == ""
    assert err.startswith("Fehler: ")
    assert word in err


@pytest.mark.parametrize(
    ("written", "meant"),
    [("Stuttgart", "08111 (Stuttgart)"), ("8111", "08111 (Stuttgart)"), ("dg", ""), ("osnabrück", "03404")],
)
def test_an_unknown_region_is_answered_with_those_that_may_be_meant(capsys, written, meant):
    status, _, error = call(capsys, "show", "--indicator", "arbeitslosenquote", "--region", written)
    assert status == 1
    assert meant in error
    assert ("Gemeint vielleicht" in error) == bool(meant)


def test_a_missing_value_names_where_there_are_values(capsys):
    def printed(*more):
        return call(capsys, "show", "--indicator", "arbeitslosenquote", *more)[1]

    assert "2001–2020, 2023, 2025" in printed("--region", "08111", "--year", "1800")
    assert "Kreis" in printed("--region", "08111000")
    assert "Jahre mit Wert" not in printed("--region", "08111", "--year", "2023")


def test_catalog_lists_at_least_35_indicators_with_all_that_belongs_to_them(capsys):
    status, out, _ = call(capsys, "catalog", "--json")
    entries = json.loads(out)
    assert status == 0
    assert len(entries) >= 35
    for entry in entries:
        for key in ("definition", "unit", "direction", "years", "levels", "groups"):
            assert entry[key], (entry["id"], key)
        for source in entry["sources"]:
            assert source["producer"]
            assert source["licence"]
            assert source["attribution"]


def test_regions_lists_every_level(capsys):
    status, out, _ = call(capsys, "regions", "--json")
    entries = json.loads(out)
    levels = [entry["level"] for entry in entries]
    assert status == 0
    assert (levels.count("bund"), levels.count("land"), levels.count("kreis")) == (1, 16, 400)
    assert levels.count("gemeinde") > 10_900


@pytest.mark.parametrize(
    "command", [[], ["show"], ["catalog"], ["regions"], ["build"], ["import"], ["funding"]]
)
def test_help_is_german(command):
    called = [sys.executable, "-m", "indicators", *command, "--help"]
    done = subprocess.run(
        called, capture_output=True, text=True, check=True, env=os.environ | {"COLUMNS": "100"}
    )
    assert done.stdout.startswith("Aufruf: ")
    for english in ("usage", "options", "positional", "show this", "arguments"):
        assert english not in done.stdout


@pytest.mark.parametrize("arguments", [["show"], ["gibtsnicht"], ["show", "--year", "x"], []])
def test_wrong_call_ends_with_a_german_sentence_and_status_2(arguments, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    error = capsys.readouterr().err
    assert "Fehler: " in error
    for english in ("required", "invalid", "argument ", "expected"):
        assert english not in error


def test_a_reader_that_stops_reading_causes_no_trace():
    command = f"{sys.executable} -m indicators regions | head -n 1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert done.stdout == "DG\tDeutschland\tbund\n"
    assert done.stderr == ""


def test_a_server_without_locale_prints_umlauts():
    environment = {**os.environ, "LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    environment["PYTHONIOENCODING"] = "ascii"
    command = [
        sys.executable,
        "-m",
        "indicators",
        "show",
        "--indicator",
        "arbeitslosenquote",
        "--region",
        "08",
    ]
    done = subprocess.run(command, env=environment, capture_output=True, check=True)
    assert "Baden-Württemberg" in done.stdout.decode("utf-8")


def test_show_names_the_group(capsys):
    _, out, _ = call(
        capsys, "show", "--indicator", "arbeitslosenquote", "--region", "08111", "--group", "auslaender"
    )
    assert "Ausländerinnen und Ausländer" in out


def test_import_says_whether_it_changed_anything(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("INDICATORS_HOME", str(tmp_path))
    fixture = Path(__file__).parent / "fixtures" / "regionalstatistik_table" / "13211-02-05-4_2025.csv"
    path = tmp_path / "download.csv"
    path.write_bytes(fixture.read_bytes().replace(b"\n2025;", b"\n2026;"))
    assert "Probelauf: Es wurde nichts übernommen." in call(capsys, "import", str(path), "--dry-run")[1]
    assert not list(tmp_path.rglob("*.parquet"))
    assert "Die Werte sind übernommen." in call(capsys, "import", str(path))[1]
    assert list(tmp_path.rglob("*.parquet"))
    assert "Es war nichts zu übernehmen." in call(capsys, "import", str(fixture))[1]


@pytest.mark.parametrize(
    ("arguments", "unneeded"),
    [
        (["--help"], {"matplotlib", "statsmodels", "geopandas", "polars"}),
        (["gap", "--help"], {"matplotlib"}),
        (["show", "--indicator", "arbeitslosenquote", "--region", "08111"], {"matplotlib", "statsmodels"}),
        (["regions"], {"matplotlib", "statsmodels", "geopandas"}),
    ],
)
def test_a_command_loads_only_what_it_needs(arguments, unneeded):
    program = (
        "import sys\n"
        "from indicators.cli import main\n"
        "try:\n"
        "    main(sys.argv[1:])\n"
        "except SystemExit:\n"
        "    pass\n"
        "print(*sys.modules, file=sys.stderr)\n"
    )
    called = [sys.executable, "-c", program, *arguments]
    done = subprocess.run(called, capture_output=True, text=True, check=True)
    assert done.stdout
    assert unneeded.isdisjoint(done.stderr.split())
