"""Visits, follows, likes and withdrawals: the state is read first, because a second click undoes."""

import pytest
from playwright.sync_api import Browser

from seleqt_cli.core.linkedin.orders import Status, Stop
from tests.channels.linkedin.windows import BRIEF, NAME, NOOR, Allowed, noor, tried
from tests.servers.linkedin.model import DAY, Fault, Language, Layout, Person, Post, Scenario

LAYOUTS: list[Layout] = ["A", "B", "C"]
LONG_AGO = 22 * DAY


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_visit_is_counted_before_the_profile_opens(browser: Browser, layout: Layout) -> None:
    with tried(browser, Scenario(layout=layout, people=[noor()])) as one:
        permit = Allowed(refuse_arm="limit reached")
        assert one.do("visit", permit=permit).status is Status.NOT_ARMED
        assert [entry for entry in one.site.visits() if entry.target_slug == NOOR] == []
        permit = Allowed()
        assert (one.do("visit", permit=permit).status, permit.asked) == (Status.DONE, ["arm"])
        assert [entry.target_slug for entry in one.site.visits()][-1] == NOOR
        assert one.site.writes() == []


@pytest.mark.parametrize(
    ("noor_is", "status", "reason"),
    [({"state": "removed"}, Status.SKIPPED, "gone"), ({"name": "Nora Pen"}, Status.HELD, "name_mismatch")],
    ids=str,
)
def test_a_visit_of_nobody_or_of_somebody_else_leaves_no_doubt(
    browser: Browser, noor_is: dict[str, str], status: Status, reason: str
) -> None:
    person = Person(NOOR, **{"name": NAME, **noor_is})  # type: ignore[arg-type]
    with tried(browser, Scenario(layout="B", people=[person])) as one:
        result = one.do("visit")
        assert (result.status, result.reason, result.clicked) == (status, reason, True)


def test_a_wall_in_place_of_a_visit_is_a_stop_and_no_doubt(browser: Browser) -> None:
    with tried(browser, Scenario(layout="B", people=[noor()], faults=[Fault("checkpoint", on=f"/in/{NOOR}")])) as one:
        result = one.do("visit")
        assert result.incident is not None
        assert (result.status, result.incident.stop) == (Status.STOPPED, Stop.CHECKPOINT)


@pytest.mark.parametrize(
    ("layout", "language", "more"),
    [
        ("A", "en", {}), ("B", "de", {}), ("C", "fr", {}),
        ("A", "de", {"follow_primary": True}), ("B", "fr", {"follow_primary": True}), ("C", "en", {"follow_primary": True}),
        ("A", "fr", {"state": "connected"}), ("B", "en", {"state": "connected"}), ("C", "de", {"state": "connected"}),
    ],
    ids=str,
)  # fmt: skip
def test_somebody_is_followed_once(browser: Browser, layout: Layout, language: Language, more: dict[str, object]) -> None:
    with tried(browser, Scenario(layout=layout, language=language, people=[noor(**more)])) as one:
        assert (one.do("follow").status, one.do("follow").status) == (Status.DONE, Status.ALREADY)
        assert one.received() == [("follow", NOOR, "")]


@pytest.mark.parametrize(("layout", "language"), [("A", "de"), ("B", "fr"), ("C", "en")])
def test_the_newest_post_is_liked_once(browser: Browser, layout: Layout, language: Language) -> None:
    people = [noor(posts=[Post("222"), Post("111", liked=True)])]
    with tried(browser, Scenario(layout=layout, language=language, people=people)) as one:
        assert (one.do("like").status, one.do("like").status) == (Status.DONE, Status.ALREADY)
        assert one.received() == [("react", NOOR, "")]
        assert [post.liked for post in one.site.world.people[NOOR].posts] == [True, True]


def test_who_has_no_post_is_skipped(browser: Browser) -> None:
    with tried(browser, Scenario(people=[noor()])) as one:
        assert (one.do("like").reason, one.site.writes()) == ("no_posts", [])


@pytest.mark.parametrize("kind", ["follow", "like"])
@pytest.mark.parametrize("fault", ["silent_drop", "false_pending", "cut_before", "cut_after"])
def test_an_effect_that_is_not_there_anew_is_no_success(browser: Browser, kind: str, fault: str) -> None:
    on = "react" if kind == "like" else kind
    with tried(browser, Scenario(people=[noor(posts=[Post("222")])], faults=[Fault(fault, on=on)]), patience=BRIEF) as one:  # type: ignore[arg-type]
        result = one.do(kind)  # type: ignore[arg-type]
        assert (result.status, len(one.received())) in ((Status.DONE, 1), (Status.UNKNOWN, 0))
        assert len(one.site.writes()) == 1


# --- withdrawals ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("layout", "language"), [("A", "de"), ("B", "fr"), ("C", "en")])
def test_our_own_old_invitation_is_taken_back(browser: Browser, layout: Layout, language: Language) -> None:
    others = [Person(f"other-{number}", f"Noor de Witt {number}", state="pending", sent_at=0) for number in range(25)]
    scenario = Scenario(layout=layout, language=language, people=[*others, noor(state="pending")])
    with tried(browser, scenario) as one:
        since = one.site.clock.now()
        one.site.world.people[NOOR].sent_at = since
        one.site.clock.add(LONG_AGO)
        result = one.do("withdraw", since=since)
        assert (result.status, one.received(), result.quotas.pending) == (Status.DONE, [("withdraw", NOOR, "")], 25)


@pytest.mark.parametrize(
    ("age", "since", "status", "reason"),
    [
        (2 * DAY, LONG_AGO, Status.HELD, "newer_invitation"),
        (LONG_AGO, LONG_AGO, Status.DONE, ""),
        (None, LONG_AGO, Status.ALREADY, "withdrawn"),
    ],
)
def test_a_newer_invitation_and_none_are_left_alone(browser: Browser, age: int | None, since: int, status: Status, reason: str) -> None:
    with tried(browser, Scenario(people=[noor(state="none" if age is None else "pending")])) as one:
        now = one.site.clock.now()
        one.site.world.people[NOOR].sent_at = None if age is None else now - age
        result = one.do("withdraw", since=now - since)
        assert (result.status, result.reason) == (status, reason)
        assert one.received() == ([("withdraw", NOOR, "")] if status is Status.DONE else [])


@pytest.mark.parametrize("fault", ["silent_drop", "false_pending", "cut_after", "cut_before"])
def test_a_withdrawal_counts_when_the_list_opened_anew_has_lost_it(browser: Browser, fault: str) -> None:
    with tried(browser, Scenario(people=[noor(state="pending")], faults=[Fault(fault, on="withdraw")]), patience=BRIEF) as one:  # type: ignore[arg-type]
        now = one.site.clock.now()
        one.site.world.people[NOOR].sent_at = now - LONG_AGO
        result = one.do("withdraw", since=now - LONG_AGO)
        assert (result.status, len(one.received())) in ((Status.DONE, 1), (Status.UNKNOWN, 0))
        assert len(one.site.writes()) == 1


@pytest.mark.parametrize("clicks", [True, False])
def test_a_person_withdraws_or_walks_away(browser: Browser, *, clicks: bool) -> None:
    with tried(browser, Scenario(people=[noor(state="pending")])) as one:
        now = one.site.clock.now()
        one.site.world.people[NOOR].sent_at = now - LONG_AGO
        permit = Allowed(human=(one.click("withdraw"),) if clicks else ())
        result = one.do("withdraw", since=now - LONG_AGO, permit=permit, hands="fill")
        assert (result.status, len(one.received())) == ((Status.DONE, 1) if clicks else (Status.NEEDS_HUMAN, 0))


def test_a_person_who_follows_in_the_menu_is_not_waited_for_once_it_is_closed(browser: Browser) -> None:
    with tried(browser, Scenario(people=[noor()])) as one:
        permit = Allowed(human=(one.click("follow"),))
        assert (one.do("follow", permit=permit, hands="fill").status, len(one.received())) == (Status.DONE, 1)
        assert not permit.given_up()
