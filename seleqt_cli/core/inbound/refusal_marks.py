"""What decides about a refusal besides the phrases of refusal_words: patterns, reply codes, and the phase in which it was spoken."""

from typing import Final

from seleqt_cli.core.inbound.refusal_words import HARD, OURS, SOFT
from seleqt_cli.core.inbound.verdict import Class

PATTERNS: Final[tuple[tuple[Class, str, str], ...]] = (
    # What KDDI's servers say when a subscriber's filter refused the mail.
    (SOFT, "filtered", r"\b550 ?:? ?: (?:user unknown|unknown user)"),
    (OURS, "sender", r">>> (?:mail from|helo|ehlo)\S{0,320}(?: \S{1,320}){0,4}? <<< 5\d\d"),
    (
        SOFT,
        "suspended",
        r"\b(?:account|mailbox|user)(?: is| has been)?(?: temporarily| currently)? (?:disabled|suspended|locked|frozen|deactivated)\b",
    ),
    (OURS, "rate", r"\b(?:sending|sender|daily|hourly|messages?) (?:\w{1,20} )?quota\b|too much mail from"),
    (HARD, "no such domain", r"account or domain may not exist"),
    (HARD, "no such domain", r"dns lookup failure: host \S{1,200} not found"),
    (HARD, "no such domain", r"\bhost \S{1,200} not found(?! in)(?!, try)"),
    (HARD, "no such domain", r"no mx (?:records? )?(?:found )?for"),
    (HARD, "no such user", r"\b5[45]\d \S{1,200}@\S{1,200} (?:rejected|not found|unknown|invalid)$"),
)
"""Causes that only a pattern tells, asked before the phrases. Each is bounded."""
CODES: Final[dict[int, tuple[Class, str]]] = {
    521: (HARD, "no mail there"), 556: (HARD, "no mail there"), 551: (HARD, "no such user"), 552: (SOFT, "mailbox full"),
    511: (HARD, "no such user"), 512: (HARD, "no such domain"), 542: (HARD, "no such user"), 541: (OURS, "policy"), 534: (SOFT, "too big"),
    571: (OURS, "policy"),
}  # fmt: skip
"""Reply codes that mean one thing (RFC 5321, RFC 7504; 511, 512, 541 and 542 by custom), where neither words nor status say more."""
BEFORE_RECIPIENT: Final = (
    "after mail from", "reply to mail from", "response to mail from", "like our mail from", "mail from command", "reply to helo",
    "reply to ehlo", "response to helo", "response to ehlo", "after helo", "after ehlo", "after initial connection",
    "my name was rejected", "but sender was rejected", "like our helo", "like our ehlo",
)  # fmt: skip
"""What tells that the mail was refused before the server had heard whom it was for."""
AFTER_DATA: Final = ("end of data", "after data", "(data)", "reply to data", "data command", "smtp command data", ">>> data")
"""What tells that the mail was refused after its content was seen."""

GENERAL: Final = frozenset({"policy", "system", "sender"})
"""Rows whose words other causes use too: a status code that tells more goes first."""
