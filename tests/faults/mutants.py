"""Faults that published tools of this kind really had, sown into the program: `python -m tests.faults.mutants NAME ARGUMENTS…`.

Each replaces a part of the real program by one with the fault. The suites that guard the promises must fail with it.
"""

import os
import sys
from array import array
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from seleqt_cli.app import prepare, run_due
from seleqt_cli.channels.email import smtp_session
from seleqt_cli.cli.program import run
from seleqt_cli.core import message_ids, program
from seleqt_cli.core.actions import Outcome, Verdict
from seleqt_cli.core.limits import Meter
from seleqt_cli.core.message_ids import message_id
from seleqt_cli.ports.recovery import Left
from seleqt_cli.storage import sending
from seleqt_cli.storage.account_locks import AccountLocks
from seleqt_cli.storage.epoch import EpochRecord
from seleqt_cli.storage.ledger_sql import SqlLedger
from seleqt_cli.storage.sqlite_store import SqliteStore
from seleqt_cli.storage.stops import stop
from seleqt_cli.wiring import epoch
from seleqt_cli.wiring.machine import Machine

Put = Callable[[Any, str, Any], None]
"""(owner, name, value): setattr, or a test's monkeypatch.setattr."""


def limit_off_by_one(put: Put) -> None:
    """listmonk #2894: one more than the limit."""
    made = Meter.__init__

    def generous(meter: Meter, limits: Any, *arguments: Any, **named: Any) -> None:
        made(meter, {period: value + 1 for period, value in limits.items()}, *arguments, **named)

    put(Meter, "__init__", generous)


def limit_per_process(put: Put) -> None:
    """listmonk #2974: every process counts for itself."""
    read = SqlLedger._read

    def forgetful(ledger: SqlLedger, account: str) -> Any:
        book = read(ledger, account)
        earlier = ledger.__dict__.setdefault("earlier", {})
        if account not in earlier:
            earlier[account] = {kind: set(record.times) for kind, record in book.records.items()}
        for kind, record in book.records.items():
            record.times = array("q", [at for at in record.times if at not in earlier[account].get(kind, set())])
        return book

    put(SqlLedger, "_read", forgetful)


def retry_on_disconnect(put: Put) -> None:
    """pimalaya #46, freescout #5457: a connection lost after the dot is taken as not sent."""

    def once_more(phase: Any, what: str) -> Outcome:
        return Outcome(Verdict.DEFERRED, what, retry_in=0, phase=phase)

    put(smtp_session, "lost", once_more)


def new_message_id_per_attempt(put: Put) -> None:
    """email-mcp #62: nothing is frozen, and every attempt has a name of its own."""
    named = message_id
    made = prepare.Preparer.__init__
    attempts = [0]

    def another(secret: bytes, key: str, domain: str) -> str:
        attempts[0] += 1
        return named(secret, f"{key}{attempts[0]}", domain)

    def nothing_frozen(preparer: prepare.Preparer, *arguments: Any, **parts: Any) -> None:
        made(preparer, *arguments, **{**parts, "frozen": lambda key: None})

    class AnyDigest:
        """Equal to the digest of any other bytes, so that the store's own check does not hide the fault."""

        def __init__(self, content: bytes) -> None:
            self.content = content

        def hexdigest(self) -> str:
            """One for all."""
            return "0" * 64

    class Hashlib:
        """In place of the module."""

        sha256 = AnyDigest

    put(prepare, "message_id", another)
    put(prepare.Preparer, "__init__", nothing_frozen)
    put(sending, "hashlib", Hashlib)


def outcome_after_quit(put: Put) -> None:
    """RELIABILITY finding 4: the goodbye stands between the answer and its record."""
    perform = run_due.Runner._perform

    async def then_quit(runner: run_due.Runner, channel: Any, claim: Any, tick: Any) -> Outcome:
        outcome = await perform(runner, channel, claim, tick)
        await channel.close()
        return outcome

    put(run_due.Runner, "_perform", then_quit)


def suppression_only_at_planning(put: Put) -> None:
    """A no between the plan and the dot is not heard."""
    asked = stop
    inside: list[bool] = []
    arm = sending.SqlSending._arm

    def deaf(*arguments: Any, **named: Any) -> Any:
        return None if inside else asked(*arguments, **named)

    def arming(store: sending.SqlSending, claim: Any, now: int) -> str:
        inside.append(True)
        try:
            return arm(store, claim, now)
        finally:
            inside.pop()

    put(sending, "stop", deaf)
    put(sending.SqlSending, "_arm", arming)


def lease_frees_sending(put: Put) -> None:
    """Oban's Lifeline: what a killed process was sending is simply due again."""
    left_behind = SqliteStore.left_behind

    def forgotten(store: SqliteStore, account: str) -> list[Left]:
        return [replace(left, sending_at=0) for left in left_behind(store, account)]

    put(SqliteStore, "left_behind", forgotten)


def no_lock(put: Put) -> None:
    """mautic #2215: processes that overlap work on the same account."""
    put(AccountLocks, "take", lambda locks, account: True)


def cursor_moved_at_fetch(put: Put) -> None:
    """listmonk #3022: what was fetched counts as done, whatever becomes of the process that fetched it."""
    left_behind = SqliteStore.left_behind

    def only_what_was_sending(store: SqliteStore, account: str) -> list[Left]:
        return [left for left in left_behind(store, account) if left.sending_at]

    put(SqliteStore, "left_behind", only_what_was_sending)


def resume_from_the_start(put: Put) -> None:
    """listmonk #2313: a run that begins anew begins everybody's journey anew, and takes what it sends for something new."""
    made, named = Machine.runner, message_ids.send_key

    def from_the_start(machine: Machine, **choices: Any) -> Any:
        for name, steps in machine.programs.items():
            first = steps.nodes[steps.enter.to]
            machine.connection.execute(
                "UPDATE journey SET state = 'due', step = ?, kind = ?, queue = '+' || campaign, first = 1, started = 0, message_at = 0, "
                "email_account = '', person = '', done = '{}', thread = '', thread_subject = '' WHERE campaign = ?",
                (first.id, first.kind, name),
            )
        return made(machine, **choices)

    def of_this_run(workspace: str, lead: str, campaign: str, step: str) -> str:
        return named(workspace, lead, campaign, f"{step} in {os.getpid()}")

    put(Machine, "runner", from_the_start)
    put(prepare, "send_key", of_this_run)
    put(sending, "send_key", of_this_run)


def positional_step_ids(put: Put) -> None:
    """A step is known by its place, so that a step put before it makes it another one."""
    put(program, "_id", lambda step, taken: str(len(taken)))


def restore_without_epoch(put: Put) -> None:
    """listmonk #1801: an older database is as good as the newest."""
    put(EpochRecord, "trouble", lambda record, connection: "")
    put(epoch, "_not_known", lambda machine, records: "")  # the outcome journal is the second witness


MUTANTS: Final[dict[str, Callable[[Put], None]]] = {
    "limit off by one": limit_off_by_one,
    "limit per process": limit_per_process,
    "retry on disconnect": retry_on_disconnect,
    "new Message-ID per attempt": new_message_id_per_attempt,
    "outcome after QUIT": outcome_after_quit,
    "suppression only at planning": suppression_only_at_planning,
    "lease frees sending": lease_frees_sending,
    "no lock": no_lock,
    "cursor moved at fetch": cursor_moved_at_fetch,
    "resume from the start": resume_from_the_start,
    "positional step ids": positional_step_ids,
    "restore without epoch": restore_without_epoch,
}


if __name__ == "__main__":
    if sys.argv[1]:
        MUTANTS[sys.argv[1]](setattr)
    if sys.argv[2]:
        from tests.faults import victim

        victim.lay_points(sys.argv[2], int(sys.argv[3]))
    sys.exit(run(sys.argv[4:]))
