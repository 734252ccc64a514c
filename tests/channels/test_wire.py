"""What may go on the wire, and nothing else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seleqt_cli.channels.wire import LINE_LENGTH, EnvelopeAddress, Unsendable, envelope_address, wire_message


@pytest.mark.parametrize(
    ("address", "octets", "utf8"),
    [
        ("anna@acme.example", b"anna@acme.example", False),
        ("Anna.De+Vries_1@Acme.Example", b"Anna.De+Vries_1@Acme.Example", False),
        ("o'neil@acme.example", b"o'neil@acme.example", False),
        ("root@localhost", b"root@localhost", False),
        ("jan@münchen.example", b"jan@xn--mnchen-3ya.example", False),
        ("用户@例子.example", "用户@xn--fsqu00a.example".encode(), True),
    ],
)
def test_a_plain_address_goes_as_it_is_with_its_domain_in_ascii(address: str, octets: bytes, utf8: bool) -> None:
    assert envelope_address(address) == EnvelopeAddress(octets, utf8)


@pytest.mark.parametrize(
    "address",
    [
        "", "anna", "@acme.example", "anna@", "a b@x.org", "b@x.org,c@x.org", "b@x.org, c@x.org", '"b\r\nRSET\r\n"@x.org', "b\r\n@x.org",
        "b@x.org\r\nRCPT TO:<c@x.org>", "b\n@x.org", "b\0@x.org", "<b@x.org>", "b@x.org>", "b@x.org> SIZE=1", '"b c"@x.org',
        "b(comment)@x.org",
        "b@[192.0.2.1]", "b@x..org", "b@.x.org", "b@x.org.", "b@-x.org", "b@x-.org", "b..c@x.org", ".b@x.org", "b.@x.org", "b@x_y.org",
        "@a:b@x.org",
        "b@c@x.org", "x" * 65 + "@x.org", "b@" + "x" * 64 + ".org", "b@" + "x." * 130 + "org", "b\u2028@x.org",
        "b\u202e@x.org", "b@x\u0085.org", "用" * 22 + "@x.org",
    ],
)  # fmt: skip
def test_a_strange_address_is_refused_and_never_rewritten(address: str) -> None:
    with pytest.raises(Unsendable):
        envelope_address(address)


@given(st.text(max_size=60))
def test_no_text_becomes_an_address_that_could_end_a_command(text: str) -> None:
    try:
        octets = envelope_address(text).octets
    except Unsendable:
        return
    assert not re.search(rb"[\x00-\x20\x7f<>,;:\"\\()\[\]]", octets)
    assert octets.count(b"@") == 1


@pytest.mark.parametrize(
    ("payload", "octets"),
    [
        (b"Subject: x\r\n\r\nhi\r\n", b"Subject: x\r\n\r\nhi\r\n"),
        (b"Subject: x\r\n\r\nhi", b"Subject: x\r\n\r\nhi\r\n"),
        (b"Subject: x\r\n\r\n.\r\n", b"Subject: x\r\n\r\n..\r\n"),
        (b"Subject: x\r\n\r\n.\r\n.\r\n..\r\n", b"Subject: x\r\n\r\n..\r\n..\r\n...\r\n"),
        (b".x\r\n", b"..x\r\n"),
    ],
)
def test_dots_at_the_start_of_a_line_are_doubled(payload: bytes, octets: bytes) -> None:
    assert wire_message(payload).octets == octets


@given(st.lists(st.binary(max_size=30).map(lambda line: re.sub(rb"[\r\n\0]", b".", line)), min_size=1, max_size=20))
def test_the_server_gets_back_exactly_the_bytes_that_were_frozen(lines: list[bytes]) -> None:
    payload = b"\r\n".join(lines) + b"\r\n"
    message = wire_message(payload)
    received = b"".join(line.removeprefix(b".") for line in message.octets.splitlines(keepends=True) if line != b".\r\n")
    assert b"\r\n.\r\n" not in b"\r\n" + message.octets
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", message.octets)
    if not re.search(rb"[\x0b\x0c\x1c-\x1e\x85]", payload):
        assert received == payload
    assert (message.size, message.eight_bit) == (len(payload), not payload.isascii())


@pytest.mark.parametrize(
    ("payload", "says"),
    [
        (b"", "the message is empty"),
        (b"a\nb\r\n", "the message contains a bare CR or LF"),
        (b"a\rb\r\n", "the message contains a bare CR or LF"),
        (b"a\r\r\n", "the message contains a bare CR or LF"),
        (b"a\r\n\n", "the message contains a bare CR or LF"),
        (b"a\n.\n", "the message contains a bare CR or LF"),
        (b"a\r.\r", "the message contains a bare CR or LF"),
        (b"a\n.\r\n", "the message contains a bare CR or LF"),
        (b"a\r\n.\r", "the message contains a bare CR or LF"),
        (b"a\0\r\n", "the message contains a NUL"),
        (b"x" * 999 + b"\r\n", "the message has a line of more than 998 octets"),
        (b"a\r\n" + b"x" * 999, "the message has a line of more than 998 octets"),
    ],
)
def test_a_message_that_could_smuggle_another_is_refused(payload: bytes, says: str) -> None:
    with pytest.raises(Unsendable) as refused:
        wire_message(payload)
    assert str(refused.value) == says


def test_a_line_of_the_longest_length_goes() -> None:
    assert wire_message(b"x" * LINE_LENGTH + b"\r\n").size == LINE_LENGTH + 2


def test_8_bit_text_and_headers_in_other_scripts_are_told_apart() -> None:
    body = wire_message("Subject: x\r\n\r\nGrüße\r\n".encode())
    header = wire_message("Subject: Grüße\r\n\r\nhi\r\n".encode())
    assert [(message.eight_bit, message.utf8_header) for message in (body, header)] == [(True, False), (True, True)]
