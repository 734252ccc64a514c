"""The file of a backup: a database, encrypted in pieces, in which no bit can be changed and no piece left out unnoticed.

A line that says what it is, the length of a header (4 octets, big endian), the header (JSON; nothing in it names a person), then
pieces of 1 MiB under AES-256-GCM. The nonce of a piece is 7 octets of the file, its number (4), and whether it is the last (1); the
header is authenticated with each of them. The key is made of a passphrase by scrypt (n = 2^16, r = 8, p = 1), or is kept by the
keyring.
"""

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO, Final, Protocol

from seleqt_cli.core.errors import Failed, UsageProblem
from seleqt_cli.storage.overwriting import bring_to_disk

ENDING: Final = ".seleqt-backup"
_HEAD: Final = b"seleqt backup 1\n"
_ANY_HEAD: Final = b"seleqt backup "
_PIECE: Final = 1 << 20
_TAG: Final = 16
_MOST_HEADER: Final = 1 << 16
_SCRYPT: Final = {"n": 1 << 16, "r": 8, "p": 1, "maxmem": 1 << 27, "dklen": 32}
LEAST_PASSPHRASE: Final = 12
"""Signs that the passphrase of a new backup must have."""
PASSPHRASE: Final = "passphrase"
KEYRING: Final = "keyring"
Write = Callable[[bytes], Any]


class WrongKey(Failed):
    """The file is whole and the key is another one."""


class Plain(Protocol):
    """A database in plain text: a Path, or what reads an encrypted one as if it was (cipher_pages.PlainView)."""

    def stat(self) -> os.stat_result:
        """See Path."""

    def open(self, mode: str) -> Any:
        """See Path."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a backup says of itself without its key. `made_at`: instant; `size` and `sha256` of the database; `schema`: its version.

    `key`: PASSPHRASE or KEYRING; `moved`: the home that it was made of sends no more.
    """

    made_at: int
    workspace: str
    schema: int
    program: str
    size: int
    sha256: str
    key: str
    salt: str
    nonce: str
    check: str
    moved: bool


@dataclass(frozen=True, slots=True)
class Key:
    """Where a key comes from: `kind` PASSPHRASE or KEYRING, and its octets."""

    kind: str
    octets: bytes

    def derived(self, salt: bytes) -> bytes:
        """The key of one file. With a passphrase it takes a quarter of a second, on purpose."""
        if self.kind == PASSPHRASE:
            return _slowly(self.octets, salt)
        return hmac.new(self.octets, b"seleqt backup" + salt, hashlib.sha256).digest()


def passphrase_key(text: str, *, new: bool) -> Key:
    """The key of a passphrase. Raises UsageProblem for a short one of a new backup."""
    if not text or (new and len(text) < LEAST_PASSPHRASE):
        raise UsageProblem(f"the passphrase of a backup has at least {LEAST_PASSPHRASE} signs; nothing was written")
    return Key(PASSPHRASE, text.encode("utf-8", "surrogateescape"))


def write_backup(plain: Plain, target: Path, key: Key, **about: Any) -> Header:
    """Encrypt a database file into `target`, for its owner alone, and read it back; it is there whole or not at all.

    `about`: made_at, workspace, schema, program, moved. Raises Failed when what was written is not what was read, OSError.
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(7)
    octets = key.derived(salt)
    header = Header(
        size=plain.stat().st_size, sha256=_digest(plain), key=key.kind, salt=salt.hex(), nonce=nonce.hex(), check=_check(octets), **about
    )
    head = _packed(header)
    draft = target.with_name(f".{target.name}.part")
    draft.unlink(missing_ok=True)  # of a process that was killed
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file, plain.open("rb") as source:
            file.write(head)
            cipher, piece = AESGCM(octets), source.read(_PIECE)
            for number in range(1 << 32):
                following = source.read(_PIECE)
                file.write(cipher.encrypt(_nonce(nonce, number, last=not following), piece, head))
                if not following:
                    break
                piece = following
            file.flush()
            os.fsync(file.fileno())
        check_backup(draft, key)
        os.replace(draft, target)
    finally:
        draft.unlink(missing_ok=True)
    bring_to_disk(target.parent)
    return header


def read_header(path: Path) -> Header:
    """What a backup says of itself. Raises Failed when it is none, or was made by a newer program."""
    with _opened(path) as file:
        return _header(file, path)[0]


def check_backup(path: Path, key: Key) -> Header:
    """Read a backup to its end. Raises WrongKey, and Failed when a bit of it was changed or a part is missing."""
    return _decrypted(path, key, lambda piece: None)


def read_backup(path: Path, key: Key, plain: Path, through: Callable[[Write], Write] | None = None) -> Header:
    """Decrypt a backup into a new file for its owner alone, and bring it to the disk. Raises as `check_backup`, and OSError.

    `through` makes of what writes into the file what the pieces are given to.
    """
    descriptor = os.open(plain, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        header = _decrypted(path, key, file.write if through is None else through(file.write))
        file.flush()
        os.fsync(file.fileno())
    return header


def _decrypted(path: Path, key: Key, take: Write) -> Header:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    damaged = Failed(f"{path} is damaged: it was changed or cut off; nothing was taken from it", advice="use another backup")
    with _opened(path) as file:
        header, head = _header(file, path)
        octets = key.derived(bytes.fromhex(header.salt))
        if header.key != key.kind or not hmac.compare_digest(_check(octets), header.check):
            raise WrongKey(f"{path} does not open with this {key.kind}", advice=_advice(header))
        cipher, nonce, size, sha256 = AESGCM(octets), bytes.fromhex(header.nonce), 0, hashlib.sha256()
        for number, (piece, last) in enumerate(_pieces(file)):
            try:
                text = cipher.decrypt(_nonce(nonce, number, last=last), piece, head)
            except InvalidTag:
                raise damaged from None
            size += len(text)
            sha256.update(text)
            take(text)
    if size != header.size or sha256.hexdigest() != header.sha256:
        raise damaged
    return header


def _advice(header: Header) -> str:
    if header.key == PASSPHRASE:
        return "give the passphrase that it was made with (SELEQT_BACKUP_PASSPHRASE)"
    return "its key is in the keyring of the computer and the user that made it; a backup for elsewhere is made with a passphrase"


def _pieces(file: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    piece = file.read(_PIECE + _TAG)
    while True:
        following = file.read(_PIECE + _TAG)
        yield piece, not following
        if not following:
            return
        piece = following


def _header(file: BinaryIO, path: Path) -> tuple[Header, bytes]:
    head = file.read(len(_HEAD) + 4)
    if head[: len(_HEAD)] != _HEAD:
        if head.startswith(_ANY_HEAD):
            raise Failed(f"{path} was made by a newer seleqt", advice="install the newest seleqt")
        raise Failed(f"{path} is no backup of seleqt", advice="name a file that `seleqt backup` wrote")
    length = int.from_bytes(head[-4:], "big")
    text = file.read(min(length, _MOST_HEADER))
    try:
        found = Header(**json.loads(text))
        bytes.fromhex(found.salt + found.nonce)
        if len(found.nonce) != 14 or length > _MOST_HEADER:
            raise ValueError
    except (ValueError, TypeError, AttributeError):
        raise Failed(f"{path} is damaged: its first part cannot be read", advice="use another backup") from None
    return found, head + text


def _packed(header: Header) -> bytes:
    text = json.dumps({name: getattr(header, name) for name in Header.__slots__}).encode()
    return _HEAD + len(text).to_bytes(4, "big") + text


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as problem:
        raise Failed(f"{path} cannot be read: {problem.strerror or problem}", advice="check the path") from problem


def _nonce(of_file: bytes, number: int, *, last: bool) -> bytes:
    return of_file + number.to_bytes(4, "big") + bytes([last])


@lru_cache(maxsize=1)
def _slowly(passphrase: bytes, salt: bytes) -> bytes:
    """Kept for the file that is being written, which is read back with it."""
    return hashlib.scrypt(passphrase, salt=salt, **_SCRYPT)


def _check(octets: bytes) -> str:
    return hmac.new(octets, b"seleqt backup key", hashlib.sha256).hexdigest()[:16]


def _digest(path: Plain) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
