"""`senders check` with a real name server and a real mail host: what is right, what is wrong, what to paste, and the exit code."""

from pathlib import Path
from typing import Any

import pytest

from seleqt_cli.channels.dns.resolver import SystemDns
from seleqt_cli.wiring import checking
from tests.cli.homes import BOTH, MAILS, Home
from tests.core.names.verdicts import rsa_key
from tests.servers.dovecot import PASSWORD
from tests.servers.mail_host import MailHost
from tests.servers.ports import free_port

KEY = f"v=DKIM1; k=rsa; p={rsa_key(2048)}"
ZONE = [
    'acme.example. 300 IN TXT "v=spf1 ip4:127.0.0.1 -all"',
    "acme.example. 300 IN MX 10 localhost.acme.example.",
    "localhost.acme.example. 300 IN A 127.0.0.1",
    "localhost. 300 IN A 127.0.0.1",
    f'sel1._domainkey.acme.example. 300 IN TXT "{KEY[:250]}" "{KEY[250:]}"',
    '_dmarc.acme.example. 300 IN TXT "v=DMARC1; p=reject; rua=mailto:d@acme.example"',
    'open.example. 300 IN TXT "v=spf1 +all"',
    "open.example. 300 IN MX 0 .",
]


@pytest.fixture
def open_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], own_dns: None, host: MailHost) -> Any:
    """Makes a home whose DNS is the test's, on a machine that trusts the test's authority."""
    monkeypatch.setenv("SSL_CERT_FILE", str(host.box.certificates.ca))
    monkeypatch.setenv("SELEQT_PASSWORD_ANNA", PASSWORD)
    return lambda text: Home(tmp_path, monkeypatch, capsys, text)


def campaigns(host: MailHost, address: str = "anna@acme.example") -> str:
    servers = f"smtp: {{host: localhost, port: {host.box.submission}}}\n    imap: imaps://localhost:{host.box.imaps}"
    return MAILS.replace("smtp: outbox:outbox/anna", servers).replace("anna@acme.example", address)


def test_after_a_mail_to_itself_the_check_knows_the_key_that_signs(host: MailHost, open_home: Any) -> None:
    home = open_home(campaigns(host))
    code, out, err = home.type("senders", "check", "anna")
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == "anna (anna@acme.example): 1 warning"
    assert "DKIM" in out
    assert home.type("senders", "test", "anna")[0] == 0
    code, out, err = home.type("senders", "check", "anna")
    assert (code, err) == (0, "")
    days = (4_733_510_400 - home.clock.now()) // 86_400
    assert (
        out
        == f"""\
anna (anna@acme.example): 1 warning
check         result   what
SPF           ok       valid, 0 of 10 look-ups
SPF server    ok       it lets localhost send
DKIM          ok       mails are signed: sel1, 2048-bit RSA, of acme.example
DKIM headers  warning  the signature leaves out List-Unsubscribe: receivers may show no unsubscribe button
DMARC         ok       p=reject
alignment     ok       DKIM and SPF speak for acme.example
MX            ok       localhost.acme.example
SMTP          ok       reached, TLSv1.3, certificate valid for {days} days
IMAP          ok       reached, TLSv1.3, certificate valid for {days} days

DKIM headers (acme.example): ask the provider of localhost to sign it
  why: a signature that leaves them out lets others change them (RFC 6376 section 5.4, RFC 8058 section 4)
"""
    )


def test_what_is_wrong_ends_with_one_and_can_be_pasted(host: MailHost, open_home: Any) -> None:
    home = open_home(campaigns(host, "anna@open.example"))
    code, out, _ = home.type("senders", "check")
    assert code == 1
    assert '  open.example. TXT "v=spf1 ~all"\n' in out
    assert '  _dmarc.open.example. TXT "v=DMARC1; p=none; rua=mailto:postmaster@open.example"\n' in out
    assert "MX            problem" in out or "MX          problem" in out


def test_the_same_as_a_document(host: MailHost, open_home: Any) -> None:
    import json

    home = open_home(campaigns(host, "anna@open.example"))
    code, out, err = home.type("senders", "check", "anna", "--json")
    assert (code, err) == (1, "")
    [document] = json.loads(out)
    assert (document["sender"], document["account"], document["level"]) == ("anna", "email:anna@open.example", "problem")
    assert document["findings"][0] == {
        "check": "SPF", "subject": "open.example", "level": "problem", "text": "+all lets everybody send as this domain",
        "why": "Gmail refuses mail with neither SPF nor DKIM, Outlook and Yahoo treat it as junk (RFC 7208; the providers' sender rules)",
        "todo": "put this into DNS in its place", "paste": 'open.example. TXT "v=spf1 ~all"',
    }  # fmt: skip
    assert [one["check"] for one in document["findings"]] == [
        "SPF", "SPF server", "DKIM", "DMARC", "alignment", "MX", "SMTP", "IMAP",
    ]  # fmt: skip


def test_a_silent_name_server_and_servers_that_are_down_are_no_fault(
    host: MailHost, open_home: Any, monkeypatch: pytest.MonkeyPatch, names: int
) -> None:
    monkeypatch.setattr(checking, "name_service", lambda: SystemDns(["127.0.0.1"], free_port(), seconds=0.5))
    text = campaigns(host).replace(f"port: {host.box.submission}", f"port: {free_port()}")
    code, out, _ = open_home(text.replace(f"localhost:{host.box.imaps}", f"localhost:{free_port()}")).type("senders", "check", "anna")
    assert (code, out.splitlines()[0]) == (0, "anna (anna@acme.example): 7 unknown"), out
    assert [line.split()[0] for line in out.splitlines()[2:9]] == ["SPF", "DKIM", "DMARC", "alignment", "MX", "SMTP", "IMAP"]


def test_a_folder_has_no_dns(open_home: Any) -> None:
    home = open_home(BOTH)
    assert home.type("senders", "check") == (
        0,
        "anna (anna@acme.example): all is well\ncheck  result  what\n"
        "DNS    ok      its mails go into a folder; nothing leaves this machine\n",
        "",
    )
    assert home.type("senders", "check", "ann")[0] == 2
