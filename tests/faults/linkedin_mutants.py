"""Faults of tools that act on LinkedIn, sown into the program, as in mutants.py: the checks that guard against them must fail."""

from collections.abc import Callable
from typing import Any, Final

from seleqt_cli.app.linkedin_acting import LinkedInActing
from seleqt_cli.channels.linkedin import deeds, invite
from seleqt_cli.channels.linkedin.profile import ProfilePage
from seleqt_cli.core.actions import Verdict
from seleqt_cli.core.limits import Free
from seleqt_cli.core.linkedin import orders
from seleqt_cli.core.linkedin.orders import Status
from seleqt_cli.core.planner import Planner
from seleqt_cli.core.zones import DAY
from seleqt_cli.storage import sending, stops
from seleqt_cli.wiring import linkedin_steps
from tests.faults.mutants import Put, limit_off_by_one


def second_click_on_unknown(put: Put) -> None:
    """An outcome that nobody saw counts as not done, and is done again."""
    put(orders, "_VERDICTS", {**orders._VERDICTS, Status.UNKNOWN: Verdict.UNDONE})


def no_person_proof(put: Put) -> None:
    """Whoever the page shows is the right one."""
    put(ProfilePage, "proof", lambda page, name: "")
    put(invite, "owns", lambda shown, name: True)


def sent_list_not_looked_at(put: Put) -> None:
    """What the page shows after the click is believed."""
    put(invite, "find_sent", lambda act, who, again=True: object())


def state_not_read_first(put: Put) -> None:
    """A button is clicked whatever it says: who is followed is followed no more."""
    put(deeds, "_follow_control", lambda act, page: (act.session.page.locator('[data-fk-final="follow"]').first, False))


def visit_not_counted(put: Put) -> None:
    """A profile that is opened for an invitation is no visit."""
    put(linkedin_steps, "may_open", lambda store, account, now: Free(now))
    put(linkedin_steps, "opened", lambda *arguments, **named: None)


def gap_ignored(put: Put) -> None:
    """The next action may follow at once."""
    plan = Planner.plan

    def at_once(planner: Planner, account: Any, now: int, *, gap: int | None = None) -> Any:
        del gap
        return plan(planner, account, now, gap=0)

    put(Planner, "plan", at_once)


def inbox_not_read_first(put: Put) -> None:
    """A message goes without a look at what came in."""
    put(linkedin_steps.ClaimedSteps, "before", lambda steps, reservation: None)
    put(stops, "LINKEDIN_MESSAGE_FRESH", DAY)


def stop_not_believed(put: Put) -> None:
    """A page that wants a person is an error like any other."""
    put(LinkedInActing, "stop", lambda acting, *arguments, **named: None)
    put(orders, "_VERDICTS", {**orders._VERDICTS, Status.STOPPED: Verdict.NOT_NOW})


def refusals_do_not_count(put: Put) -> None:
    """What the site refused after the click was no attempt."""
    put(LinkedInActing, "took", _forgetting(LinkedInActing.took))
    put(sending, "KEPT", "SELECT 1 WHERE ? < 0")


def _forgetting(took: Callable[..., Any]) -> Callable[..., Any]:
    def without(acting: Any, *arguments: Any, **named: Any) -> Any:
        acting._store.count_for_ever = lambda action: None
        return took(acting, *arguments, **named)

    return without


MUTANTS: Final[dict[str, Callable[[Put], None]]] = {
    "limit off by one": limit_off_by_one,
    "second click on unknown": second_click_on_unknown,
    "no person proof": no_person_proof,
    "Sent list not looked at": sent_list_not_looked_at,
    "state not read first": state_not_read_first,
    "visit not counted": visit_not_counted,
    "gap ignored": gap_ignored,
    "inbox not read first": inbox_not_read_first,
    "stop not believed": stop_not_believed,
    "refusals do not count": refusals_do_not_count,
}
