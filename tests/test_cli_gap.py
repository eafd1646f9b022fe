"""The command on funding gaps: the worked cases on free inputs and on shipped figures, German errors."""

import json
import os
import re
import subprocess
import sys

import pytest

from indicators.cli import main

MEASURES = ["realwert", "vergleich", "paritaet", "standard", "struktur"]


def call(capsys, *arguments):
    status = main(["gap", *arguments])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def gap(capsys, *arguments):
    status, out, _ = call(capsys, *arguments, "--json")
    assert status == 0
    return json.loads(out)


def fails(capsys, *arguments):
    status, out, err = call(capsys, *arguments)
    assert status == 1
    assert out == ""
    assert err.startswith("Fehler: ")
    return err


def test_real_value_from_free_inputs_finds_the_years_of_the_index(capsys):
    found = gap(
        capsys, "realwert", "--amount", "58e6", "--base-amount", "58.000.000", "--index", "121.9",
        "--base-index", "96,4",
    )  # fmt: skip
    assert found["verdict"] == "luecke"
    assert found["amount"] == pytest.approx(15.342e6, abs=0.001e6)
    assert found["unit"] == "eur"
    assert found["title"] == "Realwertlücke 2025 gegenüber 2017"


def test_real_value_of_a_shipped_programme_has_sources_steps_and_limits(capsys):
    found = gap(
        capsys,
        "realwert",
        "--programme",
        "integrationsmanagement_bw",
        "--base-year",
        "2017",
        "--year",
        "2025",
    )
    assert found["amount"] == pytest.approx(15.342e6, abs=0.001e6)
    assert found["results"]["real_change"] == pytest.approx(-20.92, abs=0.005)
    assert all(i["source"] and i["evidence_level"] and i["link"] for i in found["inputs"])
    assert [s["key"] for s in found["steps"]][-1] == "gap"
    assert found["limits"]
    assert found["ranges"][0]["points"]
    assert "nicht addiert" in found["note"]


def test_integration_courses_have_no_gap(capsys):
    found = gap(
        capsys, "realwert", "--programme", "bund_integrationskurse", "--base-year", "2019", "--year", "2023",
        "--value-type", "Ist",
    )  # fmt: skip
    assert found["verdict"] == "keine_luecke"
    assert found["results"]["real_change"] == pytest.approx(27.3, abs=0.05)


def test_comparison_of_stuttgart(capsys):
    found = gap(capsys, "vergleich", "--region", "08111")
    assert found["verdict"] == "keine_luecke"
    assert found["results"]["expected"] == pytest.approx(2552.98, abs=0.005)
    assert (found["results"]["lower"], found["results"]["upper"]) == pytest.approx(
        (2055.71, 3050.25), abs=0.005
    )


def test_comparison_with_an_own_table(capsys, tmp_path):
    rows = [f"K{n};{100 + 10 * n + (n % 3)};{n},5" for n in range(20)]
    table = tmp_path / "kommunen.csv"
    table.write_text("Kommune;Mittel;Bedarf\n" + "\n".join(rows) + "\nX;150;10,5\n", encoding="utf-8")
    found = gap(capsys, "vergleich", "--table", str(table), "--row", "X", "--inhabitants", "1000")
    assert found["verdict"] == "luecke"
    assert found["unit"] == "eur"
    assert 48_000 < found["amount"] < 53_000


def test_parity_in_persons_and_euro(capsys):
    found = gap(
        capsys, "paritaet", "--rate", "15", "--reference", "6,5", "--persons", "400", "--effect", "0.15",
        "--effect-low", "0.10", "--effect-high", "0.20", "--unit-cost", "4000",
    )  # fmt: skip
    assert found["amount"] == pytest.approx(34)
    (euros,) = found["further"]
    assert euros["amount"] == pytest.approx(906_667, abs=0.5)
    assert (euros["low"], euros["high"]) == pytest.approx((680_000, 1_360_000))


@pytest.mark.parametrize(("ratio", "amount"), [("80", 2.65e6), ("100", 1.59e6), ("150", 0.18e6)])
def test_staffing_standard(capsys, ratio, amount):
    found = gap(
        capsys, "standard", "--persons", "4000", "--staff", "25", "--ratio", ratio, "--cost", "105820"
    )
    assert found["amount"] == pytest.approx(amount, abs=0.005e6)


def test_lump_sum_of_stuttgart(capsys):
    found = gap(capsys, "standard", "--region", "08111")
    assert found["amount"] == pytest.approx(882_850.53, abs=0.005)
    (staffing,) = found["further"]
    assert staffing["verdict"] == "nicht_berechenbar"
    assert staffing["amount"] is None


def test_own_values_for_a_region_carry_their_reason(capsys):
    found = gap(
        capsys, "standard", "--region", "14713", "--persons", "4.000", "--staff", "25", "--ratio", "100",
        "--reason", "Belegung am 31.12.",
    )  # fmt: skip
    staffing = next(g for g in [found, *found["further"]] if g["variant"] == "personal")
    own = [i for i in staffing["inputs"] if i["origin"] == "eigene_annahme"]
    assert {i["key"] for i in own} == {"persons", "staff", "ratio"}
    assert {i["reason"] for i in own} == {"Belegung am 31.12."}
    assert staffing["inputs"][0]["value"] == 4000


def test_planned_decline_of_muenster(capsys):
    shipped = gap(capsys, "struktur", "--region", "05515")
    free = gap(capsys, "struktur", "--before", "1469090,04", "--after", "599800")
    for found in (shipped, free):
        assert found["results"]["change"] == pytest.approx(-59.2, abs=0.05)
        assert found["amount"] == pytest.approx(869_290.04)


def test_positions_from_a_table(capsys, tmp_path):
    table = tmp_path / "positionen.csv"
    table.write_text(
        "titel;betrag;mittelgeber;ende;nachfolge\n"
        "Landesmittel;80.000;Land;2026-12-31;\n"
        "Eigene Mittel;120.000;Kommune;;\n",
        encoding="utf-8",
    )
    found = gap(capsys, "struktur", "--positions", str(table), "--year", "2026")
    assert found["amount"] == 80_000
    assert found["results"]["third_party_share"] == pytest.approx(40)
    assert found["results"]["hhi"] == pytest.approx(0.52)


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("realwert", "--amount", "viel", "--index", "121.9", "--base-index", "96.4"), "viel"),
        (("realwert", "--amount", "1", "--index", "7", "--base-index", "8"), "--base-year"),
        (("realwert", "--programme", "gibtsnicht"), "gibtsnicht"),
        (("standard", "--persons", "1", "--staff", "1", "--ratio", "0", "--cost", "1"), "größer als 0"),
        (("standard", "--persons", "1", "--staff", "1", "--ratio", "-5", "--cost", "1"), "größer als 0"),
        (("standard", "--region", "99999"), "99999"),
        (("standard", "--region", "08111", "--grade", "E 99"), "E 9b"),
        (("standard", "--region", "08111", "--ratio-standard", "gibtsnicht"), "gibtsnicht"),
        (("vergleich",), "--region"),
        (("vergleich", "--region", "08111", "--needs", "gibtsnicht"), "gibtsnicht"),
        (("vergleich", "--table", "fehlt.csv", "--row", "X"), "fehlt.csv"),
        (("struktur",), "--before"),
        (("struktur", "--before", "0", "--after", "1"), "größer als 0"),
        (("paritaet", "--rate", "15", "--reference", "6", "--persons", "0"), "größer als 0"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_a_german_sentence(capsys, arguments, word):
    assert word in fails(capsys, *arguments)


def test_missing_free_inputs_are_named_with_their_option(capsys):
    _, out, _ = call(capsys, "standard", "--persons", "4000")
    assert "nicht berechenbar" in out
    assert "--ratio" in out
    assert "--staff" in out


@pytest.mark.parametrize("measure", MEASURES)
def test_text_for_people_says_verdict_inputs_and_limits(capsys, measure):
    status, out, _ = call(capsys, measure, "--region", "08111")
    assert status == 0
    assert any(verdict in out for verdict in ("Lücke", "keine Lücke", "nicht berechenbar"))
    assert not re.search(r"\b(nan|inf|None)\b", out)


@pytest.mark.parametrize("measure", [[], *([m] for m in MEASURES)])
def test_help_is_german_and_has_an_example(measure):
    done = subprocess.run(
        [sys.executable, "-m", "indicators", "gap", *measure, "--help"],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"COLUMNS": "100"},
    )
    assert done.stdout.startswith("Aufruf: ")
    if measure:
        assert f"python -m indicators gap {measure[0]} --" in done.stdout
    for english in ("usage", "options", "positional", "show this", "arguments"):
        assert english not in done.stdout
