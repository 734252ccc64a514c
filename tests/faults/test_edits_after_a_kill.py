"""A process is killed in the middle of a send, and before the next one comes the campaign is edited."""

from pathlib import Path

import pytest

from tests.acceptance.homes import Home
from tests.acceptance.records import doubled
from tests.faults.victim import UNDECIDED
from tests.servers.recording_smtp import recording_smtp

BEFORE = """
      - id: hello
        email: {subject: "Pallets", body: "Hi {{ first_name }}, shall we talk about pallets?"}
      - wait: none
      - id: again
        email: {body: "Did this reach you, {{ first_name }}?"}
"""
AFTER = """
      - id: other
        email: {subject: "Robots", body: "Hi {{ first_name }}, shall we talk about robots?"}
"""


@pytest.mark.parametrize("point", ["after C1", "after C2", "after the dot", "after the outcome is on disk"])
def test_the_step_that_was_under_way_is_gone_from_the_file(tmp_path: Path, point: str) -> None:
    with recording_smtp() as server:
        smtp = f"{{host: 127.0.0.1, port: {server.port}, tls: none}}"
        home = Home(tmp_path / "w", smtp, leads=2, steps=BEFORE).write().apply()
        home.call("run", "--once", "-q", program=("-m", "tests.faults.victim", point, "1"))
        home.steps = AFTER
        home.write().apply()
        done = home.call("run", "--once", "-q")
        assert done.returncode in (0, 3), done.stderr
        assert doubled(server.taken) == []
        states = home.states()
        assert not states.keys() & {"claimed", "sending"}, states
        assert states.get("in_doubt", 0) == (point in UNDECIDED)
        connection = home.connect()
        journeys = connection.execute("SELECT state, queue, step, reason FROM journey ORDER BY id").fetchall()
        connection.close()
        for state, queue, step, reason in journeys:
            assert state in ("finished", "held"), (state, queue, step, reason)
            assert queue == ""
            assert state == "finished" or reason
        home.is_sound()
