"""What is wrong with a campaigns.yaml is said at its place, all of it at once, and in words that help."""

# ruff: noqa: E501 - whole messages are compared, each on one line

import os
from pathlib import Path

import pytest

from seleqt_cli.files.campaign_file import load
from seleqt_cli.files.contents import least_length
from seleqt_cli.files.workspace_files import reader
from tests.files.campaign_texts import HEAD, loaded, one_campaign, problems, step_problems

LIMITS = """\
version: 1
business:
  name: Acme
  address: Keizersgracht 1
senders:
  anna:
    email: anna@acme.example
    limits:
      email: 80
"""


def test_a_limit_above_the_plans_is_told_with_its_source() -> None:
    assert problems(one_campaign("    senders: anna\n", head=LIMITS)) == [
        "campaigns.yaml:9:7: senders.anna.limits.email: 80 is above the limit of 50 (terms 3.5)"
    ]


def sender_problems(anna: str) -> list[str]:
    """Problems of one sender, its keys in one flow mapping; without file, line and column."""
    head = f"business: {{name: Acme, address: A}}\nsenders:\n  a: {{{anna}}}\n"
    text = one_campaign("    senders: a\n", head=head).replace("- id: hello", "- id: hello\n        when: connected")
    if "linkedin" in anna and "email:" not in anna:
        text = text.replace("email: {subject: Hi, body: Hello there}", "visit:")
    return [problem.split(": ", 1)[1] for problem in problems(text)]


@pytest.mark.parametrize(
    ("sender", "message"),
    [
        ("linkedin: x-y, limits: {connect: 26}", "senders.a.limits.connect: 26 is above the limit of 25 (terms 3.5)"),
        ("linkedin: x-y, limits: {connect: {week: 101}}", "senders.a.limits.connect.week: 101 is above the limit of 100 (LinkedIn's practice)"),
        ("linkedin: x-y, limits: {inmail: 1}", "senders.a.limits.inmail: 1 is above the limit of 0 (terms 3.5)"),
        ("linkedin: x-y, limits: {note: {month: 6}}", "senders.a.limits.note.month: 6 is above the limit of 5 (LinkedIn's practice)"),
        (
            "linkedin: x-y, limits: {visit: 81}",
            "senders.a.limits.visit: 81 is above the limit of 80 (seleqt's default; LinkedIn names none)",
        ),
        ("linkedin: x-y, plan: recruiter, limits: {connect: 61}", "senders.a.limits.connect: 61 is above the limit of 60 (terms 3.5)"),
        ("linkedin: x-y, limits: {invites: 5}", "senders.a.limits: unknown key 'invites'; known here: visit, like, follow, connect, note, message, inmail, withdraw"),
        ("linkedin: x-y, pace: {gap: 30 seconds}", "senders.a.pace.gap: '30 seconds' is below the least gap of 90 seconds for LinkedIn"),
        ("linkedin: x-y, pace: {gap: 0}", "senders.a.pace.gap: '0' is below the least gap of 90 seconds for LinkedIn"),
        ("linkedin: x-y, plan: premium", "senders.a.plan: 'premium' is not one of normal, recruiter-lite, recruiter or sales-navigator"),
        ("linkedin: x-y, mode: Auto", "senders.a.mode: 'Auto' is not one of open, fill or auto; did you mean 'auto'?"),
        (
            "linkedin: 'https://www.linkedin.com/company/acme/'",
            "senders.a.linkedin: 'https://www.linkedin.com/company/acme/' is the page of a company, not of a person",
        ),
        ("email: a@b.example, limits: {email: -1}", "senders.a.limits.email: -1 is not between 0 and 1000000"),
        ("email: a@b.example, limits: {email: many}", "senders.a.limits.email: should be a whole number, not 'many'"),
        ("email: a@b.example, limits: {email: 1.5}", "senders.a.limits.email: should be a whole number, not '1.5'"),
        ("email: a@b.example, limits: {email: {dya: 5}}", "senders.a.limits.email: unknown key 'dya'; did you mean 'day'?"),
        ("email: a@b.example, limits: {email: [5]}", "senders.a.limits.email: should be a number a day, or {day, week, month}, not a list"),
        ("email: a@b.example, limits: 5", "senders.a.limits: should be a mapping with email, not '5'"),
        ("email: a@b.example, limits: ~", "senders.a.limits: is empty; write a value or remove the key"),
        ("email: a@b@c", "senders.a.email: 'a@b@c' holds more than one @; quoted names and lists of addresses are not taken"),
        ("email: [a@b.example]", "senders.a.email: should be text, not a list; text that starts with { or [ needs quotes"),
        ("email: a@b.example, smpt: x", "senders.a: unknown key 'smpt'; did you mean 'smtp'?"),
        ("email: a@b.example, plan: normal", "senders.a: unknown key 'plan'"),
        ("email: a@b.example, smtp: 'host:99999'", "senders.a.smtp: 'host:99999' is not a server; write smtp.acme.example:587, smtps://HOST:PORT or outbox:DIR"),
        ("email: a@b.example, smtp: 'http://x'", "senders.a.smtp: 'http://x' is not a server; write smtp.acme.example:587, smtps://HOST:PORT or outbox:DIR"),
        ("email: a@b.example, imap: 'x y'", "senders.a.imap: 'x y' is not a server; write imap.acme.example:993, imaps://HOST:PORT or none"),
        ("email: a@b.example, smtp: 'outbox:../x'", "senders.a.smtp: the outbox '../x' leads out of the folder of the YAML; copy the file into it; write it as outbox:outbox"),
        ("email: a@b.example, smtp: {host: mail.example, tls: none}", "senders.a.smtp: without TLS only to this machine, not to 'mail.example'; use starttls or implicit"),
        ("email: a@b.example, smtp: {port: 25}", "senders.a.smtp: host is missing (name or address of the server)"),
        ("email: a@b.example, smtp: {host: x, port: 0}", "senders.a.smtp.port: 0 is not between 1 and 65535"),
        ("email: a@b.example, smtp: {host: x, tls: ssl}", "senders.a.smtp.tls: 'ssl' is not one of starttls, implicit or none"),
        ("email: a@b.example, smtp: {host: x, ca: gone.pem}", "senders.a.smtp.ca: 'gone.pem' is not among the files of this version"),
        ("email: a@b.example, smtp: 'mail.example:587', auth: none", "senders.a.auth: none is only for a server on this machine (localhost)"),
        ("email: a@b.example, auth: oauth", "senders.a.auth: 'oauth' is not one of password, google, microsoft or none"),
        ("email: a@b.example, pace: {gap: 3}", "senders.a.pace.gap: '3' is not a time; write it as 3 minutes, 90 seconds or 0"),
        ("email: a@b.example, pace: {gap: 2 days}", "senders.a.pace.gap: '2 days' is more than a day between two actions"),
        ("email: a@b.example, pace: {spread: yes}", "senders.a.pace.spread: should be true or false, not 'yes'"),
        ("email: a@b.example, ramp_up: {start: 0, add: 1}", "senders.a.ramp_up.start: 0 is not between 1 and 1000000"),
        ("email: a@b.example, ramp_up: {start: 1}", "senders.a.ramp_up: add is missing (more on each further active day)"),
        ("email: a@b.example, timezone: Europe/Amstrdam", "senders.a.timezone: 'Europe/Amstrdam' is not a time zone; did you mean 'Europe/Amsterdam'?"),
        ("email: a@b.example, timezone: localtime", "senders.a.timezone: 'localtime' is not a time zone; write it as Europe/Amsterdam"),
        ("email: a@b.example, timezone: ../../etc/passwd", "senders.a.timezone: '../../etc/passwd' is not a time zone; write it as Europe/Amsterdam"),
        ("email: a@b.example, name: \"Anna\\nBcc: x@y.example\"", "senders.a.name: should be one line"),
        ("email: a@b.example, signature: mail/gone.md", "senders.a.signature: 'mail/gone.md' is not among the files of this version"),
        ("email: a@b.example, signature: ../x.md", "senders.a.signature: '../x.md' is not among the files of this version"),
        ("email: a@b.example, fields: {x: [1]}", "senders.a.fields.x: should be text, not a list"),
        ("email: a@b.example, linkedin: x-y", "senders.a: a sender is one account: write the LinkedIn account as a sender of its own"),
        ("name: Anna", "senders.a: email or linkedin is missing: the address of the account"),
        ("email: ~", "senders.a.email: is empty; write a value or remove the key"),
    ],
)  # fmt: skip
def test_a_wrong_sender_is_explained(sender: str, message: str) -> None:
    found = sender_problems(sender)
    assert len(found) == 1
    assert found[0].startswith(message)


@pytest.mark.parametrize(
    ("schedule", "message"),
    [
        ('hours: "09:00-09:00"', "hours: '09:00-09:00' is empty: it ends when it starts; for the whole day write \"00:00-24:00\""),
        ("hours: 9-17", "hours: '9-17' is not a stretch of a day; write it as \"09:00-17:30\""),
        ('hours: "09:00-25:00"', "hours: '09:00-25:00' holds a time that no clock shows; hours run from 00:00 to 24:00"),
        ('hours: "24:00-08:00"', "hours: '24:00-08:00' holds a time that no clock shows; hours run from 00:00 to 24:00"),
        ('hours: "09:60-10:00"', "hours: '09:60-10:00' holds a time that no clock shows; hours run from 00:00 to 24:00"),
        ('hours: ["09:00-12:00", "11:00-13:00"]', "hours: 09:00-12:00 and 11:00-13:00 overlap; write one stretch"),
        ("hours: []", "hours: is an empty list"),
        ("days: mon-fry", "days: 'mon-fry' is no day; write mon-fri, [mon, wed], or daily"),
        ("days: tu", "days: 'tu' is no day; write mon-fri, [mon, wed], or daily; did you mean 'tue'?"),
        ("days: {mon: 1}", "days: should be text, not a mapping; text that starts with { or [ needs quotes"),
        ("timezone: CET", "timezone: 'CET' is not a time zone"),
        ("timezone: leads", "timezone: 'leads' is not a time zone; did you mean 'lead'?"),
        ("holidays: XX", "holidays: 'XX' is not a country code (or lead or none); write two letters, such as NL"),
        ("holidays: Netherlands", "holidays: 'Netherlands' is not a country code (or lead or none); did you mean NL?"),
        ("dayz: mon", "unknown key 'dayz'; did you mean 'days'?"),
    ],
)
def test_a_wrong_schedule_is_explained(schedule: str, message: str) -> None:
    text = one_campaign("    schedule: s\n", head=HEAD + f"schedules:\n  s: {{{schedule}}}\n")
    (found,) = problems(text)
    key = f".{message}" if not message.startswith("unknown") else f": {message}"
    assert found.split(":", 3)[3].startswith(f" schedules.s{key}")


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ("    start: 2026-02-30\n", "10:5: campaigns.first.start: '2026-02-30' is not a date; write it as 2026-12-01"),
        ("    start: 1 Dec\n", "10:5: campaigns.first.start: '1 Dec' is not a date; write it as 2026-12-01"),
        ("    start: 2026-12-02\n    end: 2026-12-01\n", "11:5: campaigns.first.end: 2026-12-01 is before the start, 2026-12-02"),
        ("    review: first\n", "10:5: campaigns.first.review: 'first' is not all, first N (such as first 10) or none"),
        ("    on_reply: person\n", "10:5: campaigns.first.on_reply: should be a mapping with stop, not 'person'"),
        ("    on_reply: {stop: all}\n", "10:16: campaigns.first.on_reply.stop: 'all' is not one of person, journey or company"),
        ("    max_new_leads: 0\n", "10:5: campaigns.first.max_new_leads: 0 is not between 1 and 1000000"),
        ("    priority: high\n", "10:5: campaigns.first.priority: should be a whole number, not 'high'"),
        ("    company_cap: 0\n", "10:5: campaigns.first.company_cap: 0 is not between 1 and 1000000"),
        ("    withdraw_after: 21\n", "10:5: campaigns.first.withdraw_after: '21' is not a time; write it as 3 days, 3 working days, 4 hours or 30 minutes"),
        ("    overlap: 1\n", "10:5: campaigns.first.overlap: should be true or false, not '1'"),
        ("    language: pt\n", "10:5: campaigns.first.language: there is no footer in 'pt', only in en, nl, de, fr, es, it; write one under business.footer.pt"),
        ("    schedule: ofice\n", "10:5: campaigns.first.schedule: there is no schedule 'ofice'; there are no schedules"),
        ("    on: {replied: {command: [x]}}\n", "10:10: campaigns.first.on: unknown key 'replied'; did you mean 'reply'?"),
        ("    on: {reply: {command: notify me}}\n", "10:18: campaigns.first.on.reply.command: should be a list, there is no shell: [bin/notify, \"{{ lead.first_name }} replied\"]"),
        ("    on: {reply: {}}\n", "10:10: campaigns.first.on.reply: command or webhook is missing"),
        ("    on: {reply: {webhook: ftp://x}}\n", "10:18: campaigns.first.on.reply.webhook: 'ftp://x' is not a web address; it starts with https://"),
        ("    senders: [ana]\n", "9:15: campaigns.first.senders: there is no sender 'ana'; did you mean 'anna'?"),
        ("    start: 0001-01-01\n", "10:5: campaigns.first.start: 0001-01-01 is no year to work in; write one from 2000 to 2199"),
        ("    end: 9999-12-31\n", "10:5: campaigns.first.end: 9999-12-31 is no year to work in; write one from 2000 to 2199"),
        ("    senders: []\n", "9:5: campaigns.first.senders: is an empty list"),
        ("    senders: [anna, anna]\n", "9:21: campaigns.first.senders: 'anna' is here twice"),
    ],
)  # fmt: skip
def test_a_wrong_campaign_is_explained(keys: str, message: str) -> None:
    assert [problem for problem in problems(one_campaign(keys)) if "warning" not in problem] == [f"campaigns.yaml:{message}"]


@pytest.mark.parametrize(
    ("leads", "message"),
    [
        ("{source: x}", "8:5: campaigns.first.leads: says no leads: write file, list or tag"),
        ("{file: a.csv, list: [{email: a@b.example}]}", "8:26: campaigns.first.leads.list: beside file; write one of them, or two campaigns"),
        ("leads.csv", "8:5: campaigns.first.leads: should be a mapping with file, list, tag, tags, not 'leads.csv'"),
        ("[]", "8:12: campaigns.first.leads: is an empty list"),
        ("[ada@b.example]", "8:13: campaigns.first.leads.1: a lead should be a mapping, such as {email: ada@engines.example, first_name: Ada}, not 'ada@b.example'"),
        ("[{first_name: Ada}]", "8:13: campaigns.first.leads.1: this lead has neither email nor linkedin"),
        ("[{email: ada}]", "8:14: campaigns.first.leads.1.email: 'ada' has no @"),
        ("[{linkedin: 'https://evil.example/in/x'}]", "8:14: campaigns.first.leads.1.linkedin: 'https://evil.example/in/x' is no address of linkedin.com"),
        ("[{email: a@b.example, Email: c@d.example}]", "8:34: campaigns.first.leads.1: 'Email' is the column email, which is here already"),
        ("[{email: a@b.example, notes: [1]}]", "8:34: campaigns.first.leads.1.notes: should be text, not a list"),
        ("[{email: a@b.example, basis: guess}]", "8:34: campaigns.first.leads.1.basis: 'guess' is not one of consent, customer, published or legitimate-interest"),
        ("[{email: a@b.example, country: Narnia}]", "8:34: campaigns.first.leads.1.country: 'Narnia' is not a country; write two letters, such as NL"),
        ("[{email: a@b.example, timezone: Mars/Base}]", "8:34: campaigns.first.leads.1.timezone: 'Mars/Base' is not a time zone; write it as Europe/Amsterdam"),
        ("{tag: x, basis: consnt}", "8:21: campaigns.first.leads.basis: 'consnt' is not one of consent, customer, published or legitimate-interest; did you mean 'consent'?"),
        ("{tag: x, quiet: 1 month}", "8:21: campaigns.first.leads.quiet: '1 month' is not a time; write it as 3 days, 3 working days, 4 hours or 30 minutes"),
        ("{tag: x, include: all}", "8:21: campaigns.first.leads.include: 'all' is not one of replied"),
        ("{tag: x, not: customer}", "8:21: campaigns.first.leads.not: should be a mapping with tag, tags, not 'customer'"),
    ],
)  # fmt: skip
def test_wrong_leads_are_explained(leads: str, message: str) -> None:
    assert problems(one_campaign().replace("[{email: ada@engines.example}]", leads)) == [f"campaigns.yaml:{message}"]


def test_the_same_lead_twice_is_a_warning() -> None:
    text = one_campaign().replace(
        "[{email: ada@engines.example}]", "\n      - {email: ada@engines.example}\n      - {email: Ada@Engines.example}"
    )
    assert problems(text) == [
        "campaigns.yaml:10:9: warning: campaigns.first.leads.2.email: 'Ada@Engines.example' is in this list twice (first in line 9)"
    ]


LONG = "x" * 301


@pytest.mark.parametrize(
    ("step", "message"),
    [
        ("{visit: }", "11:9: campaigns.first.steps.1: id is missing: a stable name for this visit, such as `id: visit-1`"),
        ("visit", "11:9: campaigns.first.steps.1: a step is a mapping: write `- id: NAME` and below it `visit:`"),
        ("{id: a}", "11:9: campaigns.first.steps.a: says nothing to do; write one of visit, like, follow, connect, message, inmail, email, wait, wait_for, task or tag"),
        ("{id: a, mail: {body: x}}", "11:17: campaigns.first.steps.a: unknown key 'mail'; did you mean 'email'?"),
        ("{id: a, visit: , like: }", "11:26: campaigns.first.steps.a.like: a step does one thing, and this one has visit already; write a step of its own"),
        ("{id: a b, visit: }", "11:10: campaigns.first.steps.1.id: 'a b' is no name: use letters, digits, '-' and '_'"),
        ("{id: a, visit: now}", "11:17: campaigns.first.steps.a.visit: takes nothing behind it, not 'now'"),
        ("{id: a, task: }", "11:17: campaigns.first.steps.a.task: is empty; write a value or remove the key"),
        ("{wait: 3}", "11:10: campaigns.first.steps.1.wait: '3' is not a time; write it as 3 days, 3 working days, 4 hours or 30 minutes"),
        ("{wait: 0 days}", "11:10: campaigns.first.steps.1.wait: '0 days' is no time at all; write at least 1"),
        ("{wait: 10 seconds}", "11:10: campaigns.first.steps.1.wait: '10 seconds' is too short; the smallest unit here is minutes"),
        ("{wait: 4000 days}", "11:10: campaigns.first.steps.1.wait: '4000 days' is longer than ten years"),
        ("{wait: 1 day, when: connected}", "11:23: campaigns.first.steps.1.when: a wait has no when; write it on the step after it"),
        ("{id: a, wait_for: connected}", "11:9: campaigns.first.steps.a: at_most is missing: how long to wait, such as `at_most: 10 days`"),
        ("{id: a, wait_for: reply, at_most: 1 day}", "11:17: campaigns.first.steps.a.wait_for: 'reply' is not one of connected"),
        ("{id: a, visit: , else: [{id: b, like: }]}", "11:26: campaigns.first.steps.a.else: belongs to wait_for; for other steps use `when` on the next one"),
        ("{id: a, email: {subject: Hi}}", "11:17: campaigns.first.steps.a.email: body is missing (or body_file)"),
        ("{id: a, email: Hello}", "11:17: campaigns.first.steps.a.email: should be a mapping, not 'Hello'; write email: {body: ...}"),
        ("{id: a, email: {body: x, body_file: y.md, subject: s}}", "11:34: campaigns.first.steps.a.email.body_file: 'y.md' is not among the files of this version"),
        ('{id: a, email: {subject: "a\\nBcc: x", body: x}}', "11:25: campaigns.first.steps.a.email.subject: should be one line"),
        ("{id: a, email: {subject: s, body: {{ x }}}}", '11:44: a key must be a word; text that starts with {{ needs quotes: "{{ first_name }}"'),
        ("{id: a, email: {subject: s, body: x, thread: other}}", "11:46: campaigns.first.steps.a.email.thread: 'other' is not one of same"),
        ("{id: a, email: {subject: s, body: x, test: {sample: 5}}}", "11:46: campaigns.first.steps.a.email.test: needs at least two variants"),
        ("{id: a, email: {subject: s, variants: {}}}", "11:37: campaigns.first.steps.a.email.variants: holds no variant; write NAME: {body: ...}"),
        ("{id: a, email: {subject: s, body: b, variants: {x: {body: y}}}}", "11:37: campaigns.first.steps.a.email.body: beside variants; move it into one of them"),
        ("{id: a, message: {subject: s, body: b}}", "11:27: campaigns.first.steps.a.message: unknown key 'subject'; known here: body, body_file, test, variants"),
        ("{id: a, inmail: {body: b}}", "11:17: campaigns.first.steps.a.inmail: subject is missing; an InMail has one"),
        ("{id: a, connect: {note: }}", "11:27: campaigns.first.steps.a.connect.note: is empty; write a value or remove the key"),
        (f"{{id: a, connect: {{note: '{LONG}'}}}}", "11:27: campaigns.first.steps.a.connect: the note has at least 301 characters, above the limit of 300 of plan sales-navigator (anna-linkedin)"),
        ("{id: a, connect: {note: '" + "😀" * 150 + "x{{ name }}'}}", "11:27: campaigns.first.steps.a.connect: the note has at least 301 characters, above the limit of 300 of plan sales-navigator (anna-linkedin)"),
        ("{id: a, message: {body: '" + "x" * 8001 + "'}}", "11:27: campaigns.first.steps.a.message: the message has at least 8001 characters, above the limit of 8000"),
        ("{id: a, inmail: {subject: '" + "x" * 201 + "', body: b}}", "11:26: campaigns.first.steps.a.inmail: the subject has at least 201 characters, above the limit of 200"),
        ("{id: a, inmail: {subject: s, body: '" + "x" * 1901 + "'}}", "11:38: campaigns.first.steps.a.inmail: the InMail has at least 1901 characters, above the limit of 1900"),
        ("{id: a, visit: , when: conected}", "11:26: campaigns.first.steps.a.when: 'conected' is not a condition; did you mean 'connected'?"),
        ("{id: a, visit: , when: first name is Ada}", "11:26: campaigns.first.steps.a.when: 'first name is Ada' is not a condition; a field is one word, written with _ for a space"),
        ("{id: a, visit: , when: sent b}", "11:26: campaigns.first.steps.a.when: no step 'b' that sends or does something stands before this one; it is the first"),
        ("{id: a, visit: , at_most: soon}", "11:26: campaigns.first.steps.a.at_most: 'soon' is not a time; write it as 3 days, 3 working days, 4 hours or 30 minutes"),
    ],
)  # fmt: skip
def test_a_wrong_step_is_explained(step: str, message: str) -> None:
    found = [p for p in step_problems(f"      - {step}\n") if "warning" not in p]
    assert message.partition(":")[2] in [p.partition(":")[2] for p in found]
    assert len(found) == (2 if "body_file" in step or "{{ x" in step else 1)


def test_a_note_that_a_template_can_shorten_is_not_counted() -> None:
    long = "x" * 290
    for note in (
        f"{long}{{{{ a_name_of_many_letters }}}}",
        f"{{% if a %}}{long * 2}{{% endif %}}",
        f"{{{long}{long}|short}}",
        f"{long}{{# {long} #}}",
    ):
        assert step_problems(f"      - {{id: a, connect: {{note: '{note}'}}}}\n") == []


def test_steps_of_a_channel_without_a_sender_are_refused() -> None:
    steps = "      - {id: a, visit: }\n      - {id: b, email: {subject: s, body: b}}\n"
    head = HEAD.replace("plan: sales-navigator", "plan: normal")
    assert [p.split(": ", 1)[1] for p in problems(one_campaign("    senders: anna\n", steps)) if "warning" not in p] == [
        "campaigns.first.steps.a.visit: the campaign has no LinkedIn sender; add one to its senders"
    ]
    assert [p.split(": ", 1)[1] for p in problems(one_campaign("    senders: anna-linkedin\n", steps)) if "warning" not in p] == [
        "campaigns.first.steps.b.email: the campaign has no email sender; add one to its senders"
    ]
    inmail = "      - {id: a, inmail: {subject: s, body: b}}\n"
    assert [p.split(": ", 1)[1] for p in problems(one_campaign("", inmail, head=head))] == [
        "campaigns.first.steps.a.inmail: LinkedIn plan normal has no InMail; the campaign needs a sender with another plan"
    ]


def test_step_ids_are_unique_in_branches_too() -> None:
    steps = (
        "      - {id: a, wait_for: connected, at_most: 1 day, else: [{id: b, visit: }]}\n      - {id: b, like: }\n      - {id: a, tag: x}\n"
    )
    assert [p.split(": ", 1)[1] for p in step_problems(steps) if "warning" not in p] == [
        "campaigns.first.steps.b.id: the id 'b' is already taken in this campaign; each step has its own",
        "campaigns.first.steps.a.id: the id 'a' is already taken in this campaign; each step has its own",
    ]


def test_one_account_has_one_plan() -> None:
    head = HEAD + "  again: {linkedin: 'https://linkedin.com/in/Example-Anna/', plan: normal}\n"
    assert problems(one_campaign(head=head)) == [
        "campaigns.yaml:6:3: senders.again: is the same account as anna-linkedin, which has plan sales-navigator; one account has one plan"
    ]


def test_every_problem_is_told_in_one_go_in_the_order_of_the_file() -> None:
    text = """\
version: 2
busines: {}
senders:
  anna: {email: anna, limits: {email: 99}}
  bad name: {email: x@y.example}
schedules: [office]
campaigns:
  c:
    lead: []
    senders: [ben]
    steps: {}
on: 5
legal: {xx: {}, nl: {accept: hope}}
"""
    assert problems(text) == [
        "campaigns.yaml:1:1: business is missing (who sends)",
        "campaigns.yaml:1:1: version: this program reads version 1 of the format; write version: 1",
        "campaigns.yaml:2:1: unknown key 'busines'; did you mean 'business'?",
        "campaigns.yaml:4:10: senders.anna.email: 'anna' has no @",
        "campaigns.yaml:4:32: senders.anna.limits.email: 99 is above the limit of 50 (terms 3.5)",
        "campaigns.yaml:5:3: senders: 'bad name' is no name: use letters, digits, '-' and '_', at most 64",
        "campaigns.yaml:6:1: schedules: should be a mapping of names, not a list",
        "campaigns.yaml:8:3: campaigns.c: leads is missing (whom: a file, a tag, or a list right here)",
        "campaigns.yaml:9:5: campaigns.c: unknown key 'lead'; did you mean 'leads'?",
        "campaigns.yaml:10:15: campaigns.c.senders: there is no sender 'ben'; there is anna, bad name",
        "campaigns.yaml:11:5: campaigns.c.steps: should be a list of steps, each starting with '- ', not a mapping",
        "campaigns.yaml:12:1: on: should be a mapping with reply, accepted, bounce, complaint, not '5'",
        "campaigns.yaml:13:9: legal.xx: 'xx' is not a country code; write two letters, such as nl",
        "campaigns.yaml:13:17: legal.nl: by is missing (who decided)",
        "campaigns.yaml:13:17: legal.nl: date is missing (when)",
        "campaigns.yaml:13:17: legal.nl: why is missing (the reason)",
        "campaigns.yaml:13:22: legal.nl.accept: 'hope' is not one of consent, customer, published or legitimate-interest",
    ]


@pytest.mark.parametrize("text", ["[]", "5", "just words", "- a: 1"])
def test_a_file_that_is_no_mapping_is_refused(text: str) -> None:
    assert problems(text) == ["campaigns.yaml:1:1: the file should be a mapping: version, business, senders, campaigns"]


def test_a_mail_needs_the_postal_address() -> None:
    head = HEAD.replace(" address: Keizersgracht 1,", "")
    assert problems(one_campaign(head=head)) == [
        "campaigns.yaml:2:1: business: address is missing (postal address; it stands in the footer of every first email)"
    ]
    assert loaded(one_campaign("", "      - {id: a, visit: }\n", head=head)).workspace is not None


def test_codes_tell_problems_apart() -> None:
    text = one_campaign("    senders: anna\n", head=LIMITS.replace("limits:", "limit: 5\n    limits:"))
    assert [(p.code, p.level, p.line, p.column, p.path) for p in loaded(text).problems] == [
        ("unknown-key", "error", 8, 5, "senders.anna"),
        ("limit", "error", 10, 7, "senders.anna.limits.email"),
    ]


def test_a_message_never_carries_a_terminal_escape() -> None:
    texts = [
        one_campaign().replace("Hi,", '"\\e]0;owned\\a",'),
        one_campaign().replace("ada@engines.example", '"\\e[2Jx"'),
        one_campaign().replace("steps:", '"\\e[31mstps":'),
        one_campaign().replace("first:", '"\\u202Efirst":'),
        one_campaign('    schedule: "\\u009b31m\\u2066"\n'),
        one_campaign("    \x1b[31m: 1\n"),
        one_campaign('    senders: ["\\u202e"]\n'),
    ]
    for text in texts:
        found = loaded(text)
        assert found.workspace is None
        for problem in found.problems:
            assert all(sign.isprintable() for sign in str(problem)), str(problem)


def test_very_long_values_are_cut_in_messages() -> None:
    (problem,) = problems(one_campaign("    schedule: " + "x" * 100_000 + "\n"))
    assert len(problem) < 200


ESCAPES = ["../secret.md", "/etc/passwd", "/dev/zero", "link.md", "pipe.md", "folder.md", "big.md", "gone.md", "zero.md", "a\\b.md"]


@pytest.mark.parametrize("name", ESCAPES)
def test_bodies_signatures_footers_and_attachments_stay_in_the_folder(tmp_path: Path, name: str) -> None:
    root = tmp_path / "work"
    (root / "folder.md").mkdir(parents=True)
    (tmp_path / "secret.md").write_text("secret")
    os.symlink("../secret.md", root / "link.md")
    os.symlink("/dev/zero", root / "zero.md")
    os.mkfifo(root / "pipe.md")
    with (root / "big.md").open("wb") as big:
        big.truncate(19 * 1024 * 1024)
    head = HEAD.replace("name: Anna}", f"name: Anna, signature: '{name}'}}", 1).replace(
        "name: Acme,", f"name: Acme, footer: {{nl: '{name}'}},"
    )
    steps = f"      - {{id: a, email: {{subject: s, body_file: '{name}', attach: ['{name}']}}}}\n"
    result = load(one_campaign("", steps, head=head).encode(), path="campaigns.yaml", read=reader(root))
    files = [problem for problem in result.problems if problem.code == "file"]
    expected = [
        "business.footer.nl",
        "senders.anna.signature",
        "campaigns.first.steps.a.email.body_file",
        "campaigns.first.steps.a.email.attach",
    ]
    if not name.endswith(".md"):
        expected = expected[2:]  # a name without .md or .txt is the text of a signature or footer itself
    assert [problem.path for problem in files] == expected
    assert result.workspace is None
    assert "secret" not in str([problem for problem in result.problems if "secret.md" not in problem.message])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"caf\xe9\n", "'b.md' is not UTF-8 (line 1); save it as UTF-8"),
        (b"a\nb\x1b[31m", "'b.md' contains the control character \\x1b (line 2)"),
        (b"a\x00", "'b.md' contains the control character \\x00 (line 1)"),
        (b"a\rb", "'b.md' contains the control character \\r (line 1)"),
        (b" \n", "'b.md' is empty"),
        (b"x" * (1024 * 1024 + 1), "'b.md' is larger than 1 MiB"),
    ],
)
def test_a_body_file_is_clean_text(content: bytes, reason: str) -> None:
    steps = "      - {id: a, email: {subject: s, body_file: b.md}}\n"
    assert step_problems(steps, {"b.md": content}) == [f"11:37: campaigns.first.steps.a.email.body_file: {reason}"]


def test_attachments_are_bounded_together_and_have_names_of_their_own() -> None:
    steps = "      - {id: a, email: {subject: s, body: b, attach: [x/a.pdf, y/a.pdf]}}\n"
    files = {"x/a.pdf": bytes(10 * 1024 * 1024), "y/a.pdf": bytes(10 * 1024 * 1024)}
    assert [p.split(": ", 2)[2] for p in step_problems(steps, files)] == [
        "the attachments are larger than 18 MiB together; most servers refuse that",
        "two attachments are named 'a.pdf'",
    ]


def test_reading_ends_when_there_are_very_many_problems() -> None:
    senders = "".join(f"  s{n}: {{email: s{n}@acme.example, timezone: Europe/Amstrdam{n}}}\n" for n in range(3000))
    found = problems(one_campaign(head=HEAD + senders))
    assert len(found) == 501
    assert found[-1] == "campaigns.yaml: there are more problems than these 500; fix these first"


def test_texts_made_to_be_slow_are_measured_in_one_pass() -> None:
    for text in ("{{" * 200_000, "{" + "|" * 400_000, "{a|" * 100_000, "{|}" * 100_000, "{#" * 200_000):
        assert least_length(text) >= 0
    assert least_length("ab{c|{dd|e}}{{ f }}{# g #}{h}") == len("ab" + "c" + "{h}")
