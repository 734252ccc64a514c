"""Notices of mail systems, written for these tests after their documented formats, and what each means.

Every address is of a reserved domain. `TEXTS` are whole mails without MIME; `ada@lead.example` is who was written to.
"""

from dataclasses import dataclass

HARD, SOFT, OURS = "hard_bounce", "soft_bounce", "sender_block"


@dataclass(frozen=True)
class Notice:
    """`meant`: the class that it has to get; `detail` where the test asks for one."""

    name: str
    sender: str
    subject: str
    text: str
    meant: str
    detail: str = ""
    headers: str = ""


COPY = """From: Bob <bob@sender.example>
To: ada@lead.example
Subject: Pallets
Message-ID: <m1@sender.example>
Date: Mon, 16 Nov 2026 10:00:00 +0100

Hi Ada
"""


def postfix(said: str) -> str:
    """A notice as Postfix words it."""
    return (
        "This is the mail system at host mx.sender.example.\n\nI'm sorry to have to inform you that your message could not\n"
        "be delivered to one or more recipients. It's attached below.\n\nFor further assistance, please send mail to postmaster.\n\n"
        "If you do so, please include this problem report. You can\ndelete your own text from the attached returned message.\n\n"
        f"                   The mail system\n\n{said}\n"
    )


def exim(said: str) -> str:
    """A notice as Exim words it."""
    return (
        "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one "
        "or more"
        f" of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  ada@lead.example\n    {said}\n\n"
        "------ This is a copy of the message, including all the headers. ------\n\nReturn-path: <bob@sender.example>\n" + COPY
    )


def qmail(said: str) -> str:
    """A notice as qmail words it."""
    return (
        "Hi. This is the qmail-send program at mx.sender.example.\nI'm afraid I wasn't able to deliver your message to the following "
        "addresses.\n"
        "This is a permanent error; I've given up. Sorry it didn't work out.\n\n<ada@lead.example>:\n"
        f"{said}\n\n--- Below this line is a copy of the message.\n\nReturn-Path: <bob@sender.example>\n" + COPY
    )


def sendmail(reason: str, transcript: str) -> str:
    """A notice as sendmail words it."""
    return (
        "The original message was received at Mon, 16 Nov 2026 10:00:00 +0100\nfrom client.sender.example [192.0.2.7]\n\n"
        "   ----- The following addresses had permanent fatal errors -----\n<ada@lead.example>\n"
        f"    (reason: {reason})\n\n   ----- Transcript of session follows -----\n... while talking to mx.lead.example.:\n"
        f"{transcript}\n\n"
        "   ----- Original message follows -----\n\n" + COPY
    )


DAEMON = "Mail Delivery System <MAILER-DAEMON@mx.sender.example>"
TEXTS = (
    Notice("postfix, unknown", DAEMON, "Undelivered Mail Returned to Sender",
        postfix("<ada@lead.example>: host mx.lead.example[192.0.2.9] said: 550 5.1.1\n    <ada@lead.example>: Recipient address "
            "rejected: User unknown in\n"
        "    virtual mailbox table (in reply to RCPT TO command)"), HARD, "no such user"),
    Notice("postfix, full", DAEMON, "Undelivered Mail Returned to Sender",
        postfix("<ada@lead.example>: host mx.lead.example[192.0.2.9] said: 552 5.2.2\n    <ada@lead.example>: Over quota (in reply to "
            "RCPT TO command)"), SOFT, "mailbox full"),
    Notice("postfix, blocklist", DAEMON, "Undelivered Mail Returned to Sender",
        postfix("<ada@lead.example>: host mx.lead.example[192.0.2.9] said: 554 5.7.1 Service\n    unavailable; Client host "
            "[192.0.2.1] blocked using zen.blocklist.example"), OURS),
    Notice("postfix, no host", DAEMON, "Undelivered Mail Returned to Sender",
        postfix("<ada@lead.example>: Host or domain name not found. Name service error for\n    name=lead.example type=MX: Host not "
            "found"), HARD, "no such domain"),
    Notice("postfix, no host for now", DAEMON, "Undelivered Mail Returned to Sender",
        postfix("<ada@lead.example>: Host or domain name not found. Name service error for\n    name=lead.example type=MX: Host not "
            "found, try again"), SOFT),
    Notice("postfix, refused", DAEMON, "Undelivered Mail Returned to Sender",
        postfix("<ada@lead.example>: connect to mx.lead.example[192.0.2.9]:25: Connection refused"), SOFT, "network"),
    Notice("postfix, spf", DAEMON, "Undelivered Mail Returned to Sender",
        postfix("<ada@lead.example>: host mx.lead.example[192.0.2.9] said: 550 5.7.23 The message\n    was rejected because of Sender "
            "Policy Framework violation"), OURS, "authentication"),
    Notice("exim, unknown", "Mail Delivery System <Mailer-Daemon@mx.sender.example>", "Mail delivery failed: returning message to sender",
        exim("host mx.lead.example [192.0.2.9]\n    SMTP error from remote mail server after RCPT TO:<ada@lead.example>:\n    550 No "
            "such user here"), HARD, "no such user"),
    Notice("exim, unrouteable", "Mail Delivery System <Mailer-Daemon@mx.sender.example>",
        "Mail delivery failed: returning message to sender",
        exim("Unrouteable address"), HARD),
    Notice("exim, retry", "Mail Delivery System <Mailer-Daemon@mx.sender.example>", "Mail delivery failed: returning message to sender",
        exim("host mx.lead.example [192.0.2.9]\n    Connection timed out: retry timeout exceeded"), SOFT),
    Notice("exim, sender verify", "Mail Delivery System <Mailer-Daemon@mx.sender.example>",
        "Mail delivery failed: returning message to sender",
        exim("host mx.lead.example [192.0.2.9]\n    SMTP error from remote mail server after RCPT TO:<ada@lead.example>:\n    "
            "550-Verification failed for <bob@sender.example>\n    550 Sender verify failed"), OURS),
    Notice("exim, content", "Mail Delivery System <Mailer-Daemon@mx.sender.example>", "Mail delivery failed: returning message to sender",
        exim("host mx.lead.example [192.0.2.9]\n    SMTP error from remote mail server after end of data:\n    550 This message was "
            "classified as SPAM and may not be delivered"), OURS, "spam"),
    Notice("exim, warning", "Mail Delivery System <Mailer-Daemon@mx.sender.example>", "Warning: message 1abc delayed 24 hours",
        "This message was created automatically by mail delivery software.\nA message that you sent has not yet been delivered to one "
        "or more of its\n"
        "recipients after more than 24 hours on the queue on mx.sender.example.\n\nThe address to which the message has not yet been "
        "delivered is:\n\n"
        "  ada@lead.example\n\nNo action is required on your part. Delivery attempts will continue for\nsome time.\n", SOFT, "delayed"),
    Notice("qmail, unknown", "MAILER-DAEMON@mx.sender.example", "failure notice",
        qmail("Sorry, no mailbox here by that name. (#5.1.1)"), HARD,
        "no such user"),
    Notice("qmail, remote", "MAILER-DAEMON@mx.sender.example", "failure notice",
        qmail("192.0.2.9 does not like recipient.\nRemote host said: 550 unknown user\nGiving up on 192.0.2.9."), HARD),
    Notice("qmail, cname", "MAILER-DAEMON@mx.sender.example", "failure notice", qmail(
        "Sorry, I couldn't find any host named lead.example. (#5.1.2)"), HARD, "no such domain"),
    Notice("qmail, connect", "MAILER-DAEMON@mx.sender.example", "failure notice",
        qmail("Sorry, I wasn't able to establish an SMTP connection. (#4.4.1)\nI'm not going to try again; this message has been in "
            "the queue too long."), SOFT),
    Notice("qmail, after data", "MAILER-DAEMON@mx.sender.example", "failure notice",
        qmail("192.0.2.9 failed after I sent the message.\nRemote host said: 554 5.7.1 message rejected, it looks like spam"), OURS,
            "spam"),
    Notice("vpopmail, full", "MAILER-DAEMON@mx.sender.example", "failure notice", qmail("user is over quota"), SOFT, "mailbox full"),
    Notice("sendmail, unknown", "Mail Delivery Subsystem <MAILER-DAEMON@mx.sender.example>", "Returned mail: see transcript for details",
        sendmail("550 5.1.1 <ada@lead.example>... User unknown", ">>> RCPT To:<ada@lead.example>\n<<< 550 5.1.1 <ada@lead.example>... "
            "User unknown\n550 5.1.1 <ada@lead.example>... User unknown"), HARD),
    Notice("sendmail, relaying", "Mail Delivery Subsystem <MAILER-DAEMON@mx.sender.example>", "Returned mail: see transcript for details",
        sendmail("550 5.7.1 <ada@lead.example>... Relaying denied",
            ">>> RCPT To:<ada@lead.example>\n<<< 550 5.7.1 <ada@lead.example>... Relaying denied"), OURS, "relaying"),
    Notice("sendmail, domain of sender", "Mail Delivery Subsystem <MAILER-DAEMON@mx.sender.example>",
        "Returned mail: see transcript for details",
        sendmail("553 5.1.8 <bob@sender.example>... Domain of sender address bob@sender.example does not exist",
        ">>> MAIL From:<bob@sender.example>\n<<< 553 5.1.8 <bob@sender.example>... Domain of sender address bob@sender.example does "
        "not exist"), OURS, "sender"),
    Notice("sendmail, deferred", "Mail Delivery Subsystem <MAILER-DAEMON@mx.sender.example>",
        "Returned mail: Cannot send message for 5 days",
        sendmail("Deferred: Connection timed out with mx.lead.example.",
            "Message could not be delivered for 5 days\nMessage will be deleted from queue"), SOFT),
    Notice("exchange, 2003", "postmaster@lead.example", "Delivery Status Notification (Failure)",
        "This is an automatically generated Delivery Status Notification.\n\nDelivery to the following recipients failed.\n\n       "
        "ada@lead.example\n\n", SOFT),
    Notice("exchange, system administrator", "System Administrator <postmaster@lead.example>", "Undeliverable: Pallets",
        "Your message\n\n  To:      ada@lead.example\n  Subject: Pallets\n  Sent:    Mon, 16 Nov 2026 10:00:00 +0100\n\ndid not reach "
        "the following recipient(s):\n\n"
        "ada@lead.example on Mon, 16 Nov 2026 10:00:05 +0100\n    The e-mail account does not exist at the organization this message\n"
        "was sent to.  Check the e-mail address, or contact the recipient\ndirectly to find out the correct address.\n"
        "    <mx.lead.example #5.1.1>\n", HARD),
    Notice("office 365, unknown", "Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@lead.example>",
        "Undeliverable: Pallets",
        "Your message to ada@lead.example couldn't be delivered.\n\nada wasn't found at lead.example.\n\nDiagnostic information for "
        "administrators:\n\nGenerating server: mx.lead.example\n\n"
        "ada@lead.example\nRemote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient ada@lead.example not found by "
        "SMTP address lookup'\n\nOriginal message headers:\n\n" + COPY, HARD),
    Notice("office 365, access denied", "Microsoft Outlook <postmaster@lead.example>", "Undeliverable: Pallets",
        "Delivery has failed to these recipients or groups:\n\nada@lead.example\nYour message wasn't delivered. Despite repeated "
        "attempts to contact the recipient's email system it didn't respond.\n\n"
        "Remote Server returned '550 5.4.1 Recipient address rejected: Access denied. AS(201806281)'\n\n"
        "Original message headers:\n\n" + COPY, HARD),
    Notice("office 365, restricted", "Microsoft Outlook <postmaster@lead.example>", "Undeliverable: Pallets",
        "Delivery has failed to these recipients or groups:\n\nada@lead.example\nYour message can't be delivered because delivery to "
        "this address is restricted.\n\n"
        "Diagnostic information for administrators:\n\nada@lead.example\n#550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; "
        "authentication required; Delivery restriction check failed because the sender was not authenticated ##\n\nOriginal "
        "message headers:\n\n" + COPY, OURS),
    Notice("google, unknown", "Mail Delivery Subsystem <mailer-daemon@googlemail.example>", "Delivery Status Notification (Failure)",
        "** Address not found **\n\nYour message wasn't delivered to ada@lead.example because the address couldn't be found, or is "
        "unable to receive mail.\n\nThe response from the remote server was:\n"
        "550 5.1.1 The email account that you tried to reach does not exist. Please try double-checking the recipient's email address "
        "for typos or unnecessary spaces.\n", HARD,
        headers="X-Failed-Recipients: ada@lead.example\n"),
    Notice("google, full", "Mail Delivery Subsystem <mailer-daemon@googlemail.example>", "Delivery Status Notification (Failure)",
        "** Recipient inbox full **\n\nYour message couldn't be delivered to ada@lead.example. Their inbox is full, or it's getting "
        "too much mail right now.\n\nThe response was:\n\n452 4.2.2 The email account that you tried to reach is over quota.\n", SOFT,
        "mailbox full",
        headers="X-Failed-Recipients: ada@lead.example\n"),
    Notice("google, blocked", "Mail Delivery Subsystem <mailer-daemon@googlemail.example>", "Delivery Status Notification (Failure)",
        "** Message blocked **\n\nYour message to ada@lead.example has been blocked. See technical details below for more "
        "information.\n\nThe response from the remote server was:\n\n"
        "550-5.7.26 This mail is unauthenticated, which poses a security risk to the\n550-5.7.26 sender and Gmail users, and has been "
        "blocked.\n", OURS, "authentication",
        headers="X-Failed-Recipients: ada@lead.example\n"),
    Notice("google, delay", "Mail Delivery Subsystem <mailer-daemon@googlemail.example>", "Delivery Status Notification (Delay)",
        "This is an automatically generated Delivery Status Notification\n\nTHIS IS A WARNING MESSAGE ONLY.\n\nYOU DO NOT NEED TO "
        "RESEND YOUR MESSAGE.\n\nDelivery to the following recipient has been delayed:\n\n     ada@lead.example\n\nMessage will be "
        "retried for 2 more day(s)\n", SOFT, "delayed"),
    Notice("yahoo, unknown", "MAILER-DAEMON@yahoo.example", "Failure Notice",
        "Sorry, we were unable to deliver your message to the following address.\n\n<ada@lead.example>:\n554: delivery error: dd This "
        "user doesn't have a yahoo.example account (ada@lead.example) [0] - mta1.mail.example\n\n--- Below this line is a copy of "
        "the message.\n\n" + COPY, HARD),
    Notice("yahoo, complaints", "MAILER-DAEMON@mx.sender.example", "failure notice",
        qmail("Connected to 192.0.2.9 but sender was rejected.\nRemote host said: 421 4.7.0 [TS03] Messages from 192.0.2.1 "
            "temporarily deferred due to user complaints - 4.16.55.1"), OURS),
    Notice("domino", "postmaster@lead.example", "DELIVERY FAILURE: User ada (ada@lead.example) not listed in Domino Directory",
        "Your message\n\n  Subject: Pallets\n\nwas not delivered to:\n\n  ada@lead.example\n\nbecause:\n\n  User ada "
        "(ada@lead.example) not listed in Domino Directory\n", HARD),
    Notice("notes, router", "postmaster@lead.example",
        "DELIVERY FAILURE: Error transferring to MX.LEAD.EXAMPLE; Maximum hop count exceeded.",
        "Your message\n\n  Subject: Pallets\n\nwas not delivered to:\n\n  ada@lead.example\n\nbecause:\n\n  Error transferring to "
        "MX.LEAD.EXAMPLE; Maximum hop count exceeded.  Message probably in a routing loop.\n", SOFT, "loop"),
    Notice("groupwise", "Mailer-Daemon@lead.example", "Message status - undeliverable",
        "The attached file had the following undeliverable recipient(s):\n     ada@lead.example\n\nInformation about your message:\n  "
        "   Subject: Pallets\n     550 ada@lead.example... User unknown\n", HARD),
    Notice("courier", "postmaster@mx.sender.example", "NOTICE: mail delivery status.",
        "This is a delivery status notification from mx.sender.example,\nrunning the Courier mail server, version 0.65.\n\n           "
        "                UNDELIVERABLE MAIL\n\nYour message to the following recipients cannot be delivered:\n\n"
        "<ada@lead.example>:\n    mx.lead.example [192.0.2.9]:\n>>> RCPT TO:<ada@lead.example>\n<<< 550 User unknown.\n\n", HARD),
    Notice("mdaemon", "MDaemon at lead.example <MDaemon@lead.example>", "Permanent Delivery Failure",
        "The attached message had PERMANENT fatal delivery errors!\n\nAfter one or more unsuccessful delivery attempts the attached "
        "message has\nbeen removed from the mail queue on this server.\n\nFailed address: ada@lead.example\n\n"
        "--- Session Transcript ---\n Mon 2026-11-16 10:00:00: --> RCPT To:<ada@lead.example>\n Mon 2026-11-16 10:00:00: <-- 550 "
        "<ada@lead.example>, Recipient unknown\n--- End Transcript ---\n", HARD),
    Notice("imail", "Postmaster <postmaster@lead.example>", "Undeliverable Mail",
        "Unknown user: ada@lead.example\n\nOriginal message follows.\n\n" + COPY, HARD),
    Notice("mailenable", "Postmaster <postmaster@lead.example>", "Message Delivery Failure",
        "MailEnable: Message could not be delivered to some recipients.\nThe following recipient(s) could not be reached:\n\n"
        "\tRecipient: [SMTP:ada@lead.example]\n\tReason: Remote SMTP Server Returned: 550 Requested action not taken: mailbox "
        "unavailable or not local\n\n\nMessage headers follow:\n\n" + COPY, HARD),
    Notice("mimecast", "Postmaster <postmaster@lead.example>", "[Postmaster] Email Delivery Failure",
        "This is an automated alert notification. Please do not reply.\n\nAn email that you attempted to send to the following "
        "address could not be delivered:\n-- ada@lead.example\n\nThe problem appears to be :\n-- Recipient email address is "
        "possibly incorrect\n\nAdditional information follows :\n-- 550 5.1.1 User Unknown\n", HARD),
    Notice("barracuda", "postmaster@lead.example", "**Message you sent blocked by our bulk email filter**",
        "Your message to: ada@lead.example\nwas blocked by our Spam Firewall. The email you sent with the following subject has NOT "
        "BEEN DELIVERED:\n\nSubject: Pallets\n", OURS, "spam"),
    Notice("proofpoint", "Mail Delivery Subsystem <MAILER-DAEMON@pphosted.example>", "Returned mail: see transcript for details",
        sendmail("554 Blocked - see https://ipcheck.proofpoint.com/?ip=192.0.2.1",
            "<<< 554 Blocked - see https://ipcheck.proofpoint.com/?ip=192.0.2.1\n554 5.0.0 Service unavailable"), OURS),
    Notice("ironport", "Mail Delivery System <MAILER-DAEMON@ironport.example>", "Delivery Status Notification (Failure)",
        "The following message to <ada@lead.example> was undeliverable.\nThe reason for the problem:\n5.1.0 - Unknown address error "
        "550-'No such user - psmtp'\n", HARD),
    Notice("amazon ses", "MAILER-DAEMON@eu-west-1.amazonses.example", "Delivery Status Notification (Failure)",
        "An error occurred while trying to deliver the mail to the following recipients:\nada@lead.example\n\nRemote host said: 550 "
        "5.1.1 user unknown\n", HARD),
    Notice("mail.ru", "mailer-daemon@corp.mailru.example", "Ваше сообщение не доставлено. Mail failure.",
        "Это письмо создано автоматически сервером, отвечать на него не нужно.\n\nК сожалению, Ваше письмо не может быть доставлено "
        "одному или нескольким получателям:\n\n  ada@lead.example\n"
        "    SMTP error from remote mail server after RCPT TO:<ada@lead.example>:\n    550 Message was not accepted -- invalid "
        "mailbox. Local mailbox ada@lead.example is unavailable: user not found\n", HARD),
    Notice("gmx, german", "GMX Mailer Daemon <mailer-daemon@gmx.example>", "Mail delivery failed: returning message to sender",
        "Diese E-Mail wurde automatisch erstellt.\n\nEine E-Mail, die Sie versendet haben, konnte nicht zugestellt werden:\n\n"
        "ada@lead.example:\nSMTP error from remote server for RCPT TO command, host: mx.lead.example (192.0.2.9) reason: 550 "
        "Requested action not taken: mailbox unavailable. User unknown\n\n--- The header of the original message is following. "
        "---\n\n" + COPY, HARD),
    Notice("german exchange", "Microsoft Outlook <postmaster@lead.example>", "Unzustellbar: Pallets",
        "Fehler bei der Zustellung der Nachricht an folgende Empfänger oder Gruppen:\n\nada@lead.example\nDie eingegebene "
        "E-Mail-Adresse wurde nicht gefunden. Überprüfen Sie die E-Mail-Adresse des Empfängers.\n", HARD),
    Notice("french exchange", "Microsoft Outlook <postmaster@lead.example>", "Non remis : Pallets",
        "Échec de la remise à ces destinataires ou groupes :\n\nada@lead.example\nLa boîte aux lettres du destinataire est pleine. "
        "Boîte aux lettres pleine.\n", SOFT, "mailbox full"),
    Notice("dutch exchange", "Microsoft Outlook <postmaster@lead.example>", "Onbestelbaar: Pallets",
        "Uw bericht kon niet worden bezorgd bij de volgende ontvangers of groepen:\n\nada@lead.example\nHet e-mailadres dat u hebt "
        "ingevoerd, kan niet worden gevonden. Gebruiker onbekend.\n", HARD),
    Notice("spanish", "Microsoft Outlook <postmaster@lead.example>", "No se puede entregar: Pallets",
        "No se pudo entregar el mensaje a estos destinatarios o grupos:\n\nada@lead.example\nNo se encontró la dirección de correo "
        "electrónico que especificó.\n", HARD),
    Notice("italian", "postmaster@lead.example", "Mancata consegna: Pallets",
        "Non è stato possibile recapitare il messaggio ai seguenti destinatari:\n\nada@lead.example\nLa casella di posta del "
        "destinatario è piena: casella piena.\n", SOFT, "mailbox full"),
    Notice("opensmtpd", "Mailer Daemon <MAILER-DAEMON@mx.sender.example>", "Delivery status notification: error",
        "    Hi!\n\n    This is the MAILER-DAEMON, please DO NOT REPLY to this e-mail.\n\n    An error has occurred while attempting "
        "to deliver a message for\n    the following list of recipients:\n\n"
        "ada@lead.example: 550 5.1.1 <ada@lead.example>: Recipient address rejected: User unknown\n\n    Below is a copy of the "
        "original message:\n\n" + COPY, HARD),
    Notice("haraka", "MAILER-DAEMON@mx.sender.example", "failure notice",
        "Hi. This is the Haraka Mailer program at mx.sender.example.\nI'm afraid I wasn't able to deliver your message to the "
        "following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n"
        "Intended Recipients: <ada@lead.example>\nFailure Reason: Error: 550 5.7.1 rejected due to content\n", OURS),
    Notice("communigate", "MAILER-DAEMON@lead.example", "Undeliverable mail: Pallets",
        "Failed to deliver to 'ada@lead.example'\nLOCAL module(account ada) reports:\n account is full (quota exceeded)\n", SOFT,
        "mailbox full"),
    Notice("iplanet", "Internet Mail Delivery <postmaster@lead.example>", "Delivery Notification: Delivery has failed",
        "This report relates to a message you sent with the following header fields:\n\n  Message-id: <m1@sender.example>\n  Date: "
        "Mon, 16 Nov 2026 10:00:00 +0100\n  From: Bob <bob@sender.example>\n  To: ada@lead.example\n  Subject: Pallets\n\n"
        "Your message cannot be delivered to the following recipients:\n\n  Recipient address: ada@lead.example\n  Reason: Remote "
        "SMTP server has rejected address\n  Diagnostic code: smtp;550 5.1.1 unknown or illegal alias: ada@lead.example\n", HARD),
    Notice("zimbra, full", DAEMON, "Undelivered Mail Returned to Sender",
        postfix("<ada@lead.example>: host mail.lead.example[192.0.2.9] said: 452 4.2.2 Over\n    quota (in reply to end of DATA "
            "command)"), SOFT, "mailbox full"),
    Notice("orange", DAEMON, "Undelivered Mail Returned to Sender",
        postfix("<ada@lead.example>: host smtp-in.fr.example[192.0.2.9] said: 550 5.1.1 Adresse\n    d au moins un destinataire "
            "invalide. Invalid recipient. OFR204_416 (in reply\n    to RCPT TO command)"), HARD),
    Notice("ptr", DAEMON, "Undelivered Mail Returned to Sender",
        postfix("<ada@lead.example>: host mx.lead.example[192.0.2.9] said: 550 5.7.25 The IP address\n    sending this message does "
            "not have a PTR record setup"), OURS, "reverse dns"),
    Notice("rate", DAEMON, "Undelivered Mail Returned to Sender",
        postfix("<ada@lead.example>: host mx.lead.example[192.0.2.9] said: 421 4.7.28 Our system has\n    detected an unusual rate of "
            "unsolicited mail originating from your IP address"), OURS),
    Notice("null mx", DAEMON, "Undelivered Mail Returned to Sender",
        postfix("<ada@lead.example>: Domain lead.example does not accept mail (nullMX)"), HARD, "no mail there"),
    Notice("suspended", DAEMON, "Undelivered Mail Returned to Sender",
        postfix("<ada@lead.example>: host mx.lead.example[192.0.2.9] said: 550 5.2.1 The email account that\n    you tried to reach "
            "is disabled (in reply to RCPT TO command)"), SOFT, "suspended"),
    Notice("greylisting expired", DAEMON, "Undelivered Mail Returned to Sender",
        postfix("<ada@lead.example>: host mx.lead.example[192.0.2.9] said: 450 4.2.0 <ada@lead.example>:\n    Recipient address "
            "rejected: Greylisted, try again later (in reply to RCPT TO command)"), SOFT),
    Notice("too big", DAEMON, "Undelivered Mail Returned to Sender",
        postfix("<ada@lead.example>: host mx.lead.example[192.0.2.9] said: 552 5.3.4 Message size\n    exceeds fixed limit (in reply "
            "to MAIL FROM command)"), SOFT, "too big"),
    Notice("unknown for now", DAEMON, "Undelivered Mail Returned to Sender",
        postfix("<ada@lead.example>: host mx.lead.example[192.0.2.9] said: 450 4.1.1 <ada@lead.example>:\n    Recipient address "
            "rejected: unverified address: User unknown"), SOFT),
)  # fmt: skip
