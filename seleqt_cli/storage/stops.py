"""Why nothing may go to a person from an account now: read at C1 and once more at C2, in the transaction of each."""

import sqlite3
from typing import Final

from seleqt_cli.core.campaign import LINKEDIN_KINDS
from seleqt_cli.core.facts import INBOX_FRESH_SECONDS, LINKEDIN_FRESH_SECONDS, LINKEDIN_MESSAGE_FRESH
from seleqt_cli.core.guards import LINKEDIN_UNSEEN, domain_of, is_fresh
from seleqt_cli.core.journey import BY_HAND, QUEUED, Journey
from seleqt_cli.core.planner import Pick
from seleqt_cli.core.program import Program
from seleqt_cli.ports.store import Refused
from seleqt_cli.storage import invitations
from seleqt_cli.storage.guard_rows import GUARD
from seleqt_cli.storage.stopped import told

HARD_BOUNCE: Final = "hard bounce"
"""The one reason of a suppression that is about the address and not about the person."""

_STOPS: Final = """
SELECT coalesce((SELECT value FROM meta WHERE key = 'paused'), (SELECT reason FROM planned_pause WHERE begins_at <= ?4 AND ends_at > ?4)),
       (SELECT value FROM meta WHERE key = 'reconcile'),
       a.held, a.held_until, a.paused_until, l.stopped, l.paused_until, j.state, c.state, a.inbox_read_at,
       (SELECT inbox_read_at FROM account WHERE key = j.linkedin_account),
       (SELECT value FROM meta WHERE key = ?3),
       (SELECT 1 FROM task WHERE journey_id = 0 AND step = 'lead ' || l.id AND kind = 'contact' AND state = 'open'),
       (SELECT reason FROM suppression WHERE kind = 'email' AND value = l.email),
       (SELECT reason FROM suppression WHERE kind = 'linkedin' AND value = l.linkedin),
       (SELECT reason FROM suppression WHERE kind = 'domain' AND value = substr(l.email, instr(l.email, '@') + 1))
FROM journey j JOIN lead l ON l.id = j.lead_id
LEFT JOIN account a ON a.key = ?2 LEFT JOIN campaign_state c ON c.name = j.campaign
WHERE j.id = ?1
"""


def stop(
    connection: sqlite3.Connection, journey: Journey, pick: Pick, program: Program, now: int, *, sending: bool = False
) -> Refused | None:
    """Why the pick must not go, None when it may. The order of the checks is the order of the promises.

    `sending`: it is C2. Only then has a LinkedIn inbox to be fresh for a message: whoever does the step looks right before.
    """
    if journey.invitation:
        return invitations.stop(connection, journey, now)
    row = connection.execute(_STOPS, (journey.id, pick.account.key, GUARD + domain_of(pick.account), now)).fetchone()
    if row is None:
        return Refused("person", "the lead is gone")
    (
        paused,
        reconcile,
        held,
        held_until,
        account_paused,
        stopped,
        lead_paused,
        state,
        campaign,
        read_at,
        linkedin_read_at,
        guard,
        by_hand,
        *suppressed,
    ) = row
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
    if state not in QUEUED:
        return Refused("person", f"journey {state}")
    email, profile, domain = suppressed
    said = stopped or (email if email != HARD_BOUNCE or pick.account.channel == "email" else None) or profile or domain
    if said:
        return Refused("person", f"never to be contacted: {said}")
    if by_hand:
        return Refused("journey", BY_HAND)
    if lead_paused is not None and lead_paused > now:
        return Refused("lead", "the lead is paused", lead_paused)
    if pick.account.channel == "email":
        if journey.first and guard:
            return Refused("lead", f"first contacts held: {guard}", now + INBOX_FRESH_SECONDS)
        if not journey.first and not pick.account.vouched and not is_fresh(read_at, now, INBOX_FRESH_SECONDS):
            return Refused("inbox", "the inbox was not read in the last 15 minutes")
        behind = journey.linkedin_account and linkedin_behind(journey, program)
        if behind and not is_fresh(linkedin_read_at, now, LINKEDIN_FRESH_SECONDS):
            return Refused("lead", LINKEDIN_UNSEEN, now + INBOX_FRESH_SECONDS)
    if sending and pick.kind in ("message", "inmail") and not journey.first and not is_fresh(read_at, now, LINKEDIN_MESSAGE_FRESH):
        return Refused("inbox", "nobody looked for replies on LinkedIn in the last hour")
    return invitations.too_soon(connection, journey.lead, now) if pick.kind == "connect" else None


def linkedin_behind(journey: Journey, program: Program) -> bool:
    """Whether a LinkedIn step was performed in this journey: its answer could have come there (SPEC section 8)."""
    return any(done == "sent" and program.kind(step) in LINKEDIN_KINDS for step, done in journey.done.items())
