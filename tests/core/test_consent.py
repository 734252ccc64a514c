"""The lawful basis of a first contact, by country."""

import pytest

from seleqt_cli.core.campaign import LegalDecision
from seleqt_cli.core.consent import RULES, advised_against, contactable
from seleqt_cli.core.lead import BASES

NL_TEXT = (
    "NL asks for prior consent also from companies, except own customers and addresses published for this purpose "
    "(Telecommunicatiewet 11.7); its basis is legitimate-interest"
)


@pytest.mark.parametrize(
    ("country", "basis", "reason"),
    [
        ("NL", "consent", ""),
        ("NL", "customer", ""),
        ("NL", "published", ""),
        ("NL", "legitimate-interest", NL_TEXT),
        ("NL", "", "its lawful basis is unknown"),
        ("", "", "its lawful basis is unknown"),
        ("FR", "whatever", "its lawful basis is unknown"),
        ("", "legitimate-interest", ""),
        ("FR", "legitimate-interest", ""),
        ("US", "legitimate-interest", ""),
        ("BE", "legitimate-interest", ""),
        ("DE", "published", "DE asks for prior consent also between businesses (UWG section 7, not verified); its basis is published"),
    ],
)
def test_a_first_contact_needs_a_basis_that_the_country_accepts(country: str, basis: str, reason: str) -> None:
    assert contactable(country, basis) == reason


def test_a_person_may_accept_a_basis_for_one_country_and_only_that_one() -> None:
    decision = LegalDecision("NL", "legitimate-interest", "A. Person", "2026-11-01", "asked our lawyer")
    assert contactable("NL", "legitimate-interest", {"NL": decision}) == ""
    assert contactable("CA", "legitimate-interest", {"NL": decision}) != ""
    assert contactable("NL", "", {"NL": decision}) == "its lawful basis is unknown"


def test_a_rule_that_does_not_bind_is_a_note() -> None:
    note = "BE allows mail without consent to impersonal addresses only (WER XII.13, not verified)"
    assert advised_against("BE", "legitimate-interest") == note
    assert advised_against("BE", "consent") == advised_against("NL", "legitimate-interest") == advised_against("", "consent") == ""


def test_every_rule_accepts_known_bases_and_consent_above_all() -> None:
    assert [rule for rule in RULES.values() if "consent" not in rule.accepts or set(rule.accepts) - set(BASES) or not rule.source] == []
