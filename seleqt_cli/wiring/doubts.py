"""Settling what is in doubt, put together over a machine."""

from seleqt_cli.app.resolve import Resolver
from seleqt_cli.app.run_due import Runner
from seleqt_cli.channels.outbox import OutboxChannel
from seleqt_cli.ports.resolve import Doubt, Evidence
from seleqt_cli.storage.doubts import SqliteDoubts
from seleqt_cli.wiring.machine import Machine


def resolver(machine: Machine, runner: Runner) -> Resolver:
    """Settles the doubts of a machine's home. `runner` came from the machine, so what killed processes left is in doubt by now."""

    def evidence(doubt: Doubt) -> Evidence:
        return _evidence(machine, doubt)

    return Resolver(SqliteDoubts(machine.store), machine.programs, machine.calendar, runner.place, evidence)


def _evidence(machine: Machine, doubt: Doubt) -> Evidence:
    """What can be known without reading an inbox: an outbox keeps every mail under a name made of its Message-ID."""
    account = machine.accounts.get(doubt.account)
    if account is None:
        return Evidence(None, f"{doubt.sender} is not in the campaigns file any more; look where it sent from")
    outbox = account.senders[0].outbox
    if outbox and doubt.message_id:
        found = OutboxChannel(machine.folder / outbox).holds(doubt.message_id)
        if found is not None:
            return Evidence(True, f"the mail lies in {found}")
        return Evidence(None, f"no such mail in {machine.folder / outbox}: not written, or moved away since")
    if account.channel == "email":
        return Evidence(None, f"look for {doubt.message_id} in the Sent folder of {doubt.sender}; seleqt cannot read it yet")
    return Evidence(None, f"look at {doubt.recipient or doubt.lead} in the browser of {doubt.sender}")
