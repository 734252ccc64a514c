"""`seleqt campaigns`: which there are, and pausing, resuming and stopping them."""

from typing import Annotated

import typer

from seleqt_cli.cli.context import context_of
from seleqt_cli.cli.moments import absolute, rfc3339
from seleqt_cli.cli.options import with_json
from seleqt_cli.cli.prompts import confirm
from seleqt_cli.core.errors import Failed

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True, help="List, pause, resume and stop campaigns.")

Name = Annotated[str, typer.Argument(metavar="CAMPAIGN", help="Its name in campaigns.yaml.")]


@app.command("list")
@with_json
def list_(ctx: typer.Context) -> None:
    """List the campaigns that were ever applied, with their journeys by state.

    \b
    Example:
      seleqt campaigns list
    """
    from seleqt_cli.wiring.outlines import looking
    from seleqt_cli.wiring.people import campaign_rows

    context = context_of(ctx)
    machine = looking(context.services, context.services.connect())
    rows = campaign_rows(machine)
    if context.json:
        context.screen.document(
            [
                {"campaign": one.name, "state": one.state, "reason": one.reason, "since": rfc3339(one.since), "journeys": one.journeys}
                for one in rows
            ]
        )
        return
    zone = machine.workspace.business.timezone
    context.screen.table(
        ["campaign", "is", "since", "journeys"],
        [
            [
                one.name, one.state + (f" ({one.reason})" if one.reason else ""), absolute(one.since, zone),
                ", ".join(f"{count} {state}" for state, count in one.journeys.items()) or "none",
            ]
            for one in rows
        ],
    )  # fmt: skip


@app.command()
def pause(
    ctx: typer.Context, campaign: Name, reason: Annotated[str, typer.Option("--reason", help="Why; status shows it.", metavar="TEXT")] = ""
) -> None:
    """Pause a campaign: nothing of it goes out, its journeys keep their places.

    \b
    Example:
      seleqt campaigns pause hello
    """
    _change(ctx, campaign, "paused", reason)
    context_of(ctx).screen.say(f"{campaign}: paused")


@app.command()
def resume(ctx: typer.Context, campaign: Name) -> None:
    """Let a paused campaign go on.

    \b
    Example:
      seleqt campaigns resume hello
    """
    _change(ctx, campaign, "active")
    context_of(ctx).screen.say(f"{campaign}: active")


@app.command()
def stop(ctx: typer.Context, campaign: Name, yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False) -> None:
    """Stop a campaign for good: every journey that has not ended ends now. History and limits stay.

    \b
    Example:
      seleqt campaigns stop hello --yes
    """
    if not confirm(f"End every journey of {campaign}? This cannot be taken back.", yes=yes):
        raise Failed("nothing was stopped")
    ended = _change(ctx, campaign, "stopped")
    context_of(ctx).screen.say(f"{campaign}: stopped, {ended} journeys ended")


def _change(ctx: typer.Context, name: str, wanted: str, reason: str = "") -> int:
    from seleqt_cli.wiring.outlines import looking
    from seleqt_cli.wiring.people import people

    context = context_of(ctx)
    machine = looking(context.services, context.services.connect())
    return people(machine, context.services.person).campaign(name, wanted, reason)
