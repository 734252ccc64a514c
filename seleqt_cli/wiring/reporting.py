"""The report over a machine that only looks: the tables, the file in force, and today's use of the limits."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from seleqt_cli import __version__
from seleqt_cli.app.report import Report, report_of
from seleqt_cli.app.status import Use, status_of
from seleqt_cli.core.errors import no_such
from seleqt_cli.core.report import Scope
from seleqt_cli.core.zones import Zone
from seleqt_cli.storage.outline import load_whole
from seleqt_cli.storage.report_rows import SqliteReportRows
from seleqt_cli.storage.status_rows import SqliteStatusRows
from seleqt_cli.wiring.machine import Machine

if TYPE_CHECKING:
    from seleqt_cli.core.campaign import Workspace

QUARTER: Final = 900


def current_report(machine: Machine, scope: Scope, *, with_people: bool = False) -> Report:
    """Count what a scope covers. Raises UsageProblem for a campaign or sender that never was."""
    connection = machine.connection
    if scope.campaign:
        _known("campaign", scope.campaign, list(SqliteStatusRows(connection).campaigns()))
    if scope.sender:
        used = [row[0] for row in connection.execute("SELECT DISTINCT sender FROM action ORDER BY 1")]
        _known("sender", scope.sender, [*machine.workspace.senders, *used])
    day = _days_of(Zone(machine.workspace.business.timezone))
    return report_of(SqliteReportRows(connection), scope, day, _with_words(machine), with_people=with_people)


def limits_used(machine: Machine, scope: Scope, now: int) -> list[Use]:
    """Today's use of the limits, of the chosen sender's account or of all."""
    found = status_of(machine.planner, SqliteStatusRows(machine.connection), machine.calendar, now, machine.version.applied_at).limits
    chosen = machine.workspace.senders.get(scope.sender)
    return [one for one in found if not scope.sender or (chosen is not None and one.account == chosen.account)]


def _days_of(zone: Zone) -> Callable[[int], int]:
    """Instant -> day. Offsets change at full quarters of an hour, and a report asks for the same ones again and again."""
    known: dict[int, int] = {}

    def day(at: int) -> int:
        found = known.get(at // QUARTER)
        if found is None:
            found = known[at // QUARTER] = zone.day(at)
        return found

    return day


def _with_words(machine: Machine) -> "Workspace":
    """The file in force with its variants, which the outline leaves out."""
    whole = load_whole(machine.connection, machine.version.sha256, __version__)
    return machine.workspace if whole is None else whole


def _known(what: str, name: str, names: list[str]) -> None:
    if name not in names:
        raise no_such(what, name, dict.fromkeys(names))
