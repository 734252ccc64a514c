"""The timeline of a simulation and that of the real loop under the same clock are the same, action for action (SPEC section 9)."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.engine.situations import SITUATIONS, Situation, campaign, mailbox, many_senders_with_limits_that_bind, workspace
from tests.engine.timelines import digest, real, simulated

KNOWN = Path(__file__).with_name("known_timelines.json")
"""Length and digest of each situation's timeline. A rule of the planner that changes on purpose changes them: say so in the commit."""


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda situation: situation.__name__)
def test_the_simulation_and_the_real_loop_do_the_same_things_at_the_same_moments(situation: Callable[[], Situation]) -> None:
    timeline = simulated(situation())
    assert timeline == real(situation())
    assert len(timeline) > 50
    assert digest(timeline) == json.loads(KNOWN.read_text(encoding="utf-8"))[situation.__name__]


def test_a_simulation_gives_the_same_timeline_every_time() -> None:
    assert [digest(simulated(situation())) for situation in SITUATIONS] == [digest(simulated(situation())) for situation in SITUATIONS]


@pytest.mark.parametrize("situation", [*SITUATIONS, many_senders_with_limits_that_bind], ids=lambda situation: situation.__name__)
def test_a_decision_kept_for_later_is_the_one_that_deciding_anew_comes_to(situation: Callable[[], Situation]) -> None:
    assert simulated(situation()) == simulated(situation(), alone=False)


def test_priority_decides_who_starts_first_and_jitter_does_not() -> None:
    senders = [mailbox("anna", day=10)]
    there = workspace(senders, campaign("c", senders), campaign("d", senders, priority=5))
    timeline = simulated(Situation(there, 1).enrol("c", range(1, 20)).enrol("d", range(20, 26)))
    assert [line[4] for line in timeline] == ["d"] * 6 + ["c"] * 4
