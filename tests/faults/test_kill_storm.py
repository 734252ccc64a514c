"""A campaign that is killed again and again until it is done: at random moments, and at single system calls."""

import shutil
import signal
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from seleqt_cli.core.jitter import number as drawn
from tests.acceptance.homes import ONE_MAIL, THREE_MAILS, Home
from tests.acceptance.records import doubled, thread_faults, threads
from tests.servers.recording_smtp import Before, RecordingSmtp, recording_smtp, usual

KILLS = 50
SEED = "storm 1"
SPREAD = 40
"""Commands. Eight accounts in step need as many for their first mails (EHLO, MAIL, RCPT, DATA, the dot each)."""


@pytest.fixture
def server() -> Iterator[RecordingSmtp]:
    with recording_smtp() as running:
        yield running


def home(folder: Path, server: RecordingSmtp, **choices: object) -> Home:
    return Home(folder / "w", f"{{host: 127.0.0.1, port: {server.port}, tls: none}}", **choices).write().apply()  # type: ignore[arg-type]


def killer(victim: "subprocess.Popen[str]", server: RecordingSmtp, wanted: int) -> Before:
    """Kills when so many commands of any kind have come, before the last one is answered."""

    def before(phase: str, number: int) -> None:
        if sum(server.counts.values()) >= wanted:
            victim.kill()

    return before


def test_fifty_kills_at_random_moments(tmp_path: Path, server: RecordingSmtp) -> None:
    """The moment of a kill is drawn as "after so many commands have reached the server"; the other accounts are anywhere then."""
    campaign = home(tmp_path, server, leads=160, accounts=8, steps=THREE_MAILS.replace("WAIT", "none"))
    wanted = 0
    for turn in range(KILLS):
        wanted = sum(server.counts.values()) + 1 + drawn(SEED, str(turn)) % SPREAD
        running = campaign.start("run", "--once", "-q")
        # by the server itself, so that a slow machine does not let the campaign get away
        server.before = killer(running, server, wanted)
        running.communicate()
        server.before = usual
        assert running.returncode == -signal.SIGKILL, f"turn {turn}: the campaign was over before the storm was (seed {SEED})"
    assert len(server.taken) > KILLS // 2, "it was killed before it had begun, most times"
    done = campaign.call("run", "--once", "-q")
    assert done.returncode == 0, done.stderr
    assert doubled(server.taken) == []
    in_doubt = campaign.leads_with("in_doubt")
    assert campaign.states().keys() <= {"sent", "in_doubt"}
    assert campaign.states().get("in_doubt", 0) <= KILLS * 8, "an account leaves at most one doubt a kill"
    mails = threads(server.taken)
    assert [person for person in campaign.addresses() if len(mails[person]) < 3 and person not in in_doubt] == []
    assert [fault for person, thread in mails.items() if person not in in_doubt for fault in thread_faults(thread)] == []
    assert max(Counter(mail.sender for mail in server.taken).values()) <= 50
    campaign.is_sound()


CALLS = "fdatasync,pwrite64,fsync,ftruncate,sendto,unlink,rename"


def calls_of_a_run(campaign: Home, log: Path) -> list[str]:
    """The system calls of a whole run that could matter, in order."""
    traced("--output", str(log), "-e", f"trace={CALLS}", campaign=campaign)
    return [line.split("(")[0].split()[-1] for line in log.read_text().splitlines() if "(" in line and "resumed" not in line]


def traced(*options: str, campaign: Home) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["strace", "-f", *options, *campaign.command("run", "--once", "-q")], capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.parametrize("smtp", [True, False], ids=["smtp", "outbox"])
def test_a_kill_at_a_system_call(tmp_path: Path, server: RecordingSmtp, smtp: bool) -> None:
    """Calls that change the disk or the wire, about four moments of each, evenly over a whole run."""
    where = f"{{host: 127.0.0.1, port: {server.port}, tls: none}}" if smtp else "outbox:mails"
    campaign = Home(tmp_path / "w", where, leads=3, steps=ONE_MAIL).write().apply()
    shutil.copytree(campaign.folder, tmp_path / "kept")
    seen = Counter(calls_of_a_run(campaign, tmp_path / "calls"))
    assert seen["fdatasync"] > 6
    for call in ("fdatasync", "pwrite64", "sendto" if smtp else "rename"):
        step = max(1, seen[call] // 4)
        # short of the end: a run makes a few calls more or less, as its commits happen to be shared
        for number in range(1, seen[call] + 1 - step // 2, step):
            shutil.rmtree(campaign.folder)
            shutil.copytree(tmp_path / "kept", campaign.folder)
            # what went before never happened: nothing may be known of it outside of the home either
            shutil.rmtree(Path.home() / ".local" / "state" / "seleqt-state")
            server.taken.clear()
            killed = traced("-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={number}", "-o", "/dev/null", campaign=campaign)
            assert killed.returncode in (-signal.SIGKILL, 128 + signal.SIGKILL), (call, number, killed.stderr)
            done = campaign.call("run", "--once", "-q")
            assert done.returncode in (0, 3), (call, number, done.stderr)
            arrived = server.recipients() if smtp else [path.name for path in (campaign.folder / "mails" / "new").glob("*")]
            states = campaign.states()
            assert states.get("in_doubt", 0) <= 1, (call, number)
            assert states.get("sent", 0) + states.get("in_doubt", 0) == 3, (call, number, states)
            assert len(set(arrived)) == len(arrived) >= states.get("sent", 0), (call, number, arrived)
            campaign.is_sound()
