"""Refusals of servers, in their own words: whose fault they are."""

import pytest

from seleqt_cli.core.inbound.codes import reply_code, status_code
from seleqt_cli.core.inbound.diagnosis import diagnose

HARD = (
    "550 5.1.1 The email account that you tried to reach does not exist. Please try double-checking the recipient's email address for "
    "typos or unnecessary spaces. Learn more at https://support.google.com/mail/?p=NoSuchUser a1-20 - gsmtp",
    "550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302)",
    "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
    "550 5.4.310 DNS domain lead.example does not exist [Message=InfoDomainNonexistent]",
    "550 5.1.0 <x@lead.example>: User unknown",
    "511 sorry, no mailbox here by that name (#5.1.1 - chkuser)",
    "550 <x@lead.example>: Recipient address rejected: User unknown in relay recipient table",
    "550 Unrouteable address",
    "550 unknown user",
    "554 delivery error: dd Sorry, your message to x cannot be delivered. This account does not exist",
    "550 No such recipient here",
    "550 x... No such user",
    "550 Mailbox does not exist",
    "550 5.1.1 Recipient not found. <http://x-pmta/?q=1>",
    "5.4.4 unable to look up host lead.example: host not found",
    "Host or domain name not found. Name service error for name=x type=AAAA: Host not found",
    "556 5.1.10 recipient address has null MX",
    "550 5.1.2 Bad destination host 'DNS Hard Error looking up lead.example (MX): NXDomain'",
    "5.1.2 (bad destination host: no such domain)",
    "550 5.1.1 <x>: Email address could not be found, or was misspelled (G8)",
    "550 x is no longer a valid address",
    "550 The account has been closed",
    "550 Address unknown",
    "550 5.1.3 Invalid recipient format",
    "550 permanent failure for one or more recipients (x@lead.example:550 5.1.1 User unknown)",
    "550 Rule imposed mailbox access for x refused: user invalid",
    "550 #5.1.0 Address rejected.",
    "550-5.1.1 User does not exist - <x@lead.example>",
    "554 5.1.1 Unknown user; rejecting",
    "550 Requested action not taken: mailbox not found",
    "550 5.1.1 mailbox unavailable",
    "501 5.1.3 Bad recipient address syntax",
    "5.1.1 smtp; 550 5.1.1 RESOLVER.ADR.ExRecipNotFound; not found",
)

SOFT = (
    "550 5.2.1 The email account that you tried to reach is inactive. p=DisabledUser",
    "552 5.2.2 The email account that you tried to reach is over quota and inactive",
    "552 5.2.3 Message exceeds fixed maximum message size",
    "554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException",
    "550 5.4.300 Message expired -> 451 4.4.0 temporary server error",
    "550 5.4.317 Message expired, connection to remote host failed",
    "450 4.2.0 <x@lead.example>: Recipient address rejected: Greylisted",
    "451 4.3.2 Please try again later",
    "554 delivery error: dd Sorry your message to x cannot be delivered. This account has been disabled or discontinued [#102].",
    "452 4.2.2 Mailbox full",
    "552 RCPT TO:<x> Mailbox disk quota exceeded",
    "550 Mailbox quota exceeded",
    "422 4.2.2 The recipient's mailbox is over its storage limit",
    "550 user is over the quota. You can try again later.",
    "connect to mx[192.0.2.1]:25: Connection timed out",
    "delivery temporarily suspended: connect to x: No route to host",
    "lost connection with mx while sending RCPT TO",
    "conversation with mx timed out while receiving the initial server greeting",
    "421 Too busy, try later",
    "554 5.4.6 Too many hops",
    "mail for lead.example loops back to myself",
    "552 5.3.4 Error: message file too big",
    "550 5.2.1 Mailbox unavailable. This account has been temporarily suspended",
    "550 5.0.350 Remote server returned an error -> 451 timed out",
    "432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded",
    "550 Account suspended for inactivity",
)

OURS = (
    "550-5.7.1 [192.0.2.1 12] Our system has detected that this message is likely unsolicited mail",
    "550 5.7.1 [192.0.2.1] The IP you're using to send mail is not authorized to send email directly to our servers",
    "421 4.7.0 [192.0.2.1] Our system has detected an unusual rate of unsolicited mail",
    "550 5.7.509 Access denied, sending domain acme.example does not pass DMARC verification and has a DMARC policy of reject",
    "550 5.7.606 Access denied, banned sending IP [192.0.2.1]. To request removal from this list please visit",
    "550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. Please contact your Internet service provider since part of "
    "their network is on our block list (S3140)",
    "550 5.7.708 Service unavailable. Access denied, traffic not accepted from this IP",
    "550 5.7.64 TenantAttribution; Relay Access Denied",
    "554 5.7.1 <x[192.0.2.1]>: Client host rejected: Access denied",
    "550 5.7.1 <host[192.0.2.1]>: Client host rejected: cannot find your reverse hostname",
    "554 5.7.1 Message cannot be accepted, spf check failed",
    "550 SPF: 192.0.2.1 is not allowed to send mail from acme.example",
    "550 5.7.1 DKIM verification failed",
    "554 Message rejected because of unacceptable content. For help, please quote incident ID",
    "550 Message rejected by Bitdefender",
    "552 5.7.0 This message was blocked because its content presents a potential security issue",
    "550 Your message was detected as spam",
    "554 rejected due to virus",
    "521 5.2.1 :  (HVU:B1) https://postmaster.aol.example",
    "550 RBL: http://www.barracudanetworks.com/reputation",
    "550 rejecting connection from 192.0.2.1: listed by zen",
    "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)",
    "421 4.7.0 Too many connections from your host",
    "450 4.7.1 Error: too much mail from 192.0.2.1",
    "550 5.4.5 Daily sending quota exceeded",
    "550 5.1.8 Sender domain does not exist",
    "550 5.1.7 Invalid address bob@",
    "553 5.1.8 <bob@x>... Domain of sender address does not exist",
    "550 Sender verify failed",
    "451 4.1.8 Domain of sender address does not resolve",
    "550 5.7.1 Command rejected",
    "530 5.7.0 Must issue a STARTTLS command first",
    "535 5.7.8 Authentication credentials invalid",
    "550 5.7.1 Message blocked due to the spam content in the message",
    "554 5.7.1 : Sender address rejected: Access denied",
    "550 High probability of spam",
    "571 incoming IP 192.0.2.1 blocked by RBL",
    "550 permanent failure for one or more recipients (x:blocked)",
    "554 5.7.1 The message from (<bob@x>) with the subject of (Pallets) matches a profile the Internet community may consider spam "
    "(Cloudmark)",
    "5.7.520 Access denied, Your organization does not allow external forwarding.",
    "550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup",
    "451 4.7.500 Server busy. Please try again later from [192.0.2.1]. (S77719)",
    "550 spf=fail",
    "550 Blocked by SpamAssassin",
)


@pytest.mark.parametrize(
    ("meant", "said"),
    [(meant, said) for meant, some in (("hard_bounce", HARD), ("soft_bounce", SOFT), ("sender_block", OURS)) for said in some],
)
def test_what_a_server_says_tells_whose_fault_it_is(meant: str, said: str) -> None:
    found = diagnose(status_code(said), reply_code(said), said)
    assert found is not None
    assert found.kind.value == meant, found


@pytest.mark.parametrize("said", ["", "Hello there.", "250 2.1.5 OK", "Thank you for your order 550."])
def test_what_refuses_nothing_has_no_diagnosis(said: str) -> None:
    assert diagnose(status_code(said), reply_code(said), said) is None


@pytest.mark.parametrize(
    ("text", "code", "status"),
    [
        ("550 5.1.1 no", 550, "5.1.1"),
        ("smtp;550-5.7.26 x", 550, "5.7.26"),
        ("(#5.1.1)", 0, "5.1.1"),
        ("250 ok, then 452 4.2.2 full", 452, "4.2.2"),
        ("5.0.0 and 5.2.2", 0, "5.2.2"),
        ("from 192.0.2.55 port 465", 0, ""),
        ("550.5.1.1.2", 0, ""),
        ("retry in 450 seconds", 0, ""),
        ("version 4.5.1.3", 0, ""),
        ("#550 x", 550, ""),
    ],
)
def test_codes_are_found_where_they_are_codes(text: str, code: int, status: str) -> None:
    assert (reply_code(text), status_code(text)) == (code, status)
