"""What SPEC says about who sends what when, on the virtual clock."""

from collections import Counter
from datetime import UTC, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from seleqt_cli.core.campaign import RampUp
from seleqt_cli.core.facts import EMAIL_GAP
from seleqt_cli.core.zones import DAY
from tests.engine.situations import ALWAYS, MONDAY, OFFICE, PLACES, Situation, campaign, mail, mailbox, wait, workspace
from tests.engine.timelines import Line, simulated

ONE_MAIL = (mail("first"),)


def wall(at: int, zone: str = "Europe/Amsterdam") -> datetime:
    return datetime.fromtimestamp(at, UTC).astimezone(ZoneInfo(zone))


def by_account(lines: list[Line]) -> dict[str, int]:
    return dict(Counter(line[1].removeprefix("email:").removesuffix("@acme.example") for line in lines))


def test_few_leads_all_go_to_the_person_with_the_most_room() -> None:
    senders = [mailbox("little", day=20), mailbox("much", day=40)]
    lines = simulated(Situation(workspace(senders, campaign("c", senders, ONE_MAIL)), 3).enrol("c", range(1, 16)))
    assert by_account(lines) == {"much": 15}


def test_equal_persons_share_and_the_first_of_the_file_begins() -> None:
    senders = [mailbox("anna", gap=0, spread=False), mailbox("ben", gap=0, spread=False)]
    lines = simulated(Situation(workspace(senders, campaign("c", senders, ONE_MAIL, ALWAYS)), 2).enrol("c", range(1, 12)))
    assert by_account(lines) == {"anna": 6, "ben": 5}
    assert lines[0][1] == "email:anna@acme.example"


def test_many_leads_use_everybodys_room_on_the_same_day() -> None:
    senders = [mailbox("little", day=10), mailbox("much", day=30)]
    lines = simulated(Situation(workspace(senders, campaign("c", senders, ONE_MAIL)), 1).enrol("c", range(1, 101)))
    assert by_account(lines) == {"little": 10, "much": 30}


def test_a_lead_keeps_its_sender() -> None:
    senders = [mailbox("anna", day=7), mailbox("ben", day=9), mailbox("cleo", day=5)]
    lines = simulated(Situation(workspace(senders, campaign("c", senders)), 30).enrol("c", range(1, 60)))
    accounts: dict[str, set[str]] = {}
    for _, account, _, lead, _, _ in lines:
        accounts.setdefault(lead, set()).add(account)
    assert len(lines) == 3 * 59
    assert all(len(found) == 1 for found in accounts.values())


def test_first_contacts_leave_the_room_that_follow_ups_due_today_need() -> None:
    senders = [mailbox("anna", day=5)]
    steps = (mail("first"), wait(1), mail("second"))
    lines = simulated(Situation(workspace(senders, campaign("c", senders, steps)), 4).enrol("c", range(1, 40)))
    dates = sorted({wall(line[0]).date() for line in lines})
    days = [Counter(line[5] for line in lines if wall(line[0]).date() == date) for date in dates]
    assert days == [{"first": 5}, {"second": 5}, {"first": 5}, {"second": 5}]


def test_slots_are_absolute_and_jitter_stays_below_a_fifth_of_the_interval() -> None:
    senders = [mailbox("anna", day=42)]
    lines = simulated(Situation(workspace(senders, campaign("c", senders, ONE_MAIL)), 1).enrol("c", range(1, 60)))
    interval = 7 * 3600 // 42
    open_seconds = []
    for at, *_ in lines:
        moment = wall(at)
        second = (moment.hour - 9) * 3600 + moment.minute * 60 + moment.second
        open_seconds.append(second - 3600 if moment.hour >= 13 else second)
    assert [second // interval for second in open_seconds] == list(range(42))
    assert all(second % interval < interval / 5 for second in open_seconds)


def test_nothing_comes_closer_than_the_gap_when_the_clock_starts_in_the_middle_of_the_day() -> None:
    senders = [mailbox("anna", day=50)]
    situation = Situation(workspace(senders, campaign("c", senders, ONE_MAIL)), 1, start=MONDAY + 5 * 3600 + 77).enrol("c", range(1, 80))
    times = [line[0] for line in simulated(situation)]
    assert all(later - earlier >= EMAIL_GAP for earlier, later in pairwise(times))
    assert times[0] >= situation.start


def test_the_larger_priority_goes_first_then_the_order_of_import() -> None:
    senders = [mailbox("anna", gap=0, spread=False, day=6)]
    low, high = campaign("low", senders, ONE_MAIL, ALWAYS), campaign("high", senders, ONE_MAIL, ALWAYS, priority=5)
    lines = simulated(Situation(workspace(senders, low, high), 1).enrol("low", range(1, 6)).enrol("high", range(11, 15)))
    leads = [line[3].partition("@")[0].removeprefix("lead") for line in lines]
    assert leads == ["11", "12", "13", "14", "1", "2"]


def test_a_ramp_climbs_with_each_active_day() -> None:
    senders = [mailbox("anna", ramp_up=RampUp(start=3, add=2))]
    lines = simulated(Situation(workspace(senders, campaign("c", senders, ONE_MAIL)), 5).enrol("c", range(1, 60)))
    assert list(Counter(wall(line[0]).date() for line in lines).values()) == [3, 5, 7, 9, 11]


def test_two_contacts_a_company_a_day_over_all_campaigns() -> None:
    senders = [mailbox("anna", gap=0, spread=False)]
    one = campaign("one", senders, ONE_MAIL, ALWAYS, company_cap=2)
    two = campaign("two", senders, ONE_MAIL, ALWAYS, company_cap=2, overlap=True)
    situation = Situation(workspace(senders, one, two), 4).enrol("one", range(3, 9)).enrol("two", range(3, 9))
    per_day = Counter((wall(line[0]).date(), line[3].partition("@")[2]) for line in simulated(situation))
    assert max(per_day.values()) == 2


def test_nobody_is_written_to_outside_their_own_office_hours() -> None:
    senders = [mailbox("anna", day=30)]
    situation = Situation(workspace(senders, campaign("c", senders, schedule=PLACES)), 25)
    zones = ("Europe/Amsterdam", "America/Los_Angeles", "Asia/Tokyo", "Australia/Sydney")
    situation.enrol("c", range(1, 61), *zones)
    lines = simulated(situation)
    assert len(lines) == 180
    for at, _, _, lead, _, _ in lines:
        place = (int(lead.partition("@")[0].removeprefix("lead")) - 1) % 4
        moment = wall(at, zones[place])
        assert moment.weekday() < 5
        assert 9 <= moment.hour < 17


def test_the_limit_holds_in_every_rolling_day_and_every_calendar_day() -> None:
    senders = [mailbox("anna", day=11, zone="Pacific/Auckland")]
    situation = Situation(workspace(senders, campaign("c", senders, schedule=OFFICE)), 20).enrol("c", range(1, 60))
    times = [line[0] for line in simulated(situation)]
    assert max(sum(at - DAY < other <= at for other in times) for at in times) == 11
    assert max(Counter(wall(at, "Pacific/Auckland").date() for at in times).values()) <= 11
