"""How much room each account has for first contacts today, and who takes a campaign's next lead (SPEC 13 rules 8 and 9)."""

from collections.abc import Mapping

from seleqt_cli.core.accounts import Account, Unit
from seleqt_cli.core.campaign import Workspace
from seleqt_cli.core.desks import Desk, Start, Walker
from seleqt_cli.core.ledger import Book
from seleqt_cli.core.limits import NEVER
from seleqt_cli.core.queues import Ledger, Queues
from seleqt_cli.core.windows import Calendar
from seleqt_cli.core.zones import DAY, Zone, zone


class Rooms:
    """The rooms of the accounts of one workspace. `denied`: campaign -> accounts that left a start to a better-placed person."""

    def __init__(self, workspace: Workspace, accounts: Mapping[str, Account], queues: Queues, ledger: Ledger) -> None:
        self.workspace = workspace
        self.accounts = accounts
        self.queues = queues
        self.ledger = ledger
        self.business_zone: Zone = zone(workspace.business.timezone)
        self.blocked: dict[str, str] = {}
        """Accounts that may not do anything now (held, paused) -> why; kept up to date by whoever runs the planner."""
        self.disconnected: dict[str, str] = {}
        """Those of them that the subscription has no seat for -> why; looked at once more before the dot."""
        self.first_held: dict[str, str] = {}
        """Accounts whose domain a guard holds -> why: they send follow-ups only (SPEC section 6)."""
        self.shut_notes: dict[str, tuple[int, str]] = {}
        """LinkedIn accounts that the site allows no personal notes -> until when, and why."""
        self.denied: dict[str, set[str]] = {}
        self._business_day = (1, 0, 0)
        self._hours: dict[str, list[Calendar]] = {}
        self._closes: dict[tuple[str, int], int] = {}
        self.desks: dict[str, tuple[Desk, ...]] = {
            key: tuple(Desk(account, kind, meter) for kind, meter in account.meters.items()) for key, account in accounts.items()
        }

    def room(self, account: Account, kind: str, at: int) -> int:
        """Room for first contacts: limit - used - follow-ups that fall due before the window closes today (rule 9)."""
        return self.room_of(next(desk for desk in self.desks[account.key] if desk.kind == kind), at)

    def room_of(self, desk: Desk, at: int) -> int:
        key = desk.key
        book = self.ledger.book(key)
        if desk.room_version == book.version and desk.room_from <= at < desk.room_until:
            return desk.room
        meter, limit = desk.meter, desk.only_limit
        day, start, end = meter.today(at)
        if limit:
            room, until = meter.room_of_day(limit, book.record(desk.kind).times, min(start, at - DAY + 1))
        else:
            room, until = meter.room(at, book.record(desk.kind), book.active_days(day) if meter.ramp_up is not None else 0)
        if room > 0:
            room = max(0, room - self.queues.follow_ups(key, desk.kind, self.closes(desk.account, day, end), room))
        desk.room, desk.room_from, desk.room_until, desk.room_version = room, at, end if end < until else until, book.version
        return room

    def business_day(self, at: int) -> int:
        """The day of the business's zone that holds a moment."""
        start, end, day = self._business_day
        if not start <= at < end:
            day = self.business_zone.day(at)
            self._business_day = (self.business_zone.instant(day, 0), self.business_zone.instant(day + 1, 0), day)
        return day

    def closes(self, account: Account, day: int, midnight: int) -> int:
        """When the last of the account's schedules closes on a day; hours in the lead's zone are taken in the account's."""
        found = self._closes.get((account.key, day))
        if found is None:
            found = 0
            for calendar in self._hours.get(account.key, ()):
                for _, end in calendar.windows(day):
                    found = max(found, end)
            found = self._closes[account.key, day] = found or midnight
        return found

    def shut(self, found: Mapping[tuple[str, str], tuple[int, str]]) -> None:
        """What the site itself does not allow: (account, kind, or `note`) -> until when, and why."""
        for key, desks in self.desks.items():
            for desk in desks:
                desk.shut_until(*found.get((key, desk.kind), (0, "")))
        self.shut_notes = {key: limit for (key, kind), limit in found.items() if kind == "note"}

    def notes_from(self, account: Account, book: Book, now: int) -> tuple[int, str]:
        """From when on one more personal note is allowed, and the rule that says so."""
        shut = self.shut_notes.get(account.key, (0, ""))
        if account.note_meter is None:
            return max(shut, (now, ""))
        free = account.note_meter.free_at(now, book.record("note").nth_latest)
        return max(shut, (free.at, free.rule))

    def noted(self, account: Account, kind: str, book: Book, now: int, *, message: bool) -> bool:
        """Whether an invitation that has a note (`message`) still goes with it at a moment."""
        if kind != "connect" or not message:
            return False
        return account.senders[0].note_quota == "hold" or self.notes_from(account, book, now)[0] <= now

    def working_hours(self, account: str, now: int) -> bool:
        """Whether any schedule of the account's campaigns is open; hours in the lead's zone are taken in the account's."""
        return any(calendar.window_at(now) is not None for calendar in self._hours.get(account, ()))

    def who_starts(self, desk: Desk, start: Start, now: int) -> tuple[Unit | None, int]:
        """Who takes the campaign's next lead if this account acts: the person with the most room, ties in file order.

        The account may act when more leads wait than the better-placed persons would take before it: few leads go to
        the one with the most room, many use everybody's. Also until when a None cannot turn into somebody.
        """
        chosen, most = None, 0
        for walker in start.mine:
            room = self._least_room(walker, now)
            if room > most:
                chosen, most = walker.unit, room
        if chosen is None:
            # only this one account decides: while its book stands still, its room can grow only as its past goes by
            alone = len(start.mine) == 1 and len(start.mine[0].desks) == 1
            return None, desk.room_until if alone else 0
        if not start.others:
            return chosen, NEVER
        waiting = self.queues.starts(start.campaign.name, start.ceiling + 1)
        if start.campaign.max_new_leads is not None:
            waiting = min(waiting, start.campaign.max_new_leads - self.ledger.first_contacts(self.business_day(now)))
        if waiting > start.ceiling:
            return chosen, NEVER
        better, book, none_held = 0, self.ledger.book, not self.blocked and not self.first_held
        for walker in start.others:
            one = walker.desks[0] if none_held and len(walker.desks) == 1 else None
            if one is not None and one.room_from <= now < one.room_until and one.room_version == book(one.key).version:
                room = one.room  # nearly always, and asked of every account at every first contact
            else:
                room = self._least_room(walker, now)
            if room < most:
                continue
            before = walker.unit.number < chosen.number
            if room > most or (room == most and before):
                better += room - most + before
                if better >= waiting:
                    break
        if waiting > better:
            return chosen, NEVER
        self.denied.setdefault(start.campaign.name, set()).add(desk.account.key)
        return None, 0

    def _least_room(self, walker: Walker, at: int) -> int:
        """The least room over the kinds that the campaign uses of a unit's accounts."""
        least = NEVER
        if len(walker.desks) == 1 and not self.blocked and not self.first_held:
            return self.room_of(walker.desks[0], at)
        for desk in walker.desks:
            if desk.account.key in self.blocked or desk.account.key in self.first_held:
                return 0
            least = min(least, self.room_of(desk, at))
            if least <= 0:
                return 0
        return least

    def newcomers_from(self, desk: Desk, start: Start | None, name: str, arrival: int, now: int) -> tuple[int, Unit | None, int]:
        """From when on first contacts may go from this account: at once when there is room, else tomorrow, else never.

        Also who would take the next lead, and until when the answer cannot become an earlier one.
        """
        tomorrow = desk.meter.today(now)[2]
        if arrival >= tomorrow:
            return arrival, None, NEVER
        if start is None:
            if self.room_of(desk, now) > 0:
                return arrival, None, NEVER
            again = min(desk.room_until, tomorrow)  # the past goes by: that may make room before tomorrow does
            return max(arrival, again), None, again
        most = start.campaign.max_new_leads
        if most is not None:
            day = self.business_day(now)
            if self.ledger.first_contacts(day) >= most:
                next_day = self.business_zone.instant(day + 1, 0)
                return max(arrival, next_day), None, min(next_day, tomorrow)
        unit, holds = self.who_starts(desk, start, now)
        if unit is not None:
            return arrival, unit, NEVER
        again = min(*(one.room_until for walker in start.mine for one in walker.desks), tomorrow)
        return max(arrival, again), None, min(holds, again)
