"""One browser for all windows of a module. Not longer: a window that starts a browser of its own cannot do so beside it in one thread."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.servers.linkedin.chromium import chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found
