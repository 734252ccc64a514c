"""What people decide: marks, stops and pauses of leads, campaigns and the whole home. Every decision is one transaction.

The states come from the table of core/journey, the scope of a reply from the campaign's `on_reply` (SPEC 13 rule 7).
What is recorded counts from the moment of the record; `--at` only says when it happened.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from seleqt_cli.core.availability import PlannedPause
from seleqt_cli.core.campaign import Workspace
from seleqt_cli.core.consent import RESTRICTED
from seleqt_cli.core.errors import Busy, Failed, UsageProblem, no_such
from seleqt_cli.core.invitations import ACCEPTED, ANSWERED
from seleqt_cli.core.journey import LIVE, QUEUED, Event, Journey, State, after
from seleqt_cli.core.lead import Lead
from seleqt_cli.core.limits import NEVER
from seleqt_cli.core.program import END, Program
from seleqt_cli.ports.people import PeopleStore

MARKS: Final = ("replied", "connected", "meeting", "won", "lost", "not-interested", "wrong-person", "later")
"""What `mark` takes; all but connected stop as a reply does."""
PAUSED: Final = "the lead is paused"
"""The reason of a journey that waits for its lead, also of one whose send was refused for it (storage.stops)."""


class People:
    """Takes decisions in the name of `by`. `place` puts a journey that moved where it belongs."""

    def __init__(
        self,
        store: PeopleStore,
        workspace: Workspace,
        programs: Mapping[str, Program],
        place: Callable[[Journey, int], None],
        by: str,
        now: int,
    ) -> None:
        self._store = store
        self._workspace = workspace
        self._programs = programs
        self._place = place
        self._by = by
        self._now = now

    # what only a person knows

    def mark(
        self,
        lead: Lead,
        what: str,
        *,
        at: int = 0,
        note: str = "",
        until: int = 0,
        campaign: str = "",
        about: Mapping[str, Any] | None = None,
        least: str = "journey",
    ) -> list[Journey]:
        """Record what a person knows; returns the journeys that it ended or moved on.

        `about`: more for the history's row. `least` "person": all of theirs stop, also where the campaign's scope is narrower.
        """
        data: dict[str, Any] = (
            {"by": self._by, "at": at or self._now}
            | ({"note": note} if note else {})
            | ({"until": until} if until else {})
            | dict(about or {})
        )
        with self._store.transaction():
            journeys = self._store.journeys_of(lead.id)
            if what == "connected":
                return self._connected(lead, journeys, data)
            answered = self._answered(journeys, campaign)
            scope = "person" if answered is None else self._scope(answered)
            scope = least if scope == "journey" else scope
            event = what.replace("-", "_")
            self._store.record(self._now, event, {**data, "scope": scope}, lead=lead.id, journey=answered if scope == "journey" else None)
            moved = self._reply(lead, journeys, answered, scope, what)
            if what == "later":
                self._store.open_later(lead.id, answered, note or f"Come back to {lead.name or lead.key}", until, self._now)
            return moved

    def _connected(self, lead: Lead, journeys: list[Journey], data: dict[str, Any]) -> list[Journey]:
        self._store.set_lead(lead.id, connected_at=data["at"])
        self._store.close_invitations(lead.id, ACCEPTED, self._now)
        self._store.record(self._now, "connected", data, lead=lead.id)
        moved = []
        for journey in journeys:
            if self._waits(journey) and journey.state in QUEUED and journey.entered:
                journey.due, journey.reason = self._now, ""
                self._place(journey, self._now)
                moved.append(journey)
        return moved

    def _waits(self, journey: Journey) -> bool:
        """Whether a journey stands at a wait_for."""
        program = self._programs.get(journey.campaign)
        return program is not None and journey.step != END and program.nodes[journey.step].kind == "wait_for"

    def _answered(self, journeys: list[Journey], campaign: str) -> Journey | None:
        """The journey that was answered: the one named, else the one that wrote last."""
        if campaign:
            found = [journey for journey in journeys if journey.campaign == campaign]
            if not found:
                raise UsageProblem(
                    f"the lead is not in {campaign}", advice=f"its campaigns: {', '.join(j.campaign for j in journeys) or 'none'}"
                )
            return found[0]
        written = [journey for journey in journeys if journey.message_at]
        return max(written or [one for one in journeys if one.state in LIVE], key=lambda journey: journey.message_at, default=None)

    def _scope(self, journey: Journey) -> str:
        campaign = self._workspace.campaigns.get(journey.campaign)
        return "person" if campaign is None else campaign.on_reply

    def _reply(self, lead: Lead, journeys: list[Journey], answered: Journey | None, scope: str, what: str) -> list[Journey]:
        reason = "" if what == "replied" else what
        self._store.close_invitations(lead.id, ANSWERED, self._now)
        mine = [journey for journey in journeys if scope != "journey" or journey is answered]
        moved = [journey for journey in mine if journey.state in LIVE or (journey is answered and journey.state is State.FINISHED)]
        for journey in moved:
            self._store.end(journey, after(journey.state, Event.REPLY), reason, self._by, self._now)
            self._wake_others(journey)
        if scope != "journey":
            self._store.set_lead(lead.id, replied_at=self._now)
        if scope == "company" and answered is not None and answered.company:
            for other in self._store.colleagues(answered.company, lead.id):
                why = f"a colleague at {answered.company} {'replied' if what == 'replied' else 'was marked ' + what}"
                self._store.end(other, after(other.state, Event.STOP), why, self._by, self._now)
                data = {"by": self._by, "scope": "company", "reason": why}
                self._store.record(self._now, "stopped", data, lead=other.lead, journey=other)
                moved.append(other)
        return moved

    # leads

    def halt(self, lead: Lead, why: str, *, about: Mapping[str, Any]) -> list[Journey]:
        """What runs of a lead ends, and what comes waits until somebody decides. `about`: more for the history's rows."""
        with self._store.transaction():
            ended = [one for one in self._store.journeys_of(lead.id) if one.state in LIVE]
            for journey in ended:
                self._store.end(journey, after(journey.state, Event.STOP), why, self._by, self._now)
                self._store.record(self._now, "stopped", {**about, "by": self._by, "reason": why}, lead=lead.id, journey=journey)
                self._wake_others(journey)
            self._store.set_lead(lead.id, paused_until=NEVER)
            return ended

    def stop(self, lead: Lead, campaign: str = "") -> list[Journey]:
        """Nothing more goes to a lead: in one campaign, or anywhere and from then on."""
        with self._store.transaction():
            ended = [one for one in self._chosen(lead, campaign) if one.state in LIVE]
            for journey in ended:
                self._store.end(journey, after(journey.state, Event.STOP), "stopped by a person", self._by, self._now)
                if campaign:
                    self._store.record(self._now, "stopped", {"by": self._by}, lead=lead.id, journey=journey)
                self._wake_others(journey)
            if not campaign and not self._store.stopped(lead.id).startswith(RESTRICTED):
                self._store.set_lead(lead.id, stopped=f"by {self._by}")
            if not campaign:
                self._store.record(self._now, "stopped", {"by": self._by}, lead=lead.id)
            return ended

    def pause(self, lead: Lead, campaign: str = "", until: int = 0) -> list[Journey]:
        """Nothing goes to a lead until a moment (0 = until it is resumed): in one campaign, or in all, also in later ones."""
        with self._store.transaction():
            chosen = [one for one in self._chosen(lead, campaign) if one.state in QUEUED]
            if not campaign:
                self._store.set_lead(lead.id, paused_until=until or NEVER)
            kept = self._store.before_pause(lead.id)
            was: dict[str, tuple[int, str]] = {}
            for journey in self._store.journeys_of(lead.id):
                if _is_paused(journey) and str(journey.id) in kept:
                    was[str(journey.id)] = kept[str(journey.id)]
            for journey in chosen:
                if not self._store.free(journey):
                    if campaign:
                        raise Busy(f"{lead.key}: a send in {campaign} is under way", advice="Type the same again in a moment.")
                    continue
                was.setdefault(str(journey.id), (journey.due, journey.reason))
                if until:
                    journey.due, journey.reason = max(journey.due, until), PAUSED
                    journey.state = after(journey.state, Event.WAIT)
                else:
                    journey.state, journey.reason = after(journey.state, Event.PAUSE), f"paused by {self._by}"
                self._place(journey, self._now)
            data: dict[str, Any] = {"by": self._by} | ({"until": until} if until else {}) | ({"campaign": campaign} if campaign else {})
            data |= {"was": was} if was else {}
            self._store.record(self._now, "lead_paused", data, lead=lead.id, journey=chosen[0] if campaign and chosen else None)
            return chosen

    def resume(self, lead: Lead, campaign: str = "") -> list[Journey]:
        """A paused lead goes on, and one that was stopped may be taken by campaigns again; what has ended stays ended."""
        with self._store.transaction():
            if self._store.stopped(lead.id).startswith(RESTRICTED):
                raise Failed(f"{lead.key}: their data are restricted", advice=f"seleqt privacy restrict {lead.key} --lift")
            moved = []
            was = self._store.before_pause(lead.id)
            for journey in self._chosen(lead, campaign):
                if _is_paused(journey):
                    # one that the pause met later was due at that moment
                    journey.due, journey.reason = was.get(str(journey.id), (self._now, ""))
                    if self._waits(journey) and not journey.entered:
                        journey.due = max(journey.due, self._now)  # a pause is no part of its at_most
                    journey.state = after(journey.state, Event.RESUME if journey.state is State.PAUSED else Event.WAIT)
                    self._place(journey, self._now)
                    moved.append(journey)
            if not campaign:
                self._store.set_lead(lead.id, paused_until=None, stopped=None)
                self._store.record(self._now, "lifted", {"by": self._by, "event": "stopped"}, lead=lead.id)
            self._store.record(self._now, "lead_resumed", {"by": self._by} | ({"campaign": campaign} if campaign else {}), lead=lead.id)
            return moved

    def free_held(self, lead: Lead, reason: str = "") -> list[Journey]:
        """A held lead's field was put right: its journeys go on where they were. What is in doubt stays held.

        `reason`: only those that are held for just this.
        """
        with self._store.transaction():
            freed = [
                one
                for one in self._store.journeys_of(lead.id)
                if one.state is State.HELD and one.reason.startswith(reason) and one.step != END and self._store.free(one)
            ]
            for journey in freed:
                journey.state, journey.reason = after(journey.state, Event.FREE), ""
                journey.due = min(journey.due, self._now)
                self._place(journey, self._now)
                self._store.record(self._now, "freed", {"by": self._by}, lead=lead.id, journey=journey)
            return freed

    def _chosen(self, lead: Lead, campaign: str) -> list[Journey]:
        journeys = self._store.journeys_of(lead.id)
        if not campaign:
            return journeys
        found = [journey for journey in journeys if journey.campaign == campaign]
        if not found:
            raise UsageProblem(
                f"{lead.key} is not in {campaign}", advice=f"its campaigns: {', '.join(j.campaign for j in journeys) or 'none'}"
            )
        return found

    def _wake_others(self, journey: Journey) -> None:
        """A journey that ended lets those go on that waited for it; those of its person that ended with it stay ended."""
        journey.state = State.STOPPED
        self._place(journey, self._now)

    # campaigns and the home

    def campaign(self, name: str, wanted: str, reason: str = "") -> int:
        """Pause, resume (active) or stop a campaign; returns how many journeys a stop ended."""
        with self._store.transaction():
            known = self._store.campaigns()
            if name not in known:
                raise no_such("campaign", name, known)
            state, why, _ = known[name]
            if state == wanted:
                return 0
            if state == "stopped":
                raise Failed(f"{name} was stopped for good", advice="give the campaign another name in the file and apply it")
            if wanted == "active" and name not in self._workspace.campaigns:
                raise Failed(f"{name} is {why or 'not in the file'}", advice="put it back into campaigns.yaml, then: seleqt apply")
            ended = self._store.end_campaign(name, "the campaign was stopped", self._by, self._now) if wanted == "stopped" else 0
            self._store.set_campaign(name, wanted, reason if wanted == "active" else reason or f"by {self._by}", self._now)
            event = {"active": "campaign_resumed", "paused": "campaign_paused", "stopped": "campaign_stopped"}[wanted]
            data: dict[str, Any] = {"by": self._by} | ({"reason": reason} if reason else {}) | ({"journeys": ended} if ended else {})
            self._store.record(self._now, event, data, campaign=name)
            return ended

    def pause_home(self, reason: str) -> bool:
        """Stop every send of this home before its next dot; False when it was paused already."""
        with self._store.transaction():
            before = self._store.paused()
            self._store.set_paused(reason or f"by {self._by}")
            self._store.record(self._now, "paused", {"by": self._by, "reason": reason})
            return before is None

    def resume_home(self) -> bool:
        """Let the home send again; False when it was not paused."""
        with self._store.transaction():
            planned = self._store.end_planned(self._now)
            if self._store.paused() is None and not planned:
                return False
            self._store.set_paused(None)
            self._store.record(self._now, "resumed", {"by": self._by})
            return True

    def announce_pause(self, begins: int, ends: int, reason: str) -> PlannedPause:
        """The home pauses by itself from a moment to a moment, and goes on after it."""
        pause = PlannedPause(begins, ends, self._now, reason)
        with self._store.transaction():
            self._store.announce(pause, self._by)
            self._store.record(self._now, "pause_announced", {"by": self._by, "from": begins, "until": ends, "reason": reason})
        return pause

    def call_off_pauses(self) -> int:
        """Take back every announced pause that is still to come; returns how many."""
        with self._store.transaction():
            count = self._store.call_off(self._now)
            if count:
                self._store.record(self._now, "pause_called_off", {"by": self._by, "pauses": count})
            return count


def _is_paused(journey: Journey) -> bool:
    """Whether a pause of its lead keeps a journey, for good or until a moment."""
    return journey.state is State.PAUSED or (journey.state in QUEUED and journey.reason.startswith(PAUSED))
