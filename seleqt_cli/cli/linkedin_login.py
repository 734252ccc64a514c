"""`senders login` of a LinkedIn sender: the window, the check of its pages, and for mode auto what a person has to agree to."""

from typing import Any

from seleqt_cli.cli.context import Context
from seleqt_cli.cli.linkedin_window import listening
from seleqt_cli.cli.prompts import ask, interactive
from seleqt_cli.core.campaign import Sender
from seleqt_cli.core.linkedin.standing import AGREED, AGREEMENT


def log_in(context: Context, machine: Any, sender: Sender) -> None:
    """Everything from the window to who clicks from now on. Raises SeleqtError."""
    from seleqt_cli.wiring.linkedin_signing import LinkedInDesk

    screen = context.screen
    desk = LinkedInDesk(machine, context.services.person)
    screen.say(f"{sender.name}: opening its window. Sign in there as you always do; seleqt sees no password.")
    if interactive():
        screen.say("Press Enter here to give up.")
    found = desk.sign_in(sender, listening)
    screen.say(f"{sender.name}: signed in as {found.person.name or found.person.slug}")
    if found.cleared is not None:
        screen.say(f"{sender.name}: its incident is over, it goes on")
    checkup = found.checkup
    if checkup.incident is not None:
        screen.warn(f"{sender.name}: the check of its pages was stopped: {checkup.incident.text or checkup.incident.stop}")
    elif checkup.missing:
        screen.warn(f"{sender.name}: its pages lack {', '.join(checkup.missing)}; its steps stay tasks for your own browser")
    if sender.mode == "auto" and not desk.agreed(sender) and asked(context, sender):
        desk.agree(sender)
    acting = desk.acting(sender)
    said = {
        "open": "its steps are tasks that you do in your own browser",
        "fill": "its steps are tasks that seleqt fills in at the window, and you click",
        "auto": "seleqt does its steps by itself",
    }[acting.mode]
    why = f" ({acting.lacks}: {acting.todo})" if acting.lacks and acting.todo else ""
    screen.say(f"{sender.name}: {said}{why}")


def asked(context: Context, sender: Sender) -> bool:
    """Whether a person at a terminal agrees to mode auto; no flag does it for them."""
    if not interactive():
        context.screen.warn(f"{sender.name}: nobody is at a terminal to agree to mode auto")
        return False
    for line in AGREEMENT:
        context.screen.warn(line)
    answer = ask(f"To let seleqt click for {sender.name}, type: {AGREED}", "no")
    return answer.strip().rstrip(".").casefold() == AGREED.casefold()
