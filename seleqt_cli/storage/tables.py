"""The tables as SQLModel classes: for everyday queries, and as the second witness of the schema.

The migrations under storage/schema make the tables; a test holds these classes against them, so that neither drifts.
What is hot (the planner, a send, status, imports) is plain SQL elsewhere and never imports this module: SQLModel
alone takes longer to load than such a command takes to answer.
"""

from typing import Any, ClassVar

from sqlalchemy import Index

from seleqt_cli.core.actions import ActionState
from seleqt_cli.core.journey import State
from seleqt_cli.core.report import NEWS
from seleqt_cli.storage.columns import BY_KEY, Row, blob, by_value, number, row_id, where, words
from seleqt_cli.storage.linkedin_tables import LinkedInProfile
from seleqt_cli.storage.mail_tables import FoundSettings
from seleqt_cli.storage.plan_tables import RunTime
from seleqt_cli.storage.privacy_tables import PrivacyRequest

__all__ = ["FoundSettings", "LinkedInProfile", "PrivacyRequest", "Row", "RunTime"]
"""Tables of other files, so that `Row.metadata` is whole for whoever imports this one."""


class Meta(Row, table=True):
    """What is true of the whole database: its id, its secret, a pause of everything, guards in force."""

    __tablename__: ClassVar[Any] = "meta"
    key: str = words(primary_key=True)
    value: str = words()


class Version(Row, table=True):
    """An accepted campaigns.yaml with every file it names, compressed."""

    __tablename__: ClassVar[Any] = "version"
    id: int | None = row_id()
    sha256: str = words()
    path: str = words()
    text: bytes = blob()
    files: bytes = blob()
    applied_at: int = number()
    applied_by: str = words()


class LeadImport(Row, table=True):
    """Where leads came from: source and lawful basis sit here, the leads point to it."""

    __tablename__: ClassVar[Any] = "lead_import"
    id: int | None = row_id()
    file: str = words()
    source: str = words()
    basis: str = words()
    tags: str = words()
    imported_at: int = number()


class Lead(Row, table=True):
    """A person."""

    __tablename__: ClassVar[Any] = "lead"
    __table_args__: ClassVar[Any] = (
        Index("lead_email", "email", unique=True, **where("email IS NOT NULL")),
        Index("lead_linkedin", "linkedin", unique=True, **where("linkedin IS NOT NULL")),
    )
    id: int | None = row_id()
    email: str | None = words()
    email_shown: str | None = words()
    linkedin: str | None = words()
    first_name: str | None = words()
    last_name: str | None = words()
    company: str | None = words()
    title: str | None = words()
    phone: str | None = words()
    timezone: str | None = words()
    country: str | None = words()
    language: str | None = words()
    birth_date: str | None = words()
    extra: str | None = words(sa_column_args=("fields",))
    """The column `fields`; SQLModel keeps that name for itself."""
    import_id: int = number(foreign_key="lead_import.id")
    stopped: str | None = words()
    paused_until: int | None = number()
    connected_at: int | None = number()
    replied_at: int | None = number()
    contacted_at: int | None = number()


class LeadTag(Row, table=True):
    """A tag of a lead."""

    __tablename__: ClassVar[Any] = "lead_tag"
    __table_args__: ClassVar[Any] = (Index("lead_tag_tag", "tag", "lead_id"), BY_KEY)
    lead_id: int = number(primary_key=True, foreign_key="lead.id")
    tag: str = words(primary_key=True)


class Suppression(Row, table=True):
    """Never to be contacted. `kind`: email, linkedin or domain; `value` is normalised."""

    __tablename__: ClassVar[Any] = "suppression"
    __table_args__: ClassVar[Any] = (BY_KEY,)
    kind: str = words(primary_key=True)
    value: str = words(primary_key=True)
    reason: str = words()
    source: str = words()
    created_at: int = number()


class Account(Row, table=True):
    """What limits, holds and inbox reading belong to, however many sender names it has."""

    __tablename__: ClassVar[Any] = "account"
    __table_args__: ClassVar[Any] = (BY_KEY,)
    key: str = words(primary_key=True)
    channel: str = words()
    applied_at: int = number()
    held: str | None = words()
    held_at: int | None = number()
    held_until: int | None = number()
    paused_until: int | None = number()
    inbox_read_at: int | None = number()
    inbox_trouble: str | None = words()
    errors: int = number()
    guard_from: int = number()


class CampaignState(Row, table=True):
    """Whether a campaign acts: active, paused or stopped."""

    __tablename__: ClassVar[Any] = "campaign_state"
    __table_args__: ClassVar[Any] = (BY_KEY,)
    name: str = words(primary_key=True)
    state: str = words()
    since: int = number()
    reason: str = words()


class Lane(Row, table=True):
    """A schedule in one zone with one country's holidays."""

    __tablename__: ClassVar[Any] = "lane"
    __table_args__: ClassVar[Any] = (Index("lane_key", "campaign", "zone", "holidays", unique=True),)
    id: int | None = row_id()
    campaign: str = words()
    zone: str = words()
    holidays: str = words()


class Journey(Row, table=True):
    """One lead walking one campaign."""

    __tablename__: ClassVar[Any] = "journey"
    __table_args__: ClassVar[Any] = (
        Index("journey_lead", "lead_id", "campaign", unique=True),
        Index("journey_follow", "queue", "kind", "lane", "due_at", "id", **where("first = 0 AND state = 'waiting'")),
        Index("journey_ready", "queue", "kind", "lane", "place", "id", **where("first = 1 AND state = 'due'")),
        Index("journey_arriving", "queue", "kind", "lane", "due_at", "id", **where("first = 1 AND state = 'waiting'")),
        Index("journey_arrival", "queue", "kind", "due_at", **where("first = 1 AND state = 'waiting'")),
        Index("journey_timer", "due_at", "id", **where("queue = '-' AND state = 'waiting'")),
        Index("journey_held", "state", "id", **where("state IN ('held', 'paused')")),
        Index("journey_company", "company", **where("company <> ''")),
    )
    id: int | None = row_id()
    lead_id: int = number(foreign_key="lead.id")
    campaign: str = words()
    place: int = number()
    state: State = by_value(State)
    reason: str = words()
    step: str = words()
    kind: str = words()
    queue: str = words()
    lane: int = number()
    first: int = number()
    due_at: int = number()
    base_at: int = number()
    message_at: int = number()
    waited: int = number()
    entered_at: int = number()
    started: int = number()
    person: str = words()
    email_account: str = words()
    linkedin_account: str = words()
    company: str = words()
    done: str = words()
    thread_subject: str = words()
    thread: str = words()
    attempts: int = number()
    created_at: int = number()


class JourneyCount(Row, table=True):
    """How many journeys of a campaign are in a state; triggers of the database keep it."""

    __tablename__: ClassVar[Any] = "journey_count"
    __table_args__: ClassVar[Any] = (BY_KEY,)
    campaign: str = words(primary_key=True)
    state: State = by_value(State, primary_key=True)
    journeys: int = number()


class Action(Row, table=True):
    """One thing done to the world by one account."""

    __tablename__: ClassVar[Any] = "action"
    __table_args__: ClassVar[Any] = (
        Index("action_journey", "journey_id"),
        Index("action_lead", "lead_id"),
        Index("action_account", "account", "kind", "slot_at"),
        Index("action_open", "account", "state", **where("state IN ('claimed', 'sending', 'in_doubt')")),
    )
    id: int | None = row_id()
    send_key: str = words(unique=True)
    journey_id: int = number()
    lead_id: int = number()
    lead: str | None = words()
    campaign: str = words()
    step: str = words()
    kind: str = words()
    account: str = words()
    sender: str = words()
    state: ActionState = by_value(ActionState)
    reason: str = words()
    planned_at: int = number()
    slot_at: int = number()
    claimed_at: int = number()
    sending_at: int | None = number()
    settled_at: int | None = number()
    attempts: int = number()
    first: int = number()
    recipient: str | None = words()
    message_id: str | None = words(unique=True)
    variant: str = words()
    subject: str | None = words()
    payload_sha256: str = words()


class Invitation(Row, table=True):
    """A LinkedIn invitation that was sent."""

    __tablename__: ClassVar[Any] = "invitation"
    __table_args__: ClassVar[Any] = (
        Index("invitation_one", "lead_id", "account", unique=True, **where("state = 'open'")),
        Index("invitation_due", "account", "lane", "due_at", "journey_id", **where("state = 'open'")),
        Index("invitation_lead", "lead_id", "state"),
    )
    id: int | None = row_id()
    action_id: int = number(unique=True, foreign_key="action.id")
    journey_id: int = number()
    lead_id: int = number()
    campaign: str = words()
    step: str = words()
    account: str = words()
    lane: int = number()
    state: str = words()
    reason: str = words()
    sent_at: int = number()
    due_at: int = number()
    settled_at: int | None = number()


class Payload(Row, table=True):
    """The frozen bytes of an action."""

    __tablename__: ClassVar[Any] = "payload"
    action_id: int = number(primary_key=True, foreign_key="action.id")
    content: bytes = blob()
    thread: str = words()


class Usage(Row, table=True):
    """What limits count: one row each attempt that reserved a place."""

    __tablename__: ClassVar[Any] = "usage"
    __table_args__: ClassVar[Any] = (Index("usage_at", "account", "kind", "at"), Index("usage_action", "action_id"))
    id: int | None = row_id()
    account: str = words()
    kind: str = words()
    at: int = number()
    action_id: int = number()
    armed: int = number()


class ActiveDay(Row, table=True):
    """A day on which an account did anything."""

    __tablename__: ClassVar[Any] = "active_day"
    __table_args__: ClassVar[Any] = (BY_KEY,)
    account: str = words(primary_key=True)
    day: int = number(primary_key=True)


class FirstContact(Row, table=True):
    """A first contact on a day of the business's zone."""

    __tablename__: ClassVar[Any] = "first_contact"
    __table_args__: ClassVar[Any] = (Index("first_contact_action", "action_id"), BY_KEY)
    day: int = number(primary_key=True)
    company: str = words(primary_key=True)
    action_id: int = number(primary_key=True)


class History(Row, table=True):
    """The append-only record."""

    __tablename__: ClassVar[Any] = "history"
    __table_args__: ClassVar[Any] = (
        Index("history_lead", "lead_id", **where("lead_id IS NOT NULL")),
        Index("history_action", "action_id", **where("event IN ('bounced', 'failed')")),
        Index("history_at", "at"),
        Index("history_news", "id", **where(f"event IN ({', '.join(repr(event) for event in NEWS)})")),
    )
    id: int | None = row_id()
    at: int = number()
    event: str = words()
    action_id: int | None = number()
    journey_id: int | None = number()
    lead_id: int | None = number()
    account: str | None = words()
    campaign: str | None = words()
    data: str = words()


class Task(Row, table=True):
    """What waits for a person."""

    __tablename__: ClassVar[Any] = "task"
    __table_args__: ClassVar[Any] = (
        Index("task_open", "journey_id", "step", "kind", unique=True, **where("state = 'open'")),
        Index("task_state", "state", "created_at"),
        Index("task_lead", "lead_id"),
    )
    id: int | None = row_id()
    journey_id: int = number()
    lead_id: int = number()
    campaign: str = words()
    step: str = words()
    kind: str = words()
    state: str = words()
    account: str = words()
    text: str = words()
    frozen: str = words()
    created_at: int = number()
    snoozed_until: int | None = number()
    settled_at: int | None = number()
    settled_by: str = words()
    opened_at: int | None = number()
    opened_by: str | None = words()
