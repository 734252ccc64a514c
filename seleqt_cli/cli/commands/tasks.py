"""`seleqt tasks`: what waits for a person."""

from typing import TYPE_CHECKING, Annotated

import typer

from seleqt_cli.cli.context import Context, context_of
from seleqt_cli.cli.moments import rfc3339
from seleqt_cli.cli.options import with_json
from seleqt_cli.cli.prompts import confirm, interactive

if TYPE_CHECKING:
    from collections.abc import Callable

    from seleqt_cli.app.tasks import Tasks
    from seleqt_cli.wiring.linkedin_filling import FillDesk

app = typer.Typer(add_completion=False, rich_markup_mode=None, help="Do what waits for you: reviews, LinkedIn steps, calls.")

Number = Annotated[int, typer.Argument(metavar="ID", help="Its number in the list.")]


@app.callback(invoke_without_command=True)
def start(ctx: typer.Context) -> None:
    """Do what waits for you: one key each on a terminal, a list elsewhere."""
    if ctx.invoked_subcommand is None:
        from seleqt_cli.cli.task_desk import Desk, show_list

        context = context_of(ctx)
        tasks, zone, now = _tasks(context)
        if interactive():
            Desk(context, tasks, zone, now, _windows(context)).work()
        else:
            show_list(context.screen, tasks, zone, doubts=_windows(context).doubts())


@app.command("list")
@with_json
def list_(ctx: typer.Context, snoozed: Annotated[bool, typer.Option("--snoozed", help="Snoozed ones too.")] = False) -> None:
    """List what waits, oldest first, with texts and links; --json writes JSON Lines.

    \b
    Example:
      seleqt tasks list
    """
    from seleqt_cli.cli.task_desk import every, show_list
    from seleqt_cli.ports.tasks import OPENED

    context = context_of(ctx)
    tasks, zone, now = _tasks(context)
    if not context.json:
        show_list(context.screen, tasks, zone, snoozed=snoozed, doubts=_windows(context).doubts())
        return
    for one in every(tasks, snoozed=snoozed):
        context.screen.line(
            {
                "type": "task", "id": one.id, "kind": one.kind, "at": rfc3339(one.created_at), "account": one.account or None,
                "campaign": one.campaign, "lead": one.lead or None, "lead_id": one.lead_id, "step": one.step, "text": one.text,
                "link": one.link or None, "snoozed_until": rfc3339(one.snoozed_until) if one.snoozed_until else None,
                "attached": one.attached, "opened_by": one.opened_by if one.opened_at + OPENED > now else None,
            }
        )  # fmt: skip


@app.command("open")
def open_(
    ctx: typer.Context,
    number: Number,
    by_hand: Annotated[bool, typer.Option("--by-hand", help="Only show it: you do it in your own browser.")] = False,
) -> int:
    """Show a task and keep it for yourself for ten minutes: nobody else can do or skip it meanwhile.

    A LinkedIn step whose sender is signed in (mode fill) is filled in at its window; you click, and seleqt sees what went.
    Otherwise its text is put on the clipboard of the terminal. Who you are says SELEQT_PERSON, else your login.

    \b
    Example:
      seleqt tasks open 12
      seleqt tasks open 12 --by-hand
    """
    from seleqt_cli.cli.linkedin_window import fill
    from seleqt_cli.cli.task_desk import copy, show_task
    from seleqt_cli.core.campaign import LINKEDIN_KINDS

    context = context_of(ctx)
    task = _tasks(context)[0].take(number)
    show_task(context.screen, task)
    if task.kind in LINKEDIN_KINDS and not by_hand:
        windows = _windows(context)
        acting = windows.acting(task)
        if acting.mode != "open":
            return fill(context, windows, task)
        if acting.lacks:
            context.screen.say(f"by hand: {acting.lacks}" + (f" ({acting.todo})" if acting.todo else ""))
    copy(task)
    return 0


@app.command()
def done(
    ctx: typer.Context,
    numbers: Annotated[list[int] | None, typer.Argument(metavar="[ID…]", help="Their numbers in the list.")] = None,
    reviews: Annotated[bool, typer.Option("--reviews", help="Approve every message that waits for approval.")] = False,
    without_note: Annotated[bool, typer.Option("--without-note", help="The invitation was sent without its note.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> int:
    """Say that tasks were done, or that messages are approved. For a mail that you wrote by hand: go on.

    A LinkedIn step counts at this moment; when hours or limits do not allow it now, it is refused and stays open.

    \b
    Example:
      seleqt tasks done 12
      seleqt tasks done 14 --without-note
      seleqt tasks done --reviews --yes
    """
    from seleqt_cli.core.errors import UsageProblem

    if bool(numbers) == reviews:
        raise UsageProblem("name tasks, or all messages with --reviews", advice="seleqt tasks list")
    if reviews and without_note:
        raise UsageProblem("--without-note is for invitations, not for messages that wait for approval")
    context = context_of(ctx)
    if reviews:
        _approve_all(context, yes)
        return 0
    tasks = _tasks(context)[0]

    def one(number: int) -> None:
        task = tasks.done(number, note=not without_note)
        context.screen.say(f"{number}: {'approved' if task.kind == 'review' else 'done'}")

    return _each(context, numbers or [], one)


@app.command()
def approve(
    ctx: typer.Context,
    numbers: Annotated[list[int] | None, typer.Argument(metavar="[ID…]", help="Their numbers in the list.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Every message that waits for approval.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> int:
    """Approve messages as they are shown: subject, text, attachments, recipient and sender.

    When the file or the lead changes one of these afterwards, you are asked again.

    \b
    Example:
      seleqt tasks approve 12 13
      seleqt tasks approve --all --yes
    """
    from seleqt_cli.core.errors import Failed, UsageProblem

    if bool(numbers) == every:
        raise UsageProblem("name messages, or --all", advice="seleqt tasks list")
    context = context_of(ctx)
    if every:
        _approve_all(context, yes)
        return 0
    tasks = _tasks(context)[0]

    def one(number: int) -> None:
        task = tasks.one(number)
        if task is not None and task.kind != "review":
            raise Failed(f"task {number} is no message to approve", advice=f"seleqt tasks done {number}")
        tasks.done(number)
        context.screen.say(f"{number}: approved")

    return _each(context, numbers or [], one)


@app.command()
def edit(
    ctx: typer.Context,
    number: Number,
    file: Annotated[
        str,
        typer.Option("--file", metavar="FILE", help="The words instead of an editor: `Subject: …`, an empty line, the text; - is stdin."),
    ] = "",
) -> None:
    """Change one lead's message, in $VISUAL or $EDITOR; it still waits for approval. It goes out as plain text then.

    \b
    Example:
      seleqt tasks edit 12
      seleqt tasks edit 12 --file words.txt
    """
    from seleqt_cli.cli.task_desk import edited, replaced, words_of
    from seleqt_cli.core.errors import UsageProblem

    context = context_of(ctx)
    tasks = _tasks(context)[0]
    if file:
        replaced(tasks, number, words_of(file))
        context.screen.say(f"{number}: changed; it waits for approval")
        return
    if not interactive():
        raise UsageProblem("nobody is at a terminal to edit", advice=f"seleqt tasks edit {number} --file FILE")
    edited(context, tasks, tasks.take(number))


@app.command()
def skip(ctx: typer.Context, numbers: Annotated[list[int], typer.Argument(metavar="ID…", help="Their numbers in the list.")]) -> int:
    """Leave tasks out: each lead goes on with its next step. For a mail that you wrote by hand: nothing more goes.

    \b
    Example:
      seleqt tasks skip 12
    """
    context = context_of(ctx)
    tasks = _tasks(context)[0]

    def one(number: int) -> None:
        tasks.skip(number)
        context.screen.say(f"{number}: skipped")

    return _each(context, numbers, one)


@app.command()
def snooze(
    ctx: typer.Context, number: Number, until: Annotated[str, typer.Argument(metavar="TIME", help="2027-01-08, or 2 days.")]
) -> None:
    """Let a task come up again later.

    \b
    Example:
      seleqt tasks snooze 12 "2 days"
    """
    from seleqt_cli.cli.when import moment

    context = context_of(ctx)
    tasks, zone, now = _tasks(context)
    tasks.snooze(number, moment(until, "TIME", zone=zone, now=now, ahead=True))
    context.screen.say(f"{number}: snoozed")


@app.command()
def problem(ctx: typer.Context, number: Number, what: Annotated[str, typer.Argument(metavar="TEXT", help="What is wrong.")]) -> None:
    """Say that something is wrong with the lead: it is held until a field is put right.

    \b
    Example:
      seleqt tasks problem 12 "this is another person"
    """
    context = context_of(ctx)
    _tasks(context)[0].problem(number, what)
    context.screen.say(f"{number}: held, {what}")


@app.command()
def replies(
    ctx: typer.Context,
    sender: Annotated[str, typer.Argument(metavar="SENDER", help="The LinkedIn sender whose messages you read.")],
    who: Annotated[list[str] | None, typer.Argument(metavar="[LEAD…]", help="Who replied there; nobody when left out.")] = None,
) -> None:
    """Say that you looked for replies on LinkedIn, and who replied: they hear nothing more.

    \b
    Example:
      seleqt tasks replies anna-linkedin
      seleqt tasks replies anna-linkedin noor@windmill.example
    """
    from seleqt_cli.wiring.outlines import looking
    from seleqt_cli.wiring.people import lead_named, people, tasks_of

    context = context_of(ctx)
    machine = looking(context.services, context.services.connect())
    by = context.services.person
    for lead in [lead_named(machine, name) for name in who or ()]:
        people(machine, by).mark(lead, "replied")
    tasks_of(machine, by).looked(sender)
    context.screen.say(f"{sender}: read now, {len(who or ())} replied")


def _tasks(context: Context) -> "tuple[Tasks, str, int]":
    from seleqt_cli.wiring.outlines import looking
    from seleqt_cli.wiring.people import tasks_of

    machine = looking(context.services, context.services.connect())
    return tasks_of(machine, context.services.person), machine.workspace.business.timezone, machine.clock.now()


def _windows(context: Context) -> "FillDesk":
    from seleqt_cli.wiring.linkedin_filling import FillDesk
    from seleqt_cli.wiring.outlines import looking

    return FillDesk(looking(context.services, context.services.connect()), context.services.person)


def _each(context: Context, numbers: list[int], do: "Callable[[int], None]") -> int:
    """One by one: what one of them cannot keeps the others from nothing; the exit code is that of the first that could not."""
    from seleqt_cli.core.errors import SeleqtError

    if len(numbers) == 1:
        do(numbers[0])
        return 0
    worst = 0
    for number in dict.fromkeys(numbers):
        try:
            do(number)
        except SeleqtError as error:
            context.screen.warn(f"{error.message}" + (f" ({error.advice})" if error.advice else ""))
            worst = worst or error.exit_code
    return worst


def _approve_all(context: Context, yes: bool) -> None:
    from seleqt_cli.cli.task_desk import approve as approve_one
    from seleqt_cli.cli.task_desk import every

    tasks = _tasks(context)[0]
    waiting = [one for one in every(tasks) if one.kind == "review"]
    if not waiting:
        context.screen.say("no message waits for approval")
    elif confirm(f"Approve {len(waiting)} messages?", yes=yes):
        approved = sum([approve_one(context.screen, tasks, one) for one in waiting])
        context.screen.say(f"{approved} approved")
