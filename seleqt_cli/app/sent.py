"""What lies in an account's Sent folders: our own copies as evidence, and what a person wrote there by hand."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from seleqt_cli.ports.mailbox import Mailbox, Raw

By = Literal["message_id", "original_id", "likeness"]


@dataclass(frozen=True, slots=True)
class Copy:
    """A mail in Sent that may be ours.

    `by`: our Message-ID; ours as the server keeps it when it gives the mail another one (X-Microsoft-Original-Message-ID); or only the
    same recipient and subject since the same time, which proves nothing before the text has been compared.
    """

    folder: str
    uid: int
    by: By


def sent_folders(mailbox: Mailbox) -> list[str]:
    """Where copies of sent mails lie: the folders that are for it, else Gmail's All Mail."""
    folders = mailbox.folders()
    sent = [folder.name for folder in folders if folder.role == "sent"]
    return sent or [folder.name for folder in folders if folder.role == "all"]


def copies(mailbox: Mailbox, message_id: str, *, to: str = "", subject: str = "", since: int = 0) -> list[Copy]:
    """Look for one mail in Sent, the surest way first; [] when there is nothing.

    Likeness is tried only when recipient, subject and `since` (an instant before the mail was sent) are given. Opens other folders.
    Raises MailboxTrouble: then nobody knows.
    """
    found: list[Copy] = []
    for folder in sent_folders(mailbox):
        mailbox.look(folder)
        found += [Copy(folder, uid, "message_id") for uid in mailbox.find(message_id=message_id)]
        found += [Copy(folder, uid, "original_id") for uid in mailbox.find(original_id=message_id)]
        if to and subject and since:
            alike = mailbox.find(to=to, subject=subject, since=since)
            known = {copy.uid for copy in found if copy.folder == folder}
            found += [Copy(folder, uid, "likeness") for uid in alike if uid not in known]
    surest = next((by for by in ("message_id", "original_id", "likeness") if any(copy.by == by for copy in found)), "")
    return [copy for copy in found if copy.by == surest]


def sent_since(mailbox: Mailbox, since: int, most_octets: int) -> Iterator[tuple[str, Raw]]:
    """Every mail in Sent from an instant on, with its folder. Opens other folders; raises MailboxTrouble."""
    for folder in sent_folders(mailbox):
        mailbox.look(folder)
        for mail in mailbox.fetch(mailbox.find(since=since), most_octets):
            yield folder, mail
