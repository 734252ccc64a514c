"""Nothing is sent before the server is proven to be the right one; a password is shown to it once."""

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from seleqt_cli.channels.email.smtp import SmtpChannel
from seleqt_cli.channels.email.smtp_session import Timeouts
from seleqt_cli.core.actions import Outcome, Verdict
from seleqt_cli.core.campaign import Sender
from seleqt_cli.core.errors import Failed
from tests.channels.tickets import Passwords, Ticket, account, mail
from tests.servers.certificates import Certificate, Certificates, make_certificates
from tests.servers.ports import free_port
from tests.servers.scripted_smtp import Script, ScriptedSmtp, scripted_smtp

SHORT = Timeouts(connect=5, command=5, data=5, body=5, dot=5, quit=1)
PASSWORD = {"anna": "secret-anna"}


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return make_certificates(tmp_path_factory.mktemp("certificates"))


def server_side(certificate: Certificate) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.certificate, certificate.key)
    return context


def script(tls: str, certificate: Certificate, **more: object) -> Script:
    context = server_side(certificate)
    return Script(
        extensions=("PIPELINING", "AUTH PLAIN LOGIN"),
        starttls=context if tls == "starttls" else None,
        implicit=context if tls == "implicit" else None,
        **more,  # type: ignore[arg-type]
    )


def perform(script: Script, secrets: Passwords | None = None, *, times: int = 1, **settings: object) -> tuple[list[Outcome], ScriptedSmtp]:
    async def run() -> tuple[list[Outcome], ScriptedSmtp]:
        async with scripted_smtp(script) as server:
            channel = SmtpChannel(account(server.port, **settings), secrets=secrets or Passwords(dict(PASSWORD)), timeouts=SHORT)
            outcomes = [await channel.perform(Ticket(mail(number))) for number in range(1, times + 1)]
            await channel.close()
            return outcomes, server

    return asyncio.run(run())


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
def test_a_trusted_server_gets_the_mail_over_tls(tls: str, certificates: Certificates) -> None:
    outcomes, server = perform(script(tls, certificates.good), times=3, tls=tls, ca=certificates.ca, host="localhost")
    assert [outcome.verdict for outcome in outcomes] == [Verdict.SENT] * 3
    assert (server.connections, server.logins(), len(server.mails)) == (1, 1, 3)


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
@pytest.mark.parametrize(
    ("which", "says"),
    [
        ("self_signed", "the certificate of localhost is refused: self-signed certificate"),
        ("other_host", "the certificate of localhost is refused: Hostname mismatch, certificate is not valid for 'localhost'."),
        ("expired", "the certificate of localhost is refused: certificate has expired"),
    ],
)
def test_a_wrong_certificate_holds_the_sender_and_shows_no_password(tls: str, which: str, says: str, certificates: Certificates) -> None:
    outcomes, server = perform(script(tls, getattr(certificates, which)), tls=tls, ca=certificates.ca, host="localhost")
    assert outcomes == [Outcome(Verdict.SENDER_HELD, says, phase="starttls" if tls == "starttls" else "connect")]
    assert (server.logins(), server.mails) == (0, [])


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
def test_the_system_does_not_trust_a_certificate_of_our_own(tls: str, certificates: Certificates) -> None:
    outcomes, server = perform(script(tls, certificates.good), tls=tls, host="localhost")
    assert [outcome.verdict for outcome in outcomes] == [Verdict.SENDER_HELD]
    assert server.mails == []


def test_ssl_cert_file_names_what_is_trusted(certificates: Certificates, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.ca))
    outcomes, server = perform(script("starttls", certificates.good), tls="starttls", host="localhost")
    assert [outcome.verdict for outcome in outcomes] == [Verdict.SENT]
    assert len(server.mails) == 1


def test_a_ca_file_that_cannot_be_read_is_said(tmp_path: Path, certificates: Certificates) -> None:
    wrong = tmp_path / "ca.pem"
    wrong.write_text("this is no certificate")
    for ca in (wrong, tmp_path / "missing.pem"):
        outcomes, _ = perform(script("starttls", certificates.good), tls="starttls", ca=ca, host="localhost")
        assert outcomes[0].verdict is Verdict.SENDER_HELD
        assert outcomes[0].text.startswith(f"the certificates in {ca} cannot be read: ")


def test_old_tls_is_refused(certificates: Certificates) -> None:
    context = server_side(certificates.good)
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        context.minimum_version = ssl.TLSVersion.TLSv1_1
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    outcomes, server = perform(Script(starttls=context), tls="starttls", ca=certificates.ca, host="localhost")
    assert outcomes[0].verdict in (Verdict.SENDER_HELD, Verdict.DEFERRED)
    assert server.mails == []


def test_a_server_without_starttls_gets_nothing(certificates: Certificates) -> None:
    outcomes, server = perform(Script(extensions=("AUTH PLAIN",)), tls="starttls", ca=certificates.ca, host="localhost")
    says = "localhost does not offer STARTTLS; nothing is sent in plain text"
    assert outcomes == [Outcome(Verdict.SENDER_HELD, says, phase="starttls")]
    assert server.commands == ["EHLO [127.0.0.1]"]


@pytest.mark.parametrize(
    ("reply", "verdict"), [(b"454 4.7.0 TLS not available\r\n", Verdict.DEFERRED), (b"502 5.5.1 no\r\n", Verdict.SENDER_HELD)]
)
def test_a_refused_starttls_sends_nothing_in_plain_text(reply: bytes, verdict: Verdict, certificates: Certificates) -> None:
    outcomes, server = perform(
        script("starttls", certificates.good, replies={"STARTTLS": reply}), tls="starttls", ca=certificates.ca, host="localhost"
    )
    assert (outcomes[0].verdict, outcomes[0].phase) == (verdict, "starttls")
    assert server.commands == ["EHLO [127.0.0.1]", "STARTTLS"]


def test_replies_injected_before_the_handshake_are_not_believed(certificates: Certificates) -> None:
    injected = b"220 go on\r\n250-evil\r\n250 AUTH XOAUTH2\r\n"
    outcomes, server = perform(
        script("starttls", certificates.good, replies={"STARTTLS": injected}), tls="starttls", ca=certificates.ca, host="localhost"
    )
    assert [outcome.verdict for outcome in outcomes] == [Verdict.SENT]
    assert server.logins() == 1


def test_plain_text_goes_to_this_machine_only() -> None:
    sender = account(2525, host="mail.elsewhere.example")
    outcome = asyncio.run(SmtpChannel(sender, secrets=Passwords()).perform(Ticket(mail())))
    says = "mail.elsewhere.example is not on this machine: mail goes there with TLS only"
    assert outcome == Outcome(Verdict.SENDER_HELD, says, phase="connect")


def test_no_login_is_for_this_machine_only() -> None:
    sender = account(2525, host="mail.elsewhere.example", tls="starttls", auth="none")
    outcome = asyncio.run(SmtpChannel(sender, secrets=Passwords()).perform(Ticket(mail())))
    assert outcome == Outcome(Verdict.SENDER_HELD, "`auth: none` is for a server on this machine only", phase="auth")


def test_a_server_that_nobody_runs_is_tried_again_later() -> None:
    outcomes, server = perform(Script())
    assert outcomes[0].verdict is Verdict.SENT
    outcome = asyncio.run(SmtpChannel(account(server.port), secrets=Passwords()).perform(Ticket(mail())))
    assert (outcome.verdict, outcome.phase, outcome.retry_in) == (Verdict.DEFERRED, "connect", 300)


def test_a_refused_password_is_shown_once_however_many_mails_are_waiting(certificates: Certificates) -> None:
    secrets = Passwords({"anna": "wrong"})
    refusing = script("starttls", certificates.good, replies={"AUTH": b"535 5.7.8 authentication failed\r\n"})
    outcomes, server = perform(refusing, secrets, times=4, tls="starttls", ca=certificates.ca, host="localhost")
    held = Outcome(Verdict.SENDER_HELD, "5.7.8 authentication failed", 535, "5.7.8", phase="auth")
    assert outcomes == [held] * 4
    assert (server.logins(), server.mails) == (1, [])


def test_a_new_password_is_tried_after_a_refused_one(certificates: Certificates) -> None:
    async def run() -> tuple[list[Verdict], int]:
        refusing = script("starttls", certificates.good, replies={"AUTH": b"535 5.7.8 authentication failed\r\n"})
        async with scripted_smtp(refusing) as server:
            secrets = Passwords({"anna": "wrong"})
            sender = account(server.port, tls="starttls", ca=certificates.ca, host="localhost")
            channel = SmtpChannel(sender, secrets=secrets, timeouts=SHORT)
            first = await channel.perform(Ticket(mail()))
            del refusing.replies["AUTH"]
            secrets.set("anna", "right")
            second = await channel.perform(Ticket(mail()))
            await channel.close()
            return [first.verdict, second.verdict], server.logins()

    assert asyncio.run(run()) == ([Verdict.SENDER_HELD, Verdict.SENT], 2)


def test_a_temporary_refusal_of_a_login_is_tried_again_later(certificates: Certificates) -> None:
    busy = script("starttls", certificates.good, replies={"AUTH": b"454 4.7.0 try again\r\n"})
    outcomes, _ = perform(busy, tls="starttls", ca=certificates.ca, host="localhost")
    assert outcomes == [Outcome(Verdict.DEFERRED, "4.7.0 try again", 454, "4.7.0", phase="auth")]


@pytest.mark.parametrize(
    ("offered", "says"),
    [
        ("AUTH CRAM-MD5", "localhost offers CRAM-MD5, not PLAIN or LOGIN"),
        ("AUTH XOAUTH2", "localhost offers XOAUTH2, not PLAIN or LOGIN"),
    ],
)
def test_a_login_that_we_do_not_speak_is_said(offered: str, says: str) -> None:
    outcomes, server = perform(Script(extensions=(offered,)), host="localhost")
    assert outcomes == [Outcome(Verdict.SENDER_HELD, says, phase="auth")]
    assert server.logins() == 0


def test_without_a_password_nobody_logs_in() -> None:
    outcomes, server = perform(Script(extensions=("AUTH PLAIN",)), Passwords())
    says = "no password for anna: type `seleqt senders login anna`"
    assert outcomes == [Outcome(Verdict.SENDER_HELD, says, phase="auth")]
    assert server.logins() == 0


def test_a_locked_keyring_holds_the_sender_with_its_reason() -> None:
    locked = Passwords(trouble=Failed("the keyring is locked", advice="Unlock it."))
    outcomes, _ = perform(Script(extensions=("AUTH PLAIN",)), locked)
    assert outcomes == [Outcome(Verdict.SENDER_HELD, "the keyring is locked. Unlock it.", phase="auth")]


def test_a_server_on_this_machine_without_logins_is_used_without() -> None:
    secrets = Passwords()
    outcomes, server = perform(Script(), secrets)
    assert [outcome.verdict for outcome in outcomes] == [Verdict.SENT]
    assert (server.logins(), secrets.asked) == (0, 0)


def test_an_access_token_logs_in_by_xoauth2() -> None:
    async def run() -> tuple[Outcome, list[str]]:
        async def token(sender: Sender, refused: str) -> str:
            return f"token-of-{sender.name}"

        async with scripted_smtp(Script(extensions=("AUTH PLAIN XOAUTH2",))) as server:
            channel = SmtpChannel(account(server.port, auth="google"), secrets=Passwords(), token=token)
            outcome = await channel.perform(Ticket(mail()))
            await channel.close()
            return outcome, [command for command in server.commands if command.startswith("AUTH")]

    outcome, logins = asyncio.run(run())
    assert outcome.verdict is Verdict.SENT
    assert logins == ["AUTH XOAUTH2 dXNlcj1hbm5hQGFjbWUuZXhhbXBsZQFhdXRoPUJlYXJlciB0b2tlbi1vZi1hbm5hAQE="]


class Handler:
    """Keeps what aiosmtpd takes on."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.logins: list[tuple[str, str]] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        assert isinstance(envelope.content, bytes)
        self.bodies.append(envelope.content)
        return "250 2.0.0 taken"

    def authenticate(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: LoginPassword) -> AuthResult:
        self.logins.append((data.login.decode(), data.password.decode()))
        return AuthResult(success=data.password == b"secret-anna", handled=False)


@contextmanager
def aiosmtpd(certificate: Certificate) -> Iterator[tuple[int, Handler]]:
    handler = Handler()
    controller = Controller(
        handler,
        hostname="127.0.0.1",
        port=free_port(),
        tls_context=server_side(certificate),
        require_starttls=True,
        authenticator=handler.authenticate,
        auth_required=True,
    )
    controller.start()
    try:
        yield controller.port, handler
    finally:
        controller.stop()


@pytest.mark.parametrize(("password", "verdict"), [("secret-anna", Verdict.SENT), ("wrong", Verdict.SENDER_HELD)])
def test_aiosmtpd_takes_the_mail_of_whoever_logs_in_and_sees_one_login(password: str, verdict: Verdict, certificates: Certificates) -> None:
    with aiosmtpd(certificates.good) as (port, handler):

        async def run() -> list[Verdict]:
            sender = account(port, tls="starttls", ca=certificates.ca, host="localhost")
            channel = SmtpChannel(sender, secrets=Passwords({"anna": password}), timeouts=SHORT)
            outcomes = [await channel.perform(Ticket(mail(number))) for number in (1, 2)]
            await channel.close()
            return [outcome.verdict for outcome in outcomes]

        assert asyncio.run(run()) == [verdict] * 2
        assert handler.logins == [("anna@acme.example", password)]
        assert handler.bodies == ([mail(1).payload, mail(2).payload] if verdict is Verdict.SENT else [])
