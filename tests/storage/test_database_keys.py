"""Keys of encrypted databases: kept and read back before they are used, each under the name that its file begins with."""

from pathlib import Path

import pytest

from seleqt_cli.core.errors import UsageProblem
from seleqt_cli.storage.database_keys import VARIABLE, DatabaseKeys
from seleqt_cli.storage.opening import NoKey
from seleqt_cli.storage.secrets import KeptSecrets, kept_secrets

SERVER = {"SELEQT_SECRETS": "file", "SELEQT_SECRETS_PASSPHRASE": "a passphrase of a server"}


class Forgetful(KeptSecrets):
    """A place that says it kept something and gives something else."""

    def get(self, sender: str) -> str | None:
        return "00" * 32


def nowhere() -> KeptSecrets:
    raise AssertionError("nothing is asked of what is kept")


def test_a_key_of_a_server_is_found_by_the_next_process_and_another_home_has_another(tmp_path: Path) -> None:
    kept = kept_secrets(SERVER, tmp_path)
    keys = DatabaseKeys(lambda: kept, SERVER)
    first, second = keys.new(), keys.new("file")
    assert (len(first), len(keys(first)), first != second, keys(first) != keys(second)) == (16, 32, True, True)
    assert keys.where(first) == f"database {first}, in the secrets file of the home"
    assert DatabaseKeys(lambda: kept, SERVER)(first) == keys(first)
    keys.forget(second)
    with pytest.raises(NoKey, match=f"its key \\(database {second}\\) is not in the keyring"):
        DatabaseKeys(lambda: kept, SERVER)(second)
    assert keys(first).hex().encode() not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_the_variable_is_the_key_and_nothing_is_kept() -> None:
    keys = DatabaseKeys(nowhere, {VARIABLE: " " + "Ab" * 32 + "\n"})
    name = keys.new()
    assert (keys(name), keys("0011223344556677"), keys.where(name)) == (b"\xab" * 32, b"\xab" * 32, VARIABLE)
    keys.forget(name)


@pytest.mark.parametrize("text", ["ab", "ab" * 33, "zz" * 32, "a passphrase that is no key"])
def test_what_is_no_key_is_refused_and_not_said(text: str) -> None:
    with pytest.raises(UsageProblem) as refusal:
        DatabaseKeys(nowhere, {VARIABLE: text})("0011223344556677")
    assert refusal.value.message == "SELEQT_DATABASE_KEY is no key: it has 64 hexadecimal digits"
    assert text not in refusal.value.advice


def test_a_key_that_does_not_come_back_is_not_used(tmp_path: Path) -> None:
    kept = kept_secrets(SERVER, tmp_path)
    kept.__class__ = Forgetful
    with pytest.raises(NoKey, match="what was read back is something else"):
        DatabaseKeys(lambda: kept, SERVER).new()


def test_without_a_place_for_it_there_is_no_key(tmp_path: Path) -> None:
    environment = {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
    keys = DatabaseKeys(lambda: kept_secrets(environment, tmp_path), environment)
    with pytest.raises(NoKey, match="the key cannot be kept: the configured keyring"):
        keys.new()
    with pytest.raises(NoKey, match="the database is encrypted, and its key cannot be read: the configured keyring"):
        keys("0011223344556677")
    assert list(tmp_path.iterdir()) == []
