"""SIGKILL at every named point of a send: nothing twice, nothing lost, and a doubt only where there must be one."""

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default
from email.utils import parseaddr
from pathlib import Path

import pytest

from tests.acceptance.homes import ONE_MAIL, Home
from tests.acceptance.records import doubled
from tests.faults.victim import AT_ONCE, COMMITS, JOURNAL, OUTBOX, SMTP, UNDECIDED
from tests.servers.recording_smtp import RecordingSmtp, recording_smtp

MAILS = 6
FIRST_MIDDLE_LAST = (1, 3, MAILS)
BATCHES = (1, 2, 3)
"""Two mails a batch in the victim."""


def numbers(point: str) -> tuple[int, ...]:
    if point in AT_ONCE:
        return (1,)
    return BATCHES if point.endswith("C1") else (1, 2, MAILS) if point == "after C3" else FIRST_MIDDLE_LAST


SMTP_CASES = [(point, number) for point in (*COMMITS, *JOURNAL, *SMTP) for number in numbers(point)]
OUTBOX_CASES = [(point, number) for point in (*COMMITS, *JOURNAL, *OUTBOX) for number in numbers(point)]


@pytest.fixture(scope="module")
def server() -> Iterator[RecordingSmtp]:
    with recording_smtp() as running:
        yield running


@pytest.fixture(scope="module")
def applied(server: RecordingSmtp, tmp_path_factory: pytest.TempPathFactory) -> Home:
    folder = tmp_path_factory.mktemp("applied")
    smtp = f"{{host: 127.0.0.1, port: {server.port}, tls: none}}"
    return Home(folder / "w", smtp, leads=MAILS, steps=ONE_MAIL).write().apply()


@pytest.fixture(scope="module")
def applied_outbox(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(tmp_path_factory.mktemp("applied") / "w", "outbox:mails", leads=MAILS, steps=ONE_MAIL).write().apply()


def killed_at(home: Home, point: str, number: int) -> None:
    """Run until the point; the program must really have come there and died there."""
    done = home.call("run", "--once", "-q", program=("-m", "tests.faults.victim", point, str(number)))
    assert done.returncode == -signal.SIGKILL, (done.returncode, done.stderr)


@contextmanager
def as_applied(home: Home, tmp_path: Path) -> Iterator[Home]:
    """The home before anything was sent; afterwards it is so arrived. (It cannot be copied: a home belongs to one file.)"""
    shutil.copytree(home.folder, tmp_path / "kept")
    try:
        yield home
    finally:
        shutil.rmtree(home.folder)
        shutil.copytree(tmp_path / "kept", home.folder)


def doubts(home: Home, point: str, number: int) -> int:
    """How many sends the kill leaves in doubt: only one that was armed, and whose outcome had not reached the disk."""
    if point == "after C3" and home.smtp.startswith("outbox:"):
        return 1 if number in (1, 3, 5) else 0  # it is the commit of the next mail's C2 too, at the end of a batch of the next claims
    if point == "after C3":
        return 1 if number in (2, 4) else 0  # the next batch is claimed while the last mail of one is on its way
    return 1 if point in UNDECIDED else 0


def settled_after(home: Home, point: str, number: int, arrived: list[str]) -> None:
    """What must hold after the next run; `arrived`: the recipients of all mails, with repeats."""
    assert len(arrived) == len(set(arrived)), "somebody got the mail twice"
    doubt = home.leads_with("in_doubt")
    assert len(doubt) == doubts(home, point, number)
    assert set(home.addresses()) == set(arrived) | doubt, "somebody got nothing, and nothing says why"
    states = home.states()
    assert states == {"sent": MAILS - len(doubt), **({"in_doubt": 1} if doubt else {})}
    if point in ("after the dot", "after the reply", "before the outcome is on disk", "after the rename"):
        assert doubt <= set(arrived), "it was never sent again, so it came from the killed run"
    home.is_sound()


@pytest.mark.parametrize(("point", "number"), SMTP_CASES)
def test_a_kill_around_a_mail_by_smtp(server: RecordingSmtp, applied: Home, tmp_path: Path, point: str, number: int) -> None:
    with as_applied(applied, tmp_path) as home:
        server.taken.clear()
        killed_at(home, point, number)
        done = home.call("run", "--once", "-q")
        assert done.returncode in (0, 3), done.stderr
        assert doubled(server.taken) == []
        settled_after(home, point, number, server.recipients())


@pytest.mark.parametrize(("point", "number"), OUTBOX_CASES)
def test_a_kill_around_a_mail_into_the_outbox(applied_outbox: Home, tmp_path: Path, point: str, number: int) -> None:
    with as_applied(applied_outbox, tmp_path) as home:
        killed_at(home, point, number)
        done = home.call("run", "--once", "-q")
        assert done.returncode in (0, 3), done.stderr
        settled_after(home, point, number, in_outbox(home))


def in_outbox(home: Home) -> list[str]:
    """The recipients of the mails in the Maildir."""
    folder = home.folder / "mails" / "new"
    names = sorted(os.listdir(folder)) if folder.exists() else []
    return [parseaddr(str(message_from_bytes((folder / name).read_bytes(), policy=default)["To"]))[1] for name in names]
