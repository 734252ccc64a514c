"""What of a person lies in files: mails of an outbox, bug reports, copies of the database, what a browser kept, lead files."""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from email import message_from_bytes
from email.policy import default
from hashlib import sha256
from pathlib import Path
from typing import Final

from seleqt_cli.channels.linkedin.browser import ProfileFolder, Unusable
from seleqt_cli.core.addresses import BadAddress, normalise_email
from seleqt_cli.core.errors import Failed
from seleqt_cli.files.forgetting import Names, replace_file, take_out, without
from seleqt_cli.storage.erasing import forgetting
from seleqt_cli.storage.outcome_journal import OutcomeJournal

_MEMORY_OF_A_BROWSER: Final = frozenset(
    {
        "Cache", "Code Cache", "GPUCache", "DawnCache", "Service Worker", "Session Storage", "Sessions", "blob_storage",
        "History", "History-journal", "Visited Links", "Top Sites", "Top Sites-journal", "Favicons", "Favicons-journal", "Shortcuts",
        "Shortcuts-journal", "Network Action Predictor", "Network Action Predictor-journal", "GrShaderCache", "ShaderCache",
    }
)  # fmt: skip
"""What a browser remembers of pages it showed. Cookies, settings and the sign-in are none of it."""
_NOBODY: Final = "{email: nobody@erased.example}"
"""In the text in force, which has to be read again, a list cannot be empty."""


def mails_to(outboxes: Iterable[Path], message_ids: Iterable[str], addresses: frozenset[str]) -> Iterator[Path]:
    """The mails in outboxes that went to the person, or were about to."""
    names = {sha256(name.encode()).hexdigest()[:40] for name in message_ids}
    for outbox in outboxes:
        for folder in ("new", "cur", "tmp"):
            place = outbox / folder
            for path in sorted(place.iterdir()) if place.is_dir() else ():
                if path.is_file() and (path.name.partition(".")[0] in names or _is_to(path, addresses)):
                    yield path


def _is_to(path: Path, addresses: frozenset[str]) -> bool:
    head = path.read_bytes().replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    mail = message_from_bytes(head + b"\n\n", policy=default)
    for field in ("to", "cc"):
        for one in getattr(mail[field], "addresses", ()):
            with suppress(BadAddress):
                if normalise_email(one.addr_spec) in addresses:
                    return True
    return False


def forget_in_logs(folder: Path, words: Iterable[str]) -> int:
    """Take words out of logs and bug reports; how many files held them."""
    forget, changed = forgetting(words), 0
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.is_file() and not path.is_symlink():
            text = path.read_text(encoding="utf-8", errors="surrogateescape")
            left = forget(text)
            if left != text:
                replace_file(path, left.encode("utf-8", "surrogateescape"))
                changed += 1
    return changed


def forget_in_outcomes(database: Path, words: Iterable[str]) -> None:
    """Take words out of what servers said about sends, where it was written down before the database took it."""
    folder = database.with_name(f"{database.name}.outcomes")
    if folder.is_dir():
        journal = OutcomeJournal(folder)
        try:
            journal.read()
            journal.forget(forgetting(words))
        finally:
            journal.close()


def copies_of(database: Path) -> list[Path]:
    """Copies of the database that seleqt itself put beside it: before an upgrade, before a restore, and what a kill left."""
    names = (".before-", ".restoring", ".backing-up", ".convert")
    return sorted(
        path for path in database.parent.glob(f"{database.name}.*") if any(path.name.startswith(database.name + one) for one in names)
    )


def forget_in_browsers(windows: Path) -> list[str]:
    """Remove what the browsers of LinkedIn windows remember of pages; the names of those that are open now, which were left."""
    busy = []
    for folder in sorted(windows.iterdir()) if windows.is_dir() else ():
        if not (folder / "seleqt.lock").exists():
            continue
        hold = ProfileFolder(folder)
        try:
            hold.take()
        except Unusable:
            busy.append(folder.name)
            continue
        try:
            for path in sorted(folder.rglob("*"), key=lambda one: len(one.parts)):
                if path.name in _MEMORY_OF_A_BROWSER and not path.is_symlink():
                    shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        finally:
            hold.release()
    return busy


def text_without(name: str, content: bytes, names: Names, words: Iterable[str], in_force: bool) -> bytes:
    """An accepted text of campaigns.yaml, or a file that it names, without the person.

    Of the text in force the rows go; a mention in a sentence has to be put right by whoever wrote it. From older ones that goes too.
    """
    try:
        left, _ = without(name, content, names, _NOBODY)
        if not in_force and names(text := left.decode("utf-8")):
            left = forgetting(words)(text).encode()
        return left
    except (Failed, UnicodeDecodeError):
        return content  # a picture, a document


def take_rows_out(path: Path, names: Names) -> tuple[int, str]:
    """Take the person's rows out of a lead file: how many, and why none could be, '' when nothing was in the way."""
    try:
        return take_out(path, names), ""
    except Failed as problem:
        return 0, problem.message
    except OSError as problem:
        return 0, f"{problem.strerror or problem}"
