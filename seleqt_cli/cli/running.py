"""Running for real: the gate before it, the loop, and what a terminal shows meanwhile."""

import asyncio
import re
from functools import partial
from typing import TYPE_CHECKING, Final

from seleqt_cli.app.run_due import Done, Tick
from seleqt_cli.cli.context import Context
from seleqt_cli.cli.moments import absolute, relative, rfc3339
from seleqt_cli.cli.prompts import confirm, interactive
from seleqt_cli.core.actions import ActionState
from seleqt_cli.core.errors import FileProblems, Locked, UsageProblem, no_such
from seleqt_cli.core.guards import freed_by, with_way_out

if TYPE_CHECKING:
    from seleqt_cli.engine.inboxes import Inboxes
    from seleqt_cli.engine.local import Stop
    from seleqt_cli.engine.looks import Looks
    from seleqt_cli.engine.telling import Telling
    from seleqt_cli.wiring.machine import Machine

LOCKED_REST: Final = 30
"""Seconds to the next try after a database that stayed locked; SQLite waited thirty before it said so."""
NEVER_APPLIED: Final = "was never applied"
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


def running(context: Context, *, once: bool, last: str, accept: bool, campaigns: frozenset[str], senders: frozenset[str]) -> int:
    """Run; returns the exit code of SPEC section 5."""
    seconds = duration(last) if last else None
    gate(context, accept=accept)
    return asyncio.run(_until_stopped(context, once=once, seconds=seconds, campaigns=campaigns, senders=senders))


def duration(text: str) -> int:
    """Seconds of a stretch like 14m, 2h or 90s. Raises UsageProblem."""
    found = re.fullmatch(r"\s*(\d{1,6})\s*([smhd])[a-z]*\s*", text)
    if not found or not int(found[1]):
        raise UsageProblem(f"--for {text}: not a stretch of time", advice="write it as 14m, 2h or 90s")
    return int(found[1]) * _UNITS[found[2]]


def gate(context: Context, *, accept: bool) -> None:
    """A new or changed file is accepted with --apply, or asked about once on a terminal; else the last version goes on.

    About a file with errors nothing is asked: they are said, and the last version goes on.
    """
    services, screen = context.services, context.screen
    changed = services.changed_since_apply()
    news = [] if changed == NEVER_APPLIED else services.lead_news()
    if not changed and not news:
        return
    said = "; ".join(([f"{services.file} {changed}"] if changed else []) + news)
    asks = interactive() and not accept
    if asks and services.file.exists():
        try:
            services.ready_to_apply(services.workspace()[1])
        except FileProblems as wrong:
            if changed == NEVER_APPLIED:
                raise
            screen.warn(wrong.message)
            screen.say(f"{services.file} has errors; going on with what was last applied (correct it, then: seleqt apply)")
            return
    if accept or (asks and confirm(f"{said}. Apply it?", yes=False)):
        from seleqt_cli.cli.accepting import accept as accept_file

        accept_file(context, yes=accept)
        return
    if changed == NEVER_APPLIED:
        services.load_file()  # one that is not there has an advice of its own
        raise UsageProblem(f"{services.file} was never applied", advice=f"seleqt apply -f {services.file}, or run with --apply")
    screen.say(f"{said}; going on with what was last applied (seleqt apply accepts it)")


async def _until_stopped(context: Context, *, once: bool, seconds: int | None, campaigns: frozenset[str], senders: frozenset[str]) -> int:
    """Run; a version that is applied meanwhile takes over, as if the run had been started with it.

    A database that somebody keeps locked is waited for. Whoever begins anew finds in the outcome journal what was sent and
    could not be written down.
    """
    from seleqt_cli.engine.clocks import pause
    from seleqt_cli.engine.local import Stop, either

    loop = asyncio.get_running_loop()
    until = None if seconds is None else loop.time() + seconds
    begun = asyncio.Event()
    while True:
        stop = Stop()
        stop.listen()
        try:
            code = await _run(context, stop, begun, once=once, until=until, campaigns=campaigns, senders=senders)
            if code is not None:
                return code
            context.screen.say("another version of the campaigns was applied; going on with it")
        except Locked as problem:
            if not begun.is_set() or (until is not None and loop.time() >= until):
                raise
            context.screen.warn(f"{problem.message}; trying again")
            if not stop.by_signal:
                stop = Stop()
                stop.listen()
                await either(stop.wait(), pause(LOCKED_REST))
        if stop.by_signal:
            return 0


async def _run(
    context: Context,
    stop: "Stop",
    begun: asyncio.Event,
    *,
    once: bool,
    until: float | None,
    campaigns: frozenset[str],
    senders: frozenset[str],
) -> int | None:
    """Run one version; returns the exit code, None when another version is in force.

    `begun` is set once it runs until stopped; `until`: the loop's time at which it ends.
    """
    from seleqt_cli.wiring.outlines import sending

    connection = context.services.connect()
    try:
        machine = sending(context.services, connection, only_campaigns=campaigns, only_senders=senders)
        for name in senders - set(machine.workspace.senders):
            raise no_such("sender", name, machine.workspace.senders)
        for name in campaigns - set(machine.workspace.campaigns):
            raise no_such("campaign", name, machine.workspace.campaigns)
        try:
            return await _work(context, machine, stop, begun, once=once, until=until)
        finally:
            await machine.close()
    finally:
        connection.close()


async def _work(context: Context, machine: "Machine", stop: "Stop", begun: asyncio.Event, *, once: bool, until: float | None) -> int | None:
    from seleqt_cli.cli.live import LiveView
    from seleqt_cli.engine.clocks import pause
    from seleqt_cli.engine.local import LocalEngine, run_once
    from seleqt_cli.wiring.epoch import must_reconcile, require_reconciled
    from seleqt_cli.wiring.sent_copies import with_copies

    if machine.paused():
        context.screen.warn("paused: nothing is sent until you type `seleqt resume`")
    done: list[Done] = []
    view = LiveView(context, machine, done if once else None)  # a run of weeks keeps no list of what it did
    machine.around = partial(with_copies, machine)
    runner = machine.runner(observe=view.done, stopping=stop)
    require_reconciled(machine)
    look = machine.refresh_and_wake(runner, stop)

    def refresh() -> None:
        look()
        if must_reconcile(machine) or machine.outdated:
            stop.ask()
        if reading is not None:
            reading.freshen(machine.planner.unread)
        if hooks is not None:
            hooks.poke()

    engine = LocalEngine(runner, machine.clock, stop, refresh=refresh, beat=view.beat)
    reading: Inboxes | None = None
    if any(runner.only(account) for account in machine.readable()):
        from seleqt_cli.wiring.inboxes import inboxes  # takes 20 ms to load, and not everybody's inbox is read

        reading = inboxes(machine, runner, stop, pause, changed=engine.look_again, observe=view.came_in, unread=view.unread)
    hooks: Telling | None = None
    if machine.tells():
        from seleqt_cli.wiring.hooks import telling  # loads templates

        hooks = telling(machine, stop, pause, observe=view.untold)
    looks: Looks | None = None
    if machine.windowed(runner.only, once=once):
        from seleqt_cli.wiring.linkedin_running import with_windows

        looks = with_windows(machine, runner, stop, pause, changed=engine.look_again, observe=view.came_in)
    try:
        if once:
            if reading is not None:
                await reading.read_all()
            if looks is not None:
                await looks.once()
            due = machine.due_now()
            tick = await run_once(runner, machine.clock, stop, pause)
            code = _once_code(context, machine, done, tick, due, stop.by_signal)
            if hooks is not None:
                await hooks.once()
            if must_reconcile(machine):
                require_reconciled(machine)
            return code
        if until is not None:
            asyncio.get_running_loop().call_at(until, stop.ask)
        if reading is not None:
            reading.start()
        if looks is not None:
            looks.start()
        if hooks is not None:
            hooks.start()
        begun.set()
        with view:
            await engine.run()
        if must_reconcile(machine):
            require_reconciled(machine)
        return None if machine.outdated and (until is None or asyncio.get_running_loop().time() < until) else 0
    finally:
        await asyncio.gather(*(one.end() for one in (reading, looks, hooks) if one is not None))


def _once_code(context: Context, machine: "Machine", done: list[Done], tick: Tick, due: bool, stopped: bool) -> int:
    screen = context.screen
    sent = sum(one.settled.state is ActionState.SENT for one in done)
    if context.json:
        for one in done:
            screen.line(action_json(one))
    elif not context.quiet:
        parts = [f"{sent} sent"]
        if len(done) > sent:
            parts.append(f"{len(done) - sent} not")
        if tick.tasks:
            parts.append(f"{tick.tasks} for you in `seleqt tasks`")
        now = machine.clock.now()
        if screen.live and not (done or tick.tasks) and tick.next_at is not None and tick.next_at > now:
            parts.append(f"next: {absolute(tick.next_at, machine.workspace.business.timezone)} ({relative(tick.next_at, now)})")
        screen.say(", ".join(parts))
    for key, reason in tick.held.items():
        screen.warn(f"{key}: held, {reason}")
    for one in done:
        if one.settled.hold_sender:
            screen.warn(f"{one.claim.sender.name}: held, {one.settled.hold_sender}")
        elif one.settled.state is ActionState.IN_DOUBT:
            screen.warn(f"{one.claim.pick.journey.key}: in doubt, {one.settled.reason} (seleqt resolve)")
    if stopped or sent or tick.tasks:
        return 0
    if machine.busy and due and not done:
        screen.warn("another seleqt is at work on these accounts")
        return 4
    withheld = machine.withheld()
    if not done and not withheld:
        for key, why in machine.planner.disconnected.items():
            screen.say(f"{machine.accounts[key].senders[0].name}: {with_way_out(why, 'seleqt plan')}")
    if not done and not machine.paused():
        for sender, why in withheld.items():
            freed = freed_by(why, sender) if why.startswith(("held", "paused", "first contacts")) else ""
            (screen.say if why == "paused" else screen.warn)(f"{sender}: {with_way_out(why, freed)}")  # who paused it knows
    return 3 if withheld or (due and (done or tick.held)) else 0


def action_json(done: Done) -> dict[str, object]:
    """One action as `--json` shows it everywhere (SPEC section 5, 13 rule 15)."""
    pick = done.claim.pick
    return {
        "type": "action",
        "id": getattr(done.claim, "action_id", 0),
        "at": rfc3339(done.at),
        "account": pick.account.key,
        "sender": done.claim.sender.name,
        "campaign": pick.journey.campaign,
        "lead": pick.journey.key,
        "lead_id": pick.journey.lead,
        "step": pick.node.id,
        "action": pick.kind,
        "state": done.settled.state.value,
        "reason": done.settled.reason,
        "message_id": done.claim.prepared.message_id or None,
    }
