"""Texts of the operator: the shipped draft says what is missing, an own text replaces it."""

import re

import pytest

from indicators import operator_texts
from indicators.errors import InputError
from indicators.ui import navigation


@pytest.mark.parametrize("name", ["barrierefreiheit", "impressum"])
def test_draft_says_what_the_operator_has_to_fill_in(name, tmp_path, monkeypatch):
    monkeypatch.setenv("INDICATORS_HOME", str(tmp_path))
    text = operator_texts.read(name)
    assert text.startswith("Diesen Text ergänzt die Stelle, die den Integrationsmonitor betreibt.")
    assert len(re.findall(r"\*\*\[[^\]]+\]\*\*", text)) >= 6
    assert name in navigation.FOOTER


def test_own_text_goes_first(tmp_path, monkeypatch):
    monkeypatch.setenv("INDICATORS_HOME", str(tmp_path))
    (tmp_path / "texte").mkdir()
    (tmp_path / "texte" / "impressum.md").write_text("\ufeffStadt Köln", encoding="utf-8")
    assert operator_texts.read("impressum") == "Stadt Köln"
    assert operator_texts.read("barrierefreiheit").startswith("Diesen Text")


def test_unreadable_text_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("INDICATORS_HOME", str(tmp_path))
    (tmp_path / "texte").mkdir()
    (tmp_path / "texte" / "impressum.md").write_bytes("Köln".encode("latin-1"))
    with pytest.raises(InputError, match=r"impressum\.md"):
        operator_texts.read("impressum")
