"""privacy encrypt and decrypt: nothing of a person can be read in the home's database, and everything works as before."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from seleqt_cli.core.traces import Trace, patterns
from seleqt_cli.storage.account_locks import AccountLocks
from seleqt_cli.storage.byte_search import Searched, files_in, search
from seleqt_cli.storage.opening import key_name
from tests.cli.homes import MAILS, MONDAY, Home
from tests.servers.secret_service import run_with_secret_service

DAY = 86_400
KEY = "0123456789abcdef" * 4
PEOPLE = [Trace("address", "noor@windmill.example"), Trace("name", "Windmill"), Trace("address", "sam@canal.example")]
WARNED = "campaigns.yaml:4:3: warning: senders.anna: mails are written into the folder outbox/anna and reach nobody; replies are not seen\n"
TOLD = "Without it nobody can read the database: keep a backup with a passphrase (SELEQT_BACKUP_PASSPHRASE, seleqt backup FILE).\n"


class EncryptedHome(Home):
    """The same with the key of the environment."""

    def sql(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        from seleqt_cli.storage.opening import connect

        connection = connect(self.folder / "home" / "seleqt.db", lambda name: bytes.fromhex(KEY))
        try:
            return connection.execute(statement, values).fetchall()
        finally:
            connection.close()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> EncryptedHome:
    monkeypatch.setenv("SELEQT_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("SELEQT_DATABASE_KEY", KEY)
    monkeypatch.setenv("SELEQT_BACKUP_PASSPHRASE", "correct horse battery")
    return EncryptedHome(tmp_path, monkeypatch, capsys, MAILS)


@pytest.fixture
def encrypted(home: EncryptedHome) -> EncryptedHome:
    home.run_for(3)
    code, _, said = home.type("privacy", "encrypt")
    assert code == 0, said
    return home


def database(home: Home) -> Path:
    return home.folder / "home" / "seleqt.db"


def readable(home: Home) -> list[str]:
    """Files of the home and the state folder in which somebody can be read."""
    paths = [*files_in(home.folder / "home"), *files_in(home.folder / "state")]
    return sorted(hit.path.name for hit in search(paths, patterns(PEOPLE), Searched()))


def test_nobody_can_be_read_in_the_home_afterwards_and_the_way_back_is_open(home: EncryptedHome) -> None:
    home.run_for(3)
    assert readable(home) == ["seleqt.db"]
    rows = home.sql("SELECT * FROM lead ORDER BY id")
    code, out, said = home.type("privacy", "encrypt")
    count, _, rest = said.removeprefix("the database is encrypted now: ").partition(" ")
    assert (code, out, rest) == (0, "", f"rows copied and counted\nIts key: SELEQT_DATABASE_KEY.\n{TOLD}")
    assert int(count) > 40
    assert (readable(home), database(home).stat().st_mode & 0o777) == ([], 0o600)
    assert KEY.encode() not in b"".join(path.read_bytes() for path in files_in(home.folder))
    assert home.sql("SELECT * FROM lead ORDER BY id") == rows
    assert home.type("privacy", "encrypt") == (0, "", "the database is encrypted already\nIts key: SELEQT_DATABASE_KEY.\n")
    assert home.type("privacy", "decrypt")[0] == 2
    assert home.json("privacy", "decrypt", "--yes") == {"encrypted": False, "rows": int(count) + 1, "key": None, "removed": []}
    assert home.type("privacy", "decrypt", "--yes") == (0, "", "the database is in plain text already\n")
    assert readable(home) == ["seleqt.db"]
    assert home.sql("SELECT * FROM lead ORDER BY id") == rows
    assert home.sql("SELECT event, data FROM history WHERE event LIKE '%crypted' ORDER BY id") == [
        ("encrypted", '{"by":"anna"}'), ("decrypted", '{"by":"anna"}'),
    ]  # fmt: skip
    assert home.type("audit")[0] == 0


def test_an_encrypted_home_sends_shows_simulates_imports_and_proves_as_before(encrypted: EncryptedHome) -> None:
    home = encrypted
    (home.folder / "more.csv").write_text("email,company\nlou@sluice.example,Windmill\n")
    assert home.type("leads", "import", "more.csv", "--source", "fair", "--basis", "consent")[0] == 0
    code, out, said = home.type("run", "--simulate", "--json")
    assert (code, out.count('"type": "action"') or out.count('"action"')) != (0, 0), said
    home.run_for(6)
    assert len(home.json("status")["journeys"]) > 0
    for typed in ("status", "explain noor@windmill.example", "history", "report", "suppress list", "check", "diff"):
        code, _, said = home.type(*typed.split())
        assert code == 0, (typed, said)
    home.clock.set(MONDAY + DAY)
    home.run_for(9)
    assert home.sql("SELECT lead_id, count(*) FROM action WHERE state = 'sent' GROUP BY lead_id") == [(n, 1) for n in (1, 2, 3, 4, 5)]
    assert (home.type("audit")[0], readable(home)) == (0, [])
    assert "the database is encrypted at rest (SQLCipher, AES-256)" in home.json("privacy", "record")["measures"]


def test_an_erasure_looks_into_every_page_and_leaves_nothing(encrypted: EncryptedHome) -> None:
    code, _, said = encrypted.type("privacy", "erase", "noor@windmill.example", "--files", "--yes")
    assert (code, said.splitlines()[-1].partition(": ")[2]) == (0, "nothing of them is left")
    encrypted.sql("INSERT INTO meta VALUES ('left', 'noor@windmill.example')")
    code, _, said = encrypted.type("privacy", "erase", "noor@windmill.example", "--yes")
    assert (code, said.splitlines()[-1]) == (1, f"{database(encrypted)}: address")


def test_a_backup_of_it_is_restored_encrypted_here_and_with_a_new_key_elsewhere(
    encrypted: EncryptedHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, name = encrypted, key_name(database(encrypted))
    assert home.type("backup", "b.seleqt-backup")[0] == 0
    home.run_for(6)
    assert home.type("suppress", "add", "sam@canal.example", "--opt-out")[0] == 0
    code, _, said = home.type("restore", "b.seleqt-backup", "--yes")
    assert (code, said.splitlines()[1]) == (0, "1 entry: never to be contacted, said since")
    assert "the database is encrypted; its key: SELEQT_DATABASE_KEY" in said.splitlines()
    assert (key_name(database(home)), readable(home)) == (name, [])
    assert home.sql("SELECT value FROM suppression") == [("sam@canal.example",)]
    assert home.type("resolve", "--check")[0] == home.type("resolve", "--ready", "--yes")[0] == 0
    # another computer, which has no place for a key until one is given
    monkeypatch.setenv("SELEQT_HOME", str(home.folder / "there"))
    monkeypatch.setenv("SELEQT_STATE", str(home.folder / "state-there"))
    monkeypatch.delenv("SELEQT_DATABASE_KEY")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    code, _, said = home.type("restore", "b.seleqt-backup", "--yes")
    assert (code, said.splitlines()[0].partition(" and ")[0]) == (
        1, "seleqt: the key cannot be kept: the configured keyring keyring.backends.fail.Keyring keeps no secret safe",
    )  # fmt: skip
    assert sorted(path.name for path in (home.folder / "there").iterdir()) == ["seleqt.db.backup.lock"]
    monkeypatch.setenv("SELEQT_SECRETS", "file")
    monkeypatch.setenv("SELEQT_SECRETS_PASSPHRASE", "a passphrase of a server")
    assert home.type("restore", "b.seleqt-backup", "--yes")[0] == 0
    there = home.folder / "there" / "seleqt.db"
    assert key_name(there) not in ("", name)
    assert b"windmill" not in there.read_bytes().lower()
    assert home.type("resolve", "--check")[0] == 0


def test_a_backup_in_plain_text_does_not_take_the_encryption_away(home: EncryptedHome) -> None:
    home.run_for(3)
    assert home.type("backup", "b.seleqt-backup")[0] == 0
    assert home.type("privacy", "encrypt")[0] == 0
    assert home.type("restore", "b.seleqt-backup", "--yes")[0] == 0
    assert (bool(key_name(database(home))), readable(home)) == (True, [])
    assert home.sql("SELECT count(*) FROM lead") == [(5,)]


def test_a_lost_key_is_said_and_a_backup_helps(encrypted: EncryptedHome, monkeypatch: pytest.MonkeyPatch) -> None:
    home, name = encrypted, key_name(database(encrypted))
    assert home.type("backup", "b.seleqt-backup")[0] == 0
    monkeypatch.delenv("SELEQT_DATABASE_KEY")
    monkeypatch.setenv("SELEQT_SECRETS", "file")
    monkeypatch.setenv("SELEQT_SECRETS_PASSPHRASE", "a passphrase of a server")
    said = (
        f"seleqt: the database is encrypted, and its key (database {name}) is not in the keyring or the secrets file of this user\n"
        "Work as the user and on the computer that encrypted it. Or set SELEQT_DATABASE_KEY. If the key is lost, the data are: "
        "seleqt restore FILE takes a backup.\n"
    )
    for typed in ("status", "run --once", "run --simulate", "leads list", "privacy encrypt", "privacy decrypt --yes"):
        code, out, told = home.type(*typed.split())
        assert (code, out, told.removeprefix(WARNED)) == (1, "", said)
    code, out, _ = home.type("doctor", "--offline")
    assert (code, "encryption" in out) == (1, True)
    monkeypatch.setenv("SELEQT_DATABASE_KEY", KEY[:-1])
    assert home.type("status")[0] == 2
    monkeypatch.setenv("SELEQT_DATABASE_KEY", KEY[::-1])
    for typed in ("status", "privacy encrypt", "privacy decrypt --yes"):
        code, _, wrong = home.type(*typed.split())
        assert (code, "does not open with this key" in wrong, KEY[::-1] in wrong) == (1, True, False)
    monkeypatch.delenv("SELEQT_DATABASE_KEY")
    code, _, said = home.type("restore", "b.seleqt-backup", "--yes")
    assert code == 0, said
    assert "the database that was here cannot be read" in said
    assert key_name(database(home)) not in ("", name)
    assert home.type("status")[0] == 0


def test_nothing_is_encrypted_over_a_run_or_an_open_database(home: EncryptedHome) -> None:
    before = database(home).read_bytes()
    locks = AccountLocks(database(home))
    assert locks.take("email:anna@acme.example")
    assert home.type("privacy", "encrypt") == (
        4, "", "seleqt: a run is under way for anna@acme.example\nStop it first; nothing was changed.\n",
    )  # fmt: skip
    locks.release()
    holding = "import sys; file = open(sys.argv[1]); print(flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", holding, str(database(home))]
    other = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={"PATH": os.environ["PATH"]})
    assert other.stdout is not None
    other.stdout.readline()
    code, _, said = home.type("privacy", "encrypt")
    other.communicate()
    assert (code, said) == (
        4,
        f"seleqt: another process has the database open ({other.pid})\n"
        "Stop it (a run, tasks, a status that stays), then type the same again; nothing was changed.\n",
    )
    assert database(home).read_bytes() == before
    assert [path.name for path in (home.folder / "home").iterdir() if "convert" in path.name] == []


def test_older_copies_in_plain_text_go_after_a_question(home: EncryptedHome) -> None:
    copy = home.folder / "home" / "seleqt.db.before-2.bak"
    copy.write_bytes(database(home).read_bytes())
    code, _, said = home.type("privacy", "encrypt")
    assert (code, said.splitlines()[0]) == (
        2,
        "seleqt: Older copies in plain text are removed for good (seleqt.db.before-2.bak). Go on? Nobody is at a terminal to answer",
    )
    assert key_name(database(home)) == ""
    assert home.json("privacy", "encrypt", "--yes")["removed"] == [str(copy)]
    assert (copy.exists(), readable(home)) == (False, [])


def test_without_a_database_or_a_place_for_the_key_nothing_is_begun(home: EncryptedHome, monkeypatch: pytest.MonkeyPatch) -> None:
    assert home.type("privacy", "encrypt", "--store", "shelf")[0] == 2
    monkeypatch.delenv("SELEQT_DATABASE_KEY")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    before = database(home).read_bytes()
    assert home.type("privacy", "encrypt")[0] == 1
    assert database(home).read_bytes() == before
    monkeypatch.setenv("SELEQT_HOME", str(home.folder / "nowhere"))
    code, _, said = home.type("privacy", "encrypt")
    assert (code, said) == (1, f"seleqt: there is no database at {home.folder / 'nowhere' / 'seleqt.db'} yet\nseleqt apply\n")


TYPED = """
import sys
from pathlib import Path
from seleqt_cli.cli.program import run
for words in (["apply"], ["privacy", "encrypt"], ["run", "--once", "-q"], ["status"], ["audit"], ["doctor", "--offline"]):
    sys.stderr.write(f"{words}: {run(words)}\\n")
"""


def test_the_key_is_kept_by_a_real_keyring(tmp_path: Path) -> None:
    (tmp_path / "campaigns.yaml").write_text(MAILS)
    script = f"import os, sys; os.chdir(sys.argv[1]); sys.stderr = sys.stdout{TYPED}"
    said = run_with_secret_service(
        tmp_path, script, str(tmp_path), SELEQT_HOME=str(tmp_path / "home"), SELEQT_STATE=str(tmp_path / "state")
    )
    ends = [line for line in said.splitlines() if line.startswith("[")]
    assert [line.rpartition(" ")[2] for line in ends[:5]] == ["0"] * 5, said
    name = key_name(tmp_path / "home" / "seleqt.db")
    assert f"Its key: database {name}, in the keyring." in said.splitlines()
    assert f"encrypted; its key: database {name}, in the keyring" in said
    hits = search(files_in(tmp_path / "home"), patterns(PEOPLE), Searched())
    assert list(hits) == []
