"""What the facts about a machine mean: each level, and that only what is known is called wrong."""

import pytest

from seleqt_cli.core.campaign import Sender, Server
from seleqt_cli.core.health import Finding, worst
from seleqt_cli.core.private_text import Discretion
from seleqt_cli.core.setup_check import age, clock_findings, database_findings, disk_finding, home_findings

MB = 1_048_576
NOW = 1_800_000_000


def levels(findings: list[Finding]) -> list[tuple[str, str, str]]:
    return [(one.check, one.level, one.text) for one in findings]


def test_a_home() -> None:
    assert levels(home_findings(exists=True, others=False, writable=True, path="/data/anna/seleqt")) == [
        ("home", "ok", "private and writable")
    ]
    assert levels(home_findings(exists=False, others=False, writable=False, path="/x")) == [("home", "warning", "there is none yet")]
    assert levels(home_findings(exists=True, others=True, writable=False, path="/x")) == [
        ("home", "problem", "it cannot be written"),
        ("home", "warning", "other users of this machine could look into it"),
    ]


@pytest.mark.parametrize(
    "path", ["/Users/x/Dropbox/seleqt", "C:\\Users\\x\\OneDrive - Acme\\seleqt", "/Users/x/Library/Mobile Documents/seleqt"]
)
def test_a_home_in_a_folder_that_is_copied_elsewhere_is_told(path: str) -> None:
    [found] = home_findings(exists=True, others=False, writable=True, path=path)
    assert (found.level, found.text) == ("warning", "it lies in a folder that a program copies to a cloud or to other machines")
    assert path not in f"{found}"


@pytest.mark.parametrize(("free", "level"), [(63 * MB, "problem"), (64 * MB, "warning"), (1024 * MB, "ok")])
def test_room_on_the_disk(free: int, level: str) -> None:
    assert disk_finding(free, 64 * MB).level == level


def test_a_database() -> None:
    sound = {"trouble": "", "advice": "", "ours": True, "schema": 3, "newest": 3, "damage": "", "others": False, "octets": 3 * MB}
    assert levels(database_findings(**sound)) == [("database", "ok", "sound, 3.0 MB"), ("schema", "ok", "3")]  # type: ignore[arg-type]
    for change, check, level, text in (
        ({"trouble": "disk I/O error"}, "database", "problem", "it cannot be read: disk I/O error"),
        ({"ours": False}, "database", "problem", "the file is not a database of seleqt"),
        ({"damage": "row 1 missing from index x"}, "database", "problem", "it is damaged: row 1 missing from index x"),
        ({"schema": 4}, "schema", "problem", "4, this seleqt knows 3"),
        ({"schema": 2}, "schema", "warning", "2, the next command makes it 3 after a copy"),
        ({"others": True}, "database", "warning", "other users of this machine could read it"),
    ):
        assert (check, level, text) in levels(database_findings(**{**sound, **change}))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("last_event", "server_time", "online", "level", "text"),
    [
        (NOW - 60, NOW - 100, True, "ok", "agrees with a configured server"),
        (NOW - 60, NOW - 300, True, "warning", "5 minutes ahead of a configured server"),
        (NOW - 60, NOW + 7200, True, "problem", "2 hours behind a configured server"),
        (NOW + 3 * 86_400, None, True, "problem", "it stands 3 days before what seleqt wrote down last"),
        (NOW - 60, None, True, "ok", "no configured server tells the time; nothing speaks against it"),
        (0, None, False, "unknown", "not compared (--offline)"),
    ],
)
def test_the_clock(last_event: int, server_time: int | None, online: bool, level: str, text: str) -> None:
    [found] = clock_findings(now=NOW, last_event=last_event, server_time=server_time, online=online)
    assert (found.level, found.text) == (level, text)


def test_ages_in_words() -> None:
    assert [age(seconds) for seconds in (5, 60, 3599, 3600, 200_000)] == [
        "just now",
        "1 minute ago",
        "59 minutes ago",
        "1 hour ago",
        "2 days ago",
    ]


def test_the_level_that_decides() -> None:
    def of(*levels: str) -> list[Finding]:
        return [Finding("", "", level, "") for level in levels]  # type: ignore[arg-type]

    assert worst(of()) == "ok"
    assert worst(of("ok", "unknown")) == "unknown"
    assert worst(of("unknown", "warning", "ok")) == "warning"
    assert worst(of("warning", "problem", "unknown")) == "problem"


def test_names_are_taken_out_of_a_text_and_the_rest_stays() -> None:
    own = Server("mail.acme.example", 465, "implicit")
    senders = [
        Sender("anna", "email", "email:anna@acme.example", "anna", "anna@acme.example", "a.vries", "Anna de Vries", smtp=own),
        Sender("ben", "email", "email:ben@gmail.com", "ben", "ben@gmail.com", display_name="Ben", smtp=Server("smtp.gmail.com", 465)),
        Sender("anna-linkedin", "linkedin", "linkedin:x", "anna", profile="https://www.linkedin.com/in/example-anna/"),
    ]
    hide = Discretion(senders, [("/data/anna/seleqt", "HOME"), ("/data/anna", "~")])
    assert hide("anna (anna@acme.example) at mail.acme.example:465, login a.vries: refused") == (
        "sender 1 (the address of sender 1) at the server of sender 1:465, login the login of sender 1: refused"
    )
    assert hide("Anna de Vries wrote bananas to noor@windmill.example from ACME.example") == (
        "sender 1 wrote bananas to ***@*** from the domain of sender 1"
    )
    assert hide("seleqt senders login anna-linkedin; SELEQT_PASSWORD_ANNA is not set") == (
        "seleqt senders login sender 3; SELEQT_PASSWORD_NAME is not set"
    )
    assert hide("/data/anna/seleqt/seleqt.db and /data/anna/x at smtp.gmail.com") == "HOME/seleqt.db and ~/x at smtp.gmail.com"
    assert Discretion(())("nothing to hide: localhost") == "nothing to hide: localhost"
