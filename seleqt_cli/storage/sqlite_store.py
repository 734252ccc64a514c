"""The real store: queues and ledger, claims, tasks, and the record of what was done, in one SQLite database."""

import json

from seleqt_cli.core.actions import ActionState
from seleqt_cli.core.journey import Journey
from seleqt_cli.core.limits import NEVER
from seleqt_cli.core.program import END, WITHDRAW
from seleqt_cli.ports.recovery import Left
from seleqt_cli.ports.store import Claim
from seleqt_cli.storage.invitations import close, errand_for
from seleqt_cli.storage.rows import INSERT, values_of, walker_of
from seleqt_cli.storage.sending import SqlClaim, SqlSending


class SqliteStore(SqlSending):
    """The store of one workspace (see ports/store)."""

    def arrive(self, queue: str, kind: str, soonest: int) -> bool:
        """Newcomers whose moment has come stand in the order of their places from now on."""
        now = self.now()
        if not self._depth or soonest > now:
            return False
        self.connection.execute(
            "UPDATE journey SET state = 'due' WHERE queue = ? AND kind = ? AND first = 1 AND state = 'waiting' AND due_at <= ?",
            (queue, kind, now),
        )
        return True

    def timers(self, by: int) -> list[Journey]:
        """The journeys of active campaigns whose own moment has come, at most a thousand at a time."""
        rest, names = self._active()
        found = self.journeys(
            f"WHERE j.queue = '-' AND j.state = 'waiting' AND j.due_at <= ?{rest} ORDER BY j.due_at, j.id LIMIT 1000", (by, *names)
        )
        return [journey for journey in found if journey.step != END]

    def next_timer(self) -> int | None:
        """When the next of them comes."""
        self.flush()
        rest, names = self._active()
        found = self.one(f"SELECT due_at FROM journey j WHERE queue = '-' AND state = 'waiting'{rest} ORDER BY due_at, id LIMIT 1", names)
        return None if found is None or found >= NEVER else int(found)

    def active_since(self, campaign: str) -> int:
        """Its row says when it was resumed, or first applied."""
        return int(self.one("SELECT since FROM campaign_state WHERE name = ?", (campaign,)) or 0)

    def _active(self) -> tuple[str, tuple[str, ...]]:
        """The condition that leaves paused campaigns out: their journeys stand still, whatever falls due."""
        assert self.planner is not None
        names = tuple(self.planner.inactive)
        return (f" AND j.campaign NOT IN ({', '.join('?' * len(names))})" if names else ""), names

    def close_invitations(self, lead: int, state: str, at: int) -> bool:
        """Nothing of them is withdrawn any more."""
        self._queues.clear()
        return close(self.connection, lead, state, at)

    def unclaim(self, claim: Claim) -> bool:
        """No event tells of it yet: only what C1 wrote goes."""
        assert isinstance(claim, SqlClaim)
        if claim.attempt > 1 or claim.armed_at:
            return False
        for table in ("payload", "usage", "first_contact"):
            self.write(f"DELETE FROM {table} WHERE action_id = ?", claim.action_id)
        self.write("DELETE FROM action WHERE id = ? AND sending_at IS NULL", claim.action_id)
        return True

    def walker(self, journey: int, step: str) -> Journey | None:
        """Who stands at the step of an action or a task: the journey itself, or the errand of its invitation."""
        assert self.planner is not None
        if step.endswith(":" + WITHDRAW):
            return errand_for(self.connection, journey, step, self.planner.programs)
        return self.journey("WHERE j.id = ?", (journey,))

    def blocked(self, journey: Journey) -> list[Journey]:
        """The person's other journeys that wait for this one to end."""
        return self.journeys(
            "WHERE j.lead_id = ? AND j.id <> ? AND j.state = 'waiting' AND j.due_at >= ? AND j.reason LIKE 'overlap:%' ORDER BY j.id",
            (journey.lead, journey.id, NEVER),
        )

    def add(self, journey: Journey, queue: str, at: int) -> int:
        """Enrol a lead; returns the journey's id."""
        assert self.planner is not None
        values = values_of(journey, queue, self.planner.programs)
        cursor = self.connection.execute(
            INSERT, (*values, *walker_of(journey), journey.lead, journey.campaign, journey.place, journey.lane, journey.company, at)
        )
        return int(cursor.lastrowid or 0)

    def skip(self, journey: Journey, step: str, kind: str, reason: str, at: int) -> None:
        """Record a step that was not done."""
        self.event(at, "skipped", journey=journey, data={"step": step, "action": kind, "reason": reason})

    def tag(self, journey: Journey, name: str, at: int) -> None:
        """Give the person a tag."""
        self.write("INSERT OR IGNORE INTO lead_tag VALUES (?, ?)", journey.lead, name)
        self.event(at, "tagged", journey=journey, data={"tag": name})

    def open_task(self, journey: Journey, kind: str, account: str, text: str, frozen: str, at: int) -> None:
        """Ask a person for something."""
        assert self.planner is not None
        step = self.planner.programs[journey.campaign].nodes[journey.step].id
        self.write(
            "INSERT OR IGNORE INTO task (journey_id, lead_id, campaign, step, kind, state, account, text, frozen, created_at, settled_by) "
            "VALUES (?, ?, ?, ?, ?, 'open', ?, ?, ?, ?, '')",
            journey.id, journey.lead, journey.campaign, step, kind, account, text, frozen, at,
        )  # fmt: skip
        self.event(at, "task", journey=journey, account=account, data={"step": step, "kind": kind})

    def expire_task(self, journey: Journey, step: str, reason: str, at: int) -> None:
        """Nobody did what was asked in time."""
        mine = (journey.id, step)
        self.write(
            "UPDATE task SET state = 'expired', settled_at = ?, settled_by = 'seleqt' WHERE journey_id = ? AND step = ? AND state = 'open'",
            at,
            *mine,
        )
        reserved = "SELECT id FROM action WHERE journey_id = ? AND step = ? AND state IN ('planned', 'deferred')"
        self.write(f"DELETE FROM usage WHERE armed = 0 AND action_id IN ({reserved})", *mine)
        self.write(f"DELETE FROM first_contact WHERE action_id IN ({reserved})", *mine)
        self.write(f"UPDATE action SET state = 'skipped', reason = ?, settled_at = ? WHERE id IN ({reserved})", reason, at, *mine)

    def own_mail_left(self, account: str, reason: str, at: int) -> None:
        """What `senders test` wrote down has no journey and no bytes; its place in the limits stays used."""
        rows = self.connection.execute(
            "SELECT id FROM action WHERE account = ? AND journey_id = 0 AND state = 'sending' "
            "AND state IN ('claimed', 'sending', 'in_doubt')",
            (account,),
        ).fetchall()
        for (action,) in rows:
            self.connection.execute(
                "UPDATE action SET state = ?, reason = ?, settled_at = ? WHERE id = ? AND state = 'sending'",
                (ActionState.IN_DOUBT.value, reason, at, action),
            )
            self.event(at, "in_doubt", action=action, account=account, data={"reason": reason})

    def left_behind(self, account: str) -> list[Left]:
        """The claimed and sending actions of an account, oldest first."""
        assert self.planner is not None
        rows = self.connection.execute(
            "SELECT a.id, a.attempts, a.journey_id, a.step, a.state, a.sending_at, a.claimed_at, p.thread FROM action a "
            "LEFT JOIN payload p ON p.action_id = a.id WHERE a.account = ? AND a.state IN ('claimed', 'sending') "
            "AND a.state IN ('claimed', 'sending', 'in_doubt') ORDER BY a.id",  # the words of the index of what is open
            (account,),
        ).fetchall()
        found = []
        for action, attempt, number, step, state, sending_at, claimed_at, packed in rows:
            journey = self.walker(number, step)
            if journey is not None:
                if journey.invitation:
                    journey.due = claimed_at  # while it was in somebody's hands it stood in no queue
                _, subject, *thread = json.loads(packed) if packed else ["", ""]
                sending = sending_at if state == ActionState.SENDING else 0
                found.append(Left(action, attempt, journey, account, sending, claimed_at, tuple(thread), subject))
        return found
