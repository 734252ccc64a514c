"""What a copy of a mail says of who sent it: the names and words in its head that only our own mails have."""

import re
from collections.abc import Collection
from typing import Final

from seleqt_cli.channels.email.reading import read_mail
from seleqt_cli.core.inbound.mail import Inbound
from seleqt_cli.ports.reconcile import Found

HEAD_OCTETS: Final = 16_384
"""Of each mail: its head, and the names are near the top."""
PUT_BY_US: Final = "x-seleqt-copy"
"""The field of a copy that seleqt put there itself: it shows nothing about what the server did."""
_CODE: Final = re.compile(r"<([a-z2-7]{32})@([^<>\s]+)>")
_LIST: Final = re.compile(r"(?im)^list-unsubscribe:((?:[^\r\n]|\r?\n[ \t])*)")
_WORD: Final = re.compile(r"(?<![a-z2-7])[a-z2-7]{24}(?![a-z2-7])")


def traces(octets: bytes, received_at: int, domains: Collection[str], now: int) -> Found:
    """`domains`: those of our senders; a name of another domain is not ours. `at` is never later than `now`."""
    return traces_of(read_mail(octets, True), received_at, domains, now, words(octets))


def traces_of(mail: Inbound, received_at: int, domains: Collection[str], now: int, found: frozenset[str] = frozenset()) -> Found:
    """The same of a mail that was read already; `found`: the words of its List-Unsubscribe field, where they are known."""
    names = tuple(name for name in (mail.message_id, mail.original_id) if name)
    codes = tuple(hit[1] for name in names if (hit := _CODE.fullmatch(name)) and hit[2].lower() in domains)
    at = received_at if received_at <= now else min(mail.date or now, now)
    recipients = tuple(dict.fromkeys(party.address for party in (*mail.to, *mail.cc) if party.address))
    return Found(codes, names, found, recipients, mail.subject, at)


def words(octets: bytes) -> frozenset[str]:
    """What could be the word that an unsubscribe mail carries."""
    return frozenset(word for value in _LIST.findall(head(octets)) for word in _WORD.findall(value))


def text_of(octets: bytes) -> str:
    """The text of a mail as far as servers leave it alone: without spaces and line ends."""
    return "".join(read_mail(octets).text.split())


def put_by_us(octets: bytes) -> bool:
    """Whether seleqt put this copy there itself."""
    return re.search(rf"(?im)^{PUT_BY_US}:", head(octets)) is not None


def head(octets: bytes) -> str:
    """The fields of a mail, undecoded."""
    return re.split(rb"\r?\n\r?\n", octets, maxsplit=1)[0].decode("latin-1")
