"""Shared results: one computation for all who ask at once, the oldest forgotten, failures tried again."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from indicators.ui.kept import kept


def test_who_asks_while_it_is_made_waits_and_gets_the_same():
    made, together = [], Barrier(8)

    @kept(4)
    def slow(asked):
        made.append(asked)
        time.sleep(0.2)  # long enough for the others to ask
        return object()

    def ask(_number):
        together.wait(5)
        return slow("a")

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(ask, range(8)))
    assert made == ["a"]
    assert len(set(map(id, found))) == 1


def test_other_questions_do_not_wait_for_each_other():
    inside = Barrier(2)

    @kept(4)
    def meet(asked):
        inside.wait(5)  # only if both are here at the same time
        return asked

    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(meet, "ab")) == ["a", "b"]


def test_what_was_not_asked_for_lately_is_made_again():
    made = []

    @kept(2)
    def note(asked, *, loud=False):
        made.append((asked, loud))
        return asked

    for asked in "abacab":
        assert note(asked) == asked
    note("b", loud=True)
    assert made == [("a", False), ("b", False), ("c", False), ("b", False), ("b", True)]


def test_a_failure_is_told_and_not_kept():
    outcomes = iter([ValueError("zuerst"), "dann"])

    @kept(2)
    def fails_once():
        outcome = next(outcomes)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    with pytest.raises(ValueError, match="zuerst"):
        fails_once()
    assert fails_once() == "dann"
