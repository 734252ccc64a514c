"""`preview`: the messages of some leads as they would go, without sending or writing anything."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from heapq import nsmallest

from seleqt_cli.app.message_walk import MessageWalk, Walked
from seleqt_cli.app.named_leads import NamedLeads, Reading
from seleqt_cli.core.accounts import Unit, units_of
from seleqt_cli.core.campaign import Campaign, ChannelName, Sender, Workspace
from seleqt_cli.core.enrol import Admission
from seleqt_cli.core.jitter import number
from seleqt_cli.core.lead import Lead
from seleqt_cli.core.program import Program
from seleqt_cli.messages.needs import steps_of
from seleqt_cli.messages.render import Renderer
from seleqt_cli.messages.rendered import Rendered


@dataclass(frozen=True, slots=True)
class Preview:
    """One step for one lead. `text` is '' and `error` or `skipped` says why where no message goes.

    `condition`: what has to happen first. `attachments`: (name, bytes). `thread`: new, same or '' (not a mail).
    """

    campaign: str
    lead: str
    name: str
    step: str
    kind: str
    sender: str = ""
    from_: str = ""
    to: str = ""
    subject: str = ""
    thread: str = ""
    variant: str = ""
    text: str = ""
    html: str = ""
    attachments: tuple[tuple[str, int], ...] = ()
    condition: str = ""
    skipped: str = ""
    error: str = ""
    rendered: Rendered | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to show: `lead` and `step` '' mean all; `sample` leads of each campaign, chosen by `seed` ('' = the first ones)."""

    lead: str = ""
    step: str = ""
    sample: int = 1
    seed: str = ""


class Previewer:
    """Shows the leads of one workspace. `accounts_of_lead`: (campaign, lead) -> the email and LinkedIn account it has already."""

    def __init__(self, workspace: Workspace, leads: NamedLeads, accounts_of_lead: Callable[[str, Lead], tuple[str, str]]) -> None:
        self._workspace = workspace
        self._leads = leads
        self._accounts_of_lead = accounts_of_lead
        self._renderer = Renderer(workspace)

    def show(self, campaign: Campaign, wanted: Wanted) -> Iterator[Preview]:
        """The messages of a campaign. Raises SeleqtError for a lead file that cannot be read."""
        program = Program(campaign)
        units = units_of(self._workspace, campaign, program)
        for lead in self._chosen(campaign, program, wanted):
            unit = self._unit(campaign, units, lead)

            def sender_of(channel: ChannelName, unit: Unit = unit) -> Sender | None:
                return self._sender(campaign, unit, channel)

            for walked in MessageWalk(self._renderer, campaign, sender_of).of(lead):
                if not wanted.step or walked.step.id == wanted.step:
                    yield self._preview(campaign, lead, walked)

    def _chosen(self, campaign: Campaign, program: Program, wanted: Wanted) -> list[Lead]:
        admission = Admission(self._workspace, campaign, program)
        found = (lead for _, lead in self._leads.of(campaign, Reading()) if not admission.refusal(lead))
        if wanted.lead:
            text = wanted.lead.casefold()
            found = (
                lead
                for lead in found
                if text in (lead.key.casefold(), lead.email, lead.linkedin, lead.name.casefold(), str(lead.id or "-"))
            )
            return [lead for _, lead in zip(range(10), found, strict=False)]
        if wanted.seed:
            return nsmallest(wanted.sample, found, key=lambda lead: (number(wanted.seed, campaign.name, lead.key), lead.key))
        return [lead for _, lead in zip(range(wanted.sample), found, strict=False)]

    def _unit(self, campaign: Campaign, units: tuple[Unit, ...], lead: Lead) -> Unit:
        email, linkedin = self._accounts_of_lead(campaign.name, lead)
        if email or linkedin:
            return Unit("", email, linkedin, 0)
        return units[0] if units else Unit("", "", "", 0)

    def _sender(self, campaign: Campaign, unit: Unit, channel: ChannelName) -> Sender | None:
        key = unit.email if channel == "email" else unit.linkedin
        mine = [self._workspace.senders[name] for name in campaign.senders]
        return next((sender for sender in mine if sender.account == key), None)

    def _preview(self, campaign: Campaign, lead: Lead, walked: Walked) -> Preview:
        step, sender, rendered = walked.step, walked.sender, walked.rendered
        conditions = ["not connected in time"] if walked.otherwise else []
        conditions += [str(condition) for condition in step.when if condition.test in ("connected", "sent", "tagged")]
        by_mail = step.kind == "email"
        return Preview(
            campaign=campaign.name,
            lead=lead.key,
            name=", ".join(part for part in (lead.name, lead.company) if part),
            step=step.id,
            kind=step.kind,
            sender=sender.name if sender is not None else "",
            from_=_mailbox(sender.display_name, sender.address) if sender is not None and by_mail else sender.profile if sender else "",
            to=_mailbox(lead.name, lead.email_shown or lead.email) if by_mail else lead.linkedin if sender is not None else "",
            subject=rendered.subject if rendered is not None else "",
            thread="" if not by_mail or rendered is None else "same" if rendered.continues else "new",
            variant=rendered.variant if rendered is not None else "",
            text=rendered.text if rendered is not None else walked.text,
            html=rendered.html if rendered is not None else "",
            attachments=tuple((one.name, len(one.content)) for one in rendered.attachments) if rendered is not None else (),
            condition=" and ".join(conditions),
            skipped=walked.skipped,
            error="" if walked.error is None else walked.error.message,
            rendered=rendered,
        )


def step_ids(workspace: Workspace) -> list[str]:
    """The ids of all steps, each once, in the order of the file."""
    ids = (step.id for campaign in workspace.campaigns.values() for step in steps_of(campaign.steps))
    return list(dict.fromkeys(name for name in ids if name))


def _mailbox(name: str, address: str) -> str:
    return f"{name} <{address}>" if name else address
