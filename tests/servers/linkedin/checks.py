"""What must hold for the record of a run, whatever the run was: nobody wrong, nothing over a limit, nothing too soon or out of hours."""

import datetime
import itertools
from collections import Counter
from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

from tests.servers.linkedin.model import WEEK, Entry


def violations(
    writes: Iterable[Entry], *, decoys: Iterable[str] = (),
    per_day: Mapping[str, int] | None = None, per_week: Mapping[str, int] | None = None,
    gap: int = 0, hours: tuple[int, int] | None = None, weekdays: bool = False, zone: str = "UTC",
) -> list[str]:  # fmt: skip
    """Sentences, none when all is well.

    `per_day` counts days of `zone`, `per_week` any seven days in a row; `gap` in seconds between two writes; `hours` [from, to) of `zone`.
    Refused writes count as well: the site received them.
    """
    found = []
    listed = sorted(writes, key=lambda entry: entry.seq)
    wrong = set(decoys)
    found += [f"{entry.action} hit {entry.target_slug}" for entry in listed if entry.target_slug in wrong]
    at = {entry.seq: datetime.datetime.fromtimestamp(entry.virtual_time, ZoneInfo(zone)) for entry in listed}
    days = Counter((entry.action, at[entry.seq].date().isoformat()) for entry in listed)
    for (action, day), count in sorted(days.items()):
        if per_day is not None and count > per_day.get(action, count):
            found.append(f"{count} {action} on {day}")
    for action, most in (per_week or {}).items():
        times = [entry.virtual_time for entry in listed if entry.action == action]
        worst = max((sum(1 for each in times if start <= each < start + WEEK) for start in times), default=0)
        if worst > most:
            found.append(f"{worst} {action} within seven days")
    for before, entry in itertools.pairwise(listed):
        if entry.virtual_time - before.virtual_time < gap:
            found.append(f"{entry.action} {entry.target_slug} {entry.virtual_time - before.virtual_time} s after the one before")
    for entry in listed:
        moment = at[entry.seq]
        if (hours is not None and not hours[0] <= moment.hour < hours[1]) or (weekdays and moment.weekday() > 4):
            found.append(f"{entry.action} {entry.target_slug} at {moment:%a %H:%M}")
    return found
