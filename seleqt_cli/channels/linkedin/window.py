"""A LinkedIn account's window in a real browser (ports/linkedin.Window): every order through one gate, every surprise a value."""

from collections.abc import Callable, Mapping
from typing import Final

from seleqt_cli.channels.linkedin import deeds, doctor, evidence, inbox, invite, letters, sent_list
from seleqt_cli.channels.linkedin.act import Act, End
from seleqt_cli.channels.linkedin.session import Session, first_line
from seleqt_cli.core.linkedin.orders import Incident, Order, Result, Status, Stop
from seleqt_cli.ports.linkedin import Checkup, Permit, Person, Seen, Wanted

_DEEDS: Final[Mapping[str, Callable[[Act], None]]] = {
    "visit": deeds.visit,
    "follow": deeds.follow,
    "like": deeds.like,
    "connect": invite.connect,
    "message": letters.message,
    "inmail": letters.inmail,
}


class PlaywrightWindow:
    """The window of the account with that profile slug. `now`: the clock, for the ages of invitations."""

    def __init__(self, session: Session, slug: str, now: Callable[[], int]) -> None:
        self._session = session
        self._slug = slug
        self._now = now

    def sign_in(self, given_up: Callable[[], bool]) -> Person | Incident:
        """Open the sign-in page and wait until a person has signed in."""
        return self._session.sign_in(given_up)

    def browser(self) -> tuple[str, int]:
        """Family and major version of the browser that was started; ('', 0) before."""
        found = self._session.browser
        return (found.family, found.major) if found is not None else ("", 0)

    def perform(self, order: Order, permit: Permit) -> Result:
        """Do one order."""
        if order.kind == "withdraw":
            return self._run(order, permit, lambda act: sent_list.withdraw(act, self._now()))
        return self._run(order, permit, _DEEDS[order.kind])

    def settle(self, order: Order, permit: Permit) -> Result:
        """Look for evidence of an order whose outcome is unknown. The permit is asked before a profile is opened, and never armed."""
        return self._run(order, permit, lambda act: evidence.look_up(act, self._now()))

    def look(self, wanted: Wanted) -> Seen:
        """Read what came in."""
        from playwright.sync_api import Error

        reader = inbox.Reader(self._session, wanted)
        try:
            problem = self._session.prove(self._slug)
            return Seen(incident=problem) if problem is not None else reader.look()
        except Error as error:
            return Seen(incident=self._lost(error), pages=reader.pages)

    def doctor(self, permit: Permit) -> Checkup:
        """Which locators still hold."""
        return doctor.examine(self._session, permit)

    def close(self) -> None:
        """Close the browser."""
        self._session.close()

    def _run(self, order: Order, permit: Permit, deed: Callable[[Act], None]) -> Result:
        from playwright.sync_api import Error

        act = Act(self._session, order, permit)
        try:
            problem = self._session.prove(self._slug)
            if problem is not None and act.by_person and problem.stop is Stop.UNKNOWN_PAGE and self._session.closed:
                return act.closed().result
            if problem is not None:
                return Result(Status.STOPPED, "", problem.text, incident=problem)
            deed(act)
        except End as end:
            return end.result
        except Error as error:
            gone = self._session.closed
            if gone and act.by_person:
                return act.closed().result
            incident = self._lost(error) if gone else None
            if act.armed:
                return act.end(Status.UNKNOWN, "unverified", first_line(error), incident=incident).result
            if incident is not None:
                return act.stop(incident).result
            return act.end(Status.DEFERRED, "unread", f"the page could not be used: {first_line(error)}").result
        raise AssertionError(f"{order.kind} came to no end")

    def _lost(self, error: Exception) -> Incident:
        return Incident(Stop.BROWSER, "", f"the window is gone: {first_line(error)}")
