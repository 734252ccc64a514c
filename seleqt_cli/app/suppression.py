"""Never to be contacted: people, addresses and domains are put on the list, taken off it, and their journeys end at once."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from seleqt_cli.core.addresses import BadAddress, normalise_domain, normalise_email, normalise_linkedin
from seleqt_cli.core.consent import OBJECTED
from seleqt_cli.core.errors import UsageProblem
from seleqt_cli.core.journey import State
from seleqt_cli.ports.suppressions import Known, Suppressions, Target

HARD_BOUNCE: Final = "hard bounce"
"""The reason of a dead address: it binds the address alone, LinkedIn steps go on (SPEC section 6)."""
OPTED_OUT: Final = "unsubscribed"
BATCH: Final = 500
"""Targets of one commit, so that a long list lets a send through in between."""


@dataclass(slots=True)
class Suppressed:
    """What a change of the list did. `added` and `known` count targets, `people` leads, `ended` journeys."""

    added: int = 0
    known: int = 0
    people: int = 0
    ended: int = 0
    removed: list[Target] = field(default_factory=list)
    absent: list[Target] = field(default_factory=list)


def target_of(text: str) -> Target:
    """What a person means by `noor@windmill.example`, `windmill.example`, `@windmill.example` or a profile. Raises UsageProblem."""
    wanted = text.strip()
    try:
        if "linkedin.com" in wanted.lower() or wanted.lower().startswith(("in/", "/in/", "urn:li:")):
            return Target("linkedin", normalise_linkedin(wanted))
        if "@" in wanted.lstrip("@"):
            return Target("email", normalise_email(wanted))
        return Target("domain", normalise_domain(wanted.lstrip("@")))
    except BadAddress as problem:
        raise UsageProblem(f"{text!r} {problem}", advice="name an address, a LinkedIn profile or a domain") from problem


class SuppressionList:
    """Changes the list. `masked` makes of an address what may stand in the history: a keyed hash."""

    def __init__(self, store: Suppressions, masked: Callable[[str], str]) -> None:
        self._store = store
        self._masked = masked

    def add(self, targets: Sequence[Target], *, reason: str, by: str, source: str, now: int, opt_out: bool = False) -> Suppressed:
        """Put targets on the list; a person is kept out by address and profile alike. Doing it again changes nothing.

        `opt_out`: the person asked for it, and the journeys end `unsubscribed`; else they end `stopped`.
        """
        if reason == HARD_BOUNCE:
            raise UsageProblem(
                f"the reason {HARD_BOUNCE!r} is kept for addresses whose server refused them", advice="give another --reason"
            )
        why = OPTED_OUT if opt_out else reason
        done = Suppressed()
        for batch in _batches(targets):
            with self._store.transaction():
                for target in batch:
                    self._add(target, why, by, source, now, opt_out, done)
        return done

    def add_person(
        self, targets: Sequence[Target], *, lead: int, reason: str, by: str, source: str, now: int, opt_out: bool
    ) -> list[Target]:
        """Put one lead on the list by every name given, inside the caller's transaction; returns what is new on it."""
        added = [target for target in targets if self._store.add(target, reason, source, now)]
        data = {"reason": reason, "by": by, "source": source}
        for target in added:
            self._store.event(now, "suppressed", lead, {"kind": target.kind} | data)
        state, event = (State.UNSUBSCRIBED, OPTED_OUT) if opt_out else (State.STOPPED, "stopped")
        if added and opt_out:
            self._store.event(now, OPTED_OUT, lead, {"by": by, "source": source})
        self._store.end_journeys(lead, state.value, event, f"suppressed: {reason}", by, now)
        return added

    def remove(self, targets: Sequence[Target], *, by: str, now: int) -> Suppressed:
        """Take targets off the list, a person's address and profile together. Ended journeys stay ended."""
        done = Suppressed()
        with self._store.transaction():
            for target in targets:
                people = self._store.people(target)
                reason = self._store.reason(target)
                if reason is None:
                    done.absent.append(target)
                    continue
                for one in [target, *(other for other in _others(target, people) if self._store.reason(other) == reason)]:
                    self._store.remove(one)
                    done.removed.append(one)
                self._record(now, "unsuppressed", target, people, {"reason": reason, "by": by})
                for event in (OPTED_OUT, OBJECTED) if reason == OBJECTED else (OPTED_OUT,) if reason == OPTED_OUT else ():
                    for person in people:
                        self._store.event(now, "lifted", person.lead, {"event": event, "by": by})
                done.people += len(people)
        return done

    def reason(self, target: Target) -> str:
        """Why a target is on the list, '' when it is not."""
        return self._store.reason(target) or ""

    def is_of_mail(self, target: Target, source: str) -> bool:
        """Whether a mail that came in put it on the list, and no person said the same since."""
        return self._store.reason(target) == HARD_BOUNCE or self._store.source(target) == source

    def reach(self, targets: Iterable[Target]) -> int:
        """How many leads targets are about."""
        return sum(len(self._store.people(target)) for target in targets)

    def _add(self, target: Target, reason: str, by: str, source: str, now: int, opt_out: bool, done: Suppressed) -> None:
        people = self._store.people(target)
        new = self._store.add(target, reason, source, now)
        for other in _others(target, people):
            new = self._store.add(other, reason, source, now) or new
        done.added += new
        done.known += not new
        if new:
            done.people += len(people)
            self._record(now, "suppressed", target, people, {"reason": reason, "by": by, "source": source})
        state, event = (State.UNSUBSCRIBED, OPTED_OUT) if opt_out else (State.STOPPED, "stopped")
        for person in people:
            if new and opt_out:
                self._store.event(now, OPTED_OUT, person.lead, {"by": by, "source": source})
            done.ended += self._store.end_journeys(person.lead, state.value, event, f"suppressed: {reason}", by, now)

    def _record(self, now: int, event: str, target: Target, people: Sequence[Known], data: dict[str, str]) -> None:
        """A person is named by the number of the lead, a stranger by a keyed hash: nobody's address stands in the history."""
        named = {"value": target.value} if target.kind == "domain" else {} if people else {"hash": self._masked(target.value)}
        self._store.event(
            now, event, people[0].lead if len(people) == 1 and target.kind != "domain" else None, {"kind": target.kind} | named | data
        )


def _others(target: Target, people: Sequence[Known]) -> list[Target]:
    """The other names of the person; a domain is nobody's name."""
    if target.kind == "domain":
        return []
    found = [Target("email", person.email) for person in people if person.email]
    found += [Target("linkedin", person.linkedin) for person in people if person.linkedin]
    return [other for other in found if other != target]


def _batches(targets: Sequence[Target]) -> Iterable[Sequence[Target]]:
    for start in range(0, len(targets), BATCH):
        yield targets[start : start + BATCH]
