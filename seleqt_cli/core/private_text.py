"""Takes names out of texts that go to somebody else: a person's, an account's, a domain's, a folder's."""

import re
from collections.abc import Iterable, Sequence

from seleqt_cli.core.campaign import Sender, Server
from seleqt_cli.core.providers import PROVIDERS, provider_of_domain

_ADDRESS = re.compile(r"[^\s<>\"'(),;:=\[\]{}]+@[^\s<>\"'(),;:=\[\]{}]+")
_VARIABLE = re.compile(r"\bSELEQT_PASSWORD_[A-Z0-9_]+")
_KNOWN_HOSTS = frozenset(server.host for provider in PROVIDERS for server in (provider.smtp, provider.imap)) | {"localhost", "127.0.0.1"}


class Discretion:
    """Replaces what is known to name somebody. `folders`: (path, what is shown in its place), the longest first."""

    def __init__(self, senders: Iterable[Sender], folders: Sequence[tuple[str, str]] = ()) -> None:
        pairs: dict[str, str] = {}
        for number, sender in enumerate(senders, 1):
            called = f"sender {number}"
            domain = sender.address.rpartition("@")[2]
            if provider_of_domain(domain) is not None:
                domain = ""
            for word, shown in (
                (sender.address, f"the address of {called}"), (sender.login, f"the login of {called}"), (sender.profile, "a profile"),
                (sender.display_name, called), (sender.name, called), (domain, f"the domain of {called}"),
            ):  # fmt: skip
                if len(word) > 1:
                    pairs.setdefault(word, shown)
            for server in (sender.smtp, sender.imap):
                if isinstance(server, Server) and server.host not in _KNOWN_HOSTS:
                    pairs.setdefault(server.host, f"the server of {called}")
        self._folders = [pair for pair in folders if len(pair[0]) > 1]
        self._shown = {word.lower(): shown for word, shown in pairs.items()}
        words = "|".join(re.escape(word) for word in sorted(pairs, key=len, reverse=True))
        self._words = re.compile(rf"(?<![\w@-])(?:{words})(?![\w@-])", re.IGNORECASE) if words else None

    def __call__(self, text: str) -> str:
        """The text without them; other mail addresses are masked too."""
        for path, shown in self._folders:
            text = text.replace(path, shown)
        if self._words is not None:
            text = self._words.sub(lambda match: self._shown[match[0].lower()], text)
        return _ADDRESS.sub("***@***", _VARIABLE.sub("SELEQT_PASSWORD_NAME", text))
