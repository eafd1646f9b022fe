"""The user's folder and the command around it: full disks, other accounts, odd names, closed outputs."""

import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from indicators import observations, settings
from indicators.errors import InputError, printable
from indicators.importers import overlay, storage

_JOBLESS = "regionalstatistik_table/13211-02-05-4_2025.csv"
_DATASET = "regionalstatistik_13211_02_05_4"
_FULL = Path("/dev/full")


def of_2026(path):
    return path.read_bytes().replace(b"\n2025;", b"\n2026;")


@pytest.fixture
def run(home):
    """The import as a command; `out` is where its output goes."""

    def start(path, *options, out=subprocess.PIPE, **more):
        command = [sys.executable, "-m", "indicators", "import", path, *options]
        environment = {**os.environ, "INDICATORS_HOME": str(home), "PYTHONPATH": os.pathsep.join(sys.path)}
        return subprocess.run(
            command, stdout=out, stderr=subprocess.PIPE, env=environment, check=False, timeout=120, **more
        )

    return start


def test_pages_of_another_account_may_read_what_was_imported(planned, excerpt, saved, home):
    overlay.apply(planned(saved(of_2026(excerpt(_JOBLESS)))))
    stored = observations.overlay_path(_DATASET)
    assert stored.stat().st_mode & 0o777 == 0o644
    stored.chmod(0o660)
    overlay.apply(planned(saved(of_2026(excerpt(_JOBLESS)).replace(b"\n2026;", b"\n2027;"))))
    assert stored.stat().st_mode & 0o777 == 0o660


def test_figures_that_must_not_be_read_are_not_called_damaged(planned, excerpt, saved, monkeypatch):
    overlay.apply(planned(saved(of_2026(excerpt(_JOBLESS)))))

    def forbidden(*_args, **_options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(pl, "read_parquet", forbidden)
    with pytest.raises(InputError, match="keine Berechtigung") as caught:
        observations.read_imported(_DATASET)
    assert "beschädigt" not in str(caught.value)


def test_a_full_disk_ends_in_german_and_leaves_nothing(planned, excerpt, saved, home, monkeypatch):
    overlay.apply(planned(saved(of_2026(excerpt(_JOBLESS)))))
    before = observations.overlay_path(_DATASET).read_bytes()
    plan = planned(saved(of_2026(excerpt(_JOBLESS)).replace(b"\n2026;", b"\n2027;")))

    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match=r"nicht speichern \(kein Platz mehr"):
        overlay.apply(plan)
    assert observations.overlay_path(_DATASET).read_bytes() == before
    assert [p.name for p in (home / "observations").iterdir()] == [f"{_DATASET}.parquet"]


def test_what_a_killed_import_left_is_removed_by_the_next(planned, excerpt, saved, home):
    folder = home / "observations"
    folder.mkdir(parents=True)
    for left in (folder / f".{_DATASET}.parquet.ab12_xyz", home / ".revisions.csv.00000000"):
        left.write_bytes(b"half")
    (folder / ".notizen").write_text("bleibt")
    overlay.apply(planned(saved(of_2026(excerpt(_JOBLESS)))))
    assert sorted(p.name for p in folder.iterdir()) == [".notizen", f"{_DATASET}.parquet"]
    assert not list(home.glob(".revisions*"))


def test_a_file_is_replaced_whole(tmp_path):
    path = tmp_path / "sub" / "a.csv"
    storage.replace(path, b"1")
    storage.replace(path, b"22")
    assert (path.read_bytes(), [p.name for p in path.parent.iterdir()]) == (b"22", ["a.csv"])


@pytest.mark.parametrize("name", [b"\xff.csv", b"\x1b[31mrot.csv", b"zeile\nzwei.csv"])
@pytest.mark.parametrize("option", ["--json", "--dry-run"])
def test_names_that_are_no_text_are_no_obstacle(run, excerpt, tmp_path, name, option):
    path = tmp_path / os.fsdecode(name)
    path.write_bytes(of_2026(excerpt(_JOBLESS)))
    done = run(path, option)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"\x1b" not in done.stdout
    unknown = tmp_path / os.fsdecode(b"un" + name)
    unknown.write_bytes(b"hallo\n")
    refused = run(unknown)
    assert refused.returncode == 1
    assert refused.stderr.startswith("Fehler: Datei „un".encode())
    assert refused.stderr.count(b"\n") == 1
    assert b"\x1b" not in refused.stderr


def test_a_revision_of_a_file_without_a_name_of_text_is_logged(planned, excerpt, tmp_path, home):
    path = tmp_path / os.fsdecode(b"\xff.csv")
    path.write_bytes(excerpt(_JOBLESS).read_bytes().replace(b";6,6;", b";6,7;"))
    overlay.apply(planned(path))
    assert "\ufffd.csv" in overlay.revisions_path().read_text(encoding="utf-8")


@pytest.mark.skipif(not _FULL.exists(), reason="no /dev/full")
@pytest.mark.parametrize("option", [(), ("--json",)])
def test_an_output_that_is_full_says_what_happened(run, excerpt, saved, option):
    path = saved(of_2026(excerpt(_JOBLESS)))
    with _FULL.open("wb") as full:
        done = run(path, *option, out=full)
        tried = run(path, "--dry-run", *option, out=full)
    for result, says in ((done, "Die Werte sind übernommen."), (tried, "Es wurde nichts übernommen.")):
        text = result.stderr.decode()
        assert result.returncode == 1
        assert text.startswith("Fehler: Die Ausgabe ließ sich nicht schreiben (kein Platz mehr).")
        assert says in text
        assert "Traceback" not in text
        assert "Exception" not in text


def test_a_closed_output_is_no_error(run, excerpt, saved, home):
    done = run(saved(of_2026(excerpt(_JOBLESS))), out=None, preexec_fn=lambda: os.close(1))
    assert (done.returncode, done.stderr) == (0, b"")
    assert (settings.home() / "observations").exists()


def test_what_steers_a_terminal_is_not_printed():
    assert printable("a\x1b[31m\u202eb\udcffc\xa0d\ne") == "a\ufffd[31mb\ufffdc d e"
