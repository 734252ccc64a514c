"""A comparison put together: the file on the disk against what was last applied, or against another file."""

from pathlib import Path
from typing import TYPE_CHECKING

from seleqt_cli.app.difference import Change, difference
from seleqt_cli.core.campaign import Workspace
from seleqt_cli.core.errors import FileProblems, UsageProblem
from seleqt_cli.files.campaign_file import load
from seleqt_cli.files.workspace_files import reader, stored
from seleqt_cli.storage.present import open_reading
from seleqt_cli.storage.versions import latest_version

if TYPE_CHECKING:
    import sqlite3

    from seleqt_cli.wiring.services import Services

_LIVE = "state IN ('waiting', 'due', 'held', 'paused')"


def compare(services: "Services", base: str) -> list[Change]:
    """The changes. Raises FileProblems for a file with errors and UsageProblem when there is nothing to compare with."""
    new, _ = services.workspace()
    if base:
        path = Path(base)
        try:
            text = path.read_bytes()
        except OSError as error:
            raise UsageProblem(f"{base}: {error.strerror}", advice="--base names the file as it was before") from error
        loaded = load(text, path=base, read=reader(path.absolute().parent))
        if loaded.workspace is None:
            raise FileProblems(loaded.problems)
        return difference(loaded.workspace, new)
    database = services.present_database()
    if database is None:
        raise UsageProblem(f"{services.file} was never applied", advice="seleqt diff --base FILE compares two files without a database")
    connection = open_reading(database)
    try:
        return difference(_applied(services, connection), new, lambda campaign, step: _live(connection, campaign, step))
    finally:
        connection.close()


def _applied(services: "Services", connection: "sqlite3.Connection") -> Workspace:
    version = latest_version(connection)
    if version is None or Path(version.path).absolute() != services.file.absolute():
        whose = f"this home belongs to {version.path}" if version is not None else f"{services.file} was never applied"
        raise UsageProblem(whose, advice="seleqt diff --base FILE compares two files without a database")
    loaded = load(version.text, path=version.path, read=stored(version.files))
    if loaded.workspace is None:
        raise FileProblems(loaded.problems)
    return loaded.workspace


def _live(connection: "sqlite3.Connection", campaign: str, step: str) -> int:
    if not campaign:
        rows = connection.execute(f"SELECT count(*) FROM journey WHERE {_LIVE} AND ? IN (email_account, linkedin_account)", (step,))
    elif not step:
        rows = connection.execute(f"SELECT count(*) FROM journey WHERE {_LIVE} AND campaign = ?", (campaign,))
    else:
        rows = connection.execute(
            f"SELECT count(*) FROM journey WHERE {_LIVE} AND campaign = ? AND json_extract(done, ?) IS NULL", (campaign, f'$."{step}"')
        )
    return int(rows.fetchone()[0])
