"""A database that another program keeps locked: a command says so and ends, a run waits and goes on where it was."""

import os
import signal
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from seleqt_cli.cli import program
from seleqt_cli.engine import clocks
from seleqt_cli.storage import connections
from tests.acceptance.homes import ONE_MAIL, Home
from tests.acceptance.records import doubled
from tests.servers.recording_smtp import RecordingSmtp, recording_smtp

LEADS = 4
ADVICE = "Close what has it open (a database browser, a copy under way), then type the same again; nothing is lost.\n"


class Browser:
    """Another program that has the database open."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._connection: sqlite3.Connection | None = None

    def lock(self, how: str = "IMMEDIATE") -> None:
        """Begin a transaction and leave it open."""
        if self._connection is None:
            self._connection = sqlite3.connect(self._home.database, isolation_level=None, timeout=30, check_same_thread=False)
            self._connection.execute(f"BEGIN {how}")

    def let_go(self) -> None:
        """End it."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


@pytest.fixture
def server() -> Iterator[RecordingSmtp]:
    with recording_smtp() as running:
        yield running


@pytest.fixture
def home(tmp_path: Path, server: RecordingSmtp, monkeypatch: pytest.MonkeyPatch) -> Home:
    made = Home(tmp_path / "w", f"{{host: 127.0.0.1, port: {server.port}, tls: none}}", leads=LEADS, steps=ONE_MAIL).write().apply()
    monkeypatch.setattr(connections, "BUSY_MILLISECONDS", 50)  # thirty seconds are the same, only longer
    return made


@pytest.fixture
def browser(home: Home) -> Iterator[Browser]:
    made = Browser(home)
    yield made
    made.let_go()


def typed(home: Home, *words: str) -> int:
    """A command in this process."""
    return program.run(["--home", str(home.folder / "home"), *words, "-f", str(home.file)])


def locked(home: Home) -> str:
    return f"seleqt: the database {home.database} is locked by another program, for more than 30 seconds\n{ADVICE}"


@pytest.mark.parametrize(
    "command", ["status", "history", "explain lead1@company1.example", "apply", "pause", "run --once", "run", "run --simulate"]
)
def test_every_command_says_who_is_in_the_way_and_ends_with_four(
    home: Home, browser: Browser, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    browser.lock("EXCLUSIVE")
    code = typed(home, *command.split())
    said = "".join(line for line in capsys.readouterr().err.splitlines(keepends=True) if "warning: senders.s1: replies" not in line)
    assert (code, said) == (4, locked(home))


def test_what_was_sent_when_the_database_was_locked_is_written_down_by_the_next_run(
    home: Home, server: RecordingSmtp, browser: Browser, capsys: pytest.CaptureFixture[str]
) -> None:
    server.before = lambda came, count: browser.lock() if (came, count) == ("DOT", 1) else None
    assert typed(home, "run", "--once", "-q") == 4
    assert capsys.readouterr().err == locked(home)
    assert (len(server.taken), home.states()) == (1, {"claimed": LEADS - 1, "sending": 1})
    browser.let_go()
    assert typed(home, "run", "--once", "-q") == 0
    assert home.states() == {"sent": LEADS}
    assert (sorted(server.recipients()), doubled(server.taken)) == (home.addresses(), [])
    home.is_sound()


@pytest.mark.parametrize("phase", ["DATA", "DOT"])
def test_a_run_waits_for_the_database_and_goes_on(
    home: Home, server: RecordingSmtp, browser: Browser, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, phase: str
) -> None:
    waited: list[float] = []

    async def pause(seconds: float) -> None:
        waited.append(seconds)
        browser.let_go()

    def before(came: str, count: int) -> None:
        if (came, count) == (phase, 2):
            browser.lock()
        if (came, len(server.taken)) == ("DOT", LEADS - 1):
            os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(clocks, "pause", pause)
    server.before = before
    assert typed(home, "run", "-q") == 0
    said = capsys.readouterr().err
    assert said == f"the database {home.database} is locked by another program, for more than 30 seconds; trying again\n"
    assert waited == [30]
    server.before = lambda came, count: None
    assert typed(home, "run", "--once", "-q") == 0
    assert home.states() == {"sent": LEADS}
    assert (sorted(server.recipients()), doubled(server.taken)) == (home.addresses(), [])
    home.is_sound()
