"""The command `brief`, as a person calls it."""

import io
import os
import subprocess
import sys
import zipfile

import pytest

from indicators import regions
from indicators.cli import main


def call(capsys, *arguments):
    """Exit status and what was printed."""
    status = main(["brief", *map(str, arguments)])
    return status, capsys.readouterr()


def test_a_pdf_is_written_with_the_chosen_measures(capsys, tmp_path):
    target = tmp_path / "neu" / "brief.pdf"
    options = ["--handlungsfeld", "arbeit", "--measures", "realwert,paritaet", "--style", "stuttgart"]
    status, said = call(capsys, "--region", "08111", *options, "--out", target)
    assert (status, said.err) == (0, "")
    assert target.read_bytes().startswith(b"%PDF-")
    assert [p.name for p in target.parent.iterdir()] == ["brief.pdf"]


@pytest.mark.parametrize("ending", [".docx", ".xlsx", ".pptx"])
def test_office_formats_are_written(capsys, tmp_path, ending):
    pytest.importorskip(f"indicators.exports.{ending[1:]}")
    target = tmp_path / f"brief{ending}"
    status, said = call(capsys, "--region", "03241001", "--out", target)
    assert (status, said.err) == (0, "")
    assert "[Content_Types].xml" in zipfile.ZipFile(io.BytesIO(target.read_bytes())).namelist()


def test_a_file_is_only_replaced_when_that_is_wanted(capsys, tmp_path):
    target = tmp_path / "profil.pdf"
    target.write_text("wichtig", encoding="utf-8")
    status, said = call(capsys, "--region", "16053", "--profile", "--out", target)
    assert status == 1
    assert "--force" in said.err
    assert target.read_text(encoding="utf-8") == "wichtig"
    assert call(capsys, "--region", "16053", "--profile", "--force", "--out", target)[0] == 0
    assert target.read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--region", "08111", "--out", "x.txt"], ".pdf, .docx, .xlsx, .pptx"),
        (["--region", "08111", "--out", "x"], "Endungen"),
        (["--out", "x.pdf"], "--region AGS oder --all"),
        (["--region", "08111", "--all", "--out", "x.pdf"], "--region AGS oder --all"),
        (["--region", "99999", "--out", "x.pdf"], "99999"),
        (["--region", "08111", "--measures", "unfug", "--out", "x.pdf"], "realwert"),
        (["--region", "08111", "--style", "unfug", "--out", "x.pdf"], "neutral"),
        (["--region", "08111", "--handlungsfeld", "unfug", "--out", "x.pdf"], "arbeit"),
        (["--region", "08111", "--programme", "unfug", "--out", "x.pdf"], "unfug"),
        (
            ["--region", "16053", "--programme", "integrationsmanagement_bw", "--out", "x.pdf"],
            "bund_integrationskurse",
        ),
    ],
)
def test_what_cannot_be_used_is_named_in_german(capsys, tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    status, out = call(capsys, *arguments)
    assert status == 1
    assert out.err.startswith("Fehler: ")
    assert said in out.err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_said(capsys, tmp_path):
    (tmp_path / "datei").write_text("", encoding="utf-8")
    status, said = call(capsys, "--region", "16053", "--profile", "--out", tmp_path / "datei" / "profil.pdf")
    assert status == 1
    assert "kann nicht geschrieben werden" in said.err


def test_every_member_gets_a_profile_with_progress(capsys, tmp_path):
    members = {m.region_ags for m in regions.load().members()}
    status, said = call(capsys, "--all", "--out", tmp_path)
    assert (status, said.err) == (0, "")
    lines = said.out.splitlines()
    assert lines[0].startswith(f"1 von {len(members)}: ")
    assert len(lines) == len(members)
    assert {p.name for p in tmp_path.iterdir()} == {f"profil-{ags}.pdf" for ags in members}


def test_a_home_that_cannot_be_written_brings_no_english_words(tmp_path):
    environment = {name: text for name, text in os.environ.items() if not name.startswith(("XDG_", "MPL"))}
    called = [sys.executable, "-m", "indicators", "brief", "--region", "08111", "--profile"]
    done = subprocess.run(
        [*called, "--out", str(tmp_path / "profil.pdf")],
        env=environment | {"HOME": "/dev/null/nirgends", "INDICATORS_HOME": str(tmp_path / "eigenes")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    assert done.stdout.startswith("Geschrieben: ")
