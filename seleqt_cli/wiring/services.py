"""The only file that names concrete classes: it puts the program's parts together, each at its first use.

Nothing heavy is imported at the top: `seleqt status` may load neither sqlmodel nor jinja2 nor yaml.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seleqt_cli.core.campaign import Campaign, Workspace
from seleqt_cli.core.errors import FileProblems, UsageProblem
from seleqt_cli.core.lead import Lead
from seleqt_cli.ports.clock import Clock
from seleqt_cli.wiring.made_once import MadeOnce
from seleqt_cli.wiring.transactions import transaction

if TYPE_CHECKING:
    import sqlite3

    from seleqt_cli.app.apply import Applied
    from seleqt_cli.app.audit import Proof
    from seleqt_cli.channels.email.sign_ins import SignIns
    from seleqt_cli.files.campaign_file import Loaded
    from seleqt_cli.ports.leads import LeadBook
    from seleqt_cli.storage.database_keys import DatabaseKeys
    from seleqt_cli.storage.secrets import KeptSecrets, SystemSecrets
    from seleqt_cli.wiring.machine import Machine


class Services:
    """The parts that commands work with, for one call of the program.

    `home` and `database` are '' for the defaults; `file` is the campaigns file as the user named it; `person` is ''
    for the user of the operating system. `ask_passphrase` asks at the terminal (True: for a new secrets file); None elsewhere.
    """

    def __init__(
        self,
        *,
        home: str = "",
        database: str = "",
        file: str = "campaigns.yaml",
        person: str = "",
        environment: Mapping[str, str] | None = None,
        ask_passphrase: Callable[[bool], str] | None = None,
    ) -> None:
        self.database = database
        self.file = Path(file)
        self.environment = os.environ if environment is None else environment
        self.ask_passphrase = ask_passphrase
        self._home = home
        self._person = person

    @property
    def home_path(self) -> Path:
        """Where the home folder is or will be; nothing is made."""
        return Path(self._home or default_home()).expanduser().absolute()

    @MadeOnce
    def home(self) -> Path:
        """The home folder; it exists from now on and only its owner can look into it (0700, made so again at every start)."""
        folder = self.home_path
        _private(folder)
        return folder

    @MadeOnce
    def kept_secrets(self) -> "KeptSecrets":
        """What seleqt keeps itself: the secrets file of the home and the keyring."""
        from seleqt_cli.storage.secrets import kept_secrets

        return kept_secrets(self.environment, self.home, self.ask_passphrase)

    @MadeOnce
    def secrets(self) -> "SystemSecrets":
        """Passwords of senders: variables, the secrets file, the keyring."""
        from seleqt_cli.storage.secrets import SystemSecrets

        return SystemSecrets(self.kept_secrets, self.environment)

    @MadeOnce
    def database_keys(self) -> "DatabaseKeys":
        """The keys of encrypted databases."""
        from seleqt_cli.storage.database_keys import DatabaseKeys

        return DatabaseKeys(lambda: self.kept_secrets, self.environment)

    @MadeOnce
    def sign_ins(self) -> "SignIns":
        """Access tokens of senders who signed in at Google or Microsoft."""
        from seleqt_cli.wiring.signing_in import sign_ins

        return sign_ins(self)

    @cached_property
    def logs(self) -> Path:
        """The folder for logs and bug reports, inside the home."""
        folder = self.home / "logs"
        _private(folder)
        return folder

    @cached_property
    def state_folder(self) -> Path:
        """Where this machine remembers what its homes have sent; no part of any home."""
        from seleqt_cli.wiring.epoch import state_folder

        return state_folder(self.environment)

    @cached_property
    def database_path(self) -> Path:
        """The SQLite file: the one that --db names, else seleqt.db in the home."""
        named = self.database.removeprefix("sqlite:///")
        return Path(named).expanduser() if named else self.home / "seleqt.db"

    def present_database(self) -> Path | None:
        """The database of the home for reading only, None where there is none; unlike `database_path` it makes no folder."""
        named = self.database.removeprefix("sqlite:///")
        if named.startswith(("postgresql:", "postgres:")):
            raise UsageProblem("this version keeps its data in SQLite; PostgreSQL is not supported yet", advice="leave --db out")
        path = Path(named).expanduser() if named else Path(self._home or default_home()).expanduser().absolute() / "seleqt.db"
        return path if path.is_file() and path.stat().st_size else None

    @cached_property
    def person(self) -> str:
        """Who decides at this terminal, for the history: SELEQT_PERSON, else the user of the operating system."""
        if self._person:
            return self._person
        from getpass import getuser

        return getuser()

    def leads(self, *, create: bool = False, dry_run: bool = False) -> "LeadBook":
        """The leads of the home's database; with `create` it is made where there is none, for a dry run in memory only."""
        from seleqt_cli.storage.database import open_memory
        from seleqt_cli.storage.leads import SqliteLeads

        if dry_run and not self.database_path.exists():
            return SqliteLeads(open_memory())
        return SqliteLeads(self.connect(create=create))

    def campaign_schema(self) -> dict[str, Any]:
        """Return the JSON Schema of campaigns.yaml."""
        from seleqt_cli.files.json_schema import campaign_schema

        return campaign_schema()

    # the database and what is in force

    @cached_property
    def clock(self) -> Clock:
        """The machine's clock."""
        from seleqt_cli.engine.clocks import SystemClock

        return SystemClock()

    def connect(self, *, create: bool = False) -> "sqlite3.Connection":
        """The database, without whom it should have forgotten; with `create` it is made where there is none. Raises Failed and its kin."""
        from seleqt_cli.wiring.remembering import open_caught_up

        if self.database.startswith(("postgresql:", "postgres:")):
            raise UsageProblem("this version keeps its data in SQLite; PostgreSQL is not supported yet", advice="leave --db out")
        self.home.stat()
        return open_caught_up(self, create=create)

    def load_file(self) -> "Loaded":
        """The campaigns file as it stands on the disk, with all its problems. Raises UsageProblem when it cannot be read."""
        from seleqt_cli.files.campaign_file import load
        from seleqt_cli.files.workspace_files import reader

        try:
            text = self.file.read_bytes()
        except OSError as error:
            raise UsageProblem(f"{self.file}: {error.strerror}", advice="seleqt init writes a first one; -f FILE names another") from error
        return load(text, path=str(self.file), read=reader(self.file.absolute().parent))

    def workspace(self) -> tuple[Workspace, "Loaded"]:
        """The campaigns file, checked. Raises FileProblems with every problem when there is an error."""
        loaded = self.load_file()
        if loaded.workspace is None:
            raise FileProblems(loaded.problems)
        return loaded.workspace, loaded

    def changed_since_apply(self) -> str:
        """How the file on the disk stands to what was last applied: '' when it is the same, else words for a person."""
        from seleqt_cli.files.workspace_files import unchanged
        from seleqt_cli.storage.versions import latest_version

        if self.present_database() is None:
            return "was never applied"
        connection = self.connect()
        try:
            version = latest_version(connection)
        finally:
            connection.close()
        if version is None:
            return "was never applied"
        if not self.file.exists():
            return ""
        if self.file.read_bytes() != version.text:
            return "changed since it was applied"
        # the same text names the same files, so that nobody has to read YAML to see that nothing changed
        same = unchanged(self.file.absolute().parent, version.files)
        return "" if same else "names files that changed since it was applied"

    def lead_news(self) -> list[str]:
        """What the lead files hold that the last apply did not read, a line each."""
        from seleqt_cli.wiring.lead_news import news_of_leads

        connection = self.connect()
        try:
            return news_of_leads(connection, self.file.absolute().parent, self.clock.now())
        finally:
            connection.close()

    def campaigns_missing(self, connection: "sqlite3.Connection", loaded: "Loaded") -> list[str]:
        """Active campaigns that the file does not have."""
        assert loaded.workspace is not None
        rows = connection.execute("SELECT name FROM campaign_state WHERE state = 'active' ORDER BY name").fetchall()
        return [row[0] for row in rows if row[0] not in loaded.workspace.campaigns]

    def ready_to_apply(self, loaded: "Loaded") -> None:
        """Look at what the file brings before anything is written. Raises FileProblems with everything that is wrong."""
        from contextlib import closing, nullcontext

        from seleqt_cli.app.named_leads import Reading
        from seleqt_cli.app.words import apply_problems
        from seleqt_cli.files.lead_files import open_beside
        from seleqt_cli.wiring.reading import named_leads, reading_connection

        assert loaded.workspace is not None
        folder = self.file.absolute().parent
        connection = reading_connection(self)
        with closing(connection) if connection is not None else nullcontext():
            leads = named_leads(self, connection)

            def leads_of(campaign: Campaign) -> Iterator[Lead]:
                return (lead for _, lead in leads.of(campaign, Reading(), 0))

            problems = tuple(apply_problems(loaded.workspace, lambda name: open_beside(folder, name), leads_of))
        if problems:
            raise FileProblems(problems)

    def apply(self, loaded: "Loaded", connection: "sqlite3.Connection", progress: Callable[[str, int, int], None]) -> "Applied":
        """Accept the file: keep its version, read its leads, enrol who is new."""
        from datetime import UTC, datetime

        from seleqt_cli.app.apply import Applied, Enroller, LeadReader
        from seleqt_cli.core.program import Program
        from seleqt_cli.files.lead_files import open_leads
        from seleqt_cli.storage.enrolment import SqliteEnrolment
        from seleqt_cli.storage.leads import SqliteLeads
        from seleqt_cli.storage.versions import digest, identity, latest_version, save_version
        from seleqt_cli.wiring.lanes import calendar_of
        from seleqt_cli.wiring.lead_news import keep_lead_prints, lead_prints
        from seleqt_cli.wiring.outlines import keep_outline
        from seleqt_cli.wiring.seats import keep_subscription

        workspace = loaded.workspace
        assert workspace is not None
        now = self.clock.now()
        today = datetime.fromtimestamp(now, UTC).date()
        folder = self.file.absolute().parent
        programs = {name: Program(campaign) for name, campaign in workspace.campaigns.items()}
        enrolment = SqliteEnrolment(connection, programs)
        identity(connection)
        before = latest_version(connection)
        if before is not None and Path(before.path).absolute() != self.file.absolute():
            raise UsageProblem(
                f"this home belongs to {before.path}, not to {self.file}",
                advice=f"seleqt --home DIR apply -f {self.file}   (a home of its own for each campaigns file)",
            )

        def commit() -> None:
            connection.execute("COMMIT")
            connection.execute("BEGIN IMMEDIATE")

        enroller = Enroller(workspace, programs, enrolment, lambda key: calendar_of(workspace, key), commit)
        reader = LeadReader(workspace, SqliteLeads(connection), enrolment, lambda name: open_leads(folder / name), now=now, today=today)
        result = Applied()
        prints = lead_prints(workspace, folder)
        read: list[tuple[Campaign, Iterable[int], Iterable[int], Any]] = []
        for campaign in workspace.campaigns.values():
            shown: Any = lambda done, total, name=campaign.name: progress(name, done, total)  # noqa: E731
            read.append((campaign, *reader.read(campaign, shown)))
        text = self.file.read_bytes()
        with transaction(connection):
            result.paused = enroller.accounts_and_campaigns(now)
            if before is None or before.sha256 != digest(text, loaded.files):
                save_version(connection, text=text, files=loaded.files, path=str(self.file.absolute()), at=now, by=self.person)
                data = f'{{"version": "{digest(text, loaded.files)}"}}'
                connection.execute("INSERT INTO history (at, event, data) VALUES (?, 'applied', ?)", (now, data))
            keep_subscription(connection, workspace, self.state_folder, now)
            keep_outline(connection, workspace, digest(text, loaded.files), now)
            listed = {campaign.name: enroller.follow(campaign, everybody, now) for campaign, _, everybody, _ in read}
            reconciled = enroller.reconcile(now)  # the hooks of this version hear of it
            result.held, result.anew = reconciled.held, reconciled.anew
        # whoever is enrolled stands at a step of the version in force; a cut in between is gone on with by the next apply
        for campaign, numbers, _, imported in read:
            with transaction(connection):
                enrolled = enroller.enrol(campaign, numbers, now)
            enrolled.imported, enrolled.listed = imported, listed[campaign.name]
            result.campaigns.append(enrolled)
        with transaction(connection):
            keep_lead_prints(connection, prints)
        return result

    def audit(self, *, since: int = 0, at_rest: bool = False) -> "Proof":
        """Prove the promises from the history; see app/audit."""
        from contextlib import closing

        from seleqt_cli.app.audit import prove
        from seleqt_cli.storage.audit_rows import AuditRows

        with closing(self.connect()) as connection:
            connection.execute("PRAGMA query_only = on")
            return prove(AuditRows(connection), since=since, at_rest=at_rest)

    def machine(self, connection: "sqlite3.Connection", **choices: Any) -> "Machine":
        """The running parts over the version in force. Raises UsageProblem when none was ever applied."""
        from seleqt_cli.files.campaign_file import load
        from seleqt_cli.files.workspace_files import stored
        from seleqt_cli.storage.versions import latest_version
        from seleqt_cli.wiring.machine import Machine

        version = latest_version(connection)
        if version is None:
            raise UsageProblem("nothing was applied yet", advice=f"seleqt apply -f {self.file}")
        loaded = load(version.text, path=version.path, read=stored(version.files))
        if loaded.workspace is None:
            raise FileProblems(loaded.problems)
        return Machine(self, connection, version, loaded.workspace, **choices)


def default_home() -> str:
    """Return the platform's folder for a user's program data; it may not exist yet."""
    from platformdirs import user_data_dir

    return user_data_dir("seleqt", appauthor=False)


def _private(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_mode & 0o077:
        folder.chmod(0o700)
