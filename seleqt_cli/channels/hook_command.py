"""Runs the command of a hook: no shell, a bounded time, an environment without secrets, the event on its standard input."""

import asyncio
import os
import signal
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

SECONDS: Final = 30.0
"""For the whole command (SPEC section 4)."""
_ENVIRONMENT: Final = (
    "PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "TERM",
    "DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS", "SYSTEMROOT", "PATHEXT", "TEMP", "TMP", "USERPROFILE",
)  # fmt: skip
"""What a program needs to find itself, its language and the desktop. Nothing else: seleqt's own variables may hold passwords."""
_HEARD: Final = 4096
"""Octets of what it says on stderr that are looked at."""
SILENCE: Final = 0.2
"""Seconds that its last words get after its end."""
REAPED: Final = 1.0
"""Seconds to wait for the end of what was killed, so that nothing of it is left."""


def environment_for(environment: Mapping[str, str]) -> dict[str, str]:
    """The part of the environment that a hook gets."""
    return {name: environment[name] for name in _ENVIRONMENT if name in environment}


async def run_command(
    arguments: Sequence[str], folder: Path, environment: Mapping[str, str], octets: bytes, *, seconds: float = SECONDS
) -> tuple[str, str]:
    """Run a command in a folder; returns (what was wrong, '' when it ended with 0; its last words on stderr).

    After `seconds`, or when this is cancelled, it is killed with everything that it started.
    """
    # A task of its own: what is cancelled while it starts would be killed by asyncio alone, without what it has started by then.
    starting = asyncio.ensure_future(_started(arguments, folder, environment))
    try:
        transport, watch = await asyncio.shield(starting)
    except asyncio.CancelledError:
        with suppress(OSError, ValueError):
            await _end(*await starting)
        raise
    except (OSError, ValueError) as problem:
        why = problem.strerror if isinstance(problem, OSError) and problem.strerror else str(problem)
        return f"cannot be started: {why}", ""
    try:
        _feed(transport, octets)
        await asyncio.wait([watch.ended], timeout=seconds)
        if not watch.ended.done():
            return f"did not end within {seconds:.0f} s", watch.said
        code = transport.get_returncode() or 0
        # what it said last may still be under way; a child that it left behind may hold the pipe open, and is not waited for
        await asyncio.wait([watch.silent], timeout=SILENCE)
        return (f"was ended by signal {-code}" if code < 0 else f"ended with {code}" if code else ""), watch.said
    finally:
        await _end(transport, watch)


async def _started(arguments: Sequence[str], folder: Path, environment: Mapping[str, str]) -> "tuple[asyncio.SubprocessTransport, _Watch]":
    loop = asyncio.get_running_loop()
    return await loop.subprocess_exec(
        lambda: _Watch(loop.create_future()),
        *arguments,
        cwd=folder,
        env=dict(environment),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
    )


async def _end(transport: asyncio.SubprocessTransport, watch: "_Watch") -> None:
    """Nothing of it is left after this; what has ended by itself may have left children behind."""
    if not watch.ended.done():
        _kill(transport.get_pid())
        await asyncio.wait([watch.ended], timeout=REAPED)
    transport.close()


class _Watch(asyncio.SubprocessProtocol):
    """Keeps the end of what a command says, whatever its length, and knows when it ends."""

    def __init__(self, ended: "asyncio.Future[None]") -> None:
        self.ended = ended
        self.silent: asyncio.Future[None] = ended.get_loop().create_future()
        self._heard = b""

    @property
    def said(self) -> str:
        """The last line that is not empty."""
        lines = self._heard.decode("utf-8", "replace").split("\n")
        return next((line.strip()[:200] for line in reversed(lines) if line.strip()), "")

    def pipe_data_received(self, fd: int, data: bytes | str) -> None:
        """It said something."""
        assert isinstance(data, bytes)
        self._heard = (self._heard + data)[-_HEARD:]

    def pipe_connection_lost(self, fd: int, exc: Exception | None) -> None:
        """It closed a pipe; one that does not read its input is no trouble."""
        if fd == 2 and not self.silent.done():
            self.silent.set_result(None)

    def process_exited(self) -> None:
        """It is over."""
        if not self.ended.done():
            self.ended.set_result(None)


def _feed(transport: asyncio.SubprocessTransport, octets: bytes) -> None:
    stdin = transport.get_pipe_transport(0)
    assert isinstance(stdin, asyncio.WriteTransport)
    stdin.write(octets)
    stdin.write_eof()


def _kill(pid: int) -> None:
    """It leads a process group of its own (start_new_session), so that everything it started goes with it."""
    with suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(pid, signal.SIGKILL)
        else:
            os.kill(pid, signal.SIGTERM)
