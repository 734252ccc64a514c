"""What a campaigns.yaml says, checked and resolved: the definition that everything else reads.

The values are built by files/ (from YAML) and are immutable. Files that the YAML names (bodies,
signatures, footers, attachments) are already read into these values, so that an applied version
is whole in itself and nothing is read again at the moment of sending.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from seleqt_cli.core.facts import Period

Unit = Literal["minutes", "hours", "days", "working days"]
ChannelName = Literal["email", "linkedin"]
Kind = Literal["email", "visit", "like", "follow", "connect", "message", "inmail", "withdraw"]
LINKEDIN_KINDS: Final[tuple[Kind, ...]] = ("visit", "like", "follow", "connect", "message", "inmail", "withdraw")
MESSAGE_KINDS: Final[frozenset[str]] = frozenset({"email", "message", "inmail"})
"""Kinds that always put words before a person; a connect does so when it carries a note."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the file something stands; counts from 1."""

    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class Duration:
    """A stretch of time as a person writes it; `days` keep the wall time, hours and minutes are elapsed."""

    amount: int
    unit: Unit

    def __str__(self) -> str:
        return f"{self.amount} {self.unit if self.amount != 1 else self.unit[:-1]}"


@dataclass(frozen=True, slots=True)
class Condition:
    """One `when:` condition: `connected`, `has F`, `tagged T`, `sent S`, `F is V`, each possibly negated."""

    test: Literal["connected", "has", "tagged", "sent", "is"]
    subject: str = ""
    value: str = ""
    negated: bool = False

    def __str__(self) -> str:
        words = {
            "connected": "connected",
            "has": f"has {self.subject}",
            "tagged": f"tagged {self.subject}",
            "sent": f"sent {self.subject}",
            "is": f"{self.subject} is {self.value}",
        }[self.test]
        return f"not {words}" if self.negated else words


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail; `content` was read when the campaign was loaded."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Variant:
    """One wording of a message. A message without `variants:` has exactly one, named ''."""

    name: str
    body: str
    subject: str | None = None
    weight: int = 1
    body_file: str = ""
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Content:
    """The words of an email, message, inmail or note, before any lead is known.

    `thread` is "same" when the step asks to continue a thread if there is one although it has a subject.
    `sample` > 0: a variant test that names a winner only at that many sends a variant, measured in `measure`.
    """

    variants: tuple[Variant, ...]
    attachments: tuple[Attachment, ...] = ()
    thread: Literal["", "same"] = ""
    format: Literal["plain", "html"] = "plain"
    sample: int = 0
    measure: str = "reply"


@dataclass(frozen=True, slots=True)
class Step:
    """One element of a campaign. Every performing step and every wait_for has an `id`.

    `kind`: a Kind, or wait, wait_for, task, tag. `content`: for email, message, inmail and a connect with a note.
    `wait`: for a wait; None is `wait: none`. `otherwise`: the steps of `else`. `text`: of a task (a template) or the tag's name.
    `allow`: codes of core/content_codes that `check` does not speak of here.
    """

    kind: str
    id: str = ""
    when: tuple[Condition, ...] = ()
    at_most: Duration | None = None
    content: Content | None = None
    wait: Duration | None = None
    otherwise: tuple["Step", ...] = ()
    text: str = ""
    allow: tuple[str, ...] = ()
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Hours:
    """One stretch of a day, half-open, in minutes after midnight; `end` <= `start` runs past midnight; 1440 is 24:00."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Schedule:
    """When sending is allowed. `days`: 0 is Monday. `timezone`: "lead" or an IANA name ("" = the business's).

    `holidays`: "lead", an ISO country code in upper case, or "none".
    """

    name: str
    days: frozenset[int] = frozenset({0, 1, 2, 3, 4})
    hours: tuple[Hours, ...] = (Hours(540, 1020),)
    timezone: str = ""
    holidays: str = "none"
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed in or read: `tls` is starttls, implicit or none (loopback only).

    The authority to trust besides the system's: `ca` is the absolute path of a PEM file, `ca_pem` the PEM text itself (of a
    file in the folder of the YAML, read when the campaign was loaded). At most one of them is given.
    """

    host: str
    port: int
    tls: Literal["starttls", "implicit", "none"] = "starttls"
    ca: str = ""
    ca_pem: str = ""


@dataclass(frozen=True, slots=True)
class RampUp:
    """`start` actions on the first active day, `add` more on each further active day."""

    start: int
    add: int


@dataclass(frozen=True, slots=True)
class Pace:
    """`gap`: least seconds between two actions of the account. `spread`: evenly over the hours of the schedule."""

    gap: int
    spread: bool


@dataclass(frozen=True, slots=True)
class Sender:
    """An account that sends.

    `account` is what limits are counted on: `email:` + the normalised login (or address), or `linkedin:` + the profile slug;
    two senders of one account share them. `smtp` is None when it must be found from the provider; `outbox` is a Maildir instead.
    `imap`: a Server, "none" (a person watches the inbox) or None (found from the provider).
    `note_quota`: what an invitation does when no more personal notes are allowed this month: wait, or go without one.
    `limits`: kind -> period -> most, only what the file lowers. `number` is the place in the file, from 0.
    """

    name: str
    channel: ChannelName
    account: str
    person: str
    address: str = ""
    login: str = ""
    display_name: str = ""
    smtp: Server | None = None
    outbox: str = ""
    imap: Server | Literal["none"] | None = None
    auth: Literal["password", "google", "microsoft", "none"] = "password"
    profile: str = ""
    plan: str = "normal"
    mode: Literal["open", "fill", "auto"] = "fill"
    note_quota: Literal["hold", "without_note"] = "hold"
    limits: Mapping[str, Mapping[Period, int]] = field(default_factory=dict)
    ramp_up: RampUp | None = None
    pace: Pace = Pace(180, True)
    signature: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    timezone: str = ""
    sent_copy: Literal["auto", "none"] = "auto"
    inbox_folders: tuple[str, ...] = ()
    inbox_ignore: tuple[str, ...] = ()
    number: int = 0
    place: Place = Place()

    @property
    def vouched(self) -> bool:
        """A person vouches for the inbox: `imap: none`, or an outbox (SPEC 13 rule 4)."""
        return self.imap == "none" or bool(self.outbox)


@dataclass(frozen=True, slots=True)
class LegalDecision:
    """A person's decision to accept a lawful basis for a country (`legal:`)."""

    country: str
    accept: str
    by: str
    date: str
    why: str


@dataclass(frozen=True, slots=True)
class Business:
    """Who sends: in the footer of every first mail. `since`: ISO date of the plan's start, '' = first apply."""

    name: str
    address: str
    privacy_url: str = ""
    timezone: str = "UTC"
    country: str = ""
    plan: Literal["trial", "growth", "agency"] = "growth"
    since: str = ""
    seats: Mapping[ChannelName, int] | None = None
    footer: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hook:
    """What to do on an event: a command (each item a template, no shell) or a webhook."""

    event: str
    command: tuple[str, ...] = ()
    webhook: str = ""
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class LeadSource:
    """Which leads a campaign takes: a file, tags, or a list written in the YAML (rows of column -> text).

    `without_tags`: leads with one of these are left out. `quiet`: whoever was contacted within it does not start.
    `include_replied`: takes people who replied to an earlier campaign.
    """

    file: str = ""
    tags_wanted: tuple[str, ...] = ()
    rows: tuple[Mapping[str, str], ...] | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    basis: str = ""
    tags: tuple[str, ...] = ()
    without_tags: tuple[str, ...] = ()
    quiet: Duration | None = None
    include_replied: bool = False
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Campaign:
    """Leads, senders, schedule and steps. Dates are ISO (`2026-12-01`) in the business's zone; '' = none.

    `review`: -1 all messages, 0 none, N = all messages of the first N leads. `company_cap`: None = no cap.
    `allow`: as a step's, for all steps.
    """

    name: str
    leads: LeadSource
    senders: tuple[str, ...]
    schedule: Schedule
    steps: tuple[Step, ...]
    language: str = ""
    start: str = ""
    end: str = ""
    review: int = 0
    on_reply: Literal["person", "journey", "company"] = "person"
    max_new_leads: int | None = None
    priority: int = 0
    company_cap: int | None = 2
    withdraw_after: Duration = Duration(21, "days")
    overlap: bool = False
    hooks: tuple[Hook, ...] = ()
    allow: tuple[str, ...] = ()
    number: int = 0
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Workspace:
    """One campaigns.yaml, whole. Mappings keep the order of the file."""

    path: str
    business: Business
    senders: Mapping[str, Sender]
    schedules: Mapping[str, Schedule]
    campaigns: Mapping[str, Campaign]
    hooks: tuple[Hook, ...] = ()
    legal: tuple[LegalDecision, ...] = ()

    def accounts(self) -> dict[str, tuple[Sender, ...]]:
        """Account -> its senders, in the order of the file."""
        found: dict[str, tuple[Sender, ...]] = {}
        for sender in self.senders.values():
            found[sender.account] = (*found.get(sender.account, ()), sender)
        return found
