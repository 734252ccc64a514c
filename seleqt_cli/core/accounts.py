"""The accounts of a workspace: whose they are, what binds them, and which of them may walk a lead together."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Final

from seleqt_cli.core.campaign import Campaign, ChannelName, Duration, Pace, Sender, Workspace
from seleqt_cli.core.limits import Meter, limits_in_force
from seleqt_cli.core.program import Program
from seleqt_cli.core.zones import Zone, zone

KINDS: Final[dict[ChannelName, tuple[str, ...]]] = {
    "email": ("email",),
    "linkedin": ("message", "inmail", "connect", "like", "follow", "visit", "withdraw"),
}
"""In the order in which kinds are looked at when two could go at the same moment."""
__all__ = ["KINDS", "Account", "Unit", "accounts_of", "units_of"]


@dataclass(slots=True)
class Account:
    """One account with all sender names of it. `meters`: kind -> limits in force. `number`: place in the file."""

    key: str
    channel: ChannelName
    senders: tuple[Sender, ...]
    zone: Zone
    pace: Pace
    meters: Mapping[str, Meter]
    note_meter: Meter | None
    number: int

    @property
    def vouched(self) -> bool:
        """A person vouches for the inbox of every sender name."""
        return all(sender.vouched for sender in self.senders)

    def sender_for(self, campaign: Campaign) -> Sender:
        """The sender name under which a campaign uses the account."""
        if len(self.senders) > 1:
            for sender in self.senders:
                if sender.name in campaign.senders:
                    return sender
        return self.senders[0]


@dataclass(frozen=True, slots=True)
class Unit:
    """The accounts that walk a lead together: one person's, '' where the campaign needs none of the channel."""

    person: str
    email: str
    linkedin: str
    number: int

    def accounts(self) -> tuple[str, ...]:
        """The accounts that it has."""
        return tuple(key for key in (self.email, self.linkedin) if key)


def accounts_of(workspace: Workspace) -> dict[str, Account]:
    """Every account of a workspace, in the order of the file."""
    found: dict[str, Account] = {}
    for number, (key, senders) in enumerate(workspace.accounts().items()):
        first = senders[0]
        place = zone(next((s.timezone for s in senders if s.timezone), "") or workspace.business.timezone)
        pace = Pace(max(s.pace.gap for s in senders), all(s.pace.spread for s in senders))
        ramp = next((s.ramp_up for s in senders if s.ramp_up), None)
        meters = {kind: Meter(limits_in_force(senders, kind), place, ramp) for kind in KINDS[first.channel]}
        notes = limits_in_force(senders, "note") if first.channel == "linkedin" else {}
        found[key] = Account(key, first.channel, senders, place, pace, meters, Meter(notes, place) if notes else None, number)
    return found


def units_of(workspace: Workspace, campaign: Campaign, program: Program) -> tuple[Unit, ...]:
    """Who can walk a lead of this campaign, in the order of the file (SPEC 13 rule 8).

    One person's accounts stay together where the campaign has a person with every channel that its steps need;
    otherwise any account of one channel goes with any of the other.
    """
    needed = {node.channel for node in program.nodes if node.channel is not None}
    senders = [workspace.senders[name] for name in campaign.senders]
    people = list(dict.fromkeys(sender.person for sender in senders))
    found: list[Unit] = []
    for person in (*people, ""):
        if person == "" and found:
            break
        mine = [sender for sender in senders if person in ("", sender.person)]
        choices: list[list[str]] = []
        for channel in ("email", "linkedin"):
            keys = list(dict.fromkeys(sender.account for sender in mine if sender.channel == channel))
            choices.append(keys if channel in needed else [""])
        for email, linkedin in product(*choices):
            found.append(Unit(person or senders[0].person, email, linkedin, len(found)))
    return tuple(found)


def days(duration: Duration) -> int:
    """A duration as whole elapsed days, at least one; for periods that bind over months (withdraw_after, quiet)."""
    per_day = {"minutes": 1440, "hours": 24, "days": 1, "working days": 1}[duration.unit]
    return max(1, -(-duration.amount // per_day))
