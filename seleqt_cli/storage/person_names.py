"""Everything that a person is known by in a database: what has to go, and what has to be looked for."""

import sqlite3
from dataclasses import dataclass

from seleqt_cli.core.tombstones import Name, digits, mailboxes

_PROFILE = "https://www.linkedin.com/in/"
_OWN = ("first_name", "last_name", "phone", "company")


@dataclass(frozen=True, slots=True)
class PersonNames:
    """What a lead is called. `names`: of the tombstones; `signs`: addresses and profiles as they stand in texts.

    `words`: those, and what may name them in a text that is about them.
    """

    addresses: tuple[str, ...]
    profiles: tuple[str, ...]
    names: tuple[Name, ...]
    signs: tuple[str, ...]
    words: tuple[str, ...]


def names_in(connection: sqlite3.Connection, lead: int) -> PersonNames:
    """The names of a lead: address and profile, those they had, a telephone number that nobody else has."""
    email, shown, linkedin, *own = connection.execute(
        f"SELECT email, email_shown, linkedin, {', '.join(_OWN)} FROM lead WHERE id = ?", (lead,)
    ).fetchone()
    former = [row[0] for row in connection.execute("SELECT address FROM former_address WHERE lead_id = ? ORDER BY address", (lead,))]
    slugs = [
        f"{_PROFILE}{row[0]}/" for row in connection.execute("SELECT slug FROM linkedin_alias WHERE lead_id = ? ORDER BY slug", (lead,))
    ]
    addresses = tuple(dict.fromkeys(filter(None, (email, *former))))
    profiles = tuple(dict.fromkeys(filter(None, (linkedin, *slugs))))
    first, last, phone, company = (text or "" for text in own)
    number = digits(phone)
    if number and connection.execute("SELECT 1 FROM lead WHERE phone = ? AND id <> ? LIMIT 1", (phone, lead)).fetchone():
        number = ""  # a switchboard's
    found = named(addresses, profiles, *([shown] if shown else []))
    full = f"{first} {last}".strip()
    words = (*found.words, *filter(None, (full, first, last, phone, company if len(company) > 3 else "")))
    names = (*found.names, *([Name("phone", number)] if number else []))
    return PersonNames(addresses, profiles, names, found.signs, words)


def named(addresses: tuple[str, ...], profiles: tuple[str, ...], *shown: str) -> PersonNames:
    """Somebody of whom nothing else is known."""
    names = (*(Name("email", one) for one in addresses), *(Name("linkedin", one) for one in profiles), *mailboxes(addresses))
    signs = tuple(dict.fromkeys((*addresses, *shown, *(one.rstrip("/") for one in profiles))))
    slugs = (f"/in/{one.rstrip('/').rpartition('/in/')[2]}" for one in profiles)
    return PersonNames(addresses, profiles, names, signs, (*signs, *slugs))
