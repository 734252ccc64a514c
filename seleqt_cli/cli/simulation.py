"""`seleqt run --simulate`: what would be sent when, as a calendar for a person or as JSON Lines for a program."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from seleqt_cli.cli.context import Context
from seleqt_cli.cli.moments import absolute
from seleqt_cli.cli.running import action_json
from seleqt_cli.core.errors import UsageProblem, no_such

if TYPE_CHECKING:
    from seleqt_cli.app.run_due import Done
    from seleqt_cli.wiring.simulating import Rehearsal


@dataclass(frozen=True, slots=True)
class SimulationRequest:
    """What was asked on the command line; `start` '' is now, `days` 0 until nothing more is planned."""

    start: str = ""
    days: int = 0
    seed: str = "0"
    reply_rate: float = 0.05
    accept_rate: float = 0.30
    bounce_rate: float = 0.0
    ooo_rate: float = 0.02
    messages: bool = False
    leads: int = 0
    allow_held: int = 0
    campaigns: frozenset[str] = frozenset()
    senders: frozenset[str] = frozenset()


def simulation(context: Context, request: SimulationRequest) -> int:
    """Simulate and show; returns the exit code: 1 when the file should not go out like this."""
    from seleqt_cli.app.check import bounded
    from seleqt_cli.cli.simulation_view import show_result, summary_json
    from seleqt_cli.engine.simulated import Rates
    from seleqt_cli.wiring.simulating import Rehearsal

    _check(request)
    services, screen = context.services, context.screen
    workspace, loaded = services.workspace()
    for name in sorted(request.campaigns - set(workspace.campaigns)):
        raise no_such("campaign", name, workspace.campaigns)
    for name in sorted(request.senders - set(workspace.senders)):
        raise no_such("sender", name, workspace.senders)
    start = moment(request.start, workspace.business.timezone) if request.start else services.clock.now()
    for problem in bounded(loaded.problems):
        screen.say(str(problem))
    rates = Rates(request.seed, request.reply_rate, request.accept_rate, request.bounce_rate, request.ooo_rate)
    teller = _Teller(context, request.messages)
    rehearsal = Rehearsal(
        services, workspace, start=start, made=request.leads, rates=rates, campaigns=request.campaigns, senders=request.senders,
        render=request.messages, tell=teller if context.json or request.messages else None,
    )  # fmt: skip
    for note in rehearsal.notes:
        screen.say(note)
    result = rehearsal.run(request.days)
    if context.json:
        screen.line(summary_json(result, request.seed))
    else:
        show_result(context, rehearsal.planner, result, request.allow_held)
    return 1 if result.failed(request.allow_held) else 0


def moment(text: str, zone: str) -> int:
    """An instant from RFC 3339 or a local day or time in the business's zone. Raises UsageProblem."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        found = None
    if found is None or not 1970 < found.year < 9000:
        raise UsageProblem(f"--from {text}: not a moment", advice="write it as 2026-12-01T08:00:00Z or 2026-12-01")
    return int((found if found.tzinfo else found.replace(tzinfo=ZoneInfo(zone))).timestamp())


def _check(request: SimulationRequest) -> None:
    rates = {
        "--reply-rate": request.reply_rate, "--accept-rate": request.accept_rate,
        "--bounce-rate": request.bounce_rate, "--ooo-rate": request.ooo_rate,
    }  # fmt: skip
    for name, rate in rates.items():
        if not 0 <= rate <= 1:
            raise UsageProblem(f"{name} {rate:g}: a rate is a part of all, from 0 to 1", advice=f"{name} 0.05 means five of a hundred")
    if request.reply_rate + request.bounce_rate + request.ooo_rate > 1:
        raise UsageProblem("--reply-rate, --bounce-rate and --ooo-rate are together more than all", advice="their sum is at most 1")
    for name, number in (("--days", request.days), ("--leads", request.leads), ("--allow-held", request.allow_held)):
        if number < 0:
            raise UsageProblem(f"{name} {number}: below nothing", advice=f"{name} takes a number from 0 on")


class _Teller:
    """Writes each action as it comes."""

    def __init__(self, context: Context, messages: bool) -> None:
        self._screen = context.screen
        self._json = context.json
        self._messages = messages
        self._number = 0

    def __call__(self, rehearsal: "Rehearsal", done: "Done") -> None:
        self._number += 1
        text = rehearsal.text_of(done)
        if self._json:
            line: dict[str, Any] = planned_json(done, self._number)
            if self._messages:
                line["subject"] = text.subject if text is not None else ""
                line["text"] = text.text if text is not None else ""
                line["variant"] = text.variant if text is not None else ""
            self._screen.line(line)
            return
        pick = done.claim.pick
        when = absolute(done.at, rehearsal.workspace.business.timezone)
        lines = [f"--- {when}  {done.claim.sender.name}: {pick.kind} {pick.node.id} to {pick.journey.key}"]
        if text is not None:
            if text.subject:
                lines.append(f"Subject: {text.subject}")
            lines += ["", text.text.rstrip(), ""]
        self._screen.show("\n".join(lines), exact=True)


def planned_json(done: "Done", number: int) -> dict[str, Any]:
    """An action of a simulation with the keys of every action; it was not sent, so it is planned."""
    return {**action_json(done), "id": number, "state": "planned", "reason": reason(done)}


def reason(done: "Done") -> str:
    """Which rule decided the moment."""
    pick = done.claim.pick
    if pick.rule and pick.free > max(pick.slot, pick.ready):
        return f"limit: {pick.rule}"
    if pick.ready > pick.slot:
        return f"pace: {pick.account.pace.gap} seconds between two actions"
    if pick.slot > pick.journey.due:
        return "pace: spread over the hours of the schedule" if pick.account.pace.spread else "schedule: the next open hour"
    return "due"
