"""A simulation whose planner has a fault says so: its witness counts for itself."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from seleqt_cli.core.limits import Meter
from seleqt_cli.core.planner import Planner
from seleqt_cli.engine.fast_plan import FastPlanning
from seleqt_cli.engine.simulated import Answers
from tests.cli.homes import MAILS, Home

Put = Callable[[Any, str, Any], None]
RAMPED = MAILS.replace("    limits: {email: 3}\n", "    limits: {email: 3}\n    ramp_up: {start: 1, add: 1}\n")


def nobody_hears_a_reply(put: Put) -> None:
    put(Answers, "_replied", lambda answers, journey, now: None)


def the_ramp_up_is_forgotten(put: Put) -> None:
    put(Meter, "day_limit", lambda meter, active_days: meter.limits.get("day"))


def no_gap_is_kept(put: Put) -> None:
    planned = Planner.plan

    def hasty(planner: Planner, account: Any, now: int, *, gap: int | None = None) -> Any:
        return planned(planner, account, now, gap=0)

    shortly = FastPlanning._plan

    def hasty_shortly(planning: FastPlanning, track: Any, now: int) -> int:
        track.gap = 0
        return shortly(planning, track, now)

    put(Planner, "plan", hasty)
    put(FastPlanning, "_plan", hasty_shortly)


@pytest.mark.parametrize(
    ("fault", "options", "said"),
    [
        (nobody_hears_a_reply, ("--reply-rate", "1"), "hello: nudge would go after a reply"),
        (the_ramp_up_is_forgotten, (), "email:anna@acme.example: more than 1 x email in the 24 hours to 2026-12-28T08:03:00Z"),
        (no_gap_is_kept, (), "email:anna@acme.example: 0 seconds between two actions at 2026-12-29T08:00:00Z, the gap is 180"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_the_fault_is_named_and_fails_the_simulation(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    fault: Callable[[Put], None],
    options: tuple[str, ...],
    said: str,
) -> None:
    home = Home(tmp_path, monkeypatch, capsys, RAMPED)
    command = ("run", "--simulate", "--reply-rate", "0", "--ooo-rate", "0", *options)
    code, out, err = home.type(*command)
    assert (code, "promise" in out + err) == (0, False)
    fault(monkeypatch.setattr)
    code, out, err = home.type(*command)
    assert code == 1
    assert said in out + err
