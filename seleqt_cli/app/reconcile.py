"""Brings a database up to date that does not know everything that was sent from it: an older copy that was put back, or a second one.

The names of our mails are no secret between us and the Sent folder: each is computed again for every step of every journey
(core/message_ids), and so is the word of its List-Unsubscribe field, which stays when a server gives a mail another name.
What Sent holds is written down as sent at the moment of its copy, and its journey goes on from there (RELIABILITY F14).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from seleqt_cli.core.accounts import Account, Unit
from seleqt_cli.core.actions import Outcome, Verdict
from seleqt_cli.core.journey import LIVE, Journey
from seleqt_cli.core.message_ids import message_id, send_key, unsubscribe_token
from seleqt_cli.core.planner import Planner
from seleqt_cli.core.program import END, Node, Program
from seleqt_cli.core.settle import settle
from seleqt_cli.core.windows import Calendar
from seleqt_cli.ports.reconcile import Found, ReconcileStore

MARGIN: Final = 86_400
"""Seconds before the last known send from which Sent is read: a server's clock may be behind ours."""
_ANYWHERE: Final = "x"


@dataclass(frozen=True, slots=True)
class Recorded:
    """A mail that was found and is written down now. `lead`: the normalised address, else the profile."""

    lead: str
    campaign: str
    step: str
    at: int


@dataclass(slots=True)
class Reading:
    """What Sent of one account brought. `strangers`: mails of ours to people whom the database does not know."""

    recorded: list[Recorded] = field(default_factory=list)
    strangers: list[Found] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Names:
    """How the mails of this workspace are called."""

    workspace: str
    secret: bytes

    def key(self, journey_key: str, campaign: str, step: str) -> str:
        """The send key of a step."""
        return send_key(self.workspace, journey_key, campaign, step)

    def is_of(self, key: str, found: Found) -> bool:
        """Whether a mail is the one with this send key: by its name, or by the word in it that only we can have made."""
        code = message_id(self.secret, key, _ANYWHERE).strip("<>").partition("@")[0]
        return code in found.codes or (bool(found.words) and unsubscribe_token(self.secret, key) in found.words)


class Reconciler:
    """`place` puts a journey where it belongs once it moved; `ours`: the normalised addresses of all senders."""

    def __init__(
        self,
        store: ReconcileStore,
        planner: Planner,
        calendar: Callable[[int], Calendar],
        place: Callable[[Journey, int], None],
        names: Names,
        ours: frozenset[str],
    ) -> None:
        self._store = store
        self._planner = planner
        self._programs: Mapping[str, Program] = planner.programs
        self._calendar = calendar
        self._place = place
        self._names = names
        self._ours = ours

    def take(self, account: Account, mails: Iterable[Found], now: int) -> Reading:
        """Write down what Sent of an account shows, in one commit."""
        reading, open_ones = Reading(), []
        matched: list[tuple[int, Node, str, Found]] = []
        for found in mails:
            hit = self._step_of(found)
            if hit is not None:
                matched.append((*hit, found))
            elif found.codes and not self._store.known_names(found.names):
                open_ones.append(found)
        with self._store.transaction():
            matched += self._anywhere(open_ones)
            for number, node, key, found in sorted(matched, key=lambda one: (one[3].at, one[1].index)):
                recorded = self._record(number, node, key, found, account, now)
                if recorded is not None:
                    reading.recorded.append(recorded)
            for found in open_ones:
                if self._store.sent_elsewhere(found, account) and not self._ours.issuperset(found.recipients):
                    reading.strangers.append(found)
            self._store.read(account.key, now)
        return reading

    def unknown(self, found: Found) -> bool:
        """Whether a mail is ours for sure, and this database does not know that it was sent."""
        hit = self._step_of(found)
        return hit is not None and not self._store.known(hit[2], found.names)

    def ready(self, by: str, now: int) -> None:
        """A person lets it send again; in the caller's transaction."""
        self._store.ready()
        self._store.event(now, "sending_resumed", {"by": by})

    def _step_of(self, found: Found) -> tuple[int, Node, str] | None:
        """The journey and step of a mail, by whom it went to."""
        for journey in self._store.journeys_to(found.recipients):
            for node, key in self._mails_of(journey.key, journey.campaign):
                if self._names.is_of(key, found):
                    return journey.id, node, key
        return None

    def _anywhere(self, open_ones: list[Found]) -> list[tuple[int, Node, str, Found]]:
        """The same for those whose recipient has another address now; they go out of `open_ones`."""
        if not open_ones:
            return []
        wanted = {code: found for found in open_ones for code in found.codes}
        hits = []
        for number, lead, campaign in self._store.journey_keys():
            for node, key in self._mails_of(lead, campaign):
                code = message_id(self._names.secret, key, _ANYWHERE).strip("<>").partition("@")[0]
                if code in wanted:
                    found = wanted.pop(code)
                    hits.append((number, node, key, found))
                    open_ones.remove(found)
            if not wanted:
                break
        return hits

    def _mails_of(self, lead: str, campaign: str) -> list[tuple[Node, str]]:
        program = self._programs.get(campaign)
        nodes = program.nodes if program is not None else ()
        return [(node, self._names.key(lead, campaign, node.id)) for node in nodes if node.kind == "email"]

    def _record(self, number: int, node: Node, key: str, found: Found, account: Account, now: int) -> Recorded | None:
        journey = self._store.journey(number)
        if journey is None or self._store.known(key, found.names):
            return None
        sender = account.sender_for(self._planner.workspace.campaigns[journey.campaign])
        name = message_id(self._names.secret, key, sender.address.rpartition("@")[2])
        action = self._store.sent(key, name, journey, node, account, sender.name, found)
        if journey.state in LIVE and journey.step != END and node.id not in journey.done and node.index >= journey.step:
            self._go_on(journey, node, name, found, account)
            self._place(journey, now)
        data = {"decision": "sent", "by": "evidence", "step": node.id, "sender": sender.name, "at": found.at, "message_id": name}
        self._store.event(now, "reconciled", data, journey=journey, action=action)
        return Recorded(journey.key, journey.campaign, node.id, found.at)

    def _go_on(self, journey: Journey, node: Node, name: str, found: Found, account: Account) -> None:
        """The journey is behind the step now, with the sender that did it."""
        if journey.email_account != account.key:
            unit = self._unit(journey, account)
            journey.email_account = account.key
            if unit is not None:
                journey.person, journey.linkedin_account = unit.person, journey.linkedin_account or unit.linkedin
        continues = bool(journey.thread) and found.subject.lower().startswith("re:")
        journey.step, journey.attempts = node.index, 0
        settle(
            journey, self._programs[journey.campaign], self._calendar(journey.lane), Outcome(Verdict.SENT), found.at, found.at,
            contacted_at=self._store.contacted_at(journey),
        )  # fmt: skip
        journey.thread = (*journey.thread, name) if continues else (name,)
        journey.thread_subject = journey.thread_subject if continues else found.subject

    def _unit(self, journey: Journey, account: Account) -> Unit | None:
        units = self._planner.units.get(journey.campaign, ())
        return next((unit for unit in units if unit.email == account.key), None)
