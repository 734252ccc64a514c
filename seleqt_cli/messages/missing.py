"""A field without a value."""

from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import Any, Final

from jinja2.runtime import Undefined

_wanted: Final[ContextVar[list[str] | None]] = ContextVar("wanted", default=None)


class Missing(Undefined):
    """As strict as Jinja2's StrictUndefined: an error wherever it would be shown, compared or gone over.

    Asked for its truth it is false, so `{% if company %}` and `{{ first_name or "there" }}` mean what a person expects,
    and nothing is ever blank by accident. While `names_of` runs it writes its name down instead of raising.
    """

    __slots__ = ()

    def __str__(self) -> str:
        wanted = _wanted.get()
        if wanted is None:
            self._fail_with_undefined_error()
        wanted.append(self._undefined_name or "a value")
        return ""

    def __bool__(self) -> bool:
        return False

    def __iter__(self) -> Iterator[Any]:
        return iter(str(self))

    def __len__(self) -> int:
        return len(str(self))

    def __eq__(self, other: Any) -> bool:
        return str(self) == str(other)

    def __ne__(self, other: Any) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(str(self))


def names_of(attempt: Callable[[], object], errors: tuple[type[Exception], ...]) -> tuple[str, ...]:
    """The names of all fields that an attempt misses; one of `errors` ends it early, and what was missed until then counts."""
    wanted: list[str] = []
    token = _wanted.set(wanted)
    try:
        attempt()
    except errors:
        pass
    finally:
        _wanted.reset(token)
    return tuple(wanted)
