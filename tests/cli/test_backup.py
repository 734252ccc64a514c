"""backup and restore: an encrypted copy while it runs, and a way back without a mail sent twice or a no forgotten."""

import json
import os
import sqlite3
from pathlib import Path

import pytest

from seleqt_cli.storage.account_locks import AccountLocks
from seleqt_cli.storage.byte_search import Searched, files_in, search
from tests.cli.homes import MAILS, MONDAY, Home
from tests.cli.test_privacy_erase import places
from tests.servers.secret_service import run_with_secret_service

DAY = 86_400
MADE = "2026-12-28T08:03:00Z"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Home:
    monkeypatch.setenv("SELEQT_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("SELEQT_BACKUP_PASSPHRASE", "correct horse battery")
    return Home(tmp_path, monkeypatch, capsys, MAILS)


def backed_up(home: Home) -> Home:
    """One mail, then a backup."""
    home.run_for(3)
    code, _, said = home.type("backup", "b.seleqt-backup")
    assert code == 0, said
    return home


def outbox(home: Home) -> list[str]:
    return sorted(path.name for path in (home.folder / "outbox" / "anna" / "new").glob("*"))


def database(home: Home) -> Path:
    return home.folder / "home" / "seleqt.db"


def beside(home: Home) -> list[str]:
    return sorted(path.name for path in (home.folder / "home").iterdir() if path.name.startswith("seleqt.db."))


def test_a_backup_is_encrypted_its_owners_and_said(home: Home) -> None:
    home.run_for(3)
    code, out, said = home.type("backup", "b.seleqt-backup")
    size = f"{database(home).stat().st_size:,}"
    assert (code, out, said) == (
        0, "",
        f"b.seleqt-backup: {size} bytes, checked, encrypted and read back\n"
        "Delete backups after 90 days: who was erased since is in them until a restore erases them again.\n",
    )  # fmt: skip
    backup = home.folder / "b.seleqt-backup"
    assert backup.stat().st_mode & 0o777 == 0o600
    assert b"noor" not in backup.read_bytes().lower()
    assert [name for name in beside(home) if "backing-up" in name] == []
    document = home.json("backup", "b.seleqt-backup")
    assert (document["made_at"], document["key"], document["moved"]) == (MADE, "passphrase", False)


def test_a_backup_is_of_one_moment_while_others_write(home: Home) -> None:
    home.run_for(3)
    other = sqlite3.connect(database(home), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    other.execute("UPDATE lead SET first_name = 'half done'")
    code, _, said = home.type("backup", "b.seleqt-backup")
    other.execute("ROLLBACK")
    other.close()
    assert code == 0, said
    assert home.type("restore", "b.seleqt-backup", "--yes")[0] == 0
    assert home.sql("SELECT count(*) FROM lead WHERE first_name = 'half done'") == [(0,)]


def test_a_restored_backup_sends_nothing_twice(home: Home) -> None:
    backed_up(home)
    home.run_for(6)
    assert len(outbox(home)) == 3
    code, out, said = home.type("restore", "b.seleqt-backup", "--yes")
    aside = home.folder / "home" / "seleqt.db.before-restore-20261228-080900"
    assert (code, out, said) == (
        0, "",
        f"the backup of {MADE} is in place\n"
        f"the database that was here: {aside}  (delete it when all is well)\n"
        "Nothing is sent yet: seleqt resolve --check reads what went since, then seleqt resolve --ready.\n",
    )  # fmt: skip
    assert aside.stat().st_mode & 0o777 == database(home).stat().st_mode & 0o777 == 0o600
    home.clock.set(MONDAY + DAY)
    code, _, said = home.type("run", "--once")
    assert (code, said.splitlines()[0]) == (3, "seleqt: nothing is sent from this database: a backup of 2026-12-28 08:03 UTC was restored")
    assert home.type("resolve", "--check")[0] == home.type("resolve", "--ready", "--yes")[0] == 0
    for day in (1, 2, 3, 4):
        home.clock.set(MONDAY + day * DAY)
        home.run_for(12)
    assert home.sql("SELECT lead_id, count(*) FROM action WHERE state = 'sent' GROUP BY lead_id") == [(n, 2) for n in (1, 2, 3, 4, 5)]
    assert len(outbox(home)) == 10
    assert home.type("audit")[0] == 0


def test_who_said_no_since_stays_so_and_who_was_erased_is_erased_again(home: Home) -> None:
    backed_up(home)
    assert home.type("suppress", "add", "sam@canal.example", "--opt-out")[0] == 0
    assert home.type("privacy", "restrict", "tom@quay.example")[0] == 0
    assert home.type("privacy", "erase", "noor@windmill.example", "--files", "--yes")[0] == 0
    assert home.type("suppress", "add", "stranger@far.example")[0] == 0
    code, _, said = home.type("restore", "b.seleqt-backup", "--yes")
    assert code == 0
    assert said.splitlines()[1:4] == [
        "1 entry: erased again", "2 entries: never to be contacted, said since", "1 entry: stopped or restricted since",
    ]  # fmt: skip
    assert home.sql("SELECT lead_id, state FROM journey ORDER BY id")[:3] == [(1, "erased"), (2, "unsubscribed"), (3, "stopped")]
    assert home.sql("SELECT value FROM suppression ORDER BY value") == [("sam@canal.example",), ("stranger@far.example",)]
    assert home.sql("SELECT stopped FROM lead WHERE id = 3") == [("restricted by anna",)]
    assert places(home) == []
    assert home.type("resolve", "--check")[0] == home.type("resolve", "--ready", "--yes")[0] == 0
    home.clock.set(MONDAY + 3 * DAY)
    home.run_for(30)
    assert home.sql("SELECT DISTINCT lead_id FROM action WHERE sending_at > ?", MONDAY + DAY) == [(4,), (5,)]
    assert home.type("audit")[0] == 0


def test_where_the_database_is_lost_the_record_of_the_machine_erases_and_refuses_again(home: Home) -> None:
    backed_up(home)
    assert home.type("privacy", "erase", "noor@windmill.example", "--files", "--yes")[0] == 0
    assert home.type("suppress", "add", "sam@canal.example", "quay.example", "stranger@far.example", "--opt-out")[0] == 0
    assert home.type("privacy", "object", "ida@dike.example")[0] == 0
    assert home.type("suppress", "add", "bo@lock.example")[0] == 0
    assert home.type("suppress", "remove", "bo@lock.example", "--yes")[0] == 0
    assert all(b"@" not in path.read_bytes() for path in (home.folder / "state").glob("*.refused"))
    database(home).unlink()
    code, _, said = home.type("restore", "b.seleqt-backup", "--yes")
    assert (code, said.splitlines()[1:3]) == (0, ["1 entry: erased again", "4 entries: never to be contacted, said since"])
    assert places(home) == []
    assert home.sql("SELECT lead_id, state FROM journey ORDER BY id") == [
        (1, "erased"), (2, "unsubscribed"), (3, "unsubscribed"), (4, "unsubscribed"), (5, "due"),
    ]  # fmt: skip
    assert home.sql("SELECT kind, value, reason FROM suppression ORDER BY value") == [
        ("email", "ida@dike.example", "objected"),
        ("domain", "quay.example", "unsubscribed"),
        ("email", "sam@canal.example", "unsubscribed"),
    ]  # fmt: skip
    (home.folder / "more.csv").write_text("email\nstranger@far.example\nbo2@lock.example\n")
    said = home.type("leads", "import", "more.csv", "--source", "fair", "--basis", "consent")[2]
    assert "is suppressed (unsubscribed)" in said
    assert home.sql("SELECT email FROM lead WHERE id > 5") == [("bo2@lock.example",)]
    assert home.type("audit")[0] == 0


def test_a_damaged_database_does_not_stand_in_the_way(home: Home) -> None:
    backed_up(home)
    database(home).write_bytes(b"SQLite format 3\x00" + os.urandom(5000))
    code, _, said = home.type("restore", "b.seleqt-backup", "--yes")
    assert code == 0
    assert "the database that was here cannot be read" in said
    assert [path.read_bytes()[:6] for path in (home.folder / "home").glob("*.before-restore-*")] == [b"SQLite"]
    assert home.sql("SELECT count(*) FROM lead") == [(5,)]


@pytest.mark.parametrize("what", ["damaged", "cut", "foreign", "key", "none", "absent"])
def test_what_cannot_be_restored_changes_nothing(home: Home, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    backed_up(home)
    path = home.folder / "b.seleqt-backup"
    before, content = database(home).read_bytes(), bytearray(path.read_bytes())
    if what == "damaged":
        content[-100] ^= 1
        path.write_bytes(content)
    elif what == "cut":
        path.write_bytes(content[:-1])
    elif what == "foreign":
        connection = sqlite3.connect(database(home))
        connection.execute("UPDATE meta SET value = 'other' WHERE key = 'workspace_id'")
        connection.commit()
        connection.close()
        before = database(home).read_bytes()
    elif what == "key":
        monkeypatch.setenv("SELEQT_BACKUP_PASSPHRASE", "another horse battery")
    elif what == "none":
        path.write_bytes(b"hello")
    else:
        path.unlink()
    code, out, said = home.type("restore", "b.seleqt-backup", "--yes")
    assert (code, out) == (1, "")
    words = {
        "damaged": "is damaged", "cut": "is damaged", "foreign": "another workspace", "key": "does not open with this passphrase",
        "none": "is no backup of seleqt", "absent": "cannot be read",
    }  # fmt: skip
    assert words[what] in said
    assert database(home).read_bytes() == before
    assert [name for name in beside(home) if "restor" in name] == []


def test_nothing_is_restored_over_a_run_or_without_a_yes(home: Home) -> None:
    backed_up(home)
    before = database(home).read_bytes()
    assert home.type("restore", "b.seleqt-backup")[0] == 2
    locks = AccountLocks(database(home))
    assert locks.take("email:anna@acme.example")
    assert home.type("restore", "b.seleqt-backup", "--yes") == (
        4, "", "seleqt: a run is under way for anna@acme.example\nStop it first; nothing was changed.\n",
    )  # fmt: skip
    assert home.type("backup", "--move", "m.seleqt-backup", "--yes")[0] == 4
    locks.release()
    assert database(home).read_bytes() == before
    assert not (home.folder / "m.seleqt-backup").exists()


def test_a_moved_home_never_sends_again_and_goes_on_where_it_was_restored(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    home.run_for(3)
    assert home.type("privacy", "erase", "noor@windmill.example", "--files", "--yes")[0] == 0
    assert home.type("backup", "--move", "m.seleqt-backup")[0] == 2
    code, _, said = home.type("backup", "--move", "m.seleqt-backup", "--yes")
    assert code == 0, said
    assert said.splitlines()[-1] == "This home never sends again. There: seleqt restore m.seleqt-backup, then sign in the senders anew."
    assert home.type("run", "--once")[0] == 3
    assert home.type("resolve", "--check")[0] == 0
    code, _, said = home.type("resolve", "--ready", "--yes")
    assert (code, said.splitlines()[0]) == (1, "seleqt: this home was moved away on 2026-12-28: it never sends again")
    assert home.type("backup", "--move", "m.seleqt-backup", "--yes")[0] == 0  # as after a kill
    # another computer: a home and a state of its own
    monkeypatch.setenv("SELEQT_HOME", str(home.folder / "there"))
    monkeypatch.setenv("SELEQT_STATE", str(home.folder / "state-there"))
    assert home.type("restore", "m.seleqt-backup", "--yes")[0] == 0
    assert home.type("run", "--once")[0] == 3
    assert home.type("resolve", "--check")[0] == home.type("resolve", "--ready", "--yes")[0] == 0
    home.clock.set(MONDAY + DAY)
    home.run_for(12)
    assert len(outbox(home)) == 3
    assert list((home.folder / "state-there").glob("*.erased")) != []
    assert home.type("audit")[0] == 0


def test_a_move_that_cannot_be_written_retires_nothing(home: Home) -> None:
    folder = home.folder / "no"
    folder.mkdir()
    (folder / "m.seleqt-backup").mkdir()
    assert home.type("backup", "--move", "no/m.seleqt-backup", "--yes")[0] == 2
    assert home.type("backup", "--move", "nowhere/m.seleqt-backup", "--yes")[0] == 1
    assert home.type("run", "--once", "-q")[0] == 0


def test_a_backup_is_written_over_a_backup_and_over_nothing_else(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    (home.folder / "notes.txt").write_text("mine")
    assert home.type("backup", "notes.txt")[0] == 2
    assert (home.folder / "notes.txt").read_text() == "mine"
    assert home.type("backup", "home/seleqt.db")[0] == 2
    monkeypatch.setenv("SELEQT_BACKUP_PASSPHRASE", "short")
    assert home.type("backup", "b.seleqt-backup")[0] == 2
    assert not (home.folder / "b.seleqt-backup").exists()


def test_an_erasure_names_the_backups_that_it_cannot_look_into(home: Home) -> None:
    backed_up(home)
    said = home.type("privacy", "erase", "noor@windmill.example", "--files", "--yes")[2]
    line = f"backup {home.folder / 'b.seleqt-backup'}: encrypted, not looked into; restore erases them again. Delete it when you can."
    assert line in said.splitlines()


def test_nothing_readable_is_left_beside_the_database_or_in_the_state(home: Home) -> None:
    backed_up(home)
    assert home.type("restore", "b.seleqt-backup", "--yes")[0] == 0
    for path in (home.folder / "home").glob("*.before-restore-*"):
        path.unlink()
    from seleqt_cli.core.traces import Trace, patterns

    hits = search(files_in(home.folder / "state"), patterns([Trace("address", "noor@windmill.example")]), Searched())
    assert list(hits) == []
    assert json.loads(home.type("status", "--json")[1])["stopped"] == "a backup of 2026-12-28 08:03 UTC was restored"


def test_a_home_belongs_to_the_file_of_the_folder_that_it_was_moved_to(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    home.run_for(3)
    assert home.type("backup", "--move", "m.seleqt-backup", "--yes")[0] == 0
    there = home.folder / "server"
    there.mkdir()
    for name in ("campaigns.yaml", "m.seleqt-backup", "outbox"):
        (home.folder / name).rename(there / name)
    monkeypatch.chdir(there)
    monkeypatch.setenv("SELEQT_HOME", str(there / "home"))
    monkeypatch.setenv("SELEQT_STATE", str(there / "state"))
    code, _, said = home.type("restore", "m.seleqt-backup", "--yes")
    assert (code, said.splitlines()[1]) == (0, f"this home belongs to {there / 'campaigns.yaml'} from now on")
    assert home.type("resolve", "--check")[0] == home.type("resolve", "--ready", "--yes")[0] == 0
    assert home.type("apply")[0] == 0
    home.clock.set(MONDAY + DAY)
    assert home.type("run", "--once", "-q")[0] == 0
    assert len(list((there / "outbox" / "anna" / "new").iterdir())) == 2
    assert home.type("audit")[0] == 0


KEYRING = """
import os, sys
from seleqt_cli.cli.program import run
folder, *words = sys.argv[1:]
os.chdir(folder)
print(run(words))
"""


def test_the_keyring_keeps_the_key_of_a_backup_and_another_keyring_does_not_open_it(home: Home, tmp_path: Path) -> None:
    here = {"SELEQT_HOME": str(home.folder / "home"), "SELEQT_STATE": str(home.folder / "state"), "SELEQT_PERSON": "anna"}
    for words, code in ((("backup", "k.seleqt-backup"), "0"), (("restore", "k.seleqt-backup", "--yes"), "0")):
        (tmp_path / "user").mkdir(exist_ok=True)
        said = run_with_secret_service(tmp_path / "user", KEYRING, str(home.folder), *words, locked=False, **here)
        assert said.splitlines()[-1] == code
    assert b'"key": "keyring"' in (home.folder / "k.seleqt-backup").read_bytes()
    (tmp_path / "other").mkdir()
    said = run_with_secret_service(
        tmp_path / "other", KEYRING, str(home.folder), "restore", "k.seleqt-backup", "--yes", locked=False, **here
    )
    assert said.splitlines()[-1] == "1"


def test_without_a_keyring_and_a_passphrase_nothing_is_written(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SELEQT_BACKUP_PASSPHRASE")
    monkeypatch.setenv("SELEQT_SECRETS", "file")
    assert home.type("backup", "b.seleqt-backup") == (
        1, "",
        "seleqt: the keyring is not used here (SELEQT_SECRETS=file)\nset SELEQT_BACKUP_PASSPHRASE to a passphrase of at least 12 signs\n",
    )  # fmt: skip
    assert home.type("backup", "--move", "b.seleqt-backup", "--yes")[0] == 2
    assert home.type("run", "--once", "-q")[0] == 0
    assert not list(home.folder.glob("*.seleqt-backup"))
