"""The tables about LinkedIn accounts as SQLModel classes; see storage/tables."""

from typing import Any, ClassVar

from sqlalchemy import Index

from seleqt_cli.storage.columns import BY_KEY, Row, number, row_id, where, words


class LinkedInProfile(Row, table=True):
    """Who signed in at an account's window, and whether a person agreed to mode auto."""

    __tablename__: ClassVar[Any] = "linkedin_profile"
    __table_args__: ClassVar[Any] = (BY_KEY,)
    account: str = words(primary_key=True)
    slug: str = words()
    name: str = words()
    browser: str = words()
    major: int = number()
    signed_in_at: int = number()
    auto_at: int | None = number()
    auto_by: str = words()
    auto_digest: str = words()


class LinkedInIncident(Row, table=True):
    """LinkedIn wanted a person."""

    __tablename__: ClassVar[Any] = "linkedin_incident"
    __table_args__: ClassVar[Any] = (Index("linkedin_incident_open", "account", unique=True, **where("cleared_at IS NULL")),)
    id: int | None = row_id()
    account: str = words()
    kind: str = words()
    path: str = words()
    text: str = words()
    picture: str = words()
    at: int = number()
    cleared_at: int | None = number()
    cleared_by: str = words()
    cleared_reason: str = words()
    resumes_at: int | None = number()


class LinkedInAlias(Row, table=True):
    """Another slug that leads to a person's profile."""

    __tablename__: ClassVar[Any] = "linkedin_alias"
    __table_args__: ClassVar[Any] = (Index("linkedin_alias_lead", "lead_id"), BY_KEY)
    slug: str = words(primary_key=True)
    lead_id: int = number()
    member_id: str = words()
    seen_at: int = number()


class LinkedInSeen(Row, table=True):
    """What an account's pages showed last."""

    __tablename__: ClassVar[Any] = "linkedin_seen"
    __table_args__: ClassVar[Any] = (BY_KEY,)
    account: str = words(primary_key=True)
    pending: int | None = number()
    pending_at: int | None = number()
    notes_left: int | None = number()
    notes_at: int | None = number()
    credits: int | None = number()
    credits_at: int | None = number()
    connections_at: int | None = number()
    inbox_at: int | None = number()
    pages_day: int | None = number()
    pages: int = number()
    checked_at: int | None = number()
    missing: str = words()
    inbox_rows: str = words()
    sent_at: int | None = number()


class LinkedInByHand(Row, table=True):
    """An invitation that seleqt did not send."""

    __tablename__: ClassVar[Any] = "linkedin_by_hand"
    __table_args__: ClassVar[Any] = (BY_KEY,)
    account: str = words(primary_key=True)
    digest: str = words(primary_key=True)
    at: int = number()


class LinkedInSent(Row, table=True):
    """What a LinkedIn step really put before a person."""

    __tablename__: ClassVar[Any] = "linkedin_sent"
    action_id: int = number(primary_key=True)
    text: str = words()
    evidence: str = words()


class LinkedInMark(Row, table=True):
    """What tells the effect of a LinkedIn step from an earlier one's."""

    __tablename__: ClassVar[Any] = "linkedin_mark"
    action_id: int = number(primary_key=True)
    mark: str = words()
