"""Which mail of ours a mail that came in is about, and whom it may speak for.

A forged mail must not stop or unsubscribe others (RELIABILITY S16). So a match needs something that only a recipient can
know (our Message-ID or unsubscribe token, both unguessable), or the person's own address. An address alone can be forged:
where the server that received the mail says so, the match is `forged`. A bounce that names a mail names one of ours or is
about nothing; only one that names none may be taken by recipient and time, from a mail system that nothing speaks against.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Protocol

from seleqt_cli.core.addresses import BadAddress, normalise_email
from seleqt_cli.core.facts import FREE_MAIL
from seleqt_cli.core.inbound.authentication import authentication_failed
from seleqt_cli.core.inbound.mail import Inbound
from seleqt_cli.core.inbound.notice_words import DAEMON_NAMES, DAEMONS, MAYBE_DAEMONS
from seleqt_cli.core.inbound.own_address import names_of, same_mailbox, same_recipient
from seleqt_cli.core.inbound.verdict import BOUNCES, Class, Verdict
from seleqt_cli.core.zones import DAY

SKEW: Final = 600
"""Seconds that the clock of a mail server may be behind ours."""
ANSWERED_WITHIN: Final = 365 * DAY
"""How long after the last mail to an address a mail from it is an answer."""
BOUNCED_WITHIN: Final = 7 * DAY
"""How long a server tries before it gives a mail back, and two days more (RFC 5321 section 4.5.4.1: 4-5 days)."""
COMPLAINED_WITHIN: Final = 60 * DAY
_MOST_IDS: Final = 50
"""Message-IDs of one mail that are looked up; a longer chain keeps its ends."""


@dataclass(frozen=True, slots=True)
class Written:
    """A mail of ours, or what a LinkedIn account sent (`kind`). `at`: when it was sent (C2); `state` as of core.actions.

    `recipient`: the normalised address that it went to, '' on LinkedIn; `address`: the one that the lead has now, '' = none.
    """

    action: int
    journey: int
    lead: int
    campaign: str
    account: str
    recipient: str
    at: int
    state: str
    subject: str
    message_id: str = ""
    kind: str = "email"
    address: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """`by`: how it was found, in words for a person, '' when nothing was.

    `other`: somebody else than the lead writes. `named`: the mail names a mail that is not ours. `several`: it answers
    one of several leads, and nothing says which.
    `sure`: it holds something that only a recipient of that very mail can know. `aliases`: other names of that mail.
    `forged`: why it may not be from whom it says, '' when nothing says so. `elsewhere`: what failed is an address that the
    lead's mail is handed on to, and not the lead's.
    """

    written: Written | None = None
    by: str = ""
    other: bool = False
    named: bool = False
    several: bool = False
    sure: bool = False
    aliases: tuple[str, ...] = field(default=())
    forged: str = ""
    elsewhere: bool = False


class SentMails(Protocol):
    """What was sent, looked up (storage.sent_mails)."""

    def by_id(self, message_id: str) -> Written | None:
        """The mail with that Message-ID, with that other name, or in whose thread a mail with it came in."""

    def by_token(self, token: str, sender: str) -> Written | None:
        """The mail whose List-Unsubscribe field holds the token; `sender`: whose mails are looked at first."""

    def last_to(self, account: str, address: str, since: int, until: int) -> Written | None:
        """The last mail from an account ('' = from any) to an address in a time, also one that its lead had before."""

    def last_with(self, account: str, address: str, since: int, until: int) -> Written | None:
        """The last thing put before the lead with an address: a mail from an account ('' = any), or anything on LinkedIn."""

    def with_subject(self, account: str, subject: str, since: int, until: int) -> list[Written]:
        """The last mail to each lead with that subject."""


def match(mail: Inbound, verdict: Verdict, account: str, received_at: int, sent: SentMails) -> Match:
    """Find what a mail is about. `account` received it at an instant; nothing is written."""
    if verdict.kind in BOUNCES:
        return _returned(mail, verdict, account, received_at, sent)
    if verdict.kind is Class.COMPLAINT:
        return _complained(mail, verdict, account, received_at, sent)
    if verdict.token:
        written = sent.by_token(verdict.token, mail.sender.address)
        if written is not None:
            return Match(written, "the word of its unsubscribe link", sure=True)
    return _answered(mail, verdict, account, received_at, sent)


def bare_subject(subject: str) -> str:
    """A subject without `Re:`, `AW:`, `Fwd:` and their kin, in lower case, spaces as one."""
    words = " ".join(subject.split()).lower()
    while True:
        head, colon, rest = words.partition(":")
        if not colon or head.rstrip("0123456789[]()").strip() not in _PREFIXES:
            return words
        words = rest.strip()


_PREFIXES: Final = frozenset("re aw sv vs antw ant fw fwd wg tr rv i r res odp ynt rif doorst vl enc".split())
"""What mail programs put before the subject of an answer or a forwarded mail."""


def named_ids(mail: Inbound, verdict: Verdict) -> Iterator[str]:
    """Every Message-ID that a mail names, the most telling first, each once."""
    seen: set[str] = set()
    references = mail.references[::-1]
    if len(references) > _MOST_IDS:
        references = (*references[: _MOST_IDS // 2], *references[-_MOST_IDS // 2 :])
    returned = (mail.returned.message_id,) if mail.returned is not None else ()
    for one in (verdict.message_id, *returned, mail.original_id, *mail.in_reply_to[:_MOST_IDS], *references):
        if one and one not in seen:
            seen.add(one)
            yield one


def _by_id(mail: Inbound, verdict: Verdict, sent: SentMails) -> tuple[Written | None, bool]:
    named = False
    for one in named_ids(mail, verdict):
        named = True
        written = sent.by_id(one)
        if written is not None:
            return written, True
    return None, named


def _answered(mail: Inbound, verdict: Verdict, account: str, received_at: int, sent: SentMails) -> Match:
    written, _ = _by_id(mail, verdict, sent)
    sender = mail.sender.address
    if written is not None:
        other = not _theirs(sender, written)
        by = "somebody else in the thread" if other else "the thread"
        return Match(written, by, other=other, sure=True, aliases=_unknown_names(mail, written, sent))
    forged = authentication_failed(mail)
    since, until = received_at - ANSWERED_WITHIN, received_at + SKEW
    for address in names_of(sender):
        found = _last_with(account, address, since, until, sent)
        if found is not None and found.kind != "email":
            return Match(found, "the address it comes from, of somebody written to on LinkedIn", forged=forged)
        if found is not None:
            same = bare_subject(mail.subject) == bare_subject(found.subject)
            # a server may have given our mail another Message-ID: the answer to it then names only that one
            aliases = mail.in_reply_to[:1] if same and sender == found.recipient and not forged else ()
            return Match(found, "the address it comes from", aliases=aliases, forged=forged)
    for party in mail.reply_to:  # anybody may name any address there: it proves nothing about a mail in doubt
        found = _last_with(account, party.address, since, until, sent) if party.address else None
        if found is not None:
            return Match(found, "the address that it wants answers at", other=True, forged=forged)
    for address in names_of(sender) if verdict.kind is Class.UNSUBSCRIBE else ():
        # who wants no more mail binds all of us, whomever of us it was said to
        found = _last_with("", address, since, until, sent)
        if found is not None:
            return Match(found, "the address it comes from, which another account wrote to", forged=forged)
    return _colleague(mail, account, received_at, sent, forged)


def _last_with(account: str, address: str, since: int, until: int, sent: SentMails) -> Written | None:
    """The last mail to an address, unless something was put before the person later in another journey, or never a mail."""
    mailed = sent.last_to(account, address, since, until)
    talked = sent.last_with(account, address, since, until)
    if mailed is None or talked is None:
        return mailed or talked
    return talked if talked.at > mailed.at and talked.journey != mailed.journey else mailed


def _theirs(sender: str, written: Written) -> bool:
    """Whether an address is the lead's own: the one that was written to, or the one that they have now."""
    return same_mailbox(sender, written.recipient) or same_mailbox(sender, written.address)


def _unknown_names(mail: Inbound, written: Written, sent: SentMails) -> tuple[str, ...]:
    """The name right before the answer in the chain, where it is not known yet and the recipient of our mail uses it."""
    if not _theirs(mail.sender.address, written) or not mail.in_reply_to:
        return ()
    name = mail.in_reply_to[0]
    return () if sent.by_id(name) is not None else (name,)


def _colleague(mail: Inbound, account: str, received_at: int, sent: SentMails, forged: str) -> Match:
    """Somebody of the same company answers under the same subject, and the ids were lost on the way."""
    subject = bare_subject(mail.subject)
    domain = _domain(mail.sender.address)
    answers = bool(mail.in_reply_to or mail.references) or subject != " ".join(mail.subject.split()).lower()
    if not subject or not domain or domain in FREE_MAIL or not answers:
        return Match()
    found = [
        one
        for one in sent.with_subject(account, subject, received_at - ANSWERED_WITHIN, received_at + SKEW)
        if _domain(one.recipient) == domain
    ]
    leads = {one.lead for one in found}
    if len(leads) != 1:
        return Match(several=bool(leads))
    last = max(found, key=lambda one: one.at)
    return Match(last, "somebody of the same company under the same subject", other=True, forged=forged)


def _returned(mail: Inbound, verdict: Verdict, account: str, received_at: int, sent: SentMails) -> Match:
    written, named = _by_id(mail, verdict, sent)
    if written is not None:
        return Match(written, "the mail that came back", sure=True, elsewhere=_elsewhere(mail, verdict, written))
    if named:
        return Match(named=True)
    recipients = mail.returned.recipients if mail.returned is not None else ()
    found = _last_to_any(sent, account, (*verdict.addresses, *recipients), received_at, BOUNCED_WITHIN)
    if found is None:
        return Match()
    forged = authentication_failed(mail) or ("" if _of_a_mail_system(mail) else "no mail system wrote it")
    return Match(forged=forged) if forged else Match(found, "recipient and time", elsewhere=_elsewhere(mail, verdict, found))


def _elsewhere(mail: Inbound, verdict: Verdict, written: Written) -> bool:
    """Whether a report names what failed, and it is not the address that was written to."""
    told = (one for value in mail.headers.get("x-failed-recipients", ()) for one in value.split(",")[:_MOST_IDS])
    failing = [one.strip(" <>").lower() for one in (*verdict.addresses, *told) if "@" in one]
    return bool(failing) and not any(same_recipient(one, written.recipient) for one in failing)


def _of_a_mail_system(mail: Inbound) -> bool:
    local = mail.sender.address.partition("@")[0]
    name = mail.sender.name.lower()
    return (
        mail.return_path == ""
        or not local
        or local in DAEMONS
        or local in MAYBE_DAEMONS
        or local.startswith(_SYSTEMS)
        or any(piece in name for piece in DAEMON_NAMES)
    )


_SYSTEMS: Final = ("mailer-daemon", "postmaster", "bounce", "noreply", "no-reply", "no_reply", "donotreply")


def _complained(mail: Inbound, verdict: Verdict, account: str, received_at: int, sent: SentMails) -> Match:
    written, named = _by_id(mail, verdict, sent)
    if written is not None:
        return Match(written, "the mail that it complains about", sure=True)
    if named:
        return Match(named=True)  # anybody can write a report about a mail of his own and name an address of ours in it
    told = (address.strip("<> ") for name in ("original-rcpt-to", "removal-recipient") for address in mail.feedback.get(name, ()))
    recipients = mail.returned.recipients if mail.returned is not None else ()
    found = _last_to_any(sent, account, (*told, *verdict.addresses, *recipients), received_at, COMPLAINED_WITHIN)
    forged = authentication_failed(mail) if found is not None else ""
    return Match(forged=forged) if found is None or forged else Match(found, "the address that complains")


def _last_to_any(sent: SentMails, account: str, addresses: tuple[str, ...], received_at: int, within: int) -> Written | None:
    for address in dict.fromkeys(addresses[:_MOST_IDS]):
        try:
            normal = normalise_email(address)
        except BadAddress:
            continue
        found = sent.last_to(account, normal, received_at - within, received_at + SKEW)
        if found is not None:
            return found
    return None


def _domain(address: str) -> str:
    return address.rpartition("@")[2]
