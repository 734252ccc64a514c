"""Acceptances, replies and evidence are read with few pages, and nothing of anybody else is opened."""

import pytest
from playwright.sync_api import Browser

from seleqt_cli.core.campaign import Kind
from seleqt_cli.core.linkedin.orders import Order, Status, Stop
from seleqt_cli.ports.linkedin import Known, Wanted
from tests.channels.linkedin.windows import BRIEF, NAME, NOOR, Allowed, Tried, noor, tried
from tests.servers.linkedin.model import DAY, Fault, Item, Language, Layout, Person, Post, Scenario

LAYOUTS: list[Layout] = ["A", "B", "C"]
KNOWN = (Known(7, NOOR, NAME), Known(8, "sam-kok", "Sam Kok"))


def people() -> list[Person]:
    """Noor is invited, Sam is a connection with whom there was a word, and there are others of the same name."""
    return [
        noor(state="pending"),
        Person("sam-kok", "Sam Kok", state="connected", thread=[Item("Hello Sam", 0, from_me=True)]),
        Person("sam-kok-2", "Sam Kok", state="connected", thread=[Item("Not for you", 0)]),
        Person("eva-berg", "Eva Berg", state="connected", thread=[Item("Lunch?", 0)], unread=True),
    ]


@pytest.mark.parametrize(("layout", "language"), [("A", "en"), ("A", "xx"), ("B", "nl"), ("C", "xx")])
def test_who_accepted_stands_among_the_connections(browser: Browser, layout: Layout, language: Language) -> None:
    with tried(browser, Scenario(layout=layout, language=language, people=people())) as one:
        assert one.window.look(Wanted(KNOWN, connections=True)).accepted == (8,)
        one.site.world.accept(NOOR)
        seen = one.window.look(Wanted(KNOWN, connections=True))
        assert (seen.accepted, seen.pages, seen.incident) == ((7, 8), 1, None)


@pytest.mark.parametrize(("layout", "language"), [("A", "de"), ("A", "xx"), ("B", "en"), ("B", "xx"), ("C", "nl")])
def test_a_reply_of_a_known_person_is_read_and_others_stay_unread(browser: Browser, layout: Layout, language: Language) -> None:
    with tried(browser, Scenario(layout=layout, language=language, people=people())) as one:
        one.site.world.reply("sam-kok", "Yes, call me.\nSam")
        seen = one.window.look(Wanted(KNOWN, inbox=True))
        assert ([(reply.lead, reply.text) for reply in seen.replies], seen.read, seen.incident) == ([(8, "Yes, call me.\nSam")], True, None)
        assert one.site.world.people["eva-berg"].unread is True
        again = one.window.look(Wanted(KNOWN, inbox=True, rows=seen.rows))
        assert (again.replies, again.pages, again.read) == ((), 1, True)
        one.site.world.reply("sam-kok", "And?")
        third = one.window.look(Wanted(KNOWN, inbox=True, rows=again.rows))
        assert [reply.text for reply in third.replies] == ["And?"]
        assert len({reply.key for reply in (*seen.replies, *third.replies)}) == 2


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_sent_list_tells_who_was_invited_and_how_many_are_open(browser: Browser, layout: Layout) -> None:
    many = [Person(f"p-{number}", f"Person {number}", state="pending") for number in range(45)]
    with tried(browser, Scenario(layout=layout, people=[noor(state="pending"), *many])) as one:
        for person in one.site.world.people.values():
            if person.state == "pending":
                person.sent_at = one.site.clock.now() - 15 * DAY
        seen = one.window.look(Wanted(KNOWN, sent=True))
        assert (len(seen.sent), seen.quotas.pending) == (46, 46)
        assert [(row.slug, row.name, row.age) for row in seen.sent if row.slug == NOOR] == [(NOOR, NAME, 14)]


def test_a_wall_before_the_inbox_is_an_incident_and_nothing_counts_as_read(browser: Browser) -> None:
    with tried(browser, Scenario(people=people(), faults=[Fault("checkpoint", on="/messaging", times=0)])) as one:
        seen = one.window.look(Wanted(KNOWN, inbox=True))
        assert (seen.read, seen.incident and seen.incident.stop) == (False, Stop.CHECKPOINT)


# --- evidence ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("layout", "kind", "text", "fault"),
    [
        ("A", "connect", "Hi Noor", "cut_after"), ("B", "connect", "Hi Noor", "cut_after"), ("C", "connect", "Hi Noor", "cut_after"),
        ("C", "connect", "Hi Noor", "cut_before"), ("B", "connect", "", "silent_drop"),
        ("A", "message", "Thanks", "cut_after"), ("B", "message", "Thanks", "cut_after"), ("C", "message", "Thanks", "cut_after"),
        ("A", "message", "Thanks", "cut_before"), ("B", "withdraw", "", "cut_after"), ("A", "withdraw", "", "silent_drop"),
        ("C", "withdraw", "", "silent_drop"), ("A", "follow", "", "cut_before"), ("C", "follow", "", "cut_before"),
        ("B", "like", "", "cut_before"),
    ],
)  # fmt: skip
def test_a_doubt_is_settled_as_it_was_and_nothing_is_sent(browser: Browser, layout: Layout, kind: Kind, text: str, fault: str) -> None:
    state = {"message": "connected", "withdraw": "pending"}.get(kind, "none")
    on = {"connect": "invite", "like": "react"}.get(kind, kind)
    person = noor(state=state, posts=[Post("5")])
    with tried(browser, Scenario(layout=layout, people=[person], faults=[Fault(fault, on=on, times=0)]), patience=BRIEF) as one:  # type: ignore[arg-type]
        now = one.site.clock.now()
        one.site.world.people[NOOR].sent_at = now - 22 * DAY if kind == "withdraw" else None
        armed = Allowed()
        result = one.do(kind, text, since=now - 22 * DAY, permit=armed)
        assert result.status in (Status.UNKNOWN, Status.DONE)
        writes = len(one.site.writes())
        settled = settle(one, Order(kind, NOOR, NAME, "auto", (), text, "", "hold", now - 22 * DAY, mark=armed.marks[0]))
        assert settled is (Status.DONE if one.received() else Status.NOT_DONE)
        assert len(one.site.writes()) == writes == 1


def settle(one: Tried, order: Order) -> Status:
    """What evidence says; a permit that was armed for it would be a bug."""
    permit = Allowed()
    result = one.window.settle(order, permit)
    assert "arm" not in permit.asked
    return result.status
