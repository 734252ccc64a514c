"""`seleqt resolve --check` and `--ready` over a database that does not know everything that was sent from it."""

from typing import TYPE_CHECKING

from seleqt_cli.cli.context import Context
from seleqt_cli.cli.moments import absolute
from seleqt_cli.cli.prompts import confirm
from seleqt_cli.core.errors import UsageProblem

if TYPE_CHECKING:
    from seleqt_cli.wiring.machine import Machine
    from seleqt_cli.wiring.reconciling import Read


def tell_stopped(context: Context, machine: "Machine") -> None:
    """Say first of all that nothing is sent, and why."""
    from seleqt_cli.wiring.reconciling import unread_sent, why_stopped

    stopped = why_stopped(machine)
    if stopped is not None:
        following = "seleqt resolve --check" if unread_sent(machine) else "seleqt resolve --ready"
        context.screen.warn(f"nothing is sent from this database: {stopped.why} ({following})")


def read_sent_again(context: Context, machine: "Machine") -> int:
    """Read every Sent folder and list what it showed; the exit code."""
    from seleqt_cli.wiring.reconciling import not_shown, read_again

    screen, zone = context.screen, machine.workspace.business.timezone
    results = read_again(machine)
    for read in results:
        if read.trouble is not None:
            advice = f" ({read.trouble.advice})" if read.trouble.advice else ""
            screen.warn(f"{read.sender}: its Sent was not read: {read.trouble.message}{advice}")
            continue
        _tell(context, read, zone)
    for unread in not_shown(machine):
        some = ", ".join(unread.some) + (", ..." if unread.people > len(unread.some) else "")
        people = "person is" if unread.people == 1 else "people are"
        screen.say(f"{unread.sender}: {unread.why}; {unread.people} {people} next: {some}")
    if any(read.trouble is not None for read in results):
        return 1
    screen.say("everything that can be read was read; when you agree: seleqt resolve --ready")
    return 0


def let_send_again(context: Context, machine: "Machine", *, yes: bool) -> None:
    """A person lets it send, after being shown what nothing could show."""
    from seleqt_cli.wiring.reconciling import let_send, not_shown, unread_sent, why_stopped

    screen = context.screen
    stopped = why_stopped(machine)
    if stopped is None:
        screen.say("it may send already")
        return
    if not unread_sent(machine):
        since = absolute(stopped.since, machine.workspace.business.timezone)
        for unread in not_shown(machine):
            some = ", ".join(unread.some) + (", ..." if unread.people > len(unread.some) else "")
            screen.warn(
                f"{unread.sender}: {unread.why}. What it did since {since} would be done again: {unread.people} next ({some}); "
                "settle what you know with: seleqt leads stop LEAD, or seleqt mark"
            )
        if not confirm("Shall this database send from now on? No other copy of it may.", yes=yes):
            raise UsageProblem("nothing was changed", advice="seleqt resolve --check lists what was found")
    let_send(machine, context.services.person)
    screen.say("this database sends from now on; any other copy of it on this machine does not")


def _tell(context: Context, read: "Read", zone: str) -> None:
    reading, screen = read.reading, context.screen
    count = len(reading.recorded)
    screen.say(f"{read.sender}: {count} {'mail' if count == 1 else 'mails'} found that this database did not know of")
    for one in reading.recorded:
        screen.say(f"    {absolute(one.at, zone)}  {one.lead}  {one.campaign}, step {one.step}: counts as sent")
    for found in reading.strangers:
        to = ", ".join(found.recipients) or "somebody"
        screen.say(f"    {absolute(found.at, zone)}  {to}: not among the leads any more; the step is not done again")
