"""What is allowed in a campaigns.yaml and still worth saying: warnings."""

from collections.abc import Iterator

from seleqt_cli.core.campaign import Campaign, Place, Sender, Step, Workspace
from seleqt_cli.core.errors import Problem
from seleqt_cli.core.facts import GROWTH_ACCOUNTS
from seleqt_cli.core.providers import provider_of_server, with_settings
from seleqt_cli.files.wording import shown


def lint(workspace: Workspace) -> tuple[Problem, ...]:
    """Every warning about a workspace without errors; each with a code."""
    return (*_senders(workspace), *_secret_names(workspace), *_seats(workspace), *_schedules(workspace), *_campaigns(workspace))


def _warning(workspace: Workspace, place: Place, path: str, code: str, message: str) -> Problem:
    return Problem(workspace.path, place.line, place.column, path, message, "warning", code)


def _senders(workspace: Workspace) -> Iterator[Problem]:
    used = {name for campaign in workspace.campaigns.values() for name in campaign.senders}
    for sender in workspace.senders.values():
        path = f"senders.{sender.name}"
        if sender.name not in used:
            yield _warning(workspace, sender.place, path, "unused-sender", "no campaign uses this sender")
        elif sender.outbox:
            message = f"mails are written into the folder {shown(sender.outbox)} and reach nobody; replies are not seen"
            yield _warning(workspace, sender.place, path, "outbox", message)
        elif sender.imap == "none":
            message = "replies are not seen (imap: none): a person watches the inbox and types `seleqt mark LEAD replied`"
            yield _warning(workspace, sender.place, path, "imap-none", message)
        provider = provider_of_server(with_settings(sender).smtp)
        if provider is not None and provider.sign_in == "microsoft" and sender.auth == "password":
            message = f"{provider.name} takes no passwords from programs: write auth: microsoft"
            yield _warning(workspace, sender.place, path, "auth", message)
        if sender.mode == "auto":
            message = "mode auto: LinkedIn's user agreement forbids automation, and accounts can be restricted"
            yield _warning(workspace, sender.place, path, "linkedin-auto", message)


def _secret_names(workspace: Workspace) -> Iterator[Problem]:
    """Two senders whose passwords would come from one environment variable (SPEC section 5)."""
    first: dict[str, Sender] = {}
    for sender in workspace.senders.values():
        if sender.channel == "email":
            variable = "".join(sign if sign.isascii() and sign.isalnum() else "_" for sign in sender.name.upper())
            other = first.setdefault(variable, sender)
            if other is not sender:
                message = f"SELEQT_PASSWORD_{variable} is also the variable of {other.name}; give one of them another name"
                yield _warning(workspace, sender.place, f"senders.{sender.name}", "secret-name", message)


def _seats(workspace: Workspace) -> Iterator[Problem]:
    business, accounts = workspace.business, workspace.accounts()
    over = len(accounts) - GROWTH_ACCOUNTS.value
    if business.plan != "agency" and over > 0:
        message = f"{len(accounts)} sending accounts; plan {business.plan} has at most {GROWTH_ACCOUNTS.value} ({GROWTH_ACCOUNTS.source})"
        yield _warning(workspace, _last(workspace).place, "senders", "seats", f"{message}; write plan: agency")
    for channel, seats in (business.seats or {}).items():
        mine = [senders for senders in accounts.values() if senders[0].channel == channel]
        if len(mine) > seats:
            name = mine[-1][0].name
            message = f"{len(mine)} {channel} accounts for {seats} seats: the newest over the seats send nothing"
            yield _warning(workspace, mine[-1][0].place, f"senders.{name}", "seats", message)


def _last(workspace: Workspace) -> Sender:
    return list(workspace.senders.values())[-1]


def _schedules(workspace: Workspace) -> Iterator[Problem]:
    used = {campaign.schedule.place for campaign in workspace.campaigns.values()}
    for schedule in workspace.schedules.values():
        if schedule.place not in used:
            message = "no campaign uses this schedule"
            yield _warning(workspace, schedule.place, f"schedules.{schedule.name}", "unused-schedule", message)


def _campaigns(workspace: Workspace) -> Iterator[Problem]:
    for campaign in workspace.campaigns.values():
        path = f"campaigns.{campaign.name}"
        kinds = set(_kinds(campaign.steps))
        if not kinds & {"email", "visit", "like", "follow", "connect", "message", "inmail"}:
            yield _warning(workspace, campaign.place, path, "no-action", "no step of this campaign contacts anybody")
        if "wait_for" in kinds and "connect" not in kinds:
            message = "waits for connected without a connect step: only leads who are connected already go on"
            yield _warning(workspace, campaign.place, path, "no-connect", message)
        yield from _persons(workspace, campaign, kinds)


def _persons(workspace: Workspace, campaign: Campaign, kinds: set[str]) -> Iterator[Problem]:
    senders = [workspace.senders[name] for name in campaign.senders]
    people: dict[str, set[str]] = {}
    for sender in senders:
        people.setdefault(sender.person, set()).add(sender.channel)
    linkedin = [sender.name for sender in senders if sender.channel == "linkedin"]
    mixed = "email" in kinds and kinds & {"visit", "like", "follow", "connect", "message", "inmail"}
    if mixed and linkedin and not any(len(channels) > 1 for channels in people.values()):
        email = next((sender.name for sender in senders if sender.channel == "email"), "")
        message = f"no person here has both an email and a LinkedIn account; where {linkedin[0]} and {email} are one person, "
        message += f"write `person: {email}` on {linkedin[0]}"
        yield _warning(workspace, campaign.place, f"campaigns.{campaign.name}", "person", message)


def _kinds(steps: tuple[Step, ...]) -> Iterator[str]:
    for step in steps:
        yield step.kind
        yield from _kinds(step.otherwise)
