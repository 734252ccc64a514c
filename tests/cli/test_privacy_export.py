"""privacy export: everything about one person, for programs and for people."""

import json
import re
import stat
from pathlib import Path

import pytest

from tests.cli.homes import BOTH, MAILS, Home


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Home:
    made = Home(tmp_path, monkeypatch, capsys, MAILS)
    made.run_for(9)
    return made


def test_the_document_says_who_keeps_what_for_whom_and_for_how_long(home: Home) -> None:
    paper = home.json("privacy", "export", "noor@windmill.example")
    assert {name: paper[name] for name in ("form", "made_at", "person", "controller", "purposes", "source", "lawful_basis")} == {
        "form": "seleqt person 1",
        "made_at": "2026-12-28T08:09:00Z",
        "person": {"address": "noor@windmill.example", "profile": None, "name": "Noor"},
        "controller": {"name": "Acme", "address": "Gracht 1, Amsterdam", "country": "NL", "privacy_statement": None},
        "purposes": ["campaign hello: intro, wait, nudge"],
        "source": "fair",
        "lawful_basis": "consent",
    }
    assert paper["elsewhere"] == [
        "campaigns.yaml, version 1: - {email: noor@windmill.example, first_name: Noor, company: Windmill}",
        "the file campaigns.yaml beside it",
        "the mailbox anna@acme.example: what was sent to you, and your answers",
    ]
    assert len(paper["kept"]) == 13
    assert len(paper["rights"]) == 4


def test_the_messages_that_went_are_in_it_as_they_went(home: Home) -> None:
    data = {one["table"]: one["rows"] for one in home.json("privacy", "export", "1")["data"]}
    assert sorted(data) == ["action", "first_contact", "history", "journey", "lead", "lead_import", "payload", "usage"]
    (letter,) = data["payload"]
    assert letter["content"]["head"]["To"] == "Noor <noor@windmill.example>"
    assert letter["content"]["head"]["Subject"] == "Robots for Windmill"
    assert "Hi Noor, robots?" in letter["content"]["text"]
    assert (data["action"][0]["sending_at"], data["journey"][0]["done"]) == ("2026-12-28T08:00:00Z", {"intro": "sent"})


def test_nobody_else_is_in_it(home: Home) -> None:
    text = json.dumps(home.json("privacy", "export", "1"))
    assert re.findall(r"[a-z]+@(?:canal|quay|dike|lock)\.example|\b(?:Sam|Tom|Ida|Bo)\b", text) == []


@pytest.mark.parametrize("name", ["noor.json", "noor.html", "noor.txt"])
def test_a_file_is_written_for_its_owner_alone(home: Home, name: str) -> None:
    (home.folder / name).write_text("old")
    (home.folder / name).chmod(0o644)
    code, out, said = home.type("privacy", "export", "1", name)
    assert (code, out) == (0, "")
    assert re.fullmatch(
        rf"noor@windmill\.example: \d+ rows in {name}\nIt holds everything about them: hand it over in a safe way and delete it here\.\n",
        said,
    )
    assert stat.S_IMODE((home.folder / name).stat().st_mode) == 0o600
    assert "Hi Noor, robots?" in (home.folder / name).read_text()


def test_the_page_runs_nothing_and_shows_what_strangers_wrote_as_text(home: Home) -> None:
    home.type("leads", "set", "1", "company=<script>alert(1)</script>", "topic=<img src=x onerror=y>")
    home.type("privacy", "export", "1", "noor.html")
    page = (home.folder / "noor.html").read_text()
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert re.findall(r"(?:src|href)=", page.replace("&lt;img src=x", "")) == []


def test_the_text_is_read_in_sections(home: Home) -> None:
    code, out, _ = home.type("privacy", "export", "1")
    assert code == 0
    assert out.splitlines()[:6] == [
        "What Acme keeps about Noor", "", "You", "---", "address: noor@windmill.example", "name: Noor",
    ]  # fmt: skip
    titles = [above for above, line in zip(out.splitlines(), out.splitlines()[1:], strict=False) if line and set(line) == {"-"}]
    assert titles[:6] == [
        "You", "Who keeps your data", "What for, and on what ground", "Who gets them", "How long they are kept", "Your rights",
    ]  # fmt: skip


def test_that_it_was_handed_out_stands_in_the_history(home: Home) -> None:
    home.type("privacy", "export", "1")
    assert home.sql("SELECT lead_id, data FROM history WHERE event = 'exported'") == [(1, '{"by":"anna"}')]


def test_linkedin_is_named_among_the_recipients(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = Home(tmp_path, monkeypatch, capsys, BOTH)
    assert [one["name"] for one in home.json("privacy", "export", "1")["recipients"]] == ["LinkedIn Ireland"]


@pytest.mark.parametrize(
    ("words", "said"), [(("nobody",), "there is no lead 'nobody'"), (("1", "noor.pdf"), "noor.pdf ends in none of .json, .html, .txt")]
)
def test_what_cannot_be_written_is_refused(home: Home, words: tuple[str, ...], said: str) -> None:
    code, out, err = home.type("privacy", "export", *words)
    assert (code, out, err.splitlines()[0]) == (2, "", f"seleqt: {said}")
