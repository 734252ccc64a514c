"""`audit`: the promises, proven from the history alone (SPEC section 3).

Nothing that planned or sent has a part in it: a bug there cannot hide itself here.
"""

from dataclasses import dataclass

from seleqt_cli.core.audit.accounts import AccountChecker
from seleqt_cli.core.audit.findings import Findings, Violation, data_of
from seleqt_cli.core.audit.people import PersonChecker
from seleqt_cli.core.audit.places import check_places, check_remains
from seleqt_cli.ports.records import Records


@dataclass(frozen=True, slots=True)
class Proof:
    """The result. `rows`: of the history; `checked` and `broken`: promise -> how many.

    `violations` lists at most 1,000 of each promise. `accepted`: what a person decided; `vouched`: the accounts that sent
    follow-ups while a person, not seleqt, watched the inbox.
    """

    rows: int
    checked: dict[int, int]
    broken: dict[int, int]
    violations: tuple[Violation, ...]
    accepted: tuple[tuple[tuple[int, ...], str], ...]
    vouched: tuple[str, ...]

    @property
    def kept(self) -> bool:
        """Whether no promise was broken."""
        return not any(self.broken.values())


def prove(records: Records, *, since: int = 0, at_rest: bool = False) -> Proof:
    """Hold the whole history against the promises.

    `since`: only what happened from this instant on is reported; what came before is still counted. `at_rest`: nothing
    is running, so that every attempt must have an outcome.
    """
    findings = Findings(since)
    accounts = AccountChecker(findings, at_rest=at_rest)
    newest = 0
    for row in records.by_time():
        newest = max(newest, row[1])
        accounts.take(row)
    accounts.end()
    people = PersonChecker(findings, records.created)
    for row in records.by_lead():
        people.take(row)
    people.end()
    if people.doubled:
        _doubled(findings, records, people.doubled)
    findings.checked[3] += records.live()
    check_places(findings, records.places(), max(newest, since))
    for lead, at in people.erased.items():
        check_remains(findings, lead, max(at, since), records.remains(lead), records.texts(lead))
    violations = tuple(sorted(findings.violations, key=lambda found: found.promise))
    return Proof(findings.rows, findings.checked, findings.broken, violations, tuple(findings.accepted), tuple(sorted(findings.vouched)))


def _doubled(findings: Findings, records: Records, numbers: set[int]) -> None:
    """Read the history once more for the steps that share a Message-ID."""
    carriers: dict[str, dict[tuple[int | None, str], tuple[int, int]]] = {}
    for _, at, event, action, journey, _, _, text in records.by_lead():
        if event != "sending":
            continue
        try:
            data = data_of(text)
        except ValueError:
            continue  # told by AccountChecker
        message_id = data.get("message_id") or ""
        if message_id and hash(message_id) in numbers:
            carriers.setdefault(message_id, {}).setdefault((journey, str(data.get("step"))), (at, action or 0))
    for message_id, steps in carriers.items():
        if len(steps) > 1:
            newest = max(at for at, _ in steps.values())
            findings.add(2, newest, f"{len(steps)} steps share the Message-ID {message_id}", *(action for _, action in steps.values()))
