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


async def a_pass() -> None:
    """Let the loop go round once."""
    loop = asyncio.get_running_loop()
    around = loop.create_future()
    loop.call_soon(around.set_result, None)
    await around


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
    commits = Commits(asyncio.get_running_loop())
    found = await asyncio.gather(commits.why_not(Group(record, "a")), commits.why_not(Group(record, "b", "paused")))
    assert list(found) == ["", "paused"]
    assert record == [["a", "b"]]


@in_a_loop
async def test_nobody_waits_when_nobody_is_coming() -> None:
    record: list[list[str]] = []
    commits = Commits(asyncio.get_running_loop())
    far, gone = object(), object()
    commits.coming(far, asyncio.get_running_loop().time() + 100 * LONGEST_WAIT)
    commits.coming(gone, asyncio.get_running_loop().time() + LONGEST_WAIT / 2)
    commits.gone(gone)
    asked = asyncio.ensure_future(commits.why_not(Group(record, "a")))
    for _ in range(2):
        await a_pass()
    assert record == [["a"]]
    assert await asked == ""


@in_a_loop
async def test_one_who_comes_in_a_moment_is_waited_for() -> None:
    record: list[list[str]] = []
    loop = asyncio.get_running_loop()
    commits = Commits(loop)
    at = loop.time() + LONGEST_WAIT / 2
    commits.coming("b", at)
    silence = loop.create_future()
    loop.call_at(at - LONGEST_WAIT / 10, silence.set_result, None)

    async def second() -> str:
        await silence
        commits.gone("b")
        return await commits.why_not(Group(record, "b"))

    found = await asyncio.gather(commits.why_not(Group(record, "a")), second())
    assert list(found) == ["", ""]
    assert record == [["a", "b"]]
