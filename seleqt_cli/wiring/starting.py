"""The parts of `init`: the folder it writes into, and the network's word on whose mail an address is."""

from pathlib import Path
from typing import TYPE_CHECKING

from seleqt_cli.core.starter import Starter

if TYPE_CHECKING:
    from seleqt_cli.core.providers import MailSettings
    from seleqt_cli.wiring.services import Services


def starter_place(folder: Path) -> tuple[str, ...]:
    """The lead files of the folder for a first campaigns.yaml. Raises UsageProblem when one is there already."""
    from seleqt_cli.files.starter_folder import lead_files, refuse_taken

    refuse_taken(folder)
    return lead_files(folder)


def write_starter(services: "Services", folder: Path, starter: Starter) -> tuple[Path, ...]:
    """Write a first campaigns.yaml with its schema and .gitignore; see files/starter_folder."""
    from seleqt_cli.files import starter_folder

    return starter_folder.write_starter(folder, starter, services.campaign_schema())


def mail_settings(services: "Services", address: str) -> "MailSettings | None":
    """The servers of an address's domain, asked over the network; None when it names none. Raises Unreachable."""
    from seleqt_cli.wiring.account_login import settings_of

    return settings_of(address, services.clock.elapsed)
