"""Mails as bytes: what a reader gets back, and what never gets onto the wire."""

import email
import re
from collections.abc import Callable
from dataclasses import replace
from email import policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seleqt_cli.channels.email.compose import attachment_size, compose, date_text, needs_smtputf8
from seleqt_cli.channels.email.headers import check_head, encoded_words, wire_address
from seleqt_cli.core.campaign import Attachment, Sender
from seleqt_cli.core.lead import Lead
from seleqt_cli.messages.problems import Unrenderable
from seleqt_cli.messages.rendered import Rendered
from tests.messages.samples import ANNA, BUSINESS, JAN, jan, mail_step, rendered

MESSAGE_ID = "<j3vulsoqkhn5wq2d7yhxbn4zcnb2kq7a@acme.example>"
DATE = 1796112000
GOLDEN = Path(__file__).parent / "golden"
NAMES = ["From", "To", "Subject", "Date", "Message-ID", "List-Unsubscribe", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"]

_CONTROL = "".join(chr(code) for code in (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, 0xFFFE, 0xFFFF))
lines = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=_CONTROL))
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=_CONTROL.replace("\n", "").replace("\t", "")))


def mail(message: Rendered, *, sender: Sender = ANNA, lead: Lead = JAN, **fields: object) -> bytes:
    """A whole message from Anna to Jan."""
    given: dict[str, object] = {"message_id": MESSAGE_ID, "date": DATE, "unsubscribe": "k4hq", **fields}
    return compose(rendered=message, sender=sender, lead=lead, business=BUSINESS, **given)  # type: ignore[arg-type]


def read(octets: bytes) -> EmailMessage:
    """The message as the standard library reads it."""
    found = email.message_from_bytes(octets, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def mailbox(octets: bytes, name: str) -> tuple[str, str]:
    """Display name and address; by the older reader, as the newer one puts blanks between adjacent encoded words of a name."""
    display_name, address = parseaddr(email.message_from_bytes(octets)[name])
    return str(make_header(decode_header(display_name))), address


def content(part: EmailMessage | None) -> str:
    """The text of a part, with plain line ends."""
    assert part is not None
    text: str = part.get_content()
    return text.replace("\r\n", "\n")


def safe_on_the_wire(octets: bytes, *, ascii_only: bool = True) -> None:
    """CRLF only, no line over 998 octets, no control characters in the head."""
    assert octets.endswith(b"\r\n")
    for line in octets[:-2].split(b"\r\n"):
        assert len(line) <= 998
        assert b"\r" not in line
        assert b"\n" not in line
    head = octets.partition(b"\r\n\r\n")[0]
    assert not re.search(rb"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]", head)
    if ascii_only:
        assert octets.isascii()


def said(message: str = "Hi\n", subject: str = "Hello", html: str = "", attachments: tuple[Attachment, ...] = ()) -> Rendered:
    """A rendered mail, whatever it says."""
    return Rendered("email", subject, message, html, attachments)


@pytest.mark.parametrize("language", ["en", "nl", "de", "fr", "es", "it"])
def test_a_first_mail_in_each_shipped_language_is_this_to_the_byte(language: str) -> None:
    message = rendered(mail_step(), language=language)
    assert mail(message).replace(b"\r\n", b"\n") == (GOLDEN / f"first.{language}.eml").read_bytes()
    assert content(read(mail(message))) == message.text


def test_a_follow_up_with_html_and_a_file_is_this_to_the_byte() -> None:
    step = mail_step("Bonjour **{{ first_name }}**, voici [le prix]({{ sender.calendar }}).", None, format="html", attachments=(FILE,))
    message = rendered(step, jan(first_name="Zoé", language="fr"), first=False, thread_subject="Prix pour Noordenwind")
    octets = mail(message, lead=jan(first_name="Zoé"), in_reply_to="<a@acme.example>", references=("<a@acme.example>", "<b@acme.example>"))
    assert octets.replace(b"\r\n", b"\n") == (GOLDEN / "follow-up.fr.eml").read_bytes()


FILE = Attachment("prix 2026 – été.pdf", bytes(range(256)))


def test_headers_are_exactly_these_and_no_more() -> None:
    found = read(mail(said()))
    assert found.keys() == NAMES
    assert found["From"] == "Anna de Vries <anna@acme.example>"
    assert found["To"] == "Jan Jansen <jan@nwind.example>"
    assert found["Date"] == "Tue, 01 Dec 2026 09:00:00 +0100"
    assert found["Message-ID"] == MESSAGE_ID
    assert found["List-Unsubscribe"] == "<mailto:anna@acme.example?subject=unsubscribe%20k4hq>"


def test_a_thread_is_named_by_its_ids() -> None:
    ids = tuple(f"<{'x' * 30}{number}@acme.example>" for number in range(12))
    found = read(mail(said(), in_reply_to=ids[-1], references=ids))
    assert found["In-Reply-To"] == ids[-1]
    assert found["References"].split() == list(ids)


@given(subject=lines.filter(bool), name=lines, lead_name=lines, text=texts)
def test_what_went_in_comes_out(subject: str, name: str, lead_name: str, text: str) -> None:
    try:
        octets = mail(said(text, subject), sender=replace(ANNA, display_name=name), lead=jan(first_name=lead_name, last_name=""))
    except Unrenderable as problem:
        turned = re.search("[\u202a-\u202e\u2066-\u2069]", name + lead_name)
        assert turned or "encoded word" in problem.reason  # noqa: PT017 - the only two reasons there are
        return
    safe_on_the_wire(octets)
    found = read(octets)
    assert found.keys() == NAMES
    assert found["Subject"] == subject
    assert mailbox(octets, "From") == (" ".join(name.split()), "anna@acme.example")
    assert mailbox(octets, "To") == (" ".join(lead_name.split()), "jan@nwind.example")
    assert content(found) == (text if text.endswith("\n") else text + "\n")


@given(text=texts, html=texts.filter(bool), files=st.lists(st.tuples(lines.filter(bool), st.binary()), max_size=2))
def test_every_part_comes_out_as_it_went_in(text: str, html: str, files: list[tuple[str, bytes]]) -> None:
    try:
        octets = mail(said(text, "s", html, tuple(Attachment(name, data) for name, data in files)))
    except Unrenderable as problem:
        assert "name" in problem.reason  # noqa: PT017 - only a file's name can be wrong here
        return
    safe_on_the_wire(octets)
    found = read(octets)
    bodies = [found.get_body(("plain",)), found.get_body(("html",))]
    wanted = [one if one.endswith("\n") else one + "\n" for one in (text, html)]
    assert [content(body) for body in bodies if isinstance(body, EmailMessage)] == wanted
    assert [(part.get_filename(), part.get_payload(decode=True)) for part in found.iter_attachments()] == files


@given(st.text(), st.sampled_from(["subject", "sender", "lead", "text"]))
def test_no_value_at_all_adds_a_header_or_a_bare_line_end(value: str, where: str) -> None:
    try:
        octets = mail(
            said(value if where == "text" else "Hi", value if where == "subject" else "s"),
            sender=replace(ANNA, display_name=value if where == "sender" else "Anna"),
            lead=jan(first_name=value if where == "lead" else "Jan"),
        )
    except Unrenderable:
        return
    safe_on_the_wire(octets)
    assert read(octets).keys() == NAMES


@pytest.mark.parametrize(
    "value",
    [
        *("a" + bad + "b" for bad in ("\r\n", "\n", "\r", "\x00", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029", "\x1b[0m", "\ud800")),
        "=?utf-8?q?hi=0D=0ABcc:_evil@x.example?=",
        "=?utf-8?b?aGkNCkJjYzogZXZpbEB4LmV4YW1wbGU=?=",
    ],
)
def test_control_characters_are_refused_in_every_header(value: str) -> None:
    tries: dict[str, Callable[[], bytes]] = {
        "subject": lambda: mail(said(subject=value)),
        "sender": lambda: mail(said(), sender=replace(ANNA, display_name=value)),
        "lead": lambda: mail(said(), lead=jan(first_name=value, last_name="")),
        "to": lambda: mail(said(), lead=jan(email=f"{value}@x.example")),
        "from": lambda: mail(said(), sender=replace(ANNA, address=f"a@{value}")),
        "id": lambda: mail(said(), message_id=f"<{value}@x>"),
        "reply to": lambda: mail(said(), in_reply_to=f"<{value} @x>"),
        "references": lambda: mail(said(), references=(f"<{value} @x>",)),
        "file": lambda: mail(said(attachments=(Attachment(value, b""),))),
    }
    for attempt in tries.values():
        with pytest.raises(Unrenderable):
            attempt()


@pytest.mark.parametrize(
    "head",
    [
        b"Subject: a\r\nBcc: x@evil.example\r\n\r\n",
        b"Subject: a\r\n",
        b"Bcc: a\r\n\r\n",
        b"Subject: a\nBcc: x\r\n\r\n",
        b"Subject: a\rb\r\n\r\n",
        b"Subject: =?utf-8?q?hi=0D=0ABcc:_evil@x.example?=\r\n\r\n",
        b"Subject: a\x00\r\n\r\n",
        b"Subject: \xc2\x85\r\n\r\n",
        b" Subject: a\r\n\r\n",
        b"Subject: a\r\n \r\n\r\n",
        b"Subject: " + b"x" * 999 + b"\r\n\r\n",
        b"Subject : a\r\n\r\n",
        b"\r\n\r\n",
    ],
)
def test_a_head_that_reads_otherwise_than_meant_is_refused(head: bytes) -> None:
    for utf8 in (False, True):
        with pytest.raises(Unrenderable):
            check_head(head, ("Subject",), utf8=utf8)
    check_head(b"Subject: a\r\n b\r\n\r\n", ("Subject",))


@pytest.mark.parametrize(
    "name", ["a/b.pdf", "..\\b.pdf", "invoice\u202efdp.exe", "a\r\nX: y", "a\x00.pdf", "", " ", "a.pdf ", "é" * 200]
)  # fmt: skip
def test_a_file_name_that_lies_is_refused(name: str) -> None:
    with pytest.raises(Unrenderable):
        mail(said(attachments=(Attachment(name, b"x"),)))


@pytest.mark.parametrize(
    ("address", "wire"),
    [
        ("jan@bücher.example", "jan@xn--bcher-kva.example"),
        ("jörg@bücher.example", "jörg@xn--bcher-kva.example"),
        ("o'neil+x=y@a-b.example", "o'neil+x=y@a-b.example"),
    ],
)
def test_addresses_go_over_the_wire_as_dns_knows_them(address: str, wire: str) -> None:
    assert wire_address(address) == wire


@pytest.mark.parametrize(
    "address",
    [
        *("", "jan", "jan@", "@x.example", "a b@x.example", "a@x.example,b@x.example", "a@x..example", "a@-x.example", '"a"@x.example'),
        *("a<b@x.example", "a@x.example>", "a@b@c.example", "a" * 65 + "@x.example", "a@[127.0.0.1]", "a@x.example\n"),
    ],
)
def test_what_is_no_plain_address_is_refused(address: str) -> None:
    with pytest.raises(Unrenderable):
        wire_address(address)


def test_a_local_part_beyond_ascii_is_written_in_utf8_and_needs_smtputf8() -> None:
    lead = jan(email="jörg@bücher.example", first_name="Jörg")
    octets = mail(said(), lead=lead)
    safe_on_the_wire(octets, ascii_only=False)
    assert needs_smtputf8(ANNA, lead)
    assert not needs_smtputf8(ANNA, jan(email="jan@bücher.example"))
    assert "To: =?utf-8?q?J=C3=B6rg_Jansen?= <jörg@xn--bcher-kva.example>\r\n".encode() in octets


@pytest.mark.parametrize("text", ["é" * 300, "日本語" * 60, "a é" * 120, "x" * 300, "a b " * 100, "😀" * 80])
def test_encoded_words_keep_whole_letters_and_short_lines(text: str) -> None:
    folded = encoded_words(text, 9)
    for number, line in enumerate(folded.split("\r\n ")):
        assert len(line) <= 75
        assert len(line) + (9 if number == 0 else 1) <= 76
        assert isinstance(str(read(f"Subject: {line}\r\n\r\n".encode())["Subject"]).encode("utf-8"), bytes)
    assert read(f"Subject: {folded}\r\n\r\n".encode())["Subject"] == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Hi\n", "7bit"),
        ("x" * 989, "7bit"),
        ("x" * 990 + " y", "quoted-printable"),
        ("Hé, this is mostly plain.\n", "quoted-printable"),
        ("日本語のメール\n", "base64"),
        ("a\r\nb\rc", "7bit"),
        (".\n..\n.x\n", "7bit"),
    ],
)
def test_a_body_takes_the_plainest_encoding_that_carries_it(text: str, encoding: str) -> None:
    octets = mail(said(text))
    safe_on_the_wire(octets)
    found = read(octets)
    assert found["Content-Transfer-Encoding"] == encoding
    assert content(found).rstrip("\n") == text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")


@pytest.mark.parametrize("text", ["a\x00", "a\x1b[31m", "a\u2028b", "a\x85", "a\ud800"])
def test_a_body_with_control_characters_is_refused(text: str) -> None:
    with pytest.raises(Unrenderable):
        mail(said(text))


def test_the_same_mail_is_the_same_bytes_every_time() -> None:
    message = said("Hi", "s", "<p>Hi</p>", (FILE,))
    assert mail(message) == mail(message)


def test_names_that_need_quotes_get_them() -> None:
    for name in ('Anna "Ann" de Vries', "de Vries, Anna", "Anna (Acme)", "a\\b", "a.b", "=?utf-8?q?x?="):
        found = read(mail(said(), sender=replace(ANNA, display_name=name)))
        assert found["From"].addresses[0].display_name == name


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("Europe/Amsterdam", "Tue, 01 Dec 2026 01:00:00 +0100"),
        ("America/St_Johns", "Mon, 30 Nov 2026 20:30:00 -0330"),
        ("Asia/Kathmandu", "Tue, 01 Dec 2026 05:45:00 +0545"),
        ("", "Tue, 01 Dec 2026 00:00:00 +0000"),
        ("No/Where", "Tue, 01 Dec 2026 00:00:00 +0000"),
    ],
)
def test_the_date_is_written_in_the_sender_s_zone(zone: str, text: str) -> None:
    assert date_text(DATE - DATE % 86400, zone) == text


def test_the_size_of_files_counts_what_base64_adds() -> None:
    bare = len(mail(said()))
    files = (Attachment("a.pdf", b"x" * 100_000), Attachment("b.txt", b""))
    assert len(mail(said(attachments=files))) - bare <= attachment_size(files) <= 140_000
