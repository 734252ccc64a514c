"""The LinkedIn invitations in the database: which wait to be withdrawn, and what becomes of each (core/invitations)."""

import sqlite3
from collections.abc import Callable, Mapping
from typing import Any, Final

from seleqt_cli.core.invitations import OPEN, WITHDRAWN, errand, invite_again, state_of
from seleqt_cli.core.journey import Journey
from seleqt_cli.core.limits import NEVER
from seleqt_cli.core.program import END, WITHDRAW, Program, withdrawal_of
from seleqt_cli.core.windows import Calendar
from seleqt_cli.ports.store import Refused
from seleqt_cli.storage.stopped import told

INVITATIONS: Final = (
    "SELECT i.id, i.journey_id, i.lead_id, l.email, l.linkedin, i.campaign, i.step, i.account, i.lane, i.reason, i.sent_at, i.due_at "
    "FROM invitation i JOIN lead l ON l.id = i.lead_id"
)
_PLANNED: Final = f"SELECT id FROM action WHERE lead_id = ? AND kind = '{WITHDRAW}' AND state IN ('planned', 'deferred')"
_STOPS: Final = """
SELECT coalesce((SELECT value FROM meta WHERE key = 'paused'), (SELECT reason FROM planned_pause WHERE begins_at <= ?2 AND ends_at > ?2)),
       (SELECT value FROM meta WHERE key = 'reconcile'),
       a.held, a.held_until, a.paused_until, c.state, l.paused_until, l.connected_at, i.state
FROM invitation i JOIN lead l ON l.id = i.lead_id
LEFT JOIN account a ON a.key = i.account LEFT JOIN campaign_state c ON c.name = i.campaign
WHERE i.id = ?1
"""


def errand_of(row: tuple[Any, ...], programs: Mapping[str, Program]) -> Journey:
    """The errand of a row of INVITATIONS. A step that the applied version no longer has counts as the end."""
    program = programs.get(row[5])
    step = program.index.get(withdrawal_of(row[6]), END) if program is not None else END
    found = errand(
        row[0], row[1], row[2], row[3] or row[4] or "", row[5], row[8], step, due=row[11], sent_at=row[10], account=row[7],
        reason=row[9], has_linkedin=row[4] is not None,
    )  # fmt: skip
    found.entry = (row[7], WITHDRAW)
    return found


def errand_for(connection: sqlite3.Connection, journey: int, step: str, programs: Mapping[str, Program]) -> Journey | None:
    """The errand that stands at a step of a journey: the withdrawal of what its connect step sent last."""
    connect = step.removesuffix(":" + WITHDRAW)
    row = connection.execute(
        f"{INVITATIONS} WHERE i.journey_id = ? AND i.step = ? ORDER BY i.id DESC LIMIT 1", (journey, connect)
    ).fetchone()
    return None if row is None else errand_of(row, programs)


class InvitationLane:
    """The invitations of one account and lane that wait to be withdrawn; to the planner they are follow-ups."""

    __slots__ = ("_account", "_connection", "_follow", "_lane", "_programs", "calendar", "campaign")

    def __init__(
        self, connection: sqlite3.Connection, programs: Mapping[str, Program], account: str, lane: int, calendar: Calendar, campaign: str
    ) -> None:
        self._connection = connection
        self._programs = programs
        self._account = account
        self._lane = lane
        self._follow: tuple[Journey | None] | None = None
        self.calendar = calendar
        self.campaign = campaign

    def left(self, journey: int) -> None:
        """One went out."""
        self._follow = None

    def follow_up(self) -> Journey | None:
        """The one due first whose step is in the file."""
        if self._follow is None:
            self._follow = (self._first(),)
        return self._follow[0]

    def follow_ups(self, before: int, most: int) -> int:
        """How many fall due before a moment; counting stops at `most`."""
        statement = "SELECT 1 FROM invitation WHERE account = ? AND lane = ? AND state = 'open' AND due_at < ? LIMIT ?"
        values = (self._account, self._lane, before, most)
        return int(self._connection.execute(f"SELECT count(*) FROM ({statement})", values).fetchone()[0])

    def newcomer(self, by: int) -> Journey | None:
        """A withdrawal is no first contact."""
        return None

    def newcomer_due(self) -> int | None:
        """None: there are none."""
        return None

    def _first(self) -> Journey | None:
        rows = self._connection.execute(
            f"{INVITATIONS} WHERE i.account = ? AND i.lane = ? AND i.state = 'open' AND i.due_at < ? ORDER BY i.due_at, i.journey_id",
            (self._account, self._lane, NEVER),
        )
        return next((found for row in rows if (found := errand_of(row, self._programs)).step != END), None)


def lanes_of(
    connection: sqlite3.Connection, programs: Mapping[str, Program], account: str, calendar: Callable[[int], Calendar]
) -> list[InvitationLane]:
    """The lanes of an account with open invitations, by number."""
    rows = connection.execute(
        "SELECT DISTINCT lane, campaign FROM invitation WHERE account = ? AND state = 'open' ORDER BY lane", (account,)
    ).fetchall()
    return [
        InvitationLane(connection, programs, account, lane, calendar(lane), campaign) for lane, campaign in rows if campaign in programs
    ]


def sent(write: Callable[..., None], journey: Journey, action: int, account: str, due: int, sending_at: int) -> None:
    """An invitation is open from now on; an older one of this account to the person cannot be any more."""
    write(
        "UPDATE invitation SET state = 'kept', reason = 'invited again', settled_at = ? WHERE lead_id = ? AND account = ? "
        "AND state = 'open' AND action_id <> ?",
        sending_at, journey.lead, account, action,
    )  # fmt: skip
    write(
        "INSERT OR IGNORE INTO invitation (action_id, journey_id, lead_id, campaign, step, account, lane, state, reason, sent_at, due_at) "
        "SELECT id, journey_id, lead_id, campaign, step, account, ?, 'open', '', ?, ? FROM action WHERE id = ?",
        journey.lane, sending_at, due, action,
    )  # fmt: skip


def moved(write: Callable[..., None], found: Journey, at: int, *, waits: bool) -> None:
    """Write down where an errand stands. `waits`: it is in its account's queue, not in somebody's hands."""
    state = state_of(found)
    settled = None if state == OPEN else found.base if state == WITHDRAWN else at
    write(
        "UPDATE invitation SET state = ?, reason = ?, due_at = ?, settled_at = ? WHERE id = ? AND state IN ('open', 'held')",
        state, found.reason, found.due if waits else NEVER, settled, found.invitation,
    )  # fmt: skip


def close(connection: sqlite3.Connection, lead: int, state: str, at: int) -> bool:
    """No invitation to a person is withdrawn any more; what was asked or reserved for it is given back."""
    found = connection.execute(
        "UPDATE invitation SET state = ?, reason = '', settled_at = ? WHERE lead_id = ? AND state = 'open'", (state, at, lead)
    ).rowcount
    connection.execute(
        "UPDATE task SET state = 'skipped', settled_at = ?, settled_by = 'seleqt' WHERE lead_id = ? AND kind = ? AND state = 'open'",
        (at, lead, WITHDRAW),
    )
    connection.execute(f"DELETE FROM usage WHERE armed = 0 AND action_id IN ({_PLANNED})", (lead,))
    connection.execute(f"UPDATE action SET state = 'skipped', reason = ?, settled_at = ? WHERE id IN ({_PLANNED})", (state, at, lead))
    return found > 0


def stop(connection: sqlite3.Connection, found: Journey, now: int) -> Refused | None:
    """Why an invitation must not be withdrawn now, None when it may.

    A stop, an opt-out or a suppression of the person is no reason: the withdrawal puts nothing before anybody.
    """
    row = connection.execute(_STOPS, (found.invitation, now)).fetchone()
    if row is None:
        return Refused("person", "the lead is gone")
    paused, reconcile, held, held_until, account_paused, campaign, lead_paused, connected_at, state = row
    if paused is not None:
        return Refused("account", "seleqt is paused (seleqt resume)")
    if reconcile is not None:
        return Refused("account", told(reconcile))
    if held and (held_until is None or held_until > now):
        return Refused("account", f"held: {held}")
    if account_paused is not None and account_paused > now:
        return Refused("account", "paused")
    if campaign not in (None, "active"):
        return Refused("campaign", str(campaign))
    if state != OPEN or connected_at:
        return Refused("person", "connected" if connected_at else state)
    if lead_paused is not None and lead_paused > now:
        return Refused("lead", "the lead is paused", lead_paused)
    return None


def too_soon(connection: sqlite3.Connection, lead: int, now: int) -> Refused | None:
    """Why a person is not invited again now."""
    row = connection.execute("SELECT max(settled_at) FROM invitation WHERE lead_id = ? AND state = 'withdrawn'", (lead,)).fetchone()
    reason, until = invite_again(row[0] or 0, now)
    return Refused("lead", reason, until) if reason else None
