"""Free ports, and waiting for a server on one."""

import select
import socket
import subprocess
from pathlib import Path


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_banner(port: int, *, alive: "subprocess.Popen[bytes] | None" = None, log: Path | None = None, seconds: float = 30) -> None:
    """Return when a server says something on `port`; fail with its log when it does not within `seconds`."""
    for _ in range(int(seconds * 20)):
        if alive is not None and alive.poll() is not None:
            break
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=seconds) as connection:
                if connection.recv(1):
                    return
        except OSError:
            # The only wait for something that gives no sign of its own: 50 ms without a file descriptor.
            select.select([], [], [], 0.05)
    raise AssertionError(f"no server on port {port}: {log.read_text() if log and log.exists() else 'no log'}")
