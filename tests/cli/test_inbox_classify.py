"""`seleqt inbox classify`: what message files are, without a home."""

import io
import json
import sys
from pathlib import Path

import pytest

from seleqt_cli.cli.program import run

REPLY = "From: Ada <ada@lead.example>\nTo: bob@sender.example\nSubject: Re: Pallets\nIn-Reply-To: <m1@sender.example>\n\nYes please.\n"
AWAY = (
    "From: ada@lead.example\nSubject: Automatic reply: Pallets\nAuto-Submitted: auto-replied\nDate: Mon, 16 Nov 2026 09:00:00 +0000\n\n"
    "I am out of office until 30 November 2026.\n"
)
BOUNCE = (
    "From: MAILER-DAEMON@mx.example\nSubject: failure notice\n\nHi. This is the qmail-send program at mx.example.\n"
    "I'm afraid I wasn't able to deliver your message to the following addresses.\n\n<ada@lead.example>:\n"
    "Remote host said: 550 5.1.1 User unknown\n\n--- Below this line is a copy of the message.\n\nMessage-ID: <m1@sender.example>\n"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SELEQT_HOME", str(tmp_path / "no-home"))
    for name, text in (("reply.eml", REPLY), ("away.eml", AWAY), ("bounce.eml", BOUNCE)):
        (tmp_path / name).write_text(text)
    return tmp_path


def typed(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit code, data and talk of `seleqt inbox classify ...`."""
    code = run(["inbox", "classify", *arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_each_file_is_a_row_with_its_class_and_the_reasons(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = typed(capsys, "reply.eml", "away.eml", "bounce.eml")
    assert (code, err) == (0, "")
    assert [[cell.strip() for cell in line.split("  ") if cell.strip()] for line in out.splitlines()] == [
        ["file", "class", "about", "because"],
        ["reply.eml", "reply", "ada@lead.example", "it answers a mail (In-Reply-To), and nothing says that a machine wrote it"],
        [
            "away.eml", "out_of_office", "ada@lead.example, back 2026-11-30",
            "Auto-Submitted: auto-replied (RFC 3834); it says that somebody is away: 'out of office'; \"until 30 november 2026.\"",
        ],
        [
            "bounce.eml", "hard_bounce (no such user)", "ada@lead.example, 5.1.1",
            "a mail system's notice: 'failure notice'; the server said \"user unknown\"",
        ],
    ]  # fmt: skip
    assert not (folder / "no-home").exists()


def test_json_lines_hold_the_whole_verdict(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = typed(capsys, "--json", "bounce.eml", "away.eml")
    assert (code, err) == (0, "")
    bounce, away = (json.loads(line) for line in out.splitlines())
    assert bounce == {
        "file": "bounce.eml", "class": "hard_bounce", "addresses": ["ada@lead.example"], "status": "5.1.1",
        "message_id": "<m1@sender.example>", "returns": None, "detail": "no such user",
        "reasons": ["a mail system's notice: 'failure notice'", 'the server said "user unknown"'],
    }  # fmt: skip
    assert (away["class"], away["returns"], away["message_id"]) == ("out_of_office", "2026-11-30", None)


def test_a_file_that_cannot_be_read_is_named_and_the_others_go_on(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = typed(capsys, "--json", "none.eml", "reply.eml", str(folder))
    assert (code, err) == (2, f"none.eml: No such file or directory\n{folder}: Is a directory\n")
    assert [json.loads(line)["file"] for line in out.splitlines()] == ["reply.eml"]


def test_standard_input_is_a_file_named_with_a_dash(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(REPLY.encode())))
    code, out, _ = typed(capsys, "--json", "-")
    assert (code, json.loads(out)["file"], json.loads(out)["class"]) == (0, "-", "reply")


def test_an_mbox_holds_several_messages(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = "From ada@lead.example Mon Nov 16 09:00:00 2026\n"
    (folder / "all.mbox").write_text(f"{line}{REPLY}\nFrom here on it is text.\n\n{line}{BOUNCE}\n{line}{AWAY}")
    code, out, _ = typed(capsys, "--json", "all.mbox")
    found = [(json.loads(text)["file"], json.loads(text)["class"]) for text in out.splitlines()]
    assert (code, found) == (0, [("all.mbox#1", "reply"), ("all.mbox#2", "hard_bounce"), ("all.mbox#3", "out_of_office")])


def test_an_empty_file_is_unknown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "empty.eml").write_bytes(b"")
    code, out, _ = typed(capsys, "--json", "empty.eml")
    assert (code, json.loads(out)["class"], json.loads(out)["addresses"]) == (0, "unknown", [])


def test_a_file_is_needed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = typed(capsys)
    assert (code, out) == (2, "")
    assert "FILE" in err


def test_a_hostile_mail_writes_nothing_that_drives_the_terminal(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "hostile.eml").write_bytes(
        b"From: =?utf-8?q?=1B[31mAda?= <a=1b[2J@lead.example>\nSubject: \x1b]0;x\x07\nAuto-Submitted: auto-\x1b[1m\n\nhi\n"
    )
    for arguments in (("hostile.eml",), ("--json", "hostile.eml")):
        _, out, err = typed(capsys, *arguments)
        assert "\x1b" not in out + err
        assert "\x07" not in out + err
