"""What may stand in a header and in a text."""

import pytest

from seleqt_cli.messages.plain_text import fault_in_header, fault_in_name, fault_in_text, utf16_length


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Pallets, café 日本 😀", ""),
        ("a\nBcc: x@evil.example", "a line break"),
        ("a\rb", "a line break"),
        ("a\x00b", "a NUL character"),
        ("a\tb", "a tab"),
        ("a\x0bb", "a vertical tab"),
        ("a\x0cb", "a form feed"),
        ("a\x1b[31mb", "a terminal escape"),
        ("a\x1cb", "a control character (U+001C)"),
        ("a\x1fb", "a control character (U+001F)"),
        ("a\x7fb", "a control character (U+007F)"),
        ("a\x85b", "a line break (NEL)"),
        ("a\x9bb", "a control character (U+009B)"),
        ("a\u2028b", "a line break (U+2028)"),
        ("a\u2029b", "a paragraph break (U+2029)"),
        ("a\ud800b", "a control character (U+D800)"),
        ("=?utf-8?q?hi=0D=0ABcc:_evil@x.example?=", "a line break inside an encoded word"),
        ("=?utf-8?b?aGkNCkJjYzogZXZpbEB4LmV4YW1wbGU=?=", "a line break inside an encoded word"),
        ("=?UTF-8?Q?a=E2=80=A8b?=", "a line break (U+2028) inside an encoded word"),
        ("=?nowhere?q?a=0Ab?=", "a line break inside an encoded word"),
        ("=?utf-16?q?a=0Ab?=", "a line break inside an encoded word"),
        ("x =?utf-8?q?fine?= =?utf-8?q?a=1Bb?=", "a terminal escape inside an encoded word"),
        ("=?utf-8?q?harmless?=", ""),
        ("=?utf-8?b?%%%?=", ""),
        ("what =? is this", ""),
    ],
)
def test_a_header_takes_no_control_character_in_any_disguise(text: str, fault: str) -> None:
    assert fault_in_header(text) == fault


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a\nb\tc é\n", ""),
        ("a\u200bb \u202ec", ""),
        ("a\x1b]0;x\x07", "a terminal escape"),
        ("a\r\nb", "a line break"),
        ("é\x00", "a NUL character"),
        ("a\u2028b", "a line break (U+2028)"),
    ],
)
def test_a_text_takes_lines_and_tabs_and_no_other_control_character(text: str, fault: str) -> None:
    assert fault_in_text(text) == fault


def test_a_name_cannot_turn_the_direction_of_writing() -> None:
    assert fault_in_name("invoice\u202efdp.exe") == "a character that turns the direction of writing (U+202E)"
    assert fault_in_name("דנה כהן") == ""


def test_length_counts_as_linkedin_counts() -> None:
    assert [utf16_length(text) for text in ("abc", "é", "😀", "a😀")] == [3, 1, 2, 3]
