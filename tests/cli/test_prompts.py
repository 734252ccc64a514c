"""Questions, with a real terminal (a pty) and without one."""

import os
import pty
import subprocess
import sys

import pytest

from seleqt_cli.cli.prompts import confirm
from seleqt_cli.core.errors import UsageProblem

CONFIRM = "from seleqt_cli.cli.prompts import confirm; print(confirm('Send 3 mails?', yes=False))"
ASK = "from seleqt_cli.cli.prompts import ask; print(repr(ask('Country', 'NL', wrong=lambda a: '' if len(a) == 2 else 'two letters')))"


def typed(code: str, keys: str) -> tuple[str, str]:
    """Run code with a terminal as stdin and stderr, type the keys, and return stdout and what stood on the terminal."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen([sys.executable, "-c", code], stdin=theirs, stdout=subprocess.PIPE, stderr=theirs, text=True)
    os.close(theirs)
    os.write(ours, keys.encode())
    out, _ = process.communicate(timeout=60)
    shown = b""
    try:
        while part := os.read(ours, 4096):
            shown += part
    except OSError:  # the other end is closed: everything was read
        pass
    os.close(ours)
    return out, shown.decode().replace("\r\n", "\n")


@pytest.mark.parametrize(("keys", "answer"), [("y\n", "True"), ("yes\n", "True"), ("\n", "False"), ("n\n", "False"), ("what\nY\n", "True")])
def test_only_a_yes_is_a_yes(keys: str, answer: str) -> None:
    assert typed(CONFIRM, keys)[0] == f"{answer}\n"


def test_the_question_stands_on_stderr() -> None:
    assert "Send 3 mails? [y/N] " in typed(CONFIRM, "y\n")[1]


@pytest.mark.parametrize(("keys", "answer"), [("\n", "NL"), ("DE\n", "DE"), ("Germany\nDE\n", "DE")])
def test_a_question_takes_the_default_and_asks_again_until_the_answer_is_right(keys: str, answer: str) -> None:
    out, shown = typed(ASK, keys)
    assert out == f"{answer!r}\n"
    assert ("two letters" in shown) == (keys.count("\n") == 2)


def test_without_a_terminal_nothing_is_taken_for_a_yes(monkeypatch: pytest.MonkeyPatch) -> None:
    with open(os.devnull, encoding="utf-8") as nothing:
        monkeypatch.setattr("sys.stdin", nothing)
        with pytest.raises(UsageProblem) as refused:
            confirm("Send 3 mails?", yes=False)
    assert (refused.value.message, refused.value.advice) == (
        "Send 3 mails? Nobody is at a terminal to answer",
        "Type the same with --yes to say yes.",
    )


def test_the_flag_answers_for_the_person() -> None:
    assert confirm("Send 3 mails?", yes=True)
