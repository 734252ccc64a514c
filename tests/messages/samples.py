"""A small workspace with one step, for tests of messages."""

from dataclasses import replace
from typing import Any

from seleqt_cli.core.campaign import Business, Campaign, Content, LeadSource, Schedule, Sender, Step, Variant, Workspace
from seleqt_cli.core.lead import Lead
from seleqt_cli.messages.render import Renderer
from seleqt_cli.messages.rendered import Rendered

BUSINESS = Business(
    name="Acme Robotics B.V.",
    address="Keizersgracht 1, 1015 CJ Amsterdam",
    privacy_url="https://acme.example/privacy",
    timezone="Europe/Amsterdam",
    country="NL",
)
ANNA = Sender(
    name="anna",
    channel="email",
    account="email:anna@acme.example",
    person="anna",
    address="anna@acme.example",
    display_name="Anna de Vries",
    signature="Anna de Vries\nAcme Robotics\n",
    fields={"calendar": "https://cal.example/anna"},
)
ANNA_LINKEDIN = Sender(
    name="anna-linkedin",
    channel="linkedin",
    account="linkedin:anna-de-vries",
    person="anna",
    display_name="Anna de Vries",
    profile="https://www.linkedin.com/in/anna-de-vries/",
    signature="Anna de Vries",
)
JAN = Lead(
    email="jan@nwind.example",
    linkedin="https://www.linkedin.com/in/jan-jansen/",
    first_name="Jan",
    last_name="Jansen",
    company="Noordenwind",
    source="trade fair 2026",
    basis="consent",
    fields={"topic": "pallets"},
)
BODY = "Hi {{ first_name }},\n\nI read about {{ company }}. Shall we talk?\n"
SUBJECT = "{{ company }} and pallets"


def mail_step(body: str = BODY, subject: str | None = SUBJECT, *, id: str = "intro", **content: Any) -> Step:
    """An email step with one wording."""
    return Step("email", id, content=Content((Variant("", body, subject),), **content))


def linkedin_step(kind: str, body: str, subject: str | None = None) -> Step:
    """A connect, message or inmail step with one wording."""
    return Step(kind, "hello", content=Content((Variant("", body, subject),)))


def campaign_of(*steps: Step, language: str = "en") -> Campaign:
    """A campaign of these steps."""
    return Campaign("founders", LeadSource(), ("anna", "anna-linkedin"), Schedule("office"), steps, language=language)


def workspace_of(campaign: Campaign, business: Business = BUSINESS, anna: Sender = ANNA) -> Workspace:
    """A workspace with Anna's two accounts and one campaign."""
    senders = {"anna": anna, "anna-linkedin": ANNA_LINKEDIN}
    return Workspace("campaigns.yaml", business, senders, {"office": campaign.schedule}, {campaign.name: campaign})


def rendered(
    step: Step,
    lead: Lead = JAN,
    *,
    sender: Sender | None = None,
    first: bool = True,
    thread_subject: str | None = None,
    language: str = "en",
    business: Business = BUSINESS,
) -> Rendered:
    """The message of a step for a lead, by a fresh renderer."""
    campaign = campaign_of(step, language=language)
    chosen = sender or (ANNA if step.kind == "email" else ANNA_LINKEDIN)
    return Renderer(workspace_of(campaign, business)).render(campaign, step, lead, chosen, first=first, thread_subject=thread_subject)


def jan(**changes: Any) -> Lead:
    """Jan, with some fields changed."""
    return replace(JAN, **changes)
