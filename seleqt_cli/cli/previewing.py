"""What `seleqt preview` does and shows."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seleqt_cli.app.preview import Preview, Wanted, step_ids
from seleqt_cli.cli.context import Context
from seleqt_cli.cli.output import Screen
from seleqt_cli.core.campaign import Workspace
from seleqt_cli.core.errors import Failed, SeleqtError, UsageProblem, no_such

if TYPE_CHECKING:
    from seleqt_cli.app.run_due import Done
    from seleqt_cli.wiring.simulating import Rehearsal


@dataclass(frozen=True, slots=True)
class PreviewRequest:
    """What was asked on the command line."""

    campaign: str = ""
    sample: int = 0
    seed: str = "0"
    lead: str = ""
    step: str = ""
    html: str = ""
    today: bool = False
    send_to: str = ""


def previewing(context: Context, request: PreviewRequest) -> int:
    """Show, write or send; returns the exit code."""
    services, screen = context.services, context.screen
    workspace, _ = services.workspace()
    _check(request, workspace)
    if request.today:
        return _today(context, workspace, request)
    found = _messages(context, workspace, request)
    if not found:
        what = f"no lead {request.lead}" if request.lead else "no lead to show"
        kind = UsageProblem if request.lead else Failed
        raise kind(f"there is {what}" + (f" in {request.campaign}" if request.campaign else ""), advice="seleqt check names missing files")
    if request.send_to:
        return _send(context, found, request.send_to)
    if request.html:
        from seleqt_cli.cli.preview_page import page

        Path(request.html).write_text(page(workspace.business.name, found), encoding="utf-8")
        screen.say(f"{request.html}: {len(found)} messages for {len({one.lead for one in found})} leads")
        return 0
    if context.json:
        screen.document({"messages": [_json(one) for one in found]})
        return 0
    last = ("", "")
    for one in found:
        if (one.campaign, one.lead) != last:
            last = (one.campaign, one.lead)
            screen.show(f"=== {one.campaign}: {one.lead}" + (f" ({one.name})" if one.name else ""))
            screen.show()
        _show(screen, one)
    return 0


def _send(context: Context, found: list[Preview], address: str) -> int:
    from seleqt_cli.wiring.trials import Trials

    screen = context.screen
    failed = 0
    with Trials(context.services, address) as trials:
        for one in found:
            if one.kind != "email" or one.rendered is None:
                screen.say(f"{one.campaign}/{one.step}: not sent, {one.skipped or one.error or 'it is no mail'}")
                continue
            refused = trials.send(one)
            failed += bool(refused)
            if refused:
                screen.warn(f"{one.campaign}/{one.step}: not sent, {refused}")
            else:
                screen.say(f"{one.campaign}/{one.step}: sent by {one.sender} to {address}")
    return 1 if failed else 0


def _check(request: PreviewRequest, workspace: Workspace) -> None:
    if request.campaign and request.campaign not in workspace.campaigns:
        raise no_such("campaign", request.campaign, workspace.campaigns)
    if request.sample < 0:
        raise UsageProblem(f"--random {request.sample}: below nothing", advice="--random 5 shows five leads")
    if request.step:
        ids = step_ids(workspace)
        if request.step not in ids:
            raise no_such("step", request.step, ids)
    if request.send_to and (request.html or request.today):
        raise UsageProblem("--send-to sends; it goes with neither --html nor --today", advice="leave one of them out")


def _messages(context: Context, workspace: Workspace, request: PreviewRequest) -> list[Preview]:
    from seleqt_cli.wiring.previewing import previewer

    wanted = Wanted(request.lead, request.step, request.sample or 1, request.seed if request.sample else "")
    shows = previewer(context.services, workspace)
    found: list[Preview] = []
    for campaign in workspace.campaigns.values():
        if request.campaign and campaign.name != request.campaign:
            continue
        try:
            found += shows.show(campaign, wanted)
        except SeleqtError as error:
            context.screen.warn(f"{campaign.name}: {error.message}")
    return found


def _show(screen: Screen, one: Preview) -> None:
    marks = [one.kind]
    if one.variant:
        marks.append(f"variant {one.variant}")
    if one.thread:
        marks.append("a new thread" if one.thread == "new" else "in the same thread")
    if one.condition:
        marks.append(f"if {one.condition}")
    screen.show(f"--- {one.step}: {', '.join(marks)}")
    if one.skipped:
        screen.show(f"(skipped: {one.skipped})")
    elif one.error:
        screen.show(f"(held: {one.error})")
    else:
        _words(screen, one)
    screen.show()


def _words(screen: Screen, one: Preview) -> None:
    if one.from_:
        screen.show(f"From: {one.from_.replace(chr(10), ' ')}")
        screen.show(f"To: {one.to.replace(chr(10), ' ')}")
    if one.subject:
        screen.show(f"Subject: {one.subject}", hanging=0)
    for name, size in one.attachments:
        screen.show(f"Attached: {name} ({size_text(size)})")
    if one.html:
        screen.show("Also as HTML (--html FILE shows it)")
    if one.text:
        screen.show()
        screen.show(one.text.rstrip("\n"), hanging=0)


def size_text(size: int) -> str:
    """A number of bytes as people say it."""
    if size < 1000:
        return f"{size} bytes"
    return f"{size / 1000:.0f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


def _json(one: Preview) -> dict[str, Any]:
    return {
        "campaign": one.campaign,
        "lead": one.lead,
        "step": one.step,
        "action": one.kind,
        "sender": one.sender or None,
        "from": one.from_ or None,
        "to": one.to or None,
        "subject": one.subject or None,
        "thread": one.thread or None,
        "variant": one.variant or None,
        "text": one.text,
        "html": one.html or None,
        "attachments": [{"name": name, "bytes": size} for name, size in one.attachments],
        "condition": one.condition or None,
        "skipped": one.skipped or None,
        "held": one.error or None,
    }


def _today(context: Context, workspace: Workspace, request: PreviewRequest) -> int:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from seleqt_cli.cli.moments import absolute
    from seleqt_cli.cli.simulation import planned_json
    from seleqt_cli.wiring.previewing import rest_of_today

    screen = context.screen
    zone = workspace.business.timezone
    rows: list[list[str]] = []

    def tell(rehearsal: "Rehearsal", done: "Done") -> None:
        pick, text = done.claim.pick, rehearsal.text_of(done)
        subject = text.subject if text is not None else ""
        if (request.lead and request.lead.casefold() != pick.journey.key) or (request.step and pick.node.id != request.step):
            return
        if context.json:
            screen.line({**planned_json(done, len(rows) + 1), "subject": subject or None})
        wall = f"{datetime.fromtimestamp(done.at, ZoneInfo(zone)):%H:%M:%S}"
        rows.append([wall, done.claim.sender.name, pick.kind, pick.journey.key, f"{pick.journey.campaign}/{pick.node.id}", subject])

    campaigns = frozenset({request.campaign} if request.campaign else ())
    rehearsal, end = rest_of_today(context.services, workspace, campaigns, tell)
    for note in rehearsal.notes:
        screen.say(note)
    for problem in rehearsal.problems.all():
        screen.warn(f"{problem.code}: {problem.lead + ': ' if problem.lead else ''}{problem.text}")
    if context.json:
        return 0
    if rows:
        screen.table(["time", "sender", "action", "lead", "step", "subject"], rows)
    following = rehearsal.simulation.runner.next_at()
    then = f"; then {absolute(following, zone)}" if following is not None else "; nothing later"
    screen.say(f"{len(rows) or 'nothing'} planned until {absolute(end, zone)} ({zone}), if nobody answers{then}")
    return 0
