"""What decides about a refusal besides the phrases of refusal_words: patterns, reply codes, and the phase in which it was spoken."""

import re
from typing import Final

from seleqt_cli.core.inbound.refusal_languages import (
    BLOCKED_IN_LANGUAGES,
    FULL_IN_LANGUAGES,
    HARD_IN_LANGUAGES,
    PERMISSION_IN_LANGUAGES,
    RATE_IN_LANGUAGES,
    SENDER_IN_LANGUAGES,
    SPAM_IN_LANGUAGES,
)
from seleqt_cli.core.inbound.refusal_words import HARD, OURS, SOFT
from seleqt_cli.core.inbound.verdict import Class

PATTERNS: Final[tuple[tuple[Class, str, str, str], ...]] = (
    (SOFT, "network", "not found, try again", r"host not found, try again"),
    (SOFT, "network", "temporary", r"temporary lookup failure|temporary dns"),
    (SOFT, "network", "", r"name server timeout|try again later or contact|servfail|but server timeout"),
    (SOFT, "expired", "ylist", r"gr[ea]ylist"),
    # Sendmail, of a server that takes no connection at all.
    (SOFT, "network", "deferred: connection", r"deferred: connection (?:refused|reset|timed out|closed)"),
    # What a provider says of what its own user sends.
    (
        OURS,
        "rate",
        "sending",
        r"\b(?:limits? (?:for|on) sending|unusual sending|sending (?:activity|privileges|limits?)|"
        r"sending (?:\w{1,12} ){0,3}?(?:is|was|has been) (?:suspended|disabled|blocked|restricted))\b",
    ),
    # An address with letters beyond ASCII, which a server on the way cannot take (RFC 6531).
    (SOFT, "system", "smtputf8", r"smtputf8"),
    # The recipient gets more than the mailbox takes at a time (5.2.122).
    (
        SOFT,
        "rate",
        "exceeded",
        r"(?:recipient|user|mailbox|they) (?:has |have )?exceeded (?:\w{1,10} ){1,2}limit for the number of messages",
    ),
    # Microsoft's edge servers, where the directory does not know the address.
    (HARD, "no such user", "access denied", r"\b5\.4\.1\b.{0,150}recipient address rejected ?: access denied"),
    (SOFT, "filtered", "personal", r"\bpersonal (?:\w{1,20} )?(?:filter|rule|setting)"),
    # Microsoft's codes for a recipient that is not valid, though they stand among those about the sender.
    (HARD, "no such user", "5.7.50", r"\b5\.7\.50[45]\b"),
    (OURS, "blocklist", "weren't sent", r"messages from \S{1,100} weren't sent"),
    (OURS, "blocklist", "connection re", r"\b554\b.{0,120}connection (?:refused|rejected)"),
    # The codes of NetEase, all about who sends and what: DT:SPM, MI:SPB, HL:REP, RP:TRC.
    (OURS, "policy", ":", r"\b(?:dt|mi|hl|rp):[a-z]{3}\b"),
    # Facebook's: POL policy, CON rate, RCP recipient.
    (OURS, "policy", "-", r"\b(?:pol|con)-[pt]\d\b"),
    (HARD, "no such user", "rcp-p", r"\brcp-p[13]\b"),
    (OURS, "reverse dns", "ptr", r"\bptr\b"),
    (
        OURS,
        "sender",
        "sender",
        r"\bsender(?:'s)?\b(?: \S{1,40}){0,4} (?:could not|cannot|can't|couldn't|not|failed|failure|fails)(?: \S{1,40}){0,2} ?(?:verif|"
        r"valid|resolv|exist|callout)",
    ),
    (OURS, "sender", "sender", r"\bsender (?:address )?verif\w{0,7} (?:\S{1,20} ){0,2}fail"),
    (
        SOFT,
        "suspended",
        " for ",
        r"\b(?:address|mailbox|account|recipient|user)\b(?: \S{1,60}){0,2} (?:blocked|closed|disabled) for (?:incoming|receiving|"
        r"inbound)\b",
    ),
    (OURS, "reverse dns", "lo", r"\b(?:domain|name|address|argument|host\w{0,6}) (?:\w{1,12} )?in (?:helo|ehlo)\b"),
    (OURS, "relaying", "authentication", r"\bauthentication (?:failed|failure|unsuccessful|rejected)"),
    (SOFT, "network", "no ", r"\bno (?:mx|mail server|server|host|exchanger)s? (?:answer|respon|reach)"),
    (OURS, "reverse dns", "lo ", r"\b(?:unknown|invalid|bad|forged) (?:helo|ehlo)\b"),
    (OURS, "rate", "too many", r"too many (?:unknown|invalid|bad|non-?existent) (?:users|recipients|addresses|rcpts)"),
    (
        SOFT,
        "system",
        "",
        r"\b(?:file|command|program|script|module|binary|socket|folder) (?:was |is )?(?:not found|does not exist|missing)\b",
    ),
    (
        SOFT,
        "filtered",
        "recipient",
        r"\brecipient (?:has |have )?(?:blocked|rejected|refused|filtered) (?:you\b(?!r)|your (?:address|e-?mail|mail)|this sender)|"
        r"blocked by (?:the )?recipient\b",
    ),
    (OURS, "sender", "dns check", r"domain may not exist or dns check failed"),
    # What KDDI's servers say when a subscriber's filter refused the mail.
    (SOFT, "filtered", "550", r"\b550 ?:? ?: (?:user unknown|unknown user)"),
    (OURS, "sender", ">>> ", r">>> (?:mail from|helo|ehlo)\S{0,320}(?: \S{1,320}){0,4}? <<< 5\d\d"),
    (
        SOFT,
        "suspended",
        "ed",
        r"\b(?:account|mailbox|user)(?: is| has been)?(?: temporarily| currently)? (?:disabled|suspended|locked|frozen|deactivated)\b",
    ),
    (OURS, "rate", "quota", r"\b(?:sending|sender|daily|hourly|messages?) (?:\w{1,20} )?quota\b"),
    (OURS, "rate", "too much", r"too much mail from"),
    (HARD, "no such domain", "expired", r"\bdomain (?:\S{1,200} )?(?:has )?expired"),
    (HARD, "no such domain", "may not exist", r"account or domain may not exist"),
    (HARD, "no such domain", "not found", r"dns lookup failure: host \S{1,200} not found"),
    (HARD, "no such domain", "not found", r"\bhost \S{1,200} not found(?! in)(?!, try)"),
    (HARD, "no such domain", "no mx", r"no mx (?:records? )?(?:found )?for"),
    (HARD, "no such user", "@", r"\b5[45]\d \S{1,200}@\S{1,200} (?:rejected|not found|unknown|invalid)$"),
)
"""Causes that only a pattern tells, asked before the phrases: what it means, a finer word, a piece that is looked for first because that
is quick, and the pattern. Each is bounded."""
_SOMEBODY: Final = (
    r"\b(?<!ip )(?<!your )(?<!sender )(?<!from )(?<!source )(?<!client )(?<!return )(?<!path )(?:user|recipient|mailbox|account|address|"
    r"(?:e-?mail|user|login|account|recipient) name|"
    r"addressee|customer|employee|person|addresses|recipients)(?: name| address)?:? "
)
_TOLD: Final = (
    r"(?:(?!server|host|domain|system|policy|sender|your|our |ip |temporar|record|dns|mx|quota|list |and |but |because)\S{1,100} ){0,3}"
)
_NOT: Final = (
    r"(?:is |was |were |are |has |does |could |can |did )?(?:not |never )(?:be |been )?(?:known|found|recogni[sz]ed|exist|valid\b|on this|"
    r"here|hosted|local|registered|one of ours|listed|in (?:the |our |this )?(?:\w{1,20} )?(?:list|address|directory|database)|"
    r"a subscriber|a user|"
    r"a customer|a current)"
)
_GONE: Final = (
    r"(?:is |was |were |are |has |been |permanently ){0,3}(?:unknown|retired|terminated|closed(?! for)|deleted|removed|discontinued|"
    r"obsolete|cancel|left (?:our|the|this|us))"
)
LATE_PATTERNS: Final[tuple[tuple[Class, str, str], ...]] = (
    # PowerMTA's own judgement, where the server's words tell nothing.
    (HARD, "no such user", r"\(bounce category bad-mailbox"),
    (HARD, "no such domain", r"\(bounce category bad-domain"),
    (SOFT, "mailbox full", r"\(bounce category quota-issues"),
    (SOFT, "suspended", r"\(bounce category inactive-mailbox"),
    (OURS, "spam", r"\(bounce category (?:spam|content|virus)-related"),
    (OURS, "sender", r"\(bounce category invalid-sender"),
    (OURS, "relaying", r"\(bounce category relaying-issues"),
    (
        HARD,
        "no such domain",
        r"\bno such (?:host|domain)\b|\bhas (?:no|neither) (?:valid )?(?:mx|mail (?:server|host|exchanger))\b|\bno (?:mx|"
        r"mail)\b[ a-z]{0,30}\bfor \S{1,200}\.\S|\bno mx\b.{0,12}\bno a\b"
        r"|\b(?<!your )(?<!sender )(?<!sending )(?:domain|host) (?:\S{1,200} )?(?:is |was )?(?:not (?:found|registered)|unknown|invalid|"
        r"does not exist|doesn't exist|has no (?:valid )?(?:mx|mail))",
    ),
    (HARD, "no such domain", r"\b(?:not|n't|cannot|unable to) find (?:an? |any )?(?:mx|mail (?:host|server|exchanger))"),
    (
        HARD,
        "no such user",
        r"\b(?:invalid|bad|illegal) rcpt\b|\bno (?:such )?(?:user|mailbox|account|recipient|person)s? (?:\S{1,100} ){0,2}(?:found|here|"
        r"exists?)\b|"
        r"does(?: not|n't) have an? (?:e-?mail )?(?:account|mailbox|address)|\S@\S{1,200} no (?:mailbox|account|user)\b",
    ),
    (OURS, "sender", r"\bsender (?:is |was |has been )?(?:refused|denied|blocked|not|invalid|unknown)|\bvalid from\b"),
    (
        OURS,
        "rate",
        r"\b(?:too many|limit of|maximum of|limit for)\b[^.]{0,40}\b(?:messages|mails|emails|connections|requests)\b[^.]{0,20}\b(?:per|in|"
        r"this|today|hour|minute|day)\b",
    ),
    (
        OURS,
        "blocklist",
        r"\b(?:ip|ip address|host|network)\b(?: \S{1,100}){0,2} (?:has|is|was) (?:an? )?(?:bad|poor|low|not welcome|unwelcome|blocked|"
        r"listed|banned)|\b(?:no smtp|not welcome|not accept|does not like|do not like|don't like|don't want|refuse)\b[^.]{0,40}\byour?\b",
    ),
    (
        HARD,
        "no such user",
        r"\S@\S{1,200} is not (?:an? |any |one of (?:our |the |my )?)?(?:valid |known |existing |local )?"
        r"(?:mailbox|user|account|address|recipient|customer|subscriber)(?:s|es)?\b|"
        r"\bthere(?: is|'s) no (?:such |e-?mail )?(?:user|mailbox|account|address|recipient|person)\b(?! (?:space|quota|size|"
        r"storage|limit))",
    ),
    (HARD, "no such user", r"\b(?:nobody|no[ -]?one)\b(?: \S{1,80}){0,6} (?:here|works|name|address)\b"),
    (OURS, "policy", r"\b(?:content|rule|attachment|policy|security) violation|\bviolat\w{1,4} (?:\S{1,40} ){0,4}polic|\bwith macros\b"),
    (OURS, "policy", r"\brfc ?\d|\bwith (?:the )?rfcs?\b"),
    (HARD, "no such user", f"{_SOMEBODY}{_TOLD}(?:{_NOT}|{_GONE}|verification failed)"),
    (HARD, "no such user", r"\S@\S{1,200} (?:has been |is |was )?(?:unknown|retired|invalid|deleted|removed)\b"),
    (
        HARD,
        "no such user",
        r"\b(?:(?:do|does|did|could|can|is|was)(?: ?not|n't)(?: able to)?|unable to|failed to) (?:recogni[sz]e|know|have|find|host|"
        r"locate|serve) "
        r"(?:(?:that|this|the|any|an?|such) ){0,3}(?:user|recipient|mailbox|account|address|addressee|person|e-?mail address|customer)\b",
    ),
    *((OURS, "sender", pattern) for pattern in (*SENDER_IN_LANGUAGES, *PERMISSION_IN_LANGUAGES)),
    *((SOFT, "mailbox full", pattern) for pattern in FULL_IN_LANGUAGES),
    *((OURS, "blocklist", pattern) for pattern in BLOCKED_IN_LANGUAGES),
    *((OURS, "rate", pattern) for pattern in RATE_IN_LANGUAGES),
    *((OURS, "spam", pattern) for pattern in SPAM_IN_LANGUAGES),
    *((HARD, "no such user", pattern) for pattern in HARD_IN_LANGUAGES),
)
"""The same where the phrases tell nothing, or only words that servers add to anything: who or what is unknown, with words between."""
NOT_THE_RECIPIENT: Final = re.compile(
    r"\bsender(?:'s)? (?:e-?mail )?(?:address|account|domain|user|mailbox)\b(?: (?!recipient|ok\b|fine|accepted|"
    r"but )\S{1,100}){0,4}? (?:is |was )?(?:unknown|invalid|"
    r"not (?:found|known|valid|exist)|does(?: not|n't) exist|rejected|denied)|"
    r"\byour (?:e-?mail |sending |sender |envelope |own |mail )?(?:domain|mailbox|account|address|host|hostname|server|ip|"
    r"organi[sz]ation)\b"
    r"(?: (?!book|admin|provider|operator|contact)\S{1,60}){0,2}? (?:not|unknown|invalid)\b|"
    r"\byou are not (?:an? )?(?:known|registered|valid|authori[sz]ed|local)|\byou (?:may|can|must) not relay|\bauthenticate first|"
    r"\bsender callout|\benvelope[ -](?:from|sender)\b|\breturn(?:[ -]path| address)\b|\boriginating address\b|"
    r"\b(?:from|helo|ehlo|client|relay) (?:an? )?unknown (?:host|client|user|sender|domain)|\bunknown (?:helo|ehlo|client|sending|relay)\b"
)
"""Words by which a server says of the sender, or of whoever asks, what sounds as if the recipient did not exist."""
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
EMPTY_WORDS: Final = re.compile(
    r"(?:check|verify|correct)\b[^.]{0,60} and (?:then )?(?:re)?try again|"
    r"(?:was|were) rejected by the (?:server for the )?(?:recipient domain|recipient email server|server\b)|rejected your message to"
)
"""What notices say of every refusal, whatever its cause: as if it were not there."""
VAGUE_OURS: Final = frozenset({"your server", "your host", "your mail server", "your network", "your address", "your email address"})
"""Words about the sender that stand beside other causes too: a recipient that the status code and other words call unknown goes first."""
AFTER_DATA: Final = ("end of data", "after data", "(data)", "reply to data", "data command", "smtp command data", ">>> data")
"""What tells that the mail was refused after its content was seen."""
AT_RECIPIENT: Final = (
    "rcpt to", "rcpt refused", "rcpt rejected", "rcpt_to", "rcpt command", "like recipient", "rcpt cmd",
)  # fmt: skip
"""What tells that the recipient was what the server refused."""

GENERAL: Final = frozenset({"policy", "system", "sender"})
"""Rows whose words other causes use too: a status code that tells more goes first."""
