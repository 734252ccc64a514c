"""Any lawful history passes, and one action too many in it is caught; the sums are made a second way here, naively."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.audit.histories import ANNA, DAY, HOUR, TUESDAY, History, broken

ZONES = ("UTC", "Europe/Amsterdam", "America/New_York", "Asia/Kathmandu", "Africa/Cairo", "Pacific/Chatham")
START = TUESDAY - 60 * DAY

moments = st.lists(st.integers(0, 80 * DAY), min_size=1, max_size=60).map(sorted)
limits = st.fixed_dictionaries({"day": st.integers(1, 4)}, optional={"week": st.integers(1, 9), "month": st.integers(1, 20)})


def fits(moment: int, before: list[int], most: dict[str, int], zone: str) -> bool:
    """Whether one more action keeps every limit: each counted over all that came before."""
    place = ZoneInfo(zone)
    wall = datetime.fromtimestamp(moment, place)
    walls = [datetime.fromtimestamp(other, place) for other in before]
    counts = {
        "day": max(
            sum(other.date() == wall.date() for other in walls),
            sum(other > moment - DAY for other in before),
        ),
        "week": sum(other > moment - 7 * DAY for other in before),
        "month": sum((other.year, other.month) == (wall.year, wall.month) for other in walls),
    }
    return all(counts[period] < value for period, value in most.items())


@settings(max_examples=150)
@given(moments, limits, st.sampled_from(ZONES), st.data())
def test_what_keeps_the_limits_passes_and_what_does_not_is_named(
    offsets: list[int], most: dict[str, int], zone: str, data: st.DataObject
) -> None:
    history = History()
    counted: list[int] = []
    refused: list[int] = []
    for offset in offsets:
        moment = START + offset
        if fits(moment, counted, most, zone):
            unsent = data.draw(st.integers(0, 4)) == 0
            history.send(moment, limits=most, account_zone=zone, outcome="deferred" if unsent else "sent", unsent=unsent)
            if not unsent:
                counted.append(moment)
        else:
            refused.append(moment)
    assert broken(history) == []
    if refused:
        last = [moment for moment in refused if moment >= counted[-1]]
        if last and not fits(last[0], counted, most, zone):
            action = history.send(last[0], limits=most, account_zone=zone)
            assert set(broken(history)) == {(1, (action,))}


@settings(max_examples=100)
@given(st.lists(st.integers(0, 3 * DAY), min_size=1, max_size=40), st.integers(1, 5))
def test_with_a_clock_that_jumps_the_fullest_24_hours_decide(offsets: list[int], most: int) -> None:
    history = History()
    counted: list[int] = []
    for offset in offsets:
        moment = START + offset
        trial = [*counted, moment]
        fullest = max(sum(end - DAY < other <= end for other in trial) for end in trial if moment <= end < moment + DAY)
        same_day = sum(datetime.fromtimestamp(other, UTC).date() == datetime.fromtimestamp(moment, UTC).date() for other in trial)
        action = history.send(moment, limits={"day": most})
        counted.append(moment)
        expected = [(1, (action,))] * ((fullest > most) + (same_day > most))
        assert [found for found in broken(history) if found[1] == (action,)] == expected


@settings(max_examples=100)
@given(st.data())
def test_any_mix_of_journeys_that_obeys_passes_and_any_second_time_is_caught(data: st.DataObject) -> None:
    history = History()
    now = TUESDAY
    sent: list[tuple[int, int, str]] = []
    blocked: set[int] = set()
    steps = dict.fromkeys(range(1, 6), 0)
    history.begun = dict.fromkeys(steps, 1)
    for _ in range(data.draw(st.integers(1, 25))):
        now += HOUR
        journey = data.draw(st.sampled_from(sorted(steps)))
        lead = (journey + 1) // 2  # two journeys a person
        what = data.draw(st.sampled_from(["send", "send", "send", "retry", "reply", "doubt"]))
        if what == "reply":
            history.event(now, "replied", journey=journey, lead=lead)
            blocked.update(other for other in steps if (other + 1) // 2 == lead)
        if what == "reply" or journey in blocked:
            continue
        step = f"step-{steps[journey]}"
        first = not any(known == journey for _, known, _ in sent)
        if what == "retry":
            action = history.send(now, journey=journey, lead=lead, step=step, first=first, outcome="deferred", unsent=True)
            history.send(now + 60, action=action, journey=journey, lead=lead, step=step, first=first)
        elif what == "doubt":
            action = history.send(now, journey=journey, lead=lead, step=step, first=first, outcome="in_doubt")
            decision = data.draw(st.sampled_from(["sent", "not_sent", ""]))
            if not decision:
                blocked.add(journey)
                continue
            history.event(now + 1, "resolved", action=action, journey=journey, lead=lead, decision=decision, by="Anna")
            if decision == "not_sent":
                history.send(now + 60, action=action, journey=journey, lead=lead, step=step, first=first)
        else:
            action = history.send(now, journey=journey, lead=lead, step=step, first=first)
        sent.append((action, journey, step))
        steps[journey] += 1
    assert broken(history) == []
    if sent:
        action, journey, step = data.draw(st.sampled_from(sent))
        history.send(now + DAY, account=ANNA, action=action, journey=journey, lead=(journey + 1) // 2, step=step, first=False)
        assert (2, (action,)) in broken(history)
