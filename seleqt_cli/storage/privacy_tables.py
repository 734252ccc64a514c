"""The tables about privacy requests and breaches as SQLModel classes; see storage/tables."""

from typing import Any, ClassVar

from sqlalchemy import Index

from seleqt_cli.storage.columns import BY_KEY, Row, number, row_id, where, words


class PrivacyRequest(Row, table=True):
    """What a person asked for, and what came of it."""

    __tablename__: ClassVar[Any] = "privacy_request"
    __table_args__: ClassVar[Any] = (
        Index("privacy_request_due", "due_at", **where("answered_at IS NULL AND closed_at IS NULL")),
        Index("privacy_request_lead", "lead_id", **where("lead_id IS NOT NULL")),
    )
    id: int | None = row_id()
    kind: str = words()
    lead_id: int | None = number()
    person: str = words()
    text: str = words()
    received_at: int = number()
    due_at: int = number()
    opened_at: int = number()
    opened_by: str = words()
    verified_at: int | None = number()
    verified_by: str = words()
    verified_how: str = words()
    answered_at: int | None = number()
    answered_by: str = words()
    answer: str = words()
    refused: int = number()
    closed_at: int | None = number()
    closed_by: str = words()
    extended_at: int | None = number()
    extended_by: str = words()
    extension: str = words()
    told_at: int | None = number()


class PrivacyBreach(Row, table=True):
    """A breach of personal data that was put on record."""

    __tablename__: ClassVar[Any] = "privacy_breach"
    id: int | None = row_id()
    text: str = words()
    began_at: int = number()
    ended_at: int = number()
    found_at: int = number()
    due_at: int = number()
    people: int = number()
    recorded_at: int = number()
    recorded_by: str = words()
    reported_at: int | None = number()
    reported_by: str = words()
    report: str = words()


class Tombstone(Row, table=True):
    """A keyed hash of a name of somebody who was erased."""

    __tablename__: ClassVar[Any] = "tombstone"
    __table_args__: ClassVar[Any] = (BY_KEY,)
    mark: str = words(primary_key=True)
    kind: str = words()
    reason: str = words()
    at: int = number()
