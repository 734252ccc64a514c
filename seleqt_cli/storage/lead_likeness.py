"""Leads that look like one person although nothing proves it: listed for a person to judge, never merged."""

import sqlite3
from typing import Final

from seleqt_cli.core.likeness import company_key, likely_same, mailbox_key

_MOST_SPECIAL: Final = 200_000
"""Addresses with a tag or at Gmail that are compared at most; their keys are held in memory meanwhile."""
_MOST_NAMES: Final = 20_000
"""New leads whose names are compared at most: each comparison run reads all names once."""


def likely_pairs(connection: sqlite3.Connection, after: int, most: int) -> list[tuple[str, str, str]]:
    """Pairs (key, other key, why) of leads of which one has an id above `after`, at most `most`."""
    newest = connection.execute("SELECT coalesce(max(id), 0) FROM lead").fetchone()[0]
    if newest <= after:
        return []
    pairs = _same_mailbox(connection, after, most)
    if newest - after <= _MOST_NAMES and len(pairs) < most:
        said = {frozenset(pair[:2]) for pair in pairs}
        pairs += [pair for pair in _same_name(connection, after, most) if frozenset(pair[:2]) not in said]
    return pairs[:most]


def _same_mailbox(connection: sqlite3.Connection, after: int, most: int) -> list[tuple[str, str, str]]:
    special = connection.execute(
        "SELECT id, email FROM lead INDEXED BY lead_email WHERE email IS NOT NULL AND (instr(email, '+')"
        " OR substr(email, -8) = 'mail.com') LIMIT ?",
        (_MOST_SPECIAL,),
    )
    first: dict[str, tuple[int, str]] = {}
    pairs = []
    for number, email in special:
        key = mailbox_key(email)
        if key == email and not email.endswith("@gmail.com"):
            continue  # another provider's name that ends like Gmail's
        other = first.setdefault(key, (number, email))
        if other[0] == number and key != email:
            plain = connection.execute("SELECT id, email FROM lead WHERE email = ?", (key,)).fetchone()
            other = plain or other
        if other[0] != number and max(number, other[0]) > after:
            pairs.append((email, other[1], "one mailbox"))
            if len(pairs) >= most:
                break
    return list({frozenset(pair[:2]): pair for pair in pairs}.values())


def _same_name(connection: sqlite3.Connection, after: int, most: int) -> list[tuple[str, str, str]]:
    names = (
        "SELECT id, coalesce(email, linkedin), first_name, last_name, company, email FROM lead"
        " WHERE first_name IS NOT NULL AND last_name IS NOT NULL"
    )
    new: dict[str, list[tuple[int, str]]] = {}
    for number, key, first_name, last_name, company, email in connection.execute(f"{names} AND id > ?", (after,)):
        if likeness := likely_same(first_name, last_name, company_key(company or "", email or "")):
            new.setdefault(likeness, []).append((number, key))
    pairs = [(found[0][1], other[1], "one name at one company") for found in new.values() for other in found[1:]]
    surnames = {likeness.partition("|")[0] for likeness in new}
    for _, key, first_name, last_name, company, email in connection.execute(f"{names} AND id <= ?", (after,)):
        if len(pairs) >= most:
            break
        if likely_same(first_name, last_name, "x").partition("|")[0] in surnames:
            likeness = likely_same(first_name, last_name, company_key(company or "", email or ""))
            pairs.extend((other[1], key, "one name at one company") for other in new.get(likeness, ()))
    return pairs[:most]
