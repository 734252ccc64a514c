"""An outcome that the journal has taken survives kills, torn writes and a full disk."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seleqt_cli.core.actions import Outcome, Verdict
from seleqt_cli.core.errors import NotDurable
from seleqt_cli.storage.outcome_journal import OutcomeJournal, Record

ROOT = Path(__file__).parents[2]


def record(number: int, text: str = "2.0.0 Ok: queued") -> Record:
    return Record(f"action-{number}/1", 1_800_000_000 + number, Outcome(Verdict.SENT, text, 250, "2.0.0", None, "dot"))


def file_of(folder: Path, number: int = 0) -> Path:
    return folder / f"outcomes-{number}.journal"


def reopened(folder: Path) -> tuple[Record, ...]:
    journal = OutcomeJournal(folder)
    try:
        return journal.read()
    finally:
        journal.close()


def test_what_was_appended_is_read_at_the_next_start_until_it_is_cleared(tmp_path: Path) -> None:
    journal = OutcomeJournal(tmp_path)
    for number in range(3):
        journal.append(record(number))
    journal.close()
    journal = OutcomeJournal(tmp_path)
    assert journal.read() == (record(0), record(1), record(2))
    journal.append(record(3))
    assert journal.read() == (record(0), record(1), record(2), record(3))
    journal.clear()
    assert (journal.read(), journal.free) == ((), 1_048_576)
    journal.append(record(4))
    journal.close()
    assert reopened(tmp_path) == (record(4),)


def test_the_file_has_its_size_before_the_first_record_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        OutcomeJournal(tmp_path / "journal").close()
    finally:
        os.umask(before)
    made = file_of(tmp_path / "journal").stat()
    assert (made.st_size, stat.S_IMODE(made.st_mode)) == (1_048_576, 0o600)
    assert made.st_blocks * 512 >= 1_048_576
    assert stat.S_IMODE((tmp_path / "journal").stat().st_mode) == 0o700


def test_a_torn_record_and_what_follows_never_happened(tmp_path: Path) -> None:
    journal = OutcomeJournal(tmp_path, size=4_096)
    lengths = [0]
    for number in range(3):
        journal.append(record(number))
        lengths.append(4_096 - journal.free)
    journal.close()
    whole = file_of(tmp_path).read_bytes()
    for cut in range(lengths[3]):
        file_of(tmp_path).write_bytes(whole[:cut] + bytes(4_096 - cut))
        kept = max(count for count, length in enumerate(lengths) if length <= cut)
        assert reopened(tmp_path) == tuple(record(number) for number in range(kept)), cut


def test_what_stood_behind_a_torn_record_does_not_come_back(tmp_path: Path) -> None:
    journal = OutcomeJournal(tmp_path, size=4_096)
    for number in range(3):
        journal.append(record(number))
    journal.close()
    content = bytearray(file_of(tmp_path).read_bytes())
    content[10] ^= 1
    file_of(tmp_path).write_bytes(content)
    journal = OutcomeJournal(tmp_path, size=4_096)
    assert journal.read() == ()
    journal.append(record(9))
    journal.close()
    assert reopened(tmp_path) == (record(9),)


@given(st.binary(max_size=600))
def test_any_content_of_the_file_is_read_without_an_error(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("journal")
    file_of(folder).write_bytes(content)
    journal = OutcomeJournal(folder, size=2_048)
    journal.append(record(1))
    assert journal.read() == (record(1),)
    journal.close()


def test_a_full_journal_refuses_and_keeps_what_it_has(tmp_path: Path) -> None:
    journal = OutcomeJournal(tmp_path, size=200)
    journal.append(record(1))
    journal.append(record(2))
    with pytest.raises(NotDurable, match="the outcome journal is full"):
        journal.append(record(3))
    assert journal.read()[0] == record(1)
    journal.clear()
    journal.append(record(8))
    journal.close()
    assert reopened(tmp_path) == (record(8),)


def test_each_living_process_has_a_file_of_its_own_and_reads_all(tmp_path: Path) -> None:
    first, second = OutcomeJournal(tmp_path), OutcomeJournal(tmp_path)
    first.append(record(1))
    second.append(record(2))
    assert (first.read(), second.read()) == ((record(1), record(2)), (record(2), record(1)))
    second.close()
    assert first.read() == (record(1), record(2))
    third = OutcomeJournal(tmp_path)
    assert third.read() == (record(1), record(2))
    first.clear()
    third.close()
    first.close()
    assert reopened(tmp_path) == ()


KILLED = """
import os, signal, sys
from pathlib import Path
from seleqt_cli.core.actions import Outcome, Verdict
from seleqt_cli.storage.outcome_journal import OutcomeJournal, Record

journal = OutcomeJournal(Path(sys.argv[1]))
journal.append(Record("action-1/1", 7, Outcome(Verdict.IN_DOUBT, "the connection broke", phase="dot")))
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_process_leaves_its_outcomes_to_the_next(tmp_path: Path) -> None:
    died = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], cwd=ROOT, check=False)
    assert died.returncode == -9
    assert reopened(tmp_path) == (Record("action-1/1", 7, Outcome(Verdict.IN_DOUBT, "the connection broke", phase="dot")),)


FULL = """
import resource, signal, sys
from pathlib import Path
from seleqt_cli.core.actions import Outcome, Verdict
from seleqt_cli.core.errors import NotDurable
from seleqt_cli.storage.outcome_journal import OutcomeJournal, Record

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
folder = Path(sys.argv[1])
early = OutcomeJournal(folder)
resource.setrlimit(resource.RLIMIT_FSIZE, (1_048_576, resource.RLIM_INFINITY))
early.append(Record("action-1/1", 7, Outcome(Verdict.SENT, phase="dot")))
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, resource.RLIM_INFINITY))
try:
    OutcomeJournal(folder)
except NotDurable as problem:
    print(problem.message.replace(sys.argv[1], "HOME"))
"""


def test_a_disk_that_takes_no_more_is_noticed_before_the_first_send(tmp_path: Path) -> None:
    said = subprocess.run([sys.executable, "-c", FULL, str(tmp_path)], cwd=ROOT, check=True, capture_output=True)
    assert said.stdout.decode() == "the outcome journal in HOME cannot be written: File too large\n"
    assert reopened(tmp_path) == (Record("action-1/1", 7, Outcome(Verdict.SENT, phase="dot")),)


def test_a_link_in_place_of_the_file_is_not_followed(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_text("precious")
    (tmp_path / "journal").mkdir()
    file_of(tmp_path / "journal").symlink_to(target)
    with pytest.raises(NotDurable):
        OutcomeJournal(tmp_path / "journal")
    assert target.read_text() == "precious"


def test_what_a_dead_process_left_is_seen_by_all_that_start_after_it(tmp_path: Path) -> None:
    dead = OutcomeJournal(tmp_path)
    dead.append(record(1))
    dead.close()
    first, second = OutcomeJournal(tmp_path), OutcomeJournal(tmp_path)
    assert (first.read(), second.read()) == ((record(1),), (record(1),))
    first.close()
    second.close()
