"""What looks like success and is none, and who looks like the person and is not: judged by the site's own record."""

from dataclasses import replace

import pytest
from playwright.sync_api import Browser

from seleqt_cli.core.linkedin.orders import Order, Status
from seleqt_cli.ports.linkedin import Known, Wanted
from tests.channels.linkedin.windows import NAME, NOOR, Allowed, Tried, noor, tried
from tests.servers.linkedin.model import DAY, Fault, FaultKind, Item, Layout, Person, Post, Quirk, Scenario

TEXT = "Thanks for connecting, Noor."
NOTE = "Hi Noor, shall we connect?"
OLDER = [Item(TEXT, 0, from_me=True), Item("Hello", 1)]


def odd(*quirks: Quirk, faults: tuple[FaultKind, ...] = (), on: str = "", layout: Layout = "B", person: Person | None = None) -> Scenario:
    """Noor, on a site with oddities."""
    return Scenario(layout=layout, people=[person or noor()], quirks=frozenset(quirks), faults=[Fault(kind, on=on) for kind in faults])


def message(mark: str = "", text: str = TEXT) -> Order:
    return Order("message", NOOR, NAME, "auto", text=text, mark=mark)


def settled(one: Tried, order: Order) -> Status:
    permit = Allowed()
    status = one.window.settle(order, permit).status
    assert "arm" not in permit.asked
    return status


# --- the same words once before -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("fault", "status"), [("cut_after", Status.DONE), ("cut_before", Status.NOT_DONE)])
def test_only_what_came_after_the_click_settles_a_message_whose_words_were_sent_before(
    browser: Browser, fault: FaultKind, status: Status
) -> None:
    person = noor(state="connected", thread=list(OLDER))
    with tried(browser, odd(faults=(fault,), on="message", person=person)) as one:
        permit = Allowed()
        one.do("message", TEXT, permit=permit)
        (mark,) = permit.marks
        assert settled(one, message(mark)) is status
        assert settled(one, message("")) is Status.UNKNOWN, "nothing was noted before the click"
        assert settled(one, message("another conversation")) is Status.UNKNOWN
        one.site.world.hand_message(NOOR, "By hand")
        assert settled(one, message(mark)) is (status if status is Status.DONE else Status.UNKNOWN), "the account wrote something since"
        assert len(one.site.writes()) == 1


def test_what_was_said_before_and_is_shown_late_is_no_proof(browser: Browser) -> None:
    person = noor(state="connected", thread=list(OLDER))
    with tried(browser, odd("late_thread", faults=("silent_drop",), on="message", person=person)) as one:
        one.session.patience = replace(one.session.patience, step=0.3)
        assert (one.do("message", TEXT).status, one.received()) == (Status.UNKNOWN, [])


def test_a_conversation_that_lost_what_was_written_is_not_written_to(browser: Browser) -> None:
    with tried(browser, odd(person=noor(state="connected"))) as one:
        order = Order("message", NOOR, NAME, "auto", text=TEXT, spoken=True)
        result = one.window.perform(order, Allowed())
        assert (result.status, result.reason, one.site.writes()) == (Status.HELD, "unread", [])


def test_a_like_is_settled_by_the_post_that_was_meant(browser: Browser) -> None:
    with tried(browser, odd(person=noor(posts=[Post("5")]), faults=("cut_before",), on="react")) as one:
        permit = Allowed()
        assert one.do("like", permit=permit).status is Status.UNKNOWN
        assert permit.marks == ["5"]
        order = Order("like", NOOR, NAME, "auto", mark="5")
        assert settled(one, order) is Status.NOT_DONE
        one.site.world.people[NOOR].posts.insert(0, Post("6", liked=True))
        assert settled(one, order) is Status.UNKNOWN


def test_an_older_invitation_and_an_accepted_one_are_no_proof(browser: Browser) -> None:
    with tried(browser, odd(person=noor(state="pending"))) as one:
        now = one.site.clock.now()
        one.site.world.people[NOOR].sent_at = now - 21 * DAY
        invitation = Order("connect", NOOR, NAME, "auto", text=NOTE, since=now - DAY)
        assert settled(one, invitation) is Status.UNKNOWN
        found = one.window.settle(replace(invitation, since=now - 22 * DAY), Allowed())
        assert (found.status, found.text_sent, found.note_sent) == (Status.DONE, "", False), "which note it had shows nowhere"
        one.site.world.accept(NOOR)
        assert settled(one, Order("withdraw", NOOR, NAME, "auto", since=now - 22 * DAY)) is Status.NOT_DONE


# --- lists and profiles that show something else --------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", ["A", "B"])
def test_who_is_suggested_beside_a_list_is_neither_invited_nor_a_connection(browser: Browser, layout: Layout) -> None:
    with tried(browser, odd("suggested", faults=("false_pending",), on="invite", layout=layout)) as one:
        assert (one.do("connect", NOTE).status, one.received()) == (Status.UNKNOWN, [])
        assert one.window.look(Wanted((Known(7, NOOR, NAME),), connections=True)).accepted == ()
        one.site.world.accept(NOOR)
        assert one.window.look(Wanted((Known(7, NOOR, NAME),), connections=True)).accepted == (7,)


def test_a_link_beside_more_is_no_open_invitation(browser: Browser) -> None:
    with tried(browser, odd("photo_link")) as one:
        result = one.do("connect", NOTE)
        assert (result.status, result.reason, one.site.writes()) == (Status.HELD, "unread", [])


@pytest.mark.parametrize("quirk", ["offer_after", "offer_inside"])
def test_an_offer_beside_an_invitation_or_after_it_is_no_refusal(browser: Browser, quirk: Quirk) -> None:
    with tried(browser, odd(quirk)) as one:
        result = one.do("connect", NOTE)
        assert (result.status, result.quotas.notes_left, one.received()) == (Status.DONE, None, [("invite", NOOR, NOTE)])


@pytest.mark.parametrize("layout", ["A", "B", "C"])
def test_words_for_a_person_are_written_into_no_other_question(browser: Browser, layout: Layout) -> None:
    with tried(browser, odd("survey", layout=layout)) as one:
        result = one.do("connect", NOTE)
        assert (result.status, result.reason, one.site.writes()) == (Status.HELD, "unread", [])


def test_a_withdrawal_that_nobody_asks_about_once_more_was_armed_before(browser: Browser) -> None:
    with tried(browser, odd("withdraws_at_once", person=noor(state="pending"))) as one:
        one.site.world.people[NOOR].sent_at = one.site.clock.now() - 30 * DAY
        since = one.site.clock.now() - 30 * DAY
        refused = one.do("withdraw", since=since, permit=Allowed(refuse_arm="paused"))
        assert (refused.status, one.site.writes()) == (Status.NOT_ARMED, [])
        assert (one.do("withdraw", since=since).status, one.received()) == (Status.DONE, [("withdraw", NOOR, "")])


def test_a_list_is_read_to_its_end_whatever_number_stands_first_on_its_page(browser: Browser) -> None:
    others = [Person(f"other-{number}", state="pending") for number in range(25)]
    scenario = replace(odd("suggested", person=noor(state="pending")), people=[*others, noor(state="pending")])
    with tried(browser, scenario) as one:
        one.site.world.people[NOOR].sent_at = since = one.site.clock.now() - 30 * DAY
        assert (one.do("withdraw", since=since).status, one.received()) == (Status.DONE, [("withdraw", NOOR, "")])
        assert one.window.look(Wanted(sent=True)).quotas.pending == 25


@pytest.mark.parametrize(("goes_to", "status"), [("otto-example", Status.DEFERRED), (NOOR, Status.DONE)])
def test_a_page_that_goes_on_to_somebody_else_under_the_dialog_gets_no_click(browser: Browser, goes_to: str, status: Status) -> None:
    with tried(browser, odd(), own_tab=True) as one:
        one.session.page.add_init_script(f"addEventListener('input', () => history.replaceState(null, '', '/in/{goes_to}/'), true)")
        assert one.do("connect", NOTE).status is status
        assert one.received() == ([("invite", NOOR, NOTE)] if status is Status.DONE else [])


# --- composers ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("quirk", "status"), [("subject_asked", Status.SKIPPED), ("group", Status.HELD)])
def test_a_message_goes_neither_as_an_inmail_nor_to_a_group(browser: Browser, quirk: Quirk, status: Status) -> None:
    with tried(browser, odd(quirk, person=noor(state="connected"))) as one:
        assert (one.do("message", TEXT).status, one.site.writes()) == (status, [])


def test_what_the_person_left_unsent_is_not_written_over(browser: Browser) -> None:
    with tried(browser, odd(person=noor(state="connected", draft="Dear Noor, I"))) as one:
        result = one.do("message", TEXT)
        assert (result.status, result.reason, one.site.writes()) == (Status.HELD, "draft", [])
        assert one.session.page.locator("main [role=textbox]").inner_text() == "Dear Noor, I"


def test_who_walks_away_leaves_no_words_of_ours_unsent(browser: Browser) -> None:
    with tried(browser, odd(person=noor(state="connected"))) as one:
        assert one.do("message", TEXT, permit=Allowed(), hands="fill").status is Status.NEEDS_HUMAN
        assert one.session.page.locator("main [role=textbox]").inner_text().strip() == ""


def test_somebody_with_the_accounts_own_name_is_not_written_to_and_what_they_say_is_heard(browser: Browser) -> None:
    namesake = Person("anna-de-vries-2", "Anna de Vries", "connected", thread=[Item("Hello", 0)])
    with tried(browser, Scenario(people=[namesake])) as one:
        result = one.do("message", TEXT, slug=namesake.slug, name=namesake.name)
        assert (result.status, result.reason, one.site.writes()) == (Status.HELD, "ambiguous", [])
        one.site.world.reply(namesake.slug, "No, thank you")
        replies = one.window.look(Wanted((Known(7, namesake.slug, namesake.name),), inbox=True)).replies
        assert [reply.text for reply in replies] == ["No, thank you"]


# --- names and words ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", ["A", "B"])
def test_a_name_from_right_to_left_is_read_as_any_other(browser: Browser, layout: Layout) -> None:
    """The page puts signs around it that nobody sees."""
    person = Person("noa-cohen", "\u2068נועה כהן\u2069")
    with tried(browser, Scenario(layout=layout, people=[person])) as one:
        result = one.do("connect", NOTE, slug="noa-cohen", name="נועה כהן")
        assert (result.status, one.received()) == (Status.DONE, [("invite", "noa-cohen", NOTE)])


def test_a_note_goes_to_the_last_unit_that_the_box_takes(browser: Browser) -> None:
    """Two units each: a hundred pictures are a note of 200."""
    with tried(browser, odd()) as one:
        assert one.do("connect", "😀" * 99 + "abc").reason == "too_long"
        assert (one.do("connect", "😀" * 100).status, one.received()) == (Status.DONE, [("invite", NOOR, "😀" * 100)])


def test_a_page_that_changes_its_language_on_the_way_is_read_in_the_new_one(browser: Browser) -> None:
    class Changing(Allowed):
        def arm(self, mark: str = "") -> str:
            one.site.world.scenario.language = "fr"
            return super().arm(mark)

    with tried(browser, odd()) as one:
        assert (one.do("connect", NOTE, permit=Changing()).status, one.received()) == (Status.DONE, [("invite", NOOR, NOTE)])
