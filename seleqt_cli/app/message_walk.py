"""Every message that a campaign may send to one lead, in the order of its steps, as the renderer would write it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from seleqt_cli.core.campaign import Campaign, ChannelName, Sender, Step
from seleqt_cli.core.errors import SeleqtError
from seleqt_cli.core.lead import Lead
from seleqt_cli.messages.render import Renderer
from seleqt_cli.messages.rendered import Rendered


@dataclass(slots=True)
class Walked:
    """One step for one lead: its words, or why there are none.

    `skipped`: not done for this lead. `error`: why it could not be written. `otherwise`: it stands in an `else`. A step
    without words (a visit, a like) has none of these; a task has `text`.
    """

    step: Step
    sender: Sender | None = None
    rendered: Rendered | None = None
    text: str = ""
    skipped: str = ""
    error: SeleqtError | None = None
    otherwise: bool = False
    first: bool = False


class MessageWalk:
    """Walks one campaign. `sender_of` names who sends on a channel, None where nobody does."""

    def __init__(self, renderer: Renderer, campaign: Campaign, sender_of: Callable[[ChannelName], Sender | None]) -> None:
        self._renderer = renderer
        self._campaign = campaign
        self._sender_of = sender_of
        self._tags_change = any(step.kind == "tag" for step in _all(campaign.steps))

    def of(self, lead: Lead) -> Iterator[Walked]:
        """All steps that do something or ask a person for something."""
        yield from self._steps(self._campaign.steps, lead, [None], False)

    def _steps(self, steps: tuple[Step, ...], lead: Lead, thread: list[str | None], otherwise: bool) -> Iterator[Walked]:
        for step in steps:
            if step.kind in ("wait", "tag"):
                continue
            if step.kind == "wait_for":
                branch = list(thread)
                yield from self._steps(step.otherwise, lead, branch, True)
                thread[0] = thread[0] or branch[0]
                continue
            found = self._step(step, lead, thread)
            found.otherwise = otherwise
            yield found
            if step.otherwise:
                branch = list(thread)
                yield from self._steps(step.otherwise, lead, branch, True)
                thread[0] = thread[0] or branch[0]

    def _step(self, step: Step, lead: Lead, thread: list[str | None]) -> Walked:
        found = Walked(step)
        if step.kind != "task":
            channel: ChannelName = "email" if step.kind == "email" else "linkedin"
            found.sender = self._sender_of(channel)
            if not (lead.email if channel == "email" else lead.linkedin):
                found.skipped = "no email address" if channel == "email" else "no LinkedIn profile"
                return found
        found.skipped = self._unmet(step, lead)
        if found.skipped:
            return found
        try:
            if step.kind == "task":
                found.text = self._renderer.render_text(step.text, self._campaign, step, lead)
            elif step.content is not None and found.sender is not None:
                self._render(found, step, lead, thread)
        except SeleqtError as error:
            found.error = error
            if step.kind == "email":
                thread[0] = thread[0] or "…"  # so that the mails behind it are still looked at
        return found

    def _render(self, found: Walked, step: Step, lead: Lead, thread: list[str | None]) -> None:
        assert found.sender is not None
        mail = step.kind == "email"
        found.first = mail and thread[0] is None
        subject = thread[0] if mail else None
        found.rendered = self._renderer.render(self._campaign, step, lead, found.sender, first=found.first, thread_subject=subject)
        if mail and not found.rendered.continues:
            thread[0] = found.rendered.subject

    def _unmet(self, step: Step, lead: Lead) -> str:
        """The condition of the step that this lead can never meet, '' when it may."""
        for condition in step.when:
            if condition.test == "has":
                met = bool(lead.value(condition.subject))
            elif condition.test == "is":
                met = lead.value(condition.subject).casefold() == condition.value.casefold()
            elif condition.test == "tagged" and not self._tags_change:
                met = condition.subject in lead.tags
            else:
                continue
            if met == condition.negated:
                return f"when: {condition}"
        return ""


def _all(steps: tuple[Step, ...]) -> Iterator[Step]:
    for step in steps:
        yield step
        yield from _all(step.otherwise)
