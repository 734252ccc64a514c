"""`seleqt doctor`: what would stop a send."""

from typing import Annotated

import typer

from seleqt_cli.cli.context import context_of
from seleqt_cli.cli.options import with_json

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
@with_json
def doctor(
    ctx: typer.Context,
    offline: Annotated[bool, typer.Option("--offline", help="Ask neither DNS nor the mail servers.")] = False,
    login: Annotated[bool, typer.Option("--login", help="Try every login at its servers too.")] = False,
) -> int:
    """Look at everything that would stop a send, and change nothing: home, database, keyring, clock, file, senders, DNS.

    Asked over the network are DNS and the servers of your own senders, nobody else. No name, address or folder of yours is
    in what it writes, so that it can go into a bug report. Exit 1 when there is a problem.

    \b
    Example:
      seleqt doctor
      seleqt doctor --json > doctor.json
    """
    from seleqt_cli import __version__
    from seleqt_cli.cli.findings_view import counted, finding_json, show_findings
    from seleqt_cli.core.errors import UsageProblem
    from seleqt_cli.core.health import worst
    from seleqt_cli.wiring.doctor import examine

    if offline and login:
        raise UsageProblem("--offline and --login contradict each other")
    context = context_of(ctx)
    findings = examine(context.services, online=not offline, login=login)
    level = worst(findings)
    if context.json:
        context.screen.document({"seleqt": __version__, "level": level, "findings": [finding_json(one) for one in findings]})
    else:
        show_findings(context.screen, findings)
        context.screen.say(counted(findings))
    return int(level == "problem")
