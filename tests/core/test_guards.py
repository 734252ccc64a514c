"""When a sender or a domain stops by itself."""

import pytest

from seleqt_cli.core.actions import Outcome, Verdict
from seleqt_cli.core.guards import Guard, Level, bounce_guard, channel_error, doubts_guard, errors_guard, freed_by, is_fresh

NOW = 1_800_000_000


@pytest.mark.parametrize(
    ("sends", "bounces", "level"),
    [
        (2, 2, Level.NONE),  # fewer than three say nothing yet
        (3, 3, Level.HOLD),
        (59, 3, Level.HOLD),
        (60, 3, Level.WARNING),  # exactly 5 %: not over it
        (100, 2, Level.NONE),
        (100, 3, Level.WARNING),
        (100, 5, Level.WARNING),
        (100, 6, Level.HOLD),
    ],
)
def test_a_domain_is_held_from_three_bounces_and_over_five_percent_and_warned_from_three(sends: int, bounces: int, level: Level) -> None:
    reason = f"{bounces} of the last {sends} mails of acme.example bounced" if level is not Level.NONE else ""
    assert bounce_guard("acme.example", sends, bounces) == Guard(level, reason)


def test_three_errors_in_a_row_hold_a_sender() -> None:
    assert [errors_guard(number, "refused").level for number in range(5)] == [Level.NONE] * 3 + [Level.HOLD] * 2
    assert errors_guard(3, "refused").reason == "3 channel errors in a row, the last: refused"
    assert errors_guard(3, "").reason == "3 channel errors in a row, the last: the connection ended"


@pytest.mark.parametrize(
    ("outcome", "counts"),
    [
        (Outcome(Verdict.DEFERRED, "Connection refused", phase="connect"), True),
        (Outcome(Verdict.DEFERRED, "greylisted", 450, "4.2.0", phase="rcpt"), False),
        (Outcome(Verdict.DEFERRED, "closing", 421, phase="rcpt"), True),
        (Outcome(Verdict.DEFERRED, "busy", 454, phase="starttls"), True),
        (Outcome(Verdict.DEFERRED, "the connection ended", phase="data"), True),
        (Outcome(Verdict.IN_DOUBT, "the connection ended", phase="dot"), True),
        (Outcome(Verdict.NO_SUCH_ADDRESS, "no such user", 550, "5.1.1", phase="rcpt"), False),
        (Outcome(Verdict.REFUSED_CONTENT, "spam", 554, phase="dot"), False),
        (Outcome(Verdict.SENT, "ok", 250, phase="dot"), False),
        (Outcome(Verdict.NOT_ARMED, "paused", phase="body"), False),
    ],
)
def test_an_error_of_the_channel_is_none_of_the_one_mail(outcome: Outcome, counts: bool) -> None:
    assert channel_error(outcome) is counts


@pytest.mark.parametrize(
    ("read_at", "fresh"),
    [(None, False), (0, False), (NOW - 901, False), (NOW - 900, True), (NOW, True), (NOW + 60, True), (NOW + 61, False)],
)
def test_an_inbox_counts_as_read_for_a_while_and_never_because_of_a_moment_to_come(read_at: int | None, fresh: bool) -> None:
    assert is_fresh(read_at, NOW, 900) is fresh


@pytest.mark.parametrize(
    ("reason", "wanted"),
    [
        ("its inbox cannot be read: imap.acme.example refuses the login of anna@acme.example: wrong", "seleqt senders login anna"),
        ("smtp.acme.example: 535 5.7.8 Fehler", "seleqt senders login anna"),
        ("no password is kept for anna", "seleqt senders login anna"),
        ("550 5.7.26 this mail is unauthenticated", "seleqt senders resume anna"),
        ("3 channel errors in a row, the last: no connection", "seleqt senders resume anna"),
        ("a complaint of somebody", "seleqt senders resume anna"),
        (doubts_guard(2).reason, "seleqt resolve --check"),
        (f"held: {doubts_guard(3).reason}", "seleqt resolve --check"),
        (f"its inbox cannot be read: no TLS; and before that: {doubts_guard(2).reason}", "seleqt senders resume anna"),
    ],
)
def test_what_frees_a_held_sender_is_a_new_login_only_where_the_old_one_was_refused(reason: str, wanted: str) -> None:
    assert freed_by(reason, "anna") == wanted
