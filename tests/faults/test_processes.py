"""Eight processes at once on one database: together they do what one would do."""

from collections import Counter
from pathlib import Path

from tests.acceptance.homes import ONE_MAIL, Home
from tests.acceptance.records import Rules, doubled, rule_faults
from tests.servers.recording_smtp import RecordingSmtp, recording_smtp

PROCESSES = 8


def crowd(home: Home) -> list[int]:
    """Start them together; their exit codes."""
    running = [home.start("run", "--once", "-q") for _ in range(PROCESSES)]
    codes = []
    for process in running:
        _, err = process.communicate(timeout=120)
        assert "Traceback" not in err
        codes.append(process.returncode)
    return codes


def campaign(folder: Path, server: RecordingSmtp, leads: int) -> Home:
    smtp = f"{{host: 127.0.0.1, port: {server.port}, tls: none}}"
    return Home(folder / "w", smtp, leads=leads, accounts=4, limit=50, steps=ONE_MAIL).write().apply()


def test_a_thousand_due_mails_and_four_limits_of_fifty_give_two_hundred_mails(tmp_path: Path) -> None:
    with recording_smtp() as server:
        home = campaign(tmp_path, server, 1000)
        codes = crowd(home)
        assert set(codes) <= {0, 3, 4}
        assert 0 in codes
        assert doubled(server.taken) == []
        assert Counter(mail.sender for mail in server.taken) == Counter({f"s{number}@acme.example": 50 for number in range(1, 5)})
        assert rule_faults(server.taken, Rules()) == []
        assert home.states() == {"sent": 200}
        home.is_sound()
        assert set(crowd(home)) <= {0, 3, 4}
        assert len(server.taken) == 200, "a second crowd on the same day adds nothing"


def test_a_crowd_in_which_one_is_killed_still_does_everything_once(tmp_path: Path) -> None:
    with recording_smtp() as server:
        home = campaign(tmp_path, server, 120)
        first = home.start("run", "--once", "-q")
        server.wait_for("DOT", 30)
        rest = [home.start("run", "--once", "-q") for _ in range(3)]
        first.kill()
        first.communicate()
        for process in rest:
            process.communicate(timeout=120)
            assert process.returncode in (0, 3, 4)
        assert home.call("run", "--once", "-q").returncode in (0, 3)
        doubt = home.leads_with("in_doubt")
        assert doubled(server.taken) == []
        assert len(doubt) <= 4
        assert set(server.recipients()) | doubt == set(home.addresses())
        home.is_sound()
