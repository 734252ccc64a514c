"""The secrets file of a server: what is in it opens with its passphrase alone, and nothing else is ever written."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from seleqt_cli.core.errors import Failed, UsageProblem
from seleqt_cli.storage.secrets import NoKeyring, kept_secrets, system_secrets
from seleqt_cli.storage.secrets_file import NAME, NoPassphrase, SecretsFile

PASSPHRASE = "correct horse battery staple"
KNOWN = {"SELEQT_SECRETS_PASSPHRASE": PASSPHRASE}
HEAD = len(b"seleqt secrets 1\n")


@pytest.fixture(autouse=True)
def no_desktop(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No session bus: what is not in the file is nowhere."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


def made(folder: Path) -> SecretsFile:
    file = SecretsFile(folder / NAME, KNOWN)
    file.set("anna", "geheim-ü")
    file.set("ben", "second")
    return file


def test_what_was_kept_is_read_with_the_passphrase_and_stands_nowhere_in_the_clear(tmp_path: Path) -> None:
    made(tmp_path)
    again = SecretsFile(tmp_path / NAME, KNOWN)
    assert (again.get("anna"), again.get("ben"), again.get("carl")) == ("geheim-ü", "second", None)
    assert sorted(path.name for path in tmp_path.iterdir()) == [NAME, f"{NAME}.lock"]
    octets = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    for word in (b"geheim", b"anna", b"second", PASSPHRASE.encode()):
        assert word not in octets


def test_only_its_owner_can_read_it_also_after_somebody_loosened_it(tmp_path: Path) -> None:
    made(tmp_path)
    path = tmp_path / NAME
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o644)
    assert SecretsFile(path, KNOWN).get("anna") == "geheim-ü"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_changed_bit_anywhere_behind_the_head_is_refused(tmp_path: Path) -> None:
    file = made(tmp_path)
    path = tmp_path / NAME
    right = path.read_bytes()
    # The key stays in memory: only a changed salt makes a new one, which takes its time on purpose.
    for place in (HEAD, HEAD + 15, *range(HEAD + 16, len(right), 3)):
        wrong = bytearray(right)
        wrong[place] ^= 1
        path.write_bytes(bytes(wrong))
        with pytest.raises(Failed, match="does not open: the passphrase is another one, or the file was changed"):
            file.get("anna")
    for cut in (b"", right[: HEAD + 20], b"SQLite" + right):
        path.write_bytes(cut)
        with pytest.raises(Failed, match="is no secrets file of seleqt"):
            file.get("anna")
    path.write_bytes(right[:-1])
    with pytest.raises(Failed, match="does not open"):
        file.get("anna")
    path.write_bytes(right)
    assert file.get("anna") == "geheim-ü"


def test_a_wrong_passphrase_opens_nothing_and_overwrites_nothing(tmp_path: Path) -> None:
    made(tmp_path)
    before = (tmp_path / NAME).read_bytes()
    other = SecretsFile(tmp_path / NAME, {"SELEQT_SECRETS_PASSPHRASE": "another long passphrase"})
    with pytest.raises(Failed, match="does not open"):
        other.get("anna")
    with pytest.raises(Failed, match="does not open"):
        other.set("anna", "x")
    with pytest.raises(Failed, match="does not open"):
        other.delete("anna")
    assert (tmp_path / NAME).read_bytes() == before


def test_two_writes_share_no_nonce_and_no_two_files_a_salt(tmp_path: Path) -> None:
    file = made(tmp_path)
    seen = set()
    for _ in range(20):
        file.set("anna", "the same")
        seen.add((tmp_path / NAME).read_bytes()[HEAD + 16 : HEAD + 28])
    assert len(seen) == 20
    (tmp_path / "b").mkdir()
    other = SecretsFile(tmp_path / "b" / NAME, KNOWN)
    other.set("anna", "x")
    assert (tmp_path / "b" / NAME).read_bytes()[HEAD : HEAD + 16] != (tmp_path / NAME).read_bytes()[HEAD : HEAD + 16]


def test_the_passphrase_comes_from_a_file_a_variable_or_a_person(tmp_path: Path) -> None:
    made(tmp_path)
    key = tmp_path / "key"
    key.write_text(PASSPHRASE + "\n")
    assert SecretsFile(tmp_path / NAME, {"SELEQT_SECRETS_KEY_FILE": str(key)}).get("anna") == "geheim-ü"
    asked: list[bool] = []

    def ask(new: bool) -> str:
        asked.append(new)
        return PASSPHRASE

    file = SecretsFile(tmp_path / NAME, {}, ask)
    assert [file.get("anna"), file.get("ben")] == ["geheim-ü", "second"]
    assert asked == [False]
    SecretsFile(tmp_path / "new", {}, ask).set("anna", "x")
    assert asked == [False, True]


def test_without_a_passphrase_it_is_said_what_to_set(tmp_path: Path) -> None:
    made(tmp_path)
    for environment in ({}, {"SELEQT_SECRETS_KEY_FILE": str(tmp_path / "absent")}):
        with pytest.raises(NoPassphrase) as missing:
            SecretsFile(tmp_path / NAME, environment).get("anna")
        assert missing.value.advice.startswith("set SELEQT_SECRETS_KEY_FILE to a file that holds the passphrase")
    (tmp_path / "empty").write_text("\n")
    with pytest.raises(NoPassphrase, match="is empty"):
        SecretsFile(tmp_path / NAME, {"SELEQT_SECRETS_KEY_FILE": str(tmp_path / "empty")}).get("anna")


def test_a_short_passphrase_makes_no_file(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="at least 12 signs"):
        SecretsFile(tmp_path / NAME, {"SELEQT_SECRETS_PASSPHRASE": "short"}).set("anna", "x")
    assert not (tmp_path / NAME).exists()


def test_a_link_in_its_place_is_not_followed(tmp_path: Path) -> None:
    made(tmp_path)
    elsewhere = tmp_path / "elsewhere"
    os.rename(tmp_path / NAME, elsewhere)
    (tmp_path / NAME).symlink_to(elsewhere)
    with pytest.raises(OSError, match="symbolic links"):
        SecretsFile(tmp_path / NAME, KNOWN).get("anna")


WRITER = """
import sys
from pathlib import Path
from seleqt_cli.storage.secrets_file import SecretsFile
file = SecretsFile(Path(sys.argv[1]), {"SELEQT_SECRETS_PASSPHRASE": sys.argv[2]})
for number in range(25):
    file.set(f"{sys.argv[3]}-{number}", "x")
"""


def test_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    made(tmp_path)
    path = tmp_path / NAME
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(path), PASSPHRASE, name]) for name in ("one", "two", "three")]
    assert [writer.wait(timeout=120) for writer in writers] == [0, 0, 0]
    file = SecretsFile(path, KNOWN)
    assert all(file.get(f"{name}-{number}") == "x" for name in ("one", "two", "three") for number in range(25))
    assert file.get("anna") == "geheim-ü"


def test_the_file_is_used_when_chosen_and_a_variable_of_this_call_comes_first(tmp_path: Path) -> None:
    chosen = {**KNOWN, "SELEQT_SECRETS": "file"}
    system_secrets(chosen, tmp_path).set("anna", "kept")
    assert system_secrets(chosen, tmp_path).get("anna") == "kept"
    assert system_secrets({**chosen, "SELEQT_PASSWORD_ANNA": "of this call"}, tmp_path).get("anna") == "of this call"
    assert system_secrets(chosen, tmp_path).get("ben") is None
    system_secrets(chosen, tmp_path).delete("anna")
    assert system_secrets(chosen, tmp_path).get("anna") is None


def test_a_file_that_is_there_is_read_without_being_chosen_and_written_back_into(tmp_path: Path) -> None:
    kept_secrets(KNOWN, tmp_path).set_in("file", "anna", "kept")
    kept = kept_secrets(KNOWN, tmp_path)
    assert kept.get("anna") == "kept"
    kept.set("anna", "renewed")
    assert SecretsFile(tmp_path / NAME, KNOWN).get("anna") == "renewed"
    with pytest.raises(NoKeyring):
        kept.set("ben", "x")
    with pytest.raises(NoKeyring):
        kept_secrets({**KNOWN, "SELEQT_SECRETS": "keyring"}, tmp_path).get("anna")


def test_a_file_that_does_not_open_for_want_of_a_passphrase_is_named(tmp_path: Path) -> None:
    made(tmp_path)
    with pytest.raises(Failed) as missing:
        system_secrets({}, tmp_path).get("anna")
    says = f"no password for anna: {tmp_path / NAME} needs its passphrase, and nothing says it, and SELEQT_PASSWORD_ANNA is not set"
    assert missing.value.message == says


def test_a_wrong_word_for_the_store_is_a_problem_of_the_command_line(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="SELEQT_SECRETS is vault; it can be file or keyring"):
        system_secrets({"SELEQT_SECRETS": "vault"}, tmp_path).get("anna")
