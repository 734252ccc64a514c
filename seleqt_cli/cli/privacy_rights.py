"""`seleqt privacy restrict`, `object` and `correct`: what a person may ask for beside a copy and deletion."""

from typing import TYPE_CHECKING, Annotated

import typer

from seleqt_cli.cli.context import Context, context_of

if TYPE_CHECKING:
    from seleqt_cli.core.journey import Journey
    from seleqt_cli.wiring.machine import Machine

Lead = Annotated[str, typer.Argument(metavar="LEAD", help="Address, profile, name or number.")]
Why = Annotated[str, typer.Option("--why", help="What was asked for, for the record.", metavar="TEXT")]


def mount(app: typer.Typer) -> None:
    """Add the commands to the group."""
    app.command()(correct)
    app.command()(restrict)
    app.command("object")(object_)


def correct(
    ctx: typer.Context,
    lead: Lead,
    values: Annotated[list[str], typer.Argument(metavar="FIELD=VALUE…", help="What is right; FIELD= empties it.")],
) -> None:
    """Put right what is kept about a person; that it was done is recorded, the wrong values are not.

    A lead file that still says the old thing is named: the next apply would bring it back.

    \b
    Example:
      seleqt privacy correct noor@windmill.example last_name=Janssen
    """
    from datetime import UTC, datetime

    from seleqt_cli.app.leads import find_lead, lead_record, set_field
    from seleqt_cli.core.errors import UsageProblem
    from seleqt_cli.wiring.people import free_held_lead
    from seleqt_cli.wiring.privacy_papers import unchecked
    from seleqt_cli.wiring.rights import files_that_hold, record_correction

    context = context_of(ctx)
    services = context.services
    pairs = []
    for text in values:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise UsageProblem(f"{text!r} is not FIELD=VALUE")
        pairs.append((name.strip(), value.strip()))
    book = services.leads()
    found = before = find_lead(book, lead)
    now = services.clock.now()
    for name, value in pairs:
        set_field(book, found, name, value, now=now, today=datetime.fromtimestamp(now, UTC).date(), by=services.person)
        found = find_lead(book, str(found.id))
    for request in unchecked(services, found.id, "correction"):
        context.screen.warn(f"request {request}: nobody has checked who asks: seleqt privacy request verify {request} --how TEXT")
    old, new = lead_record(before), lead_record(found)
    changed = [name for name, _ in pairs] if old != new else []
    if changed:
        record_correction(services, found, changed)
    freed = free_held_lead(services, found)
    told = f"{found.key}: {', '.join(changed)} put right" if changed else f"{found.key}: nothing was wrong"
    context.screen.say(told + (f"; {freed} held journeys go on" if freed else ""))
    for path in files_that_hold(services, before):
        context.screen.warn(f"{path} holds this person too; put it right there, or the next apply brings the old value back")


def restrict(
    ctx: typer.Context,
    lead: Lead,
    why: Why = "",
    lift: Annotated[bool, typer.Option("--lift", help="End the restriction: campaigns to come may take the person again.")] = False,
) -> None:
    """Keep a person's data and use them no more: nothing goes to them, on no channel, until a person lifts it.

    \b
    Example:
      seleqt privacy restrict noor@windmill.example --why "says the address is wrong"
      seleqt privacy restrict noor@windmill.example --lift
    """
    from seleqt_cli.wiring.people import lead_named
    from seleqt_cli.wiring.rights import rights

    context, machine = _open(ctx)
    found = lead_named(machine, lead)
    if lift:
        rights(machine, context.services.person).lift(found, why)
        context.screen.say(f"{found.key}: no longer restricted; what has ended stays ended")
        return
    ended = rights(machine, context.services.person).restrict(found, why)
    context.screen.say(f"{found.key}: restricted{_in(ended)}; the data are kept and nothing goes to them")


def object_(ctx: typer.Context, lead: Lead) -> None:
    """Note that a person objects to being contacted: they never are again, by no address or profile of theirs.

    Somebody who is no lead goes on the list of those who are never contacted, as `seleqt suppress add` does it.

    \b
    Example:
      seleqt privacy object noor@windmill.example
    """
    from seleqt_cli.app.suppression import target_of
    from seleqt_cli.core.errors import UsageProblem
    from seleqt_cli.wiring.people import lead_named
    from seleqt_cli.wiring.rights import names_of, rights

    context, machine = _open(ctx)
    desk = rights(machine, context.services.person)
    try:
        found = lead_named(machine, lead)
    except UsageProblem:
        target = target_of(lead) if "@" in lead or "linkedin.com" in lead else None
        if target is None or target.kind == "domain":
            raise
        new = desk.object_unknown(target)
        context.screen.say(f"{target.value}: {'objected' if new else 'had objected'}; no lead, never to be contacted")
        return
    ended, added = desk.object(found, names_of(machine, found))
    context.screen.say(f"{found.key}: {'objected' if added else 'had objected'}{_in(ended)}; never to be contacted again")


def _open(ctx: typer.Context) -> "tuple[Context, Machine]":
    from seleqt_cli.wiring.outlines import looking

    context = context_of(ctx)
    return context, looking(context.services, context.services.connect())


def _in(ended: "list[Journey]") -> str:
    names = ", ".join(journey.campaign for journey in ended)
    return f", stopped in {names}" if names else ""
