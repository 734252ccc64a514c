"""The three commits of a send on SQLite (SPEC 13 rule 1): `claim` (C1), `SqlClaim.arm` (C2), `settle` (C3).

A C3 may ride in the next commit of this process (rule 2): its outcome is in the outcome journal, on the disk, before that.
"""

import hashlib
import json
from collections.abc import Sequence
from typing import Final

from seleqt_cli.core.actions import ActionState, Outcome, Prepared, Reservation
from seleqt_cli.core.campaign import Sender
from seleqt_cli.core.invitations import withdraw_at
from seleqt_cli.core.journey import Journey
from seleqt_cli.core.message_ids import send_key
from seleqt_cli.core.planner import Pick
from seleqt_cli.core.settle import Settled
from seleqt_cli.ports.store import Claim, Refused
from seleqt_cli.storage import guard_rows
from seleqt_cli.storage.attempts import KEPT, attempt, ended
from seleqt_cli.storage.invitations import sent
from seleqt_cli.storage.outcome_journal import Record
from seleqt_cli.storage.stopped import STOPPED, sent_before, stop_sending
from seleqt_cli.storage.stops import linkedin_behind, stop
from seleqt_cli.storage.writes import SqlWrites

DOT_DEADLINE: Final = 30.0
"""Seconds after C2 within which the dot must be sent (RELIABILITY section 2.1)."""


class SqlClaim:
    """A claimed action. `arm` is C2; it commits, or says why the action must not go on."""

    __slots__ = (
        "_store", "action_id", "armed_at", "attempt", "elapsed_at", "noted", "pick", "prepared", "reserved_at", "sender", "tried_since",
    )  # fmt: skip

    def __init__(
        self, store: "SqlSending", action_id: int, attempt: int, pick: Pick, sender: Sender, prepared: Prepared, tried_since: int
    ) -> None:
        self._store = store
        self.action_id = action_id
        self.attempt = attempt
        self.pick = pick
        self.sender = sender
        self.prepared = prepared
        self.tried_since = tried_since
        self.reserved_at = tried_since
        self.noted = False
        """Whether it takes one of the month's personal notes."""
        self.armed_at = 0
        self.elapsed_at = 0.0

    def arm(self) -> str:
        """C2: one short transaction that commits `sending` after checking every stop and limit once more."""
        return self.arm_together([])[0]

    def arm_together(self, others: Sequence[Reservation]) -> list[str]:
        """The same for this and others of the same store, in one commit."""
        claims = [self, *(other for other in others if isinstance(other, SqlClaim))]
        if len(claims) <= len(others):
            raise TypeError("claims of one store share a commit with no other reservations")
        now, refused = self._store.arm(claims)
        for claim, reason in zip(claims, refused, strict=True):
            if not reason:
                claim.armed_at, claim.elapsed_at = now, self._store.elapsed()
        return refused

    def late(self) -> bool:
        """More than 30 seconds, sleep of the machine counted, since C2."""
        return self._store.elapsed() - self.elapsed_at > DOT_DEADLINE


class SqlSending(SqlWrites):
    """Claims, arms and settles the actions of one workspace."""

    def rewrite(self, journey: Journey) -> None:
        """Write down who walks a journey."""
        self.write(
            "UPDATE journey SET person = ?, email_account = ?, linkedin_account = ? WHERE id = ?",
            journey.person, journey.email_account, journey.linkedin_account, journey.id,
        )  # fmt: skip

    def claim(self, pick: Pick, sender: Sender, prepared: Prepared, at: int, *, by_person: bool = False) -> SqlClaim | Refused:
        """Reserve the limit and freeze the bytes, in the transaction in which it was planned."""
        journey = pick.journey
        assert self.planner is not None
        node = self.planner.programs[journey.campaign].nodes[journey.step]
        refused = stop(self.connection, journey, pick, self.planner.programs[journey.campaign], at)
        if refused is not None:
            return refused
        state = ActionState.PLANNED if by_person else ActionState.CLAIMED
        key = send_key(self.workspace_id, journey.key, journey.campaign, node.id)
        digest = hashlib.sha256(prepared.payload).hexdigest()
        asked = "SELECT id, state, payload_sha256, attempts, claimed_at, kind FROM action WHERE send_key = ?"
        row = None if key == self._unheard_of else self.connection.execute(asked, (key,)).fetchone()
        self._unheard_of = ""
        if row is None:
            before = sent_before(self.connection, prepared.message_id)
            if before:
                return Refused("person", before)
            cursor = self.connection.execute(
                "INSERT INTO action (send_key, journey_id, lead_id, lead, campaign, step, kind, account, sender, state, reason, "
                "planned_at, slot_at, claimed_at, attempts, first, recipient, message_id, variant, subject, payload_sha256) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?, ?, ?, 1, ?, ?, ?, ?, ?, ?)",
                (
                    key, journey.id, journey.lead, journey.key, journey.campaign, node.id, pick.kind, pick.account.key, sender.name,
                    state, pick.planned, pick.slot, at, int(journey.first), prepared.recipient, prepared.message_id or None,
                    prepared.variant, prepared.subject, digest,
                ),
            )  # fmt: skip
            action, attempt, tried = int(cursor.lastrowid or 0), 1, at
            if prepared.payload:
                thread = json.dumps([prepared.envelope_from, prepared.thread_subject, *prepared.thread])
                self.connection.execute("INSERT INTO payload VALUES (?, ?, ?)", (action, prepared.payload, thread))
        else:
            action, attempt, tried = row[0], row[3] + 1, row[4]
            if row[1] not in (ActionState.PLANNED, ActionState.DEFERRED):
                return Refused("journey", f"this step was performed before ({row[1]})")
            if row[5] != pick.kind:
                return Refused("journey", f"a first attempt was made as {row[5]}; the step is a {pick.kind} now")
            if row[2] != digest:
                return Refused("journey", "the text changed after a first attempt; the same action must carry the same bytes")
            self.connection.execute(
                "UPDATE action SET state = ?, reason = '', planned_at = ?, slot_at = ?, attempts = ? WHERE id = ?",
                (state, pick.planned, pick.slot, attempt, action),
            )
        day = pick.account.meters[pick.kind].today(at)[0]
        book = self.book(pick.account.key)
        book.reserve(pick.kind, at, day, pick.slot)
        self.connection.execute(
            "INSERT INTO usage (account, kind, at, action_id, armed) VALUES (?, ?, ?, ?, 0)", (pick.account.key, pick.kind, at, action)
        )
        noted = self.planner.noted(pick.account, pick.kind, book, at, message=node.message)
        if noted:
            self.connection.execute(
                "INSERT INTO usage (account, kind, at, action_id, armed) VALUES (?, 'note', ?, ?, 0)", (pick.account.key, at, action)
            )
            book.reserve("note", at, day)
        if journey.first and node.message:
            business = self.planner.business_zone.day(at)
            self.connection.execute("INSERT OR IGNORE INTO first_contact VALUES (?, ?, ?)", (business, journey.company, action))
        journey.started = True
        self.take(journey)
        claim = SqlClaim(self, action, attempt, pick, sender, prepared, tried)
        claim.reserved_at, claim.noted = at, noted
        return claim

    def frozen(self, key: str) -> Prepared | None:
        """What an earlier attempt of the same action froze."""
        row = self.connection.execute(
            "SELECT a.kind, a.sender, a.account, a.recipient, a.message_id, a.subject, a.variant, p.content, p.thread "
            "FROM action a LEFT JOIN payload p ON p.action_id = a.id WHERE a.send_key = ?",
            (key,),
        ).fetchone()
        if row is None:
            self._unheard_of = key if self._depth else ""
            return None
        envelope_from, thread_subject, *thread = json.loads(row[8]) if row[8] else ["", ""]
        return Prepared(
            kind=row[0], sender=row[1], account=row[2], recipient=row[3] or "", envelope_from=envelope_from, message_id=row[4] or "",
            subject=row[5] or "", variant=row[6], payload=row[7] or b"", thread_subject=thread_subject, thread=tuple(thread),
        )  # fmt: skip

    def approved(self, journey: Journey, step: str) -> str | None:
        """The words a person approved for this journey and step."""
        found = self.one(
            "SELECT frozen FROM task WHERE journey_id = ? AND step = ? AND kind = 'review' AND state = 'done' ORDER BY id DESC LIMIT 1",
            (journey.id, step),
        )
        return None if found is None else str(found)

    def arm(self, claims: Sequence[SqlClaim]) -> tuple[int, list[str]]:
        """Commit `sending` for every claim that may go on: (the moment, why not for each). At most one an account."""
        now, record = self.now(), self.epoch
        with self.transaction():
            trouble = record.trouble(self.connection) if record is not None else ""
            if trouble:
                stop_sending(self.connection, trouble, now)
                return now, [f"{STOPPED}: {trouble}"] * len(claims)
            refused = [self._arm(claim, now) for claim in claims]
            armed = refused.count("")
            if record is not None and armed:
                record.count(self.connection, armed)
        if record is not None and armed:
            record.keep()
        return now, refused

    def _arm(self, claim: SqlClaim, now: int) -> str:
        """The order of the checks is the order of the promises."""
        assert self.planner is not None
        pick, journey = claim.pick, claim.pick.journey
        program = self.planner.programs[journey.campaign]
        refused = stop(self.connection, journey, pick, program, now, sending=True)
        if refused is not None:
            return refused.reason
        window = pick.lane.calendar.window_at(now)
        if window is None:
            return "outside the hours of the schedule"
        account = pick.account
        if account.key in self.planner.disconnected:
            return self.planner.disconnected[account.key]
        meter = account.meters[pick.kind]
        if meter.ramp_up is not None and meter.today(now)[0] != meter.today(claim.reserved_at)[0]:
            self.forget_book(account.key)  # the day of the claim counts as active only if anything was done on it
        others = self.record(account.key, pick.kind)

        def nth(number: int) -> int | None:
            return others.nth_latest(number + 1)  # this action's own reservation is among them

        active = self.active_days(account.key, meter.today(now)[0]) if meter.ramp_up is not None else 0
        free = meter.free_at(now, nth, lambda day: self.active_days(account.key, day))
        if free.at > now:
            return f"limit reached: {free.rule}"
        if account.note_meter is not None and claim.noted:
            notes = self.record(account.key, "note")
            free = account.note_meter.free_at(now, lambda number: notes.nth_latest(number + 1))
            if free.at > now:
                return f"limit reached: invitations with a note, {free.rule}"
        crowded = self._another_day(claim, now)
        if crowded:
            return crowded
        changed = self.connection.execute(
            "UPDATE action SET state = 'sending', sending_at = ? WHERE id = ? AND state = 'claimed'", (now, claim.action_id)
        ).rowcount
        if changed != 1:
            return "the claim was lost"
        if now == claim.reserved_at:
            self.connection.execute("UPDATE usage SET armed = 1 WHERE action_id = ? AND armed = 0", (claim.action_id,))
        else:
            self.connection.execute("UPDATE usage SET at = ?, armed = 1 WHERE action_id = ? AND armed = 0", (now, claim.action_id))
        node = program.nodes[journey.step]
        for kind in (pick.kind, "note") if claim.noted else (pick.kind,):
            self.book(account.key).move(kind, claim.reserved_at, now)
        if node.message:
            self.connection.execute("UPDATE lead SET contacted_at = ? WHERE id = ?", (now, journey.lead))
        today = (account.key, meter.today(now)[0])
        if today not in self._active_days:
            self.connection.execute("INSERT OR IGNORE INTO active_day VALUES (?, ?)", today)
            self._active_days.add(today)
        behind = account.channel == "email" and bool(journey.linkedin_account) and linkedin_behind(journey, program)
        told = attempt(
            self.planner, pick, node, sender=claim.sender.name, number=claim.attempt, active=active, window=window,
            inbox=self.inbox_read(account.key), linkedin_inbox=self.inbox_read(journey.linkedin_account) if behind else None,
            behind=behind, message_id=claim.prepared.message_id, noted=claim.noted, variant=claim.prepared.variant,
        )  # fmt: skip
        self.event(now, "sending", journey=journey, action=claim.action_id, account=account.key, data=told)
        return ""

    def inbox_read(self, account: str) -> int | None:
        """When an account's inbox was read last, None = never."""
        found = self.one("SELECT inbox_read_at FROM account WHERE key = ?", (account,))
        return None if found is None else int(found)

    def _another_day(self, claim: SqlClaim, now: int) -> str:
        """Midnight came between claim and send: the action counts on the new day, if that has room for it."""
        assert self.planner is not None
        pick, journey = claim.pick, claim.pick.journey
        business = self.planner.business_zone.day(now)
        if not journey.first or not pick.node.message or business == self.planner.business_zone.day(claim.reserved_at):
            return ""
        campaign = self.planner.workspace.campaigns[journey.campaign]
        cap = campaign.company_cap
        if cap is not None and journey.company and self.company_contacts(business, journey.company) >= cap:
            return f"company_cap: {cap} first contacts a day with one company"
        if campaign.max_new_leads is not None and self.first_contacts(business) >= campaign.max_new_leads:
            return f"max_new_leads: {campaign.max_new_leads} a day"
        self.connection.execute("UPDATE first_contact SET day = ? WHERE action_id = ?", (business, claim.action_id))
        return ""

    def outcome(self, claim: Claim, outcome: Outcome, at: int) -> None:
        """Bring an outcome to the disk before anything else happens; only an armed action can be in doubt after a crash."""
        assert isinstance(claim, SqlClaim)
        if self.journal is not None and claim.armed_at:
            self.journal.append(Record(f"{claim.action_id}:{claim.attempt}", claim.armed_at, outcome), sync=False)
            self._unsettled.add(claim.action_id)
        del at

    def settle(self, claim: Claim, settled: Settled, at: int) -> None:
        """Record what came of an action."""
        assert isinstance(claim, SqlClaim)
        self._unsettled.discard(claim.action_id)
        journey = claim.pick.journey
        self.settle_action(claim.action_id, journey, claim.pick.account.key, settled, at, armed=bool(claim.armed_at))
        if settled.renewed:
            self.write("UPDATE action SET claimed_at = ? WHERE id = ?", at, claim.action_id)
        if settled.state is ActionState.SENT and claim.prepared.message_id:
            journey.thread, journey.thread_subject = claim.prepared.thread, claim.prepared.thread_subject

    def settle_action(self, action: int, journey: Journey, account: str, settled: Settled, at: int, *, armed: bool) -> None:
        """The rows that follow from an outcome."""
        self.write("UPDATE action SET state = ?, reason = ?, settled_at = ? WHERE id = ?", settled.state.value, settled.reason, at, action)
        if not settled.used:
            self.forget_book(account)
            # armed = 2: an earlier attempt that a person declared not sent; it counts for ever (SPEC 13 rule 1)
            self.write(
                "DELETE FROM usage WHERE action_id = ? AND armed < 2 "
                "AND at >= (SELECT coalesce(sending_at, claimed_at) FROM action WHERE id = ?)",
                action, action,
            )  # fmt: skip
            self.write("DELETE FROM first_contact WHERE action_id = ?", action)
        if settled.suppress:
            self.write(
                "INSERT OR IGNORE INTO suppression (kind, value, reason, source, created_at) "
                "SELECT 'email', email, 'hard bounce', ?, ? FROM lead WHERE id = ? AND email IS NOT NULL",
                settled.reason, at, journey.lead,
            )  # fmt: skip
        if settled.state is not ActionState.PLANNED or armed:
            data = ended(settled, kept=account.startswith("linkedin:") and self.connection.execute(KEPT, (action,)).fetchone() is not None)
            if settled.suppress:
                data |= {"hard_bounce": True, **self.what(action)}
            self.event(at, settled.state.value, journey=journey, action=action, account=account, data=data)
        if settled.state is ActionState.SENT:
            if account not in self._faultless:
                self.write("UPDATE account SET errors = 0 WHERE key = ? AND errors > 0", account)
                self._faultless.add(account)
            if account.startswith("linkedin:"):
                self.invited(action, journey, account)

    def invited(self, action: int, journey: Journey, account: str) -> None:
        """A LinkedIn action counts as done: if it was an invitation, that is open from now on."""
        assert self.planner is not None
        kind, sending_at = self.connection.execute("SELECT kind, sending_at FROM action WHERE id = ?", (action,)).fetchone()
        if kind == "connect" and sending_at is not None:  # one that was open before is another's
            due = withdraw_at(self.planner.workspace.campaigns[journey.campaign], sending_at)
            sent(self.write, journey, action, account, due, sending_at)
            self._queues.pop(account, None)

    def hold_account(self, account: str, reason: str, at: int, until: int) -> None:
        """Stop an account."""
        self.write("UPDATE account SET held = ?, held_at = ?, held_until = ? WHERE key = ?", reason, at, until or None, account)
        self.event(at, "sender_held", account=account, data={"reason": reason, "until": until or None})

    def channel_error(self, account: str) -> int:
        """Count one more channel error; how many there are in a row now."""
        self._faultless.discard(account)
        return guard_rows.channel_error(self.connection, account)

    def doubts_in_a_row(self, account: str) -> int:
        """The last mails of an account."""
        return guard_rows.doubts_in_a_row(self.connection, account)

    def bounces(self, accounts: Sequence[str], most: int) -> tuple[int, int]:
        """(mails, hard bounces among them) of the accounts' last mails."""
        return guard_rows.bounces(self.connection, accounts, most)

    def guard_domain(self, domain: str, reason: str, at: int, *, hold: bool) -> None:
        """Hold a domain's first contacts, or warn."""
        guard_rows.guard_domain(self.connection, domain, reason, at, hold=hold)
