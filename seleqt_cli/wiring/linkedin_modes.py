"""What `explain` says of a LinkedIn step that waits for a person although its sender's mode is another."""

from collections.abc import Sequence

from seleqt_cli.app.explain import Explanation
from seleqt_cli.app.next_moment import Reason
from seleqt_cli.core.campaign import LINKEDIN_KINDS
from seleqt_cli.wiring.linkedin_standing import mode_words
from seleqt_cli.wiring.machine import Machine


def tell_modes(machine: Machine, found: Sequence[Explanation], now: int) -> None:
    """Add what is missing for the mode that the file asks for."""
    for one in found:
        account = machine.accounts.get(one.journey.linkedin_account)
        if one.next is None or one.next.rule != "task" or one.next.action not in LINKEDIN_KINDS or account is None:
            continue
        words = mode_words(machine.store, account.senders[0], now)
        if ": " in words:
            one.next.reasons.append(Reason("mode", f"{account.senders[0].name}: {words}"))
