"""From the cells of a lead file to the rows of the database: every value checked, every refusal with its reason.

A million rows pass here, so a batch is turned on its side and worked on by column: what a column needs is decided once,
and the loops over its cells are the interpreter's own.
"""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import lru_cache
from json.encoder import encode_basestring
from re import fullmatch, split
from typing import Final
from zoneinfo import ZoneInfo

from seleqt_cli.core.addresses import BadAddress, normalise_email, normalise_linkedin, ordinary_emails, shown_email
from seleqt_cli.core.cells import folded_line, folded_lines, forbidden_character, line_end, unguarded
from seleqt_cli.core.countries import country_code
from seleqt_cli.core.lead import BASES
from seleqt_cli.files.lead_batches import Batch, Refused
from seleqt_cli.files.lead_columns import Columns
from seleqt_cli.ports.leads import IMPORT_COLUMNS, ImportRow

YOUNGEST: Final = 16
"""Years; younger people are never contacted (SPEC section 2)."""

_LANGUAGES: Final = {
    name: code
    for code, names in {
        "en": "english engels englisch anglais ingles inglese", "nl": "dutch nederlands niederlandisch neerlandais neerlandes olandese",
        "de": "german deutsch duits allemand aleman tedesco", "fr": "french francais frans franzosisch frances francese",
        "es": "spanish espanol spaans spanisch espagnol spagnolo", "it": "italian italiano italiaans italienisch italien",
    }.items()
    for name in names.split()
}  # fmt: skip


@dataclass(slots=True)
class Readings:
    """The rows of a batch that can be written, with their places in it, and what was refused or left out."""

    rows: list[ImportRow] = field(default_factory=list)
    places: Sequence[int] = ()
    origin: int = 0
    tags: dict[int, tuple[str, ...]] = field(default_factory=dict)
    shown: dict[int, str] = field(default_factory=dict)
    blank: int = 0
    refused: list[Refused] = field(default_factory=list)
    left_out: list[Refused] = field(default_factory=list)


Column = list[str | None]
Values = dict[str, list[str | None] | list[int] | list[int | None]]


class RowReader:
    """Reads the rows of one file, a column of a batch at a time.

    `origin` gives the import id of (source, basis); `today` decides who is a minor. `columns` are what `rows` are tuples of.
    """

    def __init__(self, columns: Columns, origin: Callable[[str, str], int], *, source: str, basis: str, today: date) -> None:
        self._known = known = columns.known
        self._today = today
        self._one_line = {place: name for name, place in known.items()}
        self._fields = sorted(columns.fields.items())
        self._source, self._basis = source, basis
        self._origin = lru_cache(maxsize=1024)(origin)
        self._own_origin = "source" in known or "basis" in known
        absent = set() if self._own_origin else {"import_id"}
        if not self._fields:
            absent.add("fields")
        self.columns = tuple(name for name in IMPORT_COLUMNS if name in known or (name in ("fields", "import_id") and name not in absent))

    def read(self, batch: Batch) -> Readings:
        """Check and normalise every row of a batch."""
        found = Readings()
        refused: set[int] = set()
        rows = batch.rows
        if not rows:
            return found
        cells = _trimmed(rows)
        if cells is None:
            rows = self._printable(batch, found, refused)
            cells = [list(map(str.strip, column)) for column in zip(*rows, strict=True)]
        values: Values = {name: _nones(cells[place]) for name, place in self._known.items()}
        self._addresses(batch, values, found, refused)
        self._converted(batch, values, found, refused)
        if "contacted_at" in values:
            values["contacted_at"] = self._contacted(batch, values["contacted_at"], found, refused)
        if self._fields:
            values["fields"] = _json_objects([(name, cells[place]) for name, place in self._fields])
        if self._own_origin:
            values["import_id"] = self._origins(batch, values, found)
        else:
            found.origin = self._origin(self._source, self._basis)
        self._nobody(batch, rows, values, found, refused)
        result = zip(*(values[name] for name in self.columns), strict=True)
        tags = values.get("tags")
        if refused:
            found.rows = [row for place, row in enumerate(result) if place not in refused]
            found.places = [place for place in range(len(rows)) if place not in refused]
            found.shown = {position: found.shown[place] for position, place in enumerate(found.places) if place in found.shown}
            found.refused.sort(key=lambda one: one.line)
        else:
            found.rows, found.places = list(result), range(len(rows))
        if tags is not None:
            found.tags = {position: split_tags(str(tags[place])) for position, place in enumerate(found.places) if tags[place] is not None}
        return found

    def _printable(self, batch: Batch, found: Readings, refused: set[int]) -> list[list[str]]:
        """The rows with line ends written alike and the apostrophes of an earlier export taken off; the hostile ones are refused."""
        rows = []
        for place, row in enumerate(batch.rows):
            joined = "".join(row)
            if not joined.isprintable():
                if reason := self._hostile(row, joined):
                    found.refused.append(Refused(batch.line(place), _clean(" | ".join(row)), reason))
                    refused.add(place)
                    row = [""] * len(row)
                else:
                    row = [self._folded(position, cell) for position, cell in enumerate(row)]
            rows.append([unguarded(cell) for cell in row] if "'" in joined else row)
        return rows

    def _hostile(self, row: Sequence[str], joined: str) -> str:
        """Why no lead is made of a row, '' when one is: a column of the file's own may have several lines, a known field not."""
        if bad := forbidden_character(joined):
            return f"holds a control character ({bad})"
        for position, name in self._one_line.items():
            if bad := line_end(row[position]):
                return f"has a line break in {name} ({bad})"
        return ""

    def _folded(self, position: int, cell: str) -> str:
        return cell if cell.isprintable() else folded_line(cell) if position in self._one_line else folded_lines(cell)

    def _addresses(self, batch: Batch, values: Values, found: Readings, refused: set[int]) -> None:
        """Normalise addresses and profiles, a whole column where all of it is ordinary."""
        for name, what, normalise in (("email", "address", normalise_email), ("linkedin", "profile", normalise_linkedin)):
            column = values.get(name)
            if column is None:
                continue
            normal: Column | None = None
            if name == "email" and None not in column:
                normal = ordinary_emails(column)  # type: ignore[arg-type,assignment]
            if normal is None:
                normal = []
                for place, text in enumerate(column):
                    try:
                        normal.append(None if text is None else normalise(str(text)))
                    except BadAddress as refusal:
                        normal.append(None)
                        if place not in refused:
                            found.refused.append(Refused(batch.line(place), _clean(str(text)), f"the {what} {refusal}"))
                            refused.add(place)
            if name == "email" and normal != column:
                for place, (text, email) in enumerate(zip(column, normal, strict=True)):
                    if text != email and email is not None and (shown := shown_email(str(text), email)) != email:
                        found.shown[place] = shown
            values[name] = normal

    def _converted(self, batch: Batch, values: Values, found: Readings, refused: set[int]) -> None:
        """Columns with a meaning of their own: what is not understood is left empty, and said; minors are refused."""
        converters: tuple[tuple[str, Callable[[str], str]], ...] = (
            ("country", country_code), ("timezone", zone_name), ("language", language_code), ("birth_date", iso_day),
        )  # fmt: skip
        for name, convert in converters:
            column = values.get(name)
            if column is None:
                continue
            texts: Column = column  # type: ignore[assignment]  # only import_id holds numbers
            meanings = {text: convert(text) or None for text in set(texts) if text is not None}
            meant: Column = [meanings.get(text) if text else None for text in texts]
            if None in meanings.values():
                for place, text in enumerate(texts):
                    if text is not None and meanings[text] is None and place not in refused:
                        found.left_out.append(Refused(batch.line(place), _clean(str(text)), f"is no {name} that seleqt knows; left empty"))
            values[name] = meant
            if name == "birth_date":
                young = {day for day in set(meant) if day is not None and is_minor(day, self._today)}
                for place, day in enumerate(meant) if young else ():
                    if day in young and place not in refused:
                        found.refused.append(Refused(batch.line(place), str(column[place]), f"is under {YOUNGEST}"))
                        refused.add(place)

    def _contacted(self, batch: Batch, texts: Sequence[str | int | None], found: Readings, refused: set[int]) -> list[int | None]:
        """When another tool wrote to these people; what is no such moment is left empty, and said."""
        moments = {text: contact_moment(str(text), self._today) or None for text in set(texts) if text is not None}
        if None in moments.values():
            for place, text in enumerate(texts):
                if text is not None and moments[text] is None and place not in refused:
                    reason = "is no day of the past that seleqt can read (2026-12-31); that contact is not known"
                    found.left_out.append(Refused(batch.line(place), _clean(str(text)), reason))
        return [None if text is None else moments[text] for text in texts]

    def _nobody(self, batch: Batch, rows: list[list[str]], values: Values, found: Readings, refused: set[int]) -> None:
        """Rows that name nobody: blank ones are counted, others refused."""
        emails, profiles = values.get("email"), values.get("linkedin")
        if (emails is not None and None not in emails) or (profiles is not None and None not in profiles):
            return
        for place, row in enumerate(rows):
            if place in refused or (emails and emails[place]) or (profiles and profiles[place]):
                continue
            refused.add(place)
            if any(cell.strip() for cell in row):
                found.refused.append(Refused(batch.line(place), _clean(" | ".join(row)), "has neither an address nor a profile"))
            else:
                found.blank += 1

    def _origins(self, batch: Batch, values: Values, found: Readings) -> list[int]:
        """The import ids of rows that carry their own source or basis."""
        nothing: Column = [None] * len(batch.rows)
        ids = []
        for place, (source, asked) in enumerate(zip(values.get("source", nothing), values.get("basis", nothing), strict=True)):
            basis = self._basis
            if asked is not None:
                basis = basis_name(str(asked))
                if not basis:
                    found.left_out.append(Refused(batch.line(place), _clean(str(asked)), f"is no lawful basis; one of {', '.join(BASES)}"))
            ids.append(self._origin(str(source or self._source), basis))
        return ids


def _trimmed(rows: Sequence[Sequence[str]]) -> list[Sequence[str]] | None:
    """The columns of the rows, without spaces at the ends of cells; None when a cell needs a closer look.

    Most columns have neither, which one look at all their cells tells.
    """
    columns: list[Sequence[str]] = []
    for column in zip(*rows, strict=True):
        text = f"¦{'¦'.join(column)}¦"
        if "'" in text or not text.isprintable():
            return None
        edges = " " in text and ("¦ " in text or " ¦" in text)  # the first is found much faster, and most columns have none
        columns.append(list(map(str.strip, column)) if edges else column)
    return columns


def _nones(column: Sequence[str]) -> Column:
    return [cell or None for cell in column] if "" in column else list(column)


def _json_objects(columns: Sequence[tuple[str, Sequence[str]]]) -> Column:
    """For each row the JSON object of its values under the columns' names, None where all are empty.

    Where the first column has no gap its pieces open the object, and joining the pieces is all that is left to do for a row.
    """
    full = "" not in columns[0][1]
    pieces = []
    for place, (name, column) in enumerate(columns):
        key = f"{'{' if full and place == 0 else ', '}{encode_basestring(name)}: "
        pieces.append(_json_pieces(key, column, "}" if full and place == len(columns) - 1 else ""))
    objects = map("".join, zip(*pieces, strict=True))
    return list(objects) if full else [f"{{{text[2:]}}}" if text else None for text in objects]


def _json_pieces(key: str, column: Sequence[str], end: str) -> Iterable[str]:
    """For each cell the key, the value in JSON and what ends it, but only the end where the cell is empty.

    Most columns repeat a few values, so a value is written as JSON once a batch; one of many values is written in a single
    step where no value needs an escape.
    """
    values = set(column)
    if "" not in values and len(values) * 2 > len(column):
        whole = "¦".join(column)
        if '"' not in whole and "\\" not in whole and whole.isprintable() and whole.count("¦") == len(column) - 1:
            return f'{key}"{whole}"{end}'.replace("¦", f'"{end}¦{key}"').split("¦")
    written = {text: f"{key}{encode_basestring(text)}{end}" if text else end for text in values}
    return map(written.__getitem__, column)


def basis_name(text: str) -> str:
    """A lawful basis as SPEC names it, '' for any other text."""
    name = "-".join(text.casefold().replace("_", " ").replace("-", " ").split())
    return name if name in BASES else ""


@lru_cache(maxsize=1024)
def zone_name(text: str) -> str:
    """An IANA time zone's name, '' for any other text."""
    if not fullmatch(r"[A-Za-z0-9_+/-]{1,64}", text):
        return ""
    try:
        return ZoneInfo(text).key
    except (OSError, ValueError, KeyError):  # not found is a KeyError, a folder of zones an OSError
        return ""


@lru_cache(maxsize=1024)
def language_code(text: str) -> str:
    """A language's two letters from `nl`, `nl-BE` or its name in en nl de fr es it, '' for any other text."""
    folded = _unaccented(text)
    if found := fullmatch(r"([a-z]{2})(?:[ _-][a-z]{2,4})?", folded):
        return found[1]
    return _LANGUAGES.get(folded, "")


def _unaccented(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if unicodedata.category(char) != "Mn").strip()


def iso_day(text: str) -> str:
    """A day as 1990-12-31, from that, 19901231, 1990/12/31 or 31.12.1990; '' for any other text, never a guess."""
    if found := fullmatch(r"(\d{4})[-/]?(\d{2})[-/]?(\d{2})(?:[T ].*)?", text):
        year, month, day = found.groups()
    elif found := fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text):
        day, month, year = found.groups()
    else:
        return ""
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def contact_moment(text: str, today: date) -> int:
    """The instant that a cell means: a day (its noon in UTC) as iso_day reads it, or a day and time; 0 for any other and for later days."""
    try:
        moment = datetime.fromisoformat(text) if ":" in text else datetime.combine(date.fromisoformat(iso_day(text)), time(12))
    except ValueError:
        return 0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return 0 if moment.date() > today else max(int(moment.timestamp()), 0)


def is_minor(birth_date: str, today: date) -> bool:
    """Whether somebody born on that ISO day is under 16 today."""
    born = date.fromisoformat(birth_date)
    return (today.year - born.year) - ((today.month, today.day) < (born.month, born.day)) < YOUNGEST


def split_tags(text: str) -> tuple[str, ...]:
    """The tags of a cell, cut at commas, semicolons and bars; each once, in order."""
    return tuple(dict.fromkeys(tag for part in split(r"[,;|]", text) if (tag := part.strip())))


def _clean(text: str) -> str:
    """A value as a report may show it: printable, short."""
    shown = "".join(char if char.isprintable() else "·" for char in text)
    return shown if len(shown) <= 80 else shown[:79] + "…"
