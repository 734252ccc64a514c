"""Posting events: what a receiver can check, and what a receiver cannot do to us."""

import asyncio
import hashlib
import hmac
from pathlib import Path

import pytest

from seleqt_cli.channels.webhook import SIGNATURE, post, signature
from tests.servers.certificates import make_certificates
from tests.servers.hook_server import HookServer

BODY = '{"event":"reply","lead":{"first_name":"Zoë"}}\n'.encode()
AT = 1_800_000_000


def posted(url: str, *, seconds: float = 30) -> str:
    return asyncio.run(post(url, BODY, "quite secret", AT, seconds=seconds))


def test_a_receiver_gets_the_body_and_can_check_who_sent_it_and_when() -> None:
    with HookServer() as server:
        assert posted(server.url) == ""
    (taken,) = server.taken
    assert (taken.path, taken.body, taken.headers["content-type"]) == ("/told", BODY, "application/json")
    stamp, _, mark = taken.headers[SIGNATURE.lower()].partition(",")
    at = stamp.removeprefix("t=")
    wanted = hmac.new(b"quite secret", f"{at}.".encode() + taken.body, hashlib.sha256).hexdigest()
    assert (at, mark) == (str(AT), f"v1={wanted}")


def test_the_signature_is_another_for_another_secret_body_or_moment() -> None:
    made = {signature(secret, body, at) for secret in ("a" * 32, "b" * 32) for body in (b"{}\n", b"{} \n") for at in (AT, AT + 1)}
    assert len(made) == 8


@pytest.mark.parametrize(
    ("behaviour", "said"),
    [
        ("500", "127.0.0.1 answered 500"),
        ("404", "127.0.0.1 answered 404"),
        ("redirects", "127.0.0.1 answered 307; redirects are not followed"),
        ("dies", "127.0.0.1 cannot be reached: RemoteProtocolError"),
    ],
)
def test_what_a_server_does_wrong_is_told(behaviour: str, said: str) -> None:
    with HookServer(behaviour) as server:
        assert posted(server.url) == said
    assert [one.path for one in server.taken] == ["/told"]


@pytest.mark.parametrize("behaviour", ["never", "drips"])
def test_a_server_that_never_ends_its_answer_costs_the_time_out_and_no_more(behaviour: str) -> None:
    with HookServer(behaviour) as server:
        assert posted(server.url, seconds=0.5) == "127.0.0.1 did not answer within 0 s"


def test_the_body_of_an_answer_is_never_read() -> None:
    with HookServer("floods") as server:
        assert posted(server.url) == ""


def test_a_server_that_is_not_there_is_told_in_the_systems_words() -> None:
    with HookServer() as server:
        url = server.url
    assert posted(url) == "127.0.0.1 cannot be reached: Connection refused"


def test_certificates_are_verified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = make_certificates(tmp_path)
    with HookServer(certificate=made.good) as server:
        assert posted(server.url).startswith("127.0.0.1 cannot be reached: its certificate is refused: ")
        monkeypatch.setenv("SSL_CERT_FILE", str(made.ca))
        assert posted(server.url) == ""
    assert len(server.taken) == 1
    with HookServer(certificate=made.other_host) as server:
        assert posted(server.url).startswith("127.0.0.1 cannot be reached: its certificate is refused: ")
    assert server.taken == []


def test_plain_http_goes_to_this_machine_only() -> None:
    assert posted("http://hooks.example/x") == "plain http goes to this machine only; write https://"
