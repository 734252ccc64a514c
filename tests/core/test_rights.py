"""By when a request is answered and a breach is reported, and how long what is kept: by the wall, and never longer than allowed."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from seleqt_cli.core.breach import Breach, authority
from seleqt_cli.core.errors import UsageProblem
from seleqt_cli.core.retention import KEEPINGS, periods_of, stretch
from seleqt_cli.core.rights import RIGHTS, due_at


def instant(text: str, zone: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp())


@pytest.mark.parametrize(
    ("received", "zone", "ends"),
    [
        ("2026-12-01 09:00", "Europe/Amsterdam", "2027-01-01 00:00"),
        ("2026-12-01 00:00", "Europe/Amsterdam", "2027-01-01 00:00"),
        ("2026-12-01 23:59:59", "Europe/Amsterdam", "2027-01-01 00:00"),
        ("2026-12-02 00:00", "Europe/Amsterdam", "2027-01-02 00:00"),
        ("2027-03-01 12:00", "Europe/Amsterdam", "2027-04-01 00:00"),  # the clocks go forward in between
        ("2026-10-01 12:00", "Europe/Amsterdam", "2026-11-01 00:00"),  # and back
        ("2028-02-10 12:00", "America/New_York", "2028-03-11 00:00"),  # a leap day
        ("2026-12-01 09:00", "Pacific/Kiritimati", "2027-01-01 00:00"),
        ("2026-08-06 12:00", "America/Santiago", "2026-09-06 01:00"),  # a day that begins at one
    ],
)
def test_a_request_is_due_when_the_thirtieth_day_after_it_ends(received: str, zone: str, ends: str) -> None:
    assert due_at(instant(received, zone), zone) == instant(ends, zone)


def test_the_seventy_two_hours_are_elapsed_ones() -> None:
    found = instant("2027-03-27 12:00", "Europe/Amsterdam")
    assert Breach(found, found, found, "").due_at == instant("2027-03-30 13:00", "Europe/Amsterdam")


def test_every_kind_of_request_names_its_article_and_what_binds_needs_no_proof() -> None:
    assert list(RIGHTS) == ["access", "correction", "deletion", "restriction", "portability", "objection", "withdrawal"]
    assert all(right.article.startswith("GDPR article ") for right in RIGHTS.values())
    assert [kind for kind, right in RIGHTS.items() if not right.proof] == ["restriction", "objection", "withdrawal"]
    assert [kind for kind, right in RIGHTS.items() if right.at_once] == ["deletion", "restriction", "objection", "withdrawal"]


def test_no_default_is_longer_than_allowed_and_each_has_a_source() -> None:
    assert all(0 < one.days <= one.longest and one.source for one in KEEPINGS)
    assert periods_of({}) == {one.key: one.days * 86_400 for one in KEEPINGS}
    assert periods_of({"silent": 3 * 365})["silent"] == 3 * 365 * 86_400
    with pytest.raises(UsageProblem, match="above the limit of 1095"):
        periods_of({"silent": 3 * 365 + 1})


@pytest.mark.parametrize(("days", "said"), [(30, "30 days"), (365, "1 year"), (730, "2 years"), (1095, "3 years"), (400, "400 days")])
def test_a_period_is_said_as_people_say_it(days: int, said: str) -> None:
    assert stretch(days) == said


@pytest.mark.parametrize(
    ("country", "name"), [("NL", "Autoriteit Persoonsgegevens"), ("", "the data protection authority of your country")]
)
def test_the_authority_is_that_of_the_business(country: str, name: str) -> None:
    assert authority(country) == name
