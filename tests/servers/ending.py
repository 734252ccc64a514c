"""Servers that end with the test run, also when it is killed and nothing of it can clean up."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def ended_with_us(end: str, folder: Path | None = None) -> Iterator[None]:
    """Should this process go before the block ends, the shell runs `end`, and `folder` goes.

    A shell waits at a pipe whose other end only this process has: the system closes it, however the process went.
    """
    script = f'read -r line; {end}; [ -z "$1" ] || rm -rf "$1"'
    with subprocess.Popen(
        ["sh", "-c", script, "ending", str(folder or "")],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is for the test run alone, which cleans up then
    ) as watcher:
        try:
            yield
        finally:
            watcher.kill()
