"""Where a machine works: what the parts need of a call of the program."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from seleqt_cli.ports.clock import Clock

if TYPE_CHECKING:
    from seleqt_cli.channels.email.sign_ins import SignIns
    from seleqt_cli.storage.database_keys import DatabaseKeys
    from seleqt_cli.storage.secrets import KeptSecrets, SystemSecrets


class Place(Protocol):
    """Where a machine works: the services of this call."""

    environment: Mapping[str, str]

    @property
    def home(self) -> Path:
        """The home folder."""

    @property
    def secrets(self) -> "SystemSecrets":
        """Passwords of senders."""

    @property
    def kept_secrets(self) -> "KeptSecrets":
        """The secrets file and the keyring."""

    @property
    def database_keys(self) -> "DatabaseKeys":
        """The keys of encrypted databases."""

    @property
    def sign_ins(self) -> "SignIns":
        """Access tokens of senders."""

    @property
    def database_path(self) -> Path:
        """The SQLite file."""

    @property
    def state_folder(self) -> Path:
        """Where the machine remembers what was sent, outside of any home."""

    @property
    def clock(self) -> Clock:
        """The machine's clock."""
