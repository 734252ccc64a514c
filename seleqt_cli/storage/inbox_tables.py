"""The tables of the inbox as SQLModel classes; see storage/tables."""

from typing import Any, ClassVar

from sqlalchemy import Index

from seleqt_cli.storage.columns import number, row_id, where, words
from seleqt_cli.storage.tables import Row

_BY_KEY: dict[str, Any] = {"sqlite_with_rowid": False}


class InboxFolder(Row, table=True):
    """How far a folder of an account was read."""

    __tablename__: ClassVar[Any] = "inbox_folder"
    __table_args__: ClassVar[Any] = (_BY_KEY,)
    account: str = words(primary_key=True)
    folder: str = words(primary_key=True)
    uidvalidity: int = number()
    next_uid: int = number()


class InboxMessage(Row, table=True):
    """A mail that came in and has to do with what was sent."""

    __tablename__: ClassVar[Any] = "inbox_message"
    __table_args__: ClassVar[Any] = (
        Index("inbox_message_thread", "message_id", **where("message_id <> '' AND action_id IS NOT NULL")),
        Index("inbox_message_lead", "lead_id", "id", **where("lead_id IS NOT NULL")),
    )
    id: int | None = row_id()
    digest: str = words(unique=True)
    account: str = words()
    folder: str = words()
    uid: int = number()
    message_id: str = words()
    received_at: int = number()
    read_at: int = number()
    sender: str = words()
    sender_name: str = words()
    subject: str = words()
    text: str = words()
    kind: str = words(sa_column_args=("class",))
    """The column `class`, which Python keeps for itself."""
    detail: str = words()
    status: str = words()
    returns: str = words()
    addresses: str = words()
    reasons: str = words()
    matched: str = words()
    state: str = words()
    lead_id: int | None = number()
    journey_id: int | None = number()
    action_id: int | None = number()
    followed: str = words()
    undo: str = words()


class MessageAlias(Row, table=True):
    """Another Message-ID of a mail of ours."""

    __tablename__: ClassVar[Any] = "message_alias"
    __table_args__: ClassVar[Any] = (_BY_KEY,)
    alias: str = words(primary_key=True)
    action_id: int = number()


class UnsubscribeToken(Row, table=True):
    """The word of a List-Unsubscribe field."""

    __tablename__: ClassVar[Any] = "unsubscribe_token"
    __table_args__: ClassVar[Any] = (_BY_KEY,)
    token: str = words(primary_key=True)
    action_id: int = number()


class FormerAddress(Row, table=True):
    """An address that a lead had when something went to them."""

    __tablename__: ClassVar[Any] = "former_address"
    __table_args__: ClassVar[Any] = (Index("former_address_lead", "lead_id"), _BY_KEY)
    address: str = words(primary_key=True)
    lead_id: int = number(primary_key=True)
