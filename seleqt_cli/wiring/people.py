"""The use cases about people and their journeys, put together over a machine."""

from seleqt_cli.app.explain import Explainer
from seleqt_cli.app.leads import find_lead
from seleqt_cli.core.lead import Lead
from seleqt_cli.ports.record import Record
from seleqt_cli.storage.leads import SqliteLeads
from seleqt_cli.storage.record import SqliteRecord
from seleqt_cli.storage.stories import SqliteStories
from seleqt_cli.wiring.machine import Machine


def explainer(machine: Machine, now: int) -> Explainer:
    """Explains journeys as the planner of this machine sees them at a moment."""
    stories = SqliteStories(machine.connection, machine.programs)
    return Explainer(machine.planner, stories, machine.calendar, machine.store.lead, now)


def lead_named(machine: Machine, text: str) -> Lead:
    """The one lead that a person means by an address, profile, id or name. Raises Failed for none and for several."""
    return find_lead(SqliteLeads(machine.connection), text)


def record_of(machine: Machine) -> Record:
    """The record of everything done."""
    return SqliteRecord(machine.connection)
