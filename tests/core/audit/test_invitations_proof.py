"""What audit knows of withdrawn invitations: when one may be taken back, and when the person may be invited again."""

import pytest

from tests.core.audit.histories import DAY, HOUR, PROFILE, TUESDAY, History, broken, texts

WEEKS = 21 * DAY


def invited_and_withdrawn(no: str = "", *, whole: bool = True) -> History:
    """An invitation, perhaps a no (to the `whole` person or the journey), its withdrawal three weeks later: actions 1 and 2."""
    history = History()
    history.send(TUESDAY, account=PROFILE, kind="connect", step="invite", journey=1)
    if no:
        history.event(TUESDAY + DAY, no, journey=None if whole else 1, lead=1)
    history.send(
        TUESDAY + WEEKS, account=PROFILE, kind="withdraw", step="invite:withdraw", first=False, inbox=None, message_id="", journey=1
    )
    return history


@pytest.mark.parametrize("no", ["", "unsubscribed", "objected", "restricted", "stopped"])
def test_after_a_stop_or_an_opt_out_an_invitation_may_be_taken_back(no: str) -> None:
    assert broken(invited_and_withdrawn(no)) == []


def test_after_a_stop_of_the_journey_too() -> None:
    assert broken(invited_and_withdrawn("stopped", whole=False)) == []


@pytest.mark.parametrize("no", ["replied", "meeting"])
def test_after_an_answer_it_may_not(no: str) -> None:
    assert broken(invited_and_withdrawn(no)) == [(4, (2,))]


def test_an_invitation_is_withdrawn_once() -> None:
    history = invited_and_withdrawn()
    history.send(TUESDAY + WEEKS + HOUR, account=PROFILE, kind="withdraw", step="invite:withdraw", first=False, message_id="", journey=1)
    assert broken(history) == [(2, (2, 3))]


@pytest.mark.parametrize(("later", "violations"), [(WEEKS - 1, [(1, (2, 3))]), (WEEKS, []), (HOUR, [(1, (2, 3))])])
def test_nobody_is_invited_again_for_three_weeks(later: int, violations: list[tuple[int, tuple[int, ...]]]) -> None:
    history = invited_and_withdrawn()
    history.send(TUESDAY + WEEKS + later, account="linkedin:bob", kind="connect", step="invite", journey=2, lead=1)
    assert broken(history) == violations


def test_the_violation_names_both_moments() -> None:
    history = invited_and_withdrawn()
    history.send(TUESDAY + WEEKS + DAY, account=PROFILE, kind="connect", step="again", journey=1)
    assert texts(history) == [
        "linkedin:anna-de-vries: connect at 2026-12-23 09:00:00Z, an invitation to this person was withdrawn at 2026-12-22 09:00:00Z"
    ]


def test_a_withdrawal_that_was_not_done_stands_in_nobodys_way() -> None:
    history = History()
    history.send(TUESDAY, account=PROFILE, kind="withdraw", step="invite:withdraw", outcome="failed", unsent=True, journey=1)
    history.send(TUESDAY + DAY, account=PROFILE, kind="connect", step="again", journey=1)
    assert broken(history) == []
