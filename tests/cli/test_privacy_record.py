"""privacy record: the record of processing, from the file in force and what is really kept."""

from pathlib import Path

import pytest

from tests.cli.homes import BOTH, MAILS, Home

WHOLE = (
    BOTH.replace(
        "timezone: Europe/Amsterdam, country: NL",
        "timezone: Europe/Amsterdam, country: NL, privacy_url: 'https://acme.example/privacy'",
    )
    .replace(
        "schedules:\n",
        "  ben: {email: ben@gmail.com, name: Ben, auth: google}\n"
        "  eve: {email: eve@own.example, name: Eve, smtp: mail.own.example, imap: mail.own.example}\n"
        "on:\n  reply: {webhook: 'https://hooks.example/in?key=1'}\n"
        "legal: {nl: {accept: legitimate-interest, by: Anna, date: 2026-12-01, why: 'we know | them'}}\n"
        "schedules:\n",
    )
    .replace("email: 1, linkedin: 1", "email: 3, linkedin: 1")
    .replace("basis: consent", "basis: legitimate-interest")
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Home:
    return Home(tmp_path, monkeypatch, capsys, WHOLE)


def test_it_names_who_what_for_whom_and_who_gets_it(home: Home) -> None:
    record = home.json("privacy", "record")
    assert record["controller"] == {
        "name": "Acme", "address": "Gracht 1, Amsterdam", "country": "NL", "privacy_statement": "https://acme.example/privacy",
    }  # fmt: skip
    assert record["purposes"] == [
        {"campaign": "both", "channels": ["email", "linkedin"], "people": 2, "lawful_bases": {"legitimate-interest": 2}}
    ]
    assert record["decisions"] == [
        {"country": "NL", "basis": "legitimate-interest", "by": "Anna", "date": "2026-12-01", "why": "we know | them"}
    ]
    assert record["people"]["known"] == 2
    assert record["data"] == {
        "columns": {"email": 2, "linkedin": 2, "first_name": 2, "company": 2}, "other_columns": [], "messages_written": 0,
        "messages_received": 0,
    }  # fmt: skip
    assert record["sources"] == [{"source": "fair", "basis": "legitimate-interest", "people": 2}]
    assert [(one["name"], one["country"]) for one in record["recipients"]] == [
        ("LinkedIn Ireland", "IE"), ("Google", "US"), ("mail.own.example", None), ("mail.own.example", None), ("hooks.example", None),
    ]  # fmt: skip
    assert record["missing"] == [
        "where is mail.own.example, and is there a processing agreement (article 28)?",
        "where is hooks.example, and is there a processing agreement (article 28)?",
    ]
    assert record["measures"][:2] == ["the home is readable by its owner alone", "the database is readable by its owner alone"]


def test_a_cell_cannot_break_out_of_its_table(home: Home) -> None:
    code, out, _ = home.type("privacy", "record")
    assert code == 0
    assert "- NL: legitimate-interest accepted by Anna on 2026-12-01: we know \\| them" in out.splitlines()
    tables = [line for line in out.splitlines() if line.startswith("|")]
    assert all(line.endswith("|") for line in tables)


def test_it_is_written_into_a_file_with_what_is_still_to_be_settled(home: Home) -> None:
    code, out, said = home.type("privacy", "record", "record.md")
    assert (code, out) == (0, "")
    assert said.splitlines() == [
        "the record of processing is in record.md",
        "to be settled: where is mail.own.example, and is there a processing agreement (article 28)?",
        "to be settled: where is hooks.example, and is there a processing agreement (article 28)?",
    ]
    text = (home.folder / "record.md").read_text()
    assert text.splitlines()[0] == "# Record of processing activities: Acme"
    assert text.splitlines().count("## Still to be settled by a person") == 1
    assert home.type("privacy", "record", "record.pdf")[0] == 2


def test_people_without_a_basis_or_an_assessment_are_counted_as_unsettled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = Home(
        tmp_path, monkeypatch, capsys, MAILS.replace("country: NL", "country: FR").replace("basis: consent", "basis: legitimate-interest")
    )
    assert home.json("privacy", "record")["missing"] == [
        "no privacy statement is named (business.privacy_url)",
        "5 people on legitimate interest: write the assessment down (purpose, need, balance), with a name and a day",
    ]


def test_a_decision_about_a_country_stands_in_the_history_when_it_is_taken_changed_and_taken_back(home: Home) -> None:
    path = home.folder / "campaigns.yaml"
    text = path.read_text()
    assert home.type("apply", "-q")[0] == 0  # the same again changes nothing
    path.write_text(text.replace("by: Anna", "by: Ben"))
    assert home.type("apply")[0] == 0
    path.write_text("".join(line for line in text.splitlines(keepends=True) if not line.startswith("legal:")))
    assert home.type("apply")[0] == 0
    told = '{"country":"NL","accept":"legitimate-interest","by":"%s","date":"2026-12-01","why":"we know | them"}'
    assert home.sql("SELECT event, data FROM history WHERE event LIKE '%decided' ORDER BY id") == [
        ("decided", told % "Anna"), ("decided", told % "Ben"), ("undecided", '{"country":"NL"}'),
    ]  # fmt: skip
