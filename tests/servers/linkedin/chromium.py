"""A real Chromium for the tests: nothing but this machine can be reached from it."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from playwright.sync_api import Request as PageRequest

from tests.servers.linkedin.server import FakeLinkedIn
from tests.servers.linkedin.site import COOKIE

EXECUTABLE = shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
"""The same engine without the windows that nobody sees here: half the work. seleqt's own windows are opened in Chromium itself."""
ONLY_HERE = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"
_PATIENCE = 60_000
"""Milliseconds: for a slow machine, not for the site."""
_HERE = re.compile(r"(https?://127\.0\.0\.1:\d+/|data:|about:|blob:)")


def arguments() -> list[str]:
    """What Chromium is started with: no other host exists; root has no sandbox."""
    return [ONLY_HERE, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


@contextmanager
def chromium() -> Iterator[Browser]:
    """One browser for a whole module; each test takes a context of its own."""
    expect.set_options(timeout=_PATIENCE)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=EXECUTABLE, headless=True, args=arguments())
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def signed_in(browser: Browser, site: FakeLinkedIn, *, session: bool = True) -> Iterator[Page]:
    """A page of a new context, signed in unless told otherwise; fails if anything but this machine was asked for."""
    context = browser.new_context(base_url=site.url)
    strangers: list[str] = []
    _watch(context, strangers)
    context.set_default_timeout(_PATIENCE)
    if session:
        sign_in(context, site)
    try:
        yield context.new_page()
        assert strangers == []
    finally:
        context.close()


def sign_in(context: BrowserContext, site: FakeLinkedIn) -> None:
    """Sign the account of the site in without opening a page; nobody is who was signed in before."""
    context.clear_cookies()
    context.add_cookies([{"name": COOKIE, "value": site.world.sign_in(), "url": site.url}])


def _watch(context: BrowserContext, strangers: list[str]) -> None:
    def asked(request: PageRequest) -> None:
        if not _HERE.match(request.url):
            strangers.append(request.url)

    context.on("request", asked)
