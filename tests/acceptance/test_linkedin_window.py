"""The whole program and a real browser against the fake LinkedIn: what the site received is what the record says."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from seleqt_cli.channels.linkedin import session
from seleqt_cli.channels.linkedin.catalogue import load
from seleqt_cli.channels.linkedin.site import Site
from seleqt_cli.channels.linkedin.window import PlaywrightWindow
from seleqt_cli.core.campaign import Sender
from seleqt_cli.core.linkedin.orders import Order, Result
from seleqt_cli.core.linkedin.standing import agreement
from seleqt_cli.ports.linkedin import Permit, Window
from seleqt_cli.wiring import linkedin
from seleqt_cli.wiring.place import Place
from tests.channels.linkedin.windows import QUICK
from tests.cli.homes import BOTH, MONDAY, Home
from tests.servers.linkedin.model import Account, Person, Scenario
from tests.servers.linkedin.server import FakeLinkedIn

ANNA = "linkedin:example-anna"
TEXT = BOTH.replace("name: Anna, limits:", "name: Anna, mode: auto, limits:").replace("connect: 1", "connect: 5")


class Clicking:
    """A permit of somebody at the window: once everything is filled in, they click."""

    def __init__(self, permit: Permit, click: Callable[[], None]) -> None:
        self._permit = permit
        self._click = click
        self.open, self.arm, self.late, self.given_up = permit.open, permit.arm, permit.late, permit.given_up

    def ready(self, what: str) -> None:
        self._permit.ready(what)
        self._click()


@pytest.fixture
def site() -> Iterator[FakeLinkedIn]:
    people = [Person("example-noor", "Noor"), Person("example-sam", "Sam")]
    account = Account(slug="example-anna", name="Anna")
    with FakeLinkedIn(Scenario(layout="B", people=people, account=account)) as found:
        yield found


def signed_in(folder: Path, url: str) -> None:
    """A person signs in, once, in the profile that the program will use."""
    folder.parent.mkdir(mode=0o700, parents=True)
    window = session.Session(Site(url), folder, load(), patience=QUICK, headless=True)
    assert window.open() is None
    window.page.goto(f"{url}/__fake_sign_in", wait_until="domcontentloaded")
    window.close()


def test_a_mixed_campaign_in_mode_auto_leaves_on_the_site_what_the_record_says(
    site: FakeLinkedIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SELEQT_LINKEDIN_SITE", site.url)
    monkeypatch.setattr(session, "Patience", lambda: QUICK)
    home = Home(tmp_path, monkeypatch, capsys, TEXT)
    signed_in(home.folder / "home" / "linkedin" / "windows" / "example-anna", site.url)
    code, _, said = home.type("senders", "login", "anna-linkedin")
    assert (code, "signed in as Anna" in said) == (0, True), said
    home.sql("UPDATE linkedin_profile SET auto_digest = ?", agreement())
    home.clock.set(MONDAY + 120)  # the check of the pages opened a profile: the gap counts from there
    code, _, said = home.type("run", "--once")
    assert (code, "1 sent" in said) == (0, True), said
    home.clock.set(MONDAY + 600)
    home.type("run", "--once")
    assert [(one.action, one.target_slug, one.text) for one in site.writes()] == [
        ("invite", "example-noor", "Hi Noor, shall we connect?"), ("invite", "example-sam", "Hi Sam, shall we connect?")
    ]  # fmt: skip
    site.world.accept("example-noor")
    site.world.reply("example-sam", "Sorry, not now.")
    home.clock.set(MONDAY + 2 * 86_400)
    home.type("run", "--once")
    home.clock.set(MONDAY + 2 * 86_400 + 600)
    home.type("run", "--once")
    assert home.sql("SELECT state FROM journey WHERE id = 2") == [("replied",)]
    assert home.sql("SELECT kind FROM usage WHERE action_id = 0 AND kind <> 'visit'") == []  # no invitation of ours is taken for another's
    assert [(one.action, one.target_slug, one.text) for one in site.writes()][2:] == [("message", "example-noor", "Thanks, Noor.")]
    assert home.sql("SELECT kind, lead, state FROM action ORDER BY id") == [
        ("connect", "noor@windmill.example", "sent"), ("connect", "sam@canal.example", "sent"), ("message", "noor@windmill.example", "sent")
    ]  # fmt: skip
    assert site.decoy_writes() == []
    assert home.type("audit")[0] == 0


def test_in_mode_fill_a_person_clicks_and_the_site_received_what_the_record_says(
    site: FakeLinkedIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def somebody_clicks(place: Place, sender: Sender, pinned: tuple[str, int]) -> Window:
        window = linkedin.real_window(place, sender, pinned)
        assert isinstance(window, PlaywrightWindow)
        perform = window.perform

        def performed(order: Order, permit: Permit) -> Result:
            return perform(order, Clicking(permit, lambda: window._session.page.locator(site.final_button("invite")).click()))

        monkeypatch.setattr(window, "perform", performed)
        return window

    monkeypatch.setenv("SELEQT_LINKEDIN_SITE", site.url)
    monkeypatch.setattr(session, "Patience", lambda: QUICK)
    monkeypatch.setattr(linkedin, "WINDOWS", somebody_clicks)
    home = Home(tmp_path, monkeypatch, capsys, TEXT.replace("mode: auto", "mode: fill"))
    signed_in(home.folder / "home" / "linkedin" / "windows" / "example-anna", site.url)
    assert home.type("senders", "login", "anna-linkedin")[0] == 0
    home.clock.set(MONDAY + 120)
    home.type("run", "--once", "-q")
    home.clock.set(MONDAY + 600)
    code, _, said = home.type("tasks", "open", "1")
    assert (code, said.splitlines()[-1]) == (0, "1: done"), said
    assert [(one.action, one.target_slug, one.text) for one in site.writes()] == [("invite", "example-noor", "Hi Noor, shall we connect?")]
    assert home.sql("SELECT kind, state, reason FROM action") == [("connect", "sent", "")]
    assert home.sql("SELECT text FROM linkedin_sent") == [("Hi Noor, shall we connect?",)]
    assert site.decoy_writes() == []
    assert home.type("audit")[0] == 0
