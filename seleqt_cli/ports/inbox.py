"""What came in, as it is kept, and what handling it needs of the store."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Final, Literal, Protocol

from seleqt_cli.core.inbound.mail import Inbound
from seleqt_cli.core.inbound.matching import Written
from seleqt_cli.core.inbound.verdict import Class, Verdict
from seleqt_cli.core.journey import Journey
from seleqt_cli.core.lead import Lead
from seleqt_cli.ports.mailbox import Role

CONTACT: Final = "contact"
"""The kind of the task that asks whether to go on after somebody wrote by hand."""
State = Literal["new", "handled", "corrected"]
"""new: nothing followed from it, a person may want to look · handled: something followed · corrected: a person said what it is."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """One mail of a folder, read and judged. `verdict` is None for what lies in Sent; `text`: cut from quotes, '' = not yet.

    `put`: seleqt put this copy into Sent itself.
    """

    uid: int
    received_at: int
    mail: Inbound
    verdict: Verdict | None
    text: str
    digest: str
    put: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """Some mails of one folder in the order of their UIDs, and where reading goes on behind them."""

    folder: str
    role: Role
    uidvalidity: int
    next_uid: int
    mails: tuple[Arrived, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """A mail as it is kept. `matched`: how it was found whom it is about, '' when nobody; `followed`: what it did, in words.

    `undo`: how to take back what followed (storage.takeback). `lead` and `campaign` are for showing.
    """

    digest: str
    account: str
    folder: str
    uid: int
    message_id: str
    received_at: int
    read_at: int
    sender: str
    sender_name: str
    subject: str
    text: str
    verdict: Verdict
    matched: str
    state: State
    lead_id: int | None = None
    journey_id: int | None = None
    action_id: int | None = None
    followed: str = ""
    undo: Mapping[str, Any] = field(default_factory=dict)
    id: int = 0
    lead: str = ""
    campaign: str = ""


@dataclass(frozen=True, slots=True)
class MessageFilter:
    """Which messages are wanted; 0 and '' are any. `after`: numbers below it, so that the newest come first."""

    account: str = ""
    kind: Class | None = None
    lead: int = 0
    state: str = ""
    before: int = 0
    since: int = 0


class InboxStore(Protocol):
    """Small reads and writes inside the caller's transaction (storage.inbox)."""

    def transaction(self) -> AbstractContextManager[None]:
        """One commit."""

    def cursors(self, account: str) -> dict[str, tuple[int, int]]:
        """Folder -> (uidvalidity, next UID) of what was read so far."""

    def keep_cursor(self, account: str, folder: str, uidvalidity: int, next_uid: int) -> None:
        """Everything of the folder below a UID is handled; under the same uidvalidity it never goes back."""

    def known_since(self, account: str) -> int:
        """When the account was first applied."""

    def freed_at(self, account: str) -> int:
        """Since when a person wants the account to send, whatever was before; 0 = nobody said so."""

    def read(self, account: str, at: int) -> None:
        """Every folder of the account was read to its end, as it was at a moment."""

    def trouble(self, account: str, text: str) -> None:
        """Why the account's inbox could not be read."""

    def copy_seen(self, action: int, at: int, *, put: bool) -> None:
        """A copy of a mail of ours lies in Sent; `put`: by seleqt."""

    def handled(self, digest: str) -> bool:
        """Whether a mail was handled before, in whatever folder it lay."""

    def keep(self, message: Message) -> int:
        """Keep a message; returns its number."""

    def correct(self, number: int, message: Message) -> None:
        """Write down what a person said about a message, and what followed from that."""

    def message(self, number: int) -> Message | None:
        """One message."""

    def messages(self, wanted: MessageFilter) -> Iterator[Message]:
        """The newest first."""

    def thread(self, message: Message) -> list[tuple[int, str, str, str]]:
        """(at, who, subject, text) of what was written and came in with the message's lead, oldest first."""

    def other_no(self, message: Message) -> bool:
        """Whether another message of the same lead says no too, or a person marked it so."""

    def other_hold(self, message: Message) -> bool:
        """Whether another message holds the sender that this one holds."""

    def alias(self, name: str, action: int) -> None:
        """A mail of ours goes by another Message-ID too."""

    def soft_before(self, lead: int, action: int) -> int:
        """How many mails to a lead right before one came back softly, in a row."""

    def came_back(self, action: int) -> bool:
        """Whether a mail was reported as bounced before."""

    def action_of(self, message: Message) -> Written | None:
        """The mail of ours that a message is about; None when it is about none."""

    def journey(self, number: int) -> Journey | None:
        """One journey."""

    def lead(self, number: int) -> Lead:
        """One lead."""

    def paused_until(self, lead: int) -> int:
        """Until when a lead waits, 0 = it does not."""

    def leads_like(self, addresses: tuple[str, ...]) -> list[int]:
        """The leads with one of these normalised addresses."""

    def suppress_address(self, address: str, source: str, at: int) -> bool:
        """An address is dead; False when it was on the list already."""

    def bounced(self, journey: Journey, action: int, account: str, data: dict[str, Any], at: int) -> None:
        """Write down that a mail came back."""

    def wrote_by_hand(self, lead: int, at: int, account: str, text: str, now: int) -> list[Journey]:
        """A person wrote to a lead: asks in `tasks` whether to go on; returns the live journeys that begun before."""

    def contacted(self, lead: int, at: int) -> bool:
        """Somebody was written to by other means; False when a later contact was known."""

    def standing(self, lead: int, others: Sequence[int] = ()) -> dict[str, Any]:
        """How a lead's journeys (and others, by number) stand now: what `changes` compares with."""

    def changes(self, before: dict[str, Any]) -> dict[str, Any]:
        """What is other now than in `before`, as `take_back` needs it; {} when nothing is."""

    def take_back(self, changes: Mapping[str, Any], *, journeys: bool) -> list[int]:
        """Put back what changed, where nothing else changed it since; returns the journeys that go on."""

    def hold_of(self, account: str) -> list[Any] | None:
        """The hold of an account (reason, since, until), None when it is not held."""

    def release_sender(self, account: str, reason: str, at: int, by: str, *, before: Sequence[Any] | None = None) -> bool:
        """Free an account that is held for just this reason; the hold that stood `before`, if any, stands again."""

    def reread(self) -> None:
        """What is kept in memory about the tables is read anew."""
