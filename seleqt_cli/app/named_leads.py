"""The leads that a campaigns file names, read without writing anything: for check and preview."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final, Protocol

from seleqt_cli.app.lead_rows import RowReader
from seleqt_cli.core.campaign import Campaign
from seleqt_cli.core.lead import Lead
from seleqt_cli.files.lead_batches import LeadRows, Refused
from seleqt_cli.files.lead_columns import map_columns
from seleqt_cli.files.listed_leads import ListedLeads

NOT_SHOWN: Final = "(not shown)"
"""In the place of what stands in a file outside the folder of the YAML."""


class KnownLeads(Protocol):
    """The leads of a database, as far as reading a file needs them."""

    def like(self, lead: Lead) -> Lead | None:
        """The lead with that address or profile, None when nobody is known."""

    def tagged(self, tags: tuple[str, ...]) -> Iterator[Lead]:
        """The leads that have one of the tags."""


@dataclass(slots=True)
class Reading:
    """What was met on the way: rows that no import would take, and how many were about somebody twice."""

    refused: list[Refused] = field(default_factory=list)
    refused_count: int = 0
    repeated: int = 0
    outside: bool = False
    """The file lies outside the folder of the YAML that names it: what stands in it is not shown."""


class NamedLeads:
    """Gives the leads of one campaign after the other. `known`: what the database knows is filled in, as an import would."""

    def __init__(
        self,
        open_rows: Callable[[str], LeadRows],
        *,
        today: date,
        known: KnownLeads | None = None,
        outside: Callable[[str], bool] = lambda name: False,
    ) -> None:
        self._open = open_rows
        self._today = today
        self._known = known
        self._outside = outside

    def of(self, campaign: Campaign, reading: Reading, most_refused: int = 20) -> Iterator[tuple[int, Lead]]:
        """(line of the file, lead), each person once, at its first row. Raises SeleqtError for a file that cannot be read."""
        source = campaign.leads
        if source.rows is None and not source.file:
            if self._known is not None:
                for lead in self._known.tagged(source.tags_wanted):
                    yield 0, lead
            return
        reading.outside = bool(source.file) and self._outside(source.file)
        rows = self._open(source.file) if source.file else ListedLeads(source.rows or (), source.place.line)
        try:
            yield from self._read(rows, campaign, reading, most_refused)
        finally:
            rows.close()

    def _read(self, rows: LeadRows, campaign: Campaign, reading: Reading, most_refused: int) -> Iterator[tuple[int, Lead]]:
        source = campaign.leads
        origins: list[tuple[str, str]] = []

        def origin(name: str, basis: str) -> int:
            origins.append((name, basis))
            return len(origins) - 1

        columns = map_columns(rows.header, source.mapping, told=not reading.outside)
        reader = RowReader(columns, origin, source=source.source, basis=source.basis, today=self._today)
        seen: set[str] = set()
        own_tags = frozenset(source.tags)
        for batch in rows.batches():
            found = reader.read(batch)
            refused = [*batch.refused, *found.refused]
            if reading.outside:
                refused = [replace(one, value=NOT_SHOWN) for one in refused]
            reading.refused_count += len(refused)
            reading.refused += refused[: max(0, most_refused - len(reading.refused))]
            for position, row in enumerate(found.rows):
                values: dict[str, Any] = {name: value for name, value in zip(reader.columns, row, strict=True) if value}
                number = values.pop("import_id", found.origin)
                fields = _fields(values.pop("fields", None))
                keys = [values[name] for name in ("email", "linkedin") if name in values]
                if not seen.isdisjoint(keys):
                    reading.repeated += 1
                    continue
                seen.update(keys)
                if position in found.shown:
                    values["email_shown"] = found.shown[position]
                named, basis = origins[number]
                lead = Lead(source=named, basis=basis, tags=own_tags.union(found.tags.get(position, ())), fields=fields, **values)
                line = batch.line(found.places[position])
                yield line, lead if self._known is None else _filled(lead, self._known.like(lead))


def _fields(text: Any) -> dict[str, str]:
    if not text:
        return {}
    import json

    found: dict[str, str] = json.loads(text)
    return found


def _filled(lead: Lead, known: Lead | None) -> Lead:
    """The lead as it would be after an import: filled fields win over known ones, empty ones take nothing away."""
    if known is None:
        return lead
    values = {name: getattr(lead, name) or getattr(known, name) for name in Lead.__slots__}
    values["fields"] = {**known.fields, **lead.fields}
    values["tags"] = known.tags | lead.tags
    return Lead(**values)
