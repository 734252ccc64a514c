"""`seleqt run`, as a process, at a real IMAP server: an answer stops its sender's journey while the run is up."""

import json
import os
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tests.acceptance.homes import ALWAYS, Home
from tests.servers.dovecot import PASSWORD, Dovecot, dovecot

STEPS = """
      - id: hello
        email: {subject: "Pallets at {{ company }}", body: "Hi {{ first_name }}, shall we talk about pallets?"}
      - wait: 3 days
      - id: again
        email: {body: "Did this reach you, {{ first_name }}?"}
"""


@pytest.fixture
def imap() -> Iterator[Dovecot]:
    with dovecot() as running:
        yield running


@pytest.fixture
def smtp_port(free_port: Callable[[], int]) -> Iterator[int]:
    class TakesAll:
        async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
            return "250 taken"

    port = free_port()
    controller = Controller(TakesAll(), hostname="127.0.0.1", port=port)
    controller.start()
    yield port
    controller.stop()


@pytest.fixture
def home(tmp_path: Path, imap: Dovecot, smtp_port: int) -> Home:
    """Three leads; the file is applied."""
    made = Home(
        tmp_path, f"{{host: 127.0.0.1, port: {smtp_port}, tls: none}}", leads=3, schedule=ALWAYS, steps=STEPS, auth="password",
        imap=f"{{host: 127.0.0.1, port: {imap.server('none').port}, tls: none}}", environment={"SELEQT_PASSWORD_S1": PASSWORD},
    )  # fmt: skip
    return made.write().apply()


def rows(home: Home, statement: str) -> list[tuple[Any, ...]]:
    connection = home.connect()
    found = connection.execute(statement).fetchall()
    connection.close()
    return found


def answer(home: Home, imap: Dovecot, action: int) -> None:
    """Whoever got a mail of ours says yes."""
    message_id, lead = rows(home, f"SELECT message_id, lead FROM action WHERE id = {action}")[0]
    head = f"From: {lead}\r\nTo: s1@acme.example\r\nSubject: Re: Pallets\r\nMessage-ID: <{action}@x.example>\r\n"
    imap.deliver("s1@acme.example", f"{head}In-Reply-To: {message_id}\r\n\r\nYes!\r\n".encode(), sender=lead)


def test_an_answer_stops_its_journey_while_the_run_is_up(home: Home, imap: Dovecot) -> None:
    process = home.start("run")
    assert process.stderr is not None
    try:
        said = [next(line for line in process.stderr if "sent" in line) for _ in range(3)]
        answer(home, imap, 2)
        said.append(next(line for line in process.stderr if "reply" in line))
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=120)
    assert process.returncode == 0
    assert said[-1].endswith("  reply          lead2@company2.example: Re: Pallets  (stopped 1 journey)\n")
    assert rows(home, "SELECT state FROM journey ORDER BY lead_id") == [("waiting",), ("replied",), ("waiting",)]
    home.is_sound()


def test_a_version_that_is_applied_meanwhile_takes_over_with_its_hooks_and_leads(home: Home, imap: Dovecot) -> None:
    process = home.start("run")
    assert process.stderr is not None
    os.mkfifo(home.folder / "told")
    told: list[bytes] = []
    listening = threading.Thread(target=lambda: told.append((home.folder / "told").read_bytes()), daemon=True)
    listening.start()
    try:
        for _ in range(3):
            next(line for line in process.stderr if "sent" in line)
        home.leads = 4
        home.write()
        home.file.write_text(home.file.read_text() + "on:\n  reply: {command: [bin/tell]}\n")
        (home.folder / "bin").mkdir()
        (home.folder / "bin" / "tell").write_text("#!/bin/sh\nexec cat > told\n")
        (home.folder / "bin" / "tell").chmod(0o755)
        home.apply()
        answer(home, imap, 2)  # what comes in makes the run look
        said = [next(line for line in process.stderr if word in line) for word in ("another version", "sent")]
        listening.join(timeout=120)
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=120)
    assert process.returncode == 0
    assert said[0] == "another version of the campaigns was applied; going on with it\n"
    assert said[1].endswith("s1: email hello to lead4@company4.example\n")
    event = json.loads(told[0])
    assert (event["event"], event["lead"]["key"]) == ("reply", "lead2@company2.example")
    home.is_sound()
