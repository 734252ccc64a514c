"""Which databases may send: only the one that knows everything that was sent from it."""

import pytest

from seleqt_cli.core.epoch import Sender, Witness, trouble

HERE, THERE = "home/seleqt.db", "copy/seleqt.db"
KEPT = Witness(HERE, "b", "", 7)


@pytest.mark.parametrize(
    ("database", "witness", "other"),
    [
        (Sender(HERE, "", 0), None, False),
        (Sender(HERE, "b", 7), KEPT, False),
        (Sender(HERE, "b", 9), KEPT, False),  # a power cut took the last numbers of the record
        (Sender(HERE, "a", 7), Witness(HERE, "a", "b", 7), False),  # killed before the commit
        (Sender(HERE, "b", 8), Witness(HERE, "a", "b", 7), False),  # killed after it
        (Sender(THERE, "b", 7), KEPT, False),  # moved
        (Sender(HERE, "", 0), Witness(HERE, "", "b", 0), False),
    ],
)
def test_it_may_send(database: Sender, witness: Witness | None, other: bool) -> None:
    assert trouble(database, witness, other=other) == ""


@pytest.mark.parametrize(
    ("database", "witness", "other", "why"),
    [
        (Sender(HERE, "b", 7), None, False, "it has sent before, and nothing on this machine knows of it: a copy from another one?"),
        (Sender(HERE, "a", 6), KEPT, False, "1 send is missing in it: was an older copy put back?"),
        (Sender(HERE, "b", 4), KEPT, False, "3 sends are missing in it: was an older copy put back?"),
        (Sender(HERE, "", 0), KEPT, False, "7 sends are missing in it: was an older copy put back?"),
        (Sender(THERE, "b", 7), KEPT, True, f"it is a copy: the one that sent last is {HERE}"),
        (Sender(HERE, "a", 7), KEPT, False, "another copy of it has sent since"),
        (Sender(HERE, "b", 7), Witness("", "unreadable", "", 0), False, "another copy of it has sent since"),
    ],
)
def test_it_must_not(database: Sender, witness: Witness | None, other: bool, why: str) -> None:
    assert trouble(database, witness, other=other) == why
