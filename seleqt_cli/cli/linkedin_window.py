"""A LinkedIn step in the account's window, from the terminal: what is said meanwhile, and the key for who does not click."""

import asyncio
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from seleqt_cli.cli.context import Context
from seleqt_cli.cli.prompts import ask, interactive
from seleqt_cli.core.actions import Verdict
from seleqt_cli.ports.tasks import Task

if TYPE_CHECKING:
    from seleqt_cli.wiring.linkedin_filling import FillDesk


def fill(context: Context, desk: "FillDesk", task: Task) -> int:
    """Do a task at the window; returns the exit code. Raises SeleqtError when it cannot be done now."""
    from seleqt_cli.wiring.linkedin_filling import sent

    screen = context.screen

    def show(what: str) -> None:
        way_out = "press Enter here" if interactive() else "press Ctrl-C"
        screen.warn(f"{task.id}: it is filled in. Click {what} in the window; if you do not want to, {way_out}.")

    screen.say(f"{task.id}: opening the window")
    filled = desk.fill(task.id, show, listening)
    told = f": {filled.outcome.text}" if filled.outcome.text else ""
    if sent(filled):
        screen.say(f"{task.id}: {'done' if not told else 'done, it was so already'}{told}")
        if filled.result.text_sent and filled.result.text_sent.strip() != task.text.strip():
            screen.say(f"    what went: {filled.result.text_sent}")
        return 0
    doubtful = filled.outcome.verdict is Verdict.IN_DOUBT
    screen.warn(
        f"{task.id}: {'nobody knows whether it went' if doubtful else 'not done'}{told}" + (f" ({filled.then})" if filled.then else "")
    )
    if doubtful and interactive():
        ask_about_doubts(context, desk)
    return 3 if filled.outcome.verdict in (Verdict.SENDER_HELD, Verdict.NOT_NOW, Verdict.NOT_ARMED) else 1


def ask_about_doubts(context: Context, desk: "FillDesk") -> None:
    """One question for each LinkedIn step in doubt: whoever closed the window knows."""
    for doubt in desk.doubts():
        answer = ask(f"Did the LinkedIn {doubt.kind} to {doubt.to} go? (yes, no, or later)", "later").lower()
        if answer in ("y", "yes", "n", "no"):
            sent = answer.startswith("y")
            to = desk.decide(doubt.action, sent=sent)
            context.screen.say(f"{'counts as sent to' if sent else 'did not go, and comes up again:'} {to}")


def listening(leave: Callable[[], None]) -> Callable[[], None]:
    """Take Enter for `leave` from now on; returns what ends that. Without a terminal there is nobody to press it."""
    if not interactive():
        return lambda: None
    loop = asyncio.get_running_loop()

    def pressed() -> None:
        sys.stdin.readline()
        leave()

    loop.add_reader(sys.stdin, pressed)
    return lambda: _stop(loop)


def _stop(loop: asyncio.AbstractEventLoop) -> None:
    loop.remove_reader(sys.stdin)
