"""The words of a SEARCH, and whether what a server found is what was meant."""

import pytest

from seleqt_cli.channels.email.imap_search import Wanted

NOON = 1_790_000_000


def test_a_question_is_quoted_and_foreign_letters_travel_as_they_are() -> None:
    assert Wanted(message_id="<a@b>", since=NOON).words(foreign=True) == [b"HEADER Message-ID", b'"<a@b>"', b"SINCE", b"20-Sep-2026"]
    assert Wanted(original_id="<a@b>").words(foreign=True) == [b"HEADER X-Microsoft-Original-Message-ID", b'"<a@b>"']
    assert Wanted(to='a"b\\c').words(foreign=True) == [b"TO", b'"a\\"b\\\\c"']
    assert Wanted(to="a@b", subject="Köln").words(foreign=True) == [
        b"CHARSET", b"UTF-8", b"TO", b'"a@b"', b"SUBJECT", "Köln".encode()
    ]  # fmt: skip
    assert Wanted(to="a@b", subject="Köln").words(foreign=False) == [b"TO", b'"a@b"']
    assert Wanted(subject="Köln").words(foreign=False) == [b"SINCE", b"1-Jan-1970"]


def test_the_day_before_is_asked_for_since_nobody_knows_the_servers_zone() -> None:
    assert Wanted(since=86_400).words(foreign=True) == [b"SINCE", b"1-Jan-1970"]
    assert Wanted(since=1).words(foreign=True) == [b"SINCE", b"1-Jan-1970"]


@pytest.mark.parametrize("text", ["a\r\nb", "a\nb", "a\0b", "\x1b[31m", "\x7f"])
def test_no_header_has_control_characters(text: str) -> None:
    assert not Wanted(subject=text).is_possible
    assert not Wanted(message_id=text).is_possible
    assert Wanted(subject="plain").is_possible


def test_only_the_header_is_compared_folded_and_decoded() -> None:
    header = b"To: A <a@b.test>,\r\n B <b@b.test>\r\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n =?utf-8?q?_aus?= K\r\n\r\nSubject: body\r\n"
    assert Wanted(subject="grüße aus k").holds(header)
    assert Wanted(to="B@b.test").holds(header)
    assert not Wanted(subject="body").holds(header)
    assert not Wanted(message_id="<a@b>").holds(header)
    assert Wanted(message_id="<a@b>").holds(b"message-id:\r\n <a@b>\r\n")


@pytest.mark.parametrize("value", [b"=?utf-8?b?!!!?=", b"=?no-such-charset?q?x?=", b"=?utf-8?q?=FF=FE?=", b"\xff\xfe", b"=?" * 5_000, b""])
def test_a_subject_that_cannot_be_decoded_is_no_crash(value: bytes) -> None:
    assert not Wanted(subject="pallets").holds(b"Subject: " + value + b"\r\n")
