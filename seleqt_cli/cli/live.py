"""What `seleqt run` shows while it runs: what was just done, today's use of every limit, what comes next and when."""

from collections import deque
from types import TracebackType
from typing import TYPE_CHECKING, Any

from seleqt_cli.app.run_due import Done
from seleqt_cli.cli.context import Context
from seleqt_cli.cli.moments import absolute, relative
from seleqt_cli.cli.output import visible
from seleqt_cli.core.actions import ActionState
from seleqt_cli.core.guards import with_way_out

if TYPE_CHECKING:
    from seleqt_cli.ports.hooks import Told
    from seleqt_cli.ports.inbox import Message
    from seleqt_cli.ports.mailbox import MailboxTrouble
    from seleqt_cli.wiring.machine import Machine

_LAST = 8


class LiveView:
    """On a terminal a picture that renews itself; otherwise one line an action (none with --quiet)."""

    def __init__(self, context: Context, machine: "Machine", record: list[Done] | None) -> None:
        self._context = context
        self._machine = machine
        self._record = record
        self._lines: deque[str] = deque(maxlen=_LAST)
        self._next: int | None = None
        self._live: Any = None

    def done(self, done: Done) -> None:
        """One thing was done."""
        if self._record is not None:
            self._record.append(done)
        if self._live is None and self._context.quiet and done.settled.state is ActionState.SENT:
            return
        pick = done.claim.pick
        what = f"{pick.kind} {pick.node.id} to {pick.journey.key}"
        text = f"{absolute(done.at, self._zone)}  {done.settled.state.value:9} {done.claim.sender.name}: {what}"
        if done.settled.reason:
            text += f" ({done.settled.reason})"
        text = visible(text)
        if self._live is not None:
            self._lines.append(text)
            self._live.update(self._picture(), refresh=True)
        else:
            self._context.screen.say(text)

    def came_in(self, message: "Message") -> None:
        """A mail came in that has to do with what was sent."""
        from seleqt_cli.cli.inbox_view import message_words

        text = visible(f"{absolute(message.received_at, self._zone)}  {message_words(message)}")
        self._lines.append(text)
        if self._live is not None:
            self._live.update(self._picture(), refresh=True)
        else:
            self._context.screen.say(text)

    def unread(self, account: str, trouble: "MailboxTrouble") -> None:
        """An inbox could not be read, for another reason than the time before."""
        name = self._machine.accounts[account].senders[0].name
        # a hold for it begins with the same words (wiring.inboxes.UNREADABLE_INBOX)
        why = with_way_out(trouble.message.removeprefix("its inbox cannot be read: "), trouble.advice)
        text = visible(f"{absolute(self._machine.clock.now(), self._zone)}  {name}: its inbox is not read: {why}")
        self._lines.append(text)
        if self._live is not None:
            self._live.update(self._picture(), refresh=True)
        elif trouble.kind in ("login", "tls"):
            self._context.screen.warn(text)
        else:
            self._context.screen.say(text)

    def untold(self, told: "Told", said: str) -> None:
        """A hook could not be told of an event; `said`: the last words of its command. What is tried again is no news for cron."""
        what = told.delivery.happening
        then = f"next attempt {absolute(told.next_at, self._zone)}" if told.next_at else "given up after three days (seleqt hooks retry)"
        words = f"{told.problem}: {said}" if said else told.problem
        text = visible(f"on {what.event}: {told.hook.shown}: {words}; {then}")
        self._lines.append(text)
        if self._live is not None:
            self._live.update(self._picture(), refresh=True)
        elif told.next_at:
            self._context.screen.say(text)
        else:
            self._context.screen.warn(text)

    def beat(self, next_at: int | None) -> None:
        """The engine looked at everything; `next_at` is when something comes next."""
        self._next = next_at
        if self._live is not None:
            self._live.update(self._picture(), refresh=True)

    def __enter__(self) -> "LiveView":
        if self._context.screen.live and not self._context.quiet:
            from rich.console import Console
            from rich.live import Live

            self._live = Live(self._picture(), console=Console(stderr=True), auto_refresh=False, transient=False)
            self._live.start(refresh=True)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._live is not None:
            self._live.stop()
            self._live = None

    @property
    def _zone(self) -> str:
        return self._machine.workspace.business.timezone

    def _picture(self) -> Any:
        from rich.console import Group
        from rich.table import Table
        from rich.text import Text

        now = self._machine.clock.now()
        limits = Table(box=None, padding=(0, 2, 0, 0))
        for heading in ("account", "today", "limit", "state"):
            limits.add_column(heading, no_wrap=True, overflow="ellipsis")
        for row in self._machine.limits_today(now):
            limits.add_row(*(visible(str(cell)) for cell in row))
        if self._next is None:
            coming = "nothing is planned; waiting for changes"
        else:
            coming = f"next: {absolute(self._next, self._zone)} ({relative(self._next, now)})"
        return Group(Text("\n".join(self._lines) or "nothing was done yet"), Text(""), limits, Text(""), Text(coming + "    Ctrl-C stops"))
