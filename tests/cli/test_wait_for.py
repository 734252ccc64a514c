"""A wait_for counts from the moment the journey came to it, whenever a run looked; what stood still does not count."""

from pathlib import Path

import pytest

from tests.cli.homes import BOTH, MONDAY, Home

DAY = 86_400


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Home:
    made = Home(tmp_path, monkeypatch, capsys, BOTH)
    stands = "step = 'accepted', kind = 'wait_for', queue = '-', state = 'waiting', started = 1, linkedin_account = 'linkedin:example-anna'"
    made.sql(f"UPDATE journey SET {stands}, base_at = ?, due_at = ?, done = ? WHERE id = 1", MONDAY, MONDAY, '{"invite":"sent"}')
    return made


def waits(home: Home) -> tuple[int, int]:
    """When the wait began and when it ends, in days from Monday."""
    ((began, ends),) = home.sql("SELECT entered_at, due_at FROM journey WHERE id = 1")
    return (began - MONDAY) // DAY, (ends - MONDAY) // DAY


def test_a_computer_that_slept_after_the_invitation_waits_no_longer_for_it(home: Home) -> None:
    home.clock.set(MONDAY + 3 * DAY)
    home.type("run", "--once", "-q")
    assert waits(home) == (0, 10)


def test_once_the_time_is_over_the_next_look_goes_on(home: Home) -> None:
    home.clock.set(MONDAY + 11 * DAY)
    home.type("run", "--once", "-q")
    assert home.sql("SELECT step FROM journey WHERE id = 1") == [("intro",)]


@pytest.mark.parametrize(
    ("stop", "go_on"),
    [(("campaigns", "pause", "both"), ("campaigns", "resume", "both")), (("leads", "pause", "1"), ("leads", "resume", "1"))],
)
def test_a_pause_before_the_wait_began_does_not_count(home: Home, stop: tuple[str, ...], go_on: tuple[str, ...]) -> None:
    assert home.type(*stop)[0] == 0
    home.clock.set(MONDAY + 3 * DAY)
    home.type("run", "--once", "-q")
    assert home.type(*go_on)[0] == 0
    home.type("run", "--once", "-q")
    assert waits(home) == (3, 13)
