"""A person's rows in the database, and the accepted texts that name them, in one transaction."""

import sqlite3

from seleqt_cli.files.forgetting import naming
from seleqt_cli.storage.erasing import blank, rewrite_versions, sweep
from seleqt_cli.storage.json_text import compact
from seleqt_cli.storage.person_names import PersonNames
from seleqt_cli.wiring.erasing_files import text_without


def forget_lead(connection: sqlite3.Connection, lead: int, person: PersonNames, by: str, at: int) -> None:
    """Blank a lead everywhere, inside the caller's transaction; `lead` 0: there is none any more, only texts may name them."""
    if lead:
        blank(connection, lead, person.words, person.names, at)
        connection.execute("INSERT INTO history (at, event, lead_id, data) VALUES (?, 'erased', ?, ?)", (at, lead, compact({"by": by})))
    sweep(connection, person.signs)
    names = naming(person.signs, person.profiles)
    rewrite_versions(connection, lambda name, content, in_force: text_without(name, content, names, person.signs, in_force))
