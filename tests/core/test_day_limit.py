"""Where a daily limit is all that binds, the short answers are the ones that the periods give."""

from hypothesis import given, settings
from hypothesis import strategies as st

from seleqt_cli.core.accounts import Account
from seleqt_cli.core.campaign import Pace
from seleqt_cli.core.desks import Desk
from seleqt_cli.core.ledger import Book
from seleqt_cli.core.limits import NEVER, Meter
from seleqt_cli.core.zones import DAY, zone

BEFORE_DST = 1_805_097_600
"""2027-03-15 08:00 UTC; the clocks of Amsterdam move on March 28, those of Auckland on April 4."""
moments = st.lists(st.integers(0, 30 * DAY), min_size=1, max_size=40).map(lambda found: sorted(BEFORE_DST + one for one in found))
places = st.sampled_from(["UTC", "Europe/Amsterdam", "Pacific/Auckland"])


@settings(max_examples=200)
@given(moments, st.integers(1, 6), places, st.integers(0, 3 * DAY))
def test_a_desk_says_the_same_of_its_limit_as_the_meter(times: list[int], limit: int, place: str, later: int) -> None:
    meter = Meter({"day": limit}, zone(place))
    book, now = Book(), times[-1] + later
    for at in times:
        book.reserve("email", at, meter.today(at)[0])
    desk = Desk(Account("a", "email", (), zone(place), Pace(0, False), {"email": meter}, None, 0), "email", meter)
    record = book.record("email")
    free = meter.free_at(now, record.nth_latest)
    assert (desk.allowed_from(book, now), desk.rule) == ((free.at, free.rule) if free.rule else (0, ""))
    room, until = meter.room(now, record)
    assert meter.room_of_day(limit, record.times, min(meter.today(now)[1], now - DAY + 1)) == (room, min(until, NEVER))
