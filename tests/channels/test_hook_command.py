"""Commands of hooks: real programs, with an end in time for whatever they do."""

import asyncio
import os
import select
from collections.abc import Generator
from pathlib import Path

import pytest

from seleqt_cli.channels.hook_command import environment_for, run_command

EVENT = '{"event":"reply","lead":{"first_name":"Zoë"}}\n'.encode()


def script(folder: Path, text: str, *, name: str = "hook") -> str:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return f"./{name}"


def ran(folder: Path, *arguments: str, octets: bytes = EVENT, seconds: float = 30) -> tuple[str, str]:
    return asyncio.run(run_command(arguments, folder, environment_for(os.environ), octets, seconds=seconds))


def test_a_command_gets_its_items_as_they_are_and_the_event_on_stdin_in_the_folder_of_the_file(tmp_path: Path) -> None:
    name = script(tmp_path, 'printf "%s\\n" "$@" > items; cat > event; pwd > where')
    assert ran(tmp_path, name, "Zoë; rm -rf /", "$(id) `id`", "two\nlines", "") == ("", "")
    assert (tmp_path / "items").read_text() == "Zoë; rm -rf /\n$(id) `id`\ntwo\nlines\n\n"
    assert (tmp_path / "event").read_bytes() == EVENT
    assert (tmp_path / "where").read_text().strip() == str(tmp_path.resolve())


def test_no_secret_is_in_its_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SELEQT_PASSWORD_ANNA", "SELEQT_SECRETS_PASSPHRASE", "SELEQT_WEBHOOK_SECRET", "AWS_SECRET_ACCESS_KEY", "PYTHONPATH"):
        monkeypatch.setenv(name, "hidden")
    assert ran(tmp_path, script(tmp_path, "env > environment")) == ("", "")
    names = {line.partition("=")[0] for line in (tmp_path / "environment").read_text().splitlines()}
    assert "PATH" in names
    assert {name for name in names if "SELEQT" in name or "SECRET" in name or "PYTHON" in name} == set()
    assert "hidden" not in (tmp_path / "environment").read_text()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("exit 3", ("ended with 3", "")),
        ("echo one >&2; echo two >&2; echo >&2; exit 1", ("ended with 1", "two")),
        ("kill -TERM $$", ("was ended by signal 15", "")),
        ("exec <&-; exit 0", ("", "")),
        ("yes x | head -n 1000000 >&2; echo the end >&2; exit 1", ("ended with 1", "the end")),
        ("yes | head -n 1000000; exit 0", ("", "")),
    ],
)
def test_what_a_command_says_and_how_it_ends(tmp_path: Path, text: str, found: tuple[str, str]) -> None:
    assert ran(tmp_path, script(tmp_path, text), octets=EVENT * 10_000) == found


def test_a_command_that_takes_too_long_is_killed_with_everything_it_started(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "alive")
    name = script(tmp_path, "(exec 3>alive; trap '' TERM HUP; sleep 1000) & echo waiting >&2; trap '' TERM; wait")
    reading = os.open(tmp_path / "alive", os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert ran(tmp_path, name, seconds=1) == ("did not end within 1 s", "waiting")
        os.set_blocking(reading, True)
        assert os.read(reading, 1) == b""  # the pipe's only writer is gone: an end, where a living child would block
    finally:
        os.close(reading)


def test_a_stop_kills_it_too(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "alive")
    name = script(tmp_path, "exec 3>alive; echo up >&3; sleep 1000")

    async def stopped() -> None:
        work = asyncio.ensure_future(run_command([name], tmp_path, environment_for(os.environ), EVENT))
        reading = await asyncio.to_thread(os.open, tmp_path / "alive", os.O_RDONLY)
        assert await asyncio.to_thread(os.read, reading, 3) == b"up\n"
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work
        assert await asyncio.to_thread(os.read, reading, 1) == b""
        os.close(reading)

    asyncio.run(stopped())


class Turn:
    """Awaited, it lets the loop go round once."""

    def __await__(self) -> Generator[None, None, None]:
        yield


def test_a_stop_while_it_starts_kills_what_it_started_by_then(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "alive")
    name = script(tmp_path, "exec 3>alive; echo up >&3; sleep 1000")
    reading = os.open(tmp_path / "alive", os.O_RDONLY | os.O_NONBLOCK)

    async def stopped() -> None:
        work = asyncio.ensure_future(run_command([name], tmp_path, environment_for(os.environ), EVENT))
        await Turn()
        await Turn()
        # the loop stands still here: the program runs, and its start is not over for whoever waits for it
        assert select.select([reading], [], [], 60)[0] == [reading]
        assert os.read(reading, 3) == b"up\n"
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work

    asyncio.run(stopped())
    try:
        os.set_blocking(reading, True)
        assert select.select([reading], [], [], 60)[0] == [reading], "a child is left that holds the pipe"
        assert os.read(reading, 1) == b""
    finally:
        os.close(reading)


def test_a_child_that_goes_on_in_the_background_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "go")
    name = script(tmp_path, "(read line < go; echo done > later) & exit 0")
    assert ran(tmp_path, name) == ("", "")
    assert not (tmp_path / "later").exists()
    (tmp_path / "go").write_text("on\n")


def test_a_program_that_cannot_be_started_is_told(tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("no program")
    assert ran(tmp_path, "./nowhere") == ("cannot be started: No such file or directory", "")
    assert ran(tmp_path, "./plain") == ("cannot be started: Permission denied", "")
    assert ran(tmp_path, "no-such-program-anywhere") == ("cannot be started: No such file or directory", "")
    assert ran(tmp_path, "./plain", "nul\0byte")[0].startswith("cannot be started: ")
