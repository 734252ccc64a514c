"""The tests of the LinkedIn channel bite: each of these faults, sown into the program, makes the check that guards against it fail.

The judge is the site: what it received. Each check is also run on the program as it is.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from seleqt_cli.channels.linkedin.pretend import PretendWindow, signed_out
from seleqt_cli.core.linkedin.orders import Order, Result, Status
from seleqt_cli.ports.linkedin import Permit
from tests.channels.linkedin.windows import NOOR, noor, tried
from tests.cli.homes import BOTH, MONDAY
from tests.cli.linkedin_homes import ANNA, LinkedInHome
from tests.faults.linkedin_mutants import MUTANTS
from tests.servers.linkedin.chromium import chromium
from tests.servers.linkedin.model import Fault, Scenario

DAY = 86_400
Make = Callable[[str], LinkedInHome]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Make:
    """A home whose LinkedIn is in memory, in mode auto with these limits."""

    def made(limits: str) -> LinkedInHome:
        try:
            home = LinkedInHome(tmp_path, monkeypatch, capsys, BOTH.replace("{connect: 1}", limits), mode="auto")
            home.signed_in(agreed=True)
        except AssertionError as error:
            raise RuntimeError("there is no home to try it in") from error  # or every mutant would count as caught
        return home

    return made


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


def runs(home: LinkedInHome, *moments: int) -> None:
    for moment in moments:
        home.clock.set(moment)
        home.type("run", "--once", "-q")


# in memory


def keeps_the_limit(make: Make) -> None:
    home = make("{connect: 1}")
    runs(home, MONDAY, MONDAY + 600)
    assert len(home.site.effects) == 1


def clicks_once_whatever_is_seen(make: Make) -> None:
    home = make("{connect: 5}")
    for member in home.site.members.values():
        member.relation = "connected"
    runs(home, MONDAY, MONDAY + 600)
    home.site.swallow = 1
    runs(home, *(MONDAY + day * DAY for day in range(1, 4)))
    assert sorted(home.site.effects) == [("message", "example-noor", "Thanks, Noor."), ("message", "example-sam", "Thanks, Sam.")]


def opens_no_more_profiles_than_allowed(make: Make) -> None:
    home = make("{connect: 5, visit: 1}")
    runs(home, MONDAY, MONDAY + 600)
    assert len(home.site.opened) == 1


def keeps_the_gap(make: Make) -> None:
    home = make("{connect: 5}")
    runs(home, MONDAY, MONDAY + 30)
    assert len(home.site.effects) == 1
    runs(home, MONDAY + 90)
    assert len(home.site.effects) == 2


def hears_an_answer_before_a_message(make: Make) -> None:
    home = make("{connect: 1}")
    runs(home, MONDAY)
    member = home.site.members["example-noor"]
    member.relation = "connected"
    home.type("mark", "noor@windmill.example", "connected")
    member.inbox.append(("m1", "Nice to meet you!"))
    home.sql("UPDATE account SET inbox_read_at = ? WHERE key = ?", MONDAY + 2 * DAY - 7000, ANNA)  # no look is due by itself
    runs(home, MONDAY + 2 * DAY)
    assert [one for one in home.site.effects if one[0] == "message"] == []


def asks_nothing_after_a_stop(make: Make) -> None:
    home = make("{connect: 5}")
    home.site.meets = [signed_out()]
    runs(home, MONDAY)
    home.site.looks.clear()
    runs(home, MONDAY + 600, MONDAY + DAY, MONDAY + 2 * DAY)
    assert (home.site.opened, home.site.looks, home.site.effects) == ([], [], [])


def counts_what_the_site_refused(make: Make) -> None:
    home = make("{connect: 1}")
    perform, offered = PretendWindow.perform, []

    def refused(window: PretendWindow, order: Order, permit: Permit) -> Result:
        result = perform(window, order, permit)
        if result.status is not Status.DONE:
            return result
        offered.append(order.slug)
        return replace(result, status=Status.SKIPPED, reason="email_required", text_sent="", clicked=True)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PretendWindow, "perform", refused)
        runs(home, MONDAY, MONDAY + 600)
    assert offered == ["example-noor"]


# in a browser


def leaves_somebody_else_alone(browser: Browser) -> None:
    with tried(browser, Scenario(layout="B", people=[noor()])) as one:
        one.do("connect", "Hi", name="Nora Smit")
        assert one.site.writes() == []


def believes_what_two_places_show(browser: Browser) -> None:
    with tried(browser, Scenario(layout="B", people=[noor()], faults=[Fault("false_pending", on="invite")])) as one:
        result = one.do("connect", "Hi")
        assert (result.status is Status.DONE) == bool(one.received())


def follows_nobody_twice(browser: Browser) -> None:
    with tried(browser, Scenario(layout="B", people=[noor(following=True, follow_primary=True)])) as one:
        one.do("follow")
        assert [entry.reason for entry in one.site.accepted() if entry.target_slug == NOOR] == []


IN_MEMORY: dict[str, Callable[[Make], None]] = {
    "limit off by one": keeps_the_limit,
    "second click on unknown": clicks_once_whatever_is_seen,
    "visit not counted": opens_no_more_profiles_than_allowed,
    "gap ignored": keeps_the_gap,
    "inbox not read first": hears_an_answer_before_a_message,
    "stop not believed": asks_nothing_after_a_stop,
    "refusals do not count": counts_what_the_site_refused,
}
IN_A_BROWSER: dict[str, Callable[[Browser], None]] = {
    "no person proof": leaves_somebody_else_alone,
    "Sent list not looked at": believes_what_two_places_show,
    "state not read first": follows_nobody_twice,
}


@pytest.mark.parametrize("name", list(IN_MEMORY))
def test_the_program_as_it_is_passes(name: str, make: Make) -> None:
    IN_MEMORY[name](make)


@pytest.mark.parametrize("name", list(IN_MEMORY))
def test_the_mutant_is_caught(name: str, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    MUTANTS[name](monkeypatch.setattr)
    with pytest.raises(AssertionError):
        IN_MEMORY[name](make)


@pytest.mark.parametrize("name", list(IN_A_BROWSER))
def test_the_window_as_it_is_passes(name: str, browser: Browser) -> None:
    IN_A_BROWSER[name](browser)


@pytest.mark.parametrize("name", list(IN_A_BROWSER))
def test_the_mutant_of_the_window_is_caught(name: str, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    MUTANTS[name](monkeypatch.setattr)
    with pytest.raises(AssertionError):
        IN_A_BROWSER[name](browser)


def test_every_mutant_has_a_guard_and_stands_in_the_documentation() -> None:
    assert {*IN_MEMORY, *IN_A_BROWSER} == set(MUTANTS)
    page = (Path(__file__).parents[2] / "docs" / "negative-controls.md").read_text("utf-8")
    rows = [
        line.split("|")[1].strip() for line in page.partition("## On LinkedIn\n")[2].partition("## ")[0].splitlines() if line[:2] == "| "
    ]
    assert set(rows[1:]) == set(MUTANTS)
