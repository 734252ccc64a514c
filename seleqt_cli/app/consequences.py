"""Doing what follows from a mail that came in: journeys, the person, the address, the sender, each with its row in the history."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from seleqt_cli.app.people import PAUSED, People
from seleqt_cli.app.suppression import HARD_BOUNCE, OPTED_OUT, SuppressionList
from seleqt_cli.core.inbound.effects import Effect, Follows
from seleqt_cli.core.inbound.matching import Written
from seleqt_cli.core.inbound.verdict import Class
from seleqt_cli.core.journey import BY_HAND, LIVE, QUEUED, Event, Journey, after
from seleqt_cli.core.lead import Lead
from seleqt_cli.core.program import END, Program
from seleqt_cli.core.settle import performable
from seleqt_cli.ports.inbox import InboxStore
from seleqt_cli.ports.people import PeopleStore
from seleqt_cli.ports.suppressions import Target

BY: Final = "inbox"
"""Who did it, in the history."""
MAIL: Final = "mail"
"""The source of what a mail that came in put on the list of those never to be contacted."""
COMPLAINT: Final = "complaint"
AWAY: Final = f"{PAUSED}: "
"""How the reason of a journey begins that waits for a person's return; `leads resume` lets it go on before that."""


@dataclass(slots=True)
class Done:
    """What one message did. `words`: for people; `undo`: what takes it back; `bounced`: the guards have to look; `held`: account -> why."""

    words: list[str] = field(default_factory=list)
    undo: dict[str, Any] = field(default_factory=dict)
    bounced: bool = False
    held: dict[str, str] = field(default_factory=dict)


class Consequences:
    """Carries effects out, inside the caller's transaction.

    `place` puts a journey where it belongs; `hold` stops an account (key, reason, at); `believe` settles an action in doubt as
    sent, with the evidence; `whole_company`: a reply in a journey stops the company's others.
    """

    def __init__(
        self,
        store: InboxStore,
        peoples: PeopleStore,
        people: Callable[[str], People],
        suppressions: SuppressionList,
        programs: Mapping[str, Program],
        place: Callable[[Journey, int], None],
        hold: Callable[[str, str, int], None],
        believe: Callable[[int, str, int], None],
        whole_company: Callable[[Journey], bool],
    ) -> None:
        self._store = store
        self._peoples = peoples
        self._people = people
        self._suppressions = suppressions
        self._programs = programs
        self._place = place
        self._hold = hold
        self._believe = believe
        self._whole_company = whole_company

    def follow(self, effects: tuple[Effect, ...], written: Written, about: Mapping[str, Any], now: int, *, by: str = BY) -> Done:
        """Do what follows for the person a mail of ours went to. `about`: what goes into the rows of the history."""
        done = Done()
        journey = self._store.journey(written.journey)
        if journey is None or not effects:
            return done
        lead = self._store.lead(written.lead)
        company = journey.company if any(one.follows is Follows.REPLIED for one in effects) and self._whole_company(journey) else ""
        others = [one.id for one in self._peoples.colleagues(company, lead.id)] if company else []
        before = self._store.standing(lead.id, others)
        for effect in effects:
            told = dict(about) | {"reason": effect.reason} if effect.reason else dict(about)
            self._one(effect, written, lead, journey, told | {"by": by}, now, done)
        done.undo.update(self._store.changes(before))
        return done

    def follow_writer(self, kind: Class, lead: Lead, about: Mapping[str, Any], now: int, *, by: str = BY) -> Done:
        """Another lead wrote it, in somebody's thread: their own journeys stop, and an opt-out from their own address binds for ever."""
        done = Done()
        before = self._store.standing(lead.id)
        told = {**about, "reason": "wrote in the thread of somebody else", "by": by}
        if kind is Class.UNSUBSCRIBE:
            self._suppress(lead, "", OPTED_OUT, told, now, done)
            done.words.append("whoever wrote it is unsubscribed too")
        else:
            moved = self._people(by).mark(lead, "replied", about=told, least="person")
            done.undo.setdefault("events", []).append("replied")
            done.words.append(f"stopped {_count(len(moved), 'journey')} of whoever wrote it too")
        done.undo.update(self._store.changes(before))
        done.undo["lead_id"] = lead.id
        return done

    def was_sent(self, written: Written, evidence: str, now: int) -> None:
        """What was in doubt is proven."""
        self._believe(written.action, evidence, now)

    def wrote_by_hand(self, lead: int, journeys: Sequence[Journey], at: int, now: int) -> None:
        """A person wrote to a lead: the journeys are held until `tasks` says go on or stop."""
        self._peoples.record(now, "manual_contact", {"by": BY, "at": at}, lead=lead)
        for journey in journeys:
            # one that is under way or was paused meets the open task at its next claim
            if journey.state in QUEUED and journey.step != END and self._peoples.free(journey):
                journey.state, journey.reason = after(journey.state, Event.HOLD), BY_HAND
                self._place(journey, now)

    def take_back(self, undo: Mapping[str, Any], lead: Lead | None, now: int, *, by: str, other_no: bool, other_hold: bool) -> list[int]:
        """Take back what a message did; returns the journeys that go on.

        `other_no`: another message, or a person, says no too. `other_hold`: another message holds the sender too.
        """
        for task in undo.get("opened", ()):
            self._peoples.close_later(task, by, now)
        events = undo.get("events", ())
        targets = [Target(kind, value) for kind, value in undo.get("suppressed", ())]
        suppressed = [target for target in targets if self._suppressions.is_of_mail(target, MAIL)]
        if suppressed and not other_no:
            self._suppressions.remove(suppressed, by=by, now=now)
        for account, reason, *before in () if other_hold else undo.get("held", ()):
            self._store.release_sender(account, reason, now, by, before=before[0] if before else None)
        going = self._store.take_back(undo, journeys=not other_no)
        if lead is not None and not other_no:
            for event in dict.fromkeys(events):
                self._peoples.record(now, "lifted", {"event": event, "by": by}, lead=lead.id)
            for number in going:
                journey = self._store.journey(number)
                if journey is not None:
                    self._peoples.record(now, "lifted", {"event": "stopped", "by": by}, lead=journey.lead, journey=journey)
        self._go_on(undo, going, now)
        return going

    def _go_on(self, undo: Mapping[str, Any], going: Sequence[int], now: int) -> None:
        """Journeys that a message met in the middle of a send stood in no queue, or were refused later for what it said."""
        unplaced = {number for number, was, _ in undo.get("journeys", ()) if was[2] == ""}
        for number in going:
            journey = self._store.journey(number) if number in unplaced else None
            if journey is not None and self._can_go(journey):
                self._place(journey, now)
        for lead, _, (_, away) in undo.get("lead", ()):
            for one in self._peoples.journeys_of(lead) if away and self._store.paused_until(lead) < away else ():
                if one.reason == PAUSED and one.due == away and self._can_go(one):
                    one.due, one.reason = now, ""
                    self._place(one, now)

    def _can_go(self, journey: Journey) -> bool:
        return journey.state in QUEUED and journey.campaign in self._programs and journey.step != END and self._peoples.free(journey)

    def _one(self, effect: Effect, written: Written, lead: Lead, journey: Journey, data: dict[str, Any], now: int, done: Done) -> None:
        follows = effect.follows
        if follows is Follows.SENT:
            self._believe(written.action, effect.reason, now)
            done.words.append("what was in doubt was sent")
        elif follows in (Follows.REPLIED, Follows.REFUSED):
            least = "person" if follows is Follows.REFUSED else "journey"
            moved = self._people(str(data["by"])).mark(lead, "replied", campaign=journey.campaign, about=data, least=least)
            done.undo.setdefault("events", []).append("replied")
            done.words.append(f"stopped {_count(len(moved), 'journey')}" if moved else "nothing was left to stop")
            done.undo["unproven"] = follows is Follows.REFUSED
        elif follows is Follows.DOUBTED:
            moved = self._people(str(data["by"])).halt(lead, effect.reason, about=data)
            if not moved:
                self._peoples.record(now, "received", data, lead=lead.id, journey=journey)
            done.words.append(f"stopped {_count(len(moved), 'journey')} for now" if moved else "nothing was left to stop")
            done.undo["unproven"] = True
        elif follows is Follows.UNSUBSCRIBED:
            self._suppress(lead, written.recipient, OPTED_OUT, data, now, done)
            done.words.append("unsubscribed, everywhere and for ever")
        elif follows is Follows.COMPLAINED:
            self._peoples.record(now, "complaint", data, lead=lead.id, journey=journey)
            done.undo.setdefault("events", []).append("complaint")
            self._suppress(lead, written.recipient, COMPLAINT, data, now, done)
            done.words.append("suppressed after a complaint")
        elif follows is Follows.AWAY:
            self._away(effect, lead, data, now)
            done.words.append(f"{effect.reason}; waits until {effect.day}")
        elif follows is Follows.BOUNCED:
            self._bounced(effect, written, lead, journey, data, now, done)
        elif follows is Follows.BOUNCED_SOFT:
            self._store.bounced(journey, written.action, written.account, data | {"hard": False}, now)
            done.words.append("came back; the next step comes as planned")
        elif follows is Follows.SENDER_HELD:
            before = self._store.hold_of(written.account)
            before = None if before is None or before[0] == effect.reason else before
            self._hold(written.account, effect.reason, now)
            done.held[written.account] = effect.reason
            done.undo.setdefault("held", []).append([written.account, effect.reason, before])
            self._peoples.record(now, "blocked", data, lead=lead.id, journey=journey)
            done.words.append("the sender is held")
        elif follows is Follows.ASKED:
            self._peoples.record(now, "received", data, lead=lead.id, journey=journey)
            self._ask(effect.reason, "asked", lead, journey, data, now, done)
        else:
            self._peoples.record(now, "received", data, lead=lead.id, journey=journey)
        if effect.ask:
            self._ask(effect.ask, f"message {data['message']}", lead, journey, data, now, done)

    def _ask(self, what: str, about: str, lead: Lead, journey: Journey, data: Mapping[str, Any], now: int, done: Done) -> None:
        """A task for a person, one for each thing it is `about`; a correction of the message closes it."""
        asked = what.replace("{message}", str(data["message"]))
        text = f"{lead.name or lead.key}: {asked} (seleqt inbox show {data['message']})"
        number = self._peoples.open_later(lead.id, journey, text, now, now, about=about)
        done.undo.setdefault("opened", []).append(number)
        done.words.append("waits in tasks")

    def _suppress(self, lead: Lead, mailed: str, reason: str, data: Mapping[str, Any], now: int, done: Done) -> None:
        """The person by every name, and the address that was written to."""
        targets = [Target("email", address) for address in dict.fromkeys((lead.email, mailed)) if address]
        targets += [Target("linkedin", lead.linkedin)] if lead.linkedin else []
        added = self._suppressions.add_person(
            targets, reason=reason, by=str(data["by"]), source=MAIL, now=now, opt_out=reason == OPTED_OUT, lead=lead.id
        )
        done.undo.setdefault("suppressed", []).extend([target.kind, target.value] for target in added)

    def _away(self, effect: Effect, lead: Lead, data: Mapping[str, Any], now: int) -> None:
        self._peoples.record(now, "away", {**data, "until": effect.until}, lead=lead.id)
        if self._store.paused_until(lead.id) < effect.until:
            self._peoples.set_lead(lead.id, paused_until=effect.until)
        for one in self._peoples.journeys_of(lead.id):
            # what is under way is refused before its dot, and waits then
            if one.state in QUEUED and one.due < effect.until and self._peoples.free(one):
                one.due, one.reason, one.state = effect.until, f"{AWAY}{effect.reason}", after(one.state, Event.WAIT)
                self._place(one, now)

    def _bounced(self, effect: Effect, written: Written, lead: Lead, journey: Journey, data: dict[str, Any], now: int, done: Done) -> None:
        former = {} if lead.email == written.recipient else {"former": True}  # the lead has another address by now
        self._store.bounced(journey, written.action, written.account, data | {"hard": True} | former, now)
        done.undo.setdefault("events", []).append("bounced")
        done.bounced = True
        if self._store.suppress_address(written.recipient, effect.reason, now):
            done.undo.setdefault("suppressed", []).append(["email", written.recipient])
        ended = 0
        if lead.email == written.recipient:
            for one in self._peoples.journeys_of(lead.id):
                program = self._programs.get(one.campaign)
                if one.state in LIVE and program is not None and one.step != END and not performable(one, program):
                    self._peoples.end(one, after(one.state, Event.BOUNCE), effect.reason, str(data["by"]), now)
                    ended += 1
        done.words.append(f"the address is suppressed ({HARD_BOUNCE})" + (f", {_count(ended, 'journey')} ended" if ended else ""))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
