"""What two files come to, simulated from the same moment: when each campaign ends, how much is done, and what goes wrong."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from seleqt_cli.app.difference import capacity
from seleqt_cli.app.edit_problems import Kinds, of_simulation
from seleqt_cli.app.same_timeline import same_timeline
from seleqt_cli.app.simulate import SimulationResult
from seleqt_cli.core.campaign import Workspace
from seleqt_cli.engine.simulated import Rates
from seleqt_cli.wiring.services import Services
from seleqt_cli.wiring.simulating import Rehearsal

_USUAL = Rates("0", 0.05, 0.30, 0.0, 0.02)
"""The rates that `run --simulate` has without options."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """One campaign of one file. `new_a_day`: what can be followed up for ever; `ends`: None when it goes on; `enrolled`: new leads."""

    new_a_day: int
    enrolled: int
    ends: int | None


@dataclass(frozen=True, slots=True)
class Forecast:
    """One file. `actions`, `days`: how many in all, and on how many days; `problems`: those of the simulation."""

    campaigns: dict[str, Outlook]
    actions: int
    days: int
    problems: Kinds
    notes: tuple[str, ...]


class Elsewhere(Services):
    """The file without the home: what a comparison without a database looks at."""

    def present_database(self) -> Path | None:
        """None: nothing was ever applied here."""
        return None


def forecasts(
    services: Services, old: Workspace, new: Workspace, *, now: int, made: int, tell: Callable[[str], None]
) -> tuple[Forecast, Forecast]:
    """Simulate both to their ends; files that differ in words alone only once.

    `made`: so many leads are made up for a campaign whose leads are not there; `tell` hears what is being done.
    """
    tell("simulating the file before")
    rehearsal = _rehearsal(services, old, now, made)
    once = same_timeline(old, new) and all(rehearsal.lacks_nothing(one) for one in (old, new))
    earlier = _outcome(rehearsal)
    if once:
        return earlier, earlier
    del rehearsal  # it holds every journey
    tell("simulating the file after")
    return earlier, _outcome(_rehearsal(services, new, now, made))


def _rehearsal(services: Services, workspace: Workspace, now: int, made: int) -> Rehearsal:
    return Rehearsal(
        services, workspace, start=now, made=made, rates=_USUAL, campaigns=frozenset(), senders=frozenset(), render=False
    )  # fmt: skip


def _outcome(rehearsal: Rehearsal) -> Forecast:
    workspace = rehearsal.workspace
    result: SimulationResult = rehearsal.run(0)
    started = {one.campaign: one.started for one in rehearsal.enrolled}
    found = {
        name: Outlook(capacity(workspace, campaign), started.get(name, 0), result.ends.get(name))
        for name, campaign in workspace.campaigns.items()
    }
    total = sum(sum(kinds.values()) for kinds in result.actions.values())
    return Forecast(found, total, len(result.by_day), of_simulation(result), tuple(rehearsal.notes))


def without_home(services: Services) -> Services:
    """The same call, with its database left out."""
    return Elsewhere(file=str(services.file), environment=services.environment)
