"""What is asked of a server, and how long it takes: one visitor, many at a pace, many at once."""

import asyncio
import random
import statistics
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Final

from bench import protocol
from bench.protocol import Control, Run, Session, State

_CHOICES: Final = 8
"""So many states of a control are moved through when one visitor is measured."""
_REST: Final = 0.02
"""Seconds without a request, after which nothing of Streamlit is still under way."""


@dataclass
class Sample:
    """Runs of one kind."""

    runs: list[Run] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def ms(self, share: float = 0.5) -> float:
        """The time that this share of the runs stayed below."""
        ordered = sorted(run.ms for run in self.runs)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    def add(self, other: "Sample") -> None:
        """Takes over the runs and errors of another sample."""
        self.runs.extend(other.runs)
        self.errors.extend(other.errors)

    def size(self) -> float:
        """The median number of bytes that the server sent."""
        return statistics.median(run.size for run in self.runs)

    def largest(self) -> int:
        """The most bytes that the server sent for one run."""
        return max(run.size for run in self.runs)


@dataclass
class Moves:
    """What the moves of one control cost one visitor.

    Attributes:
        fresh: To states that nobody has seen yet, one after the other.
        known: To the same states once more, one after the other: what the load generator calls closed.
        apart: The same with a rest before each move.
        in_fragment: Whether only a fragment runs.
    """

    fresh: Sample = field(default_factory=Sample)
    known: Sample = field(default_factory=Sample)
    apart: Sample = field(default_factory=Sample)
    in_fragment: bool = False


@dataclass
class Costs:
    """What a page and its controls cost one visitor, and the empty app at the same time.

    Attributes:
        first: The first run of all.
        page: Reruns of the whole page.
        controls: By label, its moves.
        floor: Runs of the empty app one after the other.
        floor_apart: The same with a rest before each.
    """

    first: Run
    page: Sample = field(default_factory=Sample)
    controls: dict[str, Moves] = field(default_factory=dict)
    floor: Sample = field(default_factory=Sample)
    floor_apart: Sample = field(default_factory=Sample)


async def page_costs(base: str, path: str, floor: Session, rounds: int) -> Costs:
    """Walks through the controls of a page, with runs of the empty app between: both share the weather."""
    dice = random.Random(1)
    async with protocol.session(base, path) as visitor:
        costs = Costs(await visitor.open_page())
        for _ in range(rounds):
            costs.page.runs.append(await visitor.rerun())
        await _run_floor(floor, costs, dice, rounds)
        for label in list(visitor.controls):
            if label in visitor.controls and len(visitor.controls[label].states) > 1:
                await _control_costs(visitor, label, costs, rounds, floor)
        costs.page.errors.extend(visitor.errors)
    return costs


async def _control_costs(visitor: Session, label: str, costs: Costs, rounds: int, floor: Session) -> None:
    dice = random.Random(2)
    before = visitor.controls[label]
    first_state = visitor.state(before)
    states = before.states
    chosen = dice.sample(states, min(_CHOICES, len(states)))
    known = [*chosen] * (rounds // len(chosen) + 1)
    moves = costs.controls.setdefault(label, Moves(in_fragment=bool(before.fragment_id)))
    for sample, turns, rest in (
        (moves.fresh, chosen, 0.0),
        (moves.known, known, 0.0),
        (moves.apart, known, _REST),
    ):
        for state in turns:
            await asyncio.sleep(rest)
            sample.runs.append(await visitor.move(label, _to(state)))
    await _run_floor(floor, costs, dice, rounds)
    # Back to where the page began, so that the next control is offered what the page first offered.
    back = first_state if first_state is not None else before.initial
    await visitor.move(label, _to(back))


def _to(state: State) -> Callable[[Control], State]:
    return lambda _control: state


async def _run_floor(floor: Session, costs: Costs, dice: random.Random, rounds: int) -> None:
    label = next(iter(floor.controls))
    for sample, rest in ((costs.floor, 0.0), (costs.floor_apart, _REST)):
        for _ in range(rounds):
            await asyncio.sleep(rest)
            sample.runs.append(await floor.move(label, protocol.another(floor, dice)))


async def paced(
    base: str,
    path: str,
    *,
    visitors: int,
    every: float,
    warm_up: float,
    seconds: float,
    label: str | None = None,
    watch: Callable[[float], None] | None = None,
) -> Sample:
    """Many visitors, each moving a control at a steady pace; times count from the planned moment.

    Args:
        base: Address of the server.
        path: The page.
        visitors: How many.
        every: Seconds between two moves of one visitor.
        warm_up: Seconds at the start that are not counted.
        seconds: Seconds that are counted.
        label: The control; by default the first of the page.
        watch: Called now and then with the seconds since the start.
    """
    sample = Sample()
    async with AsyncExitStack() as stack:
        sessions = await _opened(stack, base, path, visitors)
        start = time.perf_counter()
        end = start + warm_up + seconds

        async def visit(session: Session, number: int) -> None:
            dice = random.Random(number)
            planned = start + dice.random() * every
            while planned < end:
                await asyncio.sleep(max(0.0, planned - time.perf_counter()))
                run = await _move(session, label, dice, planned)
                if planned >= start + warm_up:
                    sample.runs.append(run)
                planned += every

        async def look() -> None:
            while watch is not None and time.perf_counter() < end:
                watch(time.perf_counter() - start)
                await asyncio.sleep(5)

        await asyncio.gather(look(), *(visit(session, i) for i, session in enumerate(sessions)))
        sample.errors = [error for session in sessions for error in session.errors]
    return sample


async def at_once(base: str, path: str, *, visitors: int, rounds: int, label: str | None = None) -> Sample:
    """Many visitors who all move a control in the same moment, several times; the first does not count."""
    sample = Sample()
    async with AsyncExitStack() as stack:
        sessions = await _opened(stack, base, path, visitors)
        dice = [random.Random(number) for number in range(visitors)]
        for turn in range(rounds + 1):
            runs = await asyncio.gather(
                *(_move(session, label, die) for session, die in zip(sessions, dice, strict=True))
            )
            if turn:
                sample.runs.extend(runs)
            await asyncio.sleep(0.3)
        sample.errors = [error for session in sessions for error in session.errors]
    return sample


async def _opened(stack: AsyncExitStack, base: str, path: str, visitors: int) -> list[Session]:
    sessions = []
    for _ in range(visitors):
        session = await stack.enter_async_context(protocol.session(base, path))
        await session.open_page()
        sessions.append(session)
    return sessions


async def _move(session: Session, label: str | None, dice: random.Random, since: float | None = None) -> Run:
    """Moves the control (by default the first of the page) to any other state."""
    moved = label or next(iter(session.controls))
    return await session.move(moved, protocol.another(session, dice), since)
