"""`plan` and `plan credit` over what is in force."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from seleqt_cli.app.plan import Plan, plan_of
from seleqt_cli.core.availability import Availability, Span, claim_by, credit_percent, following, measure
from seleqt_cli.core.windows import Calendar
from seleqt_cli.core.zones import zone
from seleqt_cli.files.holiday_days import holiday_days
from seleqt_cli.storage.run_times import first_run, planned_pauses, run_times
from seleqt_cli.storage.subscription import read_record
from seleqt_cli.wiring.machine import Machine

DUTCH = "NL"
"""Whose holidays are no business days for a claim (SPEC section 2: support rests on Dutch holidays)."""
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Measured:
    """The availability of one month, and what it gives. `over`: the month is past; `cents` None: the fee is by agreement.

    `since`: from when on it could be measured, 0 = there was no run in it.
    """

    month: date
    over: bool
    since: int
    availability: Availability
    percent: int
    fee: int | None

    @property
    def claim_by(self) -> int:
        """The last day to claim the credit, a day number; it asks the library of holidays, which takes its time."""
        return claim_by(self.month, lambda year: holiday_days(DUTCH, year))

    @property
    def cents(self) -> int | None:
        """The credit."""
        return None if self.fee is None else self.fee * self.percent // 100


def present_plan(machine: Machine, now: int) -> Plan:
    """What the subscription allows and costs now."""
    return plan_of(machine.planner, read_record(machine.connection), now)


def month_now(machine: Machine, now: int) -> date:
    """The month of the business's zone that holds a moment."""
    return (_EPOCH + timedelta(days=zone(machine.workspace.business.timezone).day(now))).replace(day=1)


def measured(machine: Machine, month: date, now: int, excused: Sequence[Span] = ()) -> Measured:
    """Measure a month, as far as it is past: from the first run on, in the hours of the schedules that are in force.

    `excused`: what was no fault of the scheduler besides announced pauses.
    """
    place = zone(machine.workspace.business.timezone)
    start, end = (place.instant((day - _EPOCH).days, 0) for day in (month, following(month)))
    began = first_run(machine.connection)
    since, until = max(start, began or now), min(end, now)
    opened: list[Span] = []
    if since < until:
        rows = machine.connection.execute("SELECT id, campaign FROM lane").fetchall()
        for lane, campaign in rows:
            if campaign in machine.programs:
                opens, ends = machine.planner.bounds(campaign)
                opened += _windows(machine.calendar(lane), max(since, opens), min(until, ends))
    planned = [(one.begins, one.ends) for one in planned_pauses(machine.connection, since, until) if one.announced]
    found = measure(opened, run_times(machine.connection, since, until), [*planned, *excused])
    fee = present_plan(machine, now).price.cents
    return Measured(month, now >= end, since if since < until else 0, found, credit_percent(found.hundredths), fee)


def _windows(calendar: Calendar, start: int, end: int) -> Iterable[Span]:
    """When a schedule was open between two moments."""
    for day in range(calendar.zone.day(start) - 1, calendar.zone.day(end) + 1):
        for opens, closes in calendar.windows(day):
            if max(start, opens) < min(end, closes):
                yield max(start, opens), min(end, closes)
