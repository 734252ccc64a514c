"""Rows of an import that are about people who are known already: fill, overwrite, link, or say why not."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Final

from seleqt_cli.ports.leads import IMPORT_COLUMNS, ImportRow, Written
from seleqt_cli.storage.lead_merge import in_a_journey, merge_leads

_AT_ONCE: Final = 500
"""Values in one IN (…): enough to be fast, below the least limit of any SQLite (999)."""
_STRENGTH: Final = {"": 0, "legitimate-interest": 1, "published": 2, "customer": 3, "consent": 4}
"""A lead keeps the origin with the strongest lawful basis it was ever imported with."""
_ALL: Final = (*IMPORT_COLUMNS, "email_shown")
_PLAIN: Final = frozenset(IMPORT_COLUMNS) - {"email", "linkedin", "fields", "contacted_at", "import_id"}
_UPDATE: Final = f"UPDATE lead SET {', '.join(f'{name} = :{name}' for name in _ALL)} WHERE id = :id"

Person = dict[str, str | int | None]


class KnownLeads:
    """The leads that the rows of one batch are about. `met` marks those that an earlier row of this import was about.

    Within one import the first row about somebody wins and later ones fill gaps only, so that importing again changes
    nothing. A lead with an id above `before` was made by this import; for the others `met` has one bit each.
    """

    def __init__(self, connection: sqlite3.Connection, columns: Sequence[str], before: int, *, keep: bool) -> None:
        self._connection = connection
        self._columns = tuple(columns)
        self._before, self._keep = before, keep
        self._met = bytearray(before // 8 + 1)
        self._strength: dict[int, int] = {}
        self._values = tuple(name for name in columns if name != "import_id")
        self._plain = [(place, name) for place, name in enumerate(columns) if name in _PLAIN]
        self.email = columns.index("email") if "email" in columns else -1
        self.linkedin = columns.index("linkedin") if "linkedin" in columns else -1
        names = [name for name in ("email", "linkedin") if name not in columns]
        self._select = f"SELECT {', '.join(('id', 'import_id', *self._values, *names))} FROM lead"
        everything = ("id", "import_id", *self._values, *names)
        self._email_at, self._linkedin_at = everything.index("email"), everything.index("linkedin")
        self.used_origins: set[int] = set()
        self.forget()

    def forget(self) -> None:
        """Begin another batch."""
        self._by_email: dict[str, int] = {}
        self._by_linkedin: dict[str, int] = {}
        self._loaded: dict[int, tuple[str | int | None, ...]] = {}
        self._people: dict[int, Person] = {}
        self._changed: set[int] = set()

    def load(self, rows: Sequence[ImportRow], positions: Sequence[int]) -> None:
        """Fetch the leads that the rows are about, by address and by profile."""
        for name, place, known in (("email", self.email, self._by_email), ("linkedin", self.linkedin, self._by_linkedin)):
            if place < 0:
                continue
            wanted = iter([value for position in positions if (value := rows[position][place]) is not None and value not in known])
            while part := list(islice(wanted, _AT_ONCE)):
                for lead in self._connection.execute(f"{self._select} WHERE {name} IN ({', '.join('?' * len(part))})", part):
                    self._loaded[lead[0]] = lead
                    if (email := lead[self._email_at]) is not None:
                        self._by_email[email] = lead[0]
                    if (linkedin := lead[self._linkedin_at]) is not None:
                        self._by_linkedin[linkedin] = lead[0]

    def finds(self, row: ImportRow) -> tuple[int | None, int | None]:
        """The ids of the leads that have the row's address and its profile."""
        email = row[self.email] if self.email >= 0 else None
        linkedin = row[self.linkedin] if self.linkedin >= 0 else None
        return (
            None if email is None else self._by_email.get(email),  # type: ignore[arg-type]
            None if linkedin is None else self._by_linkedin.get(linkedin),  # type: ignore[arg-type]
        )

    def settle(self, position: int, row: ImportRow, *, origin: int, shown: str | None, tags: Sequence[str], written: Written) -> None:
        """Bring what a row says into the lead it is about, and count what came of it."""
        by_email, by_linkedin = self.finds(row)
        number = by_email or by_linkedin
        assert number is not None
        merged = changed = False
        if by_email and by_linkedin and by_email != by_linkedin:
            number, merged = self._link(position, by_email, by_linkedin, written)
        first = self._meet(number)
        if number in self._people or not self._says_nothing_new(self._loaded[number], row, origin):
            person = self._person(number)
            changed = self._identify(position, person, row, shown, written)
            changed |= self._fill(person, row, origin, overwrite=first and not self._keep)
            if changed:
                self._changed.add(number)
        if tags:
            pairs = [(number, tag) for tag in tags]
            changed |= self._connection.executemany("INSERT OR IGNORE INTO lead_tag VALUES (?, ?)", pairs).rowcount > 0
        if merged:
            written.merged += 1
        elif number > self._before or not (first or changed):
            written.repeated.append(position)
        elif changed:
            written.changed += 1
        else:
            written.unchanged += 1

    def save(self) -> None:
        """Write what changed."""
        if self._changed:
            self._connection.executemany(_UPDATE, [self._people[number] for number in sorted(self._changed)])

    def basis_strength(self, origin: int) -> int:
        """How much the lawful basis of an origin allows."""
        if origin not in self._strength:
            found = self._connection.execute("SELECT basis FROM lead_import WHERE id = ?", (origin,)).fetchone()
            self._strength[origin] = _STRENGTH.get(found[0], 0) if found else 0
        return self._strength[origin]

    def _says_nothing_new(self, lead: tuple[str | int | None, ...], row: ImportRow, origin: int) -> bool:
        values = len(self._values)
        return lead[2 : 2 + values] == row[:values] and (
            lead[1] == origin or self.basis_strength(origin) <= self.basis_strength(int(lead[1] or 0))
        )

    def _meet(self, number: int) -> bool:
        """Whether this is the first row of this import about a lead."""
        if number > self._before:
            return False
        place, bit = number >> 3, 1 << (number & 7)
        if self._met[place] & bit:
            return False
        self._met[place] |= bit
        return True

    def _person(self, number: int) -> Person:
        """All of a lead, to be changed."""
        if number not in self._people:
            values = self._connection.execute(f"SELECT {', '.join(_ALL)}, id FROM lead WHERE id = ?", (number,)).fetchone()
            self._people[number] = dict(zip((*_ALL, "id"), values, strict=True))
        return self._people[number]

    def _link(self, position: int, by_email: int, by_linkedin: int, written: Written) -> tuple[int, bool]:
        """A row says that two leads are one person: make them one, or say why not. Gives the lead to go on with."""
        one, other = self._person(by_email), self._person(by_linkedin)
        if one["linkedin"] is not None or other["email"] is not None:
            known = other["email"] or one["linkedin"]
            written.differing.append((position, f"its address and its profile are of two leads, one of them known as {known}"))
            return by_email, False
        if in_a_journey(self._connection, (by_email, by_linkedin)):
            written.differing.append((position, "its address and its profile are of two leads, and one of them is in a campaign already"))
            return by_email, False
        kept, gone = sorted((by_email, by_linkedin))
        for number in (kept, gone):
            if number in self._changed:
                self._connection.execute(_UPDATE, self._people[number])
                self._changed.discard(number)
        merge_leads(self._connection, kept, gone)
        del self._people[kept], self._people[gone]
        person = self._person(kept)
        self._by_email[str(person["email"])] = self._by_linkedin[str(person["linkedin"])] = kept
        if gone <= self._before:
            self._meet(gone)
        return kept, True

    def _identify(self, position: int, person: Person, row: ImportRow, shown: str | None, written: Written) -> bool:
        """Give a lead the address or profile it lacks; one that it has is never replaced by an import."""
        changed = False
        for name, what, place, known in (
            ("email", "address", self.email, self._by_email),
            ("linkedin", "profile", self.linkedin, self._by_linkedin),
        ):
            new = row[place] if place >= 0 else None
            if new is None or person[name] == new:
                continue
            if str(new) in known:
                continue  # two leads that could not be made one: said already
            if person[name] is not None:
                written.differing.append((position, f"the person is known with another {what}, {person[name]}"))
                continue
            person[name] = new
            if name == "email":
                person["email_shown"] = shown
            known[str(new)] = int(person["id"] or 0)
            changed = True
        return changed

    def _fill(self, person: Person, row: ImportRow, origin: int, *, overwrite: bool) -> bool:
        """Take over the row's values: all that are not empty, or only those that the lead lacks."""
        changed = False
        for place, name in self._plain:
            new = row[place]
            if new is not None and new != person[name] and (overwrite or person[name] is None):
                person[name] = new
                changed = True
        if "contacted_at" in self._columns:
            contacted = int(row[self._columns.index("contacted_at")] or 0)
            if contacted > int(person["contacted_at"] or 0):  # the last contact counts, whoever made it
                person["contacted_at"] = contacted
                changed = True
        if "fields" in self._columns and (new := row[self._columns.index("fields")]) is not None and new != person["fields"]:
            fields = _joined(str(person["fields"] or "{}"), str(new), overwrite=overwrite)
            changed |= fields != person["fields"]
            person["fields"] = fields
        if origin != person["import_id"] and self.basis_strength(origin) > self.basis_strength(int(person["import_id"] or 0)):
            person["import_id"] = origin
            self.used_origins.add(origin)
            changed = True
        return changed


def _joined(old: str, new: str, *, overwrite: bool) -> str:
    """Two JSON objects as one; which of two values stays is up to `overwrite`."""
    one: Mapping[str, str] = json.loads(old)
    other: Mapping[str, str] = json.loads(new)
    both = {**one, **other} if overwrite else {**other, **one}
    return json.dumps(both, ensure_ascii=False, sort_keys=True)
