"""How a lead enters a campaign: whether it may, and where its journey stands at the start."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from seleqt_cli.core.campaign import Campaign, LegalDecision, Workspace
from seleqt_cli.core.consent import contactable
from seleqt_cli.core.countries import country_of, zone_of_country
from seleqt_cli.core.journey import Journey, State, move
from seleqt_cli.core.lead import Lead
from seleqt_cli.core.likeness import company_key
from seleqt_cli.core.program import Program
from seleqt_cli.core.windows import Calendar

NO_STEP: Final = "no step can be done: the lead has no address that this campaign uses"


@dataclass(frozen=True, slots=True)
class LaneKey:
    """What makes two journeys keep the same hours: campaign (its schedule), zone, and the country of the holidays."""

    campaign: str
    zone: str
    holidays: str


class Admission:
    """Decides for the leads of one campaign; `since` is the moment of enrolment."""

    def __init__(self, workspace: Workspace, campaign: Campaign, program: Program) -> None:
        self._business = workspace.business
        self._campaign = campaign
        self._program = program
        self._channels = {node.channel for node in program.nodes if node.channel is not None}
        self._tasks = any(node.kind == "task" for node in program.nodes)
        self._legal: Mapping[str, LegalDecision] = {decision.country: decision for decision in workspace.legal}

    def refusal(self, lead: Lead) -> str:
        """Why the lead is not taken, '' when it is: nothing to reach it by, a tag that is left out, no lawful basis."""
        unwanted = sorted(lead.tags.intersection(self._campaign.leads.without_tags))
        if unwanted:
            return f"tagged {unwanted[0]}"
        if not self._tasks and not (lead.email and "email" in self._channels) and not (lead.linkedin and "linkedin" in self._channels):
            return NO_STEP
        country = country_of(lead.country, lead.email, self._business.country)
        return contactable(country, lead.basis, self._legal)

    def zone_of(self, lead: Lead) -> tuple[str, str]:
        """The IANA zone whose hours bind the lead, and which rule named it (SPEC 13 rule 19)."""
        wanted = self._campaign.schedule.timezone
        if wanted != "lead":
            return wanted or self._business.timezone, "schedule" if wanted else "business"
        if lead.timezone:
            return lead.timezone, "the lead's timezone"
        country = country_of(lead.country, lead.email, "")
        found = zone_of_country(country)
        return (found, f"the lead's country {country}") if found else (self._business.timezone, "the business's, for want of a better one")

    def lane(self, lead: Lead) -> LaneKey:
        """The lane of the lead's journey."""
        holidays = self._campaign.schedule.holidays
        if holidays == "lead":
            country = country_of(lead.country, lead.email, self._business.country)
        else:
            country = "" if holidays == "none" else holidays
        return LaneKey(self._campaign.name, self.zone_of(lead)[0], country)

    def journey(self, lead: Lead, place: int, lane: int, calendar: Calendar, now: int) -> Journey:
        """The journey at its start."""
        journey = Journey(
            id=0, lead=lead.id, key=lead.key, campaign=self._campaign.name, place=place, lane=lane, step=0, due=now, base=now,
            company=company_key(lead.company, lead.email), has_email=bool(lead.email), has_linkedin=bool(lead.linkedin),
        )  # fmt: skip
        move(journey, self._program.enter, now, self._program, calendar)
        return journey

    def queue(self, journey: Journey, now: int) -> str:
        """Where it waits at its start."""
        return queue_at_start(journey, self._program, now)


def queue_at_start(journey: Journey, program: Program, now: int) -> str:
    """Where a journey waits at its start: its campaign's queue, or '-' when its first step has to be decided first."""
    if journey.state is State.FINISHED:
        return ""
    node = program.nodes[journey.step]
    has_address = journey.has_email if node.channel == "email" else journey.has_linkedin
    if node.channel is None or not node.plain or not has_address:
        return "-"
    if journey.due <= now:
        journey.state = State.DUE
    return "+" + journey.campaign
