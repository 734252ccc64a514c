"""What `check` and `apply` say of the content of messages, and how a file allows it by name."""

from pathlib import Path

import pytest

from tests.cli.homes import MAILS, Home

SUBJECT = 'subject: "Robots for {{ company }}"'


@pytest.fixture
def mails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Home:
    return Home(tmp_path, monkeypatch, capsys, MAILS)


def checked(home: Home, text: str) -> tuple[int, list[str]]:
    """The exit code of check, and its lines but for those about outboxes and the privacy statement."""
    (home.folder / "campaigns.yaml").write_text(text, encoding="utf-8")
    code, out, _ = home.type("check")
    return code, [line for line in out.splitlines() if "outbox" not in line and "privacy_url" not in line]


MISLEADING = (
    "campaigns.yaml:29:58: campaigns.hello.steps.intro.subject: the subject begins with `Re:`, as if this was an answer, "
    "and it begins a new thread: that is misleading (or `allow: misleading-subject`)"
)


def test_a_misleading_subject_is_an_error_of_check_and_of_apply_until_it_is_allowed(mails: Home) -> None:
    text = MAILS.replace("Robots for", "Re: robots for")
    assert checked(mails, text) == (2, [MISLEADING])
    code, out, err = mails.type("apply", "--yes")
    assert (code, MISLEADING in out + err) == (2, True)
    on_step = text.replace("      - id: intro\n", "      - id: intro\n        allow: misleading-subject\n")
    on_campaign = text.replace("    language: en\n", "    language: en\n    allow: [misleading-subject, too-long]\n")
    assert checked(mails, on_step) == checked(mails, on_campaign) == (0, [])
    assert mails.type("apply", "--yes")[0] == 0


def test_a_rule_that_is_not_there_cannot_be_allowed(mails: Home) -> None:
    code, lines = checked(mails, MAILS.replace("    language: en\n", "    language: en\n    allow: [short-links]\n"))
    assert code == 2
    assert lines == ["campaigns.yaml:27:13: campaigns.hello.allow: there is no content rule 'short-links'; did you mean 'short-link'?"]


def test_what_is_found_in_a_file_is_named_at_its_line(mails: Home) -> None:
    (mails.folder / "intro.md").write_text("Hi {{ first_name }},\n\nsee https://bit.ly/x for your salary.\n", encoding="utf-8")
    text = MAILS.replace('body: "Hi {{ first_name }}, robots?"', "body_file: intro.md")
    assert checked(mails, text) == (
        0,
        [
            "intro.md:3:1: warning: campaigns.hello.steps.intro.body: `your salary`: data about somebody's health, "
            "money or belief do not belong in "
            "outreach (forbidden by the terms) (or `allow: sensitive-text`)",
            "intro.md:3:1: warning: campaigns.hello.steps.intro.body: bit.ly hides where the link leads: filters "
            "distrust it, and people do "
            "too; write the whole address (or `allow: short-link`)",
        ],
    )
    found = mails.type("check", "--json")[1]
    assert '"code":"short-link"' in found


def test_an_attached_program_is_an_error(mails: Home) -> None:
    (mails.folder / "setup.exe").write_bytes(b"MZ")
    code, lines = checked(mails, MAILS.replace(SUBJECT, f"{SUBJECT}, attach: setup.exe"))
    assert (code, len(lines)) == (2, 1)
    assert lines[0].endswith(
        "campaigns.hello.steps.intro.attach: setup.exe is a program or runs one (.exe): providers refuse such mails, "
        "and malware is forbidden "
        "(or `allow: executable`)"
    )


def test_sensitive_columns_and_footers_without_an_address_are_warnings(mails: Home) -> None:
    text = MAILS.replace("first_name: Noor,", "first_name: Noor, salary: 1000,").replace(
        "country: NL,", "country: NL, footer: {en: 'We write because of {{ source }}.'},"
    )
    code, lines = checked(mails, text)
    assert code == 0
    assert lines == [
        "campaigns.yaml: warning: business.footer.en: lacks the postal address, which stands in every first mail: write "
        "{{ business.address }} (or `allow: missing-address`)",
        "campaigns.yaml:15:5: warning: campaigns.hello.leads: the leads carry salary: data about health, money or belief do not belong in "
        "outreach (forbidden by the terms); leave the column out with `map: {NAME: ''}`, or write `allow: sensitive-column`",
    ]
    allowed = text.replace("    language: en\n", "    language: en\n    allow: [missing-address, sensitive-column]\n")
    assert checked(mails, allowed) == (0, [])
    with_address = text.replace("because of", "from {{ business.address }} because of")
    assert [line for line in checked(mails, with_address)[1] if "address" in line] == []


def test_what_leads_carry_is_counted_by_column_and_never_shown(mails: Home) -> None:
    rows = ["email,first_name,company,notes,topic", "a@far.example,Ann,Church & Co,is pregnant,robots"]
    rows += [f"b{number}@far.example,Bea,Far{number},ist krank,your debts" for number in range(4)]
    (mails.folder / "leads.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    listed = MAILS[MAILS.index("      list:") : MAILS.index("    senders: [anna]")]
    text = MAILS.replace(listed, "      file: leads.csv\n")
    assert checked(mails, text) == (
        0,
        [
            "campaigns.yaml:15:5: warning: campaigns.hello.leads: 5 leads carry what is said of health, money or belief in "
            "notes (5, `is pr…`), topic (4, `yo de…`), first in lines 2, 3, 4: that does not belong in outreach (forbidden by the terms); "
            "take it out of the file, leave the column out with `map: {NAME: ''}`, or write `allow: sensitive-value`"
        ],
    )
    assert checked(mails, text.replace("    language: en\n", "    language: en\n    allow: sensitive-value\n")) == (0, [])
