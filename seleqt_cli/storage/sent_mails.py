"""What was sent, looked up by what a mail that came in says about it."""

import sqlite3
from typing import Any, Final

from seleqt_cli.core.addresses import BadAddress, normalise_email
from seleqt_cli.core.inbound.matching import Written, bare_subject
from seleqt_cli.core.message_ids import unsubscribe_token

_SELECT: Final = (
    "SELECT a.id, a.journey_id, a.lead_id, a.campaign, a.account, a.recipient, a.sending_at, a.state, a.subject, a.message_id, a.kind, "
    "l.email FROM action a LEFT JOIN lead l ON l.id = a.lead_id"
)
_WENT: Final = "a.state IN ('sent', 'sending', 'in_doubt')"
_SENT: Final = f"a.kind = 'email' AND {_WENT}"
_WHOSE: Final = "a.lead_id IN (SELECT id FROM lead WHERE email = ?1 UNION ALL SELECT lead_id FROM former_address WHERE address = ?1)"
"""Whose address it is, or was when something went to them."""
_OF_ONE: Final = 200
"""The last mails to one lead among which one to a certain address is looked for."""
_SUBJECTS: Final = 5000
"""The last mails of an account whose subjects are compared."""
_INDEXED: Final = "unsubscribe tokens"
"""The meta key of the last action whose token is in the table."""


class SqliteSentMails:
    """See core.inbound.matching.SentMails. `secret` is the workspace's; reads inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection, secret: bytes) -> None:
        self._connection = connection
        self._secret = secret
        self._subjects: dict[str, dict[str, dict[int, Written]]] = {}

    def refresh(self) -> None:
        """Forget what is kept from mail to mail: to be called at the start of every transaction."""
        self._subjects.clear()

    def by_id(self, message_id: str) -> Written | None:
        """Ours, an alias, or the name of a mail that came in about one of ours."""
        found = self._one("a.message_id = ? AND a.sending_at IS NOT NULL", message_id)
        if found is None:
            found = self._one("a.id = (SELECT action_id FROM message_alias WHERE alias = ?)", message_id)
        if found is None:
            found = self._one(
                "a.id = (SELECT action_id FROM inbox_message WHERE message_id = ? AND message_id <> '' AND action_id IS NOT NULL LIMIT 1)",
                message_id,
            )
        return found

    def by_token(self, token: str, sender: str) -> Written | None:
        """Nearly always the person's own mail program answers: theirs are tried before every token is written down."""
        for number, key in self._connection.execute(
            "SELECT a.id, a.send_key FROM action a JOIN lead l ON l.id = a.lead_id WHERE l.email = ? AND a.kind = 'email'", (sender,)
        ).fetchall():
            if unsubscribe_token(self._secret, key) == token:
                return self._one("a.id = ?", number)
        self._index_tokens()
        return self._one("a.id = (SELECT action_id FROM unsubscribe_token WHERE token = ?)", token)

    def last_to(self, account: str, address: str, since: int, until: int) -> Written | None:
        """Over the leads that have the address, or had it."""
        rows = self._connection.execute(
            f"{_SELECT} WHERE {_WHOSE} AND ?2 IN (a.account, '') AND {_SENT} AND a.sending_at BETWEEN ?3 AND ?4 "
            f"ORDER BY a.sending_at DESC, a.id DESC LIMIT {_OF_ONE}",
            (address, account, since, until),
        ).fetchall()
        return next((found for found in map(_written, rows) if found.recipient == address), None)

    def last_with(self, account: str, address: str, since: int, until: int) -> Written | None:
        """An invitation without a note counts too: it is seen by whom it reaches."""
        row = self._connection.execute(
            f"{_SELECT} WHERE {_WHOSE} AND (a.kind IN ('connect', 'message', 'inmail') OR (a.kind = 'email' AND ?2 IN (a.account, ''))) "
            f"AND {_WENT} AND a.sending_at BETWEEN ?3 AND ?4 ORDER BY a.sending_at DESC, a.id DESC LIMIT 1",
            (address, account, since, until),
        ).fetchone()
        return None if row is None else _written(row)

    def with_subject(self, account: str, subject: str, since: int, until: int) -> list[Written]:
        """Over the account's last mails."""
        known = self._subjects.get(account)
        if known is None:
            known = self._subjects[account] = {}
            for row in self._connection.execute(
                f"{_SELECT} WHERE a.account = ? AND {_SENT} ORDER BY a.slot_at DESC, a.id DESC LIMIT {_SUBJECTS}", (account,)
            ):
                one = _written(row)
                known.setdefault(bare_subject(one.subject), {}).setdefault(one.lead, one)
        return [one for one in known.get(subject, {}).values() if since <= one.at <= until]

    def by_number(self, action: int) -> Written | None:
        """One action."""
        return self._one("a.id = ?", action)

    def _index_tokens(self) -> None:
        """Every token once: what was sent since the last unknown one is added."""
        row = self._connection.execute("SELECT value FROM meta WHERE key = ?", (_INDEXED,)).fetchone()
        rows = self._connection.execute(
            "SELECT id, send_key FROM action WHERE id > ? AND kind = 'email' ORDER BY id", (int(row[0]) if row else 0,)
        ).fetchall()
        if rows:
            tokens = ((unsubscribe_token(self._secret, key), number) for number, key in rows)
            self._connection.executemany("INSERT OR IGNORE INTO unsubscribe_token VALUES (?, ?)", tokens)
            self._connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_INDEXED, str(rows[-1][0])))

    def _one(self, where: str, value: Any) -> Written | None:
        row = self._connection.execute(f"{_SELECT} WHERE {where}", (value,)).fetchone()
        return None if row is None else _written(row)


def _written(row: tuple[Any, ...]) -> Written:
    number, journey, lead, campaign, account, recipient, at, state, subject, message_id, kind, address = row
    try:
        mailed = normalise_email(recipient or "") if kind == "email" else ""
    except BadAddress:
        mailed = ""
    return Written(number, journey, lead, campaign, account, mailed, at or 0, state, subject or "", message_id or "", kind, address or "")
