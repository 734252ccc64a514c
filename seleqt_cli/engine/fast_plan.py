"""The decisions of the short way of a simulation: Planner.plan for accounts that serve one campaign under one calendar.

Everything here follows a rule of core/planner.py or core/rooms.py, which say why; here it is done with what a Track has at
hand. Where a question has no short answer it is put to those, or the account takes the general way.
"""

from typing import Any, Final

from seleqt_cli.app.run_due import Runner
from seleqt_cli.core.accounts import Account
from seleqt_cli.core.desks import Desk, most_room
from seleqt_cli.core.jitter import EMPTY
from seleqt_cli.core.ledger import Book
from seleqt_cli.core.limits import NEVER
from seleqt_cli.core.zones import DAY
from seleqt_cli.engine.track import STALE, Hop, Track
from seleqt_cli.ports.open_store import OpenStore

Rival = tuple[Desk, Book, int, int]
"""(desk, its book, place in the file, more than its room can ever be)."""
GENERAL: Final = -1
"""Instead of a moment: what comes is not for the short way."""


class FastPlanning(Runner):
    """Knows which accounts the short way serves, and what they do next."""

    def __init__(self, *given: Any, memory: OpenStore, **named: Any) -> None:
        self._tracks: dict[str, Track] = {}
        super().__init__(*given, **named)
        self._memory = memory
        self._hops: dict[tuple[str, int], tuple[Hop, ...]] = {}
        self._rivals: dict[str, tuple[list[Rival], int]] = {}
        """Campaign -> who may start its leads, and more than all of them together can ever take."""
        for account in self._accounts:
            self._lay_track(account)

    def _lay_track(self, account: Account) -> None:
        desks = self.planner.desks[account.key]
        if account.channel != "email" or not account.pace.gap or len(desks) != 1 or len(desks[0].starts) != 1:
            return
        start = desks[0].starts[0]
        walkers = (*start.mine, *start.others)
        if len(start.mine) > 1 or any(len(walker.desks) > 1 for walker in walkers):
            return
        self._tracks[account.key] = Track(account, desks[0], self.planner, self._memory)
        if start.campaign.name not in self._rivals:
            rivals = [(one.desks[0], self._memory.book(one.desks[0].key), one.unit.number, most_room(one)) for one in walkers]
            self._rivals[start.campaign.name] = rivals, sum(rival[3] for rival in rivals)

    def _plan(self, track: Track, now: int) -> int:
        """Planner.plan for a track: fills it in and gives the moment of its next action, NEVER without one."""
        own, newcomers, book = track.own, track.newcomers, track.book
        if len(track.mine) + len(track.theirs) != track.known:
            if not track.lay(self._hops, self.planner.programs[track.campaign].nodes):
                del self._tracks[track.account.key]
                return GENERAL
            own, newcomers = track.own, track.newcomers
        elif not track.known:
            return NEVER
        if own is not None and (own.line or own.back or own.coming):
            return GENERAL
        if not (track.day_from <= now < track.day_to and track.open_from <= now < track.open_to):
            track.turn(now)
        limit, rule = track.limit, ""
        if limit:  # see Desk.allowed_from
            free, times = 0, track.times
            if len(times) >= limit:
                latest = times[-limit]
                free = latest + DAY
                if latest >= track.day_from and free < track.day_to:
                    free = track.day_to
                if free > now:
                    rule = track.desk.only_rule
                else:
                    free = 0
        else:
            free, rule = track.desk.allowed_from(book, now), track.desk.rule
            if free >= NEVER:
                return NEVER
        ready = book.last_action
        if ready:
            ready += track.gap
        floor = track.floor
        if track.spread and track.record.last_slot >= floor:
            floor = track.record.last_slot + 1
        best, soonest, firm = NEVER, False, NEVER
        if own is not None and own.followers and own.followers[0].due < NEVER:
            journey = own.followers[0]
            track.journey, track.lane, due = journey, own, journey.due
            earliest = due - track.part
            soonest = earliest <= floor
            if soonest:
                earliest = floor
            end = track.end
            if track.since <= earliest < end and ready < end and free < end and track.interval >= 0:
                slot = earliest if earliest > track.opened else track.opened  # most slots: see Track.slot_of
                if track.interval:
                    slot += -(track.before + slot - track.opened) % track.interval
            else:
                slot = NEVER
            if slot >= end or slot < free - track.part:
                slot = track.slot_of(due, floor, ready, free, now)
                soonest = track.soonest
                firm = NEVER if track.sure else 0
            else:
                track.slot, track.soonest = slot, soonest
            if slot >= track.closes:
                return GENERAL
            best = slot if slot > ready else ready
        track.start = track.unit = None
        track.ready, track.free, track.rule, track.firm = ready, free, rule, firm
        if not soonest and newcomers is not None:
            key = self._newcomer(track, floor, best, now)
            if key < best:
                return self._first(track, key, now)
        if best >= NEVER:
            return NEVER
        track.planned = best
        return self._set_moment(track, now)

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
        waiting = self._memory.waiting[track.campaign]
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
        rivals, most = self._rivals[track.campaign]
        better, mine, room_of = 0, track.walker.number, self.planner.room_of
        for desk, book, place, ceiling in rivals:  # itself is among them and adds nothing
            known = desk.room_version == book.version and desk.room_from <= now < desk.room_until
            theirs = desk.room if known else room_of(desk, now)
            if theirs >= room:
                better += theirs - room + (place < mine)
                if better >= waiting:
                    return False
            most -= ceiling
            if better + most < waiting:
                return True
        return True

    def _first(self, track: Track, key: int, now: int) -> int:
        """The moment of a first contact, or of what comes instead if something stands against it."""
        track.planned = key
        start = track.origin
        at = self._set_moment(track, now)
        track.version = STALE
        if track.soonest and start.campaign.max_new_leads is None:
            track.start = start
            if track.day_to < track.firm:
                track.firm = track.day_to
            if now < at < track.firm:
                track.version = track.book.version
        if not self._may_start(track, at, now):
            return self._plan(track, now)
        if track.unit is None:
            track.unit = track.walker
            if start.campaign.max_new_leads is not None:
                self.planner.who_starts(track.desk, start, now)  # whoever is better placed tells this account when it starts a lead
        return at

    def _renew(self, track: Track, now: int) -> int:
        """A decision for a first contact whose moment has come: the same slot for whoever heads the line now (see Planner.renew)."""
        lane, start = track.newcomers, track.origin
        assert lane is not None
        head = lane.first()
        if lane.coming or head is None or (start.others and self._memory.waiting[track.campaign] <= start.ceiling):
            return self._plan(track, now)
        due, slot = head.due, track.slot
        if track.interval < 0 or due - track.part > track.floor:
            return self._plan(track, now)
        track.journey = head
        track.planned = slot if slot > track.ready else track.ready
        if track.free <= now:
            track.free = 0
        at = self._set_moment(track, now)
        return at if self._may_start(track, at, now) else self._plan(track, now)

    def _may_start(self, track: Track, at: int, now: int) -> bool:
        """Whether nothing stands against a first contact at a moment; else its journey is put off (see Planner.newcomer_block)."""
        journey, store = track.journey, self._memory
        if track.most_new is None and not store.looks_back and journey.lead not in store.shared:
            cap = track.cap
            company = journey.company
            if cap is None or not company or store.company_contacts(self.planner.business_day(at), company) < cap:
                return True
        blocked = self.planner.newcomer_block(journey, track.origin, at)
        if blocked is None:
            return True
        self._defer(blocked, now)
        return False

    def _set_moment(self, track: Track, now: int) -> int:
        """Add the jitter, as far as it stays inside the hours (see Planner._set_moment)."""
        journey, slot = track.journey, track.slot
        hop = track.hops[journey.step]
        track.node = hop.node
        base = track.planned
        if track.free > base:
            base = track.free
        if journey.due > base:
            base = journey.due
        at = slot
        part = track.part if track.interval >= 0 else track.part_of(slot)
        if part > 1 and slot + part > now:  # what is behind goes now, whatever its jitter
            hashed = EMPTY.copy()
            hashed.update(f"{track.prefix}{journey.key}{hop.suffix}".encode("utf-8", "surrogatepass"))
            at += int.from_bytes(hashed.digest(), "big") * part >> 64  # jitter.pick
        if base > at:
            at = base
        if (at >= track.end or slot < track.opened) and at >= track.calendar.closing(slot):
            track.firm = 0
            if not track.calendar.is_open(at):
                at = base
        track.planned = at
        if at < now:
            at = now
        track.at = at
        track.version = track.book.version if now < at < track.firm else STALE
        return at
