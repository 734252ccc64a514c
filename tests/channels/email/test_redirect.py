"""The door of a sign-in lets in one answer, the right one, and turns everything else away."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from seleqt_cli.channels.email.redirect import MOST_GUESTS, Redirect, pasted, redirect
from seleqt_cli.core.errors import Failed

STATE = "the-state-of-this-sign-in"


async def knock(port: int, target: str, *, host: str = "", method: str = "GET", more: str = "") -> bytes:
    """The answer to a request, as octets."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"{method} {target} HTTP/1.1\r\nHost: {host or f'127.0.0.1:{port}'}\r\n{more}\r\n".encode())
    answer = await reader.read()
    writer.close()
    return answer


def with_door(visit: Callable[[Redirect], Awaitable[None]], *, host: str = "127.0.0.1", seconds: float = 30) -> str:
    """The code that a visit brings."""

    async def run() -> str:
        async with redirect(host) as door:
            waiting = asyncio.create_task(door.answer(STATE, seconds))
            await asyncio.wait([waiting], timeout=0)
            await visit(door)
            return await waiting

    return asyncio.run(run())


def test_the_answer_with_the_state_is_taken_and_the_person_told() -> None:
    said: list[bytes] = []

    async def visit(door: Redirect) -> None:
        said.append(await knock(door.port, f"/?code=abc%2Fd&state={STATE}&scope=mail"))

    assert with_door(visit) == "abc/d"
    head, _, body = said[0].partition(b"\r\n\r\n")
    assert head.split(b"\r\n")[0] == b"HTTP/1.1 200 OK"
    assert b"Content-Security-Policy: default-src 'none'" in head
    assert b"Cache-Control: no-store" in head
    assert b"seleqt got the answer" in body
    assert b"abc" not in said[0]


def test_everything_that_is_not_the_answer_is_turned_away_and_changes_nothing() -> None:
    answers: dict[str, bytes] = {}

    async def visit(door: Redirect) -> None:
        right = f"/?code=stolen&state={STATE}"
        answers["wrong state"] = await knock(door.port, "/?code=stolen&state=guess")
        answers["no state"] = await knock(door.port, "/?code=stolen")
        answers["two states"] = await knock(door.port, f"/?code=stolen&state=guess&state={STATE}")
        answers["two codes"] = await knock(door.port, f"/?code=stolen&code=more&state={STATE}")
        answers["empty code"] = await knock(door.port, f"/?code=&state={STATE}")
        answers["code and error"] = await knock(door.port, f"/?code=a&error=b&state={STATE}")
        answers["other path"] = await knock(door.port, f"/callback?code=stolen&state={STATE}")
        answers["icon"] = await knock(door.port, "/favicon.ico")
        answers["double slash"] = await knock(door.port, f"//attacker.example/?code=stolen&state={STATE}")
        answers["absolute"] = await knock(door.port, f"http://attacker.example{right}")
        answers["post"] = await knock(door.port, right, method="POST")
        answers["head"] = await knock(door.port, right, method="HEAD")
        answers["rebinding"] = await knock(door.port, right, host=f"attacker.example:{door.port}")
        answers["no port"] = await knock(door.port, right, host="127.0.0.1")
        answers["localhost"] = await knock(door.port, right, host=f"localhost:{door.port}")
        answers["two hosts"] = await knock(door.port, right, more="Host: attacker.example\r\n")
        answers["garbage"] = await knock(door.port, "\x00\xff")
        answers["too long"] = await knock(door.port, right, more=f"X: {'x' * 20_000}\r\n")
        await knock(door.port, f"/?code=real&state={STATE}")

    assert with_door(visit) == "real"
    assert {name: answer.split(b" ")[1] if answer else b"" for name, answer in answers.items()} == {
        "wrong state": b"400", "no state": b"400", "two states": b"400", "two codes": b"400", "empty code": b"400",
        "code and error": b"400", "other path": b"404", "icon": b"404", "double slash": b"404", "absolute": b"404", "post": b"405",
        "head": b"405", "rebinding": b"421", "no port": b"421", "localhost": b"421", "two hosts": b"421", "garbage": b"404",
        "too long": b"",
    }  # fmt: skip


def test_after_the_answer_the_door_is_closed() -> None:
    ports: list[int] = []

    async def visit(door: Redirect) -> None:
        await knock(door.port, f"/?code=first&state={STATE}")
        with pytest.raises(ConnectionRefusedError):
            await knock(door.port, f"/?code=second&state={STATE}")
        ports.append(door.port)

    assert with_door(visit) == "first"
    with pytest.raises(ConnectionRefusedError):
        asyncio.run(knock(ports[0], f"/?code=third&state={STATE}"))


def test_a_second_answer_over_a_connection_that_was_open_already_does_not_count() -> None:
    said: list[bytes] = []

    async def visit(door: Redirect) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", door.port)
        await knock(door.port, f"/?code=first&state={STATE}")
        writer.write(f"GET /?code=second&state={STATE} HTTP/1.1\r\nHost: 127.0.0.1:{door.port}\r\n\r\n".encode())
        said.append(await reader.read())
        writer.close()

    assert with_door(visit) == "first"
    assert said[0].startswith(b"HTTP/1.1 410 Gone")


def test_a_refusal_is_told_with_the_providers_words() -> None:
    async def visit(door: Redirect) -> None:
        await knock(door.port, f"/?error=access_denied&error_description=no%0D%0Athanks%1b&state={STATE}")

    with pytest.raises(Failed) as refused:
        with_door(visit)
    assert refused.value.message == "the sign-in was refused: access_denied no thanks"


def test_whoever_keeps_guessing_closes_the_door() -> None:
    async def visit(door: Redirect) -> None:
        for number in range(MOST_GUESTS):
            await knock(door.port, f"/?code=x&state={number}")

    with pytest.raises(Failed, match="keeps sending wrong answers"):
        with_door(visit)


def test_nobody_coming_is_told() -> None:
    async def visit(door: Redirect) -> None:
        return

    with pytest.raises(Failed, match="nobody finished the sign-in within 0 minutes"):
        with_door(visit, seconds=0.01)


def test_where_the_provider_knows_only_localhost_the_host_must_be_that() -> None:
    async def visit(door: Redirect) -> None:
        assert (await knock(door.port, f"/?code=abc&state={STATE}")).startswith(b"HTTP/1.1 421")
        await knock(door.port, f"/?code=abc&state={STATE}", host=f"localhost:{door.port}")

    assert with_door(visit, host="localhost") == "abc"


def test_an_answer_can_be_pasted_and_must_belong_to_this_sign_in() -> None:
    assert pasted(f"  http://127.0.0.1:4711/?code=abc%2Fd&state={STATE}\n", STATE) == "abc/d"
    for text in ("", "abc", "http://127.0.0.1:4711/?code=abc&state=guess", f"http://127.0.0.1/?state={STATE}&state={STATE}&code=a"):
        with pytest.raises(Failed, match="does not belong to this sign-in"):
            pasted(text, STATE)
    with pytest.raises(Failed, match="the sign-in was refused: access_denied"):
        pasted(f"http://127.0.0.1:4711/?error=access_denied&state={STATE}", STATE)
