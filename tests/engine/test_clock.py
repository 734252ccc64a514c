"""The real loop while the clock does what clocks do: the machine sleeps, and the time is set forth and back."""

from dataclasses import replace
from pathlib import Path

import pytest

from seleqt_cli.core.jitter import number as drawn
from seleqt_cli.engine.clocks import VirtualClock
from seleqt_cli.wiring.machine import Machine
from tests.acceptance.homes import ALWAYS, OFFICE, ONE_MAIL, Home, InProcess
from tests.acceptance.records import DAY, Rules, doubled, rule_faults
from tests.servers.recording_smtp import RecordingSmtp, recording_smtp

HOUR = 3600
MONDAY = 1_798_444_800
"""2026-12-28 08:00 UTC; 09:00 in Amsterdam."""
WEEKDAYS = frozenset(range(5))


def started(folder: Path, server: RecordingSmtp, clock: VirtualClock, **choices: object) -> InProcess:
    smtp = f"{{host: 127.0.0.1, port: {server.port}, tls: none}}"
    home = Home(folder / "w", smtp, steps=ONE_MAIL, **choices).write()  # type: ignore[arg-type]
    server.now = clock.now
    return InProcess(home, clock).apply()


class Jumps:
    """Sets the clock at moments that were chosen before, once each."""

    def __init__(self, clock: VirtualClock, *jumps: tuple[int, int]) -> None:
        self._clock = clock
        self._jumps = list(jumps)
        self._seen = 0

    def __call__(self) -> None:
        """Called at every look of the engine: (number of the look, seconds to jump)."""
        self._seen += 1
        while self._jumps and self._seen >= self._jumps[0][0]:
            self._clock.set(self._clock.now() + self._jumps.pop(0)[1])


@pytest.mark.parametrize("asleep_at", [1, 30, 200], ids=["before the first mail", "between two", "in the afternoon"])
def test_nine_hours_of_sleep_are_no_reason_for_a_burst(tmp_path: Path, asleep_at: int) -> None:
    with recording_smtp() as server:
        clock = VirtualClock(MONDAY)
        run = started(tmp_path, server, clock, leads=60, gap="3 minutes", schedule=OFFICE)
        run.until(MONDAY + 8 * DAY, look=Jumps(clock, (asleep_at, 9 * HOUR)))
        assert doubled(server.taken) == []
        assert len(server.taken) == 60
        assert rule_faults(server.taken, Rules(gap=180, hours=(9, 17), weekdays=WEEKDAYS)) == []
        run.home.is_sound()


def test_a_machine_that_sleeps_while_a_mail_is_on_the_wire_does_not_send_it_at_night(tmp_path: Path) -> None:
    with recording_smtp() as server:
        clock = VirtualClock(MONDAY)
        run = started(tmp_path, server, clock, leads=5, gap="3 minutes", schedule=OFFICE)

        def sleep(phase: str, count: int) -> None:
            if (phase, count) == ("DATA", 2):
                clock.set(clock.now() + 9 * HOUR)

        server.before = sleep
        run.until(MONDAY + 8 * DAY)
        assert doubled(server.taken) == []
        assert len(server.taken) == 5
        assert rule_faults(server.taken, Rules(gap=180, hours=(9, 17), weekdays=WEEKDAYS)) == []
        run.home.is_sound()


@pytest.mark.parametrize("seed", range(4))
def test_a_clock_that_is_set_forth_and_back_gives_no_account_more_than_its_limit(tmp_path: Path, seed: int) -> None:
    with recording_smtp() as server:
        clock = VirtualClock(MONDAY)
        run = started(tmp_path, server, clock, leads=40, accounts=2, limit=6, gap="10 minutes", schedule=ALWAYS)
        sizes = (-DAY, -HOUR, HOUR, DAY, 3 * HOUR, -3 * HOUR)
        jumps = [
            (drawn(str(seed), str(turn), "when") % 80 + 40 * turn, sizes[drawn(str(seed), str(turn)) % len(sizes)]) for turn in range(12)
        ]
        run.until(MONDAY + 12 * DAY, look=Jumps(clock, *sorted(jumps)))
        assert doubled(server.taken) == []
        assert len(server.taken) == 40
        # The time of the claim: a mail that is on the wire while the clock is set back arrives "before" it was let go.
        kept = run.home.connect()
        claims = dict(kept.execute("SELECT message_id, claimed_at FROM action ORDER BY id"))
        kept.close()
        mails = [replace(mail, at=claims[mail.message_id]) for mail in server.taken]
        # by the clock that was set, nothing goes over the limit; and setting it back does not give the limit anew
        assert rule_faults(mails, Rules(limit=6, gap=600)) == []
        for account in ("s1@acme.example", "s2@acme.example"):
            times = [mail.at for mail in mails if mail.sender == account]
            assert len(times) > 10
            assert times == sorted(times), "after it was set back, an account waits until its last action is past"
        run.home.is_sound()


def test_a_late_once_sends_three_thirty_seconds_apart_and_no_more(tmp_path: Path) -> None:
    with recording_smtp() as server:
        clock = VirtualClock(MONDAY)
        run = started(tmp_path, server, clock, leads=30, gap="3 minutes", schedule=OFFICE)
        run.once()
        clock.set(clock.now() + 4 * HOUR)
        before = len(server.taken)
        run.once()
        late = server.taken[before:]
        assert [mail.at - late[0].at for mail in late] == [0, 30, 60]
        run.home.is_sound()


def test_a_run_on_a_virtual_clock_reads_no_other(tmp_path: Path) -> None:
    with recording_smtp() as server:
        clock = VirtualClock(MONDAY)
        machines: list[Machine] = []
        run = started(tmp_path, server, clock, leads=2)
        run.until(MONDAY + DAY, watch=machines.append)
        assert [done.at for done in run.done] == [MONDAY, MONDAY]
        assert [mail.message["Date"] for mail in server.taken] == ["Mon, 28 Dec 2026 09:00:00 +0100"] * 2
        assert machines[0].clock is clock
