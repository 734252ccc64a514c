"""`seleqt privacy request`: what people ask for, by when it is answered, and what came of it."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from seleqt_cli.cli.context import Context, context_of
from seleqt_cli.cli.moments import absolute, relative, rfc3339
from seleqt_cli.cli.options import with_json
from seleqt_cli.core.errors import Failed, UsageProblem
from seleqt_cli.core.rights import RIGHTS, Request

if TYPE_CHECKING:
    from seleqt_cli.app.requests import RequestDesk
    from seleqt_cli.wiring.machine import Machine

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="What people ask for: open, verify, extend, list, answer, close.",
)

Number = Annotated[int, typer.Argument(metavar="NUMBER", help="The number of the request.", min=1)]


def mount(group: typer.Typer) -> None:
    """Add the commands to the group `privacy`."""
    group.add_typer(app, name="request")


@app.command("open")
@with_json
def open_(
    ctx: typer.Context,
    who: Annotated[str, typer.Argument(metavar="LEAD", help="Address, profile, name or number; an address or profile of a stranger too.")],
    kind: Annotated[str, typer.Option("--kind", metavar="KIND", help=f"What is asked for: {', '.join(RIGHTS)}.")],
    text: Annotated[str, typer.Option("--text", metavar="TEXT", help="What they wrote, or how they asked.")] = "",
    received: Annotated[str, typer.Option("--received", metavar="TIME", help="When it came in; the clock runs from there. [now]")] = "",
) -> None:
    """Take a request in: the clock of 30 days runs from the day it came, in the business's zone.

    An objection and a withdrawal of consent bind at once; with a request for restriction or deletion nothing goes to the
    person any more. `status` shows until when an answer is due.

    \b
    Example:
      seleqt privacy request open noor@windmill.example --kind access --received 2026-12-01
    """
    from seleqt_cli.app.suppression import target_of
    from seleqt_cli.cli.when import moment
    from seleqt_cli.wiring.people import lead_named

    context, machine, desk = _desk(ctx)
    zone, now = machine.workspace.business.timezone, machine.clock.now()
    came = moment(received, "--received", zone=zone, now=now) if received else 0
    lead, target = None, None
    try:
        lead = lead_named(machine, who)
    except UsageProblem:
        target = target_of(who) if "@" in who or "linkedin.com" in who else None
        if target is None or target.kind == "domain":
            raise
    request, done = desk.open(kind, lead, target, text, came)
    if context.json:
        context.screen.document(request_json(request))
        return
    screen = context.screen
    screen.say(f"request {request.id}: {kind} for {request.person}; to be answered by the end of {_last_day(request, zone)}")
    if done:
        screen.say(f"{request.person}: {done}")
    if lead is None:
        screen.say("They are no lead: say so in the answer.")
    right = RIGHTS[kind]
    if right.proof:
        screen.say(f"First make sure who asks: seleqt privacy request verify {request.id} --how TEXT")
    if right.then and lead is not None:
        screen.say(f"Then: {right.then.format(lead=request.person)}")


@app.command()
def verify(
    ctx: typer.Context,
    number: Number,
    how: Annotated[str, typer.Option("--how", metavar="TEXT", help="How you made sure who asks.")],
    proof: Annotated[
        str, typer.Option("--proof", metavar="FILE", help="A document you were shown: deleted now, only that it was shown is kept.")
    ] = "",
) -> None:
    """Write down how you made sure who asks. A proof of identity is deleted right after; nothing of it is kept.

    \b
    Example:
      seleqt privacy request verify 3 --how "answered from the address on file"
      seleqt privacy request verify 3 --how "passport" --proof scan.pdf
    """
    context, _, desk = _desk(ctx)
    path = Path(proof) if proof else None
    if path is not None and (path.is_symlink() or not path.is_file()):
        raise UsageProblem(f"{proof} is no file of its own")
    others = path.stat().st_nlink - 1 if path is not None else 0
    request = desk.verify(number, how, proof=path is not None)
    context.screen.say(f"request {number}: {request.person} is verified: {request.verified_how}")
    if path is not None:
        _delete(path)
        where = f"{others} other names of the same file stay" if others else "copies in mails, downloads and the bin are yours to delete"
        context.screen.warn(f"{proof} is deleted; {where}")


@app.command()
@with_json
def extend(
    ctx: typer.Context,
    number: Number,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why it takes longer, as the person was told.")],
    told: Annotated[str, typer.Option("--told", metavar="TIME", help="When the person was told; in the first month. [now]")] = "",
) -> None:
    """Take two further months to answer, where a request is complex or one of many (GDPR article 12(3)).

    It counts only where you told the person so, with the reasons, before the first month was over. You send that yourself.

    \b
    Example:
      seleqt privacy request extend 3 --reason "three mailboxes have to be searched" --told 2026-12-20
    """
    from seleqt_cli.cli.when import moment

    context, machine, desk = _desk(ctx)
    zone, now = machine.workspace.business.timezone, machine.clock.now()
    request = desk.extend(number, reason, moment(told, "--told", zone=zone, now=now) if told else 0)
    if context.json:
        context.screen.document(request_json(request))
        return
    context.screen.say(f"request {number}: extended; to be answered by the end of {_last_day(request, zone)}")


@app.command("list")
@with_json
def list_(ctx: typer.Context, all_: Annotated[bool, typer.Option("--all", help="Closed ones too.")] = False) -> None:
    """List the requests, the most urgent first.

    \b
    Example:
      seleqt privacy request list
    """
    from seleqt_cli.wiring.rights import requests

    context, machine, _ = _desk(ctx)
    zone, now = machine.workspace.business.timezone, machine.clock.now()
    found = requests(machine).requests(closed=all_)
    if context.json:
        context.screen.document([request_json(one) for one in found])
        return
    if not found:
        context.screen.say("no request is open" if not all_ else "there was no request yet")
        return
    rows = [
        [str(one.id), one.kind, one.shown, _state(one), _due(one, zone, now), one.answer or one.extension or one.verified_how or one.text]
        for one in found
    ]
    context.screen.table(["no", "asks for", "who", "is", "answer by", "note"], rows, right={0})


@app.command()
def answer(
    ctx: typer.Context,
    number: Number,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="What was answered, and how.")] = "",
    refused: Annotated[bool, typer.Option("--refused", help="It was refused; --note says why.")] = False,
) -> None:
    """Write down that the person was answered: the clock stops. You send the answer yourself.

    Before data are handed out or changed somebody must have made sure who asks (verify); a deletion is answered once nothing
    of the person is kept.

    \b
    Example:
      seleqt privacy request answer 3 --note "export sent by mail"
    """
    context, _, desk = _desk(ctx)
    request = desk.answer(number, note, refused=refused)
    late = request.answered_at >= request.due_at
    context.screen.say(f"request {number}: {'refused' if refused else 'answered'}" + (", too late" if late else ""))
    if request.refused and RIGHTS[request.kind].at_once == "restrict":
        context.screen.say(f"Their data stay restricted: seleqt privacy restrict {request.person} --lift ends that")


@app.command()
def close(
    ctx: typer.Context,
    number: Number,
    withdrawn: Annotated[bool, typer.Option("--withdrawn", help="The person took it back.")] = False,
) -> None:
    """Close a request that was answered, or that the person took back. It is kept for 3 years.

    \b
    Example:
      seleqt privacy request close 3
    """
    context, _, desk = _desk(ctx)
    desk.close(number, withdrawn=withdrawn)
    context.screen.say(f"request {number}: closed")


def request_json(request: Request) -> dict[str, object]:
    """A request as JSON."""
    moments = ("received_at", "due_at", "opened_at", "verified_at", "answered_at", "closed_at", "extended_at", "told_at")
    told = {name: rfc3339(getattr(request, name)) if getattr(request, name) else None for name in moments}
    return {
        "id": request.id, "kind": request.kind, "state": request.state, "person": request.person or None, "lead_id": request.lead or None,
        "text": request.text, **told, "opened_by": request.opened_by, "verified_by": request.verified_by or None,
        "verified_how": request.verified_how or None, "answered_by": request.answered_by or None, "answer": request.answer or None,
        "refused": request.refused, "closed_by": request.closed_by or None,
        "extended_by": request.extended_by or None, "extension": request.extension or None,
    }  # fmt: skip


def _desk(ctx: typer.Context) -> "tuple[Context, Machine, RequestDesk]":
    from seleqt_cli.wiring.outlines import looking
    from seleqt_cli.wiring.rights import request_desk

    context = context_of(ctx)
    machine = looking(context.services, context.services.connect())
    return context, machine, request_desk(machine, context.services.person)


def _last_day(request: Request, zone: str) -> str:
    return absolute(request.due_at - 1, zone)[:14]


def _state(request: Request) -> str:
    return "refused" if request.refused and request.state == "answered" else request.state


def _due(request: Request, zone: str, now: int) -> str:
    if request.answered_at or request.closed_at:
        return ""
    when = "LATE" if now >= request.due_at else relative(request.due_at, now, full=True)
    return f"{_last_day(request, zone)} ({when}{', extended' if request.extended_at else ''})"


def _delete(path: Path) -> None:
    """Its content is overwritten first, which helps where a file lies in one place."""
    try:
        with path.open("r+b") as stream:
            stream.write(b"\0" * os.fstat(stream.fileno()).st_size)
            stream.flush()
            os.fsync(stream.fileno())
        path.unlink()
    except OSError as error:
        raise Failed(
            f"{path} could not be deleted: {error.strerror}", advice="delete it yourself; that it was shown is on record"
        ) from error
