"""`preview --send-to`: a real mail from the lead's sender to an address of our own."""

import asyncio
from types import TracebackType
from typing import TYPE_CHECKING

from seleqt_cli.app.preview import Preview
from seleqt_cli.channels.email.compose import compose
from seleqt_cli.core.actions import Prepared, Verdict
from seleqt_cli.core.errors import Busy, UsageProblem
from seleqt_cli.core.lead import Lead
from seleqt_cli.core.message_ids import message_id, send_key, unsubscribe_token
from seleqt_cli.storage.account_locks import AccountLocks
from seleqt_cli.storage.trials import note_trial, reserve_trial

if TYPE_CHECKING:
    from seleqt_cli.wiring.services import Services


class TrialReservation:
    """The right to send one mail to oneself; its place in the limit is taken already."""

    def __init__(self, prepared: Prepared) -> None:
        self.prepared = prepared

    def arm(self) -> str:
        """Nothing more to ask."""
        return ""

    def late(self) -> bool:
        """It follows at once."""
        return False


class Trials:
    """Sends trial mails over the version in force. Raises UsageProblem for an address that is none of our senders'."""

    def __init__(self, services: "Services", address: str) -> None:
        self._connection = services.connect()
        self._machine = services.machine(self._connection)
        own = {sender.address.casefold() for sender in self._machine.workspace.senders.values() if sender.address}
        if address.casefold() not in own:
            raise UsageProblem(f"{address} is no address of your senders", advice=f"one of: {', '.join(sorted(own))}")
        self._address = address
        self._locks = AccountLocks(services.database_path)
        self._threads: dict[tuple[str, str], tuple[str, ...]] = {}

    def __enter__(self) -> "Trials":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._locks.release()
        self._connection.close()

    def send(self, preview: Preview) -> str:
        """Send one message; returns why it was not sent, '' when the server took it."""
        machine, rendered = self._machine, preview.rendered
        sender = machine.workspace.senders.get(preview.sender)
        if sender is None or rendered is None:
            return f"the sender {preview.sender} was never applied (seleqt apply)"
        account = machine.accounts[sender.account]
        if account.key in machine.planner.blocked:
            return f"{sender.name} is {machine.planner.blocked[account.key]}"
        if not self._locks.take(account.key):
            raise Busy(f"another seleqt sends from {sender.name} now")
        now = machine.clock.now()
        key = send_key(machine.workspace_id, preview.lead, preview.campaign, f"{preview.step} trial {now}")
        identifier = message_id(machine.secret, key, sender.address.rpartition("@")[2])
        place = (preview.campaign, preview.lead)
        thread = self._threads.get(place, ()) if rendered.continues else ()
        payload = compose(
            rendered=rendered,
            sender=sender,
            lead=Lead(email=self._address),
            business=machine.workspace.business,
            message_id=identifier,
            date=now,
            in_reply_to=thread[-1] if thread else "",
            references=thread,
            unsubscribe=unsubscribe_token(machine.secret, key),
        )
        prepared = Prepared(
            "email", sender.name, account.key, self._address, envelope_from=sender.address, message_id=identifier,
            subject=rendered.subject, payload=payload, variant=rendered.variant,
        )  # fmt: skip
        refused = reserve_trial(self._connection, account, now=now, campaign=preview.campaign, step=preview.step, to=self._address)
        if refused:
            return refused
        self._threads[place] = (*thread, identifier)
        outcome = asyncio.run(self._perform(account.key, prepared))
        data = {"step": preview.step, "to": self._address, "state": outcome[0].value, "reason": outcome[1]}
        note_trial(self._connection, account, now=machine.clock.now(), campaign=preview.campaign, data=data)
        return "" if outcome[0] is Verdict.SENT else outcome[1] or outcome[0].value.replace("_", " ")

    async def _perform(self, key: str, prepared: Prepared) -> tuple[Verdict, str]:
        channel = self._machine.channel(self._machine.accounts[key])
        try:
            outcome = await channel.perform(TrialReservation(prepared))
        finally:
            await channel.close()
        return outcome.verdict, f"{outcome.code or ''} {outcome.text}".strip()
