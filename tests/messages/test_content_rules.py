"""The content rules: what each finds, what it leaves alone, and that it does so in one pass."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from seleqt_cli.core.campaign import Attachment, Campaign, Content, LeadSource, Schedule, Step, Variant
from seleqt_cli.messages.content_rules import ContentFinding, content_findings, executable, own_words, sensitive_columns


def step(
    body: str = "Hi", *, subject: str | None = None, html: bool = False, same: bool = False, attach: tuple[Attachment, ...] = (),
    allow: tuple[str, ...] = (),
) -> Step:  # fmt: skip
    """An email."""
    content = Content((Variant("", body, subject),), attach, "same" if same else "", "html" if html else "plain")
    return Step("email", "intro", content=content, allow=allow)


def found(one: Step, *, allow: tuple[str, ...] = ()) -> list[ContentFinding]:
    """What is said of a step in a campaign that allows some codes."""
    campaign = Campaign("hello", LeadSource(), ("anna",), Schedule(""), (one,), allow=allow)
    return list(content_findings(campaign, one))


def codes(one: Step) -> list[str]:
    """The codes alone."""
    return [finding.code for finding in found(one)]


@pytest.mark.parametrize(
    "subject",
    ["Re: our talk", "RE : our talk", "re:offer", "Fwd: offer", "FW: x", "AW: Angebot", "WG: Angebot", "Antw: aanbod", "TR : offre",
     "RV: oferta", "R: offerta", "I: offerta", "Re2: x", " Re: {{ company }}", "Re[2]: x", "Re(3): x", "[EXTERNAL] Re: x", "Ｒｅ： x",
     "R\u200be: x", "Re∶ x", "(Re: x)"],
)  # fmt: skip
def test_a_first_mail_that_pretends_to_be_an_answer_is_an_error(subject: str) -> None:
    assert codes(step(subject=subject)) == ["misleading-subject"]
    assert found(step(subject=subject))[0].forbidden
    assert codes(step(subject=subject, same=True)) == []


@pytest.mark.parametrize(
    "subject",
    ["Robots for {{ company }}", "Reorganising pallets", "Retail: what works", "{{ company }}: pallets", "Research: three numbers",
     "Transport: 20 % less", "Re {{ company }}: pallets", "I {{ verb }}: pallets", "[{{ company }}] reach: pallets",
     "Free up your Fridays", "Why re: is wrong", "{% if company %}{{ company }}: {% endif %}a question", None],
)  # fmt: skip
def test_ordinary_subjects_are_left_alone(subject: str | None) -> None:
    assert codes(step(subject=subject)) == []


def test_what_is_said_of_a_subject_reads_whole() -> None:
    assert found(step(subject="Re: robots")) == [
        ContentFinding(
            "misleading-subject",
            "the subject begins with `Re:`, as if this was an answer, and it begins a new thread: that is misleading",
            "subject",
        )
    ]


def test_a_rule_is_allowed_by_name_on_the_step_or_the_campaign() -> None:
    assert found(step(subject="Re: robots", allow=("misleading-subject",))) == []
    assert found(step(subject="Re: robots"), allow=("misleading-subject",)) == []
    assert codes(step(subject="Re: robots", allow=("short-link",))) == ["misleading-subject"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("How do you live with your diagnosis?", "sensitive-text"),
        ("We can lower your\ndebts.", "sensitive-text"),
        ("Uw schulden zijn geen taboe.", "sensitive-text"),
        ("Ihr Gehalt ist zu klein.", "sensitive-text"),
        ("Parlons de votre maladie.", "sensitive-text"),
        ("Hablemos de su embarazo.", "sensitive-text"),
        ("Parliamo del suo caso e di la sua malattia.", "sensitive-text"),
        ("See https://bit.ly/3xYz", "short-link"),
        ("See www.tinyurl.com/abc", "short-link"),
        ("lnkd.in/abc", "short-link"),
        ("Act now and save.", "spam-words"),
        ("Grijp het aan, nu of nooit.", "spam-words"),
        ("Buy it!!!", "spam-words"),
        ("Hello <b>you</b>", "html-mismatch"),
        ('Hello <a href="https://acme.example">here</a>', "html-mismatch"),
        ("word " * 301, "too-long"),
    ],
)
def test_each_rule_finds_what_it_is_for(text: str, code: str) -> None:
    assert codes(step(text)) == [code]


@pytest.mark.parametrize(
    "text",
    [
        "Software for clinics: diagnosis, medication and records in one place.",
        "Payroll that your people like. Salary runs in an hour.",
        "See https://acme.example/bit.ly and mail me at anna@bit.ly.example",
        "https://habit.ly/x is our site, not a shortener, and it.co/x neither",
        "Great! And then? Really!",
        "If a < b and c > d, then <you> win.",
        "{{ your_debts }} {# your debts #}{% if salary %}ok{% endif %}",
        "word " * 300,
        "Hello {Hi|Hello} 100 % recycled, free of charge.",
    ],
)
def test_ordinary_words_are_left_alone(text: str) -> None:
    assert codes(step(text)) == []


@pytest.mark.parametrize(
    ("text", "codes_found"),
    [
        ("[https://acme.example](https://other.example/x)", ["html-mismatch"]),
        ("[acme.example](https://phish.example/acme.example)", ["html-mismatch"]),
        ("[our site](https://other.example/x)", []),
        ("[www.acme.example/a](https://acme.example/b)", []),
        ("[acme.example](https://shop.acme.example/b)", []),
        ("[acme.example]({{ sender.calendar }})", []),
        ("plain <b>Markdown</b> may hold HTML", []),
    ],
)
def test_a_link_must_open_what_it_shows(text: str, codes_found: list[str]) -> None:
    assert codes(step(text, html=True)) == codes_found


def test_the_line_and_the_variant_are_named() -> None:
    content = Content((Variant("a", "Hi", "Hello"), Variant("b", "Hi {{\nx }},\n\nbit.ly/x\nbit.ly/y", "LOOK AT THESE ROBOTS")))
    assert found(Step("email", "intro", content=content)) == [
        ContentFinding("spam-words", "the subject is all capitals, which filters count against it", "subject", "b"),
        ContentFinding(
            "short-link",
            "bit.ly hides where the link leads: filters distrust it, and people do too; write the whole address",
            "body",
            "b",
            4,
        ),
    ]


def test_long_subjects_are_cut_by_programs() -> None:
    assert codes(step(subject="a " * 40)) == ["too-long"]
    assert codes(step(subject="a " * 39)) == []


def archive(*names: str) -> bytes:
    """A ZIP file with empty files."""
    whole = BytesIO()
    with ZipFile(whole, "w") as file:
        for name in names:
            file.writestr(name, b"")
    return whole.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("setup.EXE", b"", "is a program or runs one (.exe)"),
        ("prices.xlsm", b"", "is a program or runs one (.xlsm)"),
        ("prices.pdf", b"MZ\x90\x00", "is a program, whatever its name says"),
        ("run", b"#!/bin/sh\n", "is a program, whatever its name says"),
        ("offer.zip", archive("a/readme.txt", "a/setup.js"), "holds a program or macros (setup.js)"),
        ("prices.xlsx", archive("xl/workbook.xml", "xl/vbaProject.bin"), "holds a program or macros (vbaProject.bin)"),
        ("prices.xlsx", archive("xl/workbook.xml"), ""),
        ("offer.zip", b"PK\x03\x04 and then nothing", ""),
        ("offer.pdf", b"%PDF-1.7", ""),
        ("offer", b"", ""),
    ],
)
def test_programs_are_known_by_name_by_content_and_inside_archives(name: str, content: bytes, why: str) -> None:
    assert executable(Attachment(name, content)) == why
    assert codes(step(attach=(Attachment(name, content),))) == (["executable"] if why else [])


def test_columns_with_sensitive_names_are_found_in_six_languages_and_others_are_not() -> None:
    bad = {"iban", "salary", "annual_income", "bsn", "ziekte", "gehalt", "krankheit", "salaire", "enfermedad", "stipendio", "sua_malattia"}
    good = {
        "email",
        "company",
        "revenue",
        "employees",
        "score",
        "health_score",
        "medical_specialty",
        "libanon",
        "race_team",
        "card",
        "topic",
    }
    assert sensitive_columns(frozenset(bad | good)) == sorted(bad)


def test_a_template_without_its_jinja_keeps_its_lines() -> None:
    assert own_words("a {{ b }} c{# d\n #}{% if x %}e") == "a \ufdd0 c\n\ufdd0e"
    assert own_words("a {{ b") == "a {{ b"
    assert own_words("") == ""
