"""LinkedIn's own data export: who is a connection, who was invited, who wrote, without a browser (LINKEDIN.md section 7).

A table is known by its header, wherever it stands in the archive; what lies beside it is left alone. Connections.csv carries
a note above its header and misses addresses; Invitations.csv writes American times without a zone, which are taken as UTC.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Final, Literal

from seleqt_cli.core.addresses import BadAddress, normalise_linkedin
from seleqt_cli.core.errors import Failed, UsageProblem
from seleqt_cli.files.csv_leads import CsvRows
from seleqt_cli.files.lead_batches import Refused

Table = Literal["connections", "invitations", "messages"]
NAMES: Final[dict[Table, str]] = {"connections": "Connections.csv", "invitations": "Invitations.csv", "messages": "messages.csv"}
_SIGNS: Final[tuple[tuple[Table, frozenset[str]], ...]] = (
    ("connections", frozenset({"first name", "last name", "connected on"})),
    ("invitations", frozenset({"from", "to", "direction"})),
    ("messages", frozenset({"conversation id", "sender profile url"})),
)
_MACHINES: Final = re.compile(r"(?:guide|learning_coach|learning_role_play)_messages\.csv$", re.IGNORECASE)
"""Conversations with LinkedIn's own assistants: the header of messages.csv, but no people."""
MOST_OCTETS: Final = 512 * 1024 * 1024
"""Of one table when it is unpacked; a real messages.csv has some megabytes."""
MOST_TIMES: Final = 200
"""How many times larger than in the archive a table may be; text packs to a tenth."""
MOST_ENTRIES: Final = 10_000
_MONTHS: Final = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_DAY: Final = re.compile(r"(\d{1,2}) ([A-Za-z]{3})[a-z]* (\d{4}|\d{2})$")
_AMERICAN: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2}),? (\d{1,2}):(\d{2})(?::(\d{2}))?[\s\u202f]?([AP]M)?$", re.IGNORECASE)
_ISO: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?(?: ?UTC|Z)?$")


@dataclass(frozen=True, slots=True)
class Connection:
    """A connection of the account; `profile` is normalised, `at` an instant (the day's begin in UTC)."""

    profile: str
    name: str
    at: int


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation that the account sent (`outgoing`) or got, with its note."""

    profile: str
    name: str
    at: int
    note: str
    outgoing: bool


@dataclass(frozen=True, slots=True)
class Written:
    """One message of a conversation. `sender` and `recipients` are normalised profiles, '' where the export has none."""

    conversation: str
    sender: str
    sender_name: str
    recipients: tuple[str, ...]
    at: int
    text: str


@dataclass(slots=True)
class Export:
    """What an export holds. `refused`: rows that could not be read; `owners`: profiles whose export it can be, as far as it says.

    `newest`: the latest moment that stands in it: it was made then or later, 0 when it holds none.
    """

    tables: list[Table] = field(default_factory=list)
    connections: list[Connection] = field(default_factory=list)
    invitations: list[Invitation] = field(default_factory=list)
    messages: list[Written] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    owners: frozenset[str] = frozenset()

    @property
    def newest(self) -> int:
        """Whole seconds since the epoch."""
        moments = [one.at for one in self.connections] + [one.at for one in self.invitations] + [one.at for one in self.messages]
        return max(moments, default=0)


def table_of(header: Sequence[str]) -> Table | None:
    """Which table of the export a header belongs to, None for any other file."""
    cells = {cell.strip().casefold() for cell in header}
    return next((table for table, signs in _SIGNS if signs <= cells), None)


def is_export(path: Path) -> bool:
    """Whether a file is an archive of the export, or one of its tables that are no leads (Connections.csv also is a lead file)."""
    if not path.is_file():
        return False
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return not any(name in archive.namelist() for name in ("xl/workbook.xml", "[Content_Types].xml"))
    if path.suffix.lower() not in (".csv", ".txt", ""):
        return False
    with suppress(Failed, OSError), path.open("rb") as stream:
        return table_of(CsvRows(stream, path.name, of_people=False).header) in ("invitations", "messages")
    return False


def read_export(path: Path) -> Export:
    """Read an archive or a single table. Raises UsageProblem when it is none, Failed when it is damaged or a trap."""
    found = Export()
    try:
        if zipfile.is_zipfile(path):
            _read_archive(path, found)
        else:
            with path.open("rb") as stream:
                _read_table(stream, path.name, found)
    except OSError as error:
        raise Failed(f"{path} cannot be read: {error.strerror}") from error
    if not found.tables:
        raise UsageProblem(
            f"{path} holds none of the tables of a LinkedIn export", advice=f"it has {', '.join(NAMES.values())} somewhere inside"
        )
    found.owners = _owners(found)
    return found


def _read_archive(path: Path, found: Export) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_ENTRIES:
                raise Failed(f"{path} holds {len(entries)} files; an export has some dozens")
            for entry in entries:
                base = entry.filename.rpartition("/")[2]
                if entry.is_dir() or not base.lower().endswith(".csv") or _MACHINES.search(base):
                    continue
                if entry.flag_bits & 1:
                    raise Failed(f"{path}: {base} is locked with a password", advice="unpack it and name the folder's tables one by one")
                if entry.file_size > MOST_OCTETS or entry.file_size > MOST_TIMES * max(entry.compress_size, 1024):
                    raise Failed(f"{path}: {base} would unpack to {entry.file_size:,} bytes, which no export does")
                with archive.open(entry) as packed:
                    content = packed.read(MOST_OCTETS + 1)
                with suppress(_NoHeader):
                    _read_table(io.BytesIO(content), base, found)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError) as error:
        raise Failed(f"{path} is damaged: {error}", advice="download the export again") from error


class _NoHeader(Failed):
    """A table of something else: it is left alone."""


def _read_table(stream: BinaryIO, name: str, found: Export) -> None:
    try:
        rows = CsvRows(stream, name, of_people=False)
    except Failed as problem:
        raise _NoHeader(problem.message, advice=problem.advice) from problem
    table = table_of(rows.header)
    if table is None:
        return
    found.tables.append(table)
    places = {cell.strip().casefold(): index for index, cell in enumerate(rows.header)}
    take = {"connections": _connection, "invitations": _invitation, "messages": _message}[table]
    with closing(rows):
        for line, row in _lines(rows, found, name):
            cells = {column: row[index].strip() for column, index in places.items()}
            try:
                take(cells, found)
            except (BadAddress, ValueError) as problem:
                found.refused.append(Refused(line, name, str(problem)))


def _lines(rows: CsvRows, found: Export, name: str) -> Iterator[tuple[int, Sequence[str]]]:
    for batch in rows.batches():
        found.refused += [Refused(one.line, name, one.reason) for one in batch.refused]
        for index, row in enumerate(batch.rows):
            if any(str(cell or "").strip() for cell in row):
                yield batch.line(index), [str(cell or "") for cell in row]


def _connection(cells: dict[str, str], found: Export) -> None:
    if not cells.get("url"):
        return  # exports before 2019 name no profile: a name alone is nobody
    name = f"{cells['first name']} {cells['last name']}".strip()
    found.connections.append(Connection(normalise_linkedin(cells["url"]), name, instant_of(cells["connected on"])))


def _invitation(cells: dict[str, str], found: Export) -> None:
    outgoing = cells["direction"].upper() == "OUTGOING"
    if not outgoing and cells["direction"].upper() != "INCOMING":
        raise ValueError(f"the direction is {cells['direction']!r}; it is OUTGOING or INCOMING")
    url = cells.get("inviteeprofileurl" if outgoing else "inviterprofileurl", "")
    name = cells["to" if outgoing else "from"]
    own = cells.get("inviterprofileurl" if outgoing else "inviteeprofileurl", "")
    if own:
        found.owners |= {normalise_linkedin(own)}
    profile = normalise_linkedin(url) if url else ""
    found.invitations.append(Invitation(profile, name, instant_of(cells["sent at"]), cells.get("message", ""), outgoing))


def _message(cells: dict[str, str], found: Export) -> None:
    if cells.get("folder", "").casefold() == "spam":
        return
    recipients = tuple(_profiles(cells.get("recipient profile urls", "")))
    sender = next(iter(_profiles(cells["sender profile url"])), "")
    found.messages.append(
        Written(cells["conversation id"], sender, cells.get("from", ""), recipients, instant_of(cells["date"]), cells.get("content", ""))
    )


def _profiles(text: str) -> Iterator[str]:
    for part in re.split(r"[,;]", text):
        if part.strip():
            with suppress(BadAddress):  # the page of a company, or somebody who left LinkedIn
                yield normalise_linkedin(part.strip())


def _owners(found: Export) -> frozenset[str]:
    """The profiles whose export it can be: who invited or was invited, else whoever takes part in every conversation."""
    if found.owners or not found.messages:
        return found.owners
    everywhere: set[str] | None = None
    members: dict[str, set[str]] = {}
    for one in found.messages:
        members.setdefault(one.conversation, set()).update({one.sender, *one.recipients} - {""})
    for people in members.values():
        everywhere = set(people) if everywhere is None else everywhere & people
    return frozenset(everywhere or ())


def instant_of(text: str) -> int:
    """A moment as the export writes it, in seconds since the epoch; without a zone it is UTC. Raises ValueError."""
    try:
        if day := _DAY.match(text):
            return _instant(_year(day[3]), _MONTHS.index(day[2].title()) + 1, int(day[1]))
        if american := _AMERICAN.match(text):
            hour = int(american[4])
            if american[7]:
                hour = hour % 12 + (12 if american[7].upper() == "PM" else 0)
            return _instant(_year(american[3]), int(american[1]), int(american[2]), hour, int(american[5]), int(american[6] or 0))
        if iso := _ISO.match(text):
            return _instant(*(int(part or 0) for part in iso.groups()))
    except ValueError:
        pass
    raise ValueError(f"{text[:40]!r} is no moment; one looks like 12 Mar 2026, 3/5/26, 1:45 AM or 2026-03-05 01:45:00 UTC")


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _instant(*parts: int) -> int:
    return int(datetime(*parts, tzinfo=UTC).timestamp())  # type: ignore[misc, arg-type]
