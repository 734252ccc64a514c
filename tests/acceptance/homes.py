"""A home with a campaign of three mails, its leads in a CSV, and the ways to run it: as a command, and in this process."""

import asyncio
import csv
import os
import sqlite3
import subprocess
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from seleqt_cli.app.audit import prove
from seleqt_cli.app.run_due import Done, Tick
from seleqt_cli.engine.alarms import VirtualAlarm
from seleqt_cli.engine.clocks import VirtualClock
from seleqt_cli.engine.local import LocalEngine, Stop, run_once
from seleqt_cli.storage.audit_rows import AuditRows
from seleqt_cli.wiring.machine import Machine
from seleqt_cli.wiring.services import Services

THREE_MAILS = """
      - id: hello
        email: {subject: "Pallets at {{ company }}", body: "Hi {{ first_name }}, shall we talk about pallets?"}
      - wait: WAIT
      - id: again
        email: {body: "Did this reach you, {{ first_name }}?"}
      - wait: WAIT
      - id: last
        email: {body: "A last word to {{ first_name }}: yes, later or no?"}
"""
ONE_MAIL = """
      - id: hello
        email: {subject: "Pallets at {{ company }}", body: "Hi {{ first_name }}, shall we talk about pallets?"}
"""
ALWAYS = '{days: daily, hours: "00:00-24:00"}'
OFFICE = '{days: mon-fri, hours: "09:00-17:00"}'
SELEQT = ("-m", "seleqt_cli")


@dataclass
class Home:
    """Where it lives and what its file says. `smtp` is the value of that key of every sender, in which NAME stands for its name.

    `imap` is the value of that key of every sender; `later`: campaigns behind the first.
    """

    folder: Path
    smtp: str
    leads: int = 6
    accounts: int = 1
    limit: int = 50
    gap: str = "0"
    schedule: str = ALWAYS
    steps: str = THREE_MAILS.replace("WAIT", "none")
    auth: str = "none"
    campaign: str = ""
    imap: str = "none"
    later: str = ""
    environment: dict[str, str] = field(default_factory=dict)

    def write(self) -> "Home":
        """Write the files."""
        self.folder.mkdir(parents=True, exist_ok=True)
        senders = "".join(
            f"  s{number}:\n    email: s{number}@acme.example\n    name: Sender {number}\n"
            f"    smtp: {self.smtp.replace('NAME', f's{number}')}\n"
            f"    auth: {self.auth}\n    imap: {self.imap}\n    limits: {{email: {self.limit}}}\n    pace: {{gap: {self.gap}}}\n"
            for number in range(1, self.accounts + 1)
        )
        names = ", ".join(f"s{number}" for number in range(1, self.accounts + 1))
        self.file.write_text(
            f"version: 1\nbusiness:\n  name: Acme\n  address: Keizersgracht 1, Amsterdam\n  privacy_url: https://acme.example/privacy\n"
            f"  timezone: Europe/Amsterdam\n  country: NL\n  plan: growth\n  seats: {{email: {self.accounts}}}\nsenders:\n{senders}"
            f"schedules:\n  hours: {self.schedule}\ncampaigns:\n  offer:\n"
            f"    leads: {{file: leads.csv, source: newsletter, basis: consent}}\n    senders: [{names}]\n    schedule: hours\n"
            f"    language: en\n{self.campaign}    steps:{self.steps}{self.later}"
        )
        with (self.folder / "leads.csv").open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["Email", "First name", "Company"])
            writer.writerows([address, f"Lead{number}", f"Company {number}"] for number, address in enumerate(self.addresses(), start=1))
        return self

    @property
    def file(self) -> Path:
        """campaigns.yaml."""
        return self.folder / "campaigns.yaml"

    @property
    def database(self) -> Path:
        """The database."""
        return self.folder / "home" / "seleqt.db"

    def addresses(self) -> list[str]:
        """Of every lead."""
        return [f"lead{number}@company{number}.example" for number in range(1, self.leads + 1)]

    def command(self, *arguments: str, program: tuple[str, ...] = SELEQT) -> list[str]:
        """The command line of a call of seleqt on this home."""
        return [sys.executable, *program, "--home", str(self.folder / "home"), *arguments, "-f", str(self.file)]

    def start(self, *arguments: str, program: tuple[str, ...] = SELEQT, **environment: str) -> "subprocess.Popen[str]":
        """Start a call."""
        return subprocess.Popen(
            self.command(*arguments, program=program), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, env={**os.environ, **self.environment, **environment},
        )  # fmt: skip

    def call(self, *arguments: str, program: tuple[str, ...] = SELEQT, **environment: str) -> "subprocess.CompletedProcess[str]":
        """Run a call to its end."""
        with self.start(*arguments, program=program, **environment) as process:
            out, err = process.communicate(timeout=120)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def apply(self) -> "Home":
        """Accept the file."""
        done = self.call("apply")
        assert done.returncode == 0, done.stderr
        return self

    def services(self, clock: VirtualClock | None = None) -> Services:
        """The parts of a call in this process; a clock stands in for the machine's."""
        services = Services(home=str(self.folder / "home"), file=str(self.file), environment={**os.environ, **self.environment})
        if clock is not None:
            services.clock = clock
        return services

    def connect(self) -> sqlite3.Connection:
        """The database as it is."""
        return sqlite3.connect(self.database, isolation_level=None)

    def states(self) -> dict[str, int]:
        """How many actions are in each state."""
        with_rows = self.connect()
        found = dict(with_rows.execute("SELECT state, count(*) FROM action GROUP BY state ORDER BY state").fetchall())
        with_rows.close()
        return found

    def leads_with(self, state: str) -> set[str]:
        """The addresses of the leads that have an action in a state."""
        connection = self.connect()
        found = {row[0] for row in connection.execute("SELECT lead FROM action WHERE state = ?", (state,))}
        connection.close()
        return found

    def is_sound(self) -> None:
        """SQLite finds no fault, and the audit finds no promise broken."""
        connection = self.connect()
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        proof = prove(AuditRows(connection))
        assert proof.violations == ()
        connection.close()


@dataclass
class InProcess:
    """The engine of a home on a virtual clock. `done` is what the engine says that it did."""

    home: Home
    clock: VirtualClock
    done: list[Done] = field(default_factory=list)

    def apply(self) -> "InProcess":
        """Accept the file at this moment."""
        services = self.home.services(self.clock)
        _, loaded = services.workspace()
        connection = services.connect(create=True)
        services.apply(loaded, connection, lambda name, done, total: None)
        connection.close()
        return self

    def once(self, *, watch: Callable[[Machine], None] = lambda machine: None) -> Tick:
        """`run --once` at this moment; late work waits on the virtual clock."""

        async def pause(seconds: float) -> None:
            self.clock.set(self.clock.now() + int(seconds))

        async def run(machine: Machine, stop: Stop) -> Tick:
            runner = machine.runner(observe=self.done.append, stopping=stop)
            watch(machine)
            return await run_once(runner, self.clock, stop, pause)

        return self._with_machine(run)

    def until(self, end: int, *, watch: Callable[[Machine], None] = lambda machine: None, look: Callable[[], None] = lambda: None) -> None:
        """`run` until an instant, or until nothing is in sight; `look` is called at every look of the engine."""

        async def run(machine: Machine, stop: Stop) -> Tick:
            runner = machine.runner(observe=self.done.append, stopping=stop)
            watch(machine)

            def beat(next_at: int | None) -> None:
                look()
                if self.clock.now() >= end or (next_at is None and not engine.at_work):
                    stop.ask()

            engine = LocalEngine(
                runner, self.clock, stop, refresh=machine.refresh_and_wake(runner, stop), beat=beat, alarm=VirtualAlarm(self.clock)
            )
            await engine.run()
            return engine.tick

        self._with_machine(run)

    def _with_machine(self, run: Callable[[Machine, Stop], Awaitable[Tick]]) -> Tick:
        async def whole() -> Tick:
            services = self.home.services(self.clock)
            connection = services.connect()
            machine = services.machine(connection)
            try:
                return await run(machine, Stop())
            finally:
                await machine.close()
                connection.close()

        return asyncio.run(whole())
