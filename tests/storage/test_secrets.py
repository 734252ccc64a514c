"""Passwords come from the environment, else from a safe keyring, and from nowhere else."""

from pathlib import Path

import pytest

from seleqt_cli.core.errors import Failed
from seleqt_cli.storage.secrets import EnvironmentSecrets, KeyringSecrets, NoKeyring, safe_backend, system_secrets, variable_name
from tests.servers.secret_service import run_with_secret_service

NO_BUS = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"}


@pytest.fixture(autouse=True)
def no_desktop(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """This process has no session bus and no settings of its own; the tests that need one start it."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND", raising=False)


@pytest.mark.parametrize(
    ("sender", "name"),
    [
        ("anna", "SELEQT_PASSWORD_ANNA"),
        ("anna-2", "SELEQT_PASSWORD_ANNA_2"),
        ("Anna de Vries", "SELEQT_PASSWORD_ANNA_DE_VRIES"),
        ("zoë", "SELEQT_PASSWORD_ZO_"),
    ],
)
def test_the_variable_of_a_sender_is_in_upper_case_with_underscores(sender: str, name: str) -> None:
    assert variable_name(sender) == name


def test_without_a_keyring_the_password_comes_from_the_environment() -> None:
    secrets = system_secrets({"SELEQT_PASSWORD_ANNA": "from-cron"})
    assert secrets.get("anna") == "from-cron"


def test_without_a_keyring_and_a_variable_the_error_names_the_variable() -> None:
    for environment in ({}, {"SELEQT_PASSWORD_ANNA": ""}):
        with pytest.raises(Failed) as missing:
            system_secrets(environment).get("anna")
        says = "no password for anna: this machine has no keyring that is running, and SELEQT_PASSWORD_ANNA is not set"
        assert missing.value.message == says


def test_without_a_keyring_a_password_is_not_kept_anywhere() -> None:
    secrets = system_secrets({})
    with pytest.raises(NoKeyring) as refused:
        secrets.set("anna", "secret")
    assert refused.value.message == "this machine has no keyring that is running"
    ways = "Sign in to a desktop with a keyring. Or set SELEQT_PASSWORD_ANNA where seleqt runs, or keep it in a file: --store file."
    assert refused.value.advice == ways
    secrets.delete("anna")


def test_a_variable_cannot_be_set_or_deleted_from_inside() -> None:
    secrets = EnvironmentSecrets({"SELEQT_PASSWORD_ANNA": "x"})
    with pytest.raises(Failed):
        secrets.set("anna", "y")
    with pytest.raises(Failed, match="the password of anna comes from SELEQT_PASSWORD_ANNA"):
        system_secrets({"SELEQT_PASSWORD_ANNA": "x"}).delete("anna")
    assert secrets.get("anna") == "x"


@pytest.mark.parametrize(
    "backend",
    [
        "keyrings.alt.file.PlaintextKeyring",
        "keyrings.alt.file.EncryptedKeyring",
        "keyring.backends.null.Keyring",
        "keyring.backends.fail.Keyring",
    ],
)
def test_a_configured_back_end_that_keeps_nothing_safe_is_refused(backend: str, tmp_path: Path) -> None:
    says = f"the configured keyring {backend} keeps no secret safe and is refused"
    with pytest.raises(NoKeyring) as refused:
        safe_backend({"PYTHON_KEYRING_BACKEND": backend})
    assert refused.value.message == says
    settings = tmp_path / "config" / "python_keyring"
    settings.mkdir(parents=True)
    (settings / "keyringrc.cfg").write_text(f"[backend]\ndefault-keyring={backend}\n")
    with pytest.raises(NoKeyring) as refused:
        KeyringSecrets(environment={}).get("anna")
    assert refused.value.message == says
    assert system_secrets({"SELEQT_PASSWORD_ANNA": "from-cron"}).get("anna") == "from-cron"


def test_a_broken_setting_of_the_keyring_is_said(tmp_path: Path) -> None:
    settings = tmp_path / "config" / "python_keyring"
    settings.mkdir(parents=True)
    (settings / "keyringrc.cfg").write_text("no section\n")
    with pytest.raises(NoKeyring, match=r"keyringrc\.cfg cannot be read"):
        safe_backend({})


KEPT = """
from seleqt_cli.storage.secrets import system_secrets
secrets = system_secrets({"SELEQT_PASSWORD_BOB": "bob-from-cron", "SELEQT_PASSWORD_ANNA": "anna-from-cron"})
print(secrets.get("anna"), secrets.get("bob"))
secrets.set("anna", "geheim-ü")
secrets.set("bob", "first"); secrets.set("bob", "second")
kept = system_secrets({})
print(secrets.get("anna"), secrets.get("bob"), kept.get("anna"), kept.get("bob"))
secrets.delete("bob"); secrets.delete("bob")
print(secrets.get("bob"), kept.get("bob"))
"""
READ = """
from seleqt_cli.storage.secrets import system_secrets
print(system_secrets({}).get("anna"), system_secrets({}).get("bob"))
"""
LOCKED = """
from seleqt_cli.core.errors import SeleqtError
from seleqt_cli.storage.secrets import system_secrets
print(system_secrets({"SELEQT_PASSWORD_ANNA": "from-cron"}).get("anna"))
for call in (lambda: system_secrets({}).get("anna"), lambda: system_secrets({}).set("anna", "x")):
    try:
        call()
    except SeleqtError as problem:
        print(problem.message)
"""


def test_a_real_secret_service_keeps_the_password_and_a_variable_of_this_call_comes_first(tmp_path: Path) -> None:
    said = run_with_secret_service(tmp_path, KEPT, PYTHONUTF8="1")
    assert said == "anna-from-cron bob-from-cron\nanna-from-cron bob-from-cron geheim-ü second\nbob-from-cron None\n"
    assert run_with_secret_service(tmp_path, READ, PYTHONUTF8="1") == "geheim-ü None\n"
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"geheim" not in kept


def test_a_locked_keyring_is_said_and_the_environment_helps(tmp_path: Path) -> None:
    run_with_secret_service(tmp_path, KEPT, PYTHONUTF8="1")
    assert run_with_secret_service(tmp_path, LOCKED, locked=True) == (
        "from-cron\nno password for anna: the keyring is locked, and SELEQT_PASSWORD_ANNA is not set\nthe keyring is locked\n"
    )


SIGNED_IN = """
from seleqt_cli.channels.email.oauth import Client, SignIn
from seleqt_cli.core.campaign import Sender
from seleqt_cli.channels.email.sign_ins import SignIns
from seleqt_cli.storage.secrets import kept_secrets
known = SignIn(Client("id", "client-secret"), "canary-refresh-" + "r" * 2000, "canary-access-" + "a" * 4000, 10_000)
kept_secrets({}).set("anna", known.text())
anna = Sender("anna", "email", "email:a", "anna", "anna@acme.example", auth="google")
again = SignIns(kept_secrets({"SELEQT_PASSWORD_ANNA": "a variable is no sign-in"}), now=lambda: 0, elapsed=lambda: 0.0)
print(again.token(anna) == known.access_token)
"""


def test_a_real_secret_service_keeps_the_long_tokens_of_a_sign_in(tmp_path: Path) -> None:
    assert run_with_secret_service(tmp_path, SIGNED_IN, PYTHONUTF8="1") == "True\n"
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"canary" not in kept
