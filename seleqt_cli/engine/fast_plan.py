"""The decisions of the short way of a simulation: Planner.plan for accounts that serve one campaign under one calendar.

Everything here follows a rule of core/planner.py or core/rooms.py, which say why; here it is done with what a Track has at
hand. Where a question has no short answer it is put to those, or the account takes the general way.
"""

from typing import Final

from seleqt_cli.core.jitter import EMPTY
from seleqt_cli.core.limits import NEVER
from seleqt_cli.core.zones import DAY
from seleqt_cli.engine.fast_starts import FastStarts
from seleqt_cli.engine.track import FAR, STALE, Track

copy_of_empty: Final = EMPTY.copy
from_bytes: Final = int.from_bytes
PAST: Final = -FAR
"""Long before the hours opened."""
GENERAL: Final = -1
"""Instead of a moment: what comes is not for the short way."""


class FastPlanning(FastStarts):
    """Knows what the accounts that the short way serves do next."""

    def _plan(self, track: Track, now: int) -> int:
        """Planner.plan for a track: fills it in and gives the moment of its next action, NEVER without one.

        Names that end in `_in` are seconds since the present hours opened: numbers below 2**30, which CPython compares and
        adds in a fraction of the time that a moment takes.
        """
        own, book = track.own, track.book
        if own is None:
            if not self._look(track):
                return GENERAL
            if not track.known:
                return NEVER
            own = track.own
        now_in = now - track.opening
        if not track.from_in <= now_in < track.to_in:
            track.turn(now)
            now_in = now - track.opening
        opening, hours, part, interval = track.opening, track.hours, track.part, track.interval
        limit, rule, free_in = track.limit, "", PAST
        if limit:  # see Desk.allowed_from
            times = track.times
            if len(times) >= limit:
                free_in = times[-limit] + track.day_on
                if track.day_from_in + DAY <= free_in < track.day_to_in:  # a day of 25 hours
                    free_in = track.day_to_in
                if free_in > now_in:
                    rule = track.rule_of_day
                else:
                    free_in = PAST
        else:
            free, rule = track.desk.allowed_from(book, now), track.desk.rule
            if free >= NEVER:
                return NEVER
            if free:
                free_in = free - opening
        track.free = 0 if free_in == PAST else opening + free_in
        ready, ready_in = book.last_action, PAST
        if ready:
            ready += track.gap
            ready_in = ready - opening
        floor_in = track.floor_in
        if track.spread:
            last_in = track.record.last_slot - opening
            if last_in >= floor_in:
                floor_in = last_in + 1
        track.start = track.unit = None
        track.ready, track.rule, track.firm = ready, rule, NEVER
        simple = ready_in < hours and free_in < hours and interval >= 0
        best, soonest = NEVER, False
        journey, due = None, NEVER
        if own is not None and own.gone < len(own.followers):
            journey = own.followers[own.gone]
            due = journey.due
        lane = track.newcomers
        open_line = lane is not None and bool(lane.line or lane.coming or lane.back)
        if own is not None and journey is not None and due < NEVER:
            due_in = due - opening
            earliest_in = due_in - part
            if earliest_in >= hours and open_line and simple and track.plain:
                at = self._today(track, floor_in, ready_in, free_in, due_in, hours, now_in)
                if 0 < at < NEVER:
                    return self._first(track, at, now)
            soonest = earliest_in <= floor_in
            if soonest:
                earliest_in = floor_in
            if simple and earliest_in < hours:  # most slots: see Track.slot_of
                slot_in = earliest_in if earliest_in > 0 else 0
                if interval:
                    slot_in += -(track.before_opening + slot_in) % interval
                if free_in - part <= slot_in < hours and not (track.ends and opening + slot_in >= track.closes):
                    best_in = slot_in if slot_in > ready_in else ready_in
                    if not soonest and open_line:
                        at = self._today(track, floor_in, ready_in, free_in, due_in, best_in, now_in) if track.plain else GENERAL
                        if at == GENERAL:
                            at = self._newcomer(track, opening + floor_in, opening + best_in, now)
                            if at < NEVER:
                                track.planned = at
                                at = self._set_moment(track, now)
                        if at < NEVER:
                            return self._first(track, at, now)
                    if free_in > best_in:
                        best_in = free_in
                    track.journey, track.lane, track.soonest = journey, own, soonest
                    return self._moment(track, slot_in, due_in if due_in > best_in else best_in, now_in)
            track.journey, track.lane = journey, own
            slot = track.slot_of(due, opening + floor_in, ready, track.free, now)
            soonest = track.soonest
            track.firm = NEVER if track.sure else 0
            if slot >= track.closes:
                return GENERAL
            best = slot if slot > ready else ready
        elif simple and track.plain and open_line:
            at = self._today(track, floor_in, ready_in, free_in, NEVER, NEVER, now_in)
            if 0 < at < NEVER:
                return self._first(track, at, now)
        if not soonest and open_line:
            key = self._newcomer(track, opening + floor_in, best, now)
            if key < best:
                track.planned = key
                return self._first(track, self._set_moment(track, now), now)
        if best >= NEVER:
            return NEVER
        track.planned = best
        return self._set_moment(track, now)

    def _today(self, track: Track, floor_in: int, ready_in: int, free_in: int, due_in: int, best_in: int, now_in: int) -> int:
        """`_newcomer` in the hours that are open, for a line in which everybody has been for long, with the moment set.

        `due_in`: of the first follow-up, NEVER without one. GENERAL: it is not so simple. NEVER: the follow-up goes first.
        """
        lane = track.newcomers
        if lane is None or lane.coming or lane.back:
            return GENERAL
        line = lane.line
        if not line:
            return GENERAL
        head = line[0]
        if not (head.entry is lane and head.first):
            alive = lane.first()
            if alive is None:
                return GENERAL
            head = alive
        opening, part, hours = track.opening, track.part, track.hours
        arrival_in = head.due - opening
        if arrival_in > now_in or arrival_in - part > floor_in or track.opens_in > now_in:
            return GENERAL
        interval = track.interval
        slot_in = floor_in if floor_in > 0 else 0
        if interval:
            slot_in += -(track.before_opening + slot_in) % interval
        if slot_in >= hours:
            return GENERAL
        if slot_in >= best_in or ready_in >= best_in:
            return NEVER
        first_slot_in, firm_in = slot_in, FAR
        if free_in > now_in:  # what most come to in a full account: no room before the limit is free (see _starts_from)
            times, limit = track.times, track.limit
            if len(times) > limit and times[-limit - 1] + track.day_on > now_in:
                return GENERAL
            firm_in = arrival_in = times[-limit] + track.day_on
            if arrival_in > track.day_to_in:
                firm_in = arrival_in = track.day_to_in
        elif due_in < track.last_close_in or self.store.waiting[track.campaign] <= track.origin.ceiling:
            now = opening + now_in
            arrival, firm = self._starts_from(track, opening + arrival_in, now)
            arrival_in, firm_in = arrival - opening, firm - opening
        soonest = arrival_in - part <= floor_in
        if not soonest:
            slot_in = arrival_in - part
            if slot_in < 0:
                slot_in = 0
            if interval:
                slot_in += -(track.before_opening + slot_in) % interval
            if slot_in >= hours:
                return GENERAL
        if slot_in < free_in - part:
            return GENERAL
        if firm_in < FAR:
            track.firm = opening + firm_in
        base_in = slot_in if slot_in > ready_in else ready_in
        if base_in >= best_in:
            return NEVER
        track.lane, track.journey, track.soonest, track.first_slot = lane, head, soonest, opening + first_slot_in
        if free_in > base_in:
            base_in = free_in
        due_in = head.due - opening
        return self._moment(track, slot_in, due_in if due_in > base_in else base_in, now_in)

    def _moment(self, track: Track, slot_in: int, base_in: int, now_in: int) -> int:
        """`_set_moment` for a slot in the present hours; `base_in`: not before it."""
        journey, part, opening = track.journey, track.part, track.opening
        hop = track.hops[journey.step]
        track.node = hop.node
        at_in = slot_in
        if part > 1 and slot_in + part > now_in and slot_in + part > base_in:
            hashed = copy_of_empty()
            hashed.update(f"{track.prefix}{journey.key}{hop.suffix}".encode("utf-8", "surrogatepass"))
            at_in += from_bytes(hashed.digest(), "big") * part >> 64
        if base_in > at_in:
            at_in = base_in
        track.slot = opening + slot_in
        if at_in >= track.hours:
            track.firm = 0
            if not track.calendar.is_open(opening + at_in):
                at_in = base_in
        track.planned = at = opening + at_in
        if at_in <= now_in:
            track.version = STALE
            track.at = at = opening + now_in
            return at
        track.at = at
        track.version = track.book.version if at < track.firm else STALE
        return at

    def _first(self, track: Track, at: int, now: int) -> int:
        """The moment of a first contact, or of what comes instead if something stands against it."""
        start = track.origin
        track.version = STALE
        if start.campaign.max_new_leads is None:
            if track.soonest:
                track.start = start
                if track.day_to < track.firm:
                    track.firm = track.day_to
                if now < at < track.firm:
                    track.version = track.book.version
            if track.version == STALE and track.first_slot and now < at < track.opening + track.to_in:
                track.start, track.firm = start, 0
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
        if lane.coming or head is None:
            return self._plan(track, now)
        due, slot = head.due, track.slot
        if track.interval < 0 or due - track.part > track.floor:
            return self._plan(track, now)
        if not track.firm:  # there was no room before now; whether there is some now is what planning anew would ask
            own = track.own
            first = own.follow_up() if own is not None else None
            scarce = self.store.waiting[track.campaign] <= start.ceiling or (first is not None and first.due < track.last_close)
            if due > now or (scarce and self._starts_from(track, due, now)[0] > now):
                return self._plan(track, now)
            track.slot = slot = track.first_slot
            track.soonest, track.firm, track.rule = True, track.day_to, ""
        elif start.others and self.store.waiting[track.campaign] <= start.ceiling:
            return self._plan(track, now)
        track.journey = head
        if track.free <= now:
            track.free = 0
        base, opening = slot if slot > track.ready else track.ready, track.opening
        now_in, slot_in = now - opening, slot - opening
        if 0 <= slot_in < track.hours and track.from_in <= now_in < track.to_in:
            if track.free > base:
                base = track.free
            at = self._moment(track, slot_in, (due if due > base else base) - opening, now_in)
        else:
            track.planned = base
            at = self._set_moment(track, now)
        return at if self._may_start(track, at, now) else self._plan(track, now)

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
        if part > 1 and slot + part > now and slot + part > base:  # what is behind, or pushed, goes at once, whatever its jitter
            hashed = copy_of_empty()
            hashed.update(f"{track.prefix}{journey.key}{hop.suffix}".encode("utf-8", "surrogatepass"))
            at += from_bytes(hashed.digest(), "big") * part >> 64  # jitter.pick
        if base > at:
            at = base
        if (at >= track.opening + track.hours or slot < track.opening) and at >= track.calendar.closing(slot):
            track.firm = 0
            if not track.calendar.is_open(at):
                at = base
        track.planned = at
        if at < now:
            at = now
        track.at = at
        track.version = track.book.version if now < at < track.firm else STALE
        return at
