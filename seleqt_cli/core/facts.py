"""Numbers that are given, each with its source; nothing else in the code may repeat them.

Periods: `day` binds both the calendar day of the account's zone and the rolling 24 hours,
`week` the rolling 7 days, `month` the calendar month of the account's zone.
"""

from dataclasses import dataclass
from typing import Final, Literal

Period = Literal["day", "week", "month"]
PERIODS: Final[tuple[Period, ...]] = ("day", "week", "month")


@dataclass(frozen=True, slots=True)
class Fact:
    """A number and where it is written."""

    value: int
    source: str


_TERMS: Final = "terms 3.5"
_DEFAULT: Final = "seleqt's default; LinkedIn names none"
_PRACTICE: Final = "LinkedIn's practice"

LINKEDIN_PLANS: Final = ("normal", "recruiter-lite", "recruiter", "sales-navigator")

EMAIL_LIMITS: Final[dict[str, dict[Period, Fact]]] = {"email": {"day": Fact(50, _TERMS)}}

_NORMAL: Final[dict[str, dict[Period, Fact]]] = {
    "connect": {"day": Fact(25, _TERMS), "week": Fact(100, _PRACTICE)},
    "note": {"month": Fact(5, _PRACTICE)},
    "message": {"day": Fact(50, _TERMS)},
    "inmail": {"day": Fact(0, _TERMS)},
    "visit": {"day": Fact(80, _DEFAULT)},
    "like": {"day": Fact(30, _DEFAULT)},
    "follow": {"day": Fact(30, _DEFAULT)},
    "withdraw": {"day": Fact(20, _DEFAULT)},
}
_PAID: Final[dict[str, dict[Period, Fact]]] = {
    "connect": {"day": Fact(60, _TERMS), "week": Fact(200, _PRACTICE)},
    "message": {"day": Fact(80, _TERMS)},
    "inmail": {"day": Fact(100, _TERMS)},
    "visit": {"day": Fact(150, _DEFAULT)},
    "like": {"day": Fact(30, _DEFAULT)},
    "follow": {"day": Fact(30, _DEFAULT)},
    "withdraw": {"day": Fact(20, _DEFAULT)},
}
LINKEDIN_LIMITS: Final[dict[str, dict[str, dict[Period, Fact]]]] = {
    "normal": _NORMAL,
    "recruiter-lite": _PAID,
    "recruiter": _PAID,
    "sales-navigator": _PAID,
}
"""plan -> kind of action -> period -> most. `note` counts invitations that carry a note."""

NOTE_LENGTH: Final[dict[str, int]] = {"normal": 200, "recruiter-lite": 300, "recruiter": 300, "sales-navigator": 300}
"""UTF-16 code units."""
MESSAGE_LENGTH: Final = 8_000
INMAIL_SUBJECT_LENGTH: Final = 200
INMAIL_BODY_LENGTH: Final = 1_900

EMAIL_GAP: Final = 180
"""Least seconds between two mails of one account, unless the file says otherwise (0 is allowed)."""
LINKEDIN_GAP: Final = 90
"""Least seconds between two LinkedIn actions of one account; a file may only raise it."""

FILE_SIZE: Final = 18 * 1024 * 1024
"""Bytes of a file that a campaigns.yaml may name, and of all attachments of one mail: 25 MB is what most servers take, base64 adds 37 %."""
TEXT_FILE_SIZE: Final = 1024 * 1024
"""Bytes of a body, signature or footer file."""
GROWTH_ACCOUNTS: Final = Fact(20, "terms 4")
"""Most sending accounts of the trial and growth plans; more need the agency plan."""
TRIAL_DAYS: Final = Fact(30, "terms 4")
TRIAL_FEES: Final = (Fact(2_900, "terms 4.1"), Fact(1_900, "terms 4.2"))
"""Euro cents for the month of a trial: the terms name two prices; the first is quoted, because it is the higher one."""
GROWTH_FEE: Final = Fact(6_900, "terms 4")
"""Euro cents a month."""
EXTRA_SEAT: Final = {"email": Fact(900, "terms 4"), "linkedin": Fact(2_900, "terms 4")}
"""Euro cents a month for one more account of a channel."""
CANCEL_DAYS: Final = Fact(1, "terms 4")
"""A subscription is cancelled at least so many days before its next term."""
CHANGE_NOTICE_DAYS: Final = Fact(30, "terms 4")
"""How early a change of the fee or of the terms is announced."""
AVAILABILITY: Final = Fact(99, "terms, availability")
"""Percent of a month."""
ANNOUNCED_SECONDS: Final = 48 * 3600
"""How early maintenance must be announced so that it does not count against the availability."""
CREDIT_STEP: Final = Fact(5, "terms, availability")
"""Percent of the fee for each whole percent of availability that is missing."""
CREDIT_MOST: Final = Fact(50, "terms, availability")
"""Percent of the fee."""
CLAIM_DAYS: Final = Fact(10, "terms, availability")
"""Business days after the month within which a credit is claimed."""

COMPANY_CAP: Final = 2
"""First contacts a company a day over all campaigns."""
WITHDRAW_AFTER_DAYS: Final = 21
REINVITE_SECONDS: Final = 21 * 86_400
"""After a withdrawal LinkedIn takes no new invitation to the same person for up to three weeks (LinkedIn help a551012)."""
INBOX_FRESH_SECONDS: Final = 15 * 60
CLOCK_STEP: Final = 60
"""Seconds that a clock may be set back by without an inbox counting as unread."""
LINKEDIN_FRESH_SECONDS: Final = 24 * 3600
"""How lately a person (or seleqt) must have looked for LinkedIn replies before an email to somebody with a LinkedIn step behind them."""
LINKEDIN_MESSAGE_FRESH: Final = 3600
"""The same before a LinkedIn message (SPEC section 8)."""
LATE_ACTIONS_ONCE: Final = 3
"""How many late emails one `run --once` may send an account (SPEC 13 rule 10)."""
LATE_GAP: Final = 30
"""Seconds between late emails of one `run --once`."""
CLAIM_BATCH: Final = 20
"""Most actions claimed at once for one account (SPEC 13 rule 2)."""
RETRY_FOR_SECONDS: Final = 4 * 86_400
"""How long an SMTP 4xx is tried again (RFC 5321 section 4.5.4.1)."""

FREE_MAIL: Final = frozenset(
    "gmail.com googlemail.com outlook.com hotmail.com hotmail.nl hotmail.fr hotmail.de hotmail.es hotmail.it live.com live.nl "
    "live.fr msn.com yahoo.com yahoo.fr yahoo.de yahoo.es yahoo.it yahoo.co.uk ymail.com icloud.com me.com mac.com aol.com "
    "gmx.de gmx.net gmx.at gmx.ch gmx.com web.de t-online.de freenet.de proton.me protonmail.com pm.me tutanota.com mail.com "
    "mail.ru yandex.ru yandex.com zoho.com ziggo.nl kpnmail.nl planet.nl xs4all.nl home.nl telenet.be skynet.be orange.fr "
    "wanadoo.fr free.fr laposte.net sfr.fr libero.it virgilio.it tiscali.it telefonica.net qq.com 163.com fastmail.com hey.com".split()
)
"""Mail providers of private persons: their domain names no company."""
