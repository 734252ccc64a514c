"""What reaches a terminal or a pipe."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seleqt_cli.cli.output import Screen, folded, json_text, visible, width


@pytest.mark.parametrize(
    ("text", "line", "lines"),
    [
        ("Zoë 東京", "Zoë 東京", "Zoë 東京"),
        ("\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m", "\\x1b[31mred\\x1b[0m"),
        ("\x1b]0;title\x07", "\\x1b]0;title\\x07", "\\x1b]0;title\\x07"),
        ("\x9b31m", "\\x9b31m", "\\x9b31m"),
        ("a\nb\tc\rd", "a\\nb\\tc\\rd", "a\nb\tc\\x0dd"),
        ("\u202egnp.exe", "\\u202egnp.exe", "\\u202egnp.exe"),
    ],
)
def test_control_characters_are_shown_and_not_sent(text: str, line: str, lines: str) -> None:
    assert visible(text) == line
    assert visible(text, lines=True) == lines


@given(st.text())
def test_no_text_can_bring_a_control_character_to_the_terminal(text: str) -> None:
    assert all(sign >= " " and not "\x7f" <= sign <= "\x9f" for sign in visible(text))


def test_a_piped_table_is_aligned_text(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [["anna", "7", "x\x1b[1m"], ["東京", "1,000", ""]]
    Screen().table(["sender", "used", "reason"], rows, right={1})
    assert capsys.readouterr() == ("sender   used  reason\nanna        7  x\\x1b[1m\n東京    1,000\n", "")


def test_a_table_without_rows_shows_its_headers(capsys: pytest.CaptureFixture[str]) -> None:
    Screen().table(["sender", "used"], [])
    assert capsys.readouterr().out == "sender  used\n"


def test_a_drawn_table_folds_and_shows_no_markup(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "40")
    Screen(color=False).table(["name", "used"], [["[bold]anna[/bold]", "7"]], right={1})
    assert [line.rstrip() for line in capsys.readouterr().out.splitlines()] == ["name               used", "[bold]anna[/bold]     7"]


LONG = "anna: held, Acme refuses the sign-in (type `seleqt senders login anna` at this machine)"


@pytest.mark.parametrize(
    ("text", "most", "folded_text"),
    [
        ("short", 80, "short"),
        (LONG, 40, "anna: held, Acme refuses the sign-in\n  (type `seleqt senders login anna` at\n  this machine)"),
        ("  because     of this and that and more", 24, "  because     of this\n    and that and more"),
        ("a " + "x" * 30 + " b", 20, "a\n  " + "x" * 30 + "\n  b"),
        ("x" * 30, 20, "x" * 30),
        ("東京東京 東京東京 東京東京", 20, "東京東京 東京東京\n  東京東京"),
        ("a tick ` alone in a long line of words", 20, "a tick ` alone in a\n  long line of words"),
        ("Apply it now and for ever? [y/N] ", 20, "Apply it now and for\n  ever? [y/N] "),
        ("one line\n\nand another one that is long", 20, "one line\n\nand another one that\n  is long"),
    ],
)
def test_long_lines_are_broken_between_words(text: str, most: int, folded_text: str) -> None:
    assert folded(text, most) == folded_text


@given(st.text(alphabet="ab` \n東", max_size=120), st.integers(10, 40))
def test_folding_changes_nothing_but_spaces(text: str, most: int) -> None:
    assert folded(text, most).split() == text.split()


def test_talk_and_data_are_folded_on_a_terminal_and_exact_text_is_not(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    once = "anna: held, Acme refuses the sign-in\n  (type `seleqt senders login anna` at\n  this machine)\n"
    Screen().show(LONG)
    Screen().warn(LONG)
    assert capsys.readouterr() == (LONG + "\n", LONG + "\n")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    Screen().show(LONG)
    Screen().show(LONG, exact=True)
    Screen().show(LONG, hanging=0)
    Screen().warn(LONG)
    assert capsys.readouterr() == (once + LONG + "\n" + once.replace("\n  ", "\n"), once)


def test_json_keeps_the_order_of_keys_and_foreign_letters_in_one_line() -> None:
    assert json_text({"b": "Zoë\n", "a": [1, None, True]}) == '{"b":"Zoë\\n","a":[1,null,true]}'


def test_json_shows_control_characters_as_escapes_and_still_says_the_same() -> None:
    value = {"reason": "\x1b[2J\x9b31m\x7f\u202e\u2028"}
    assert json_text(value) == '{"reason":"\\u001b[2J\\u009b31m\\u007f\\u202e\\u2028"}'
    assert json.loads(json_text(value)) == value


def test_json_refuses_what_other_programs_could_not_read() -> None:
    with pytest.raises(ValueError, match="Out of range"):
        json_text(float("nan"))


def test_quiet_hides_talk_but_not_a_warning(capsys: pytest.CaptureFixture[str]) -> None:
    screen = Screen(quiet=True)
    screen.say("talk")
    screen.warn("anna needs you")
    assert capsys.readouterr() == ("", "anna needs you\n")


def test_a_combining_mark_takes_no_column() -> None:
    assert [width(text) for text in ("abc", "e\u0301", "東京")] == [3, 1, 4]
