"""The messages that an edit changes, as single people would get them before and after."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from seleqt_cli.app.message_walk import MessageWalk, Walked
from seleqt_cli.core.accounts import units_of
from seleqt_cli.core.campaign import Campaign, ChannelName, Sender, Workspace
from seleqt_cli.core.lead import Lead
from seleqt_cli.core.program import Program
from seleqt_cli.messages.render import Renderer


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who gets the messages. `email`, `linkedin`: the accounts that walk them, '' before the start; `steps`: None for all."""

    lead: Lead
    email: str = ""
    linkedin: str = ""
    steps: Container[str] | None = None
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Reworded:
    """One message to one person, which is not what it was; '' where there is none."""

    campaign: str
    lead: str
    step: str
    before: str
    after: str


class Rewording:
    """Compares what two workspaces would write."""

    def __init__(self, old: Workspace, new: Workspace) -> None:
        self._old, self._new = old, new
        self._before, self._after = Renderer(old), Renderer(new)

    def of(self, name: str, readers: Iterable[Reader], *, most: int, looked: int) -> Iterator[Reworded]:
        """What changes for at most so many people (0: all of them) of a campaign; after `looked` the search ends (0: never)."""
        before = _Words(self._old, self._before, self._old.campaigns[name])
        after = _Words(self._new, self._after, self._new.campaigns[name])
        shown = 0
        whole: set[str] = set()
        for number, reader in enumerate(readers, start=1):
            differs = False
            first, second = before.of(reader), after.of(reader)
            for step in dict.fromkeys((*first, *second)):
                old, new = first.get(step, ""), second.get(step, "")
                if old == new or (reader.steps is not None and step not in reader.steps) or (most and step in whole):
                    continue
                if not old or not new:
                    whole.add(step)  # one is enough to see what comes new
                differs = True
                yield Reworded(name, reader.shown or reader.lead.key, step, old, new)
            shown += differs
            if (most and shown == most) or number == looked:
                return


class _Words:
    """The messages of one campaign of one workspace."""

    def __init__(self, workspace: Workspace, renderer: Renderer, campaign: Campaign) -> None:
        units = units_of(workspace, campaign, Program(campaign))
        self._first = units[0] if units else None
        self._senders = [workspace.senders[name] for name in campaign.senders]
        self._reader = Reader(Lead())
        self._walk = MessageWalk(renderer, campaign, self._sender)

    def of(self, reader: Reader) -> dict[str, str]:
        """Step -> the whole message as text."""
        self._reader = reader
        return {walked.step.id: _text(walked) for walked in self._walk.of(reader.lead) if not walked.skipped and _speaks(walked)}

    def _sender(self, channel: ChannelName) -> Sender | None:
        mine = self._reader.email if channel == "email" else self._reader.linkedin
        if not mine and self._first is not None:
            mine = self._first.email if channel == "email" else self._first.linkedin
        same = [sender for sender in self._senders if sender.channel == channel]
        return next((sender for sender in same if sender.account == mine), same[0] if same else None)


def _speaks(walked: Walked) -> bool:
    return walked.rendered is not None or bool(walked.text) or walked.error is not None


def _text(walked: Walked) -> str:
    if walked.error is not None:
        return f"(held: {walked.error.message})"
    rendered = walked.rendered
    if rendered is None:
        return walked.text
    sender = walked.sender
    head = []
    if walked.step.kind == "email" and sender is not None:
        head.append(f"From: {sender.display_name} <{sender.address}>")
    if rendered.subject:
        head.append(f"Subject: {rendered.subject}")
    head += [f"Attached: {one.name}, {len(one.content):,} bytes" for one in rendered.attachments]
    text = "\n".join((*head, *([""] if head else []), rendered.text.rstrip()))
    return text + (f"\n\nHTML:\n{rendered.html.rstrip()}" if rendered.html else "")
