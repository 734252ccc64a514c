"""`seleqt history`: the record of everything done."""

from itertools import islice
from typing import Annotated

import typer

from seleqt_cli.cli.context import context_of
from seleqt_cli.cli.moments import absolute, rfc3339
from seleqt_cli.cli.options import with_json
from seleqt_cli.ports.record import ActionRow, EventRow

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
@with_json
def history(
    ctx: typer.Context,
    events: Annotated[bool, typer.Option("--events", help="Every change, not only each action's latest state.")] = False,
    since: Annotated[str, typer.Option(help="From then on: 2026-12-01, 2026-12-01T08:00:00Z, or 7 days.", metavar="TIME")] = "",
    campaign: Annotated[str, typer.Option(help="Only this campaign.", metavar="NAME")] = "",
    lead: Annotated[str, typer.Option(help="Only this lead: address, profile, name or number.", metavar="LEAD")] = "",
    sender: Annotated[str, typer.Option(help="Only what this sender did.", metavar="NAME")] = "",
    after: Annotated[int, typer.Option(help="Go on behind the row with this number.", min=0, metavar="ID")] = 0,
    limit: Annotated[int, typer.Option(help="How many at most; 0 is all.", min=0, metavar="N")] = 0,
) -> None:
    """Show the record, oldest first: one row an action in its latest state; --json writes JSON Lines.

    \b
    Example:
      seleqt history --since "7 days" --campaign hello
      seleqt history --events --json | jq .event
    """
    from seleqt_cli.cli.when import moment
    from seleqt_cli.core.errors import no_such
    from seleqt_cli.ports.record import RecordFilter
    from seleqt_cli.wiring.outlines import looking
    from seleqt_cli.wiring.people import campaign_named, lead_named, record_of

    context = context_of(ctx)
    machine = looking(context.services, context.services.connect())
    zone = machine.workspace.business.timezone
    accounts = tuple(key for key, account in machine.accounts.items() if any(one.name == sender for one in account.senders))
    if sender and not accounts:
        raise no_such("sender", sender, machine.workspace.senders)
    wanted = RecordFilter(
        since=moment(since, "--since", zone=zone, now=machine.clock.now()) if since else 0,
        campaign=campaign_named(machine, campaign) if campaign else campaign,
        lead=lead_named(machine, lead).id if lead else 0, sender=sender, accounts=accounts, after=after,
    )  # fmt: skip
    record = record_of(machine)
    screen = context.screen
    if events:
        for event in islice(record.events(wanted), limit or None):
            if context.json:
                screen.line(event_json(event))
            else:
                screen.show(_event_line(event, zone))
        return
    for row in islice(record.actions(wanted), limit or None):
        if context.json:
            screen.line(action_row_json(row))
        else:
            screen.show(_action_line(row, zone))


def action_row_json(row: ActionRow) -> dict[str, object]:
    """An action with the keys that it has everywhere (SPEC section 5)."""
    return {
        "type": "action", "id": row.id, "at": rfc3339(row.at), "account": row.account, "sender": row.sender, "campaign": row.campaign,
        "lead": row.lead, "lead_id": row.lead_id, "step": row.step, "action": row.action, "state": row.state, "reason": row.reason,
        "message_id": row.message_id,
    }  # fmt: skip


def event_json(row: EventRow) -> dict[str, object]:
    """One change, with what was written down about it."""
    return {
        "type": "event", "id": row.id, "at": rfc3339(row.at), "event": row.event, "account": row.account, "sender": row.sender,
        "campaign": row.campaign, "lead": row.lead, "lead_id": row.lead_id, "step": row.step, "action_id": row.action_id,
        "data": dict(row.data),
    }  # fmt: skip


def _action_line(row: ActionRow, zone: str) -> str:
    reason = f"  ({row.reason})" if row.reason else ""
    what = f"{row.sender}: {row.action} {row.step} to {row.lead or 'somebody erased'}, {row.campaign}"
    return f"{absolute(row.at, zone)}  {row.state:8}  {what}{reason}"


def _event_line(row: EventRow, zone: str) -> str:
    about = row.lead or ("somebody erased" if row.lead_id is not None else row.account or "")
    parts = [row.step or "", about, row.campaign or ""]
    if row.event.startswith("hook_"):
        parts.append(f"{row.data.get('event')} to {row.data.get('hook')}")
    told = row.data.get("reason") or row.data.get("note") or row.data.get("by") or ""
    return f"{absolute(row.at, zone)}  {row.event:12}  {', '.join(part for part in parts if part)}" + (f"  ({told})" if told else "")
