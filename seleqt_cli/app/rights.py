"""Restriction and objection: what a person may ask for and what binds from that moment on, on every channel (GDPR articles 18 and 21).

Both end what runs and keep the data. A restriction is lifted by a person, an objection lasts (SPEC 13 rule 7).
"""

from collections.abc import Callable, Sequence
from typing import Final

from seleqt_cli.app.suppression import SuppressionList
from seleqt_cli.core.consent import OBJECTED, RESTRICTED
from seleqt_cli.core.errors import Failed
from seleqt_cli.core.journey import LIVE, Event, Journey, State, after
from seleqt_cli.core.lead import Lead
from seleqt_cli.ports.people import PeopleStore
from seleqt_cli.ports.suppressions import Target

SOURCE: Final = "privacy request"
"""Where a row of the suppression list came from."""


class Rights:
    """Does what a person asked for, in the name of `by`. `place` puts a journey that moved where it belongs."""

    def __init__(
        self, store: PeopleStore, suppression: SuppressionList, place: Callable[[Journey, int], None], *, by: str, now: int
    ) -> None:
        self._store = store
        self._suppression = suppression
        self._place = place
        self._by = by
        self._now = now

    def restrict(self, lead: Lead, why: str) -> list[Journey]:
        """Nothing goes to the person any more, the data stay as they are; returns the journeys that ended. Again: changes nothing."""
        with self._store.transaction():
            before = self._store.stopped(lead.id)
            if before.startswith(RESTRICTED):
                return []
            ended = self._end(lead, State.STOPPED, RESTRICTED)
            self._store.set_lead(lead.id, stopped=f"{RESTRICTED} by {self._by}" + (f": {why}" if why else ""))
            data = {"by": self._by} | ({"reason": why} if why else {}) | ({"was": before} if before else {})
            self._store.record(self._now, RESTRICTED, data, lead=lead.id)
            return ended

    def lift(self, lead: Lead, why: str) -> None:
        """Campaigns to come may take the person again; what has ended stays ended. Raises Failed where nothing is restricted."""
        with self._store.transaction():
            if not self._store.stopped(lead.id).startswith(RESTRICTED):
                raise Failed(f"{lead.key} is not restricted", advice=f"seleqt leads show {lead.key}")
            was = self._store.before_restriction(lead.id)
            self._store.set_lead(lead.id, stopped=was or None)
            data = {"by": self._by, "event": RESTRICTED} | ({"reason": why} if why else {})
            self._store.record(self._now, "lifted", data, lead=lead.id)

    def object(self, lead: Lead, names: Sequence[Target]) -> tuple[list[Journey], list[Target]]:
        """The person is never contacted again, by none of `names`; returns the journeys that ended and what is new on the list."""
        with self._store.transaction():
            if all(self._suppression.reason(name) == OBJECTED for name in names):
                return [], []
            self._store.record(self._now, OBJECTED, {"by": self._by}, lead=lead.id)
            ended = self._end(lead, State.UNSUBSCRIBED, OBJECTED)
            added = self._suppression.add_person(
                names, lead=lead.id, reason=OBJECTED, by=self._by, source=SOURCE, now=self._now, opt_out=True
            )
            return ended, added

    def object_unknown(self, name: Target) -> bool:
        """The same for somebody of whom nothing is kept but this name; False when it was on the list already."""
        return bool(self._suppression.add([name], reason=OBJECTED, by=self._by, source=SOURCE, now=self._now).added)

    def _end(self, lead: Lead, state: State, reason: str) -> list[Journey]:
        ended = [one for one in self._store.journeys_of(lead.id) if one.state in LIVE]
        for journey in ended:
            event = Event.UNSUBSCRIBE if state is State.UNSUBSCRIBED else Event.STOP
            self._store.end(journey, after(journey.state, event), reason, self._by, self._now)
            # those go on that waited for it
            journey.state = State.STOPPED
            self._place(journey, self._now)
        return ended
