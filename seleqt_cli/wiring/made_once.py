"""A property that is made at its first use, once, whichever threads ask for it at the same time."""

from __future__ import annotations

from _thread import RLock  # `threading` would be loaded at every start
from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")


class MadeOnce(Generic[T]):
    """Like functools.cached_property, which holds no lock from Python 3.12 on.

    Whoever comes while it is made waits and gets the same: two sets of sign-ins would both renew one refresh token, and
    two looks at the secrets file would ask for its passphrase twice. One may be made out of another.
    """

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make = make
        self._lock = RLock()
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        """The name under which the value is kept."""
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> MadeOnce[T]: ...

    @overload
    def __get__(self, instance: object, owner: type) -> T: ...

    def __get__(self, instance: object | None, owner: type) -> MadeOnce[T] | T:
        """Asked only until the value is there: then it stands before this in the instance."""
        if instance is None:
            return self
        with self._lock:
            kept = instance.__dict__
            if self._name not in kept:
                kept[self._name] = self._make(instance)
            value: T = kept[self._name]
            return value
