"""`seleqt doctor`: looks at everything that would stop a send, and changes nothing."""

import os
import platform
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from seleqt_cli import __version__
from seleqt_cli.core.errors import SeleqtError, UsageProblem
from seleqt_cli.core.health import Finding
from seleqt_cli.core.private_text import Discretion
from seleqt_cli.core.setup_check import age, clock_findings, database_findings, disk_finding, home_findings
from seleqt_cli.storage.database import SAFE_WAL
from seleqt_cli.storage.disk import LEAST_ROOM, room
from seleqt_cli.storage.inspection import latest_event, look_at_database, open_to_look
from seleqt_cli.storage.opening import key_name
from seleqt_cli.storage.secrets import NoKeyring, safe_backend
from seleqt_cli.storage.secrets_file import NAME as SECRETS_FILE
from seleqt_cli.storage.versions import digest, latest_version
from seleqt_cli.wiring.encrypting import copies_in_plain_text
from seleqt_cli.wiring.outlines import looking

if TYPE_CHECKING:
    from seleqt_cli.app.status import Status
    from seleqt_cli.wiring.machine import Machine
    from seleqt_cli.wiring.services import Services


def examine(services: "Services", *, online: bool = True, login: bool = False) -> list[Finding]:
    """Every finding. `online`: ask DNS and the configured servers; `login`: log in at them too. Names nobody."""
    now = services.clock.now()
    folders = [(str(services.home_path), "HOME"), (str(services.file.absolute().parent), "FOLDER"), (str(Path.home()), "~")]
    findings = [*_program(), *_home(services)]
    path = services.present_database()
    if path is None:
        findings.append(Finding("database", "database", "warning", "there is none yet", "", "make it", "seleqt apply"))
        findings += [*_secrets(services), *_file(services, None), *clock_findings(now=now, last_event=0, server_time=None, online=online)]
        return _discreet(findings, Discretion((), folders))
    look = look_at_database(path, services.database_keys)
    findings += database_findings(
        trouble=look.trouble, advice=look.advice, ours=look.ours, schema=look.schema, newest=look.newest, damage=look.damage,
        others=look.others, octets=look.octets,
    )  # fmt: skip
    findings += _encryption(services, path)
    if look.journal == "wal" and sqlite3.sqlite_version_info < SAFE_WAL:
        why = "before 3.51.3 SQLite can damage such a database with two writers"
        findings.append(Finding("database", "journal", "warning", "WAL; the next command goes back to a rollback journal", why))
    findings += _secrets(services)
    if not look.usable:
        return _discreet([*findings, *_file(services, None)], Discretion((), folders))
    connection = open_to_look(path, services.database_keys)
    try:
        findings += _file(services, connection)
        if latest_version(connection) is None:
            findings += clock_findings(now=now, last_event=latest_event(connection), server_time=None, online=online)
            return _discreet(findings, Discretion((), folders))
        machine = looking(services, connection)
        discretion = Discretion(machine.workspace.senders.values(), folders)
        return _discreet([*findings, *_applied(machine, now, online=online, login=login)], discretion)
    finally:
        connection.close()


def _program() -> Iterator[Finding]:
    yield Finding("machine", "seleqt", "ok", f"{__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}")
    journal = "WAL" if sqlite3.sqlite_version_info >= SAFE_WAL else "rollback journal (WAL is safe from 3.51.3 on)"
    yield Finding("machine", "SQLite", "ok", f"{sqlite3.sqlite_version}, {journal}")


def _encryption(services: "Services", path: Path) -> Iterator[Finding]:
    name = key_name(path)
    if not name:
        yield Finding("database", "encryption", "ok", "none: in plain text (seleqt privacy encrypt)")
        return
    try:
        yield Finding("database", "encryption", "ok", f"encrypted; its key: {services.database_keys.where(name)}")
    except SeleqtError as problem:
        yield Finding("database", "encryption", "problem", problem.message, "", problem.advice)
    left = copies_in_plain_text(services)
    if left:
        text = f"copies in plain text lie beside it: {', '.join(one.name for one in left)}"
        yield Finding("database", "copies", "warning", text, "they hold people's data", "remove them", "seleqt privacy encrypt")


def _home(services: "Services") -> Iterator[Finding]:
    home = services.home_path
    exists = home.is_dir()
    # On Windows the mode says nothing about others: the folder is in the user's profile.
    others = exists and os.name != "nt" and bool(home.stat().st_mode & 0o077)
    yield from home_findings(exists=exists, others=others, writable=os.access(home, os.W_OK | os.X_OK), path=str(home))
    try:
        yield disk_finding(room(home), LEAST_ROOM)
    except OSError as problem:
        yield Finding("home", "disk", "problem", f"it cannot be read: {problem.strerror}", "", "see whether the disk is there")


def _secrets(services: "Services") -> Iterator[Finding]:
    file = services.home_path / SECRETS_FILE
    if file.exists():
        others = os.name != "nt" and bool(file.stat().st_mode & 0o077)
        level, text = ("warning", "other users could read the secrets file") if others else ("ok", "a secrets file, private")
        yield Finding("secrets", "secrets file", level, text, "", f"chmod 600 HOME/{SECRETS_FILE}" if others else "")  # type: ignore[arg-type]
    choice = services.environment.get("SELEQT_SECRETS", "")
    if choice == "file":
        yield Finding("secrets", "keyring", "ok", "not used (SELEQT_SECRETS=file)")
        return
    try:
        yield Finding("secrets", "keyring", "ok", type(safe_backend(services.environment)).__module__.rpartition(".")[2])
    except NoKeyring as problem:
        todo = "keep logins in a file: seleqt senders login NAME --store file; or set SELEQT_PASSWORD_NAME"
        yield Finding("secrets", "keyring", "ok" if file.exists() else "warning", problem.message, "", "" if file.exists() else todo)


def _file(services: "Services", connection: sqlite3.Connection | None) -> Iterator[Finding]:
    try:
        loaded = services.load_file()
    except UsageProblem:
        applied = connection is not None and latest_version(connection) is not None
        text = "not here; what was last applied counts" if applied else "there is none here"
        todo, paste = ("go to its folder, or name it", "seleqt -f FILE doctor") if applied else ("write one", "seleqt init")
        yield Finding("campaigns", "campaigns file", "warning", text, "", todo, paste)
        return
    errors = sum(one.level == "error" for one in loaded.problems)
    warnings = len(loaded.problems) - errors
    text = f"{errors or 'no'} error{'' if errors == 1 else 's'}, {warnings or 'no'} warning{'' if warnings == 1 else 's'}"
    if errors:
        yield Finding("campaigns", "campaigns file", "problem", text, "", "see them", "seleqt check")
    else:
        yield Finding("campaigns", "campaigns file", "ok", f"{text}; seleqt check also reads the messages")
    version = latest_version(connection) if connection is not None else None
    if version is None:
        yield Finding("campaigns", "applied", "warning", "nothing was applied yet", "", "accept the file", "seleqt apply")
    elif services.file.read_bytes() != version.text or digest(version.text, loaded.files) != version.sha256:
        why = "run goes on with what was applied last"
        yield Finding("campaigns", "applied", "warning", "the file changed since", why, "look, then seleqt apply", "seleqt diff")
    else:
        yield Finding("campaigns", "applied", "ok", "as it stands")


def _applied(machine: "Machine", now: int, *, online: bool, login: bool) -> Iterator[Finding]:
    from seleqt_cli.storage.epoch import EpochRecord
    from seleqt_cli.storage.stopped import reconcile
    from seleqt_cli.wiring.doctor_senders import examine_senders
    from seleqt_cli.wiring.outlines import current_status

    status, place = current_status(machine, now), machine.place
    stopped = reconcile(machine.connection)
    record = EpochRecord(place.state_folder, machine.workspace_id, place.database_path, place.database_keys)
    why = stopped.why if stopped is not None else record.trouble(machine.connection)
    if why:
        todo = "read what was sent meanwhile, then seleqt resolve --ready"
        yield Finding("database", "restored", "problem", f"nothing is sent from it: {why}", "", todo, "seleqt resolve --check")
    yield from _running(status, now)
    findings, server_time = examine_senders(machine, status, now, online=online, login=login)
    yield from clock_findings(now=now, last_event=latest_event(machine.connection), server_time=server_time, online=online)
    yield from findings


def _running(status: "Status", now: int) -> Iterator[Finding]:
    if status.paused is not None:
        yield Finding("run", "paused", "problem", "everything is paused", "nothing is sent", "let it go on", "seleqt resume")
    ran = age(now - status.last_run_at) if status.last_run_at else "never"
    silent = next((fault for fault in status.faults if fault.startswith("no run")), "")
    if silent:
        yield Finding("run", "last run", "problem", f"{ran}; {silent.partition(' (')[0]}", "", "start it, or look at cron", "seleqt run")
    else:
        yield Finding("run", "last run", "ok", ran)
    if status.in_doubt:
        text = f"{status.in_doubt} may or may not have been sent"
        yield Finding("run", "in doubt", "warning", text, "their journeys wait for an answer", "settle them", "seleqt resolve")
    for one in status.deadlines:
        # Without the person: what doctor says may be shown to others.
        left = "LATE" if now >= one.due_at else f"{(one.due_at - now) // 3600} hours left"
        level, todo = ("warning", "see them") if one.fault(now) else ("ok", "")
        text = f"{one.what.partition(' for ')[0]}{' (extended)' if one.what.endswith(' (extended)') else ''}, {left}"
        yield Finding("run", "privacy", level, text, "", todo, one.advice if todo else "")  # type: ignore[arg-type]
    if status.tasks:
        yield Finding(
            "run", "tasks", "warning", f"{status.tasks} {'waits' if status.tasks == 1 else 'wait'} for you", "", "do them", "seleqt tasks"
        )


def _discreet(findings: list[Finding], hide: Discretion) -> list[Finding]:
    return [
        replace(one, subject=hide(one.subject), text=hide(one.text), why=hide(one.why), todo=hide(one.todo), paste=hide(one.paste))
        for one in findings
    ]
