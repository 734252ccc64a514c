"""What is said about a step's words before any lead is looked at."""

from dataclasses import replace

from seleqt_cli.core.campaign import Step
from seleqt_cli.messages.lint import Finding, lint, lint_footers
from tests.messages.samples import ANNA, BUSINESS, campaign_of, mail_step, workspace_of

KNOWN = frozenset({"email", "first_name", "company", "topic"})


def found(step: Step, signature: str = "Anna") -> list[Finding]:
    campaign = campaign_of(step)
    return lint(workspace_of(campaign, anna=replace(ANNA, signature=signature)), campaign, step, KNOWN)


def test_good_words_are_without_findings() -> None:
    assert found(mail_step("{{ first_name|default('you') }}{% if company %}{{ company }}{% endif %}{{ sender.name }}", "Hi")) == []


def test_unknown_names_come_with_what_was_meant() -> None:
    step = mail_step("\n{{ frist_name }}{{ topic }}{{ business.nmae }}{{ sender.mobile }}", "{{ compny|default('x') }}{{ zzz }}")
    assert found(step) == [
        Finding("no lead has zzz", "error", "subject"),
        Finding("there is no business.nmae; did you mean name?", "error", "body"),
        Finding("no lead has frist_name; did you mean first_name?", "error", "body"),
        Finding("sender anna has no mobile", "error", "body"),
        Finding("a lead without topic is held; default() would fill it", "hint", "body"),
    ]


def test_a_message_is_spoken_only_by_accounts_of_its_channel() -> None:
    # anna-linkedin has no calendar, and never sends a mail.
    assert found(mail_step("{{ sender.calendar }}", "Hi")) == []


def test_syntax_errors_carry_part_and_line() -> None:
    assert found(mail_step("\n\na {{ b", "s"), "x\n{{ lead() }}") == [
        Finding("unexpected end of template, expected 'end of print statement'.", "error", "body", "", 3),
        Finding(
            "a template cannot call anything (for upper case and the like write a filter: {{ name|upper }})", "error", "signature", "", 2
        ),
    ]


def test_task_texts_are_looked_at() -> None:
    assert found(Step("task", "call", text="{{ nope }}")) == [Finding("no lead has nope", "error", "text")]


def test_footers_of_one_s_own_are_looked_at() -> None:
    workspace = workspace_of(campaign_of(mail_step()), replace(BUSINESS, footer={"nl": "{{ source }}{{ nope }}", "en": "{{ opt_out }}"}))
    assert lint_footers(workspace) == [Finding("no lead has nope", "error", "footer", "nl")]
