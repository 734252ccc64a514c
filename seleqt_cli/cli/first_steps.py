"""What `seleqt init` does once the file is written: connect the sender, show the simulation, say what to type next."""

from dataclasses import replace
from pathlib import Path
from shlex import quote

from seleqt_cli.cli.context import Context
from seleqt_cli.cli.error_text import told
from seleqt_cli.cli.prompts import ask
from seleqt_cli.core.errors import SeleqtError
from seleqt_cli.core.starter import Starter

_WAIT = 60
"""How long the test mail is looked for, in seconds."""


def at(context: Context, folder: Path) -> Context:
    """Return the context for the file that was just written, whatever file the call named."""
    return replace(context, file=str(folder / "campaigns.yaml"))


def connect(context: Context, starter: Starter) -> bool | None:
    """Ask, accept the file, log the sender in and let it write to itself; None when nobody wanted that, False when it failed.

    What went wrong is said; the file stays, and the same can be typed later.
    """
    if not _yes(f"Connect {starter.email} now and send it one test mail? (yes, no)"):
        return None
    from seleqt_cli.cli.accepting import accept
    from seleqt_cli.cli.own_mail_view import show_test
    from seleqt_cli.cli.signing_in import Wishes, log_in
    from seleqt_cli.wiring.accounts import sender_named

    services = context.services
    try:
        accept(context, yes=False)
        machine = services.machine(services.connect())
        log_in(context, machine, sender_named(machine, starter.sender), Wishes())
        machine = services.machine(services.connect())  # with the servers that the login found
        show_test(context, machine, sender_named(machine, starter.sender), _WAIT)
    except (SeleqtError, OSError) as error:
        return _went_wrong(context, error)
    return True


def show_simulation(context: Context) -> None:
    """Show what the new file would do, on a virtual clock; the promises bind there too."""
    from seleqt_cli.cli.simulation import SimulationRequest, simulation

    context.screen.say("\nWhat it would send, simulated (seleqt run --simulate):\n")
    try:
        simulation(context, SimulationRequest(reply_rate=0, ooo_rate=0))
    except SeleqtError as error:
        _went_wrong(context, error)


def say_next(context: Context, folder: Path, starter: Starter, *, login: bool | None) -> None:
    """Say what to type next; `login`: True when the account is connected."""
    say = context.screen.say
    where = f"cd {quote(str(folder))} && " if folder != Path() else ""
    say(f"Next: {where}seleqt check")
    if not login and not starter.smtp.startswith("outbox:"):
        # A login belongs to an account of the accepted file.
        missing = "   (what went wrong above is corrected in the file)" if login is False else ""
        say(f"      seleqt apply && seleqt senders login {starter.sender}{missing}")


def _yes(question: str) -> bool:
    answer = ask(question, "yes", wrong=lambda text: "" if text.lower() in ("y", "yes", "n", "no") else "yes or no")
    return answer.lower() in ("y", "yes")


def _went_wrong(context: Context, error: Exception) -> bool:
    text = told(error)
    if text is None:
        raise error
    context.screen.warn(text[0])
    return False
