"""A mail that came in, as far as seleqt looks at it: decoded, bounded, with nothing in it that acts."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Party:
    """One address of a header, normalised (core.addresses) where it can be, with the name shown beside it."""

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """One recipient of a delivery status notification (RFC 3464), or of what was read out of a text that stands for one.

    `action`: failed, delayed, delivered, relayed, expanded or ''. `status`: an enhanced status code as `5.1.1`, '' when none was given.
    `code`: the SMTP reply code inside `diagnostic`, 0 when there is none.
    `original`: the address that was written to where it was forwarded on to another one, else ''.
    """

    recipient: str
    action: str = ""
    status: str = ""
    diagnostic: str = ""
    code: int = 0
    original: str = ""


@dataclass(frozen=True, slots=True)
class Returned:
    """What is known of the mail that came back: from a message/rfc822 or text/rfc822-headers part, or from a copy in the text."""

    message_id: str = ""
    sender: str = ""
    recipients: tuple[str, ...] = ()
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Inbound:
    """One parsed mail. Message-IDs stand with their angle brackets; '' or () where there is none.

    `original_id`: `X-Microsoft-Original-Message-ID`, ours where a server gave the mail another one. `date`: instant of the Date header, 0 =
    none that can be read. `headers`: lower-case name -> values, decoded and unfolded, only those that a judgement reads. `text`: the text
    part, or the text of the HTML part, with neither control nor escape characters. `attachments`: the names of parts that are files.
    `feedback`: the fields of an abuse report (RFC 5965), lower-case name -> values. `cut`: it was larger than what is read.
    """

    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    original_id: str = ""
    sender: Party = Party("")
    reply_to: tuple[Party, ...] = ()
    to: tuple[Party, ...] = ()
    cc: tuple[Party, ...] = ()
    return_path: str | None = None
    """'' for the null path `<>`, None when there is no such header."""
    subject: str = ""
    date: int = 0
    headers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    text: str = ""
    attachments: tuple[str, ...] = ()
    reports: tuple[Report, ...] = ()
    feedback: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    returned: Returned | None = None
    cut: bool = False
