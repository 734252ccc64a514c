"""The only file that names concrete classes: it puts the program's parts together, each at its first use.

Nothing heavy is imported at the top: `seleqt status` may load neither sqlmodel nor jinja2 nor yaml.
"""

import os
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from seleqt_cli.core.starter import Starter


class Services:
    """The parts that commands work with, for one call of the program.

    `home` and `database` are '' for the defaults; `file` is the campaigns file as the user named it; `person` is ''
    for the user of the operating system.
    """

    def __init__(
        self,
        *,
        home: str = "",
        database: str = "",
        file: str = "campaigns.yaml",
        person: str = "",
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.database = database
        self.file = Path(file)
        self.environment = os.environ if environment is None else environment
        self._home = home
        self._person = person

    @cached_property
    def home(self) -> Path:
        """The home folder; it exists from now on and only its owner can look into it (0700, made so again at every start)."""
        folder = Path(self._home or default_home()).expanduser().absolute()
        _private(folder)
        return folder

    @cached_property
    def logs(self) -> Path:
        """The folder for logs and bug reports, inside the home."""
        folder = self.home / "logs"
        _private(folder)
        return folder

    @cached_property
    def database_path(self) -> Path:
        """The SQLite file: the one that --db names, else seleqt.db in the home."""
        named = self.database.removeprefix("sqlite:///")
        return Path(named).expanduser() if named else self.home / "seleqt.db"

    @cached_property
    def person(self) -> str:
        """Who decides at this terminal, for the history: SELEQT_PERSON, else the user of the operating system."""
        if self._person:
            return self._person
        from getpass import getuser

        return getuser()

    def campaign_schema(self) -> dict[str, Any]:
        """Return the JSON Schema of campaigns.yaml."""
        from seleqt_cli.files.json_schema import campaign_schema

        return campaign_schema()

    def write_starter(self, folder: Path, starter: Starter) -> tuple[Path, ...]:
        """Write a first campaigns.yaml with its schema and .gitignore; see files/starter."""
        from seleqt_cli.files.starter import write_starter

        return write_starter(folder, starter, self.campaign_schema())


def default_home() -> str:
    """Return the platform's folder for a user's program data; it may not exist yet."""
    from platformdirs import user_data_dir

    return user_data_dir("seleqt", appauthor=False)


def _private(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_mode & 0o077:
        folder.chmod(0o700)
