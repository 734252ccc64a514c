"""What every test stands on: an environment of its own, Hypothesis profiles, free ports."""

import os
import shutil
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A slow machine is no failure; timing is measured under bench/, never in a test.
settings.register_profile("work", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# In CI the same examples every time: a red run can be repeated.
settings.register_profile(
    "ci", deadline=None, derandomize=True, database=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("ci" if os.environ.get("CI") else "work")

_FORGOTTEN = (
    "NO_COLOR",
    "FORCE_COLOR",
    "COLUMNS",
    "LINES",
    "LC_ALL",
    "LC_MESSAGES",
    "SSL_CERT_FILE",
    "DBUS_SESSION_BUS_ADDRESS",
    "EDITOR",
    "VISUAL",
)
_home = ""


def pytest_configure() -> None:
    """Take away what the person who runs the tests has set; also for fixtures of the session and for child processes."""
    global _home
    _home = tempfile.mkdtemp(prefix="seleqt-tests-")
    for name in list(os.environ):
        if name.startswith(("SELEQT_", "XDG_")) and name != "SELEQT_BASELINES":
            del os.environ[name]
    for name in _FORGOTTEN:
        os.environ.pop(name, None)
    os.environ.update({"HOME": _home, "TZ": "UTC", "LANG": "C.UTF-8", "TERM": "dumb"})
    # Child processes find the package from every working folder, also where it is not installed.
    os.environ["PYTHONPATH"] = str(Path(__file__).parents[1])


def pytest_unconfigure() -> None:
    """Remove the home of this run."""
    if _home:
        shutil.rmtree(_home, ignore_errors=True)


@pytest.fixture(autouse=True)
def neutral_home(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder of the test's own, in HOME and SELEQT_HOME's place alike: nothing leaks from one test to the next."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    return home


@pytest.fixture
def free_port() -> Callable[[], int]:
    """Give a function that returns a TCP port of the loopback interface which nobody uses at the moment."""

    def find() -> int:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
            return port

    return find
