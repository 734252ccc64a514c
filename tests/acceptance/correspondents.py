"""People who get mail and answer it, each in a way of their own: scripted, by number, the same every time."""

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from enum import StrEnum
from urllib.parse import parse_qs, unquote, urlsplit

from tests.acceptance.post_office import Passed, PostOffice

MINUTE, HOUR, DAY = 60, 3600, 86_400


class Kind(StrEnum):
    """What somebody does with a mail."""

    SILENT = "silent"
    ANSWERS = "answers"
    ANSWERS_LATE = "answers about when the next mail is due"
    ANSWERS_SECOND = "answers the second mail"
    WRITES_ANEW = "answers in a mail that names no other, and that is taken for junk"
    OTHER_ADDRESS = "answers from another address"
    COLLEAGUE = "has a colleague answer who names no mail"
    SAYS_STOP = "says stop"
    UNSUBSCRIBES = "uses the unsubscribe link"
    AWAY = "is away and says until when"
    AWAY_SOMEHOW = "is away and says no date"
    TICKET = "has a machine that says thank you"
    DEAD = "is not known there"
    FULL = "has a full mailbox"


TWENTY = (
    Kind.SILENT, Kind.ANSWERS, Kind.ANSWERS_LATE, Kind.ANSWERS_SECOND, Kind.WRITES_ANEW, Kind.OTHER_ADDRESS, Kind.COLLEAGUE,
    Kind.SAYS_STOP, Kind.UNSUBSCRIBES, Kind.AWAY, Kind.AWAY_SOMEHOW, Kind.TICKET,
)  # fmt: skip
SAY_NO = frozenset(TWENTY[1:9])
ANSWERED = frozenset(TWENTY[1:7])
OPTED_OUT = frozenset({Kind.SAYS_STOP, Kind.UNSUBSCRIBES})
GONE = {Kind.DEAD: "5.1.1 no such user here", Kind.FULL: "5.2.2 mailbox full"}
ANEW = "About pallets"
"""The subject of a mail that names no other."""
WORDS = (
    "Please remove me from your list.", "Graag uitschrijven, dank u.", "Bitte nehmen Sie mich aus Ihrem Verteiler.",
    "Merci de me désinscrire de votre liste.", "Por favor, dame de baja de su lista.", "Cancellatemi dalla vostra lista, grazie.",
)  # fmt: skip


def kind_of(number: int) -> Kind:
    """The kind of the lead with that number (from 1): of twenty people eleven do something, and one in forty is not known any more."""
    if number % 20 == 12:
        return Kind.DEAD if number % 40 == 12 else Kind.FULL
    return TWENTY[number % 20] if number % 20 < len(TWENTY) else Kind.SILENT


def address_of(number: int) -> str:
    """Of a lead, as acceptance.homes writes it."""
    return f"lead{number}@company{number}.example"


@dataclass
class Correspondents:
    """The people with the numbers up to `count`, who take their time unless they answer `at_once`.

    `noes`: address -> when their no lay in the mailbox of the sender.
    """

    office: PostOffice
    count: int
    back: str
    """The day on which those are back who say it, as an ISO date."""
    at_once: bool = False
    noes: dict[str, int] = field(default_factory=dict)
    notes: dict[str, int] = field(default_factory=dict)
    """Address -> when the note of somebody who is away lay in the mailbox of the sender."""
    _got: dict[int, int] = field(default_factory=dict)
    _due: list[tuple[int, int, Callable[[], None]]] = field(default_factory=list)
    _order: int = 0

    def of(self, *kinds: Kind) -> set[str]:
        """The addresses of the people of some kinds."""
        return {address_of(number) for number in range(1, self.count + 1) if kind_of(number) in kinds}

    def move_in(self) -> None:
        """Those who are away set up their note, and the senders their junk filter.

        Sieve's vacation answers no mail with a List-Unsubscribe field (RFC 5230 section 4.6); what others write notes with does.
        """
        for account in self.office.senders:
            self.office.box.sieve(account, f'require "fileinto";\nif header :is "subject" "{ANEW}" {{ fileinto "Junk"; }}\n')
        texts = {Kind.AWAY: f"I am out of the office and back on {self.back}.", Kind.AWAY_SOMEHOW: "I am out of the office at the moment."}
        for number in range(1, self.count + 1):
            if text := texts.get(kind_of(number)):
                script = 'require ["vacation", "editheader"];\ndeleteheader "List-Unsubscribe";\n'
                self.office.box.sieve(address_of(number), f'{script}vacation :days 30 :subject "Out of office" "{text}";\n')

    @property
    def next_at(self) -> int:
        """When somebody writes next."""
        return self._due[0][0] if self._due else 1 << 62

    def write(self) -> None:
        """Everybody whose moment has come writes."""
        while self._due and self._due[0][0] <= self.office.now():
            heapq.heappop(self._due)[2]()

    def see(self, passed: Passed) -> None:
        """Mail came: the person it is for decides what to do, and when."""
        if passed.recipient in self.office.senders or not passed.status.startswith("2."):
            return
        number = int(passed.recipient.partition("@")[0].removeprefix("lead"))
        self._got[number] = self._got.get(number, 0) + 1
        kind, count = kind_of(number), self._got[number]
        if count == 1 and kind in (Kind.AWAY, Kind.AWAY_SOMEHOW):
            self.notes[passed.recipient] = passed.at  # the server answered while it took the mail
        if count != (2 if kind is Kind.ANSWERS_SECOND else 1):
            return
        delay = (
            0
            if self.at_once
            else 44 * HOUR + number * 13 % 360 * MINUTE
            if kind is Kind.ANSWERS_LATE
            else 20 * MINUTE + number * 37 % 300 * MINUTE
        )
        if kind in SAY_NO or kind is Kind.TICKET:
            self._order += 1
            heapq.heappush(self._due, (passed.at + delay, self._order, lambda: self._answer(number, kind, passed)))

    def _answer(self, number: int, kind: Kind, passed: Passed) -> None:
        got, now = self.office.mail(passed), self.office.now()
        mail, sender = EmailMessage(), passed.recipient
        if kind is Kind.OTHER_ADDRESS:
            sender = f"number{number}@home.example"
        elif kind is Kind.COLLEAGUE:
            sender = f"office@company{number}.example"
        mail["From"], mail["To"] = f"Lead{number} <{sender}>", passed.sender
        mail["Message-ID"] = f"<answer-{number}-{now}@client.example>"
        mail["Date"] = datetime.fromtimestamp(now, UTC)
        mail["Subject"] = ANEW if kind is Kind.WRITES_ANEW else f"Re: {str(got['Subject']).removeprefix('Re: ')}"
        if kind not in (Kind.WRITES_ANEW, Kind.COLLEAGUE, Kind.UNSUBSCRIBES):
            mail["In-Reply-To"] = mail["References"] = got["Message-ID"]
        text = "Thank you, Thursday at ten would suit me well.\n\nKind regards\n"
        if kind is Kind.SAYS_STOP:
            text = WORDS[number // 20 % len(WORDS)] + "\n"
        elif kind is Kind.TICKET:
            mail["Auto-Submitted"] = "auto-replied"
            text = "Thank you for your message. We have received it and will answer within two days.\n"
        elif kind is Kind.UNSUBSCRIBES:
            link = urlsplit(str(got["List-Unsubscribe"]).strip("<> "))
            assert unquote(link.path) == passed.sender
            mail.replace_header("Subject", parse_qs(link.query)["subject"][0])
        mail.set_content("" if kind is Kind.UNSUBSCRIBES else text + "\n".join(_quoted(got, passed)))
        self.office.hand_in(sender, passed.sender, mail)
        if kind in SAY_NO:
            self.noes[passed.recipient] = now


def _quoted(got: EmailMessage, passed: Passed) -> Iterator[str]:
    body = got.get_body(("plain",))
    assert body is not None
    yield f"\nOn {got['Date']}, {passed.sender} wrote:"
    yield from (f"> {line}" for line in str(body.get_content()).splitlines())
