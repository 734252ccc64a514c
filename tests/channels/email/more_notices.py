"""More notices, of systems that are rarer: gateways, old programs, providers, other languages."""

from tests.channels.email.notices import COPY, DAEMON, HARD, OURS, SOFT, Notice, exim, postfix, qmail

MORE = (
    Notice(
        "v5sendmail",
        "Mail Delivery Subsystem <MAILER-DAEMON@mx.sender.example>",
        "Returned mail: User unknown",
        "   ----- Transcript of session follows -----\nWhile talking to mx.lead.example:\n>>> RCPT To:<ada@lead.example>\n<<< 550 "
        "<ada@lead.example>, User Unknown\n550 <ada@lead.example>... User unknown\n\n   ----- Unsent message follows -----\n"
        "Received: from x by y\n" + COPY,
        HARD,
    ),
    Notice(
        "ezweb",
        "Postmaster@ezweb.example",
        "Mail System Error - Returned Mail",
        "The following recipients did not receive this message:\n\n     <ada@lead.example>\n\nThe user(s) account is temporarily over "
        "quota.\n",
        SOFT,
        "mailbox full",
    ),
    Notice(
        "ezweb2",
        "Postmaster@ezweb.example",
        "Mail System Error - Returned Mail",
        "Each of the following recipients was rejected by a remote mail server.\n\n    Recipient: <ada@lead.example>\n    >>> RCPT "
        "TO:<ada@lead.example>\n    <<< 550 <ada@lead.example>: User unknown\n",
        HARD,
    ),
    Notice(
        "biglobe",
        "postmaster@biglobe.example",
        "Returned mail:",
        "   ----- The following addresses had delivery problems -----\nada@lead.example\n\n   ----- Non-delivered information -----\n"
        "The number of messages in recipient's mailbox exceeded the local limit.\n",
        SOFT,
        "mailbox full",
    ),
    Notice(
        "interscan",
        "InterScan MSS <postmaster@lead.example>",
        "Mail delivery failed : Pallets",
        "Unable to deliver message to <ada@lead.example> (and other recipients in the same domain).\n\nSent <<< RCPT "
        "TO:<ada@lead.example>\nReceived >>> 550 5.1.1 <ada@lead.example>... user unknown\n",
        HARD,
    ),
    Notice(
        "mailmarshal",
        "MailMarshal <postmaster@lead.example>",
        'Undeliverable Mail: "Pallets"',
        "Your message:\n   From:    bob@sender.example\n   Subject: Pallets\n\nCould not be delivered because of\n\n550 5.1.1 User "
        "unknown\n\nThe following recipients were affected: \n    ada@lead.example\n\nAdditional Information\n"
        "======================\nOriginal Sender:    <bob@sender.example>\n",
        HARD,
    ),
    Notice(
        "mcafee",
        "postmaster@lead.example",
        "Delivery Status",
        "--- The following addresses had delivery problems ---\n\n<ada@lead.example>   (User unknown ada@lead.example)\n\n"
        "--------------Original Mail----------------\n" + COPY,
        HARD,
    ),
    Notice(
        "exchange5",
        "System Administrator <postmaster@lead.example>",
        "Undeliverable: Pallets",
        "Your message\n\n  To:      ada@lead.example\n  Subject: Pallets\n  Sent:    Thu\n\ndid not reach the following "
        "recipient(s):\n\nada@lead.example on Thu, 29 Apr 2007 16:51:51 -0500\n    The recipient name is not recognized\n\tThe "
        "MTS-ID of the original message is: c=jp;a= ;p=neko\n    MSEXCH:IMS:KIJITORA CAT:EXAMPLE:EXCHANGE 0 (000C05A6) Unknown "
        "Recipient\n",
        HARD,
    ),
    Notice(
        "surfcontrol",
        "postmaster@lead.example",
        "Message delivery failure",
        "Your message could not be sent.\nA transcript of the attempts to send the message follows.\nThe number of attempts made: 1\n"
        "Addressed To: ada@lead.example\n\nThu 29 Apr 2010 23:34:45 +0900\nFailed to send to identified host,\nada@lead.example: "
        "[192.0.2.5], 550 ada@lead.example... No such user\n\n--- Message non-deliverable.\n",
        HARD,
    ),
    Notice(
        "imail full",
        "Postmaster <postmaster@lead.example>",
        "Undeliverable Mail",
        "User mailbox exceeds allowed size: ada@lead.example\n\nOriginal message follows.\n\n" + COPY,
        SOFT,
        "mailbox full",
    ),
    Notice(
        "imail retries",
        "Postmaster <postmaster@lead.example>",
        "Undeliverable Mail",
        "Delivery failed 20 attempts: ada@lead.example\n\nOriginal message follows.\n\n" + COPY,
        SOFT,
    ),
    Notice(
        "x1",
        "MAILER-DAEMON@lead.example",
        "Returned Mail: Pallets",
        "The original message was received at Thu, 29 Apr 2010 23:34:45 +0900 (JST)\nfrom bob@sender.example\n\n---The following "
        "addresses had delivery errors---\n\nada@lead.example [User unknown]\n",
        HARD,
    ),
    Notice(
        "x2",
        "MAILER-DAEMON@lead.example",
        "Delivery failure",
        "Unable to deliver message to the following address(es).\n\n<ada@lead.example>:\nThis user doesn't have a lead.example "
        "account (ada@lead.example) [0]\n\n--- Original message follows.\n\n" + COPY,
        HARD,
    ),
    Notice(
        "x3",
        "Mail Delivery System <postmaster@lead.example>",
        "Delivery status notification",
        "  ====\n      This is an automatically generated Delivery Failure Notification\n  ====\n\n- These recipients of your message "
        "have been processed by the mail server:\nada@lead.example; Failed; 5.1.1 (bad destination mailbox address)\n\n    Remote "
        "MTA 192.0.2.2: SMTP diagnostic: 550 RCPT TO: user unknown\n",
        HARD,
    ),
    Notice(
        "mailfoundry",
        "MAILER-DAEMON@lead.example",
        "Message delivery has failed",
        "Unable to deliver message to: <ada@lead.example>\nDelivery failed for the following reason:\nServer "
        "mx22.lead.example[192.0.2.2] failed with: 550 <ada@lead.example> No such user here\n\nThis has been a permanent failure.  "
        "No further delivery attempts will be made.\n",
        HARD,
    ),
    Notice(
        "notes",
        "postmaster@lead.example",
        "Undeliverable message",
        "------- Failure Reasons  --------\n\nUser not listed in public Name & Address Book\nada@lead.example\n\n------- Returned "
        "Message --------\n" + COPY,
        HARD,
    ),
    Notice(
        "james",
        "postmaster@lead.example",
        "[BOUNCE]",
        "Hi. This is the James mail server at mx.lead.example.\nI'm afraid I wasn't able to deliver your message to the following "
        "addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out. Below\nI include the list of recipients "
        "and the reason why I was unable to deliver\nyour message.\n\nFailed recipient(s):\nada@lead.example\n\nError message:\n"
        "550 unknown user\n",
        HARD,
    ),
    Notice(
        "zoho",
        "mailer-daemon@mail.zoho.example",
        "Undelivered Mail Returned to Sender",
        "This message was created automatically by mail delivery software.\n A message that you sent could not be delivered to one or "
        "more of its recipients. This is a permanent error. \n\nada@lead.example Invalid Address, ERROR_CODE :550, ERROR_CODE "
        ":5.1.=1 <ada@lead.example>... User Unknown\n",
        HARD,
    ),
    Notice(
        "kddi",
        "no-reply@lead.example",
        "Mail",
        "Your mail sent on: Thu, 29 Apr 2013 00:00:00 +0900 \n     Could not be delivered to: <ada@lead.example> \n     As the remote "
        "domain doesnt exist.\n",
        HARD,
    ),
    Notice(
        "qq",
        "PostMaster@qq.example",
        "系统退信/System bounce",
        "抱歉，您的邮件被退回来了……\n收件人：ada@lead.example\n退信原因：host mx said: 550 Mailbox not found\n",
        HARD,
    ),
    Notice(
        "outlook.com",
        DAEMON,
        "Undelivered Mail Returned to Sender",
        postfix(
            "<ada@lead.example>: host mx[192.0.2.9] said: 550 5.5.0 Requested\n    action not taken: mailbox unavailable "
            "(S2017062302). (in reply to RCPT TO command)"
        ),
        HARD,
    ),
    Notice(
        "t-online",
        DAEMON,
        "Undelivered Mail Returned to Sender",
        postfix(
            "<ada@lead.example>: host mx[192.0.2.9] refused to talk to me: 554 IP=192.0.2.1 - A problem occurred. (Ask your "
            "postmaster for help or to contact tosa@rx.t-online.example to clarify.)"
        ),
        OURS,
    ),
    Notice(
        "gmx ptr",
        DAEMON,
        "Undelivered Mail Returned to Sender",
        postfix(
            "<ada@lead.example>: host mx[192.0.2.9] refused to talk to me: 554-gmx.example (mxgmx002) Nemesis ESMTP Service not "
            "available 554-No SMTP service 554 Bad DNS PTR resource record."
        ),
        OURS,
    ),
    Notice(
        "mailru disabled",
        "mailer-daemon@corp.mailru.example",
        "Mail failure.",
        "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one "
        "or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  ada@lead.example\n    SMTP "
        "error from remote mail server after RCPT TO:<ada@lead.example>:\n    550 Message was not accepted -- invalid mailbox. "
        "Local mailbox ada@lead.example is unavailable: account is disabled\n",
        SOFT,
        "suspended",
    ),
    Notice(
        "yahoo disabled",
        "MAILER-DAEMON@yahoo.example",
        "Failure Notice",
        "Sorry, we were unable to deliver your message to the following address.\n\n<ada@lead.example>:\n554: 30 Sorry, your message "
        "to ada@lead.example cannot be delivered. This mailbox is disabled (554.30).\n",
        SOFT,
        "suspended",
    ),
    Notice(
        "courier sender",
        "postmaster@mx.sender.example",
        "NOTICE: mail delivery status.",
        "This is a delivery status notification from mx.sender.example,\nrunning the Courier mail server, version 0.65.\n\nYour "
        "message to the following recipients cannot be delivered:\n\n<ada@lead.example>:\n    mx.lead.example [192.0.2.9]:\n>>> "
        "MAIL FROM:<bob@sender.example>\n<<< 517-Domain does not exist: sender.example.\n<<< 517 Invalid domain.\n",
        OURS,
    ),
    Notice(
        "ironport ldap",
        DAEMON,
        "Undelivered Mail Returned to Sender",
        postfix("<ada@lead.example>: host mx[192.0.2.9] said: 550 #5.1.0 Address rejected. (in reply to RCPT TO command)"),
        HARD,
    ),
    Notice(
        "godaddy",
        DAEMON,
        "Undelivered Mail Returned to Sender",
        postfix(
            "<ada@lead.example>: host mx[192.0.2.9] said: 554 The message was rejected because it contains prohibited virus or spam "
            "content (in reply to end of DATA command)"
        ),
        OURS,
    ),
    Notice(
        "vpop locked", "MAILER-DAEMON@mx.sender.example", "failure notice", qmail("vdelivermail: account is locked email bounced"), SOFT
    ),
    Notice(
        "postfix maildir",
        DAEMON,
        "Undelivered Mail Returned to Sender",
        postfix(
            "<ada@lead.example>: maildir delivery failed: Sorry, the user's maildir has\n    overdrawn his diskspace quota, please "
            "try again later."
        ),
        SOFT,
        "mailbox full",
    ),
    Notice(
        "exim long failure",
        "Mail Delivery System <Mailer-Daemon@mx.sender.example>",
        "Mail delivery failed: returning message to sender",
        exim("retry time not reached for any host after a long failure period"),
        SOFT,
    ),
    Notice(
        "exim quota",
        "Mail Delivery System <Mailer-Daemon@mx.sender.example>",
        "Mail delivery failed: returning message to sender",
        exim("mailbox is full (MTA-imposed quota exceeded while writing to file /var/mail/ada)"),
        SOFT,
    ),
    Notice(
        "moved",
        DAEMON,
        "Undelivered Mail Returned to Sender",
        postfix(
            "<ada@lead.example>: host mx[192.0.2.9] said: 551 5.1.6 User has moved; please try <eva@new.example> (in reply to RCPT TO "
            "command)"
        ),
        HARD,
    ),
    Notice(
        "mimecast header",
        DAEMON,
        "Undelivered Mail Returned to Sender",
        postfix(
            "<ada@lead.example>: host mx[192.0.2.9] said: 550 Rejected by header based Anti-Spoofing policy: bob@sender.example (in "
            "reply to end of DATA command)"
        ),
        OURS,
    ),
    Notice(
        "orange inactive",
        DAEMON,
        "Undelivered Mail Returned to Sender",
        postfix("<ada@lead.example>: host mx[192.0.2.9] said: 550 5.2.1 Compte inactif / mailbox inactive OFR_417"),
        SOFT,
    ),
    Notice(
        "facebook",
        DAEMON,
        "Undelivered Mail Returned to Sender",
        postfix("<ada@lead.example>: host mx[192.0.2.9] said: 550 5.1.1 RCP-P2 Refused due to recipient preferences"),
        SOFT,
    ),
    Notice(
        "gw tls",
        DAEMON,
        "Undelivered Mail Returned to Sender",
        postfix("<ada@lead.example>: TLS is required, but was not offered by host mx.lead.example[192.0.2.9]"),
        SOFT,
    ),
    Notice(
        "sendgrid",
        "MAILER-DAEMON@sendgrid.example",
        "Undelivered Mail Returned to Sender",
        "Hello, this is the mail server on o1.sendgrid.example.\n\nI am sending you this message to inform you on the delivery status "
        "of a\nmessage you previously sent.  Immediately below you will find a list of\nthe affected recipients;  also attached is "
        "a Delivery Status Notification\n(DSN) report in standard format, as well as the headers of the original\nmessage.\n\n  "
        "<ada@lead.example>   delivery failed; will not continue trying\n\n550 5.1.1 The email account that you tried to reach "
        "does not exist.",
        HARD,
    ),
    Notice(
        "groups",
        "Mail Delivery Subsystem <mailer-daemon@googlemail.example>",
        "Delivery Status Notification (Failure)",
        "Hello bob@sender.example,\n\nWe're writing to let you know that the group you tried to contact (ada) may not exist, or you "
        "may not have permission to post messages to the group.\n",
        OURS,
        headers="X-Failed-Recipients: ada@lead.example\n",
    ),
    Notice(
        "challenge-like policy",
        DAEMON,
        "Undelivered Mail Returned to Sender",
        postfix("<ada@lead.example>: host mx[192.0.2.9] said: 550 5.7.1 <ada@lead.example>... Access denied (in reply to RCPT TO command)"),
        OURS,
    ),
    Notice(
        "helo",
        DAEMON,
        "Undelivered Mail Returned to Sender",
        postfix("<ada@lead.example>: host mx[192.0.2.9] said: 504 5.5.2 <localhost>: Helo command rejected: need fully-qualified hostname"),
        OURS,
    ),
    Notice(
        "norwegian dsn words",
        "postmaster@lead.example",
        "Kan ikke leveres: Pallets",
        "Meldingen kunne ikke leveres til:\n\nada@lead.example\n550 5.1.1 User unknown\n",
        HARD,
    ),
    Notice(
        "portuguese",
        "postmaster@lead.example",
        "Não entregue: Pallets",
        "A mensagem não pôde ser entregue a:\n\nada@lead.example\nCaixa de entrada cheia\n",
        SOFT,
    ),
    Notice(
        "polish",
        "MAILER-DAEMON@lead.example",
        "Wiadomość nie dostarczona",
        "Nie można dostarczyć wiadomości do <ada@lead.example>: 550 nie istnieje taki użytkownik",
        HARD,
    ),
)
