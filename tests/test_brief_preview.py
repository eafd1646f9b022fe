"""The brief as HTML: all of the report stands on the sheet, and nothing that a person wrote is markup."""

import re
from dataclasses import replace
from functools import cache
from html import unescape
from itertools import pairwise

import pytest

from indicators import briefs
from indicators.briefs import Choice
from indicators.report import Report
from indicators.ui import brief_preview

HOSTILE = "<script>alert(1)</script> & \" ' <img src=x onerror=alert(1)>"


@cache
def world() -> briefs.World:
    return briefs.load()


def sheet(report: Report) -> str:
    return "".join(brief_preview.sheet(report, lambda _chart: "data:image/png;base64,"))


@pytest.mark.parametrize("region", ["08111", "05515", "03241", "03241001", "03459", "16053", "08", "DG"])
def test_all_of_the_report_stands_on_the_sheet(region: str) -> None:
    report = briefs.build(Choice.of(region), world())
    html = sheet(report)
    text = unescape(re.sub(r"<[^>]+>", "", html))
    for section in report.sections:
        assert section.heading in text
    for table in report.tables:
        assert table.title in text
    assert html.count("<figure>") == html.count("<img") == len(report.figures)
    assert all(f'alt="{figure.alt[:20]}' in unescape(html) for figure in report.figures)
    numbers = [int(n) for n in re.findall(r"<strong>Tabelle (\d+):", html)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_own_words_are_marked_and_stay_literal() -> None:
    plain = Choice.of("08111")
    first = briefs.sentences(plain, world())[0]
    own = replace(plain.edited(first.id, HOSTILE), title=HOSTILE, occasion=HOSTILE, author=HOSTILE)
    html = sheet(briefs.build(own, world()))
    assert "<script" not in html
    assert "<img src=x" not in html
    assert unescape(html).count(HOSTILE) == 4
    assert html.count('class="im-own"') == 2


def test_headings_follow_each_other_without_a_gap() -> None:
    for style in ("neutral", "stuttgart", "leipzig", "aachen"):
        html = sheet(briefs.build(replace(Choice.of("08111"), style=style), world()))
        levels = [int(level) for level in re.findall(r"<h(\d)", html)]
        assert levels[0] == 3
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_sheet_is_few_parts_and_a_sentence_changes_one_of_them() -> None:
    """Each part is a message; what did not change is sent as its hash."""
    plain = replace(Choice.of("08111"), measures=("realwert", "paritaet"))
    last = [s for s in briefs.sentences(plain, world()) if s.role == "ausgangslage"][-1]
    before, after = (
        brief_preview.sheet(briefs.build(choice, world()), lambda figure: f"{figure.id}.png")
        for choice in (plain, plain.edited(last.id, last.text.upper()))
    )
    assert 1 < len(before) == len(after) <= 4
    assert min(map(len, before)) > 1_000  # no message for a rest of a few lines
    # The foot says that there is own text, so the last part changes too.
    assert sum(a != b for a, b in zip(before, after, strict=True)) <= 2
