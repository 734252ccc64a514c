"""Finds a mail that an account sent to itself: where it landed, how fast, and what the server made of it."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from seleqt_cli.ports.mailbox import Folder, Mailbox

SECONDS: Final = 60
_ROUND: Final = 5.0
_MOMENT: Final = 2.0
_ORDER: Final = ("inbox", "junk", "all")
_HEAD_OCTETS: Final = 32_768
_SIGNATURE: Final = re.compile(r"(?im)^dkim-signature:((?:[^\r\n]|\r?\n[ \t])*)")
_TAG: Final = re.compile(r"(?:^|;)\s*([sd])\s*=\s*([A-Za-z0-9._-]{1,253})\s*(?=;|$)")
_FIELDS: Final = re.compile(r"(?:^|;)\s*h\s*=\s*([A-Za-z0-9_:\s-]{1,2000}+)(?=;|$)")


@dataclass(frozen=True, slots=True)
class ReadBack:
    """`keeps_id`: the mail came with the Message-ID it was given. `keeps_sent`: a copy lies in Sent; None without such a folder.

    `seconds`: from handing it in until it was seen. `dkim`: SELECTOR._domainkey.DOMAIN of each signature on it; `signed`: the
    header fields that each of them covers, in lower case, as `from:to:subject`.
    """

    folder: str
    role: str
    seconds: int
    keeps_id: bool
    keeps_sent: bool | None
    dkim: tuple[str, ...] = field(default=())
    signed: tuple[str, ...] = field(default=())


def read_back(
    mailbox: Mailbox, *, message_id: str, to: str, subject: str, since: int, elapsed: Callable[[], float], seconds: int = SECONDS
) -> ReadBack | None:
    """Wait for the mail in INBOX, the junk folder and All Mail; None when it came into none of them. Raises MailboxTrouble.

    Some servers give a mail another Message-ID; it is then known by X-Microsoft-Original-Message-ID, else by its subject.
    """
    begun, left = elapsed(), math.ceil(seconds / _ROUND)
    folders = sorted((one for one in mailbox.folders() if one.role in _ORDER), key=lambda one: _ORDER.index(one.role))
    while True:
        for folder in folders:
            mailbox.look(folder.name)
            found = mailbox.find(message_id=message_id)
            keeps_id = bool(found)
            found = found or mailbox.find(original_id=message_id) or mailbox.find(to=to, subject=subject, since=since)
            if found:
                took = max(0, round(elapsed() - begun))
                keys = _signed(b"".join(raw.octets for raw in mailbox.fetch(found[-1:], _HEAD_OCTETS)))
                sent = _in_sent(mailbox, message_id, folders)
                return ReadBack(folder.name, folder.role, took, keeps_id, sent, tuple(keys), tuple(keys.values()))
        if left <= 0 or elapsed() - begun >= seconds or not folders:
            return None
        mailbox.look(folders[0].name)
        mailbox.wait(min(_ROUND, max(0.1, seconds - (elapsed() - begun))))
        left -= 1


def _in_sent(mailbox: Mailbox, message_id: str, folders: list[Folder]) -> bool | None:
    """Whether the server put a copy into Sent; it is given one more moment, as some copy after they have delivered."""
    sent = [folder.name for folder in mailbox.folders() if folder.role == "sent"]
    if not sent:
        return None
    for again in (True, False):
        for name in sent:
            mailbox.look(name)
            if mailbox.find(message_id=message_id) or mailbox.find(original_id=message_id):
                return True
        if again:
            mailbox.look(folders[0].name)
            mailbox.wait(_MOMENT)
    return False


def _signed(octets: bytes) -> dict[str, str]:
    """Name of the key -> what its signature covers, for each signature on the mail."""
    head = octets.partition(b"\r\n\r\n")[0].decode("latin-1")
    keys: dict[str, str] = {}
    for signature in _SIGNATURE.findall(head):
        line = re.sub(r"\s+", " ", signature)
        # Of a tag that stands twice the first counts here: the later one is a stranger's (RFC 6376 section 3.2 forbids both).
        tags = dict(reversed(_TAG.findall(line)))
        if "s" in tags and "d" in tags:
            covered = _FIELDS.search(line)
            fields = "".join(covered[1].split()).lower().strip(":") if covered else ""
            keys.setdefault(f"{tags['s']}._domainkey.{tags['d']}".lower(), fields)
    return keys
