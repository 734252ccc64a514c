"""The tables about mailboxes, as SQLModel classes; see tables."""

from typing import Any, ClassVar

from sqlalchemy import Index

from seleqt_cli.storage.columns import BY_KEY, Row, number, words


class FoundSettings(Row, table=True):
    """The servers of an email account where the file names none, and what a test mail showed about them."""

    __tablename__: ClassVar[Any] = "mail_settings"
    __table_args__: ClassVar[Any] = (BY_KEY,)
    account: str = words(primary_key=True)
    smtp: str = words()
    imap: str = words()
    provider: str = words()
    found_by: str = words()
    found_at: int = number()
    keeps_sent: int | None = number()
    keeps_id: int | None = number()
    dkim: str | None = words()


class SentElsewhere(Row, table=True):
    """A mail of ours that Sent shows and that this database does not know."""

    __tablename__: ClassVar[Any] = "sent_elsewhere"
    __table_args__: ClassVar[Any] = (BY_KEY,)
    code: str = words(primary_key=True)
    account: str = words()
    at: int = number()


class CopyOwed(Row, table=True):
    """A copy of a mail of ours that Sent does not hold yet."""

    __tablename__: ClassVar[Any] = "copy_owed"
    __table_args__: ClassVar[Any] = (Index("copy_owed_next", "account", "next_at"), BY_KEY)
    action_id: int = number(primary_key=True)
    account: str = words()
    attempts: int = number()
    next_at: int = number()
    given_up: int = number()
    trouble: str = words()


class DoubtSearch(Row, table=True):
    """How often nothing of a mail in doubt lay in Sent."""

    __tablename__: ClassVar[Any] = "doubt_search"
    __table_args__: ClassVar[Any] = (BY_KEY,)
    action_id: int = number(primary_key=True)
    searches: int = number()
    last_at: int = number()


class SentCopy(Row, table=True):
    """When a copy of a mail of ours was first seen in Sent."""

    __tablename__: ClassVar[Any] = "sent_copy"
    __table_args__: ClassVar[Any] = (BY_KEY,)
    action_id: int = number(primary_key=True)
    seen_at: int = number()
    put: int = number()
