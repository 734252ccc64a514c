"""Which mail of ours a mail is about: by what only a recipient can know, or by the person's own address."""

from dataclasses import replace
from typing import Any

import pytest

from seleqt_cli.core.inbound.mail import Inbound, Party, Returned
from seleqt_cli.core.inbound.matching import BOUNCED_WITHIN, SKEW, Match, Written, bare_subject, match, named_ids
from seleqt_cli.core.inbound.verdict import Class, Verdict
from seleqt_cli.core.zones import DAY

NOW = 1_800_000_000
ACCOUNT = "email:anna@acme.example"
OURS = "<ours@acme.example>"
NOOR = Written(
    1, 1, 1, "hello", ACCOUNT, "noor@windmill.example", NOW - DAY, "sent", "Robots for Windmill", OURS, address="noor@windmill.example"
)
SAM = Written(2, 2, 2, "hello", ACCOUNT, "sam@canal.example", NOW - DAY, "sent", "Robots for Canal", "<sam@acme.example>")


class Sent:
    """What was sent, in a list; `aliases`: other names of the first mail."""

    def __init__(self, *mails: Written, aliases: tuple[str, ...] = (), token: str = "") -> None:
        self.mails = mails
        self.aliases = aliases
        self.token = token

    def by_id(self, message_id: str) -> Written | None:
        if message_id in self.aliases:
            return self.mails[0]
        return next((one for one in self.mails if one.message_id == message_id), None)

    def by_token(self, token: str, sender: str) -> Written | None:
        return self.mails[0] if token and token == self.token else None

    def last_to(self, account: str, address: str, since: int, until: int) -> Written | None:
        found = [one for one in self.mails if account in (one.account, "") and one.recipient == address and since <= one.at <= until]
        return max(found, key=lambda one: one.at, default=None)

    def last_with(self, account: str, address: str, since: int, until: int) -> Written | None:
        found = [
            one
            for one in self.mails
            if address in (one.address, one.recipient)
            and (one.kind != "email" or account in (one.account, ""))
            and since <= one.at <= until
        ]
        return max(found, key=lambda one: one.at, default=None)

    def with_subject(self, account: str, subject: str, since: int, until: int) -> list[Written]:
        return [one for one in self.mails if one.account == account and bare_subject(one.subject) == subject and since <= one.at <= until]


def verdict(kind: Class, **more: Any) -> Verdict:
    return replace(Verdict(kind, ("because",)), **more)


def answer(**more: Any) -> Inbound:
    return replace(Inbound(sender=Party("noor@windmill.example", "Noor"), subject="Re: Robots for Windmill"), **more)


def test_an_answer_is_known_by_the_thread_it_stands_in() -> None:
    found = match(answer(in_reply_to=(OURS,)), verdict(Class.REPLY), ACCOUNT, NOW, Sent(NOOR, SAM))
    assert found == Match(NOOR, "the thread", sure=True)


def test_an_answer_further_down_the_thread_is_known_by_its_references() -> None:
    mail = answer(in_reply_to=("<theirs@windmill.example>",), references=("<first@x.example>", OURS, "<theirs@windmill.example>"))
    found = match(mail, verdict(Class.REPLY), ACCOUNT, NOW, Sent(NOOR))
    assert found == Match(NOOR, "the thread", sure=True, aliases=("<theirs@windmill.example>",))


def test_somebody_else_in_the_thread_counts_as_the_lead() -> None:
    mail = answer(sender=Party("boss@windmill.example"), references=(OURS,))
    assert match(mail, verdict(Class.REPLY), ACCOUNT, NOW, Sent(NOOR)) == Match(NOOR, "somebody else in the thread", other=True, sure=True)


def test_a_mail_that_the_server_renamed_is_known_by_its_other_name() -> None:
    mail = answer(sender=Party("boss@elsewhere.example"), in_reply_to=("<renamed@outlook.example>",))
    assert match(mail, verdict(Class.REPLY), ACCOUNT, NOW, Sent(NOOR)).written is None
    assert match(mail, verdict(Class.REPLY), ACCOUNT, NOW, Sent(NOOR, aliases=("<renamed@outlook.example>",))).written == NOOR


def test_the_original_name_that_microsoft_keeps_is_ours() -> None:
    assert match(answer(original_id=OURS), verdict(Class.AUTO_REPLY), ACCOUNT, NOW, Sent(NOOR)).by == "the thread"


def test_an_answer_without_any_thread_is_known_by_the_address_that_the_account_wrote_to() -> None:
    assert match(answer(subject="hello"), verdict(Class.REPLY), ACCOUNT, NOW, Sent(NOOR)) == Match(NOOR, "the address it comes from")


def test_the_answer_to_a_renamed_mail_teaches_its_new_name() -> None:
    mail = answer(in_reply_to=("<renamed@outlook.example>",))
    found = match(mail, verdict(Class.REPLY), ACCOUNT, NOW, Sent(NOOR))
    assert found == Match(NOOR, "the address it comes from", aliases=("<renamed@outlook.example>",))


def test_an_answer_under_another_subject_teaches_nothing() -> None:
    mail = answer(subject="Something else", in_reply_to=("<other@x.example>",))
    assert match(mail, verdict(Class.REPLY), ACCOUNT, NOW, Sent(NOOR)).aliases == ()


def test_an_answer_from_the_address_in_reply_to_is_the_leads() -> None:
    mail = answer(sender=Party("n.devries@windmill.example"), reply_to=(Party("noor@windmill.example"),), subject="hi")
    assert match(mail, verdict(Class.REPLY), ACCOUNT, NOW, Sent(NOOR)) == Match(NOOR, "the address that it wants answers at", other=True)


@pytest.mark.parametrize(
    ("account", "at"),
    [("email:bob@acme.example", NOW), (ACCOUNT, NOW - DAY - SKEW - 1), (ACCOUNT, NOW + 400 * DAY)],
    ids=["to another account", "before we wrote", "more than a year later"],
)
def test_an_address_alone_needs_that_this_account_wrote_to_it_before(account: str, at: int) -> None:
    assert match(answer(subject="hello"), verdict(Class.REPLY), account, at, Sent(NOOR)) == Match()


def test_a_stranger_is_nobodys_answer() -> None:
    mail = answer(sender=Party("eve@elsewhere.example"), in_reply_to=("<guess@acme.example>",))
    assert match(mail, verdict(Class.REPLY), ACCOUNT, NOW, Sent(NOOR)) == Match()


def test_a_colleague_under_the_same_subject_counts_when_the_ids_were_lost() -> None:
    mail = answer(sender=Party("boss@windmill.example"), subject="AW: Re: Robots  for Windmill")
    found = match(mail, verdict(Class.REPLY), ACCOUNT, NOW, Sent(NOOR, SAM))
    assert found == Match(NOOR, "somebody of the same company under the same subject", other=True)


def test_a_colleague_is_not_guessed_where_two_leads_of_the_company_got_that_subject() -> None:
    ida = replace(NOOR, action=3, lead=3, recipient="ida@windmill.example", message_id="<ida@acme.example>")
    mail = answer(sender=Party("boss@windmill.example"))
    assert match(mail, verdict(Class.REPLY), ACCOUNT, NOW, Sent(NOOR, ida)) == Match(several=True)


def test_users_of_a_free_mail_provider_are_no_colleagues() -> None:
    private = replace(NOOR, recipient="noor@gmail.com")
    mail = answer(sender=Party("eve@gmail.com"))
    assert match(mail, verdict(Class.REPLY), ACCOUNT, NOW, Sent(private)) == Match()


def test_a_new_mail_under_the_same_words_is_no_answer_of_a_colleague() -> None:
    mail = answer(sender=Party("boss@windmill.example"), subject="Robots for Windmill")
    assert match(mail, verdict(Class.REPLY), ACCOUNT, NOW, Sent(NOOR)) == Match()


def test_an_unsubscribe_token_is_enough_from_any_address() -> None:
    mail = Inbound(sender=Party("noor@private.example"), subject="unsubscribe abc")
    found = match(mail, verdict(Class.UNSUBSCRIBE, token="abc"), ACCOUNT, NOW, Sent(NOOR, token="abc"))
    assert found == Match(NOOR, "the word of its unsubscribe link", sure=True)


def test_a_forged_unsubscribe_for_somebody_else_is_nothing() -> None:
    mail = Inbound(sender=Party("eve@elsewhere.example"), subject="unsubscribe guess")
    assert match(mail, verdict(Class.UNSUBSCRIBE, token="guess"), ACCOUNT, NOW, Sent(NOOR, token="abc")) == Match()


def test_unsubscribe_with_an_unknown_token_counts_from_the_persons_own_address() -> None:
    mail = Inbound(sender=Party("noor@windmill.example"), subject="unsubscribe worn-out")
    assert match(mail, verdict(Class.UNSUBSCRIBE, token="worn-out"), ACCOUNT, NOW, Sent(NOOR, token="abc")).written == NOOR


DAEMON = Party("mailer-daemon@windmill.example")


@pytest.mark.parametrize("kind", [Class.HARD_BOUNCE, Class.SOFT_BOUNCE, Class.SENDER_BLOCK])
def test_a_bounce_is_about_the_mail_that_it_returns(kind: Class) -> None:
    mail = Inbound(sender=DAEMON, returned=Returned(message_id=OURS))
    assert match(mail, verdict(kind), ACCOUNT, NOW, Sent(SAM, NOOR)) == Match(NOOR, "the mail that came back", sure=True)


def test_a_bounce_for_a_mail_that_was_never_sent_is_about_nothing() -> None:
    mail = Inbound(sender=DAEMON, returned=Returned(message_id="<forged@acme.example>", recipients=("noor@windmill.example",)))
    bounced = verdict(Class.HARD_BOUNCE, addresses=("noor@windmill.example",), message_id="<forged@acme.example>")
    assert match(mail, bounced, ACCOUNT, NOW, Sent(NOOR)) == Match(named=True)


def test_a_bounce_that_names_no_mail_is_known_by_recipient_and_time() -> None:
    bounced = verdict(Class.HARD_BOUNCE, addresses=("NOOR@Windmill.example",))
    assert match(Inbound(sender=DAEMON), bounced, ACCOUNT, NOW, Sent(NOOR)) == Match(NOOR, "recipient and time")
    assert match(Inbound(sender=DAEMON), bounced, ACCOUNT, NOW + BOUNCED_WITHIN, Sent(NOOR)) == Match()
    assert match(Inbound(sender=DAEMON), verdict(Class.HARD_BOUNCE, addresses=("nobody", "")), ACCOUNT, NOW, Sent(NOOR)) == Match()


def test_a_complaint_needs_a_mail_of_ours_or_an_address_that_we_wrote_to() -> None:
    feedback = {"original-rcpt-to": ("<noor@windmill.example>",)}
    complaint = verdict(Class.COMPLAINT)
    assert match(Inbound(feedback=feedback), complaint, ACCOUNT, NOW, Sent(NOOR)) == Match(NOOR, "the address that complains")
    returned = Inbound(returned=Returned(message_id=OURS))
    assert match(returned, complaint, ACCOUNT, NOW, Sent(NOOR)) == Match(NOOR, "the mail that it complains about", sure=True)
    assert match(Inbound(feedback={"original-rcpt-to": ("eve@x.example",)}), complaint, ACCOUNT, NOW, Sent(NOOR)) == Match()


@pytest.mark.parametrize(
    ("subject", "bare"),
    [
        ("Re: AW: Fwd:  Robots  for Windmill ", "robots for windmill"),
        ("RE[2]: Robots", "robots"),
        ("Robots: now", "robots: now"),
        ("Antw: Re: ", ""),
        ("", ""),
    ],
)
def test_a_subject_is_compared_without_what_mail_programs_put_before_it(subject: str, bare: str) -> None:
    assert bare_subject(subject) == bare


def test_a_chain_of_ids_is_read_from_both_ends_and_not_whole() -> None:
    chain = tuple(f"<{number}@x.example>" for number in range(100_000))
    named = list(named_ids(Inbound(in_reply_to=("<last@x.example>",), references=chain), verdict(Class.REPLY)))
    assert named[0] == "<last@x.example>"
    assert named[1] == "<99999@x.example>"
    assert named[-1] == "<0@x.example>"
    assert len(named) == 51


def test_a_complaint_about_a_mail_that_was_never_sent_is_about_nothing() -> None:
    forged = Inbound(feedback={"original-rcpt-to": ("<noor@windmill.example>",)}, returned=Returned(message_id="<other@x.example>"))
    assert match(forged, verdict(Class.COMPLAINT), ACCOUNT, NOW, Sent(NOOR)) == Match(named=True)


def test_an_opt_out_from_the_persons_own_address_counts_in_every_account_and_an_answer_only_in_its_own() -> None:
    elsewhere = "email:bob@acme.example"
    found = match(answer(), verdict(Class.UNSUBSCRIBE), elsewhere, NOW, Sent(NOOR))
    assert found == Match(NOOR, "the address it comes from, which another account wrote to")
    assert match(answer(subject="Lunch"), verdict(Class.REPLY), elsewhere, NOW, Sent(NOOR)) == Match()


INVITED = replace(
    NOOR, action=9, account="linkedin:anna", recipient="", subject="", message_id="", kind="connect", at=NOW - 9 * DAY
)  # fmt: skip


def failing(*addresses: str, **more: Any) -> Match:
    """How a bounce is matched that returns the mail to Noor and names what failed."""
    mail = Inbound(sender=DAEMON, returned=Returned(message_id=OURS), **more)
    return match(mail, verdict(Class.HARD_BOUNCE, addresses=addresses), ACCOUNT, NOW, Sent(NOOR))


@pytest.mark.parametrize(
    "address",
    [
        "noor@windmill.example", "noor+fair@windmill.example", "noor@mx1.windmill.example", "noor@windmill.onmicrosoft.com",
        "noor@exchange1.local",
        "noor+2bfair@windmill.example",
    ],
)  # fmt: skip
def test_what_failed_is_the_leads_address_as_the_servers_on_the_way_may_write_it(address: str) -> None:
    assert failing(address) == Match(NOOR, "the mail that came back", sure=True)


@pytest.mark.parametrize("address", ["noor@elsewhere.example", "n.vries@windmill.example", "noor@notwindmill.example"])
def test_an_address_that_the_leads_mail_is_handed_on_to_is_not_the_leads(address: str) -> None:
    assert failing(address) == Match(NOOR, "the mail that came back", sure=True, elsewhere=True)


def test_a_report_that_names_the_leads_address_anywhere_is_about_it() -> None:
    assert not failing("noor@elsewhere.example", "noor@windmill.example").elsewhere  # the original recipient beside the final one
    assert not failing("noor@elsewhere.example", headers={"x-failed-recipients": ("a@b.example, <Noor@Windmill.example>",)}).elsewhere
    assert not failing().elsewhere  # it names nobody: the mail that came back went to one person
    assert not failing("nobody").elsewhere


def test_an_answer_from_the_same_mailbox_under_another_tag_is_the_leads() -> None:
    tagged = answer(sender=Party("noor+work@windmill.example"), in_reply_to=(OURS,))
    assert match(tagged, verdict(Class.UNSUBSCRIBE), ACCOUNT, NOW, Sent(NOOR)) == Match(NOOR, "the thread", sure=True, aliases=())
    assert match(replace(tagged, in_reply_to=()), verdict(Class.REPLY), ACCOUNT, NOW, Sent(NOOR)).by == "the address it comes from"
    dotted = replace(NOOR, recipient="noor.vries@gmail.com", address="noor.vries@gmail.com")
    other = answer(sender=Party("noorvries@googlemail.com"), in_reply_to=(OURS,))
    assert not match(other, verdict(Class.UNSUBSCRIBE), ACCOUNT, NOW, Sent(dotted)).other


def test_an_answer_from_the_address_that_the_lead_has_now_is_the_leads() -> None:
    moved = replace(NOOR, address="noor@canal.example")
    mail = answer(sender=Party("noor@canal.example"), in_reply_to=(OURS,))
    assert not match(mail, verdict(Class.UNSUBSCRIBE), ACCOUNT, NOW, Sent(moved)).other
    assert match(replace(mail, in_reply_to=()), verdict(Class.REPLY), ACCOUNT, NOW, Sent(moved)).written == moved


def test_somebody_written_to_on_linkedin_alone_answers_by_mail() -> None:
    by = "the address it comes from, of somebody written to on LinkedIn"
    for kind in (Class.REPLY, Class.UNSUBSCRIBE, Class.OUT_OF_OFFICE):
        assert match(answer(subject="hello"), verdict(kind), ACCOUNT, NOW, Sent(INVITED)) == Match(INVITED, by)
    earlier = match(answer(subject="hello"), verdict(Class.REPLY), ACCOUNT, NOW - 10 * DAY, Sent(INVITED))
    assert earlier == Match()


def test_an_answer_is_to_the_mail_unless_another_journey_wrote_later() -> None:
    later = replace(INVITED, at=NOW - 60)
    assert match(answer(subject="hello"), verdict(Class.REPLY), ACCOUNT, NOW, Sent(NOOR, later)).written == NOOR
    elsewhere = replace(later, journey=7)
    assert match(answer(subject="hello"), verdict(Class.REPLY), ACCOUNT, NOW, Sent(NOOR, elsewhere)).written == elsewhere


FAILED = {"authentication-results": ("mx.acme.example; dmarc=fail header.from=windmill.example",)}
WHY = "the server that received it says dmarc=fail"


def test_an_address_that_the_receiving_server_calls_forged_proves_nothing_and_teaches_nothing() -> None:
    mail = answer(in_reply_to=("<renamed@outlook.example>",), headers=FAILED)
    assert match(mail, verdict(Class.REPLY), ACCOUNT, NOW, Sent(NOOR)) == Match(NOOR, "the address it comes from", forged=WHY)


def test_our_message_id_is_proof_whatever_became_of_signatures_on_the_way() -> None:
    mail = answer(in_reply_to=(OURS,), headers=FAILED)
    assert match(mail, verdict(Class.REPLY), ACCOUNT, NOW, Sent(NOOR)) == Match(NOOR, "the thread", sure=True)


def test_a_bounce_without_ids_needs_a_mail_system_that_nothing_speaks_against() -> None:
    bounced = verdict(Class.HARD_BOUNCE, addresses=("noor@windmill.example",))
    assert match(Inbound(sender=DAEMON, headers=FAILED), bounced, ACCOUNT, NOW, Sent(NOOR)) == Match(forged=WHY)
    person = Inbound(sender=Party("eve@elsewhere.example", "Eve"), return_path="eve@elsewhere.example")
    assert match(person, bounced, ACCOUNT, NOW, Sent(NOOR)) == Match(forged="no mail system wrote it")
    named, nobody = replace(person, sender=Party("eve@x.example", "Mail Delivery System")), replace(person, sender=Party(""))
    for system in (replace(person, return_path=""), named, nobody):
        assert match(system, bounced, ACCOUNT, NOW, Sent(NOOR)).written == NOOR


def test_a_complaint_without_ids_that_fails_authentication_is_nothing() -> None:
    forged = Inbound(feedback={"original-rcpt-to": ("noor@windmill.example",)}, headers=FAILED)
    assert match(forged, verdict(Class.COMPLAINT), ACCOUNT, NOW, Sent(NOOR)) == Match(forged=WHY)
    assert match(forged, verdict(Class.COMPLAINT), ACCOUNT, NOW, Sent(SAM)) == Match()
