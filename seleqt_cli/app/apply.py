"""Accepting a campaigns.yaml: its version is kept, its leads are read, and whoever is new is enrolled."""

from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from seleqt_cli.app.lead_import import ImportRequest, ImportResult, import_leads
from seleqt_cli.app.read_ahead import apart_here
from seleqt_cli.app.suppression import HARD_BOUNCE
from seleqt_cli.core.accounts import accounts_of
from seleqt_cli.core.campaign import Campaign, Workspace
from seleqt_cli.core.continuing import NAMED_AGAIN, Listed, Reconciled
from seleqt_cli.core.enrol import NO_STEP, Admission, LaneKey
from seleqt_cli.core.journey import Journey
from seleqt_cli.core.lead import Lead
from seleqt_cli.core.program import Program
from seleqt_cli.core.windows import Calendar
from seleqt_cli.files.lead_batches import LeadRows
from seleqt_cli.files.lead_columns import map_columns
from seleqt_cli.files.lead_files import outside
from seleqt_cli.files.listed_leads import ListedLeads
from seleqt_cli.ports.leads import ImportRow, LeadImports


class Enrolment(Protocol):
    """What an apply writes (storage.enrolment)."""

    def lane(self, key: LaneKey) -> int:
        """The number of a lane."""

    def account(self, key: str, channel: str, at: int) -> None:
        """Know an account."""

    def campaign(self, name: str, at: int) -> None:
        """Know a campaign; it is active."""

    def pause_missing(self, names: Sequence[str], at: int) -> list[str]:
        """Pause campaigns that the file no longer has."""

    def next_place(self, campaign: str) -> int:
        """The place of the next lead."""

    def newcomers(self, campaign: str, numbers: Iterable[int]) -> Iterator[list[Lead]]:
        """Leads not in the campaign yet, in batches."""

    def kept_out(self, leads: Sequence[Lead]) -> tuple[dict[int, str], set[int]]:
        """Who of them is never to be contacted (lead -> why), and whose address only is dead."""

    def add(self, journeys: Sequence[tuple[Journey, str]], at: int) -> None:
        """Write journeys."""

    def numbers_of(self, keys: Sequence[tuple[str | None, str | None]]) -> list[int | None]:
        """The lead numbers of (address, profile)."""

    def reconcile(self, workspace: Workspace, accounts: Collection[str], at: int, calendar: Callable[[LaneKey], Calendar]) -> Reconciled:
        """Bring running journeys in line with the file."""

    def tagged(self, tags: Sequence[str]) -> list[int]:
        """The leads with one of the tags."""

    def departed(self, campaign: str, numbers: Iterable[int]) -> tuple[list[int], int]:
        """Journeys of leads that are none of these: those in which nothing was done, and how many others live."""

    def end(self, journeys: Sequence[int], at: int) -> None:
        """End journeys in which nothing was done."""

    def returned(self, campaign: str, numbers: Iterable[int]) -> dict[int, int]:
        """Lead -> journey, of those that ended so and are among these now."""

    def leads(self, numbers: Sequence[int]) -> list[Lead]:
        """Leads by number."""

    def begin(self, campaign: str, journeys: Sequence[int], why: str, at: int, calendar: Callable[[LaneKey], Calendar]) -> None:
        """Journeys in which nothing was done stand at the first step."""


@dataclass(slots=True)
class Enrolled:
    """One campaign's part of an apply. `refused`: reason -> how many leads."""

    campaign: str
    leads: int = 0
    started: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    imported: ImportResult | None = None
    listed: Listed = field(default_factory=Listed)

    def not_contacted(self) -> Counter[str]:
        """Every reason for which leads are not in the campaign, rows about suppressed people among them."""
        return self.refused + Counter(self._suppressed_rows())

    def rows_refused(self) -> int:
        """Rows of the file that no lead was made of, for another reason."""
        return self.imported.refused - sum(self._suppressed_rows().values()) if self.imported is not None else 0

    def _suppressed_rows(self) -> dict[str, int]:
        reasons = self.imported.refused_by_reason if self.imported is not None else {}
        return {reason.removeprefix("is "): count for reason, count in reasons.items() if reason.startswith("is suppressed")}


@dataclass(slots=True)
class Applied:
    """What an apply did. `paused`: campaigns that run but stand no longer in the file; `held`: reason -> running journeys.

    `anew`: step that is gone -> journeys that waited for it, had nothing behind them, and begin anew.
    """

    campaigns: list[Enrolled] = field(default_factory=list)
    paused: list[str] = field(default_factory=list)
    held: Mapping[str, int] = field(default_factory=dict)
    anew: Mapping[str, int] = field(default_factory=dict)


class Enroller:
    """Enrols the leads of a workspace. `commit` ends one batch's transaction and begins the next."""

    def __init__(
        self,
        workspace: Workspace,
        programs: dict[str, Program],
        enrolment: Enrolment,
        calendar: Callable[[LaneKey], Calendar],
        commit: Callable[[], None],
    ) -> None:
        self._workspace = workspace
        self._programs = programs
        self._enrolment = enrolment
        self._calendar = calendar
        self._commit = commit

    def reconcile(self, now: int) -> Reconciled:
        """Journeys that are on their way keep to the new file, by step id."""
        return self._enrolment.reconcile(self._workspace, set(self._workspace.accounts()), now, self._calendar)

    def follow(self, campaign: Campaign, numbers: Iterable[int], now: int) -> Listed:
        """Whom the campaign's leads do not name any more ends, if nothing was done yet; who is named again begins (SPEC 13 rule 19)."""
        ending, going_on = self._enrolment.departed(campaign.name, numbers)
        self._enrolment.end(ending, now)
        back = self._enrolment.returned(campaign.name, numbers)
        leads = self._enrolment.leads(list(back))
        admission = Admission(self._workspace, campaign, self._programs[campaign.name])
        never, dead = self._enrolment.kept_out(leads)
        again = [
            back[lead.id]
            for lead in leads
            if lead.id not in never and not admission.refusal(replace(lead, email="") if lead.id in dead else lead)
        ]
        self._enrolment.begin(campaign.name, again, NAMED_AGAIN, now, self._calendar)
        return Listed(len(ending), going_on, len(again))

    def accounts_and_campaigns(self, now: int) -> list[str]:
        """Make accounts and campaigns known; returns the campaigns that are paused because the file lacks them."""
        for key, account in accounts_of(self._workspace).items():
            self._enrolment.account(key, account.channel, now)
        for name in self._workspace.campaigns:
            self._enrolment.campaign(name, now)
        return self._enrolment.pause_missing(list(self._workspace.campaigns), now)

    def enrol(self, campaign: Campaign, numbers: Iterable[int], now: int) -> Enrolled:
        """Enrol leads by number, in this order. Leads that are in the campaign already stay as they are."""
        found = Enrolled(campaign.name)
        admission = Admission(self._workspace, campaign, self._programs[campaign.name])
        place = self._enrolment.next_place(campaign.name)
        for batch in self._enrolment.newcomers(campaign.name, numbers):
            rows: list[tuple[Journey, str]] = []
            never, dead = self._enrolment.kept_out(batch)
            for lead in batch:
                found.leads += 1
                # whom a list or a person keeps out starts nothing, and may start with the next apply once that is lifted
                refusal = never.get(lead.id) or admission.refusal(lead)
                if not refusal and lead.id in dead and admission.refusal(replace(lead, email="")) == NO_STEP:
                    refusal = f"suppressed ({HARD_BOUNCE})"
                if refusal:
                    found.refused[refusal] += 1
                    continue
                key = admission.lane(lead)
                journey = admission.journey(lead, place, self._enrolment.lane(key), self._calendar(key), now)
                journey.has_email = journey.has_email and lead.id not in dead
                rows.append((journey, admission.queue(journey, now)))
                place += 1
            self._enrolment.add(rows, now)
            found.started += len(rows)
            self._commit()
        return found


class LeadReader:
    """Reads the leads that a campaign names and gives their numbers, in the order of the file."""

    def __init__(
        self,
        workspace: Workspace,
        store: LeadImports,
        enrolment: Enrolment,
        open_rows: Callable[[str], LeadRows],
        *,
        now: int,
        today: date,
    ) -> None:
        self._workspace = workspace
        self._store = store
        self._enrolment = enrolment
        self._open = open_rows
        self._now = now
        self._today = today

    def read(self, campaign: Campaign, progress: Callable[[int, int], None]) -> tuple[Iterable[int], Iterable[int], ImportResult | None]:
        """The numbers of a campaign's leads, and the same with those whom a list keeps out; a file or list is imported first.

        Raises SeleqtError for an unreadable file.
        """
        source = campaign.leads
        if source.rows is None and not source.file:
            tagged = self._enrolment.tagged(source.tags_wanted)
            return tagged, tagged, None
        rows = self._open(source.file) if source.file else ListedLeads(source.rows or (), source.place.line)
        numbers, unwanted = array("q"), array("q")

        def seen(columns: Sequence[str], written: Sequence[ImportRow], refused: Sequence[ImportRow]) -> None:
            email = columns.index("email") if "email" in columns else -1
            profile = columns.index("linkedin") if "linkedin" in columns else -1
            for rows, found in ((written, numbers), (refused, unwanted)):
                keys = [(_text(row, email), _text(row, profile)) for row in rows]
                found.extend(number for number in self._enrolment.numbers_of(keys) if number is not None)

        request = ImportRequest(
            file=source.file or f"{campaign.name} (list)", source=source.source, basis=source.basis, tags=source.tags,
            business_country=self._workspace.business.country, decisions={one.country: one for one in self._workspace.legal},
        )  # fmt: skip
        try:
            columns = map_columns(rows.header, source.mapping, told=not (source.file and outside(self._workspace.path, source.file)))
            result = import_leads(
                rows, columns, self._store, request,
                now=self._now, today=self._today, progress=progress, seen=seen, apart_after=apart_here(),
            )  # fmt: skip
        finally:
            rows.close()
        return numbers, numbers + unwanted, result


def _text(row: ImportRow, position: int) -> str | None:
    value = row[position] if position >= 0 else None
    return value if isinstance(value, str) and value else None
