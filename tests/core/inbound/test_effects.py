"""What follows from a mail, class by class: the table of SPEC section 6."""

from dataclasses import replace
from typing import Any

import pytest

from seleqt_cli.core.campaign import Schedule
from seleqt_cli.core.inbound.effects import Around, Effect, Follows, away_until, effects
from seleqt_cli.core.inbound.matching import Match, Written
from seleqt_cli.core.inbound.verdict import Class, Verdict
from seleqt_cli.core.windows import Calendar
from seleqt_cli.core.zones import DAY, day_number, zone

AMSTERDAM = Calendar(Schedule("office"), zone("Europe/Amsterdam"))
MONDAY = zone("Europe/Amsterdam").instant(day_number("2026-12-07"), 9 * 3600)
WRITTEN = Written(1, 1, 1, "hello", "email:anna@acme.example", "noor@windmill.example", MONDAY - DAY, "sent", "Robots")
MATCH = Match(WRITTEN, "the thread", sure=True)
NOW = Around(MONDAY + 60, MONDAY, AMSTERDAM)


def of(kind: Class, around: Around = NOW, match: Match = MATCH, **more: Any) -> tuple[Effect, ...]:
    return effects(replace(Verdict(kind, ("because",)), **more), match, around)


def midnight(date: str) -> int:
    return zone("Europe/Amsterdam").instant(day_number(date), 0)


@pytest.mark.parametrize("kind", list(Class))
def test_a_mail_that_is_matched_with_nothing_has_no_effect(kind: Class) -> None:
    assert of(kind, match=Match()) == ()


def test_every_class_has_its_effect() -> None:
    assert {kind.value: [one.follows.value for one in of(kind)] for kind in Class} == {
        "reply": ["replied"],
        "out_of_office": ["away"],
        "auto_reply": ["noted"],
        "hard_bounce": ["bounced"],
        "soft_bounce": ["bounced_soft"],
        "sender_block": ["sender_held"],
        "complaint": ["complained", "sender_held"],
        "unsubscribe": ["unsubscribed"],
        "unknown": [],
    }


@pytest.mark.parametrize(
    ("returns", "until"),
    [
        ("2026-12-14", midnight("2026-12-16")),
        ("2026-12-11", midnight("2026-12-15")),  # a weekend lies between
        ("2026-12-07", midnight("2026-12-09")),
        ("2027-02-05", midnight("2027-02-09")),  # 60 days ahead
        ("2027-02-06", MONDAY + 7 * DAY),  # 61 days ahead counts as none
        ("2026-12-06", MONDAY + 7 * DAY),  # before the mail itself
        ("", MONDAY + 7 * DAY),
        ("no date", MONDAY + 7 * DAY),
    ],
)
def test_an_absence_ends_two_working_days_after_the_return_or_after_seven_days(returns: str, until: int) -> None:
    assert away_until(returns, MONDAY, AMSTERDAM) == until


def test_an_absence_that_is_over_when_it_is_read_holds_nobody() -> None:
    late = replace(NOW, now=MONDAY + 8 * DAY)
    assert of(Class.OUT_OF_OFFICE, late) == (Effect(Follows.NOTED, "was out of office, and is back"),)


def test_the_third_mail_in_a_row_that_comes_back_counts_as_hard() -> None:
    assert of(Class.SOFT_BOUNCE, replace(NOW, soft_before=1), status="4.2.2") == (Effect(Follows.BOUNCED_SOFT, "soft bounce 4.2.2"),)
    assert of(Class.SOFT_BOUNCE, replace(NOW, soft_before=2), detail="mailbox full") == (
        Effect(Follows.BOUNCED, "3 mails in a row came back, the last: soft bounce mailbox full"),
    )


@pytest.mark.parametrize("detail", ["delayed", "delivered"])
def test_a_server_that_goes_on_trying_is_no_bounce(detail: str) -> None:
    assert [one.follows for one in of(Class.SOFT_BOUNCE, replace(NOW, soft_before=2), detail=detail)] == [Follows.NOTED]


def test_a_mail_that_comes_back_twice_counts_once() -> None:
    assert [one.follows for one in of(Class.SOFT_BOUNCE, replace(NOW, soft_before=2, counted=True))] == [Follows.NOTED]


@pytest.mark.parametrize("kind", [Class.SENDER_BLOCK, Class.COMPLAINT])
def test_what_came_before_a_person_freed_the_sender_holds_it_no_more(kind: Class) -> None:
    freed = of(kind, replace(NOW, freed_at=MONDAY))
    assert Follows.SENDER_HELD not in [one.follows for one in freed]
    assert freed


def test_a_challenge_and_news_that_somebody_left_ask_a_person() -> None:
    assert [of(Class.AUTO_REPLY, detail=detail)[0].follows for detail in ("challenge", "left", "receipt")] == [
        Follows.ASKED, Follows.ASKED, Follows.NOTED,
    ]  # fmt: skip


@pytest.mark.parametrize("kind", [Class.REPLY, Class.HARD_BOUNCE, Class.AUTO_REPLY])
def test_a_mail_that_only_a_recipient_can_write_proves_that_the_mail_in_doubt_was_sent(kind: Class) -> None:
    doubtful = replace(MATCH, written=replace(WRITTEN, state="in_doubt"))
    assert next(one.follows for one in of(kind, match=doubtful)) is Follows.SENT
    assert Follows.SENT not in [one.follows for one in of(kind, match=replace(doubtful, sure=False, other=True))]


@pytest.mark.parametrize(
    ("kind", "proves"), [(Class.REPLY, True), (Class.OUT_OF_OFFICE, True), (Class.HARD_BOUNCE, False), (Class.COMPLAINT, False)]
)
def test_what_the_person_sends_after_it_proves_it_too_and_a_report_about_some_mail_does_not(kind: Class, proves: bool) -> None:
    doubtful = replace(MATCH, written=replace(WRITTEN, state="in_doubt"), sure=False)
    assert (Follows.SENT in [one.follows for one in of(kind, match=doubtful)]) is proves
    later = replace(doubtful, written=replace(WRITTEN, state="in_doubt", at=1 << 40))
    assert Follows.SENT not in [one.follows for one in of(kind, match=later)]


def test_words_of_somebody_else_in_the_thread_stop_and_do_not_unsubscribe() -> None:
    other = replace(MATCH, other=True)
    assert [(one.follows, bool(one.ask)) for one in of(Class.UNSUBSCRIBE, match=other)] == [(Follows.REFUSED, True)]
    assert [one.follows for one in of(Class.REPLY, match=other)] == [Follows.REPLIED]


@pytest.mark.parametrize("kind", [Class.REPLY, Class.UNSUBSCRIBE])
def test_a_mail_that_may_be_forged_stops_for_now_and_asks(kind: Class) -> None:
    forged = Match(WRITTEN, "the address it comes from", forged="dmarc=fail")
    (told,) = of(kind, match=forged)
    assert (told.follows, told.reason) == (Follows.DOUBTED, "a mail in their name may be forged: dmarc=fail")
    assert told.ask.endswith("say what it is: seleqt inbox mark {message} unsubscribe, reply or unknown")
    doubtful = replace(forged, written=replace(WRITTEN, state="in_doubt"))
    assert [one.follows for one in of(kind, match=doubtful)] == [Follows.DOUBTED]


@pytest.mark.parametrize(
    ("kind", "detail", "follows"),
    [
        (Class.HARD_BOUNCE, "no such user", Follows.NOTED),
        (Class.SOFT_BOUNCE, "mailbox full", Follows.NOTED),
        (Class.SENDER_BLOCK, "authentication", Follows.NOTED),  # handing on breaks SPF: no fault of the sender's
        (Class.SENDER_BLOCK, "spam", Follows.SENDER_HELD),
    ],
)
def test_an_address_that_mail_is_handed_on_to_is_not_given_up(kind: Class, detail: str, follows: Follows) -> None:
    told = of(kind, replace(NOW, soft_before=2), match=replace(MATCH, elsewhere=True), detail=detail)
    assert [one.follows for one in told] == [follows]


def test_a_mail_from_somebody_written_to_on_linkedin_proves_nothing_about_the_message_there() -> None:
    there = replace(WRITTEN, kind="message", state="in_doubt")
    assert [one.follows for one in of(Class.REPLY, match=Match(there, "the address it comes from"))] == [Follows.REPLIED]
