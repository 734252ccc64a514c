"""Situations in which a simulation and the real loop must come to the same timeline: one named function each."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

from seleqt_cli.core.campaign import (
    Business,
    Campaign,
    Condition,
    Content,
    Duration,
    Hours,
    LeadSource,
    Pace,
    RampUp,
    Schedule,
    Sender,
    Step,
    Variant,
    Workspace,
)
from seleqt_cli.core.facts import Period
from seleqt_cli.core.lead import Lead
from seleqt_cli.core.windows import Calendar
from seleqt_cli.core.zones import zone
from seleqt_cli.engine.simulated import Rates

MONDAY: Final = 1_798_444_800
"""2026-12-28 08:00 UTC, a Monday."""
BEFORE_DST: Final = 1_805_097_600
"""2027-03-15 08:00 UTC, a Monday: New York's clocks moved the day before, Amsterdam's move on March 28."""
SILENT: Final = Rates(reply=0, accept=0, away=0)
AMSTERDAM: Final = "Europe/Amsterdam"


@dataclass
class Situation:
    """A workspace, the leads that walk its campaigns, and for how many days the clock runs."""

    workspace: Workspace
    days: int
    start: int = MONDAY
    rates: Rates = SILENT
    leads: dict[int, Lead] = field(default_factory=dict)
    lanes: dict[int, tuple[str, Calendar]] = field(default_factory=dict)
    enrolled: list[tuple[int, str, int]] = field(default_factory=list)
    """(lead, campaign, lane), in the order of enrolment."""

    def enrol(self, campaign: str, numbers: range, *zones: str) -> "Situation":
        """Leads with these numbers walk a campaign, each in one of the zones in turn."""
        schedule = self.workspace.campaigns[campaign].schedule
        lanes = []
        for name in zones or (AMSTERDAM,):
            lanes.append(len(self.lanes) + 1)
            self.lanes[lanes[-1]] = (campaign, Calendar(schedule, zone(name)))
        for place, number in enumerate(numbers):
            company = f"company {number // 3}"
            self.leads.setdefault(number, Lead(
                id=number, email=f"lead{number}@company{number // 3}.example", linkedin=f"https://www.linkedin.com/in/lead{number}/",
                company=company, title="" if number % 4 else "Director", tags=frozenset({"warm"} if number % 5 == 0 else ()),
            ))  # fmt: skip
            self.enrolled.append((number, campaign, lanes[place % len(lanes)]))
        return self


def mailbox(
    name: str,
    *,
    person: str = "",
    gap: int = 180,
    spread: bool = True,
    day: int = 50,
    zone: str = "",
    ramp_up: RampUp | None = None,
    **more: dict[Period, int],
) -> Sender:
    return Sender(
        name, "email", f"email:{name}@acme.example", person or name, address=f"{name}@acme.example", outbox="out", pace=Pace(gap, spread),
        limits={"email": {"day": day, **more.get("limits", {})}}, ramp_up=ramp_up, timezone=zone,
    )  # fmt: skip


def profile(name: str, *, person: str = "", plan: str = "normal", **limits: dict[Period, int]) -> Sender:
    return Sender(name, "linkedin", f"linkedin:{name}", person or name, plan=plan, pace=Pace(90, True), limits=limits)


def mail(step: str, *when: Condition) -> Step:
    return Step("email", id=step, content=_words("Hello"), when=when)


def wait(amount: int, unit: str = "days") -> Step:
    assert unit in ("minutes", "hours", "days", "working days")
    return Step("wait", wait=Duration(amount, unit))  # type: ignore[arg-type]


def _words(subject: str | None = None) -> Content:
    return Content((Variant("", "Words", subject),))


def workspace(senders: list[Sender], *campaigns: Campaign, business_zone: str = AMSTERDAM) -> Workspace:
    numbered = {sender.name: replace(sender, number=number) for number, sender in enumerate(senders)}
    named = {campaign.name: replace(campaign, number=number) for number, campaign in enumerate(campaigns)}
    business = Business("Acme", "Keizersgracht 1, Amsterdam", timezone=business_zone)
    return Workspace("campaigns.yaml", business, numbered, {campaign.schedule.name: campaign.schedule for campaign in campaigns}, named)


OFFICE: Final = Schedule("office", timezone=AMSTERDAM, hours=(Hours(540, 720), Hours(780, 1020)))
PLACES: Final = Schedule("places", timezone="lead")
ALWAYS: Final = Schedule("always", days=frozenset(range(7)), hours=(Hours(0, 1440),), timezone=AMSTERDAM)
NIGHT: Final = Schedule("night", days=frozenset(range(5)), hours=(Hours(1320, 360),), timezone=AMSTERDAM)
THREE_MAILS: Final = (mail("first"), wait(2), mail("second"), wait(3, "working days"), mail("third"))
CONNECTED: Final = Condition("connected")
INVITE_OR_MAIL: Final = (
    Step("visit", id="look", at_most=Duration(3, "days")),
    wait(1),
    Step("connect", id="invite"),
    Step(
        "wait_for",
        id="accepted",
        at_most=Duration(4, "days"),
        otherwise=(mail("intro"), wait(2, "working days"), mail("nudge", replace(CONNECTED, negated=True))),
    ),
    Step("message", id="hello", content=_words(), when=(CONNECTED,)),
)


def campaign(
    name: str, senders: list[Sender], steps: tuple[Step, ...] = THREE_MAILS, schedule: Schedule = OFFICE, **more: object
) -> Campaign:
    return replace(Campaign(name, LeadSource(), tuple(sender.name for sender in senders), schedule, steps, company_cap=None), **more)  # type: ignore[arg-type]


def three_mails_from_two_senders() -> Situation:
    senders = [mailbox("anna", day=12), mailbox("bob", day=9)]
    return Situation(workspace(senders, campaign("c", senders)), 16).enrol("c", range(1, 60))


def a_sender_that_ramps_up() -> Situation:
    senders = [mailbox("anna", ramp_up=RampUp(2, 2)), mailbox("bob", day=6)]
    return Situation(workspace(senders, campaign("c", senders)), 15).enrol("c", range(1, 61))


def people_in_three_zones() -> Situation:
    senders = [mailbox("anna", day=11), mailbox("yuki", day=11, zone="Asia/Tokyo")]
    there = workspace(senders, campaign("c", senders, schedule=PLACES))
    return Situation(there, 12).enrol("c", range(1, 60), AMSTERDAM, "America/New_York", "Asia/Tokyo")


def clocks_change_on_both_sides_of_the_ocean() -> Situation:
    senders = [mailbox("anna", day=8), mailbox("joe", day=8, zone="America/New_York")]
    there = workspace(senders, campaign("c", senders, schedule=PLACES), campaign("night", senders, schedule=NIGHT))
    found = Situation(there, 18, start=BEFORE_DST)
    return found.enrol("c", range(1, 40), AMSTERDAM, "America/New_York").enrol("night", range(40, 60))


def some_accept_and_others_do_not() -> Situation:
    senders = [
        mailbox("anna", person="A"),
        profile("anna-l", person="A", plan="recruiter"),
        mailbox("bob", person="B"),
        profile("bob-l", person="B"),
    ]
    there = workspace(senders, campaign("c", senders, INVITE_OR_MAIL))
    return Situation(there, 14, rates=replace(SILENT, accept=0.5)).enrol("c", range(1, 45))


def conditions_of_every_kind() -> Situation:
    senders = [mailbox("anna", day=15), profile("anna-l")]
    steps = (
        Step("tag", text="seen"),
        mail("directors", Condition("has", "title")),
        wait(1),
        mail("warm", Condition("tagged", "warm"), Condition("sent", "directors", negated=True)),
        mail("after", Condition("sent", "warm")),
        Step("task", id="call", text="Call them", when=(Condition("tagged", "seen"),)),
        wait(6, "hours"),
        Step("like", id="like", when=(Condition("is", "title", "director"),)),
        mail("last", Condition("sent", "call")),
    )
    return Situation(workspace(senders, campaign("c", senders, steps)), 12).enrol("c", range(1, 50))


def two_contacts_a_company_a_day() -> Situation:
    senders = [mailbox("anna", day=20), mailbox("bob", day=20)]
    found = Situation(workspace(senders, campaign("c", senders, company_cap=1), campaign("d", senders, company_cap=2)), 12)
    return found.enrol("c", range(1, 30)).enrol("d", range(30, 61))


def at_most_so_many_new_leads() -> Situation:
    senders = [mailbox("anna"), mailbox("bob")]
    found = Situation(workspace(senders, campaign("c", senders, max_new_leads=7), campaign("d", senders, max_new_leads=9)), 11)
    return found.enrol("c", range(1, 50)).enrol("d", range(50, 70))


def people_in_two_campaigns() -> Situation:
    senders = [mailbox("anna", day=14), mailbox("bob", day=9)]
    short = (mail("one"), wait(1), mail("two"))
    found = Situation(
        workspace(senders, campaign("c", senders, short), campaign("d", senders), campaign("e", senders, short, overlap=True)), 20
    )
    return found.enrol("c", range(1, 30)).enrol("d", range(1, 45, 2)).enrol("e", range(1, 45, 4))


def limits_of_a_week_and_a_month() -> Situation:
    senders = [mailbox("anna", day=15, limits={"week": 30, "month": 60}), profile("anna-l", connect={"day": 5, "week": 11})]
    steps = (mail("one"), wait(1), Step("connect", id="invite"), wait(2), mail("two"))
    return Situation(workspace(senders, campaign("c", senders, steps)), 30).enrol("c", range(1, 70))


def no_gap_at_any_hour() -> Situation:
    senders = [mailbox("anna", gap=0, spread=False, day=25), mailbox("bob", gap=0, spread=False, day=10)]
    steps = (mail("one"), wait(90, "minutes"), mail("two"), Step("wait"), mail("three"))
    return Situation(workspace(senders, campaign("c", senders, steps, ALWAYS)), 5).enrol("c", range(1, 50))


def a_gap_without_spread() -> Situation:
    senders = [mailbox("anna", gap=600, spread=False), mailbox("bob", gap=60, spread=False, day=20)]
    return Situation(workspace(senders, campaign("c", senders)), 8).enrol("c", range(1, 80))


def the_urgent_campaign_goes_first() -> Situation:
    senders = [mailbox("anna", day=10), mailbox("bob", day=10)]
    found = Situation(
        workspace(senders, campaign("c", senders), campaign("d", senders, priority=5), campaign("e", senders[:1], priority=5)), 12
    )
    return found.enrol("c", range(1, 20)).enrol("d", range(20, 45)).enrol("e", range(45, 60))


def two_persons_with_two_channels() -> Situation:
    senders = [
        mailbox("anna", person="A", day=6),
        profile("anna-l", person="A"),
        mailbox("bob", person="B", day=12),
        profile("bob-l", person="B"),
    ]
    steps = (mail("one"), wait(1), Step("follow", id="follow"), wait(1), Step("message", id="hi", content=_words()), wait(2), mail("two"))
    return Situation(workspace(senders, campaign("c", senders, steps)), 16).enrol("c", range(1, 50))


def few_leads_for_many_senders() -> Situation:
    senders = [mailbox(name, day=day) for name, day in (("anna", 4), ("bob", 9), ("carl", 9), ("dora", 6), ("eve", 1))]
    return Situation(workspace(senders, campaign("c", senders)), 14).enrol("c", range(1, 61))


def campaigns_that_start_and_end() -> Situation:
    senders = [mailbox("anna", day=8), mailbox("bob", day=8)]
    there = workspace(senders, campaign("c", senders, start="2026-12-30", end="2027-01-08"), campaign("d", senders, start="2027-01-04"))
    return Situation(there, 17).enrol("c", range(1, 50)).enrol("d", range(50, 70))


def _people_reply(on_reply: str) -> Situation:
    senders = [mailbox("anna", day=15), mailbox("bob", day=15)]
    campaigns = [campaign(name, senders, on_reply=on_reply, overlap=True) for name in ("c", "d")]
    found = Situation(workspace(senders, *campaigns), 16, rates=Rates(reply=0.3, away=0.2))
    return found.enrol("c", range(1, 45)).enrol("d", range(1, 45, 3))


def a_reply_stops_the_person() -> Situation:
    return _people_reply("person")


def a_reply_stops_the_journey() -> Situation:
    return _people_reply("journey")


def a_reply_stops_the_company() -> Situation:
    return _people_reply("company")


def messages_without_a_wait_between_them() -> Situation:
    senders = [mailbox("anna", day=15), profile("anna-l")]
    steps = (mail("one"), Step("message", id="two", content=_words()), Step("visit", id="look"), mail("three"))
    return Situation(workspace(senders, campaign("c", senders, steps)), 10).enrol("c", range(1, 45))


def invitations_with_a_note() -> Situation:
    senders = [profile("anna-l"), profile("bob-l", plan="recruiter")]
    steps = (Step("visit", id="look"), wait(1), Step("connect", id="invite", content=_words()), wait(1), Step("follow", id="follow"))
    return Situation(workspace(senders, campaign("c", senders, steps)), 40).enrol("c", range(1, 32))


def invitations_that_are_withdrawn() -> Situation:
    senders = [profile("anna-l", withdraw={"day": 4}), mailbox("anna", person="anna-l")]
    invite = (Step("connect", id="invite"), wait(1), mail("one"))
    again = (Step("visit", id="look"), wait(3), Step("connect", id="again", content=_words()), Step("like", id="like"))
    campaigns = (
        campaign("c", senders, invite, withdraw_after=Duration(5, "days"), end="2027-01-02"),
        campaign("d", senders, again, withdraw_after=Duration(1, "days"), overlap=True, start="2027-01-06"),
    )
    found = Situation(workspace(senders, *campaigns), 45, rates=replace(SILENT, accept=0.3, reply=0.1))
    return found.enrol("c", range(1, 40)).enrol("d", range(1, 60, 2), AMSTERDAM, "America/New_York")


def many_senders_with_limits_that_bind() -> Situation:
    senders = [
        mailbox(
            f"sender{number}",
            day=50 if number % 2 else 11,
            ramp_up=RampUp(3, 2) if number % 3 == 0 else None,
            limits={"week": 100} if number % 4 == 0 else {},
        )
        for number in range(25)
    ]
    there = workspace(senders, campaign("c", senders[:15]), campaign("d", senders[10:], overlap=True, schedule=PLACES))
    found = Situation(there, 42, rates=Rates(reply=0.1, away=0.1))
    return found.enrol("c", range(1, 1500)).enrol("d", range(1000, 2500), AMSTERDAM, "America/Los_Angeles")


SITUATIONS: Final[tuple[Callable[[], Situation], ...]] = (
    three_mails_from_two_senders,
    a_sender_that_ramps_up,
    people_in_three_zones,
    clocks_change_on_both_sides_of_the_ocean,
    some_accept_and_others_do_not,
    conditions_of_every_kind,
    two_contacts_a_company_a_day,
    at_most_so_many_new_leads,
    people_in_two_campaigns,
    limits_of_a_week_and_a_month,
    no_gap_at_any_hour,
    a_gap_without_spread,
    the_urgent_campaign_goes_first,
    two_persons_with_two_channels,
    few_leads_for_many_senders,
    campaigns_that_start_and_end,
    a_reply_stops_the_person,
    a_reply_stops_the_journey,
    a_reply_stops_the_company,
    messages_without_a_wait_between_them,
    invitations_with_a_note,
    invitations_that_are_withdrawn,
)
