"""The running parts over one applied version: planner, store, channels, locks."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seleqt_cli.core.accounts import Account
from seleqt_cli.core.campaign import Sender, Workspace
from seleqt_cli.core.facts import INBOX_FRESH_SECONDS
from seleqt_cli.core.guards import domain_of, is_fresh
from seleqt_cli.core.journey import Journey
from seleqt_cli.core.program import Node
from seleqt_cli.core.windows import Calendar, Holidays
from seleqt_cli.ports.channel import Channel
from seleqt_cli.ports.clock import Clock
from seleqt_cli.wiring.lanes import lane_calendar
from seleqt_cli.wiring.place import Place

if TYPE_CHECKING:
    import sqlite3

    from seleqt_cli.app.prepare import Preparer
    from seleqt_cli.app.run_due import Runner
    from seleqt_cli.core.planner import Pick
    from seleqt_cli.storage.versions import Version


class Machine:
    """The parts that perform and explain, over one applied version.

    `only_senders` and `only_campaigns` narrow what is performed, never who is chosen.
    """

    def __init__(
        self,
        place: Place,
        connection: "sqlite3.Connection",
        version: "Version",
        workspace: Workspace,
        *,
        clock: Clock | None = None,
        only_senders: frozenset[str] = frozenset(),
        only_campaigns: frozenset[str] = frozenset(),
        holidays: Holidays | None = None,
    ) -> None:
        from seleqt_cli.core.accounts import accounts_of, units_of
        from seleqt_cli.core.planner import Planner
        from seleqt_cli.core.program import Program
        from seleqt_cli.storage.sqlite_store import SqliteStore
        from seleqt_cli.storage.versions import identity

        self.place = place
        self.connection = connection
        self.version = version
        self.workspace = workspace = with_servers(connection, workspace)
        self.clock = clock or place.clock
        self.only_senders = only_senders
        self.only_campaigns = only_campaigns
        self.folder = Path(version.path).absolute().parent
        self.accounts = accounts_of(workspace)
        self.programs = {name: Program(campaign) for name, campaign in workspace.campaigns.items()}
        self.units = {name: units_of(workspace, campaign, self.programs[name]) for name, campaign in workspace.campaigns.items()}
        self.workspace_id, self.secret = identity(connection)
        self.around: Callable[[Account, Channel], Channel] = lambda _account, channel: channel
        """What a run puts around the channel of an account: copies into Sent."""
        self.windows: Callable[[Account], Channel] | None = None
        """The windows of LinkedIn accounts in mode auto, where a run has them (wiring/linkedin_running)."""
        self.alone: Callable[[Pick, Sender], bool] = lambda _pick, _sender: False
        """Whether seleqt does a LinkedIn step by itself."""
        self._calendars: dict[int, Calendar] = {}
        self._holidays = holidays
        self.store = SqliteStore(connection, self.calendar, now=self.clock.now, elapsed=self.clock.elapsed, workspace_id=self.workspace_id)
        self.planner = Planner(workspace, self.accounts, self.programs, self.units, self.store, self.store)
        self.store.planner = self.planner
        self._seen: tuple[int, int] = (-1, -1)
        self._held: tuple[dict[str, str], dict[str, str]] = ({}, {})
        self._at_work = 0
        self.outdated = False
        """Whether another version was applied since, as far as `refresh_and_wake` saw."""
        self.refresh()

    def calendar(self, lane: int) -> Calendar:
        """The calendar of a lane."""
        found = self._calendars.get(lane)
        if found is None:
            row = self.connection.execute("SELECT campaign, zone, holidays FROM lane WHERE id = ?", (lane,)).fetchone()
            campaign, place, country = row
            found = self._calendars[lane] = lane_calendar(self.workspace, campaign, place, country, self._holidays)
        return found

    def refresh(self) -> bool:
        """Read again what other commands may have changed: holds, pauses, campaigns. True when something did."""
        from seleqt_cli.storage.holds import read_holds
        from seleqt_cli.storage.site_limits import shut_by_site
        from seleqt_cli.wiring.seats import disconnect

        version = int(self.connection.execute("PRAGMA data_version").fetchone()[0])
        now = self.clock.now()
        if self._seen[0] == version and now < self._seen[1] and self._held == (self.planner.blocked, self.planner.first_held):
            return False
        holds = read_holds(self.connection, list(self.accounts), now)
        self.planner.blocked = holds.accounts
        trial_ends = disconnect(self.connection, self.planner, now)
        domains = {key: domain_of(account) for key, account in self.accounts.items()}
        self.planner.first_held = {key: holds.domains[domain] for key, domain in domains.items() if domain in holds.domains}
        self._held = (dict(self.planner.blocked), dict(self.planner.first_held))
        self.planner.unread = {
            key for key, account in self.accounts.items()
            if account.channel == "email" and not account.vouched
            and not is_fresh(holds.inbox_read.get(key), now, INBOX_FRESH_SECONDS)
        }  # fmt: skip
        self.planner.inactive = {
            **holds.campaigns,
            **dict.fromkeys(self._left_out(), "not asked for (--campaign)"),
        }
        self.planner.shut(shut_by_site(self.connection, self.accounts.values(), now))
        self._seen = (version, min(holds.changes_at, trial_ends))
        return True

    def _left_out(self) -> list[str]:
        return [name for name in self.workspace.campaigns if self.only_campaigns and name not in self.only_campaigns]

    def refresh_and_wake(self, runner: "Runner", stop: Callable[[], bool]) -> Callable[[], None]:
        """For the engine: look again at everything when another command changed something.

        Another version than this machine's makes it `outdated`: its steps and senders are not known here, so nothing is woken.
        """

        from seleqt_cli.storage.versions import newest_version

        def look() -> None:
            self.seen_at_work()
            if self.refresh() and not stop():
                self.outdated = newest_version(self.connection) != self.version.id
                if not self.outdated:
                    runner.wake_all(self.clock.now())

        return look

    def tells(self) -> bool:
        """Whether anybody is told what happens (`on:`)."""
        from seleqt_cli.storage.versions import any_hook

        return any_hook(self.connection)

    def paused(self) -> bool:
        """Whether somebody paused every send of this home."""
        from seleqt_cli.storage.status_rows import SqliteStatusRows

        return SqliteStatusRows(self.connection).paused(self.clock.now()) is not None

    def seen_at_work(self) -> None:
        """Write down, at most every five minutes, that a run looks at what is due: `status --check` asks for it."""
        from seleqt_cli.storage.status_rows import keep_last_run

        now = self.clock.now()
        if now - self._at_work >= 300:
            with self.store.transaction():
                keep_last_run(self.connection, now)
            self._at_work = now

    def due_now(self) -> bool:
        """Whether any account has something to do at this moment."""
        from seleqt_cli.core.planner import Pick

        now = self.clock.now()
        for account in self.accounts.values():
            decision = self.planner.plan(account, now) if self.wants(account) else None
            if isinstance(decision, Pick) and decision.at <= now:
                return True
        return False

    def withheld(self) -> dict[str, str]:
        """Sender -> why what it has to do at this moment stays undone: a hold, a pause, an inbox that was not read.

        An account without a seat has nothing to do while there is one with a seat: the others get what there is to do.
        """
        from copy import copy

        from seleqt_cli.core.planner import Pick

        now, planner, found = self.clock.now(), self.planner, {}
        free = copy(planner)
        seated = any(key not in planner.disconnected for key, account in self.accounts.items() if self.wants(account))
        free.blocked, free.first_held, free.unread = (planner.disconnected if seated else {}), {}, set()
        for key, account in self.accounts.items():
            first = planner.first_held.get(key)
            why = planner.blocked.get(key) or (f"first contacts held: {first}" if first else "")
            why = why or ("the inbox was not read in the last 15 minutes" if key in planner.unread else "")
            decision = free.plan(account, now) if why and self.wants(account) else None
            if isinstance(decision, Pick) and decision.at <= now:
                found[account.sender_for(self.workspace.campaigns[decision.journey.campaign]).name] = why
        return found

    def limits_today(self, now: int) -> list[tuple[str, str, int, str]]:
        """For each account and kind in use: (account, kind and number used today, limit today, why it stands still)."""
        rows = []
        for key, account in self.accounts.items():
            for kind, meter in account.meters.items():
                day, start, _ = meter.today(now)
                used = self.store.record(key, kind).since(start)
                limit = meter.day_limit(self.store.active_days(key, day) if meter.ramp_up is not None else 0)
                if account.channel == "email" or used:
                    rows.append((key.partition(":")[2], f"{used} {kind}", limit or 0, self.planner.blocked.get(key, "")))
        return rows

    def wants(self, account: Account) -> bool:
        """Whether this call performs an account's actions (`--sender`)."""
        return not self.only_senders or any(sender.name in self.only_senders for sender in account.senders)

    def readable(self) -> list[Account]:
        """The accounts whose inbox seleqt reads: no person vouches for them."""
        return [account for account in self.accounts.values() if account.channel == "email" and not account.vouched]

    def windowed(self, only: Callable[[Account], bool], *, once: bool) -> bool:
        """Whether any LinkedIn account may need its window; `once`: only where somebody signed in already."""
        found = [one for one in self.accounts.values() if one.channel == "linkedin" and one.senders[0].mode != "open" and only(one)]
        return bool(found) and (not once or self.store.one("SELECT 1 FROM linkedin_profile LIMIT 1") is not None)

    def preparer(self) -> "Preparer":
        """Freezes messages."""
        from seleqt_cli.app.prepare import Preparer
        from seleqt_cli.channels.email.compose import compose
        from seleqt_cli.messages.render import Renderer

        return Preparer(
            self.workspace, self.programs, Renderer(self.workspace).render, compose, lambda number: self.store.lead(number)[0],
            workspace_id=self.workspace_id, secret=self.secret, frozen=self.store.frozen, approved=self.store.approved,
            alone=self._does_alone,
        )  # fmt: skip

    def _does_alone(self, pick: "Pick", sender: Sender) -> bool:
        """As it stands when it is asked: a run says so after its parts are made."""
        return self.alone(pick, sender)

    def channel(self, account: Account) -> Channel:
        """The way out of an account."""
        from seleqt_cli.channels.unready import UnreadyChannel

        sender = account.senders[0]
        if sender.channel == "linkedin" and self.windows is not None:
            return self.windows(account)
        if sender.outbox:
            from seleqt_cli.channels.outbox import OutboxChannel

            return OutboxChannel(self.folder / sender.outbox)
        if sender.smtp is not None:
            from seleqt_cli.channels.email.smtp import SmtpChannel

            token = self.place.sign_ins.fresh if sender.auth in ("google", "microsoft") else None
            return SmtpChannel(sender, secrets=self.place.secrets, token=token)
        return UnreadyChannel(f"no mail server is known for {sender.name}: type seleqt senders login {sender.name}, which looks for it")

    def runner(self, **choices: Any) -> "Runner":
        """The loop body, over the accounts whose lock this process got; what a killed process left is settled first."""
        from seleqt_cli.app.recovery import recover
        from seleqt_cli.app.run_due import Runner
        from seleqt_cli.storage.account_locks import AccountLocks, window_lock
        from seleqt_cli.storage.disk import require_room
        from seleqt_cli.storage.outcome_journal import OutcomeJournal
        from seleqt_cli.wiring.epoch import look_at_epoch

        require_room(self.place.database_path)
        self.place.kept_secrets.unlock()
        self.locks = AccountLocks(self.place.database_path)
        taken = {key for key in self.accounts if self.locks.take(key)}
        self.store.journal = OutcomeJournal(self.place.database_path.with_name(self.place.database_path.name + ".outcomes"))
        self.busy = [key for key in self.accounts if key not in taken]
        channels: dict[str, Channel] = {}
        self.channels = channels

        def channel(account: Account) -> Channel:
            if account.key not in channels:
                channels[account.key] = self.around(account, self.channel(account))
            return channels[account.key]

        runner = Runner(
            self.planner, self.store, channel, self.preparer(), self.calendar, self.clock.now,
            only=lambda account: account.key in taken and self.wants(account),
            task_text=self.task_text, **choices,
        )  # fmt: skip
        self.seen_at_work()
        records = self.store.journal.read()
        look_at_epoch(self, records)
        outcomes = {record.send: record.outcome for record in records}
        self.in_doubt = 0
        for key in taken:
            if not self.locks.is_free(window_lock(key)):
                continue  # a person is at its window: what is under way there is not lost
            with self.store.transaction():
                left = recover(self.store, key, outcomes.get, self.programs, self.calendar, runner.place, self.clock.now())
                self.in_doubt += len(list(left))
        if not self.busy:
            self.store.journal.clear()
        return runner

    def task_text(self, journey: Journey, node: Node) -> str:
        """What a task step asks of a person, filled in for the lead."""
        from seleqt_cli.messages.render import Renderer

        campaign = self.workspace.campaigns[journey.campaign]
        return Renderer(self.workspace).render_text(node.step.text, campaign, node.step, self.store.lead(journey.lead)[0])

    async def close(self) -> None:
        """Say goodbye to the servers, commit what was put off, let the accounts go."""
        import asyncio

        # together: a stop is over within five seconds, also with twenty servers that do not answer a goodbye
        await asyncio.gather(*(channel.close() for channel in getattr(self, "channels", {}).values()))
        try:
            self.store.flush()
        finally:  # what the database does not take stays in the outcome journal, for the next start
            for record in (self.store.journal, self.store.epoch):
                if record is not None:
                    record.close()
            if hasattr(self, "locks"):
                self.locks.release()


def with_servers(connection: "sqlite3.Connection", workspace: Workspace) -> Workspace:
    """The workspace with the mail servers that the file leaves out, as far as they are known; nothing is looked up."""
    from seleqt_cli.core.providers import with_settings
    from seleqt_cli.storage.mail_settings import stored_settings

    if not any(sender.smtp is None or sender.imap is None for sender in workspace.senders.values() if not sender.outbox):
        return workspace
    stored = stored_settings(connection)
    return replace(
        workspace, senders={name: with_settings(sender, stored.get(sender.account)) for name, sender in workspace.senders.items()}
    )
