"""Which browser is taken, in which version, with a screen or without; and whose profile folder it is."""

import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from seleqt_cli.channels.linkedin.browser import (
    Browser,
    Choice,
    ProfileFolder,
    Unusable,
    check_version,
    choose,
    headless_for,
    launch,
    surroundings,
)
from seleqt_cli.channels.linkedin.site import Site

OWN = "/cache/driver/chrome"
CHROME = "/opt/google/chrome/chrome"
NEAR = Site("http://127.0.0.1:8123")


def which(*names: str) -> Callable[[str], str | None]:
    """A PATH with these programs."""
    return lambda name: f"/usr/bin/{name}" if name in names else None


def chosen(*there: str, programs: tuple[str, ...] = (), family: str = "") -> Choice:
    """What is taken on a Linux machine that has these files and programs."""
    return choose(OWN, family=family, which=which(*programs), exists=lambda path: path in there, platform="linux", environ={})


def octets(path: Path) -> bytes:
    """What a process shows of itself; nothing when it has ended."""
    with suppress(OSError):
        return path.read_bytes()
    return b""


def test_chrome_is_taken_first_then_chromium_then_the_drivers_own() -> None:
    assert chosen(CHROME, OWN, programs=("chromium",)) == Choice("chrome", channel="chrome")
    assert chosen(OWN, programs=("chromium",)) == Choice("chromium", executable="/usr/bin/chromium")
    assert chosen(OWN, programs=("chromium-browser",)) == Choice("chromium", executable="/usr/bin/chromium-browser")
    assert chosen(OWN) == Choice("playwright", executable=OWN)


def test_without_any_browser_it_says_what_to_install() -> None:
    with pytest.raises(Unusable, match=r"^no browser is installed: install Google Chrome or Chromium$"):
        chosen()


def test_the_browser_of_the_sign_in_is_taken_even_where_another_comes_first() -> None:
    assert chosen(CHROME, programs=("chromium",), family="chromium") == Choice("chromium", executable="/usr/bin/chromium")
    with pytest.raises(
        Unusable, match=r"^the account was signed in with Google Chrome, which is not installed any more; install it, or sign in anew$"
    ):
        chosen(programs=("chromium",), family="chrome")


def test_chrome_is_found_on_windows_and_macos() -> None:
    program = r"C:\Program Files\Google\Chrome\Application\chrome.exe"
    windows = choose(
        "", which=which(), exists=lambda path: path == program, platform="win32", environ={"PROGRAMFILES": r"C:\Program Files"}
    )
    mac = choose("", which=which(), exists=lambda path: path.startswith("/Applications/Google Chrome"), platform="darwin", environ={})
    assert [windows, mac] == [Choice("chrome", channel="chrome"), Choice("chrome", channel="chrome")]


def test_an_older_version_or_another_family_than_at_sign_in_is_refused() -> None:
    check_version(None, Browser("chromium", 156))
    check_version(Browser("chromium", 156), Browser("chromium", 156))
    check_version(Browser("chromium", 156), Browser("chromium", 161))
    with pytest.raises(Unusable, match=r"^the account was signed in with Chromium 156; this is the older 155: update it$"):
        check_version(Browser("chromium", 156), Browser("chromium", 155))
    with pytest.raises(Unusable, match=r"^the account was signed in with Google Chrome; this is Chromium$"):
        check_version(Browser("chrome", 156), Browser("chromium", 156))


def test_linkedin_is_never_opened_without_a_screen() -> None:
    with pytest.raises(Unusable, match="there is no screen to show the window on"):
        headless_for(Site(), {}, "linux")
    assert not headless_for(Site(), {"DISPLAY": ":0"}, "linux")
    assert not headless_for(Site(), {"WAYLAND_DISPLAY": "wayland-0"}, "linux")
    assert not headless_for(Site(), {}, "darwin")
    assert headless_for(NEAR, {}, "linux")
    assert not headless_for(NEAR, {"DISPLAY": ":0"}, "linux")


def test_a_profile_folder_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    folder = ProfileFolder(tmp_path / "linkedin" / "anna")
    folder.take()
    folder.take()
    assert (tmp_path / "linkedin" / "anna").stat().st_mode & 0o777 == 0o700
    folder.release()


def test_a_profile_that_another_browser_uses_daily_is_never_opened(tmp_path: Path) -> None:
    (tmp_path / "Local State").write_text("{}")
    with pytest.raises(Unusable, match="is not a profile that seleqt made: it never opens the profile of another browser"):
        ProfileFolder(tmp_path).take()
    assert [path.name for path in tmp_path.iterdir()] == ["Local State"]


HOLDS = """
import sys
from pathlib import Path
from seleqt_cli.channels.linkedin.browser import ProfileFolder
ProfileFolder(Path(sys.argv[1])).take()
print("held", flush=True)
sys.stdin.readline()
"""


def test_one_process_holds_a_profile_until_it_ends(tmp_path: Path) -> None:
    folder = ProfileFolder(tmp_path / "anna")
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(tmp_path / "anna")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(Unusable, match=r"^another process has this profile: wait until it is done$"):
            folder.take()
        other.kill()
        other.wait()
    folder.take()
    folder.release()


def test_a_browser_gets_the_users_environment_without_our_secrets() -> None:
    given = {"HOME": "/home/a", "https_proxy": "http://proxy.test", "SELEQT_PASSWORD_ANNA": "x", "SELEQT_DATABASE_KEY": "y"}
    assert surroundings(given) == {"HOME": "/home/a", "https_proxy": "http://proxy.test"}


def test_the_environment_of_a_browser_that_runs_holds_none_of_our_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SELEQT_PASSWORD_ANNA", "hunter-2")
    with sync_playwright() as driver:
        context = launch(driver, choose(driver.chromium.executable_path), tmp_path / "profile", NEAR, headless=True)
        try:
            started = [path for path in Path("/proc").glob("[0-9]*") if str(tmp_path).encode() in octets(path / "cmdline")]
            assert any(b"HOME=" in octets(path / "environ") for path in started)
            assert [path for path in started if b"hunter-2" in octets(path / "environ")] == []
        finally:
            context.close()
