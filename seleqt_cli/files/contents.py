"""The words of messages: bodies, subjects, variants, attachments, and how long they may be."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from seleqt_cli.core.campaign import Attachment, Content, Place, Sender, Variant
from seleqt_cli.core.facts import FILE_SIZE, INMAIL_BODY_LENGTH, INMAIL_SUBJECT_LENGTH, MESSAGE_LENGTH, NOTE_LENGTH
from seleqt_cli.files.keys import OBJECTS
from seleqt_cli.files.reading import Sheet, kind_of
from seleqt_cli.files.wording import UNSAFE, quoted
from seleqt_cli.files.yaml_nodes import MapNode

_GROUP: Final = re.compile(r"\{([^{}]*)\}")
_SPINTAX_DEPTH: Final = 10
"""Levels of `{a|{b|c}}` that are looked into; deeper ones count as they stand."""


@dataclass(frozen=True, slots=True)
class Voices:
    """Who may speak in a campaign: its LinkedIn senders (their plans bound the length), and the default format."""

    linkedin: Sequence[Sender]
    format: str


def read_content(sheet: Sheet, kind: str, voices: Voices) -> Content | None:
    """The words of one step, None for a connect without a note. `sheet` is the mapping under `email`, `connect` …"""
    subject = sheet.text("subject") if kind in ("email", "inmail") else ""
    # A faulty subject is told once; it must not also count as a missing one.
    subject = subject or ("?" if sheet.entries.get("subject") else "")
    variants = _variants(sheet, kind, subject) if sheet.has("variants") else _single(sheet, kind, subject)
    if kind == "inmail" and any(not variant.subject for variant in variants):
        sheet.reading.problem(sheet.place, sheet.path, "subject is missing; an InMail has one", code="missing")
    test = sheet.sheet("test", OBJECTS["test"])
    if test is not None and len(variants) < 2:
        sheet.problem("test", "needs at least two variants")
    if not variants:
        return None
    for variant in variants:
        _check_lengths(sheet, kind, variant, voices)
    return Content(
        variants=variants,
        attachments=_attachments(sheet) if kind == "email" else (),
        thread=cast(Any, sheet.choice("thread", ("same",), "")) if kind == "email" else "",
        format=cast(Any, sheet.choice("format", ("plain", "html"), voices.format)) if kind == "email" else "plain",
        sample=test.integer("sample", 0, least=1) if test else 0,
        measure=test.choice("measure", ("reply",), "reply") if test else "reply",
    )


def _single(sheet: Sheet, kind: str, subject: str) -> tuple[Variant, ...]:
    if kind == "connect":
        if not sheet.has("note"):
            return ()
        note = sheet.text("note", lines=True)
        return (Variant("", note, place=sheet.place_of("note")),)
    body, file = _body(sheet)
    return (Variant("", body, subject or None, body_file=file, place=sheet.place_of("body_file" if file else "body")),)


def _variants(sheet: Sheet, kind: str, subject: str) -> tuple[Variant, ...]:
    for key in ("note",) if kind == "connect" else ("body", "body_file"):
        if sheet.has(key):
            sheet.problem(key, "beside variants; move it into one of them")
    found = []
    for entry, path in sheet.named("variants"):
        table = Sheet(sheet.reading, entry.node, path, OBJECTS["note_variant" if kind == "connect" else "variant"], entry.place)
        if not isinstance(entry.node, MapNode):
            continue
        weight = table.integer("weight", 1, least=1, most=1000)
        if kind == "connect":
            found.append(Variant(entry.key, table.text("note", lines=True), None, weight, place=entry.place))
            continue
        if kind == "message" and table.has("subject"):
            table.problem("subject", "a message has no subject")
        body, file = _body(table)
        own = table.text("subject") if kind != "message" else ""
        found.append(Variant(entry.key, body, own or subject or None, weight, file, entry.place))
    if not found and sheet.node("variants") is not None:
        sheet.problem("variants", "holds no variant; write NAME: {body: ...}", code="missing")
    return tuple(found)


def _body(sheet: Sheet) -> tuple[str, str]:
    """(text, file it came from)."""
    if sheet.has("body") and sheet.has("body_file"):
        sheet.problem("body_file", "beside body; write one of them")
    if sheet.has("body_file"):
        name = sheet.text("body_file")
        text = sheet.reading.text_content(name, sheet.place_of("body_file"), sheet.at("body_file")) if name else None
        return (text or "").strip("\n"), name
    if not sheet.has("body") and sheet.entries.keys() <= sheet.keys.keys():
        sheet.reading.problem(sheet.place, sheet.path, "body is missing (or body_file)", code="missing")
    return sheet.text("body", lines=True), ""


def _attachments(sheet: Sheet) -> tuple[Attachment, ...]:
    found: list[Attachment] = []
    for name, place in sheet.placed_words("attach"):
        content = sheet.reading.content(name, place, sheet.at("attach"))
        shown_name = name.rpartition("/")[2]
        if content is None:
            continue
        if any(other.name == shown_name for other in found):
            sheet.reading.problem(place, sheet.at("attach"), f"two attachments are named {quoted(shown_name)}", code="duplicate")
        if UNSAFE.search(shown_name) or len(shown_name.encode()) > 200:
            sheet.reading.problem(place, sheet.at("attach"), f"{quoted(shown_name)} is no name for an attachment", code="file")
        found.append(Attachment(shown_name, content))
    if sum(len(attachment.content) for attachment in found) > FILE_SIZE:
        most = FILE_SIZE // 1024 // 1024
        sheet.problem("attach", f"the attachments are larger than {most} MiB together; most servers refuse that", code="file")
    return tuple(found)


def _check_lengths(sheet: Sheet, kind: str, variant: Variant, voices: Voices) -> None:
    if kind == "connect" and voices.linkedin:
        sender = min(voices.linkedin, key=lambda sender: NOTE_LENGTH[sender.plan])
        _check_length(sheet, variant.place, "note", variant.body, NOTE_LENGTH[sender.plan], f" of plan {sender.plan} ({sender.name})")
    elif kind == "message":
        _check_length(sheet, variant.place, "message", variant.body, MESSAGE_LENGTH)
    elif kind == "inmail":
        _check_length(sheet, variant.place, "InMail", variant.body, INMAIL_BODY_LENGTH)
        _check_length(sheet, sheet.place_of("subject"), "subject", variant.subject or "", INMAIL_SUBJECT_LENGTH)


def _check_length(sheet: Sheet, place: Place, what: str, text: str, most: int, whose: str = "") -> None:
    length = least_length(text)
    if length > most:
        message = f"the {what} has at least {length} characters, above the limit of {most}{whose}"
        sheet.reading.problem(place, sheet.path, message, code="too-long")


def least_length(template: str) -> int:
    """UTF-16 units that a text has however it is filled in; 0 where a statement ({% if %}) could leave out anything."""
    if "{%" in template:
        return 0
    text = _without(_without(template, "{{", "}}"), "{#", "#}")
    for _ in range(_SPINTAX_DEPTH):
        shorter = _GROUP.sub(_shortest, text)
        if shorter == text:
            break
        text = shorter
    return len(text.strip().encode("utf-16-le")) // 2


def _without(text: str, opening: str, closing: str) -> str:
    """The text without what stands between two marks; one pass, whatever the text."""
    kept: list[str] = []
    at = 0
    while (start := text.find(opening, at)) >= 0 and (end := text.find(closing, start + 2)) >= 0:
        kept.append(text[at:start])
        at = end + 2
    return "".join(kept) + text[at:]


def _shortest(found: re.Match[str]) -> str:
    return min(found[1].split("|"), key=len) if "|" in found[1] else found[0]


def needs_mapping(sheet: Sheet, kind: str) -> Sheet | None:
    """The mapping under the kind of a step, None (and a problem) when there is none."""
    node = sheet.node(kind)
    if node is None or isinstance(node, MapNode):
        return sheet.sheet(kind, OBJECTS[kind])
    word = "note" if kind == "connect" else "body"
    sheet.problem(kind, f"should be a mapping, not {kind_of(node)}; write {kind}: {{{word}: ...}}", code="wrong-type")
    return None
