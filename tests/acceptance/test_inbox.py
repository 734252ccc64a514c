"""`seleqt run`, as a process, at a real IMAP server: an answer stops its sender's journey while the run is up."""

import signal
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


def test_an_answer_stops_its_journey_while_the_run_is_up(tmp_path: Path, imap: Dovecot, smtp_port: int) -> None:
    home = Home(
        tmp_path, f"{{host: 127.0.0.1, port: {smtp_port}, tls: none}}", leads=3, schedule=ALWAYS, steps=STEPS, auth="password",
        environment={"SELEQT_PASSWORD_S1": PASSWORD},
    ).write()  # fmt: skip
    server = imap.server("none")
    text = home.file.read_text().replace("imap: none", f"imap: {{host: 127.0.0.1, port: {server.port}, tls: none}}")
    home.file.write_text(text)
    home.apply()
    process = home.start("run")
    assert process.stderr is not None

    def rows(statement: str) -> list[tuple[Any, ...]]:
        connection = home.connect()
        found = connection.execute(statement).fetchall()
        connection.close()
        return found

    try:
        said = [next(line for line in process.stderr if "sent" in line) for _ in range(3)]
        message_id, lead = rows("SELECT message_id, lead FROM action WHERE id = 2")[0]
        head = f"From: {lead}\r\nTo: s1@acme.example\r\nSubject: Re: Pallets\r\nMessage-ID: <1@x.example>\r\n"
        imap.deliver("s1@acme.example", f"{head}In-Reply-To: {message_id}\r\n\r\nYes!\r\n".encode(), sender=lead)
        said.append(next(line for line in process.stderr if "reply" in line))
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=120)
    assert process.returncode == 0
    assert said[-1].endswith("  reply          lead2@company2.example: Re: Pallets  (stopped 1 journey)\n")
    assert rows("SELECT state FROM journey ORDER BY lead_id") == [("waiting",), ("replied",), ("waiting",)]
    home.is_sound()
