"""A server that lies, floods, hangs up or says nothing costs a bounded time and memory, and ends in MailboxTrouble."""

import base64
import logging
import threading
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seleqt_cli.channels.email.imap import ImapMailbox, open_mailbox
from seleqt_cli.channels.email.imap_login import Login
from seleqt_cli.channels.email.imap_wire import Timeouts
from seleqt_cli.core.campaign import Server
from seleqt_cli.engine.clocks import SystemClock
from seleqt_cli.ports.mailbox import MailboxTrouble, Raw
from tests.servers.certificates import make_certificates
from tests.servers.ports import free_port
from tests.servers.scripted_imap import HANG_UP, MAIL, NOTHING_MORE, USUAL, Answer, ScriptedImap, scripted_imap

ELAPSED = SystemClock().elapsed
QUICK = Timeouts(connect=10, silence=0.2, command=10, goodbye=0.2)


def login(imap: ScriptedImap, *, how: Login = "password", secret: str = "secret", timeouts: Timeouts | None = None) -> ImapMailbox:
    return open_mailbox(imap.server(), "anna@acme.example", how, secret, elapsed=ELAPSED, timeouts=timeouts)


@contextmanager
def mailbox(*, timeouts: Timeouts | None = None, **answers: Answer) -> Iterator[ImapMailbox]:
    """Logged in, INBOX open, at a server with these answers."""
    with scripted_imap({name.replace("_", " "): answer for name, answer in answers.items()}) as imap:
        opened = login(imap, timeouts=timeouts)
        try:
            opened.look("INBOX")
            yield opened
        finally:
            opened.close()


def trouble(kind: str) -> AbstractContextManager[pytest.ExceptionInfo[MailboxTrouble]]:
    return _Trouble(kind)


class _Trouble(AbstractContextManager["pytest.ExceptionInfo[MailboxTrouble]"]):
    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._raises = pytest.raises(MailboxTrouble)

    def __enter__(self) -> "pytest.ExceptionInfo[MailboxTrouble]":
        self._info = self._raises.__enter__()
        return self._info

    def __exit__(self, *problem: object) -> bool:
        caught = bool(self._raises.__exit__(*problem))  # type: ignore[arg-type]
        if caught:
            assert self._info.value.kind == self._kind
        return caught


def endless(piece: bytes) -> Callable[[list[str]], Iterator[bytes]]:
    def pieces(words: list[str]) -> Iterator[bytes]:
        while True:
            yield piece

    return pieces


def plain_text_of(credentials: str) -> str:
    return base64.b64decode(credentials).decode()


# -- logging in ---------------------------------------------------------------------------------------------------------


def test_a_greeting_that_says_we_are_logged_in_is_refused() -> None:
    with scripted_imap({"GREETING": b"* PREAUTH welcome\r\n"}) as imap:
        with trouble("tls") as told:
            login(imap)
        assert told.value.message == "127.0.0.1 says that we are logged in before we said who we are (PREAUTH)"
        assert imap.commands == ["CAPABILITY"]


def test_without_a_login_of_our_own_a_server_on_this_machine_may_say_so() -> None:
    with scripted_imap({"GREETING": b"* PREAUTH welcome\r\n"}) as imap:
        opened = login(imap, how="none", secret="")
        assert opened.look("INBOX").exists == 3
        opened.close()
    with scripted_imap() as imap, trouble("login") as told:
        login(imap, how="none", secret="")
    assert told.value.message == "127.0.0.1 wants a login, and `auth` is none"


def test_starttls_that_is_not_offered_or_refused_sends_no_password(tmp_path: Path) -> None:
    for answers, text in (
        ({"CAPABILITY": b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\nTAG OK done\r\n"}, "does not offer STARTTLS"),
        ({"STARTTLS": b"TAG NO not now\r\n"}, "refuses STARTTLS"),
        ({"GREETING": b"* PREAUTH welcome\r\n"}, "says that we are logged in before"),
    ):
        with scripted_imap(answers) as imap:
            with trouble("tls") as told:
                open_mailbox(Server("127.0.0.1", imap.port, "starttls"), "anna", "password", "secret", elapsed=ELAPSED)
            assert text in told.value.message
            assert {command.split(" ")[0] for command in imap.commands} <= {"CAPABILITY", "STARTTLS"}


def test_what_a_stranger_puts_behind_the_answer_to_starttls_ends_the_connection() -> None:
    with scripted_imap({"STARTTLS": b"TAG OK begin\r\n* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n"}) as imap:
        with trouble("tls") as told:
            open_mailbox(Server("127.0.0.1", imap.port, "starttls"), "anna", "password", "secret", elapsed=ELAPSED)
        assert told.value.message == "127.0.0.1 spoke in plain text after STARTTLS; somebody may be in between"
        assert imap.commands == ["CAPABILITY", "STARTTLS"]


def test_plain_text_goes_to_this_machine_only() -> None:
    for server in (Server("imap.acme.example", 143, "none"), Server("192.0.2.1", 143, "none")):
        with trouble("tls"):
            open_mailbox(server, "anna", "password", "secret", elapsed=ELAPSED)
    with trouble("login"):
        open_mailbox(Server("imap.acme.example", 993, "implicit"), "anna", "none", "", elapsed=ELAPSED)


@pytest.mark.parametrize("which", ["other_host", "expired", "self_signed"])
def test_a_certificate_that_proves_nothing_is_refused(which: str, tmp_path: Path) -> None:
    certificates = make_certificates(tmp_path)
    with scripted_imap(certificate=getattr(certificates, which)) as imap:
        with trouble("tls") as told:
            open_mailbox(imap.server(host="localhost", ca=str(certificates.ca)), "anna", "password", "secret", elapsed=ELAPSED)
        assert told.value.message.startswith("the certificate of localhost is refused: ")
        assert imap.commands == []


def test_a_good_certificate_is_taken_and_an_unreadable_authority_is_told(tmp_path: Path) -> None:
    certificates = make_certificates(tmp_path)
    with scripted_imap(certificate=certificates.good) as imap:
        opened = open_mailbox(imap.server(host="localhost", ca=str(certificates.ca)), "anna", "password", "secret", elapsed=ELAPSED)
        assert opened.look("INBOX").exists == 3
        opened.close()
        with trouble("tls") as told:
            open_mailbox(imap.server(host="localhost", ca=str(tmp_path / "none.pem")), "anna", "password", "secret", elapsed=ELAPSED)
        assert told.value.message.startswith(f"the certificates in {tmp_path / 'none.pem'} cannot be read: ")


def test_a_refused_password_is_tried_once_and_not_repeated_in_the_trouble() -> None:
    with scripted_imap({"CREDENTIALS": b"TAG NO [AUTHENTICATIONFAILED] the password s3cr3t is wrong\r\n"}) as imap:
        with trouble("login") as told:
            login(imap, secret="s3cr3t")
        assert told.value.message == ("127.0.0.1 refuses the login of anna@acme.example: [AUTHENTICATIONFAILED] the password *** is wrong")
        assert [command.split(" ")[0] for command in imap.commands[:2]] == ["CAPABILITY", "AUTHENTICATE"]
        assert plain_text_of(imap.commands[2]) == "\0anna@acme.example\0s3cr3t"
        assert imap.commands[3:] == []


def test_a_password_that_is_repeated_as_it_was_sent_is_not_shown_either() -> None:
    sent = base64.b64encode(b"\0anna@acme.example\0s3cr3t")
    with scripted_imap({"CREDENTIALS": b"TAG BAD unknown command " + sent + b"\r\n"}) as imap, trouble("login") as told:
        login(imap, secret="s3cr3t")
    assert told.value.message.endswith("BAD [b'unknown command ***']")


@pytest.mark.parametrize(
    "refusal",
    [
        "[UNAVAILABLE] the user database is away",
        "[LIMIT] no more",
        "[ALERT] Too many simultaneous connections. (Failure)",
        "Try again later",
    ],
)
def test_a_refusal_that_is_not_about_the_password_is_tried_again_later(refusal: str) -> None:
    with scripted_imap({"CREDENTIALS": b"TAG NO %s\r\n" % refusal.encode()}) as imap, trouble("server"):
        login(imap)


def test_where_only_login_is_offered_it_is_quoted() -> None:
    with scripted_imap({"CAPABILITY": b"* CAPABILITY IMAP4rev1\r\nTAG OK done\r\n"}) as imap:
        login(imap, secret='two "words" \\').close()
        assert imap.commands[1] == 'LOGIN "anna@acme.example" "two \\"words\\" \\\\"'


@pytest.mark.parametrize("how", ["password", "xoauth2"])
@pytest.mark.parametrize("capabilities", [b"IMAP4rev1", b"IMAP4rev1 AUTH=PLAIN"])
def test_no_secret_reaches_a_log_however_much_is_logged(how: Login, capabilities: bytes, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), scripted_imap({"CAPABILITY": b"* CAPABILITY %s\r\nTAG OK done\r\n" % capabilities}) as imap:
        login(imap, how=how, secret="s3cr3t").close()
    assert "s3cr3t" not in caplog.text
    assert [record for record in caplog.records if record.name.startswith("imapclient")] == []


def test_a_server_that_takes_no_passwords_is_not_given_one() -> None:
    with scripted_imap({"CAPABILITY": b"* CAPABILITY IMAP4rev1 LOGINDISABLED AUTH=XOAUTH2\r\nTAG OK done\r\n"}) as imap:
        with trouble("login"):
            login(imap)
        assert imap.commands == ["CAPABILITY"]


@pytest.mark.parametrize("secret", ["a\r\nb", "a\0b", "a\nb"])
def test_a_password_with_line_ends_is_sent_to_nobody(secret: str) -> None:
    with scripted_imap() as imap:
        with trouble("login"):
            login(imap, secret=secret)
        assert imap.commands == []


def test_the_error_of_a_refused_token_is_answered_and_told() -> None:
    question = base64.b64encode(b'{"status":"400","scope":"https://mail.google.com/"}')

    def refuse(words: list[str]) -> Iterator[bytes]:
        yield b"+ " + question + b"\r\n" if words[0] else b"TAG NO invalid credentials\r\n"

    with scripted_imap({"CREDENTIALS": refuse}) as imap:
        with trouble("login") as told:
            login(imap, how="xoauth2", secret="t0ken")
        assert told.value.message == (
            '127.0.0.1 refuses the login of anna@acme.example: invalid credentials ({"status":"400","scope":"https://mail.google.com/"})'
        )
        assert plain_text_of(imap.commands[2]) == "user=anna@acme.example\1auth=Bearer t0ken\1\1"
        assert imap.commands[3:] == [""]


def test_a_connection_that_breaks_during_the_login_says_nothing_about_the_password() -> None:
    for answer in (HANG_UP, b"* BYE too many of you\r\n" + HANG_UP, b"nonsense\r\n"):
        with scripted_imap({"CREDENTIALS": answer}) as imap, pytest.raises(MailboxTrouble) as told:
            login(imap)
        assert told.value.kind in ("connection", "server")


# -- lies about size ----------------------------------------------------------------------------------------------------


def test_a_literal_of_four_gigabytes_is_not_read() -> None:
    bomb = b"* 1 FETCH (UID 1 BODY[]<0> {4294967295}\r\n"
    with mailbox(UID_FETCH=bomb) as opened:
        tracemalloc.start()
        try:
            with trouble("server") as told:
                list(opened.fetch([1], 1_000))
            assert tracemalloc.get_traced_memory()[1] < 4 * 1024 * 1024
        finally:
            tracemalloc.stop()
        assert told.value.message.startswith("127.0.0.1 announces 4294967295 octets where at most ")
        with trouble("connection"):
            opened.look("INBOX")


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(endless(b"x" * 65_536), id="a line without an end"),
        pytest.param(endless(b"* 1 FETCH (UID 1 FLAGS ())\r\n" * 1_000), id="lines without an end"),
        pytest.param(endless(b"* 1 FETCH (UID 1 BODY[]<0> {10}\r\n0123456789)\r\n" * 1_000), id="mails without an end"),
        pytest.param(endless(b"* OK [ALERT] read me\r\n" * 1_000), id="notices without an end"),
        pytest.param(endless(b"* 1 FETCH (FLAGS {3}\r\nabc" + b" {3}\r\nabc" * 1_000), id="literals without an end"),
    ],
)
def test_a_flood_is_cut_off(answer: Answer) -> None:
    with mailbox(UID_FETCH=answer) as opened:
        tracemalloc.start()
        try:
            with trouble("server"):
                list(opened.fetch([1], 1_000))
            # 300,000 octets may come at most; as objects of the library short lines take some 20 times that.
            assert tracemalloc.get_traced_memory()[1] < 8 * 1024 * 1024
        finally:
            tracemalloc.stop()


@pytest.mark.parametrize("command", ["CAPABILITY", "GREETING", "CREDENTIALS", "LIST", "EXAMINE", "UID SEARCH"])
def test_a_flood_is_cut_off_everywhere(command: str) -> None:
    with scripted_imap({command: endless(b"x" * 65_536)}) as imap, trouble("server"):
        session(imap)


def test_a_server_that_is_slower_than_the_time_of_a_command_is_given_up() -> None:
    seconds = count(0, 0.01)
    with scripted_imap({"UID FETCH": endless(b"* OK wait\r\n")}) as imap:
        opened = open_mailbox(imap.server(), "anna", "password", "x", elapsed=lambda: next(seconds), timeouts=Timeouts(command=1))
        opened.look("INBOX")
        with trouble("connection") as told:
            list(opened.fetch(range(1, 5_000), 1_000_000))
        opened.close()
    assert told.value.message.endswith("the server takes too long to answer")


def test_more_of_a_mail_than_was_asked_for_is_left_out() -> None:
    long = b"* 1 FETCH (UID 1 BODY[]<0> {100}\r\n%s RFC822.SIZE 5)\r\nTAG OK done\r\n" % (b"x" * 100)
    with mailbox(UID_FETCH=long) as opened:
        assert list(opened.fetch([1], 10)) == [Raw(1, 0, 10, frozenset(), b"x" * 10)]


def test_mails_that_nobody_asked_for_and_news_of_flags_are_no_mails() -> None:
    answer = (
        b"* 2 FETCH (FLAGS (\\Seen))\r\n* 9 FETCH (UID 9 BODY[]<0> {2}\r\nno)\r\n* 1 FETCH (UID 1 FLAGS (\\Seen) BODY[]<0> {3}\r\nyes)\r\n"
        b"* 1 FETCH (UID 1 FLAGS () BODY[]<0> {5}\r\ntwice)\r\n* 3 EXPUNGE\r\n* 1 FETCH (BODY[]<0> {2}\r\nno)\r\nTAG OK done\r\n"
    )
    with mailbox(UID_FETCH=answer) as opened:
        assert list(opened.fetch([1], 100)) == [Raw(1, 0, 3, frozenset({"seen"}), b"yes")]


def test_a_mail_that_the_server_cannot_read_comes_without_octets() -> None:
    def answer(words: list[str]) -> Iterator[bytes]:
        if "BODY.PEEK[]<0.100>)" in words:
            yield b"TAG NO [SERVERBUG] internal error\r\n"
        else:
            yield b'* 2 FETCH (UID 2 RFC822.SIZE 77 FLAGS (\\Seen) INTERNALDATE "01-Oct-2026 10:00:00 +0000")\r\nTAG OK done\r\n'

    with mailbox(UID_FETCH=answer) as opened:
        assert list(opened.fetch([2, 3], 100)) == [Raw(2, 1_790_848_800, 77, frozenset({"seen"}), b"")]


@pytest.mark.parametrize("date", [b"NIL", b'"nonsense"', b'"99-Foo-2026 10:00:00 +0000"', b'"31-Feb-2026 10:00:00 +0000"', b"7", b"(1 2)"])
def test_a_date_that_is_none_is_no_trouble(date: bytes) -> None:
    with mailbox(UID_FETCH=b"* 1 FETCH (UID 1 INTERNALDATE %s BODY[]<0> {1}\r\nx)\r\nTAG OK done\r\n" % date) as opened:
        assert [mail.received_at for mail in opened.fetch([1], 10)] == [0]


# -- large folders ------------------------------------------------------------------------------------------------------


def large(numbers: range) -> dict[str, Answer]:
    """A folder whose mails have these UIDs."""

    def search(words: list[str]) -> Iterator[bytes]:
        first, last = (int(number) for number in words[-1].split(":"))
        found = range(max(first, numbers.start), min(last + 1, numbers.stop))
        yield b"* SEARCH %s\r\nTAG OK done\r\n" % " ".join(map(str, found)).encode()

    examine = b"* %d EXISTS\r\n* OK [UIDVALIDITY 7] valid\r\n* OK [UIDNEXT %d] next\r\nTAG OK done\r\n" % (len(numbers), numbers.stop)
    return {"EXAMINE": examine, "UID SEARCH": search}


def test_of_a_folder_with_100_000_mails_only_the_new_ones_are_asked_for() -> None:
    with scripted_imap(large(range(1, 100_001))) as imap:
        opened = login(imap)
        assert opened.look("INBOX").uidnext == 100_001
        before = imap.said
        assert opened.uids(99_998, 100_000) == [99_998, 99_999, 100_000]
        assert imap.said - before < 200
        opened.close()
        assert imap.commands[-2:] == ["UID SEARCH UID 99998:100000", "LOGOUT"]


def test_all_numbers_of_a_large_folder_come_piece_by_piece_however_they_lie() -> None:
    for numbers in (range(1, 120_001), range(3_999_000_000, 3_999_120_000)):
        with scripted_imap(large(numbers)) as imap:
            opened = login(imap)
            opened.look("INBOX")
            assert opened.uids(1, 4_294_967_295) == list(numbers)
            opened.close()
            searches = [command for command in imap.commands if "SEARCH" in command]
            assert all(command.startswith("UID SEARCH UID ") for command in searches)
            assert len(searches) < 100


def test_numbers_outside_of_what_was_asked_for_and_other_words_are_left_out() -> None:
    answer = b"* SEARCH 5 4294967295 99999999999 -3 2\r\n* SEARCH 3 (MODSEQ 4)\r\n* SEARCH\r\nTAG OK done\r\n"
    with mailbox(UID_SEARCH=answer) as opened:
        assert opened.uids(2, 10) == [2, 3, 5]


# -- folders ------------------------------------------------------------------------------------------------------------


def test_folder_names_come_in_every_shape() -> None:
    answer = (
        b'* LIST () "/" {3}\r\na"b\r\n* LIST (\\Noselect) "/" "[Gmail]"\r\n* LIST (\\All \\HasNoChildren) "/" "[Gmail]/All Mail"\r\n'
        b'* LIST () NIL 123\r\n* LIST () "/" "caf\xc3\xa9"\r\n* LIST () "/" "&bad"\r\n* LIST () "/" {4}\r\na\r\nb\r\n'
        b'* LIST () "/" "two" ("CHILDINFO" ("SUBSCRIBED"))\r\n* LIST () "/" inbox\r\nTAG OK done\r\n'
    )
    with mailbox(LIST=answer) as opened:
        told = [(folder.name, folder.role) for folder in opened.folders()]
    assert told == [
        ("inbox", "inbox"), ('a"b', "other"), ("[Gmail]/All Mail", "all"), ("123", "other"), ("café", "other"), ("&bad", "other"),
        ("two", "other"),
    ]  # fmt: skip


def test_a_server_that_promises_more_than_it_knows_is_asked_in_the_old_way() -> None:
    def answer(words: list[str]) -> Iterator[bytes]:
        yield b"TAG BAD what\r\n" if "RETURN" in words else b'* LIST () "/" Spam\r\nTAG OK done\r\n'

    capability = b"* CAPABILITY IMAP4rev1 AUTH=PLAIN LIST-EXTENDED SPECIAL-USE\r\nTAG OK done\r\n"
    with mailbox(CAPABILITY=capability, LIST=answer) as opened:
        assert [(folder.name, folder.role) for folder in opened.folders()] == [("Spam", "junk")]


def test_a_folder_is_opened_by_the_name_that_the_server_gave_it() -> None:
    with scripted_imap({"LIST": b'* LIST () "/" "caf\xc3\xa9"\r\n* LIST () "/" "K&APY-ln"\r\nTAG OK done\r\n'}) as imap:
        opened = login(imap)
        for folder in opened.folders():
            opened.look(folder.name)
        opened.look("Zürich")
        opened.close()
        assert [command for command in imap.commands if "EXAMINE" in command] == [
            'EXAMINE "café"', 'EXAMINE "K&APY-ln"', 'EXAMINE "Z&APw-rich"'
        ]  # fmt: skip


def test_a_server_that_does_not_tell_the_next_number_is_asked_for_the_last() -> None:
    examine = b"* 3 EXISTS\r\n* OK [UIDVALIDITY 7] valid\r\nTAG OK done\r\n"
    with mailbox(EXAMINE=examine, UID_FETCH=b"* 3 FETCH (UID 41)\r\nTAG OK done\r\n") as opened:
        assert opened.look("INBOX").uidnext == 42
    with mailbox(EXAMINE=examine.replace(b"3 EXISTS", b"0 EXISTS")) as opened:
        assert opened.look("INBOX").uidnext == 1


def test_a_folder_whose_numbers_do_not_last_is_trouble() -> None:
    with trouble("server"), mailbox(EXAMINE=b"* 3 EXISTS\r\nTAG OK done\r\n"):
        pass


def test_where_the_server_knows_no_utf_8_what_is_foreign_is_compared_here() -> None:
    def search(words: list[str]) -> Iterator[bytes]:
        yield b"TAG NO [BADCHARSET] what\r\n" if "CHARSET" in words else b"* SEARCH 1 2\r\nTAG OK done\r\n"

    def fetch(words: list[str]) -> Iterator[bytes]:
        for uid, subject in ((1, b"Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n\r\n"), (2, b"Subject: other\r\n\r\n")):
            yield b"* %d FETCH (UID %d BODY[HEADER.FIELDS (SUBJECT)]<0> {%d}\r\n%s)\r\n" % (uid, uid, len(subject), subject)
        yield b"TAG OK done\r\n"

    with mailbox(UID_SEARCH=search, UID_FETCH=fetch) as opened:
        assert opened.find(subject="Grüße") == [1]


# -- waiting ------------------------------------------------------------------------------------------------------------


def test_a_server_that_says_it_is_still_here_wakes_nobody() -> None:
    with mailbox(
        IDLE=b"+ idling\r\n* OK Still here\r\n* 3 EXISTS\r\n* 3 FETCH (FLAGS (\\Seen))\r\n* 1 EXPUNGE\r\n* 3 EXISTS\r\n"
    ) as opened:
        assert opened.wait(60) is True


def test_news_before_the_answer_to_idle_counts() -> None:
    with mailbox(IDLE=b"* 4 EXISTS\r\n+ idling\r\n") as opened:
        assert opened.wait(60) is True


def test_idle_is_renewed() -> None:
    answers = iter([b"+ idling\r\n", b"+ idling\r\n", b"+ idling\r\n* 4 EXISTS\r\n"])
    with scripted_imap({"IDLE": lambda words: [next(answers)]}) as imap:
        opened = login(imap, timeouts=Timeouts(renew=0.01))
        opened.look("INBOX")
        assert opened.wait(600) is True
        opened.close()
        assert imap.commands[-7:] == ["IDLE", "DONE", "IDLE", "DONE", "IDLE", "DONE", "LOGOUT"]


@pytest.mark.parametrize("idle", [b"TAG NO not today\r\n", b"TAG BAD what\r\n", b"+ idling\r\nTAG OK enough\r\n"])
def test_a_server_whose_idle_is_no_use_is_asked_instead(idle: bytes) -> None:
    # Its IDLE is over at once, so what looks like DONE is never sent; the question after `seconds` finds the mail.
    with mailbox(IDLE=idle, NOOP=b"* 4 EXISTS\r\nTAG OK done\r\n") as opened:
        assert opened.wait(0.05) is True


def test_a_server_without_idle_is_asked_after_the_wait() -> None:
    capability = b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\nTAG OK done\r\n"
    with mailbox(CAPABILITY=capability, NOOP=b"* 4 EXISTS\r\nTAG OK done\r\n") as opened:
        assert opened.wait(0.05) is True
    with mailbox(CAPABILITY=capability) as opened:
        assert opened.wait(0.05) is False


@pytest.mark.parametrize(
    "idle", [b"+ idling\r\n" + HANG_UP, b"+ idling\r\n* BYE the server goes down\r\n", HANG_UP, b"+ idling\r\nnonsense\r\n"]
)
def test_a_server_that_goes_away_while_it_idles_is_trouble_at_once(idle: bytes) -> None:
    with mailbox(IDLE=idle) as opened, pytest.raises(MailboxTrouble) as told:
        opened.wait(600)
    assert told.value.kind in ("connection", "server")


def test_a_flood_while_it_idles_is_cut_off() -> None:
    def flood(words: list[str]) -> Iterator[bytes]:
        yield b"+ idling\r\n"
        while True:
            yield b"* OK Still here\r\n" * 100

    with mailbox(IDLE=flood) as opened, trouble("server"):
        opened.wait(600)


def test_interrupting_does_not_wait_for_a_server_that_is_dead() -> None:
    opened: list[ImapMailbox] = []

    def interrupted(answer: bytes) -> Callable[[list[str]], Iterator[bytes]]:
        def pieces(words: list[str]) -> Iterator[bytes]:
            yield answer + NOTHING_MORE
            opened[0].interrupt()

        return pieces

    without = b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\nTAG OK done\r\n"
    orders: list[dict[str, Answer]] = [
        {"IDLE": interrupted(b"+ idling\r\n")},
        {"IDLE": interrupted(b"")},
        {"CAPABILITY": without, "NOOP": interrupted(b"")},
    ]
    for answers in orders:
        with scripted_imap(answers) as imap:
            opened[:] = [login(imap, timeouts=Timeouts(goodbye=0.05))]
            opened[0].look("INBOX")
            # Without IDLE the server is asked when the time is over.
            assert opened[0].wait(0.01 if "NOOP" in answers else 600) is False
            with trouble("connection"):
                opened[0].look("INBOX")
            opened[0].close()


# -- hang-ups, silence, garbage -----------------------------------------------------------------------------------------


def session(imap: ScriptedImap, timeouts: Timeouts = QUICK) -> None:
    """Everything that can be asked, once."""
    opened = login(imap, timeouts=timeouts)
    try:
        opened.folders()
        opened.look("INBOX")
        opened.uids(1, 99)
        list(opened.fetch([1], 1_000))
        opened.find(message_id="<m1@elsewhere.test>", since=1)
        opened.append("Sent", MAIL, 1)
        opened.wait(60)
    finally:
        opened.close()


def test_a_connection_may_break_after_every_octet() -> None:
    with scripted_imap() as imap:
        session(imap)
        # The last two answers are those to LOGOUT, which nobody needs.
        whole = imap.said - len(b"* BYE\r\nPAAA10 OK done\r\n")
        kinds = set()
        for octets in range(whole):
            imap.cut_after = octets
            with pytest.raises(MailboxTrouble) as told:
                session(imap)
            kinds.add(told.value.kind)
        assert kinds <= {"connection", "server"}


@pytest.mark.parametrize("command", sorted(USUAL.keys() - {"STARTTLS", "LOGIN", "NOOP", "LOGOUT"}))
def test_a_server_may_fall_silent_at_every_command(command: str) -> None:
    with scripted_imap({command: NOTHING_MORE}) as imap, trouble("connection") as told:
        session(imap)
    assert told.value.message.endswith("the server does not answer")


# However IDLE ends, it has ended: what is said to DONE is not judged.
@pytest.mark.parametrize("command", sorted(USUAL.keys() - {"STARTTLS", "LOGIN", "NOOP", "LOGOUT", "DONE"}))
@pytest.mark.parametrize(
    "answer",
    [b"* BYE too many of you\r\n", b"TAG BAD what\r\n", b"\r\n", b"* \xff\xfe\r\n", b"TAG\r\n", b"* 1 FETCH ((((((\r\nTAG OK done\r\n"],
)
def test_nonsense_instead_of_any_answer_is_trouble_of_a_known_kind(command: str, answer: bytes) -> None:
    with scripted_imap({command: answer + HANG_UP}) as imap, pytest.raises(MailboxTrouble) as told:
        session(imap)
    assert told.value.kind in ("connection", "server", "login")
    assert len(told.value.message) < 700


def test_deeply_nested_answers_are_no_crash() -> None:
    with mailbox(UID_FETCH=b"* 1 FETCH " + b"(" * 50_000 + b"\r\nTAG OK done\r\n") as opened, trouble("server"):
        list(opened.fetch([1], 10))


@given(st.sampled_from(["CAPABILITY", "LIST", "EXAMINE", "UID SEARCH", "UID FETCH", "IDLE"]), st.data())
@settings(max_examples=150)
def test_damaged_answers_are_trouble_or_understood(command: str, data: st.DataObject) -> None:
    whole = USUAL[command]
    assert isinstance(whole, bytes)
    at = data.draw(st.integers(0, len(whole) - 1))
    damage = data.draw(st.binary(max_size=4) | st.sampled_from([b"{9}\r\n", b'"', b"(", b")", b"\r\n", b"NIL", b"* ", b"{4294967295}\r\n"]))
    kept = data.draw(st.integers(0, 4))
    damaged = whole[:at] + damage + whole[at + kept :]
    with scripted_imap({command: damaged.replace(b"\0", b"0") + HANG_UP}) as imap, pytest.raises(MailboxTrouble):
        session(imap)


def test_a_server_that_is_not_there_is_trouble_with_the_connection() -> None:
    port = free_port()
    with trouble("connection") as told:
        open_mailbox(Server("127.0.0.1", port, "implicit"), "anna", "password", "secret", elapsed=ELAPSED)
    assert told.value.message == f"127.0.0.1:{port}: Connection refused"


def test_closing_does_not_wait_for_a_goodbye() -> None:
    with scripted_imap({"LOGOUT": NOTHING_MORE}) as imap:
        opened = login(imap, timeouts=Timeouts(goodbye=0.05))
        opened.close()
    with scripted_imap({"UID SEARCH": NOTHING_MORE}) as imap:
        opened = login(imap, timeouts=Timeouts(goodbye=5))
        opened.look("INBOX")
        threading.Timer(0.05, opened.close).start()
        with trouble("connection"):
            opened.uids(1, 9)
