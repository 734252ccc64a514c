"""What people may ask for under the privacy law, put together over a machine."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING
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


def rights(machine: Machine, by: str) -> Rights:
    """Restricts and objects in the name of `by`."""
    return Rights(
        SqlitePeople(machine.store), suppression_list(machine.connection), placer(machine), by=by, now=machine.clock.now()
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
    if not services.file.is_file():
        return []
    loaded = services.load_file()
    if loaded.workspace is None:
        return []
    folder = services.file.absolute().parent
    names = [str(services.file)]
    names += sorted({campaign.leads.file for campaign in loaded.workspace.campaigns.values() if campaign.leads.file})
    slug = lead.linkedin.rstrip("/").rpartition("/in/")[2]
    signs = [sign.lower().encode() for sign in (lead.email, f"/in/{slug}" if slug else "") if sign]
    return [name for name in names if _holds(folder / name, signs)]


def _holds(path: Path, signs: Sequence[bytes]) -> bool:
    """Whether a file holds one of some words in lower case, in whatever case it has them."""
    longest = max((len(sign) for sign in signs), default=0)
    kept = b""
    try:
        for chunk in _chunks(path):
            piece = kept + chunk.lower()
            if any(sign in piece for sign in signs):
                return True
            kept = piece[-longest:]
    except (OSError, BadZipFile):
        pass
    return False


def _chunks(path: Path) -> Iterator[bytes]:
    """The bytes of a file, those of a workbook unpacked."""
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
