"""The DMARC record of a domain, else that of its organisation, and what being aligned means."""

import pytest

from seleqt_cli.channels.dns.organisation import organisational_domain
from seleqt_cli.core.names.dmarc import Dmarc, aligned, judge_dmarc
from tests.core.names.verdicts import verdict


def dmarc(domain: str, zone: dict[str, list[str]], **trouble: set[str]) -> Dmarc:
    return verdict(judge_dmarc(domain, organisational_domain), {(name, "TXT"): records for name, records in zone.items()}, **trouble)


def test_the_record_of_the_domain_itself_comes_first() -> None:
    zone = {
        "_dmarc.mail.acme.co.uk": ["v=DMARC1; p=none; rua=mailto:a@acme.co.uk,https://x.example; adkim=s; aspf=s; pct=20"],
        "_dmarc.acme.co.uk": ["v=DMARC1; p=reject"],
    }
    assert dmarc("mail.acme.co.uk", zone) == Dmarc(
        "mail.acme.co.uk", "one", "mail.acme.co.uk", zone["_dmarc.mail.acme.co.uk"][0], "none", 20, True, True, True
    )


def test_the_record_of_the_organisation_holds_for_what_is_below_it() -> None:
    found = dmarc("mail.acme.co.uk", {"_dmarc.acme.co.uk": ["v=DMARC1; p=reject; sp=quarantine"]})
    assert (found.place, found.policy) == ("acme.co.uk", "quarantine")
    assert dmarc("mail.acme.co.uk", {"_dmarc.acme.co.uk": ["v=DMARC1;p=reject"]}).policy == "reject"
    assert dmarc("acme.co.uk", {"_dmarc.acme.co.uk": ["v=DMARC1; p=reject; sp=none"]}).policy == "reject"
    assert dmarc("acme.co.uk", {"_dmarc.co.uk": ["v=DMARC1; p=reject"]}).state == "none"


def test_other_texts_at_the_name_are_no_record() -> None:
    assert dmarc("acme.example", {"_dmarc.acme.example": ["v=spf1 -all", "V = DMARC1 ; p=none"]}).policy == "none"
    assert dmarc("acme.example", {"_dmarc.acme.example": ["v=DMARC2; p=none", "p=none; v=DMARC1"]}).state == "none"


@pytest.mark.parametrize(
    ("records", "fault"),
    [
        (["v=DMARC1; p=none", "v=DMARC1; p=reject"], "_dmarc.acme.example has 2 DMARC records; receivers then use none"),
        (["v=DMARC1"], "p= is missing"),
        (["v=DMARC1; p=monitor"], "p=monitor is no policy: none, quarantine or reject"),
        (["v=DMARC1; p=none; pct=101"], "pct=101 is no number from 0 to 100"),
        (["v=DMARC1; p=none; words"], "'words' is no tag=value"),
    ],
)
def test_what_receivers_would_ignore_is_said(records: list[str], fault: str) -> None:
    assert dmarc("acme.example", {"_dmarc.acme.example": records}).faults == [fault]


def test_no_answer_is_no_missing_record() -> None:
    found = dmarc("acme.example", {}, failing={"_dmarc.acme.example"})
    assert (found.state, found.doubts) == ("unknown", ["TXT of _dmarc.acme.example: the name servers fail"])


@pytest.mark.parametrize(
    ("one", "relaxed", "strict"),
    [("acme.co.uk", True, False), ("mail.acme.co.uk", True, True), ("x.acme.co.uk", True, False), ("other.co.uk", False, False)],
)
def test_alignment_is_of_the_organisation_or_of_the_very_domain(one: str, relaxed: bool, strict: bool) -> None:
    assert aligned(one, "mail.acme.co.uk", organisational_domain, strict=False) is relaxed
    assert aligned(one, "mail.acme.co.uk", organisational_domain, strict=True) is strict
