"""`seleqt init` with flags, and with a person at a terminal; `seleqt schema`."""

import json
from pathlib import Path

import pytest

from seleqt_cli.cli import guesses
from seleqt_cli.cli.program import run
from seleqt_cli.files.json_schema import campaign_schema

FLAGS = [
    "--name",
    "Acme B.V.",
    "--address",
    "Gracht 1",
    "--person",
    "Anna de Vries",
    "--email",
    "anna@acme.example",
    "--timezone",
    "Europe/Berlin",
]


@pytest.fixture(autouse=True)
def in_a_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test has a working folder and a home of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SELEQT_HOME", str(tmp_path / "home"))


@pytest.mark.parametrize("said", ["linkedin.com/in/anna", "HTTP://linkedin.com/in/anna", "https://linkedin.com/in/anna"])
def test_a_profile_is_taken_as_it_was_copied(said: str, tmp_path: Path) -> None:
    assert run(["init", "outreach", *FLAGS, "--template", "linkedin", "--linkedin", said]) == 0
    assert 'linkedin: "https://linkedin.com/in/anna"' in (tmp_path / "outreach" / "campaigns.yaml").read_text(encoding="utf-8")


def test_flags_are_enough(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init", "outreach", *FLAGS]) == 0
    assert capsys.readouterr() == (
        "",
        "wrote outreach/campaigns.yaml\nwrote outreach/campaigns.schema.json\nwrote outreach/.gitignore\n"
        "Next: cd outreach && seleqt check\n",
    )
    text = (tmp_path / "outreach" / "campaigns.yaml").read_text(encoding="utf-8")
    assert 'country: "DE"' in text
    assert json.loads((tmp_path / "outreach" / "campaigns.schema.json").read_text(encoding="utf-8")) == campaign_schema()


def test_a_sender_with_a_server_is_told_to_log_in(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init", *FLAGS, "--smtp", "smtp.acme.example:587"]) == 0
    assert capsys.readouterr().err.endswith("Next: seleqt check\n      seleqt apply && seleqt senders login anna\n")


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        ([], "--name: it is needed; --address: it is needed; --person: it is needed; --email: it is needed"),
        ([*FLAGS, "--email", "anna"], "--email: anna is no e-mail address"),
        ([*FLAGS, "--timezone", "Europe/Nowhere"], "--timezone: Europe/Nowhere is no time zone; they look like Europe/Amsterdam"),
        ([*FLAGS, "--timezone", "../../etc/passwd"], "--timezone: ../../etc/passwd is no time zone; they look like Europe/Amsterdam"),
        ([*FLAGS, "--country", "NLX"], "--country: NLX is no country; write it as NL or Netherlands"),
        ([*FLAGS, "--language", "xx"], "--language: xx has no footer; there are en nl de fr es it"),
        ([*FLAGS, "--smtp", "a b"], "--smtp: a b is no server; they look like smtp.acme.example:587, auto or outbox:outbox"),
        ([*FLAGS, "--imap", "a b"], "--imap: a b is no server; they look like imap.acme.example:993"),
        ([*FLAGS, "--template", "spam"], "--template: spam is none of them; there are intro linkedin event customers"),
        ([*FLAGS, "--template", "linkedin"], "--linkedin: it is needed for --template linkedin"),
        (
            [*FLAGS, "--linkedin", "https://evil.example/in/anna"],
            "--linkedin: https://evil.example/in/anna is no profile; they look like https://www.linkedin.com/in/anna-de-vries/",
        ),
        (
            [*FLAGS, "--leads", "people.csv"],
            "--leads: people.csv does not lie in the folder; --source: it is needed with --leads; --basis: it is needed with --leads",
        ),
        (
            [*FLAGS, "--privacy-url", "javascript:alert(1)"],
            "--privacy-url: javascript:alert(1) is no address of a page; they look like https://acme.example/privacy",
        ),
        ([*FLAGS, "--basis", "hope"], "--basis: hope is none; there are consent customer published legitimate-interest"),
        ([*FLAGS, "--name", "A\x1b[31m"], "--name: it has a control character in it"),
    ],
)
def test_a_wrong_answer_ends_with_2_and_nothing_is_written(
    flags: list[str], said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run(["init", *flags]) == 2
    assert capsys.readouterr() == ("", f"seleqt: {said}\nType `seleqt init --help`. Nothing was written.\n")
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "campaigns.yaml").write_text("mine", encoding="utf-8")
    assert run(["init", *FLAGS]) == 2
    assert capsys.readouterr().err == "seleqt: campaigns.yaml exists already and is left as it is\nName another folder: seleqt init DIR\n"
    assert (tmp_path / "campaigns.yaml").read_text(encoding="utf-8") == "mine"


def test_a_lead_file_is_named_with_where_it_comes_from(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "fair.csv").write_text("email,company\n", encoding="utf-8")
    assert run(["init", *FLAGS, "--leads", "fair.csv", "--source", "the fair", "--basis", "consent", "--template", "event"]) == 0
    assert 'leads: {file: "fair.csv", source: "the fair", basis: consent}' in (tmp_path / "campaigns.yaml").read_text(encoding="utf-8")
    assert run(["check"]) == 0, capsys.readouterr().err


def test_a_file_in_the_place_of_the_folder_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "outreach").write_text("mine", encoding="utf-8")
    assert run(["init", "outreach", *FLAGS]) == 2
    assert capsys.readouterr().err == "seleqt: outreach is no folder\nName another one: seleqt init DIR\n"


def test_the_guesses_come_from_the_zone_and_the_locale_of_the_machine() -> None:
    assert guesses.timezone({"TZ": ":America/New_York"}) == "America/New_York"
    assert guesses.timezone({"TZ": "nonsense"}, localtime="/usr/share/zoneinfo/Asia/Tokyo") == "Asia/Tokyo"
    assert guesses.timezone({}, localtime="/nowhere") == "UTC"
    assert [guesses.country(zone, {"LANG": "nl_BE.UTF-8"}) for zone in ("Europe/Amsterdam", "UTC")] == ["NL", "BE"]
    assert [guesses.language({"LANG": name}) for name in ("nl_NL.UTF-8", "ja_JP.UTF-8", "C", "")] == ["nl", "en", "en", "en"]


def test_the_schema_is_one_json_document(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema"]) == 0
    pretty = capsys.readouterr().out
    assert run(["schema", "--json"]) == 0
    compact = capsys.readouterr().out
    assert json.loads(pretty) == json.loads(compact) == campaign_schema()
    assert (pretty.count("\n") > 100, compact.count("\n")) == (True, 1)
