"""The encrypted secrets file of a home, for servers that have no keyring.

AES-256-GCM under a key that scrypt (n = 2^16, r = 8, p = 1) makes of a passphrase and the file's salt. A file of which
one bit was changed does not open. It is written whole beside the old one and put in its place, so that a kill leaves
the old or the new one; two processes that write wait for each other. What it does not protect from: whoever can read
both the file and the passphrase, and an older file put back in its place.
"""

import fcntl
import hashlib
import json
import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from seleqt_cli.core.errors import Failed, UsageProblem

NAME: Final = "secrets.seleqt"
_HEAD: Final = b"seleqt secrets 1\n"
_SALT: Final = 16
_NONCE: Final = 12
_MOST_OCTETS: Final = 16 * 1024 * 1024
_SCRYPT: Final = {"n": 1 << 16, "r": 8, "p": 1, "maxmem": 1 << 27, "dklen": 32}
LEAST_PASSPHRASE: Final = 12
"""Signs that a new file's passphrase must have."""
ADVICE: Final = "set SELEQT_SECRETS_KEY_FILE to a file that holds the passphrase, or SELEQT_SECRETS_PASSPHRASE to the passphrase"


class NoPassphrase(Failed):
    """The file is there, or wanted, and nothing says the passphrase."""


class SecretsFile:
    """Secrets in one file. `ask` lets a person type the passphrase; its argument: whether the file is new."""

    def __init__(self, path: Path, environment: Mapping[str, str], ask: Callable[[bool], str] | None = None) -> None:
        self.path = path
        self._environment = environment
        self._ask = ask
        self._passphrase: bytes | None = None
        self._key: tuple[bytes, bytes] = (b"", b"")
        self._read: tuple[tuple[int, ...], dict[str, str]] | None = None

    def exists(self) -> bool:
        """Whether there is such a file."""
        return os.path.lexists(self.path)

    def get(self, sender: str) -> str | None:
        """See ports/secrets. Raises NoPassphrase, and Failed when the file does not open."""
        return self._opened().get(sender)

    def set(self, sender: str, secret: str) -> None:
        """See ports/secrets. Makes the file when there is none."""
        with self._locked():
            self._write({**self._opened(), sender: secret})

    def delete(self, sender: str) -> None:
        """See ports/secrets."""
        if not self.exists():
            return
        with self._locked():
            known = dict(self._opened())
            if known.pop(sender, None) is not None:
                self._write(known)

    def _opened(self) -> dict[str, str]:
        """Everything in it; {} when there is none. Read again only when another process wrote it."""
        try:
            descriptor = os.open(self.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except FileNotFoundError:
            return {}
        with open(descriptor, "rb") as file:
            state = os.fstat(descriptor)
            if state.st_mode & 0o077:
                os.fchmod(descriptor, 0o600)
            seen = (state.st_ino, state.st_size, state.st_mtime_ns)
            if self._read is not None and self._read[0] == seen:
                return self._read[1]
            octets = file.read(_MOST_OCTETS)
        known = self._decrypted(octets)
        self._read = (seen, known)
        return known

    def _decrypted(self, octets: bytes) -> dict[str, str]:
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        begin = len(_HEAD) + _SALT + _NONCE
        if not octets.startswith(_HEAD) or len(octets) < begin + 16:
            raise Failed(f"{self.path} is no secrets file of seleqt", advice="move it away, then type seleqt senders login NAME again")
        salt, nonce = octets[len(_HEAD) : len(_HEAD) + _SALT], octets[begin - _NONCE : begin]
        try:
            text = AESGCM(self._derived(salt, new=False)).decrypt(nonce, octets[begin:], octets[: len(_HEAD) + _SALT])
        except InvalidTag:
            raise Failed(
                f"{self.path} does not open: the passphrase is another one, or the file was changed",
                advice="give the passphrase that it was made with; else move it away and sign in anew: seleqt senders login NAME",
            ) from None
        found: dict[str, str] = json.loads(text)
        return found

    def _write(self, known: Mapping[str, str]) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        salt = self._key[0] or secrets.token_bytes(_SALT)
        nonce, head = secrets.token_bytes(_NONCE), _HEAD + salt
        octets = head + nonce + AESGCM(self._derived(salt, new=True)).encrypt(nonce, json.dumps(known).encode(), head)
        beside = self.path.with_name(f"{NAME}.new")
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        with open(descriptor, "wb") as file:
            os.fchmod(descriptor, 0o600)
            file.write(octets)
            file.flush()
            os.fsync(descriptor)
        os.replace(beside, self.path)
        folder = os.open(self.path.parent, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        self._read = None

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self.path.with_name(f"{NAME}.lock"), os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _derived(self, salt: bytes, *, new: bool) -> bytes:
        """The key; made once for each salt, as that takes a quarter of a second on purpose."""
        if self._key[0] != salt or self._passphrase is None:
            if self._passphrase is None:
                self._passphrase = self._given(new=new)
            self._key = (salt, hashlib.scrypt(self._passphrase, salt=salt, **_SCRYPT))
        return self._key[1]

    def _given(self, *, new: bool) -> bytes:
        named, text = self._environment.get("SELEQT_SECRETS_KEY_FILE", ""), self._environment.get("SELEQT_SECRETS_PASSPHRASE", "")
        if named:
            try:
                found = Path(named).read_bytes().rstrip(b"\r\n")
            except OSError as problem:
                raise NoPassphrase(f"SELEQT_SECRETS_KEY_FILE {named}: {problem.strerror}", advice=ADVICE) from None
        elif text:
            found = text.encode("utf-8", "surrogateescape")
        elif self._ask is not None:
            found = self._ask(new).encode()
        else:
            raise NoPassphrase(f"{self.path} needs its passphrase, and nothing says it", advice=ADVICE)
        if not found:
            raise NoPassphrase(f"the passphrase of {self.path} is empty", advice=ADVICE)
        if new and len(found) < LEAST_PASSPHRASE:
            raise UsageProblem(f"the passphrase of a new secrets file has at least {LEAST_PASSPHRASE} signs; nothing was kept")
        return found
