"""How mail systems begin a notice about a mail that was not delivered, as data: senders, subjects, sentences, and where the copy begins.

Everything is lower case with straight quotes and single spaces. Families that the rows come from: Postfix, Exim, sendmail, qmail
and its descendants, Courier, Exchange and Microsoft 365, Google, Yahoo and AOL, Domino, GroupWise, MDaemon, IMail, Zimbra, iPlanet
and Oracle, CommuniGate, OpenSMTPD, Haraka, DragonFly's agent, gateways (Barracuda, Mimecast, Proofpoint, IronPort, Symantec, Trend
Micro, Sophos), sending services, and providers in Germany, France, Italy, Spain, the Netherlands, Russia, Japan and China.
"""

from typing import Final

DAEMONS: Final = frozenset(
    (
        "mailer-daemon mailerdaemon mailer_daemon mailer.daemon mail-daemon maildaemon mdaemon mail-deamon mailer-deamon "
        "postmaster poostmaster post_master post-master postmaster-noreply mmdf bounce-daemon nobounce mail.delivery maildelivery "
        "mail-delivery delivery-daemon nondelivery non-delivery smtpd qmail-send mailsystem mail-system mailgateway mail-gateway "
        "mxgate majordomo-owner microsoftexchange microsoftexchange329e71ec88ae4615bbc36ab6ce41109e interscan-notification amavis "
        "mimesweeper mailsweeper mailmarshal "
        "noreply-ndr undeliverable-no-reply autoresponder-bounce mailscanner no-reply-bounce mail-noreply"
    ).split()
)
"""Parts before the @ (or whole names) of machines that write such notices."""
MAYBE_DAEMONS: Final = frozenset(
    (
        "mail-administrator mailadmin mail-admin administrator admin sysadmin system system-administrator listmaster spamfilter "
        "virus-scanner antispam virusalert email-gateway emailgateway quarantine securemail smtp mta uucp delivery-status ndr"
    ).split()
)
"""The same of machines that have them, and people who have them too."""
DAEMON_NAMES: Final = (
    "mail delivery", "mailer-daemon", "mailer daemon", "postmaster", "mail administrator", "delivery subsystem", "delivery system",
    "delivery service", "delivery agent", "mail system", "system administrator", "systemadministrator", "administrateur système",
    "administrador del sistema", "amministratore di sistema", "microsoft outlook", "microsoft exchange", "mail router", "mail gateway",
    "internet mail", "mail deliver", "ndr administrator", "mailprüfung", "interscan", "mmsc", "e-mail interconnect", "mdaemon",
    "smtp server", "mail transfer", "non-delivery", "mail daemon", "undeliver", "auto-bounce", "服务器", "メール配信", "mailsystem",
)  # fmt: skip
"""Pieces of the name that such a machine shows."""

FAILURE_SUBJECTS: Final = (
    "undelivered mail", "undeliverable", "undelivered", "undeliverd", "returned mail", "mail delivery failed", "mail delivery failure",
    "mail delivery fail", "delivery failure", "delivery failed", "delivery has failed", "delivery status notification",
    "delivery notification", "mail delivery status", "delivery status", "failure notice", "failure notification", "failed delivery",
    "delivery error", "delivery report", "delivery problem", "non-delivery", "nondeliverable", "nondelivery", "non delivery",
    "notification d'état", "mail could not be delivered", "could not be delivered", "could not deliver", "couldn't be delivered",
    "cannot be delivered", "not delivered", "not be delivered", "wasn't delivered", "unable to deliver", "error sending your mail",
    "mail system error", "mail error", "mail failure", "mail not delivered", "message not delivered", "returned to sender",
    "returning message to sender", "return to sender", "returned message", "returned to you", "message you sent blocked", "message blocked",
    "mail blocked", "message status - undeliver", "postmaster notify", "user unknown", "unknown user", "unknown address",
    "permanent delivery failure", "permanent error", "warning: could not send", "warning: message", "delayed mail", "delivery delayed",
    "delivery delay", "message delayed", "delayed message", "mail delivery delayed", "still being retried", "loop alert", "bounce",
    "rejected mail", "mail rejected", "message rejected", "rejected posting", "are not member", "not a member",
    "are not authorized to post", "ndn:", "ndr:", "dsn:", "smtp error", "your message to",
    "your mail message to", "mail delivery problem", "mail undeliverable", "e-mail delivery", "email delivery", "problem delivering",
    "problems delivering", "error delivering", "undelivery", "delivery incomplete", "attention: delivery", "failed mail", "mail failed",
    "send failed", "message undeliverable", "unzustellbar", "nicht zugestellt", "verzögert", "retardée", "vertraagd", "retrasado",
    "ritardo", "nicht zustellbar", "zustellung fehlgeschlagen", "unzustellbarkeit", "zustellungsfehler", "fehlgeschlagen", "zustellstatus",
    "konnte nicht", "nachricht verzögert", "non remis", "échec de la remise", "échec de remise", "echec de la remise", "non distribuable",
    "non délivré", "message non distribu", "impossible de remettre", "échec d'envoi", "erreur de livraison", "avis de non-remise",
    "retour de courrier", "no se puede entregar", "no se pudo entregar", "no entregado", "no se ha podido entregar", "error de entrega",
    "correo devuelto", "mensaje no entregado", "non recapitabile", "mancata consegna", "messaggio non consegnato", "impossibile recapitare",
    "non recapitato", "mancato recapito", "consegna fallita", "onbestelbaar", "niet bezorgd", "niet afgeleverd", "niet bezorgbaar",
    "kan niet worden bezorgd", "bezorging mislukt", "aflevering mislukt", "não entregue", "falha na entrega", "não foi possível entregar",
    "olevererbart", "ikke leveret", "kan inte levereras", "ej levererat", "toimittaminen", "niedostarczon", "nie dostarczon",
    "nedoručiteln", "не доставлено", "недоставлен", "ошибка доставки", "не удалось доставить", "配信不能", "送信できません", "未送達",
    "配信エラー", "宛先不明", "エラーメール", "kan ikke leveres", "nie można dostarczyć", "doručení se nezdařilo", "nedoručeno", "無法傳遞",
    "배달되지", "전송 실패", "nedostavljeno", "teslim edilemedi", "kézbesíthetetlen", "kézbesítés sikertelen", "не вдалося доставити",
    "nu a putut fi livrat", "δεν παραδόθηκε", "toimitus epäonnistui", "leverans misslyckades", "levering mislykkedes", "leveringsfeil",
    "系统退信", "退信", "投递失败", "退件", "발송실패", "발송 실패", "전송되지 못", "반송",
)  # fmt: skip
"""Pieces of the subject. Weak by themselves: people quote them."""

FAILURES: Final = (
    "could not be delivered", "couldn't be delivered", "can't be delivered", "cannot be delivered", "can not be delivered",
    "was not delivered", "wasn't delivered", "were not delivered", "not be delivered", "has not been delivered", "not been delivered",
    "failed to deliver", "unable to deliver", "not able to deliver", "wasn't able to deliver", "was unable to deliver", "cannot deliver",
    "could not deliver", "couldn't deliver", "can't deliver", "did not reach", "didn't reach", "delivery has failed", "delivery failed",
    "delivery to the following", "delivery to these", "delivery of your", "delivery attempt", "permanent fatal error", "fatal error",
    "permanent error", "had errors", "errors occurred", "error occurred", "undeliverable", "undelivered", "returned to sender",
    "being returned", "is returned", "was returned", "been returned", "returned as", "returned because", "returned below", "failed address",
    "failed recipient", "following address", "following recipient", "these recipients", "this recipient", "recipients of this",
    "all recipients", "one or more of its recipients", "one or more recipients", "addresses failed", "address failed", "address(es) failed",
    "delivery error", "delivery failure", "delivery report", "transcript of session", "delivery to", "will be retried", "will continue to",
    "still being", "no action is required", "not required to resend", "do not need to resend", "delayed", "temporary non-fatal",
    "not yet been delivered", "message was rejected", "message has been rejected", "mail was rejected", "rejected your message",
    "rejected the", "was rejected", "been blocked", "was blocked", "blocked by our", "error sending", "mail failed",
    "problem delivering", "error delivering",
    "problems delivering", "trouble delivering", "some problems", "problem with your message", "sorry it didn't work out", "the error was",
    "reason for failure", "reason:", "diagnostic", "recipient address:", "error message", "error details", "smtp error", "smtp session",
    "error:", "the server responded", "remote server", "host said", "said:", "user unknown", "unknown user", "no such user", "mailbox full",
    "mailbox is full", "not listed in", "invalid address", "nicht zugestellt", "konnte nicht", "unzustellbar", "nicht ausgeliefert",
    "fehler bei der zustellung", "zustellung fehlgeschlagen", "fehlgeschlagen", "nicht übermittelt", "n'a pas pu être", "n'a pu être",
    "non remis", "n'ont pas pu", "n'a pas été", "échoué", "échec", "impossible de", "no se pudo", "no ha podido", "no pudo",
    "no se ha podido", "no puede entregarse", "non è stato possibile", "impossibile", "non è stato consegnato", "non consegnato",
    "non recapitato", "niet bezorgd", "niet worden bezorgd", "nie można", "nie mogła", "kunne ikke", "kunde inte", "could not be sent",
    "failed to send", "may not have permission to post", "are not a member", "not subscribed to", "duplicated message-id",
    "konnte nicht an", "nebylo možné doručit", "nebyla doručena", "nebola doručená",
    "nie została dostarczona", "teslim edilemedi", "nem kézbesíthető", "kunne ikke leveres", "ei voitu toimittaa", "배달되지", "전송되지",
    "배달하지 못", "傳遞至", "無法傳遞", "mislykkedes", "nie powiodło się", "gick inte att leverera", "misslyckades", "epäonnistui",
    "non-deliverable", "niet afgeleverd", "niet worden afgeleverd", "kon niet", "mislukt", "não foi possível", "não pôde", "не доставлено",
    "не может быть доставлено", "не удалось", "не было доставлено", "недоставлен", "送信できません", "配信できません", "被退回", "退信原因",
    "无法送达", "届けられません", "配信に失敗", "送信に失敗", "お届けできません", "届きません", "宛先不明", "无法投递", "投递失败",
    "未能送达", "無法傳送", "退信", "발송실패", "전송하지 못", "전달되지 못", "전송되지 못",
)  # fmt: skip
"""Sentences of a notice that say that something failed."""

WEAK: Final = frozenset(
    (
        "will be retried", "will continue to", "still being", "no action is required", "delayed", "reason:", "diagnostic", "error message",
        "error details", "smtp error", "smtp session", "error:", "the server responded", "remote server", "host said", "said:",
        "konnte nicht", "konnte nicht an", "n'a pas été", "n'ont pas pu", "échoué", "échec", "impossible de", "no se pudo", "no ha podido",
        "no pudo", "impossibile", "kunne ikke", "kunde inte", "kon niet", "não foi possível", "não pôde", "не удалось", "fehlgeschlagen",
        "mislukt", "misslyckades", "mislykkedes", "epäonnistui", "nie można", "delivery to", "recipients of this", "these recipients",
        "all recipients", "this recipient", "error occurred", "errors occurred", "had errors", "mailbox full", "mailbox is full",
        "your message to", "your mail message to", "bounce", "warning: message", "user unknown", "unknown user", "no such user",
        "permanent error", "fatal error", "invalid address", "some problems",
    )
)  # fmt: skip
"""Those that monitors, forms and shops write too: not enough where no mail system's name stands behind the mail."""
DELAYS: Final = (
    "delivery status notification (delay", "delayed mail", "mail delivery delayed", "delivery delayed", "warning: could not send",
    "warning: message", "message delayed", "delay", "still being retried", "will be retried", "is delayed",
    "this is a warning message only", "no action is required on your part", "you do not need to resend", "delivery attempts will continue",
    "will continue to be attempted", "will keep trying", "will continue to try", "not required to resend", "temporary failure - will retry",
    "verzögert", "retardé", "vertraagd", "retrasado", "ritardo", "delivery incomplete", "ritardat", "verspätet", "atrasad", "försenad",
    "forsinket", "viivästy", "opóźni", "zpožd", "задерж", "затрим", "gecik", "késik", "遅延", "延迟", "延遲", "지연",
)  # fmt: skip
"""What tells a delay from a failure, in a subject or a notice."""
STRONG_DELAYS: Final = (
    "this is a warning message only", "you do not need to resend", "delivery attempts will continue", "will continue to be attempted",
    "will be retried", "still being retried", "temporary failure - will retry", "no action is required on your part",
    "not yet been delivered", "hasn't been delivered yet", "has not been delivered yet", "noch nicht zugestellt", "noch nicht ausgeliefert",
    "nog niet bezorgd", "nog niet afgeleverd", "nog niet worden", "n'a pas encore", "aún no se ha", "todavía no se ha", "aún no ha",
    "ancora stato consegnato", "ancora stato recapitato", "ainda não foi", "nie została jeszcze", "jeszcze nie została", "dosud nebyla",
    "ещё не доставлен", "еще не доставлен", "пока не доставлен", "har ännu inte", "er endnu ikke", "er ennå ikke", "nicht erneut senden",
    "hoeft niet opnieuw", "pas nécessaire de renvoyer", "no es necesario reenviar", "no necesita reenviar", "non è necessario rispedire",
    "non è necessario inviare", "再送する必要", "无需重新发送", "不需要重新发送", "다시 보낼 필요",
)  # fmt: skip
DELIVERED: Final = (
    "successfully relayed", "successfully delivered", "successful delivery", "successful mail delivery", "has been delivered to",
    "was delivered to the following", "been relayed to", "relayed to the following", "delivery confirmation",
)  # fmt: skip
"""What a notice says of a mail that arrived."""
GAVE_UP: Final = (
    "permanent error", "given up", "giving up", "gave up", "giving up on", "this is a permanent", "will not be retried",
    "no further attempts", "failed permanently", "permanently failed", "retry timeout exceeded", "message expired", "is returned",
    "being returned",
)  # fmt: skip

COPY_LINES: Final = (
    "below this line is a copy", "this is a copy of the message", "this is a copy of your message", "this is a copy of the headers",
    "copy of the message", "copy of your message", "copy of the original", "original message follows", "original message --",
    "original message:", "- original message", "original message headers", "original headers", "original mail as follows",
    "original mail info", "original mail-", "the original message is", "the original message was attached", "unsent message follows",
    "unsent message below", "message header follows", "message headers follow", "headers of the message", "headers of your message",
    "headers follow", "message headers", "header of the message", "header of your", "begin message header", "message text follows",
    "the text of the message", "text of your message", "text of the original", "body of the message", "body of message generated",
    "returned message", "returned text follows", "returned mail follows", "start of returned", "start of message header",
    "your original message", "your message reads", "your message follows", "your message was as follows", "here is your original",
    "here is a copy", "the following is a copy", "the header of the", "forwarded message", "begin forwarded", "message contents follow",
    "message follows", "ursprüngliche nachricht", "kopie ihrer nachricht", "kopie der nachricht", "die originalnachricht",
    "original-nachricht", "en-têtes", "copie du message", "message d'origine", "message original", "mensaje original",
    "messaggio originale", "intestazioni originali", "copia del mensaje", "copia del messaggio", "oorspronkelijk bericht",
    "originele bericht", "kopie van", "исходное сообщение", "заголовки", "оригинал", "元のメッセージ", "送信メール", "原文",
    "-- message header", "--- message", "--- header",
)  # fmt: skip
"""Pieces of a line behind which the mail that came back stands, or its head."""
