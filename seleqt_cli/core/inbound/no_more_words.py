"""How people ask for an end of it by verb and object, as data: what is to stop, and the words for mail, in six languages.

Rows as in optout_words.NO_MORE: words of which one stands there, and the pattern; lower case, straight quotes, single spaces. A row
asks for a wish or an order: who reports that nothing came (`I got no more mails`), or what the writer stops, has said nothing of it.
"""

from typing import Final

_EN: Final = (
    r"(?:e-?mails?|mails?|mailings?|messages?|newsletters?|outreach|follow-?ups?|solicitations?|correspondence|communications?|contact|"
    r"spam|pitches)\b"
)
_NL: Final = r"(?:e-?mails?|mails?|mailtjes|mailings?|berichten|berichtjes|reclame|nieuwsbrieven|spam|acquisitie|verkoopmails?)\b"
_DE: Final = (
    r"(?:e-?mails?|mails?|nachrichten|werbung|werbemails?|newsletter|kontaktaufnahmen?|kontaktversuchen?|zusendungen?|anschreiben|"
    r"mailings?|spam|werbeanfragen|akquise\w{0,10})\b"
)
_FR: Final = (
    r"(?:e-?mails?|mails?|courriels?|messages?|mailings?|newsletters?|publicités?|sollicitations?|relances?|prospection|démarchages?|"
    r"envois?|spams?|communications?)\b"
)
_ES: Final = r"(?:correos?|e-?mails?|mails?|mensajes|publicidad|comunicaciones|newsletters?|spam|boletines|envíos?)\b"
_IT: Final = r"(?:e-?mail|mail|messaggi|comunicazioni|pubblicità|newsletter|spam|invii)\b"
_NOT_SAID_OF_US: Final = r"(?<!we )(?<!\bi )(?<!they )(?<!we'll )(?<!i'll )(?<!will )(?<!we've )(?<!who )"
_NOTHING_CAME: Final = r"(?<!habe )(?<!haben )(?<!bisher )(?<!noch )(?<!leider )(?<!kamen )(?<!kommen )"

ENDINGS: Final[tuple[tuple[str, str], ...]] = (
    (
        "cross take strike leave",
        r"\b(?:cross|take|strike|leave) (?:me|us) (?:off|out)(?=[.,!]|$| please| now| thank| of (?:your|this|it|here))",
    ),
    (
        "want wish need",
        r"\b(?:do not|don't|no longer) (?:want|wish|need) (?:to (?:be|receive|get|see|have) )?(?:\w{1,12} ){0,4}?(?:marketing|"
        r"advertis\w{3,6}|"
        r"spam|newsletters?|sales e-?mails?|solicitations?)\b",
    ),
    ("reclame", r"\bgeen (?:\w{1,12} )?reclame\b(?! (?:maken|gemaakt))"),
    ("werbung", r"\bwerbung (?:ist |hier )?(?:unerwünscht|nicht erwünscht)\b"),
    ("bitte", r"\bbitte (?:\w{1,10} )?(?:rausnehmen|herausnehmen|austragen|abmelden|abbestellen)(?:[.!,]|$)"),
    ("lassen", r"\blassen sie (?:das|es|dies)(?: bitte| sein| bleiben| künftig){0,3}(?:[.,!]|$)"),
    (
        "pub publicité démarchage prospection",
        r"\b(?:stop|pas de|aucune|aucun|plus de) (?:la )?(?:pub|pubs|publicités?|démarchages?|prospection)\b",
    ),
    ("être", r"\bne (?:plus|pas) être (?:re)?(?:contact|sollicit|démarch|relanc|importun|dérang|prospect|destinataire|sur)"),
    (
        "dall dal dallo",
        r"\bdal(?:l'|lo |l)? ?(?:invi|scriv|contatt|mand|disturb)\w{2,8}",
    ),
    ("publicidad pubblicità", r"\b(?:nada de|sin|niente|no) (?:más )?(?:publicidad|pubblicità)\b"),
    ("get find got obtain", r"\b(?:where|how) (?:did|do|have) you (?:get|find|got|obtain)\b.{0,80}\b(?:remove|delete|erase) (?:it|"
    r"me|us)\b"),
    (
        "address details data",
        r"\b(?:my|our) (?:e-?mail |contact |personal )?(?:address|details|data)\b.{0,60}\b(?:remove|delete|erase) (?:it|them)\b",
    ),
    (
        "refrain desist abstain",
        r"\b(?:refrain|desist|abstain) from (?:\w{1,12} ){0,2}?(?:contacting|e-?mailing|mailing|messaging|sending|writing|reaching|"
        r"bothering|approaching|any|further|future)\b",
    ),
    (
        "not",
        r"\b(?:rather|prefer|appreciate|grateful|like|ask|request|want|expect|wish|trust|please)(?: \S{1,12}){0,5}? not (?:to )?"
        r"(?:be(?:ing)? (?:contacted|e-?mailed|mailed|approached|messaged|bothered)|contact(?:ing)? (?:me|us)|hear(?:ing)? from you|"
        rf"e-?mail(?:ing)? (?:me|us)|(?:receiv(?:e|ing)|get(?:ting)?|send(?:ing)?) (?:\w{{1,12}} ){{0,3}}?{_EN})",
    ),
    (
        "hear hearing",
        r"\b(?:do not|don't|dont|no longer|rather not|prefer not|never)(?: (?:want|wish|need|like|care|to|ever|really)){1,4} hear(?:ing)? "
        r"(?:from|any ?thing)\b|\b(?:no|not) (?:\w{1,10} )?interest(?:ed)? in hearing from\b",
    ),
    (
        "interested interest",
        r"\b(?:no |not |zero )(?:\w{1,10} )?interest(?:ed)? in (?:receiving|getting|being (?:contacted|mailed|e-?mailed)|"
        rf"(?:any )?(?:further|more|future|such|these) (?:\w{{1,12}} )?{_EN})",
    ),
    (
        "welcome wanted desired necessary appreciated unwanted unwelcome required",
        rf"\b(?:further|more|such|these|your|future|cold|unsolicited) (?:\w{{1,12}} ){{0,2}}?{_EN} (?:\w{{1,10}} ){{0,2}}?"
        r"(?:unwelcome|unwanted|not (?:be )?(?:welcome|wanted|desired|necessary|required|appreciated))\b",
    ),
    (
        "discontinue cease end halt stop quit",
        rf"\b{_NOT_SAID_OF_US}(?:discontinue|cease|end|halt|stop|quit) (?:all|any|these|those|this|your|the|further|such|sending|with) "
        r"(?:\w{1,12} ){0,2}?(?:e-?mails?|mails?|mailings?|messages|newsletters?|outreach|solicitations?|correspondence|communications?|"
        r"spam|spamming)\b",
    ),
    (
        "spam junk abuse spamming",
        r"\b(?:i|we|i'll|we'll|i'm|i've|or)(?: (?:am|are|will|have|had|to|now|just|going|be|must)){0,4} (?:mark|report|flag)\w{0,4} "
        r"(?:you|this|it|your \w{1,12}|them|these)(?: \w{1,10}){0,2}? (?:as|for|to) (?:spam|junk|spamming|abuse)\b",
    ),
    (
        "subscribed subscribe signed sign opted consented consent",
        r"\b(?:never|did not|didn't|have not|haven't) (?:signed? up|subscribed?|opted in|consent(?:ed)?) (?:to|for) (?:this|these|your|any|"
        r"being|receiv\w{1,4}|get\w{0,4})\b",
    ),
    (
        "scrub purge wipe forget discard delist unlist deregister drop strike lose",
        r"\b(?:scrub|purge|wipe|forget|discard|delist|unlist|deregister|lose) (?:me|us|my|our) (?:\w{1,12} ){0,2}?(?:from|address|e-?mail|"
        r"details|contact|data|info\w{0,8}|number)\b|\b(?:drop|strike|scrub|purge) (?:me|us) (?:from|off)\b|\b(?:delist|unlist|deregister) "
        r"(?:me|us)\b",
    ),
    (
        "list lists mailing database",
        r"(?:\bnot|n't|\bno longer|\bnever)(?: \w{1,10}){0,2}? on (?:your|this|that|any|the) (?:\w{1,12} ){0,2}?(?:lists?|mailings?|"
        r"database)\b",
    ),
    (
        "left kept taken excluded omitted dropped",
        rf"\b(?:be|been|get|being) (?:left|kept|taken|excluded|omitted|dropped) (?:off|from|out of) (?:\w{{1,12}} ){{0,3}}?(?:{_EN}|"
        rf"lists?\b)",
    ),
    (
        "keep continue",
        r"\b(?:do not|don't|dont|stop) (?:keep|continue) (?:\w{1,10} )?(?:e-?mailing|mailing|writing|messaging|contacting|sending|"
        r"spamming)\b",
    ),
    ("removed unsubscribed", r"\b(?:i|we|i've|we've|having) (?:\w{1,10} ){0,2}?asked (?:\S{1,12} ){0,4}?to be (?:removed|"
    r"unsubscribed|taken off|deleted)\b"),
    ("asked told", r"\b(?:asked|told) (?:you|your \w{1,12})(?: \S{1,12}){0,4}? to (?:stop|quit|cease)\b"),
    ("get", r"\bget (?:me|us|my \w{1,12}) (?:off|out of) (?:your|this|that|the) (?:\w{1,12} ){0,2}?(?:list|mailing|database)"),
    ("out", rf"\b(?:count|leave|keep) (?:me|us) (?:out|off) (?:of )?(?:\w{{1,10}} ){{0,3}}?(?:{_EN}|(?:mailing |e-?mail )?lists?\b)"),
    (
        "meer verder langer nooit",
        r"\b(?:niet|nooit) (?:meer|verder|langer|opnieuw)(?: \w{1,14}){0,3}? (?:te |toe te |aan te )?(?:mailen|e-?mailen|sturen|toesturen|"
        r"zenden|toezenden|benaderen|benaderd|contacteren|schrijven|aanschrijven|bestoken|lastig|storen|opnemen)\b(?! (?:kunnen|"
        r"konden|kan))",
    ),
    (
        "geen",
        rf"(?<!heb )(?<!hebben )(?<!nog )(?<!kreeg )\bgeen (?:\w{{1,12}} ){{0,2}}?{_NL}(?: \w{{1,10}}){{0,2}}? (?:meer|sturen|toesturen|"
        r"te sturen|gewenst|aub|svp|graag)\b",
    ),
    (
        "contact",
        r"\bgeen contact (?:meer |verder )?(?:\w{1,8} )?(?:op te nemen|opnemen|zoeken|te zoeken)\b|\bniet (?:meer|verder|opnieuw|nogmaals) "
        r"(?:\w{1,10} ){0,2}?contact\b|\bneem (?:\w{1,10} ){0,3}?geen contact (?:meer )?(?:op|met)\b",
    ),
    (
        "met",
        r"(?<!wij )(?<!we )(?<!ik )\b(?:houd|hou|stop|stoppen|stopt|ophouden|staak)(?: u| je| jullie| nu| aub| alsjeblieft)?(?: op)? met "
        rf"(?:\w{{1,12}} ){{0,4}}?(?:{_NL}|mailen|e-?mailen|sturen|toesturen|spammen|benaderen|contacteren|schrijven)",
    ),
    (
        "gediend prijs wachten behoefte",
        r"\b(?:niet gediend van|geen prijs op|niet (?:\w{1,10} )?te wachten op|geen behoefte aan) (?:\w{1,12} ){0,4}?"
        rf"{_NL}",
    ),
    ("rust", r"\blaat (?:me|mij|ons) (?:\w{1,14} ){0,2}?met rust\b"),
    (
        "mijn onze ons",
        r"\b(?:mijn|ons|onze) (?:\w{1,10} ){0,2}?(?:\w{0,8}adres|\w{0,8}gegevens|"
        r"mail)(?: \w{1,12}){0,4}? ?(?:(?:te )?(?:verwijderen|wissen|"
        r"schrappen)|(?:uit|van) (?:\w{1,12} ){1,3}(?:halen|verwijderen|wissen|schrappen))\b|\b(?:mijn|ons) \w{0,8}adres\b.{0,80}\bgraag "
        r"(?:\w{1,12} )?(?:verwijderen|wissen|schrappen)",
    ),
    (
        "me mij ons mijn dit wil willen wens moet",
        r"\b(?:mij|me|ons|mijn \w{1,14}|dit \w{0,6}adres)(?: \w{1,10}){0,3}? (?:van|uit) (?:de|uw|jullie|je|deze|het) (?:\w{1,12} )?"
        r"(?:\w{0,12}lijst(?:en)?|\w{0,10}bestand|mailing(?:list)?|systeem|database|crm) (?:\w{1,10} ){0,2}?(?:af|af te |te )?(?:halen|"
        r"schrappen|verwijderen|gooien|strepen|gehaald|verwijderd|geschrapt|af)\b|"
        r"\b(?:wil|willen|wens|moet) (?:\w{1,8} ){0,2}?(?:van|uit) (?:de|uw|jullie|je|deze) (?:\w{1,12} )?\w{0,12}lijst(?: af)?\b",
    ),
    ("sehen", rf"\bsehen sie (?:\w{{1,14}} ){{0,4}}?von (?:\w{{1,14}} ){{0,4}}?{_DE}"),
    ("abstand", r"\b(?:nehmen sie|nimm|nehmt) (?:\w{1,14} ){0,2}?abstand von\b|\babstand (?:zu )?nehmen\b"),
    ("verzichten verzichte verzichtet", rf"\bverzichte(?:n sie|t)? (?:\w{{1,14}} ){{0,3}}?auf (?:\w{{1,14}} ){{0,3}}?{_DE}"),
    ("ein einzustellen", rf"\bstellen sie (?:\w{{1,14}} ){{0,4}}?{_DE}(?: \w{{1,14}}){{0,3}}? ein\b|"
    rf"{_DE}(?: \w{{1,14}}){{0,2}}? einzustellen\b"),
    ("ruhe", r"\b(?:lassen sie|lasst|lass|laßt) (?:mich|uns) (?:\w{1,10} ){0,3}?in ruhe\b"),
    (
        "nicht nie",
        r"\b(?:nicht (?:mehr|weiter|länger|wieder|noch einmal|nochmals)|nie (?:wieder|"
        r"mehr))(?: \S{1,14}){0,3}? (?:zu )?(?:kontaktier\w{1,3}|"
        r"mailen|anmailen|anschreiben|anzuschreiben|angeschrieben|schreiben|senden|schicken|zusenden|zuzusenden|zuschicken|zuzuschicken|"
        r"belästig\w{1,3})\b(?! (?:können|konnten|konnte|kann|müssen))",
    ),
    (
        "keine keinerlei keinen",
        rf"\b{_NOTHING_CAME}keine(?:n|rlei)? (?:weitere[nr]? )?(?:\w{{1,14}} ){{0,2}}?{_DE}(?: \w{{1,12}}){{0,3}}? (?:mehr|senden|schicken|"
        r"zusenden|zuzusenden|zuschicken|erwünscht|gewünscht)\b|"
        rf"\b(?:möchten?|will|wollen|wünschen?|wünsche) (?:\w{{1,12}} ){{0,4}}?keine(?:rlei)? (?:\w{{1,14}} ){{0,3}}?{_DE}",
    ),
    (
        "aus von raus heraus",
        r"\b(?:mich|uns|meine \w{1,20}|unsere \w{1,20}|meinen \w{1,14})(?: \S{1,14}){0,4}? (?:aus|von) (?:der|ihrer|ihrem|dem|eurer|eurem|"
        r"deiner|deinem|diese[mr]) (?:\w{1,14} )?(?:\w{0,14}listen?|\w{0,8}verteiler|datenbank|\w{0,8}kartei|adress\w{0,8}|kontakt\w{0,8}|"
        r"system|crm|datenbestand)\b|"
        r"\b(?:streich|nehm|nimm|lösch|entfern|trag)\w{0,3} (?:sie |bitte ){0,2}(?:mich|uns)(?: \w{1,14}){0,3}? (?:aus|raus|heraus|"
        r"runter)\b",
    ),
    (
        "meine unsere meiner unserer",
        r"\b(?:meine|unsere)r? (?:\w{1,14} ){0,2}?(?:\S{0,8}adresse|daten|\w{0,9}daten)(?: \w{1,14}){0,4}? (?:zu )?(?:löschen|entfernen|"
        r"streichen|sperren|austragen)\b|"
        r"\b(?:meine|unsere) (?:\S{0,8}adresse|daten|\w{0,9}daten)\b.{0,100}\bbitte (?:\w{1,12} ){0,2}?(?:löschen|entfernen|austragen)",
    ),
    (
        "nachfragen nachfassen nachhaken melden nachfrage",
        r"\b(?:nicht|keine?) (?:\w{1,10} ){0,2}?(?:mehr|noch ?mal|nochmals|noch einmal|wieder|erneut|weiter) (?:\w{1,10} ){0,2}?"
        r"(?:nachfragen|nachfassen|nachhaken|melden)\b|\bbitte (?:\w{1,10} ){0,2}?nicht (?:\w{1,10} ){0,2}?(?:nachfassen|nachhaken)\b",
    ),
    (
        "sie",
        r"\b(?:melden|schreiben|mailen|kontaktieren) sie (?:sich |uns |mir |mich |bitte ){0,3}(?:\w{1,10} ){0,2}?nicht (?:mehr|wieder|"
        r"noch ?mal|erneut)\b",
    ),
    ("um", r"\bbitte[nt]? (?:\w{1,10} ){0,2}?um (?:\w{1,14} ){0,2}?(?:löschung|austragung|streichung|entfernung|abmeldung)\b"),
    ("interesse", rf"\bkein(?:erlei)? interesse an (?:weitere[nr]|ihren|solchen|diesen|künftigen) (?:\w{{1,12}} )?{_DE}"),
    ("auf", r"\b(?:hören sie|hört|hör) (?:bitte |damit |endlich |sofort ){0,3}auf(?:[.!]|$| damit|,? (?:mir|mich|uns)\b)"),
    (
        "arrêter arrêtez arreter arretez arrête arrêt cesser cessez cesse stopper stoppez",
        r"\b(?:arr[eê]t|cess|stopp)(?:er|ez|e|es) (?:avec |tout |toute |tous |toutes |vos |votre |les |ces |cette |ce |cet |le |la |"
        r"genre |de |"
        rf"d'|l'){{0,4}}(?:\w{{1,14}} )?{_FR}",
    ),
    ("stop", rf"\bstop (?:aux? |à |avec |les |ces |vos |la |le |de |d'|toute? |tous ){{0,2}}(?:\w{{1,8}} )?{_FR}"),
    (
        "plus",
        rf"\bplus (?:aucun|aucune|jamais|un seul) (?:\w{{1,12}} )?{_FR}|(?:^|[.!?,] |svp,? |merci,? |s'il vous plaît,? )plus (?:de |d')"
        rf"(?:\w{{1,10}} )?{_FR}",
    ),
    (
        "ne",
        r"\bne (?:plus|jamais|pas) (?:jamais |plus )?(?:me |nous |m')(?:re)?(?:contact|écri|ecri|envoy|sollicit|relanc|adress|démarch|"
        r"importun|dérang|transmett|fai)\w{1,5}|"
        r"\bne (?:plus|jamais) (?:re)?(?:contact|écri|ecri|envoy|sollicit|relanc|démarch)\w{1,4}\b",
    ),
    ("inutile", r"\binutile de (?:me |nous |m')(?:re)?(?:contact|écri|relanc|sollicit|envoy)"),
    (
        "souhaite souhaitons désire désirons veux voulons souhaitant",
        r"\bne (?:souhait|désir|veu|voul)\w{1,4} (?:plus|pas|aucun|aucune)(?: \w{1,12}){0,3}? (?:être (?:re)?(?:contact|sollicit|"
        r"démarch|relanc|"
        rf"importun|dérang|prospect)|recevoir|{_FR})",
    ),
    (
        "me nous",
        r"\b(?:me|nous) (?:ray|radi|effac|retir|supprim|enlev|ôt|désinscri|désabonn)(?:er|re)\b|\b(?:me|nous) sortir de (?:votre|"
        r"vos|cette|la)\b",
    ),
    ("moi nous", r"\b(?:retire|supprime|enleve|enlève|raye|radie|efface|désabonne|désinscrive|désinscri|ôte|sorte)[zsr]?[- ](?:moi|"
    r"nous)\b"),
    ("tranquille tranquilles paix", r"\blaisse[zr]?[- ](?:moi|nous) tranquilles?\b|\b(?:fiche|foute)[zr]?[- ](?:moi|nous) la paix\b"),
    (
        "baja",
        r"\b(?:solicit|pid|rueg|rog|quier|quisier|dese|tramit|gestion|proced|hag|dad|den|dé|dar|"
        r"da)\w{0,6}(?: \S{1,12}){0,4}? (?:la |mi |de |"
        r"nuestra )baja\b(?! (?:el|la|los|las|nuestr|un|al|otr))",
    ),
    ("de", r"\b(?:dej|par)(?:e|es|a|en|ad|éis|emos) de (?:\w{1,8} )?(?:escrib|envi|mand|contact|molest|llenar|bombarde|hacer spam)"),
    (
        "no",
        r"\bno (?:sig[au]\w{0,3}|contin[uú]\w{1,3}) (?:\w{1,8} )?(?:envi|mand|escrib|contact|molest)[iáa]\w{2,6}|"
        r"\bno (?:enviar|mandar|escribir|contactar)(?:me|nos)?(?: \w{1,12}){0,3}? más\b|\bno (?:\w{1,10} ){0,3}?seguir recibiendo\b|"
        r"\bno (?:me|nos) interesa recibir\b|\bno (?:tengo|tenemos) interés en (?:seguir )?recib|"
        r"\b(?:que|a) no (?:me|nos) (?:vuelv|escrib|contact|env[ií]|mand|molest)",
    ),
    (
        "de del",
        r"\b(?:qu[ií]t|b[oó]rr|elim[ií]n|s[aá]qu|s[aá]c|ret[ií]r|supr[ií]m)\w{1,5}(?:me|nos) (?:de|del)\b",
    ),
    ("recibir", rf"\bdejar de recibir (?:\w{{1,10}} ){{0,2}}?{_ES}"),
    ("paz", r"\bd[ée]je?(?:me|nos|nme|nnos|adme|adnos) (?:\w{1,10} )?en paz\b|\bdejad(?:me|nos) en paz\b"),
    ("abstenerse absténgase absténganse abstenga abstengan abstente", r"\babst(?:én|en|"
    r"eng)\w{1,6} de (?:\w{1,10} )?(?:\w{0,4}escrib|envi|contact|mand|molest)"),
    ("cese cesen cesar", rf"\bces(?:e|en|ar) (?:de |los |el |sus |estos |con |todo ){{1,2}}(?:\w{{1,10}} ){{0,2}}?(?:{_ES}|escrib|"
    rf"enviar|mandar|contactar)"),
    ("basta", rf"\bbasta (?:ya )?(?:de |con )?(?:\w{{1,8}} ){{0,2}}?(?:{_ES}|{_IT})"),
    (
        "smetta smetti smettete smettetela smettila smetterla smettere piantatela",
        rf"\bsmett\w{{1,6}} (?:\w{{1,10}} )?(?:di (?:\w{{0,4}}scriv|invi|mand|contatt|spamm|disturb)|con (?:\w{{1,8}} ){{0,2}}?{_IT})",
    ),
    (
        "non",
        r"\b(?:di|a) non (?:\w{1,10} )?(?:scriv|contatt|invi|mand|disturb)\w{2,7}(?:mi|ci)\b|"
        r"\bnon (?:voler |vogliamo |voglio |desidero |desideriamo |intendo )?(?:essere|venire) (?:più )?(?:ulteriormente )?(?:contattat|"
        r"disturbat)|\bnon (?:mi|ci) interessa (?:più )?ricevere\b|\bnon (?:gradisco|gradiamo) (?:\w{1,10} ){0,3}?"
        rf"{_IT}",
    ),
    ("pace", r"\blasci\w{1,5} in pace\b"),
    ("cancellazione rimozione eliminazione", r"\b(?:richied|chied|esig|preg)\w{1,4} (?:\w{1,10} ){0,3}?(?:cancellazione|rimozione|"
    r"eliminazione)\b"),
    ("astenersi astenetevi astenga astenervi", r"\basten\w{1,8} (?:dal|da) "),
    (
        "mia nostra",
        r"\b(?:cancell|rimuov|elimin|togl|depenn)\w{1,6} (?:la mia|la nostra|le mie) (?:\w{1,12} )?(?:e-?mail|mail|casella|anagrafica|"
        r"generalità|informazioni|società|azienda)\b",
    ),
    ("interrompere interrompete interrompa interrompi", rf"\binterromp\w{{1,6}} (?:\w{{1,10}} ){{0,3}}?(?:l'invio|invio|{_IT})"),
    ("niente nessun mai", rf"\b(?:niente più|niente altre|mai più|nessun'altra|nessuna altra) (?:\w{{1,8}} )?{_IT}"),
)  # fmt: skip
"""Who asks that it stops."""
