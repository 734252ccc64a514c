"""A simulation that begins in the middle goes on exactly as the real loop does."""

import asyncio
from pathlib import Path

import pytest

from seleqt_cli.app.run_due import Done
from seleqt_cli.engine.clocks import VirtualClock
from seleqt_cli.engine.simulated import Rates
from seleqt_cli.wiring.services import Services
from seleqt_cli.wiring.simulating import Rehearsal

DAY = 86_400
START = 1_796_112_000  # Tuesday 2026-12-01, nine o'clock in Amsterdam
CAMPAIGNS = """\
version: 1
business: {name: Acme B.V., address: "Gracht 1, Amsterdam", timezone: Europe/Amsterdam, country: NL}
senders:
  anna: {email: anna@acme.example, name: Anna, smtp: "outbox:box/anna", limits: {email: {day: 6, week: 24}}, ramp_up: {start: 3, add: 2}}
  ben: {email: ben@acme.example, name: Ben, smtp: "outbox:box/ben", limits: {email: 5}, pace: {spread: false}}
schedules: {office: {days: mon-fri, hours: ["09:00-12:30", "13:30-17:00"], timezone: lead, holidays: lead}}
campaigns:
  one:
    leads: {file: leads.csv, source: fair, basis: consent}
    senders: [anna, ben]
    schedule: office
    max_new_leads: 5
    steps:
      - {id: a, email: {subject: "For {{ company }}", body: "Hi {{ first_name }}"}}
      - wait: 2 working days
      - {id: b, when: has topic, email: {body: "On {{ topic }}"}}
      - {id: c, email: {body: "Bye {{ first_name }}"}}
  two:
    leads: {file: leads.csv, source: fair, basis: consent, quiet: 10 days}
    senders: [ben]
    schedule: office
    steps:
      - {id: d, email: {subject: "Once more", body: "Hi {{ first_name }}"}}
"""
Line = tuple[int, str, str, str, str]


def line(done: Done) -> Line:
    pick = done.claim.pick
    return done.at, pick.account.key, pick.journey.campaign, pick.journey.key, pick.node.id


def services(folder: Path, clock: VirtualClock) -> Services:
    made = Services(home=str(folder / "home"), file=str(folder / "campaigns.yaml"), environment={})
    made.__dict__["clock"] = clock
    return made


async def go_on(made: Services, clock: VirtualClock, end: int, found: list[Line]) -> None:
    """The real loop over the real database, with the clock set to whatever moment it asks for."""
    connection = made.connect()
    machine = made.machine(connection, clock=clock)
    runner = machine.runner(observe=lambda done: found.append(line(done)))
    runner.wake_all(clock.now())
    try:
        while (at := (await runner.run_due(clock.now())).next_at) is not None and at < end:
            clock.set(max(at, clock.now()))
            machine.refresh()
        clock.set(end)
    finally:
        await machine.close()
        connection.close()


@pytest.mark.parametrize("days", [0, 1, 2, 6, 9, 15])
def test_from_any_day_on_both_come_to_the_same_timeline(tmp_path: Path, days: int) -> None:
    (tmp_path / "campaigns.yaml").write_text(CAMPAIGNS, encoding="utf-8")
    rows = (f"p{n}@c{n // 3}.example,N{n},C{n // 3},{'robots' if n % 3 else ''},{'US/Eastern' if n % 4 == 0 else ''}\n" for n in range(40))
    (tmp_path / "leads.csv").write_text("email,first_name,company,topic,timezone\n" + "".join(rows), encoding="utf-8")
    clock = VirtualClock(START)
    made = services(tmp_path, clock)
    workspace, loaded = made.workspace()
    connection = made.connect(create=True)
    made.apply(loaded, connection, lambda name, done, total: None)
    connection.close()
    before: list[Line] = []
    middle = START + days * DAY + 7 * 3600 // 2
    asyncio.run(go_on(made, clock, middle, before))

    simulated: list[Line] = []
    rehearsal = Rehearsal(
        made, workspace, start=middle, made=0, rates=Rates("0", 0, 0, 0, 0), campaigns=frozenset(), senders=frozenset(), render=True,
        tell=lambda _, done: simulated.append(line(done)),
    )  # fmt: skip
    end = middle + 60 * DAY
    rehearsal.run_until(end)
    real: list[Line] = []
    asyncio.run(go_on(made, clock, end, real))
    assert simulated == real
    assert len(before) + len(real) > 100
    assert rehearsal.recorder.witness.violations == []
