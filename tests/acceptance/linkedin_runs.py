"""`seleqt run` in this process on a virtual clock, with a real browser on the fake LinkedIn; and what people do there, by the clock.

The clock stands still while anybody is at work: the window, the accounts, the people.
"""

import asyncio
import heapq
import os
import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from seleqt_cli.app.run_due import Done
from seleqt_cli.channels.linkedin import session
from seleqt_cli.channels.linkedin.catalogue import load
from seleqt_cli.channels.linkedin.patience import Patience
from seleqt_cli.channels.linkedin.site import Site
from seleqt_cli.core.linkedin.standing import agreement
from seleqt_cli.engine import looks, window_channel
from seleqt_cli.engine.clocks import VirtualClock, pause
from seleqt_cli.engine.local import LocalEngine, Stop
from seleqt_cli.engine.looks import Looks
from seleqt_cli.wiring.linkedin_running import with_windows
from seleqt_cli.wiring.outlines import sending
from seleqt_cli.wiring.sent_copies import with_copies
from seleqt_cli.wiring.services import Services
from tests.cli.homes import Home
from tests.servers.linkedin.chromium import EXECUTABLE
from tests.servers.linkedin.model import Account, Scenario
from tests.servers.linkedin.server import FakeLinkedIn

LOOK_EVERY = 1800
"""Seconds of the virtual clock between two questions whether a page is to be looked at; the program asks every five minutes."""
UNHURRIED = Patience(page=120.0, tries=300, step=0.1, action=60.0, watch=0.05)
"""Quick where the site is, and never at an end before it on a busy machine."""


class Script:
    """What people do at their moments."""

    def __init__(self) -> None:
        self._events: list[tuple[int, int, Callable[[], object]]] = []

    def at(self, instant: int, does: Callable[[], object]) -> None:
        """Somebody does something; a coroutine that it returns is waited for."""
        heapq.heappush(self._events, (instant, len(self._events), does))

    @property
    def next_at(self) -> int:
        """The next moment."""
        return self._events[0][0] if self._events else sys.maxsize

    async def play(self, now: int) -> None:
        """Everything up to a moment."""
        while self.next_at <= now:
            found = heapq.heappop(self._events)[2]()
            if isinstance(found, Awaitable):
                await found


class WindowAlarm:
    """Moves the clock to the next moment, of seleqt or of the people, once every account has nothing to do and the pages were seen."""

    def __init__(self, clock: VirtualClock, looks: Looks, script: Script, end: int) -> None:
        self._clock, self._looks, self._script, self._end = clock, looks, script, end
        self._task: asyncio.Task[None] | None = None
        self.news = False
        """Something was seen that the engine did not look at yet."""

    def arm(self, at: int, ring: Callable[[], None], *, idle: bool) -> None:
        """See engine.alarms.Alarm."""
        self.close()
        if idle:
            self._task = asyncio.get_running_loop().create_task(self._go_on(at, ring))

    def close(self) -> None:
        """See engine.alarms.Alarm."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def _go_on(self, at: int, ring: Callable[[], None]) -> None:
        self.news = False
        while True:
            await self._looks.once(within=sys.maxsize)
            now = self._clock.now()
            if self.news or min(at, self._end) <= now:
                break
            self._clock.set(max(now, min(at, self._end, self._script.next_at, now + LOOK_EVERY)))
            await self._script.play(self._clock.now())
        ring()


class Member:
    """A home whose sender `anna-linkedin` is signed in at the fake site, in a browser profile of its own, and agreed to mode auto.

    `light`: in the browser without windows of its own, which is half the work; a kill is tried on Chromium itself.
    """

    def __init__(self, home: Home, site: FakeLinkedIn, monkeypatch: pytest.MonkeyPatch, *, light: bool = True) -> None:
        self.home, self.site = home, site
        self.script = Script()
        self.done: list[Done] = []
        monkeypatch.setenv("SELEQT_LINKEDIN_SITE", site.url)
        if light:
            monkeypatch.setenv("PATH", f"{light_browser(home.folder)}{os.pathsep}{os.environ['PATH']}")
        monkeypatch.delenv("DISPLAY", raising=False)
        monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
        monkeypatch.setattr(session, "Patience", lambda: UNHURRIED)
        for part in (looks, window_channel):
            monkeypatch.setattr(part, "CLOSE_WITHIN", 300.0)  # a busy machine closes a browser slowly, and the next call opens it again
        site.clock.follow(home.clock.now)

    @property
    def clock(self) -> VirtualClock:
        """The home's."""
        return self.home.clock

    def signs_in(self, *, auto: bool = True) -> "Member":
        """A person signs in in the window's profile; then `senders login` finds them, and the words of mode auto are agreed to."""
        slug = self.site.world.account.slug
        sign_in(self.home.folder / "home" / "linkedin" / "windows" / slug, self.site.url)
        with pytest.MonkeyPatch.context() as meanwhile:  # the check of the pages waits for rows of lists that are empty yet
            meanwhile.setattr(session, "Patience", lambda: replace(UNHURRIED, tries=5))
            code, _, said = self.home.type("senders", "login", "anna-linkedin")
        assert (code, "signed in as" in said) == (0, True), said
        if auto:
            self.home.sql("UPDATE linkedin_profile SET auto_digest = ?", agreement())
        return self

    def run_until(self, end: int) -> None:
        """`run` up to an instant."""
        asyncio.run(self._run(end))

    async def _run(self, end: int) -> None:
        services = Services(home=str(self.home.folder / "home"), file=str(self.home.folder / "campaigns.yaml"), environment=os.environ)
        services.clock = self.clock
        connection = services.connect()
        machine = sending(services, connection, only_campaigns=frozenset(), only_senders=frozenset())
        machine.around = partial(with_copies, machine)
        stop = Stop()
        runner = machine.runner(observe=self.done.append, stopping=stop)

        def beat(next_at: int | None) -> None:
            if self.clock.now() >= end and not engine.at_work:
                stop.ask()

        def changed() -> None:
            alarm.news = True

        pages = with_windows(machine, runner, stop, pause, changed=changed, observe=lambda message: None)
        alarm = WindowAlarm(self.clock, pages, self.script, end)
        engine = LocalEngine(runner, self.clock, stop, refresh=machine.refresh_and_wake(runner, stop), beat=beat, alarm=alarm)
        try:
            await engine.run()
        finally:
            await pages.end()
            await machine.close()
            connection.close()


def light_browser(folder: Path) -> Path:
    """A folder for the PATH whose `chromium` has no windows; test_linkedin_window runs the program with Chromium itself."""
    programs = folder / "programs"
    programs.mkdir()
    (programs / "chromium").symlink_to(EXECUTABLE)
    return programs


def sign_in(folder: Path, url: str) -> None:
    """A person signs in, once, in the profile that the program will use."""
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    window = session.Session(Site(url), folder, load(), patience=UNHURRIED, headless=True)
    assert window.open() is None
    window.page.goto(f"{url}/__fake_sign_in", wait_until="domcontentloaded")
    window.close()


def scenario(**given: object) -> Scenario:
    """One with the account of the tests' homes."""
    return Scenario(account=Account(slug="example-anna", name="Anna"), **given)  # type: ignore[arg-type]
