"""Messages and InMails: to the right person, once, whole; judged by the site's own record."""

import pytest
from playwright.sync_api import Browser

from seleqt_cli.core.linkedin.orders import Order, Status
from tests.channels.linkedin.windows import BRIEF, NAME, NOOR, Allowed, Tried, noor, tried
from tests.servers.linkedin.model import Account, Fault, Item, Language, Layout, Person, Scenario, State

TEXT = "Thanks for connecting, Noor.\n\nça va? It’s me – 😀"
SENT = [("message", NOOR, TEXT)]


@pytest.mark.parametrize(
    ("layout", "language"),
    [
        *(("A", language) for language in ("en", "de", "fr", "nl", "xx")),
        *(("B", language) for language in ("fr", "nl")),
        *(("C", language) for language in ("de", "xx")),
    ],
)
def test_a_connection_gets_the_whole_text_once(browser: Browser, layout: Layout, language: Language) -> None:
    """Where the page says with words alone who is a connection, nothing is sent in a language without words."""
    with tried(browser, Scenario(layout=layout, language=language, people=[noor(state="connected")])) as one:
        result = one.do("message", TEXT)
        if layout == "A" and language in ("nl", "xx"):
            assert (result.status in (Status.STOPPED, Status.HELD, Status.SKIPPED), one.site.writes()) == (True, [])
        else:
            assert (result.status, result.text_sent, one.received()) == (Status.DONE, TEXT, SENT)


@pytest.mark.parametrize("layout", ["A", "B", "C"])
def test_a_line_end_sends_nothing_by_itself_where_enter_sends(browser: Browser, layout: Layout) -> None:
    with tried(browser, Scenario(layout=layout, account=Account(enter_sends=True), people=[noor(state="connected")])) as one:
        assert (one.do("message", TEXT).status, one.received()) == (Status.DONE, SENT)


@pytest.mark.parametrize("layout", ["A", "B", "C"])
def test_nobody_else_is_written_to(browser: Browser, layout: Layout) -> None:
    states: tuple[State, ...] = ("none", "pending", "incoming", "follow_only", "removed")
    people = [Person(f"noor-{number}", NAME, state=state, open_profile=True) for number, state in enumerate(states)]
    with tried(browser, Scenario(layout=layout, plan="salesnav", people=people)) as one:
        results = [one.do("message", TEXT, slug=person.slug) for person in people]
        assert [result.status for result in results] == [Status.SKIPPED] * len(states)
        assert [result.reason for result in results] == ["not_first_degree"] * 4 + ["gone"]
        assert one.site.writes() == []


@pytest.mark.parametrize(
    "fault", ["cut_after", "error_after", "cut_before", "error_before", "silent_drop", "false_pending", "message_restricted"]
)
def test_what_is_not_seen_anew_is_no_success(browser: Browser, fault: str) -> None:
    with tried(browser, Scenario(people=[noor(state="connected")], faults=[Fault(fault, on="message")]), patience=BRIEF) as one:  # type: ignore[arg-type]
        result = one.do("message", TEXT)
        assert (result.status is Status.DONE) == (one.received() == SENT)
        assert result.status in (Status.DONE, Status.UNKNOWN, Status.NOT_DONE)
        assert len(one.site.writes()) == 1


def test_a_text_that_was_sent_before_is_no_proof_of_this_one(browser: Browser) -> None:
    before = [Item(TEXT, 0, from_me=True), Item("Hello", 1)]
    with tried(
        browser, Scenario(people=[noor(state="connected", thread=before)], faults=[Fault("silent_drop", on="message")]), patience=BRIEF
    ) as one:
        assert (one.do("message", TEXT).status, one.received()) == (Status.UNKNOWN, [])


@pytest.mark.parametrize(
    ("layout", "quirk"),
    [
        ("A", "picker"), ("C", "picker"), ("A", "say_hello"), ("B", "say_hello"), ("A", "bare_composer"), ("C", "bare_composer"),
        ("B", "covered_once"), ("C", "covered_once"),
    ],
)  # fmt: skip
def test_odd_composers_end_in_the_right_message_or_none(browser: Browser, layout: Layout, quirk: str) -> None:
    quirks = frozenset({quirk})
    with tried(browser, Scenario(layout=layout, people=[noor(state="connected")], quirks=quirks)) as one:  # type: ignore[arg-type]
        result = one.do("message", TEXT)
        assert (result.status is Status.DONE) == (one.received() == SENT)
        assert result.status in (Status.DONE, Status.STOPPED, Status.HELD)


def test_a_text_that_is_too_long_is_stopped_before_a_page_opens(browser: Browser) -> None:
    with tried(browser, Scenario(people=[noor(state="connected")])) as one:
        one.session.prove("anna-de-vries")
        before = len(one.site.visits())
        assert (one.do("message", "😀" * 4001).reason, len(one.site.visits())) == ("too_long", before)


# --- a person clicks -----------------------------------------------------------------------------------------------------------


def says(one: Tried, text: str) -> Allowed:
    """A person who writes something else and sends it."""

    def edits() -> None:
        one.session.page.locator("main [role=textbox]").fill(text)

    return Allowed(human=(edits, one.click("message")))


@pytest.mark.parametrize("layout", ["A", "B", "C"])
def test_a_person_sends_what_was_filled_in(browser: Browser, layout: Layout) -> None:
    with tried(browser, Scenario(layout=layout, people=[noor(state="connected")])) as one:
        permit = Allowed(human=(one.click("message"),))
        result = one.do("message", TEXT, permit=permit, hands="fill")
        assert permit.asked[:3] == ["open", "arm", "ready: Send"]
        assert (result.status, result.text_sent, one.received()) == (Status.DONE, TEXT, SENT)


def test_the_words_that_a_person_sent_are_the_ones_that_are_written_down(browser: Browser) -> None:
    with tried(browser, Scenario(people=[noor(state="connected")])) as one:
        result = one.do("message", TEXT, permit=says(one, "Other words"), hands="fill")
        assert (result.status, result.text_sent, one.received()) == (Status.DONE, "Other words", [("message", NOOR, "Other words")])


@pytest.mark.parametrize("emptied", [True, False])
def test_who_walks_away_leaves_nothing_sent(browser: Browser, *, emptied: bool) -> None:
    with tried(browser, Scenario(people=[noor(state="connected")])) as one:
        permit = Allowed()
        if emptied:
            permit.on_ready = lambda: one.session.page.locator("main [role=textbox]").fill("")
        result = one.do("message", TEXT, permit=permit, hands="fill")
        assert (result.status, one.site.writes()) == (Status.NEEDS_HUMAN, [])


@pytest.mark.parametrize("layout", ["A", "B", "C"])
def test_an_inmail_goes_by_a_persons_hand_and_its_credits_are_read(browser: Browser, layout: Layout) -> None:
    account = Account(plan="premium", inmail_credits=7)
    with tried(browser, Scenario(layout=layout, plan="premium", account=account, people=[noor()])) as one:
        permit = Allowed(human=(one.click("inmail"),))
        result = one.do("inmail", TEXT, subject="Robots", permit=permit, hands="fill")
        assert [(entry.action, entry.subject, entry.text) for entry in one.site.accepted()] == [("inmail", "Robots", TEXT)]
        assert (result.status, result.text_sent, result.quotas.credits) == (Status.DONE, TEXT, 7)
        in_doubt = Order("inmail", NOOR, noor().name, "auto", (), TEXT, "Robots", mark=permit.marks[0])
        assert one.window.settle(in_doubt, Allowed(refuse_arm="it is only looked for")).status is Status.DONE


def test_seleqt_clicks_no_inmail_itself(browser: Browser) -> None:
    account = Account(plan="premium", inmail_credits=7)
    with tried(browser, Scenario(plan="premium", account=account, people=[noor()])) as one:
        assert (one.do("inmail", TEXT, subject="Robots").status, one.site.writes()) == (Status.HELD, [])


@pytest.mark.parametrize("layout", ["B", "C"])
def test_a_chat_that_pops_up_before_the_click_takes_nothing(browser: Browser, layout: Layout) -> None:
    """A stranger's composer comes in above the right one once the text stands there."""
    hits: list[str] = []
    with tried(browser, Scenario(layout=layout, people=[noor(state="connected")]), own_tab=True) as one:
        one.session.page.expose_function("hit", lambda: hits.append("a stranger"))
        one.session.page.add_init_script(_POPS_UP)
        result = one.do("message", TEXT)
        assert (hits, result.status in (Status.DEFERRED, Status.DONE)) == ([], True)
        assert (result.status is Status.DONE) == (one.received() == SENT)


_POPS_UP = """
addEventListener('input', () => {
  if (document.getElementById('stranger')) return
  const chat = document.createElement('form')
  chat.id = 'stranger'
  chat.innerHTML = '<a href="/in/otto-example/">Otto</a><div role="textbox" contenteditable="true">x</div>'
    + '<button type="submit">Send</button>'
  chat.addEventListener('submit', (event) => { event.preventDefault(); hit() })
  document.body.prepend(chat)
}, true)
"""


def test_who_closes_the_window_stops_no_account(browser: Browser) -> None:
    with tried(browser, Scenario(people=[noor(state="connected")])) as one:
        result = one.do("message", TEXT, hands="fill", permit=Allowed(on_ready=one.session.page.close))
        assert (result.status, result.detail, result.incident) == (Status.UNKNOWN, "the window was closed", None)
        assert one.site.writes() == []
