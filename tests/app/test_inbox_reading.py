"""Reading what is new: nothing twice, nothing lost, whatever becomes of folders, and only what an account needs."""

from email import message_from_bytes
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from seleqt_cli.app.inbox_reading import AT_ONCE, MOST_OCTETS, UNREADABLE, Judgement, Plan, read_new, read_sent
from seleqt_cli.channels.email.memory_mailbox import MemoryAccount
from seleqt_cli.core.inbound.mail import Inbound, Party
from seleqt_cli.core.inbound.matching import SKEW
from seleqt_cli.core.inbound.verdict import Class, Verdict
from seleqt_cli.core.zones import DAY
from seleqt_cli.ports.mailbox import MailboxTrouble

NOW = 1_800_000_000
ACCOUNT = "email:anna@acme.example"


def read(octets: bytes, cut: bool) -> Inbound:
    """Enough of a parser for these tests."""
    mail = message_from_bytes(octets)
    if mail["Subject"] == "poison":
        raise ValueError("nobody can read this")
    text = str(mail.get_payload())
    return Inbound(message_id=mail["Message-ID"] or "", sender=Party(mail["From"] or ""), subject=mail["Subject"] or "", text=text, cut=cut)


JUDGEMENT = Judgement(read, lambda mail, now, ours: Verdict(Class.REPLY, ("a mail",)))


def letter(name: str, sender: str = "noor@windmill.example", subject: str = "hello", body: str = "hi") -> bytes:
    return f"Message-ID: <{name}>\r\nFrom: {sender}\r\nSubject: {subject}\r\n\r\n{body}".encode()


class Reader:
    """Reads an account as the program does: each time from where it came to; `seen`: what came, folder and Message-ID."""

    def __init__(self, account: MemoryAccount, **more: Any) -> None:
        self.account = account
        self.more = more
        self.cursors: dict[str, tuple[int, int]] = {}
        self.handled: list[str] = []
        self.commits = 0

    def read(self, stop_after: int = 1 << 30) -> list[tuple[str, str]]:
        found = []
        given: dict[str, Any] = {"folders": (), "ignore": (), "ours": frozenset({"anna@acme.example"}), "since": NOW, **self.more}
        for number, batch in enumerate(
            read_new(self.account.open(), Plan(ACCOUNT, now=NOW, cursors=dict(self.cursors), **given), JUDGEMENT)
        ):
            for one in batch.mails:
                if one.digest not in self.handled:
                    self.handled.append(one.digest)
                    found.append((batch.folder, one.mail.message_id or one.verdict.reasons[0] if one.verdict else one.mail.message_id))
            self.cursors[batch.folder] = (batch.uidvalidity, batch.next_uid)
            self.commits += 1
            if number + 1 == stop_after:
                break
        return found


@pytest.fixture
def account() -> MemoryAccount:
    return MemoryAccount()


def test_what_is_new_is_read_once(account: MemoryAccount) -> None:
    reader = Reader(account)
    account.deliver(letter("1"), NOW)
    assert reader.read() == [("INBOX", "<1>")]
    assert reader.read() == []
    account.deliver(letter("2"), NOW)
    account.deliver(letter("3"), NOW, folder="Junk")
    assert reader.read() == [("INBOX", "<2>"), ("Junk", "<3>")]


def test_mail_from_before_the_accounts_first_apply_is_never_fetched(account: MemoryAccount) -> None:
    for number in range(300):
        account.deliver(letter(f"old{number}", body="x" * 1000), NOW - 2 * DAY)
    account.deliver(letter("new"), NOW)
    assert Reader(account).read() == [("INBOX", "<new>")]
    assert account.fetched == len(letter("new"))


def test_a_reply_that_was_thrown_away_before_it_was_read_is_read_in_the_trash(account: MemoryAccount) -> None:
    account.deliver(letter("1"), NOW, folder="Trash")
    assert Reader(account).read() == [("Trash", "<1>")]


def test_a_reply_that_was_put_away_before_it_was_read_is_read_in_the_archive(account: MemoryAccount) -> None:
    account.create("Archief", "archive")
    account.deliver(letter("old"), NOW - 2 * DAY, folder="Archief")
    account.deliver(letter("1"), NOW, folder="Archief")
    assert Reader(account).read() == [("Archief", "<1>")]


def test_drafts_and_warm_up_mail_are_left_alone(account: MemoryAccount) -> None:
    account.deliver(letter("draft"), NOW, flags=["draft"])
    account.deliver(letter("warm", subject="Re: warm-up 4711"), NOW)
    account.deliver(letter("real"), NOW)
    assert Reader(account, ignore=("WARM-up *",)).read() == [("INBOX", "<real>")]


def test_what_lies_in_sent_comes_without_a_verdict_and_first(account: MemoryAccount) -> None:
    account.deliver(letter("answer"), NOW)
    account.deliver(letter("mine", sender="anna@acme.example"), NOW, folder="Sent")
    assert Reader(account).read() == [("Sent", "<mine>"), ("INBOX", "<answer>")]


def test_folders_that_the_file_names_are_read_and_a_missing_one_is_said(account: MemoryAccount) -> None:
    account.create("Clients")
    account.deliver(letter("1"), NOW, folder="Clients")
    assert Reader(account).read() == []
    assert Reader(account, folders=("Clients",)).read() == [("Clients", "<1>")]
    with pytest.raises(MailboxTrouble, match="there is no folder Cleints"):
        Reader(account, folders=("Cleints",)).read()


@pytest.mark.parametrize("how", ["uidvalidity", "recreated", "renamed"])
def test_a_folder_that_was_made_anew_or_renamed_loses_nothing_and_repeats_nothing(account: MemoryAccount, how: str) -> None:
    reader = Reader(account)
    account.deliver(letter("1"), NOW, folder="Junk")
    account.deliver(letter("2"), NOW, folder="Junk")
    assert reader.read() == [("Junk", "<1>"), ("Junk", "<2>")]
    name = "Junk"
    if how == "uidvalidity":
        account.set_uidvalidity("Junk", 99)
    elif how == "recreated":
        account.recreate("Junk")
        account.deliver(letter("2"), NOW, folder="Junk")
    else:
        account.rename("Junk", "Spam")
        name = "Spam"
    account.deliver(letter("3"), NOW, folder=name)
    assert reader.read() == [(name, "<3>")]
    assert reader.read() == []


def test_a_folder_that_was_put_back_from_a_backup_is_read_again_and_what_follows_too(account: MemoryAccount) -> None:
    reader = Reader(account)
    for name in "1234":
        account.deliver(letter(name), NOW)
    assert len(reader.read()) == 4
    account.restore("INBOX", 2)
    account.deliver(letter("5"), NOW)
    assert reader.read() == [("INBOX", "<5>")]
    account.deliver(letter("6"), NOW)
    account.deliver(letter("2"), NOW)  # a person puts it back
    assert reader.read() == [("INBOX", "<6>")]
    account.fetched = 0
    assert (reader.read(), account.fetched) == ([], 0)


def test_an_expunged_mail_is_no_trouble(account: MemoryAccount) -> None:
    reader = Reader(account)
    for number in range(5):
        account.deliver(letter(str(number)), NOW)
    account.expunge("INBOX", [2, 5])
    assert [name for _, name in reader.read()] == ["<0>", "<2>", "<3>"]
    account.deliver(letter("last"), NOW)
    assert [name for _, name in reader.read()] == ["<last>"]


def test_reading_that_was_cut_goes_on_where_it_was(account: MemoryAccount) -> None:
    reader = Reader(account)
    for number in range(2 * AT_ONCE + 7):
        account.deliver(letter(str(number)), NOW)
    first = reader.read(stop_after=2)  # Sent, which is empty, and one batch
    assert len(first) == AT_ONCE
    rest = reader.read()
    assert [name for _, name in first + rest] == [f"<{number}>" for number in range(2 * AT_ONCE + 7)]


def test_of_a_huge_mail_only_the_beginning_is_read(account: MemoryAccount) -> None:
    account.deliver(letter("huge", body="x" * 3 * MOST_OCTETS), NOW)
    assert Reader(account).read() == [("INBOX", "<huge>")]
    assert account.fetched == MOST_OCTETS


def test_a_mail_that_nobody_can_read_keeps_no_other_from_being_read(account: MemoryAccount) -> None:
    account.deliver(letter("bad", subject="poison"), NOW)
    account.deliver(letter("good"), NOW)
    assert Reader(account).read() == [("INBOX", "it could not be read: ValueError"), ("INBOX", "<good>")]


def test_a_copy_with_another_text_is_another_mail(account: MemoryAccount) -> None:
    reader = Reader(account)
    account.deliver(letter("1"), NOW)
    account.deliver(letter("1"), NOW, folder="Junk")
    account.deliver(letter("1", body="forged under its name"), NOW)
    assert len(reader.read()) == 2


def test_sent_is_read_from_a_day_on_whenever_it_was_read_before(account: MemoryAccount) -> None:
    account.deliver(letter("older"), NOW - 40 * DAY, folder="Sent")
    account.deliver(letter("old"), NOW - 20 * DAY, folder="Sent")
    account.deliver(letter("in"), NOW - 20 * DAY)
    plan = Plan(ACCOUNT, since=NOW, now=NOW, cursors={"Sent": (2, 3)}, folders=(), ignore=(), ours=frozenset())
    found = [one.mail.message_id for batch in read_sent(account.open(), plan, NOW - 30 * DAY, JUDGEMENT) for one in batch.mails]
    assert found == ["<old>"]


def test_trouble_of_the_server_comes_through(account: MemoryAccount) -> None:
    account.trouble = MailboxTrouble("connection", "it hung up")
    with pytest.raises(MailboxTrouble):
        Reader(account).read()


class AnyMailbox(RuleBasedStateMachine):
    """Whatever people and servers do to folders: what lies there when an account is read to its end was handled, and once."""

    def __init__(self) -> None:
        super().__init__()
        self.account = MemoryAccount()
        self.reader = Reader(self.account)
        self.lying: dict[str, dict[int, str]] = {name: {} for name in ("INBOX", "Junk", "Trash")}
        self.told: list[str] = []
        self.count = 0

    folders = st.sampled_from(("INBOX", "Junk", "Trash"))

    @rule(folder=folders, again=st.booleans())
    def deliver(self, folder: str, again: bool) -> None:
        """A new mail, or another copy of the last one."""
        self.count += not again or not self.count
        name = f"<{self.count}>"
        self.lying[folder][self.account.deliver(letter(str(self.count)), NOW, folder=folder)] = name

    @rule(folder=folders, data=st.data())
    def expunge(self, folder: str, data: st.DataObject) -> None:
        if self.lying[folder]:
            uid = data.draw(st.sampled_from(sorted(self.lying[folder])))
            self.account.expunge(folder, [uid])
            del self.lying[folder][uid]

    @rule(folder=folders)
    def renumber(self, folder: str) -> None:
        """The folder gets another UIDVALIDITY."""
        self.count += 1
        self.account.set_uidvalidity(folder, 1000 + self.count)

    @rule(folder=folders)
    def recreate(self, folder: str) -> None:
        """The folder is made anew and is empty."""
        self.account.recreate(folder)
        self.lying[folder].clear()

    @rule(folder=folders, data=st.data())
    def restore(self, folder: str, data: st.DataObject) -> None:
        """The folder is put back from a backup, and read before more has come than was lost: else its UIDs tell nothing."""
        uids = sorted(self.lying[folder])
        if uids:
            self.read()
            self.account.restore(folder, data.draw(st.sampled_from(uids)))
            lost = self.account.all()[folder].mails.keys()
            self.lying[folder] = {uid: name for uid, name in self.lying[folder].items() if uid in lost}
            if len(uids) - len(self.lying[folder]) > 1:
                self.deliver(folder, False)
            self.read()

    @rule(batches=st.integers(1, 4))
    def read_a_little(self, batches: int) -> None:
        self.told += [name for _, name in self.reader.read(stop_after=batches)]

    @rule()
    def read(self) -> None:
        self.told += [name for _, name in self.reader.read()]
        assert {name for mails in self.lying.values() for name in mails.values()} <= set(self.told)
        assert self.reader.read() == []

    @invariant()
    def nothing_twice(self) -> None:
        assert len(self.told) == len(set(self.told))


AnyMailbox.TestCase.settings = settings(max_examples=60, stateful_step_count=25)
TestAnyMailbox = AnyMailbox.TestCase


def test_an_account_that_lists_no_inbox_does_not_count_as_read() -> None:
    with pytest.raises(MailboxTrouble, match="the server lists no INBOX"):
        Reader(MemoryAccount({})).read()


def test_mails_that_the_server_does_not_give_out_are_listed_each(account: MemoryAccount) -> None:
    account.deliver(b"", NOW)
    account.deliver(b"", NOW)
    assert Reader(account).read() == [("INBOX", f"{UNREADABLE}: the server does not give it out")] * 2


@pytest.mark.parametrize(("told", "believed"), [(NOW - 5, NOW - 5), (0, NOW), (NOW + 300, NOW + 300), (NOW + 400 * DAY, NOW + SKEW)])
def test_a_mail_without_a_date_came_now_and_none_comes_from_the_future(account: MemoryAccount, told: int, believed: int) -> None:
    plan = Plan(
        ACCOUNT, since=0, now=NOW, cursors={"INBOX": (account.all()["INBOX"].uidvalidity, 1)}, folders=(), ignore=(), ours=frozenset()
    )
    account.deliver(letter("1"), told)
    assert [one.received_at for batch in read_new(account.open(), plan, JUDGEMENT) for one in batch.mails] == [believed]
