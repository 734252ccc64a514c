"""Copies that seleqt owes to Sent: what is written down about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class OwedCopy:
    """A mail that went and whose copy does not lie in Sent yet; `at`: when it went, an instant."""

    action: int
    message_id: str
    content: bytes
    at: int


@dataclass(frozen=True, slots=True)
class MissingCopies:
    """The copies of an account that could not be put: how many are tried again, how many not any more, and why the last one failed."""

    account: str
    waiting: int
    given_up: int
    trouble: str

    def __str__(self) -> str:
        counted = [f"{self.waiting} {'is' if self.waiting == 1 else 'are'} tried again"] if self.waiting else []
        counted += [f"{self.given_up} given up"] if self.given_up else []
        noun = "a copy is" if self.waiting + self.given_up == 1 else "copies are"
        return f"{noun} not in Sent: {self.trouble.rstrip('.')} ({', '.join(counted)})"


class CopyBook(Protocol):
    """The copies of one account (storage.copies_owed). What is written down lasts with the next commit of the process."""

    def owe(self, message_id: str, at: int) -> None:
        """A mail went: its copy is to be put."""

    def put(self, message_id: str) -> None:
        """It lies there, or nobody wants it any more."""

    def failed(self, message_id: str, trouble: str, at: int) -> None:
        """It could not be put: later again, a few times."""

    def due(self, at: int, most: int) -> Sequence[OwedCopy]:
        """What is to be tried again now."""
