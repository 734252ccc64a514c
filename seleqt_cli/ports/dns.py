"""Asking DNS."""

from typing import Protocol

from seleqt_cli.core.names.answers import Answer, Question


class Dns(Protocol):
    """A resolver. Questions may be asked at the same time, from one event loop."""

    async def ask(self, question: Question) -> Answer:
        """The answer; never an error: a time-out, a failing server or no network is `unknown`, with the reason."""
