"""The use cases about people and their journeys, put together over a machine."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from seleqt_cli.app.explain import Explainer
from seleqt_cli.app.leads import find_lead
from seleqt_cli.app.people import People
from seleqt_cli.app.run_due import Held, Runner
from seleqt_cli.app.tasks import Tasks
from seleqt_cli.core.accounts import Account
from seleqt_cli.core.campaign import Sender
from seleqt_cli.core.errors import no_such
from seleqt_cli.core.journey import BY_HAND, Journey
from seleqt_cli.core.lead import Lead
from seleqt_cli.core.planner import Pick
from seleqt_cli.ports.channel import Channel
from seleqt_cli.ports.record import Record
from seleqt_cli.ports.tasks import Task
from seleqt_cli.storage.leads import SqliteLeads
from seleqt_cli.storage.people import SqlitePeople
from seleqt_cli.storage.record import SqliteRecord
from seleqt_cli.storage.status_rows import SqliteStatusRows
from seleqt_cli.storage.stories import SqliteStories
from seleqt_cli.storage.tasks import SqliteTasks
from seleqt_cli.wiring.machine import Machine
from seleqt_cli.wiring.outlines import looking

if TYPE_CHECKING:
    from seleqt_cli.wiring.services import Services


def explainer(machine: Machine, now: int) -> Explainer:
    """Explains journeys as the planner of this machine sees them at a moment."""
    stories = SqliteStories(machine.connection, machine.programs)
    return Explainer(machine.planner, stories, machine.calendar, machine.store.lead, now)


def lead_named(machine: Machine, text: str) -> Lead:
    """The one lead that a person means by an address, profile, id or name. Raises UsageProblem for none and for several."""
    return find_lead(SqliteLeads(machine.connection), text)


def campaign_named(machine: Machine, name: str) -> str:
    """The name itself, if a campaign of it was ever applied. Raises UsageProblem."""
    known = SqliteStatusRows(machine.connection).campaigns()
    if name not in known:
        raise no_such("campaign", name, known)
    return name


def record_of(machine: Machine) -> Record:
    """The record of everything done."""
    return SqliteRecord(machine.connection)


def people(machine: Machine, by: str) -> People:
    """Takes decisions in the name of `by`. Nothing is performed: journeys only move to where they belong."""
    store = SqlitePeople(machine.store)
    return People(store, machine.workspace, machine.programs, placer(machine), by, machine.clock.now())


def placer(machine: Machine) -> Callable[[Journey, int], None]:
    """Puts journeys that moved where they belong, by the rules of the loop, without its accounts."""
    return onlooker(machine).place


def onlooker(machine: Machine) -> Runner:
    """The loop's body without any account to drive: it moves journeys and performs nothing."""
    return Runner(
        machine.planner, machine.store, _no_channel, _no_text, machine.calendar, machine.clock.now, only=lambda account: False
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """A campaign that was applied: its state, why, since when, and its journeys by state."""

    name: str
    state: str
    reason: str
    since: int
    journeys: dict[str, int]


def campaign_rows(machine: Machine) -> list[CampaignRow]:
    """The campaigns by name."""
    counts = SqliteStatusRows(machine.connection).journeys()
    known = SqlitePeople(machine.store).campaigns()
    return [CampaignRow(name, state, reason, since, counts.get(name, {})) for name, (state, reason, since) in known.items()]


def free_held_lead(services: "Services", lead: Lead) -> int:
    """A lead's field was changed: its held journeys go on where they were; returns how many. Nothing applied: 0."""
    connection = services.connect()
    try:
        if connection.execute("SELECT 1 FROM journey WHERE lead_id = ? AND state = 'held' LIMIT 1", (lead.id,)).fetchone() is None:
            return 0
        machine = looking(services, connection)
        return len(people(machine, services.person).free_held(lead))
    finally:
        connection.close()


def _no_channel(account: Account) -> Channel:
    raise AssertionError(f"nothing is performed here, also not by {account.key}")


def _no_text(pick: Pick, sender: Sender, now: int) -> Held:
    raise AssertionError(f"nothing is prepared here, also not {pick.kind} of {sender.name} at {now}")


def tasks_of(machine: Machine, by: str, rows: SqliteTasks | None = None) -> Tasks:
    """What waits for a person, done in the name of `by`. `rows`: the tables, where somebody else works with them too."""

    def record(event: str, journey: Journey | None, task: Task | None, data: dict[str, object]) -> None:
        told: dict[str, object] = {"by": by} | ({"task": task.id, "step": task.step, "kind": task.kind} if task is not None else {}) | data
        lead = task.lead_id if task is not None else None
        SqlitePeople(machine.store).record(machine.clock.now(), event, told, lead=lead, journey=journey)

    def answer(task: Task, goes_on: bool) -> None:
        lead = machine.store.lead(task.lead_id)[0]
        if goes_on:
            people(machine, by).free_held(lead, BY_HAND)
        else:
            people(machine, by).stop(lead)

    return Tasks(
        rows or SqliteTasks(machine.store), machine.store, machine.planner, machine.calendar, placer(machine), record, by,
        machine.clock.now, answer,
    )  # fmt: skip
