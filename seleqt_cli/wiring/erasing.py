"""`privacy erase`: a person is forgotten everywhere, and looked for in every byte afterwards.

The order makes a kill harmless: the tombstone outside of the database comes first, so that whatever follows is done again by the
next command (`catch_up`); files before the database, so that the person can be named again; the look at the bytes last.
"""

import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from seleqt_cli.core.addresses import BadAddress, normalise_email, normalise_linkedin
from seleqt_cli.core.errors import Busy, UsageProblem
from seleqt_cli.core.journey import LIVE, State
from seleqt_cli.core.lead import Lead
from seleqt_cli.core.tombstones import ERASED, Name, Tombstone, buried
from seleqt_cli.core.traces import Trace, patterns, traces_of
from seleqt_cli.files.forgetting import YAML, Names, naming
from seleqt_cli.files.workspace_search import files_of_people
from seleqt_cli.storage.account_locks import AccountLocks
from seleqt_cli.storage.byte_search import Hit, Searched, files_in, search
from seleqt_cli.storage.cipher_pages import PlainView
from seleqt_cli.storage.erasing import clean
from seleqt_cli.storage.people import SqlitePeople
from seleqt_cli.storage.person_names import named, names_in
from seleqt_cli.storage.tombstones import Barred, TombstoneFile, bury
from seleqt_cli.wiring.erasing_files import copies_of, forget_in_browsers, forget_in_logs, forget_in_outcomes, mails_to, take_rows_out
from seleqt_cli.wiring.erasing_rows import forget_lead
from seleqt_cli.wiring.lead_news import keep_print_of
from seleqt_cli.wiring.machine import Machine
from seleqt_cli.wiring.outlines import looking
from seleqt_cli.wiring.people import lead_named, placer
from seleqt_cli.wiring.remembering import SEEN, backups_made
from seleqt_cli.wiring.rights import chunks

if TYPE_CHECKING:
    from seleqt_cli.wiring.services import Services

ENCRYPTED = ".seleqt-backup"
"""How the name of a backup ends."""


@dataclass(slots=True)
class Erased:
    """What was done, and what is left. `person`: as they were called; paths as they lie on the disk.

    `rows`: file -> rows taken out; `kept`: file of the workspace that still holds the person -> why; `hits`: what of them was
    found in what is seleqt's own; `unsearched`: what could not be looked for, as another lead has the like; `provider`: mails of
    theirs in folders of a mail provider; `requests`: for deletion, that are to be answered now.
    """

    person: str
    again: bool = False
    ended: list[str] = field(default_factory=list)
    mails: int = 0
    logs: int = 0
    copies: list[Path] = field(default_factory=list)
    windows: list[str] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)
    backups: list[Path] = field(default_factory=list)
    provider: int = 0
    searched: Searched = field(default_factory=Searched)
    hits: list[Hit] = field(default_factory=list)
    unsearched: list[str] = field(default_factory=list)
    requests: list[int] = field(default_factory=list)


class Erasure:
    """The erasure of one person, over a machine. Raises UsageProblem when nobody is meant."""

    def __init__(self, services: "Services", machine: Machine, text: str) -> None:
        self._services = services
        self._machine = machine
        self._connection = machine.connection
        self.lead, self.again = _meant(machine, text)
        if self.again:
            self._person = named(tuple(filter(None, [self.lead.email])), tuple(filter(None, [self.lead.linkedin])))
        else:
            self._person = names_in(self._connection, self.lead.id)
        self._naming = naming(self._person.signs, self._person.profiles)
        self._ids: list[str] = []

    def counts(self) -> list[tuple[str, str, int]]:
        """What there is of the person, for the question: one of it, several of it, how many."""
        found = [
            (one, many, f"SELECT count(*) FROM {table} WHERE lead_id = ?")
            for one, many, table in (
                ("journey", "journeys", "journey"),
                ("action", "actions", "action"),
                ("message that came in", "messages that came in", "inbox_message"),
            )
        ]
        return [(one, many, int(self._connection.execute(asked, (self.lead.id,)).fetchone()[0])) for one, many, asked in found]

    def do(self, *, files: bool) -> Erased:
        """Forget them; with `files` their rows in the workspace's lead files too. Raises Busy while something goes to them."""
        done = Erased(self.lead.key, again=self.again)
        self._nothing_under_way()
        machine, now = self._machine, self._machine.clock.now()
        tombstones = buried(machine.secret, self._person.names, ERASED, now)
        TombstoneFile(machine.place.state_folder, machine.workspace_id).add(tombstones)
        if not self.again:
            done.ended = self._stop(now)
        rows = self._connection.execute(
            "SELECT message_id, state FROM action WHERE lead_id = ? AND message_id IS NOT NULL", (self.lead.id,)
        ).fetchall()
        self._ids = [row[0] for row in rows]
        done.provider = sum(row[1] == "sent" for row in rows) if not self._outboxes() else 0
        for mail in list(mails_to(self._outboxes(), self._ids, frozenset(self._person.addresses))):
            mail.unlink(missing_ok=True)
            done.mails += 1
        done.logs = forget_in_logs(self._home / "logs", self._person.words)
        forget_in_outcomes(machine.place.database_path, self._person.words)
        done.windows = forget_in_browsers(self._home / "linkedin" / "windows") if self._person.profiles else []
        if files:
            self._out_of_files(done)
        self._blank(tombstones, now)
        asked = "SELECT id FROM privacy_request WHERE lead_id = ? AND kind = 'deletion' AND answered_at IS NULL AND closed_at IS NULL"
        done.requests = [row[0] for row in self._connection.execute(f"{asked} ORDER BY id", (self.lead.id,)).fetchall()]
        clean(self._connection)
        for copy in copies_of(machine.place.database_path):
            copy.unlink(missing_ok=True)
            done.copies.append(copy)
        self._look(done)
        return done

    @property
    def _home(self) -> Path:
        return self._services.home_path

    def _outboxes(self) -> list[Path]:
        senders = self._machine.workspace.senders.values()
        return [self._machine.folder / sender.outbox for sender in senders if sender.outbox]

    def _nothing_under_way(self) -> None:
        locks = AccountLocks(self._machine.place.database_path)
        accounts = self._connection.execute(
            "SELECT DISTINCT account FROM action WHERE lead_id = ? AND state IN ('claimed', 'sending')", (self.lead.id,)
        ).fetchall()
        if any(not locks.is_free(row[0]) for row in accounts):
            raise Busy("something goes to this person at this very moment", advice="Type the same again in a minute; nothing was changed.")

    def _stop(self, now: int) -> list[str]:
        """End the journeys first of all: nothing is written to them from here on, whatever happens to this process."""
        store, place, ended = SqlitePeople(self._machine.store), placer(self._machine), []
        with store.transaction():
            for journey in store.journeys_of(self.lead.id):
                if journey.state in LIVE:
                    store.end(journey, State.ERASED.value, ERASED, self._services.person, now)
                    journey.state = State.STOPPED
                    place(journey, now)
                    ended.append(journey.campaign)
            store.set_lead(self.lead.id, stopped=ERASED)
        return ended

    def _blank(self, tombstones: list[Tombstone], now: int) -> None:
        machine = self._machine
        with machine.store.transaction():
            bury(self._connection, tombstones)
            forget_lead(self._connection, self.lead.id, self._person, self._services.person, now)
            size = TombstoneFile(machine.place.state_folder, machine.workspace_id).size()
            self._connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (SEEN, str(size)))

    def _out_of_files(self, done: Erased) -> None:
        folder = self._machine.folder
        for path in self._workspace_files():
            count, why = take_rows_out(path, self._naming) if path.suffix.lower() != ".md" else (0, "")
            name = _beside(path, folder)
            if count:
                done.rows[name] = count
                if path.suffix.lower() not in YAML:
                    keep_print_of(self._connection, name, path)
            elif why:
                done.kept[name] = why

    def _workspace_files(self) -> list[Path]:
        """Files of the workspace that hold the person, without what is seleqt's own."""
        machine = self._machine
        own = frozenset(path.resolve() for path in (self._home, machine.place.state_folder, *self._outboxes()))
        named = {machine.folder / campaign.leads.file for campaign in machine.workspace.campaigns.values() if campaign.leads.file}
        imported = {Path(row[0]) for row in self._connection.execute("SELECT DISTINCT file FROM lead_import WHERE file <> ''").fetchall()}
        there = {
            *files_of_people(machine.folder, own),
            *(path for path in {*named, *(machine.folder / one for one in imported)} if path.is_file()),
        }
        return [path for path in sorted(there) if _holds(path, self._naming)]

    def _look(self, done: Erased) -> None:
        """Look at every byte of the home, the outboxes and the state folder; and at the files of the workspace."""
        machine = self._machine
        wanted = patterns(self._traces(done))
        database = machine.place.database_path
        paths = {path for folder in (self._home, machine.place.state_folder, *self._outboxes()) for path in files_in(folder)}
        paths |= {path for path in database.parent.glob(f"{database.name}*") if path.is_file()}
        done.backups = sorted(path for path in paths if path.name.endswith(ENCRYPTED))
        known = backups_made(machine.place.state_folder, machine.workspace_id)
        done.backups = sorted({*done.backups, *(path for path in known if path.is_file())})
        with suppress(sqlite3.Error):
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        done.hits = list(search(sorted(paths - set(done.backups)), wanted, done.searched, self._opened))
        for path in self._workspace_files():
            done.kept.setdefault(_beside(path, machine.folder), "")

    def _opened(self, path: Path) -> BinaryIO:
        """What is in a file: of an encrypted database what its pages say, the free ones too."""
        if not path.name.startswith(self._machine.place.database_path.name):
            return path.open("rb")
        return PlainView(path, self._machine.place.database_keys, trusting=True).open("rb")

    def _traces(self, done: Erased) -> list[Trace]:
        """What bytes are searched for: nothing that another lead's name, address or profile holds too, which would be found there."""
        columns = {"address": "email", "profile": "linkedin", "telephone number": "phone"}
        found = []
        for trace in traces_of(self.lead, self._person.addresses, self._person.profiles):
            column = columns.get(trace.what, "trim(coalesce(first_name, '') || ' ' || coalesce(last_name, ''))")
            if not self._held_by_others(column, trace.text):
                found.append(trace)
            elif trace.what == "profile" and not self._held_by_others(column, f"{trace.text}/"):
                found.append(Trace(trace.what, f"{trace.text}/"))
            elif trace.what not in done.unsearched:
                done.unsearched.append(trace.what)
        return found

    def _held_by_others(self, column: str, text: str) -> bool:
        where = f"SELECT 1 FROM lead WHERE instr(lower({column}), ?) AND id <> ? LIMIT 1"
        return self._connection.execute(where, (text.lower(), self.lead.id)).fetchone() is not None


def erasure(services: "Services", connection: sqlite3.Connection, text: str) -> Erasure:
    """The erasure of the person whom a text names."""
    return Erasure(services, looking(services, connection), text)


def _meant(machine: Machine, text: str) -> tuple[Lead, bool]:
    """The lead, or whoever was erased under this address or profile: then only what may have been left is done again."""
    try:
        return lead_named(machine, text), False
    except UsageProblem:
        for kind, normalise in (("email", normalise_email), ("linkedin", normalise_linkedin)):
            with suppress(BadAddress):
                name = Name(kind, normalise(text))
                if Barred(machine.connection).reason([name]) == ERASED:
                    return (Lead(email=name.value) if kind == "email" else Lead(linkedin=name.value)), True
        raise


def _holds(path: Path, names: Names) -> bool:
    kept = ""
    with suppress(OSError):
        for piece in chunks(path):
            for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
                if names(piece.decode(encoding, "ignore")):
                    return True
            text = piece.decode("utf-8", "ignore")
            if names(kept + text[:400]):
                return True
            kept = text[-400:]
    return False


def _beside(path: Path, folder: Path) -> str:
    try:
        return str(path.relative_to(folder))
    except ValueError:
        return str(path)


def erase(services: "Services", text: str, *, files: bool) -> Erased:
    """Forget the person whom a text names."""
    with closing(services.connect()) as connection:
        return erasure(services, connection, text).do(files=files)
