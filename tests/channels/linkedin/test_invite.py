"""Invitations in every state, layout and language: judged by the site's own record."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, expect

from seleqt_cli.core.linkedin.orders import Status, Stop
from tests.channels.linkedin.windows import BRIEF, NAME, NOOR, QUICK, Allowed, Tried, noor, tried
from tests.servers.linkedin.model import Fault, Language, Layout, Person, Scenario, State, Timing

NOTE = "Hallo Noor,\nit’s me – ça va? 😀"
SENT = [("invite", NOOR, NOTE)]
EXPECTED: dict[State, tuple[Status, str]] = {
    "none": (Status.DONE, ""),
    "pending": (Status.ALREADY, "pending"),
    "connected": (Status.ALREADY, "connected"),
    "incoming": (Status.SKIPPED, "incoming_request"),
    "follow_only": (Status.SKIPPED, "follow_only"),
    "email_required": (Status.SKIPPED, "email_required"),
    "removed": (Status.SKIPPED, "gone"),
    "self": (Status.SKIPPED, "self"),
}


@pytest.mark.parametrize("language", ["en", "de", "fr", "xx"])
@pytest.mark.parametrize("layout", ["A", "B", "C"])
def test_every_state_gives_its_result_and_only_who_can_be_invited_is(browser: Browser, layout: Layout, language: Language) -> None:
    people = {state: Person(f"noor-{number}", NAME, state=state) for number, state in enumerate(EXPECTED)}
    with tried(
        browser, Scenario(layout=layout, language=language, people=list(people.values())), patience=BRIEF if language == "xx" else QUICK
    ) as one:
        found = {state: one.do("connect", NOTE, slug=person.slug) for state, person in people.items()}
        sent: tuple[State, ...] = () if language == "xx" else ("none",)
        assert one.received() == [("invite", people[state].slug, NOTE) for state in sent]
    for state, result in found.items():
        assert (result.text_sent, result.note_sent, result.clicked) == ((NOTE, True, True) if state in sent else ("", False, False))
        if (language, layout, state) in UNREADABLE:
            assert result.status in (Status.HELD, Status.STOPPED, Status.SKIPPED), state
        elif (language, state) == ("xx", "none"):
            assert (result.status, result.incident and result.incident.stop) == (Status.STOPPED, Stop.UI_CHANGED)
        else:
            assert (state, result.status, result.reason) == (state, *EXPECTED[state])


UNREADABLE = {
    *(("xx", "A", state) for state in ("none", "pending", "connected", "incoming", "follow_only", "email_required")),
    *(("xx", layout, "removed") for layout in ("B", "C")),
}
"""What is said with words alone, in a language without words: nothing is done there."""


@pytest.mark.parametrize(
    ("layout", "more"),
    [
        ("A", {"follow_primary": True}), ("B", {"follow_primary": True}), ("C", {"follow_primary": True}), ("A", {"open_profile": True}),
        ("C", {"open_profile": True}), ("B", {"degree": 3}), ("B", {"aliases": ("noor-old",)}),
    ],
    ids=str,
)  # fmt: skip
def test_who_is_followed_first_open_far_or_renamed_is_invited_too(browser: Browser, layout: Layout, more: dict[str, object]) -> None:
    with tried(browser, Scenario(layout=layout, people=[noor(**more)])) as one:
        result = one.do("connect", NOTE, slug="noor-old" if "aliases" in more else NOOR)
        assert (result.status, one.received()) == (Status.DONE, SENT)
        assert result.slug == (NOOR if "aliases" in more else "")


@pytest.mark.parametrize("layout", ["D", "Z"])
def test_a_hidden_or_unknown_page_is_left_alone(browser: Browser, layout: Layout) -> None:
    with tried(browser, Scenario(layout=layout, people=[noor()]), patience=BRIEF) as one:
        result = one.do("connect", NOTE)
        assert (result.status, one.site.writes()) == (Status.SKIPPED if layout == "D" else Status.STOPPED, [])
        assert layout == "D" or (result.incident is not None and result.incident.picture.startswith(b"\x89PNG"))


@pytest.mark.parametrize(("slug", "name", "reason"), [(NOOR, "Nora Smit", "name_mismatch"), ("noor-old", "Peter Smit", "name_mismatch")])
def test_somebody_else_is_never_invited(browser: Browser, slug: str, name: str, reason: str) -> None:
    with tried(browser, Scenario(people=[noor(aliases=("noor-old",))])) as one:
        result = one.do("connect", NOTE, slug=slug, name=name)
        assert (result.status, result.reason, one.site.writes()) == (Status.HELD, reason, [])


def test_without_words_the_invitation_goes_without_a_note(browser: Browser) -> None:
    with tried(browser, Scenario(people=[noor()])) as one:
        result = one.do("connect")
        assert (result.status, result.text_sent, result.note_sent, one.received()) == (Status.DONE, "", False, [("invite", NOOR, "")])


def test_a_note_that_is_too_long_is_stopped_before_a_page_opens(browser: Browser) -> None:
    with tried(browser, Scenario(people=[noor()])) as one:
        one.session.prove("anna-de-vries")
        before = len(one.site.visits())
        assert (one.do("connect", "😀" * 151).reason, len(one.site.visits())) == ("too_long", before)


@pytest.mark.parametrize("quirks", [frozenset(), frozenset({"no_maxlength"})])
def test_a_note_that_the_box_does_not_take_is_not_sent(browser: Browser, quirks: frozenset[str]) -> None:
    """The free plan takes 200 units; a box without a limit of its own is refused by the site, and that is seen."""
    with tried(browser, Scenario(people=[noor()], quirks=quirks), patience=BRIEF) as one:  # type: ignore[arg-type]
        result = one.do("connect", "x" * 250)
        assert one.received() == []
        assert (result.status, result.reason) == ((Status.UNKNOWN, "unverified") if quirks else (Status.HELD, "too_long"))


# --- who allows it -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("permit", "detail", "asked"),
    [
        (Allowed(refuse_open="limit reached: visits"), "limit reached: visits", ["open"]),
        (Allowed(refuse_arm="paused"), "paused", ["open", "arm"]),
    ],
)
def test_nothing_is_opened_or_clicked_without_the_permit(browser: Browser, permit: Allowed, detail: str, asked: list[str]) -> None:
    with tried(browser, Scenario(people=[noor()])) as one:
        result = one.do("connect", NOTE, permit=permit)
        assert (result.status, result.detail, permit.asked, one.site.writes()) == (Status.NOT_ARMED, detail, asked, [])


def test_a_permit_that_is_old_is_not_used(browser: Browser) -> None:
    with tried(browser, Scenario(people=[noor()])) as one:
        result = one.do("connect", NOTE, permit=Allowed(is_late=True))
        assert (result.status, result.clicked, one.site.writes()) == (Status.NOT_DONE, True, [])


# --- what the site says --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("layout", "at"), [("A", "click"), ("B", "submit"), ("C", "click"), ("C", "submit")])
def test_without_notes_left_the_invitation_waits(browser: Browser, layout: Layout, at: str) -> None:
    with tried(browser, Scenario(layout=layout, people=[noor()], notes_limit=0, quota_at=at)) as one:  # type: ignore[arg-type]
        result = one.do("connect", NOTE)
        assert (result.status, result.reason, result.note_sent, result.quotas.notes_left) == (Status.DEFERRED, "note_quota", False, 0)
        assert one.received() == []


def test_without_notes_left_it_goes_without_one_where_the_sender_wants_that(browser: Browser) -> None:
    with tried(browser, Scenario(people=[noor()], notes_limit=0)) as one:
        result = one.do("connect", NOTE, quota="without_note")
        assert (result.status, result.text_sent, result.note_sent, one.received()) == (Status.DONE, "", False, [("invite", NOOR, "")])


@pytest.mark.parametrize(("layout", "language"), [("A", "de"), ("B", "fr"), ("C", "en")])
def test_the_weekly_limit_stops_the_account(browser: Browser, layout: Layout, language: Language) -> None:
    with tried(browser, Scenario(layout=layout, language=language, people=[noor()], weekly_limit=0)) as one:
        result = one.do("connect", NOTE)
        assert (result.status, result.incident and result.incident.stop) == (Status.STOPPED, Stop.WEEKLY_LIMIT)
        assert (result.clicked, one.received(), len(one.site.writes())) == (True, [], 1)


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        ("cut_after", Status.DONE), ("error_after", Status.DONE), ("cut_before", Status.UNKNOWN), ("error_before", Status.UNKNOWN),
        ("silent_drop", Status.UNKNOWN), ("false_pending", Status.UNKNOWN), ("too_many_requests", Status.UNKNOWN),
    ],
)  # fmt: skip
def test_what_is_not_seen_twice_is_unknown_and_is_not_clicked_again(browser: Browser, fault: str, status: Status) -> None:
    with tried(browser, Scenario(people=[noor()], faults=[Fault(fault, on="invite")]), patience=BRIEF) as one:  # type: ignore[arg-type]
        result = one.do("connect", NOTE)
        assert (result.status, len(one.site.writes())) == (status, 1)
        assert (result.status is Status.DONE) <= (one.received() == SENT)


@pytest.mark.parametrize("layout", ["A", "B", "C"])
def test_a_slow_page_is_waited_for(browser: Browser, layout: Layout) -> None:
    timing = Timing(first_byte=80, hydrate=150, replaced=120, dialog=120, sent_views=2)
    with tried(browser, Scenario(layout=layout, people=[noor()], timing=timing)) as one:
        assert (one.do("connect", NOTE).status, one.received()) == (Status.DONE, SENT)


@pytest.mark.parametrize(
    ("layout", "quirk"), [("B", "no_dialog"), ("C", "no_dialog"), ("B", "covered_once"), ("C", "covered_once"), ("C", "toast_only")]
)
def test_odd_pages_end_in_the_right_invitation_or_none(browser: Browser, layout: Layout, quirk: str) -> None:
    with tried(browser, Scenario(layout=layout, people=[noor()], quirks=frozenset({quirk}))) as one:  # type: ignore[arg-type]
        result = one.do("connect", NOTE)
        assert one.received() == (SENT if result.status is Status.DONE else [])
        assert result.status is Status.DONE


@pytest.mark.parametrize(
    ("fault", "stop"),
    [
        ("checkpoint", Stop.CHECKPOINT), ("authwall", Stop.AUTHWALL), ("session_expires", Stop.LOGGED_OUT),
        ("login_redirect", Stop.LOGGED_OUT),
        ("too_many_requests", Stop.RATE_LIMITED), ("interstitial", Stop.INTERSTITIAL), ("page_error", Stop.UNKNOWN_PAGE),
    ],
)  # fmt: skip
def test_every_wall_stops_the_account_and_nothing_more_is_asked(browser: Browser, fault: str, stop: Stop) -> None:
    with tried(browser, Scenario(people=[noor()], faults=[Fault(fault, on=f"/in/{NOOR}", times=0)])) as one:  # type: ignore[arg-type]
        result = one.do("connect", NOTE)
        asked = one.site.requests()
        assert (result.status, result.incident and result.incident.stop, one.site.writes()) == (Status.STOPPED, stop, [])
        assert one.site.requests() == asked


def test_a_check_after_the_click_leaves_a_doubt_and_stops_the_account(browser: Browser) -> None:
    with tried(browser, Scenario(people=[noor()], faults=[Fault("checkpoint", after=1)])) as one:
        result = one.do("connect", NOTE)
        assert (result.status, result.incident and result.incident.stop, one.received()) == (Status.UNKNOWN, Stop.CHECKPOINT, SENT)


# --- a person clicks -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", ["A", "B", "C"])
def test_a_person_clicks_what_was_filled_in(browser: Browser, layout: Layout) -> None:
    with tried(browser, Scenario(layout=layout, people=[noor()])) as one:
        permit = Allowed(human=(one.click("invite"),))
        result = one.do("connect", NOTE, permit=permit, hands="fill")
        assert permit.asked[:3] == ["open", "arm", "ready: Send"]
        assert (result.status, result.text_sent, result.note_sent, one.received()) == (Status.DONE, NOTE, True, SENT)


def test_the_words_that_a_person_changed_are_the_ones_that_were_sent(browser: Browser) -> None:
    with tried(browser, Scenario(people=[noor()])) as one:

        def edits() -> None:
            one.session.page.locator(one.site.note_box()).fill("My own words")

        result = one.do("connect", NOTE, permit=Allowed(human=(edits, lambda: None, one.click("invite"))), hands="fill")
        assert one.received() == [("invite", NOOR, "My own words")]
        assert (result.status, result.text_sent) == (Status.DONE, "My own words")


def test_who_walks_away_leaves_nothing_sent(browser: Browser) -> None:
    with tried(browser, Scenario(people=[noor()])) as one:
        result = one.do("connect", NOTE, permit=Allowed(), hands="fill")
        assert (result.status, result.reason, result.clicked, one.site.writes()) == (Status.NEEDS_HUMAN, "walked_away", True, [])


def test_in_a_language_without_words_the_person_opens_the_box_and_it_is_filled(browser: Browser) -> None:
    with tried(browser, Scenario(language="nl", people=[noor()])) as one:
        steps = (one.click("add_note"), *(lambda: None,) * 3, filled(one), one.click("invite"))
        result = one.do("connect", NOTE, permit=Allowed(human=steps), hands="fill")
        assert (result.status, one.received()) == (Status.DONE, SENT)


def filled(one: Tried) -> Callable[[], None]:
    """A person who waits until the words stand in the box."""

    def waits() -> None:
        expect(one.session.page.locator(one.site.note_box())).to_be_visible()

    return waits
