"""`doctor` on real homes: what it finds, that it changes nothing, and that nobody is named."""

import hashlib
import json
import os
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from seleqt_cli.cli.program import run
from seleqt_cli.wiring import doctor_senders
from tests.cli.homes import BOTH, MAILS, Home
from tests.servers.dovecot import PASSWORD
from tests.servers.mail_host import MailHost

ZONE = [
    'acme.example. 300 IN TXT "v=spf1 ip4:127.0.0.1 -all"',
    "acme.example. 300 IN MX 10 localhost.acme.example.",
    "localhost.acme.example. 300 IN A 127.0.0.1",
    "localhost. 300 IN A 127.0.0.1",
    '_dmarc.acme.example. 300 IN TXT "v=DMARC1; p=reject; rua=mailto:d@acme.example"',
]


@pytest.fixture(autouse=True)
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, own_dns: None) -> None:
    """A machine without a keyring, whose DNS is the test's."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.fixture
def open_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    return lambda text: Home(tmp_path, monkeypatch, capsys, text)


def campaigns(host: MailHost) -> str:
    servers = f"smtp: {{host: localhost, port: {host.box.submission}}}\n    imap: imaps://localhost:{host.box.imaps}"
    return MAILS.replace("smtp: outbox:outbox/anna", servers)


def findings(home: Home, *words: str) -> dict[str, tuple[str, str]]:
    _, out, _ = home.type("doctor", "--json", *words)
    return {one["check"]: (one["level"], one["text"]) for one in json.loads(out)["findings"]}


def state_of(folder: Path) -> list[tuple[str, int, str]]:
    return sorted(
        (str(path), path.stat().st_mode, hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "")
        for path in folder.rglob("*")
    )  # fmt: skip


def test_a_home_that_sends_into_a_folder_is_well(open_home: Any) -> None:
    home = open_home(MAILS)
    home.run_for(3)
    found = findings(home, "--offline")
    assert [check for check, (level, _) in found.items() if level == "problem"] == []
    assert found["database"][0] == found["schema"][0] == found["home"][0] == found["disk"][0] == "ok"
    assert found["campaigns file"] == ("ok", "no errors, 1 warning; seleqt check also reads the messages")
    assert found["applied"] == ("ok", "as it stands")
    assert found["last run"] == ("ok", "3 minutes ago")
    assert found["sender 1: server"] == ("ok", "its mails go into a folder")
    assert home.type("doctor", "--offline")[0] == 0


def test_nothing_is_made_or_changed(open_home: Any, tmp_path: Path) -> None:
    home = open_home(MAILS)
    before = state_of(tmp_path)
    assert home.type("doctor")[0] == 0
    assert state_of(tmp_path) == before


def test_where_nothing_is_yet_it_makes_nothing_and_says_what_to_type(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SELEQT_HOME", str(tmp_path / "home"))
    assert run(["doctor"]) == 0
    out = capsys.readouterr().out
    assert "home, database: make it:\n  seleqt apply\n" in out
    assert "campaigns file: write one:\n  seleqt init\n" in out
    assert list(tmp_path.iterdir()) == []


def test_an_account_at_a_real_host_online_and_offline(host: MailHost, open_home: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(host.box.certificates.ca))
    home = open_home(campaigns(host))
    assert findings(home, "--offline")["sender 1: login"][0] == "problem"
    assert home.type("doctor", "--offline")[0] == 1
    monkeypatch.setenv("SELEQT_PASSWORD_ANNA", PASSWORD)
    online = findings(home)
    assert online["sender 1: login"] == ("ok", "kept (not tried: --login tries it)")
    assert online["sender 1: inbox"] == ("warning", "never read: no follow-up leaves before it was")
    assert online["sender 1: DNS"] == ("warning", "SPF ok, SPF server ok, DKIM warning, DMARC ok, alignment ok, MX ok")
    assert online["sender 1: SMTP"][0] == online["sender 1: IMAP"][0] == "ok"
    assert not {"sender 1: DNS", "sender 1: SMTP"} & set(findings(home, "--offline"))
    assert findings(home, "--login")["sender 1: login"] == ("ok", "the servers take it")
    assert online["sender 1: Sent"] == ("unknown", "whether the server keeps a copy is not known: seleqt puts one there")
    assert home.type("senders", "test", "anna")[0] == 0
    assert findings(home, "--offline")["sender 1: Sent"] == ("ok", "seleqt puts a copy there")
    monkeypatch.setenv("SELEQT_PASSWORD_ANNA", "wrong")
    assert findings(home, "--login")["sender 1: login"][0] == "problem"
    assert home.type("doctor", "--login", "--offline")[0] == 2


def test_nobody_is_named(host: MailHost, open_home: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    home = open_home(campaigns(host))
    home.sql("UPDATE account SET held = 'anna@acme.example was refused by mail.acme.example'")
    text = "".join(home.type("doctor", *words)[1] for words in ((), ("--json",), ("--offline",)))
    assert "held: the address of sender 1 was refused by" in text
    for name in ("anna", "acme", "noor", "windmill", str(home.folder)):
        assert name.lower() not in text.lower(), name


def test_what_would_stop_a_send_is_a_problem(open_home: Any, tmp_path: Path) -> None:
    home = open_home(MAILS)
    (tmp_path / "campaigns.yaml").write_text(MAILS.replace("limits: {email: 3}", "limits: {email: 2}"))
    assert findings(home, "--offline")["applied"] == ("warning", "the file changed since")
    (tmp_path / "campaigns.yaml").write_text(MAILS.replace("limits: {email: 3}", "limits: {email: 80}"))
    assert findings(home, "--offline")["campaigns file"] == ("problem", "1 error, no warnings")
    assert home.type("pause")[0] == 0
    assert findings(home, "--offline")["paused"] == ("problem", "everything is paused")
    home.clock.set(home.clock.now() - 5 * 86_400)
    assert findings(home, "--offline")["clock"] == ("problem", "it stands 5 days before what seleqt wrote down last")


def test_permissions_damage_and_foreign_files(open_home: Any, tmp_path: Path) -> None:
    home = open_home(MAILS)
    database = tmp_path / "home" / "seleqt.db"
    os.chmod(database, 0o644)
    os.chmod(tmp_path / "home", 0o755)
    found = findings(home, "--offline")
    assert found["home"] == ("warning", "other users of this machine could look into it")
    octets = database.read_bytes()
    database.write_bytes(octets[:4096] + bytes(4096) + octets[8192:])
    found = findings(home, "--offline")
    assert found["database"][0] == "problem"
    database.unlink()
    with sqlite3.connect(database) as other:
        other.execute("CREATE TABLE somebody_elses (x)")
    other.close()
    assert findings(home, "--offline")["database"] == ("problem", "the file is not a database of seleqt")
    database.write_bytes(b"no database at all " * 500)
    assert findings(home, "--offline")["database"] == ("problem", "it cannot be read: file is not a database")


def test_an_older_database_that_was_put_back_is_told_before_anything_is_sent(open_home: Any, tmp_path: Path) -> None:
    home = open_home(MAILS)
    database = tmp_path / "home" / "seleqt.db"
    older = database.read_bytes()
    home.run_for(6)
    assert "restored" not in findings(home, "--offline")
    database.write_bytes(older)
    before = state_of(tmp_path)
    level, text = findings(home, "--offline")["restored"]
    assert level == "problem"
    assert text.startswith("nothing is sent from it: ")
    assert state_of(tmp_path) == before


def test_a_linkedin_account_asks_for_a_browser(open_home: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    home = open_home(BOTH)
    monkeypatch.setattr(doctor_senders, "BROWSERS", ("no-such-browser",))
    assert findings(home, "--offline")["browser"] == ("warning", "no Chromium or Chrome was found")
    assert findings(home, "--offline")["sender 2: LinkedIn"] == ("ok", "its steps are tasks for a person")


@pytest.mark.parametrize(
    ("banner", "instant"),
    [
        ("220 mx.test ESMTP Exim 4.96 Tue, 01 Dec 2026 09:00:00 +0100", 1_796_112_000),
        ("220 mx.test ESMTP Sendmail 8.17/8.17; Tue, 1 Dec 2026 08:00:00 GMT", 1_796_112_000),
        ("220 mx.test ESMTP ready, go on", None),
        ("220 mx.test Tue, 41 Dec 2026 09:00:00 +0100", None),
        ("", None),
    ],
)
def test_the_time_in_a_servers_first_line(banner: str, instant: int | None) -> None:
    assert doctor_senders.time_in(banner) == instant
