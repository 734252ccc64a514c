"""Importing a lead file: from its rows to leads, with an account of every row."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from pathlib import Path
from typing import BinaryIO, Final

from seleqt_cli.app.cycles import without_cycle_search
from seleqt_cli.app.lead_rows import Readings, RowReader
from seleqt_cli.app.read_ahead import Origins, read_batches
from seleqt_cli.core.campaign import LegalDecision
from seleqt_cli.core.consent import advised_against, contactable
from seleqt_cli.core.countries import country_of_top_level
from seleqt_cli.files.lead_batches import Batch, LeadRows, Refused
from seleqt_cli.files.lead_columns import Columns, map_columns
from seleqt_cli.files.lead_files import open_leads, read_leads
from seleqt_cli.files.lead_rejects import RejectFile
from seleqt_cli.ports.leads import ImportRow, LeadImport, LeadImports, Written

SHOWN: Final = 200
"""Refusals, differences and likely duplicates kept in a result; all refusals go to `reject`."""
_REASONS: Final = 500


@dataclass(slots=True)
class ImportResult:
    """What an import did. Counts are leads, but `refused`, `repeated`, `blank` and `left_out` (values) count rows.

    `refused_by_reason` and `examples` tell why; `differing` are values that were not taken over; `likely` pairs of leads that
    look like one person; `not_contacted` reason -> leads that no first contact may go to; `notes` reason -> leads to think about.
    """

    file: str
    columns: list[tuple[str, str]]
    found_out: tuple[str, ...] = ()
    dry_run: bool = False
    new: int = 0
    changed: int = 0
    merged: int = 0
    unchanged: int = 0
    repeated: int = 0
    blank: int = 0
    refused: int = 0
    left_out: int = 0
    refused_by_reason: Counter[str] = field(default_factory=Counter)
    examples: list[Refused] = field(default_factory=list)
    differing: list[Refused] = field(default_factory=list)
    likely: list[tuple[str, str, str]] = field(default_factory=list)
    not_contacted: dict[str, int] = field(default_factory=dict)
    notes: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """How to import. `source` and `basis` hold for rows that bring none of their own; basis '' is unknown."""

    file: str
    source: str
    basis: str
    tags: tuple[str, ...] = ()
    keep: bool = False
    dry_run: bool = False
    business_country: str = ""
    decisions: Mapping[str, LegalDecision] = field(default_factory=dict)


def import_leads(
    leads: LeadRows,
    columns: Columns,
    store: LeadImports,
    request: ImportRequest,
    *,
    now: int,
    today: date,
    progress: Callable[[int, int], None] = lambda done, total: None,
    reject: Callable[[Refused], None] = lambda refused: None,
    seen: Callable[[Sequence[str], Sequence[ImportRow], Sequence[ImportRow]], None] = lambda columns, rows, unwanted: None,
    apart_after: int | None = None,
) -> ImportResult:
    """Write every row of the file that can be written; what cannot is given to `reject` with its line and reason.

    Killed in the middle it has kept what was committed, and the same import again finishes it. `progress` gets the part
    of the file that is read and its whole, in units of the file's own. `seen` gets the rows of each batch once written,
    and those about somebody whom a list keeps out.
    `apart_after`: batches after which another process reads ahead (read_ahead.apart_here), None for never; the result is the same.
    """
    result = ImportResult(request.file, columns.shown(), leads.notes, request.dry_run)
    run = store.begin_import(request.file, request.tags, now, keep=request.keep, dry_run=request.dry_run)
    tally = _Tally(run, request)
    origins = Origins(tally.origin)
    reader = RowReader(columns, origins, source=request.source, basis=request.basis, today=today)
    try:
        with without_cycle_search(), closing(read_batches(leads, reader, origins, apart_after=apart_after)) as batches:
            for batch, readings in batches:
                written = run.write(reader.columns, readings.rows, origin=readings.origin, tags=readings.tags, shown=readings.shown)
                _account(result, batch, readings, written, reject)
                tally.count(reader.columns, readings, written)
                refused = {position for position, _ in written.refused}
                rows = [row for place, row in enumerate(readings.rows) if place not in refused] if refused else readings.rows
                seen(reader.columns, rows, [readings.rows[place] for place in sorted(refused)])
                progress(batch.done, batch.total)
        result.likely = run.likely(SHOWN)
    except BaseException:
        run.abandon()
        raise
    run.finish()
    result.not_contacted, result.notes = tally.verdicts()
    return result


def _account(result: ImportResult, batch: Batch, readings: Readings, written: Written, reject: Callable[[Refused], None]) -> None:
    result.new += written.new
    result.changed += written.changed
    result.merged += written.merged
    result.unchanged += written.unchanged
    result.repeated += len(written.repeated)
    result.blank += batch.blank + readings.blank
    refused = [*batch.refused, *readings.refused]
    for position, reason in written.refused:
        refused.append(Refused(batch.line(readings.places[position]), str(readings.rows[position][0] or ""), reason))
    result.refused += len(refused)
    result.left_out += len(readings.left_out)
    for position, reason in written.differing:
        _keep(result.differing, Refused(batch.line(readings.places[position]), str(readings.rows[position][0] or ""), reason))
    for one in sorted((*refused, *readings.left_out), key=lambda one: one.line):
        _keep(result.examples, one)
        reject(one)
        if one.reason in result.refused_by_reason or len(result.refused_by_reason) < _REASONS:
            result.refused_by_reason[one.reason] += 1
        else:
            result.refused_by_reason["other reasons"] += 1


def _keep(kept: list[Refused], one: Refused) -> None:
    if len(kept) < SHOWN:
        kept.append(one)


class _Tally:
    """Counts leads by country and lawful basis while they pass, for what the consent rules say at the end."""

    def __init__(self, run: LeadImport, request: ImportRequest) -> None:
        self._run = run
        self._request = request
        self._bases: dict[int, str] = {}
        self._leads: Counter[tuple[str, int]] = Counter()

    def origin(self, source: str, basis: str) -> int:
        number = self._run.origin(source, basis)
        self._bases[number] = basis
        return number

    def count(self, columns: Sequence[str], readings: Readings, written: Written) -> None:
        rows: Sequence[ImportRow] = readings.rows
        if skipped := {*written.repeated, *(position for position, _ in written.refused)}:
            rows = [row for position, row in enumerate(rows) if position not in skipped]
        if "import_id" in columns:
            own = columns.index("import_id")
            groups: dict[int, list[ImportRow]] = {}
            for row in rows:
                groups.setdefault(int(row[own] or 0), []).append(row)
        else:
            groups = {readings.origin: list(rows)}
        for origin, members in groups.items():
            for place, leads in _places(columns, members).items():
                self._leads[place, origin] += leads

    def verdicts(self) -> tuple[dict[str, int], dict[str, int]]:
        """Reasons why no first contact may be made, and notes, each with the number of leads."""
        refused: Counter[str] = Counter()
        notes: Counter[str] = Counter()
        for (place, origin), leads in self._leads.items():
            # a column's country is upper case, a top-level domain lower case
            country = (place if place.isupper() else country_of_top_level(place)) or self._request.business_country
            basis = self._bases.get(origin, "")
            if reason := contactable(country, basis, self._request.decisions):
                refused[reason] += leads
            elif note := advised_against(country, basis):
                notes[note] += leads
        return dict(refused.most_common()), dict(notes.most_common())


def _places(columns: Sequence[str], rows: Sequence[ImportRow]) -> Counter[str]:
    """How many rows name each country (upper case), or where they name none have each top-level domain (lower case)."""
    found: Counter[str] = Counter()
    if "country" in columns:
        country = columns.index("country")
        named = Counter(map(itemgetter(country), rows))
        without = named.pop(None, 0)
        found.update({str(place): count for place, count in named.items()})
        rows = [row for row in rows if row[country] is None] if without else ()
    if "email" in columns:
        email = columns.index("email")
        found.update(str(row[email] or "").rpartition(".")[2] for row in rows)
    else:
        found[""] += len(rows)
    return found


def open_file(name: str, stdin: BinaryIO, asked: Mapping[str, str], *, contacted: str = "") -> tuple[LeadRows, Columns]:
    """Open a lead file (`-`: standard input) and say what its columns mean: see map_columns. Raises Failed and UsageProblem."""
    rows = read_leads(stdin) if name == "-" else open_leads(Path(name))
    try:
        return rows, map_columns(rows.header, asked, contacted=contacted)
    except BaseException:
        rows.close()
        raise


@contextmanager
def rejects_to(name: str) -> Iterator[Callable[[Refused], None]]:
    """A function that writes refusals into the file of that name, or nowhere for ''."""
    if not name:
        yield lambda refused: None
        return
    with RejectFile(Path(name)) as rejects:
        yield rejects.add
