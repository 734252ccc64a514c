"""Who clicks for a LinkedIn account, and what is missing."""

import pytest

from seleqt_cli.core.linkedin.orders import Stop
from seleqt_cli.core.linkedin.standing import (
    WORDS,
    Acting,
    Standing,
    acting,
    agreement,
    frees,
    hold_reason,
    resumes_at,
)

AT = 1_798_444_800
DAY = 86_400
CHECK = "seleqt linkedin doctor anna"
LOGIN = "seleqt senders login anna"


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        (Standing("open", AT, agreement(), AT), Acting("open")),
        (Standing("fill"), Acting("open", "nobody signed in at its window", LOGIN)),
        (Standing("fill", AT), Acting("open", "its pages were never checked", CHECK)),
        (Standing("fill", AT, checked_at=AT - 14 * DAY), Acting("fill")),
        (Standing("fill", AT, checked_at=AT - 14 * DAY - 1), Acting("open", "its pages were last checked more than 14 days ago", CHECK)),
        (Standing("fill", AT, checked_at=AT + 2 * DAY), Acting("open", "its pages were last checked more than 14 days ago", CHECK)),
        (Standing("fill", AT, "", AT, ("send",)), Acting("open", "the last check did not find send", CHECK)),
        (Standing("auto", AT, "", AT), Acting("fill", "nobody agreed to mode auto", LOGIN)),
        (Standing("auto", AT, "of other words", AT), Acting("fill", "nobody agreed to mode auto", LOGIN)),
        (Standing("auto", AT, agreement(), AT), Acting("auto")),
        (Standing("fill", AT, agreement(), AT), Acting("fill")),
    ],
)
def test_the_mode_of_the_file_needs_a_sign_in_a_check_and_for_auto_an_agreement(standing: Standing, expected: Acting) -> None:
    assert acting(standing, "anna", AT) == expected


def test_every_stop_has_words_and_a_way_out() -> None:
    assert set(WORDS) == set(Stop)
    assert frees(Stop.LOGGED_OUT, "anna") == LOGIN
    assert frees(Stop.RATE_LIMITED, "anna") == 'seleqt linkedin clear anna --i-can-use-linkedin --warning-gone --reason "…"'
    assert frees(Stop.CHECKPOINT, "anna").endswith(" --until DAY")
    assert hold_reason(Stop.CHECKPOINT, "a picture puzzle") == (
        "LinkedIn stopped it: LinkedIn asks for a security check (a picture puzzle)"
    )


def test_a_rate_limit_rests_a_day_and_a_weekly_limit_seven_from_the_incident_on() -> None:
    assert resumes_at(Stop.RATE_LIMITED, AT, 0, AT + 60) == AT + DAY
    assert resumes_at(Stop.WEEKLY_LIMIT, AT, 0, AT + 60) == AT + 7 * DAY
    assert resumes_at(Stop.RATE_LIMITED, AT, 0, AT + 2 * DAY) == AT + 2 * DAY
    assert resumes_at(Stop.CHECKPOINT, AT, AT + 5 * DAY, AT + 60) == AT + 5 * DAY
    assert resumes_at(Stop.UNKNOWN_PAGE, AT, 0, AT + 60) == AT + 60
