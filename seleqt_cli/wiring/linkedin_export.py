"""LinkedIn's own export, taken in for one of the LinkedIn senders."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from seleqt_cli.app.linkedin_export import Intake, Taken
from seleqt_cli.core.addresses import PROFILE_PREFIX
from seleqt_cli.core.campaign import Sender, Workspace
from seleqt_cli.core.errors import UsageProblem, no_such
from seleqt_cli.core.journey import Journey

if TYPE_CHECKING:
    from seleqt_cli.files.linkedin_export import Export
    from seleqt_cli.wiring.services import Services


def is_export(name: str) -> bool:
    """Whether a file is LinkedIn's export, or one of its tables that lists no leads."""
    from seleqt_cli.files.linkedin_export import is_export

    return is_export(Path(name))


def take_export(services: "Services", name: str, sender: str, by: str) -> Taken:
    """Take an export in; '' as sender: found by what the export says of its owner. Raises UsageProblem and Failed."""
    from seleqt_cli.files.linkedin_export import read_export
    from seleqt_cli.storage.inbox import SqliteInbox
    from seleqt_cli.storage.linkedin_export import SqliteExport
    from seleqt_cli.storage.sent_mails import SqliteSentMails
    from seleqt_cli.wiring.inboxes import consequences_of
    from seleqt_cli.wiring.outlines import looking
    from seleqt_cli.wiring.people import people, placer

    export = read_export(Path(name))
    machine = looking(services, services.connect())
    owner = _owner(machine.workspace, export, sender)
    inbox = SqliteInbox(machine.store, SqliteSentMails(machine.connection, machine.secret))
    consequences = consequences_of(machine, placer(machine), inbox)
    store = SqliteExport(machine.store, inbox.contacted, inbox.wrote_by_hand)
    now = machine.clock.now()

    def hold(lead: int, journeys: Sequence[Journey], at: int) -> None:
        consequences.wrote_by_hand(lead, journeys, at, now)

    return Intake(store, people(machine, by), owner.account, owner.profile, now, hold).take(export)


def _owner(workspace: Workspace, export: "Export", sender: str) -> Sender:
    ours = {name: one for name, one in workspace.senders.items() if one.channel == "linkedin"}
    if not ours:
        raise UsageProblem("there is no LinkedIn sender in the applied version", advice="add one to campaigns.yaml, then: seleqt apply")
    if sender:
        if sender not in ours:
            raise no_such("LinkedIn sender", sender, ours)
        return ours[sender]
    named = [one for one in ours.values() if one.profile in export.owners]
    accounts = {one.account for one in named or ours.values()}
    if len(accounts) > 1:
        raise UsageProblem("it does not say whose export it is", advice=f"--sender {' or '.join(ours)}")
    if export.owners and not named:
        profile = unquote(min(export.owners).removeprefix(PROFILE_PREFIX)).rstrip("/")
        raise UsageProblem(f"this is the export of {profile}, who is no sender", advice=f"yours are {', '.join(ours)}")
    return (named or list(ours.values()))[0]
