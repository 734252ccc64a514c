"""The new text of a reply, without quotes and signatures, in linear time."""

import sys

import pytest

from seleqt_cli.core.inbound.visible import visible_text

SAID = "Sounds good.\n\nLet us talk on Tuesday."


@pytest.mark.parametrize(
    "line",
    [
        "On Mon, Nov 16, 2026 at 9:00 AM Bob <bob@sender.example> wrote:",
        "On Mon, Nov 16, 2026 at 9:00 AM Bob de Vries\n<bob@sender.example> wrote:",
        "Am 16.11.2026 um 09:00 schrieb Bob <bob@sender.example>:",
        "Am Mo., 16. Nov. 2026 um 09:00 Uhr schrieb Bob <bob@sender.example>:",
        "Le lun. 16 nov. 2026 à 09:00, Bob <bob@sender.example> a écrit :",
        "Op ma 16 nov 2026 om 09:00 schreef Bob <bob@sender.example>:",
        "El lun, 16 nov 2026 a las 9:00, Bob (<bob@sender.example>) escribió:",
        "Il giorno lun 16 nov 2026 alle ore 09:00 Bob <bob@sender.example> ha scritto:",
        "Bob <bob@sender.example> schrieb am Mo. 16. Nov. 2026 um 09:00:",
        "16.11.2026, 09:00, Bob <bob@sender.example> wrote:",
        "2026年11月16日 9:00 Bob <bob@sender.example> 写道：",
    ],
)
def test_what_follows_the_line_about_the_writer_is_quoted(line: str) -> None:
    assert visible_text(f"{SAID}\n\n{line}\n> Hi Ada\n> pallets\n") == SAID
    assert visible_text(f"{SAID}\n\n{line}\n\nHi Ada\npallets\n") == SAID


@pytest.mark.parametrize(
    "block",
    [
        "-----Original Message-----\nFrom: Bob\nSent: Monday\nTo: Ada\nSubject: Pallets\n\nHi",
        "________________________________\nFrom: Bob <bob@sender.example>\nSent: Monday, November 16, 2026 9:00 AM\nTo: Ada\nSubject: "
        "Pallets\n\nHi",
        "Von: Bob <bob@sender.example>\nGesendet: Montag, 16. November 2026 09:00\nAn: Ada\nBetreff: Pallets\n\nHi",
        "De : Bob <bob@sender.example>\nEnvoyé : lundi 16 novembre 2026 09:00\nÀ : Ada\nObjet : Pallets\n\nHi",
        "Van: Bob <bob@sender.example>\nVerzonden: maandag 16 november 2026 09:00\nAan: Ada\nOnderwerp: Pallets\n\nHi",
        "De: Bob <bob@sender.example>\nEnviado el: lunes, 16 de noviembre de 2026 9:00\nPara: Ada\nAsunto: Pallets\n\nHi",
        "Da: Bob <bob@sender.example>\nInviato: lunedì 16 novembre 2026 09:00\nA: Ada\nOggetto: Pallets\n\nHi",
        "*From:* Bob <bob@sender.example>\n*Sent:* Monday\n*To:* Ada\n*Subject:* Pallets\n\nHi",
        "-------- Ursprüngliche Nachricht --------\nVon: Bob\nDatum: 16.11.26\n\nHi",
        "-------- Message d'origine --------\nDe : Bob\n\nHi",
        "Begin forwarded message:\n\nHi",
        "---------- Forwarded message ---------\nHi",
    ],
)
def test_outlooks_header_block_and_separators_end_the_text(block: str) -> None:
    assert visible_text(f"{SAID}\n\n{block}\n") == SAID


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nAda Lovelace\nLead B.V.",
        "--\nAda",
        "Sent from my iPhone",
        "Von meinem iPhone gesendet",
        "Envoyé de mon iPhone",
        "Verzonden vanaf mijn telefoon",
        "Enviado desde mi móvil",
        "Inviato da iPhone",
        "Get Outlook for iOS",
    ],
)
def test_signatures_are_no_text(signature: str) -> None:
    assert visible_text(f"{SAID}\n\n{signature}\n") == SAID


def test_answers_between_quoted_lines_stay() -> None:
    text = "Hi Bob,\n\nOn 16 Nov 2026 Bob wrote:\n> How many?\n\nForty.\n\n> When?\nIn January.\n\n-- \nAda\n"
    assert visible_text(text) == "Hi Bob,\n\nForty.\n\nIn January."


def test_our_own_lines_are_taken_out_where_they_come_back_without_marks() -> None:
    sent = "Hi Ada,\n\nyour post on pallets made me think.\nBob"
    assert visible_text("Yes please.\n\nyour post on pallets made me think.\n", sent) == "Yes please."


@pytest.mark.parametrize(
    "text",
    [
        "On Tuesday we wrote: no.\nSo be it.",
        "From: what I hear it is fine.",
        "I think -- and so does he -- that it works.",
        "Le prix est de 5 euros.\nMerci",
        "A: yes\nB: no",
    ],
)
def test_ordinary_sentences_are_no_marks(text: str) -> None:
    assert visible_text(text) == text


def test_empty_and_quoted_only_texts_are_empty() -> None:
    assert [visible_text(text) for text in ("", "\n\n", "> a\n> b", "On 1 Jan 2026 Bob <b@x.example> wrote:\n> a")] == ["", "", "", ""]


@pytest.mark.parametrize(
    "hostile",
    [
        "On " + "word " * 4_000,
        "From: x\n" * 4_000,
        "On 1 Jan 2026 x\n" * 4_000,
        "> " * 10_000,
        "-" * 4_000,
        "-----Original\n" * 4_000,
        "Le 1 a a\n\n" * 4_000,
        "*" * 4_000,
        "Von: x\nGesendet: y\n" * 4_000,
        "Am 1 schrieb:\n> x\n" * 4_000,
    ],
)
def test_a_hostile_text_of_twice_the_length_costs_about_twice(hostile: str) -> None:
    half = hostile[: len(hostile) // 2]
    once, twice = cost(half), cost(hostile)
    assert twice <= 3 * once + 2_000


def cost(text: str) -> int:
    """How many calls of Python and C functions cutting a text takes."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        visible_text(text)
    finally:
        sys.setprofile(None)
    return calls
