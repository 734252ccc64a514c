"""The window in memory and the one in a real browser keep the same contract."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import ClassVar

import pytest
from playwright.sync_api import Browser

from seleqt_cli.channels.linkedin.pretend import Member, PretendSite, PretendWindow
from tests.channels.linkedin.windows import Tried, tried
from tests.contracts.window_contract import NAME, SLUG, Relation, WindowContract, World
from tests.servers.linkedin.chromium import chromium
from tests.servers.linkedin.model import Person, Scenario


class InMemory(World):
    def __init__(self, relation: Relation) -> None:
        self.site = PretendSite()
        self.site.add(Member(SLUG, NAME, relation))
        self.window = PretendWindow(self.site)

    def effects(self) -> list[tuple[str, str]]:
        return [(kind, text) for kind, _, text in self.site.effects]

    def answers(self, text: str) -> None:
        self.site.members[SLUG].inbox.append(("1", text))


class InBrowser(World):
    def __init__(self, one: Tried) -> None:
        self._one = one
        self.window = one.window

    def effects(self) -> list[tuple[str, str]]:
        return [({"invite": "connect"}.get(action, action), text) for action, _, text in self._one.received()]

    def answers(self, text: str) -> None:
        self._one.site.world.reply(SLUG, text)


@contextmanager
def in_memory(relation: Relation) -> Iterator[World]:
    yield InMemory(relation)


@contextmanager
def in_browser(browser: Browser, relation: Relation) -> Iterator[World]:
    with tried(browser, Scenario(people=[Person(SLUG, NAME, state=relation)]), proved=False) as one:
        yield InBrowser(one)


class TestWindowInMemory(WindowContract):
    def world(self, relation: Relation) -> AbstractContextManager[World]:
        return in_memory(relation)


class TestWindowInBrowser(WindowContract):
    _browser: ClassVar[Browser]

    @pytest.fixture(autouse=True, scope="class")
    @classmethod
    def _one_browser(cls) -> Iterator[None]:
        with chromium() as found:
            cls._browser = found
            yield

    def world(self, relation: Relation) -> AbstractContextManager[World]:
        return in_browser(self._browser, relation)
