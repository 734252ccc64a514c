"""A whole post office on a virtual clock: a real Postfix takes, hands on and returns mail, a real Dovecot keeps every mailbox.

What passed is told by Postfix's own log. A mail that reaches a sender gets the clock's time as the time of its arrival.
"""

import os
import re
import select
import smtplib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

from tests.servers.dovecot import PASSWORD, Dovecot, dovecot
from tests.servers.ports import free_port
from tests.servers.postfix import Postfix, postfix

_LINE = re.compile(
    r"postfix/\w+\[\d+\]: (\w+): (?:message-id=(<[^>]*>)|from=<([^>]*)>|to=<([^>]*)>.* dsn=([\d.]+), status=(\w+)|(removed))"
)
_PARSER = BytesParser(policy=policy.default)


@dataclass(frozen=True)
class Passed:
    """One mail that left Postfix's queue at an instant. `sender` is '' for a machine's notice; `status`: 2.0.0, or why it came back."""

    message_id: str
    sender: str
    recipient: str
    status: str
    at: int


@dataclass
class _Queued:
    message_id: str = ""
    sender: str = ""
    recipient: str = ""
    status: str = ""


@dataclass
class PostOffice:
    """`senders`: the addresses of seleqt's accounts; `now`: the virtual clock; `record`: every mail that passed, in order."""

    post: Postfix
    box: Dovecot
    senders: Sequence[str]
    now: Callable[[], int]
    record: list[Passed] = field(default_factory=list)
    _queue: dict[str, _Queued] = field(default_factory=dict)
    _handed: int = 0
    _read: int = 0
    _stamped: set[str] = field(default_factory=set)
    _mails: dict[str, EmailMessage] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)

    def hand_in(self, sender: str, recipient: str, message: EmailMessage) -> None:
        """Somebody sends a mail."""
        with smtplib.SMTP("127.0.0.1", self.post.plain, local_hostname="client.example") as smtp:
            smtp.sendmail(sender, [recipient], message.as_bytes())
        self._handed += 1

    def settle(self, sent: int) -> list[Passed]:
        """Wait until every mail is where it goes, the `sent` of seleqt's accounts too; returns what passed since, at this moment."""
        before = len(self.record)
        for _ in range(6000):
            self._follow_log()
            ours = sum(one.sender in self.senders for one in self.record)
            others = sum(bool(one.sender) and one.sender not in self.senders for one in self.record)
            if not self._queue and ours == sent and others == self._handed:
                break
            select.select([], [], [], 0.01)  # Postfix gives no sign but its log
        else:
            raise AssertionError((self.post.folder / "mail.log").read_text()[-2000:])
        for account in {one.recipient for one in self.record[before:]}.intersection(self.senders):
            self._stamp(account)
        return self.record[before:]

    def from_accounts(self) -> list[Passed]:
        """What seleqt's accounts sent."""
        return [one for one in self.record if one.sender in self.senders]

    def mail(self, passed: Passed) -> EmailMessage:
        """A mail as it lies in its recipient's mailbox."""
        for path in sorted((self.box.folder / "mail" / passed.recipient / "new").iterdir()):
            if str(path) not in self._seen:
                self._seen.add(str(path))
                message = _PARSER.parsebytes(path.read_bytes())
                self._mails[str(message["Message-ID"])] = message
        return self._mails[passed.message_id]

    def _follow_log(self) -> None:
        with (self.post.folder / "mail.log").open("rb") as log:
            log.seek(self._read)
            whole, _, _ = log.read().rpartition(b"\n")
        self._read += len(whole) + bool(whole)
        for found in map(_LINE.search, whole.decode().splitlines()):
            if found is None:
                continue
            number, message_id, sender, recipient, status, _, removed = found.groups()
            if removed:
                one = self._queue.pop(number)
                self.record.append(Passed(one.message_id, one.sender, one.recipient, one.status, self.now()))
                continue
            queued = self._queue.setdefault(number, _Queued())
            queued.message_id = message_id or queued.message_id
            queued.sender = sender or queued.sender
            queued.recipient, queued.status = recipient or queued.recipient, status or queued.status

    def _stamp(self, account: str) -> None:
        mails = self.box.folder / "mail" / account
        for folder in (mails / "new", mails / "cur", mails / ".Junk" / "new", mails / ".Junk" / "cur"):
            for path in folder.iterdir() if folder.is_dir() else ():
                name = path.name.partition(":")[0]
                if name not in self._stamped:
                    self._stamped.add(name)
                    os.utime(path, (self.now(), self.now()))


@contextmanager
def post_office(senders: Sequence[str], undeliverable: Mapping[str, str], now: Callable[[], int]) -> Iterator[PostOffice]:
    """Open one. `undeliverable`: address -> status and text with which its mail comes back."""
    port = free_port()
    with dovecot(relay=port) as box:
        users = dict.fromkeys(senders, PASSWORD)
        with postfix(users, plain=port, lmtp=box.lmtp, undeliverable=undeliverable) as post:
            yield PostOffice(post, box, senders, now)
