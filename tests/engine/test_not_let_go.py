"""Sends that are stopped right before the dot: one is one person's matter, two in a row are not tried without end."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

from seleqt_cli.core.actions import Outcome, Reservation, Verdict
from seleqt_cli.engine.alarms import VirtualAlarm
from seleqt_cli.engine.clocks import VirtualClock, pause
from seleqt_cli.engine.local import LocalEngine, Stop, run_once
from tests.acceptance.homes import Home, InProcess

NOW = 1_798_444_800
MINUTES = 10
FULL = Outcome(Verdict.NOT_ARMED, "the record of sends cannot be written: no space left on device", phase="body")
TAKEN = Outcome(Verdict.SENT, "taken", 250, phase="dot")


@dataclass(slots=True)
class Door:
    """A channel whose next sends are not let go; then all are."""

    closed: int
    tried: int = 0
    sent: list[str] = field(default_factory=list)

    async def perform(self, reservation: Reservation) -> Outcome:
        """See ports/channel."""
        self.tried += 1
        if self.tried <= self.closed:
            return FULL
        assert reservation.arm() == ""
        self.sent.append(reservation.prepared.recipient)
        return TAKEN

    async def close(self) -> None:
        """Nothing is open."""


def home_of(folder: Path) -> Home:
    return Home(
        folder,
        "outbox:never",
        leads=4,
        accounts=1,
        limit=50,
        gap="0",
        steps="\n      - id: a\n        email: {subject: Hi, body: Hello}\n",
    )


async def run(home: Home, clock: VirtualClock, door: Door, minutes: int) -> None:
    """`run` for some minutes of a virtual clock, or once for 0."""
    services = home.services(clock)
    connection = services.connect()
    machine = services.machine(connection)
    machine.channel = lambda account: door  # type: ignore[method-assign]
    stop = Stop()
    runner = machine.runner(observe=lambda done: None, stopping=stop)
    end = clock.now() + minutes * 60

    def beat(next_at: int | None) -> None:
        if clock.now() >= end:
            stop.ask()

    if minutes:
        look = machine.refresh_and_wake(runner, stop)
        await LocalEngine(runner, clock, stop, refresh=look, beat=beat, alarm=VirtualAlarm(clock)).run()
    else:
        await run_once(runner, clock, stop, pause)
    await machine.close()
    connection.close()


def test_a_disk_that_stays_full_is_asked_once_a_minute(tmp_path: Path) -> None:
    home, clock, door = home_of(tmp_path / "w"), VirtualClock(NOW), Door(closed=1_000)
    InProcess(home.write(), clock).apply()
    asyncio.run(run(home, clock, door, MINUTES))
    assert (door.sent, MINUTES <= door.tried <= 2 * MINUTES + 4) == ([], True), door.tried


def test_everything_goes_once_there_is_room_again(tmp_path: Path) -> None:
    home, clock, door = home_of(tmp_path / "w"), VirtualClock(NOW), Door(closed=5)
    InProcess(home.write(), clock).apply()
    asyncio.run(run(home, clock, door, MINUTES))
    assert sorted(door.sent) == sorted(home.addresses())


def test_one_send_that_is_stopped_holds_up_nobody_else(tmp_path: Path) -> None:
    home, clock, door = home_of(tmp_path / "w"), VirtualClock(NOW), Door(closed=1)
    InProcess(home.write(), clock).apply()
    asyncio.run(run(home, clock, door, 0))
    assert sorted(door.sent) == sorted(home.addresses())
