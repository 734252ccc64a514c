"""The pages of an encrypted database in plain text, without a plain copy on the disk: for backups and for the search of every byte.

The format is SQLCipher 4's: pages of 4096 octets under AES-256-CBC, of which the last 80 are the vector (16) and an HMAC-SHA512 (64)
over the ciphertext, the vector and the number of the page (little endian, from 1). The first page begins with the salt in place of
SQLite's own first octets. What comes out is a SQLite database whose pages keep 80 octets free; the same goes back in.
"""

import hashlib
import hmac
import io
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, Final

from seleqt_cli.core.errors import Failed
from seleqt_cli.storage.opening import MARK, Keys, key_name

PAGE: Final = 4096
_FREE: Final = 80
_VECTOR: Final = 16
_HEAD: Final = b"SQLite format 3\0"
_NOTHING: Final = bytes(PAGE)


class PageCipher:
    """Encrypts and decrypts the pages of one file. `name` and `key`: see opening."""

    def __init__(self, name: str, key: bytes) -> None:
        from cryptography.hazmat.primitives.ciphers import algorithms

        self._salt = MARK + bytes.fromhex(name)
        self._algorithm = algorithms.AES(key)
        self._seal = hashlib.pbkdf2_hmac("sha512", key, bytes(octet ^ 0x3A for octet in self._salt), 2, 32)

    def opened(self, page: bytes, number: int, *, trusting: bool = False) -> bytes:
        """A page in plain text; `number` from 1. Raises ValueError where it was changed, unless whoever asks is `trusting`."""
        if page == _NOTHING:
            return page
        begin = _begin(number)
        body, vector, seal = page[begin:-_FREE], page[-_FREE : _VECTOR - _FREE], page[_VECTOR - _FREE :]
        if not trusting and not hmac.compare_digest(self._sealed(body, vector, number), seal):
            raise ValueError(number)
        from cryptography.hazmat.primitives.ciphers import Cipher, modes

        work = Cipher(self._algorithm, modes.CBC(vector)).decryptor()
        return _HEAD[:begin] + work.update(body) + work.finalize() + bytes(_FREE)

    def closed(self, page: bytes, number: int) -> bytes:
        """A page that is in plain text, encrypted."""
        from cryptography.hazmat.primitives.ciphers import Cipher, modes

        begin, vector = _begin(number), secrets.token_bytes(_VECTOR)
        work = Cipher(self._algorithm, modes.CBC(vector)).encryptor()
        body = work.update(page[begin:-_FREE]) + work.finalize()
        return self._salt[:begin] + body + vector + self._sealed(body, vector, number)

    def _sealed(self, body: bytes, vector: bytes, number: int) -> bytes:
        return hmac.digest(self._seal, body + vector + number.to_bytes(4, "little"), "sha512")


class PlainView:
    """A database file as if it was in plain text, to be read as a Path is."""

    def __init__(self, path: Path, keys: Keys, *, trusting: bool = False) -> None:
        """`trusting`: also what is being written at this moment is read, as far as it can be."""
        self._path = path
        self._name = key_name(path)
        self._cipher = PageCipher(self._name, keys(self._name)) if self._name else None
        self._trusting = trusting

    @property
    def name(self) -> str:
        """The name of its file."""
        return self._path.name

    def stat(self) -> os.stat_result:
        """See Path: it has as many octets as its file."""
        return self._path.stat()

    def open(self, mode: str = "rb") -> BinaryIO:
        """See Path. Reading raises Failed where a page was changed."""
        assert mode == "rb"
        if self._cipher is None:
            return self._path.open("rb")
        return io.BufferedReader(_Pages(self._path, self._cipher, trusting=self._trusting), 256 * PAGE)


class _Pages(io.RawIOBase):
    """Whole pages, one after another."""

    def __init__(self, path: Path, cipher: PageCipher, *, trusting: bool) -> None:
        self._file = path.open("rb")
        self._path, self._cipher, self._trusting, self._number, self._left = path, cipher, trusting, 0, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
        if not self._left:
            page = self._file.read(PAGE)
            self._number += 1
            self._left = self._opened(page) if len(page) == PAGE else b""
        count = min(len(buffer), len(self._left))
        buffer[:count], self._left = self._left[:count], self._left[count:]
        return count

    def _opened(self, page: bytes) -> bytes:
        try:
            return self._cipher.opened(page, self._number, trusting=self._trusting)
        except ValueError:
            raise Failed(f"{self._path.name} is damaged: page {self._number} was changed", advice="use a backup") from None

    def close(self) -> None:
        self._file.close()
        super().close()


class Encrypting:
    """Takes a database in plain text piece by piece and writes it encrypted, if its pages leave room for that; else as it is.

    `name_of` is asked once, for the name of the key, when it is known that it does.
    """

    def __init__(self, write: Callable[[bytes], Any], name_of: Callable[[], str], keys: Keys) -> None:
        self._write, self._name_of, self._keys = write, name_of, keys
        self._cipher: PageCipher | None = None
        self._number = 0

    def __call__(self, piece: bytes) -> None:
        """Take a piece: whole pages."""
        if not self._number and keeps_free(piece[:100]):
            name = self._name_of()
            self._cipher = PageCipher(name, self._keys(name))
        if self._cipher is None:
            self._number = 1
            self._write(piece)
            return
        for begin in range(0, len(piece), PAGE):
            self._number += 1
            self._write(self._cipher.closed(piece[begin : begin + PAGE], self._number))


def keeps_free(head: bytes) -> bool:
    """Whether a plain database, of which these are the first octets, has pages that can be encrypted as they are."""
    return head[: len(_HEAD)] == _HEAD and int.from_bytes(head[16:18], "big") == PAGE and head[20] == _FREE


def _begin(number: int) -> int:
    return len(_HEAD) if number == 1 else 0
