"""Who shares a commit before the dot: all that are ready, and those who will be within a few milliseconds."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from functools import wraps

from seleqt_cli.channels.email.commits import LONGEST_WAIT, Commits
from seleqt_cli.core.actions import Prepared, Reservation

PREPARED = Prepared("email", "anna", "email:anna@acme.example", "jan@noordenwind.example")


def in_a_loop(test: Callable[[], Coroutine[None, None, None]]) -> Callable[[], None]:
    """A test that needs a running loop."""

    @wraps(test)
    def run() -> None:
        asyncio.run(test())

    return run


class Group:
    """A reservation that writes down with how many it was armed."""

    def __init__(self, record: list[list[str]], name: str, reason: str = "") -> None:
        self.record = record
        self.name = name
        self.reason = reason
        self.prepared = PREPARED

    def arm(self) -> str:
        """Alone."""
        return self.arm_together([])[0]

    def arm_together(self, others: Sequence[Reservation]) -> list[str]:
        """In one commit."""
        groups = [self, *(other for other in others if isinstance(other, Group))]
        self.record.append([group.name for group in groups])
        return [group.reason for group in groups]

    def late(self) -> bool:
        """Never."""
        return False


@in_a_loop
async def test_whoever_is_ready_at_one_moment_shares_a_commit() -> None:
    record: list[list[str]] = []
    loop = asyncio.get_running_loop()
    commits = Commits(loop)
    found = await asyncio.gather(
        commits.ask(Group(record, "a"), loop.time()), commits.ask(Group(record, "b", "paused"), loop.time() + LONGEST_WAIT / 2)
    )
    assert list(found) == ["", "paused"]
    assert record == [["a", "b"]]


@in_a_loop
async def test_who_comes_later_is_not_waited_for_and_has_a_commit_of_its_own() -> None:
    record: list[list[str]] = []
    loop = asyncio.get_running_loop()
    commits = Commits(loop)
    later = commits.ask(Group(record, "later"), loop.time() + 20 * LONGEST_WAIT)
    first = commits.ask(Group(record, "first"), loop.time() + LONGEST_WAIT)
    assert await first == ""
    assert record == [["first"]]
    assert not later.done()
    assert await later == ""
    assert record == [["first"], ["later"]]


@in_a_loop
async def test_who_takes_the_question_back_is_not_armed_and_keeps_nobody_waiting() -> None:
    record: list[list[str]] = []
    loop = asyncio.get_running_loop()
    commits = Commits(loop)
    gone = commits.ask(Group(record, "gone"), loop.time())
    stays = commits.ask(Group(record, "stays"), loop.time() + 2 * LONGEST_WAIT)
    gone.cancel()
    assert await stays == ""
    assert record == [["stays"]]


@in_a_loop
async def test_a_commit_that_fails_is_told_to_each_of_those_who_wait() -> None:
    class Broken(Group):
        def arm_together(self, others: Sequence[Reservation]) -> list[str]:
            raise OSError("no such disk")

    loop = asyncio.get_running_loop()
    commits = Commits(loop)
    found = await asyncio.gather(*(commits.ask(Broken([], name), loop.time()) for name in ("a", "b")), return_exceptions=True)
    assert [str(problem) for problem in found] == ["no such disk"] * 2
