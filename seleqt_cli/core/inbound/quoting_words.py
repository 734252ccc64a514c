"""How mail programs mark what is quoted, in the languages people write in, as data: lower case, straight quotes, single spaces."""

from typing import Final

ATTRIBUTION_ENDS: Final = (
    "wrote:", "wrote :", "writes:", "write:", "wrote", "said:", "schrieb:", "schrieb :", "schrieb", "geschrieben:", "a écrit:",
    "a écrit :", "a écrit", "écrit :", "écrit:", "ecrit:", "ecrit :",
    "schreef:", "schreef :", "schreef", "het volgende geschreven:", "heeft geschreven:", "escribió:", "escribió :", "escribió",
    "escribio:", "escribe:", "ha scritto:", "ha scritto :", "ha scritto", "scrive:", "scritto:",
    "escreveu:", "escreveu", "skrev:", "skrev", "napsal:", "napsala:", "napisał:", "napisał(a):", "napisała:", "kirjoitti:",
    "написал:", "написала:", "пишет:", "yazdı:", "şunu yazdı:", "írta:", "a scris:", "wrote：", "写道：", "写道:", "寫道：", "寫道:",
    "のメール:",
)  # fmt: skip
"""Ends of the line before a quotation; those without a colon count only where the line also begins like one."""
ATTRIBUTION_VERBS: Final = (
    " schrieb ", " schreef ", " wrote ", " a écrit ", " escribió ", " ha scritto ", " scrive ", " skrev ", " escreveu ",
)  # fmt: skip
"""Verbs that stand inside such a line where its writer stands at its end, before a colon."""
ATTRIBUTION_BEGINS: Final = (
    "on ", "am ", "le ", "op ", "el ", "il ", "em ", "den ", "dne ", "dnia ", "w dniu ", "van: ", "mailer ", "il giorno ", "from: ",
    "in data ", "a ", "um ", "vom ", "op een ", "de ", "od ", "tarihinde", "2019", "20", "在 ", "于", "pada ", "ma ", "ke ", "lør",
    "fre", "tor", "ons", "tir", "man", "søn", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "lun", "mar", "mer", "jeu", "ven",
    "sam", "dim",
)  # fmt: skip
SEPARATORS: Final = (
    "original message", "original email", "original e-mail", "original appointment", "ursprüngliche nachricht", "originalnachricht",
    "urspruengliche nachricht", "weitergeleitete nachricht", "message d'origine", "message original", "message transféré",
    "message initial", "oorspronkelijk bericht", "origineel bericht", "oorspronkelijke bericht", "doorgestuurd bericht",
    "mensaje original", "mensaje reenviado", "messaggio originale", "messaggio inoltrato", "mensagem original",
    "ursprungligt meddelande", "oprindelig meddelelse", "opprinnelig melding", "forwarded message", "reply message",
    "исходное сообщение", "wiadomość oryginalna", "原始邮件", "原始郵件",
)  # fmt: skip
"""Words between dashes that begin a quotation."""
FORWARDS: Final = (
    "begin forwarded message",
    "anfang der weitergeleiteten",
    "début du message réexpédié",
    "début du message transféré",
    "inizio messaggio inoltrato",
    "begin doorgestuurd bericht",
    "inicio del mensaje reenviado",
)
FROM_LABELS: Final = (
    "from",
    "von",
    "de",
    "van",
    "da",
    "desde",
    "från",
    "fra",
    "od",
    "lähettäjä",
    "от",
    "发件人",
    "寄件者",
    "差出人",
    "expéditeur",
    "remitente",
    "mittente",
    "afzender",
    "absender",
)
OTHER_LABELS: Final = (
    "sent", "to", "subject", "date", "cc", "gesendet", "an", "betreff", "datum", "envoyé", "à", "objet", "date d'envoi", "verzonden",
    "aan", "onderwerp", "enviado", "enviado el", "para", "asunto", "fecha", "inviato", "a", "oggetto", "data", "skickat", "till",
    "ämne", "sendt", "til", "emne", "assunto", "reply-to", "importance", "kopie", "copie", "importanza", "importancia", "prioriteit",
    "wysłano", "do", "temat", "дата", "кому", "тема", "发送时间", "收件人", "主题", "日時", "宛先", "件名", "destinataire",
    "destinatario",
)  # fmt: skip
SENT_FROM: Final = (
    "sent from my ", "sent from mail for", "sent from outlook", "sent from yahoo", "sent from proton", "sent from samsung",
    "sent from a mobile", "sent from mobile", "sent on the go", "sent with proton", "sent via", "sent from the", "get outlook for",
    "download outlook", "von meinem ", "von meiner ", "gesendet von meinem", "gesendet mit", "gesendet von mail",
    "gesendet von outlook", "envoyé de mon", "envoyé depuis", "envoyé à partir", "télécharger outlook", "obtenir outlook",
    "verzonden vanaf", "verstuurd vanaf", "verzonden met", "verstuurd met", "outlook voor", "enviado desde", "obtener outlook",
    "inviato da ", "ottieni outlook", "scarica outlook", "inviato dal", "enviado do meu", "skickat från", "sendt fra", "wysłane z",
    "отправлено с", "发自我的",
)  # fmt: skip

FOOTERS: Final = (
    r"\bif you (?:no longer (?:want|wish)|(?:do not|don't|would rather not|prefer not to|would prefer not to) (?:want |wish )?(?:to )?"
    r"(?:receiv|get|hear|be contact)|have received this|are not the|(?:would like|wish|want) to (?:unsubscribe|opt|stop receiv))|"
    r"\b(?:to|you (?:can|may)) (?:unsubscribe|opt out|stop receiving|be removed)\b.{0,80}\b(?:click|repl|visit|here|go to|follow|"
    r"link|any time)|"
    r"\b(?:unsubscribe|opt out|uitschrijven|afmelden|abmelden|désabonner|désinscrire|baja|cancellarti|disiscriverti) "
    r"(?:here|hier|ici|aquí|qui)\b|manage (?:your )?(?:e-?mail )?(?:preferences|subscription)|"
    r"\b(?:wenn|falls|sofern) sie .{0,60}\b(?:möchten|wollen|wünschen)\b|\bum sich .{0,40}abzumelden|\bklicken sie|"
    r"\b(?:als|indien|wanneer) (?:u|je) .{0,60}\b(?:wilt|wil|wenst)\b|\bklik (?:dan )?hier|"
    r"\bsi vous ne (?:souhait|voul|désir)|\bpour vous (?:désabonner|désinscrire)|\bcliquez|"
    r"\bsi (?:ya )?no (?:desea|quiere|deseas|quieres)|\bhaga clic|\bhaz clic|\bse non (?:desider|vuo|vuole|volete)|\bclicca|\bper "
    r"(?:cancellart|disiscrivert)i"
)
"""A line of what stands under everybody's mail: how the writer's own readers get off a list, said to `you`."""
DISCLAIMERS: Final = (
    r"[\W_]{0,8}(?:confidential|disclaimer|legal notice|this (?:e-?mail|message|communication|transmission)|the (?:information|contents?) |"
    r"diese (?:e-?mail|nachricht)|der inhalt dieser|dit (?:e-?mail)?bericht|deze (?:e-?mail|mail)|de (?:informatie|inhoud)|"
    r"ce (?:message|courriel|mail)|cet e-?mail|este (?:mensaje|correo)|la información|aviso legal|questo messaggio|questa (?:e-?mail|mail)|"
    r"le informazioni|avviso di|avertissement|haftungsausschluss).{0,300}(?:confiden|vertraul|vertrouw|intended|bestimmt|bestemd|destin|"
    r"privileged|riservat|virus)"
)
"""How the notice of a company's lawyers begins, and a word that stands in it; everything from there on is nobody's words."""
UNDER_EVERY_MAIL: Final = (
    "unsubscri", "opt out", "if you", "manage", "uitschrijven", "afmelden", "abmelden", "abzumelden", "klick", "klik", "cliqu", "clic",
    "wenn sie", "falls sie", "sofern sie", "als u", "als je", "indien", "wanneer", "si vous", "désa", "désin", "si no", "si ya no",
    "se non", "per cancell", "per disis", "baja", "confiden", "vertraul", "vertrouw", "intended", "bestimmt", "bestemd", "destin",
    "privileged", "riservat", "virus",
)  # fmt: skip
"""Pieces of which one stands in each of those lines."""
