"""Access tokens are fresh when they are needed, renewed once for everybody, and kept as soon as they are."""

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from seleqt_cli.channels.email.oauth import Client, SignIn
from seleqt_cli.channels.email.sign_ins import MARGIN, SignIns
from seleqt_cli.channels.email.smtp import SmtpChannel
from seleqt_cli.core.actions import Outcome, Verdict
from seleqt_cli.core.campaign import Sender
from seleqt_cli.core.errors import Failed, Unreachable
from seleqt_cli.core.guards import channel_error
from seleqt_cli.engine.clocks import VirtualClock
from tests.channels.tickets import Passwords, Ticket, account, mail
from tests.servers.oauth import OAuthServer, oauth_server
from tests.servers.scripted_smtp import Script, scripted_smtp

NOW = 1_798_444_800
ANNA = Sender("anna", "email", "email:anna@acme.example", "anna", "anna@acme.example", auth="google")


@dataclass
class Desk:
    """A process's sign-ins over a server and a keyring."""

    server: OAuthServer
    secrets: Passwords
    clock: VirtualClock = field(default_factory=lambda: VirtualClock(NOW))

    def signed_in(self, refresh: str = "refresh-1") -> None:
        """Somebody signed in."""
        self.server.live.add(refresh)
        self.secrets.known["anna"] = SignIn(Client("client-of-acme", "secret-of-acme"), refresh).text()

    def process(self) -> SignIns:
        """As a new process sees it."""
        return SignIns(self.secrets, now=self.clock.now, elapsed=self.clock.elapsed, services={"google": self.server.service()})

    def kept(self) -> SignIn:
        """What is in the keyring."""
        found = SignIn.read(self.secrets.known["anna"])
        assert found is not None
        return found


@pytest.fixture
def desk() -> Iterator[Desk]:
    with oauth_server() as server:
        yield Desk(server, Passwords())


def test_a_token_is_used_until_shortly_before_its_end_also_by_the_next_process(desk: Desk) -> None:
    desk.signed_in()
    process = desk.process()
    first = process.token(ANNA)
    desk.clock.set(NOW + 3600 - MARGIN - 1)
    assert process.token(ANNA) == desk.process().token(ANNA) == first
    assert desk.server.grants() == ["refresh_token"]
    desk.clock.set(NOW + 3600 - MARGIN)
    second = process.token(ANNA)
    assert second != first
    assert (desk.kept().access_token, desk.kept().refresh_token in desk.server.live) == (second, True)
    assert desk.server.grants() == ["refresh_token"] * 2


def test_many_who_need_a_token_at_once_cause_one_renewal(desk: Desk) -> None:
    desk.signed_in()
    desk.server.hold = threading.Event()
    process = desk.process()

    async def run() -> set[str]:
        waiting = [asyncio.create_task(process.fresh(ANNA)) for _ in range(20)]
        await asyncio.wait(waiting, timeout=0)
        assert desk.server.hold is not None
        desk.server.hold.set()
        return set(await asyncio.gather(*waiting))

    assert len(asyncio.run(run())) == 1
    assert desk.server.grants() == ["refresh_token"]


def test_whoever_gives_up_waiting_does_not_wait_for_the_provider(desk: Desk) -> None:
    desk.signed_in()
    desk.server.hold = threading.Event()
    process = desk.process()

    async def run() -> None:
        waiting = asyncio.create_task(process.fresh(ANNA))
        await asyncio.wait([waiting], timeout=0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting

    asyncio.run(run())
    desk.server.hold.set()
    assert process.token(ANNA) == desk.kept().access_token


def test_a_token_that_the_mail_server_refused_is_replaced_before_its_time(desk: Desk) -> None:
    desk.signed_in()
    process = desk.process()
    first = process.token(ANNA)
    second = process.token(ANNA, first)
    assert second != first
    assert process.token(ANNA, first) == second
    assert desk.server.grants() == ["refresh_token"] * 2


def test_what_another_process_renewed_is_taken_over(desk: Desk) -> None:
    desk.signed_in()
    one, other = desk.process(), desk.process()
    one.token(ANNA)
    other.token(ANNA)
    desk.clock.set(NOW + 3600)
    fresh = one.token(ANNA)
    assert other.token(ANNA) == fresh
    assert desk.server.grants() == ["refresh_token"] * 2


def test_a_revoked_sign_in_names_what_to_type_and_is_not_asked_about_again(desk: Desk) -> None:
    desk.signed_in()
    desk.server.revoke()
    process = desk.process()
    for _ in range(3):
        with pytest.raises(Failed) as gone:
            process.token(ANNA)
        assert not isinstance(gone.value, Unreachable)
        assert gone.value.message == "Acme refuses the sign-in: invalid_grant Token has been expired or revoked."
        assert gone.value.advice == "seleqt senders login anna"
    assert len(desk.server.requests) == 1
    desk.signed_in("refresh-2")
    assert process.token(ANNA) == desk.kept().access_token


def test_a_sign_in_that_was_renewed_by_another_process_in_between_is_no_loss(desk: Desk) -> None:
    desk.signed_in("refresh-1")
    process = desk.process()
    process.token(ANNA)
    desk.clock.set(NOW + 3600)
    desk.server.revoke()

    class Late(Passwords):
        def get(self, sender: str) -> str | None:
            found = super().get(sender)
            if self.asked == 2:
                desk.secrets, self.known = self, {**self.known}
                desk.signed_in("refresh-3")
            return found

    process = SignIns(
        late := Late(dict(desk.secrets.known)), now=desk.clock.now, elapsed=desk.clock.elapsed, services={"google": desk.server.service()}
    )
    assert process.token(ANNA) == desk.kept().access_token
    assert late.asked == 3


def test_nothing_kept_or_a_password_in_its_place_is_no_sign_in(desk: Desk) -> None:
    for known in ({}, {"anna": "a password"}):
        desk.secrets.known = known
        with pytest.raises(Failed) as absent:
            desk.process().token(ANNA)
        assert (absent.value.message, absent.value.advice) == ("anna is not signed in at Acme", "seleqt senders login anna")


def test_a_keyring_that_keeps_no_new_refresh_token_is_an_error_and_the_token_still_works(desk: Desk) -> None:
    desk.signed_in()
    process = desk.process()

    class Full(Passwords):
        def set(self, sender: str, secret: str) -> None:
            raise Failed("the keyring is locked")

    full = Full(dict(desk.secrets.known))
    process = SignIns(full, now=desk.clock.now, elapsed=desk.clock.elapsed, services={"google": desk.server.service()})
    with pytest.raises(Failed, match="the keyring is locked"):
        process.token(ANNA)
    assert process.token(ANNA) in desk.server.given
    desk.server.rotates = False
    desk.clock.set(NOW + 3600)
    assert process.token(ANNA) in desk.server.given


def send(desk: Desk, script: Script, *, mails: int = 1) -> tuple[list[Outcome], list[str]]:
    """What sending over a server that takes XOAUTH2 comes to, and the tokens that it was shown."""

    async def run() -> tuple[list[Outcome], list[str]]:
        async with scripted_smtp(script) as server:
            channel = SmtpChannel(account(server.port, auth="google"), secrets=Passwords(), token=desk.process().fresh)
            outcomes = [await channel.perform(Ticket(mail(number))) for number in range(1, mails + 1)]
            await channel.close()
            return outcomes, [command for command in server.commands if command.startswith("AUTH")]

    return asyncio.run(run())


def test_sending_logs_in_with_a_fresh_token(desk: Desk) -> None:
    desk.signed_in()
    outcomes, logins = send(desk, Script(extensions=("AUTH XOAUTH2",)), mails=2)
    assert [outcome.verdict for outcome in outcomes] == [Verdict.SENT] * 2
    assert len(logins) == 1


def test_a_revoked_sign_in_holds_the_sender_with_advice(desk: Desk) -> None:
    desk.signed_in()
    desk.server.revoke()
    outcomes, logins = send(desk, Script(extensions=("AUTH XOAUTH2",)))
    text = "Acme refuses the sign-in: invalid_grant Token has been expired or revoked. seleqt senders login anna."
    assert outcomes == [Outcome(Verdict.SENDER_HELD, text, phase="auth")]
    assert logins == []


def test_a_provider_that_is_down_is_tried_again_and_holds_nobody(desk: Desk) -> None:
    desk.signed_in()
    desk.server.trouble = (503, b"")
    outcomes, logins = send(desk, Script(extensions=("AUTH XOAUTH2",)))
    assert [(outcome.verdict, outcome.text, outcome.phase) for outcome in outcomes] == [
        (Verdict.DEFERRED, "Acme cannot sign in now (HTTP 503)", "connect")
    ]
    assert channel_error(outcomes[0])
    assert logins == []


def test_a_refused_access_token_is_replaced_once_and_then_the_sender_is_held(desk: Desk) -> None:
    desk.signed_in()
    refuse: dict[str, Any] = {"extensions": ("AUTH XOAUTH2",), "replies": {"AUTH": b"535 5.7.3 Authentication unsuccessful\r\n"}}
    outcomes, logins = send(desk, Script(**refuse), mails=2)
    assert [(outcome.verdict, outcome.text) for outcome in outcomes] == [(Verdict.SENDER_HELD, "5.7.3 Authentication unsuccessful")] * 2
    assert len(set(logins)) == len(logins) == 3
