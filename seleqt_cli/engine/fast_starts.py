"""First contacts on the short way of a simulation: who may start a lead, from when on, and what stands against it.

Everything here follows a rule of core/planner.py or core/rooms.py, which say why; here it is done with what a Track has at
hand. Where a question has no short answer it is put to those.
"""

from typing import Any

from seleqt_cli.app.run_due import Runner
from seleqt_cli.core.accounts import Account
from seleqt_cli.core.desks import most_room
from seleqt_cli.core.limits import NEVER
from seleqt_cli.core.zones import DAY
from seleqt_cli.engine.track import Hop, Rivals, Track
from seleqt_cli.ports.open_store import OpenStore


class FastStarts(Runner):
    """Knows which accounts the short way serves, and what they may start."""

    store: OpenStore

    def __init__(self, *given: Any, **named: Any) -> None:
        # No more than 30 attributes in all: past that CPython 3.11 looks each up by name, here and at every call of a method.
        self._tracks: dict[int, Track] = {}
        """By the account's number."""
        super().__init__(*given, **named)
        hops: dict[tuple[str, int], tuple[Hop, ...]] = {}
        rivals: dict[str, Rivals] = {}
        for account in self._accounts:
            self._lay_track(account, hops, rivals)

    def _lay_track(self, account: Account, hops: dict[tuple[str, int], tuple[Hop, ...]], rivals: dict[str, Rivals]) -> None:
        desks = self.planner.desks[account.key]
        if account.channel != "email" or not account.pace.gap or len(desks) != 1 or len(desks[0].starts) != 1:
            return
        start = desks[0].starts[0]
        walkers = (*start.mine, *start.others)
        if len(start.mine) > 1 or any(len(walker.desks) > 1 for walker in walkers):
            return
        track = self._tracks[account.number] = Track(account, desks[0], self.planner, self.store, hops)
        if start.campaign.name not in rivals:
            found = [(one.desks[0], self.store.book(one.desks[0].key), one.unit.number, most_room(one)) for one in walkers]
            rivals[start.campaign.name] = found, sum(rival[3] for rival in found)
        track.rivals = rivals[start.campaign.name]

    def _look(self, track: Track) -> bool:
        """Whether the lanes of a track are such that the short way serves them; new ones are taken in."""
        if len(track.mine) + len(track.theirs) != track.known and not track.lay(self.planner.programs[track.campaign].nodes):
            del self._tracks[track.number]
            return False
        own = track.own
        return own is None or not (own.line or own.back or own.coming)

    def _newcomer(self, track: Track, floor: int, best: int, now: int) -> int:
        """The slot or gap's end of a first contact where it goes before `best`, else NEVER (see Planner._consider)."""
        lane = track.newcomers
        assert lane is not None
        head = lane.first()
        if head is not None:
            arrival = head.due
        elif lane.coming:
            arrival = lane.coming[0][0]
        else:
            return NEVER
        if arrival >= NEVER:
            return NEVER
        ready = track.ready
        if best < NEVER and track.interval >= 0:
            earliest = arrival - track.part
            first = track.grid(earliest if earliest > floor else floor)
            if (first if first > ready else ready) >= best:
                return NEVER
        if arrival < track.opens:
            arrival = track.opens
        arrival, holds = self._starts_from(track, arrival, now)
        if holds < track.firm:
            track.firm = holds
        if arrival >= NEVER:
            return NEVER
        before = track.slot, track.soonest
        track.first_slot = 0
        slot = track.slot_of(arrival, floor, ready, track.free, now)
        if not track.sure:
            track.firm = 0
        key = slot if slot > ready else ready
        if slot < track.closes and key < best:
            if lane.coming:
                head = lane.newcomer(slot + track.most)
            if head is not None:
                track.lane, track.journey = lane, head
                return key
            track.firm = 0
        track.slot, track.soonest = before
        return NEVER

    def _starts_from(self, track: Track, arrival: int, now: int) -> tuple[int, int]:
        """From when on first contacts may go, and until when that cannot become an earlier moment (see Rooms.newcomers_from)."""
        desk, start = track.desk, track.origin
        tomorrow = track.day_to
        if arrival >= tomorrow:
            return arrival, NEVER
        if start.campaign.max_new_leads is not None:
            arrival, unit, holds = self.planner.newcomers_from(desk, start, track.campaign, arrival, now)
            track.unit = unit
            return arrival, holds
        waiting = self.store.waiting[track.campaign]
        limit, times = track.limit, track.times
        since = now - DAY + 1 if now - DAY + 1 < track.day_from else track.day_from
        if limit and (len(times) <= limit or times[-limit - 1] < since):  # what most come to, without counting
            if len(times) >= limit and times[-limit] >= since:
                again = times[-limit] + DAY
                if again > tomorrow:
                    again = tomorrow
                return again if again > arrival else arrival, again
            if waiting > start.ceiling and (track.own is None or not track.own.due_before(track.last_close)):
                return arrival, NEVER
        room = desk.room
        if desk.room_version != track.book.version or not desk.room_from <= now < desk.room_until:
            room = self.planner.room_of(desk, now)
        again = desk.room_until if desk.room_until < tomorrow else tomorrow
        if room <= 0:
            return max(arrival, again), again
        if waiting > start.ceiling or not start.others or self._is_called(track, room, waiting, now):
            return arrival, NEVER
        self.planner.denied.setdefault(track.campaign, set()).add(track.account.key)
        return max(arrival, again), 0

    def _is_called(self, track: Track, room: int, waiting: int, now: int) -> bool:
        """Whether more leads wait than the better-placed accounts would take before this one (see Rooms.who_starts)."""
        rivals, most = track.rivals
        better, mine, room_of = 0, track.walker.number, self.planner.room_of
        for desk, book, place, ceiling in rivals:  # itself is among them and adds nothing
            theirs = desk.room if desk.room_version == book.version and now < desk.room_until else room_of(desk, now)
            if theirs >= room:
                better += theirs - room + (place < mine)
                if better >= waiting:
                    return False
            most -= ceiling
            if better + most < waiting:
                return True
        return True

    def _may_start(self, track: Track, at: int, now: int) -> bool:
        """Whether nothing stands against a first contact at a moment; else its journey is put off (see Planner.newcomer_block)."""
        journey, store = track.journey, self.store
        if track.most_new is None and not store.looks_back and journey.lead not in store.shared:
            cap = track.cap
            company = journey.company
            if cap is None or not company:
                return True
            if track.business_from_in <= at - track.opening < track.business_to_in:
                met = store.companies_met.get(track.business_day)
                if met is None or met.get(company, 0) < cap:
                    return True
            elif store.company_contacts(self.planner.business_day(at), company) < cap:
                return True
        blocked = self.planner.newcomer_block(journey, track.origin, at)
        if blocked is None:
            return True
        self._defer(blocked, now)
        return False
