"""`seleqt senders check`: the command, mounted into the group of cli/commands/senders."""

from typing import Annotated

import typer

from seleqt_cli.cli.context import context_of
from seleqt_cli.cli.options import with_json


def mount(app: typer.Typer) -> None:
    """Add the command to the group."""
    app.command("check")(check)


@with_json
def check(
    ctx: typer.Context,
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME]…", help="Senders of campaigns.yaml. [all with an address]")] = None,
) -> int:
    """Check what receivers look at: SPF, DKIM, DMARC, MX of the sender's domain, and TLS of its mail servers.

    Of a LinkedIn sender: who is signed in, who clicks, the last check of its pages, what stopped it.

    It says what is wrong, why it matters, and what to put into DNS. Asked are DNS and the configured servers; nobody logs
    in. `senders test` first: the mail to yourself shows the DKIM key. Exit 1 when something is wrong; warnings are none.

    \b
    Example:
      seleqt senders check anna
    """
    from seleqt_cli.cli.findings_view import counted, finding_json, show_findings
    from seleqt_cli.core.health import worst
    from seleqt_cli.wiring.checking import check_senders

    context = context_of(ctx)
    screen = context.screen
    machine = context.services.machine(context.services.connect())
    documents, failed = [], False
    for number, checked in enumerate(check_senders(machine, names or ())):
        level = worst(checked.findings)
        failed = failed or level == "problem"
        sender = checked.sender
        if context.json:
            findings = [finding_json(one) for one in checked.findings]
            documents.append({"sender": sender.name, "account": sender.account, "level": level, "findings": findings})
            continue
        if number:
            screen.show()
        screen.show(f"{sender.name} ({sender.address or sender.account}): {counted(checked.findings)}")
        show_findings(screen, checked.findings)
    if context.json:
        screen.document(documents)
    elif not machine.workspace.senders:
        screen.say("There is no sender.")
    return int(failed)
