"""Automatic answers: away, back when, gone, received, prove yourself, read."""

from calendar import timegm

import pytest

from seleqt_cli.core.inbound.classify import classify
from seleqt_cli.core.inbound.mail import Inbound, Party
from seleqt_cli.core.inbound.verdict import Class, Verdict

MONDAY = timegm((2026, 11, 16, 9, 0, 0))
"""A Monday, the day the mails of these tests were written."""


def answer(text: str, subject: str = "Automatic reply: Pallets", **fields: str) -> Verdict:
    """The verdict on an answer; `fields` are header fields with _ for -."""
    headers = {name.replace("_", "-"): (value,) for name, value in fields.items()}
    mail = Inbound(
        sender=Party("ada@lead.example"), subject=subject, text=text, date=MONDAY, in_reply_to=("<m1@sender.example>",), headers=headers
    )
    return classify(mail, MONDAY)


@pytest.mark.parametrize(
    ("text", "returns"),
    [
        ("I am out of office until December 1st, 2026. For urgent matters write to carol@lead.example.", "2026-12-01"),
        ("I'm currently out of the office and will return on Monday, November 30th.", "2026-11-30"),
        ("Thank you for your email. I am on annual leave, back in the office on 07/12/2026.", "2026-12-07"),
        ("I am away from 16 November through 27 November with limited access to email.", "2026-11-28"),
        ("I'm travelling 18-20 November and will answer after that.", "2026-11-21"),
        ("I will be out of the office until Monday.", "2026-11-23"),
        ("I am out of the office with no access to email.", ""),
        ("I am out of the office until 1 June 2027.", ""),
        ("I was out of office until 1 November 2026 and forgot this note.", ""),
        ("I am out of the office. Call 0800 12 12 12 or see page 3/4 of our brochure from 2.5 to 3.5.", ""),
        ("Ik ben niet aanwezig tot en met vrijdag 27 november.", "2026-11-28"),
        ("Vanaf maandag 30 november ben ik weer bereikbaar. Tot die tijd ben ik op vakantie.", "2026-11-30"),
        ("Ik ben afwezig t/m 4 december 2026.", "2026-12-05"),
        ("Ik ben er niet op 16 en 17 november. Op woensdag 18 november ben ik weer op kantoor.", "2026-11-18"),
        ("Guten Tag, ich bin erst am 30.11.2026 wieder erreichbar.", "2026-11-30"),
        ("Je suis absente du bureau du 16/11 au 20/11 inclus.", "2026-11-21"),
        ("Estaré de vacaciones del 16 al 27 de noviembre, ambos inclusive.", "2026-11-28"),
        ("I will be OOO starting 14 Nov, returning 24 Nov.", "2026-11-24"),
        ("I am currently on parental leave and will return in March 2027.", ""),
        ("I am out of the office until 2 pm.", ""),
        ("Ich bin bis zum 1.12.2026 nicht im Büro.", "2026-12-01"),
        ("Ich bin im Urlaub und ab dem 7. Dezember wieder für Sie da.", "2026-12-07"),
        ("Ich bin derzeit nicht im Hause. Zurück am 23.11.", "2026-11-23"),
        ("Je suis absent du bureau jusqu'au 30 novembre inclus.", "2026-12-01"),
        ("Je suis en congés, de retour le 1er décembre.", "2026-12-01"),
        ("Estoy de vacaciones hasta el 9 de diciembre de 2026.", "2026-12-09"),
        ("Estaré fuera de la oficina; regreso el 30 de noviembre.", "2026-11-30"),
        ("Sono fuori ufficio fino al 4 dicembre.", "2026-12-04"),
        ("Sono in ferie, rientro lunedì 23 novembre.", "2026-11-23"),
        ("Away until 2026-12-03.", "2026-12-03"),
    ],
)
def test_a_vacation_note_is_out_of_office_with_the_day_of_return(text: str, returns: str) -> None:
    verdict = answer(text, auto_submitted="auto-replied")
    assert (verdict.kind, verdict.returns, verdict.addresses) == (Class.OUT_OF_OFFICE, returns, ("ada@lead.example",))
    assert verdict.message_id == "<m1@sender.example>"


@pytest.mark.parametrize(
    ("text", "returns"),
    [
        ("I'm out until the 23rd.", "2026-11-23"),
        ("Out of office 16/11 - 20/11, back Monday.", "2026-11-23"),
        ("I am on annual leave w/c 16 November and return w/c 23 November.", "2026-11-23"),
        ("I'll be back at my desk Tuesday the 24th.", "2026-11-24"),
        ("I am out of the office today and will be back tomorrow.", "2026-11-17"),
        ("On leave till Fri 27 Nov (incl.).", "2026-11-28"),
        ("My last day before leave was 13 November; I return on 2 December.", "2026-12-02"),
        ("I'm away this week, returning 11/23.", "2026-11-23"),
        ("I will have limited access to email between November 16 and November 25.", "2026-11-26"),
        ("Out of office. Return date: 2026/12/01", "2026-12-01"),
        ("Currently on holiday, back on the 1st of December.", "2026-12-01"),
        ("I'm OOO through EOD Friday, November 20.", "2026-11-21"),
        ("I'm travelling and will reply after 30 November.", "2026-12-01"),
        ("I am away from November 14th to November 22nd, 2026.", "2026-11-23"),
        ("Office closed. We reopen Thursday 3 December at 9am.", "2026-12-03"),
        ("Away: 12.11.2026 - 25.11.2026", "2026-11-26"),
        ("Ik ben vrij en maandag weer aanwezig.", "2026-11-23"),
        ("Ik ben met verlof tot 1-12-2026.", "2026-12-01"),
        ("Ik ben met vakantie van 14 t/m 29 november.", "2026-11-30"),
        ("Woensdag 25 november ben ik weer op kantoor.", "2026-11-25"),
        ("Per 1 december ben ik terug.", "2026-12-01"),
        ("In verband met vakantie ben ik tot en met 4 december afwezig.", "2026-12-05"),
        ("Ich bin bis einschließlich 27.11. abwesend.", "2026-11-28"),
        ("Ich bin am 24. November 2026 wieder erreichbar.", "2026-11-24"),
        ("Ich bin vom 16.11.2026 bis zum 27.11.2026 im Urlaub.", "2026-11-28"),
        ("Ab Montag, 30. November, stehe ich Ihnen wieder zur Verfügung.", "2026-11-30"),
        ("Ich kehre am 01.12. ins Büro zurück.", "2026-12-01"),
        ("Bis Ende November bin ich nicht im Haus.", ""),
        ("Je suis absente jusqu'au 24/11/2026.", "2026-11-24"),
        ("Je serai de retour au bureau mardi 1er décembre.", "2026-12-01"),
        ("Absent du 16 au 27 novembre 2026 inclus.", "2026-11-28"),
        ("Je serai à nouveau joignable à compter du 23 novembre.", "2026-11-23"),
        ("En congés, je reprends le lundi 30 novembre.", "2026-11-30"),
        ("Estoy fuera de la oficina hasta el lunes 23 de noviembre.", "2026-11-23"),
        ("Estaré ausente del 16 al 20 de noviembre.", "2026-11-21"),
        ("Me reincorporo el día 1 de diciembre.", "2026-12-01"),
        ("Volveré a estar disponible a partir del 30/11.", "2026-11-30"),
        ("Sono in ferie dal 16 al 28 novembre compresi.", "2026-11-29"),
        ("Rientrerò in ufficio il giorno 2 dicembre.", "2026-12-02"),
        ("Sono assente fino a venerdì 20/11 compreso.", "2026-11-21"),
        ("L'ufficio riaprirà il 7 dicembre 2026.", "2026-12-07"),
    ],
)
def test_the_day_back_is_found_in_ranges_names_of_days_and_bare_numbers(text: str, returns: str) -> None:
    verdict = answer(text, auto_submitted="auto-replied")
    assert (verdict.kind, verdict.returns) == (Class.OUT_OF_OFFICE, returns)


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: Pallets",
        "Out of Office: Pallets",
        "Automatisch antwoord: Pallets",
        "Automatische Antwort: Pallets",
        "Abwesenheitsnotiz: Pallets",
        "Réponse automatique : Pallets",
        "Respuesta automática: Pallets",
        "Risposta automatica: Pallets",
        "[EXT] Automatic reply: Pallets",
    ],
)
def test_the_subject_that_a_mail_program_writes_is_enough(subject: str) -> None:
    assert answer("I am sleeping.", subject).kind is Class.OUT_OF_OFFICE


def test_an_answer_to_such_a_note_is_a_persons() -> None:
    assert answer("Never mind, I am back. Call me.", "Re: Automatic reply: Pallets").kind is Class.REPLY


@pytest.mark.parametrize(
    ("fields", "path"),
    [({"precedence": "auto_reply"}, None), ({"x_autoreply": "yes"}, None), ({"x_autorespond": "Re"}, None), ({}, "")],
)
def test_older_signs_of_a_machine_are_known_too(fields: dict[str, str], path: str | None) -> None:
    mail = Inbound(
        sender=Party("ada@lead.example"), subject="Re: Pallets", text="Ik ben op vakantie.", date=MONDAY, return_path=path,
        in_reply_to=("<m1@sender.example>",), headers={name.replace("_", "-"): (value,) for name, value in fields.items()},
    )  # fmt: skip
    assert classify(mail, MONDAY).kind is Class.OUT_OF_OFFICE


def test_a_person_who_tells_of_a_holiday_has_replied() -> None:
    verdict = answer("I'm on vacation until 5 December, let us talk after that. Looks interesting!", "Re: Pallets")
    assert verdict.kind is Class.REPLY


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("This mailbox is no longer monitored. Please visit our website.", "left"),
        ("Ada is niet meer werkzaam bij Lead B.V.", "left"),
        ("Herr Müller ist nicht mehr für unser Unternehmen tätig.", "left"),
        ("Thank you for contacting us. Your ticket 4711 has been created and we will get back to you within 24 hours.", ""),
        ("To deliver your message, please confirm that you are human: https://check.example/x", "challenge"),
        ("Your message is being held because I use sender verification. Click the link below to deliver it.", "challenge"),
    ],
)
def test_other_automatic_answers_say_what_they_are(text: str, detail: str) -> None:
    verdict = answer(text, "Re: Pallets", auto_submitted="auto-replied")
    assert (verdict.kind, verdict.detail) == (Class.AUTO_REPLY, detail)


def test_a_read_receipt_is_an_automatic_answer() -> None:
    headers = {"content-type": ("multipart/report",), "report-type": ("disposition-notification",)}
    mail = Inbound(sender=Party("ada@lead.example"), subject="Read: Pallets", text="Your message was read.", headers=headers)
    assert (classify(mail, MONDAY).kind, classify(mail, MONDAY).detail) == (Class.AUTO_REPLY, "receipt")


def test_a_note_without_a_date_is_read_relative_to_now() -> None:
    mail = Inbound(
        sender=Party("ada@lead.example"), subject="Automatic reply: x", text="I am away until 1 December.", in_reply_to=("<1@x>",)
    )
    assert classify(mail, MONDAY).returns == "2026-12-01"


def test_what_apple_says_beside_its_note_counts() -> None:
    verdict = answer(
        "I'm only sleeping.", "Re: Pallets", auto_submitted="auto-replied", x_apple_action="VACATION",
        x_apple_criteria="{kind=VACATION,startDate=2026-11-10T00:00:00Z,endDate=2026-11-20T14:59:59Z}",
    )  # fmt: skip
    assert (verdict.kind, verdict.returns) == (Class.OUT_OF_OFFICE, "2026-11-21")
