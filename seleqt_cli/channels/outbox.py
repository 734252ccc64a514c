"""Writes mails into a Maildir instead of sending them (`smtp: outbox:DIR`); any mail program opens it.

The layout is Maildir's (tmp, new, cur); the rename from tmp to new is what the final dot is over SMTP. The file
name is derived from the Message-ID, so that the same mail can only ever be one file.
"""

import errno
import os
from hashlib import sha256
from pathlib import Path
from typing import Final

from seleqt_cli.channels.arming import why_not
from seleqt_cli.channels.wire import Unsendable, envelope_address, wire_message
from seleqt_cli.core.actions import Outcome, Prepared, Reservation, Verdict
from seleqt_cli.core.replies import cleaned

_PASSING: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EINTR, errno.EAGAIN, errno.EMFILE, errno.ENFILE})
"""What a disk says when another day may be better; anything else needs a person."""


class OutboxChannel:
    """The Channel of an account whose mails are only written down (see ports/channel)."""

    def __init__(self, folder: Path) -> None:
        """`folder` is made when the first mail is written, readable by its owner only."""
        self._folder = folder
        self._seen: frozenset[str] = frozenset()
        self._seen_at = -1

    async def perform(self, reservation: Reservation) -> Outcome:
        """Write the reserved mail once (see ports/channel)."""
        prepared = reservation.prepared
        try:
            envelope_address(prepared.recipient)
        except Unsendable as problem:
            return Outcome(Verdict.NO_SUCH_ADDRESS, str(problem), phase="rcpt")
        try:
            wire_message(prepared.payload)
        except Unsendable as problem:
            return Outcome(Verdict.REFUSED_CONTENT, str(problem), phase="data")
        name = file_name(prepared)
        draft, mail = self._folder / "tmp" / name, self._folder / "new" / name
        try:
            self._make_folders()
            _write(draft, prepared.payload.replace(b"\r\n", b"\n"))
        except OSError as problem:
            return self._trouble(problem)
        reason = why_not(reservation)
        if reason:
            draft.unlink(missing_ok=True)
            return Outcome(Verdict.NOT_ARMED, reason, phase="body")
        return self._move(draft, mail)

    async def close(self) -> None:
        """Nothing is kept open."""

    def holds(self, message_id: str) -> Path | None:
        """Where the mail of a Message-ID lies, also after a mail program took it up; None when it is not there."""
        name = sha256(message_id.encode()).hexdigest()[:40] + ".seleqt"
        for folder in (self._folder / "new", self._folder / "cur"):
            for entry in os.listdir(folder) if folder.is_dir() else ():
                if entry.partition(":")[0] == name:
                    return folder / entry
        return None

    def _move(self, draft: Path, mail: Path) -> Outcome:
        try:
            if mail.exists() or self._was_read(mail.name):
                draft.unlink()
                return Outcome(Verdict.SENT, f"was already in {self._folder}", phase="dot")
            draft.rename(mail)
        except OSError as problem:
            return self._trouble(problem)
        try:
            _sync_folder(mail.parent)
        except OSError as problem:
            # It is there now, and a power cut may take it away again.
            return Outcome(Verdict.IN_DOUBT, cleaned(f"{mail}: {problem}"), phase="dot")
        return Outcome(Verdict.SENT, f"written to {self._folder}", phase="dot")

    def _was_read(self, name: str) -> bool:
        """Whether a mail program has moved the mail to cur, where flags follow its name."""
        folder = self._folder / "cur"
        changed = folder.stat().st_mtime_ns
        if changed != self._seen_at:
            self._seen = frozenset(entry.partition(":")[0] for entry in os.listdir(folder))
            self._seen_at = changed
        return name in self._seen

    def _make_folders(self) -> None:
        for folder in (self._folder, self._folder / "tmp", self._folder / "new", self._folder / "cur"):
            if not folder.is_dir():
                folder.mkdir(mode=0o700, parents=folder is self._folder)

    def _trouble(self, problem: OSError) -> Outcome:
        verdict = Verdict.DEFERRED if problem.errno in _PASSING else Verdict.SENDER_HELD
        return Outcome(verdict, cleaned(f"{self._folder} cannot be written: {problem.strerror or problem}"), phase="body")


def file_name(prepared: Prepared) -> str:
    """The name of a mail's file: a hash of its Message-ID, or of its bytes where it has none."""
    return sha256(prepared.message_id.encode() or prepared.payload).hexdigest()[:40] + ".seleqt"


def _write(path: Path, content: bytes) -> None:
    """Write a file of our own, readable by its owner only, and bring it to the disk; what a killed run left is overwritten."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0), 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make a rename durable; Windows knows no such thing and needs none."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
