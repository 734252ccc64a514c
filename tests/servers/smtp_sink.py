"""Postfix's smtp-sink: a fast server that takes mail, or fails in the way that its options say."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from tests.servers.ending import ended_with_us
from tests.servers.ports import free_port, wait_for_banner


@contextmanager
def smtp_sink(*options: str) -> Iterator[int]:
    """Its port; `-a` is given, so that it offers no login. See smtp-sink(1) for the options."""
    port = free_port()
    process = subprocess.Popen(["smtp-sink", "-u", "nobody", "-a", *options, f"127.0.0.1:{port}", "1000"])
    try:
        with ended_with_us(f"kill {process.pid}"):
            wait_for_banner(port, alive=process)
            yield port
    finally:
        process.terminate()
        process.wait()
