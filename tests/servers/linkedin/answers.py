"""What the page's script gets: pieces of pages before a write, and what has changed after one."""

import dataclasses
import json
from typing import Any

from tests.servers.linkedin import dialogs, lists, messaging, profiles
from tests.servers.linkedin.faults import Faults
from tests.servers.linkedin.html import View
from tests.servers.linkedin.model import Item, Person
from tests.servers.linkedin.rules import Verdict, Write


def read_write(action: str, body: bytes) -> Write:
    """What was posted."""
    given = json.loads(body)
    known = {each.name for each in dataclasses.fields(Write)} - {"action"}
    return Write(action, **{key: str(value) for key, value in given.items() if key in known})


def gate_for(view: View, person: Person) -> str:
    """The dialog that opens for an invitation."""
    return dialogs.survey(view) if "survey" in view.scenario.quirks else dialogs.gate(view, person)


def piece(view: View, faults: Faults, path: str, query: dict[str, str]) -> dict[str, Any]:
    """What a click opens; {} for nothing."""
    kind = path.removeprefix("/__ui/")
    if kind == "more":
        start = int(query["start"])
        rows, end = lists.rows(view, query["kind"], start)
        return {"rows": rows, "end": end, "next": {"kind": query["kind"], "start": start + view.scenario.page_size}}
    person = view.world.person(query.get("slug", ""))
    if person is None:
        return {}
    if kind == "inviting":
        return {"dialog": gate_for(view, person), "menu": ""}
    if kind == "note":
        used_up = view.scenario.quota_at == "click" and not view.world.notes_left()
        return {"dialog": dialogs.quota(view) if used_up or faults.click("quota_on_click") else dialogs.note_box(view, person)}
    if kind == "withdrawing":
        return {"dialog": dialogs.withdraw(view, person)}
    if kind == "menu":
        return {"menu": profiles.menu(view, person)}
    if kind == "bubble":
        found = messaging.bubble(view, person)
        return {"bubble": found, "menu": ""} if found else {"dialog": dialogs.upsell(view)}
    return {}


def after(view: View, person: Person | None, write: Write, verdict: Verdict) -> tuple[int, dict[str, Any]]:
    """Status and changes; a silent drop closes what was open and shows nothing, a false success shows what did not happen."""
    if verdict.reason == "silent_drop":
        return 200, _closed(write)
    if person is None or (not verdict.accepted and verdict.reason != "false_pending"):
        return _refusal(view, person, write, verdict)
    sent = {"toast": view.say("toast_sent")}
    if "toast_only" in view.scenario.quirks:
        return 200, _closed(write) | sent
    shown = person
    if verdict.reason == "false_pending":
        shown = dataclasses.replace(person, state="pending" if write.action == "invite" else person.state)
    return 200, sent | _shown(view, shown, write, recorded=verdict.accepted)


def _shown(view: View, person: Person, write: Write, *, recorded: bool) -> dict[str, Any]:
    if write.action in ("message", "inmail"):
        item = Item(write.text, view.world.clock.now(), from_me=True, subject=write.subject)
        number = len(person.thread) - (1 if recorded else 0)
        made = messaging.message(view, person, item, number)
        return {"item": made} | ({"toast": view.say("sales_sent")} if write.variant == "sales" else {})
    if write.action == "react":
        post = next(each for each in person.posts if each.urn == write.urn)
        return {"swap": {f"post:{person.slug}:{post.urn}": lists.post_box(view, person, post, first=True)}}
    offer = dialogs.quota(view) if write.action == "invite" and "offer_after" in view.scenario.quirks else ""
    return {
        "dialog": offer, "menu": "", "swap": profiles.parts(view, person),
        "drop": [f"{kind}:{person.slug}" for kind in ("sent", "received")] if write.action in ("withdraw", "respond") else [],
    }  # fmt: skip


def _closed(write: Write) -> dict[str, Any]:
    return {"item": ""} if write.action in ("message", "inmail") else {"dialog": "", "menu": ""}


def _refusal(view: View, person: Person | None, write: Write, verdict: Verdict) -> tuple[int, dict[str, Any]]:
    dialogs_of = {
        "limit": dialogs.limit, "quota": dialogs.quota, "upsell": dialogs.upsell, "again": dialogs.again,
    }  # fmt: skip
    if verdict.show in dialogs_of:
        return 200, {"dialog": dialogs_of[verdict.show](view), "menu": ""}
    if verdict.show == "email" and person is not None:
        return 200, {"dialog": gate_for(view, person)}
    return 409, {"error": verdict.reason, "toast": view.say("toast_failed")}
