"""Between a journey's row and the journey: the only place that knows the order of the columns."""

import json
from collections.abc import Mapping
from typing import Any, Final

from seleqt_cli.core.journey import BEGINNING, History, Journey, State
from seleqt_cli.core.program import END, Program
from seleqt_cli.storage.json_text import compact

COLUMNS: Final = (
    "j.id, j.lead_id, j.campaign, j.place, j.state, j.reason, j.step, j.lane, j.first, j.due_at, j.base_at, j.message_at, j.waited, "
    "j.entered_at, j.started, j.person, j.email_account, j.linkedin_account, j.company, j.done, j.thread_subject, j.thread, j.attempts, "
    "l.email, l.linkedin, l.email IS NOT NULL AND NOT EXISTS "
    "(SELECT 1 FROM suppression s WHERE s.kind = 'email' AND s.value = l.email AND s.reason = 'hard bounce'), j.queue, j.kind"
)
FROM: Final = "journey j JOIN lead l ON l.id = j.lead_id"
SELECT: Final = f"SELECT {COLUMNS} FROM {FROM} "
# a journey that came to an end in another process meanwhile (a reply was marked) is never brought back to life
_LIVE: Final = " WHERE id = ? AND state IN ('waiting', 'due', 'held', 'paused')"
_MOVED: Final = (
    "UPDATE journey SET state = ?, reason = ?, step = ?, kind = ?, queue = ?, first = ?, due_at = ?, base_at = ?, message_at = ?, "
    "waited = ?, entered_at = ?, done = ?, thread_subject = ?, thread = ?, attempts = ?"
)
_TAKEN: Final = "UPDATE journey SET queue = ''"
_WALKER: Final = ", started = ?, person = ?, email_account = ?, linkedin_account = ?"
# An index is only written where one of its columns is set, so that what stays as it was is left out.
MOVED: Final = _MOVED + _LIVE
MOVED_WITH_WALKER: Final = _MOVED + _WALKER + _LIVE
TAKEN: Final = _TAKEN + _LIVE
TAKEN_WITH_WALKER: Final = _TAKEN + _WALKER + _LIVE
INSERT: Final = (
    "INSERT INTO journey (state, reason, step, kind, queue, first, due_at, base_at, message_at, waited, entered_at, done, thread_subject, "
    "thread, attempts, started, person, email_account, linkedin_account, lead_id, campaign, place, lane, company, created_at) "
    f"VALUES ({', '.join('?' * 25)})"
)


def journey_of(row: tuple[Any, ...], programs: Mapping[str, Program]) -> Journey:
    """The journey of a row of SELECT. A step that the applied version no longer has counts as the end."""
    program = programs.get(row[2])
    step = program.index.get(row[6], END) if program is not None else END
    return Journey(
        id=row[0], lead=row[1], campaign=row[2], place=row[3], state=State(row[4]), reason=row[5], step=step, lane=row[7],
        first=bool(row[8]), due=row[9], base=row[10], message_at=row[11], waited=bool(row[12]), entered=row[13], started=bool(row[14]),
        person=row[15], email_account=row[16], linkedin_account=row[17], company=row[18],
        done=_history(row[19]), thread_subject=row[20],
        thread=tuple(row[21].split()) if row[21] else (), attempts=row[22],
        key=row[23] or row[24] or "", has_email=bool(row[25]), has_linkedin=row[24] is not None,
        entry=(row[26], row[27], *row[14:18]),
    )  # fmt: skip


def values_of(journey: Journey, queue: str, programs: Mapping[str, Program]) -> tuple[Any, ...]:
    """What MOVED sets, without the id; INSERT begins with the same, followed by the walker.

    At END no program is asked: who answers or is stopped after the campaign left the file ends all the same.
    """
    node = programs[journey.campaign].nodes[journey.step] if journey.step != END else None
    return (
        journey.state.value, journey.reason, node.id if node else "", node.kind if node else "", queue, int(journey.first), journey.due,
        journey.base, journey.message_at, int(journey.waited), journey.entered,
        compact(journey.done) if journey.done else "{}",
        journey.thread_subject, " ".join(journey.thread), journey.attempts,
    )  # fmt: skip


def walker_of(journey: Journey) -> tuple[int, str, str, str]:
    """Whether it was begun, and who walks it: what is set once in the life of most journeys."""
    return int(journey.started), journey.person, journey.email_account, journey.linkedin_account


def _history(text: str) -> History:
    found = BEGINNING
    if text != "{}":
        for step, word in json.loads(text).items():
            found = found.also(step, word)
    return found
