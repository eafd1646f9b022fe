"""What is no official file ends in one German error, with line and column where there are any."""

import contextlib
import errno
import gzip
import io
import os
import re
import time
import zipfile
from pathlib import Path

import pytest

from indicators.errors import InputError
from indicators.importers import recognise, text

_JOBLESS = "regionalstatistik_table/13211-02-05-4_2025.csv"
_FLAT = "ffcsv/12411-01-01-4_2024_flat.csv"
_INKAR = "inkar_export/indikatoren.csv"
_BA = "ba_statistik/auslaender_arbeitslose.csv"
_SDG = "open_sdg/lsn_6-2-1.csv"
_ALL = (_JOBLESS, _FLAT, _INKAR, _BA, _SDG)
_ENGLISH = re.compile(r"\b(the|invalid|error|Traceback|cannot|could not|expected|found)\b", re.IGNORECASE)


def refused(path) -> InputError:
    """The error that reading ends in, checked to be a German sentence with advice that names the file."""
    with pytest.raises(InputError) as caught:
        recognise.read(path)
    error = caught.value
    assert str(error).startswith("Datei „")
    assert error.message.endswith((".", ":"))
    assert error.advice
    assert not _ENGLISH.search(f"{error.message} {error.advice}")
    return error


def lines_of(path):
    return path.read_bytes().splitlines(keepends=True)


def zip_of(**files: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(b"", "leer", id="empty"),
        pytest.param(b" \r\n\n", "leer", id="only white space"),
        pytest.param(b"\xef\xbb\xbf\r\n", "leer", id="only a byte order mark"),
        pytest.param(b"Tabelle: 1;2\n\x00\x01\x02;3\n", "keine Textdatei", id="binary"),
        pytest.param(bytes(range(1, 256)) * 20, "", id="all bytes"),
        pytest.param(b"%PDF-1.7\n...", "PDF", id="pdf"),
        pytest.param(b"PAR1\x00\x00", "Parquet", id="parquet"),
        pytest.param(b"<!DOCTYPE html>\n<html><body>Sitzung abgelaufen</body></html>", "Webseite", id="html"),
        pytest.param(b'\n\n{"error": 1}', "JSON", id="json"),
        pytest.param(b"Sehr geehrte Damen und Herren,\n", "Format ist nicht bekannt", id="a letter"),
        pytest.param(b"Jahr,Wert\n2020,1\n2021,2\n", "Format ist nicht bekannt", id="two columns"),
        pytest.param(b"ags,name,wert\n08111,Stuttgart,3\n", "Format ist nicht bekannt", id="some csv"),
        pytest.param(b"PK\x03\x04 no archive", "zip-Archiv", id="broken zip"),
        pytest.param(zip_of(**{"a.csv": b"1", "b.csv": b"2"}), "2 Dateien", id="zip of two"),
        pytest.param(zip_of(), "0 Dateien", id="empty zip"),
        pytest.param(zip_of(**{"b.zip": zip_of(a=b"1")}), "zip-Archiv in einem", id="zip in a zip"),
        pytest.param(
            zip_of(**{"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}),
            "Dokument eines Büroprogramms",
            id="a letter that calls itself xlsx",
        ),
        pytest.param(gzip.compress(b"Tabelle: 1\n" * 99)[:-20], "bricht ab", id="truncated gz"),
        pytest.param(zip_of(**{"xl/workbook.xml": b"<x/>"}), "Excel-Datei", id="broken xlsx"),
        pytest.param(b"\xd0\xcf\x11\xe0 no workbook", "Excel-Datei", id="broken xls"),
        pytest.param(b"Year,Value\n" + b"9" * 200_000 + b",1\n", "", id="endless field"),
        pytest.param(b"Year,Value\n2020," + b"9" * 400 + b"\n", "steht Text", id="endless number"),
        pytest.param(b"Year,Value\n2020,NaN\n", "steht Text", id="not a number"),
        pytest.param(b"Year,Value\n20200,1\n", "kein Jahr", id="year out of range"),
        pytest.param(b"Tabelle: 12345-01-01-4\n", "Schluss der Tabelle fehlt", id="only a first line"),
        pytest.param(
            b"Tabelle: 12345-01-01-4\nTitel;;\n;;Anzahl\n____\n", "In keiner Zeile", id="only a head"
        ),
    ],
)
def test_what_is_no_table_is_refused(saved, content, says):
    assert says in str(refused(saved(content)))


@pytest.mark.parametrize(
    ("rows", "says"), [([["Name", "Wert"], ["a", 1.0]], "nicht bekannt"), ([["", ""]], "leer")]
)
def test_a_workbook_without_a_table_is_refused(saved, xlsx, rows, says):
    assert says in str(refused(saved(xlsx(rows, "Tabelle1"))))


def test_missing_file_and_folder_are_refused(tmp_path):
    assert "gibt es nicht" in str(refused(tmp_path / "fehlt.csv"))
    assert "ein Ordner" in str(refused(tmp_path))


def test_what_the_system_does_not_open_is_refused_in_german(tmp_path, monkeypatch):
    assert "der Name ist zu lang" in str(refused(tmp_path / ("a" * 300)))
    (tmp_path / "kreis").symlink_to("kreis")
    assert "gibt es nicht" in str(refused(tmp_path / "kreis"))
    path = tmp_path / "geheim.csv"
    path.write_text("Year,Value\n2020,1\n")

    def forbidden(self):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(type(path), "read_bytes", forbidden)
    assert "keine Berechtigung" in str(refused(path))


def test_200_megabytes_are_refused_without_reading_them(tmp_path, monkeypatch):
    path = tmp_path / "gross.csv"
    with path.open("wb") as stream:
        stream.truncate(200 * 2**20)

    def read(self):
        raise AssertionError("read")

    monkeypatch.setattr(type(path), "read_bytes", read)
    assert "zu groß: 200 MB" in str(refused(path))


def test_a_zip_bomb_is_refused(saved):
    bomb = zip_of(**{"a.csv": bytes(text.MAX_BYTES + 1)})
    assert len(bomb) < 200_000
    assert "größer als 100 MB" in str(refused(saved(bomb)))


@pytest.mark.parametrize("pack", [gzip.compress, lambda data: zip_of(**{"xl/workbook.xml": data})])
def test_every_packing_is_limited(saved, monkeypatch, pack):
    monkeypatch.setattr(text, "MAX_BYTES", 2**20)
    assert "größer als 1 MB" in str(refused(saved(pack(bytes(2**20 + 1)))))


def test_a_workbook_with_a_cell_far_away_is_refused(saved, xlsx):
    """Its reader would make room for seventeen thousand million cells."""
    data = xlsx([["Tabelle: 12345-01-01-4"], ["08111", 1.0]], "Tabelle1")
    far = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(far, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            new.writestr(member, old.read(member).replace(b'r="B2"', b'r="XFD1048576"'))
    assert "bis Zeile 1048576 und Spalte 16384" in str(refused(saved(far.getvalue())))


def test_a_file_of_separators_is_refused_before_it_fills_the_memory(saved, monkeypatch):
    wide = "Tabelle: 12345-01-01-4\nTitel\n" + ";" * 1_000_000 + "\n"
    error = refused(saved(wide))
    assert "mehr als 20000 Spalten" in error.message
    assert error.line == 3
    monkeypatch.setattr(text, "MAX_FIELDS", 10**6)
    long = refused(saved("Year,Value\n" + "2020,1\n" * 600_000))
    assert "mehr als 1 Millionen Felder" in long.message
    assert long.line == 500_001


@pytest.mark.parametrize("name", [_FLAT, _SDG])
def test_a_title_that_stands_twice_is_refused(excerpt, saved, name):
    sign = b"," if name == _SDG else b";"
    head, *rest = lines_of(excerpt(name))
    end = head[len(head.rstrip(b"\r\n")) :]
    titles = head.rstrip(b"\r\n").split(sign)
    double = sign.join([*titles[:2], titles[1], *titles[3:]]) + end
    error = refused(saved(double + b"".join(rest)))
    assert "zweimal" in error.message
    assert (error.line, error.column) == (1, 3)


@pytest.mark.parametrize("name", _ALL)
def test_only_the_head_is_refused(excerpt, saved, name):
    head = {_JOBLESS: 9, _INKAR: 2}.get(name, 1)
    refused(saved(b"".join(lines_of(excerpt(name))[:head]), excerpt(name).name))


@pytest.mark.parametrize("name", [_JOBLESS, _FLAT, _INKAR])
@pytest.mark.parametrize("share", [0.3, 0.5, 0.7])
def test_a_file_that_breaks_off_is_refused_with_its_line(excerpt, saved, name, share):
    data = excerpt(name).read_bytes()
    if name == _JOBLESS:
        data = data[: data.index(b"____")]
    cut = data[: int(len(data) * share)].rstrip(b"\r\n")
    cut = cut[: cut.rindex(b";")]
    error = refused(saved(cut))
    assert error.line == cut.count(b"\n") + 1
    assert error.column


def test_a_footnote_that_breaks_off_is_refused(excerpt, saved):
    data = excerpt(_JOBLESS).read_bytes()
    assert "Anführungszeichen" in str(refused(saved(data[: data.index(b"Quelle")])))


@pytest.mark.parametrize(
    ("name", "line", "old", "new", "column"),
    [
        (_JOBLESS, 11, b";", b";viele;", 17),
        (_JOBLESS, 11, None, b"rund 100", 5),
        (_JOBLESS, 11, None, b"1.2.3", 5),
        (_JOBLESS, 11, None, b"6.8", 5),
        (_FLAT, 3, None, b"unbekannt", 14),
        (_INKAR, 4, None, b'"hoch"', 4),
        (_BA, 3, None, b'"hoch"', 2),
        (_SDG, 5, None, b"hoch", 6),
    ],
)
def test_text_in_a_number_column_is_refused_with_line_and_column(
    excerpt, saved, name, line, old, new, column
):
    lines = lines_of(excerpt(name))
    if old is None:
        sign = b"," if name == _SDG else b";"
        whole = lines[line - 1].rstrip(b"\r\n")
        end = lines[line - 1].removeprefix(whole)
        fields = whole.split(sign)
        fields[column - 1 if name != _SDG else -1] = new
        lines[line - 1] = sign.join(fields) + end
    else:
        lines[line - 1] = lines[line - 1].replace(old, new, 1)
    error = refused(saved(b"".join(lines)))
    assert (error.line, error.column) == (line, column)


@pytest.mark.parametrize("name", [_JOBLESS, _FLAT, _INKAR, _BA])
def test_a_line_that_stands_twice_is_refused_naming_both(excerpt, saved, name):
    lines = lines_of(excerpt(name))
    line = 11 if name == _JOBLESS else 4
    error = refused(saved(b"".join([*lines[:line], *lines[line - 1 :]])))
    assert f"in Zeile {line} und in Zeile {line + 1}" in error.message


def test_two_values_for_one_key_are_refused_in_open_sdg_too(excerpt, saved):
    lines = lines_of(excerpt(_SDG))
    changed = lines[4].rstrip(b"\r\n") + b"1\r\n"
    error = refused(saved(b"".join([*lines[:5], changed, *lines[5:]])))
    assert "in Zeile 5 und in Zeile 6" in error.message


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        pytest.param(_FLAT, lambda d: d.decode("utf-8").encode("cp850", "replace"), id="cp850"),
        pytest.param(_FLAT, lambda d: d.decode("utf-8-sig").encode().decode("cp1252").encode(), id="twice"),
        pytest.param(_FLAT, lambda d: d.replace("ö".encode(), b"\xf6", 1), id="mixed"),
        pytest.param(_FLAT, lambda d: d.replace("ö".encode(), "\ufffd".encode()), id="lost signs"),
        pytest.param(_JOBLESS, lambda d: b"\xff\xfe" + d, id="false mark"),
    ],
)
def test_wrong_encoding_is_refused(excerpt, saved, name, damage):
    refused(saved(damage(excerpt(name).read_bytes())))


def test_wrong_encoding_names_line_and_column(saved):
    error = refused(saved("Tabelle: 1\nLübeck;1\nMünchen;Nürnberg\n".encode() + b"a;K\xf6ln\n"))
    assert (error.line, error.column) == (2, 1)


def test_codes_without_leading_zero_are_refused(excerpt, saved):
    data = re.sub(rb"(?m)^(\d{4});0", rb"\1;", excerpt(_JOBLESS).read_bytes())
    assert "Null" in str(refused(saved(data)))


@pytest.mark.parametrize("name", _ALL)
def test_no_damage_ends_in_anything_but_an_input_error(excerpt, saved, name):
    """Bytes lost, doubled or replaced anywhere: the file is read or refused, never a traceback."""
    data = excerpt(name).read_bytes()[:4000]
    for at in range(0, len(data), 131):
        for damaged in (
            data[:at] + data[at + 7 :],
            data[:at] + b'";\n' + data[at:],
            data[:at] + b"\x81" + data[at:],
        ):
            with contextlib.suppress(InputError):
                assert recognise.read(saved(damaged)).cells.height > 0


def test_figures_without_titles_are_refused(saved):
    error = refused(saved("Tabelle: 99999-01-01-4\n2024;08111;Stuttgart;1;2\n____\n© Amt\n"))
    assert "fehlen die Titel" in error.message
    assert (error.line, error.column) == (2, 5)


def test_a_field_that_never_ends_is_named(saved):
    error = refused(saved(f"Tabelle: 99999-01-01-4\nTitel\n{'x' * 140_000};1\n"))
    assert "Feld mit mehr als 131072 Zeichen" in error.message
    assert error.line == 3


def test_a_line_of_blanks_takes_no_time(saved):
    title = f"a{' ' * 120_000}b"
    rows = ["Tabelle: 99999-01-01-4", f"{title};;;", ";;;Fälle", ";;;Anzahl", "2024;08111;Stuttgart;1"]
    path = saved("\n".join([*rows, "____", "© Amt"]))
    start = time.process_time()
    recognise.read(path)
    assert time.process_time() - start < 3


def test_devices_and_pipes_are_no_files(tmp_path):
    os.mkfifo(tmp_path / "rohr")
    for path in (tmp_path / "rohr", Path("/dev/null")):
        assert "keine gewöhnliche Datei" in str(refused(path))


@pytest.mark.parametrize("title", ["Agentur für Arbeit", "Jobcenter", "Regionaldirektion"])
def test_regions_of_the_ba_itself_are_refused(saved, title):
    error = refused(saved(f'"Jahr";"{title}";"Arbeitslose"\n"2023";"677 Stuttgart";"1.234"\n'))
    assert (error.line, error.column, error.value) == (2, 2, "677 Stuttgart")
