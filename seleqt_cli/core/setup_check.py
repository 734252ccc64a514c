"""What the facts about a machine and a home mean for sending, as findings. Nothing here names a person, an address or a folder."""

from typing import Final

from seleqt_cli.core.health import Finding, Level

LITTLE_ROOM: Final = 1024 * 1024 * 1024
CLOCK_WARNING: Final = 120
"""Seconds by which the clock may be wrong: the windows of a schedule move by as much."""
CLOCK_PROBLEM: Final = 15 * 60
"""By so much an inbox that was read just now looks unread, or one that was not looks read (SPEC section 3, promise 4)."""
_SYNCED: Final = ("dropbox", "onedrive", "google drive", "googledrive", "icloud", "mobile documents", "nextcloud", "owncloud", "syncthing")


def home_findings(*, exists: bool, others: bool, writable: bool, path: str) -> list[Finding]:
    """`others`: whether other users of the machine may look into the home. `path` is only searched, never shown."""
    if not exists:
        return [Finding("home", "home", "warning", "there is none yet", "", "make it", "seleqt apply")]
    found = []
    if not writable:
        found.append(Finding("home", "home", "problem", "it cannot be written", "", "see whose folder it is: ls -ld"))
    if others:
        found.append(
            Finding(
                "home", "home", "warning", "other users of this machine could look into it",
                "it holds people's data; every command that opens it makes it private again", "see who opened it up",
            )
        )  # fmt: skip
    parts = path.lower().replace("\\", "/").split("/")
    if any(part.startswith(word) for part in parts for word in _SYNCED):
        found.append(
            Finding(
                "home", "home", "warning", "it lies in a folder that a program copies to a cloud or to other machines",
                "a database that is copied while it is written breaks, and two machines would send the same", "move it: --home DIR",
            )
        )  # fmt: skip
    return found or [Finding("home", "home", "ok", "private and writable")]


def disk_finding(free: int, least: int) -> Finding:
    """`free` and `least` (what a send is begun with) in bytes."""
    text = f"{free // 1_048_576} MB free"
    if free < least:
        return Finding("home", "disk", "problem", text, f"a send is begun with {least // 1_048_576} MB or more", "make room")
    return Finding("home", "disk", "ok" if free >= LITTLE_ROOM else "warning", text, "", "" if free >= LITTLE_ROOM else "make room")


def database_findings(
    *, trouble: str, advice: str, ours: bool, schema: int, newest: int, damage: str, others: bool, octets: int
) -> list[Finding]:
    """Of a database that is there; see storage/inspection."""

    def found(check: str, level: Level, text: str, why: str = "", todo: str = "", paste: str = "") -> Finding:
        return Finding("database", check, level, text, why, todo, paste)

    if trouble:
        todo = advice or "end other programs that use it, then type the same again"
        return [found("database", "problem", f"it cannot be read: {trouble}", "", todo)]
    if not ours:
        return [found("database", "problem", "the file is not a database of seleqt", "", "name another one with --db or --home")]
    if damage:
        return [found("database", "problem", f"it is damaged: {damage}", "what was sent is known only from it", "put a copy in its place")]
    findings = [found("database", "ok", f"sound, {octets / 1_048_576:.1f} MB")]
    if others:
        findings.append(found("database", "warning", "other users of this machine could read it", "it holds people's data"))
    if schema > newest:
        findings.append(found("schema", "problem", f"{schema}, this seleqt knows {newest}", "", "install the newer seleqt"))
    elif schema < newest:
        findings.append(found("schema", "warning", f"{schema}, the next command makes it {newest} after a copy"))
    else:
        findings.append(found("schema", "ok", str(schema)))
    return findings


def clock_findings(*, now: int, last_event: int, server_time: int | None, online: bool) -> list[Finding]:
    """`last_event`: the newest instant in the history. `server_time`: what a configured server said it is at `now`, None for nothing."""
    why = "windows, limits and the age of what was read hang on it"
    todo = "set it, and let the system keep it (NTP)"
    if last_event > now + CLOCK_WARNING:
        text = f"it stands {_span(last_event - now)} before what seleqt wrote down last"
        return [Finding("machine", "clock", "problem", text, why, todo)]
    if server_time is None:
        text = "no configured server tells the time; nothing speaks against it" if online else "not compared (--offline)"
        return [Finding("machine", "clock", "ok" if last_event else "unknown", text)]
    skew = abs(now - server_time)
    if skew <= CLOCK_WARNING:
        return [Finding("machine", "clock", "ok", "agrees with a configured server")]
    level: Level = "problem" if skew > CLOCK_PROBLEM else "warning"
    direction = "ahead of" if now > server_time else "behind"
    return [Finding("machine", "clock", level, f"{_span(skew)} {direction} a configured server", why, todo)]


def age(seconds: int) -> str:
    """`12 minutes ago`; `just now` under a minute."""
    return "just now" if seconds < 60 else f"{_span(seconds)} ago"


def _span(seconds: int) -> str:
    for size, word in ((86_400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            number = seconds // size
            return f"{number} {word}{'s' if number != 1 else ''}"
    return f"{seconds} seconds"
