"""What the fake LinkedIn's server decides, asked without a browser: who may be written to, what is counted, what the record says."""

import json
from typing import Any

import pytest

from tests.servers.linkedin import (
    answers,
    dialogs,
    lists,
    messaging,
    profiles,
    stops,
)
from tests.servers.linkedin.checks import violations
from tests.servers.linkedin.facts import CITED, FACTS, cites
from tests.servers.linkedin.labels import PACKS, label, sent_age
from tests.servers.linkedin.ledger import HAND
from tests.servers.linkedin.model import DAY, START, Account, Fault, Item, Person, Post, Scenario, Timing, len16, scenario_of
from tests.servers.linkedin.site import Request, Response, Site

PAGES = (answers, dialogs, lists, messaging, profiles, stops)


class Caller:
    """A signed-in caller of a site's rules."""

    def __init__(self, scenario: Scenario) -> None:
        self.site = Site(scenario)
        self.cookie = f"li_at={self.site.world.sign_in()}"

    def get(self, path: str) -> Response:
        return self.site.answer(Request("GET", path, self.cookie))

    def post(self, action: str, **given: Any) -> tuple[int, str]:
        """Send a write; status and the record's reason."""
        response = self.site.answer(Request("POST", f"/__ui/{action}", self.cookie, json.dumps(given).encode(), navigation=False))
        return response.status, self.site.ledger.entries()[-1].reason

    def taken(self) -> list[tuple[str, str, bool, str]]:
        """Action, target, accepted and reason of every entry that is no visit."""
        entries = [entry for entry in self.site.ledger.entries() if entry.action != "visit"]
        return [(entry.action, entry.target_slug, entry.accepted, entry.reason) for entry in entries]


def with_people(*people: Person, **given: Any) -> Caller:
    return Caller(Scenario(people=list(people), **given))


def test_an_invitation_is_pending_once_and_a_second_one_is_a_duplicate() -> None:
    caller = with_people(Person("jan"))
    assert caller.post("invite", slug="jan", text="Hé 🎉", variant="V3") == (200, "")
    assert caller.post("invite", slug="jan") == (409, "duplicate")
    first = caller.site.ledger.entries()[0]
    assert (first.text, first.len16, first.variant, first.session, first.day, first.week) == (
        "Hé 🎉",
        5,
        "V3",
        "s1",
        "2026-11-02",
        "2026-W45",
    )
    assert [person.slug for person in caller.site.world.pending()] == ["jan"]


@pytest.mark.parametrize(("plan", "most"), [("free", 200), ("premium", 300), ("salesnav", 300)])
def test_a_note_has_as_many_utf16_units_as_the_plan_allows(plan: str, most: int) -> None:
    caller = with_people(Person("jan"), Person("kim"), plan=plan)
    assert caller.post("invite", slug="jan", text="🎉" * (most // 2) + "x") == (409, "note_too_long")
    assert caller.post("invite", slug="jan", text="🎉" * (most // 2)) == (200, "")
    assert len16("🎉" * (most // 2)) == most


def test_notes_are_counted_by_the_month_and_invitations_by_seven_days() -> None:
    people = [Person(f"p{number}") for number in range(9)]
    caller = with_people(*people, account=Account(notes_used=4, weekly_used=97))
    assert caller.post("invite", slug="p0", text="a") == (200, "")
    assert caller.post("invite", slug="p1", text="a") == (200, "note_quota")
    assert caller.post("invite", slug="p1") == (200, "")
    assert caller.post("invite", slug="p2") == (200, "")
    assert caller.post("invite", slug="p3") == (200, "weekly_limit")
    caller.site.clock.add(7 * DAY)
    assert caller.post("invite", slug="p3") == (200, "")
    assert caller.post("invite", slug="p4", text="a") == (200, "note_quota")
    caller.site.clock.add(30 * DAY)
    assert caller.post("invite", slug="p4", text="a") == (200, "")


def test_what_the_owner_did_by_hand_counts_and_is_marked() -> None:
    caller = with_people(Person("jan"), Person("kim"), account=Account(weekly_used=99))
    caller.site.world.hand_invite("jan", "by hand")
    assert caller.post("invite", slug="kim") == (200, "weekly_limit")
    assert [(entry.session, entry.action, entry.text) for entry in caller.site.ledger.entries()] == [
        (HAND, "invite", "by hand"), ("s1", "invite", ""),
    ]  # fmt: skip
    assert [person.slug for person in caller.site.world.pending(shown=True)] == ["jan"]


def test_a_restricted_account_invites_nobody_until_it_is_over() -> None:
    caller = with_people(Person("jan"), account=Account(restricted_until=START + 60))
    assert caller.post("invite", slug="jan") == (200, "weekly_limit")
    caller.site.clock.add(60)
    assert caller.post("invite", slug="jan") == (200, "")


def test_a_threads_items_name_who_wrote_only_above_the_first_of_several() -> None:
    thread = [Item("Hi", START, from_me=True), Item("Yes", START), Item("Tell me more", START)]
    page = with_people(Person("kim", "Kim Kay", "connected", thread=thread)).get("/messaging/compose/?recipient=ACoAAKim").body
    items = page.split("<li ")[1:]
    assert [("Anna de Vries" in each.partition("</li>")[0], "Kim Kay" in each.partition("</li>")[0]) for each in items] == [
        (True, False),
        (False, True),
        (False, False),
    ]


def test_somebody_whose_invitation_was_withdrawn_is_not_invited_for_three_weeks() -> None:
    caller = with_people(Person("jan", state="pending", sent_at=START - 30 * DAY))
    assert caller.post("withdraw", slug="jan") == (200, "")
    assert caller.post("withdraw", slug="jan") == (409, "not_pending")
    caller.site.clock.add(21 * DAY - 1)
    assert caller.post("invite", slug="jan") == (200, "reinvite_too_soon")
    caller.site.clock.add(1)
    assert caller.post("invite", slug="jan") == (200, "")


def test_each_state_refuses_what_it_must() -> None:
    caller = with_people(
        Person("in", state="incoming"), Person("one", state="connected"), Person("mail", state="email_required"), Person("two")
    )
    assert caller.post("invite", slug="in") == (409, "incoming")
    assert caller.post("invite", slug="one") == (409, "connected")
    assert caller.post("invite", slug="mail") == (200, "email_required")
    assert caller.post("invite", slug="mail", email="m@acme.example") == (200, "")
    assert caller.post("message", slug="two", text="Hello") == (200, "not_first_degree")
    assert caller.post("message", slug="one", text=" ") == (409, "empty")
    assert caller.post("message", slug="one", text="x" * 8_001) == (409, "too_long")
    assert caller.post("invite", slug="nobody") == (409, "no_such_person")
    assert caller.post("invite", slug="anna-de-vries") == (409, "no_such_person")
    assert caller.post("respond", slug="one", answer="accept") == (409, "not_incoming")
    assert caller.post("respond", slug="in", answer="accept") == (200, "accept")


def test_an_inmail_costs_a_credit_unless_the_profile_is_open() -> None:
    caller = with_people(Person("jan"), Person("open", open_profile=True), plan="premium", account=Account(inmail_credits=1))
    assert caller.post("inmail", slug="open", subject="s", text="free") == (200, "")
    assert caller.post("inmail", slug="jan", subject="s" * 201, text="x") == (409, "too_long")
    assert caller.post("inmail", slug="jan", subject="s", text="x" * 1_901) == (409, "too_long")
    assert caller.post("inmail", slug="jan", subject="s", text="paid") == (200, "")
    assert caller.post("inmail", slug="jan", subject="s", text="again") == (200, "no_credits")
    assert [(entry.subject, entry.text) for entry in caller.site.ledger.entries()][:1] == [("s", "free")]


def test_a_second_reaction_takes_the_first_one_away_and_so_does_following() -> None:
    caller = with_people(Person("jan", posts=[Post("7")]))
    assert [caller.post("react", slug="jan", urn="7")[1] for _ in range(3)] == ["liked", "unliked", "liked"]
    assert caller.post("react", slug="jan", urn="8") == (409, "no_such_post")
    assert [caller.post("follow", slug="jan")[1] for _ in range(2)] == ["followed", "unfollowed"]


def test_a_new_invitation_shows_in_the_sent_list_only_after_the_delay() -> None:
    caller = with_people(Person("jan"), Person("old", state="pending"), timing=Timing(sent_delay=60, sent_views=1))
    caller.post("invite", slug="jan")

    def shown() -> bool:
        return 'href="/in/jan/"' in caller.get("/mynetwork/invitation-manager/sent/").body

    assert 'href="/in/old/"' in caller.get("/mynetwork/invitation-manager/sent/").body
    assert not shown()
    caller.site.clock.add(60)
    assert shown()


def test_redirects_and_people_who_are_gone() -> None:
    caller = with_people(Person("jan", aliases=("jan-old",)), Person("gone", state="removed"), Person("jörg-ä"))
    moved = [caller.get(path) for path in ("/", "/in/me/", "/in/JAN-OLD/", "/in/jan-old/recent-activity/all/")]
    assert [(each.status, each.headers["Location"]) for each in moved] == [
        (302, "/feed/"), (302, "/in/anna-de-vries/"), (302, "/in/jan/"), (302, "/in/jan/recent-activity/all/"),
    ]  # fmt: skip
    assert [caller.get(path).status for path in ("/in/nobody/", "/nowhere", "/in/gone/", "/in/Jan/", "/in/j%C3%B6rg-%C3%A4/")] == [
        404, 404, 200, 200, 200,
    ]  # fmt: skip
    visits = [(entry.path, entry.target_slug, entry.accepted, entry.reason) for entry in caller.site.ledger.entries()]
    assert visits[2] == ("/in/JAN-OLD/", "jan", False, "redirect")
    assert visits[6] == ("/in/gone/", "gone", False, "gone")
    assert visits[7] == ("/in/Jan/", "jan", True, "")


def test_without_a_session_there_is_a_wall_before_profiles_and_the_form_before_the_rest() -> None:
    site = Site(Scenario(people=[Person("jan")], account=Account(signed_in=False)))
    found = [site.answer(Request("GET", path)) for path in ("/in/jan/", "/feed/", "/in/me/")]
    assert [each.headers["Location"] for each in found] == [
        "/authwall?session_redirect=%2Fin%2Fjan%2F", "/login?session_redirect=%2Ffeed%2F", "/login?session_redirect=%2Fin%2Fme%2F",
    ]  # fmt: skip
    assert site.answer(Request("GET", "/__fake_sign_in")).status == 404
    refused = site.answer(Request("POST", "/__ui/invite", "", b'{"slug": "jan"}', navigation=False))
    assert json.loads(refused.body) == {"go": "/login?session_redirect=%2F__ui%2Finvite"}
    assert site.world.pending() == []


def test_the_pages_that_stop_need_no_session() -> None:
    site = Site(Scenario())
    paths = (
        "/login",
        "/uas/login",
        "/authwall",
        "/signup/cold-join",
        "/checkpoint/challenge/x",
        "/challenge",
        "/uas/consumer-email-challenge",
    )
    pages = [site.answer(Request("GET", path)).body for path in paths]
    signs = [["/login" in page, "Join now" in page, "Captcha" in page] for page in pages]
    form, wall, question = [True, False, False], [True, True, False], [False, False, True]
    assert signs == [form, form, wall, wall, question, question, question]
    assert {entry.reason for entry in site.ledger.entries()} == {"stop_page"}


def test_a_form_signs_in_and_leads_nowhere_else() -> None:
    site = Site(Scenario())
    for goes_to, ends in (("/in/jan/", "/in/jan/"), ("//evil.example/", "/feed/"), ("https://evil.example/", "/feed/"), ("", "/feed/")):
        body = f"session_key=a&session_password=b&session_redirect={goes_to}".encode()
        response = site.answer(Request("POST", "/login", "", body))
        assert response.headers["Location"] == ends
        assert response.headers["Set-Cookie"].startswith("li_at=s")
    assert site.answer(Request("POST", "/login", "", b"session_key=a")).headers == {"Location": "/login"}


@pytest.mark.parametrize(
    ("fault", "goes_to"),
    [
        (Fault("checkpoint", after=2), "/checkpoint/challenge/AgFake"),
        (Fault("session_expires", on="invite", after=2), "/login?session_redirect=%2F__ui%2Finvite"),
        (Fault("authwall", on="invite", after=2), "/authwall?session_redirect=%2F__ui%2Finvite"),
    ],
)
def test_a_wall_comes_after_two_writes_and_stays(fault: Fault, goes_to: str) -> None:
    caller = with_people(*(Person(f"p{number}") for number in range(4)), faults=[fault])
    assert [caller.post("invite", slug=f"p{number}")[0] for number in range(2)] == [200, 200]
    response = caller.site.answer(Request("POST", "/__ui/invite", caller.cookie, b'{"slug": "p2"}', navigation=False))
    assert json.loads(response.body) == {"go": goes_to}
    assert caller.get("/feed/").status == 302
    assert len(caller.site.world.pending()) == 2
    caller.site.world.lift()
    caller.cookie = f"li_at={caller.site.world.sign_in()}"
    assert caller.post("invite", slug="p2") == (200, "")


@pytest.mark.parametrize(
    ("kind", "accepted", "lost", "reason"),
    [
        ("cut_before", False, False, "cut_before"), ("error_before", False, False, "error_before"),
        ("cut_after", True, True, ""), ("error_after", True, True, ""),
        ("silent_drop", False, False, "silent_drop"), ("false_pending", False, False, "false_pending"),
        ("weekly_limit", False, False, "weekly_limit"), ("quota_on_submit", False, False, "note_quota"),
    ],
)  # fmt: skip
def test_each_fault_of_a_write_is_recorded_as_what_it_was(kind: Any, accepted: bool, lost: bool, reason: str) -> None:
    caller = with_people(Person("jan"), Person("kim"), Person("lea"), faults=[Fault(kind, "invite", after=1)])
    for slug in ("jan", "kim", "lea"):
        caller.post("invite", slug=slug, text="note")
    entries = [(entry.target_slug, entry.accepted, entry.lost, entry.reason) for entry in caller.site.ledger.entries()]
    assert entries == [("jan", True, False, ""), ("kim", accepted, lost, reason), ("lea", True, False, "")]
    assert (caller.site.world.people["kim"].state == "pending") is accepted


def test_faults_of_pages_strike_the_pages_they_are_meant_for() -> None:
    faults = [
        Fault("too_many_requests", "/in/"),
        Fault("interstitial", "/feed/"),
        Fault("page_error", "/messaging/", times=0),
        Fault("page_cut"),
    ]
    caller = with_people(Person("jan"), faults=faults[:3])
    found = [caller.get(path) for path in ("/in/jan/", "/in/jan/", "/feed/", "/feed/", "/messaging/", "/messaging/")]
    assert [each.status for each in found] == [429, 200, 200, 200, 500, 500]
    assert "<main" not in found[0].body
    assert len(found[0].body) < 2_000
    assert "Agree to comply" in found[2].body
    assert with_people(faults=faults[3:]).get("/feed/").cut


def test_people_act_by_themselves() -> None:
    caller = with_people(Person("jan", state="pending"), Person("kim", state="pending"), Person("lea"))
    world = caller.site.world
    world.accept("jan")
    caller.site.clock.add(60)
    world.reply("jan", "Yes")
    world.decline("kim")
    world.invites_me("lea")
    world.rename("jan", "jan-2")
    assert world.connections()[0].slug == "jan-2"
    assert [(person.slug, person.unread) for person in world.conversations()] == [("jan-2", True)]
    assert [world.people[slug].state for slug in ("kim", "lea")] == ["none", "incoming"]
    assert world.pending() == []
    assert world.person("jan") is world.person("jan-2")
    with pytest.raises(KeyError):
        world.accept("nobody")


def test_a_scenario_is_not_changed_by_what_happens() -> None:
    scenario = Scenario(people=[Person("jan")])
    Caller(scenario).post("invite", slug="jan")
    assert scenario.people[0].state == "none"


def test_the_record_is_checked_for_what_must_never_be() -> None:
    caller = with_people(*(Person(f"p{number}") for number in range(6)))
    for number, pause in enumerate((0, 90, 60, 22 * 3_600)):
        caller.site.clock.add(pause)
        caller.post("invite", slug=f"p{number}")
    entries = caller.site.ledger.entries()
    assert violations(entries) == []
    day, week = {"invite": 2, "message": 1}, {"invite": 3}
    assert violations(entries, decoys=["p1"], per_day=day, per_week=week, gap=90, hours=(9, 17), weekdays=True) == [
        "invite hit p1",
        "3 invite on 2026-11-02",
        "4 invite within seven days",
        "invite p2 60 s after the one before",
        "invite p3 at Tue 07:02",
    ]


def test_every_language_has_every_label_and_says_how_long_ago() -> None:
    assert {language: set(pack) for language, pack in PACKS.items()} == {language: set(PACKS["en"]) for language in PACKS}
    assert len(set(PACKS["xx"].values())) == len(PACKS["xx"])
    assert label("de", "add_note", wording=1) == "Notiz hinzufügen"
    assert label("fr", "withdraw_aria", name="Ada", wording=3) == "Retirer l’invitation envoyée à Ada"
    ages = [sent_age("en", days * DAY) for days in (0, 1, 2, 7, 21, 30, 65)]
    assert ages == [
        "Sent today", "Sent yesterday", "Sent 2 days ago", "Sent 1 week ago", "Sent 3 weeks ago", "Sent 1 month ago", "Sent 2 months ago",
    ]  # fmt: skip
    assert sent_age("fr", 30 * DAY) == "Envoyé il y a 1 mois"


def test_every_fact_is_cited_by_a_page_and_every_citation_is_a_fact() -> None:
    assert all(module.__doc__ for module in PAGES)
    assert set(FACTS) == CITED
    with pytest.raises(KeyError):
        cites("never-seen")


def test_a_scenario_with_an_unknown_word_is_refused() -> None:
    for broken in ({"faults": [{"kind": "nonsense"}]}, {"layout": "E"}, {"people": [{"slug": "a", "state": "odd"}]}, {"quirks": ["x"]}):
        with pytest.raises(ValueError, match="no such"):
            scenario_of(broken)
