"""Why a mail was refused, from the enhanced status code, the reply code and the words of the server.

Servers disagree about codes (5.1.1 for a full mailbox, 5.7.1 for an unknown user), so words that name one cause go first, then
the status code (RFC 3463), then words that many causes share, then the reply code. The rule that counts most: an address is given
up only when somebody said that it does not exist. What is the sender's fault (spam, policy, authentication) leaves the lead alone.
"""

import re
from dataclasses import dataclass
from typing import Final

from seleqt_cli.core.inbound.phrases import Phrases, Said, plain
from seleqt_cli.core.inbound.refusal_marks import (
    AFTER_DATA,
    AT_RECIPIENT,
    BEFORE_RECIPIENT,
    CODES,
    EMPTY_WORDS,
    GENERAL,
    LATE_PATTERNS,
    NOT_THE_RECIPIENT,
    PATTERNS,
    VAGUE_OURS,
)
from seleqt_cli.core.inbound.refusal_words import HARD, OURS, REFUSALS, SOFT
from seleqt_cli.core.inbound.verdict import Class

_STATUS: Final[tuple[tuple[str, Class, str], ...]] = (
    ("5.1.0", HARD, "no such user"),
    ("5.1.10", HARD, "no mail there"),
    ("5.1.6", HARD, "moved"),
    ("5.1.7", OURS, "sender"),
    ("5.1.8", OURS, "sender"),
    ("5.1.9", OURS, "sender"),
    ("5.1.2", HARD, "no such domain"),
    ("5.1.", HARD, "no such user"),
    ("5.2.1", SOFT, "suspended"),
    ("5.2.2", SOFT, "mailbox full"),
    ("5.2.3", SOFT, "too big"),
    ("5.2.", SOFT, ""),
    ("5.3.4", SOFT, "too big"),
    ("5.3.", SOFT, "system"),
    ("5.4.4", HARD, "no such domain"),
    ("5.4.310", HARD, "no such domain"),
    ("5.4.7", SOFT, "expired"),
    ("5.4.5", OURS, "rate"),
    ("5.4.6", SOFT, "loop"),
    ("5.4.14", SOFT, "loop"),
    ("5.4.", SOFT, "network"),
    ("5.5.0", SOFT, ""),
    ("5.5.", SOFT, "system"),
    ("5.6.7", SOFT, "system"),
    ("5.6.8", SOFT, "system"),
    ("5.6.9", SOFT, "system"),
    ("5.6.", OURS, "policy"),
    ("5.7.504", HARD, "no such user"),
    ("5.7.505", HARD, "no such user"),
    ("5.7.13", SOFT, "suspended"),
    ("5.7.14", SOFT, "suspended"),
    ("5.7.17", HARD, "no such user"),
    ("5.7.18", HARD, "no such domain"),
    ("5.7.20", OURS, "authentication"),
    ("5.7.21", OURS, "authentication"),
    ("5.7.22", OURS, "authentication"),
    ("5.7.23", OURS, "authentication"),
    ("5.7.25", OURS, "reverse dns"),
    ("5.7.26", OURS, "authentication"),
    ("5.7.27", OURS, "sender"),
    ("5.7.28", OURS, "rate"),
    ("5.7.", OURS, "policy"),
    ("4.2.2", SOFT, "mailbox full"),
    ("4.4.7", SOFT, "expired"),
    ("4.3.", SOFT, "system"),
    ("4.4.", SOFT, "network"),
    ("4.7.", SOFT, "expired"),
    ("4.", SOFT, ""),
)
"""Beginning of a status code -> what it means where words do not say more; a code without a dot at its end is meant whole."""
_PHRASES: Final = Phrases(phrase for _, _, phrases in REFUSALS for phrase in phrases)
_MEANINGS: Final = tuple((kind, detail) for kind, detail, phrases in REFUSALS for _ in phrases)
_LOOSE: Final = frozenset({"5.1.0", "5.0.0"})
"""Codes that servers use for anything."""
_PRECISE: Final = ("resolver.adr", "nosuchuser")
"""Words that mean one thing, as a machine's own code does."""
_REFUSES_ALL: Final = frozenset({521, 556})
"""RFC 7504: the server, or the domain, takes no mail at all."""
_PATTERNS: Final = tuple((kind, detail, needed, re.compile(pattern)) for kind, detail, needed, pattern in PATTERNS)
_LATE_PATTERNS: Final = tuple((kind, detail, re.compile(pattern)) for kind, detail, pattern in LATE_PATTERNS)
_ONLY_A_CODE: Final = "5.7.1 "
_VAGUE: Final = frozenset({"network", "system"})
_WEAK: Final = frozenset({(HARD, "no such user")})
_VAGUE_FROM: Final = _MEANINGS.index((SOFT, "network"))
"""From this phrase on words about a user are such as are said of many things."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What a refusal means, a finer word (may be ''), and what decided in plain words."""

    kind: Class
    detail: str
    reason: str


def diagnose(status: str, code: int, text: str, around: str = "") -> Diagnosis | None:
    """Judge one recipient's refusal; None when neither code nor words say that anything was refused.

    `around`: what else the notice says: it may tell in which phase the server refused.
    """
    heard = Said(text)
    if "rejected" in heard.text or "and try again" in heard.text or "then try again" in heard.text:
        heard.text = EMPTY_WORDS.sub("", heard.text)
    said = heard.text
    temporary = status[:1] == "4" if status else 400 <= code < 500
    by_status = _by_status(status)
    if code in _REFUSES_ALL and not temporary and not status.startswith("5.7."):
        by_status = CODES[code]
    worded = _by_words(heard)
    if worded and worded[2] in VAGUE_OURS and by_status is not None and by_status[0] is HARD:
        other_words = _by_words(Said(said.replace(worded[2], " ")))
        worded = other_words if other_words and other_words[0] is HARD else worded
    if worded:
        kind, detail, phrase, weak, surely = worded
        if kind is HARD and (other := NOT_THE_RECIPIENT.search(said)):
            return Diagnosis(OURS, "sender", f'the server said "{other[0]}" of the sender')
        if detail == "no such domain" and by_status is not None and by_status[0] is OURS and status.startswith("5.7."):
            return Diagnosis(OURS, "sender", f'the server said "{phrase}" with a code about who sends (status {status})')
        if kind is HARD and by_status is not None and by_status[1] == "sender":
            return Diagnosis(OURS, "sender", f"status {status}")
        if (kind is HARD or (detail == "expired" and code >= 500)) and not temporary and any(words in said for words in BEFORE_RECIPIENT):
            return Diagnosis(OURS, "sender", f'the server said "{phrase}" before it was told whom the mail was for')
        doubtful = (
            detail == "no such user"
            and not phrase.startswith(_PRECISE)
            and by_status != (HARD, detail)
            and status.startswith(("5.2.", "5.7."))
        )
        if doubtful and not any(words in f"{said} {plain(around)}" for words in AT_RECIPIENT):
            return Diagnosis(SOFT, "filtered", f'the server said "{phrase}", but with a code of other causes (status {status})')
        if kind is HARD and temporary:
            return Diagnosis(SOFT, detail, f'the server said "{phrase}", but only for now ({status or code})')
        if (
            detail == "no such user"
            and not status.startswith("5.1.")
            and any(words in said for words in AFTER_DATA)
            and "no valid recip" not in said
        ):
            return Diagnosis(SOFT, "filtered", f'the server said "{phrase}", but only after it had seen the mail')
        if (
            surely
            or (detail not in GENERAL and not weak)
            or temporary
            or by_status is None
            or by_status[0] is kind
            or status in _LOOSE
            or by_status[1] == ""
            or (by_status[1] == "network" and not weak)
        ):
            return Diagnosis(kind, detail, f'the server said "{phrase}"')
    if by_status is not None and by_status[0] is HARD and (other := NOT_THE_RECIPIENT.search(said)):
        return Diagnosis(OURS, "sender", f'the server said "{other[0]}" of the sender')
    if by_status is not None and by_status[0] is HARD and any(words in said for words in BEFORE_RECIPIENT):
        return Diagnosis(OURS, "sender", f"status {status}, but before the server was told whom the mail was for")
    if by_status is not None:
        return Diagnosis(*by_status, f"status {status or code}")
    if code in CODES:
        return Diagnosis(*CODES[code], f"reply code {code}")
    if code >= 500 and any(words in said for words in BEFORE_RECIPIENT):
        return Diagnosis(OURS, "sender", f"refused with {code} before the server was told whom the mail was for")
    if code >= 500 or status[:1] == "5":
        return Diagnosis(SOFT, "", f"refused with {status or code}, without a cause that is known")
    if code >= 400 or temporary:
        return Diagnosis(SOFT, "", f"refused for now with {status or code}")
    return None


def _by_words(said: Said) -> tuple[Class, str, str, bool, bool] | None:
    """What the words mean, which words, whether they are said of many things besides (a code that tells more goes first), or of one."""
    for kind, detail, needed, pattern in _PATTERNS:
        if needed in said.text and (found := pattern.search(said.text)):
            return kind, detail, found[0], False, True
    rank, phrase = _PHRASES.ranked(said)
    weak = rank >= 0 and _MEANINGS[rank] in _WEAK and rank > _VAGUE_FROM
    if rank >= 0 and not weak and _MEANINGS[rank][1] not in _VAGUE and phrase != _ONLY_A_CODE:
        return *_MEANINGS[rank], phrase.strip(), False, False
    for kind, detail, pattern in _LATE_PATTERNS:
        if found := pattern.search(said.text):
            return kind, detail, found[0], False, False
    return (*_MEANINGS[rank], phrase.strip(), weak, False) if rank >= 0 else None


def _by_status(status: str) -> tuple[Class, str] | None:
    for begin, kind, detail in _STATUS:
        if status == begin or (begin.endswith(".") and status.startswith(begin)):
            return kind, detail
    return None
