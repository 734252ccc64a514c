"""Passwords and tokens: environment variables, then the encrypted secrets file, then the keyring of the operating system.

Of keyrings, only back ends that keep a secret from other users and from a stolen disk are used; the plain-text ones that
can be installed into `keyring` are refused even when they are configured. Nothing here logs or shows a secret.
"""

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from seleqt_cli.core.errors import Failed, UsageProblem
from seleqt_cli.storage.secrets_file import NAME, NoPassphrase, SecretsFile

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE: Final = "seleqt"
_SAFE: Final = (
    ("keyring.backends.macOS", "Keyring"),
    ("keyring.backends.Windows", "WinVaultKeyring"),
    ("keyring.backends.SecretService", "Keyring"),
    ("keyring.backends.kwallet", "DBusKeyring"),
    ("keyring.backends.kwallet", "DBusKeyringKWallet4"),
)
"""Back ends that may hold a secret (RELIABILITY S1); the first that works here is used."""
_CHOICES: Final = frozenset({"", "keyring.backends.chainer.ChainerBackend", "keyring.core.KeyringBackend"})
"""Settings of `keyring` that name no back end of their own."""


class NoKeyring(Failed):
    """There is no keyring that may be used; the message says why."""


class LockedKeyring(Failed):
    """The keyring is there and does not open."""


class KeyringSecrets:
    """Secrets in the keyring of the operating system."""

    def __init__(self, *, environment: Mapping[str, str] | None = None) -> None:
        """`environment` names the back end that the user configured for `keyring`; default: this process's."""
        self._environment = os.environ if environment is None else environment
        self._backend: KeyringBackend | None = None

    def get(self, sender: str) -> str | None:
        """See ports/secrets. A call takes about 25 ms; a channel keeps the secret as long as the server takes it."""
        return self._call("get_password", sender)

    def set(self, sender: str, secret: str) -> None:
        """See ports/secrets."""
        self._call("set_password", sender, secret)

    def delete(self, sender: str) -> None:
        """See ports/secrets."""
        from keyring.errors import PasswordDeleteError

        try:
            self._call("delete_password", sender)
        except PasswordDeleteError:
            return

    def _call(self, method: str, *arguments: str) -> str | None:
        from keyring import errors

        if self._backend is None:
            self._backend = safe_backend(self._environment)
        try:
            found: str | None = getattr(self._backend, method)(SERVICE, *arguments)
        except errors.PasswordDeleteError:
            raise
        except errors.KeyringLocked as problem:
            raise LockedKeyring(
                "the keyring is locked",
                advice="Unlock it (sign in to the desktop, or open the keyring's own program), or set SELEQT_PASSWORD_<SENDER>.",
            ) from problem
        except Exception as problem:
            # Back ends let the errors of D-Bus and of the system's API through.
            raise Failed(f"the keyring does not work: {type(problem).__name__}: {problem}") from problem
        return found


class EnvironmentSecrets:
    """Secrets in SELEQT_PASSWORD_<SENDER>, for cron, CI and servers."""

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        self._environment = os.environ if environment is None else environment

    def get(self, sender: str) -> str | None:
        """See ports/secrets. An empty variable counts as none."""
        return self._environment.get(variable_name(sender)) or None

    def set(self, sender: str, secret: str) -> None:
        """Refused: an environment variable is set by whoever starts seleqt."""
        raise Failed(f"there is no keyring to keep the password of {sender} in", advice=f"Set {variable_name(sender)} where seleqt runs.")

    def delete(self, sender: str) -> None:
        """Nothing is kept here; refused only when a variable is set, which cannot be taken away from inside."""
        if self.get(sender) is not None:
            raise Failed(
                f"the password of {sender} comes from {variable_name(sender)}", advice="Take the variable away where seleqt is started."
            )


class KeptSecrets:
    """What seleqt itself keeps, and can write: the secrets file of the home where there is one, and the keyring.

    SELEQT_SECRETS=file: the file alone; SELEQT_SECRETS=keyring: the keyring alone. Without it the keyring, after a file that
    is there and whose passphrase is known; a secret that stands in the file is written back into the file.
    """

    def __init__(self, file: SecretsFile | None = None, environment: Mapping[str, str] | None = None) -> None:
        self._environment = os.environ if environment is None else environment
        self._keyring = KeyringSecrets(environment=environment)
        self._file = file
        self._absent: NoKeyring | None = None

    @property
    def choice(self) -> str:
        """What SELEQT_SECRETS says: file, keyring or ''. Raises UsageProblem for another word."""
        word = self._environment.get("SELEQT_SECRETS", "")
        if word not in ("", "file", "keyring"):
            raise UsageProblem(f"SELEQT_SECRETS is {word}; it can be file or keyring")
        return word

    def get(self, sender: str) -> str | None:
        """See ports/secrets."""
        locked: NoPassphrase | None = None
        if self._file is not None and self.choice != "keyring" and (self.choice == "file" or self._file.exists()):
            try:
                found = self._file.get(sender)
                if found is not None or self.choice == "file":
                    return found
            except NoPassphrase as problem:
                if self.choice == "file":
                    raise
                locked = problem
        if self._absent is not None:
            raise locked or self._absent
        try:
            found = self._keyring.get(sender)
        except NoKeyring as problem:
            self._absent = problem
            raise locked or problem from None
        if found is None and locked is not None:
            raise locked
        return found

    def set(self, sender: str, secret: str) -> None:
        """See ports/secrets."""
        self.set_in("file" if self.choice == "file" or self.in_file(sender) else "keyring", sender, secret)

    def set_in(self, store: str, sender: str, secret: str) -> None:
        """Keep it in a store that a person chose: file or keyring."""
        if store == "keyring":
            self._keyring.set(sender, secret)
            if self.in_file(sender):
                # The file is asked first: an older secret there would hide this one.
                assert self._file is not None
                self._file.delete(sender)
        elif self._file is None:
            raise Failed("there is no home for a secrets file")
        else:
            self._file.set(sender, secret)

    def delete(self, sender: str) -> None:
        """See ports/secrets."""
        if self.in_file(sender):
            assert self._file is not None
            self._file.delete(sender)
        if self.choice != "file":
            self._keyring.delete(sender)

    def unlock(self) -> None:
        """Read the file now, where it is used: a passphrase is asked for, and the key made, before anything is under way."""
        if self._file is not None and self.choice != "keyring" and self._file.exists():
            with suppress(NoPassphrase):
                self._file.get("")

    def in_file(self, sender: str) -> bool:
        """Whether the secrets file holds it."""
        try:
            return self._file is not None and self.choice != "keyring" and self._file.exists() and self._file.get(sender) is not None
        except NoPassphrase:
            return False


class SystemSecrets:
    """Passwords: SELEQT_PASSWORD_<SENDER> first, as whoever starts seleqt means this call; then what is kept."""

    def __init__(self, kept: KeptSecrets, environment: Mapping[str, str] | None = None) -> None:
        self._kept = kept
        self._variables = EnvironmentSecrets(environment)

    def get(self, sender: str) -> str | None:
        """See ports/secrets. A locked keyring is an error only when no variable is set."""
        found = self._variables.get(sender)
        if found is not None:
            return found
        try:
            return self._kept.get(sender)
        except UsageProblem:
            raise
        except Failed as trouble:
            text = f"no password for {sender}: {trouble.message}, and {variable_name(sender)} is not set"
            raise Failed(text, advice=trouble.advice) from None

    def set(self, sender: str, secret: str) -> None:
        """Keep it. Raises NoKeyring, with the other ways as advice, where there is none."""
        try:
            self._kept.set(sender, secret)
        except NoKeyring as problem:
            advice = f"{problem.advice} Or set {variable_name(sender)} where seleqt runs, or keep it in a file: --store file."
            raise NoKeyring(problem.message, advice=advice.strip()) from problem

    def delete(self, sender: str) -> None:
        """Forget it. Raises Failed when a variable would still say it."""
        try:
            self._kept.delete(sender)
        except NoKeyring:
            self._variables.delete(sender)


def system_secrets(environment: Mapping[str, str] | None = None, home: Path | None = None) -> SystemSecrets:
    """Where this machine has passwords (SPEC section 5): variables, the secrets file of the home, the keyring."""
    return SystemSecrets(kept_secrets(environment, home), environment)


def kept_secrets(
    environment: Mapping[str, str] | None = None, home: Path | None = None, ask: Callable[[bool], str] | None = None
) -> KeptSecrets:
    """The secrets file of `home` and the keyring. `ask`: see SecretsFile."""
    known = os.environ if environment is None else environment
    return KeptSecrets(SecretsFile(home / NAME, known, ask) if home is not None else None, environment)


def variable_name(sender: str) -> str:
    """`anna-2` -> SELEQT_PASSWORD_ANNA_2."""
    return "SELEQT_PASSWORD_" + "".join(sign if sign.isascii() and sign.isalnum() else "_" for sign in sender.upper())


def safe_backend(environment: Mapping[str, str]) -> "KeyringBackend":
    """The first allowed back end that works here. Raises NoKeyring, also when the user configured another one."""
    configured = environment.get("PYTHON_KEYRING_BACKEND", "") or _configured_backend()
    allowed = {f"{module}.{name}" for module, name in _SAFE}
    if configured not in allowed and configured not in _CHOICES:
        raise NoKeyring(
            f"the configured keyring {configured} keeps no secret safe and is refused",
            advice="Take it out of PYTHON_KEYRING_BACKEND or keyringrc.cfg; allowed are macOS, Windows, Secret Service and KWallet.",
        )
    from importlib import import_module

    for module, name in _SAFE:
        if configured in allowed and configured != f"{module}.{name}":
            continue
        backend: type[KeyringBackend] | None = getattr(import_module(module), name, None)
        if backend is not None and backend.viable:
            return backend()
    raise NoKeyring("this machine has no keyring that is running", advice="Sign in to a desktop with a keyring.")


def _configured_backend() -> str:
    """The back end that the user's keyringrc.cfg names, '' without one."""
    import configparser

    from keyring.util import platform_

    settings = configparser.RawConfigParser()
    try:
        settings.read(os.path.join(platform_.config_root(), "keyringrc.cfg"), encoding="utf-8")
        return settings.get("backend", "default-keyring", fallback="").strip()
    except configparser.Error as problem:
        raise NoKeyring(f"keyringrc.cfg cannot be read: {problem}") from problem
