"""`seleqt history`: the record of everything done."""

from collections.abc import Iterator
from itertools import islice
from typing import Annotated, Final

import typer

from seleqt_cli.cli.context import context_of
from seleqt_cli.cli.moments import absolute, rfc3339
from seleqt_cli.cli.options import with_json
from seleqt_cli.ports.record import ActionRow, EventRow

app = typer.Typer(add_completion=False, rich_markup_mode=None)
AT_A_TERMINAL: Final = 50
"""Rows that a terminal shows when nothing narrows them."""


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
    limit: Annotated[int, typer.Option(help="How many at most, from the oldest on; 0 is all.", min=0, metavar="N")] = 0,
    last: Annotated[
        int | None, typer.Option(help="Only the newest N; 0 is all. [a terminal: 50]", min=0, metavar="N", show_default=False)
    ] = None,
) -> None:
    """Show the record, newest last: one row an action in its latest state; --json writes JSON Lines.

    A terminal shows the newest 50 where no option narrows it; into a pipe or a file goes all of it.

    \b
    Example:
      seleqt history --last 20
      seleqt history --since "7 days" --campaign hello
      seleqt history --events --json | jq .event
    """
    from seleqt_cli.cli.when import moment
    from seleqt_cli.core.errors import no_such
    from seleqt_cli.ports.record import RecordFilter
    from seleqt_cli.wiring.outlines import looking
    from seleqt_cli.wiring.people import campaign_named, lead_named, record_of

    context = context_of(ctx)
    screen = context.screen
    narrowed = bool(since or lead or after or limit) or last is not None
    newest = (last or 0) if narrowed or not screen.terminal else AT_A_TERMINAL
    machine = looking(context.services, context.services.connect())
    zone = machine.workspace.business.timezone
    accounts = tuple(key for key, account in machine.accounts.items() if any(one.name == sender for one in account.senders))
    if sender and not accounts:
        raise no_such("sender", sender, machine.workspace.senders)
    wanted = RecordFilter(
        since=moment(since, "--since", zone=zone, now=machine.clock.now()) if since else 0,
        campaign=campaign_named(machine, campaign) if campaign else campaign,
        lead=lead_named(machine, lead).id if lead else 0, sender=sender, accounts=accounts, after=after,
        newest=newest,
    )  # fmt: skip
    record = record_of(machine)
    rows: Iterator[ActionRow | EventRow] = record.events(wanted) if events else record.actions(wanted)
    shown = 0
    for row in islice(rows, limit or None):
        shown += 1
        if context.json:
            screen.line(event_json(row) if isinstance(row, EventRow) else action_row_json(row))
        else:
            screen.show(_event_line(row, zone) if isinstance(row, EventRow) else _action_line(row, zone))
    if not narrowed and newest and shown == newest:
        screen.say(f"the newest {newest}; `seleqt history --last 0` shows all")


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
