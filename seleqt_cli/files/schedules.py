"""When sending is allowed: `schedules:`, or a schedule written inside a campaign (SPEC section 13 rule 22)."""

import re
from itertools import pairwise
from typing import Final

from seleqt_cli.core.campaign import Hours, Schedule
from seleqt_cli.files.keys import OBJECTS
from seleqt_cli.files.places import read_country, read_zone
from seleqt_cli.files.reading import Sheet
from seleqt_cli.files.wording import did_you_mean, quoted
from seleqt_cli.files.yaml_nodes import MapNode

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LONG_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_EVERY_DAY: Final = frozenset({"daily", "all", "every day", "always"})
_HOURS: Final = re.compile(r"(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})", re.ASCII)
_MIDNIGHT: Final = 24 * 60


def read_schedules(root: Sheet) -> dict[str, Schedule]:
    """All named schedules, in the order of the file."""
    return {
        entry.key: _schedule(Sheet(root.reading, entry.node, path, OBJECTS["schedule"], entry.place), entry.key)
        for entry, path in root.named("schedules")
    }


def campaign_schedule(sheet: Sheet, schedules: dict[str, Schedule], campaign: str) -> Schedule:
    """The schedule of a campaign: by name, written right there, or the default (weekdays 09:00-17:00, the business's zone)."""
    if isinstance(sheet.node("schedule"), MapNode):
        inline = sheet.sheet("schedule", OBJECTS["schedule"])
        assert inline is not None
        return _schedule(inline, campaign)
    name = sheet.text("schedule")
    if name and name not in schedules:
        known = did_you_mean(name, schedules) or (f"; there is {', '.join(schedules)}" if schedules else "; there are no schedules")
        sheet.problem("schedule", f"there is no schedule {quoted(name)}{known}", code="reference")
    return schedules.get(name or "default") or Schedule("default")


def _schedule(sheet: Sheet, name: str) -> Schedule:
    return Schedule(
        name=name,
        days=_days(sheet),
        hours=_hours(sheet),
        timezone=read_zone(sheet, "timezone", word="lead"),
        holidays=read_country(sheet, "holidays", words=("lead", "none")) or "none",
        place=sheet.place,
    )


def _days(sheet: Sheet) -> frozenset[int]:
    found: set[int] = set()
    if not sheet.has("days"):
        return Schedule("").days
    for text in sheet.words("days"):
        for part in text.lower().split(","):
            days = _day_range(part.strip())
            if days is None:
                message = f"{quoted(part.strip())} is no day; write mon-fri, [mon, wed], or daily"
                sheet.problem("days", message + did_you_mean(part.strip(), DAYS))
            else:
                found |= days
    return frozenset(found) or Schedule("").days


def _day_range(text: str) -> set[int] | None:
    if text in _EVERY_DAY:
        return set(range(7))
    ends = [_day(part.strip()) for part in re.split("[-–]", text)]
    if len(ends) > 2 or None in ends:
        return None
    first, last = ends[0], ends[-1]
    assert first is not None
    assert last is not None
    return {(first + number) % 7 for number in range((last - first) % 7 + 1)}


def _day(text: str) -> int | None:
    for names in (DAYS, _LONG_DAYS):
        if text in names:
            return names.index(text)
    return None


def _hours(sheet: Sheet) -> tuple[Hours, ...]:
    if not sheet.has("hours"):
        return Schedule("").hours
    found = [stretch for text in sheet.words("hours") if (stretch := _stretch(sheet, text))]
    ordered = sorted(found, key=lambda hours: hours.start)
    for before, after in pairwise(ordered):
        end = before.end if before.end > before.start else before.end + _MIDNIGHT
        if after.start < end:
            sheet.problem("hours", f"{_clock(before)} and {_clock(after)} overlap; write one stretch")
    return tuple(ordered) or Schedule("").hours


def _stretch(sheet: Sheet, text: str) -> Hours | None:
    if text.lower() == "always":
        return Hours(0, _MIDNIGHT)
    match = _HOURS.fullmatch(text)
    if not match:
        sheet.problem("hours", f'{quoted(text)} is not a stretch of a day; write it as "09:00-17:30"')
        return None
    times = [int(match[1]) * 60 + int(match[2]), int(match[3]) * 60 + int(match[4])]
    if int(match[2]) > 59 or int(match[4]) > 59 or times[0] >= _MIDNIGHT or times[1] > _MIDNIGHT:
        sheet.problem("hours", f"{quoted(text)} holds a time that no clock shows; hours run from 00:00 to 24:00")
        return None
    if times[0] == times[1]:
        message = f'{quoted(text)} is empty: it ends when it starts; for the whole day write "00:00-24:00"'
        sheet.problem("hours", message, code="empty-window")
        return None
    return Hours(times[0], times[1])


def _clock(hours: Hours) -> str:
    return "-".join(f"{minute // 60:02}:{minute % 60:02}" for minute in (hours.start, hours.end))
