"""A mail of a sender to itself: through the real channel, counted like any other, moving no journey."""

import asyncio
import hashlib
from dataclasses import dataclass
from typing import Any

from seleqt_cli.channels.email.compose import compose
from seleqt_cli.core.actions import ActionState, Outcome, Prepared, Verdict
from seleqt_cli.core.campaign import Sender
from seleqt_cli.core.errors import Busy
from seleqt_cli.core.lead import Lead
from seleqt_cli.core.message_ids import message_id, send_key
from seleqt_cli.messages.rendered import Rendered
from seleqt_cli.storage.account_locks import AccountLocks
from seleqt_cli.storage.accounts import SqliteAccounts
from seleqt_cli.storage.stopped import reconcile
from seleqt_cli.wiring.machine import Machine

_STEP = "senders test"


class OwnMail:
    """The right to send one such mail. Arming checks the pause of the home and the limit, and counts it (SPEC 13 rule 6)."""

    def __init__(self, machine: Machine, sender: Sender, prepared: Prepared, key: str) -> None:
        self._machine = machine
        self._sender = sender
        self._key = key
        self._at = 0.0
        self.prepared = prepared
        self.action = 0

    def arm(self) -> str:
        """Write down the intent, or say why it must not go."""
        machine, sender = self._machine, self._sender
        store, now = machine.store, machine.clock.now()
        account = machine.accounts[sender.account]
        meter = account.meters["email"]
        day, start, end = meter.today(now)
        with store.transaction():
            if account.key in machine.planner.disconnected:
                return machine.planner.disconnected[account.key]
            if machine.paused():
                return "seleqt is paused (seleqt resume)"
            stopped = reconcile(store.connection)
            if stopped is not None:
                return f"nothing is sent: {stopped.why} (seleqt resolve --check)"
            earlier = int(store.one("SELECT count(*) FROM active_day WHERE account = ? AND day < ?", (account.key, day)))
            free = meter.free_at(now, store.record(account.key, "email").nth_latest, lambda _day: earlier)
            if free.at > now:
                return f"limit reached: {free.rule}"
            cursor = store.connection.execute(
                "INSERT INTO action (send_key, journey_id, lead_id, campaign, step, kind, account, sender, state, reason, planned_at, "
                "slot_at, claimed_at, sending_at, attempts, first, recipient, message_id, variant, subject, payload_sha256) "
                "VALUES (?, 0, 0, '', ?, 'email', ?, ?, 'sending', '', ?, 0, ?, ?, 1, 1, ?, ?, '', ?, ?)",
                (
                    self._key, _STEP, account.key, sender.name, now, now, now, sender.address, self.prepared.message_id,
                    self.prepared.subject, hashlib.sha256(self.prepared.payload).hexdigest(),
                ),
            )  # fmt: skip
            self.action = int(cursor.lastrowid or 0)
            store.connection.execute(
                "INSERT INTO usage (account, kind, at, action_id, armed) VALUES (?, 'email', ?, ?, 1)", (account.key, now, self.action)
            )
            store.connection.execute("INSERT OR IGNORE INTO active_day VALUES (?, ?)", (account.key, day))
            limits: dict[str, int] = {str(period): most for period, most in meter.limits.items()}
            ramped = meter.day_limit(earlier)
            if ramped is not None:
                limits["day"] = ramped
            # No follow-up, and nothing put before a lead: the rules about people do not ask about it.
            data: dict[str, Any] = {
                "step": _STEP, "action": "email", "sender": sender.name, "attempt": 1, "first": True, "message": False, "planned": now,
                "slot": now, "gap": 0, "limits": limits, "account_zone": account.zone.name, "window": [start, end],
                "window_zone": account.zone.name, "inbox": None, "message_id": self.prepared.message_id, "test": True,
            }  # fmt: skip
            if meter.ramp_up is not None:
                data["ramp_up"] = [meter.ramp_up.start, meter.ramp_up.add]
            SqliteAccounts(store.connection).event(now, "sending", account.key, data, action=self.action)
        self._at = machine.clock.elapsed()
        return ""

    def late(self) -> bool:
        """More than 30 seconds since it was armed."""
        return self._machine.clock.elapsed() - self._at > 30


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of it, and how to find the mail again."""

    outcome: Outcome
    message_id: str
    subject: str
    at: int


def send_own_mail(machine: Machine, sender: Sender) -> Sent:
    """Send one mail from a sender to its own address now. Raises Busy while another seleqt works with the account."""
    now = machine.clock.now()
    locks = AccountLocks(machine.place.database_path)
    if not locks.take(sender.account):
        raise Busy(f"another seleqt is at work with {sender.name}")
    try:
        number = int(machine.store.one("SELECT count(*) FROM action WHERE step = ? AND account = ?", (_STEP, sender.account)))
        key = send_key(machine.workspace_id, sender.account, _STEP, f"{now}:{number}")
        identifier = message_id(machine.secret, key, sender.address.rpartition("@")[2])
        rendered = Rendered("email", f"seleqt: a test of {sender.name}", f"This mail shows that {sender.name} can send.\n")
        business = machine.workspace.business
        payload = compose(
            rendered=rendered, sender=sender, lead=Lead(email=sender.address), business=business, message_id=identifier, date=now
        )
        prepared = Prepared(
            kind="email", sender=sender.name, account=sender.account, recipient=sender.address, envelope_from=sender.address,
            message_id=identifier, subject=rendered.subject, payload=payload,
        )  # fmt: skip
        mail = OwnMail(machine, sender, prepared, key)
        outcome = asyncio.run(_perform(machine, sender, mail))
        if mail.action:
            _settle(machine, sender, mail.action, outcome)
        return Sent(outcome, identifier, rendered.subject, now)
    finally:
        locks.release()


async def _perform(machine: Machine, sender: Sender, mail: OwnMail) -> Outcome:
    channel = machine.channel(machine.accounts[sender.account])
    try:
        return await channel.perform(mail)
    finally:
        await channel.close()


def _settle(machine: Machine, sender: Sender, action: int, outcome: Outcome) -> None:
    """Whether it arrived or not is for a person to see: a test without an answer counts, and stays in no doubt."""
    now, connection = machine.clock.now(), machine.connection
    sent, unknown = outcome.verdict is Verdict.SENT, outcome.verdict is Verdict.IN_DOUBT
    state = ActionState.SENT if sent else ActionState.FAILED
    with machine.store.transaction():
        connection.execute("UPDATE action SET state = ?, reason = ?, settled_at = ? WHERE id = ?", (state.value, outcome.text, now, action))
        if not sent and not unknown:
            connection.execute("DELETE FROM usage WHERE action_id = ?", (action,))
        data = {} if sent else {"reason": outcome.text or outcome.verdict.value} | ({} if unknown else {"unsent": True})
        SqliteAccounts(connection).event(now, state.value, sender.account, data, action=action)
