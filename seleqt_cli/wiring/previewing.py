"""A preview put together: the file, its leads, and what the home's database knows; nothing is written."""

from typing import TYPE_CHECKING

from seleqt_cli.app.preview import Previewer
from seleqt_cli.core.campaign import Workspace
from seleqt_cli.core.lead import Lead
from seleqt_cli.core.zones import DAY
from seleqt_cli.engine.simulated import Rates
from seleqt_cli.wiring.reading import named_leads, reading_connection

if TYPE_CHECKING:
    from collections.abc import Callable

    from seleqt_cli.app.run_due import Done
    from seleqt_cli.wiring.services import Services
    from seleqt_cli.wiring.simulating import Rehearsal


def previewer(services: "Services", workspace: Workspace) -> Previewer:
    """Shows messages of the file as it stands on the disk."""
    connection = reading_connection(services)

    def accounts(campaign: str, lead: Lead) -> tuple[str, str]:
        if connection is None:
            return "", ""
        row = connection.execute(
            "SELECT j.email_account, j.linkedin_account FROM journey j JOIN lead l ON l.id = j.lead_id "
            "WHERE j.campaign = ? AND (l.email = ? OR l.linkedin = ?) LIMIT 1",
            (campaign, lead.email or None, lead.linkedin or None),
        ).fetchone()
        return (row[0], row[1]) if row is not None else ("", "")

    return Previewer(workspace, named_leads(services, connection), accounts)


def rest_of_today(
    services: "Services", workspace: Workspace, campaigns: frozenset[str], tell: "Callable[[Rehearsal, Done], None]"
) -> "tuple[Rehearsal, int]":
    """Run what is planned from now until the last window of today closes, given that nobody answers; returns that moment."""
    from seleqt_cli.wiring.simulating import Rehearsal

    now = services.clock.now()
    rehearsal = Rehearsal(
        services,
        workspace,
        start=now,
        made=0,
        rates=Rates("0", 0, 0, 0, 0),
        campaigns=campaigns,
        senders=frozenset(),
        render=True,
        tell=tell,
    )
    planner = rehearsal.planner
    closes = [now]
    for key in {key for units in planner.units.values() for unit in units for key in unit.accounts()}:
        account = planner.accounts[key]
        day = account.zone.day(now)
        closes.append(min(planner.closes(account, day, account.zone.instant(day + 1, 0)), now + DAY))
    end = max(closes)
    rehearsal.run_until(end)
    return rehearsal, end
