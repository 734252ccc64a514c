"""The first campaigns.yaml means what was answered, whatever was answered."""

import json
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from seleqt_cli.app.notice_check import notice_problems
from seleqt_cli.cli.output import visible
from seleqt_cli.core.campaign import Workspace
from seleqt_cli.core.errors import UsageProblem
from seleqt_cli.core.starter import TEMPLATES, Starter
from seleqt_cli.files.campaign_file import load
from seleqt_cli.files.starter import starter_text
from seleqt_cli.files.starter_folder import write_starter

ANNA = Starter(
    business="Acme Robotics B.V.",
    address="Keizersgracht 1, 1015 CJ Amsterdam",
    country="NL",
    timezone="Europe/Amsterdam",
    email="anna@acme.example",
    person="Anna de Vries",
)


def workspace_of(starter: Starter) -> Workspace:
    """Load the text as `check` does."""
    loaded = load(starter_text(starter).encode(), path="campaigns.yaml", read=lambda name: b"")
    assert [str(problem) for problem in loaded.problems if problem.level == "error"] == []
    assert loaded.workspace is not None
    return loaded.workspace


def test_a_new_file_has_no_errors_and_says_what_was_answered() -> None:
    workspace = workspace_of(ANNA)
    sender = workspace.senders["anna"]
    assert (workspace.business.name, workspace.business.address, workspace.business.country, workspace.business.timezone) == (
        "Acme Robotics B.V.",
        "Keizersgracht 1, 1015 CJ Amsterdam",
        "NL",
        "Europe/Amsterdam",
    )
    assert (sender.address, sender.display_name, sender.outbox, sender.imap) == ("anna@acme.example", "Anna de Vries", "outbox", "none")
    assert workspace.campaigns["intro"].leads.rows == (
        {"email": "anna@acme.example", "first_name": "Anna", "last_name": "de Vries", "company": "Acme Robotics B.V."},
    )


def test_a_mail_server_takes_the_place_of_the_outbox() -> None:
    starter = Starter(**{**{name: getattr(ANNA, name) for name in ANNA.__slots__}, "smtp": "smtp.acme.example:587", "imap": "none"})
    sender = workspace_of(starter).senders["anna"]
    assert sender.smtp is not None
    assert (sender.smtp.host, sender.smtp.port, sender.outbox, sender.imap) == ("smtp.acme.example", 587, "", "none")


@pytest.mark.parametrize("template", [name for name, _ in TEMPLATES])
def test_the_first_message_of_each_template_says_where_ones_rights_are_read(template: str) -> None:
    profile = "https://www.linkedin.com/in/anna-de-vries/"
    starter = replace(ANNA, template=template, linkedin=profile, privacy_url="https://acme.example/privacy")
    assert list(notice_problems(workspace_of(starter))) == []


WORDS = st.text(min_size=1, max_size=60).filter(
    lambda text: text == visible(text) and text == " ".join(text.split()) and text.isprintable()
)


@example(business="0", address="0", person="{ 0")
@given(business=WORDS, address=WORDS, person=WORDS)
def test_no_answer_can_change_what_the_file_means(business: str, address: str, person: str) -> None:
    workspace = workspace_of(Starter(business, address, "NL", "Europe/Amsterdam", "anna@acme.example", person))
    assert (workspace.business.name, workspace.business.address, workspace.senders["anna"].display_name) == (business, address, person)
    assert list(workspace.campaigns) == ["intro"]


@pytest.mark.parametrize(
    ("email", "line"),
    [
        ("anna@gmail.com", "    # auth: google   for a sign-in in the browser; without it `seleqt senders login` takes an app password"),
        ("anna@outlook.com", "    auth: microsoft   # docs/how-to/microsoft.md"),
        ("anna@gmx.de", ""),
        (
            "anna@acme.example",
            "    # smtp and imap: found from the address by `seleqt senders login`, or written here as HOST:587 and HOST:993",
        ),
    ],
)
def test_a_server_that_is_found_from_the_address_is_not_written_down(email: str, line: str) -> None:
    starter = Starter(**{**{name: getattr(ANNA, name) for name in ANNA.__slots__}, "email": email, "smtp": "auto"})
    text = starter_text(starter)
    assert not line or line in text.splitlines()
    assert "smtp:" not in text
    (sender,) = workspace_of(starter).senders.values()
    assert (sender.smtp, sender.imap, sender.auth) == (None, None, "microsoft" if "outlook" in email else "password")


@pytest.mark.parametrize(
    ("email", "name"),
    [
        ("anna@a.example", "anna"),
        ("Anna.de+x@a.example", "anna-de-x"),
        ("123@a.example", "sender-123"),
        ("no@a.example", "sender-no"),
        ("é@a.example", "sender"),
    ],
)
def test_the_sender_is_named_after_its_address(email: str, name: str) -> None:
    starter = Starter("Acme", "Street 1", "NL", "UTC", email, "Anna")
    assert starter.sender == name
    assert list(workspace_of(starter).senders) == [name]


def test_three_files_are_written_and_data_of_people_is_kept_out_of_git(tmp_path: Path) -> None:
    folder = tmp_path / "outreach"
    written = write_starter(folder, ANNA, {"type": "object"})
    assert sorted(path.name for path in folder.iterdir()) == sorted(path.name for path in written)
    assert (folder / "campaigns.yaml").read_text(encoding="utf-8") == starter_text(ANNA)
    assert json.loads((folder / "campaigns.schema.json").read_text(encoding="utf-8")) == {"type": "object"}
    assert {"*.csv", "/outbox/", "*.db", "*.backup"} < set((folder / ".gitignore").read_text(encoding="utf-8").splitlines())


def test_a_gitignore_that_exists_gets_only_what_it_lacks(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("mine\n*.csv", encoding="utf-8")
    write_starter(tmp_path, ANNA, {})
    lines = (tmp_path / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert lines[:2] == ["mine", "*.csv"]
    assert len(lines) == len(set(lines))


def test_a_file_that_exists_is_left_as_it_is_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "campaigns.yaml").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageProblem, match="exists already"):
        write_starter(tmp_path, ANNA, {})
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [("campaigns.yaml", "mine")]


PROFILE = "https://www.linkedin.com/in/example-anna/"


@pytest.mark.parametrize("language", ["en", "nl", "de", "fr", "es", "it"])
@pytest.mark.parametrize("template", [name for name, _ in TEMPLATES])
def test_every_template_reads_well_in_every_language_with_and_without_its_answers(template: str, language: str) -> None:
    for offer, event in (("night robots.", "Fair 2026"), ("", "")):
        starter = replace(ANNA, template=template, language=language, linkedin=PROFILE, offer=offer, event=event)
        text = starter_text(starter)
        assert ("@" in text.replace(ANNA.email, ""), "()" in text, "  \n" in text) == (False, False, False)
        (campaign,) = workspace_of(starter).campaigns.values()
        assert (campaign.name, campaign.language) == (template, language)
        assert ("night robots." in text, "night robots.." in text) == (bool(offer), False)
        assert ("(Fair 2026)" in text) == (bool(event) and template == "event")


def test_the_steps_of_a_template_are_those_of_its_purpose() -> None:
    found = {}
    for name, _ in TEMPLATES:
        text = starter_text(replace(ANNA, template=name, linkedin=PROFILE))
        found[name] = [line.split()[-1] for line in text.splitlines() if line.strip().startswith("- id:")]
    assert found == {
        "intro": ["hello", "reminder", "last"],
        "linkedin": ["look", "invite", "accepted", "hello", "reminder", "thanks"],
        "event": ["hello", "reminder"],
        "customers": ["hello", "reminder"],
    }


def test_a_lead_file_takes_the_place_of_the_person_and_its_first_messages_wait_for_a_look() -> None:
    starter = replace(ANNA, leads='my "best", leads.csv', source="trade fair: 2026", basis="consent")
    loaded = load(starter_text(starter).encode(), path="campaigns.yaml", read=lambda name: b"")
    assert loaded.workspace is not None
    campaign = loaded.workspace.campaigns["intro"]
    assert (campaign.leads.file, campaign.leads.source, campaign.leads.basis) == ('my "best", leads.csv', "trade fair: 2026", "consent")
    assert "review: first 10" in starter_text(starter)


@pytest.mark.parametrize(
    ("sign_in", "line"), [("microsoft", "    auth: microsoft"), ("google", "    # auth: google"), ("", "    # smtp and")]
)
def test_what_the_network_said_of_a_domain_decides_how_to_sign_in(sign_in: str, line: str) -> None:
    text = starter_text(replace(ANNA, smtp="auto", sign_in=sign_in))
    assert [one for one in text.splitlines() if one.startswith(line)] != []


def test_a_schema_that_exists_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "campaigns.schema.json").write_text("mine", encoding="utf-8")
    assert sorted(path.name for path in write_starter(tmp_path, ANNA, {})) == [".gitignore", "campaigns.yaml"]
    assert (tmp_path / "campaigns.schema.json").read_text(encoding="utf-8") == "mine"


class Interrupting(dict[str, object]):
    """A schema whose writing is interrupted, as by Ctrl-C."""

    def items(self) -> NoReturn:
        """Press Ctrl-C."""
        raise KeyboardInterrupt


@pytest.mark.parametrize("before", [None, "mine"])
def test_an_interrupted_call_leaves_nothing_behind(tmp_path: Path, before: str | None) -> None:
    folder = tmp_path / "new" / "outreach"
    if before is not None:
        folder.mkdir(parents=True)
        (folder / ".gitignore").write_text(before, encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        write_starter(folder, ANNA, Interrupting(a=1))
    left = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [(path.name, path.read_text(encoding="utf-8")) for path in left] == ([] if before is None else [(".gitignore", "mine")])
    assert (tmp_path / "new").exists() == (before is not None)


def test_a_failure_at_the_last_file_takes_the_others_back(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("mine", encoding="utf-8")
    (tmp_path / ".campaigns.yaml.new").mkdir()  # where the draft would go
    with pytest.raises(OSError, match="campaigns"):
        write_starter(tmp_path, ANNA, {})
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [".gitignore"]
    assert (tmp_path / ".gitignore").read_text(encoding="utf-8") == "mine"
