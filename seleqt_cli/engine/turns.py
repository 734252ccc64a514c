"""Lets the accounts of one process share the commit of their claims, and of the outcomes before them.

Whoever sends without a gap asks for the next claim while the mail in hand is on its way. All who asked within a few
milliseconds are served in one transaction, and what came of their last mails is written in the same one: the disk is
written twice a wave of mails (here, and before the dots), whatever the number of accounts. Where servers take their
time to answer, the transaction waits until the dots are out. An account that has nothing else to do is not kept waiting.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, Final

from seleqt_cli.core.facts import CLAIM_BATCH
from seleqt_cli.ports.store import Store

LEAST_WAIT: Final = 0.004
"""Seconds that a question waits for company; less than the silence before a dot, so that the answer is there in time."""
LONGEST_WAIT: Final = 0.050
_PART: Final = 0.2
"""Of the time between two questions of an account: a fifth of it is over soon after the dot where the answer takes long."""


class LoopTurns:
    """The transactions that several accounts take part in, on the running loop (see app.turns)."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._loop = asyncio.get_running_loop()
        self._questions: list[tuple[Callable[[], Sequence[Any]], asyncio.Future[Any]]] = []
        self._outcomes: list[Callable[[], None]] = []
        self._handle: asyncio.Handle | None = None
        self._hurried = False
        self._asked: dict[str, float] = {}
        """When each account asked last. One alone disturbs nobody: its question is answered before the dot of the mail in hand."""

    def ask(self, account: str, question: Callable[[], Sequence[Any]]) -> "asyncio.Future[Any]":
        """Have a question answered inside the next transaction; the answer comes once that is durable."""
        answer: asyncio.Future[Any] = self._loop.create_future()
        self._questions.append((question, answer))
        now = self._loop.time()
        between = now - self._asked.get(account, now) if len(self._asked) > 1 else 0.0
        self._asked[account] = now
        if self._handle is None:
            self._handle = self._loop.call_later(max(LEAST_WAIT, min(between * _PART, LONGEST_WAIT)), self._run)
        return answer

    def hurry(self) -> None:
        """Somebody has nothing else to do: the transaction comes as soon as all who are awake have asked."""
        if self._handle is not None and not self._hurried:
            self._handle.cancel()
            self._hurry()

    def also(self, outcome: Callable[[], None]) -> None:
        """Write an outcome in the next transaction, before any question is answered. Only while a question of its account waits."""
        self._outcomes.append(outcome)

    def settle(self) -> None:
        """Write the outcomes that wait, now."""
        if self._outcomes:
            with self._store.transaction():
                self._write_outcomes()

    def _hurry(self) -> None:
        self._hurried = True
        self._handle = self._loop.call_soon(self._run)

    def _run(self) -> None:
        self._handle, self._hurried = None, False
        asked = [(question, answer) for question, answer in self._questions if not answer.done()]
        self._questions = []
        if not asked:
            return
        answers: list[Sequence[Any]] = []
        claims = 0
        try:
            with self._store.transaction():
                self._write_outcomes()
                for question, _ in asked:
                    answers.append(question())
                    claims += len(answers[-1]) or 1
                    if claims >= CLAIM_BATCH:
                        break  # the loop is not kept from the network for longer
        except Exception as problem:  # noqa: BLE001  whatever it is, each of those who asked has to hear of it
            for _, answer in asked:
                answer.set_exception(problem)
            return
        for found, (_, answer) in zip(answers, asked, strict=False):
            answer.set_result(found)
        self._questions = asked[len(answers) :]
        if self._questions:
            self._hurry()

    def _write_outcomes(self) -> None:
        outcomes, self._outcomes = self._outcomes, []
        for outcome in outcomes:
            outcome()
