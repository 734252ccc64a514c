"""Signing in to LinkedIn at a window, the live check of its pages, and clearing an incident."""

import asyncio
import signal
from collections.abc import Callable, Iterable
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from seleqt_cli.app.linkedin_acting import slug_of
from seleqt_cli.core.accounts import Account
from seleqt_cli.core.campaign import Sender
from seleqt_cli.core.errors import Failed, NothingPossible, UsageProblem
from seleqt_cli.core.linkedin.orders import Incident
from seleqt_cli.core.linkedin.standing import (
    BY_LOGIN,
    BY_PERSON,
    WORDS,
    Acting,
    agreement,
    frees,
    hold_reason,
    resumes_at,
)
from seleqt_cli.engine.windows import LoopPermit
from seleqt_cli.ports.linkedin import Checkup, Person
from seleqt_cli.ports.linkedin_store import OpenIncident, Profile
from seleqt_cli.storage.visits import count, may_open
from seleqt_cli.wiring.linkedin import SITE, LinkedInAccounts, can_show
from seleqt_cli.wiring.machine import Machine
from seleqt_cli.wiring.people import placer

if TYPE_CHECKING:
    from collections.abc import Iterator

Leaving = Callable[[Callable[[], None]], Callable[[], None]]
"""Takes what gives up, listens for a person who does, and returns what ends that."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who signed in, what the check of the pages found, and the incident that is over with it (None when none was open)."""

    person: Person
    checkup: Checkup
    cleared: OpenIncident | None


class LinkedInDesk:
    """The windows of one machine, at the hands of `by`."""

    def __init__(self, machine: Machine, by: str) -> None:
        self._machine = machine
        self._by = by
        self._accounts = LinkedInAccounts(machine, placer(machine))
        self._store = self._accounts.store

    def sign_in(self, sender: Sender, leaving: Leaving) -> SignedIn:
        """Open the window and wait for the person. Raises SeleqtError; then nothing was kept."""
        if not can_show(self._machine.place.environment):
            raise NothingPossible(
                "no window can be shown at this terminal", advice="sign in at the machine's own screen; its steps stay tasks until then"
            )
        return asyncio.run(self._sign_in(sender, leaving))

    async def _sign_in(self, sender: Sender, leaving: Leaving) -> SignedIn:
        hand = self._accounts.hand(sender.account)
        left: list[bool] = []
        try:
            with _signals(lambda: left.append(True)):
                ended = leaving(lambda: left.append(True))
                try:
                    found = await hand.do(lambda window: window.sign_in(lambda: bool(left)))
                finally:
                    ended()
            if isinstance(found, Incident):
                raise NothingPossible(f"{sender.name} is not signed in: {found.text or WORDS[found.stop]}", advice="type the same again")
            wanted = slug_of(sender.profile)
            if found.slug.casefold() != wanted.casefold():
                raise Failed(
                    f"{found.slug} signed in at the window, but {sender.name} is {wanted}; nothing was kept",
                    advice=f"sign out in the window and type the same again, or mend linkedin: of senders.{sender.name}",
                )
            family, major = await hand.do(lambda window: window.browser())
            permit = LoopPermit(_Checking(self._machine, self._machine.accounts[sender.account]))
            checkup = await hand.do(lambda window: window.doctor(permit))
        finally:
            await hand.close()
        return SignedIn(found, checkup, self._keep(sender, found, checkup, family, major))

    def _keep(self, sender: Sender, person: Person, checkup: Checkup, family: str, major: int) -> OpenIncident | None:
        now, key = self._machine.clock.now(), sender.account
        with self._store.transaction():
            self._ensure(key, now)
            self._store.keep_profile(key, Profile(person.slug, person.name, family, major, now), self._by, now)
            over = self._store.incident(key)
            over = over if over is not None and over.stop in BY_LOGIN else None
            if over is not None:
                self._store.clear_incident(over, self._by, "signed in anew", now, now)
            self._checked(self._machine.accounts[key], checkup, now)
        return over

    def check(self, sender: Sender) -> Checkup:
        """Look at the account's own pages, at most six, and write nothing on them. Raises NothingPossible."""
        incident = self._store.incident(sender.account)
        if incident is not None:
            raise NothingPossible(f"{sender.name}: {hold_reason(incident.stop, incident.text)}", advice=frees(incident.stop, sender.name))
        if self._store.rests_until(sender.account) > self._machine.clock.now():
            raise NothingPossible(f"{sender.name} rests after what LinkedIn showed", advice="seleqt senders list says until when")
        if self._store.profile(sender.account) is None:
            raise NothingPossible(f"nobody signed in as {sender.name}", advice=f"seleqt senders login {sender.name}")
        if not can_show(self._machine.place.environment):
            raise NothingPossible("no window can be shown at this terminal", advice="run it at the machine's own screen")
        account, now = self._machine.accounts[sender.account], self._machine.clock.now()
        free = may_open(self._machine.store, account, now)
        if free.at > now:
            raise NothingPossible(f"limit reached: opened profiles, {free.rule}", advice="type the same again tomorrow")

        async def looked() -> Checkup:
            hand = self._accounts.hand(sender.account)
            try:
                permit = LoopPermit(_Checking(self._machine, account))
                return await hand.do(lambda window: window.doctor(permit))
            finally:
                await hand.close()

        checkup = asyncio.run(looked())
        with self._store.transaction():
            self._checked(account, checkup, self._machine.clock.now())
        return checkup

    def _checked(self, account: Account, checkup: Checkup, now: int) -> None:
        self._store.looked(account.key, account.zone.day(now), checkup.pages, connections=False, inbox=False, at=now)
        if checkup.incident is not None:
            self._accounts.acting.stop(account.key, checkup.incident, now)
        else:
            self._store.checked(account.key, checkup.missing, now)

    def agree(self, sender: Sender) -> None:
        """The person agreed to mode auto, with the words as they are now."""
        with self._store.transaction():
            self._store.agree(sender.account, agreement(), self._by, self._machine.clock.now())

    def agreed(self, sender: Sender) -> bool:
        """Whether that was done with the words as they are now."""
        profile = self._store.profile(sender.account)
        return profile is not None and profile.agreed == agreement()

    def acting(self, sender: Sender) -> Acting:
        """Who clicks for it now."""
        return self._accounts.acting_now(sender)

    def clear(self, sender: Sender, reason: str, until: int) -> int:
        """An incident is over: the account goes on at the moment that is returned. Raises Failed and UsageProblem."""
        incident = self._store.incident(sender.account)
        if incident is None:
            raise Failed(f"{sender.name} has no open incident", advice=f"seleqt senders list; seleqt senders resume {sender.name}")
        if incident.stop in BY_PERSON and not until:
            raise UsageProblem(
                f"{WORDS[incident.stop]}: say from when on {sender.name} may act again",
                advice="--until DAY; some days of use by hand first are wise",
            )
        now = self._machine.clock.now()
        at = resumes_at(incident.stop, incident.at, until, now)
        with self._store.transaction():
            self._store.clear_incident(incident, self._by, reason, now, at)
        return at

    def senders(self, name: str = "") -> list[Sender]:
        """The LinkedIn senders, one an account, or the one of that name. Raises UsageProblem."""
        found = [one for one in self._machine.workspace.senders.values() if one.channel == "linkedin"]
        if name:
            found = [one for one in found if one.name == name]
            if not found:
                raise UsageProblem(f"there is no LinkedIn sender {name}", advice="seleqt senders list")
        elif not found:
            raise UsageProblem("there is no LinkedIn sender", advice="add one to campaigns.yaml, then: seleqt apply")
        return list({one.account: one for one in reversed(found)}.values())[::-1]

    def _ensure(self, account: str, now: int) -> None:
        self._machine.connection.execute(
            "INSERT OR IGNORE INTO account (key, channel, applied_at, errors, guard_from) VALUES (?, 'linkedin', ?, 0, 0)", (account, now)
        )


class _Checking:
    """Allows a check of the pages the profiles for which there is room, each counted before it is opened, and nothing else."""

    def __init__(self, machine: Machine, account: Account) -> None:
        self._machine = machine
        self._account = account

    def open(self) -> str:
        """Counted."""
        store, now = self._machine.store, self._machine.clock.now()
        with store.transaction():
            free = may_open(store, self._account, now)
            if free.at > now:
                return f"limit reached: opened profiles, {free.rule}"
            count(store, self._account, now, armed=2)
        return ""

    def arm(self, mark: str = "") -> str:
        """Never."""
        return "the pages are only looked at"

    def late(self) -> bool:
        """Nothing is clicked."""
        return True

    def ready(self, what: str) -> None:
        """Nobody clicks."""

    def given_up(self) -> bool:
        """It is not waited for anybody."""
        return True


def report_of(machine: Machine, checkups: Iterable[tuple[Sender, Checkup]]) -> list[dict[str, object]]:
    """What a live check found, without a name or address of anybody: fit for a bug report."""
    from seleqt_cli import __version__

    store = LinkedInAccounts(machine, placer(machine)).store
    found: list[dict[str, object]] = []
    for number, (sender, checkup) in enumerate(checkups, 1):
        profile = store.profile(sender.account)
        found.append({
            "seleqt": __version__, "sender": f"sender {number}", "plan": sender.plan, "layout": checkup.layout,
            "language": checkup.language, "browser": f"{profile.browser} {profile.major}" if profile is not None else "",
            "pages": checkup.pages, "found": dict(checkup.found), "missing": list(checkup.missing),
            "stopped_by": checkup.incident.stop.value if checkup.incident is not None else None,
            "site": "another" if machine.place.environment.get(SITE) else "linkedin",
        })  # fmt: skip
    return found


def incident_of(machine: Machine, account: str) -> OpenIncident | None:
    """The open incident of an account."""
    from seleqt_cli.storage.linkedin import SqliteLinkedIn

    return SqliteLinkedIn(machine.store).incident(account)


@contextmanager
def _signals(give_up: Callable[[], object]) -> "Iterator[None]":
    """Ctrl-C gives up instead of ending the program in the middle."""
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, give_up)
    try:
        yield
    finally:
        for name in (signal.SIGINT, signal.SIGTERM):
            with suppress(ValueError):
                loop.remove_signal_handler(name)
