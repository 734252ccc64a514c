"""What came in: how far each folder was read, the messages, and what they change."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from seleqt_cli.core.facts import CLOCK_STEP
from seleqt_cli.core.inbound.matching import Written
from seleqt_cli.core.journey import Journey
from seleqt_cli.core.lead import Lead
from seleqt_cli.ports.inbox import CONTACT, Message, MessageFilter
from seleqt_cli.storage import guard_rows, takeback
from seleqt_cli.storage.guard_rows import BOUNCED
from seleqt_cli.storage.inbox_rows import MESSAGES, message_of, values_of_message
from seleqt_cli.storage.sent_mails import SqliteSentMails
from seleqt_cli.storage.sqlite_store import SqliteStore

_PAGE: Final = 100
_NOES: Final = "('reply', 'unsubscribe', 'complaint')"
_MARKS: Final = "('replied', 'meeting', 'won', 'lost', 'not_interested', 'wrong_person', 'later')"
"""What `mark` writes into the history where somebody wants no more mail from this campaign."""
_LIVE: Final = "('waiting', 'due', 'held', 'paused')"


class SqliteInbox:
    """See ports/inbox."""

    def __init__(self, store: SqliteStore, sent: SqliteSentMails) -> None:
        self._store = store
        self._sent = sent
        self._connection = store.connection

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """The store's own: what it put off goes first."""
        with self._store.transaction():
            self._sent.refresh()
            yield

    # accounts and folders

    def cursors(self, account: str) -> dict[str, tuple[int, int]]:
        """By name."""
        rows = self._connection.execute(
            "SELECT folder, uidvalidity, next_uid FROM inbox_folder WHERE account = ? ORDER BY folder", (account,)
        )
        return {folder: (uidvalidity, next_uid) for folder, uidvalidity, next_uid in rows}

    def keep_cursor(self, account: str, folder: str, uidvalidity: int, next_uid: int) -> None:
        """Also further back: a folder was put back from a backup, or another process has read further, whose mails are known by then."""
        self._connection.execute(
            "INSERT INTO inbox_folder (account, folder, uidvalidity, next_uid) VALUES (?, ?, ?, ?) ON CONFLICT (account, folder) "
            "DO UPDATE SET uidvalidity = excluded.uidvalidity, next_uid = excluded.next_uid",
            (account, folder, uidvalidity, next_uid),
        )

    def known_since(self, account: str) -> int:
        """0 when it is not known at all."""
        return int(self._store.one("SELECT applied_at FROM account WHERE key = ?", (account,)) or 0)

    def freed_at(self, account: str) -> int:
        """`senders resume` starts the guards anew."""
        return int(self._store.one("SELECT guard_from FROM account WHERE key = ?", (account,)) or 0)

    def read(self, account: str, at: int) -> None:
        """Follow-ups may go for fifteen minutes. Another process may have ended later; a moment of the future is a clock set back."""
        self._connection.execute(
            "UPDATE account SET inbox_read_at = CASE WHEN inbox_read_at BETWEEN ?1 AND ?1 + ?2 THEN inbox_read_at ELSE ?1 END, "
            "inbox_trouble = NULL WHERE key = ?3",
            (at, CLOCK_STEP, account),
        )

    def trouble(self, account: str, text: str) -> None:
        """Until it is read again."""
        self._connection.execute("UPDATE account SET inbox_trouble = ? WHERE key = ?", (text, account))

    def copy_seen(self, action: int, at: int, *, put: bool) -> None:
        """The first time counts; a copy that a server filed says more than one of ours."""
        self._connection.execute(
            "INSERT INTO sent_copy VALUES (?, ?, ?) ON CONFLICT (action_id) DO UPDATE SET put = min(put, excluded.put)", (action, at, put)
        )

    # messages

    def handled(self, digest: str) -> bool:
        """In any account."""
        return self._store.one("SELECT 1 FROM inbox_message WHERE digest = ?", (digest,)) is not None

    def keep(self, message: Message) -> int:
        """A new row."""
        columns, values = values_of_message(message)
        marks = ", ".join("?" * len(values))
        cursor = self._connection.execute(f"INSERT INTO inbox_message ({', '.join(columns)}) VALUES ({marks})", values)
        return int(cursor.lastrowid or 0)

    def correct(self, number: int, message: Message) -> None:
        """The whole row anew."""
        columns, values = values_of_message(message)
        self._connection.execute(f"UPDATE inbox_message SET {', '.join(f'{name} = ?' for name in columns)} WHERE id = ?", (*values, number))

    def message(self, number: int) -> Message | None:
        """By its number."""
        row = self._connection.execute(f"{MESSAGES} WHERE m.id = ?", (number,)).fetchone()
        return None if row is None else message_of(row)

    def messages(self, wanted: MessageFilter) -> Iterator[Message]:
        """A page at a time, so that no read lock outlives it."""
        chosen = {
            "m.account = ?": wanted.account, "m.class = ?": wanted.kind and wanted.kind.value, "m.lead_id = ?": wanted.lead,
            "m.state = ?": wanted.state, "m.received_at >= ?": wanted.since,
        }  # fmt: skip
        conditions = [condition for condition, value in chosen.items() if value]
        values = [value for value in chosen.values() if value]
        before = wanted.before or 1 << 62
        while True:
            where = " AND ".join(["m.id < ?", *conditions])
            rows = self._connection.execute(f"{MESSAGES} WHERE {where} ORDER BY m.id DESC LIMIT {_PAGE}", (before, *values)).fetchall()
            yield from map(message_of, rows)
            if len(rows) < _PAGE:
                return
            before = rows[-1][0]

    def thread(self, message: Message) -> list[tuple[int, str, str, str]]:
        """Ours are told by their subject: their text was frozen as bytes."""
        if message.lead_id is None:
            return [(message.received_at, message.sender, message.subject, message.text)]
        found = [
            (row[0], row[1], row[2] or "", "")
            for row in self._connection.execute(
                "SELECT sending_at, sender, subject FROM action WHERE lead_id = ? AND kind = 'email' AND state IN ('sent', 'in_doubt')",
                (message.lead_id,),
            )
        ]
        found += self._connection.execute(
            "SELECT received_at, sender, subject, text FROM inbox_message WHERE lead_id = ?", (message.lead_id,)
        ).fetchall()
        return sorted(found, key=lambda one: one[0])

    def other_no(self, message: Message) -> bool:
        """A message that a person did not correct into something else, or what a person marked, which no message stands behind.

        Also one that they wrote in somebody else's thread.
        """
        said = f"SELECT 1 FROM inbox_message WHERE lead_id = ?1 AND id <> ?2 AND class IN {_NOES} AND followed <> ''"
        said += (
            f" UNION ALL SELECT 1 FROM inbox_message m, json_each(m.undo, '$.writers') w WHERE m.id <> ?2 AND m.class IN {_NOES} "
            "AND json_extract(w.value, '$.lead_id') = ?1"
        )
        marked = f"SELECT 1 FROM history WHERE lead_id = ? AND event IN {_MARKS} AND json_extract(data, '$.message') IS NULL"
        return self._store.one(said, (message.lead_id, message.id)) is not None or self._store.one(marked, (message.lead_id,)) is not None

    def other_hold(self, message: Message) -> bool:
        """One that came after the sender was freed the last time."""
        accounts = [held[0] for held in message.undo.get("held", ())]
        found = (
            "SELECT 1 FROM inbox_message m, json_each(m.undo, '$.held') h WHERE m.id <> ? AND m.class IN ('complaint', 'sender_block') "
            "AND json_extract(h.value, '$[0]') = ? AND m.received_at > ?"
        )
        return any(self._store.one(found, (message.id, account, self.freed_at(account))) is not None for account in accounts)

    def alias(self, name: str, action: int) -> None:
        """The first mail that it was learned for keeps it."""
        self._connection.execute("INSERT OR IGNORE INTO message_alias VALUES (?, ?)", (name, action))

    def action_of(self, message: Message) -> Written | None:
        """By the number that the message keeps."""
        return None if message.action_id is None else self._sent.by_number(message.action_id)

    # what follows

    def soft_before(self, lead: int, action: int) -> int:
        """The newest first, as far as it goes."""
        rows = self._connection.execute(
            f"SELECT EXISTS (SELECT 1 FROM history h WHERE h.action_id = a.id AND {BOUNCED}) FROM action a WHERE a.lead_id = ? "
            "AND a.kind = 'email' AND a.state IN ('sent', 'in_doubt') AND a.id < ? ORDER BY a.id DESC LIMIT 20",
            (lead, action),
        ).fetchall()
        count = 0
        for (came_back,) in rows:
            if not came_back:
                break
            count += 1
        return count

    def came_back(self, action: int) -> bool:
        """Hard or soft."""
        return self._store.one(f"SELECT 1 FROM history h WHERE h.action_id = ? AND {BOUNCED} LIMIT 1", (action,)) is not None

    def journey(self, number: int) -> Journey | None:
        """As the rows say."""
        return self._store.journey("WHERE j.id = ?", (number,))

    def lead(self, number: int) -> Lead:
        """With source and tags."""
        return self._store.lead(number)[0]

    def paused_until(self, lead: int) -> int:
        """Over all campaigns."""
        return int(self._store.one("SELECT paused_until FROM lead WHERE id = ?", (lead,)) or 0)

    def leads_like(self, addresses: tuple[str, ...]) -> list[int]:
        """By number."""
        marks = ", ".join("?" * len(addresses))
        return [row[0] for row in self._connection.execute(f"SELECT id FROM lead WHERE email IN ({marks}) ORDER BY id", addresses)]

    def suppress_address(self, address: str, source: str, at: int) -> bool:
        """As a refusal at the time of sending does it."""
        changed = self._connection.execute(
            "INSERT OR IGNORE INTO suppression (kind, value, reason, source, created_at) VALUES ('email', ?, 'hard bounce', ?, ?)",
            (address, source, at),
        ).rowcount
        return changed > 0

    def bounced(self, journey: Journey, action: int, account: str, data: dict[str, Any], at: int) -> None:
        """The guards count these rows."""
        self._store.event(at, "bounced", journey=journey, action=action, account=account, data=data)

    def wrote_by_hand(self, lead: int, at: int, account: str, text: str, now: int) -> list[Journey]:
        """The open task alone keeps every claim of the lead back (storage.stops). A mail that was asked about is not asked about again.

        A Sent folder that was made anew is read from its beginning.
        """
        asked = "SELECT 1 FROM history WHERE lead_id = ? AND event = 'manual_contact' AND json_extract(data, '$.at') = ?"
        if self._store.one(asked, (lead, at)) is not None:
            return []
        journeys = self._store.journeys(f"WHERE j.lead_id = ? AND j.created_at <= ? AND j.state IN {_LIVE} ORDER BY j.id", (lead, at))
        if journeys:
            self._connection.execute(
                "INSERT OR IGNORE INTO task (journey_id, lead_id, campaign, step, kind, state, account, text, frozen, created_at, "
                "settled_by) VALUES (0, ?, ?, ?, ?, 'open', ?, ?, '', ?, '')",
                (lead, journeys[0].campaign, f"lead {lead}", CONTACT, account, text, now),
            )
        return journeys

    def contacted(self, lead: int, at: int) -> bool:
        """`quiet` counts from it."""
        changed = self._connection.execute(
            "UPDATE lead SET contacted_at = ? WHERE id = ? AND coalesce(contacted_at, 0) < ?", (at, lead, at)
        ).rowcount
        return changed > 0

    # taking back

    def standing(self, lead: int, others: Sequence[int] = ()) -> dict[str, Any]:
        """See storage.takeback."""
        return takeback.standing(self._connection, lead, others)

    def changes(self, before: dict[str, Any]) -> dict[str, Any]:
        """See storage.takeback."""
        return takeback.changes(self._connection, before)

    def take_back(self, changes: Mapping[str, Any], *, journeys: bool) -> list[int]:
        """See storage.takeback."""
        found = takeback.take_back(self._connection, changes, journeys=journeys)
        self.reread()
        return found

    def hold_of(self, account: str) -> list[Any] | None:
        """As the row says; a hold that ended by itself may be among them, and ends again."""
        row = self._connection.execute("SELECT held, held_at, held_until FROM account WHERE key = ? AND held <> ''", (account,)).fetchone()
        return None if row is None else list(row)

    def release_sender(self, account: str, reason: str, at: int, by: str, *, before: Sequence[Any] | None = None) -> bool:
        """One that is held for something else stays so."""
        before = before if before and guard_rows.stands(self._connection, account, str(before[0])) else None
        changed = self._connection.execute(
            "UPDATE account SET held = ?, held_at = ?, held_until = ? WHERE key = ? AND held = ?",
            (*(before or (None, None, None)), account, reason),
        ).rowcount
        if changed and not before:
            data = json.dumps({"by": by, "reason": reason}, ensure_ascii=False, separators=(",", ":"))
            self._connection.execute(
                "INSERT INTO history (at, event, account, data) VALUES (?, 'sender_resumed', ?, ?)", (at, account, data)
            )
        return changed > 0

    def reread(self) -> None:
        """Queues and books."""
        self._store.forget()
