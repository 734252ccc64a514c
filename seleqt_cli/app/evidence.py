"""Looks into an account's Sent for a mail that is in doubt, and says what the absence of a copy means (RELIABILITY section 2.2).

A copy under our Message-ID is proof, also where the server gave the mail another one and kept ours beside it. Else a mail to the
same recipient with the same subject since then is proof when it carries the word of our List-Unsubscribe field, or the same text. A
copy that seleqt put there itself is none. No copy proves nothing: a person decides.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from seleqt_cli.app.sent import copies
from seleqt_cli.ports.mailbox import Mailbox
from seleqt_cli.ports.resolve import Doubt, Searched

SEARCH_AFTER: Final = 120
"""Seconds after a send from which a search means anything: some servers file their copy late."""
SEARCH_EVERY: Final = 600
SEARCHES: Final = 3
SEARCH_FOR: Final = 1800
"""Seconds, and searches, without a copy after which one is not to be expected any more."""
CALIBRATED: Final = 20
"""Last mails of an account that must all have shown up in Sent by themselves before an absence says anything."""
_CLOCKS: Final = 300
"""Seconds that the server's clock may be behind."""
_OCTETS: Final = 256 * 1024


@dataclass(frozen=True, slots=True)
class Look:
    """How a copy is looked at: the words of its List-Unsubscribe field, whether seleqt put it there, its text without spaces."""

    words: Callable[[bytes], frozenset[str]]
    put_by_us: Callable[[bytes], bool]
    text: Callable[[bytes], str]


def search(box: Mailbox, doubt: Doubt, frozen: bytes, look: Look) -> str:
    """Look for a mail in Sent; what was found in words, '' when nothing. `frozen`: its bytes. Raises MailboxTrouble."""
    since = max(1, doubt.sending_at - _CLOCKS)
    for copy in copies(box, doubt.message_id, to=doubt.recipient, subject=doubt.subject, since=since):
        box.look(copy.folder)
        for raw in box.fetch([copy.uid], _OCTETS):
            if look.put_by_us(raw.octets):
                continue
            if copy.by == "message_id":
                return f"a copy of it lies in {copy.folder}"
            if copy.by == "original_id":
                return f"a copy of it lies in {copy.folder}; the server gave it another Message-ID"
            if look.words(raw.octets) & look.words(frozen):
                return f"a copy of it lies in {copy.folder} under another Message-ID: its unsubscribe word is the same"
            if frozen and raw.size == len(raw.octets) and look.text(raw.octets) == look.text(frozen):
                return f"a copy of it lies in {copy.folder} under another Message-ID: recipient, subject and text are the same"
    return ""


def due(doubts: Iterable[tuple[Doubt, Searched]], now: int) -> list[Doubt]:
    """The mails that are to be searched for now."""
    return [
        doubt for doubt, searched in doubts
        if doubt.message_id and doubt.sending_at + SEARCH_AFTER <= now and searched.last_at + SEARCH_EVERY <= now
    ]  # fmt: skip


def absence(doubt: Doubt, searched: Searched, by_themselves: int, put: int) -> str:
    """What it means that no copy was found so far. `by_themselves`: of the account's last mails in a row; `put`: copies by seleqt."""
    if not searched.searches:
        return f"Sent of {doubt.sender} was not searched yet (seleqt resolve --check)"
    times = "once" if searched.searches == 1 else f"{searched.searches} times"
    said = f"searched for {times}, no copy in Sent of {doubt.sender}"
    if put:
        return f"{said}; its copies are put there by seleqt, so that this shows nothing"
    if by_themselves < CALIBRATED:
        return f"{said}; {by_themselves} of its mails in a row showed up there so far, so that this shows little"
    if searched.searches < SEARCHES or searched.last_at - doubt.sending_at < SEARCH_FOR:
        return f"{said}; it is searched for again"
    return f"{said}, where its last {CALIBRATED} mails all showed up: very likely it was not sent"
