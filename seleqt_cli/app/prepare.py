"""Freezing an action: the words for one lead become bytes, once, before anything is claimed."""

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final, Protocol, cast

from seleqt_cli.app.run_due import Asked, Held
from seleqt_cli.core.actions import Prepared
from seleqt_cli.core.campaign import Business, Campaign, Kind, Sender, Step, Workspace
from seleqt_cli.core.errors import SeleqtError
from seleqt_cli.core.journey import Journey
from seleqt_cli.core.lead import Lead
from seleqt_cli.core.message_ids import message_id, send_key, unsubscribe_token
from seleqt_cli.core.planner import Pick
from seleqt_cli.core.program import Program
from seleqt_cli.messages.rendered import Rendered

ASSISTED: Final = "linkedin"


class Composer(Protocol):
    """Makes the bytes of a mail (channels.email.compose)."""

    def __call__(
        self, *, rendered: Rendered, sender: Sender, lead: Lead, business: Business, message_id: str, date: int, in_reply_to: str,
        references: tuple[str, ...], unsubscribe: str,
    ) -> bytes:  # fmt: skip
        """The whole message."""


class Render(Protocol):
    """Fills the templates of a step (messages.render.Renderer.render)."""

    def __call__(self, campaign: Campaign, step: Step, lead: Lead, sender: Sender, *, first: bool, thread_subject: str | None) -> Rendered:
        """The words for one lead. Raises SeleqtError when they cannot be written."""


class Preparer:
    """Prepares the actions of one workspace.

    `frozen(key)`: what an earlier attempt froze; it goes again, byte for byte. `approved(journey, step)`: what a person
    approved in review, None when nobody has yet. `alone(pick, sender)`: whether seleqt does a LinkedIn step by itself; else it is a task.
    """

    def __init__(
        self,
        workspace: Workspace,
        programs: dict[str, Program],
        render: Render,
        compose: Composer,
        lead: Callable[[int], Lead],
        *,
        workspace_id: str,
        secret: bytes,
        frozen: Callable[[str], Prepared | None],
        approved: Callable[[Journey, str], str | None],
        alone: Callable[[Pick, Sender], bool] = lambda pick, sender: False,
    ) -> None:
        self._workspace = workspace
        self._programs = programs
        self._render = render
        self._compose = compose
        self._lead = lead
        self._workspace_id = workspace_id
        self._secret = secret
        self._frozen = frozen
        self._approved = approved
        self._alone = alone

    def __call__(self, pick: Pick, sender: Sender, now: int) -> Prepared | Held | Asked:
        """The frozen action, what a person must do instead, or why it cannot be made."""
        journey = pick.journey
        campaign = self._workspace.campaigns[journey.campaign]
        node = self._programs[journey.campaign].nodes[journey.step]
        key = send_key(self._workspace_id, journey.key, campaign.name, node.id)
        before = self._frozen(key)
        if pick.account.channel == ASSISTED:
            return self._linkedin(pick, campaign, node.step, sender, before)
        if before is not None:
            return before
        try:
            return self._fresh(pick, campaign, node.step, sender, key, now)
        except SeleqtError as error:
            return Held(error.message)

    def _linkedin(self, pick: Pick, campaign: Campaign, step: Step, sender: Sender, before: Prepared | None) -> Prepared | Held | Asked:
        """A LinkedIn step: a task for a person, or in mode auto what seleqt does by itself. `before`: what an earlier attempt froze."""
        journey = pick.journey
        lead = self._lead(journey.lead)
        prepared = before
        if prepared is None:
            try:
                text = self._words(campaign, step, lead, sender)
            except SeleqtError as error:
                return Held(error.message)
            prepared = Prepared(cast(Kind, pick.kind), sender.name, pick.account.key, lead.linkedin, payload=text.encode())
        if self._alone(pick, sender):
            return prepared
        asked = prepared.payload.decode()
        if journey.invitation:
            asked = f"Withdraw the invitation to {lead.name or lead.key}: open since {_day(journey.base)}"
        return Asked(pick.kind, asked, prepared=prepared)

    def _words(self, campaign: Campaign, step: Step, lead: Lead, sender: Sender) -> str:
        """A note, a message, or an InMail with its subject in the first line; '' for a step without words."""
        if step.content is None:
            return ""
        rendered = self._render(campaign, step, lead, sender, first=False, thread_subject=None)
        return f"{rendered.subject}\n\n{rendered.text}" if rendered.subject else rendered.text

    def _fresh(self, pick: Pick, campaign: Campaign, step: Step, sender: Sender, key: str, now: int) -> Prepared | Held | Asked:
        journey = pick.journey
        lead = self._lead(journey.lead)
        rendered = self._render(campaign, step, lead, sender, first=not journey.thread, thread_subject=journey.thread_subject or None)
        if campaign.review < 0 or journey.place < campaign.review:
            recipient = lead.email_shown or lead.email
            reviewed = review(rendered, self._approved(journey, step.id), recipient, sender)
            if reviewed is None:
                return Asked("review", f"Subject: {rendered.subject}\n\n{rendered.text}", review_record(rendered, recipient, sender))
            rendered = reviewed
        domain = sender.address.rpartition("@")[2]
        identifier = message_id(self._secret, key, domain)
        thread = journey.thread if rendered.continues else ()
        payload = self._compose(
            rendered=rendered,
            sender=sender,
            lead=lead,
            business=self._workspace.business,
            message_id=identifier,
            date=now,
            in_reply_to=thread[-1] if thread else "",
            references=thread,
            unsubscribe=unsubscribe_token(self._secret, key),
        )
        return Prepared(
            kind="email",
            sender=sender.name,
            account=pick.account.key,
            recipient=lead.email_shown or lead.email,
            envelope_from=sender.address,
            message_id=identifier,
            subject=rendered.subject,
            payload=payload,
            variant=rendered.variant,
            thread_subject=journey.thread_subject if rendered.continues else rendered.subject,
            thread=(*thread, identifier),
        )


def _day(instant: int) -> str:
    return datetime.fromtimestamp(instant, UTC).strftime("%Y-%m-%d")


def review_record(rendered: Rendered, recipient: str, sender: Sender) -> str:
    """What a review task freezes (`task.frozen`): the digest of all that was to go, and the subject and text that may go."""
    files = [[one.name, hashlib.sha256(one.content).hexdigest()] for one in rendered.attachments]
    mail = [rendered.subject, rendered.text, rendered.html, files, recipient, sender.name, sender.address, sender.display_name]
    of = hashlib.sha256(json.dumps(mail, ensure_ascii=False).encode()).hexdigest()
    names = {"attached": [one.name for one in rendered.attachments]} if rendered.attachments else {}
    return json.dumps({"of": of, "subject": rendered.subject, "text": rendered.text, **names}, ensure_ascii=False)


def review(rendered: Rendered, approved: str | None, recipient: str, sender: Sender) -> Rendered | None:
    """The message as a person approved it; None when nobody has.

    Also None when anything of it would be another now than what was shown: words, attachments, recipient or sender (SPEC 13 rule 20).
    """
    if approved is None:
        return None
    record = json.loads(approved)
    if record["of"] != json.loads(review_record(rendered, recipient, sender))["of"]:
        return None
    if record["subject"] == rendered.subject and record["text"] == rendered.text:
        return rendered
    return rendered._replace(subject=record["subject"], text=record["text"], html="")
