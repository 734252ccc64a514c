"""The tables about mailboxes, as SQLModel classes; see tables."""

from typing import Any, ClassVar

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
