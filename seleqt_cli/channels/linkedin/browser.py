"""Which browser the window uses, whose profile folder, and one process for each profile.

Nothing is downloaded and nothing about the browser is disguised: no other user agent, language, size, header or script than its own.
"""

import os
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from seleqt_cli.channels.linkedin.site import Site

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Playwright

_CHROME: Final = {
    "linux": ("/opt/google/chrome/chrome",),
    "darwin": ("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",),
    "win32": (
        r"{PROGRAMFILES}\Google\Chrome\Application\chrome.exe",
        r"{PROGRAMFILES(X86)}\Google\Chrome\Application\chrome.exe",
        r"{LOCALAPPDATA}\Google\Chrome\Application\chrome.exe",
    ),
}
"""Where the channel `chrome` looks too."""
_CHROMIUM: Final = ("chromium", "chromium-browser", "ungoogled-chromium")
_MARK: Final = "seleqt.lock"
_GUARD: Final = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost"
"""A test site's pages reach nothing but this machine."""


class Unusable(Exception):
    """The browser or its profile cannot be used; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser as a profile knows it. `family`: chrome, chromium or playwright (the driver's own). `major`: 0 when not known yet."""

    family: str
    major: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """How the driver starts it."""

    family: str
    channel: str = ""
    executable: str = ""


def choose(
    own: str,
    *,
    family: str = "",
    which: Callable[[str], str | None] = shutil.which,
    exists: Callable[[str], bool] = os.path.exists,
    platform: str = sys.platform,
    environ: Mapping[str, str] = os.environ,
) -> Choice:
    """The user's Chrome if it is installed, else Chromium, else the driver's own (`own`: its path). Raises Unusable.

    `family`: what the profile was signed in with; no other one is taken then.
    """
    found = []
    chrome = [_expanded(path, environ) for path in _CHROME.get(platform, ())]
    if any(path and exists(path) for path in chrome):
        found.append(Choice("chrome", channel="chrome"))
    chromium = next((path for path in map(which, _CHROMIUM) if path), None)
    if chromium is not None:
        found.append(Choice("chromium", executable=chromium))
    if own and exists(own):
        found.append(Choice("playwright", executable=own))
    if family:
        same = [choice for choice in found if choice.family == family]
        if not same:
            raise Unusable(
                f"the account was signed in with {_NAMES.get(family, family)}, which is not installed any more; install it, or sign in anew"
            )
        return same[0]
    if not found:
        raise Unusable("no browser is installed: install Google Chrome or Chromium")
    return found[0]


_NAMES: Final = {"chrome": "Google Chrome", "chromium": "Chromium", "playwright": "the browser of Playwright"}


def check_version(pinned: Browser | None, now: Browser) -> None:
    """Refuse another family or an older version than the profile was signed in with: LinkedIn ends such sessions. Raises Unusable."""
    if pinned is None:
        return
    if pinned.family != now.family:
        raise Unusable(f"the account was signed in with {_NAMES.get(pinned.family, pinned.family)}; this is {_NAMES[now.family]}")
    if now.major < pinned.major:
        raise Unusable(f"the account was signed in with {_NAMES[now.family]} {pinned.major}; this is the older {now.major}: update it")


def launch(driver: "Playwright", choice: Choice, folder: Path, site: Site, *, headless: bool) -> "BrowserContext":
    """Start the browser on its profile folder, in a window that people see. Raises the driver's errors."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    arguments = [*(["--no-sandbox"] if root else []), *([_GUARD] if site.near else []), *(["--window-size=1280,900"] if headless else [])]
    options: dict[str, Any] = {"channel": choice.channel} if choice.channel else {"executable_path": choice.executable}
    # "null": without it the driver would tell pages of a light scheme and no reduced motion, whatever the user's own settings are
    return driver.chromium.launch_persistent_context(
        folder,
        headless=headless,
        no_viewport=True,
        handle_sigint=False,  # Ctrl-C reaches the driver too: seleqt ends the step first, and closes the window after it
        handle_sigterm=False,
        color_scheme="null",
        reduced_motion="null",
        forced_colors="null",
        chromium_sandbox=not root,
        args=arguments,
        env={**surroundings()},
        **options,
    )


def surroundings(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The environment of the browser: the user's own, without seleqt's variables (passwords and keys may stand in them)."""
    return {name: value for name, value in environ.items() if not name.upper().startswith("SELEQT_")}


def headless_for(site: Site, environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> bool:
    """Whether there is no screen: a test site does without one. Raises Unusable for LinkedIn itself, where a person must see the window."""
    if platform != "linux" or environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"):
        return False
    if site.near:
        return True
    raise Unusable("there is no screen to show the window on: run this in a desktop session, or set the sender to mode: open")


class ProfileFolder:
    """One account's browser profile (0700), held by one process as long as it lives."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock: int | None = None

    def take(self) -> None:
        """Make the folder and hold it. Raises Unusable when it is somebody's daily profile, or another process holds it."""
        if self._lock is not None:
            return
        mark = self.folder / _MARK
        if not mark.exists() and self.folder.is_dir() and any(self.folder.iterdir()):
            raise Unusable(f"{self.folder} is not a profile that seleqt made: it never opens the profile of another browser")
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        descriptor = os.open(mark, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        if not _locked(descriptor):
            os.close(descriptor)
            raise Unusable("another process has this profile: wait until it is done")
        self._lock = descriptor

    def of(self, family: str) -> Path:
        """The profile of one family of browsers inside it: no browser opens what another one has written."""
        profile = self.folder / family
        profile.mkdir(mode=0o700, exist_ok=True)
        return profile

    def release(self) -> None:
        """Let the folder go."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def _locked(descriptor: int) -> bool:
    """Hold the file as long as the process lives; False when another one holds it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _expanded(path: str, environ: Mapping[str, str]) -> str:
    """A path with the machine's own folders in it; '' when one is not set."""
    for name in ("PROGRAMFILES(X86)", "PROGRAMFILES", "LOCALAPPDATA"):
        if f"{{{name}}}" in path:
            return path.replace(f"{{{name}}}", environ[name]) if name in environ else ""
    return path
