"""Who wants no more mail: the word of our link, and people's own words in six languages."""

import pytest

from seleqt_cli.core.inbound.classify import classify
from seleqt_cli.core.inbound.mail import Inbound, Party
from seleqt_cli.core.inbound.verdict import Class

TOKEN = "abcdefghijklmnopqrstuvw2"
QUOTED = "\n\nOn Mon, Nov 16, 2026 at 9:00 AM Bob <bob@sender.example> wrote:\n> Hi Ada\n> To unsubscribe, answer with stop: remove me\n"


def reply(text: str, subject: str = "Re: Pallets", **fields: str) -> Inbound:
    """An answer of a person."""
    headers = {name.replace("_", "-"): (value,) for name, value in fields.items()}
    return Inbound(sender=Party("ada@lead.example"), subject=subject, text=text, in_reply_to=("<m1@sender.example>",), headers=headers)


@pytest.mark.parametrize(
    "subject", [f"unsubscribe {TOKEN}", f"Unsubscribe {TOKEN} ", f"Re: unsubscribe {TOKEN}", f"UNSUBSCRIBE {TOKEN.upper()}"]
)
def test_a_mail_to_our_unsubscribe_link_carries_its_token(subject: str) -> None:
    verdict = classify(Inbound(sender=Party("ada@lead.example"), subject=subject), 0)
    assert (verdict.kind, verdict.token, verdict.addresses) == (Class.UNSUBSCRIBE, TOKEN, ("ada@lead.example",))


def test_a_mail_program_that_unsubscribes_for_somebody_is_no_automatic_answer() -> None:
    mail = Inbound(
        sender=Party("ada@lead.example"), subject="unsubscribe", text="Mail sent this email to unsubscribe.",
        headers={"auto-submitted": ("auto-replied",)},
    )  # fmt: skip
    assert classify(mail, 0).kind is Class.UNSUBSCRIBE


@pytest.mark.parametrize("subject", [f"unsubscribe {TOKEN}x", "unsubscribe abc", f"please unsubscribe {TOKEN} now", "How to unsubscribe?"])
def test_what_only_looks_like_our_link_has_no_token(subject: str) -> None:
    assert classify(Inbound(sender=Party("ada@lead.example"), subject=subject, text="Hello there Bob"), 0).token == ""


@pytest.mark.parametrize(
    "text",
    [
        "STOP",
        "UNSUBSCRIBE\n\n--\nAda Lovelace\nLead B.V.",
        "Unsubscribe please.\n\nSent from my iPhone",
        "unsuscribe",
        "Basta email grazie",
        "STOP SVP",
        "Stop met mailen aub",
        "Kindly stop sending me these mails",
        "We are not interested, please take us off your list",
        "Por favor elimínenme de su lista.",
        "Merci de ne plus m'envoyer de mails.",
        "Unsubscribe!",
        "Hi Bob,\n\nPlease remove me from your list.\n\nAda",
        "Thanks but not interested, please remove me. Zoë",
        "Take me off this mailing list immediately.",
        "Stop emailing me.",
        "Do not contact me again",
        "Please don\u2019t contact me anymore.",
        "no more emails please",
        "I would like to opt out of these messages.",
        "Graag uitschrijven.",
        "Kunt u mij uitschrijven? Bedankt.",
        "Gelieve mij niet meer te mailen.",
        "Haal me van de lijst.",
        "Stuur mij geen mails meer",
        "Bitte abmelden",
        "Bitte nehmen Sie mich aus dem Verteiler.",
        "Ich möchte keine weiteren E-Mails von Ihnen erhalten.",
        "Bitte kontaktieren Sie mich nicht mehr. Löschen Sie meine Daten.",
        "Désinscription",
        "Merci de me retirer de votre liste de diffusion.",
        "Bonjour, veuillez ne plus me contacter. Cordialement",
        "Je ne souhaite plus recevoir vos mails.",
        "Baja",
        "Por favor, denme de baja.",
        "No quiero recibir más correos.",
        "Elimine mi dirección de su base de datos, gracias.",
        "Cancellatemi dalla vostra lista.",
        "Buongiorno, non desidero ricevere altre email. Saluti",
        "Vi prego di rimuovere il mio indirizzo.",
    ],
)
def test_a_short_text_that_says_no_more_is_an_opt_out_in_every_language(text: str) -> None:
    verdict = classify(reply(text + QUOTED), 0)
    assert verdict.kind is Class.UNSUBSCRIBE, verdict
    assert (verdict.token, verdict.message_id) == ("", "<m1@sender.example>")


@pytest.mark.parametrize(
    "text",
    [
        "Sounds good, let us talk on Tuesday.",
        "Not interested, thanks.",
        "Please stop by our booth at the fair!",
        "Don't hesitate to contact me next week.",
        "Could you stop the delivery of the pallets of last week?",
        "Great offer. By the way, your unsubscribe link in the footer is broken, you may want to fix that before you send more of these.",
        "Ja graag, bel me even.",
        "I'm unsubscribing from the fair, not from you :)",
        "Which pallets from your list are in stock?",
        "Kunt u de prijzen van uw lijst sturen?",
        "Do not contact Tom, contact me.",
        "Ich möchte keine Paletten, aber Kisten.",
        "Il y a une erreur dans l'article 4 de votre liste.",
        "Me interesa el modelo 3 de su lista.",
        "Vorrei il terzo articolo dalla lista.",
        "Could you take my order by phone?",
        "Please delete my previous message.",
        "Wij stoppen met deze lijn.",
        "Nein danke, kein Bedarf.",
        "Yes! Can you send a quote? I unsubscribed from another vendor last month because their prices were far too high, and since "
        "then we have"
        " been looking for a partner who can deliver pallets in Rotterdam and Antwerp twice a week. Ideally you would also take care "
        "of the"
        " customs papers. We are about forty people, the warehouse is in Dordrecht, and we would like to start in January. Please "
        "remove my"
        " colleague Tom from the thread, he is on leave; add Mia instead. When would you have time for a call next week? I could do "
        "Tuesday or"
        " Thursday afternoon, preferably after two. Kind regards, Ada. PS: the brochure you mentioned was not attached to your mail.",
    ],
)
def test_an_answer_that_only_mentions_such_words_is_a_reply(text: str) -> None:
    assert classify(reply(text + QUOTED), 0).kind is Class.REPLY


@pytest.mark.parametrize(
    "text",
    [
        "Please take my name off whatever list this is.",
        "I'd like to be taken off your list.",
        "Can you remove our address from your mailing list?",
        "Kindly delete my details from your records.",
        "Enough. No more mails.",
        "I don't want any of this in my inbox, remove me.",
        "Do not write again.",
        "You have no permission to email me. Stop.",
        "Please do not send us marketing mails.",
        "We wish to opt out.",
        "Unsubscribe pls!!! third time",
        "I object to the use of my data for marketing (Art. 21 GDPR).",
        "Please erase my personal data.",
        "Wil je me van de mailinglijst afhalen?",
        "Ik maak bezwaar tegen het gebruik van mijn gegevens.",
        "Geen interesse, mail me niet meer.",
        "Gaarne verwijderen uit uw adressenbestand.",
        "Kunnen jullie ons uit de verzendlijst halen?",
        "Ik hoef dit soort mails niet te ontvangen.",
        "Bitte streichen Sie mich von der Liste.",
        "Bitte nehmen Sie meine Adresse aus dem Verteiler.",
        "Hiermit widerspreche ich der Nutzung meiner Daten zu Werbezwecken.",
        "Ich bitte um Löschung meiner Daten.",
        "Bitte senden Sie uns keine weitere Werbung.",
        "Wir möchten nicht mehr angeschrieben werden.",
        "Kein Interesse, bitte keine Mails mehr an diese Adresse.",
        "Merci de ne plus me solliciter.",
        "Je vous prie de retirer mon adresse de vos fichiers.",
        "Je m'oppose à l'utilisation de mes données.",
        "Cessez vos envois.",
        "Pas intéressé, ne me relancez pas.",
        "Merci de nous rayer de votre liste.",
        "No me escriban más, por favor.",
        "Quiero darme de baja.",
        "Elimíname de la lista.",
        "Solicito la supresión de mis datos.",
        "No estoy interesado, no vuelvan a contactarme.",
        "Non mandatemi più email.",
        "Chiedo la cancellazione dei miei dati.",
        "Vorrei essere rimosso dalla lista.",
        "Non contattateci più, grazie.",
        "Mi tolga dalla mailing list.",
        "Pls take us out of your database",
        "Not for us. Please don't follow up.",
        "Do me a favour and quit mailing me",
        "I want off this list",
        "Please ensure I receive no further correspondence.",
        "Remove all data you hold about me.",
        "Under GDPR I ask you to delete my personal data.",
        "This is my private address, do not use it again.",
        "Mail mij alsjeblieft nooit meer.",
        "Ik wens geen reclame meer te ontvangen.",
        "Graag mijn gegevens wissen.",
        "Schrap ons van de lijst.",
        "Wij willen niet meer benaderd worden.",
        "Bitte keine Werbung mehr.",
        "Ich möchte aus dem Verteiler genommen werden.",
        "Sofort austragen!",
        "Löschen Sie alle Daten, die Sie über mich haben.",
        "Bitte von weiteren Mails absehen.",
        "Ne m'envoyez plus rien.",
        "Effacez mon adresse svp.",
        "Je ne veux plus de vos messages.",
        "Désinscription immédiate svp",
        "No quiero saber nada más de ustedes.",
        "Bórrenme de su base de datos.",
        "No más mensajes por favor",
        "Non scrivermi più.",
        "Eliminate i miei dati.",
        "Chiedo di non ricevere più comunicazioni.",
    ],
)
def test_objections_erasure_and_other_ways_to_say_no_are_opt_outs(text: str) -> None:
    assert classify(reply(text + QUOTED), 0).kind is Class.UNSUBSCRIBE


@pytest.mark.parametrize(
    "text",
    [
        "Remove the second pallet from the quote and we have a deal.",
        "Please delete the old offer and send a new one.",
        "We take 40 pallets off the list you sent.",
        "Can we opt out of the insurance?",
        "No more than 20 pallets please.",
        "Ich möchte die Daten löschen, die ich Ihnen geschickt habe: falsche Datei. Neue folgt.",
        "Haal de prijzen van vorig jaar eruit en stuur opnieuw.",
        "Je souhaite retirer la commande au dépôt.",
        "Quiero dar de baja el contrato con mi proveedor actual y pasarme con vosotros.",
        "Vorrei cancellare l'appuntamento di martedì, possiamo fare giovedì?",
        "Stop sending PDFs, Excel works better for us.",
        "Don't send anything to Tom, he left; write to me.",
        "Please don't contact our customers directly, contact us first.",
        "I never unsubscribe from good things.",
        "Please take us through your pricing first.",
        "Don't follow up with Jim, he is on leave; I decide.",
        "Delete my account in the demo and create one for Eva please.",
        "Wir wollen nicht mehr als 20 Paletten.",
        "Ik wil graag de lijst ontvangen, maar niet per post.",
        "Je ne veux plus attendre, appelez-moi !",
        "No quiero más de 10 unidades.",
        "Non voglio ricevere il catalogo cartaceo, basta il PDF.",
        "Object to clause 4, otherwise fine.",
        "We stop taking new suppliers in December, so hurry.",
    ],
)
def test_words_of_an_opt_out_about_something_else_are_a_reply(text: str) -> None:
    assert classify(reply(text + QUOTED), 0).kind is Class.REPLY


def test_what_is_only_quoted_unsubscribes_nobody() -> None:
    assert classify(reply("Yes please!" + QUOTED), 0).kind is Class.REPLY
