"""The outbox is a Maildir that any mail program opens, and a mail is one file in it."""

import asyncio
import mailbox
import os
import stat
import subprocess
import sys
from pathlib import Path

from seleqt_cli.channels.outbox import OutboxChannel, file_name
from seleqt_cli.core.actions import Outcome, Verdict
from tests.channels.tickets import Ticket, mail


def write(folder: Path, *tickets: Ticket) -> list[Outcome]:
    async def run() -> list[Outcome]:
        channel = OutboxChannel(folder)
        return [await channel.perform(ticket) for ticket in tickets]

    return asyncio.run(run())


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_mail_program_reads_what_was_written(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "outbox"
    assert write(folder, Ticket(mail(1)), Ticket(mail(2))) == [Outcome(Verdict.SENT, f"written to {folder}", phase="dot")] * 2
    messages = list(mailbox.Maildir(str(folder), create=False))
    assert sorted(message["Message-ID"] for message in messages) == ["<1@acme.example>", "<2@acme.example>"]
    assert messages[0].get_payload() == "Hi,\n.hidden\n.\nbye\n"
    assert (folder / "new" / file_name(mail(1))).read_bytes() == mail(1).payload.replace(b"\r\n", b"\n")


def test_only_the_owner_can_look_inside(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        write(tmp_path / "outbox", Ticket(mail()))
    finally:
        os.umask(before)
    modes = {str(path.relative_to(tmp_path)): stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "outbox").rglob("*")}
    assert modes == {"outbox/tmp": 0o700, "outbox/cur": 0o700, "outbox/new": 0o700, f"outbox/new/{file_name(mail())}": 0o600}
    assert stat.S_IMODE((tmp_path / "outbox").stat().st_mode) == 0o700


def test_the_same_mail_is_one_file_also_after_it_was_read(tmp_path: Path) -> None:
    name = file_name(mail())
    write(tmp_path, Ticket(mail()))
    already = Outcome(Verdict.SENT, f"was already in {tmp_path}", phase="dot")
    assert write(tmp_path, Ticket(mail()), Ticket(mail())) == [already, already]
    (tmp_path / "new" / name).rename(tmp_path / "cur" / f"{name}:2,S")
    assert write(tmp_path, Ticket(mail())) == [already]
    assert files(tmp_path) == [f"cur/{name}:2,S"]


def test_a_mail_that_was_read_while_we_run_is_found_too(tmp_path: Path) -> None:
    async def run() -> list[Verdict]:
        channel = OutboxChannel(tmp_path)
        first = await channel.perform(Ticket(mail(1)))
        (tmp_path / "new" / file_name(mail(1))).rename(tmp_path / "cur" / f"{file_name(mail(1))}:2,")
        again = await channel.perform(Ticket(mail(1)))
        return [first.verdict, again.verdict]

    assert asyncio.run(run()) == [Verdict.SENT, Verdict.SENT]
    assert files(tmp_path) == [f"cur/{file_name(mail(1))}:2,"]


def test_what_is_not_armed_leaves_no_file(tmp_path: Path) -> None:
    write(tmp_path, Ticket(mail(), refuse="paused"))
    assert files(tmp_path) == []


KILLED = """
import asyncio, os, signal
from pathlib import Path
from seleqt_cli.channels.outbox import OutboxChannel
from tests.channels.tickets import Ticket, mail

class Dying(Ticket):
    def arm(self):
        os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(OutboxChannel(Path(os.environ["OUTBOX"])).perform(Dying(mail())))
"""


def test_a_kill_before_the_rename_leaves_nothing_and_the_next_run_writes_it_once(tmp_path: Path) -> None:
    died = subprocess.run(
        [sys.executable, "-c", KILLED], env={**os.environ, "OUTBOX": str(tmp_path)}, cwd=Path(__file__).parents[2], check=False
    )
    assert died.returncode == -9
    assert files(tmp_path) == [f"tmp/{file_name(mail())}"]
    assert [outcome.verdict for outcome in write(tmp_path, Ticket(mail()))] == [Verdict.SENT]
    assert files(tmp_path) == [f"new/{file_name(mail())}"]


def test_a_place_that_cannot_be_a_folder_holds_the_sender(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file", tmp_path / "file" / "outbox"):
        outcome = write(folder, Ticket(mail()))[0]
        assert (outcome.verdict, outcome.text) == (Verdict.SENDER_HELD, f"{folder} cannot be written: {outcome.text.rpartition(': ')[2]}")


FULL = """
import asyncio, os, resource, signal
from pathlib import Path
from seleqt_cli.channels.outbox import OutboxChannel
from tests.channels.tickets import Ticket, mail

ticket = Ticket(mail())
channel = OutboxChannel(Path(os.environ["OUTBOX"]))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (10, resource.RLIM_INFINITY))
outcome = asyncio.run(channel.perform(ticket))
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
again = asyncio.run(channel.perform(ticket))
print(outcome.verdict.value, outcome.phase, again.verdict.value, ticket.armed)
"""


def test_a_disk_that_takes_no_more_defers_the_mail_before_it_is_armed(tmp_path: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-c", FULL],
        env={**os.environ, "OUTBOX": str(tmp_path)},
        cwd=Path(__file__).parents[2],
        check=True,
        capture_output=True,
    )
    assert said.stdout.decode().split() == ["deferred", "body", "sent", "1"]
