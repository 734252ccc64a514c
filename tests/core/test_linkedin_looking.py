"""When an account's pages are looked at."""

import pytest

from seleqt_cli.core.linkedin.looking import Due, due_look

NOW = 1_798_444_800
HOUR, DAY = 3600, 86_400
QUIET = {"connections_at": NOW - HOUR, "inbox_at": NOW - HOUR, "pages_today": 0, "invitations": True, "people": True, "sent_at": NOW - HOUR}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, Due()),
        ({"connections_at": NOW - DAY}, Due(connections=True)),
        ({"connections_at": NOW - DAY, "invitations": False}, Due()),
        ({"connections_at": 0, "inbox_at": 0, "invitations": False, "people": False}, Due()),
        ({"inbox_at": NOW - 12 * HOUR}, Due(inbox=True)),
        ({"inbox_at": NOW - 12 * HOUR, "people": False}, Due()),
        ({"inbox_at": NOW + DAY}, Due(inbox=True)),
        ({"inbox_at": NOW - 50 * 60, "before_message": True}, Due(inbox=True)),
        ({"inbox_at": NOW - 40 * 60, "before_message": True}, Due()),
        ({"connections_at": 0, "inbox_at": 0, "before_message": True}, Due(inbox=True)),
        ({"connections_at": 0, "inbox_at": 0, "pages_today": 60}, Due()),
        ({"sent_at": NOW - DAY}, Due(sent=True)),
        ({"sent_at": NOW + DAY}, Due(sent=True)),
        ({"sent_at": 0, "invitations": False}, Due()),
    ],
)
def test_each_list_has_its_own_pace(given: dict[str, int], expected: Due) -> None:
    assert due_look(NOW, **{**QUIET, **given}) == expected  # type: ignore[arg-type]
