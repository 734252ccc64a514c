"""What was found out about the servers of an email account; sending reads it here and asks no network."""

import json
import sqlite3
from dataclasses import asdict, dataclass

from seleqt_cli.core.campaign import Server
from seleqt_cli.core.providers import MailSettings


@dataclass(frozen=True, slots=True)
class Seen:
    """What `senders test` saw; None: it never looked, or could not tell.

    `dkim`: SELECTOR._domainkey.DOMAIN of each signature; `signed`: the header fields that each covers, as `from:to`.
    """

    keeps_sent: bool | None = None
    keeps_id: bool | None = None
    dkim: tuple[str, ...] | None = None
    signed: tuple[str, ...] = ()


def stored_settings(connection: sqlite3.Connection) -> dict[str, MailSettings]:
    """Account -> the servers that were found for it and confirmed."""
    rows = connection.execute("SELECT account, smtp, imap, found_by, provider FROM mail_settings WHERE smtp <> ''").fetchall()
    return {
        account: MailSettings(_server(smtp), _server(imap) if imap else None, found_by, provider)
        for account, smtp, imap, found_by, provider in rows
    }


def seen(connection: sqlite3.Connection, account: str) -> Seen:
    """What is known of how an account's server treats what it sends."""
    row = connection.execute("SELECT keeps_sent, keeps_id, dkim FROM mail_settings WHERE account = ?", (account,)).fetchone()
    if row is None:
        return Seen()
    sent, same_id, dkim = row
    # A word for each signature: the key, and behind a semicolon what it covers.
    words = [word.partition(";") for word in (dkim or "").split()]
    covered = tuple(fields for _, _, fields in words)
    return Seen(
        None if sent is None else bool(sent),
        None if same_id is None else bool(same_id),
        None if dkim is None else tuple(name for name, _, _ in words),
        covered if any(covered) else (),
    )


def keep_settings(connection: sqlite3.Connection, account: str, found: MailSettings, at: int) -> None:
    """Store what was found and confirmed. The caller holds the transaction."""
    values = (_text(found.smtp), _text(found.imap) if found.imap else "", found.provider, found.found_by, at)
    connection.execute(
        "INSERT INTO mail_settings (account, smtp, imap, provider, found_by, found_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (account) "
        "DO UPDATE SET smtp = excluded.smtp, imap = excluded.imap, provider = excluded.provider, found_by = excluded.found_by, "
        "found_at = excluded.found_at",
        (account, *values),
    )


def keep_seen(connection: sqlite3.Connection, account: str, what: Seen, at: int) -> None:
    """Store what a test mail showed; what could not be told leaves the earlier answer. The caller holds the transaction."""
    covered = what.signed or ("",) * len(what.dkim or ())
    words = [f"{name};{fields}" if fields else name for name, fields in zip(what.dkim or (), covered, strict=True)]
    dkim = None if what.dkim is None else " ".join(words)
    connection.execute(
        "INSERT INTO mail_settings (account, smtp, imap, provider, found_by, found_at, keeps_sent, keeps_id, dkim) "
        "VALUES (?, '', '', '', '', ?, ?, ?, ?) ON CONFLICT (account) "
        "DO UPDATE SET keeps_sent = coalesce(excluded.keeps_sent, keeps_sent), keeps_id = coalesce(excluded.keeps_id, keeps_id), "
        "dkim = coalesce(excluded.dkim, dkim)",
        (account, at, what.keeps_sent, what.keeps_id, dkim),
    )


def _text(server: Server) -> str:
    return json.dumps(asdict(server), ensure_ascii=False)


def _server(text: str) -> Server:
    return Server(**json.loads(text))
