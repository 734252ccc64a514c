"""Accounts that work side by side share a transaction: for their claims, and for what came of the mails before."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, cast

from seleqt_cli.channels.email.smtp_session import POLL_LEAST
from seleqt_cli.engine.turns import LEAST_WAIT, LoopTurns
from seleqt_cli.ports.store import Store


def in_a_loop(test: Callable[[], Coroutine[None, None, None]]) -> Callable[[], None]:
    """A test that needs a running loop."""

    @wraps(test)
    def run() -> None:
        asyncio.run(test())

    return run


async def a_pass() -> None:
    """Let the loop go round once."""
    loop = asyncio.get_running_loop()
    around = loop.create_future()
    loop.call_soon(around.set_result, None)
    await around


class Diary:
    """A store that writes down what happens in which of its transactions."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One unit of writing."""
        self.lines.append("begin")
        yield
        self.lines.append("commit")

    def note(self, line: str) -> str:
        """One line, which is the answer too."""
        self.lines.append(line)
        return line


def turns_of(diary: Diary) -> LoopTurns:
    return LoopTurns(cast(Store, diary))


@in_a_loop
async def test_questions_of_several_accounts_are_answered_in_one_transaction() -> None:
    diary = Diary()
    turns = turns_of(diary)
    answers = [turns.ask(name, lambda name=name: diary.note(name)) for name in ("a", "b", "c")]  # type: ignore[misc]
    assert await asyncio.gather(*answers) == ["a", "b", "c"]
    assert diary.lines == ["begin", "a", "b", "c", "commit"]


@in_a_loop
async def test_outcomes_are_written_before_any_question_is_answered() -> None:
    diary = Diary()
    turns = turns_of(diary)
    answer = turns.ask("a", lambda: diary.note("claim"))
    turns.also(lambda: cast(None, diary.note("outcome")))
    assert diary.lines == []
    await answer
    assert diary.lines == ["begin", "outcome", "claim", "commit"]


@in_a_loop
async def test_who_has_nothing_else_to_do_waits_for_nobody_but_those_who_are_awake() -> None:
    diary = Diary()
    turns = turns_of(diary)
    turns.ask("b", lambda: diary.note("b"))
    turns.hurry()
    turns.ask("a", lambda: diary.note("a"))
    await a_pass()
    await a_pass()
    assert diary.lines == ["begin", "b", "a", "commit"]


@in_a_loop
async def test_a_question_given_up_is_not_asked() -> None:
    diary = Diary()
    turns = turns_of(diary)
    turns.ask("a", lambda: diary.note("a")).cancel()
    assert await turns.ask("b", lambda: diary.note("b")) == "b"
    assert diary.lines == ["begin", "b", "commit"]


@in_a_loop
async def test_a_transaction_that_fails_is_told_to_all_who_asked() -> None:
    diary = Diary()
    turns = turns_of(diary)

    def fail() -> Any:
        raise ValueError("no room")

    answers = [turns.ask("a", lambda: diary.note("a")), turns.ask("b", fail)]
    found = await asyncio.gather(*answers, return_exceptions=True)
    assert [str(problem) for problem in found] == ["no room", "no room"]
    assert "commit" not in diary.lines


@in_a_loop
async def test_many_questions_are_spread_over_transactions() -> None:
    diary = Diary()
    turns = turns_of(diary)
    names = [chr(ord("A") + number) for number in range(45)]
    answers = [turns.ask(name, lambda name=name: diary.note(name)) for name in names]  # type: ignore[misc]
    assert await asyncio.gather(*answers) == names
    assert diary.lines.count("commit") == 3


@in_a_loop
async def test_outcomes_that_wait_are_written_at_once_when_it_is_asked_for() -> None:
    diary = Diary()
    turns = turns_of(diary)
    turns.settle()
    assert diary.lines == []
    turns.ask("a", lambda: diary.note("claim")).cancel()
    turns.also(lambda: cast(None, diary.note("outcome")))
    turns.settle()
    turns.settle()
    assert diary.lines == ["begin", "outcome", "commit"]


def test_the_next_claim_is_there_before_the_dot_of_the_mail_in_hand() -> None:
    assert LEAST_WAIT < POLL_LEAST
