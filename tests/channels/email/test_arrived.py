"""Whole mails of many kinds, one after the other in a file: notices in words, reports, complaints, absences, and what people write."""

from pathlib import Path

import pytest

from seleqt_cli.channels.email.reading import read_mail
from seleqt_cli.core.inbound.classify import classify
from seleqt_cli.core.inbound.verdict import BOUNCES, Class, Verdict

NOW = 1_794_820_000
MAILS = [
    (meant, expected, mail)
    for file in sorted(Path(__file__).parent.glob("arrived*.txt"))
    for head, _, mail in (one.partition("\n") for one in file.read_text("utf-8").split("\n##### ")[1:])
    for meant, _, expected in (head.partition(" "),)
]


def told(verdict: Verdict) -> str:
    """What a line of the file says besides the class: whom a delivery report is about, else when somebody is back."""
    return ",".join(verdict.addresses) if verdict.kind in BOUNCES or verdict.detail == "delivered" else verdict.returns


@pytest.mark.parametrize(("meant", "expected", "mail"), MAILS, ids=[f"{meant}-{number}" for number, (meant, _, _) in enumerate(MAILS)])
def test_what_a_mail_is_and_whom_it_is_about(meant: str, expected: str, mail: str) -> None:
    verdict = classify(read_mail(mail.encode()), NOW)
    assert verdict.kind.value == meant or (meant == "no_bounce" and verdict.kind not in BOUNCES), verdict
    assert expected == "-" or told(verdict) == expected, verdict
    assert verdict.reasons


@pytest.mark.parametrize(
    ("charset", "words"),
    [
        ("iso-2022-jp", "以下の宛先へのメールは配信できませんでした。\n\n  ada@lead.example\n\n理由: 宛先のユーザーが存在しません。\n"),
        ("gb2312", "您发送的邮件被退回\n收件人：ada@lead.example\n退信原因：收件人邮件地址不存在，邮件无法送达。\n"),
        ("utf-16", "Your message could not be delivered:\n\nada@lead.example\n\nThe mailbox does not exist.\n"),
        ("koi8-r", "Ваше сообщение не может быть доставлено:\n\n  ada@lead.example\n\nПричина: пользователь не найден\n"),
    ],
)
def test_a_notice_is_understood_in_its_own_character_set(charset: str, words: str) -> None:
    head = (
        "Return-Path: <>\nFrom: MAILER-DAEMON@lead.example\nTo: bob@sender.example\nSubject: failure notice\nMIME-Version: 1.0\n"
        f"Content-Type: text/plain; charset={charset}\n\n"
    )
    verdict = classify(read_mail(head.encode() + words.encode(charset)), NOW)
    assert (verdict.kind, verdict.addresses) == (Class.HARD_BOUNCE, ("ada@lead.example",)), verdict


def test_a_domain_that_does_not_exist_is_the_senders_where_the_server_says_so() -> None:
    said = "550 Sender bob@sender.example does not exist"
    mail = (
        "Return-Path: <>\nFrom: MAILER-DAEMON@mx.sender.example\nTo: bob@sender.example\nSubject: Undelivered Mail Returned to Sender\n\n"
        f"This is the mail system at host mx.sender.example.\n\n<ada@lead.example>: host mx.lead.example[192.0.2.9] said: {said}\n"
    )
    verdict = classify(read_mail(mail.encode()), NOW)
    assert (verdict.kind, verdict.detail) == (Class.SENDER_BLOCK, "sender"), verdict
