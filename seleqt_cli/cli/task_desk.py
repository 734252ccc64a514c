"""Tasks as a person sees them: a list, and one after the other with a key each."""

import base64
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from seleqt_cli.app.tasks import LATER, Tasks
from seleqt_cli.cli.context import Context
from seleqt_cli.cli.linkedin_window import ask_about_doubts, fill
from seleqt_cli.cli.moments import absolute
from seleqt_cli.cli.output import Screen
from seleqt_cli.cli.prompts import ask, confirm
from seleqt_cli.cli.when import moment
from seleqt_cli.core.campaign import LINKEDIN_KINDS
from seleqt_cli.core.errors import SeleqtError, UsageProblem
from seleqt_cli.ports.inbox import CONTACT
from seleqt_cli.ports.resolve import Doubt
from seleqt_cli.ports.tasks import Task

if TYPE_CHECKING:
    from seleqt_cli.wiring.linkedin_filling import FillDesk

_SAYS = {"review": "approve the message", "task": "do", "later": "come back", "contact": "go on, or stop"}
SHOWN_AT_ONCE: Final = 20
"""Messages that are shown, and approved together, at once."""
MOST_OCTETS: Final = 1 << 20
"""Of a file of words."""


def every(tasks: Tasks, *, snoozed: bool = False) -> Iterator[Task]:
    """All open tasks, a page at a time."""
    after = 0
    while page := tasks.open(after=after, snoozed=snoozed):
        yield from page
        after = page[-1].id


def show_list(screen: Screen, tasks: Tasks, zone: str, *, snoozed: bool = False, doubts: Iterable[Doubt] = ()) -> None:
    """The questions first, then each task with its text and link. `doubts`: LinkedIn steps of which nobody knows whether they went."""
    asked = False
    for doubt in doubts:
        asked = True
        screen.show(
            f"?  did the LinkedIn {doubt.kind} to {doubt.to} go?  seleqt resolve --sent {doubt.action}  or  --not-sent {doubt.action}"
        )
    for question in tasks.questions():
        since = f"since {absolute(question.since, zone)}" if question.since else "at all"
        screen.show(f"?  any replies to {question.sender} on LinkedIn {since}?  seleqt tasks replies {question.sender} [LEAD…]")
    empty = not asked
    for task in every(tasks, snoozed=snoozed):
        empty = False
        show_task(screen, task, tasks.holder(task))
    if empty:
        screen.say("nothing waits for you")


def show_task(screen: Screen, task: Task, holder: str = "") -> None:
    """One task; `holder`: who else has it before them."""
    who = f"{task.name} ({task.lead})" if task.name else task.lead or f"lead {task.lead_id}"
    step = "" if task.step.startswith("lead ") else f" {task.step}"  # a task about the person is of no step
    screen.show(
        f"{task.id}  {_SAYS.get(task.kind, f'LinkedIn {task.kind}')}  {who}"
        + (f", {task.campaign}{step}" if task.campaign else "")
        + (f"  ({holder})" if holder else "")
    )
    if task.link and task.account.startswith("linkedin:"):
        screen.show(f"    {task.link}", exact=True)
    if task.kind == "review":
        files = f", attached: {', '.join(task.attached)}" if task.attached else ""
        screen.show(f"    from {task.account.partition(':')[2]}{files}")
    # a LinkedIn text is left to the terminal's own lines: whoever marks it to copy it gets no line breaks then
    width = shutil.get_terminal_size().columns - 4 if task.kind == "review" and sys.stdout.isatty() else 0
    for line in task.text.splitlines():
        for part in (textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) or [""]) if width > 20 else [line]:
            screen.show(f"    {part}".rstrip(), exact=True)


class Desk:
    """One task after the other at a terminal."""

    def __init__(self, context: Context, tasks: Tasks, zone: str, now: int, windows: "FillDesk") -> None:
        self._context = context
        self._windows = windows
        self._tasks = tasks
        self._zone = zone
        self._now = now

    def work(self) -> None:
        """Until nothing waits, or q."""
        screen = self._context.screen
        ask_about_doubts(self._context, self._windows)
        for question in self._tasks.questions():
            answer = ask(f"Any replies to {question.sender} on LinkedIn? (none, or later)", "later")
            if answer.lower() in ("none", "no", "n"):
                self._tasks.looked(question.sender)
            elif answer != "later":
                screen.say(f"type: seleqt tasks replies {question.sender} {answer}")
        approved: set[int] = set()
        for task in every(self._tasks):
            if task.id in approved:
                continue
            try:
                self._tasks.take(task.id)
            except SeleqtError as error:  # a colleague has it, or has just done it
                screen.warn(error.message)
                continue
            show_task(screen, task)
            copy(task)
            window = task.kind in LINKEDIN_KINDS and self._windows.acting(task).mode != "open"
            while True:
                key = ask(keys_of(task, window=window), "n").lower()[:1]
                if key == "q":
                    return
                try:
                    if key == "e" and task.kind == "review":
                        task = edited(self._context, self._tasks, task)
                    elif key == "a" and task.kind == "review":
                        approved |= self._approve_all(task)
                        if task.id in approved:
                            break
                    elif key == "o" and window:
                        fill(self._context, self._windows, task)
                        if self._tasks.one(task.id) is None:
                            break
                    elif self._act(key, task):
                        break
                except SeleqtError as error:
                    screen.warn(f"{error.message}. {error.advice}" if error.advice else error.message)
        screen.say("nothing more waits for you")

    def _act(self, key: str, task: Task) -> bool:
        """Whether the next task comes."""
        if key == ("g" if task.kind == CONTACT else "d"):
            self._tasks.done(task.id)
        elif key == "w" and task.kind == "connect" and task.text:
            self._tasks.done(task.id, note=False)
        elif key == ("t" if task.kind == CONTACT else "s"):
            self._tasks.skip(task.id)
        elif key == "z":
            self._tasks.snooze(task.id, moment(ask("until", "1 day"), "until", zone=self._zone, now=self._now, ahead=True))
        elif key == "p" and task.kind not in (CONTACT, LATER):
            self._tasks.problem(task.id, ask("what is wrong", "wrong person"))
        else:
            return key == "n"
        return True

    def _approve_all(self, first: Task) -> set[int]:
        """Show the messages that wait behind this one, a screenful of them, and approve all that were shown; returns their numbers."""
        screen = self._context.screen
        shown = [first]
        for task in every(self._tasks):
            if task.kind == "review" and task.id > first.id and not self._tasks.holder(task):
                show_task(screen, task)
                shown.append(task)
                if len(shown) == SHOWN_AT_ONCE:
                    break
        if not confirm(f"Approve all {len(shown)} shown?", yes=False):
            return set()
        return {one.id for one in shown if approve(screen, self._tasks, one)}


def keys_of(task: Task, *, window: bool = False) -> str:
    """What can be typed for a task; at most 80 characters. `window`: it can be filled in at the account's window."""
    if task.kind == CONTACT:
        return "[g]o on s[t]op snoo[z]e [n]ext [q]uit"
    if task.kind == LATER:
        return "[d]one [s]kip snoo[z]e [n]ext [q]uit"
    if task.kind == "review":
        return "[d]=approve [e]dit [a]ll [s]kip snoo[z]e [p]roblem [n]ext [q]uit"
    plain = "[w]ithout note " if task.kind == "connect" and task.text else ""
    return ("[o]pen the window " if window else "") + f"[d]one {plain}[s]kip snoo[z]e [p]roblem [n]ext [q]uit"


def approve(screen: Screen, tasks: Tasks, task: Task) -> bool:
    """Approve exactly what was shown; whoever changed it meanwhile, or has it open, keeps it."""
    now = tasks.one(task.id)
    if now is None or tasks.holder(now):
        screen.warn(f"{task.id}: left out, {tasks.holder(now) if now is not None else 'somebody was faster'}")
    elif now.frozen != task.frozen:
        screen.warn(f"{task.id}: left out, somebody changed it meanwhile")
    else:
        tasks.done(task.id)
        return True
    return False


def edited(context: Context, tasks: Tasks, task: Task) -> Task:
    """The message in the person's own editor; what comes back still waits for approval."""
    changed = _in_editor(task.text)
    if changed.strip() == task.text.strip():
        context.screen.say("nothing was changed")
        return task
    task = replaced(tasks, task.id, changed)
    show_task(context.screen, task)
    context.screen.say("changed; it waits for approval")
    return task


def replaced(tasks: Tasks, number: int, text: str) -> Task:
    """A message's words anew, written as they are shown: `Subject: ...`, an empty line, the text. Raises UsageProblem."""
    head, _, body = text.replace("\r\n", "\n").lstrip("\ufeff\n").partition("\n")
    if not head.startswith("Subject:"):
        raise UsageProblem("the first line has to be Subject: and the subject", advice="nothing was changed")
    return tasks.edit(number, head.removeprefix("Subject:"), body.strip("\n"))


def words_of(file: str) -> str:
    """The content of a file of words, - for stdin. Raises UsageProblem."""
    try:
        octets = sys.stdin.buffer.read(MOST_OCTETS) if file == "-" else Path(file).read_bytes()[:MOST_OCTETS]
        return octets.decode("utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        why = problem.strerror if isinstance(problem, OSError) else "is not UTF-8 text"
        raise UsageProblem(f"{file}: {why}", advice="nothing was changed") from problem


def copy(task: Task) -> None:
    """The text on the clipboard of the terminal, also over SSH (OSC 52)."""
    if task.text and task.account.startswith("linkedin:") and sys.stderr.isatty():
        sys.stderr.write(f"\x1b]52;c;{base64.b64encode(task.text.encode()).decode()}\a")
        sys.stderr.flush()


def _in_editor(text: str) -> str:
    """What the person makes of a text in $VISUAL, $EDITOR or vi. Raises UsageProblem when that does not work."""
    command = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi")
    with tempfile.TemporaryDirectory(prefix="seleqt-") as folder:  # 0700: the text names a person
        path = Path(folder) / "message.txt"
        path.write_text(text + "\n", encoding="utf-8")
        try:
            code = subprocess.run([*command, str(path)], check=False).returncode
            changed = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError, IndexError) as problem:
            raise UsageProblem(f"the editor {' '.join(command)} does not work: {problem}", advice="set VISUAL or EDITOR") from problem
    if code:
        raise UsageProblem(f"the editor {command[0]} ended with {code}", advice="nothing was changed")
    return changed.rstrip("\n")
