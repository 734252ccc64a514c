"""What is said about an address without writing to it."""

import pytest

from seleqt_cli.core.address_kinds import NOBODY, ROLES, SLIPS, THROW_AWAY, throw_away
from seleqt_cli.core.addresses import normalise_domain
from seleqt_cli.core.facts import FREE_MAIL
from seleqt_cli.core.lead_address import AddressVerdict, DomainMail, domain_mail, domain_to_ask, judge_address
from seleqt_cli.core.names.mail_hosts import MailHosts

MX = DomainMail("mx")


@pytest.mark.parametrize(
    ("email", "state", "verdict"),
    [
        ("noor@windmill.example", "mx", AddressVerdict("good")),
        ("noor@windmill.example", "no domain", AddressVerdict("bad", ("no_domain",), "its domain does not exist")),
        ("noor@windmill.example", "null", AddressVerdict("bad", ("null_mx",), "its domain says that it takes no mail (RFC 7505)")),
        ("noor@windmill.example", "none", AddressVerdict("bad", ("no_mail_host",), "nobody takes mail for its domain")),
        (
            "noor@windmill.example", "address",
            AddressVerdict("risky", ("no_mx",), "its domain names no mail server, only its own address"),
        ),
        ("noor@windmill.example", "unknown", AddressVerdict("unknown", ("no_answer",), "DNS gives no answer about its domain")),
        ("sales@windmill.example", "mx", AddressVerdict("risky", ("role",), "is read by whoever is there, not by one person")),
        ("Info+x@windmill.example", "mx", AddressVerdict("risky", ("role",), "is read by whoever is there, not by one person")),
        ("no-reply@windmill.example", "mx", AddressVerdict("bad", ("nobody",), "is a mailbox that no person reads")),
        ("noor@gmail.com", "mx", AddressVerdict("good", ("free_mail",), "is a private mailbox at a provider")),
        ("noor@gmial.com", "mx", AddressVerdict("risky", ("slip",), "looks like a slip of the fingers: did you mean gmail.com?")),
        ("noor@telnet.be", "no domain", AddressVerdict("bad", ("no_domain",), "its domain does not exist: did you mean telenet.be?")),
        (
            "info@windmill.example", "unknown",
            AddressVerdict(
                "unknown", ("role", "no_answer"), "is read by whoever is there, not by one person; DNS gives no answer about its domain"
            ),
        ),
        (
            "info@windmill.example", "null",
            AddressVerdict(
                "bad", ("null_mx", "role"),
                "its domain says that it takes no mail (RFC 7505); is read by whoever is there, not by one person",
            ),
        ),
    ],
)  # fmt: skip
def test_an_address_is_judged_with_what_dns_said(email: str, state: str, verdict: AddressVerdict) -> None:
    assert judge_address(email, DomainMail(state)) == verdict


def test_what_needs_no_dns() -> None:
    assert judge_address("", None) == AddressVerdict("none", ("no_address",), "has no address")
    assert judge_address("noor(at)windmill.example", None) == AddressVerdict(
        "bad", ("syntax",), "is no address that mail can go to: it has no @"
    )
    assert judge_address("x@eu.mailinator.com", None) == AddressVerdict("bad", ("throw_away",), "is a throw-away mailbox")
    assert [domain_to_ask(email) for email in ("", "no address", "x@sub.yopmail.com", "x@Straße.example")] == [
        "", "", "", "xn--strae-oqa.example",
    ]  # fmt: skip


def test_a_domain_whose_mail_a_throw_away_service_takes_is_one_too() -> None:
    behind = domain_mail(MailHosts("other.example", "mx", ("mail.mailinator.com",), True))
    assert judge_address("x@other.example", behind) == AddressVerdict("bad", ("throw_away",), "is a throw-away mailbox")
    assert domain_mail(MailHosts("acme.example", "mx", ("mx.acme.example",), True)) == MX


def test_only_whole_labels_make_a_throw_away_domain() -> None:
    assert throw_away("mailinator.com")
    assert throw_away("a.b.mailinator.com")
    assert not throw_away("notmailinator.com")
    assert not throw_away("mailinator.com.acme.example")


def test_the_lists_hold_names_as_they_are_compared() -> None:
    assert all(normalise_domain(domain) == domain for domain in (*THROW_AWAY, *SLIPS))
    assert not THROW_AWAY & FREE_MAIL
    assert not set(SLIPS) & FREE_MAIL
    assert set(SLIPS.values()) <= FREE_MAIL
    assert not ROLES & NOBODY
    assert all(name == name.lower() and "+" not in name for name in ROLES | NOBODY)
