"""`leads verify` against a real name server: what it shows, as text, JSON Lines and CSV, and what it tags."""

import stat
from pathlib import Path
from typing import Any

import pytest

from seleqt_cli.channels.dns.resolver import SystemDns
from seleqt_cli.wiring import checking
from tests.cli.homes import MAILS, Home
from tests.servers.ports import free_port

ZONE = [
    "windmill.example. 300 IN MX 10 mx.host.example.",
    "mx.host.example. 300 IN A 192.0.2.1",
    "canal.example. 300 IN MX 0 .",
    "quay.example. 300 IN A 192.0.2.2",
    "lock.example. 300 IN MX 10 mail.mailinator.com.",
    "mail.mailinator.com. 300 IN A 192.0.2.3",
]
LEADS = MAILS.replace("noor@windmill.example, first_name", "info@windmill.example, first_name")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], names: int) -> Home:
    monkeypatch.setattr(checking, "name_service", lambda: SystemDns(["127.0.0.1"], names))
    return Home(tmp_path, monkeypatch, capsys, LEADS)


def test_what_needs_a_look_is_shown_a_line_each(home: Home) -> None:
    assert home.type("leads", "verify") == (
        0,
        "      1  risky    info@windmill.example         is read by whoever is there, not by one person\n"
        "      2  bad      sam@canal.example             its domain says that it takes no mail (RFC 7505)\n"
        "      3  risky    tom@quay.example              its domain names no mail server, only its own address\n"
        "      4  bad      ida@dike.example              its domain does not exist\n"
        "      5  bad      bo@lock.example               is a throw-away mailbox\n",
        "2 risky, 3 bad\n",
    )


def test_the_same_as_json_lines_and_as_a_table_for_a_spreadsheet(home: Home, tmp_path: Path) -> None:
    found: list[Any] = home.lines("leads", "verify", "--csv", "checked.csv", "--limit", "2")
    assert found == [
        {
            "lead_id": 1, "email": "info@windmill.example", "result": "risky", "reasons": ["role"],
            "text": "is read by whoever is there, not by one person",
        },
        {
            "lead_id": 2, "email": "sam@canal.example", "result": "bad", "reasons": ["null_mx"],
            "text": "its domain says that it takes no mail (RFC 7505)",
        },
    ]  # fmt: skip
    assert (tmp_path / "checked.csv").read_text() == (
        "id,email,result,reasons,text\n"
        '1,info@windmill.example,risky,role,"is read by whoever is there, not by one person"\n'
        "2,sam@canal.example,bad,null_mx,its domain says that it takes no mail (RFC 7505)\n"
    )
    assert stat.S_IMODE((tmp_path / "checked.csv").stat().st_mode) == 0o600


def test_the_bad_ones_are_tagged_and_the_tag_is_a_filter(home: Home) -> None:
    assert home.type("leads", "verify", "--tag-bad", "bad-address", "-q")[2] == ""
    assert [one["email"] for one in home.lines("leads", "list", "--tag", "bad-address")] == [
        "sam@canal.example", "ida@dike.example", "bo@lock.example",
    ]  # fmt: skip
    assert home.type("leads", "verify", "--tag", "bad-address", "--search", "canal")[2] == "1 bad\n"
    assert home.type("leads", "verify", "--tag", "nothing") == (0, "", "no lead is meant\n")
    assert home.type("leads", "verify", "--tag-bad", "one,two")[0] == 2


def test_good_ones_are_shown_when_asked_for(home: Home) -> None:
    assert home.type("leads", "set", "1", "email=noor@windmill.example")[0] == 0
    assert home.type("leads", "verify", "--limit", "1") == (0, "", "1 good\n")
    assert home.type("leads", "verify", "--limit", "1", "--all") == (0, "      1  good     noor@windmill.example\n", "1 good\n")


def test_without_any_answer_nothing_is_called_bad_and_it_fails(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "name_service", lambda: SystemDns(["127.0.0.1"], free_port(), seconds=0.3))
    code, out, err = home.type("leads", "verify", "--tag-bad", "bad-address")
    assert code == 1
    assert {line.split()[1] for line in out.splitlines()} == {"unknown"}
    assert err == "5 without an answer of DNS\nDNS gave no answer about any of them: look at the network, then type the same again.\n"
    assert home.lines("leads", "list", "--tag", "bad-address") == []
