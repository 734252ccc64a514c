"""A seleqt that kills itself (SIGKILL) at a named point of the n-th send: `python -m tests.faults.victim POINT N ARGUMENTS…`.

The points are laid around the real program from outside; the program itself knows nothing of them. Batches hold two
mails here, so that there is a first, a middle and a last commit of each kind.
"""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from seleqt_cli.app import run_due
from seleqt_cli.channels import outbox
from seleqt_cli.channels.email.smtp import SmtpChannel
from seleqt_cli.channels.email.smtp_session import SmtpSession
from seleqt_cli.cli.program import run
from seleqt_cli.storage.outcome_journal import OutcomeJournal
from seleqt_cli.storage.sqlite_store import SqliteStore

COMMITS = ("before C1", "after C1", "before C2", "after C2", "before C3", "after C3")
JOURNAL = ("before the outcome is on disk", "after the outcome is on disk")
SMTP = (
    "before MAIL", "after DATA", "after the body", "before the dot", "after the dot", "after the reply", "before connecting",
    "after the login", "before QUIT", "after QUIT",
)  # fmt: skip
OUTBOX = ("before the draft", "after the draft", "before the rename", "after the rename")
AT_ONCE = frozenset({"before connecting", "after the login", "before QUIT", "after QUIT"})
"""Points that one run passes once."""
UNDECIDED = frozenset(
    {
        "after C2",
        "before the dot",
        "after the dot",
        "after the reply",
        "before the outcome is on disk",
        "before the rename",
        "after the rename",
    }
)
"""After C2 and before the outcome is on the disk: only these may leave a doubt."""

_wanted: tuple[str, int] = ("", 0)
_passed: dict[str, int] = {}


def passing(point: str) -> None:
    """The program passes a point; the one that is wanted is its last."""
    _passed[point] = _passed.get(point, 0) + 1
    if (point, _passed[point]) == _wanted:
        os.kill(os.getpid(), signal.SIGKILL)


def replace(owner: Any, name: str, value: Any) -> None:
    """Put something in the place of a part of the program, which must be there."""
    assert hasattr(owner, name), f"{owner} has no {name} any more: lay the point anew"
    setattr(owner, name, value)


def around(owner: Any, name: str, before: str, after: str, *, asynchronous: bool = False) -> None:
    """Lay a point before and one behind a function; '' for none."""
    inner: Callable[..., Any] = getattr(owner, name)

    def wrapped(*arguments: Any, **named: Any) -> Any:
        passing(before)
        found = inner(*arguments, **named)
        passing(after)
        return found

    async def wrapped_asynchronous(*arguments: Any, **named: Any) -> Any:
        passing(before)
        found = await inner(*arguments, **named)
        passing(after)
        return found

    replace(owner, name, wrapped_asynchronous if asynchronous else wrapped)


def lay_points(point: str, number: int) -> None:
    """Around every commit of the store and every phase of the channels; the `number`-th passing of `point` kills."""
    global _wanted
    _wanted = (point, number)
    replace(run_due, "CLAIM_BATCH", 2)
    _name_commits()
    around(OutcomeJournal, "append", *JOURNAL)
    around(SmtpSession, "_envelope", "before MAIL", "after DATA", asynchronous=True)
    around(SmtpSession, "_body", "", "after the body", asynchronous=True)
    around(SmtpSession, "quit", "before QUIT", "after QUIT", asynchronous=True)
    around(SmtpChannel, "_open", "before connecting", "after the login", asynchronous=True)
    _name_the_dot()
    around(outbox, "_write", "before the draft", "after the draft")
    around(outbox.OutboxChannel, "_move", "before the rename", "after the rename")


def _name_commits() -> None:
    commit = SqliteStore._commit
    carried: set[str] = set()

    def named(store: SqliteStore) -> None:
        # several may share one commit; then it has all their names
        names = [name for name in ("C1", "C2", "C3") if name in carried]
        carried.clear()
        for name in names:
            passing(f"before {name}")
        commit(store)
        for name in names:
            passing(f"after {name}")

    def carries(function: str, name: str) -> None:
        inner = getattr(SqliteStore, function)

        def wrapped(*arguments: Any, **named: Any) -> Any:
            carried.add(name)
            return inner(*arguments, **named)

        replace(SqliteStore, function, wrapped)

    replace(SqliteStore, "_commit", named)
    carries("claim", "C1")
    carries("arm", "C2")
    carries("settle", "C3")


def _name_the_dot() -> None:
    look, wait = SmtpSession._something_came, SmtpSession._wait

    def about_to_write(session: SmtpSession) -> bool:
        passing("before the dot")
        session.dotted = True  # type: ignore[attr-defined]
        return look(session)

    async def waiting(session: SmtpSession, *arguments: Any, **named: Any) -> None:
        dotted = session.__dict__.pop("dotted", False)
        if dotted:
            passing("after the dot")
        await wait(session, *arguments, **named)
        if dotted:
            passing("after the reply")

    replace(SmtpSession, "_something_came", about_to_write)
    replace(SmtpSession, "_wait", waiting)


if __name__ == "__main__":
    lay_points(sys.argv[1], int(sys.argv[2]))
    sys.exit(run(sys.argv[3:]))
