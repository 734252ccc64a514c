"""Modes fill and open: a person at the window, or in their own browser. What they really sent is what counts."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from seleqt_cli.core.linkedin.orders import Order, Result
from seleqt_cli.ports.linkedin import Permit, Window
from seleqt_cli.wiring import linkedin
from tests.acceptance.linkedin_people import Kind, Somebody, crowd
from tests.acceptance.linkedin_runs import Member, scenario
from tests.cli.homes import MONDAY, Home
from tests.faults.test_window_kills import FILE as KILLS
from tests.servers.linkedin.server import FakeLinkedIn

PEOPLE = crowd([Kind.IGNORES] * 4, vips=4)
CLICKS, EDITS, LEAVES, BY_HAND = PEOPLE
FILE = KILLS.replace("mode: auto", "mode: fill")


class Person:
    """Somebody at the window: when everything is filled in they do their things, one a look; a last None means that they walk away."""

    def __init__(self, permit: Permit, page: Any, does: list[Callable[[Any], object] | None]) -> None:
        self._permit, self._page, self._does = permit, page, does
        self.open, self.arm, self.late = permit.open, permit.arm, permit.late
        self._ready = False

    def ready(self, what: str) -> None:
        self._permit.ready(what)
        self._ready = True

    def given_up(self) -> bool:
        if self._ready and self._does:
            deed = self._does.pop(0)
            if deed is None:
                return True
            deed(self._page)
        return self._permit.given_up()


class WithPerson:
    """A real window, and who sits at it."""

    def __init__(self, window: Any, does: list[Callable[[Any], object] | None]) -> None:
        self._window, self._does = window, does
        self.sign_in, self.browser, self.look = window.sign_in, window.browser, window.look
        self.settle, self.doctor, self.close = window.settle, window.doctor, window.close

    def perform(self, order: Order, permit: Permit) -> Result:
        assert self._window._session.open() is None
        found: Result = self._window.perform(order, Person(permit, self._window._session.page, self._does))
        return found


class Desk:
    """A home in mode fill, and the person of the next window."""

    def __init__(self, member: Member) -> None:
        self.home, self.site = member.home, member.site
        self.does: list[Callable[[Any], object] | None] = []

    def task(self, one: Somebody) -> int:
        """Let the program ask for the next step of somebody; the number of the task."""
        for _ in PEOPLE:  # one step of an account is asked for at a time
            self.home.clock.set(self.home.clock.now() + 300)
            self.home.type("run", "--once", "-q")
            found = [int(each["id"]) for each in self.home.lines("tasks", "list") if each["lead"] == one.email]
            if found:
                return found[0]
        raise AssertionError(f"nobody is asked to do anything for {one.email}")

    def opens(self, one: Somebody, *does: Callable[[Any], object] | None) -> tuple[int, str]:
        """They open the task and do their things: exit code, and what was said."""
        self.does[:] = does
        code, _, said = self.home.type("tasks", "open", str(self.task(one)))
        return code, said

    def clicks(self, what: str) -> Callable[[Any], object]:
        """The control of the page's own person."""
        return lambda page: page.locator(self.site.final_button(what)).first.click()

    def writes(self, one: Somebody) -> list[tuple[str, str]]:
        """What the site received for somebody."""
        return [(entry.action, entry.text) for entry in self.site.writes() if entry.target_slug == one.slug]

    def step(self, one: Somebody) -> str:
        """Where their journey stands."""
        return str(self.home.sql("SELECT j.step FROM journey j JOIN lead l ON l.id = j.lead_id WHERE l.email = ?", one.email)[0][0])

    def recorded(self, one: Somebody) -> list[tuple[object, ...]]:
        """Kind, state and the words that went, by our record."""
        return self.home.sql(
            "SELECT a.kind, a.state, s.text FROM action a LEFT JOIN linkedin_sent s ON s.action_id = a.id WHERE a.lead = ?", one.email
        )


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Desk]:
    text = FILE[: FILE.index("        - {")] + "".join(one.row() for one in PEOPLE) + FILE[FILE.index("    senders: [anna") :]
    with FakeLinkedIn(scenario(plan="salesnav", people=[one.person() for one in PEOPLE])) as site:
        home = Home(tmp_path, monkeypatch, capsys, text)
        found = Desk(Member(home, site, monkeypatch).signs_in(auto=False))
        real = linkedin.WINDOWS

        def window(*given: Any) -> Window:
            return WithPerson(real(*given), found.does)

        monkeypatch.setattr(linkedin, "WINDOWS", window)
        yield found


def test_what_a_person_does_at_the_window_is_what_counts(desk: Desk) -> None:
    code, said = desk.opens(CLICKS, desk.clicks("invite"))
    assert (code, desk.writes(CLICKS)) == (0, [("invite", CLICKS.note)]), said
    assert desk.recorded(CLICKS) == [("connect", "sent", CLICKS.note)]

    words = f"Dear {EDITS.first} 🙂 – we met in Ghent."
    code, said = desk.opens(EDITS, lambda page: page.locator(desk.site.note_box()).fill(words), desk.clicks("invite"))
    assert (code, desk.writes(EDITS)) == (0, [("invite", words)]), said
    assert f"what went: {words}" in said
    assert desk.recorded(EDITS) == [("connect", "sent", words)]

    code, said = desk.opens(LEAVES, None)
    assert (code, desk.writes(LEAVES), desk.step(LEAVES)) == (3, [], "invite"), said
    desk.home.clock.set(desk.home.clock.now() + 3600)
    code, said = desk.opens(LEAVES, lambda page: page.close())  # that somebody closed it proves nothing
    assert (code, desk.writes(LEAVES), [row[1] for row in desk.recorded(LEAVES)]) == (1, [], ["in_doubt"]), said
    assert "nothing of it can be seen on LinkedIn" in desk.home.type("resolve", "--check")[2]
    assert desk.home.type("audit")[0] == 0


def test_in_their_own_browser_a_persons_word_counts(desk: Desk) -> None:
    number = desk.task(BY_HAND)
    desk.site.world.hand_invite(BY_HAND.slug, BY_HAND.note)
    before = len(desk.site.requests())
    assert desk.home.type("tasks", "done", str(number))[0] == 0
    assert (len(desk.site.requests()), desk.site.writes()) == (before, [])
    assert desk.home.sql("SELECT kind FROM usage WHERE action_id > 0 AND armed > 0 ORDER BY kind") == [("connect",), ("note",), ("visit",)]
    desk.site.world.accept(BY_HAND.slug)
    desk.home.clock.set(MONDAY + 86_400)
    desk.home.type("run", "--once", "-q")  # the connections page says it
    assert desk.step(BY_HAND) == "thanks"
    words = f"Thanks, {BY_HAND.first}.\nSee you!"
    box = '[data-fk-form] [role="textbox"]'
    code, said = desk.opens(BY_HAND, lambda page: page.locator(box).last.fill(words), desk.clicks("message"))
    assert (code, desk.writes(BY_HAND)) == (0, [("message", words)]), said
    assert desk.recorded(BY_HAND)[-1] == ("message", "sent", words)
    assert desk.site.decoy_writes() == []
    assert desk.home.type("audit")[0] == 0
