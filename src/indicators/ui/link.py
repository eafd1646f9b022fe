"""The link of a view: read when a page opens, written by every run.

When only a fragment runs, a control was moved, and what its session chose counts: the link that the browser
sends along may be that of the run before, whose answer is still under way. Links, bookmarks and the
browser's button "back" always run the whole page.
"""

from collections.abc import Mapping
from typing import Final, cast

import streamlit as st

_READ: Final = "_read_from_link"
_WRITTEN: Final = "_written_to_link"
_BROUGHT: Final = "_brought_to_link"


def open_page() -> None:
    """The whole page runs, so that each part of its link may say something new."""
    st.session_state[_READ] = set()
    st.session_state.pop(_BROUGHT, None)


def is_unread(key: str) -> bool:
    """Whether the link was not asked about `key` since the page was opened."""
    return key not in st.session_state.get(_READ, ())


def news(key: str) -> str | None:
    """What the link newly says about `key`, told once; None for nothing or what it was made to say."""
    said = peek(key)
    st.session_state.setdefault(_READ, set()).add(key)
    st.session_state.get(_BROUGHT, {}).pop(key, None)
    return said


def peek(key: str) -> str | None:
    """Like `news`, and it can be asked again."""
    brought: Mapping[str, str] = st.session_state.get(_BROUGHT, {})
    if key in brought:
        return brought[key]
    said = st.query_params.get(key) if is_unread(key) else None
    return None if said == _written().get(key) else said


def write(key: str, said: str) -> None:
    """The link says this about `key`; nothing where it is empty."""
    if not said:
        st.query_params.pop(key, None)
        _written().pop(key, None)
        return
    if st.query_params.get(key) != said:
        st.query_params[key] = said
    _written()[key] = said


def bring(said: Mapping[str, str]) -> None:
    """What a file says, for controls that take it up in the next run as they take up a link."""
    st.session_state[_BROUGHT] = dict(said)


def _written() -> dict[str, str]:
    """What the link was made to say."""
    return cast("dict[str, str]", st.session_state.setdefault(_WRITTEN, {}))
