"""How machines answer for people, as data: lower case, straight quotes, single spaces; English, Dutch, German, French, Spanish, Italian."""

from typing import Final

ABSENCE_SUBJECTS: Final = (
    "out of office", "out of the office", "out-of-office", "ooo:", "[ooo]", "ooo -", "ooo ", "(ooo)", "away from", "on vacation",
    "on holiday", "on leave",
    "annual leave", "parental leave", "maternity leave", "vacation reply", "vacation message", "vacation response", "away message",
    "i am away", "i'm away", "absence:", "afwezig", "niet aanwezig", "buiten kantoor", "met vakantie", "op vakantie", "vakantie",
    "afwezigheid", "abwesenheit", "abwesend", "nicht im büro", "nicht im hause", "außer haus", "urlaub", "im urlaub", "absence", "absent",
    "absente", "en congé", "congés", "en vacances", "absent du bureau", "absence du bureau", "fuera de la oficina", "fuera de oficina",
    "ausente", "ausencia", "de vacaciones", "vacaciones", "fuori ufficio", "fuori sede", "assente", "assenza", "in ferie", "ferie",
    "fora do escritório", "de férias", "frånvarande", "ej på kontoret", "på semester", "fravær", "ikke på kontoret", "på ferie",
    "poissaolo", "poissa", "lomalla", "nieobecność", "urlop", "nepřítomnost", "mimo kancelář", "dovolená", "távollét", "szabadság",
    "izindeyim", "ofis dışında", "absență", "în concediu", "нет на месте", "отпуск", "в отпуске", "відпустк", "休暇", "外出中",
    "不在通知", "休假", "外出", "부재중", "휴가", "απουσία", "εκτός γραφείου",
)  # fmt: skip
AUTOMATIC_SUBJECTS: Final = (
    "automatic reply", "automatic response", "auto reply", "auto-reply", "autoreply", "auto response", "auto-response", "autoresponse",
    "autoresponder", "auto:", "[auto", "automated reply", "automated response", "automatic answer", "automatisch antwoord",
    "automatische antwoord", "automatisch bericht", "automatische reactie", "automatische beantwoording", "automatische antwort",
    "automatische rückantwort", "automatische rückmeldung", "automatische benachrichtigung", "automatische abwesenheit", "autoreply:",
    "réponse automatique", "reponse automatique", "réponse auto", "message automatique", "respuesta automática", "respuesta automatica",
    "contestación automática", "respuesta auto", "risposta automatica", "risposta automatic", "resposta automática", "automatiskt svar",
    "autosvar", "automatisk svar", "automaattinen vastaus", "automatyczna odpowiedź", "автоответ", "automatická odpověď", "otomatik yanıt",
    "自動返信", "自動応答", "不在", "자동 회신", "자동 응답", "odpowiedź automatyczna", "automatikus válasz", "automatisk besked",
    "automaatvastus", "răspuns automat", "αυτόματη απάντηση", "автоматический ответ", "автоматична відповідь", "request received",
    "accusé de réception", "eingangsbestätigung", "acuse de recibo", "automatic confirmation", "we have received your", "ticket received",
    "case received", "自动回复", "自動回覆",
)  # fmt: skip
"""Beginnings of a subject that mail programs write; the first six words of it are looked at."""

ABSENCE: Final = (
    "out of office", "out of the office", "out-of-office", "out of town", "away from the office", "away from my desk", "away from my email",
    "away from work", "not in the office", "not in office", "away on", "i am away", "i'm away", "i will be away", "i'll be away",
    "be away until", "currently away", "am on vacation", "on vacation", "on holiday", "on holidays", "on annual leave", "on leave",
    "parental leave", "maternity leave", "paternity leave", "sick leave", "off sick", "sabbatical", "leave of absence", "furlough",
    "leave until", "i am traveling", "i am travelling",
    "i will be traveling", "i will be travelling", "i'm traveling", "i'm travelling", "limited access to", "limited access",
    "no access to",
    "intermittent access", "will return", "i return", "upon my return", "on my return", "when i return", "when i get back",
    "when i am back", "be back", "back in the office", "back on", "returning on", "unable to check", "our office is closed",
    "our offices are closed", "office will be closed", "we are closed", "public holiday", "annual shutdown", "not be available",
    "am unavailable", "out until", "away until", "niet aanwezig", "afwezig", "niet op kantoor", "buiten kantoor", "met vakantie",
    "op vakantie", "vakantie", "met verlof", "verlof", "ben ik weer", "weer bereikbaar", "weer aanwezig", "terug op", "ben terug",
    "niet bereikbaar", "beperkt bereikbaar", "ons kantoor is gesloten", "wij zijn gesloten", "vrije dag", "nicht im büro", "nicht im haus",
    "nicht im hause", "außer haus", "ausser haus", "abwesend", "abwesenheit", "nicht erreichbar", "im urlaub", "urlaub", "in elternzeit",
    "wieder im büro", "wieder im haus", "wieder erreichbar", "wieder da", "wieder für sie", "ab dem", "nicht am arbeitsplatz",
    "auf dienstreise", "dienstreise", "unterwegs", "büro ist geschlossen", "betriebsferien", "krankheitsbedingt", "erkrankt",
    "bin krank", "derzeit krank", "krankgeschrieben", "bin ich zurück",
    "zurück am", "eingeschränkt erreichbar", "absent du bureau", "je suis absent", "actuellement absent", "suis absente", "absent jusqu",
    "absente jusqu", "serai absent", "absent", "absente", "en congé", "en congés", "en vacances", "en déplacement", "de retour",
    "mon retour", "serai de retour", "hors du bureau", "pas au bureau", "pas disponible", "indisponible", "bureaux sont fermés",
    "bureau est fermé", "accès limité", "injoignable", "fuera de la oficina", "fuera de oficina", "estoy ausente", "estaré ausente",
    "ausente", "ausencia", "de vacaciones", "de viaje", "estaré de vuelta", "de vuelta", "de regreso", "regreso el", "regresaré", "volveré",
    "mi vuelta", "mi regreso", "me reincorporo", "acceso limitado", "no estaré disponible", "oficina cerrada", "permiso", "de baja médica",
    "fuori ufficio", "fuori sede", "sono assente", "sarò assente", "assente", "assenza", "in ferie", "ferie", "in vacanza", "in viaggio",
    "in trasferta", "sarò di ritorno", "di ritorno", "rientro", "rientrerò", "al mio rientro", "al mio ritorno", "tornerò",
    "accesso limitato", "non sono in ufficio", "uffici sono chiusi", "chiusi per", "in maternità", "non disponibile", "estou ausente",
    "férias", "fora do escritório", "på semester", "på ferie", "poissa", "urlopie", "nieobecn", "в отпуске", "休暇", "ausência",
    "estarei ausente",
    "tjänsteresa", "föräldraledig", "frånvarande", "åter på", "är ledig", "bortrest", "holder ferie", "på barsel", "fraværende",
    "tilbage på", "tilbake på", "bortreist", "lomalla", "matkoilla", "dovolen", "nepřítom", "mimo kancelář", "szabadságon",
    "házon kívül", "nem vagyok elérhető", "izindeyim", "yıllık izin", "ofis dışında", "concediu", "în vacanță", "отпуск", "отсутств",
    "нет на месте", "командировк", "у відпустці", "відпустк", "відсутн", "夏季休業", "年末年始", "不在", "出張", "休业", "休假", "放假",
    "出差", "外出", "휴가", "출장", "부재", "άδεια", "εκτός γραφείου", "απουσιάζω", "na godišnjem", "dopust", "atostog", "atvaļinājum",
    "puhkus", "am ooo", "i'm ooo", "ooo until", "ooo this", "ooo today", "ooo from", "ooo next",
    "am ill", "am unwell", "am sick", "off ill", "due to illness", "medical leave", "business trip", "travelling for", "traveling for",
    "at a conference", "at a trade", "ben ziek", "wegens ziekte", "ziekgemeld", "ziekteverlof", "suis malade", "arrêt maladie",
    "arrêt de travail", "congé maladie", "estoy enferm", "de baja por", "in malattia", "sono malat",
)  # fmt: skip
"""What a text says when somebody is away."""
STRONG_ABSENCE: Final = (
    "i am currently out of the office", "i am out of the office", "i'm out of the office", "i will be out of the office",
    "i am currently out of office", "i'm currently out of", "i am out of office", "i am currently away", "i am on annual leave",
    "i am on vacation", "i'm on vacation", "ik ben momenteel niet aanwezig", "ik ben afwezig", "ik ben momenteel afwezig",
    "ik ben niet op kantoor", "ik ben met vakantie", "ik ben op vakantie", "ich bin derzeit nicht im", "ich bin nicht im büro",
    "ich bin zurzeit nicht", "ich bin bis", "ich bin im urlaub", "ich befinde mich im urlaub", "je suis actuellement absent",
    "je suis absent", "je suis en congé", "je suis en vacances", "estoy fuera de la oficina", "actualmente estoy fuera",
    "me encuentro fuera", "estoy de vacaciones", "sono fuori ufficio", "sono attualmente fuori", "sono assente", "sono in ferie",
    "i am on parental leave", "i am on maternity leave", "i am on leave", "ik ben met zwangerschapsverlof", "ik ben met verlof",
    "ik ben met ouderschapsverlof", "ich bin derzeit im urlaub", "ich bin aktuell im urlaub", "ich bin in elternzeit",
    "ich bin aktuell nicht", "je suis en déplacement", "je suis en congés", "me encuentro de vacaciones", "estaré de vacaciones",
    "estaré fuera de la oficina", "sono in vacanza", "sarò in ferie", "estou de férias", "encontro-me de férias",
    "estou fora do escritório", "jag är på semester", "jag är föräldraledig", "jeg er på ferie", "jeg holder ferie",
    "jeg er ikke på kontoret", "olen lomalla", "olen vapaalla", "jestem na urlopie", "przebywam na urlopie", "jestem nieobecn",
    "čerpám dovolenou", "mám dovolenou", "som na dovolenke", "szabadságon vagyok", "я в отпуске", "нахожусь в отпуске", "izindeyim",
    "休暇をいただいて", "不在にして", "正在休假", "我在休假", "외근 중", "휴가 중",
)  # fmt: skip

LEFT: Final = (
    "no longer with", "no longer work", "no longer employed", "no longer at", "no longer in use", "no longer monitored", "no longer active",
    "not monitored", "is not being monitored", "has left", "have left", "left the company", "left the organi", "mailbox is unattended",
    "address is no longer", "will no longer be", "is no longer", "niet meer werkzaam", "niet langer werkzaam", "werkt niet meer",
    "uit dienst", "niet meer in gebruik", "nicht mehr im unternehmen", "nicht mehr bei", "nicht mehr für unser", "nicht mehr für uns",
    "nicht mehr in unserem", "nicht mehr tätig", "ausgeschieden", "wird nicht mehr", "ne fait plus partie", "ne travaille plus", "a quitté",
    "plus utilisée", "ya no trabaj", "ya no forma", "ya no está", "non lavora più", "non fa più parte", "non è più",
    "i no longer", "am no longer", "was my last day", "i've left", "i left", "moved on from", "moved on to", "has moved on", "have retired",
    "has retired", "have moved on", "no longer part of", "werk niet meer", "werk niet langer", "werkt niet langer", "niet meer in dienst",
    "niet langer in dienst", "andere baan", "met pensioen", "heeft ons verlaten", "bedrijf verlaten", "organisatie verlaten",
    "niet meer bij", "niet langer bij", "unternehmen verlassen", "firma verlassen", "uns verlassen", "arbeite nicht mehr",
    "arbeitet nicht mehr", "nicht länger für", "nicht länger bei", "im ruhestand", "in rente", "im wohlverdienten", "nicht mehr im hause",
    "fais plus partie", "travaille plus", "j'ai quitté", "plus en poste", "plus parmi nous", "à la retraite", "ya no pertene",
    "he dejado", "ha dejado", "dejé de trabajar", "jubilad", "non lavoro più", "non faccio più parte", "non sono più", "ha lasciato",
    "ho lasciato", "in pensione",
    "addresses have changed", "address has changed", "new e-mail address", "new email address", "mail to this address",
    "neue e-mail-adresse",
    "neue mailadresse", "adresse hat sich geändert", "nieuw e-mailadres", "nieuwe e-mailadres", "nieuwe mailadres", "nouvelle adresse",
    "a changé d'adresse", "adresse a changé", "nueva dirección de correo", "nuevo correo", "nuovo indirizzo",
)  # fmt: skip
LEFT_PATTERN: Final = (
    r"\b(?:has|have|had|i've|i|who|recently|now|since) left (?:\w{1,12} ){0,3}?(?:company|organi[sz]ation|firm|team|business|position|role|"
    r"school|university|us)\b|\bleft (?:the|our|this|my) (?:\w{1,12} ){0,2}?(?:company|organi[sz]ation|firm|team|business|position|role)\b|"
    r"\bno longer (?:\w{1,12} ){0,2}?(?:work|employed|with|part|here)\b|\bretired\b|\bceased to work|\blast (?:working )?day (?:at|"
    r"with|in) |"
    r"\bnew (?:job|employer|role)\b|\b(?:successor|nachfolger\w{0,4}|opvolg(?:er|ster)|successeur|sucesora?|successor[ea])\b|"
    r"\bper \d{1,2} \w{3,10} (?:20\d\d )?(?:gestopt|vertrokken|weg)\b|"
    r"\bwerkt? (?:\w{1,12} ){0,3}?niet (?:meer|langer)|\bniet (?:meer|langer) (?:\w{1,10} ){0,2}?(?:werkzaam|werken|in dienst|"
    r"verbonden|actief)|"
    r"\b(?:bedrijf|organisatie|ons|dienst) (?:\S{1,14} ){0,4}?verlaten\b|\bmet (?:vervroegd )?pensioen|\bandere (?:baan|werkgever)\b|"
    r"\bnicht (?:mehr|länger) (?:\w{1,14} ){0,5}?(?:tätig|beschäftigt|angestellt|im unternehmen|in der firma|teil)\b|"
    r"\bruhestand\b|\b(?:unternehmen|firma|gesellschaft|haus|uns) (?:\S{1,14} ){0,4}?verlassen\b|"
    r"\bneuen? (?:beruflichen )?(?:herausforderung|arbeitgeber|stelle)\b|"
    r"\bn(?:e |')(?:\w{1,8} )?(?:travaill|fai|exerc|occup)\w{0,5} plus\b|"
    r"\bquitté (?:\w{1,12} ){0,2}?(?:la|le|l'|notre|mes|ses|son|mon) ?(?:\w{1,12} )?(?:société|entreprise|groupe|fonctions|poste|équipe|"
    r"cabinet)|\ben retraite\b|"
    r"\bya no (?:trabaj|form|pertene|labor|colabor)|\bdejado (?:de trabajar|la empresa|la compañía)|\bjubilad[oa]\b|"
    r"\bnon (?:lavor|collabor)\w{1,3} più|\b(?:ha|ho) lasciato (?:l'|la |il )(?:azienda|società|gruppo|posto)"
)
"""The same with words between, in the first or the third person."""
NOT_READ: Final = frozenset({
    "not monitored", "is not being monitored", "mailbox is unattended", "addresses have changed", "address has changed",
    "new e-mail address", "new email address", "mail to this address", "neue e-mail-adresse", "neue mailadresse",
    "adresse hat sich geändert", "nieuw e-mailadres", "nieuwe e-mailadres", "nieuwe mailadres", "nouvelle adresse", "a changé d'adresse",
    "adresse a changé", "nueva dirección de correo", "nuevo correo", "nuovo indirizzo", "ha dejado", "he dejado", "i no longer",
    "am no longer", "niet meer bij", "nicht länger bei",
})  # fmt: skip
"""Those of LEFT that somebody who is only away writes too."""
DECLARED: Final = (
    "this is an automatic", "this is an automated", "this is an auto-", "this is an autorepl", "this e-mail was automatically",
    "this email was automatically", "this message was automatically", "this message was created automatically",
    "this message has been automatically", "this is a system generated", "this is a system-generated",
    "i apologize for this automatic reply", "please type your reply above this line", "reply above this line",
    "please add yourself to my guest list", "i'm protecting myself from receiving junk mail", "i am protecting myself from receiving junk",
    "to control spam, i now allow", "to release your message for delivery", "just once, click the link below so i can receive",
    "dit is een automatisch", "deze e-mail is automatisch", "dit bericht is automatisch", "dies ist eine automatisch",
    "diese e-mail wurde automatisch", "diese nachricht wurde automatisch", "das ist eine automatische", "ceci est un message automatique",
    "ceci est une réponse automatique", "cet e-mail est généré", "ce message a été généré automatiquement", "ce message est automatique",
    "no responda a este mensaje autom", "no responda a este correo autom", "bitte antworten sie nicht auf diese automat",
    "este es un mensaje automático", "este es un correo automático", "esta es una respuesta automática", "este mensaje se ha generado",
    "questo è un messaggio automatico", "questa è una risposta automatica", "questa è un'email automatica",
    "esta é uma mensagem automática", "esta é uma resposta automática", "detta är ett automatiskt", "dette er en automatisk",
    "dette er et automatisk", "tämä on automaattinen", "to jest automatyczna", "to jest wiadomość automatyczna", "toto je automatická",
    "это автоматическое", "это автоматический", "このメールは自動", "本メールは自動", "这是一封自动", "此邮件为自动", "此邮件由系统自动",
)  # fmt: skip
"""How a sentence begins in which a machine says that it wrote the mail."""
DECLARED_BEHIND: Final = (
    "[auto reply]", "[auto-reply]", "[autoreply]", "(auto reply)", "(auto-reply)", "(autoreply)", "(automatic reply)", "[automatic reply]",
    "(automatische antwort)", "(automatisch antwoord)",
)  # fmt: skip
"""How a subject ends that a machine wrote."""
ACKNOWLEDGED: Final = (
    "has been received", "we have received", "we've received", "received your", "has been created", "ticket", "case number",
    "request number", "reference number", "will get back to you", "get back to you as soon", "respond to you", "reply as soon as",
    "respond as soon", "within 24 hours", "within 48 hours", "business days", "thank you for contacting", "thanks for contacting",
    "thank you for your email", "thanks for your email", "thank you for your message", "thanks for reaching out",
    "thank you for reaching out", "do not reply to this", "unattended", "auto-generated", "automatically generated", "automated message",
    "automated response", "wij hebben uw", "we hebben je", "uw bericht is ontvangen", "in goede orde ontvangen", "zo spoedig mogelijk",
    "automatisch gegenereerd", "vielen dank für ihre", "wir haben ihre", "ihre anfrage", "automatisch generiert", "automatisch erstellt",
    "eingangsbestätigung", "nous avons bien reçu", "votre demande", "accusé de réception", "généré automatiquement", "hemos recibido",
    "su solicitud", "gracias por contactar", "generado automáticamente", "abbiamo ricevuto", "la sua richiesta", "grazie per averci",
    "generato automaticamente", "acknowledge", "has been opened", "was logged", "been logged", "has been registered", "has been assigned",
    "in behandeling", "ist bei uns eingegangen", "bei uns eingegangen", "nachricht erhalten", "e-mail erhalten", "mail erhalten",
    "melden uns", "schnellstmöglich", "bericht ontvangen", "e-mail ontvangen", "mail ontvangen", "bien reçu votre", "bien été reçu",
    "dans les plus brefs délais", "meilleurs délais", "recibido su", "lo antes posible", "a la mayor brevedad", "ricevuto il suo",
    "ricevuto la sua", "ricevuto la vostra", "il prima possibile", "appena possibile",
)  # fmt: skip
CHALLENGES: Final = (
    "guest list", "waitlisted", "i can receive your emails", "protecting myself from", "approved senders", "approved beforehand",
    "has not been verified", "to release your message", "boxbe", "confirm that you are human", "confirm you are human",
    "confirm that you are not", "verify that you are human", "verify you are a human", "prove you are human", "prove that you are human",
    "to confirm that you sent", "confirm that you sent", "sender verification", "verify your email to deliver",
    "please verify your message", "requires verification", "requiring verification", "challenge", "boxtrapper", "spamarrest", "spam arrest",
    "spamcop challenge", "tmda", "bluebottle", "click the link below to deliver", "to have your message delivered",
    "so that your message can be delivered", "your message is being held", "has been held until", "waiting for verification", "whitelist",
    "allow list request", "mailblocks", "chooseyourmail", "captcha", "authorized sender", "authorised sender",
    "uw bericht wordt vastgehouden", "bestätigen sie, dass", "mailinblack", "vous authentifier", "authentifiez-vous",
    "demande d'authentification", "pas un robot", "not a robot", "spam bloker", "verificación de remitente", "conferma di essere",
)  # fmt: skip
RECEIPTS: Final = (
    "read:",
    "read receipt",
    "not read:",
    "gelesen:",
    "lu :",
    "lu:",
    "gelezen:",
    "leído:",
    "letto:",
    "ungelesen:",
    "lido:",
    "return receipt",
    "delivered:",
    "ontvangstbevestiging",
    "lesebestätigung",
    "confirmation de lecture",
    "accusé de lecture",
    "conferma di lettura",
    "confirmación de lectura",
)

WAS_READ: Final = (
    "was read on", "was read at", "was read", "was displayed", "has been displayed", "has been read", "deleted without being read",
    "wurde gelesen", "wurde am", "ungelesen gelöscht", "a été lu", "a été affiché", "fue leído", "ha sido leído", "è stato letto",
    "è stato visualizzato", "is gelezen", "werd gelezen", "foi lida", "har lästs",
)  # fmt: skip
"""What the text of a read receipt says."""

RETURNS: Final = (
    "back in the office on", "back in the office from", "back in the office", "back at work on", "back at my desk on", "be back from",
    "be back on", "back on", "back from", "be back", "i'm back", "i am back", "returning to the office on", "returning to work on",
    "returning on", "returning", "return to the office on", "return to work on", "return on", "will return", "return date", "return:",
    "i return", "my return on", "available again from", "available again on", "available again", "available from", "from then on",
    "resume on", "reopen on", "reopen", "weer aanwezig", "weer op kantoor", "weer bereikbaar", "ben ik weer", "weer terug", "terug op",
    "ben terug", "vanaf", "weer op", "weer beschikbaar", "retour op", "terug", "wieder im büro", "wieder erreichbar", "wieder da",
    "wieder im haus", "wieder für sie", "zurück am", "zurück ab", "bin ich ab", "bin ab", "ab dem", "ab ", "wieder ab", "wieder am",
    "zurück", "de retour le", "de retour à partir", "de retour", "mon retour le", "mon retour", "retour le", "retour au bureau le",
    "retour", "à partir du", "dès le", "à compter du", "je reprends", "rouvr", "riapr", "reabr", "wieder geöffnet", "weer open",
    "reviens le", "reviendrai le", "serai disponible", "de vuelta el", "de vuelta", "de regreso el",
    "de regreso", "regreso el", "regresaré el", "regresaré", "volveré el", "volveré", "vuelvo el", "vuelvo a la oficina", "vuelvo",
    "a partir del", "me reincorporo",
    "reincorporaré", "mi regreso", "disponible a partir", "di ritorno il", "di ritorno", "rientro il", "rientro previsto", "rientrerò il",
    "rientrerò", "rientro", "tornerò il", "tornerò", "torno il", "a partire dal", "nuovamente disponibile", "di nuovo disponibile",
    "sarò in ufficio", "back", "service resumes", "resumes", "resume work", "tilbage", "tilbake", "tillbaka", "åter", "takaisin", "palaan",
    "wracam", "wrócę", "powrót", "powrotu", "ponownie", "dostępny od", "dostępna od", "retornarei", "retorno", "regresso", "voltarei",
    "volto", "de volta", "vrátím se", "zpět", "opět", "вернусь", "выйду", "выхожу", "повернусь", "mă întorc", "revin", "επιστρέφω",
    "επιστροφή",
)  # fmt: skip
"""Words before the day that somebody is back."""
UNTIL: Final = (
    "until", "till", "through", "thru", "up to and including", "up to", "to and including", "until and including", "ends on", "tot en met",
    "t/m", "tot", "bis einschließlich", "bis zum", "bis", "jusqu'au", "jusqu'à", "jusqu'à", "jusque", "inclus jusqu", "au ", "hasta el",
    "hasta", "al ", "fino al", "fino a", "sino al", "between", "zwischen", "tussen", "entre", "tra il", "after", "nach dem", "na ",
    "après le",
    "después del", "dopo il", "to ", "- ", "– ", "til og med", "t.o.m.", "t.o.m", "till och med", "frem til",
    "fram till", "fram til", "indtil", "tills", "till", "til ", "até", "do dnia", "do ", "до ", "по ", "până pe", "până la", "έως", "μέχρι",
)  # fmt: skip
"""Words before the last day away, or the day somebody is back: people mean both."""
BETWEEN: Final = frozenset(("between", "zwischen", "tussen", "entre", "tra il"))
"""Those of UNTIL behind which two days stand."""
SHORT: Final = frozenset(("to ", "- ", "– ", "al ", "au ", "ab ", "do ", "до ", "по ", "til ", "na "))
"""Those that mean many things: the day has to stand right behind them."""
INCLUSIVE: Final = (
    "between",
    "zwischen",
    "tussen",
    "entre",
    "tra il",
    "after",
    "nach dem",
    "na ",
    "après le",
    "después del",
    "dopo il",
    "through",
    "thru",
    "including",
    "inclusive",
    "incl",
    "tot en met",
    "t/m",
    "einschließlich",
    "inklusive",
    "inclus",
    "compris",
    "inclusive",
    "compreso",
    "inclusief",
    "incluido",
    "ends on",
    "til og med",
    "till och med",
    "t.o.m",
    "włącznie",
    "включительно",
)
