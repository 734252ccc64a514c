"""How people say that they want no more mail, as data: lower case, straight quotes, single spaces; six languages."""

from typing import Final

COMMANDS: Final = frozenset(
    (
        "stop", "stopp", "unsubscribe", "unsubscribe me", "please unsubscribe", "unsubscribe please", "pls unsubscribe",
        "kindly unsubscribe", "remove", "remove me", "please remove", "please remove me", "remove please", "remove me please",
        "opt out", "opt-out", "optout", "opt me out", "stop it", "stop this", "please stop", "stop please", "stop mailing",
        "stop emailing", "stop email", "stop emails", "stop mails", "no more mails", "no more emails", "no more email",
        "take me off", "delete me", "cancel subscription", "leave me alone", "not interested, remove me",
        "not interested. remove me", "quit", "afmelden", "uitschrijven", "graag uitschrijven", "graag afmelden", "schrijf me uit",
        "meld me af", "stop hiermee", "stoppen", "stop met mailen", "verwijder mij", "verwijder me", "geen mail meer",
        "geen mails meer", "afmelding", "uitschrijving", "aub uitschrijven", "svp uitschrijven", "abmelden", "bitte abmelden",
        "abbestellen", "bitte abbestellen", "austragen", "bitte austragen", "abmeldung", "bitte löschen", "keine mails mehr",
        "keine e-mails mehr", "keine werbung", "bitte keine mails mehr", "bitte keine werbung", "bitte entfernen", "désabonner",
        "désabonnement", "se désabonner", "me désabonner", "désinscription", "désinscrire", "me désinscrire", "désinscrivez-moi",
        "désabonnez-moi", "desabonner", "desinscrire", "desinscription", "retirez-moi", "supprimez-moi", "arrêtez", "arretez",
        "stop svp", "stop s'il vous plaît", "plus de mails", "plus de mail", "baja", "dar de baja", "darme de baja", "dame de baja",
        "darse de baja", "baja por favor", "cancelar suscripción", "cancelar la suscripción", "elimíneme", "no más correos",
        "no mas correos", "borrar", "desuscribir", "desuscribirme", "disiscrivimi", "disiscrizione", "disiscrivermi", "disiscriviti",
        "cancellami", "cancellatemi", "cancellarmi", "cancella", "rimuovimi", "rimuovetemi", "rimuovere", "basta", "basta email",
        "togliermi", "toglietemi", "verwijderen aub", "annulla iscrizione", "cancellazione",
    )
)  # fmt: skip
"""Whole texts that say it."""

STRONG: Final = (
    "unsubscribe me", "please unsubscribe", "unsubscribe us", "want to unsubscribe", "wish to unsubscribe", "like to unsubscribe",
    "like to be unsubscribed", "unsubscribe from your", "remove me", "remove us", "remove this email", "remove this address",
    "be removed from", "removed from your", "take me off", "take us off", "delete me", "opt me out", "opt us out", "like to opt out",
    "wish to opt out", "stop emailing", "stop e-mailing", "stop spamming", "stop bothering", "stop these emails", "stop your emails",
    "stop this spam", "cease and desist", "cease contact", "don't write me", "dont send me",
    "no longer wish to receive", "no longer want to receive", "don't want to receive", "do not want to receive",
    "do not wish to receive", "don't wish to receive", "not want to receive", "not wish to be contacted", "not want to be contacted",
    "don't want any more", "do not want any more", "no more emails", "no more mails", "no further emails", "no further email",
    "lose my email", "lose my number", "leave me alone", "right to be forgotten", "right to erasure", "withdraw my consent",
    "schrijf me uit", "schrijf mij uit", "mij uitschrijven", "me uitschrijven", "ons uitschrijven", "graag uitschrijven",
    "uit te schrijven", "wil me afmelden", "wil mij afmelden", "graag afmelden", "meld me af", "meld mij af", "af te melden",
    "haal me van", "haal mij van", "haal ons van", "verwijder me", "verwijder mij", "verwijder ons", "mij te verwijderen",
    "me te verwijderen", "mijn gegevens verwijderen", "mijn e-mailadres verwijderen", "geen mail meer", "geen mails meer",
    "geen e-mail meer", "geen e-mails meer", "geen emails meer", "geen berichten meer", "geen verdere mail", "geen verdere e-mail",
    "niet meer mailen", "niet meer te mailen", "niet meer e-mailen", "niet meer benaderen", "niet meer te benaderen",
    "niet meer contacten", "geen contact meer", "stop met mailen", "stop met het sturen",
    "stop met mij", "wil geen mail", "wil geen e-mail", "niet langer ontvangen",
    "niet meer ontvangen", "melden sie mich ab", "mich abmelden", "mich abzumelden", "bitte abmelden", "bitte abbestellen",
    "möchte abbestellen", "tragen sie mich aus", "mich austragen", "mich auszutragen", "aus dem verteiler", "aus ihrem verteiler",
    "aus eurem verteiler", "aus deinem verteiler", "keine weiteren e-mails", "keine weiteren mails", "keine weiteren emails",
    "keine weiteren nachrichten", "keine e-mails mehr", "keine emails mehr", "keine mails mehr", "keine mail mehr",
    "keine weitere kontakt", "keine weitere werbung", "keinen weiteren kontakt", "keine werbung", "keine werbemails",
    "nicht mehr kontaktieren", "nicht mehr zu kontaktieren", "nicht mehr anschreiben", "nicht weiter anschreiben",
    "nicht mehr anzuschreiben", "kontaktieren sie mich nicht", "kontaktieren sie uns nicht", "schreiben sie mir nicht",
    "schreiben sie mich nicht", "löschen sie mich", "meine daten zu löschen", "meine daten löschen", "meine adresse löschen",
    "streichen sie mich", "entfernen sie mich", "unterlassen sie", "widerspreche der", "widerspruch gegen",
    "désabonnez-moi", "me désabonner", "veuillez me désabonner", "désinscrivez-moi", "me désinscrire",
    "désinscrire de", "me desabonner", "me desinscrire", "retirez-moi", "me retirer", "retirer de votre", "m'enlever", "enlevez-moi",
    "enlever de votre", "supprimez-moi", "me supprimer", "ne plus me contacter", "ne me contactez plus", "ne plus me solliciter",
    "ne me sollicitez plus", "ne plus m'envoyer", "ne m'envoyez plus", "ne m'écrivez plus", "ne plus m'écrire", "ne plus recevoir",
    "ne souhaite plus recevoir", "ne veux plus recevoir", "ne souhaite pas recevoir", "ne souhaite plus être", "ne souhaite pas être",
    "plus de mails", "plus de mail de", "darme de baja", "dame de baja", "denme de baja", "deme de baja", "den de baja", "de de baja mi",
    "dar de baja mi", "darnos de baja", "dar de baja este", "cancelar mi suscripción", "cancelar la suscripción", "no me contacten",
    "no me contacte", "no me contactes", "no contactarme", "no me escriban", "no me escriba", "no me escribas", "no me envíen",
    "no me envíe", "no me envies", "no me envíes", "no me manden", "no enviarme", "no quiero recibir", "no deseo recibir",
    "no quiero más correos", "no queremos recibir", "no deseamos recibir", "elimíneme", "elimínenme", "elimíname", "eliminarme",
    "bórrenme", "bórreme", "bórrame", "quítenme", "quíteme", "quítame", "quitarme de", "sáquenme", "sácame", "sacarme de",
    "cancellatemi", "cancellami", "cancellarmi", "mi cancelli", "disiscrivermi", "disiscrivetemi", "disiscrivimi", "rimuovetemi",
    "rimuovimi", "rimuovermi", "mi rimuova", "toglietemi", "togliermi", "toglimi", "mi tolga", "eliminatemi", "non contattatemi",
    "non mi contatti", "non mi contattate", "non contattarmi", "non mi contattare", "non inviatemi", "non mi invii", "non mi inviate",
    "non inviarmi", "non scrivetemi", "non mi scriva", "non mi scrivete", "non scrivermi", "non desidero ricevere",
    "non desidero più", "non voglio più", "non ricevere più", "dalla mailing list", "remove my email",
    "remove my e-mail", "remove my address", "remove my name", "remove my data", "remove my details", "remove my contact",
    "remove my info", "remove my personal", "delete my email", "delete my e-mail", "delete my address", "delete my name",
    "delete my data", "delete my details", "delete my contact", "delete my info", "delete my personal", "remove our email",
    "remove our e-mail", "remove our address", "remove our name", "remove our data", "remove our details", "remove our contact",
    "remove our info", "remove our personal",
    "stop sending me", "stop sending us",
    "stop sending emails", "stop sending e-mails", "stop sending mail", "stop sending these", "stop sending this", "stop sending your",
    "stop sending any", "stop sending spam", "do not contact me", "do not contact us", "do not email me", "do not email us",
    "do not e-mail me", "do not mail me", "do not write me", "do not write to me", "do not call or email", "do not message me",
    "do not reach out to me", "do not contact this", "don't contact me", "don't contact us", "don't email me", "don't email us",
    "don't e-mail me", "don't mail me", "don't write to me", "don't call or email", "don't message me", "don't reach out to me",
    "don't contact this", "dont contact me", "dont contact us", "dont email me", "dont email us", "dont e-mail me", "dont mail me",
    "dont write me", "dont write to me", "dont call or email", "dont message me", "dont reach out to me", "dont contact this",
    "never contact me", "never contact us", "never email me", "never email us", "never e-mail me", "never mail me", "never write me",
    "never write to me", "never call or email", "never message me", "never reach out to me", "never contact this",
    "do not contact again", "do not email again", "stop contacting me", "stop contacting us", "stop writing me", "stop writing to me",
    "stop messaging me", "stop mailing me", "stop mailing us", "stop mailing!", "please stop mailing", "please stop emailing",
    "cease all contact", "cease all communication", "unsubscribe my email", "unsubscribe this email", "unsubscribe this address",
    "removed from this list", "removed from this mailing", "opt out of these", "opt out of this", "opt out of your", "opt out of all",
    "opt out of any", "opt out of further", "off your list please", "us off your list", "me off your", "no further contact please",
    "haal mijn adres", "haal mijn e-mail", "haal mijn mail", "haal mijn naam", "haal mijn gegevens", "haal mijn contact",
    "verwijder mijn adres", "verwijder mijn e-mail", "verwijder mijn mail", "verwijder mijn naam", "verwijder mijn gegevens",
    "verwijder mijn contact", "verwijderen uit uw", "verwijderen uit je", "verwijderen uit jullie", "verwijderen uit de",
    "verwijderen van de", "verwijderen van uw", "verwijderen van jullie", "uit uw bestand halen", "uit jullie bestand halen",
    "van de lijst halen", "van uw lijst halen", "van jullie lijst halen", "mij uit uw", "mij uit jullie", "me uit jullie", "me uit je",
    "möchte keine weiteren", "möchte keine e-mail", "möchte keine emails", "möchte keine mails", "möchte keine werbung",
    "möchte keine nachrichten", "möchte keine newsletter", "will keine weiteren", "will keine e-mail", "will keine emails",
    "will keine mails", "will keine werbung", "will keine nachrichten", "will keine newsletter", "wünsche keine weiteren",
    "wünsche keine e-mail", "wünsche keine emails", "wünsche keine mails", "wünsche keine werbung", "wünsche keine nachrichten",
    "wünsche keine newsletter", "löschen sie meine daten", "löschen sie meine adresse", "löschen sie meine e-mail",
    "löschen sie meine email", "löschen sie meine mail", "löschen sie meine kontaktdaten", "löschen sie meine personenbezogenen",
    "löschen sie unsere daten", "löschen sie unsere adresse", "löschen sie unsere e-mail", "löschen sie unsere email",
    "löschen sie unsere mail", "löschen sie unsere kontaktdaten", "löschen sie unsere personenbezogenen", "entfernen sie meine daten",
    "entfernen sie meine adresse", "entfernen sie meine e-mail", "entfernen sie meine email", "entfernen sie meine mail",
    "entfernen sie meine kontaktdaten", "entfernen sie meine personenbezogenen", "nehmen sie mich aus", "nehmen sie mich von",
    "nehmen sie mich bitte aus", "nehmen sie mich bitte von", "mich von der liste", "mich von ihrer liste", "mich aus der liste",
    "mich aus ihrer", "hören sie auf, mir", "hören sie auf mir", "cessez de m'envoyer", "cessez de m'écrire", "cessez de me contacter",
    "cessez de me solliciter", "cessez de nous contacter", "cessez de nous envoyer", "arrêtez de m'envoyer", "arrêtez de m'écrire",
    "arrêtez de me contacter", "arrêtez de me solliciter", "arrêtez de nous contacter", "arrêtez de nous envoyer",
    "arretez de m'envoyer", "arretez de m'écrire", "arretez de me contacter", "arretez de me solliciter", "arretez de nous contacter",
    "arretez de nous envoyer", "arrêter de m'envoyer", "arrêter de m'écrire", "arrêter de me contacter", "arrêter de me solliciter",
    "arrêter de nous contacter", "arrêter de nous envoyer", "cesser de m'envoyer", "cesser de m'écrire", "cesser de me contacter",
    "cesser de me solliciter", "cesser de nous contacter", "cesser de nous envoyer", "supprimer mon adresse", "supprimer mon mail",
    "supprimer mon email", "supprimer mon e-mail", "supprimer mon contact", "supprimer mon nom", "supprimez mon adresse",
    "supprimez mon mail", "supprimez mon email", "supprimez mon e-mail", "supprimez mon contact", "supprimez mon nom",
    "retirer mon adresse", "retirer mon mail", "retirer mon email", "retirer mon e-mail", "retirer mon contact", "retirer mon nom",
    "retirez mon adresse", "retirez mon mail", "retirez mon email", "retirez mon e-mail", "retirez mon contact", "retirez mon nom",
    "désabonner mon adresse", "désabonner mon mail", "désabonner mon email", "désabonner mon e-mail", "désabonner mon contact",
    "désabonner mon nom", "désinscrire mon adresse", "désinscrire mon mail", "désinscrire mon email", "désinscrire mon e-mail",
    "désinscrire mon contact", "désinscrire mon nom", "supprimer mes données", "supprimer mes coordonnées", "supprimez mes données",
    "supprimez mes coordonnées", "retirer de la liste", "supprimer de votre", "supprimer de la liste", "deje de escribir",
    "deje de enviar", "deje de mandar", "deje de contactar", "deje de molestar", "deja de escribir", "deja de enviar", "deja de mandar",
    "deja de contactar", "deja de molestar", "dejen de escribir", "dejen de enviar", "dejen de mandar", "dejen de contactar",
    "dejen de molestar", "dejad de escribir", "dejad de enviar", "dejad de mandar", "dejad de contactar", "dejad de molestar",
    "eliminar mi correo", "eliminar mi email", "eliminar mi e-mail", "eliminar mi dirección", "eliminar mi direccion",
    "eliminar mi contacto", "eliminar mi nombre", "eliminen mi correo", "eliminen mi email", "eliminen mi e-mail",
    "eliminen mi dirección", "eliminen mi direccion", "eliminen mi contacto", "eliminen mi nombre", "elimine mi correo",
    "elimine mi email", "elimine mi e-mail", "elimine mi dirección", "elimine mi direccion", "elimine mi contacto", "elimine mi nombre",
    "elimina mi correo", "elimina mi email", "elimina mi e-mail", "elimina mi dirección", "elimina mi direccion", "elimina mi contacto",
    "elimina mi nombre", "borren mi correo", "borren mi email", "borren mi e-mail", "borren mi dirección", "borren mi direccion",
    "borren mi contacto", "borren mi nombre", "borrar mi correo", "borrar mi email", "borrar mi e-mail", "borrar mi dirección",
    "borrar mi direccion", "borrar mi contacto", "borrar mi nombre", "borre mi correo", "borre mi email", "borre mi e-mail",
    "borre mi dirección", "borre mi direccion", "borre mi contacto", "borre mi nombre", "eliminar mis datos", "borrar mis datos",
    "borren mis datos", "eliminen mis datos", "cancelen mi suscripción", "de baja de su lista", "de baja de la lista",
    "smettetela di scriver", "smettetela di inviar", "smettetela di mandar", "smettetela di contattar", "smettetela di spammar",
    "smettete di scriver", "smettete di inviar", "smettete di mandar", "smettete di contattar", "smettete di spammar",
    "smetta di scriver", "smetta di inviar", "smetta di mandar", "smetta di contattar", "smetta di spammar", "smettila di scriver",
    "smettila di inviar", "smettila di mandar", "smettila di contattar", "smettila di spammar", "cancellate il mio indirizzo",
    "cancellate il mio contatto", "cancellate il mio nome", "cancellate il mio nominativo", "cancellate il mio email",
    "cancellare il mio indirizzo", "cancellare il mio contatto", "cancellare il mio nome", "cancellare il mio nominativo",
    "cancellare il mio email", "cancelli il mio indirizzo", "cancelli il mio contatto", "cancelli il mio nome",
    "cancelli il mio nominativo", "cancelli il mio email", "rimuovere il mio indirizzo", "rimuovere il mio contatto",
    "rimuovere il mio nome", "rimuovere il mio nominativo", "rimuovere il mio email", "rimuovete il mio indirizzo",
    "rimuovete il mio contatto", "rimuovete il mio nome", "rimuovete il mio nominativo", "rimuovete il mio email",
    "rimuova il mio indirizzo", "rimuova il mio contatto", "rimuova il mio nome", "rimuova il mio nominativo", "rimuova il mio email",
    "eliminare il mio indirizzo", "eliminare il mio contatto", "eliminare il mio nome", "eliminare il mio nominativo",
    "eliminare il mio email", "eliminate il mio indirizzo", "eliminate il mio contatto", "eliminate il mio nome",
    "eliminate il mio nominativo", "eliminate il mio email", "elimini il mio indirizzo", "elimini il mio contatto",
    "elimini il mio nome", "elimini il mio nominativo", "elimini il mio email", "cancellare i miei dati", "dalla vostra mailing list",
)  # fmt: skip
"""Phrases that say it about the writer."""
WORDS: Final = (
    "unsubscribe", "unsuscribe", "unsubcribe", "unsubsribe", "unsubscibe", "opt out", "opt-out", "optout", "remove from list",
    "mailing list", "no spam", "uitschrijven", "afmelden",
    "abmelden", "abbestellen", "austragen", "abmeldung", "désabonner", "désabonnement", "désinscrire", "désinscription", "desabonner",
    "dar de baja", "desuscribir", "cancelar suscripción", "disiscrivere", "disiscrizione", "cancellazione",
)  # fmt: skip
"""Words that say it in a text of a few words only."""
EXCEPT: Final = (
    "don't remove me", "do not remove me", "don't unsubscribe", "do not unsubscribe", "don't take me off", "please don't stop",
    "stop by", "not asking you to remove", "no need to remove", "no need to unsubscribe", "unsubscribe link", "unsubscribe button",
    "unsubscribe page", "your unsubscribe", "unsubscribe rate", "don't want to unsubscribe", "do not want to unsubscribe",
    "don't forget to", "do not forget to", "never forget to", "don't hesitate to contact", "do not hesitate to contact",
    "don't hesitate to email", "take my call", "take my word",
    "take my time", "take my colleague", "remove my objection", "remove my colleague", "delete my previous", "delete my last",
    "delete my earlier",
)  # fmt: skip
"""Phrases that look like it and are none; they are taken out before anything is looked for."""
NO_MORE: Final[tuple[tuple[str, str], ...]] = (
    (
        "do not don dont never stop quit cease please",
        r"\b(?:do not|don't|dont|never|stop|quit|please no|cease) (?:\w{1,12} ){0,2}?(?:e-?mail|contact|writ|messag|mail|bother|spam|"
        r"solicit|"
        r"pitch)\w{0,4} "
        r"(?:me|us|again|any ?more|this address|this e-?mail|here)\b",
    ),
    (
        "do not don dont never stop quit",
        r"\b(?:do not|don't|dont|never|stop|quit) send(?:ing)? (?:me |us |this |your |out ){0,2}(?:\w{1,12} ){0,2}?(?:e-?mails?|mails?|"
        r"messages?|spam|newsletters?|"
        r"offers|ads|advert\w{0,10}|anything|junk|crap|promotions?|stuff|more|these)\b",
    ),
    (
        "no",
        r"\bno (?:more|further) (?:\w{1,12} ){0,2}?(?:e-?mails?|mails?|messages?|contact|follow-?ups?|outreach|pitches|newsletters?|"
        r"solicitations?|correspondence|communications?)\b",
    ),
    (
        "list lists database crm mailing mailings distribution records system campaign campaigns sequence cadence",
        r"\b(?:remove|delete|drop|strike|erase|take|get) (?:me |us |my (?:\w{1,12} ){0,2}|our (?:\w{1,12} ){0,2}|"
        r"this (?:e-?mail )?address )(?:\w{1,12} ){0,2}?"
        r"(?:from|off|out of) (?:\w{1,12} ){0,3}(?:lists?|database|crm|mailings?|distribution|records|system|campaigns?|sequence|"
        r"cadence)\b",
    ),
    (
        "niet nooit",
        r"\b(?:mail|schrijf|benader|contacteer|bel) (?:me|mij|ons) (?:a\.?u\.?b\.? |alstublieft |alsjeblieft )?(?:niet|nooit)\b",
    ),
    (
        "stuur",
        r"\bstuur (?:me|mij|ons) (?:a\.?u\.?b\.? |alstublieft |alsjeblieft )?(?:geen (?:\w{1,12} ){0,2}?(?:mail|e-?mail|bericht|reclame|"
        r"spam|"
        r"nieuwsbrie)|niets meer)",
    ),
    (
        "niet nooit",
        r"\b(?:niet|nooit) (?:meer |langer )(?:te )?(?:mailen|e-mailen|benaderen|contacteren|aanschrijven|schrijven|lastig)",
    ),
    (
        "nicht nie",
        r"\b(?:schreiben|kontaktieren|mailen|belästigen|melden|kontaktiert|schreibt|schreib|kontaktiere|melde) (?:sie )?(?:sich |"
        r"dich )?(?:mir|mich|uns|bei (?:mir|uns)) "
        r"(?:bitte )?(?:nicht|nie)\b",
    ),
    (
        "schicken senden schickt schick sendet",
        r"\b(?:schicken|senden|schickt|schick|sendet) (?:sie )?(?:mir|uns) (?:bitte )?(?:nichts|nie|keine[rn]?) (?:mehr|"
        r"(?:\w{1,12} ){0,2}?(?:mails?|e-mails?|emails?|nachrichten|"
        r"werbung|newsletter|angebote|werbemails))\b",
    ),
    (
        "keine keinen",
        r"\bkein(?:e|en) (?:weiteren? )?(?:mails?|e-mails?|emails?|nachrichten|werbung|newsletter|anfragen|kontaktaufnahme|"
        r"kontakt) (?:mehr|"
        r"von ihnen|dieser art)",
    ),
    (
        "de d",
        r"\b(?:arr[eê]t|cess)\w{1,4} (?:de |d')(?:me |nous |m')(?:écri|ecri|contact|envo|sollicit|relanc|importun|adress|harcel|spam)",
    ),
    ("schrijf meld", r"\b(?:schrijf|meld) (?:me|mij|ons) (?:\w{1,12} ){0,3}(?:uit|af)\b"),
    ("haal", r"\bhaal (?:me|mij|ons) (?:\w{1,12} ){0,3}(?:van|uit|eraf|af|eruit)\b"),
    (
        "mijn ons onze",
        r"\b(?:verwijder|haal|schrap|wis)\w{0,2} (?:\w{1,12} )?(?:mijn|onze?) (?:gegevens|adres|e-?mail\w{0,8}|naam)\b",
    ),
    ("nehmen nimm nehmt", r"\b(?:nehmen|nimm|nehmt) (?:sie )?(?:mich|uns) (?:\w{1,12} ){0,3}(?:aus|von|raus|runter)\b"),
    ("tragen melden trag melde", r"\b(?:tragen|melden|trag|melde) (?:sie )?(?:mich|uns) (?:\w{1,12} ){0,3}(?:aus|ab)\b"),
    (
        "meine meinen unsere unseren mich uns",
        r"\b(?:lösch|entfern|streich)\w{1,4} (?:sie )?(?:bitte )?(?:mich|uns|(?:meine?n?|unsere?n?) (?:daten|adresse|e-?mail-?adresse|"
        r"kontakt\w{0,6}|eintrag))\b",
    ),
    ("baja", r"\b(?:d[aeé]\w{0,4}(?:me|nos)|darme|darnos|me den|nos den|me dé|me de) de baja\b"),
    (
        "mi mis nuestro nuestra nuestros",
        r"\b(?:borr|elimin|suprim|quit|retir)\w{1,4} (?:mi|mis|nuestr\w{1,2}) (?:datos|correo|e-?mail|dirección|direccion|contacto|"
        r"nombre)\b",
    ),
    (
        "mio miei nostro nostri",
        r"\b(?:cancell|rimuov|elimin|togl)\w{1,6} (?:il mio|i miei|il nostro|i nostri) (?:indirizzo|dati|contatto|nome|nominativo|"
        r"e-?mail)\b",
    ),
    (
        "mon mes notre nos",
        r"\b(?:supprim|retir|effac|enlev)\w{1,4} (?:mon|mes|notre|nos) (?:adresse|coordonnées|données|e-?mail|mail|contact|nom|"
        r"informations)\b",
    ),
    ("stop stopp", r"^stop(?:p)? (?:la )?(?:pub|publicité|spam|spamming|werbung|reclame|reclamemails|publicidad|pubblicità)\b"),
    (
        "ne n",
        r"\b(?:ne |n')(?:me |nous |m')(?:écri|contact|envo|sollicit|relanc|importun|adress)\w{1,5} (?:plus|pas)\b|"
        r"\bne plus (?:jamais )?(?:me |nous |m')"
        r"(?:écri|contact|envo|sollicit|relanc|importun|adress)",
    ),
    (
        "no",
        r"\bno (?:me|nos) (?:escrib|contact|molest|llam)\w{1,4}\b|\bno (?:me|nos) (?:env[ií]|mand)\w{1,4} (?:más|mas|mails?|correos?|"
        r"e-?mails?|mensajes|publicidad)\b|"
        r"\bno (?:quiero|deseo|queremos|deseamos) (?:que me|(?:recibir )?(?:más |mas |sus )?(?:mails?|correos?|e-?mails?|mensajes|"
        r"publicidad))\b",
    ),
    (
        "de del quíteme sáqueme elimíneme bórreme sacadme quitadme",
        r"\b(?:quit|borr|elimin|sac|retir)\w{1,5}(?:me|nos) (?:de|del)\b|\b(?:quíteme|sáqueme|elimíneme|bórreme|sacadme|quitadme)\b",
    ),
    (
        "non",
        r"\bnon (?:mi |ci )?(?:scriv|contatt|disturb)\w{1,8}(?:mi|ci|te| più| piu)\b|\bnon (?:mi |ci )?(?:invi|mand)\w{1,8} (?:più|piu|"
        r"altre|"
        r"altri|email|mail|messaggi|pubblicità)\b",
    ),
    (
        "uit van",
        r"\b(?:adres|e-?mailadres|naam|gegevens|ons|mij|me) (?:\w{1,12} ){0,3}(?:uit|van) (?:uw|jullie|je|de|"
        r"het) (?:\w{1,12} ){0,2}?(?:bestand|lijst|mailinglijst|database|systeem)",
    ),
)
"""What somebody says who wants no more of it, with words between, in six languages: words of which one stands there, and the pattern."""
DENIED: Final = (
    r"(?:\b(?:not|never|without|let's|let us|nicht|niet|pas|no need to|instead of)|n't)"
    r"(?: (?:to|be|been|want|wish|like|please|ever|you|have|going|asking|need|being|get|me|sie|u|je))* ?$"
)
"""What turns such words into their opposite, right before them."""
OTHERWISE: Final = (
    r" (?:to|with) (?!me\b|us\b|this\b|my\b|our\b|here\b|the\b|any|\S{0,64}@)[a-z]|"
    r"[^.!?]{0,40}\b(?:before|until|till|vor dem|bis|tot|voor|avant|jusqu|antes|hasta|prima|fino|on this address|at this address|"
    r"auf dieser|unter dieser|op dit adres|à cette adresse|su questo indirizzo)\b|"
    r"[^!?]{0,50}\b(?:but (?:\w{1,12} ){0,2}(?:call|phone|ring|contact|write)|(?:just|rather|please) (?:call|phone|ring)|call me|instead|"
    r"sondern|rufen sie|"
    r"maar bel|bel me|appelez|llámeme|llamame|chiamami|mi chiami)\b"
)
"""What asks for another way or time, right behind them: that is an answer."""
