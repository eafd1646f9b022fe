"""Results that all sessions share: computed once, also when many ask for one in the same moment."""

from collections.abc import Callable
from functools import lru_cache, wraps
from threading import RLock
from typing import Any, ParamSpec, TypeVar

_Asked = ParamSpec("_Asked")
_Made = TypeVar("_Made")


class _Place:
    """Where one result is kept once it is there."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._is_made = False
        self._made: Any = None

    def result(self, make: Callable[[], Any]) -> Any:
        """What is kept here; if nothing is, what `make` returns. Who comes while it is made waits for it."""
        if not self._is_made:
            with self._lock:
                if not self._is_made:
                    self._made = make()
                    self._is_made = True
        return self._made


def kept(maxsize: int) -> Callable[[Callable[_Asked, _Made]], Callable[_Asked, _Made]]:
    """Keeps the last `maxsize` results of a function of hashable arguments; what comes out is shared.

    `functools.lru_cache` lets every thread compute what none has computed yet: when a meeting opens a link
    that was sent to everybody, 35 of them would do the same work at once. An exception is not kept.
    """

    def decorate(make: Callable[_Asked, _Made]) -> Callable[_Asked, _Made]:
        @lru_cache(maxsize)
        def place(*_key: Any) -> _Place:
            return _Place()

        @wraps(make)
        def ask(*args: _Asked.args, **settings: _Asked.kwargs) -> _Made:
            found: _Made = place(args, tuple(settings.items())).result(lambda: make(*args, **settings))
            return found

        return ask

    return decorate
