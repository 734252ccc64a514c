"""What mail servers say, and what seleqt makes of it."""

from base64 import b64encode
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seleqt_cli.core.actions import Outcome, Verdict
from seleqt_cli.core.replies import PHASES, TABLE, Phase, cleaned, concerns_sender, enhanced_status, judge, lost, without_secret

WORDS = {
    "plain": "some words",
    "greylist": "Greylisted, please try again in 7 minutes",
    "daily": "Daily user sending quota exceeded",
    "full": "The mailbox is full",
    "unknown": "User unknown in virtual mailbox table",
    "relay": "Relay access denied",
    "virus": "This message contains a virus",
    "spam": "Your IP is listed at a blocklist",
    "rate": "Domain has exceeded the max emails per hour",
    "big": "Message size exceeds fixed limit",
}
SUBJECTS = range(8)
DETAILS = (0, 1, 2, 3, 4, 5, 7, 8, 26, 90)
CODES = (
    0,
    -1,
    1,
    199,
    220,
    250,
    299,
    334,
    354,
    399,
    421,
    450,
    451,
    452,
    454,
    471,
    500,
    501,
    503,
    521,
    530,
    535,
    550,
    551,
    552,
    553,
    554,
    556,
    571,
    599,
    600,
    999,
)


def every_case() -> list[tuple[Phase, int, str, str]]:
    """(phase, code, enhanced, kind of words): all combinations, the enhanced status of the code's own class."""
    enhanced = ["", *(f"{subject}.{detail}" for subject, detail in product(SUBJECTS, DETAILS))]
    return [
        (phase, code, f"{code // 100}.{rest}" if rest else "", words)
        for phase, code, rest, words in product(PHASES, CODES, enhanced, WORDS)
        if not rest or code // 100 in (2, 4, 5)
    ]


def wanted(phase: Phase, code: int, enhanced: str, words: str) -> set[Verdict]:
    """SPEC section 7 and RELIABILITY 2.1 told a second time, as limits on the verdict; more than one where the text decides."""
    kind = code // 100
    if phase == "dot" and kind == 2:
        return {Verdict.SENT}
    if kind not in (4, 5):
        return {Verdict.IN_DOUBT} if phase == "dot" else {Verdict.DEFERRED}
    with_account = phase not in ("connect", "banner", "ehlo", "starttls")
    if with_account and (enhanced.endswith(".4.5") or enhanced == "5.1.90"):
        return {Verdict.SENDER_TODAY}
    if with_account and words == "daily" and not (enhanced.endswith(".2.2") and phase not in ("auth", "mail")):
        return {Verdict.SENDER_TODAY}
    if kind == 4:
        return {Verdict.DEFERRED}
    if phase in ("connect", "banner", "ehlo", "starttls", "auth"):
        return {Verdict.SENDER_HELD}
    if 530 <= code <= 538 and not enhanced.endswith(".2.2"):
        return {Verdict.SENDER_HELD}
    if phase == "mail":
        return {Verdict.SENDER_HELD, Verdict.REFUSED_CONTENT, Verdict.DEFERRED}
    if enhanced == "5.2.2":
        return {Verdict.DEFERRED}
    if words == "rate":
        return {Verdict.DEFERRED}
    if enhanced in ("5.1.7", "5.1.8"):
        return {Verdict.SENDER_HELD}
    if enhanced.startswith("5.1."):
        return {Verdict.NO_SUCH_ADDRESS}
    if enhanced.startswith("5.7."):
        return {Verdict.REFUSED_CONTENT} if words == "virus" and phase != "rcpt" else {Verdict.SENDER_HELD}
    if enhanced.startswith("5.6."):
        return {Verdict.REFUSED_CONTENT}
    return {Verdict.SENDER_HELD, Verdict.NO_SUCH_ADDRESS, Verdict.REFUSED_CONTENT, Verdict.DEFERRED}


def test_every_reply_in_every_phase_has_the_outcome_that_the_rules_allow() -> None:
    wrong = []
    for phase, code, enhanced, words in every_case():
        outcome = judge(phase, code, f"{enhanced} {WORDS[words]}".strip())
        if code == 552 and words == "big" and phase in ("mail", "data", "body", "dot"):
            continue  # the size, whatever the enhanced status says; see the samples
        if outcome.verdict not in wanted(phase, code, enhanced, words):
            wrong.append((phase, code, enhanced, words, outcome.verdict))
        assert outcome.phase == phase
        assert outcome.enhanced == enhanced
        assert outcome.code == max(code, 0)
    assert wrong == []


def test_every_rule_of_the_table_decides_something() -> None:
    used = set()
    for phase, code, enhanced, words in every_case():
        text = f"{enhanced} {WORDS[words]}".strip()
        used.add(next(rule.why for rule in TABLE if rule.fits(phase, f"{code:03d}", enhanced, text)))
    used.add(next(rule.why for rule in TABLE if rule.fits("rcpt", "550", "5.2.1", "5.2.1 receiving mail at a rate that prevents more")))
    assert {rule.why for rule in TABLE} - used == set()


SAMPLES: list[tuple[Phase, int, str, Verdict]] = [
    ("dot", 250, "2.0.0 Ok: queued as 4Xyz", Verdict.SENT),
    ("dot", 451, "4.3.0 Temporary lookup failure", Verdict.DEFERRED),
    ("dot", 421, "4.7.0 closing", Verdict.DEFERRED),
    ("dot", 550, "5.4.5 Daily user sending limit exceeded. For more information on Gmail", Verdict.SENDER_TODAY),
    ("dot", 550, "5.7.1 Daily message quota exceeded", Verdict.SENDER_TODAY),
    ("dot", 454, "Throttling failure: Daily message quota exceeded.", Verdict.SENDER_TODAY),
    ("dot", 454, "Throttling failure: Maximum sending rate exceeded.", Verdict.DEFERRED),
    ("rcpt", 452, "4.5.3 Your message has too many recipients", Verdict.DEFERRED),
    ("dot", 554, "5.1.90 Your message can't be sent because you've reached your limit for message recipients", Verdict.SENDER_TODAY),
    ("rcpt", 550, "5.1.1 The email account that you tried to reach does not exist.", Verdict.NO_SUCH_ADDRESS),
    ("rcpt", 550, "No such user here", Verdict.NO_SUCH_ADDRESS),
    ("rcpt", 550, "Requested action not taken: mailbox unavailable", Verdict.NO_SUCH_ADDRESS),
    ("rcpt", 550, "5.4.1 Recipient address rejected: Access denied.", Verdict.NO_SUCH_ADDRESS),
    ("rcpt", 550, "5.2.1 The email account that you tried to reach is disabled.", Verdict.NO_SUCH_ADDRESS),
    ("rcpt", 550, "5.2.1 The user you are trying to contact is receiving mail at a rate that prevents more", Verdict.DEFERRED),
    ("rcpt", 556, "5.1.10 Recipient address has a null MX", Verdict.NO_SUCH_ADDRESS),
    ("dot", 550, "5.1.1 unknown user", Verdict.NO_SUCH_ADDRESS),
    ("dot", 554, "delivery error: This user doesn't have an account", Verdict.NO_SUCH_ADDRESS),
    ("rcpt", 552, "5.2.2 The email account that you tried to reach is over quota.", Verdict.DEFERRED),
    ("rcpt", 452, "4.2.2 The email account that you tried to reach is over quota.", Verdict.DEFERRED),
    ("rcpt", 550, "Quota exceeded (mailbox for user is full)", Verdict.DEFERRED),
    ("rcpt", 552, "Requested mail action aborted", Verdict.DEFERRED),
    ("rcpt", 554, "5.7.1 <anna@example.test>: Relay access denied", Verdict.SENDER_HELD),
    ("rcpt", 550, "relaying denied", Verdict.SENDER_HELD),
    ("rcpt", 554, "Service unavailable; Client host [192.0.2.1] blocked using a list", Verdict.SENDER_HELD),
    ("rcpt", 550, "5.1.8 Access denied, bad outbound sender", Verdict.SENDER_HELD),
    ("mail", 550, "5.1.0 address rejected", Verdict.SENDER_HELD),
    ("mail", 553, "5.7.1 Sender address rejected: not owned by user anna", Verdict.SENDER_HELD),
    ("mail", 552, "5.3.4 Message size exceeds fixed limit", Verdict.REFUSED_CONTENT),
    ("mail", 530, "5.7.0 Must issue a STARTTLS command first", Verdict.SENDER_HELD),
    ("dot", 550, "5.7.26 This mail has been blocked because the sender is unauthenticated", Verdict.SENDER_HELD),
    ("dot", 550, "5.7.515 Access denied, sending domain does not meet the required authentication level", Verdict.SENDER_HELD),
    ("dot", 552, "5.7.0 This message was blocked because its content presents a potential security issue", Verdict.REFUSED_CONTENT),
    ("dot", 552, "Message size exceeds maximum permitted", Verdict.REFUSED_CONTENT),
    ("dot", 554, "Transaction failed", Verdict.REFUSED_CONTENT),
    ("dot", 550, "Content rejected", Verdict.REFUSED_CONTENT),
    ("dot", 550, "Domain acme.example has exceeded the max emails per hour (100/100) allowed. Message discarded.", Verdict.DEFERRED),
    ("auth", 535, "5.7.8 Username and Password not accepted", Verdict.SENDER_HELD),
    ("auth", 534, "5.7.9 Application-specific password required", Verdict.SENDER_HELD),
    ("auth", 454, "4.7.0 Too many login attempts, please try again later", Verdict.DEFERRED),
    ("starttls", 454, "4.7.0 TLS not available due to temporary reason", Verdict.DEFERRED),
    ("banner", 554, "No SMTP service here", Verdict.SENDER_HELD),
    ("banner", 421, "Too many connections", Verdict.DEFERRED),
]


@pytest.mark.parametrize(("phase", "code", "text", "verdict"), SAMPLES)
def test_what_servers_really_say_is_understood(phase: Phase, code: int, text: str, verdict: Verdict) -> None:
    assert judge(phase, code, text).verdict is verdict


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("Greylisted", 600),
        ("4.7.1 Greylisting in action, please come back in 00:09:12", 300),
        ("Greylisted, retry in 120 seconds", 300),
        ("Graylist: try again in 7 minutes", 420),
        ("grey-listed for 2 hours", 1_800),
        ("Greylisted, see http://postgrey.example/help/example.test.html", 600),
        ("Greylisted, retry in 99999999999999999 s", 600),
    ],
)
def test_a_greylisting_server_is_asked_again_after_5_to_30_minutes(text: str, seconds: int) -> None:
    assert judge("rcpt", 450, text).retry_in == seconds


def test_a_break_is_unsent_before_the_dot_and_in_doubt_from_the_dot_on() -> None:
    for phase in PHASES:
        verdict = Verdict.IN_DOUBT if phase == "dot" else Verdict.DEFERRED
        retry_in = None if phase == "dot" else 300
        assert lost(phase, "the connection broke") == Outcome(verdict, "the connection broke", retry_in=retry_in, phase=phase)


def test_what_concerns_the_account_is_told_apart_from_what_concerns_the_lead() -> None:
    account = [judge("connect", 0, "refused"), judge("mail", 550, "no"), judge("rcpt", 421, "bye"), judge("dot", 550, "5.4.5 daily limit")]
    lead = [
        judge("rcpt", 450, "later"),
        judge("rcpt", 550, "5.1.1 no"),
        judge("dot", 451, "later"),
        judge("dot", 250, "ok"),
        lost("dot", "gone"),
    ]
    assert [concerns_sender(outcome) for outcome in account] == [True] * 4
    assert [concerns_sender(outcome) for outcome in lead] == [False] * 5


@pytest.mark.parametrize(
    ("code", "text", "status"),
    [
        (550, "5.1.1 no such user", "5.1.1"),
        (550, "4.1.1 contradicts", ""),
        (550, "no 5.1.1 at the start", ""),
        (250, "2.0.0", "2.0.0"),
        (550, "5.1.1234 no status", ""),
        (550, "", ""),
    ],
)
def test_an_enhanced_status_counts_at_the_start_and_in_the_class_of_the_code(code: int, text: str, status: str) -> None:
    assert enhanced_status(code, text) == status


@given(st.text(max_size=3_000), st.sampled_from(PHASES), st.integers(-1, 1_000))
def test_any_words_of_any_server_are_judged_and_safe_to_show(text: str, phase: Phase, code: int) -> None:
    outcome = judge(phase, code, text)
    assert outcome.text == cleaned(text)
    assert outcome.text.isprintable()
    assert len(outcome.text) <= 500
    assert outcome.verdict is not Verdict.SENT or (phase == "dot" and code // 100 == 2)
    assert (outcome.verdict is Verdict.IN_DOUBT) == (phase == "dot" and code // 100 not in (2, 4, 5))


@pytest.mark.parametrize("secret", ["s3cr3t", 'two "words" \\', "zoë"])
@pytest.mark.parametrize("form", ["{}", "\0anna\0{}", "user=anna\1auth=Bearer {}\1\1"])
def test_a_secret_is_taken_out_in_every_form_in_which_a_login_says_it(secret: str, form: str) -> None:
    said = b64encode(form.format(secret).encode()).decode()
    assert without_secret(f"501 what is {said}?", "anna", secret) == "501 what is ***?"
    quoted = secret.replace("\\", "\\\\").replace('"', '\\"')
    assert without_secret(f"{secret} {secret.encode()!r} {quoted}", "anna", secret).count("***") == 3
    assert without_secret("nothing to hide", "anna", "") == "nothing to hide"
