"""What every command gets in `ctx.obj`: the global options, the screen, and the services."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from typer._click import Context as ParserContext

from seleqt_cli.cli.output import Screen
from seleqt_cli.cli.prompts import ask_passphrase, interactive

if TYPE_CHECKING:
    from seleqt_cli.wiring.services import Services


@dataclass
class Context:
    """The global options of this call.

    `home`, `database` and `person` are '' where nothing was said; wiring then takes its defaults. `json` is only ever
    true in a command that is marked with `with_json`.
    """

    home: str = ""
    database: str = ""
    file: str = "campaigns.yaml"
    person: str = ""
    quiet: bool = False
    json: bool = False
    color: bool = True

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Context":
        """Read the SELEQT_ variables; a variable that is set but empty counts as not set."""
        return cls(
            home=environment.get("SELEQT_HOME", ""),
            database=environment.get("SELEQT_DATABASE_URL", ""),
            file=environment.get("SELEQT_FILE", "") or "campaigns.yaml",
            person=environment.get("SELEQT_PERSON", ""),
            color=not environment.get("NO_COLOR", ""),
        )

    @cached_property
    def screen(self) -> Screen:
        """Where data and talk go in this call."""
        return Screen(quiet=self.quiet, json=self.json, color=self.color)

    @cached_property
    def services(self) -> "Services":
        """The program's parts, wired at first use: a command that needs none of them loads none of them."""
        from seleqt_cli.wiring.services import Services

        return Services(
            home=self.home, database=self.database, file=self.file, person=self.person, environment=os.environ,
            ask_passphrase=ask_passphrase if interactive() else None,
        )  # fmt: skip


def context_of(ctx: ParserContext) -> Context:
    """Return the Context of a running command (`ctx: typer.Context` of its function)."""
    found = ctx.find_object(Context)
    assert found is not None
    return found
