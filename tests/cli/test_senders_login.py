"""Logging a sender in, at real servers: SMTP and IMAP take it before it is kept, and nothing secret is ever shown."""

import io
import json
import sys
import webbrowser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from seleqt_cli.channels.email import oauth
from seleqt_cli.engine import clocks
from seleqt_cli.wiring import account_login, signing_in
from tests.cli.homes import MAILS, MONDAY, Home
from tests.servers.dovecot import PASSWORD
from tests.servers.mail_host import MailHost
from tests.servers.names import name_server
from tests.servers.oauth import OAuthServer, oauth_server

PASSPHRASE = "canary-passphrase-of-the-file"
REAL = clocks.SystemClock()
BROWSER = Path(__file__).parents[1] / "servers" / "browser.py"


@pytest.fixture
def provider() -> Iterator[OAuthServer]:
    with oauth_server() as served:
        yield served


@pytest.fixture(autouse=True)
def server_room(monkeypatch: pytest.MonkeyPatch, host: MailHost, tmp_path: Path) -> None:
    """A machine without a keyring, with a secrets file, that trusts the test's authority; the mail host as it is at first."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("SELEQT_SECRETS", "file")
    monkeypatch.setenv("SELEQT_SECRETS_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("SSL_CERT_FILE", str(host.box.certificates.ca))
    monkeypatch.setenv("BROWSER", f"{sys.executable} {BROWSER} %s")
    monkeypatch.setattr(webbrowser, "_tryorder", None)
    # Who waits for a mail at a real server waits in real time, whatever day the test is on.
    monkeypatch.setattr(clocks.VirtualClock, "elapsed", lambda clock: REAL.elapsed())
    host.spam = host.copies = host.renames = host.loses = False


def campaigns(host: MailHost, auth: str, more: str = "") -> str:
    servers = f"smtp: {{host: localhost, port: {host.box.submission}}}\n    imap: imaps://localhost:{host.box.imaps}"
    return MAILS.replace("smtp: outbox:outbox/anna", f"{servers}\n    auth: {auth}{more}").replace("gap: 3 minutes", "gap: 0 minutes")


@pytest.fixture
def open_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    return lambda text: Home(tmp_path, monkeypatch, capsys, text)


@pytest.fixture
def at_acme(monkeypatch: pytest.MonkeyPatch, provider: OAuthServer) -> OAuthServer:
    """Google and Microsoft are the test's server."""
    services = {"google": provider.service(), "microsoft": provider.service(redirect_host="localhost")}
    monkeypatch.setattr(signing_in, "SERVICES", services)
    monkeypatch.setenv("SELEQT_GOOGLE_CLIENT_ID", provider.client)
    monkeypatch.setenv("SELEQT_GOOGLE_CLIENT_SECRET", provider.secret)
    return provider


def say(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))


def trying(host: MailHost) -> str:
    return f"anna: trying it at localhost:{host.box.submission} and localhost:{host.box.imaps}"


def files_of(home: Home) -> bytes:
    return b"".join(path.read_bytes() for path in home.folder.rglob("*") if path.is_file())


def test_a_password_is_kept_after_both_servers_took_it(host: MailHost, open_home: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    home = open_home(campaigns(host, "password"))
    say(monkeypatch, PASSWORD + "\n")
    assert home.type("senders", "login", "anna", "--stdin") == (
        0, "", f"{trying(host)}\nanna: password kept in the secrets file, localhost took it\n",
    )  # fmt: skip
    assert home.json("senders", "list")[0]["secret"] == "yes"
    assert home.sql("SELECT event, data FROM history WHERE event LIKE 'sender%'") == [
        ("sender_login", '{"sender":"anna","auth":"password","by":"anna"}')
    ]
    before = len(host.taken)
    home.run_for(3)
    assert len(host.taken) == before + 3
    assert PASSWORD.encode() not in files_of(home)


def test_the_login_of_a_second_name_is_that_of_the_account(host: MailHost, open_home: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    text = campaigns(host, "password").replace("schedules:", "  sales: {email: sales@acme.example, login: anna@acme.example}\nschedules:")
    home = open_home(text)
    say(monkeypatch, PASSWORD + "\n")
    assert home.type("senders", "login", "sales", "--stdin")[2].splitlines() == [
        "sales is the same account as anna, under whose name the login is kept",
        trying(host),
        "anna: password kept in the secrets file, localhost took it",
    ]
    assert [line["secret"] for line in home.json("senders", "list")] == ["yes", "yes"]


def test_a_password_that_only_the_inbox_refuses_is_not_kept(host: MailHost, open_home: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    text = campaigns(host, "password").replace(f"imaps://localhost:{host.box.imaps}", "imaps://localhost:1")
    home = open_home(text)
    say(monkeypatch, PASSWORD + "\n")
    code, out, err = home.type("senders", "login", "anna", "--stdin")
    assert (code, out) == (1, "")
    assert err.splitlines()[1].startswith("seleqt: localhost did not take it: ")
    assert err.endswith("nothing was kept; correct it and type the same again\n")
    assert home.json("senders", "list")[0]["secret"] == "no"


def test_signing_in_in_the_browser_ends_with_mail_sent_and_read(host: MailHost, open_home: Any, at_acme: OAuthServer) -> None:
    home = open_home(campaigns(host, "google"))
    code, out, err = home.type("senders", "login", "anna")
    assert (code, out) == (0, ""), err
    first, address, tried, last = err.splitlines()
    assert tried == trying(host)
    assert first.startswith("Sign in in the browser.")
    assert address.startswith(f"http://127.0.0.1:{at_acme.port}/authorize?client_id=client-of-acme&")
    assert last == "anna: sign-in kept in the secrets file, localhost took it"
    assert home.json("senders", "list")[0]["secret"] == "signed in"
    host.copies = True
    code, out, err = home.type("senders", "test", "anna")
    assert code == 0, err
    assert [line for line in err.splitlines() if line.startswith("  ") and "arrived" not in line] == [
        "  Message-ID kept: yes", "  server keeps a copy in Sent: yes", "  DKIM key: sel1._domainkey.acme.example",
    ]  # fmt: skip
    assert "  arrived in INBOX after " in err
    assert home.sql("SELECT keeps_sent, keeps_id, dkim FROM mail_settings") == [(1, 1, "sel1._domainkey.acme.example;from")]
    assert at_acme.grants() == ["authorization_code"]
    # An hour later the token is renewed by itself.
    home.clock.set(MONDAY + 3600)
    home.run_for(3)
    assert at_acme.grants() == ["authorization_code", "refresh_token"]
    assert home.sql("SELECT count(*) FROM action WHERE journey_id > 0 AND state = 'sent'") == [(2,)]


def test_a_revoked_sign_in_holds_the_sender_until_a_person_signs_in_again(host: MailHost, open_home: Any, at_acme: OAuthServer) -> None:
    home = open_home(campaigns(host, "google"))
    assert home.type("senders", "login", "anna")[0] == 0
    assert home.sql("UPDATE account SET held = 'somebody complained', held_at = 1") == []
    assert home.type("senders", "login", "anna")[2].splitlines()[-1] == ("anna is held: somebody complained (seleqt senders resume anna)")
    assert home.type("senders", "resume", "anna")[0] == 0
    at_acme.revoke()
    home.clock.set(MONDAY + 3600)
    assert home.type("run", "--once", "-q")[0] == 3
    (line,) = home.json("senders", "list")
    gone = "Acme refuses the sign-in: invalid_grant Token has been expired or revoked (seleqt senders login anna)"
    assert (line["state"], line["reason"]) == ("held", f"its inbox cannot be read: {gone}")
    # what frees it stands there once, and nothing else
    assert home.type("senders", "list")[2] == f"anna is held: its inbox cannot be read: {gone}\n"
    for said in (home.type("status")[1], home.type("status", "--check")[2]):
        assert (said.count(gone), said.count("seleqt senders login anna"), "resume" in said) == (1, 1, False), said
    assert home.type("run", "--once", "-q")[2] == (
        f"Mon 2026-12-28 10:00  anna: its inbox is not read: {gone}\nanna: held: its inbox cannot be read: {gone}\n"
    )
    assert at_acme.grants() == ["authorization_code", "authorization_code", "refresh_token"]
    code, _, err = home.type("senders", "login", "anna")
    assert code == 0
    assert err.splitlines()[-1] == f"anna was held: {line['reason']}; it goes on"
    home.run_for(3)
    assert home.sql("SELECT count(*) FROM action WHERE state = 'sent'") == [(3,)]


def test_a_provider_that_is_down_holds_nobody(host: MailHost, open_home: Any, at_acme: OAuthServer) -> None:
    home = open_home(campaigns(host, "google"))
    assert home.type("senders", "login", "anna")[0] == 0
    at_acme.trouble = (503, b"")
    home.clock.set(MONDAY + 3600)
    code, _, err = home.type("run", "--once")
    assert (code, "Acme cannot sign in now (HTTP 503)" in err) == (3, True)
    assert home.json("senders", "list")[0]["state"] == "active"
    at_acme.trouble = None
    home.clock.set(MONDAY + 7200)
    home.run_for(6)
    assert home.sql("SELECT count(*) FROM action WHERE state = 'sent'") == [(3,)]


def test_the_account_of_somebody_else_is_not_kept(host: MailHost, open_home: Any, at_acme: OAuthServer) -> None:
    home = open_home(campaigns(host, "google"))
    at_acme.user = "eve@acme.example"
    code, _, err = home.type("senders", "login", "anna")
    assert code == 1
    assert "seleqt: localhost did not take it: " in err
    assert home.json("senders", "list")[0]["secret"] == "no"


def test_a_person_who_refuses_in_the_browser_keeps_nothing(host: MailHost, open_home: Any, at_acme: OAuthServer) -> None:
    home = open_home(campaigns(host, "google"))
    at_acme.agrees = False
    code, _, err = home.type("senders", "login", "anna")
    assert code == 1
    assert err.endswith("seleqt: the sign-in was refused: access_denied\nnothing was kept; type the same again\n")


def test_a_device_code_signs_in_a_machine_without_a_browser(
    host: MailHost, open_home: Any, at_acme: OAuthServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = open_home(campaigns(host, "microsoft"))
    at_acme.device_waits = 2
    waits: list[float] = []

    async def pause(seconds: float) -> None:
        waits.append(seconds)
        for code in at_acme.devices:
            at_acme.devices[code] = True

    monkeypatch.setattr(clocks, "pause", pause)
    monkeypatch.setenv("SELEQT_MICROSOFT_CLIENT_SECRET", at_acme.secret)
    code, out, err = home.type("senders", "login", "anna", "--device", "--client-id", at_acme.client, "--tenant", "acme.example")
    assert (code, out) == (0, ""), err
    assert err == (
        f"Open http://127.0.0.1:{at_acme.port}/activate on any machine and type in WDJB-MJHT\n{trying(host)}\n"
        "anna: sign-in kept in the secrets file, localhost took it\n"
    )
    assert waits == [1, 1, 6]
    # The client id was kept for the next time.
    assert home.type("senders", "login", "anna", "--device")[0] == 0


def test_google_gives_no_device_code(host: MailHost, open_home: Any, at_acme: OAuthServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signing_in, "SERVICES", oauth.SERVICES)
    assert open_home(campaigns(host, "google")).type("senders", "login", "anna", "--device") == (
        2, "", "seleqt: Google gives device codes no access to mail\nseleqt senders login anna --paste\n",
    )  # fmt: skip


def test_without_a_client_id_it_is_said_how_to_get_one(host: MailHost, open_home: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert open_home(campaigns(host, "microsoft")).type("senders", "login", "anna") == (
        2, "", "seleqt: anna: signing in at Microsoft needs a client id, and seleqt ships none\n"
        "make one of your own (docs/how-to/microsoft.md), then: seleqt senders login anna --client-id ID\n",
    )  # fmt: skip


def test_the_client_file_of_googles_console_is_read(host: MailHost, open_home: Any, at_acme: OAuthServer, tmp_path: Path) -> None:
    home = open_home(campaigns(host, "google"))
    file = tmp_path / "client.json"
    file.write_text(json.dumps({"installed": {"client_id": at_acme.client, "client_secret": at_acme.secret}}))
    assert home.type("senders", "login", "anna", "--client-file", str(file))[0] == 0
    for text, says in (
        ('{"web": {"client_id": "x"}}', "is of a web application\nmake a client of the type Desktop app\n"),
        ("[]", "is no client file of a desktop app: it has no installed.client_id\n"),
        ("no json", "is no client file: it is not JSON\n"),
    ):
        file.write_text(text)
        assert home.type("senders", "login", "anna", "--client-file", str(file)) == (2, "", f"seleqt: {file} {says}")


def test_flags_that_do_not_fit_the_account_are_refused(host: MailHost, open_home: Any) -> None:
    home = open_home(campaigns(host, "password"))
    assert home.type("senders", "login", "anna", "--device")[0] == 2
    assert home.type("senders", "login", "anna", "--store", "cloud")[0] == 2
    (home.folder / "campaigns.yaml").write_text(campaigns(host, "google"))
    assert home.type("apply")[0] == 0
    assert home.type("senders", "login", "anna", "--stdin")[0] == 2
    assert home.type("senders", "login", "anna", "--paste", "--client-id", "x")[2] == (
        "seleqt: nobody is at a terminal to paste the answer\n--device, or sign in on another machine\n"
    )


def sent_of(host: MailHost) -> list[bytes]:
    with host.box.person("anna@acme.example") as person:
        person.select("Sent", readonly=True)
        _, found = person.fetch("1:*", "(BODY.PEEK[HEADER.FIELDS (X-SELEQT-COPY)])")
        return [part[1] for part in found if isinstance(part, tuple)]


@pytest.mark.parametrize("copies", [False, True])
def test_a_copy_goes_into_sent_where_the_host_keeps_none(
    copies: bool, host: MailHost, open_home: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    host.box.recreate("anna@acme.example", "Sent")
    home = open_home(campaigns(host, "password"))
    monkeypatch.setenv("SELEQT_PASSWORD_ANNA", PASSWORD)
    host.copies = copies
    home.run_for(3)
    assert home.sql("SELECT count(*) FROM action WHERE state = 'sent'") == [(3,)]
    kept = sent_of(host)
    assert kept.count(b"X-Seleqt-Copy: yes\r\n\r\n") == (1 if copies else 3)
    assert len(kept) == (4 if copies else 3)
    assert home.sql("SELECT keeps_sent FROM mail_settings") == ([(1,)] if copies else [])
    # What lies in Sent is our own: nobody is held for it.
    assert home.sql("SELECT DISTINCT state FROM journey WHERE started > 0") == [("waiting",)]
    assert home.type("audit")[0] == 0


AUTOCONFIG = """<clientConfig><emailProvider id="acme.example"><displayName>Acme</displayName>
<incomingServer type="imap"><hostname>127.0.0.1</hostname><port>{imap}</port><socketType>SSL</socketType></incomingServer>
<outgoingServer type="smtp"><hostname>127.0.0.1</hostname><port>{smtp}</port><socketType>STARTTLS</socketType></outgoingServer>
</emailProvider></clientConfig>"""


def test_servers_that_nobody_named_are_found_shown_confirmed_and_kept(
    host: MailHost, open_home: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.channels.email.test_discover import pages

    home = open_home(MAILS.replace("    smtp: outbox:outbox/anna\n", ""))
    assert home.json("senders", "list")[0]["server"] == "not known"
    text = AUTOCONFIG.format(imap=host.box.imaps, smtp=host.box.submission).encode()
    with name_server({}) as resolver, pages({"/acme.example": (200, text)}) as (at, _):
        monkeypatch.setattr(account_login, "resolver", lambda: resolver)
        monkeypatch.setattr(account_login, "PLACES", (f"{at}/{{domain}}",))
        say(monkeypatch, PASSWORD + "\n")
        code, _, err = home.type("senders", "login", "anna", "--stdin")
        assert code == 2
        assert err.splitlines()[:2] == [
            "anna: the file names no server; asking acme.example for its servers",
            f"  found by autoconfig of Acme: send over 127.0.0.1:{host.box.submission}, read from 127.0.0.1:{host.box.imaps}",
        ]
        assert home.sql("SELECT * FROM mail_settings") == []
        say(monkeypatch, PASSWORD + "\n")
        code, _, err = home.type("senders", "login", "anna", "--stdin", "--yes")
        assert code == 0, err
        say(monkeypatch, PASSWORD + "\n")
        code, _, err = home.type("senders", "login", "anna", "--stdin", "--yes", "--find")
        assert (code, "  found by autoconfig of Acme" in err) == (0, True)
    # From now on nobody is asked any more.
    assert home.json("senders", "list")[0]["server"] == f"127.0.0.1:{host.box.submission}"
    before = len(host.taken)
    home.run_for(3)
    assert len(host.taken) == before + 1


def test_a_domain_that_names_no_server_is_told_what_to_write(open_home: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    home = open_home(MAILS.replace("    smtp: outbox:outbox/anna\n", ""))
    with name_server({}) as resolver:
        monkeypatch.setattr(account_login, "resolver", lambda: resolver)
        monkeypatch.setattr(account_login, "PLACES", ())
        say(monkeypatch, "x\n")
        code, _, err = home.type("senders", "login", "anna", "--stdin", "--yes")
    assert (code, err.splitlines()[1:]) == (
        1, ["seleqt: no mail server was found for acme.example (asked: MX, SRV, autoconfig)",
            "ask your provider, then write under senders.anna: smtp: HOST:587 and imap: HOST:993, and seleqt apply"],
    )  # fmt: skip


def test_what_a_test_mail_shows_is_told_and_remembered(host: MailHost, open_home: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    home = open_home(campaigns(host, "password"))
    say(monkeypatch, PASSWORD + "\n")
    assert home.type("senders", "login", "anna", "--stdin")[0] == 0
    host.renames = True
    found = home.json("senders", "test", "anna")
    assert {key: found[key] for key in ("arrived", "folder", "role", "keeps_message_id", "keeps_sent_copy")} == {
        "arrived": True, "folder": "INBOX", "role": "inbox", "keeps_message_id": False, "keeps_sent_copy": False,
    }  # fmt: skip
    assert home.sql("SELECT keeps_sent, keeps_id FROM mail_settings") == [(0, 0)]
    host.renames, host.spam = False, True
    code, _, err = home.type("senders", "test", "anna")
    assert code == 1
    assert "  arrived in Junk after " in err
    assert "seleqt: even its own mail lands in the junk folder\n" in err
    host.loses = True
    code, _, err = home.type("senders", "test", "anna", "--wait", "1")
    assert code == 1
    assert "seleqt: it did not arrive within 1 seconds, in no folder that seleqt reads\n" in err


def test_no_secret_is_shown_or_written_whatever_goes_wrong(
    host: MailHost, open_home: Any, at_acme: OAuthServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    canaries = ["canary-password", PASSPHRASE, at_acme.secret, PASSWORD]
    home = open_home(campaigns(host, "password"))

    def type_(*words: str) -> None:
        _, out, err = home.type(*words)
        said.extend((out, err))

    for password in ("canary-password\n", PASSWORD + "\n"):
        say(monkeypatch, password)
        type_("senders", "login", "anna", "--stdin")
    for command in (("senders", "list"), ("senders", "list", "--json"), ("senders", "test", "anna"), ("run", "--once"), ("status",)):
        type_(*command)
    monkeypatch.setenv("SELEQT_PASSWORD_ANNA", "canary-password")
    type_("senders", "test", "anna")
    type_("run", "--once")
    monkeypatch.delenv("SELEQT_PASSWORD_ANNA")
    (home.folder / "campaigns.yaml").write_text(campaigns(host, "google"))
    type_("apply")
    type_("senders", "login", "anna")
    type_("senders", "resume", "anna")
    at_acme.ends_at = 1
    home.clock.set(MONDAY + 3600)
    type_("senders", "test", "anna")
    for trouble in ((500, at_acme.secret.encode()), (400, b'{"error": "invalid_grant"}'), (200, b"{}")):
        at_acme.trouble = trouble
        home.clock.set(home.clock.now() + 3600)
        for command in (("run", "--once"), ("senders", "test", "anna"), ("senders", "login", "anna"), ("senders", "resume", "anna")):
            type_(*command)
    type_("history", "--events", "--json")

    def boom(*_: Any) -> None:
        raise KeyError(canaries[0][:6])

    monkeypatch.setattr(account_login, "prove", boom)
    at_acme.trouble = None
    assert home.type("senders", "login", "anna")[0] == 70
    written, shown = files_of(home), "\n".join(said)
    for canary in (*canaries, *at_acme.given):
        assert canary not in shown
        assert canary.encode() not in written
    assert len(at_acme.given) > 6
