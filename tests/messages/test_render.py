"""A step becomes a message for one lead."""

from dataclasses import replace

import pytest

from seleqt_cli.core.campaign import Attachment, Campaign, Content, LeadSource, Schedule, Step, Variant
from seleqt_cli.messages.problems import MissingVariables, Unrenderable
from seleqt_cli.messages.render import Renderer, reply_subject
from seleqt_cli.messages.rendered import Rendered
from tests.messages.samples import (
    ANNA,
    ANNA_LINKEDIN,
    BODY,
    BUSINESS,
    JAN,
    campaign_of,
    jan,
    linkedin_step,
    mail_step,
    rendered,
    workspace_of,
)

OPT_OUT = 'Would you rather not hear from me? Reply "stop" and I will not write to you again.'
USE = "I use them only to write to you on behalf of Acme Robotics B.V. about doing business together."
FIRST = f"""\
Hi Jan,

I read about Noordenwind. Shall we talk?

Anna de Vries
Acme Robotics

--\x20
Acme Robotics B.V., Keizersgracht 1, 1015 CJ Amsterdam
Source of your contact details: trade fair 2026. {USE}
{OPT_OUT}
How we handle personal data and what rights you have: https://acme.example/privacy
"""


def test_a_first_mail_carries_signature_notice_address_and_opt_out() -> None:
    assert rendered(mail_step()) == Rendered("email", "Noordenwind and pallets", FIRST, language="en")


def test_a_follow_up_continues_the_thread_and_carries_the_opt_out_line() -> None:
    step = mail_step("Did this reach you, {{ first_name }}?", None, id="nudge")
    text = f"Did this reach you, Jan?\n\nAnna de Vries\nAcme Robotics\n\n-- \n{OPT_OUT}\n"
    assert rendered(step, first=False, thread_subject="Noordenwind and pallets") == Rendered(
        "email", "Re: Noordenwind and pallets", text, language="en", continues=True
    )


@pytest.mark.parametrize(
    ("subject", "thread", "so_far", "result"),
    [
        ("New", "", None, ("New", False)),
        ("New", "", "Old", ("New", False)),
        ("New", "same", "Old", ("Re: Old", True)),
        ("New", "same", None, ("New", False)),
        (None, "", "Old", ("Re: Old", True)),
        (None, "", "Re: Old", ("Re: Old", True)),
        (None, "", "RE: Old", ("RE: Old", True)),
        ("  New\n", "", None, ("New", False)),
    ],
)
def test_threads(subject: str | None, thread: str, so_far: str | None, result: tuple[str, bool]) -> None:
    found = rendered(mail_step(BODY, subject, thread=thread), first=False, thread_subject=so_far)
    assert (found.subject, found.continues) == result


def test_re_stands_once() -> None:
    assert reply_subject(reply_subject("Pallets")) == "Re: Pallets"


def test_everything_that_is_missing_is_named_at_once() -> None:
    step = mail_step("{{ title }} {{ sender.phone }} {{ lead.size }}", "{{ headline }}")
    with pytest.raises(MissingVariables) as caught:
        rendered(step, jan(source=""))
    assert caught.value.names == ("headline", "sender.phone", "size", "source", "title")


def test_the_campaign_s_source_stands_in_for_the_lead_s() -> None:
    campaign = Campaign("founders", LeadSource(source="our own list."), ("anna",), Schedule("office"), (mail_step(),), language="en")
    found = Renderer(workspace_of(campaign)).render(campaign, campaign.steps[0], jan(source=""), ANNA, first=True, thread_subject=None)
    assert "Source of your contact details: our own list. I use" in found.text


@pytest.mark.parametrize(
    ("step", "lead", "thread", "reason"),
    [
        (mail_step(subject=None), JAN, None, "step 'intro' has no subject, and there is no mail before it to continue"),
        (mail_step("{% if title %}x{% endif %}"), JAN, None, "the mail would be empty"),
        (mail_step(subject="{{ title or '' }}"), JAN, None, "the subject would be empty"),
        (
            mail_step(),
            jan(company="Evil\nBcc: x@evil.example"),
            None,
            "the subject would hold a line break, which stands in the lead's company",
        ),
        (
            mail_step(),
            jan(company="=?utf-8?q?hi=0D=0ABcc:_evil@x.example?="),
            None,
            "the subject would hold a line break inside an encoded word, which stands in the lead's company",
        ),
        (mail_step(), jan(first_name="J\x1b[2Jan"), None, "the mail would hold a terminal escape, which stands in the lead's first_name"),
        (
            mail_step("{{ topic }}"),
            jan(fields={"topic": "a\x00"}),
            None,
            "the mail would hold a NUL character, which stands in the lead's topic",
        ),
        (linkedin_step("connect", "x" * 201), JAN, None, "the note would have 201 characters, LinkedIn takes 200 (plan normal)"),
        (linkedin_step("connect", "😀" * 101), JAN, None, "the note would have 202 characters, LinkedIn takes 200 (plan normal)"),
        (linkedin_step("message", "x" * 8001), JAN, None, "the message would have 8001 characters, LinkedIn takes 8000"),
        (linkedin_step("inmail", "x" * 1901, "s"), JAN, None, "the InMail would have 1901 characters, LinkedIn takes 1900"),
        (linkedin_step("inmail", "x", "s" * 201), JAN, None, "the InMail's subject would have 201 characters, LinkedIn takes 200"),
        (linkedin_step("message", "{{ title or '' }}"), JAN, None, "the message would be empty"),
        (Step("visit", "look"), JAN, None, "step 'look' has no words to send"),
    ],
)
def test_what_cannot_go_says_why(step: Step, lead: object, thread: str | None, reason: str) -> None:
    with pytest.raises(Unrenderable) as caught:
        rendered(step, lead, thread_subject=thread)  # type: ignore[arg-type]
    assert caught.value.reason == reason


def test_a_field_that_a_message_does_not_use_does_not_stop_it() -> None:
    assert rendered(mail_step(), jan(phone="\x1b")).text == FIRST


@pytest.mark.parametrize(("plan", "most"), [("normal", 200), ("sales-navigator", 300), ("recruiter", 300), ("recruiter-lite", 300)])
def test_a_note_may_be_as_long_as_the_sender_s_plan_allows(plan: str, most: int) -> None:
    sender = replace(ANNA_LINKEDIN, plan=plan)
    assert len(rendered(linkedin_step("connect", "x" * most), sender=sender).text) == most
    with pytest.raises(Unrenderable):
        rendered(linkedin_step("connect", "x" * (most + 1)), sender=sender)


def test_linkedin_messages_carry_neither_signature_nor_footer() -> None:
    assert rendered(linkedin_step("message", "Thanks, {{ first_name }}.\n")) == Rendered("message", "", "Thanks, Jan.")
    assert rendered(linkedin_step("inmail", "Hello {{ first_name }}", "{{ company }}")) == Rendered("inmail", "Noordenwind", "Hello Jan")


def test_every_group_of_fields_can_be_used() -> None:
    body = (
        "{{ lead.email }} {{ email }} {{ topic }} {{ sender.name }} {{ sender.email }} {{ sender.calendar }} {{ business.name }} "
        "{{ business.privacy_url }} {{ campaign.name }} {{ step.id }} {{ step.kind }} {{ lead.tags }}"
    )
    lead = jan(email_shown="Jan@Nwind.example", tags=frozenset({"b", "a"}), fields={"topic": "pallets", "sender": "x", "step": "y"})
    assert rendered(mail_step(body, "s"), lead).text.split("\n")[0] == (
        "Jan@Nwind.example Jan@Nwind.example pallets Anna de Vries anna@acme.example https://cal.example/anna Acme Robotics B.V. "
        "https://acme.example/privacy founders intro email a, b"
    )


def test_a_variant_and_a_choice_are_the_same_every_time_and_spread_over_leads() -> None:
    variants = (Variant("short", "{a|b|c} {d|e}", "S"), Variant("long", "Long", "L", weight=3))
    step = Step("email", "intro", content=Content(variants))
    leads = [jan(email=f"p{number}@x.example", id=number) for number in range(400)]
    first = [rendered(step, lead) for lead in leads]
    assert [rendered(step, replace(lead, id=lead.id + 7)) for lead in leads] == first
    names = [found.variant for found in first]
    assert 60 < names.count("short") < 140
    assert {found.text.split("\n")[0] for found in first if found.variant == "short"} == {"a d", "a e", "b d", "b e", "c d", "c e"}


def test_choices_in_a_value_are_left_alone() -> None:
    assert rendered(mail_step(), jan(first_name="{A|B}")).text.startswith("Hi {A|B},\n")


def test_attachments_go_along() -> None:
    attachment = Attachment("a.pdf", b"%PDF")
    assert rendered(mail_step(attachments=(attachment,))).attachments == (attachment,)


@pytest.mark.parametrize(
    ("lead", "campaign", "result"),
    [
        ("", "nl", "nl"),
        ("de", "nl", "de"),
        ("fr-BE", "nl", "fr"),
        ("IT_it", "nl", "it"),
        ("pl", "nl", "nl"),
        ("pl", "sv", "en"),
        ("", "", "en"),
    ],
)
def test_the_footer_speaks_the_lead_s_language_else_the_campaign_s_else_english(lead: str, campaign: str, result: str) -> None:
    assert rendered(mail_step(), jan(language=lead), language=campaign).language == result


def test_a_footer_of_one_s_own_replaces_the_shipped_one_and_keeps_the_opt_out_line() -> None:
    own = replace(BUSINESS, footer={"en": "{{ business.name }}, from {{ source }}\n", "pl": "Acme {{ opt_out }} {{ sender.name }}"})
    assert rendered(mail_step(), business=own).text.split("-- \n")[1] == f"Acme Robotics B.V., from trade fair 2026\n{OPT_OUT}\n"
    assert rendered(mail_step(), jan(language="pl"), business=own).text.split("-- \n")[1] == f"Acme {OPT_OUT} Anna de Vries\n"


def test_a_signature_that_brings_its_own_line_gets_no_second_one() -> None:
    found = rendered(mail_step("Hi", None), sender=replace(ANNA, signature="--\nAnna"), first=False, thread_subject="x")
    assert found.text == f"Hi\n\n-- \nAnna\n\n{OPT_OUT}\n"


def test_html_carries_text_and_html_of_the_same_words() -> None:
    step = mail_step("Hi **{{ first_name }}**,\n\nsee [us]({{ sender.calendar }}).", format="html")
    found = rendered(step, jan(first_name="<b>*J*</b>"))
    assert found.text.split("\n\n-- \n")[0] == "Hi <b>*J*</b>,\n\nsee us (https://cal.example/anna).\n\nAnna de Vries\nAcme Robotics"
    assert (
        found.html
        == f"""\
<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"></head>
<body>
<p>Hi <strong>&lt;b&gt;*J*&lt;/b&gt;</strong>,</p>
<p>see <a href="https://cal.example/anna">us</a>.</p>
<p>Anna de Vries<br />
Acme Robotics</p>
<div style="color:#666;font-size:smaller">
<p>Acme Robotics B.V., Keizersgracht 1, 1015 CJ Amsterdam<br />
Source of your contact details: trade fair 2026. {USE}<br />
{OPT_OUT.replace('"', "&quot;")}<br />
How we handle personal data and what rights you have: <a href="https://acme.example/privacy">https://acme.example/privacy</a></p>
</div>
</body>
</html>
"""
    )


def test_task_texts_and_hook_items_are_plain_templates() -> None:
    campaign = campaign_of(Step("task", "call", text="x"))
    renderer = Renderer(workspace_of(campaign))
    text = "{Call|Call} {{ lead.first_name }} of {{ company }} for {{ sender.name }}"
    assert renderer.render_text(text, campaign, campaign.steps[0], JAN, ANNA) == "Call Jan of Noordenwind for Anna de Vries"
    with pytest.raises(Unrenderable) as caught:
        renderer.render_text("{{ company }}", campaign, campaign.steps[0], jan(company="x\x1b"), ANNA)
    assert caught.value.reason == "a terminal escape, which stands in the lead's company"
    with pytest.raises(MissingVariables) as lacking:
        renderer.render_text("{{ sender.name }}", campaign, campaign.steps[0], JAN)
    assert lacking.value.names == ("sender.name",)


def test_one_renderer_keeps_leads_apart() -> None:
    campaign = campaign_of(mail_step("{{ first_name }}", "s"))
    renderer = Renderer(workspace_of(campaign))
    names = ["Jan", "Piet", "Jan", "Joris"]
    found = [
        renderer.render(campaign, campaign.steps[0], jan(first_name=name), ANNA, first=False, thread_subject=None).text.split("\n")[0]
        for name in names
    ]
    assert found == names


@pytest.mark.parametrize(
    "subject",
    [
        "{{ topic }}",
        "{{ 'Re: ' }}{{ company }}",
        "{% if company %}Re: {{ company }}{% endif %}",
        "{Re|RE}: {{ company }}",
        "{{ hidden }}e: x",
    ],
)
def test_a_subject_that_pretends_to_be_an_answer_by_what_is_filled_in_holds_that_lead(subject: str) -> None:
    lead = jan(fields={"topic": "Re: our call", "hidden": "\uff32\u200b"})
    step = mail_step(subject=subject)
    with pytest.raises(Unrenderable) as caught:
        rendered(step, lead)
    assert "as if this was an answer, and it begins a new thread (or `allow: misleading-subject`)" in caught.value.reason
    assert rendered(replace(step, allow=("misleading-subject",)), lead).subject
    assert rendered(mail_step(subject=subject, thread="same"), lead, thread_subject="Pallets").subject == "Re: Pallets"


def test_a_company_is_called_what_it_is_called() -> None:
    assert rendered(mail_step(), jan(company="Re.Think B.V.")).subject == "Re.Think B.V. and pallets"
    assert rendered(mail_step(subject="{{ company }}: pallets"), jan(company="Trerè")).subject == "Trerè: pallets"
