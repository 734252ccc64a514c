"""Which rules on lawful bases hold for leads that come in: the business's country and its decisions under `legal:`."""

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from seleqt_cli.core.campaign import LegalDecision, Workspace

if TYPE_CHECKING:
    from seleqt_cli.wiring.services import Services


def rules_in_force(services: "Services") -> tuple[str, Mapping[str, LegalDecision]]:
    """The business's country and the decisions by country, as the next apply will see them; '' and none where nothing says so.

    The campaigns file goes before the version in force, unless it has errors or this home belongs to another file.
    """
    workspace = _workspace(services)
    if workspace is None:
        return "", {}
    return workspace.business.country, {decision.country: decision for decision in workspace.legal}


def _workspace(services: "Services") -> Workspace | None:
    applied, path = _applied(services)
    if services.file.is_file() and (applied is None or Path(path).absolute() == services.file.absolute()):
        return services.load_file().workspace or applied
    return applied


def _applied(services: "Services") -> tuple[Workspace | None, str]:
    """The version in force and the path of its file."""
    if services.present_database() is None:
        return None, ""
    from seleqt_cli.storage.versions import latest_version

    with closing(services.connect()) as connection:
        version = latest_version(connection)
    if version is None:
        return None, ""
    from seleqt_cli.files.campaign_file import load  # YAML, only where there is some
    from seleqt_cli.files.workspace_files import stored

    return load(version.text, path=version.path, read=stored(version.files)).workspace, version.path
