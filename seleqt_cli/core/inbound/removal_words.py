"""How people ask to be taken off or to have their data removed, as data: a verb, whose, and what or from where, in six languages.

Rows as in optout_words.NO_MORE: words of which one stands there, and the pattern; lower case, straight quotes, single spaces.
"""

from typing import Final

_DELETE: Final = (
    r"(?:remov(?:e|ing)|delet(?:e|ing)|eras(?:e|ing)|strike|exclud(?:e|ing)|verwijder\w{0,2}|schrap|schrappen|wis|wissen|lösch\w{0,3}|"
    r"entfern\w{0,3}|streich\w{0,3}|supprim\w{1,3}|retir(?:er|ez|e|en|ad|a|ar)|enlev\w{1,3}|effac\w{1,3}|ray(?:er|ez|e)|radi(?:er|ez|e)|"
    r"elim[ií]n\w{1,4}|b[oó]rr\w{1,4}|qu[ií]t(?:ar|ad|en|a|e(?! (?:my|our|this|us|me)\b))|supr[ií]m\w{1,4}|cancell(?:a|i|ate|are|ino)|"
    r"rimuov\w{1,4}|togli\w{0,5}|tolga\w{0,2}|depenn\w{2,4})"
)
"""Verbs whose object is gone afterwards."""
_TAKE: Final = (
    r"(?:take|taking|get|getting|cross|drop|dropping|haal|halen|gooi|nehm\w{0,2}|nimm|trag\w{0,2}|saqu\w{1,3}|sac(?:ar|ad|a|o)|"
    r"sort(?:ir|ez))"
)
"""Verbs that need to be told from where."""
_BETWEEN: Final = (
    r"(?:sie |bitte |please |aub |svp |umgehend |sofort |direct |direkt |immédiatement |alle |all |of |the |toutes? |il |i |la |le |lo )"
)
_MY: Final = r"(?:my|our|mijn|onze|ons|meine?[nrs]?|unsere?[nrs]?|mon|mes|ma|notre|nos|mi|mis|nuestr\w{1,2}|mio|miei|mia|nostr[aoie])"
_THIS: Final = r"(?:this|dit|diese|cette|esta|este|questo|questa)"
_ME: Final = r"(?:me|us|mij|ons|mich|uns|moi|nous)"
_DATA: Final = (
    r"(?:(?:e-?mail )?address|e-?mails?|data|details|info(?:rmation)?|contacts?|records?|\w{0,8}adres|\w{0,8}gegevens|\S{0,8}adresse|"
    r"\w{0,14}daten|coordonnées|données|mail|courriel|datos|correo|dirección|contactos?|indirizzo|dati|contatt[oi]|nominativo)\b"
)
_ADDRESS: Final = r"(?:e-?mail |mail )?(?:address|\w{0,8}adres|\S{0,8}adresse|dirección|indirizzo|casella)\b"
_LIST: Final = (
    r"(?:\w{0,8}lists?|mailings?|database|records|systems?|crm|campaigns?|distribution|contacts|\w{0,12}lijst(?:en)?|\w{0,10}bestand|"
    r"systeem|\w{0,8}verteiler|\w{0,12}listen?|datenbank|\w{0,8}kartei|\w{0,10}daten|bases?|fichiers?|envois|listas?|ficheros?|contactos|"
    r"archivi?o?|elenc\w{1,3})\b"
)
_OFF: Final = r"(?:from|off|out of|van|uit|aus|von|de|du|des|del|dalla|dal|dai|dagli|da)"
_NOT_I: Final = (
    r"(?<!ich )(?<!wir )(?<!\bik )(?<!wij )(?<!\bwe )(?<!\bi )(?<!i'll )(?<!we'll )(?<!they )(?<!\bje )(?<!nous )(?<!will you )(?<!do you )"
)
"""Who says what they do themselves asks for nothing."""
_MINE: Final = (
    "my our mijn onze ons mein meine meinen meiner unsere unseren unserer mon mes ma notre nos mi mis nuestro nuestra nuestros mio miei"
)
_MINES: Final = f"{_MINE} mia nostro nostra nostri"
_WHOM: Final = "me us mij ons mich uns moi nous"

REMOVALS: Final[tuple[tuple[str, str], ...]] = (
    (_MINES, rf"\b{_NOT_I}{_DELETE} {_BETWEEN}{{0,4}}{_MY} (?:\w{{1,14}} ){{0,2}}?{_DATA}"),
    ("this dit diese cette esta este questo questa", rf"\b{_DELETE} {_BETWEEN}{{0,3}}{_THIS} {_ADDRESS}"),
    (
        f"{_MINES} {_WHOM}",
        rf"\b{_NOT_I}(?:{_DELETE}|{_TAKE})[ -]{_BETWEEN}{{0,3}}(?:{_ME}|{_MY} (?:\w{{1,14}} ){{0,2}}?{_DATA}) (?:\w{{1,14}} ){{0,2}}?"
        rf"{_OFF} (?:\S{{1,14}} ){{0,3}}?{_LIST}",
    ),
    (
        "mijn onze ons mij me mich uns meine unsere meinen",
        r"\b(?:mij|me|ons|mijn|onze|mich|uns|meinen?|unsere)(?: \S{1,20}){0,4}? (?:uit|van|aus|von) (?:\S{1,14} ){0,3}?"
        rf"{_LIST}(?: \w{{1,14}}){{0,2}}? (?:te |zu |ver|af|aus|her|heraus|raus){{0,2}}(?:halen|wijderen|wissen|schrappen|gooien|strepen|"
        r"nehmen|zunehmen|streichen|löschen|entfernen|tragen|zutragen)\b",
    ),
    ("me nous", rf"\b(?:me|nous) (?:{_DELETE}|sortir) {_OFF} (?:\S{{1,14}} ){{0,3}}?{_LIST}"),
    (
        "dalla dal dai de del da",
        r"\b(?:elim[ií]n|b[oó]rr|qu[ií]t|s[aá]qu|s[aá]c|ret[ií]r|supr[ií]m|cancell|rimuov|togli|tolga|depenn)\w{0,6}(?:me|nos|mi|ci) "
        rf"(?:\w{{1,14}} ){{0,2}}?{_OFF} (?:\S{{1,14}} ){{0,3}}?{_LIST}",
    ),
    (
        "personenbezogenen personenbezogene person personendaten",
        r"\b(?:lösch|entfern)\w{0,3} (?:\w{1,14} ){0,6}?(?:daten zu meiner person|personenbezogene\w? daten|person gespeicherten)",
    ),
    (
        "wrong false falsche verkeerd verkeerde mauvaise equivocada sbagliato",
        r"\b(?:wrong|falsche|verkeerde?|mauvaise|equivocada|sbagliato) (?:e-?mail |mail-?)?(?:address|adres|adresse|dirección|indirizzo)\b"
        r".{0,30}\b(?:delete|remove|löschen|verwijderen|supprimer|supprimez|eliminar|rimuovere) (?:it|this|me|us)?\b",
    ),
)
"""Who asks to be removed."""
