"""Campaigns: leads + senders + schedule + steps."""

import re
from collections.abc import Mapping
from typing import Any, Final, cast

from seleqt_cli.core.campaign import Business, Campaign, Duration, Schedule, Sender
from seleqt_cli.core.facts import COMPANY_CAP, WITHDRAW_AFTER_DAYS
from seleqt_cli.files.business import read_language
from seleqt_cli.files.contents import Voices
from seleqt_cli.files.hooks import read_hooks
from seleqt_cli.files.keys import OBJECTS
from seleqt_cli.files.lead_sources import read_leads
from seleqt_cli.files.reading import Sheet
from seleqt_cli.files.schedules import campaign_schedule
from seleqt_cli.files.steps import Walk, read_allowed, read_steps
from seleqt_cli.files.threads import check_first_subjects
from seleqt_cli.files.wording import did_you_mean, quoted
from seleqt_cli.files.yaml_nodes import MapNode

_REVIEW: Final = re.compile(r"first\s+(\d{1,6})", re.ASCII)


def read_campaigns(
    root: Sheet, business: Business, message_format: str, senders: Mapping[str, Sender], schedules: dict[str, Schedule]
) -> dict[str, Campaign]:
    """All campaigns, in the order of the file."""
    declared = root.node("senders")
    known = tuple(declared.entries) if isinstance(declared, MapNode) else ()
    found: dict[str, Campaign] = {}
    for entry, path in root.named("campaigns"):
        sheet = Sheet(root.reading, entry.node, path, OBJECTS["campaign"], entry.place)
        if isinstance(entry.node, MapNode):
            found[entry.key] = _campaign(sheet, entry.key, len(found), business, message_format, senders, known, schedules)
    return found


def _campaign(
    sheet: Sheet,
    name: str,
    number: int,
    business: Business,
    message_format: str,
    senders: Mapping[str, Sender],
    known: tuple[str, ...],
    schedules: dict[str, Schedule],
) -> Campaign:
    mine = _senders(sheet, known)
    speakers = [senders[sender] for sender in mine if sender in senders]
    linkedin = [sender for sender in speakers if sender.channel == "linkedin"]
    voices = Voices(linkedin, sheet.choice("format", ("plain", "html"), message_format))
    review = _review(sheet)
    # A sender that is itself faulty is reported there; its campaign's steps are not blamed for lacking it.
    complete = len(speakers) == len(mine) and bool(mine)
    steps = read_steps(sheet, Walk(sheet.reading, speakers if complete else list(_any_channel(speakers)), voices))
    check_first_subjects(sheet.reading, steps, sheet.at("steps"), reviewed=review != 0)
    stop = sheet.sheet("on_reply", OBJECTS["on_reply"])
    start, end = sheet.date("start"), sheet.date("end")
    if start and end and end < start:
        sheet.problem("end", f"{end} is before the start, {start}", code="empty-window")
    return Campaign(
        name=name,
        leads=read_leads(sheet),
        senders=mine,
        schedule=campaign_schedule(sheet, schedules, name),
        steps=steps,
        language=read_language(sheet, "language", tuple(business.footer)),
        start=start,
        end=end,
        review=review,
        on_reply=cast(Any, stop.choice("stop", ("person", "journey", "company"), "person")) if stop else "person",
        max_new_leads=sheet.integer("max_new_leads", least=1) if sheet.has("max_new_leads") else None,
        priority=sheet.integer("priority", 0, least=-1000, most=1000),
        company_cap=_company_cap(sheet),
        withdraw_after=sheet.duration("withdraw_after") or Duration(WITHDRAW_AFTER_DAYS, "days"),
        overlap=sheet.boolean("overlap", False),
        hooks=read_hooks(sheet),
        allow=read_allowed(sheet),
        number=number,
        place=sheet.place,
    )


def _senders(sheet: Sheet, known: tuple[str, ...]) -> tuple[str, ...]:
    found: list[str] = []
    for name, place in sheet.placed_words("senders"):
        if name not in known:
            hint = did_you_mean(name, known) or (f"; there is {', '.join(known)}" if known else "")
            sheet.reading.problem(place, sheet.at("senders"), f"there is no sender {quoted(name)}{hint}", code="reference")
        elif name in found:
            sheet.reading.problem(place, sheet.at("senders"), f"{quoted(name)} is here twice", code="duplicate")
            continue
        found.append(name)
    return tuple(found)


def _any_channel(speakers: list[Sender]) -> tuple[Sender, ...]:
    stand_ins = (Sender("", "email", "", ""), Sender("", "linkedin", "", "", plan="recruiter"))
    return (*speakers, *stand_ins)


def _review(sheet: Sheet) -> int:
    text = sheet.text("review")
    if text in ("", "none"):
        return 0
    if text == "all":
        return -1
    found = _REVIEW.fullmatch(text)
    if found and int(found[1]) > 0:
        return int(found[1])
    sheet.problem("review", f"{quoted(text)} is not all, first N (such as first 10) or none")
    return 0


def _company_cap(sheet: Sheet) -> int | None:
    if not sheet.has("company_cap"):
        return COMPANY_CAP
    return None if sheet.text("company_cap") == "none" else sheet.integer("company_cap", COMPANY_CAP, least=1)
