"""What a person answers before the first campaigns.yaml is written for them."""

from dataclasses import dataclass
from typing import Final

_YAML_WORDS: Final = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


@dataclass(frozen=True, slots=True)
class Starter:
    """The answers that `init` collects.

    `smtp`: HOST:PORT, outbox:DIR, or auto (found from the address); `imap`: HOST:PORT, none, or '' (found from the provider).
    """

    business: str
    address: str
    country: str
    timezone: str
    email: str
    person: str
    smtp: str = "outbox:outbox"
    imap: str = ""
    language: str = "en"
    privacy_url: str = ""

    @property
    def sender(self) -> str:
        """The name of the sender in the file: what stands before the @ of the address."""
        local = self.email.partition("@")[0].lower()
        name = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in local).strip("-")
        return name if name[:1].isalpha() and name not in _YAML_WORDS else f"sender-{name}".rstrip("-")
