"""How people object to the use of their data, or ask for its erasure (GDPR articles 17 and 21), as data, and other longer ways to say no.

Rows as in optout_words.NO_MORE: words of which one stands there, and the pattern; lower case, straight quotes, single spaces.
"""

from typing import Final

OBJECTIONS: Final[tuple[tuple[str, str], ...]] = (
    (
        "follow following reach reaching chase chasing",
        r"\b(?:do not|don't|dont|stop|please no) (?:follow(?:ing)? up|reach(?:ing)? out|chas(?:e|ing) (?:me|us))\b",
    ),
    ("want", r"\bwant (?:to be )?(?:off|out of) (?:this|your|the|that) (?:\w{1,12} )?(?:list|mailing|database)"),
    (
        "all",
        r"\b(?:erase|delete|remove|destroy) all (?:\w{1,12} ){0,2}?(?:data|information|details) (?:that |which )?(?:you|about|on|of)\b",
    ),
    ("use", r"\b(?:do not|don't|stop) us(?:e|ing) (?:it|this|my|our) (?:\w{1,12} ){0,2}?(?:again|address|e-?mail|any ?more)\b"),
    (
        "mijn onze ons",
        r"\b(?:mijn|onze?) (?:\w{1,12} ){0,2}?(?:gegevens|adres|naam|e-?mail\w{0,8}) (?:\w{1,12} ){0,3}?(?:wissen|verwijderen|schrappen|"
        r"weghalen|uitschrijven)\b",
    ),
    ("meer", r"\bniet (?:meer|langer) (?:door u |door jullie )?(?:benaderd|gemaild|gecontacteerd|aangeschreven|lastiggevallen)\b"),
    ("schrap", r"\bschrap (?:me|mij|ons) (?:van|uit)\b"),
    ("daten", r"\blösch\w{1,3} (?:sie )?(?:bitte )?alle (?:meine |unsere )?daten\b"),
    (
        "absehen abzusehen",
        r"\bvon weitere[nr]? (?:\w{1,14} ){0,2}?(?:mails?|e-mails?|nachrichten|anfragen|anschreiben|zusendungen|kontaktaufnahmen?|werbung)"
        r"(?: \w{1,12}){0,2} (?:absehen|abzusehen)\b",
    ),
    (
        "veux souhaite désire voulons souhaitons désirons",
        r"\bne (?:veux|souhaite|désire|voulons|souhaitons|désirons) (?:plus|pas) (?:de )?(?:vos|votre|ces|recevoir (?:vos|de|ces|cette)|"
        r"être (?:contact|sollicit|démarch|importun))",
    ),
    ("saber", r"\bno (?:quiero|queremos|deseo) saber nada\b"),
    ("más mas", r"\bno (?:más|mas) (?:mensajes|correos|mails|e-?mails|publicidad|spam)\b"),
    (
        "object objection opposed",
        r"\b(?:object|objection|opposed) to (?:\w{1,14} ){0,6}?(?:data|marketing|mails?|e-?mails?|processing|messages)\b",
    ),
    (
        "erase delete remove destroy",
        r"\b(?:erase|delete|remove|destroy) (?:all )?(?:of )?(?:my|our) (?:\w{1,12} ){0,2}?(?:data|details|information|records?|contact)\b",
    ),
    ("art article", r"\bart(?:icle|\.)? (?:17|21)\b"),
    (
        "permission consent",
        r"\b(?:no|never (?:gave|given)|not (?:give|given|have)) (?:\w{1,10} ){0,2}?(?:permission|consent) (?:to|for) (?:\w{1,10} ){0,2}?"
        r"(?:e-?mail|contact|mail|writ|use|send)",
    ),
    (
        "taken removed dropped deleted struck off",
        r"\b(?:be|been|get) (?:taken|removed|dropped|deleted|struck) (?:off|from)\b(?: \w{1,12}){0,4}? (?:lists?|database|mailings?|"
        r"records)\b",
    ),
    (
        "bezwaar",
        r"\bbezwaar (?:aan )?tegen (?:\w{1,14} ){0,5}?(?:gegevens|mails?|e-mails?|reclame|gebruik|verwerking|benadering)\b",
    ),
    (
        "uit",
        r"\buit (?:\w{1,12} ){0,2}?(?:verzendlijst|mailinglijst|lijst|bestand|database|adressenbestand) (?:te )?(?:halen|verwijderen|"
        r"schrappen|gooien)\b",
    ),
    (
        "hoef wil wens willen wensen hoeven",
        r"\b(?:hoef|wil|wens|willen|wensen|hoeven) (?:\S{1,14} ){0,6}?(?:niet|geen|niets) (?:\w{1,12} ){0,4}?(?:ontvangen|ontvang)\b",
    ),
    (
        "widerspreche widerspruch widersprechen",
        r"\bwiderspr(?:eche|uch|echen)(?: \w{1,14}){0,4}? (?:nutzung|verarbeitung|verwendung|zusendung|werbung|daten|e-mails?|"
        r"kontaktaufnahme)\b",
    ),
    (
        "löschung sperrung entfernung",
        r"\b(?:löschung|sperrung|entfernung) (?:meiner|unserer|aller) (?:\w{1,14} ){0,2}?(?:daten|adresse|kontaktdaten|e-mail-adresse)\b",
    ),
    (
        "möchte möchten will wollen wünsche wünschen",
        r"\b(?:möchten?|will|wollen|wünschen?) (?:\w{1,12} ){0,3}?nicht (?:mehr |länger |weiter |weiterhin ){0,2}(?:\w{1,12} ){0,2}?"
        r"(?:angeschrieben|kontaktiert|belästigt|angemailt)\b",
    ),
    ("oppose opposons opposition", r"\bm'oppose à|\bnous opposons à|\bdroit d'opposition\b"),
    ("effacement suppression", r"\b(?:suppression|effacement) de (?:mes|nos|toutes mes) (?:données|coordonnées)|\bdroit à l'effacement\b"),
    (
        "cessez cesser arrêtez",
        r"\b(?:cessez|cesser|arrêtez) (?:vos|tout|tous|ces|cet) (?:\w{1,12} ){0,2}?(?:envois?|e-?mails?|mails?|messages|courriels|"
        r"sollicitations)\b",
    ),
    (
        "rayer radier enlever retirer supprimer ôter rayez radiez",
        r"\b(?:ray|radi|enlev|retir|supprim|ôt)(?:er|ez)(?:-moi|-nous)? (?:\w{1,12} ){0,2}?de (?:votre|vos|la|"
        r"cette) (?:\w{1,12} )?(?:listes?|fichiers?|base)\b",
    ),
    ("datos", r"\b(?:supresión|cancelación|eliminación|borrado) de (?:mis|nuestros) datos\b"),
    ("opongo oponemos oposición", r"\b(?:me opongo|nos oponemos) al?\b|\bderecho de oposición\b"),
    ("vuelva vuelvan volváis vuelvas", r"\bno (?:vuelva|vuelvan|volváis|vuelvas) a (?:contact|escrib|envi|molest|mand|llam)\w{2,8}"),
    ("dati", r"\bcancellazione dei (?:miei|nostri) dati\b"),
    ("oppongo opponiamo opposizione", r"\bmi oppongo al|\bci opponiamo al|\bdiritto di opposizione\b"),
    ("essere", r"\bessere (?:rimoss|cancellat|tolt|eliminat)[oaie] (?:dall|da\b)"),
    (
        "voglio vogliamo desidero desideriamo",
        r"\bnon (?:voglio|vogliamo|desidero|desideriamo) (?:più (?:ricevere|essere)|essere contattat|ricevere (?:più|altr|ulterior|e-?mail|"
        r"mail|messaggi|"
        r"comunicazioni|pubblicità|vostr|le vostre|newsletter|nulla|niente))",
    ),
)
"""Who objects, asks for erasure, or wants to be on no list."""
