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
