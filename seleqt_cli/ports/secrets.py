"""Where passwords and tokens are kept."""

from typing import Protocol


class Secrets(Protocol):
    """The OS keyring, environment variables, or an encrypted file."""

    def get(self, sender: str) -> str | None:
        """The secret of a sender, None when there is none. Raises SeleqtError when the store is locked or unusable."""

    def set(self, sender: str, secret: str) -> None:
        """Keep a secret. Raises SeleqtError where the store cannot be written."""

    def delete(self, sender: str) -> None:
        """Forget a secret; no error when there was none."""
