"""Signing in: the code with PKCE, the device code, refreshing, and what is told apart when it fails."""

import threading
from dataclasses import replace
from itertools import count
from urllib.parse import parse_qs, urlsplit

import pytest

from seleqt_cli.channels.email import oauth
from seleqt_cli.channels.email.oauth import SERVICES, Client, Pending, SignIn, SignInGone
from seleqt_cli.channels.email.web import request
from seleqt_cli.core.errors import Failed, Unreachable
from tests.servers.oauth import OAuthServer, oauth_server, user_of

CLIENT = Client("client-of-acme", "secret-of-acme")
NOW = 1_798_444_800


def still() -> float:
    return 0.0


def code_of(server: OAuthServer, begun: oauth.Attempt) -> str:
    query = {key: values[0] for key, values in parse_qs(urlsplit(begun.url).query).items()}
    answer = parse_qs(urlsplit(server.authorize(query)).query)
    assert answer["state"] == [begun.state]
    return answer["code"][0]


def test_a_code_with_its_verifier_becomes_a_sign_in() -> None:
    with oauth_server() as server:
        begun = oauth.attempt(server.service(), CLIENT, "anna@acme.example", 4711)
        found = oauth.redeem(server.service(), CLIENT, begun, code_of(server, begun), now=NOW, elapsed=still)
        assert user_of(found.access_token, NOW) == "anna@acme.example"
        assert (found.client, found.expires_at, found.refresh_token in server.live) == (CLIENT, NOW + 3600, True)


def test_a_code_is_good_once_and_only_with_its_own_verifier_and_redirect() -> None:
    with oauth_server() as server:
        service = server.service()
        begun = oauth.attempt(service, CLIENT, "anna@acme.example", 4711)
        other = oauth.attempt(service, CLIENT, "anna@acme.example", 4711)
        wrong = replace(begun, redirect="http://127.0.0.1:4712")
        for attempt in (other, wrong):
            with pytest.raises(SignInGone, match="Acme refuses the sign-in: invalid_grant"):
                oauth.redeem(service, CLIENT, attempt, code_of(server, begun), now=NOW, elapsed=still)
        code = code_of(server, begun)
        oauth.redeem(service, CLIENT, begun, code, now=NOW, elapsed=still)
        with pytest.raises(SignInGone):
            oauth.redeem(service, CLIENT, begun, code, now=NOW, elapsed=still)


def test_every_attempt_has_a_state_and_a_verifier_of_its_own() -> None:
    made = [oauth.attempt(SERVICES["google"], CLIENT, "a@acme.example", 1) for _ in range(20)]
    assert len({one.state for one in made} | {one.verifier for one in made}) == 40
    assert all(len(one.state) >= 32 and 43 <= len(one.verifier) <= 128 for one in made)


def test_the_browser_is_asked_for_the_least_that_reads_and_sends_mail() -> None:
    google = oauth.attempt(SERVICES["google"], CLIENT, "anna@acme.example", 4711)
    parts = urlsplit(google.url)
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == "https://accounts.google.com/o/oauth2/v2/auth"
    query = parse_qs(parts.query)
    assert {key: query[key] for key in ("scope", "redirect_uri", "code_challenge_method", "access_type", "prompt", "login_hint")} == {
        "scope": ["https://mail.google.com/"], "redirect_uri": ["http://127.0.0.1:4711"], "code_challenge_method": ["S256"],
        "access_type": ["offline"], "prompt": ["consent"], "login_hint": ["anna@acme.example"],
    }  # fmt: skip
    assert "client_secret" not in google.url
    assert google.verifier not in google.url
    microsoft = oauth.attempt(SERVICES["microsoft"], Client("id", tenant="acme.example"), "anna@acme.example", 4711)
    assert microsoft.url.startswith("https://login.microsoftonline.com/acme.example/oauth2/v2.0/authorize?")
    asked = parse_qs(urlsplit(microsoft.url).query)
    assert asked["scope"] == ["https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access"]
    assert asked["redirect_uri"] == ["http://localhost:4711"]


@pytest.mark.parametrize("rotates", [True, False])
def test_refreshing_keeps_the_refresh_token_that_counts_from_now_on(rotates: bool) -> None:
    with oauth_server(rotates=rotates) as server:
        begun = oauth.attempt(server.service(), CLIENT, "anna@acme.example", 4711)
        first = oauth.redeem(server.service(), CLIENT, begun, code_of(server, begun), now=NOW, elapsed=still)
        second = oauth.renew(server.service(), first, now=NOW + 3000, elapsed=still)
        assert second.access_token != first.access_token
        assert (second.refresh_token != first.refresh_token) == rotates
        assert (second.expires_at, second.refresh_token in server.live) == (NOW + 6600, True)


def test_a_device_code_waits_for_the_person_and_slows_down_when_asked() -> None:
    with oauth_server(device_waits=2) as server:
        service = server.service()
        asked = oauth.device(service, CLIENT, elapsed=still)
        assert (asked.user_code, asked.interval, asked.seconds) == ("WDJB-MJHT", 1, 900)
        said = []
        for _ in range(2):
            with pytest.raises(Pending) as waiting:
                oauth.poll(service, CLIENT, asked, now=NOW, elapsed=still)
            said.append(waiting.value.slower)
        assert said == [False, True]
        assert request(asked.url, elapsed=still).status == 200
        assert oauth.poll(service, CLIENT, asked, now=NOW, elapsed=still).expires_at == NOW + 3600
        with pytest.raises(SignInGone, match="expired_token"):
            oauth.poll(service, CLIENT, replace(asked, code="another"), now=NOW, elapsed=still)


def test_revoked_and_unknown_clients_need_a_person_and_what_may_pass_does_not() -> None:
    with oauth_server() as server:
        known = SignIn(CLIENT, "refresh-of-long-ago")
        with pytest.raises(SignInGone) as gone:
            oauth.renew(server.service(), known, now=NOW, elapsed=still)
        assert gone.value.message == "Acme refuses the sign-in: invalid_grant Token has been expired or revoked."
        with pytest.raises(SignInGone, match="invalid_client"):
            oauth.renew(server.service(), replace(known, client=Client("another")), now=NOW, elapsed=still)
        for status, octets in (
            (500, b"oops"), (503, b"{}"), (429, b'{"error": "rate"}'), (200, b"<html>"), (400, b"[]"), (200, b'{"expires_in": 1}'),
            (400, b'{"error": "temporarily_unavailable"}'), (200, b'{"access_token": "a b"}'), (200, b'{"access_token": "a\\r\\nb"}'),
            (200, b"x" * 70_000),
        ):  # fmt: skip
            server.trouble = (status, octets)
            with pytest.raises(Unreachable):
                oauth.renew(server.service(), known, now=NOW, elapsed=still)
        port = server.port
    with pytest.raises(Unreachable) as absent:
        oauth.renew(server.service(), known, now=NOW, elapsed=still)
    assert absent.value.message == "127.0.0.1 cannot be reached: Connection refused"
    assert port == server.port


def test_a_sign_in_without_a_refresh_token_is_refused() -> None:
    with oauth_server(trouble=(200, b'{"access_token": "abc"}')) as server:
        begun = oauth.attempt(server.service(), CLIENT, "anna@acme.example", 4711)
        with pytest.raises(Failed, match="Acme gave no refresh token"):
            oauth.redeem(server.service(), CLIENT, begun, "code", now=NOW, elapsed=still)


def test_a_slow_server_is_given_up() -> None:
    with oauth_server(hold=threading.Event()) as server:
        with pytest.raises(Unreachable, match=r"127\.0\.0\.1 cannot be reached: no answer in time"):
            request(f"http://127.0.0.1:{server.port}/token", form={}, elapsed=still, seconds=0.1)
        assert server.hold is not None
        server.hold.set()
        late = count(0, 20)
        with pytest.raises(Unreachable, match="did not finish its answer within 15 s"):
            request(f"http://127.0.0.1:{server.port}/activate", elapsed=lambda: float(next(late)))


def test_nothing_is_asked_in_plain_text_of_another_machine() -> None:
    for url in ("http://mail.acme.example/token", "ftp://127.0.0.1/", "http://localhost.attacker.example/"):
        with pytest.raises(Unreachable, match="without TLS"):
            request(url, elapsed=still)


def test_a_sign_in_comes_back_from_its_text_and_shows_no_secret() -> None:
    known = SignIn(Client("id", "client-secret", "acme"), "refresh-secret", "access-secret", NOW)
    assert SignIn.read(known.text()) == known
    assert "-secret" not in repr(known)
    for text in ("a password", "{}", "[]", '{"oauth": 2}', '{"oauth": 1}', '{"oauth": 1, "client": 3}', "12", '"x"'):
        assert SignIn.read(text) is None
