"""A sender whose channel fails, and a domain whose mails bounce, stop by themselves; both are said and can be freed."""

from collections.abc import Callable, Iterator
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from seleqt_cli.engine import clocks
from tests.cli.homes import MAILS, MONDAY, Home


@pytest.fixture(autouse=True)
def waiting_moves_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Late work goes 30 seconds apart: of the test's clock, not of anybody's time."""

    async def pause(seconds: float) -> None:
        clock = clocks.SystemClock()
        assert isinstance(clock, clocks.VirtualClock)
        clock.set(clock.now() + int(seconds))

    monkeypatch.setattr(clocks, "pause", pause)


class Server:
    """A mail server that knows no address that begins with an x."""

    def __init__(self) -> None:
        self.taken: list[str] = []

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if address.startswith("x"):
            return "550 5.1.1 no such user"
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.taken.append(parseaddr(envelope.rcpt_tos[0])[1])
        return "250 taken"


@pytest.fixture
def server(free_port: Callable[[], int]) -> Iterator[tuple[Server, int]]:
    handler, port = Server(), free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler, port
    controller.stop()


def text(port: int, *names: str) -> str:
    leads = "\n".join(f"        - {{email: {name}@{name}.example, first_name: {name.title()}, company: {name}}}" for name in names)
    head, _, rest = MAILS.partition("      list:\n")
    made = f"{head}      list:\n{leads}\n    senders:{rest.partition('    senders:')[2]}"
    server = f"smtp: {{host: 127.0.0.1, port: {port}, tls: none}}\n    imap: none\n    auth: none\n    name: Anna"
    return made.replace("name: Anna\n    smtp: outbox:outbox/anna", server).replace("limits: {email: 3}\n    ", "")


def account(home: Home) -> tuple[object, ...]:
    return home.sql("SELECT held, held_until, errors FROM account")[0]


def test_three_channel_errors_in_a_row_hold_the_sender_for_an_hour_and_a_success_starts_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], free_port: Callable[[], int]
) -> None:
    port = free_port()
    home = Home(tmp_path, monkeypatch, capsys, text(port, "ada", "bob", "cem", "dot"))
    for number in range(3):
        assert home.type("run", "--once", "-q")[0] == 3
        assert account(home)[2] == number + 1  # one lead met the error, the others were spared
        home.clock.set(home.clock.now() + 300)
    held, until, errors = account(home)
    assert str(held).startswith("3 channel errors in a row, the last: ")
    assert (until, errors) == (MONDAY + 600 + 3600, 3)
    assert home.sql("SELECT account, at FROM history WHERE event = 'sender_held'") == [("email:anna@acme.example", MONDAY + 600)]
    home.type("run", "--once", "-q")
    assert home.sql("SELECT count(*) FROM history WHERE event = 'deferred'") == [(3,)]
    home.clock.set(MONDAY + 600 + 3600)
    handler = Server()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        assert home.type("run", "--once", "-q")[0] == 0
    finally:
        controller.stop()
    assert len(handler.taken) >= 1
    assert account(home)[2] == 0


def test_bounces_over_five_percent_hold_the_first_contacts_of_the_domain_and_follow_ups_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], server: tuple[Server, int]
) -> None:
    handler, port = server
    home = Home(tmp_path, monkeypatch, capsys, text(port, "ada", "xa", "xb", "xc", "dot", "eve"))
    for _ in range(10):
        home.type("run", "--once", "-q")
        home.clock.set(home.clock.now() + 180)
    assert handler.taken == ["ada@ada.example"]
    assert home.sql("SELECT key, value FROM meta WHERE key LIKE 'guard:%'") == [
        ("guard:acme.example", "3 of the last 4 mails of acme.example bounced")
    ]
    assert home.sql("SELECT data FROM history WHERE event = 'domain_held'") == [
        ('{"domain":"acme.example","reason":"3 of the last 4 mails of acme.example bounced"}',)
    ]
    home.clock.set(MONDAY + 2 * 86_400)
    home.run_for(3)
    assert handler.taken == ["ada@ada.example"] * 2
    held = "anna: first contacts held: 3 of the last 4 mails of acme.example bounced (seleqt senders resume anna)\n"
    assert home.type("run", "--once", "-q") == (3, "", held)
    code, _, err = home.type("senders", "resume", "anna")
    assert (code, err) == (0, "anna: goes on; the guards count anew\n")
    home.run_for(30)
    assert sorted(handler.taken) == ["ada@ada.example"] * 2 + ["dot@dot.example", "eve@eve.example"]
    assert home.sql("SELECT key FROM meta WHERE key LIKE 'guard:%'") == []
    code, out, err = home.type("audit")
    assert code == 0, out + err


def test_a_claim_that_another_process_planned_before_the_guard_is_refused_before_its_dot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from seleqt_cli.channels import outbox

    home = Home(tmp_path, monkeypatch, capsys, MAILS)
    write = outbox._write

    def meanwhile(path: Path, content: bytes) -> None:
        write(path, content)
        home.sql("INSERT OR IGNORE INTO meta VALUES ('guard:acme.example', 'too many bounced')")

    monkeypatch.setattr(outbox, "_write", meanwhile)
    home.type("run", "--once", "-q")
    assert list((home.folder / "outbox" / "anna" / "new").iterdir()) == []
    assert home.sql("SELECT count(*) FROM usage") == [(0,)]


def test_a_refused_sender_frees_the_leads_that_were_not_started_and_keeps_those_that_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], server: tuple[Server, int]
) -> None:
    home = Home(tmp_path, monkeypatch, capsys, MAILS)
    home.run_for(3)
    bert = '  bert: {email: bert@acme.example, name: Bert, smtp: "outbox:outbox/bert", signature: Bert}\n'
    anna = f"smtp: {{host: 127.0.0.1, port: {server[1]}, tls: starttls}}\n    imap: none"  # it offers no TLS
    text = MAILS.replace("smtp: outbox:outbox/anna", anna).replace("schedules:", f"{bert}schedules:", 1)
    (home.folder / "campaigns.yaml").write_text(text.replace("senders: [anna]", "senders: [anna, bert]"), encoding="utf-8")
    assert home.type("apply")[0] == 0
    home.clock.set(MONDAY + 2 * 86_400)
    assert "anna: held, " in home.type("run", "--once", "-q")[2]
    for _ in range(30):
        home.clock.set(home.clock.now() + 180)
        home.type("run", "--once", "-q")
    walked = dict(home.sql("SELECT email_account, count(*) FROM journey WHERE started = 1 GROUP BY 1"))
    assert walked == {"email:anna@acme.example": 1, "email:bert@acme.example": 4}
    assert home.sql("SELECT step, state FROM action WHERE account = 'email:anna@acme.example' ORDER BY id") == [
        ("intro", "sent"), ("nudge", "planned"),
    ]  # fmt: skip
    assert home.sql("SELECT queue FROM journey WHERE id = 1") == [("email:anna@acme.example",)]
    assert home.type("audit")[0] == 0
