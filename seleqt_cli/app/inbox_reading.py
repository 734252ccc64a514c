"""Reading what is new in an account's folders: the part that blocks, in a thread of its own; it touches no database.

A folder is read from the UID behind the last one that was handled. Where it is new, was made anew (another UIDVALIDITY) or
was put back from a backup (its next UID is lower than one that was read), it is read from the account's first apply on: what
was handled before is known by its digest, so that nothing is lost and nothing handled twice. Older mail is never read: it
cannot answer what was not sent.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from seleqt_cli.core.inbound.ignoring import is_ignored
from seleqt_cli.core.inbound.mail import Inbound
from seleqt_cli.core.inbound.matching import SKEW
from seleqt_cli.core.inbound.verdict import Class, Verdict
from seleqt_cli.core.zones import DAY
from seleqt_cli.ports.inbox import Arrived, Batch
from seleqt_cli.ports.mailbox import Folder, Mailbox, MailboxTrouble, Raw, Role

MOST_OCTETS: Final = 256 * 1024
"""Of one mail; what lies behind it is attachments."""
AT_ONCE: Final = 50
"""Mails of one batch, which is one commit."""
MARGIN: Final = DAY
"""How long before its first apply an account's mail is read: a server's day may begin earlier than ours."""
HEAD: Final = 16 * 1024
PUT_BY_US: Final = re.compile(rb"(?im)^x-seleqt-copy:")
"""The field of a copy that seleqt put into Sent itself: it shows nothing about what the server did."""
UNREADABLE: Final = "it could not be read"
READ: Final[tuple[Role, ...]] = ("sent", "inbox", "junk", "all", "trash", "archive")
"""The folders that are read, in this order. Sent comes first: it tells other names of our mails.

A reply that was thrown away or put away on a telephone, while the laptop slept, is a reply.
"""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to read for one account. `cursors`: folder -> (uidvalidity, next UID). `ours`: the normalised addresses of all senders."""

    account: str
    since: int
    now: int
    cursors: Mapping[str, tuple[int, int]]
    folders: tuple[str, ...]
    ignore: tuple[str, ...]
    ours: frozenset[str]


@dataclass(frozen=True, slots=True)
class Judgement:
    """How bytes become a mail, and a mail a verdict (at an instant)."""

    read: Callable[[bytes, bool], Inbound]
    classify: Callable[[Inbound, int, frozenset[str]], Verdict]


def read_new(box: Mailbox, plan: Plan, judgement: Judgement) -> Iterator[Batch]:
    """The mails that came since, folder by folder; the last batch of a folder has its end. Raises MailboxTrouble."""
    for folder in wanted_folders(box.folders(), plan.folders):
        state = box.look(folder.name)
        before = plan.cursors.get(folder.name)
        if before is not None and before[0] == state.uidvalidity and before[1] <= state.uidnext:
            uids = box.uids(before[1], state.uidnext - 1) if before[1] < state.uidnext else []
        else:
            uids = [uid for uid in box.find(since=plan.since - MARGIN) if uid < state.uidnext] if state.exists else []
        for part in _parts(uids):
            mails = tuple(_judged(box.fetch(part, MOST_OCTETS), folder.role, plan, judgement))
            yield Batch(folder.name, folder.role, state.uidvalidity, part[-1] + 1, mails)
        yield Batch(folder.name, folder.role, state.uidvalidity, state.uidnext)


def read_sent(box: Mailbox, plan: Plan, since: int, judgement: Judgement) -> Iterator[Batch]:
    """What lies in Sent from an instant on, whenever it was read before; no batch says how far reading came."""
    for folder in box.folders():
        if folder.role == "sent":
            state = box.look(folder.name)
            uids = box.find(since=since) if state.exists else []
            for part in _parts(uids):
                mails = tuple(one for one in _judged(box.fetch(part, MOST_OCTETS), "sent", plan, judgement) if one.received_at >= since)
                yield Batch(folder.name, "sent", state.uidvalidity, 0, mails)


def wanted_folders(there: Sequence[Folder], named: Sequence[str]) -> list[Folder]:
    """The folders to read, in the order of READ, then those that the file names. Raises MailboxTrouble when a named one is not there."""
    names = {folder.name: folder for folder in there}
    missing = [name for name in named if name not in names]
    if missing:
        raise MailboxTrouble(
            "server", f"there is no folder {missing[0]}", advice="correct inbox: {folders: [...]} of the sender, then: seleqt apply"
        )
    if not any(folder.role == "inbox" for folder in there):
        # an empty list would make the account look read although nothing was
        raise MailboxTrouble("server", "the server lists no INBOX", advice="seleqt senders test")
    usual = sorted((folder for folder in there if folder.role in READ), key=lambda folder: READ.index(folder.role))
    more = [names[name] for name in named if names[name] not in usual]
    return usual + list(dict.fromkeys(more))


def digest(mail: Inbound) -> str:
    """What two copies of a mail share, whatever the folder: a forged one under the same Message-ID says something else."""
    parts = (mail.message_id, mail.sender.address, str(mail.date), mail.subject, mail.text)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _parts(uids: Sequence[int]) -> Iterator[Sequence[int]]:
    ordered = sorted(uids)
    for start in range(0, len(ordered), AT_ONCE):
        yield ordered[start : start + AT_ONCE]


def _judged(raws: Iterator[Raw], role: Role, plan: Plan, judgement: Judgement) -> Iterator[Arrived]:
    for raw in raws:
        if "draft" in raw.flags:
            continue
        try:
            found = _one(raw, role, plan, judgement)
        except (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError) as problem:
            # one mail that nobody can read must not keep the others from being read; it is listed
            found = _unreadable(raw, type(problem).__name__, plan)
        if found is not None:
            yield found


def _one(raw: Raw, role: Role, plan: Plan, judgement: Judgement) -> Arrived | None:
    if not raw.octets and role != "sent":
        return _unreadable(raw, "the server does not give it out", plan)
    mail = judgement.read(raw.octets, raw.size > len(raw.octets))
    at = _received(raw, plan)
    if role == "sent":
        return Arrived(raw.uid, at, mail, None, "", digest(mail), put=PUT_BY_US.search(raw.octets[:HEAD]) is not None)
    if is_ignored(mail, plan.ignore):
        return None
    verdict = judgement.classify(mail, plan.now, plan.ours)
    return Arrived(raw.uid, at, mail, verdict, "", digest(mail))


def _unreadable(raw: Raw, why: str, plan: Plan) -> Arrived:
    """A mail of which nothing is known but that it is there: it is listed, for it may be an answer."""
    content = raw.octets or f"{raw.uid} {raw.received_at} {raw.size}".encode()
    verdict = Verdict(Class.UNKNOWN, (f"{UNREADABLE}: {why}",))
    return Arrived(raw.uid, _received(raw, plan), Inbound(cut=True), verdict, "", hashlib.sha256(content).hexdigest())


def _received(raw: Raw, plan: Plan) -> int:
    """When a mail came in. Without a date it is one of now: none at all would be older than whatever it answers. A clock of a
    server that runs ahead must not make an absence last for years."""
    return min(raw.received_at or plan.now, plan.now + SKEW)
