"""Form letters say, byte for byte, what the long way says, and take it where they cannot tell."""

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from seleqt_cli.core.campaign import Campaign, Content, Sender, Step, Variant
from seleqt_cli.core.errors import SeleqtError
from seleqt_cli.core.lead import Lead
from seleqt_cli.messages.fields import Fields
from seleqt_cli.messages.form_letters import Form, form_of
from seleqt_cli.messages.pieces import Field
from seleqt_cli.messages.render import Renderer
from seleqt_cli.messages.rendered import Rendered
from seleqt_cli.messages.template import Template
from tests.messages.samples import ANNA, BUSINESS, JAN, campaign_of, workspace_of

FIXED = ["Hi", " ", "\n", "--", "100 %", "é", "{{ sender.name }}", "{{ business.name }}", "{{ campaign.name }}", "{{ step.id }}"]
LEADS_OWN = ["{{ first_name }}", "{{ lead.company }}", "{{ topic }}", "{{ source }}", "{{ lead.source }}"]
ODD = [
    "{a|b}", "\t", "\x1b", "=?utf-8?q?=0A?=", "{{ opt_out }}", "{{ sender.flag }}", '{{ title|default("you") }}', "{{ title|upper }}",
    "{{ sender }}",
]  # fmt: skip


def words(*parts: str) -> st.SearchStrategy[str]:
    """A text of some of these parts."""
    return st.lists(st.sampled_from(parts), max_size=6).map("".join)


ANYTHING = words(*FIXED, *LEADS_OWN, *ODD)
BODIES = words(*FIXED, *LEADS_OWN).map(lambda text: f"Hi {text}.") | ANYTHING
UNDER = words(*FIXED) | ANYTHING
VALUES = st.sampled_from(
    ["", " ", "Jan", "Jo", "Acme", "x", " Jan\n", "a\nb", "\x00", "\u2028", "é", "{{ x }}", "%s", "=?utf-8?q?=0A?=", "=?"]
)
LEADS = st.builds(
    lambda name, company, title, source, language, topic: replace(
        JAN, first_name=name, company=company, title=title, source=source, language=language, fields={"topic": topic} if topic else {}
    ),
    VALUES, VALUES, VALUES, st.sampled_from(["", "fair. ", "list"]), st.sampled_from(["", "nl", "de-AT"]), VALUES,
)  # fmt: skip
CASES = st.fixed_dictionaries(
    {
        "body": BODIES,
        "subject": st.none() | BODIES,
        "signature": UNDER,
        "footer": st.none() | UNDER,
        "thread": st.sampled_from(["", "same"]),
    }
)
GROUPS = {"sender": Fields("sender", {"name": "Anna"})}
SITUATIONS = st.tuples(LEADS, st.booleans(), st.sampled_from([None, "Before", "re: Before", "Now", "\x07"]))


class LongWay(Renderer):
    """Renders every mail as if there were no form letters."""

    def _by_form(self, *given: Any) -> None:
        """Never."""


def outcome(
    renderer: Renderer, campaign: Campaign, step: Step, lead: Lead, sender: Sender, first: bool, thread: str | None
) -> Rendered | tuple[str, str]:
    try:
        return renderer.render(campaign, step, lead, sender, first=first, thread_subject=thread)
    except SeleqtError as error:
        return type(error).__name__, str(error)


@settings(max_examples=400, deadline=None)
@given(CASES, st.lists(SITUATIONS, min_size=1, max_size=4))
def test_a_form_letter_is_the_mail_that_the_long_way_gives(case: dict[str, Any], situations: list[tuple[Lead, bool, str | None]]) -> None:
    content = Content((Variant("", case["body"], case["subject"]),), thread=case["thread"])
    step = Step("email", "intro", content=content)
    sender = replace(ANNA, signature=case["signature"])
    business = replace(BUSINESS, footer={} if case["footer"] is None else {"en": case["footer"], "nl": case["footer"] + "!"})
    campaign = campaign_of(step)
    workspace = workspace_of(campaign, business, sender)
    short, long = Renderer(workspace), LongWay(workspace)
    for lead, first, thread in situations:
        assert outcome(short, campaign, step, lead, sender, first, thread) == outcome(long, campaign, step, lead, sender, first, thread)


def test_an_ordinary_mail_is_a_form_letter() -> None:
    form = form_of(Template.compile("Hi {{ first_name }},\nI am {{ sender.name }}. {{ lead.company }}?"), GROUPS)
    assert form is not None
    assert form.fill({"first_name": "Jo", "company": "Acme"}) == "Hi Jo,\nI am Anna. Acme?"
    assert form.fill({"first_name": "Jo"}) is None


def test_a_form_lacks_nothing_but_fields_of_the_lead() -> None:
    assert form_of(Template.compile("Hi {{ sender.calendar }}"), GROUPS) is None
    assert form_of(Template.compile("{Hi|Hello} there"), {}) is None
    assert form_of(Template.compile("{{ name|upper }}"), {}) is None


def test_a_text_that_gets_too_long_is_no_form_letter() -> None:
    assert Form(["Hi ", Field("name", "", None)]).fill({"name": "x" * 300_000}) is None
