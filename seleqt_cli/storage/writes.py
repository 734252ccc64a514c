"""Transactions on SQLite, what may ride in the next one, and the append-only history."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from seleqt_cli.core.continuing import GONE
from seleqt_cli.core.errors import Locked, NotDurable
from seleqt_cli.core.journey import BY_HAND, LIVE, QUEUED, Journey, State
from seleqt_cli.core.program import END, WITHDRAW
from seleqt_cli.core.windows import Calendar
from seleqt_cli.storage.epoch import EpochRecord
from seleqt_cli.storage.invitations import moved
from seleqt_cli.storage.json_text import compact
from seleqt_cli.storage.outcome_journal import SIZE, OutcomeJournal
from seleqt_cli.storage.queues_sql import SqlQueues
from seleqt_cli.storage.rows import MOVED, MOVED_WITH_WALKER, TAKEN, TAKEN_WITH_WALKER, values_of, walker_of

_HELD: Final = (
    "INSERT INTO history (at, event, journey_id, lead_id, campaign, data) SELECT ?, 'held', j.id, j.lead_id, j.campaign, ? "
    "FROM journey j WHERE j.id = ? AND j.state <> 'held' "
    "AND NOT EXISTS (SELECT 1 FROM action a WHERE a.journey_id = j.id AND a.state = 'in_doubt')"
)
"""A journey that comes to be held; what is in doubt, or was written by hand, has a row of its own already."""
_STANDING: Final = f"'{GONE}: step ' || step"
_LOST: Final = (
    "INSERT INTO history (at, event, journey_id, lead_id, campaign, data) SELECT ?, 'held', id, lead_id, campaign, "
    f"json_object('step', step, 'reason', {_STANDING}) FROM journey WHERE id = ? AND state IN ('waiting', 'due', 'paused')"
)
_KEPT: Final = (
    f"UPDATE journey SET state = ?, reason = coalesce(?, {_STANDING}), queue = '' "
    "WHERE id = ? AND state IN ('waiting', 'due', 'held', 'paused')"
)
"""A journey whose step is gone from the file keeps its place, for a later file that has the step again."""


class SqlWrites(SqlQueues):
    """Writing for one workspace. `elapsed` is a clock that never jumps; `workspace_id` goes into every send key."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        calendar: Callable[[int], Calendar],
        *,
        now: Callable[[], int],
        elapsed: Callable[[], float],
        workspace_id: str,
        journal: OutcomeJournal | None = None,
    ) -> None:
        super().__init__(connection, calendar)
        self.now = now
        self.elapsed = elapsed
        self.workspace_id = workspace_id
        self.journal = journal
        self.epoch: EpochRecord | None = None
        """The record outside the database; without one nobody looks whether the database is the one that sent last."""
        self._lazy = False
        self._unheard_of = ""
        """The send key that was looked for last in this transaction and has no action."""
        self._pending: list[tuple[str, tuple[Any, ...]]] = []
        self._faultless: set[str] = set()
        """Accounts whose row counts no channel error; they belong to this process."""
        self._unsettled: set[int] = set()
        """Actions whose outcome stands in the journal and nowhere else yet."""

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One commit; what was put off by `later` goes first."""
        if self._depth:
            yield
            return
        self._begin()
        self._depth = 1
        try:
            yield
        except BaseException:
            self._depth = 0
            self.forget()
            self.connection.execute("ROLLBACK")
            raise
        self._depth = 0
        self._commit()

    @contextmanager
    def later(self) -> Iterator[None]:
        """Writes inside are kept until the next commit of this process; the outcome journal already holds what they mean."""
        self._lazy = self.journal is not None
        try:
            yield
        finally:
            self._lazy = False

    def flush(self) -> None:
        """Commit what was put off."""
        if self._pending:
            with self.transaction():
                pass

    def _begin(self) -> None:
        if self.journal is not None:
            self.journal.sync()  # what this commit carries along stands in the journal first (SPEC 13 rule 2)
        try:
            self.connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise NotDurable(
                f"the database cannot be written: {error}", advice="make room on the disk, and see that the file can be written"
            ) from error
        self._unheard_of = ""
        self.look()
        for statement, values in self._pending:
            self.connection.execute(statement, values)
        self.read_again()

    def _commit(self) -> None:
        try:
            self.connection.execute("COMMIT")
        except Locked:
            self.forget()
            self.connection.execute("ROLLBACK")
            raise
        except sqlite3.OperationalError as error:
            self.forget()
            self.connection.execute("ROLLBACK")
            raise NotDurable(
                f"the database cannot be written: {error}", advice="make room on the disk, and see that the file can be written"
            ) from error
        self.known()
        self._pending.clear()
        if self.journal is not None and not self._unsettled and self.journal.free < SIZE // 2:
            self.journal.clear()  # replaying an old record changes nothing, so the file is emptied only now and then

    def write(self, statement: str, *values: Any) -> None:
        """One statement, now or with the next commit."""
        if self._lazy:
            self._pending.append((statement, values))
        else:
            self.connection.execute(statement, values)

    def enqueue(self, journey: Journey, queue: str) -> None:
        """Write down where a journey stands."""
        assert self.planner is not None
        if journey.invitation:
            moved(self.write, journey, self.now(), waits=queue not in ("", "-"))
            kind = WITHDRAW
        elif journey.step == END and journey.state in LIVE:
            queue = kind = ""
            if journey.state in QUEUED:
                self.write(_LOST, self.now(), journey.id)
                self.write(_KEPT, State.HELD.value, None, journey.id)
                journey.state, journey.reason = State.HELD, GONE
            else:
                self.write(_KEPT, journey.state.value, journey.reason, journey.id)
        else:
            if journey.state is State.HELD and journey.reason != BY_HAND:
                self.write(_HELD, self.now(), compact({"step": self._step(journey), "reason": journey.reason}), journey.id)
            values, walker = values_of(journey, queue, self.planner.programs), walker_of(journey)
            if journey.entry is not None and journey.entry[2:] == walker:
                self.write(MOVED, *values, journey.id)
            else:
                self.write(MOVED_WITH_WALKER, *values, *walker, journey.id)
            kind = values[3]
        self.moved(journey, queue)
        journey.entry = (queue, kind, *walker_of(journey))

    def take(self, journey: Journey) -> None:
        """Write down that a journey is in somebody's hands, and who walks it: it stands in no queue, all else stays."""
        if journey.invitation or journey.entry is None:
            self.enqueue(journey, "")
            return
        walker = walker_of(journey)
        if journey.entry[2:] == walker:
            self.write(TAKEN, journey.id)
        else:
            self.write(TAKEN_WITH_WALKER, *walker, journey.id)
        self.moved(journey, "")
        journey.entry = ("", journey.entry[1], *walker)

    def _step(self, journey: Journey) -> str:
        assert self.planner is not None
        return "" if journey.step == END else self.planner.programs[journey.campaign].nodes[journey.step].id

    def what(self, action: int) -> dict[str, str]:
        """Which step, sender and variant an action is of: an attempt that ended before its dot has told nobody yet."""
        names = ("step", "sender", "variant")
        return dict(
            zip(names, self.connection.execute(f"SELECT {', '.join(names)} FROM action WHERE id = ?", (action,)).fetchone(), strict=True)
        )

    def event(
        self,
        at: int,
        event: str,
        *,
        journey: Journey | None = None,
        action: int | None = None,
        account: str | None = None,
        data: dict[str, Any] | None = None,
    ) -> None:
        """One row of the append-only history."""
        self.write(
            "INSERT INTO history (at, event, action_id, journey_id, lead_id, account, campaign, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            at, event, action, journey.id if journey else None, journey.lead if journey else None, account,
            journey.campaign if journey else None, compact(data) if data else "{}",
        )  # fmt: skip
