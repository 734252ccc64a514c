"""What folders are for: attributes first, names in six languages else."""

import pytest

from seleqt_cli.channels.email.folders import Listed, can_be_asked_for, roles, wire_name
from seleqt_cli.ports.mailbox import Folder


def listed(name: str, *attributes: str, delimiter: str = "/") -> Listed:
    return Listed(wire_name(name), frozenset(attributes), delimiter)


def told(*folders: Listed) -> dict[str, str]:
    return {folder.name: folder.role for folder in roles(folders)}


@pytest.mark.parametrize(
    ("role", "names"),
    [
        (
            "sent",
            ["Sent", "Sent Items", "Verzonden items", "Gesendete Elemente", "Éléments envoyés", "Elementos enviados", "Posta inviata"],
        ),
        (
            "junk",
            ["Junk Email", "Spam", "Ongewenste e-mail", "Unerwünscht", "Courrier indésirable", "Correo no deseado", "Posta indesiderata"],
        ),
        ("drafts", ["Drafts", "Concepten", "Entwürfe", "Brouillons", "Borradores", "Bozze"]),
        ("trash", ["Deleted Items", "Prullenbak", "Papierkorb", "Corbeille", "Papelera", "Cestino"]),
        ("archive", ["Archive", "Archief", "Archiv", "Archives", "Archivo", "Archivio"]),
        ("other", ["Clients", "Sent to Bob", "Archive 2019", "Spam reports", "Invoices"]),
    ],
)
def test_where_the_server_says_nothing_the_name_decides_in_six_languages(role: str, names: list[str]) -> None:
    for name in names:
        assert told(listed(name)) == {name: role}
        assert told(listed(f"INBOX.{name}", delimiter=".")) == {f"INBOX.{name}": role}
        assert told(listed(name.upper())) == {name.upper(): role}


def test_a_folder_deeper_down_is_somebodys_project() -> None:
    assert told(listed("Clients/Spam"), listed("INBOX/Clients/Sent")) == {"Clients/Spam": "other", "INBOX/Clients/Sent": "other"}


def test_what_the_server_says_is_right_and_names_decide_only_about_the_rest() -> None:
    assert told(listed("Sent"), listed("Gone out", "sent"), listed("Spam")) == {"Sent": "other", "Gone out": "sent", "Spam": "junk"}
    assert told(listed("Junk", "trash")) == {"Junk": "trash"}
    assert told(listed("Important", "important", "flagged"), listed("Old", "archive")) == {"Important": "other", "Old": "archive"}


def test_gmail_is_known_by_its_attributes_and_else_by_its_names() -> None:
    assert told(listed("[Gmail]", "noselect"), listed("[Gmail]/Alle berichten", "all"), listed("[Gmail]/Verzonden", "sent")) == {
        "[Gmail]/Alle berichten": "all",
        "[Gmail]/Verzonden": "sent",
    }
    assert told(listed("[Google Mail]/All Mail"), listed("[Gmail]/Sent Mail"), listed("All Mail")) == {
        "[Google Mail]/All Mail": "all",
        "[Gmail]/Sent Mail": "sent",
        "All Mail": "other",
    }


def test_the_inbox_comes_first_whatever_its_letters() -> None:
    assert roles([listed("A"), listed("Sent", "sent"), listed("Inbox")])[0] == Folder("Inbox", "inbox")


def test_folders_that_cannot_be_opened_are_left_out() -> None:
    gone = [listed("A", "noselect"), listed("B", "nonexistent"), Listed(b"C\r\nD", frozenset(), "/"), Listed(b"", frozenset(), "/")]
    assert roles(gone) == []
    assert [can_be_asked_for(name) for name in (b"A", b"A B", b"A\x7f", b"A\0", b"\xc3\xa9")] == [True, True, False, False, True]


@pytest.mark.parametrize("octets", [b"&", b"&bad", b"&AAAA-", b"&2D0-", b"caf\xe9", b"&&&&"])
def test_a_name_in_no_known_writing_can_be_shown_all_the_same(octets: bytes) -> None:
    name = Listed(octets, frozenset(), "/").name
    assert name.encode("utf-8").decode("utf-8") == name
