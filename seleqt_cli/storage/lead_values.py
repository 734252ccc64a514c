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


def lead_of(row: tuple[Any, ...]) -> tuple[Lead, int]:
    """The lead of a row of LEAD_SELECT, and when the person connected (0 = not known to have)."""
    fields = json.loads(row[12]) if row[12] else {}
    tags = frozenset(json.loads(row[16]) if row[16] and row[16] != "[]" else ()) | frozenset(row[19].split("\x1f") if row[19] else ())
    source = fields.pop("source", "") or row[14]
    basis = fields.pop("basis", "") or row[15]
    lead = Lead(
        id=row[17], email=row[0] or "", email_shown=row[1] or "", linkedin=row[2] or "", first_name=row[3] or "", last_name=row[4] or "",
        company=row[5] or "", title=row[6] or "", phone=row[7] or "", timezone=row[8] or "", country=row[9] or "", language=row[10] or "",
        birth_date=row[11] or "", source=source, basis=basis, tags=tags, fields=fields, import_id=row[13],
    )  # fmt: skip
    return lead, int(row[18] or 0)
