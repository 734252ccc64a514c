"""Judges what a server took, and only that: nothing here asks seleqt."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import parseaddr
from itertools import pairwise
from zoneinfo import ZoneInfo

from tests.servers.recording_smtp import Taken

DAY = 86_400


@dataclass(frozen=True)
class Rules:
    """What the campaign's file asks for. `hours` and `weekdays` (0 = Monday) bind where they are given."""

    limit: int = 50
    gap: int = 0
    zone: str = "Europe/Amsterdam"
    hours: tuple[int, int] = (0, 24)
    weekdays: frozenset[int] = frozenset(range(7))
    wait_days: int = 0


def threads(taken: Sequence[Taken]) -> dict[str, list[Taken]]:
    """Each person's mails, in order."""
    found: dict[str, list[Taken]] = defaultdict(list)
    for mail in taken:
        found[mail.recipient].append(mail)
    return found


def doubled(taken: Sequence[Taken]) -> list[str]:
    """The Message-IDs that came more than once; the same words to the same person under another id count too."""
    ids = Counter(mail.message_id for mail in taken)
    words = Counter((mail.recipient, text_of(mail.message)) for mail in taken)
    return [name for name, count in ids.items() if count > 1] + [person for (person, _), count in words.items() if count > 1]


def text_of(message: EmailMessage) -> str:
    """The plain words of a mail."""
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def thread_faults(mails: Sequence[Taken]) -> list[str]:
    """What is wrong with one person's thread, as a mail program would see it."""
    faults: list[str] = []
    first = mails[0].message
    chain: list[str] = []
    for number, mail in enumerate(mails):
        message = mail.message
        wanted = {
            "In-Reply-To": chain[-1] if chain else None,
            "References": " ".join(chain) or None,
            "Subject": first["Subject"] if number == 0 else f"Re: {first['Subject']}",
            "From": first["From"],
        }
        for name, value in wanted.items():
            if (None if message[name] is None else " ".join(str(message[name]).split())) != (None if value is None else str(value)):
                faults.append(f"{mail.recipient} mail {number + 1}: {name} is {message[name]!r}, not {value!r}")
        if parseaddr(str(message["From"]))[1] != mail.sender or parseaddr(str(message["To"]))[1] != mail.recipient:
            faults.append(f"{mail.recipient} mail {number + 1}: envelope {mail.sender} -> {mail.recipient}")
        chain.append(mail.message_id)
    return faults


def rule_faults(taken: Sequence[Taken], rules: Rules) -> list[str]:
    """Where a limit, the hours, the gap or a wait was not kept, by the moments that the record bears."""
    faults: list[str] = []
    place = ZoneInfo(rules.zone)
    by_account: dict[str, list[int]] = defaultdict(list)
    for mail in taken:
        local = datetime.fromtimestamp(mail.at, UTC).astimezone(place)
        if local.weekday() not in rules.weekdays or not rules.hours[0] <= local.hour < rules.hours[1]:
            faults.append(f"{mail.recipient}: outside the hours, {local:%a %H:%M}")
        by_account[mail.sender].append(mail.at)
    for account, moments in by_account.items():
        moments.sort()
        days = Counter(datetime.fromtimestamp(at, UTC).astimezone(place).date() for at in moments)
        faults += [f"{account}: {count} on {day}" for day, count in days.items() if count > rules.limit]
        for index in range(rules.limit, len(moments)):
            if moments[index] - moments[index - rules.limit] < DAY:
                faults.append(f"{account}: {rules.limit + 1} within 24 hours of {moments[index]}")
        faults += [f"{account}: {b - a} s apart" for a, b in pairwise(moments) if b - a < rules.gap]
    for person, mails in threads(taken).items():
        for one, other in pairwise(mails):
            if other.at - one.at < rules.wait_days * DAY - 7200:  # a day of the calendar may have 23 hours
                faults.append(f"{person}: {other.at - one.at} s between two mails")
    return faults
