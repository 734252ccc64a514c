"""One browser for all windows of a test run's process."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.channels.linkedin.windows import chromium


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found
