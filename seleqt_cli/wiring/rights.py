"""What people may ask for under the privacy law, put together over a machine."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zipfile import BadZipFile, ZipFile

from seleqt_cli.app.requests import RequestDesk
from seleqt_cli.app.rights import Rights
from seleqt_cli.core.lead import Lead
from seleqt_cli.ports.suppressions import Target
from seleqt_cli.storage.json_text import compact
from seleqt_cli.storage.people import SqlitePeople
from seleqt_cli.storage.privacy import SqlitePrivacy
from seleqt_cli.wiring.machine import Machine
from seleqt_cli.wiring.people import placer
from seleqt_cli.wiring.suppressing import suppression_list

if TYPE_CHECKING:
    from seleqt_cli.wiring.services import Services


_OVERLAP: Final = 512


def rights(machine: Machine, by: str) -> Rights:
    """Restricts and objects in the name of `by`."""
    return Rights(
        SqlitePeople(machine.store), suppression_list(machine.connection, machine.place.state_folder), placer(machine), by=by,
        now=machine.clock.now(),
    )  # fmt: skip


def names_of(machine: Machine, lead: Lead) -> list[Target]:
    """Everything that a person is known by: address and profile, addresses they had, other slugs of the profile."""
    found = [Target("email", lead.email)] if lead.email else []
    found += [Target("linkedin", lead.linkedin)] if lead.linkedin else []
    former = machine.connection.execute("SELECT address FROM former_address WHERE lead_id = ? ORDER BY address", (lead.id,))
    found += [Target("email", row[0]) for row in former]
    slugs = machine.connection.execute("SELECT slug FROM linkedin_alias WHERE lead_id = ? ORDER BY slug", (lead.id,))
    found += [Target("linkedin", f"https://www.linkedin.com/in/{row[0]}/") for row in slugs]
    return list(dict.fromkeys(found))


def record_correction(services: "Services", lead: Lead, fields: Sequence[str]) -> None:
    """That fields were put right stands in the history, by name alone: values would have to be erased there."""
    with closing(services.connect()) as connection:
        data = compact({"by": services.person, "fields": list(fields)})
        connection.execute(
            "INSERT INTO history (at, event, lead_id, data) VALUES (?, 'corrected', ?, ?)", (services.clock.now(), lead.id, data)
        )


def files_that_hold(services: "Services", lead: Lead) -> list[str]:
    """Files beside the campaigns file that name the person by address or profile: the file itself and its lead files."""
    slug = lead.linkedin.rstrip("/").rpartition("/in/")[2]
    signs = [sign.lower().encode() for sign in (lead.email, f"/in/{slug}" if slug else "") if sign]
    return [name for name, path in lead_files_of(services) if any(sign in piece.lower() for piece in pieces_of(path) for sign in signs)]


def lead_files_of(services: "Services") -> list[tuple[str, Path]]:
    """(name, path) of the campaigns file and the lead files that it names."""
    if not services.file.is_file():
        return []
    loaded = services.load_file()
    named = loaded.workspace.campaigns.values() if loaded.workspace is not None else ()
    folder = services.file.absolute().parent
    names = [str(services.file), *sorted({campaign.leads.file for campaign in named if campaign.leads.file})]
    return [(name, folder / name) for name in names]


def pieces_of(path: Path) -> Iterator[bytes]:
    """The bytes of a file in pieces that overlap by more than the longest address, those of a workbook unpacked; none where unread."""
    try:
        kept = b""
        for chunk in chunks(path):
            yield kept + chunk
            kept = chunk[-_OVERLAP:]
    except (OSError, BadZipFile):
        return


def chunks(path: Path) -> Iterator[bytes]:
    if path.suffix.lower() == ".xlsx":
        with ZipFile(path) as book:
            for name in book.namelist():
                with book.open(name) as part:
                    while chunk := part.read(1 << 20):
                        yield chunk
        return
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            yield chunk


def requests(machine: Machine) -> SqlitePrivacy:
    """The requests of a database."""
    return SqlitePrivacy(machine.connection)


def request_desk(machine: Machine, by: str) -> RequestDesk:
    """Takes requests in and answers them in the name of `by`."""
    return RequestDesk(
        requests(machine), rights(machine, by), lambda lead: names_of(machine, lead),
        zone=machine.workspace.business.timezone, by=by, now=machine.clock.now(),
    )  # fmt: skip
