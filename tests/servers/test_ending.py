"""A test run that is killed leaves no server behind."""

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

WITHIN = 120
SERVERS = """
import sys
from tests.servers.postfix import postfix
from tests.servers.smtp_sink import smtp_sink
with postfix({"anna": "secret"}) as server, smtp_sink() as port:
    print(server.folder, flush=True)
    sys.stdin.read()
"""


def ends(process: int) -> bool:
    """Whether a process that is not our child is gone in time."""
    try:
        handle = os.pidfd_open(process)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], WITHIN)[0])
    finally:
        os.close(handle)


def test_a_killed_test_run_takes_its_servers_and_their_folders_with_it() -> None:
    run = subprocess.Popen([sys.executable, "-c", SERVERS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert run.stdout is not None
    folder = Path(run.stdout.readline().strip())
    masters = [int((folder / name).read_text()) for name in ("spool/pid/master.pid", "dovecot/run/master.pid")]
    sink = [int(child) for child in Path(f"/proc/{run.pid}/task/{run.pid}/children").read_text().split()]
    run.send_signal(signal.SIGKILL)
    run.communicate(timeout=WITHIN)
    assert [ends(process) for process in (*masters, *sink)] == [True] * (len(masters) + len(sink))
    assert not folder.exists()
