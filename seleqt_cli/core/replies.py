"""What a mail server's reply means: a table from (phase, code, enhanced status, words) to an outcome.

A rule names the phases in which it holds and what it asks of the reply; the first rule that fits decides.
The order is therefore part of the table: quota before policy (providers report a used-up daily quota as
5.7.x too), the mailbox before the content, words before bare codes, and what is ambiguous goes to a person
instead of to the suppression list.

Sources: RFC 5321 sections 4.2 and 4.5.4 (codes, retries), RFC 3463 and the IANA registry of enhanced status
codes, RFC 4954 section 6 (AUTH), RFC 3207 section 4 (STARTTLS), RFC 1870 (SIZE), SPEC section 7.
"""

import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from seleqt_cli.core.actions import Outcome, Verdict

Phase = Literal["connect", "banner", "ehlo", "starttls", "auth", "mail", "rcpt", "data", "body", "dot"]
PHASES: Final[tuple[Phase, ...]] = ("connect", "banner", "ehlo", "starttls", "auth", "mail", "rcpt", "data", "body", "dot")
"""The parts of a session in their order; `dot` begins when the first octet of the final dot may have left."""
SESSION_PHASES: Final[frozenset[str]] = frozenset({"connect", "banner", "ehlo", "starttls", "auth"})
"""Phases in which no lead is named yet: what goes wrong here would go wrong for every mail of the account."""

GREYLIST_RETRY: Final = 600
"""Seconds; common greylisting opens after 300 (Postgrey's default)."""
GREYLIST_LEAST: Final = 300
GREYLIST_MOST: Final = 1_800
TRANSPORT_RETRY: Final = 300
"""Seconds after which a broken connection is worth another try."""
RATE_RETRY: Final = 3_600
"""Seconds; providers that refuse for a rate count by the hour."""
MAILBOX_FULL_RETRY: Final = 6 * 3_600
TEXT_LENGTH: Final = 500

_ENHANCED = re.compile(r"^\s*([245]\.\d{1,3}\.\d{1,3})(?!\d)")
_WAIT = re.compile(r"\b(?:in|after|for|wait|retry)\D{0,12}?(\d{1,5})\s*(s|sec|seconds?|m|min|minutes?|h|hours?)?\b", re.I)


def _words(pattern: str) -> Callable[[str], object]:
    return re.compile(pattern, re.I).search


_GREYLIST = _words(r"gr[ae]y-?\s?list|postgrey|milter-greylist")
_DAILY = _words(
    r"(daily|24[- ]?h(our)?s?|per day|a day|today)\b.{0,60}(quota|limit|maximum|exceed)"
    r"|(quota|limit|maximum|exceed\w*)\b.{0,60}(daily|24[- ]?h(our)?s?\b|per day|a day\b|today)"
    r"|submission ?quota|sending (quota|limit)|sender.{0,20}quota|outgoing (mail|message).{0,20}(quota|limit)"
)
_RATE = _words(r"per hour|hourly|rate limit|sending rate|too (many|much) (messages|mails?|e-?mails|connections)|throttl|too fast|slow down")
_TOO_FAST_FOR_MAILBOX = _words(r"receiving (e?mail|messages) (at a rate|too)")
_MAILBOX_FULL = _words(
    r"(mailbox|inbox|user).{0,30}\bfull|over ?quota|quota.{0,20}exceeded|exceeded.{0,30}(quota|storage)"
    r"|insufficient.{0,20}storage|out of storage"
)
_NO_MAILBOX = _words(
    r"(no|not|non|never|in)[- ]?(such|a|known|valid|exist\w*).{0,30}(user|recipient|mailbox|address|account|person)"
    r"|(user|recipient|mailbox|address|account|domain).{0,60}(unknown|not (found|exist|known|valid|listed|here|available)"
    r"|do(es)? ?n[o']t exist|do(es)? not exist|invalid|disabled|inactive|suspended|deactivated|unavailable|rejected"
    r"|no longer|undeliverable)"
    r"|(unknown|invalid|undeliverable) (user|recipient|mailbox|address|account|local)"
    r"|n[o']t have an?\b.{0,20}account|no mailbox|nullmx|null mx|does not accept mail|user unknown"
)
_RELAY = _words(r"relay|authenticat|log ?in (first|required)|not logged in|not (owned|authori[sz]ed|permitted|allowed).{0,30}(send|user)")
_POLICY = _words(
    r"spam|blocked|black-?list|block-?list|denylist|\bdnsbl|\brbl\b|barracuda|reputation|policy|unsolicited|\bspf\b|dkim|dmarc|abuse|banned"
)
_DANGEROUS = _words(r"virus|malware|infected|phish|potential security issue|executable|attachment|file type")
_TOO_BIG = _words(r"(message|size).{0,30}(too (big|large|long)|exceeds?|limit)|max\w* (message )?size")


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: where it holds, what it asks of the reply, and what follows. Empty fields ask for nothing."""

    why: str
    verdict: Verdict
    phases: tuple[Phase, ...]
    codes: str = ""
    """A regular expression that the three digits match as a whole."""
    enhanced: str = ""
    """A regular expression that the enhanced status matches as a whole."""
    words: Callable[[str], object] | None = None
    retry_in: int | None = None

    def fits(self, phase: str, code: str, enhanced: str, text: str) -> bool:
        """Whether the reply is what this row is about."""
        return (
            phase in self.phases
            and (not self.codes or re.fullmatch(self.codes, code) is not None)
            and (not self.enhanced or re.fullmatch(self.enhanced, enhanced) is not None)
            and (self.words is None or bool(self.words(text)))
        )


_ALL: Final = PHASES
_BEFORE_DOT: Final = PHASES[:-1]
_OPENING: Final[tuple[Phase, ...]] = ("connect", "banner", "ehlo", "starttls")
_LETTER: Final[tuple[Phase, ...]] = ("rcpt", "data", "body", "dot")
_CONTENT: Final[tuple[Phase, ...]] = ("data", "body", "dot")
_MAIL_ON: Final[tuple[Phase, ...]] = ("mail", *_LETTER)
_ACCOUNT_ON: Final[tuple[Phase, ...]] = ("auth", *_MAIL_ON)

TABLE: Final[tuple[Rule, ...]] = (
    # What is no final answer to the command.
    Rule("2xx after the dot takes the mail (RFC 5321 4.2.1)", Verdict.SENT, ("dot",), codes=r"2\d\d"),
    Rule("no readable reply after the dot: it may have been taken (RFC 1047)", Verdict.IN_DOUBT, ("dot",), codes=r"(?![45]\d\d).*"),
    Rule(
        "no readable or no fitting reply before the dot", Verdict.DEFERRED, _BEFORE_DOT, codes=r"(?![45]\d\d).*", retry_in=TRANSPORT_RETRY
    ),
    # Quotas of the account, temporary or not.
    Rule(
        "the account's quota for the day (5.4.5: Gmail; 5.1.90: Exchange Online)",
        Verdict.SENDER_TODAY,
        _ACCOUNT_ON,
        enhanced=r"[45]\.4\.5|5\.1\.90",
    ),
    Rule(
        "the mailbox gets mail faster than it may (Gmail 550 5.2.1)",
        Verdict.DEFERRED,
        _LETTER,
        words=_TOO_FAST_FOR_MAILBOX,
        retry_in=MAILBOX_FULL_RETRY,
    ),
    Rule("mailbox full (RFC 3463 X.2.2)", Verdict.DEFERRED, _LETTER, enhanced=r"[45]\.2\.2", retry_in=MAILBOX_FULL_RETRY),
    Rule("the account's quota for the day, in words", Verdict.SENDER_TODAY, _ACCOUNT_ON, words=_DAILY),
    # Temporary.
    Rule("greylisting", Verdict.DEFERRED, _MAIL_ON, codes=r"4\d\d", words=_GREYLIST, retry_in=GREYLIST_RETRY),
    Rule("temporary (RFC 5321 4.5.4.1; 421, 454 too)", Verdict.DEFERRED, _ALL, codes=r"4\d\d"),
    # Permanent: the account and its server.
    Rule("the server does not want us or does not speak SMTP as we do", Verdict.SENDER_HELD, _OPENING, codes=r"5\d\d"),
    Rule("login refused (RFC 4954)", Verdict.SENDER_HELD, ("auth",), codes=r"5\d\d"),
    Rule("login needed or refused (RFC 4954)", Verdict.SENDER_HELD, _MAIL_ON, codes=r"53[0-8]"),
    Rule(
        "a rate of the account, refused for now with a permanent code (cPanel and others)",
        Verdict.DEFERRED,
        _MAIL_ON,
        words=_RATE,
        retry_in=RATE_RETRY,
    ),
    Rule("too big (RFC 1870; X.3.4, X.2.3)", Verdict.REFUSED_CONTENT, _MAIL_ON, enhanced=r"5\.(3\.4|2\.3)"),
    Rule("too big, in words", Verdict.REFUSED_CONTENT, ("mail", *_CONTENT), codes="552", words=_TOO_BIG),
    Rule("the content needs something that the server cannot do (X.6.x)", Verdict.REFUSED_CONTENT, _MAIL_ON, enhanced=r"5\.6\.\d+"),
    Rule("the sender's address (X.1.7, X.1.8)", Verdict.SENDER_HELD, _MAIL_ON, enhanced=r"5\.1\.[78]"),
    Rule("refused at MAIL: the sender's problem", Verdict.SENDER_HELD, ("mail",), codes=r"5\d\d"),
    Rule(
        "a dangerous attachment or text, reported as policy (Gmail 552 5.7.0)",
        Verdict.REFUSED_CONTENT,
        _CONTENT,
        enhanced=r"5\.7\.\d+",
        words=_DANGEROUS,
    ),
    Rule("policy against the sender (X.7.x)", Verdict.SENDER_HELD, _LETTER, enhanced=r"5\.7\.\d+"),
    Rule("protocol error (X.5.x): it would meet every mail", Verdict.SENDER_HELD, _LETTER, enhanced=r"5\.5\.\d+"),
    # Permanent: the address.
    Rule("bad destination address (X.1.x)", Verdict.NO_SUCH_ADDRESS, _LETTER, enhanced=r"5\.1\.\d+"),
    Rule("mailbox disabled or closed (X.2.x)", Verdict.NO_SUCH_ADDRESS, _LETTER, enhanced=r"5\.2\.\d+"),
    Rule(
        "no way to the address (X.4.x; Exchange Online 5.4.1 for unknown recipients)",
        Verdict.NO_SUCH_ADDRESS,
        ("rcpt",),
        enhanced=r"5\.4\.\d+",
    ),
    # Permanent, no enhanced status that says more: words, then the bare code.
    Rule("mailbox full, in words", Verdict.DEFERRED, _LETTER, words=_MAILBOX_FULL, retry_in=MAILBOX_FULL_RETRY),
    Rule("relaying or login, in words", Verdict.SENDER_HELD, _LETTER, words=_RELAY),
    Rule("a dangerous attachment or text, in words", Verdict.REFUSED_CONTENT, _CONTENT, words=_DANGEROUS),
    Rule("policy, in words", Verdict.SENDER_HELD, ("rcpt",), words=_POLICY),
    Rule("no such mailbox, in words", Verdict.NO_SUCH_ADDRESS, _LETTER, words=_NO_MAILBOX),
    Rule("mailbox full (RFC 5321 4.2.3: 552 at RCPT)", Verdict.DEFERRED, ("rcpt",), codes="552", retry_in=MAILBOX_FULL_RETRY),
    Rule(
        "mailbox (RFC 5321 4.2.3: 550, 551, 553; 501 syntax; 521, 556: RFC 7504)",
        Verdict.NO_SUCH_ADDRESS,
        ("rcpt",),
        codes=r"550|551|553|501|521|556",
    ),
    Rule("command not understood: it would meet every mail", Verdict.SENDER_HELD, ("rcpt", "data"), codes=r"50[0-4]|555"),
    Rule("refused for good without a reason that a machine can read: a person looks", Verdict.REFUSED_CONTENT, _LETTER, codes=r"5\d\d"),
)
"""First fit decides; the table is total: every phase and code finds a row (a test walks all of them)."""


def judge(phase: Phase, code: int, text: str) -> Outcome:
    """What a reply means that is not the wanted one, or that came after the dot.

    `code` 0: there was no reply, or none that can be read; `text` then says what happened instead.
    An enhanced status is taken from the start of the text, and only if its class agrees with the code.
    """
    clean = cleaned(text)
    enhanced = enhanced_status(code, clean)
    digits = f"{code:03d}"
    for rule in TABLE:
        if rule.fits(phase, digits, enhanced, clean):
            retry_in = _asked_wait(clean) if rule.retry_in == GREYLIST_RETRY else rule.retry_in
            return Outcome(rule.verdict, clean, code if code > 0 else 0, enhanced, retry_in, phase)
    raise AssertionError(f"no rule for {phase} {code}")


def lost(phase: Phase, what: str) -> Outcome:
    """What a connection that broke or fell silent in `phase` means: unsent before the dot, in doubt from the dot on."""
    return judge(phase, 0, what)


def concerns_sender(outcome: Outcome) -> bool:
    """True when the next mail of this account would meet the same: login, TLS, connection, 421, quota, policy."""
    if outcome.verdict in (Verdict.SENDER_HELD, Verdict.SENDER_TODAY):
        return True
    return outcome.verdict is Verdict.DEFERRED and (
        outcome.phase in SESSION_PHASES or outcome.phase == "mail" or outcome.code == 421 or outcome.retry_in == RATE_RETRY
    )


def enhanced_status(code: int, text: str) -> str:
    """The enhanced status at the start of a reply's text, '' without one or when its class contradicts the code."""
    found = _ENHANCED.match(text)
    return found[1] if found and found[1][0] == str(code)[:1] else ""


def cleaned(text: str) -> str:
    """A server's words, safe on a terminal: one line, nothing unprintable, at most 500 characters."""
    text = text[: 4 * TEXT_LENGTH]
    if not text.isprintable():
        text = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(text.split())[:TEXT_LENGTH]


def without_secret(text: str, user: str, secret: str) -> str:
    """A server's words without a password or token, in whatever form a login says it: some servers repeat what they do not understand."""
    if not secret:
        return text
    said = (secret, f"\0{user}\0{secret}", f"user={user}\1auth=Bearer {secret}\1\1")
    forms = {b64encode(one.encode()).decode() for one in said} | {secret, repr(secret.encode())[2:-1], re.sub(r'(["\\])', r"\\\1", secret)}
    for form in sorted(forms, key=len, reverse=True):
        text = text.replace(form, "***")
    return text


def _asked_wait(text: str) -> int:
    """The wait that a greylisting server asks for, in seconds, kept between 5 and 30 minutes."""
    found = _WAIT.search(text)
    if not found:
        return GREYLIST_RETRY
    unit = (found[2] or "s").lower()
    seconds = int(found[1]) * (3_600 if unit.startswith("h") else 60 if unit.startswith("m") else 1)
    return min(max(seconds, GREYLIST_LEAST), GREYLIST_MOST)
