"""The same pages under LinkedIn's own name, with whole addresses in every link: the name leads to this machine, and nothing else exists."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from seleqt_cli.channels.linkedin.catalogue import load
from seleqt_cli.channels.linkedin.doctor import examine
from seleqt_cli.channels.linkedin.patience import Patience
from seleqt_cli.channels.linkedin.profile import ProfilePage
from seleqt_cli.channels.linkedin.session import Session
from seleqt_cli.channels.linkedin.site import LINKEDIN, Site
from seleqt_cli.core.linkedin.orders import Stop
from seleqt_cli.ports.linkedin import Person as Owner
from tests.channels.linkedin.windows import Allowed
from tests.servers.certificates import make_certificates
from tests.servers.linkedin.chromium import EXECUTABLE, arguments
from tests.servers.linkedin.model import Person, Scenario
from tests.servers.linkedin.server import FakeLinkedIn

QUICK = Patience(page=10.0, tries=2, step=0.05, action=1.0)
PEOPLE = [
    Person("ada", "Ada Lovelace"),
    Person("mary", "Mary Shelley", follow_primary=True),
    Person("grace", "Grace Hopper", "connected"),
    Person("rosa", "Rosa Parks", "pending"),
]


@contextmanager
def linkedin(folder: Path) -> Iterator[tuple[Session, FakeLinkedIn]]:
    """A window at https://www.linkedin.com, which is the fake site."""
    scenario = Scenario(layout="B", people=PEOPLE, absolute=LINKEDIN)
    with FakeLinkedIn(scenario, certificate=make_certificates(folder).good) as site, sync_playwright() as driver:
        rules = f"--host-resolver-rules=MAP www.linkedin.com 127.0.0.1:{site.port} , MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"
        others = [each for each in arguments() if "host-resolver" not in each]
        browser = driver.chromium.launch(executable_path=EXECUTABLE, args=[rules, *others])
        page = browser.new_context(ignore_https_errors=True).new_page()
        page.goto(f"{LINKEDIN}/__fake_sign_in")
        session = Session(Site(), folder / "anna", load(), patience=QUICK)
        session._use(page)
        yield session, site
        browser.close()


def test_whole_addresses_are_read_as_short_ones_are(tmp_path: Path) -> None:
    with linkedin(tmp_path) as (session, site):
        assert session.identity() == Owner("anna-de-vries", "Anna de Vries")
        read = []
        for person in PEOPLE:
            page = ProfilePage.open(session, person.slug)
            assert isinstance(page, ProfilePage)
            read.append((page.relation().value, page.proof(person.name)))
        assert read == [("connectable", ""), ("connectable_in_more", ""), ("first", ""), ("pending", "")]
        checkup = examine(session, Allowed())
        assert (checkup.missing, checkup.pages) == ((), 6)
        assert site.writes() == []


def test_a_tab_at_linkedin_is_taken_over_from_nobody(tmp_path: Path) -> None:
    with linkedin(tmp_path) as (session, _):
        with pytest.raises(ValueError, match="LinkedIn is opened on a profile of its own"):
            Session.on(session.page, Site(), load())
        wrong = session.prove("ada")
        assert wrong is not None
        assert (wrong.stop, wrong.path) == (Stop.WRONG_ACCOUNT, "/in/anna-de-vries/")
