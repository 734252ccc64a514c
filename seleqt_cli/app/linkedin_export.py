"""Taking in LinkedIn's own export: who accepted, who answered, and what the person did by hand, without a browser.

It makes no leads. What it says of people who are leads has the same effects as if it had been seen on the site; what the
person did by hand counts against the account's limits.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from seleqt_cli.app.linkedin_acting import slug_of
from seleqt_cli.app.people import People
from seleqt_cli.core.errors import UsageProblem
from seleqt_cli.core.journey import Journey
from seleqt_cli.files.linkedin_export import Export, Written
from seleqt_cli.ports.linkedin_export import Deed, ExportStore

SAME_DEED = 86_400
"""Seconds between our invitation and the one that the export names: the export writes its times without a zone."""
LOOK_BACK = 32 * 86_400
"""Seconds that the longest period of a limit looks back, and a day."""


@dataclass(slots=True)
class Taken:
    """What an export told. Names are lead keys; `counted`: kind -> actions by hand that the limits did not know of."""

    tables: list[str]
    rows: int = 0
    refused: int = 0
    connected: list[str] = field(default_factory=list)
    replied: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    contacted: int = 0
    counted: Counter[str] = field(default_factory=Counter)
    read_until: int = 0


class Intake:
    """Takes an export in for one account. `hold_by_hand(lead, journeys, at)`: journeys wait until a person says go on or stop."""

    def __init__(
        self,
        store: ExportStore,
        people: People,
        account: str,
        profile: str,
        now: int,
        hold_by_hand: Callable[[int, Sequence[Journey], int], None],
    ) -> None:
        self._store = store
        self._people = people
        self._account = account
        self._profile = profile
        self._now = now
        self._hold = hold_by_hand

    def take(self, export: Export) -> Taken:
        """Everything in one transaction; the same export again changes nothing. Raises UsageProblem when it is somebody else's."""
        if export.owners and self._profile not in export.owners:
            owner = min(export.owners)
            raise UsageProblem(
                f"this is the export of {owner}, not of {self._profile}", advice="name the sender it belongs to with --sender NAME"
            )
        taken = Taken(list(export.tables), refused=len(export.refused))
        taken.rows = len(export.connections) + len(export.invitations) + len(export.messages)
        with self._store.transaction():
            self._connections(export, taken)
            self._invitations(export, taken)
            self._messages(export, taken)
            if "messages" in export.tables and export.newest:
                taken.read_until = min(export.newest, self._now)
                self._store.looked(self._account, taken.read_until, self._now, {"by": "export", "tables": taken.tables, "rows": taken.rows})
        return taken

    def _connections(self, export: Export, taken: Taken) -> None:
        known = self._store.leads(one.profile for one in export.connections)
        for one in export.connections:
            number = known.get(one.profile)
            if number is None or self._store.connected(number) or not self._store.walks(number, self._account):
                continue
            lead = self._store.lead(number)
            self._people.mark(lead, "connected", at=min(one.at, self._now), about={"from": "export"})
            taken.connected.append(lead.key)

    def _invitations(self, export: Export, taken: Taken) -> None:
        sent = [one for one in export.invitations if one.outgoing]
        known = self._store.leads(one.profile for one in sent)
        by_hand: Counter[tuple[str, int]] = Counter()
        for one in sent:
            number = known.get(one.profile)
            if number is not None and any(
                deed.kind == "connect" and abs(deed.at - one.at) < SAME_DEED for deed in self._store.deeds(number)
            ):
                continue
            if self._counts(one.at) and self._store.invited(self._account, slug_of(one.profile), one.at):
                taken.counted["connect"] += 1
            if one.note:
                by_hand["note", one.at] += 1
            if number is not None:
                taken.contacted += self._store.contacted(number, one.at) if one.note else 0
        self._count(by_hand, taken)

    def _messages(self, export: Export, taken: Taken) -> None:
        known = self._store.leads({one.sender for one in export.messages} | {who for one in export.messages for who in one.recipients})
        by_hand: Counter[tuple[str, int]] = Counter()
        heard: dict[int, Written] = {}
        for one in sorted(export.messages, key=lambda message: message.at):
            if one.sender == self._profile:
                people = [known[who] for who in one.recipients if who in known]
                deeds = [deed for number in people for deed in self._store.deeds(number)]
                if any(_is_ours(one, deed) for deed in deeds):
                    continue
                by_hand["message", one.at] += 1
                for number in people:
                    self._wrote(number, one, taken)
                continue
            lead_number = known.get(one.sender)
            if lead_number is not None and any(deed.at <= one.at for deed in self._store.deeds(lead_number)):
                heard[lead_number] = one
        for number, one in heard.items():
            if not self._store.heard(number, one.at):
                lead = self._store.lead(number)
                self._people.mark(lead, "replied", at=min(one.at, self._now), about={"from": "export"})
                taken.replied.append(lead.key)
        self._count(by_hand, taken)

    def _wrote(self, number: int, one: Written, taken: Taken) -> None:
        taken.contacted += self._store.contacted(number, one.at)
        lead = self._store.lead(number)
        text = f"You wrote to {lead.name or lead.key} on LinkedIn yourself. done: go on; skip: stop"
        held = self._store.wrote_by_hand(number, one.at, self._account, text, self._now)
        if held:
            self._hold(number, held, one.at)
            taken.held.append(lead.key)

    def _counts(self, at: int) -> bool:
        return self._now - LOOK_BACK < at <= self._now

    def _count(self, by_hand: Counter[tuple[str, int]], taken: Taken) -> None:
        for (kind, at), times in sorted(by_hand.items()):
            if self._counts(at) and (new := self._store.count(self._account, kind, at, times)):
                taken.counted[kind] += new


def _is_ours(one: Written, deed: Deed) -> bool:
    """Whether a message of the account is what seleqt sent: the same words near that moment, or a note that came with an invitation."""
    if deed.kind not in ("message", "inmail", "connect") or abs(deed.at - one.at) > SAME_DEED:
        return False
    return deed.kind == "connect" or abs(deed.at - one.at) < 600 or " ".join(deed.text.split()) == " ".join(one.text.split())
