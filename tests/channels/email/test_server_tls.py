"""The certificate of a mail server is looked at over real TLS; what is refused and what gives no answer are told apart."""

import asyncio
import ssl
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from seleqt_cli.channels.email.server_tls import Look, look_at
from seleqt_cli.core.campaign import Server
from seleqt_cli.core.errors import Failed, Unreachable
from tests.servers.certificates import Certificates, make_certificates
from tests.servers.dovecot import Dovecot, dovecot
from tests.servers.ports import free_port
from tests.servers.scripted_imap import HANG_UP, NOTHING_MORE, scripted_imap
from tests.servers.scripted_smtp import Script, scripted_smtp

ENDS = 4_733_510_400
"""2120-01-01, when the test's certificates end."""


@pytest.fixture(scope="module")
def box() -> Iterator[Dovecot]:
    with dovecot() as served:
        yield served


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return make_certificates(tmp_path_factory.mktemp("certificates"))


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
def test_a_real_imap_server_shows_its_certificate_and_sees_no_login(box: Dovecot, tls: str) -> None:
    look = look_at(box.server(tls), "imap")  # type: ignore[arg-type]
    assert look.expires == ENDS
    assert look.protocol in ("TLSv1.2", "TLSv1.3")
    assert look.banner.startswith("* OK")


def test_inside_this_machine_plain_text_is_no_fault(box: Dovecot) -> None:
    look = look_at(box.server("none"), "imap")
    assert (look.expires, look.protocol) == (0, "")


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
def test_an_smtp_server_is_asked_for_tls_and_told_goodbye(certificates: Certificates, tls: str) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificates.good.certificate, certificates.good.key)
    script = Script(starttls=context) if tls == "starttls" else Script(implicit=context)

    async def looked() -> tuple[Look, list[str]]:
        async with scripted_smtp(script) as smtp:
            server = Server("localhost", smtp.port, tls, ca=str(certificates.ca))  # type: ignore[arg-type]
            return await asyncio.to_thread(look_at, server, "smtp"), smtp.commands

    look, commands = asyncio.run(looked())
    assert (look.expires, look.banner[:3]) == (ENDS, "220")
    assert [command for command in commands if command.startswith(("AUTH", "MAIL"))] == []


@pytest.mark.parametrize(
    ("which", "words"),
    [
        ("expired", "the certificate of localhost is refused: certificate has expired"),
        ("other_host", "the certificate of localhost is refused: Hostname mismatch, certificate is not valid for 'localhost'."),
        ("self_signed", "the certificate of localhost is refused: self-signed certificate"),
    ],
)
def test_a_certificate_that_proves_nothing_is_refused(certificates: Certificates, which: str, words: str) -> None:
    with scripted_imap(certificate=getattr(certificates, which)) as imap, pytest.raises(Failed) as refused:
        look_at(imap.server(host="localhost", ca=str(certificates.ca)), "imap")
    assert refused.value.message == words


@pytest.mark.parametrize(
    ("orders", "words"),
    [
        ({"STARTTLS": b"TAG NO not here\r\n"}, "'a NO not here' is its answer to STARTTLS: no mail goes without TLS"),
        ({"STARTTLS": b"TAG OK begin\r\n* OK from anybody\r\n"}, "'a OK begin' is its answer to STARTTLS: no mail goes without TLS"),
    ],
)
def test_a_server_that_does_not_begin_tls_cleanly_is_refused(orders: dict[str, bytes], words: str) -> None:
    with scripted_imap(orders) as imap, pytest.raises(Failed) as refused:
        look_at(replace(imap.server(), tls="starttls"), "imap")
    assert refused.value.message == words


def test_no_answer_is_unreachable_and_never_a_refusal(certificates: Certificates) -> None:
    with pytest.raises(Unreachable) as nobody:
        look_at(Server("127.0.0.1", port := free_port()), "smtp")
    assert nobody.value.message == f"127.0.0.1:{port}: Connection refused"
    with scripted_imap({"GREETING": NOTHING_MORE}) as imap, pytest.raises(Unreachable) as silent:
        look_at(replace(imap.server(), tls="starttls"), "imap", seconds=0.3)
    assert silent.value.message.endswith(": no answer in time")
    with scripted_imap({"GREETING": HANG_UP}) as imap, pytest.raises(Unreachable) as gone:
        look_at(replace(imap.server(), tls="starttls"), "imap")
    assert gone.value.message == "the server hung up"
    with scripted_imap({"GREETING": b"x" * 20_000}) as imap, pytest.raises(Unreachable) as endless:
        look_at(replace(imap.server(), tls="starttls"), "imap")
    assert endless.value.message == "it does not speak like a mail server"


def test_an_authority_that_cannot_be_read_is_said(tmp_path: Path, box: Dovecot) -> None:
    with pytest.raises(Unreachable):
        look_at(replace(box.server(), ca=str(tmp_path / "gone.pem")), "imap")
