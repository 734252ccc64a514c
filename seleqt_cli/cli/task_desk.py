"""Tasks as a person sees them: a list, and one after the other with a key each."""

import base64
import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from seleqt_cli.app.tasks import Tasks
from seleqt_cli.cli.context import Context
from seleqt_cli.cli.moments import absolute
from seleqt_cli.cli.output import Screen
from seleqt_cli.cli.prompts import ask
from seleqt_cli.cli.when import moment
from seleqt_cli.core.errors import SeleqtError
from seleqt_cli.ports.tasks import Task

_SAYS = {"review": "approve the message", "task": "do", "later": "come back", "contact": "go on, or stop"}


def every(tasks: Tasks, *, snoozed: bool = False) -> Iterator[Task]:
    """All open tasks, a page at a time."""
    after = 0
    while page := tasks.open(after=after, snoozed=snoozed):
        yield from page
        after = page[-1].id


def show_list(screen: Screen, tasks: Tasks, zone: str, *, snoozed: bool = False) -> None:
    """The questions first, then each task with its text and link."""
    for question in tasks.questions():
        since = f"since {absolute(question.since, zone)}" if question.since else "at all"
        screen.show(f"?  any replies to {question.sender} on LinkedIn {since}?  seleqt tasks replies {question.sender} [LEAD…]")
    empty = True
    for task in every(tasks, snoozed=snoozed):
        empty = False
        show_task(screen, task, tasks.holder(task))
    if empty:
        screen.say("nothing waits for you")


def show_task(screen: Screen, task: Task, holder: str = "") -> None:
    """One task; `holder`: who else has it before them."""
    who = f"{task.name} ({task.lead})" if task.name else task.lead or f"lead {task.lead_id}"
    screen.show(
        f"{task.id}  {_SAYS.get(task.kind, f'LinkedIn {task.kind}')}  {who}"
        + (f", {task.campaign} {task.step}" if task.campaign else "")
        + (f"  ({holder})" if holder else "")
    )
    if task.link and task.account.startswith("linkedin:"):
        screen.show(f"    {task.link}")
    for line in task.text.splitlines():
        screen.show(f"    {line}".rstrip())


class Desk:
    """One task after the other at a terminal."""

    def __init__(self, context: Context, tasks: Tasks, zone: str, now: int) -> None:
        self._context = context
        self._tasks = tasks
        self._zone = zone
        self._now = now

    def work(self) -> None:
        """Until nothing waits, or q."""
        screen = self._context.screen
        for question in self._tasks.questions():
            answer = ask(f"Any replies to {question.sender} on LinkedIn? (none, or later)", "later")
            if answer.lower() in ("none", "no", "n"):
                self._tasks.looked(question.sender)
            elif answer != "later":
                screen.say(f"type: seleqt tasks replies {question.sender} {answer}")
        for task in every(self._tasks):
            try:
                self._tasks.take(task.id)
            except SeleqtError as error:  # a colleague has it, or has just done it
                screen.warn(error.message)
                continue
            show_task(screen, task)
            copy(task)
            while True:
                edits = " [e]dit" if task.kind == "review" else ""
                key = ask(f"[d]one{edits} [s]kip snoo[z]e [p]roblem [n]ext [q]uit", "n").lower()[:1]
                if key == "q":
                    return
                try:
                    if self._act(key, task):
                        break
                except SeleqtError as error:
                    screen.warn(f"{error.message}. {error.advice}")
        screen.say("nothing more waits for you")

    def _act(self, key: str, task: Task) -> bool:
        """Whether the next task comes."""
        if key == "d":
            self._tasks.done(task.id)
        elif key == "s":
            self._tasks.skip(task.id)
        elif key == "z":
            self._tasks.snooze(task.id, moment(ask("until", "1 day"), "until", zone=self._zone, now=self._now, ahead=True))
        elif key == "p":
            self._tasks.problem(task.id, ask("what is wrong", "wrong person"))
        elif key == "e" and task.kind == "review":
            self._edit(task)
            return False
        return key in "dszpn"

    def _edit(self, task: Task) -> None:
        """In the person's own editor."""
        changed = _edited(task.text)
        if changed == task.text:
            return
        head, _, body = changed.partition("\n\n")
        subject = head.removeprefix("Subject:").strip() if head.startswith("Subject:") else ""
        self._tasks.edit(task.id, " ".join(subject.split()), body.strip("\n") if subject else changed)
        self._context.screen.say("changed; [d]one approves it")


def copy(task: Task) -> None:
    """The text on the clipboard of the terminal, also over SSH (OSC 52)."""
    if task.text and task.account.startswith("linkedin:") and sys.stderr.isatty():
        sys.stderr.write(f"\x1b]52;c;{base64.b64encode(task.text.encode()).decode()}\a")
        sys.stderr.flush()


def _edited(text: str) -> str:
    """What the person makes of a text in $VISUAL, $EDITOR or vi."""
    command = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi")
    with tempfile.TemporaryDirectory(prefix="seleqt-") as folder:  # 0700: the text names a person
        path = Path(folder) / "message.txt"
        path.write_text(text, encoding="utf-8")
        subprocess.run([*command, str(path)], check=False)
        return path.read_text(encoding="utf-8").rstrip("\n")
