"""LinkedIn steps in doubt as questions to whoever does the tasks: a window that was closed tells nothing, the person at it knows."""

from seleqt_cli.core.campaign import LINKEDIN_KINDS
from seleqt_cli.ports.resolve import Doubt
from seleqt_cli.storage.doubts import SqliteDoubts
from seleqt_cli.storage.guard_rows import in_doubt
from seleqt_cli.wiring.doubts import resolver
from seleqt_cli.wiring.machine import Machine
from seleqt_cli.wiring.people import onlooker


def linkedin_doubts(machine: Machine) -> list[Doubt]:
    """The LinkedIn steps in doubt, oldest first."""
    accounts = [key for key, account in machine.accounts.items() if account.channel == "linkedin"]
    if not any(in_doubt(machine.connection, key) for key in accounts):
        return []
    return [one for one in SqliteDoubts(machine.store).doubts() if one.kind in LINKEDIN_KINDS and one.account in accounts]


def decide(machine: Machine, action: int, by: str, *, sent: bool) -> Doubt:
    """A person's recorded decision (SPEC 13 rule 1). Raises Failed when it is not in doubt any more."""
    desk = resolver(machine, onlooker(machine))
    return (desk.sent if sent else desk.not_sent)(action, by, machine.clock.now())
