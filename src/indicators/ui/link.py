"""The link of a view: read when a page opens, written by every run.

When only a fragment runs, a control was moved, and what its session chose counts: the link that the browser
sends along may be that of the run before, whose answer is still under way. Links, bookmarks and the
browser's button "back" always run the whole page.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import streamlit as st

_LINK: Final = "_link"


@dataclass
class _Link:
    """What a visit did with its link; in one place, as each look into the session costs.

    Attributes:
        read: What the link was asked about since the page was opened.
        written: What it was made to say.
        brought: What a file says in its place.
    """

    read: set[str] = field(default_factory=set)
    written: dict[str, str] = field(default_factory=dict)
    brought: dict[str, str] = field(default_factory=dict)


def open_page() -> None:
    """The whole page runs, so that each part of its link may say something new."""
    link = _link()
    link.read.clear()
    link.brought.clear()


def is_unread(key: str) -> bool:
    """Whether the link was not asked about `key` since the page was opened."""
    return key not in _link().read


def news(key: str) -> str | None:
    """What the link newly says about `key`, told once; None for nothing or what it was made to say."""
    link = _link()
    said = _said(link, key)
    link.read.add(key)
    link.brought.pop(key, None)
    return said


def peek(key: str) -> str | None:
    """Like `news`, and it can be asked again."""
    return _said(_link(), key)


def write(key: str, said: str) -> None:
    """The link says this about `key`; nothing where it is empty."""
    if not said:
        st.query_params.pop(key, None)
        _link().written.pop(key, None)
        return
    if st.query_params.get(key) != said:
        st.query_params[key] = said
    _link().written[key] = said


def bring(said: Mapping[str, str]) -> None:
    """What a file says, for controls that take it up in the next run as they take up a link."""
    _link().brought = dict(said)


def _said(link: _Link, key: str) -> str | None:
    if key in link.brought:
        return link.brought[key]
    said = None if key in link.read else st.query_params.get(key)
    return None if said == link.written.get(key) else said


def _link() -> _Link:
    found: _Link | None = st.session_state.get(_LINK)
    if found is None:
        found = st.session_state[_LINK] = _Link()
    return found
