"""Where a notice ends and the copy of our own mail begins, and what the head of that copy says."""

import re
from typing import Final

from seleqt_cli.core.addresses import BadAddress, normalise_email
from seleqt_cli.core.inbound.mail import Returned
from seleqt_cli.core.inbound.notice_words import COPY_LINES, FAILURES
from seleqt_cli.core.inbound.phrases import Phrases, Said

_COPIES: Final = Phrases(COPY_LINES)
_FAILURES: Final = Phrases(FAILURES)
_MOST_LINES: Final = 1500
_LONGEST_HEAD: Final = 12
_LOOKED_BEHIND: Final = 5
_FIELD: Final = re.compile(
    r"[>|*\s]{0,12}(message-id|from|to|cc|subject|x-original-to|date|received|return-path|mime-version|content-type|x-mailer|"
    r"reply-to)\s{0,3}:\s{0,5}(.{0,500})",
    re.IGNORECASE,
)
_HEAD_FIELDS: Final = frozenset({"received", "return-path", "message-id", "mime-version", "date", "x-mailer", "content-type"})
_ADDRESS: Final = re.compile(r"(?<![\w.+%=-])[\w.!#$%&*+/=?^{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}\.){0,10}[A-Za-z0-9-]{1,63}")
_ID: Final = re.compile(r"<[^<>\s]{1,900}>")
_HEADLINE: Final = re.compile(r"^[-=_*#>+~]{2}|[-=_*:]$|follow|below this line|：$")
"""What tells a headline from a sentence of the notice."""
MOST_ADDRESSES: Final = 50


def parted(text: str) -> tuple[str, str]:
    """The notice and the copy behind it ('' when there is none). The line between them belongs to the copy."""
    lines = text.split("\n", _MOST_LINES)
    for number, line in enumerate(lines):
        if not _copy_begins(lines, number, line):
            continue
        behind = _behind_head(lines, number)
        if behind:
            return "\n".join(lines[:number] + lines[behind:]), "\n".join(lines[number:behind])
        return "\n".join(lines[:number]), "\n".join(lines[number:])
    return text, ""


def returned_in(copy: str) -> Returned | None:
    """The fields of the first head in a copy; None when it has none that tell something."""
    message_id = sender = subject = ""
    recipients: list[str] = []
    for line in copy.split("\n", _MOST_LINES)[:_MOST_LINES]:
        found = _FIELD.match(line)
        if not found:
            continue
        name, value = found[1].lower(), found[2].strip()
        if name == "message-id" and not message_id:
            id_ = _ID.search(value)
            message_id = id_[0] if id_ else f"<{value}>" if "@" in value and " " not in value else ""
        elif name == "from" and not sender:
            sender = next(iter(addresses_in(value)), "")
        elif name in ("to", "cc", "x-original-to") and len(recipients) < MOST_ADDRESSES:
            recipients += [one for one in addresses_in(value) if one not in recipients]
        elif name == "subject" and not subject:
            subject = value
        if message_id and sender and recipients and subject:
            break
    found_one = Returned(message_id, sender, tuple(recipients), subject)
    return found_one if message_id or (sender and recipients) else None


def addresses_in(text: str) -> list[str]:
    """Every address of a text in order, in the form it is known by, without repeats."""
    found: list[str] = []
    for one in _ADDRESS.findall(text[:8000]):
        address = normal_address(one)
        if address and address not in found:
            found.append(address)
        if len(found) >= MOST_ADDRESSES:
            break
    return found


def normal_address(text: str) -> str:
    """An address in the form it is known by; '' for what is none."""
    try:
        return normalise_email(text.strip(" <>.,;:'\"()[]"))
    except BadAddress:
        return ""


def _copy_begins(lines: list[str], number: int, line: str) -> bool:
    low = line.lower().strip()
    if not low or len(low) > 200:
        return False
    if number and "transcript" not in low and _HEADLINE.search(low) and _COPIES.first(Said(low)):
        return True
    found = _FIELD.match(line)
    if found and found[1].lower() in _HEAD_FIELDS and ":" in line:
        near = sum(1 for other in lines[number + 1 : number + 7] if _FIELD.match(other))
        return near >= 2
    return False


def _behind_head(lines: list[str], number: int) -> int:
    """Where a notice goes on behind a few fields of our mail, which some systems put first; 0 where it does not."""
    if not _FIELD.match(lines[number]):
        return 0
    end = next((at for at in range(number, min(number + _LONGEST_HEAD, len(lines))) if not lines[at].strip()), 0)
    if not end:
        return 0
    return end if _FAILURES.first(Said(" ".join(lines[end : end + _LOOKED_BEHIND]))) else 0
