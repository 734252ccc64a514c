"""Privacy requests: taken in, the person's identity checked, answered, closed; each step is one commit with a row in the history."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from seleqt_cli.app.rights import Rights
from seleqt_cli.core.errors import Failed, UsageProblem, no_such
from seleqt_cli.core.lead import Lead
from seleqt_cli.core.rights import RIGHTS, Request, due_at, extended_due_at
from seleqt_cli.ports.privacy import PrivacyStore
from seleqt_cli.ports.suppressions import Target


class RequestDesk:
    """Takes requests in and answers them, in the name of `by`; `zone` is the business's, whose days count."""

    def __init__(
        self, store: PrivacyStore, rights: Rights, names_of: Callable[[Lead], Sequence[Target]], *, zone: str, by: str, now: int
    ) -> None:
        self._store = store
        self._rights = rights
        self._names_of = names_of
        self._zone = zone
        self._by = by
        self._now = now

    def open(self, kind: str, lead: Lead | None, target: Target | None, text: str, received_at: int = 0) -> tuple[Request, str]:
        """Take a request in, of a lead or of somebody with this address or profile alone; returns it and what was done at once.

        What binds is done first: should this be cut off, it is typed again and changes nothing twice.
        """
        right = RIGHTS.get(kind)
        if right is None:
            raise no_such("kind of request", kind, RIGHTS)
        received = received_at or self._now
        if received > self._now:
            raise UsageProblem("--received lies in the future")
        done = ""
        if right.at_once == "object":
            if lead is not None:
                self._rights.object(lead, self._names_of(lead))
            elif target is not None:
                self._rights.object_unknown(target)
            done = "never to be contacted again"
        elif right.at_once == "restrict" and lead is not None:
            self._rights.restrict(lead, f"request for {kind}")
            done = "nothing goes to them any more"
        person = lead.key if lead is not None else target.value if target is not None else ""
        request = Request(0, kind, lead.id if lead else 0, person, text, received, due_at(received, self._zone), self._now, self._by)
        with self._store.transaction():
            request = replace(request, id=self._store.open(request))
            self._record("request_opened", request)
        return request, done

    def verify(self, number: int, how: str, *, proof: bool) -> Request:
        """Write down how the identity was checked. `proof`: a document was shown, which the caller deletes."""
        with self._store.transaction():
            request = self._one(number, "answered", "closed")
            if not how.strip():
                raise UsageProblem("how was the identity checked?", advice='--how "rang the number on file", for example')
            told = how.strip() + (" (a proof was shown and deleted)" if proof else "")
            request = replace(request, verified_at=self._now, verified_by=self._by, verified_how=told)
            self._store.save(request)
            self._record("request_verified", request)
        return request

    def extend(self, number: int, reason: str, told_at: int = 0) -> Request:
        """Give a request two further months: the person was told so, and why, at an instant (0: now) of the first period."""
        with self._store.transaction():
            request = self._one(number, "answered", "closed")
            told = told_at or self._now
            if not reason.strip():
                raise UsageProblem("why does it take longer?", advice="GDPR article 12(3): complex, or many requests, in words")
            if request.extended_at:
                raise Failed(f"request {number} was extended already, and can be only once", advice="seleqt privacy request list")
            if told > self._now or told < request.received_at:
                raise UsageProblem("--told lies in the future" if told > self._now else "--told lies before the request came in")
            if told >= request.due_at:
                raise Failed(
                    f"request {number} can be extended no more: the person had to be told of it in the first month",
                    advice="answer it now; --told TIME where they were told in time (GDPR article 12(3))",
                )
            later = extended_due_at(request.received_at, self._zone)
            request = replace(request, due_at=later, extended_at=self._now, extended_by=self._by, extension=reason.strip(), told_at=told)
            self._store.save(request)
            self._record("request_extended", request)
        return request

    def answer(self, number: int, answer: str, *, refused: bool) -> Request:
        """Write down that the person was answered; with `refused` `answer` says why nothing was done."""
        with self._store.transaction():
            request = self._one(number, "answered", "closed")
            if refused and not answer.strip():
                raise UsageProblem(
                    "why was it refused?", advice="--refused needs --note (GDPR article 12(4): reasons, and whom to complain to)"
                )
            if RIGHTS[request.kind].proof and not request.verified_at and not refused:
                raise Failed(f"request {number}: nobody has checked who asks", advice=f'seleqt privacy request verify {number} --how "..."')
            if request.kind == "deletion" and not refused and self._store.kept(request.lead):
                raise Failed(f"request {number}: {request.person} is still kept", advice=f"seleqt privacy erase {request.person}")
            request = replace(request, answered_at=self._now, answered_by=self._by, answer=answer.strip(), refused=refused)
            self._store.save(request)
            self._record("request_answered", request)
        return request

    def close(self, number: int, *, withdrawn: bool) -> Request:
        """End a request that was answered, or that the person took back."""
        with self._store.transaction():
            request = self._one(number, "closed")
            if not request.answered_at and not withdrawn:
                raise Failed(
                    f"request {number} is not answered", advice=f"seleqt privacy request answer {number}, or close it with --withdrawn"
                )
            if withdrawn and not request.answered_at:
                request = replace(request, answer="taken back by the person")
            request = replace(request, closed_at=self._now, closed_by=self._by)
            self._store.save(request)
            self._record("request_closed", request)
        return request

    def _one(self, number: int, *over: str) -> Request:
        request = self._store.request(number)
        if request is None:
            raise UsageProblem(f"there is no request {number}", advice="seleqt privacy request list --all")
        if request.state in over:
            raise Failed(f"request {number} is {request.state} already", advice="seleqt privacy request list --all")
        return request

    def _record(self, event: str, request: Request) -> None:
        data = {"by": self._by, "request": request.id, "kind": request.kind} | ({"refused": True} if request.refused else {})
        self._store.record(self._now, event, data, request.lead)
