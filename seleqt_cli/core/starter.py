"""What a person answers before the first campaigns.yaml is written for them."""

from dataclasses import dataclass
from typing import Final

_YAML_WORDS: Final = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})

TEMPLATES: Final[tuple[tuple[str, str], ...]] = (
    ("intro", "a first mail and two reminders"),
    ("linkedin", "an invitation on LinkedIn; by email whoever does not accept it"),
    ("event", "people you met at an event: a mail and a reminder"),
    ("customers", "customers you have not heard of for a while"),
)
"""The first campaigns that `init` can write, with what each one is for; the first one is the default."""

BASES: Final = ("consent", "customer", "published", "legitimate-interest")
"""On what a lead may be contacted, in the words of the file."""

SERVICES: Final = ("google", "microsoft")
"""Those whose mail accounts are signed in to in the browser."""


@dataclass(frozen=True, slots=True)
class Starter:
    """The answers that `init` collects.

    `smtp`: HOST:PORT, outbox:DIR, or auto (found from the address); `imap`: HOST:PORT, none, or '' (found from the provider).
    `sign_in`: google, microsoft, or '' where nobody looked. `offer` and `event` may be ''. `leads`: the lead file as the
    file is to name it, '' for the person themself; `source` and `basis` belong to it.
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
    template: str = "intro"
    offer: str = ""
    event: str = ""
    linkedin: str = ""
    leads: str = ""
    source: str = ""
    basis: str = ""
    sign_in: str = ""

    @property
    def sender(self) -> str:
        """The name of the sender in the file: what stands before the @ of the address."""
        local = self.email.partition("@")[0].lower()
        name = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in local).strip("-")
        return name if name[:1].isalpha() and name not in _YAML_WORDS else f"sender-{name}".rstrip("-")
