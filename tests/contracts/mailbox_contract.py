"""What every mailbox owes its caller, as tests that each implementation's suite inherits with a `world` fixture."""

import threading
from abc import ABC, abstractmethod
from collections.abc import Iterable
from contextlib import suppress

import pytest

from seleqt_cli.ports.mailbox import Folder, FolderState, Mailbox, MailboxTrouble, Raw

NOON = 1_790_000_000


def letter(number: int = 1, *, subject: str = "", to: str = "anna@acme.example", extra: str = "", body: str = "Hello\r\n") -> bytes:
    """A mail with the Message-ID `<mN@elsewhere.test>`."""
    head = f"Message-ID: <m{number}@elsewhere.test>\r\nTo: Anna <{to}>\r\nSubject: {subject or f'mail {number}'}\r\n{extra}"
    return f"{head}\r\n{body}".encode()


class World(ABC):
    """A mailbox of an account of its own, and somebody else who changes that account. Folder names in ASCII."""

    mailbox: Mailbox

    @abstractmethod
    def put(self, octets: bytes, *, folder: str = "INBOX", at: int = NOON, flags: Iterable[str] = ()) -> None:
        """A mail comes into a folder."""

    @abstractmethod
    def create(self, folder: str) -> None:
        """Make a folder."""

    @abstractmethod
    def rename(self, folder: str, new: str) -> None:
        """Rename a folder."""

    @abstractmethod
    def recreate(self, folder: str) -> None:
        """Delete a folder and make an empty one of that name."""

    @abstractmethod
    def expunge(self, folder: str, uids: Iterable[int]) -> None:
        """Remove mails for good."""

    @abstractmethod
    def set_uidvalidity(self, folder: str, value: int) -> None:
        """Give a folder another UIDVALIDITY."""

    @abstractmethod
    def seen(self, folder: str) -> list[bool]:
        """Which mails of a folder are marked as read, in order."""

    def fill(self, count: int, folder: str = "INBOX") -> None:
        """So many letters, each a minute after the other."""
        self.put_all(folder, [(letter(number), NOON + 60 * number) for number in range(1, count + 1)])

    def put_all(self, folder: str, mails: Iterable[tuple[bytes, int]]) -> None:
        """Mails come in one after another."""
        for octets, at in mails:
            self.put(octets, folder=folder, at=at)


class MailboxContract:
    """Inherit, and give a fixture `world`."""

    # -- folders ------------------------------------------------------------------------------------------------------

    def test_every_folder_is_told_with_its_role(self, world: World) -> None:
        world.create("Clients")
        told = world.mailbox.folders()
        assert told[0] == Folder("INBOX", "inbox")
        assert {(folder.name, folder.role) for folder in told} == {
            ("INBOX", "inbox"), ("Sent", "sent"), ("Junk", "junk"), ("Drafts", "drafts"), ("Trash", "trash"), ("Clients", "other"),
        }  # fmt: skip

    def test_looking_tells_what_the_next_mail_will_be_numbered(self, world: World) -> None:
        first = world.mailbox.look("INBOX")
        assert (first.uidnext, first.exists) == (1, 0)
        world.fill(3)
        world.expunge("INBOX", [2])
        assert world.mailbox.look("INBOX") == FolderState(first.uidvalidity, 4, 2)

    @pytest.mark.parametrize(
        "name", ["Nowhere", "No/where", 'with "quotes"', "back\\slash", "Köln & Zürich", "日本語", "", "line\r\nA1 NOOP"]
    )
    def test_a_folder_that_is_not_there_is_trouble_with_the_server_and_ends_nothing(self, world: World, name: str) -> None:
        with pytest.raises(MailboxTrouble) as trouble:
            world.mailbox.look(name)
        assert trouble.value.kind == "server"
        assert world.mailbox.look("INBOX").exists == 0

    def test_a_renamed_folder_keeps_its_mails_and_their_numbers(self, world: World) -> None:
        world.create("Clients")
        world.fill(2, "Clients")
        before = world.mailbox.look("Clients")
        world.rename("Clients", "Customers")
        assert "Clients" not in {folder.name for folder in world.mailbox.folders()}
        with pytest.raises(MailboxTrouble):
            world.mailbox.look("Clients")
        assert world.mailbox.look("Customers") == before
        assert world.mailbox.uids(1, 99) == [1, 2]

    def test_a_folder_that_was_made_anew_has_another_uidvalidity(self, world: World) -> None:
        world.create("Clients")
        world.fill(2, "Clients")
        before = world.mailbox.look("Clients")
        world.recreate("Clients")
        after = world.mailbox.look("Clients")
        assert (after.uidnext, after.exists) == (1, 0)
        assert after.uidvalidity != before.uidvalidity

    def test_a_changed_uidvalidity_is_told(self, world: World) -> None:
        world.fill(2)
        world.mailbox.look("INBOX")
        world.set_uidvalidity("INBOX", 4_000_000_007)
        assert world.mailbox.look("INBOX").uidvalidity == 4_000_000_007

    # -- mails --------------------------------------------------------------------------------------------------------

    def test_the_numbers_of_a_range_are_those_that_exist(self, world: World) -> None:
        world.fill(6)
        world.expunge("INBOX", [3, 6])
        world.mailbox.look("INBOX")
        assert world.mailbox.uids(1, 4_294_967_295) == [1, 2, 4, 5]
        assert world.mailbox.uids(2, 4) == [2, 4]
        assert world.mailbox.uids(3, 3) == []
        assert world.mailbox.uids(7, 99) == []
        assert world.mailbox.uids(5, 2) == []
        assert world.mailbox.uids(0, 1) == [1]

    def test_a_mail_is_told_as_it_lies_there(self, world: World) -> None:
        world.put(letter(1), at=NOON, flags=["seen", "answered"])
        world.put(letter(2, body="zwölf\r\n" * 3), at=NOON + 7, flags=["draft"])
        world.mailbox.look("INBOX")
        mails = [Raw(m.uid, m.received_at, m.size, m.flags - {"recent"}, m.octets) for m in world.mailbox.fetch([2, 1], 100_000)]
        one, two = letter(1), letter(2, body="zwölf\r\n" * 3)
        assert mails == [
            Raw(1, NOON, len(one), frozenset({"seen", "answered"}), one),
            Raw(2, NOON + 7, len(two), frozenset({"draft"}), two),
        ]

    def test_of_a_long_mail_only_the_beginning_comes(self, world: World) -> None:
        octets = letter(1, body="x" * 70 + "\r\n" * 5_000)
        world.put(octets)
        world.mailbox.look("INBOX")
        [mail] = world.mailbox.fetch([1], 256)
        assert (mail.octets, mail.size) == (octets[:256], len(octets))
        [mail] = world.mailbox.fetch([1], 0)
        assert (mail.uid, mail.received_at, mail.octets, mail.size) == (1, NOON, b"", len(octets))

    def test_mails_come_in_order_once_and_only_those_that_exist(self, world: World) -> None:
        world.fill(250)
        world.expunge("INBOX", range(100, 200))
        world.mailbox.look("INBOX")
        mails = list(world.mailbox.fetch([250, 3, 1, 3, 150, 7, 240, 99_999, 0], 10))
        assert [mail.uid for mail in mails] == [1, 3, 7, 240, 250]
        assert [mail.uid for mail in world.mailbox.fetch(range(1, 251), 10)] == [*range(1, 100), *range(200, 251)]
        assert list(world.mailbox.fetch([], 10)) == []

    def test_mails_that_vanish_while_they_are_read_are_left_out(self, world: World) -> None:
        world.fill(230)
        world.mailbox.look("INBOX")
        reading = world.mailbox.fetch(range(1, 231), 1_000)
        read = [next(reading).uid]
        world.expunge("INBOX", range(200, 230))
        read += [mail.uid for mail in reading]
        assert read == [*range(1, 200), 230]

    def test_nothing_is_marked_as_read(self, world: World) -> None:
        world.put(letter(1))
        world.put(letter(2), flags=["seen"])
        world.mailbox.look("INBOX")
        assert len(list(world.mailbox.fetch([1, 2], 10_000))) == 2
        assert world.mailbox.find(subject="mail 1") == [1]
        assert world.seen("INBOX") == [False, True]

    # -- finding ------------------------------------------------------------------------------------------------------

    def test_mails_are_found_by_their_ids_as_a_whole(self, world: World) -> None:
        world.put(letter(1))
        world.put(letter(12))
        world.put(letter(3, extra="X-Microsoft-Original-Message-ID: <ours@acme.example>\r\n"))
        world.mailbox.look("INBOX")
        assert world.mailbox.find(message_id="<m12@elsewhere.test>") == [2]
        assert world.mailbox.find(message_id="<m1@elsewhere.test>") == [1]
        assert world.mailbox.find(message_id="m1@elsewhere.test") == []
        assert world.mailbox.find(original_id="<ours@acme.example>") == [3]
        assert world.mailbox.find(message_id="<ours@acme.example>") == []

    def test_mails_are_found_by_recipient_subject_and_time_together(self, world: World) -> None:
        world.put(letter(1, subject="About pallets", to="Lead1@Example.test"), at=NOON)
        world.put(letter(2, subject="about pallets, again", to="lead2@example.test"), at=NOON + 1)
        world.put(letter(3, subject="Pallets", to="lead1@example.test"), at=NOON + 86_400)
        world.mailbox.look("INBOX")
        assert world.mailbox.find(to="lead1@example.test") == [1, 3]
        assert world.mailbox.find(subject="ABOUT PALLETS") == [1, 2]
        assert world.mailbox.find(to="lead1@example.test", subject="about") == [1]
        assert world.mailbox.find(since=NOON) == [1, 2, 3]
        assert world.mailbox.find(since=NOON + 1) == [2, 3]
        assert world.mailbox.find(since=NOON + 2, to="lead2@example.test") == []
        assert world.mailbox.find(since=NOON + 90_000) == []
        assert world.mailbox.find() == [1, 2, 3]

    def test_what_is_looked_for_may_hold_any_letter(self, world: World) -> None:
        world.put(letter(1, subject="=?utf-8?q?Gr=C3=BC=C3=9Fe_aus_K=C3=B6ln?="))
        world.put(letter(2, subject='say "yes" to C:\\pallets {5}'))
        world.put(letter(3, subject="=?utf-8?b?5pel5pys6Kqe?= and\r\n more"))
        world.mailbox.look("INBOX")
        assert world.mailbox.find(subject="Grüße aus Köln") == [1]
        assert world.mailbox.find(subject='"yes" to C:\\pallets {5}') == [2]
        assert world.mailbox.find(subject="日本語 and more") == [3]
        assert world.mailbox.find(subject="日本語", message_id="<m3@elsewhere.test>") == [3]
        assert world.mailbox.find(subject='x" ALL "') == []
        assert world.mailbox.find(subject="mail\r\nA1 LOGOUT") == []
        assert world.mailbox.look("INBOX").exists == 3

    # -- copies -------------------------------------------------------------------------------------------------------

    def test_a_copy_is_put_into_sent_as_read(self, world: World) -> None:
        world.mailbox.look("INBOX")
        world.mailbox.append("Sent", letter(1, body="ä\r\n"), NOON - 5)
        assert world.seen("Sent") == [True]
        assert world.mailbox.look("Sent").exists == 1
        [mail] = world.mailbox.fetch([1], 10_000)
        assert (mail.received_at, mail.octets) == (NOON - 5, letter(1, body="ä\r\n"))

    def test_a_copy_for_a_folder_that_is_not_there_is_trouble_and_ends_nothing(self, world: World) -> None:
        with pytest.raises(MailboxTrouble) as trouble:
            world.mailbox.append("Nowhere", letter(), NOON)
        assert trouble.value.kind == "server"
        assert world.mailbox.look("INBOX").exists == 0

    # -- waiting ------------------------------------------------------------------------------------------------------

    def test_waiting_ends_when_a_mail_comes_and_tells_it_once(self, world: World) -> None:
        world.fill(1)
        world.mailbox.look("INBOX")
        with _after_a_moment(lambda: world.put(letter(2))):
            assert world.mailbox.wait(60) is True
        assert world.mailbox.wait(0.1) is False
        assert world.mailbox.uids(2, 99) == [2]

    def test_a_mail_that_came_before_the_wait_is_not_waited_for(self, world: World) -> None:
        world.mailbox.look("INBOX")
        world.put(letter(1))
        assert world.mailbox.wait(60) is True

    def test_waiting_ends_after_its_time(self, world: World) -> None:
        world.fill(1)
        world.mailbox.look("INBOX")
        assert world.mailbox.wait(0.05) is False
        assert world.mailbox.wait(0) is False
        assert world.mailbox.uids(1, 9) == [1]

    def test_waiting_is_interrupted_from_another_thread(self, world: World) -> None:
        world.mailbox.look("INBOX")
        with _after_a_moment(world.mailbox.interrupt):
            assert world.mailbox.wait(60) is False
        assert world.mailbox.look("INBOX").exists == 0

    def test_an_interruption_before_the_wait_is_not_lost(self, world: World) -> None:
        world.mailbox.look("INBOX")
        world.mailbox.interrupt()
        world.mailbox.interrupt()
        assert world.mailbox.wait(60) is False
        assert world.mailbox.wait(0.05) is False
        world.put(letter(1))
        assert world.mailbox.wait(60) is True

    # -- the end ------------------------------------------------------------------------------------------------------

    def test_closing_twice_is_no_error_and_afterwards_nothing_can_be_asked(self, world: World) -> None:
        world.mailbox.look("INBOX")
        world.mailbox.close()
        world.mailbox.close()
        world.mailbox.interrupt()
        with pytest.raises(MailboxTrouble) as trouble:
            world.mailbox.look("INBOX")
        assert trouble.value.kind == "connection"

    def test_closing_from_another_thread_ends_a_wait(self, world: World) -> None:
        world.mailbox.look("INBOX")
        with _after_a_moment(world.mailbox.close), pytest.raises(MailboxTrouble) as trouble:
            world.mailbox.wait(60)
        assert trouble.value.kind == "connection"


class _after_a_moment:  # noqa: N801 (reads as a phrase)
    """Do something in another thread while the block runs."""

    def __init__(self, action: object) -> None:
        assert callable(action)
        self._timer = threading.Timer(0.05, action)

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *problem: object) -> None:
        with suppress(RuntimeError):
            self._timer.join()
