"""A real name server (unbound) on a free loopback port, which knows fixed zones and never asks the network."""

import os
import select
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import dns.message

from tests.servers.ending import ended_with_us
from tests.servers.ports import free_port

_SETTINGS = """\
server:
  interface: 127.0.0.1
  port: {port}
  access-control: 127.0.0.0/8 allow
  do-daemonize: no
  username: ""
  chroot: ""
  directory: "{folder}"
  pidfile: ""
  use-syslog: no
  logfile: ""
  verbosity: 0
  num-threads: 1
  msg-cache-size: 1m
  rrset-cache-size: 1m
  module-config: "iterator"
  do-not-query-localhost: no
  local-zone: "." static
  local-zone: "refused.test." always_refuse
  local-zone: "silent.test." always_deny
{data}
remote-control:
  control-enable: no
"""


@contextmanager
def unbound(records: Iterable[str]) -> Iterator[int]:
    """Serve `records` (lines of a zone file) and give the port. `silent.test` and below get no answer, `refused.test` REFUSED."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="unbound-") as name:
        folder = Path(name)
        lines = "".join(f"  local-data: '{record}'\n" for record in records)
        settings = folder / "unbound.conf"
        settings.write_text(_SETTINGS.format(port=port, folder=folder, data=lines), encoding="utf-8")
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(["/usr/sbin/unbound", "-d", "-c", str(settings)], stdout=log, stderr=log, cwd=folder)
        try:
            with ended_with_us(f"kill {process.pid}", folder):
                _wait(port, process, folder / "log")
                yield port
        finally:
            os.kill(process.pid, signal.SIGTERM)
            process.wait(30)


def _wait(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Return when it answers."""
    question = dns.message.make_query("localhost.", "A")
    for _ in range(600):
        if process.poll() is not None:
            break
        with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as probe:
            probe.settimeout(0.05)
            probe.connect(("127.0.0.1", port))
            try:
                probe.send(question.to_wire())
                probe.recv(4096)
                return
            except OSError:
                # Nobody listens yet, and says so at once: 50 ms without a file descriptor.
                select.select([], [], [], 0.05)
    raise AssertionError(f"unbound does not answer: {log.read_text()}")
