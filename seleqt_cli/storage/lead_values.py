"""Between a lead's row and the lead."""

import json
from typing import Any, Final

from seleqt_cli.core.lead import Lead

LEAD_SELECT: Final = (
    "SELECT l.email, l.email_shown, l.linkedin, l.first_name, l.last_name, l.company, l.title, l.phone, l.timezone, l.country, "
    "l.language, l.birth_date, l.fields, l.import_id, i.source, i.basis, i.tags, l.id, l.connected_at, "
    "(SELECT group_concat(tag, char(31)) FROM lead_tag t WHERE t.lead_id = l.id) "
    "FROM lead l JOIN lead_import i ON i.id = l.import_id"
)
_NAMES: Final = (
    "email", "email_shown", "linkedin", "first_name", "last_name", "company", "title", "phone", "timezone", "country", "language",
    "birth_date",
)  # fmt: skip


def lead_of(row: tuple[Any, ...]) -> tuple[Lead, int]:
    """The lead of a row of LEAD_SELECT, and when the person connected (0 = not known to have)."""
    known = dict(zip(_NAMES, (value or "" for value in row[:12]), strict=True))
    fields = json.loads(row[12]) if row[12] else {}
    tags = frozenset(json.loads(row[16]) if row[16] else ()) | frozenset(row[19].split("\x1f") if row[19] else ())
    source = fields.pop("source", "") or row[14]
    basis = fields.pop("basis", "") or row[15]
    return Lead(id=row[17], **known, source=source, basis=basis, tags=tags, fields=fields, import_id=row[13]), int(row[18] or 0)
