"""What whoever drives a LinkedIn window may rely on, whichever it is."""

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import Literal

from seleqt_cli.core.campaign import Kind
from seleqt_cli.core.linkedin.orders import Order, Status
from seleqt_cli.ports.linkedin import Known, Wanted, Window

SLUG, NAME = "noor-de-wit", "Noor de Wit"
NOTE = "Hi Noor, shall we connect?"
Relation = Literal["none", "pending", "connected"]


@dataclass
class Asked:
    """A permit that writes down what it was asked, and refuses what it is told to."""

    refuse_open: str = ""
    refuse_arm: str = ""
    asked: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)

    def open(self) -> str:
        self.asked.append("open")
        return self.refuse_open

    def arm(self, mark: str = "") -> str:
        self.asked.append("arm")
        self.marks.append(mark)
        return self.refuse_arm

    def late(self) -> bool:
        return False

    def ready(self, what: str) -> None:
        self.asked.append("ready")

    def given_up(self) -> bool:
        return True


class World(ABC):
    """A window on a site on which Noor is."""

    window: Window

    @abstractmethod
    def effects(self) -> list[tuple[str, str]]:
        """What took effect on the site: (connect or message, text)."""

    @abstractmethod
    def answers(self, text: str) -> None:
        """Noor writes to the account."""


class WindowContract(ABC):
    """The contract. `world(relation)`: how Noor stands to the account."""

    @abstractmethod
    def world(self, relation: Relation) -> AbstractContextManager[World]:
        """A fresh site."""

    def test_an_invitation_is_opened_armed_and_sent_once_with_its_note(self) -> None:
        with self.world("none") as world:
            permit = Asked()
            result = world.window.perform(order("connect", NOTE), permit)
            assert (result.status, result.text_sent, result.note_sent, result.clicked) == (Status.DONE, NOTE, True, True)
            assert (permit.asked, world.effects()) == (["open", "arm"], [("connect", NOTE)])

    def test_what_is_not_armed_is_not_clicked(self) -> None:
        with self.world("none") as world:
            result = world.window.perform(order("connect", NOTE), Asked(refuse_arm="paused"))
            assert (result.status, result.detail, world.effects()) == (Status.NOT_ARMED, "paused", [])

    def test_a_profile_that_may_not_be_opened_is_left_alone(self) -> None:
        with self.world("none") as world:
            permit = Asked(refuse_open="limit reached")
            result = world.window.perform(order("connect", NOTE), permit)
            assert (result.status, result.detail, permit.asked) == (Status.NOT_ARMED, "limit reached", ["open"])

    def test_what_is_so_already_is_left_as_it_is(self) -> None:
        for relation, reason in (("pending", "pending"), ("connected", "connected")):
            with self.world(relation) as world:  # type: ignore[arg-type]
                permit = Asked()
                result = world.window.perform(order("connect", NOTE), permit)
                assert (result.status, result.reason, permit.asked) == (Status.ALREADY, reason, ["open"])
                assert world.effects() == []

    def test_another_name_on_the_page_holds_the_order(self) -> None:
        with self.world("none") as world:
            result = world.window.perform(Order("connect", SLUG, "Tom Bakker", "auto", text=NOTE), Asked())
            assert (result.status, world.effects()) == (Status.HELD, [])

    def test_nobody_but_a_connection_is_written_to(self) -> None:
        with self.world("none") as world:
            result = world.window.perform(order("message", "Hello"), Asked())
            assert (result.status, result.reason, world.effects()) == (Status.SKIPPED, "not_first_degree", [])

    def test_a_person_who_does_not_click_has_sent_nothing(self) -> None:
        with self.world("none") as world:
            permit = Asked()
            result = world.window.perform(Order("connect", SLUG, NAME, "fill", text=NOTE), permit)
            assert (result.status, permit.asked) == (Status.NEEDS_HUMAN, ["open", "arm", "ready"])
            assert world.effects() == []

    def test_settling_finds_what_was_sent_and_arms_nothing(self) -> None:
        with self.world("none") as world:
            world.window.perform(order("connect", NOTE), Asked())
            permit = Asked()
            assert world.window.settle(order("connect", NOTE), permit).status is Status.DONE
            assert "arm" not in permit.asked
            assert len(world.effects()) == 1

    def test_words_that_went_before_settle_no_message_that_was_armed_later(self) -> None:
        with self.world("connected") as world:
            first, second = Asked(), Asked(refuse_arm="paused")
            for permit in (first, second):
                world.window.perform(order("message", "Hello"), permit)
            settled = [
                world.window.settle(replace(order("message", "Hello"), mark=permit.marks[0]), Asked()).status for permit in (first, second)
            ]
            assert settled == [Status.DONE, Status.NOT_DONE]

    def test_a_look_tells_who_accepted_and_who_wrote(self) -> None:
        with self.world("connected") as world:
            world.answers("Nice to meet you")
            seen = world.window.look(Wanted((Known(7, SLUG, NAME),), connections=True, inbox=True))
            assert (seen.accepted, [(one.lead, one.text) for one in seen.replies], seen.read) == ((7,), [(7, "Nice to meet you")], True)
            assert seen.incident is None


def order(kind: Kind, text: str) -> Order:
    """About Noor, in mode auto."""
    return Order(kind, SLUG, NAME, "auto", text=text)
