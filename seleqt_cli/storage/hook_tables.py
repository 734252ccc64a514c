"""The tables of `on:` as SQLModel classes; see storage/tables."""

from typing import Any, ClassVar

from sqlalchemy import Index

from seleqt_cli.storage.columns import BY_KEY, Row, number, row_id, where, words


class HookWord(Row, table=True):
    """Which word of the history is which event."""

    __tablename__: ClassVar[Any] = "hook_word"
    __table_args__: ClassVar[Any] = (BY_KEY,)
    word: str = words(primary_key=True)
    event: str = words()


class AppliedHook(Row, table=True):
    """What to do on an event, as it was last applied."""

    __tablename__: ClassVar[Any] = "hook"
    __table_args__: ClassVar[Any] = (Index("hook_place", "event", "campaign", "number", unique=True),)
    id: int | None = row_id()
    event: str = words()
    campaign: str = words()
    number: int = number()
    command: str = words()
    webhook: str = words()
    accounts: str = words()


class Happening(Row, table=True):
    """An event that a hook asks for and that was not told yet."""

    __tablename__: ClassVar[Any] = "happening"
    id: int | None = row_id()
    event_id: str = words(unique=True)
    event: str = words()
    at: int = number()
    lead_id: int | None = number()
    task_id: int | None = number()
    account: str = words()
    sender: str = words()
    campaign: str = words()
    step: str = words()
    kind: str = words(sa_column_args=("class",))
    """The column `class`, which Python keeps for itself."""
    reason: str = words()


class Delivery(Row, table=True):
    """One event for one hook."""

    __tablename__: ClassVar[Any] = "delivery"
    __table_args__: ClassVar[Any] = (Index("delivery_due", "hook_id", "next_at", **where("state = 'waiting'")), BY_KEY)
    happening_id: int = number(primary_key=True)
    hook_id: int = number(primary_key=True)
    state: str = words()
    attempts: int = number()
    next_at: int = number()
    problem: str = words()
