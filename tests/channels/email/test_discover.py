"""The servers of a domain that no table knows are found by asking the domain itself, and nobody else."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from seleqt_cli.channels.email.discover import find_settings, read_autoconfig
from seleqt_cli.core.campaign import Server
from seleqt_cli.core.errors import Unreachable
from seleqt_cli.core.providers import MailSettings
from tests.servers.names import name_server

XML = """<?xml version="1.0"?>
<clientConfig version="1.1"><emailProvider id="acme.example"><domain>acme.example</domain><displayName>Acme Mail</displayName>
<incomingServer type="pop3"><hostname>pop.acme.example</hostname><port>995</port><socketType>SSL</socketType></incomingServer>
<incomingServer type="imap"><hostname>imap.%EMAILDOMAIN%</hostname><port>993</port><socketType>SSL</socketType></incomingServer>
<outgoingServer type="smtp"><hostname>plain.acme.example</hostname><port>25</port><socketType>plain</socketType></outgoingServer>
<outgoingServer type="smtp"><hostname>Smtp.acme.example</hostname><port>587</port><socketType>STARTTLS</socketType>
<username>%EMAILADDRESS%</username></outgoingServer></emailProvider></clientConfig>
"""
READ = MailSettings(Server("smtp.acme.example", 587, "starttls"), Server("imap.acme.example", 993, "implicit"), "autoconfig", "Acme Mail")


def still() -> float:
    return 0.0


@contextmanager
def pages(known: dict[str, tuple[int, bytes]]) -> Iterator[tuple[str, list[str]]]:
    """A web server with these pages, and what was asked of it; a status of 302 redirects to its text."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            status, octets = known.get(self.path, (404, b""))
            self.send_response(status)
            if status == 302:
                self.send_header("Location", octets.decode())
            self.send_header("Content-Length", str(len(octets)))
            self.end_headers()
            self.wfile.write(octets)

        def log_message(self, format: str, *arguments: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_the_mx_of_a_known_provider_settles_it() -> None:
    with name_server({("acme.example", "MX"): ["20 other.example.", "10 mx0.transip.email."]}) as resolver:
        assert find_settings("acme.example", resolver=resolver, elapsed=still, places=()) == MailSettings(
            Server("smtp.transip.email", 465, "implicit"), Server("imap.transip.email", 993, "implicit"), "MX", "TransIP"
        )


def test_srv_records_name_the_servers_the_encrypted_ones_first() -> None:
    zone = {
        ("acme.example", "MX"): ["10 filter.example."],
        ("_submissions._tcp.acme.example", "SRV"): ["0 0 0 ."],
        ("_submission._tcp.acme.example", "SRV"): ["20 9 587 later.acme.example.", "10 1 587 b.acme.example.", "10 5 2587 A.acme.example."],
        ("_imaps._tcp.acme.example", "SRV"): ["0 1 993 imap.acme.example."],
        ("_imap._tcp.acme.example", "SRV"): ["0 1 143 imap.acme.example."],
    }
    with name_server(zone) as resolver:
        assert find_settings("acme.example", resolver=resolver, elapsed=still, places=()) == MailSettings(
            Server("a.acme.example", 2587, "starttls"), Server("imap.acme.example", 993, "implicit"), "SRV"
        )


def test_an_autoconfig_page_is_read_and_the_address_told_to_nobody() -> None:
    with name_server({}) as resolver, pages({"/b/acme.example": (302, b"/c"), "/c": (200, XML.encode())}) as (at, asked):
        found = find_settings("acme.example", resolver=resolver, elapsed=still, places=(f"{at}/a/{{domain}}", f"{at}/b/{{domain}}"))
    assert found == READ
    assert asked == ["/a/acme.example", "/b/acme.example", "/c"]


def test_a_redirect_to_plain_text_on_another_machine_and_an_endless_one_are_not_followed() -> None:
    with name_server({}) as resolver, pages({"/a": (302, b"http://acme.example/x"), "/b": (302, b"/b")}) as (at, asked):
        assert find_settings("acme.example", resolver=resolver, elapsed=still, places=(f"{at}/a", f"{at}/b")) is None
    assert asked == ["/a", *["/b"] * 4]


def test_a_domain_that_names_nothing_gives_nothing_and_a_silent_dns_is_no_answer() -> None:
    with name_server({("acme.example", "MX"): ["10 mail.acme.example."]}) as resolver:
        assert find_settings("acme.example", resolver=resolver, elapsed=still, places=()) is None
        assert find_settings("nobody.example", resolver=resolver, elapsed=still, places=()) is None
    with name_server({}, failing=frozenset({"acme.example"})) as resolver:
        with pytest.raises(Unreachable, match=r"DNS gives no answer about acme\.example: the name servers fail"):
            find_settings("acme.example", resolver=resolver, elapsed=still, places=())
        with pages({"/a": (200, XML.encode())}) as (at, _):
            assert find_settings("acme.example", resolver=resolver, elapsed=still, places=(f"{at}/a",)) == READ


def test_a_user_name_without_domain_is_said() -> None:
    found = read_autoconfig(XML.replace("%EMAILADDRESS%", "%EMAILLOCALPART%").encode(), "acme.example")
    assert found is not None
    assert found.note == "its user name is what stands before the @: write login: NAME under the sender"


@pytest.mark.parametrize(
    "octets",
    [
        b"", b"<html>", b"<clientConfig/>", b'<!DOCTYPE a [<!ENTITY b "c">]>' + XML.encode(), XML.replace("587", "0").encode(),
        XML.replace("587", "99999").encode(), XML.replace("587", "5e2").encode(), XML.replace("Smtp.acme", "smtp acme").encode(),
        XML.replace("Smtp.acme.example", "a\x00b").encode(), XML.replace("STARTTLS", "plain").encode(), b"\xff\xfe<\x00",
        b'<?xml version="1.0" encoding="nonsense"?>' + XML.encode(), b"<a>" * 20_000,
    ],
)  # fmt: skip
def test_a_page_that_is_no_usable_autoconfig_names_nothing(octets: bytes) -> None:
    assert read_autoconfig(octets, "acme.example") is None
