"""The doctor's look at each sender: servers, login, state, inbox, DNS in short, browser."""

import shutil
from collections.abc import Iterator, Sequence
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final, Literal

from seleqt_cli.core.campaign import Sender, Server
from seleqt_cli.core.errors import SeleqtError, Unreachable
from seleqt_cli.core.guards import freed_by
from seleqt_cli.core.health import Finding, worst
from seleqt_cli.core.names.services import provider_of_server
from seleqt_cli.core.providers import keeps_sent
from seleqt_cli.core.setup_check import age
from seleqt_cli.storage.copies_owed import missing_copies
from seleqt_cli.storage.mail_settings import seen
from seleqt_cli.wiring import checking
from seleqt_cli.wiring.account_login import prove
from seleqt_cli.wiring.accounts import SenderLine, sender_lines
from seleqt_cli.wiring.linkedin_standing import mode_words
from seleqt_cli.wiring.machine import Machine
from seleqt_cli.wiring.signing_in import credentials

if TYPE_CHECKING:
    from seleqt_cli.app.status import Status

BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge")


def examine_senders(machine: Machine, status: "Status", now: int, *, online: bool, login: bool) -> tuple[list[Finding], int | None]:
    """The findings, and what time it is by the first server that says so."""
    read = {one.sender: one.inbox_read_at for one in status.senders}
    looks = {one.sender.name: one for one in checking.check_senders(machine)} if online else {}
    found: list[Finding] = []
    for number, line in enumerate(sender_lines(machine, now), 1):
        called, sender = f"sender {number}", line.sender
        findings = list(_sender(machine, line, now, read.get(sender.name, 0), login=login))
        look = looks.get(sender.name)
        if look is not None and look.servers:
            findings += [_in_short(look.dns), *look.servers]
        found += [_of(one, called) for one in findings]
    times = (time_in(banner) for look in looks.values() for banner in look.banners)
    server_time = next((time for time in times if time is not None), None)
    if any(sender.channel == "linkedin" for sender in machine.workspace.senders.values()):
        found.append(_browser())
    return found, server_time


def time_in(banner: str) -> int | None:
    """The instant in an SMTP server's first line (`220 host ESMTP Exim 4.96 Tue, 01 Dec 2026 09:00:00 +0100`), None without one."""
    words = banner.split()
    for start in range(len(words)):
        if words[start].endswith(","):
            try:
                moment = parsedate_to_datetime(" ".join(words[start : start + 6]))
            except (ValueError, TypeError):
                continue
            if moment.tzinfo is not None:
                return int(moment.timestamp())
    return None


def _of(one: Finding, called: str) -> Finding:
    return Finding(called, f"{called}: {one.check}", one.level, one.text, one.why, one.todo, one.paste)


def _sender(machine: Machine, line: SenderLine, now: int, read_at: int, *, login: bool) -> Iterator[Finding]:
    sender = line.sender
    if line.state == "held":
        yield Finding("", "state", "problem", f"held: {line.reason}", "", "when the reason is gone", freed_by(line.reason, "NAME"))
    elif line.state != "active":
        yield Finding("", "state", "warning", f"{line.state}{f': {line.reason}' if line.reason else ''}", "", "", "")
    else:
        yield Finding("", "state", "ok", "active")
    if sender.channel == "linkedin":
        words = mode_words(machine.store, sender, now)
        lacks = words.partition(": ")[2]
        level: Literal["ok", "warning"] = "warning" if lacks else "ok"
        yield Finding("", "LinkedIn", level, (words or "its steps are tasks for a person").replace(sender.name, "NAME"))
        return
    if sender.outbox:
        yield Finding("", "server", "ok", "its mails go into a folder")
        return
    if sender.smtp is None:
        yield Finding("", "server", "problem", "no mail server is known", "", "find it", "seleqt senders login NAME")
        return
    provider = provider_of_server(sender.smtp)
    yield Finding("", "server", "ok", provider.name if provider is not None else "a server of its own")
    yield from _login(machine, line, login=login)
    if sender.vouched:
        yield Finding("", "inbox", "ok", "a person watches it (imap: none)")
    elif not isinstance(sender.imap, Server):
        todo = "find it, or write imap: HOST:993"
        yield Finding("", "inbox", "problem", "no IMAP server is known: no follow-up leaves", "", todo, "seleqt senders login NAME")
    elif not read_at:
        yield Finding("", "inbox", "warning", "never read: no follow-up leaves before it was", "", "read it", "seleqt inbox sync")
    else:
        yield Finding("", "inbox", "ok", f"read {age(now - read_at)}")
    if isinstance(sender.imap, Server) and sender.sent_copy == "auto":
        yield _sent_copy(machine, sender)


def _sent_copy(machine: Machine, sender: Sender) -> Finding:
    """Who puts a copy into Sent: told by a test mail, else by the table of providers."""
    missing = next((one for one in missing_copies(machine.connection) if one.account == sender.account), None)
    if missing is not None:
        why = "what was sent does not show in your mail program"
        return Finding("", "Sent", "warning", str(missing), why, "see whether the mailbox is full; it is tried again by itself for a day")
    learned = seen(machine.connection, sender.account).keeps_sent
    if learned is None and provider_of_server(sender.smtp) is None:
        text = "whether the server keeps a copy is not known: seleqt puts one there"
        return Finding("", "Sent", "unknown", text, "", "write to yourself, it shows", "seleqt senders test NAME")
    theirs = keeps_sent(sender, learned)
    return Finding("", "Sent", "ok", "the server keeps a copy" if theirs else "seleqt puts a copy there")


def _login(machine: Machine, line: SenderLine, *, login: bool) -> Iterator[Finding]:
    sender = line.sender
    if line.secret.startswith("no") and line.secret != "not needed":
        why = line.secret.partition(": ")[2]
        yield Finding("", "login", "problem", why or "no login is kept", "", "log in", "seleqt senders login NAME")
        return
    if not login:
        yield Finding("", "login", "ok", "not needed" if line.secret == "not needed" else "kept (not tried: --login tries it)")
        return
    try:
        kind, _, secret = credentials(machine.place, sender)
        prove(sender, kind, secret, machine.clock.elapsed)
        yield Finding("", "login", "ok", "the servers take it")
    except Unreachable as problem:
        yield Finding("", "login", "unknown", problem.message)
    except SeleqtError as problem:
        yield Finding("", "login", "problem", problem.message, "", "log in again", "seleqt senders login NAME")


def _in_short(findings: Sequence[Finding]) -> Finding:
    """The check of the sender's domain in one line."""
    level = worst(findings)
    text = ", ".join(f"{one.check} {one.level}" for one in findings)
    return Finding(
        "",
        "DNS",
        level,
        text,
        "",
        "" if level == "ok" else "see what, why, and what to do",
        "" if level == "ok" else "seleqt senders check",
    )


def _browser() -> Finding:
    found = next((name for name in BROWSERS if shutil.which(name)), "")
    if found:
        return Finding("machine", "browser", "ok", f"{found}; LinkedIn steps are tasks for a person")
    return Finding("machine", "browser", "warning", "no Chromium or Chrome was found", "", "install one; LinkedIn steps open in a browser")
