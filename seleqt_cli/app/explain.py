"""What happened to a lead so far, what comes next, when, and why then: promise 6, for every state and every wait."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from seleqt_cli.app.next_moment import Reason, alone, cannot, next_of_all, not_before, reasons_of, serving
from seleqt_cli.core.enrol import Admission
from seleqt_cli.core.guards import LINKEDIN_UNSEEN, freed_by
from seleqt_cli.core.journey import ENDS, Journey, Person, State, holds, skip_reason
from seleqt_cli.core.lead import Lead
from seleqt_cli.core.limits import NEVER
from seleqt_cli.core.linkedin.standing import BY_ITSELF, freed_incident
from seleqt_cli.core.planner import Defer, Planner
from seleqt_cli.core.program import END, Edge, Node, Program, withdrawal_of
from seleqt_cli.core.windows import Calendar
from seleqt_cli.ports.stories import Bound, Invited, Past, Stories

COUNTED: Final = 1000
"""How many that stand before a journey are counted; past it the places tell about how many there are."""


@dataclass(slots=True)
class Next:
    """What comes next. `at` 0 = no moment is known; `exact`: it is the account's very next action. `ahead`: how many stand before it.

    `rule` is the one that decided; `reasons` are all that had a say; `advice` is what to type.
    """

    step: str = ""
    action: str = ""
    at: int = 0
    account: str = ""
    sender: str = ""
    exact: bool = False
    ahead: int = 0
    more: bool = False
    rule: str = ""
    reasons: list[Reason] = field(default_factory=list)
    advice: str = ""


@dataclass(slots=True)
class Explanation:
    """One journey of a lead. `next` is None where it has ended."""

    journey: Journey
    zone: str
    zone_rule: str
    past: list[Past]
    next: Next | None
    ended: str = ""
    invitations: list[Invited] = field(default_factory=list)


class Explainer:
    """Explains the journeys of one workspace with the planner that runs them."""

    def __init__(
        self, planner: Planner, record: Stories, calendar: Callable[[int], Calendar], lead: Callable[[int], tuple[Lead, int]], now: int
    ) -> None:
        self._planner = planner
        self._record = record
        self._calendar = calendar
        self._lead = lead
        self._now = now

    def explain(self, lead: Lead) -> tuple[list[Bound], list[Explanation]]:
        """What binds the person, and each journey."""
        bounds = self._record.bounds_of(lead, self._now)
        return bounds, [self._journey(journey, lead, bounds) for journey in self._record.journeys_of(lead.id)]

    def refusals(self, lead: Lead) -> list[tuple[str, str]]:
        """For each campaign that would not take this lead: (campaign, why)."""
        found = []
        for campaign in self._planner.workspace.campaigns.values():
            refusal = Admission(self._planner.workspace, campaign, self._planner.programs[campaign.name]).refusal(lead)
            if refusal:
                found.append((campaign.name, refusal))
        return found

    def _journey(self, journey: Journey, lead: Lead, bounds: Sequence[Bound]) -> Explanation:
        past = self._record.past(journey.id)
        invitations = [self._put_off(one, journey.campaign) for one in self._record.invitations(journey.id)]
        campaign = self._planner.workspace.campaigns.get(journey.campaign)
        if campaign is None:
            coming = None if journey.state in ENDS else _stands(
                "campaign", "the campaign is no longer in the file", "seleqt campaigns list"
            )  # fmt: skip
            return Explanation(journey, "", "", past, coming, _ended(journey), invitations)
        program = self._planner.programs[journey.campaign]
        calendar = self._calendar(journey.lane)
        named, rule = Admission(self._planner.workspace, campaign, program).zone_of(lead)
        zone = calendar.zone.name
        found = Explanation(journey, zone, rule if named == zone else "as it was when the lead was enrolled", past, None)
        found.invitations = invitations
        if journey.state in ENDS:
            found.ended = _ended(journey)
            return found
        found.next = self._next(journey, lead, bounds, program, calendar)
        return found

    def _put_off(self, one: Invited, campaign: str) -> Invited:
        """An open invitation with what keeps it from being withdrawn."""
        if one.state != "open" or one.reason:
            return one
        program = self._planner.programs.get(campaign)
        if program is None:
            return replace(one, reason="the campaign is no longer in the file")
        if withdrawal_of(one.step) not in program.index:
            return replace(one, reason=f"step {one.step} is no longer in the file")
        inactive = self._planner.inactive.get(campaign, "")
        return replace(one, reason=f"the campaign is {inactive}") if inactive else one

    def _next(self, journey: Journey, lead: Lead, bounds: Sequence[Bound], program: Program, calendar: Calendar) -> Next:
        if journey.step == END:
            return _stands("campaign", "the step it stood at is no longer in the file", "seleqt diff")
        node = program.nodes[journey.step]
        coming = self._coming(journey, node, program, calendar)
        coming.step, coming.action = node.id, node.kind
        for bound in bounds:
            if bound.rule != "suppressed-address" or node.channel == "email":
                coming.at, coming.exact, coming.rule, coming.ahead = bound.until, False, bound.rule, 0
                coming.reasons.insert(0, Reason(bound.rule, bound.text, bound.until))
                coming.advice = bound.advice
                break
        return coming

    def _coming(self, journey: Journey, node: Node, program: Program, calendar: Calendar) -> Next:
        under_way = self._record.under_way(journey.id)
        if under_way == "in_doubt":
            return _stands("in_doubt", journey.reason or "it is in doubt whether it was sent", "seleqt resolve")
        if journey.state is State.HELD:
            return _stands("held", journey.reason, _frees(journey))
        if journey.state is State.PAUSED:
            return _stands("paused", journey.reason or "somebody paused it", f"seleqt leads resume {journey.key}")
        if under_way:
            return Next(at=self._now, exact=True, rule="under way", reasons=[Reason("under way", "a running seleqt is at work on it")])
        if journey.due >= NEVER:
            advice = "seleqt tasks" if journey.reason.startswith("waits in tasks") else ""
            return _stands("task" if advice else "deferred", journey.reason or "something has to happen first", advice)
        if node.kind == "wait_for":
            return self._waiting_for(journey, node)
        if journey.reason and journey.due > self._now and not journey.attempts:
            advice = _frees_first(self._planner) if journey.reason.startswith("first contacts held") else ""
            if journey.reason.startswith(LINKEDIN_UNSEEN):
                advice = self._looks(journey)
            return Next(at=journey.due, rule="deferred", reasons=[Reason("deferred", journey.reason, journey.due)], advice=advice)
        waits = _waits(journey, node, program)
        if node.channel is None:
            return Next(at=max(journey.due, self._now), exact=True, rule="due", reasons=[Reason("due", waits, journey.due)])
        return self._planned(journey, node, waits, calendar)

    def _looks(self, journey: Journey) -> str:
        """How somebody comes to look for replies on LinkedIn: a sender that LinkedIn stopped is cleared first, and reads them itself."""
        account = self._planner.accounts.get(journey.linkedin_account)
        if account is None:
            return "seleqt tasks"
        name = account.senders[0].name
        cleared = freed_incident(self._planner.blocked.get(account.key, ""), name)
        return cleared if cleared not in ("", BY_ITSELF) else f"seleqt tasks replies {name}"

    def _waiting_for(self, journey: Journey, node: Node) -> Next:
        if not journey.entered:
            return Next(
                at=max(journey.due, self._now), exact=True, rule="due", reasons=[Reason("due", "then it begins to wait", journey.due)]
            )
        otherwise = f"then {_names(node.otherwise, self._planner.programs[journey.campaign])}"
        text = f"waits for the invitation to be accepted, at most {node.step.at_most}; {otherwise}"
        return Next(
            at=journey.due, rule="wait_for", reasons=[Reason("wait_for", text, journey.due)], advice=f"seleqt mark {journey.key} connected"
        )

    def _planned(self, journey: Journey, node: Node, waits: str, calendar: Calendar) -> Next:
        planner, now = self._planner, self._now
        person: Person = planner.queues.person(journey)
        skipped = skip_reason(node, journey, person)
        if skipped:
            text = f"as things are it will be skipped: {skipped}"
            return Next(at=max(journey.due, now), rule="skip", reasons=[Reason("due", waits, journey.due), Reason("skip", text)])
        account = journey.email_account if node.channel == "email" else journey.linkedin_account
        queue = account or "+" + journey.campaign
        pick = next_of_all(planner, journey, queue, node.kind, now)
        exact = pick is not None
        decision = pick or alone(planner, journey, node.kind, queue, calendar, now)
        if decision is None:
            reason = cannot(planner, journey, queue, node.kind, now)
            ends = [self._record.hold_ends(one.key) for one in serving(planner, journey.campaign, queue, node.kind)]
            at = min(ends) if reason.rule == "sender" and ends and all(0 < end < NEVER for end in ends) else 0
            return Next(
                at=at,
                account=account,
                rule=reason.rule,
                reasons=[reason, Reason("due", waits, journey.due)],
                advice=_advice(reason, journey),
            )
        if isinstance(decision, Defer):
            at = decision.until if 0 < decision.until < NEVER else 0
            return Next(at=at, rule="deferred", reasons=[Reason("deferred", decision.reason, at), Reason("due", waits, journey.due)])
        rule, reasons = reasons_of(planner, decision, now, waits)
        for condition in node.step.when:
            met = "so it is now" if holds(condition, journey, person) else "not so now"
            reasons.append(Reason("when", f"when: {condition} ({met}; decided when it is due)"))
        found = Next(at=decision.at, account=decision.account.key, exact=exact, rule=rule, reasons=reasons)
        campaign = planner.workspace.campaigns[journey.campaign]
        found.sender = decision.account.sender_for(campaign).name
        if not exact:
            found.ahead = self._record.ahead(journey, queue, node.kind, now, COUNTED)
            found.more = found.ahead >= COUNTED
            later = not_before(planner, decision, found.ahead, queue, now)
            if later > found.at:
                found.at, found.rule = later, "ahead"
                reasons.append(Reason("ahead", "the limits of so many days are needed for those before it", later))
        return found


def _stands(rule: str, text: str, advice: str) -> Next:
    return Next(rule=rule, reasons=[Reason(rule, text)], advice=advice)


def _frees(journey: Journey) -> str:
    """What a person types to free a held journey."""
    reason = journey.reason
    if reason.startswith("in doubt"):
        return "seleqt resolve"
    if reason.startswith("suppressed"):
        return f"seleqt suppress remove {journey.key}"
    return f"seleqt leads set {journey.key} FIELD=VALUE"


def _frees_first(planner: Planner) -> str:
    """What lifts a guard: resuming any sender of the domain starts its count anew."""
    names = [planner.accounts[key].senders[0].name for key in planner.first_held]
    return f"seleqt senders resume {names[0]}" if names else ""


def _advice(reason: Reason, journey: Journey) -> str:
    if reason.rule == "campaign":
        return f"seleqt campaigns resume {journey.campaign}"
    if reason.rule == "inbox":
        return "seleqt inbox sync"
    if reason.rule in ("sender", "guard") and "seleqt resume" not in reason.text:
        frees = freed_by(reason.text, reason.text.partition(":")[0])
        return "" if frees == BY_ITSELF else frees  # there is nothing to type
    return "seleqt resume" if reason.rule == "sender" else ""


def _ended(journey: Journey) -> str:
    return f"it ended: {journey.state.value}" + (f", {journey.reason}" if journey.reason else "") if journey.state in ENDS else ""


def _waits(journey: Journey, node: Node, program: Program) -> str:
    """What the journey's due moment counts from, in words."""
    if journey.attempts:
        times = "once" if journey.attempts == 1 else f"{journey.attempts} times"
        return f"it was put off {times}; the same mail is tried again"
    before, edge = _came_by(journey, node, program)
    told = [str(wait) for wait in edge.waits]
    since = f"after {before}" if before else "after the start"
    if node.message and journey.message_at and not journey.waited:
        told.append("one working day between two messages")
    return f"{' + '.join(told)} {since}" if told else since if before else "from the start"


def _came_by(journey: Journey, node: Node, program: Program) -> tuple[str, Edge]:
    """The step before a node on the way this journey took, and the edge between them."""
    done: Mapping[str, str] = journey.done
    for step in reversed(list(done)):
        index = program.index.get(step)
        if index is None:
            continue
        other = program.nodes[index]
        if other.otherwise.to == node.index and (done[step] != "sent" or other.following.to != node.index):
            return step, other.otherwise
        if other.following.to == node.index:
            return step, other.following
    return "", program.enter if program.enter.to == node.index else Edge(node.index)


def _names(edge: Edge, program: Program) -> str:
    return "it ends" if edge.to == END else f"it goes on with {program.nodes[edge.to].id}"
