"""LinkedIn's own export is read whole, or said to be damaged; what is not of it is left alone."""

import zipfile
from pathlib import Path

import pytest

from seleqt_cli.core.errors import Failed, UsageProblem
from seleqt_cli.files.linkedin_export import Connection, Invitation, Written, instant_of, is_export, read_export

CONNECTIONS = (
    'Notes:\n"When exporting your connection data, you may notice that some of the email addresses are missing."\n\n'
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    "Noor,de Wit,https://www.linkedin.com/in/Example-Noor,,Windmill,Founder,28 Dec 2026\n"
    ",,,,,,\n"
    "Old,Friend,,,,,12 Mar 19\n"
)
INVITATIONS = (
    "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\n"
    'Anna,Sam Kok,"12/21/26, 1:45 AM","Hi Sam,\nfrom the fair?",OUTGOING,https://www.linkedin.com/in/example-anna,'
    "https://www.linkedin.com/in/example-sam\n"
    'Eva,Anna,"12/22/26, 11:05\u202fPM",,INCOMING,https://www.linkedin.com/in/example-eva,https://www.linkedin.com/in/example-anna\n'
)
MESSAGES = (
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER\n"
    "c1,,Noor de Wit,https://www.linkedin.com/in/example-noor,Anna,https://www.linkedin.com/in/example-anna,"
    '2026-12-29 08:30:00 UTC,,"Yes,\nlet us talk",INBOX\n'
    "c2,,Anna,https://www.linkedin.com/in/example-anna,Sam Kok,https://www.linkedin.com/in/example-sam,"
    "2026-12-27 10:00:00 UTC,,Hello Sam,INBOX\n"
    "c3,,Spammer,https://www.linkedin.com/in/example-spam,Anna,https://www.linkedin.com/in/example-anna,2026-12-28 10:00:00 UTC,,Buy,SPAM\n"
)


def archive(folder: Path, **more: str) -> Path:
    """An export as it is downloaded, with tables that are none of ours."""
    path = folder / "Complete_LinkedInDataExport_12-30-2026.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("Connections.csv", CONNECTIONS)
        made.writestr("Invitations.csv", INVITATIONS)
        made.writestr("messages.csv", MESSAGES)
        made.writestr("guide_messages.csv", MESSAGES.replace("example-noor", "example-robot"))
        made.writestr("Jobs/Saved Jobs.csv", "Saved Date,Job Url\n1/2/26,x\n")
        made.writestr("Profile.csv", "First Name,Last Name\nAnna,de Vries\n")
        for name, text in more.items():
            made.writestr(name.replace("_", "."), text)
    return path


def test_an_archive_tells_connections_invitations_and_messages(tmp_path: Path) -> None:
    found = read_export(archive(tmp_path))
    anna, noor, sam, eva = (f"https://www.linkedin.com/in/example-{name}/" for name in ("anna", "noor", "sam", "eva"))
    assert found.tables == ["connections", "invitations", "messages"]
    assert found.connections == [Connection(noor, "Noor de Wit", 1_798_416_000)]
    assert found.invitations == [
        Invitation(sam, "Sam Kok", 1_797_817_500, "Hi Sam,\nfrom the fair?", outgoing=True),
        Invitation(eva, "Eva", 1_797_980_700, "", outgoing=False),
    ]
    assert found.messages == [
        Written("c1", noor, "Noor de Wit", (anna,), 1_798_533_000, "Yes,\nlet us talk"),
        Written("c2", anna, "Anna", (sam,), 1_798_365_600, "Hello Sam"),
    ]
    assert (found.owners, found.newest, found.refused) == (frozenset({anna}), 1_798_533_000, [])


def test_the_owner_of_messages_alone_is_in_every_conversation(tmp_path: Path) -> None:
    (tmp_path / "messages.csv").write_text(MESSAGES, encoding="utf-8-sig")
    assert read_export(tmp_path / "messages.csv").owners == {"https://www.linkedin.com/in/example-anna/"}


@pytest.mark.parametrize(
    ("name", "text", "export"),
    [
        ("messages.csv", MESSAGES, True),
        ("any name.csv", INVITATIONS, True),
        ("Connections.csv", CONNECTIONS, False),
        ("leads.csv", "email,first_name\na@b.example,A\n", False),
        ("empty.csv", "", False),
        ("notes.md", "# not a table\n", False),
    ],
)
def test_only_tables_that_are_no_leads_are_taken_for_an_export(tmp_path: Path, name: str, text: str, export: bool) -> None:
    (tmp_path / name).write_text(text)
    assert is_export(tmp_path / name) is export


def test_rows_that_cannot_be_read_are_named_by_line_and_the_others_are_taken(tmp_path: Path) -> None:
    rows = (
        "Anna,Bo,some day,,OUTGOING,https://www.linkedin.com/in/example-anna,https://www.linkedin.com/in/example-bo\n"
        "Anna,Bo,2026-12-01 10:00,,SIDEWAYS,https://www.linkedin.com/in/example-anna,https://www.linkedin.com/in/example-bo\n"
        "Anna,Bo,2026-12-01 10:00,,OUTGOING,https://www.linkedin.com/in/example-anna,https://evil.example/in/bo\n"
        "Anna,Bo,2026-12-01 10:00,,OUTGOING\n"
        "Anna,Gone,2026-12-01 10:00,,OUTGOING,https://www.linkedin.com/in/example-anna,\n"
    )
    (tmp_path / "Invitations.csv").write_text(INVITATIONS.splitlines(keepends=True)[0] + rows)
    found = read_export(tmp_path / "Invitations.csv")
    assert [(one.line, one.reason) for one in found.refused] == [
        (5, "has 5 cells, the header has 7"),
        (2, "'some day' is no moment; one looks like 12 Mar 2026, 3/5/26, 1:45 AM or 2026-03-05 01:45:00 UTC"),
        (3, "the direction is 'SIDEWAYS'; it is OUTGOING or INCOMING"),
        (4, "is no address of linkedin.com"),
    ]
    assert [one.name for one in found.invitations] == ["Gone"]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("12 Mar 2019", 1_552_348_800),
        ("12 Mar 19", 1_552_348_800),
        ("3/5/26, 1:45 AM", 1_772_675_100),
        ("3/5/26, 12:05 AM", 1_772_669_100),
        ("3/5/2026, 12:05 PM", 1_772_712_300),
        ("2026-03-05 01:45:00 UTC", 1_772_675_100),
        ("2026-03-05T01:45Z", 1_772_675_100),
    ],
)
def test_every_way_in_which_the_export_writes_a_moment_is_read(text: str, at: int) -> None:
    assert instant_of(text) == at


@pytest.mark.parametrize("text", ["", "31 Feb 2026", "13/13/26, 1:00 AM", "2026-03-05 25:00:00 UTC", "5 März 2026", "9" * 5000])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no moment"):
        instant_of(text)


def test_a_bomb_a_damaged_and_a_foreign_archive_are_refused(tmp_path: Path) -> None:
    bomb = archive(tmp_path, Bomb_csv="0" * 30_000_000)
    with pytest.raises(Failed, match=r"Bomb\.csv would unpack to 30,000,000 bytes"):
        read_export(bomb)
    whole = archive(tmp_path).read_bytes()
    damaged = tmp_path / "damaged.zip"
    damaged.write_bytes(whole[:40] + b"\x00" * 60 + whole[100:])
    with pytest.raises(Failed, match="is damaged"):
        read_export(damaged)
    foreign = tmp_path / "holiday.zip"
    with zipfile.ZipFile(foreign, "w") as made:
        made.writestr("beach.csv", "colour,size\nblue,3\n")
    with pytest.raises(UsageProblem, match="holds none of the tables"):
        read_export(foreign)
