"""The accounts that send: `senders:`."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final, cast
from urllib.parse import unquote

from seleqt_cli.core.addresses import PROFILE_PREFIX, BadAddress, normalise_email, normalise_linkedin
from seleqt_cli.core.campaign import Pace, RampUp, Sender
from seleqt_cli.core.facts import EMAIL_GAP, EMAIL_LIMITS, LINKEDIN_GAP, LINKEDIN_LIMITS, LINKEDIN_PLANS, PERIODS, Fact, Period
from seleqt_cli.core.likeness import mailbox_key
from seleqt_cli.files.durations import BadDuration, read_gap
from seleqt_cli.files.keys import OBJECTS
from seleqt_cli.files.places import is_loopback, read_zone, text_or_file
from seleqt_cli.files.reading import Reading, Sheet, kind_of
from seleqt_cli.files.servers import read_imap, read_smtp
from seleqt_cli.files.wording import quoted
from seleqt_cli.files.yaml_nodes import Entry, MapNode, ScalarNode

_AUTHS: Final = ("password", "google", "microsoft", "none")


def read_senders(root: Sheet) -> dict[str, Sender]:
    """All senders in the order of the file; those with a fault that leaves no account are left out."""
    found: dict[str, Sender] = {}
    for entry, path in root.named("senders"):
        sender = _sender(root.reading, entry, path, len(found))
        if sender is not None:
            found[entry.key] = sender
    _check_shared_accounts(root.reading, found.values())
    return _persons_resolved(found)


def _sender(reading: Reading, entry: Entry, path: str, number: int) -> Sender | None:
    keys = entry.node.entries if isinstance(entry.node, MapNode) else {}
    if not isinstance(entry.node, MapNode):
        Sheet(reading, entry.node, path, OBJECTS["email_sender"], entry.place)
        return None
    if "email" in keys and "linkedin" in keys:
        reading.problem(keys["linkedin"].place, path, "a sender is one account: write the LinkedIn account as a sender of its own")
        return None
    if "linkedin" in keys:
        return _linkedin(Sheet(reading, entry.node, path, OBJECTS["linkedin_sender"], entry.place), entry.key, number)
    if "email" in keys:
        return _email(Sheet(reading, entry.node, path, OBJECTS["email_sender"], entry.place), entry.key, number)
    known = {**OBJECTS["email_sender"], **OBJECTS["linkedin_sender"]}
    optional = {name: replace(key, required=False) for name, key in known.items()}
    Sheet(reading, entry.node, path, optional, entry.place)
    reading.problem(entry.place, path, "email or linkedin is missing: the address of the account", code="missing")
    return None


def _email(sheet: Sheet, name: str, number: int) -> Sender | None:
    address = sheet.text("email")
    login = sheet.text("login") or address
    account = f"email:{_login_key(login)}"
    if address:
        try:
            normalise_email(address)
        except BadAddress as error:
            sheet.problem("email", f"{quoted(address)} {error}", code="address")
            address = ""
    smtp, outbox = read_smtp(sheet)
    auth = sheet.choice("auth", _AUTHS, "password")
    if auth == "none" and not outbox and (smtp is None or not is_loopback(smtp.host)):
        sheet.problem("auth", "none is only for a server on this machine (localhost)")
    inbox = sheet.sheet("inbox", OBJECTS["inbox"])
    sender = Sender(
        name=name,
        channel="email",
        account=account,
        address=address,
        login=login,
        smtp=smtp,
        outbox=outbox,
        imap=read_imap(sheet),
        auth=cast(Any, auth),
        limits=_limits(sheet, "email_limits", EMAIL_LIMITS),
        pace=_pace(sheet, EMAIL_GAP, 0),
        signature=text_or_file(sheet, "signature", sheet.text("signature", lines=True)),
        sent_copy=cast(Any, sheet.choice("sent_copy", ("auto", "none"), "auto")),
        inbox_folders=inbox.words("folders") if inbox else (),
        inbox_ignore=inbox.words("ignore") if inbox else (),
        **_shared(sheet, name, number),
    )
    return sender if address else None


def _linkedin(sheet: Sheet, name: str, number: int) -> Sender | None:
    profile = sheet.text("linkedin")
    if profile:
        try:
            profile = normalise_linkedin(profile)
        except BadAddress as error:
            sheet.problem("linkedin", f"{quoted(profile)} {error}", code="address")
            profile = ""
    plan = sheet.choice("plan", LINKEDIN_PLANS, "normal")
    sender = Sender(
        name=name,
        channel="linkedin",
        account=f"linkedin:{unquote(profile.removeprefix(PROFILE_PREFIX).rstrip('/'))}",
        profile=profile,
        plan=plan,
        mode=cast(Any, sheet.choice("mode", ("open", "fill", "auto"), "fill")),
        note_quota=cast(Any, sheet.choice("note_quota", ("hold", "without_note"), "hold")),
        limits=_limits(sheet, "linkedin_limits", LINKEDIN_LIMITS[plan]),
        pace=_pace(sheet, LINKEDIN_GAP, LINKEDIN_GAP),
        **_shared(sheet, name, number),
    )
    return sender if profile else None


def _shared(sheet: Sheet, name: str, number: int) -> dict[str, Any]:
    display_name = sheet.text("name")
    ramp = sheet.sheet("ramp_up", OBJECTS["ramp_up"])
    return {
        "person": sheet.text("person") or display_name or name,
        "display_name": display_name,
        "ramp_up": RampUp(ramp.integer("start", 1, least=1), ramp.integer("add")) if ramp else None,
        "fields": sheet.texts("fields"),
        "timezone": read_zone(sheet, "timezone"),
        "number": number,
        "place": sheet.place,
    }


def _login_key(login: str) -> str:
    """What a login counts as: the mailbox of the address; a user name that is none is compared without regard to case.

    A +tag opens the same mailbox, so that it gives no second limit.
    """
    try:
        return mailbox_key(normalise_email(login))
    except BadAddress:
        return unicodedata.normalize("NFC", login).casefold()


def _pace(sheet: Sheet, default: int, least: int) -> Pace:
    table = sheet.sheet("pace", OBJECTS["pace"])
    if table is None:
        return Pace(default, True)
    gap, text = default, table.text("gap")
    if text:
        try:
            gap = read_gap(text)
        except BadDuration as error:
            table.problem("gap", str(error))
    if gap < least:
        table.problem("gap", f"{quoted(text)} is below the least gap of {least} seconds for LinkedIn", code="limit")
    return Pace(gap, table.boolean("spread", gap > 0))


def _limits(sheet: Sheet, keys: str, most: Mapping[str, Mapping[Period, Fact]]) -> dict[str, dict[Period, int]]:
    table = sheet.sheet("limits", OBJECTS[keys])
    found: dict[str, dict[Period, int]] = {}
    for kind in OBJECTS[keys] if table else ():
        assert table is not None
        node = table.node(kind)
        if isinstance(node, ScalarNode):
            value = _limit(table, kind, most.get(kind, {}).get("day"))
            if value is not None:
                found[kind] = {"day": value}
        elif isinstance(node, MapNode):
            periods = Sheet(sheet.reading, node, table.at(kind), OBJECTS["periods"], table.place_of(kind))
            values = {period: _limit(periods, period, most.get(kind, {}).get(period)) for period in PERIODS}
            found[kind] = {period: value for period, value in values.items() if value is not None}
        elif node is not None:
            table.problem(kind, f"should be a number a day, or {{day, week, month}}, not {kind_of(node)}", code="wrong-type")
    return found


def _limit(table: Sheet, key: str, most: Fact | None) -> int | None:
    node = table.node(key)
    if node is None:
        return None
    value = table.integer(key, -1)
    if value < 0:
        return None
    if most is not None and value > most.value:
        table.problem(key, f"{value} is above the limit of {most.value} ({most.source})", code="limit")
        return None
    return value


def _check_shared_accounts(reading: Reading, senders: Iterable[Sender]) -> None:
    first: dict[str, Sender] = {}
    for sender in senders:
        other = first.setdefault(sender.account, sender)
        if other.plan != sender.plan:
            message = f"is the same account as {other.name}, which has plan {other.plan}; one account has one plan"
            reading.problem(sender.place, f"senders.{sender.name}", message)


def _persons_resolved(senders: dict[str, Sender]) -> dict[str, Sender]:
    """`person: anna` may also name the sender anna, whatever the name of the person behind it (SPEC 13 rule 8)."""
    own = {name: sender.person for name, sender in senders.items()}
    return {name: replace(sender, person=own.get(sender.person, sender.person)) for name, sender in senders.items()}
