"""The keys of encrypted databases: SELEQT_DATABASE_KEY, else what seleqt keeps (the keyring, the secrets file of a server).

A key is 256 random bits, kept under the name that its file begins with, so that the keys of two homes never mix.
"""

import os
import re
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from seleqt_cli.core.errors import Failed, UsageProblem
from seleqt_cli.storage.opening import NoKey

if TYPE_CHECKING:
    from seleqt_cli.storage.secrets import KeptSecrets

VARIABLE: Final = "SELEQT_DATABASE_KEY"
_KEY: Final = re.compile(r"[0-9a-fA-F]{64}")
_NAME: Final = 8


class DatabaseKeys:
    """Finds and makes keys; call it with a name. What was found is kept for as long as the process lives."""

    def __init__(self, kept: "Callable[[], KeptSecrets]", environment: Mapping[str, str] | None = None) -> None:
        """`kept` is called where something is asked of it: most homes are not encrypted."""
        self._kept = kept
        self._environment = os.environ if environment is None else environment
        self._known: dict[str, bytes] = {}

    def __call__(self, name: str) -> bytes:
        """See opening.Keys."""
        found = self._known.get(name)
        if found is None:
            found = self._known[name] = self._given() or self._stored(name)
        return found

    def new(self, store: str = "") -> str:
        """Make a key, keep it, read it back; its name. With SELEQT_DATABASE_KEY that is the key, and nothing is kept.

        `store`: keyring, file or '' for the usual one. Raises Failed where it cannot be kept.
        """
        name, key = os.urandom(_NAME).hex(), self._given()
        if key is None:
            key, kept = secrets.token_bytes(32), self._kept()
            try:
                if store:
                    kept.set_in(store, _entry(name), key.hex())
                else:
                    kept.set(_entry(name), key.hex())
                again = kept.get(_entry(name))
            except UsageProblem:
                raise
            except Failed as problem:
                others = f"On a server: SELEQT_SECRETS=file (its encrypted file), or {VARIABLE} set to 64 hexadecimal digits."
                raise NoKey(f"the key cannot be kept: {problem.message}", advice=f"{problem.advice} {others}".strip()) from None
            if again != key.hex():
                raise NoKey("the key cannot be kept: what was read back is something else", advice=f"set {VARIABLE}")
        self._known[name] = key
        return name

    def forget(self, name: str) -> None:
        """Take back a key that nothing was encrypted with."""
        if self._known.pop(name, None) is not None and self._given() is None:
            with suppress(Failed):
                self._kept().delete(_entry(name))

    def where(self, name: str) -> str:
        """Where a key is, in words. Raises as a call does."""
        self(name)
        if self._given() is not None:
            return VARIABLE
        return f"{_entry(name)}, in the {'secrets file of the home' if self._kept().in_file(_entry(name)) else 'keyring'}"

    def _given(self) -> bytes | None:
        text = self._environment.get(VARIABLE, "").strip()
        if text and _KEY.fullmatch(text) is None:
            raise UsageProblem(
                f"{VARIABLE} is no key: it has 64 hexadecimal digits",
                advice="give the one that the home was encrypted with; a new one for another home: openssl rand -hex 32",
            )
        return bytes.fromhex(text) if text else None

    def _stored(self, name: str) -> bytes:
        try:
            text = self._kept().get(_entry(name))
        except UsageProblem:
            raise
        except Failed as problem:
            raise NoKey(
                f"the database is encrypted, and its key cannot be read: {problem.message}", advice=_advice(problem.advice)
            ) from None
        if text is None or _KEY.fullmatch(text) is None:
            raise NoKey(
                f"the database is encrypted, and its key ({_entry(name)}) is not in the keyring or the secrets file of this user",
                advice=_advice("Work as the user and on the computer that encrypted it."),
            )
        return bytes.fromhex(text)


def _entry(name: str) -> str:
    """The name of the entry in the keyring."""
    return f"database {name}"


def _advice(first: str) -> str:
    return f"{first} Or set {VARIABLE}. If the key is lost, the data are: seleqt restore FILE takes a backup.".strip()
