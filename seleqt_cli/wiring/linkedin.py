"""The LinkedIn accounts of a machine: who clicks for each, its window, and what the window's results and looks mean."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from seleqt_cli.app.linkedin_acting import LinkedInActing, slug_of
from seleqt_cli.app.linkedin_reading import LinkedInReading
from seleqt_cli.app.people import People
from seleqt_cli.core.accounts import Account
from seleqt_cli.core.campaign import Sender
from seleqt_cli.core.errors import UsageProblem
from seleqt_cli.core.journey import Journey
from seleqt_cli.core.lead import Lead
from seleqt_cli.core.linkedin.standing import Acting
from seleqt_cli.core.planner import Pick
from seleqt_cli.engine.windows import WindowHand
from seleqt_cli.ports.linkedin import Window
from seleqt_cli.storage.account_locks import AccountLocks, window_lock
from seleqt_cli.storage.inbox import SqliteInbox
from seleqt_cli.storage.linkedin import SqliteLinkedIn
from seleqt_cli.storage.linkedin_known import SqliteKnownPeople
from seleqt_cli.storage.people import SqlitePeople
from seleqt_cli.storage.sent_mails import SqliteSentMails
from seleqt_cli.wiring.inboxes import consequences_of
from seleqt_cli.wiring.linkedin_standing import acting_of
from seleqt_cli.wiring.machine import Machine
from seleqt_cli.wiring.place import Place

SITE: Final = "SELEQT_LINKEDIN_SITE"
"""Another site than LinkedIn: one on this machine, to try the program out on."""
CATALOGUE: Final = "catalogue.toml"
"""A file of this name in the home's folder linkedin/ replaces keys of the shipped catalogue of locators."""
BY: Final = "seleqt"


def real_window(place: Place, sender: Sender, pinned: tuple[str, int]) -> Window:
    """The account's browser window. `pinned`: the browser that it was signed in with, ('', 0) before that. Raises UsageProblem."""
    from seleqt_cli.channels.linkedin.browser import Browser
    from seleqt_cli.channels.linkedin.catalogue import load
    from seleqt_cli.channels.linkedin.session import Session
    from seleqt_cli.channels.linkedin.site import LINKEDIN, NotASite, Site
    from seleqt_cli.channels.linkedin.window import PlaywrightWindow

    other = place.home / "linkedin" / CATALOGUE
    try:
        site = Site(place.environment.get(SITE, "") or LINKEDIN)
        catalogue = load(other if other.is_file() else None)
    except (NotASite, ValueError) as problem:
        raise UsageProblem(str(problem), advice=f"mend {other}, or move it away; {SITE} takes a site on this machine only") from problem
    folder = private_folder(place, "windows") / safe_name(sender.account)
    session = Session(site, folder, catalogue, pinned=Browser(*pinned) if pinned[0] else None)
    return PlaywrightWindow(session, slug_of(sender.profile), place.clock.now)


WINDOWS: Callable[[Place, Sender, tuple[str, int]], Window] = real_window
"""How a window is made; tests put a LinkedIn in memory here."""


class LinkedInAccounts:
    """Over one machine. `place` puts journeys that moved where they belong: a runner's own while it runs."""

    def __init__(self, machine: Machine, place: Callable[[Journey, int], None]) -> None:
        self.machine = machine
        self.store = SqliteLinkedIn(machine.store)
        self._place = place
        self.acting = LinkedInActing(self.store, Pictures(machine.place), self.connected)
        inbox = SqliteInbox(machine.store, SqliteSentMails(machine.connection, machine.secret))
        self.reading = LinkedInReading(
            self.store, inbox, SqliteKnownPeople(machine.connection), consequences_of(machine, place, inbox), self.acting,
            self.connected, machine.calendar, machine.clock.now,
        )  # fmt: skip
        self._hands: dict[str, WindowHand] = {}

    def connected(self, lead: Lead) -> bool:
        """A person turned out to be a connection; False when that was known."""
        if self.machine.store.one("SELECT connected_at FROM lead WHERE id = ?", (lead.id,)) is not None:
            return False
        machine = self.machine
        people = People(SqlitePeople(machine.store), machine.workspace, machine.programs, self._place, BY, machine.clock.now())
        people.mark(lead, "connected", about={"from": "linkedin"})
        return True

    def acting_now(self, sender: Sender) -> Acting:
        """Who clicks for a sender at this moment."""
        return acting_of(self.store, sender, self.machine.clock.now())

    def hand(self, account: str) -> WindowHand:
        """The account's window."""
        found = self._hands.get(account)
        if found is None:
            sender = self.machine.accounts[account].senders[0]
            found = self._hands[account] = WindowHand(sender.name, WindowLease(self.machine.place, self.store, sender))
        return found

    def readable(self) -> list[Account]:
        """The accounts whose pages seleqt looks at: signed in, in mode fill or auto, and nothing stopped them."""
        return [
            account for account in self.machine.accounts.values()
            if account.channel == "linkedin" and self.acting_now(account.senders[0]).mode != "open"
        ]  # fmt: skip

    async def close(self) -> None:
        """Every window."""
        for hand in self._hands.values():
            await hand.close()


def clicks_alone(machine: Machine) -> Callable[[Pick, Sender], bool]:
    """Whether seleqt does a step by itself: mode auto, with all that it needs. An InMail never is (LINKEDIN.md section 11)."""
    store = SqliteLinkedIn(machine.store)

    def alone(pick: Pick, sender: Sender) -> bool:
        return pick.kind != "inmail" and sender.mode == "auto" and acting_of(store, sender, machine.clock.now()).mode == "auto"

    return alone


class WindowLease:
    """One process has an account's window (see engine/windows.Lease); the lock dies with it."""

    def __init__(self, place: Place, store: SqliteLinkedIn, sender: Sender) -> None:
        self._place = place
        self._store = store
        self._sender = sender
        self._locks = AccountLocks(place.database_path)
        self._pinned = ("", 0)

    def take(self) -> bool:
        """What the window needs of the database is read here: it opens in another thread."""
        profile = self._store.profile(self._sender.account)
        self._pinned = (profile.browser, profile.major) if profile is not None else ("", 0)
        return self._locks.take(window_lock(self._sender.account))

    def open(self) -> Window:
        """In the window's thread."""
        return WINDOWS(self._place, self._sender, self._pinned)

    def release(self) -> None:
        """The lock goes."""
        self._locks.release()


class Pictures:
    """Pictures of incidents in the home, for the owner alone."""

    def __init__(self, place: Place) -> None:
        self._place = place

    def keep(self, account: str, picture: bytes, at: int) -> str:
        """Under the moment's number and the account's slug."""
        if not picture:
            return ""
        folder = incidents_folder(self._place)
        name = f"{at}-{safe_name(account)}.png"
        descriptor = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(picture)
        return name


def incidents_folder(place: Place) -> Path:
    """Where pictures of incidents are; it exists from now on."""
    return private_folder(place, "incidents")


def private_folder(place: Place, *names: str) -> Path:
    """A folder under linkedin/ in the home, for the owner alone."""
    folder = place.home / "linkedin"
    for name in ("", *names):
        folder = folder / name if name else folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if folder.stat().st_mode & 0o077:
            folder.chmod(0o700)
    return folder


def safe_name(account: str) -> str:
    """An account as the name of a file or folder."""
    slug = account.partition(":")[2]
    return "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_") else f"_{ord(sign):x}" for sign in slug)


def can_show(environment: Mapping[str, str]) -> bool:
    """Whether a window can be shown at this terminal; a site on this machine may be shown nowhere."""
    if environment.get(SITE) or os.name == "nt" or os.uname().sysname == "Darwin":
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))
