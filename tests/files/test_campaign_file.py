"""What a campaigns.yaml without errors becomes."""

from pathlib import Path

import pytest

from seleqt_cli.core.campaign import (
    Attachment,
    Business,
    Condition,
    Content,
    Duration,
    Hook,
    Hours,
    LeadSource,
    LegalDecision,
    Pace,
    Place,
    RampUp,
    Schedule,
    Sender,
    Server,
    Step,
    Variant,
)
from seleqt_cli.files.campaign_file import load
from seleqt_cli.files.workspace_files import reader, stored
from tests.files.campaign_texts import HEAD, campaign, one_campaign, problems, workspace

BUSINESS = """\
business:
  name: Acme Robotics B.V.
  address: |
    Keizersgracht 1
    1015 CJ Amsterdam
  privacy_url: https://acme.example/privacy
  timezone: Europe/Amsterdam
  country: nl
  plan: {name: trial, since: 2026-12-01}
  seats: {email: 3, linkedin: 1}
  footer: {nl: mail/footer.nl.md, PT: "Cumprimentos"}
"""
SENDERS = """\
senders:
  anna:
    email: Anna@acme.example
    login: anna@ACME-mail.example
    name: Anna de Vries
    smtp: smtp.acme.example:587
    imap: imap.acme.example:993
    auth: google
    limits: {email: {day: 40, week: 150}}
    ramp_up: {start: 5, add: 3}
    pace: {gap: 4 minutes, spread: false}
    signature: mail/anna.md
    fields: {calendar: https://cal.example/anna, extension: 0123}
    timezone: Europe/Berlin
    sent_copy: none
    inbox: {folders: [Sales, Archive], ignore: warm*}
  sales:
    email: sales@acme.example
    login: anna@acme-mail.example
    smtp: {host: localhost, port: 2525, tls: none}
    imap: none
    auth: none
    limits: {email: 12}
    pace: {gap: 0}
    signature: "Sales"
  outbox:
    email: box@acme.example
    smtp: outbox:out/box
    person: anna
  anna-linkedin:
    linkedin: HTTPS://nl.linkedin.com/in/Example-Anna?trk=x
    name: Anna de Vries
    plan: recruiter
    mode: auto
    limits: {connect: {day: 20}, inmail: 3, note: {month: 2}}
    pace: {gap: 2 minutes}
"""
REST = """\
schedules:
  office: {days: mon-fri, hours: "09:00-17:30", timezone: lead, holidays: lead}
  split: {days: [sat, sun, wed], hours: ["13:00-24:00", "08:00-12:00"], timezone: America/New_York, holidays: us}
  night: {days: "fri-mon", hours: "22:00-06:00"}
  always: {days: daily, hours: always, holidays: none}
on:
  reply: {command: [bin/notify, "{{ lead.first_name }} replied", 5]}
  bounce: [{webhook: https://hooks.example/x}, {command: [bin/stop]}]
legal:
  nl: {accept: legitimate-interest, by: Anna de Vries, date: 2026-11-01, why: Existing customers of our dealer}
campaigns:
  founders-nl:
    leads:
      file: leads.csv
      map: {company: Firma, notes: }
      source: trade fair 2026
      basis: consent
      tags: [fair, 2026]
      not: {tag: customer}
      quiet: 30 days
      include: replied
    senders: [anna, sales, anna-linkedin]
    schedule: split
    language: PT
    start: 2026-12-01
    end: 2026-12-31
    review: first 10
    on_reply: {stop: company}
    max_new_leads: 25
    priority: 5
    company_cap: none
    withdraw_after: 2 weeks
    overlap: true
    on: {finished: {webhook: "http://localhost:8080/done"}}
    steps: [{id: hi, email: {subject: Hi, body: Hello}}]
  tagged:
    leads: {tag: warm, tags: [hot], not: {tags: [a, b]}}
    senders: anna
    schedule: night
    steps: [{id: hi, email: {subject: Hi, body: Hello}}]
  again:
    leads: {tags: [hot]}
    senders: outbox
    schedule: office
    steps: [{id: hi, email: {subject: Hi, body: Hello}}]
"""
FILES = {"mail/footer.nl.md": b"\xef\xbb\xbfGroet\r\n", "mail/anna.md": b"**Anna**\r\nAcme\n"}


def everything() -> str:
    return "version: 1\n" + BUSINESS + SENDERS + REST


def test_the_business_is_read() -> None:
    assert workspace(everything(), FILES).business == Business(
        name="Acme Robotics B.V.",
        address="Keizersgracht 1\n1015 CJ Amsterdam",
        privacy_url="https://acme.example/privacy",
        timezone="Europe/Amsterdam",
        country="NL",
        plan="trial",
        since="2026-12-01",
        seats={"email": 3, "linkedin": 1},
        footer={"nl": "Groet", "pt": "Cumprimentos"},
    )


def test_senders_are_read_and_aliases_of_one_login_share_its_account() -> None:
    found = workspace(everything(), FILES)
    assert list(found.senders.values()) == [
        Sender(
            name="anna",
            channel="email",
            account="email:anna@acme-mail.example",
            person="Anna de Vries",
            address="Anna@acme.example",
            login="anna@ACME-mail.example",
            display_name="Anna de Vries",
            smtp=Server("smtp.acme.example", 587, "starttls"),
            imap=Server("imap.acme.example", 993, "implicit"),
            auth="google",
            limits={"email": {"day": 40, "week": 150}},
            ramp_up=RampUp(5, 3),
            pace=Pace(240, False),
            signature="**Anna**\nAcme",
            fields={"calendar": "https://cal.example/anna", "extension": "0123"},
            timezone="Europe/Berlin",
            sent_copy="none",
            inbox_folders=("Sales", "Archive"),
            inbox_ignore=("warm*",),
            number=0,
            place=Place(14, 3),
        ),
        Sender(
            name="sales",
            channel="email",
            account="email:anna@acme-mail.example",
            person="sales",
            address="sales@acme.example",
            login="anna@acme-mail.example",
            smtp=Server("localhost", 2525, "none"),
            imap="none",
            auth="none",
            limits={"email": {"day": 12}},
            pace=Pace(0, False),
            signature="Sales",
            number=1,
            place=Place(29, 3),
        ),
        Sender(
            name="outbox",
            channel="email",
            account="email:box@acme.example",
            person="Anna de Vries",
            address="box@acme.example",
            login="box@acme.example",
            outbox="out/box",
            number=2,
            place=Place(38, 3),
        ),
        Sender(
            name="anna-linkedin",
            channel="linkedin",
            account="linkedin:example-anna",
            person="Anna de Vries",
            display_name="Anna de Vries",
            profile="https://www.linkedin.com/in/example-anna/",
            plan="recruiter",
            mode="auto",
            limits={"connect": {"day": 20}, "inmail": {"day": 3}, "note": {"month": 2}},
            pace=Pace(120, True),
            number=3,
            place=Place(42, 3),
        ),
    ]
    assert [len(senders) for senders in found.accounts().values()] == [2, 1, 1]


def test_schedules_hooks_and_legal_decisions_are_read() -> None:
    found = workspace(everything(), FILES)
    assert list(found.schedules.values()) == [
        Schedule("office", frozenset({0, 1, 2, 3, 4}), (Hours(540, 1050),), "lead", "lead", Place(50, 3)),
        Schedule("split", frozenset({2, 5, 6}), (Hours(480, 720), Hours(780, 1440)), "America/New_York", "US", Place(51, 3)),
        Schedule("night", frozenset({4, 5, 6, 0}), (Hours(1320, 360),), "", "none", Place(52, 3)),
        Schedule("always", frozenset(range(7)), (Hours(0, 1440),), "", "none", Place(53, 3)),
    ]
    assert found.hooks == (
        Hook("reply", ("bin/notify", "{{ lead.first_name }} replied", "5")),
        Hook("bounce", (), "https://hooks.example/x"),
        Hook("bounce", ("bin/stop",), ""),
    )
    assert found.legal == (LegalDecision("NL", "legitimate-interest", "Anna de Vries", "2026-11-01", "Existing customers of our dealer"),)


def test_a_campaign_is_read_with_all_its_keys() -> None:
    found = workspace(everything(), FILES)
    first, tagged, again = found.campaigns.values()
    assert first.leads == LeadSource(
        file="leads.csv",
        mapping={"company": "Firma", "notes": ""},
        source="trade fair 2026",
        basis="consent",
        tags=("fair", "2026"),
        without_tags=("customer",),
        quiet=Duration(30, "days"),
        include_replied=True,
        place=Place(61, 5),
    )
    assert (first.senders, first.schedule.name, first.language) == (("anna", "sales", "anna-linkedin"), "split", "pt")
    assert (first.start, first.end, first.review, first.on_reply) == ("2026-12-01", "2026-12-31", 10, "company")
    assert (first.max_new_leads, first.priority, first.company_cap, first.overlap) == (25, 5, None, True)
    assert (first.withdraw_after, first.hooks) == (Duration(14, "days"), (Hook("finished", (), "http://localhost:8080/done"),))
    assert (tagged.leads.tags_wanted, tagged.leads.tags, tagged.leads.without_tags) == (("warm", "hot"), (), ("a", "b"))
    assert (again.leads.tags_wanted, again.number) == (("hot",), 2)


def test_what_is_not_written_has_the_defaults() -> None:
    found = campaign()
    assert found.schedule == Schedule("default", frozenset({0, 1, 2, 3, 4}), (Hours(540, 1020),), "", "none")
    assert (found.review, found.on_reply, found.max_new_leads, found.priority, found.company_cap) == (0, "person", None, 0, 2)
    assert (found.withdraw_after, found.overlap, found.language, found.start) == (Duration(21, "days"), False, "", "")
    senders = workspace(one_campaign()).senders
    assert (senders["anna"].pace, senders["anna-linkedin"].pace) == (Pace(180, True), Pace(90, True))
    assert (senders["anna-linkedin"].mode, senders["anna"].auth, senders["anna"].sent_copy) == ("fill", "password", "auto")


def test_leads_written_in_the_file_become_rows_of_text() -> None:
    text = one_campaign().replace(
        "[{email: ada@engines.example}]",
        "{list: [{Email: Ada@engines.example, First Name: Ada, zip: 0123, phone: +31205550100, nothing: , ok: no, tags: [a, b]}], "
        "basis: consent}",
    )
    found = workspace(text).campaigns["first"].leads
    assert found.rows == (
        {"email": "Ada@engines.example", "first_name": "Ada", "zip": "0123", "phone": "+31205550100", "ok": "no", "tags": "a, b"},
    )
    assert found.basis == "consent"


STEPS = """\
      - id: look
        visit:
        at_most: 3 days
      - wait: 1 day
      - {id: thumb, like: {}}
      - {id: trail, follow: }
      - {id: invite, connect: {note: "Hi {{ first_name }}"}, at_most: 1 week}
      - id: accepted
        wait_for: connected
        at_most: 10 days
        else:
          - id: intro
            email: {subject: "{{ company }}", body_file: mail/intro.md, attach: [doc/price list.pdf], format: html}
          - wait: 3 working days
          - id: nudge
            when: [not connected, "topic is not 'pallets'"]
            email: {body: Well?}
      - wait: none
      - {id: thanks, when: connected, message: {body: "Thanks"}}
      - {id: paid, inmail: {subject: S, body: B}}
      - wait: 30 minutes
      - {id: blank, when: [has Phone Number, tagged hot, sent intro, not sent look], connect: }
      - {id: call, task: "Ring {{ first_name }}"}
      - tag: done
      - id: split
        email:
          subject: Common
          thread: same
          variants: {a: {body: A}, b: {weight: 2, subject: Own, body_file: mail/intro.md}}
          test: {sample: 40, measure: reply}
"""


def test_every_kind_of_step_is_read() -> None:
    files = {"mail/intro.md": b"Hello\n\nyou\n", "doc/price list.pdf": b"%PDF"}
    steps = campaign(steps=STEPS.replace("has Phone Number", "has phone_number"), files=files).steps
    expected = (
        Step("visit", "look", at_most=Duration(3, "days"), place=Place(11, 9)),
        Step("wait", wait=Duration(1, "days"), place=Place(14, 9)),
        Step("like", "thumb", place=Place(15, 9)),
        Step("follow", "trail", place=Place(16, 9)),
        Step(
            "connect",
            "invite",
            at_most=Duration(7, "days"),
            content=Content((Variant("", "Hi {{ first_name }}", place=Place(17, 32)),)),
            place=Place(17, 9),
        ),
        Step(
            "wait_for",
            "accepted",
            at_most=Duration(10, "days"),
            text="connected",
            place=Place(18, 9),
            otherwise=(
                Step(
                    "email",
                    "intro",
                    content=Content(
                        (Variant("", "Hello\n\nyou", "{{ company }}", body_file="mail/intro.md", place=Place(23, 47)),),
                        (Attachment("price list.pdf", b"%PDF"),),
                        format="html",
                    ),
                    place=Place(22, 13),
                ),
                Step("wait", wait=Duration(3, "working days"), place=Place(24, 13)),
                Step(
                    "email",
                    "nudge",
                    (Condition("connected", negated=True), Condition("is", "topic", "pallets", True)),
                    content=Content((Variant("", "Well?", place=Place(27, 21)),)),
                    place=Place(25, 13),
                ),
            ),
        ),
        Step("wait", place=Place(28, 9)),
        Step(
            "message",
            "thanks",
            (Condition("connected"),),
            content=Content((Variant("", "Thanks", place=Place(29, 49)),)),
            place=Place(29, 9),
        ),
        Step("inmail", "paid", content=Content((Variant("", "B", "S", place=Place(30, 41)),)), place=Place(30, 9)),
        Step("wait", wait=Duration(30, "minutes"), place=Place(31, 9)),
        Step(
            "connect",
            "blank",
            (
                Condition("has", "phone_number"),
                Condition("tagged", "hot"),
                Condition("sent", "intro"),
                Condition("sent", "look", negated=True),
            ),
            place=Place(32, 9),
        ),
        Step("task", "call", text="Ring {{ first_name }}", place=Place(33, 9)),
        Step("tag", text="done", place=Place(34, 9)),
        Step(
            "email",
            "split",
            content=Content(
                (
                    Variant("a", "A", "Common", place=Place(39, 22)),
                    Variant("b", "Hello\n\nyou", "Own", 2, "mail/intro.md", Place(39, 36)),
                ),
                thread="same",
                sample=40,
            ),
            place=Place(35, 9),
        ),
    )
    assert steps == expected


def test_the_format_of_mails_comes_from_the_step_else_the_campaign_else_the_business() -> None:
    html = HEAD.replace("name: Acme,", "name: Acme, format: html,")
    steps = "      - {id: a, email: {subject: A, body: A}}\n      - {id: b, email: {subject: B, body: B, format: plain}}\n"

    def formats(text: str) -> list[str]:
        return [step.content.format for step in workspace(text).campaigns["first"].steps if step.content]

    assert formats(one_campaign(steps=steps)) == ["plain", "plain"]
    assert formats(one_campaign(steps=steps, head=html)) == ["html", "plain"]
    assert formats(one_campaign("    format: plain\n", steps, head=html)) == ["plain", "plain"]
    assert formats(one_campaign("    format: html\n", steps)) == ["html", "plain"]


@pytest.mark.parametrize(
    ("key", "written", "server"),
    [
        ("smtp", "smtp.acme.example", Server("smtp.acme.example", 587, "starttls")),
        ("smtp", "smtp.acme.example:465", Server("smtp.acme.example", 465, "implicit")),
        ("smtp", "smtps://smtp.acme.example", Server("smtp.acme.example", 465, "implicit")),
        ("smtp", "smtps://smtp.acme.example:2465", Server("smtp.acme.example", 2465, "implicit")),
        ("smtp", "smtp://smtp.acme.example:25", Server("smtp.acme.example", 25, "starttls")),
        ("smtp", "'[::1]:2525'", Server("::1", 2525, "starttls")),
        ("smtp", "{host: '::1', port: 25, tls: none}", Server("::1", 25, "none")),
        ("smtp", "{host: mail.example, port: 465}", Server("mail.example", 465, "implicit")),
        ("smtp", "{host: mail.example, ca: /etc/ca.pem}", Server("mail.example", 587, "starttls", "/etc/ca.pem")),
        ("smtp", "{host: mail.example, ca: ca.pem}", Server("mail.example", 587, "starttls", "", "-----BEGIN CERTIFICATE-----\nx\n")),
        ("imap", "imap.acme.example", Server("imap.acme.example", 993, "implicit")),
        ("imap", "imap.acme.example:143", Server("imap.acme.example", 143, "starttls")),
        ("imap", "imaps://imap.acme.example:1993", Server("imap.acme.example", 1993, "implicit")),
        ("imap", "{host: 127.0.0.1, port: 1143, tls: none}", Server("127.0.0.1", 1143, "none")),
    ],
)
def test_a_server_may_be_written_in_several_forms(key: str, written: str, server: Server) -> None:
    senders = f"senders:\n  anna: {{email: anna@acme.example, {key}: {written}}}\n"
    text = one_campaign("    senders: anna\n", head=f"business: {{name: Acme, address: A}}\n{senders}")
    anna = workspace(text, {"ca.pem": b"-----BEGIN CERTIFICATE-----\nx\n"}).senders["anna"]
    assert getattr(anna, key) == server


def test_a_version_can_be_read_again_from_its_text_and_files_alone(tmp_path: Path) -> None:
    (tmp_path / "mail").mkdir()
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
    first = load(everything().encode(), path="campaigns.yaml", read=reader(tmp_path))
    assert dict(first.files) == FILES
    again = load(everything().encode(), path="campaigns.yaml", read=stored(first.files))
    assert again == first
    assert again.workspace is not None


def test_bom_and_windows_line_ends_change_nothing() -> None:
    plain = workspace(one_campaign())
    assert workspace("\ufeff" + one_campaign().replace("\n", "\r\n")) == plain


def test_anchors_may_stand_under_keys_that_begin_with_x() -> None:
    merged = HEAD.replace("{email:", "{<<: *shared, email:", 1).replace(", name: Anna}", "}", 1)
    text = one_campaign(head="x-shared: &shared {name: Anna}\n" + merged)
    assert workspace(text).senders["anna"].display_name == "Anna"
    assert problems(text) == []


def test_a_regional_language_is_taken_where_its_language_has_a_footer() -> None:
    assert campaign("    language: nl_BE\n").language == "nl-be"


@pytest.mark.parametrize("login", ["Anna@acme.example", "anna+sales@acme.example", "ANNA+x+y@ACME.example"])
def test_an_address_with_a_tag_is_the_same_account_and_shares_its_limits(login: str) -> None:
    sender = workspace(one_campaign(head=HEAD.replace("anna@acme.example", login)), FILES).senders["anna"]
    assert (sender.account, sender.address) == ("email:anna@acme.example", login)
