"""Files of the brief that cannot be made: the reason is kept for the page."""

import pytest

from indicators.errors import InputError
from indicators.ui import brief_files
from indicators.ui.brief_state import Store


def refuse() -> bytes:
    raise InputError("Ein Satz nennt keine Quelle.", "Bitte eine Quelle angeben.")


def break_down() -> bytes:
    return b"%d" % (1 // 0)


def test_what_an_error_says_is_kept_until_a_file_is_made():
    kept = Store()
    with pytest.raises(InputError):
        brief_files.made(refuse, kept, "PDF")
    assert kept.failed.startswith("PDF: Die Datei wurde nicht erstellt. Ein Satz nennt keine Quelle.")
    assert "Bitte eine Quelle angeben." in kept.failed
    assert brief_files.made(lambda: b"x", kept, "PDF") == b"x"
    assert kept.failed == ""


def test_any_other_error_says_what_to_do():
    kept = Store()
    with pytest.raises(ZeroDivisionError):
        brief_files.made(break_down, kept, "Word")
    assert kept.failed.startswith("Word: ")
    assert "Bitte noch einmal versuchen" in kept.failed
    assert "division" not in kept.failed
