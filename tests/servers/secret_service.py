"""A real Secret Service: a command run inside a session bus of its own with gnome-keyring."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
_START = 'printf %s "$KEYRING_PASSWORD" | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; exec "$@"'
_START_LOCKED = 'gnome-keyring-daemon --start --components=secrets >/dev/null 2>&1; exec "$@"'


def run_with_secret_service(data: Path, script: str, *arguments: str, locked: bool = False, **variables: str) -> str:
    """What a Python script prints that runs beside a keyring kept in `data`; `locked`: nobody has unlocked it."""
    with tempfile.TemporaryDirectory() as runtime:
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(data),
            "XDG_DATA_HOME": str(data / "data"),
            "XDG_CONFIG_HOME": str(data / "config"),
            "XDG_RUNTIME_DIR": runtime,
            "KEYRING_PASSWORD": "test-password",
            "PYTHONPATH": str(ROOT),
            **variables,
        }
        start = _START_LOCKED if locked else _START
        done = subprocess.run(
            ["dbus-run-session", "--", "sh", "-c", start, "sh", sys.executable, "-c", script, *arguments],
            env=environment,
            capture_output=True,
            check=False,
            timeout=60,
        )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()
