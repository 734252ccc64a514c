"""Working with leads: find, list, change, tag, export."""

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final, TextIO

from seleqt_cli.app.lead_rows import basis_name, is_minor, iso_day, language_code, zone_name
from seleqt_cli.core.addresses import BadAddress, normalise_email, normalise_linkedin, shown_email
from seleqt_cli.core.cells import folded_line, folded_lines, forbidden_character, guarded, line_end
from seleqt_cli.core.countries import country_code
from seleqt_cli.core.errors import UsageProblem
from seleqt_cli.core.lead import BASES, KNOWN_FIELDS, Lead
from seleqt_cli.files.lead_columns import field_name
from seleqt_cli.ports.leads import LeadBook, LeadFilter

PAGE: Final = 1_000
_CHECKED: Final[dict[str, Callable[[str], str]]] = {
    "country": country_code,
    "timezone": zone_name,
    "language": language_code,
    "birth_date": iso_day,
}


def find_lead(book: LeadBook, text: str) -> Lead:
    """The one lead that a person means by an address, profile, id or name. Raises UsageProblem for none and for several."""
    wanted = text.strip()
    for normalise in (normalise_email, normalise_linkedin):
        if ("@" in wanted) is (normalise is normalise_email) and ("/" in wanted or "@" in wanted):
            try:
                wanted = normalise(wanted)
            except BadAddress:
                break
    found = book.find(wanted)
    if not found:
        raise UsageProblem(f"there is no lead {text!r}", advice="seleqt leads list --search TEXT")
    if len(found) > 1:
        meant = ", ".join(f"{lead.id} ({lead.key})" for lead in found)
        raise UsageProblem(f"{text!r} may be {meant}", advice="name the number or the address")
    return found[0]


def all_leads(book: LeadBook, wanted: LeadFilter, *, limit: int = 0, after: int = 0) -> Iterator[Lead]:
    """Every lead that fits, by id above `after`, a page at a time; `limit` 0 is no limit."""
    left = limit
    while page := book.page(wanted, after=after, limit=min(PAGE, left) if limit else PAGE):
        yield from page
        after = page[-1].id
        left -= len(page)
        if limit and left <= 0:
            return


def set_field(book: LeadBook, lead: Lead, name: str, value: str, *, now: int, today: date, by: str) -> None:
    """Change one value of a lead ('' empties it), checked like an imported one, in the name of `by`. Raises UsageProblem or Failed."""
    field = name if name in KNOWN_FIELDS else field_name(name)
    if not field:
        raise UsageProblem(f"{name!r} is no name of a field")
    if bad := forbidden_character(value):
        raise UsageProblem(f"{field} holds a control character ({bad})")
    if field in KNOWN_FIELDS and (bad := line_end(value)):
        raise UsageProblem(f"{field} has to be one line, this one has a line break ({bad})")
    text = folded_line(value) if field in KNOWN_FIELDS else folded_lines(value)
    if field == "tags":
        raise UsageProblem("tags are not set but added and removed", advice=f"seleqt leads tag {lead.key} TAG")
    if field in ("source", "basis"):
        _set_origin(book, lead, field, text, now)
        return
    if field in ("email", "linkedin"):
        _set_address(book, lead, field, text, by, now)
        return
    if text and (check := _CHECKED.get(field)):
        meant = check(text)
        if not meant:
            raise UsageProblem(f"{text!r} is no {field} that seleqt knows")
        text = meant
        if field == "birth_date" and is_minor(text, today):
            raise UsageProblem("nobody under 16 is contacted", advice=f"seleqt suppress add {lead.key}")
    book.change(lead.id, field, text)


def _set_address(book: LeadBook, lead: Lead, field: str, text: str, by: str, now: int) -> None:
    if not text:
        if not (lead.linkedin if field == "email" else lead.email):
            raise UsageProblem("a lead without address and profile is nobody")
        if field == "email":
            book.readdress(lead.id, "", "", by=by, now=now)
        else:
            book.change(lead.id, field, "")
        return
    try:
        normal = normalise_email(text) if field == "email" else normalise_linkedin(text)
    except BadAddress as refusal:
        raise UsageProblem(f"{text!r} {refusal}") from refusal
    if field == "email":
        shown = shown_email(text, normal)
        book.readdress(lead.id, normal, shown if shown != normal else "", by=by, now=now)
    else:
        book.change(lead.id, field, normal)


def _set_origin(book: LeadBook, lead: Lead, field: str, text: str, now: int) -> None:
    if field == "source":
        if not text:
            raise UsageProblem("every lead has a source")
        book.set_origin(lead.id, text, lead.basis, now)
        return
    basis = basis_name(text)
    if text and not basis:
        raise UsageProblem(f"{text!r} is no lawful basis", advice=f"one of {', '.join(BASES)}")
    book.set_origin(lead.id, lead.source, basis, now)


def lead_record(lead: Lead) -> dict[str, object]:
    """A lead as JSON: its number, every column that is filled, its other fields and its tags."""
    known = {name: lead.value(name) for name in KNOWN_FIELDS if name != "tags"}
    record: dict[str, object] = {"id": lead.id, **{name: value for name, value in known.items() if value}}
    return {**record, "tags": sorted(lead.tags), "fields": dict(lead.fields)}


def export_csv(book: LeadBook, wanted: LeadFilter, out: TextIO) -> int:
    """Write leads as CSV that a spreadsheet may open safely: cells it could run begin with an apostrophe, which import takes off.

    The header needs every field's name, so the leads are read twice. Gives how many were written.
    """
    import csv

    fields = sorted({name for lead in all_leads(book, wanted) for name in lead.fields})
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*KNOWN_FIELDS, *(guarded(name) for name in fields)])
    count = 0
    for lead in all_leads(book, wanted):
        cells: Sequence[str] = [lead.value(name) for name in KNOWN_FIELDS] + [lead.fields.get(name, "") for name in fields]
        writer.writerow([guarded(cell) for cell in cells])
        count += 1
    return count


def export_jsonl(book: LeadBook, wanted: LeadFilter, out: TextIO) -> int:
    """Write leads as JSON Lines that `leads import` reads again. Gives how many were written."""
    count = 0
    for lead in all_leads(book, wanted):
        out.write(json.dumps(lead.values(), ensure_ascii=False, sort_keys=True) + "\n")
        count += 1
    return count


def export_leads(book: LeadBook, wanted: LeadFilter, name: str) -> int:
    """Write leads into a file that only its owner may read, as its ending says; `-` is CSV on standard output."""
    if name == "-":
        return export_csv(book, wanted, sys.stdout)
    write = {".csv": export_csv, ".jsonl": export_jsonl}.get(Path(name).suffix.lower())
    if write is None:
        raise UsageProblem(f"{name} ends neither in .csv nor in .jsonl")
    descriptor = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as out:
        return write(book, wanted, out)
