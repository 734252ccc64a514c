"""`resolve --check` for LinkedIn steps: the account's window looks for what is in doubt, and clicks nothing."""

import asyncio

from seleqt_cli.app.linkedin_acting import slug_of
from seleqt_cli.app.resolve import Resolver
from seleqt_cli.core.accounts import Account
from seleqt_cli.core.campaign import LINKEDIN_KINDS
from seleqt_cli.core.errors import NothingPossible
from seleqt_cli.core.linkedin.orders import Order, Result, Status
from seleqt_cli.engine.windows import LoopPermit
from seleqt_cli.ports.resolve import Doubt
from seleqt_cli.storage.doubts import SqliteDoubts
from seleqt_cli.storage.visits import count, may_open
from seleqt_cli.wiring.linkedin import LinkedInAccounts, can_show
from seleqt_cli.wiring.machine import Machine
from seleqt_cli.wiring.people import placer

NOT_THERE = "nothing of it can be seen on LinkedIn; if you see nothing either"


def look(machine: Machine, desk: Resolver) -> tuple[list[tuple[Doubt, str]], list[tuple[Doubt, str]], dict[str, str]]:
    """Look for every LinkedIn step in doubt: (settled, with the proof), (not there, in words), sender -> why it was not looked at.

    That nothing is there settles nothing: only a person decides that a step is done again (SPEC 13 rule 1).
    """
    mine = [doubt for doubt, _ in desk.doubts() if doubt.kind in LINKEDIN_KINDS and doubt.account in machine.accounts]
    if not mine:
        return [], [], {}
    return asyncio.run(_look(machine, desk, mine))


async def _look(
    machine: Machine, desk: Resolver, doubts: list[Doubt]
) -> tuple[list[tuple[Doubt, str]], list[tuple[Doubt, str]], dict[str, str]]:
    accounts = LinkedInAccounts(machine, placer(machine))
    settled: list[tuple[Doubt, str]] = []
    absent: list[tuple[Doubt, str]] = []
    troubles: dict[str, str] = {}
    try:
        for doubt in doubts:
            account = machine.accounts[doubt.account]
            name = account.senders[0].name
            if name in troubles:
                continue
            acting = accounts.acting_now(account.senders[0])
            incident = accounts.store.incident(account.key)
            if accounts.store.rests_until(account.key) > machine.clock.now():
                troubles[name] = "it rests after what LinkedIn showed (seleqt senders list says until when)"
                continue
            if acting.mode == "open" or incident is not None or not can_show(machine.place.environment):
                troubles[name] = acting.lacks or (
                    incident.text or incident.stop.value if incident is not None else "no window can be shown"
                )
                continue
            try:
                result = await _one(accounts, account, doubt)
            except NothingPossible as busy:
                troubles[name] = busy.message
                continue
            if result.incident is not None:
                with accounts.store.transaction():
                    accounts.acting.stop(account.key, result.incident, machine.clock.now())
                troubles[name] = result.incident.text or result.incident.stop.value
            elif result.status is Status.DONE:
                proof = f"LinkedIn shows it ({'; '.join(result.evidence)})" if result.evidence else "LinkedIn shows it"
                desk.proven(doubt.action, proof, machine.clock.now())
                settled.append((doubt, proof))
            elif result.status is Status.NOT_DONE:
                absent.append((doubt, NOT_THERE))
    finally:
        await accounts.close()
    return settled, absent, troubles


async def _one(accounts: LinkedInAccounts, account: Account, doubt: Doubt) -> Result:
    order = order_of(accounts, doubt)
    permit = LoopPermit(_Looking(accounts.machine, account, doubt))
    return await accounts.hand(account.key).do(lambda window: window.settle(order, permit))


def order_of(accounts: LinkedInAccounts, doubt: Doubt) -> Order:
    """The order that is in doubt, as it went."""
    machine = accounts.machine
    words = SqliteDoubts(machine.store).frozen(doubt.action).decode()
    subject = ""
    if doubt.kind == "inmail":
        subject, _, words = words.partition("\n\n")
    lead = machine.store.lead(doubt.lead_id)[0] if doubt.lead_id is not None else None
    kind = next(one for one in LINKEDIN_KINDS if one == doubt.kind)
    since = doubt.journey.base if doubt.journey is not None and doubt.journey.invitation else 0
    since = doubt.sending_at if kind == "connect" else since
    aliases = accounts.store.aliases(lead.id) if lead is not None else ()
    profile = doubt.recipient or (lead.linkedin if lead is not None else "")
    name, mark = lead.name if lead is not None else "", accounts.store.mark(doubt.action)
    return Order(kind, slug_of(profile), name, "auto", aliases, words, subject, since=since, mark=mark)


class _Looking:
    """Allows a profile to be opened, counted, and nothing else."""

    def __init__(self, machine: Machine, account: Account, doubt: Doubt) -> None:
        self._machine = machine
        self._account = account
        self._doubt = doubt

    def open(self) -> str:
        """Counted."""
        store, now = self._machine.store, self._machine.clock.now()
        with store.transaction():
            free = may_open(store, self._account, now)
            if free.at > now:
                return f"limit reached: opened profiles, {free.rule}"
            count(store, self._account, now, armed=2, action=self._doubt.action, journey=self._doubt.journey)
        return ""

    def arm(self, mark: str = "") -> str:
        """Never."""
        return "it is only looked for"

    def late(self) -> bool:
        """Nothing is clicked."""
        return True

    def ready(self, what: str) -> None:
        """Nobody clicks."""

    def given_up(self) -> bool:
        """It is not waited for anybody."""
        return True
