"""Octets to Inbound: what is read, what is left, and that nothing breaks it."""

from calendar import timegm
from hashlib import sha512

import pytest

from seleqt_cli.channels.email.mime import MOST_PARTS, taken_apart
from seleqt_cli.channels.email.reading import MOST_TEXT, read_mail
from seleqt_cli.core.inbound.classify import classify
from seleqt_cli.core.inbound.mail import Inbound, Party, Report, Returned
from seleqt_cli.core.inbound.visible import visible_text
from tests.channels.email.notices import TEXTS

WHOLE = (
    b"Return-Path: <ada@lead.example>\r\nFrom: =?utf-8?q?Ada_Lovelac=C3=A9?= <Ada@Lead.example>\r\nTo: Bob <bob@sender.example>, "
    b'"Vries, Anna" <anna@sender.example>\r\n'
    b"Cc: team@lead.example\r\nReply-To: ada+x@lead.example\r\nSubject: =?utf-8?b?UmU6IMOc?= =?utf-8?b?YmVy?=\r\n folded\r\nDate: "
    b"Mon, 16 Nov 2026 09:00:00 +0100\r\n"
    b"Message-ID: <r1@lead.example>\r\nIn-Reply-To: <m1@sender.example>\r\nReferences: <m0@sender.example>\r\n <m1@sender.example>\r\n"
    b"MIME-Version: 1.0\r\n"
    b"X-Microsoft-Original-Message-ID: <m9@sender.example>\r\nAuto-Submitted: no\r\nX-Spam: yes\r\n"
    b'Content-Type: multipart/mixed; boundary="o u t"\r\n\r\npreamble\r\n--o u t\r\nContent-Type: multipart/alternative; '
    b"boundary=in\r\n\r\n"
    b"--in\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nGr=FC=DFe=\r\n!\r\n"
    b"--in\r\nContent-Type: text/html\r\n\r\n<p>not this</p>\r\n--in--\r\n\r\n--o u t\r\nContent-Type: application/pdf\r\n"
    b"Content-Disposition: attachment; filename*=utf-8''offerte%20%E2%82%AC.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n"
    b"--o u t--\r\nepilogue\r\n"
)


def text_of(head: bytes, body: bytes) -> str:
    """The text of a mail of one part."""
    return read_mail(b"From: a@lead.example\r\n" + head + b"\r\n\r\n" + body).text


def test_a_whole_mail_is_read() -> None:
    assert read_mail(WHOLE) == Inbound(
        message_id="<r1@lead.example>", in_reply_to=("<m1@sender.example>",), references=("<m0@sender.example>", "<m1@sender.example>"),
        original_id="<m9@sender.example>", sender=Party("ada@lead.example", "Ada Lovelacé"), reply_to=(Party("ada+x@lead.example"),),
        to=(Party("bob@sender.example", "Bob"), Party("anna@sender.example", "Vries, Anna")), cc=(Party("team@lead.example"),),
        return_path="ada@lead.example", subject="Re: Über folded", date=timegm((2026, 11, 16, 8, 0, 0)),
        headers={"auto-submitted": ("no",), "content-type": ("multipart/mixed",)}, text="Grüße!", attachments=("offerte €.pdf",),
    )  # fmt: skip


def test_line_ends_of_any_kind_and_an_mbox_line_make_no_difference() -> None:
    bare = WHOLE.replace(b"\r\n", b"\n")
    assert read_mail(bare) == read_mail(WHOLE) == read_mail(b"From ada Mon Nov 16 09:00:00 2026\n" + bare) == read_mail(b"\r\n\r\n" + WHOLE)


def test_a_report_is_read_with_its_recipients_and_the_mail_that_came_back() -> None:
    mail = read_mail(
        b"From: MAILER-DAEMON@mx.example\r\nReturn-Path: <>\r\nContent-Type: multipart/report; report-type=delivery-status; "
        b"boundary=r\r\n\r\n"
        b"--r\r\n\r\nsorry\r\n--r\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        b"Final-Recipient: RFC822;<Ada@lead.example>\r\nOriginal-Recipient: rfc822; info@lead.example\r\nAction: Failed (x)\r\n"
        b"Status: 5.1.1 (no)\r\n"
        b"Diagnostic-Code: smtp; 550 5.1.1\r\n  user unknown\r\n\r\nfinal-recipient: rfc822; eva@lead.example\r\nAction: delayed\r\n"
        b"Status: 4.0.0\r\n"
        b"--r\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <m1@sender.example>\r\nFrom: bob@sender.example\r\nTo: "
        b"info@lead.example\r\nSubject: Hi\r\n--r--\r\n"
    )
    assert mail.reports == (
        Report("ada@lead.example", "failed", "5.1.1", "550 5.1.1 user unknown", 550, "info@lead.example"),
        Report("eva@lead.example", "delayed", "4.0.0", "", 0),
    )
    assert mail.returned == Returned("<m1@sender.example>", "bob@sender.example", ("info@lead.example",), "Hi")
    assert (mail.text, mail.return_path) == ("sorry", "")


@pytest.mark.parametrize(
    ("charset", "octets", "text"),
    [
        (b"utf-8", "Grüße €".encode(), "Grüße €"),
        (b"iso-8859-1", "Grüße €".encode("cp1252"), "Grüße €"),
        (b"no-such-charset", "Grüße".encode(), "Grüße"),
        (b"no-such-charset", b"Gr\xfc\xdfe", "Grüße"),
        (b"utf-8", b"Gr\xfc\xdfe is wrong here", "Grüße is wrong here"),
        (b"iso-2022-jp", "日本語".encode("iso-2022-jp"), "日本語"),
        (b"gb2312", "你好".encode("gbk"), "你好"),
        (b"koi8-r", "привет".encode("koi8-r"), "привет"),
        (b"utf-16", "hé".encode("utf-16"), "hé"),
        (b"punycode", b"abc", "abc"),
        (b"unicode_escape", b"\\x41", "\\x41"),
        (b"us-ascii", b"\x1b[31mred\x00\x07", "[31mred"),
        (b"utf-8", "a\u202eb\u200bc\u2028d\u0085e".encode(), "abc\nd\ne"),
    ],
)
def test_character_sets_are_decoded_and_nothing_in_the_text_acts(charset: bytes, octets: bytes, text: str) -> None:
    assert text_of(b"Content-Type: text/plain; charset=" + charset, octets) == text


@pytest.mark.parametrize(
    ("encoding", "octets", "text"),
    [
        (b"base64", b"SGkg\r\nQWRh", "Hi Ada"),
        (b"base64", b"SGkgQWR", "Hi Ad"),
        (b"base64", b"S.G.k*g QWRh=", "Hi Ada"),
        (b"base64", b"\xff\xff", ""),
        (b"quoted-printable", b"a=20b=\r\nc=ZZ", "a bc=ZZ"),
        (b"x-unknown", b"as it is", "as it is"),
        (b"7BIT ; x", b"as it is", "as it is"),
    ],
)
def test_broken_encodings_cost_signs_and_not_the_mail(encoding: bytes, octets: bytes, text: str) -> None:
    assert text_of(b"Content-Transfer-Encoding: " + encoding, octets) == text


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        (b"plain", "plain"),
        (b"=?utf-8?q?a_b=C3?= =?utf-8?q?=A9?=", "a bé"),
        (b"=?iso-8859-1?B?6Q==?= x =?utf-8*en?q?y?=", "é x y"),
        (b"=?utf-8?q?broken", "=?utf-8?q?broken"),
        (b"=?x-none?q?=E9?=", "é"),
        (b"=?utf-8?q?=0D=0AX:=20y=1B?=", "X: y"),
        ("Grüße".encode(), "Grüße"),
        (b"Gr\xfc\xdfe", "Grüße"),
    ],
)
def test_encoded_words_are_decoded_into_one_line(subject: bytes, text: str) -> None:
    assert read_mail(b"Subject: " + subject + b"\r\n\r\n").subject == text


@pytest.mark.parametrize(
    ("value", "parties"),
    [
        (b"a@x.example", (Party("a@x.example"),)),
        (b"<a@x.example>", (Party("a@x.example"),)),
        (b"MAILER-DAEMON@x.example (Mail Delivery System)", (Party("mailer-daemon@x.example", "Mail Delivery System"),)),
        (b"MAILER-DAEMON", (Party("mailer-daemon"),)),
        (b'"a\\"b, c" <a@x.example>, d@x.example', (Party("a@x.example", 'a"b, c'), Party("d@x.example"))),
        (b"=?utf-8?q?M=C3=BCller=2C_Eva?= <e@x.example>", (Party("e@x.example", "Müller, Eva"),)),
        (b"Team: a@x.example, B <b@x.example>;", (Party("a@x.example"), Party("b@x.example", "B"))),
        (b"a@x.example; b@x.example", (Party("a@x.example"), Party("b@x.example"))),
        (b"undisclosed-recipients:;", ()),
        (b"", ()),
        (b'"unclosed <a@x.example>', (Party("a@x.example"),)),
    ],
)
def test_addresses_are_found_however_they_are_written(value: bytes, parties: tuple[Party, ...]) -> None:
    assert read_mail(b"To: " + value + b"\r\n\r\n").to == parties


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Hi <b>Ada</b>,</p><p>a &amp; b<br>c</p>", "Hi Ada,\n\na & b\nc"),
        ("<div>new</div><blockquote><div>old</div><blockquote>older</blockquote></blockquote>", "new\n> old\n> > older"),
        ("<head><title>t</title></head><style>p {}</style><script>1 < 2</script>x<!-- no <p> -->y", "xy"),
        ("<p>a < b and c > d", "a < b and c > d"),
        ("<span style='display: none'>hidden</span>seen", "seen"),
        ("<table><tr><td>1</td><td>2</td></tr></table>", "1 2"),
        ("no tags", "no tags"),
        ("<p", ""),
        ("<!-- never closed", ""),
    ],
)
def test_html_becomes_the_text_that_is_seen(html: str, text: str) -> None:
    assert text_of(b"Content-Type: text/html; charset=utf-8", html.encode()) == text


def test_outlooks_html_is_cut_like_its_text() -> None:
    html = (
        "<div>Yes.</div><div style='border:none;border-top:solid #E1E1E1 1.0pt'><p><b>From:</b> Bob<br><b>Sent:</b> Monday<br>"
        "<b>To:</b> Ada<br><b>Subject:</b> x</p></div>"
    )
    assert visible_text(text_of(b"Content-Type: text/html", html.encode())) == "Yes."


def test_an_empty_text_version_gives_way_to_the_html() -> None:
    mail = (
        b"Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n \r\n"
        b"--b\r\nContent-Type: text/html\r\n\r\n<p>Hi\r\n--b--\r\n"
    )
    assert read_mail(mail).text == "Hi"


def test_what_is_too_much_is_left_and_said() -> None:
    parts = b"Content-Type: multipart/mixed; boundary=m\r\n\r\n" + b"--m\r\n\r\nx\r\n" * 5000
    deep = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"".join(
        b"--b" + b"b" * level + b"\r\nContent-Type: multipart/mixed; boundary=b" + b"b" * (level + 1) + b"\r\n\r\n" for level in range(100)
    )
    assert len(taken_apart(parts, {}).leaves) == MOST_PARTS
    assert [read_mail(octets).cut for octets in (parts, deep, b"X: " + b"y" * 500_000 + b"\r\n\r\n", b"a\r\n\r\nb")] == [
        True,
        True,
        True,
        False,
    ]
    assert read_mail(WHOLE, cut=True).cut
    assert len(text_of(b"", b"word " * 100_000)) <= MOST_TEXT


@pytest.mark.parametrize(
    "octets",
    [
        b"",
        b"\r\n",
        b"\x00",
        b":",
        b": x\r\n\r\n",
        b"Content-Type: multipart/mixed\r\n\r\nbody",
        b"Content-Type: multipart/mixed; boundary=\r\n\r\n--\r\nx",
        b"no header at all",
    ],
)
def test_what_is_hardly_a_mail_is_read_too(octets: bytes) -> None:
    assert classify(read_mail(octets), 0).reasons


DATES = {
    b"Mon, 16 Nov 2026 09:00:00 +0100": (2026, 11, 16, 8, 0, 0),
    b"16 Nov 2026 09:00 -0030": (2026, 11, 16, 9, 30, 0),
    b"Mon, 16 Nov 26 09:00:00 GMT": (2026, 11, 16, 9, 0, 0),
    b"=?us-ascii?q?16_Nov_2026_09=3A00=3A00_+0000?=": (2026, 11, 16, 9, 0, 0),
}


def test_dates_are_instants_and_broken_ones_are_none() -> None:
    for value, parts in DATES.items():
        assert read_mail(b"Date: " + value + b"\r\n\r\n").date == timegm(parts)
    for value in (
        b"",
        b"yesterday",
        b"99 Xyz 99999999999 99:99:99",
        b"Mon, 31 Feb 9999999 00:00",
        b"1 Jan 0001 00:00:00 +9999",
        b"1 Jan 2999 00:00:00 +0000",
    ):
        assert read_mail(b"Date: " + value + b"\r\n\r\n").date == 0


def changed(octets: bytes, seed: int) -> bytes:
    """The mail with a few octets turned, cut, doubled or moved; the same for the same seed."""
    result = bytearray(octets)
    chance = sha512(b"%d" % seed).digest()
    for step in range(0, 6 * (1 + seed % 6), 6):
        at = int.from_bytes(chance[step : step + 3], "big") % (len(result) + 1)
        length = (1, 3, 40)[chance[step + 3] % 3]
        piece = bytes(result[at : at + length])
        noise = (b"", piece * 3, chance[:length], b"\r\n\r\n", b'"', b"=?", b"--r\r\n", b"<")
        result[at : at + length] = noise[chance[step + 4] % len(noise)]
    return bytes(result)


def test_no_change_of_a_mail_raises() -> None:
    sources = [WHOLE, *(f"From: {one.sender}\nSubject: {one.subject}\n{one.headers}\n{one.text}".encode() for one in TEXTS[::6])]
    for number in range(400):
        octets = changed(sources[number % len(sources)], number)
        mail = read_mail(octets)
        assert classify(mail, 1_794_820_000).reasons
        assert "\x1b" not in visible_text(mail.text) + mail.subject + mail.sender.name
