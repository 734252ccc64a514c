"""The lane of a simulation gives journeys back in the order of the rules, however they came in."""

from itertools import permutations

from seleqt_cli.core.campaign import Schedule
from seleqt_cli.core.journey import Journey, State
from seleqt_cli.core.ledger import Book
from seleqt_cli.core.limits import NEVER
from seleqt_cli.core.windows import Calendar
from seleqt_cli.core.zones import zone
from seleqt_cli.storage.memory_lane import MemoryLane

NOW = 1_798_444_800


def lane() -> MemoryLane:
    return MemoryLane(Calendar(Schedule("office"), zone("UTC")), "c", lambda: NOW, Book())


def newcomer(number: int, *, due: int = NOW - 1) -> Journey:
    state = State.DUE if due <= NOW else State.WAITING
    return Journey(number, number, f"lead{number}", "c", number, 1, 0, due, NOW, state=state)


def follow_up(number: int, due: int) -> Journey:
    return Journey(number, number, f"lead{number}", "c", number, 1, 1, due, NOW, first=False, started=True)


def test_newcomers_come_by_place_in_whatever_order_they_were_put_in() -> None:
    for order in permutations(range(1, 5)):
        mine, found = lane(), []
        for number in order:
            mine.add(newcomer(number))
        while (head := mine.first()) is not None:
            found.append(head.id)
            head.entry = None  # taken
        assert found == [1, 2, 3, 4]


def test_who_was_taken_out_and_comes_back_stands_at_the_old_place_once() -> None:
    mine = lane()
    journeys = [newcomer(number) for number in (1, 2, 3)]
    for journey in journeys:
        mine.add(journey)
    journeys[1].entry = None
    mine.add(journeys[1])
    found = []
    while (head := mine.first()) is not None:
        found.append(head.id)
        head.entry = None
    assert found == [1, 2, 3]


def test_a_look_ahead_sees_the_first_of_those_who_will_have_arrived() -> None:
    mine = lane()
    for number, due in ((5, NOW - 1), (1, NOW + 900), (2, NOW + 300), (3, NOW + 100), (4, NEVER)):
        mine.add(newcomer(number, due=due))
    seen = [mine.newcomer(by) for by in (NOW, NOW + 100, NOW + 300, NOW + 900)]
    assert [journey.id for journey in seen if journey] == [5, 3, 2, 1]
    assert mine.newcomer_due() == NOW - 1


def test_follow_ups_stand_by_due_then_number_and_can_be_taken_from_the_middle() -> None:
    mine = lane()
    journeys = [follow_up(number, due) for number, due in ((4, NOW + 5), (2, NOW + 5), (1, NOW + 9), (3, NOW), (9, NEVER), (8, NEVER))]
    for journey in journeys:
        mine.add(journey)
    assert [journey.id for journey in mine.followers] == [3, 2, 4, 1, 8, 9]
    assert [mine.due_before(before) for before in (NOW, NOW + 1, NOW + 6, NOW + 10)] == [0, 1, 3, 4]
    journeys[0].due = NOW + 999  # its moment was moved before it is taken out
    mine.remove(journeys[0])
    assert [journey.id for journey in mine.followers] == [3, 2, 1, 8, 9]
    assert mine.book is not None
    assert mine.book.version == 7


def test_many_follow_ups_are_taken_from_the_front_and_new_ones_still_find_their_places() -> None:
    mine = lane()
    for number in range(1, 201):
        mine.add(follow_up(number, NOW + number * 10))
    taken = []
    for number in range(150):
        first = mine.follow_up()
        assert first is not None
        taken.append(first.id)
        mine.take()
        mine.add(follow_up(1000 + number, NOW + 1505 + number * 10))
    assert taken == list(range(1, 151))
    rest = []
    assert mine.due_before(NOW + 1516) == 3
    middle = mine.followers[mine.gone + 1]
    mine.remove(middle)
    assert middle.id == 151
    while (first := mine.follow_up()) is not None:
        rest.append(first.id)
        mine.take()
    assert rest[:5] == [1000, 1001, 152, 1002, 153]
    assert len(rest) == 199
    assert mine.due_before(NEVER) == 0
    mine.add(follow_up(7, NOW))
    assert mine.due_before(NOW + 1) == 1
