"""A mail that comes in between the claim and the dot: ours does not go, and what followed from theirs stays."""

from pathlib import Path

import pytest

from seleqt_cli.app.inbox import Inbox, Synced
from seleqt_cli.app.run_due import Runner
from seleqt_cli.channels import outbox
from seleqt_cli.core.actions import Outcome, Reservation
from seleqt_cli.core.inbound.verdict import Class
from seleqt_cli.ports.inbox import Arrived, Batch
from seleqt_cli.wiring.inboxes import inbox_of
from seleqt_cli.wiring.machine import Machine
from tests.cli.arrivals import ANNA, answer, bounce
from tests.cli.homes import MAILS, MONDAY, Home

DAY = 86_400
NOOR = "noor@windmill.example"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Home:
    """Three follow-ups are due now."""
    found = Home(tmp_path, monkeypatch, capsys, MAILS.replace("    pace: {gap: 3 minutes, spread: false}", "    pace: {gap: 0}"))
    assert found.type("run", "--once", "-q")[0] == 0
    found.clock.set(MONDAY + 2 * DAY)
    return found


def run_while_it_comes(home: Home, monkeypatch: pytest.MonkeyPatch, coming: Arrived) -> None:
    """While the mail to Noor is on its way a mail comes in, over the same connection as in a run."""
    handlers: list[Inbox] = []
    runner_of, perform = Machine.runner, outbox.OutboxChannel.perform

    def runner(machine: Machine, **choices: object) -> Runner:
        made = runner_of(machine, **choices)
        handlers.append(inbox_of(machine, made.place))
        return made

    async def slow(channel: outbox.OutboxChannel, reservation: Reservation) -> Outcome:
        if reservation.prepared.recipient == NOOR:
            handlers[0].take(Batch("INBOX", "inbox", 1, 2, (coming,)), Synced(ANNA))
        return await perform(channel, reservation)

    monkeypatch.setattr(Machine, "runner", runner)
    monkeypatch.setattr(outbox.OutboxChannel, "perform", slow)
    assert home.type("run", "--once", "-q")[0] in (0, 3)


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (Class.REPLY, "replied"),
        (Class.UNSUBSCRIBE, "unsubscribed"),
        (Class.OUT_OF_OFFICE, "waiting"),
        (Class.HARD_BOUNCE, "bounced"),
        (Class.COMPLAINT, "stopped"),
    ],
)
def test_what_comes_in_after_the_claim_stops_the_mail_before_its_dot(
    home: Home, monkeypatch: pytest.MonkeyPatch, kind: Class, state: str
) -> None:
    make = bounce if kind in (Class.HARD_BOUNCE, Class.COMPLAINT) else answer
    run_while_it_comes(home, monkeypatch, make(home, kind, NOOR))
    assert home.sql("SELECT state FROM journey WHERE lead_id = 1") == [(state,)]
    assert home.sql("SELECT lead FROM action WHERE step = 'nudge' AND state = 'sent' AND lead = ?", NOOR) == []
    used = "SELECT count(*) FROM usage WHERE action_id = (SELECT id FROM action WHERE lead_id = 1 AND step = 'nudge')"
    assert home.sql(used) == [(0,)]
    assert home.type("audit")[0] == 0


def test_a_mail_that_changes_nothing_stops_nothing(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    run_while_it_comes(home, monkeypatch, answer(home, Class.AUTO_REPLY, NOOR))
    assert home.sql("SELECT count(*) FROM action WHERE step = 'nudge' AND state = 'sent'") == [(3,)]
    assert home.type("audit")[0] == 0


@pytest.mark.parametrize("kind", [Class.REPLY, Class.UNSUBSCRIBE, Class.OUT_OF_OFFICE, Class.HARD_BOUNCE])
def test_what_was_stopped_before_its_dot_goes_once_after_the_correction(home: Home, monkeypatch: pytest.MonkeyPatch, kind: Class) -> None:
    make = bounce if kind is Class.HARD_BOUNCE else answer
    with monkeypatch.context() as patches:
        run_while_it_comes(home, patches, make(home, kind, NOOR))
    assert home.type("inbox", "mark", "1", "auto_reply")[0] == 0
    for _ in range(2):
        home.clock.set(home.clock.now() + 5 * DAY // 2)  # the second is the Monday on which the absence would not be over yet
        home.type("run", "--once", "-q")
    sent = "SELECT h.at FROM history h JOIN action a ON a.id = h.action_id WHERE a.lead_id = 1 AND a.step = 'nudge' AND h.event = 'sent'"
    assert home.sql(sent) == [(MONDAY + 7 * DAY,)]
    assert home.type("audit")[0] == 0
