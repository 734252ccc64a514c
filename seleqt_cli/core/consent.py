"""Which lawful basis a first contact needs, by the recipient's country.

The rules are data with their source; where the text of the law was not read, the rule says "not verified". A rule that
binds refuses a first contact; one that does not is shown as a note (it turns on facts that no lead carries, such as whether
an address is impersonal).
None of this is legal advice, and a person may decide otherwise in the file (`legal:`), under their name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from seleqt_cli.core.campaign import LegalDecision
from seleqt_cli.core.lead import BASES, Basis


@dataclass(frozen=True, slots=True)
class ConsentRule:
    """What one country asks of a first contact.

    `accepts`: the bases that suffice. `binds`: a first contact on another basis is refused, otherwise it is a note.
    `verified`: the source was read.
    """

    country: str
    accepts: tuple[Basis, ...]
    text: str
    source: str
    verified: bool
    binds: bool = True


OBJECTED: Final = "objected"
"""The reason on the suppression list of whoever objected: it outlasts every other reason (GDPR article 21)."""
RESTRICTED: Final = "restricted"
"""How the column `stopped` of a lead begins whose data may be kept and not used (GDPR article 18)."""

_ANY: Final = BASES

RULES: Final[dict[str, ConsentRule]] = {
    rule.country: rule
    for rule in (
        ConsentRule(
            "NL",
            ("consent", "customer", "published"),
            "asks for prior consent also from companies, except own customers and addresses published for this purpose",
            "Telecommunicatiewet 11.7",
            verified=True,
        ),
        ConsentRule("DE", ("consent", "customer"), "asks for prior consent also between businesses", "UWG section 7", verified=False),
        ConsentRule(
            "BE",
            ("consent", "customer", "published"),
            "allows mail without consent to impersonal addresses only",
            "WER XII.13",
            verified=False,
            binds=False,
        ),
        ConsentRule("FR", _ANY, "allows relevant B2B mail with information and opt-out", "CNIL practice", verified=False, binds=False),
        ConsentRule("GB", _ANY, "allows mail to corporate subscribers; sole traders must consent", "PECR", verified=False, binds=False),
        ConsentRule("US", _ANY, "allows B2B mail with true headers, postal address and opt-out", "CAN-SPAM", verified=True),
        ConsentRule(
            "CA",
            ("consent", "customer", "published"),
            "asks for consent, express or implied (customer, conspicuously published address); the sender carries the proof",
            "CASL, CRTC 2016-428",
            verified=True,
        ),
    )
}
"""Country -> rule. A country that is not here takes every basis of the privacy law (GDPR article 6 or its like)."""


def rule_of(country: str) -> ConsentRule | None:
    """The rule of a country (ISO code), None where no more is asked than any basis."""
    return RULES.get(country)


def contactable(country: str, basis: str, decisions: Mapping[str, LegalDecision] | None = None) -> str:
    """Whether a first contact is allowed: '' or the reason why not.

    `country` is the lead's (core/countries.country_of), `decisions` are the file's `legal:` by upper-case country code:
    one accepts its basis for its country, on a person's name. An unknown basis is refused everywhere (SPEC section 10).
    """
    if basis not in BASES:
        return "its lawful basis is unknown"
    rule = RULES.get(country)
    if rule is None or not rule.binds or basis in rule.accepts:
        return ""
    decision = (decisions or {}).get(country)
    if decision is not None and decision.accept == basis:
        return ""
    return f"{country} {rule.text} ({_source(rule)}); its basis is {basis}"


def advised_against(country: str, basis: str) -> str:
    """A rule that does not bind and would ask for more than `basis`: its text for a note, '' without one."""
    rule = RULES.get(country)
    if rule is None or rule.binds or basis in rule.accepts or basis not in BASES:
        return ""
    return f"{country} {rule.text} ({_source(rule)})"


def _source(rule: ConsentRule) -> str:
    return rule.source if rule.verified else f"{rule.source}, not verified"
