"""Subjects that pretend: a mail that begins a thread and says that it is an answer or was forwarded."""

import re
import unicodedata
from typing import Final

from seleqt_cli.core.campaign import Campaign, Step
from seleqt_cli.messages.content_words import ANSWER_PREFIXES

MISLEADING: Final = "misleading-subject"
_COLONS: Final = "∶꞉˸"
"""What looks like a colon and is none."""
_ANSWER: Final = re.compile(rf"[\W_]*((?:{'|'.join(ANSWER_PREFIXES)})(?:\s?[\[(]\d{{1,3}}[\])])?)\s?:", re.IGNORECASE)
_LABEL: Final = re.compile(r"\s*\[[^\[\]]{1,30}\]")
"""What gateways put before a subject: [EXTERNAL]."""


def prefix_of_answer(subject: str) -> str:
    """What a subject begins with as answers do, '' when it does not. Signs that nobody sees and other scripts' forms do not hide it."""
    if ":" not in subject and subject.isascii():
        return ""
    seen = "".join(sign for sign in unicodedata.normalize("NFKC", subject) if unicodedata.category(sign) != "Cf")
    for colon in _COLONS:
        seen = seen.replace(colon, ":")
    while label := _LABEL.match(seen):
        seen = seen[label.end() :]
    found = _ANSWER.match(seen)
    return found[1] if found else ""


def pretence(campaign: Campaign, step: Step, subject: str) -> str:
    """Why a mail that begins a thread must not have this subject, '' when it may."""
    prefix = prefix_of_answer(subject)
    if not prefix or MISLEADING in (*step.allow, *campaign.allow):
        return ""
    return f"the subject begins with `{prefix}:`, as if this was an answer, and it begins a new thread (or `allow: {MISLEADING}`)"
