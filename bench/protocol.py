"""A visitor without a browser: one session that speaks Streamlit's websocket protocol.

The handshake, as a browser does it:

1. The client opens `/_stcore/stream` with the subprotocol `streamlit`.
2. It asks for a page by a `BackMsg` with `rerun_script` (page name, query string, colour scheme).
3. The server answers with `ForwardMsg`s: `new_session`, `navigation`, many `delta`s, `script_finished`.
4. A control that moves is a `rerun_script` with the states of all widgets moved so far; with the
   `fragment_id` of the control's delta if it stands in a fragment.

A message that the server marks as cacheable (10 KB and more) is kept by the browser; a client that returns
its hash with the next request gets a short `ref_hash` instead of the content. A browser forgets what so many
runs did not use as the server said at the start.

The time of a run ends when `script_finished` has arrived: everything is then with the client, nothing is
drawn.
"""

import random
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

State = str | bool | tuple[str, ...]
"""An option, a toggle's state, or all that is chosen where several options can be."""

Kind = Literal["box", "toggle", "buttons", "several"]
"""A select box; a checkbox or toggle; a button group of which one is chosen; any of which several can be."""


@dataclass(frozen=True)
class Control:
    """A control as the server sent it."""

    id: str
    label: str
    fragment_id: str
    options: tuple[str, ...]
    initial: State
    kind: Kind

    @property
    def is_toggle(self) -> bool:
        """True for a control with two states."""
        return self.kind == "toggle"

    @property
    def states(self) -> tuple[State, ...]:
        """To what it can be moved; where several options can be chosen, by one click from its start."""
        if self.is_toggle:
            return True, False
        if self.kind == "several":
            return tuple(self.turned(self.initial, option) for option in self.options)
        return self.options

    @staticmethod
    def turned(chosen: State, option: str) -> State:
        """What is `chosen`, with this option taken in, or out if it was in."""
        now = chosen if isinstance(chosen, tuple) else ()
        return tuple(o for o in now if o != option) if option in now else (*now, option)


@dataclass(frozen=True)
class Run:
    """One run of a script or fragment: milliseconds until its end, bytes and messages that came."""

    ms: float
    size: int
    messages: int
    in_fragment: bool


@dataclass
class Session:
    """One visitor on one page.

    Attributes:
        controls: By label, what the page offers now.
        errors: What went wrong: exceptions shown on the page, runs that did not end as they should.
    """

    connection: ClientConnection
    path: str
    query: str = ""
    controls: dict[str, Control] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    _page: str = ""
    _moved: dict[str, tuple[Kind, State]] = field(default_factory=dict)
    _kept: list[set[str]] = field(default_factory=list)
    _kept_runs: int = 2

    async def open_page(self) -> Run:
        """Asks for the page as a first visit does."""
        message = BackMsg()
        request = message.rerun_script
        request.page_name = self.path.strip("/")
        request.query_string = self.query
        context = request.context_info
        context.timezone = "Europe/Berlin"
        context.locale = "de-DE"
        context.color_scheme = "light"
        return await self._run(message)

    async def rerun(self) -> Run:
        """Runs the whole page again with the controls as they are."""
        return await self._run(self._request(fragment_id=""))

    async def move(self, label: str, choose: Callable[[Control], State], since: float | None = None) -> Run:
        """Moves a control and waits for the end of what that starts.

        Args:
            label: The control's label.
            choose: Gives the new state.
            since: From when the time counts (`time.perf_counter`); by default from now.
        """
        if label not in self.controls:
            raise LookupError(f"{self.path} has no control „{label}“; it says {self.errors}")
        control = self.controls[label]
        self._moved[control.id] = control.kind, choose(control)
        return await self._run(self._request(control.fragment_id), since)

    def state(self, control: Control) -> State | None:
        """To what the control was moved last; None if it was not."""
        return self._moved[control.id][1] if control.id in self._moved else None

    def _request(self, fragment_id: str) -> BackMsg:
        message = BackMsg()
        request = message.rerun_script
        request.page_script_hash = self._page
        request.query_string = self.query
        request.fragment_id = fragment_id
        for widget_id, (kind, state) in self._moved.items():
            widget = request.widget_states.widgets.add(id=widget_id)
            if isinstance(state, bool):
                widget.bool_value = state
            elif isinstance(state, tuple):
                widget.string_array_value.data.extend(state)
                widget.string_array_value.SetInParent()  # nothing chosen is a state too
            elif kind == "buttons":
                widget.string_array_value.data.append(state)
            else:
                widget.string_value = state
        for hashes in self._kept:
            request.cached_message_hashes.extend(hashes)
        return message

    async def _run(self, message: BackMsg, since: float | None = None) -> Run:
        start = since or time.perf_counter()
        await self.connection.send(message.SerializeToString())
        size = messages = 0
        used: set[str] = set()
        while True:
            content = await self.connection.recv(decode=False)
            size += len(content)
            messages += 1
            answer = ForwardMsg.FromString(content)
            self._take(answer, used)
            if answer.WhichOneof("type") == "script_finished" and self._is_end(answer):
                break
        self._kept = [*self._kept, used][-self._kept_runs :]
        ms = (time.perf_counter() - start) * 1000
        return Run(ms, size, messages, bool(message.rerun_script.fragment_id))

    def _is_end(self, answer: ForwardMsg) -> bool:
        """True for the end of the run; a run may be broken off for the next, which is then awaited."""
        status = answer.script_finished
        if status == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
            self.errors.append("the script cannot be compiled")
        return status != ForwardMsg.FINISHED_EARLY_FOR_RERUN

    def _take(self, answer: ForwardMsg, used: set[str]) -> None:
        kind = answer.WhichOneof("type")
        if kind == "new_session":
            self._page = answer.new_session.page_script_hash
            self._kept_runs = answer.new_session.config.max_cached_message_age or self._kept_runs
        elif kind == "navigation":
            self._page = answer.navigation.page_script_hash or self._page
        elif kind == "page_info_changed":
            self.query = answer.page_info_changed.query_string
        elif kind == "page_not_found":
            self.errors.append(f"there is no page {self.path}")
        elif kind == "ref_hash":
            used.add(answer.ref_hash)
        elif kind == "delta":
            if answer.metadata.cacheable:
                used.add(answer.hash)
            if answer.delta.WhichOneof("type") == "new_element":
                self._take_element(answer.delta.new_element, answer.delta.fragment_id)

    def _take_element(self, element: Any, fragment_id: str) -> None:
        kind = element.WhichOneof("type")
        if kind == "exception":
            self.errors.append(element.exception.message)
        elif kind == "alert" and element.alert.format == element.alert.ERROR:
            self.errors.append(element.alert.body)
        elif kind in _READERS:
            sent = getattr(element, kind)
            self._offer(Control(sent.id, sent.label, fragment_id, *_READERS[kind](sent)), sent.set_value)

    def _offer(self, control: Control, is_set: bool) -> None:
        """Keep a control; one that is known shows what it showed, unless the server set it."""
        before = self.controls.get(control.label)
        if is_set and control.id in self._moved:
            self._moved[control.id] = control.kind, control.initial
        elif not is_set and before is not None and before.id == control.id:
            control = replace(control, initial=before.initial)
        self.controls[control.label] = control


_Read = tuple[tuple[str, ...], State, Kind]
"""Options, state and kind of a control."""


def _box(sent: Any) -> _Read:
    options = tuple(sent.options)
    return options, sent.raw_value or (options[sent.default] if options else ""), "box"


def _toggle(sent: Any) -> _Read:
    return (), sent.value if sent.set_value else sent.default, "toggle"


def _several(sent: Any) -> _Read:
    options = tuple(sent.options)
    return options, _chosen(sent, options), "several"


def _buttons(sent: Any) -> _Read:
    # What a browser sends back is what stands on the button, its icon included.
    options = tuple(f"{o.content_icon} {o.content}".strip() for o in sent.options)
    chosen = _chosen(sent, options)
    if sent.click_mode == sent.MULTI_SELECT:
        return options, chosen, "several"
    return options, chosen[0] if chosen else "", "buttons"


def _chosen(sent: Any, options: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sent.raw_values) if sent.set_value else tuple(options[n] for n in sent.default)


_READERS: Final[dict[str, Callable[[Any], _Read]]] = {
    "selectbox": _box,
    "checkbox": _toggle,
    "multiselect": _several,
    "button_group": _buttons,
}


def another(session: Session, dice: random.Random) -> Callable[[Control], State]:
    """A choice for `Session.move`: any other option than now, one more or less, or the toggle turned over."""

    def choose(control: Control) -> State:
        moved = session.state(control)
        now = control.initial if moved is None else moved
        if control.is_toggle:
            return not now
        if control.kind == "several":
            return control.turned(now, dice.choice(control.options))
        return dice.choice([option for option in control.options if option != now])

    return choose


@asynccontextmanager
async def session(base: str, path: str = "/", query: str = "") -> AsyncIterator[Session]:
    """A session on a page of the server at `base`; the page is not asked for yet."""
    address = base.replace("http", "ws", 1) + "/_stcore/stream"
    async with connect(
        address,
        subprotocols=[Subprotocol("streamlit")],
        compression=None,
        max_size=None,
        open_timeout=60,
        ping_interval=None,
    ) as connection:
        yield Session(connection, path, query)
