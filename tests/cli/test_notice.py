"""What article 14 asks for stands in first messages, and check says where a file leaves it out."""

import json
from pathlib import Path

import pytest

from seleqt_cli.cli.program import run
from seleqt_cli.messages.languages import WORDINGS

STATEMENT = "https://acme.example/privacy"
FILE = """\
version: 1
business: {name: Acme Robotics, address: "Gracht 1, Amsterdam", timezone: Europe/Amsterdam, country: FR, privacy_url: "https://acme.example/privacy"}
senders:
  anna: {email: anna@acme.example, name: Anna, smtp: "outbox:box"}
  link: {linkedin: "https://www.linkedin.com/in/link/", name: Anna}
schedules:
  office: {days: mon-fri, hours: "09:00-17:00"}
campaigns:
  hello:
    leads: {source: trade fair, basis: consent, list: [{email: noor@windmill.example, linkedin: "linkedin.com/in/example-noor", first_name: Noor}]}
    senders: [anna, link]
    schedule: office
    language: LANGUAGE
    steps:
STEPS
"""  # noqa: E501
MAIL = '      - {id: one, email: {subject: "Robots", body: "Hi {{ first_name }}"}}\n'
NOTE = '      - {id: invite, connect: {note: "Hi {{ first_name }}, shall we connect?"}}\n'
WAIT = "      - {wait: 2 days}\n"
SECOND = '      - {id: two, email: {body: "Did this reach you?"}}\n'


@pytest.fixture(autouse=True)
def in_a_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SELEQT_HOME", str(tmp_path / "home"))


def write(steps: str, language: str = "en", **changes: tuple[str, str]) -> None:
    text = FILE.replace("STEPS\n", steps).replace("LANGUAGE", language)
    for before, after in changes.values():
        assert before in text
        text = text.replace(before, after)
    Path("campaigns.yaml").write_text(text, encoding="utf-8")


def notices(capsys: pytest.CaptureFixture[str]) -> list[tuple[str, str]]:
    capsys.readouterr()
    assert run(["check", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["problems"]
    return [(one["path"], one["message"]) for one in found if one["code"] == "notice"]


@pytest.mark.parametrize("language", sorted(WORDINGS))
def test_a_first_mail_says_all_of_it_in_every_language_and_a_second_how_to_be_left_alone(
    language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write(MAIL + WAIT + SECOND, language)
    assert notices(capsys) == []
    assert run(["preview", "hello", "--json"]) == 0
    first, second = json.loads(capsys.readouterr().out)["messages"]
    for said in ("trade fair", "Acme Robotics", "Gracht 1, Amsterdam", STATEMENT, WORDINGS[language].opt_out):
        assert said in first["text"], f"{said} is missing in {language}"
    assert WORDINGS[language].word in WORDINGS[language].opt_out
    assert WORDINGS[language].opt_out in second["text"]
    assert STATEMENT not in second["text"]


def test_a_business_without_a_privacy_statement_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    write(MAIL, url=(', privacy_url: "https://acme.example/privacy"', ""))
    assert notices(capsys) == [("business", "first mails carry no link to a privacy statement (GDPR article 14(2)); write privacy_url")]


@pytest.mark.parametrize(
    ("footer", "lacking"),
    [
        ("Acme, Gracht 1. Source: {{ source }}. {{ business.privacy_url }}", ""),
        ("Acme, Gracht 1. Source: {{ source }}. https://acme.example/privacy", ""),
        ("Acme, Gracht 1. {{ business.privacy_url }}", "where the data are from ({{ source }})"),
        ("Acme. {{ source }}", "where to read on ({{ business.privacy_url }})"),
        ("Acme", "where the data are from ({{ source }}) and where to read on ({{ business.privacy_url }})"),
    ],
)
def test_a_footer_of_ones_own_is_looked_at(footer: str, lacking: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("footer.md").write_text(footer)
    write(MAIL, footer=("country: FR", "country: FR, footer: {en: footer.md}"))
    assert notices(capsys) == ([("business.footer.en", f"does not say {lacking} (GDPR article 14)")] if lacking else [])


TOLD = "may be the first message and does not say where to read about one's rights; write {{ business.privacy_url }} (GDPR article 14)"


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        (NOTE + WAIT + MAIL, True),
        (MAIL + WAIT + NOTE, False),
        (NOTE.replace("connect?", "connect? {{ business.privacy_url }}"), False),
        (NOTE.replace("connect?", f"connect? {STATEMENT}"), False),
        ("      - {id: invite, connect: }\n" + WAIT + MAIL, False),
        (
            "      - id: yes\n        wait_for: connected\n        at_most: 3 days\n        else:\n"
            + NOTE.replace("      -", "          -"),
            True,
        ),
    ],
)
def test_a_first_message_on_linkedin_has_no_footer_and_says_where_to_read_on_itself(
    steps: str, told: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    write(steps)
    assert notices(capsys) == ([("campaigns.hello.steps.invite", TOLD)] if told else [])
