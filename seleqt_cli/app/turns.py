"""What accounts that work side by side share: one transaction for the claims and outcomes of several (engine.turns)."""

from collections.abc import Callable, Generator, Sequence
from typing import Protocol, TypeVar

_T = TypeVar("_T", bound=Sequence[object])
_T_co = TypeVar("_T_co", covariant=True)


class Answer(Protocol[_T_co]):
    """What a question will have been answered with."""

    def done(self) -> bool:
        """Whether the answer is there."""

    def cancel(self) -> bool:
        """Nobody needs it any more: what was not asked yet is not asked."""

    def __await__(self) -> Generator[object, None, _T_co]:
        """Wait for it. Raises what the transaction raised."""


class Turns(Protocol):
    """Transactions that several accounts take part in."""

    def ask(self, account: str, question: Callable[[], _T]) -> Answer[_T]:
        """Have a question answered inside the next transaction; the answer comes once that is durable."""

    def hurry(self) -> None:
        """Whoever calls has nothing else to do: the next transaction comes soon."""

    def also(self, outcome: Callable[[], None]) -> None:
        """Write an outcome in the next transaction, before any question is answered. Only while a question of its account waits."""

    def settle(self) -> None:
        """Write the outcomes that wait, now."""
