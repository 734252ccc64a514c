"""Mail that a person wants left alone: warm-up mail of other tools, by patterns of subjects and senders (`inbox: {ignore: [...]}`)."""

from collections.abc import Sequence

from seleqt_cli.core.inbound.mail import Inbound


def is_ignored(mail: Inbound, patterns: Sequence[str]) -> bool:
    """Whether a pattern fits the subject, the address or the name of the sender."""
    return any(fits(pattern, text) for pattern in patterns for text in (mail.subject, mail.sender.address, mail.sender.name))


def fits(pattern: str, text: str) -> bool:
    """Whether a text holds a pattern, whatever the case; `*` stands for anything. A pattern without a word fits nothing.

    Linear in the text: every piece between two stars is looked for behind the one before it.
    """
    pieces = [piece for piece in pattern.casefold().split("*") if piece.strip()]
    found, lowered = 0, text.casefold()
    for piece in pieces:
        place = lowered.find(piece, found)
        if place < 0:
            return False
        found = place + len(piece)
    return bool(pieces)
