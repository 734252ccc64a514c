"""`resolve --check`: everything that could prove what is in doubt, read now."""

import json

from seleqt_cli.app.resolve import Resolver
from seleqt_cli.core.campaign import Server
from seleqt_cli.ports.mailbox import MailboxTrouble
from seleqt_cli.ports.resolve import Doubt
from seleqt_cli.wiring.doubts import search_sent, settle_found, to_search
from seleqt_cli.wiring.inbox_commands import sync_now
from seleqt_cli.wiring.inboxes import open_box
from seleqt_cli.wiring.machine import Machine


def check(machine: Machine, desk: Resolver, *, read: bool) -> tuple[list[tuple[Doubt, str]], dict[str, MailboxTrouble]]:
    """Settle what is proven: (what was settled, with the proof) and sender -> why its mail could not be read.

    Answers and bounces prove it too, so inboxes are read first (`read`), then Sent is searched; an outbox is looked into.
    """
    before = [doubt for doubt, _ in desk.doubts()]
    keys = list(dict.fromkeys(doubt.account for doubt in before if _has_sent(machine, doubt.account)))
    troubles: dict[str, MailboxTrouble] = {}
    if read and keys:
        names = frozenset(machine.accounts[key].senders[0].name for key in keys)
        troubles = {one.sender: one.trouble for one in sync_now(machine, names) if one.trouble is not None}
    for key in keys:
        name = machine.accounts[key].senders[0].name
        if name not in troubles:
            try:
                _search(machine, desk, key)
            except MailboxTrouble as trouble:
                troubles[name] = trouble
    desk.check(machine.clock.now())
    left = {doubt.action for doubt, _ in desk.doubts()}
    return [(doubt, _proof(machine, doubt.action)) for doubt in before if doubt.action not in left], troubles


def _search(machine: Machine, desk: Resolver, account: str) -> None:
    wanted = to_search(machine, desk, account, now_too=True)
    if wanted:
        box = open_box(machine, account)
        try:
            settle_found(desk, wanted, search_sent(box, wanted), machine.clock.now())
        finally:
            box.close()


def _has_sent(machine: Machine, key: str) -> bool:
    account = machine.accounts.get(key)
    return account is not None and account.channel == "email" and any(isinstance(sender.imap, Server) for sender in account.senders)


def _proof(machine: Machine, action: int) -> str:
    told = machine.store.one("SELECT data FROM history WHERE action_id = ? AND event = 'resolved' ORDER BY id DESC LIMIT 1", (action,))
    return str(json.loads(told).get("evidence") or "somebody settled it meanwhile") if told else ""
