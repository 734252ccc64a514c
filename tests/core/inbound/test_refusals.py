"""Some hundred refusals of servers, written after the documentation of providers and programs, each with whose fault it is."""

from pathlib import Path

import pytest

from seleqt_cli.core.inbound.codes import reply_code, status_code
from seleqt_cli.core.inbound.diagnosis import diagnose
from seleqt_cli.core.inbound.verdict import Class

MEANT = {"hard": Class.HARD_BOUNCE, "soft": Class.SOFT_BOUNCE, "ours": Class.SENDER_BLOCK}
ROWS = [
    line.partition("|")[::2]
    for line in (Path(__file__).parent / "refusals.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


def kind(said: str, around: str = "") -> Class:
    """Whose fault a refusal is."""
    found = diagnose(status_code(said), reply_code(said), said, around)
    assert found is not None, said
    return found.kind


def test_whose_fault_a_refusal_is_shows_from_its_words_and_codes() -> None:
    assert len(ROWS) > 600
    assert [(meant, kind(said), said) for meant, said in ROWS if kind(said) is not MEANT[meant]] == []


@pytest.mark.parametrize("status", ["5.2.1", "5.7.1"])
def test_an_unknown_user_under_a_code_of_other_causes_is_believed_only_where_the_recipient_was_refused(status: str) -> None:
    said = f"550 {status} <ada@lead.example>... User unknown"
    assert kind(said) is Class.SOFT_BOUNCE
    assert kind(said, "SMTP error from remote mail server after RCPT TO:<ada@lead.example>") is Class.HARD_BOUNCE


def test_what_every_notice_says_of_a_refusal_is_not_its_cause() -> None:
    said = "Your mail was rejected by the server for the recipient domain lead.example. The error was: 554 Transaction failed"
    assert kind(said) is Class.SOFT_BOUNCE


@pytest.mark.parametrize("noun", ["IP address", "your address", "sender address", "client address"])
def test_an_address_that_is_not_the_recipients_is_never_given_up(noun: str) -> None:
    assert kind(f"550 {noun} 203.0.113.7 is not registered") is not Class.HARD_BOUNCE
