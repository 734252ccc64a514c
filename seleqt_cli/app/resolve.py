"""What may or may not have been sent: shown with the evidence, and settled by evidence or by a person.

SPEC 13 rule 1: `sent` counts at the moment of C2 and the journey goes on from there; `not_sent` is a person's recorded
decision, after which the same action is planned again with the same Message-ID and bytes, and counts a second time.
Nothing else leads back from `in_doubt`.
"""

from collections.abc import Callable, Mapping
from typing import Final

from seleqt_cli.core.actions import Outcome, Verdict
from seleqt_cli.core.errors import Failed
from seleqt_cli.core.journey import LIVE, Event, Journey, after
from seleqt_cli.core.program import END, Program
from seleqt_cli.core.settle import settle
from seleqt_cli.core.windows import Calendar
from seleqt_cli.ports.resolve import Doubt, Evidence, ResolveStore

SETTLED: Final = "nothing of it is in doubt any more"
"""Why a sender goes on that was held for mails in doubt."""


class Resolver:
    """Settles doubts. `place` puts a journey where it belongs once it moved; `freed` is told of accounts that go on by that."""

    def __init__(
        self,
        store: ResolveStore,
        programs: Mapping[str, Program],
        calendar: Callable[[int], Calendar],
        place: Callable[[Journey, int], None],
        evidence: Callable[[Doubt], Evidence],
        freed: Callable[[str], None] = lambda account: None,
    ) -> None:
        self._store = store
        self._programs = programs
        self._calendar = calendar
        self._place = place
        self._evidence = evidence
        self._freed = freed

    def doubts(self) -> list[tuple[Doubt, Evidence]]:
        """Every doubt with what can be known of it now."""
        return [(doubt, self._evidence(doubt)) for doubt in self._store.doubts()]

    def check(self, now: int) -> list[tuple[Doubt, Evidence]]:
        """Settle what is proven; returns every doubt there was, with what was found."""
        found = self.doubts()
        for doubt, evidence in found:
            if evidence.sent:
                self.sent(doubt.action, "evidence", now, evidence=evidence.text)
        return found

    def proven(self, action: int, evidence: str, now: int) -> None:
        """Evidence was found; somebody may have settled it meanwhile."""
        if self._store.doubts(action):
            self.sent(action, "evidence", now, evidence=evidence)

    def searched(self, action: int, now: int) -> None:
        """It was searched for in vain."""
        with self._store.transaction():
            if self._store.doubts(action):
                self._store.search(action, now)

    def with_text(self, doubt: Doubt) -> int:
        """How many mails with the same text are in doubt."""
        return self._store.with_text(doubt)

    def sent(self, action: int, by: str, now: int, *, evidence: str = "") -> Doubt:
        """It was sent: the journey goes on from the moment of C2. Raises Failed when it is not in doubt."""
        with self._store.transaction():
            doubt = self._doubt(action)
            journey = doubt.journey
            if journey is not None and journey.state in LIVE and journey.step != END and self._node_id(journey) == doubt.step:
                program = self._programs[journey.campaign]
                outcome = Outcome(Verdict.SENT)
                journey.reason = ""
                settle(
                    journey, program, self._calendar(journey.lane), outcome, doubt.sending_at, doubt.sending_at,
                    contacted_at=self._store.contacted_at(journey),
                )  # fmt: skip
                if doubt.message_id:
                    journey.thread, journey.thread_subject = doubt.thread, doubt.thread_subject
                self._place(journey, now)
            self._store.believe(action, journey, f"resolved: sent, says {by}", now)
            data = {"decision": "sent", "by": by} | ({"evidence": evidence} if evidence else {})
            self._store.event(now, "resolved", journey=journey, action=action, account=doubt.account, data=data)
            self._go_on(doubt, by, now)
        return doubt

    def not_sent(self, action: int, by: str, now: int) -> Doubt:
        """It was not sent: the same bytes go again, unless its journey is over or it has none. Raises Failed when it is not in doubt."""
        with self._store.transaction():
            doubt = self._doubt(action)
            journey = doubt.journey
            waits = journey is not None and journey.state in LIVE and journey.step != END and self._node_id(journey) == doubt.step
            if journey is not None and waits:
                journey.state = after(journey.state, Event.FREE)
                journey.reason = ""
                journey.due = now
                self._place(journey, now)
            self._store.release(action, "planned" if waits else "skipped", f"resolved: not sent, says {by}", now)
            data = {"decision": "not_sent", "by": by}
            self._store.event(now, "resolved", journey=journey, action=action, account=doubt.account, data=data)
            self._go_on(doubt, by, now)
        return doubt

    def _go_on(self, doubt: Doubt, by: str, now: int) -> None:
        """A sender that was held for its doubts alone goes on after the last of them."""
        if held := self._store.free_of_doubts(doubt.account):
            data = {"by": by, "sender": doubt.sender, "reason": SETTLED, "held": held}
            self._store.event(now, "sender_resumed", journey=None, action=None, account=doubt.account, data=data)
            self._freed(doubt.account)

    def _doubt(self, action: int) -> Doubt:
        found = self._store.doubts(action)
        if not found:
            raise Failed(f"action {action} is not in doubt", advice="seleqt resolve lists those that are")
        return found[0]

    def _node_id(self, journey: Journey) -> str:
        return self._programs[journey.campaign].nodes[journey.step].id
